from django.urls import path

from motions import scan_views, views
from motions.documents import views as document_views

urlpatterns = [
    path("motions/", views.motion_list, name="motion-list"),
    path("motions/scans/<int:pk>/", scan_views.motion_scan, name="motion-scan"),
    path("motions/export/", views.motion_export, name="motion-export"),
    path("motions/new/", views.motion_new, name="motion-new"),
    path("motions/<int:pk>/", views.motion_detail, name="motion-detail"),
    path("motions/<int:pk>/do/<slug:verb>/", views.motion_do, name="motion-do"),
    path(
        "motions/<int:pk>/documents/<slug:name>/",
        document_views.motion_document,
        name="motion-document",
    ),
    path("motions/documents/hand-over-list/", document_views.hand_over_list, name="hand-over-list"),
    path(
        "motions/documents/hand-over-letter/<int:department>/",
        document_views.hand_over_letter,
        name="hand-over-letter",
    ),
]
