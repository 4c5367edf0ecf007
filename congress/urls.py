from django.urls import path

from congress import views

urlpatterns = [
    path("activities/photos/<int:pk>/", views.activity_photo, name="activity-photo"),
    path(
        "activities/photos/<int:pk>/thumbnail/",
        views.activity_photo_thumbnail,
        name="activity-photo-thumbnail",
    ),
    path("opinions/months/", views.opinion_months, name="opinion-months"),
    path("opinions/months/rows/", views.opinion_month_rows, name="opinion-month-rows"),
]
