"""What belongs to no app: the way in, the home of each role, and the sign of life."""

import functools

import django.db
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.forms import OwnPasswordForm
from accounts.models import Role
from township.models import current_town_name

HOMES = {
    Role.STAFF: "admin:index",
    Role.ADMIN: "admin:index",
    Role.AUDITOR: "admin:index",
    Role.DEPUTY: "household-list",
    Role.LIAISON: "household-list",
    Role.LEADER: "report-list",
}


def town(request):
    """Context processor: the town's name, asked for once, and only by pages that show it."""
    return {"town_name": functools.cache(current_town_name)}


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "用户名或密码不对，请核对后再试，注意字母大小写。",
        "inactive": "这个账号已经停用，请联系镇人大办公室。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["username"].error_messages["required"] = "请填写用户名。"
        self.fields["password"].error_messages["required"] = "请填写密码。"


class LoginView(auth_views.LoginView):
    form_class = LoginForm
    redirect_authenticated_user = True


class LogoutView(auth_views.LogoutView):
    """It takes a button: a link would log out whoever follows it. Who comes by address finds it."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "registration/logout.html"


class PasswordView(auth_views.PasswordChangeView):
    """Everybody's own password; the keeper of accounts resets that of others in the admin."""

    form_class = OwnPasswordForm
    template_name = "registration/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form):
        response = super().form_valid(form)
        messages.success(self.request, "密码已改，下次登录用新密码。")
        return response


def home(request):
    return redirect(HOMES[request.user.role])


@login_not_required
@never_cache
@require_safe
def ticket(request):
    """Who is logged in, and a fresh CSRF token, for a phone about to send what it kept."""
    user = str(request.user.pk) if request.user.is_authenticated else None
    return JsonResponse({"user": user, "token": get_token(request) if user else ""})


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """200 when the database answers, 503 when it does not; nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except django.db.Error:
        return HttpResponse("database unavailable", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")
