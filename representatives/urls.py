from django.urls import path

from representatives import views

urlpatterns = [
    path("households/", views.household_list, name="household-list"),
    path("households/<int:pk>/", views.household_detail, name="household-detail"),
    path("households/<int:pk>/visit/", views.household_visit, name="household-visit"),
    path("visits/photos/<int:pk>/", views.visit_photo, name="visit-photo"),
    path(
        "visits/photos/<int:pk>/thumbnail/",
        views.visit_photo_thumbnail,
        name="visit-photo-thumbnail",
    ),
    path("opinions/<int:pk>/told/", views.opinion_told, name="opinion-told"),
]
