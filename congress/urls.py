from django.urls import path

from congress import export_views, meeting_views, opinion_views, views

urlpatterns = [
    path("meetings/", meeting_views.meeting_list, name="meeting-list"),
    path("meetings/export/", export_views.meeting_export, name="meeting-export"),
    path("meetings/<int:pk>/", meeting_views.meeting_detail, name="meeting-detail"),
    path("activities/<int:pk>/", meeting_views.activity_detail, name="activity-detail"),
    path("activities/photos/<int:pk>/", views.activity_photo, name="activity-photo"),
    path(
        "activities/photos/<int:pk>/thumbnail/",
        views.activity_photo_thumbnail,
        name="activity-photo-thumbnail",
    ),
    path("opinions/months/", opinion_views.opinions_by_month, name="opinion-months"),
    path("opinions/months/rows/", opinion_views.opinion_rows, name="opinion-month-rows"),
    path("opinions/months/rows/export/", export_views.opinion_export, name="opinion-export"),
]
