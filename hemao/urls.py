"""The fixed addresses. Those of an app are in its own urls.py."""

from django.contrib import admin
from django.urls import include, path

from hemao import views

urlpatterns = [
    path("", views.home, name="home"),
    path("admin/", admin.site.urls),
    path("ticket/", views.ticket, name="ticket"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("township.urls")),
    path("", include("representatives.urls")),
    path("", include("congress.urls")),
    path("", include("motions.urls")),
    path("", include("reports.urls")),
]
