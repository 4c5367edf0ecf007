"""The fixed addresses. Those of an app are in its own urls.py."""

from django.contrib import admin
from django.urls import include, path

from hemao import health, views
from hemao.handbook import views as handbook
from hemao.status.views import status

handler403 = "hemao.failures.pages.refused"
handler404 = "hemao.failures.pages.not_found"
handler500 = "hemao.failures.pages.failed"

urlpatterns = [
    path("", views.home, name="home"),
    path("admin/", admin.site.urls),
    path("status/", status, name="status"),
    path("help/", handbook.contents, name="help"),
    path("help/<slug:slug>/", handbook.chapter, name="help-chapter"),
    path("help/pictures/<slug:name>.png", handbook.picture, name="help-picture"),
    path("ticket/", views.ticket, name="ticket"),
    # hemao.health.HealthMiddleware answers it before: here it has its name.
    path("healthz", health.healthz, name="healthz"),
    # Before the address of the first account, which begins alike.
    path("", include("hemao.start.urls")),
    path("", include("accounts.urls")),
    path("", include("representatives.urls")),
    path("", include("congress.urls")),
    path("", include("motions.urls")),
    path("", include("reports.urls")),
    path("", include("imports.urls")),
]
