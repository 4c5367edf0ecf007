from django.urls import path

from motions import scan_views, views

urlpatterns = [
    path("motions/", views.motion_list, name="motion-list"),
    path("motions/scans/<int:pk>/", scan_views.motion_scan, name="motion-scan"),
    path("motions/<int:pk>/", views.motion_detail, name="motion-detail"),
    path("motions/<int:pk>/do/<slug:verb>/", views.motion_do, name="motion-do"),
]
