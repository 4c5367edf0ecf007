"""The fixed addresses. Those of an app are in its own urls.py."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from hemao import views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("", include("representatives.urls")),
    path("", include("congress.urls")),
    path("", include("motions.urls")),
    path("", include("reports.urls")),
]
