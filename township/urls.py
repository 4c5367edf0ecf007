from django.urls import path

from township import download_views

urlpatterns = [
    path("files/", download_views.file_page, name="file-page"),
    path("files/<str:token>/", download_views.file_link, name="file-link"),
]
