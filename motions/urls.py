from django.urls import path

from motions import views

urlpatterns = [
    path("motions/", views.motion_list, name="motion-list"),
    path("motions/<int:pk>/", views.motion_detail, name="motion-detail"),
    path("motions/<int:pk>/do/<slug:verb>/", views.motion_do, name="motion-do"),
]
