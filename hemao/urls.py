"""The fixed addresses. Those of an app are in its own urls.py."""

from django.contrib import admin
from django.urls import include, path

from hemao import views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", views.PasswordView.as_view(), name="password"),
    path("admin/", admin.site.urls),
    path("ticket/", views.ticket, name="ticket"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("representatives.urls")),
    path("", include("congress.urls")),
    path("", include("motions.urls")),
    path("", include("reports.urls")),
]
