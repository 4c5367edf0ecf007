from django.urls import path

from accounts import file_views, views

urlpatterns = [
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    # No token in the address of the later steps: it stays in as few places as can be.
    path("enter/digits/", views.enter_digits, name="enter-digits"),
    path("enter/secret/", views.enter_secret, name="enter-secret"),
    path("enter/<str:token>/", views.enter, name="enter"),
    # After those of the guide, which begin with start/ too (hemao.urls).
    path("start/<str:key>/", views.first_account, name="first-account"),
    path("password/", views.PasswordView.as_view(), name="password"),
    path("me/", views.me, name="me"),
    path("me/switch/", views.switch, name="switch"),
    path("me/devices/<int:pk>/end/", views.device_end, name="device-end"),
    path("files/", file_views.file_page, name="file-page"),
    path("files/<str:token>/", file_views.file_link, name="file-link"),
]
