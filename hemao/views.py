"""What belongs to no app: the home of each role, and the sign of life."""

import functools

import django.db
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Role
from township.models import current_town_name

HOMES = {
    Role.STAFF: "admin:index",
    Role.ADMIN: "admin:index",
    Role.AUDITOR: "admin:index",
    Role.DEPUTY: "household-list",
    Role.LIAISON: "household-list",
    Role.LEADER: "overview",
}


def town(request):
    """Context processor: the town's name, asked for once, and only by pages that show it."""
    return {"town_name": functools.cache(current_town_name)}


def home(request):
    return redirect(HOMES[request.user.face])


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
