"""The sign of life: whether the database answers, asked so that no lock and no session is waited for."""

import sqlite3
from contextlib import closing

import django.db
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hemao import sqlite

PATH = "/healthz"
# Whoever writes is in no reader's way. But the last to close a connection tidies up behind itself,
# and keeps the file to itself while it does: thousandths of a second.
MOMENT = 1


class HealthMiddleware:
    """Answers before any other middleware is asked: one of them might want the session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return healthz(request) if request.path_info == PATH else self.get_response(request)


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """200 when the database answers, 503 when it does not; nothing else."""
    said, status = ("ok", 200) if answers() else ("database unavailable", 503)
    # The middleware that would tell the length is not asked: without it the connection is closed.
    headers = {"Content-Length": str(len(said))}
    return HttpResponse(said, content_type="text/plain", status=status, headers=headers)


def answers():
    """Tell whether the database can be read now."""
    try:
        return sqlite_answers() if connection.vendor == "sqlite" else server_answers()
    except (django.db.Error, sqlite3.Error):
        return False


def server_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def sqlite_answers():
    """A connection of its own: those of Django wait, already while they are opened."""
    address = sqlite.address(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(address, uri=True, timeout=MOMENT)) as line:
        return line.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None
