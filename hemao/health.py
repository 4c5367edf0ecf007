"""The sign of life: whether the database answers, asked so that no lock and no session is waited for."""

import selectors
import sqlite3
import time
from contextlib import ExitStack, closing

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
# How long a server may take to let us in and to answer: one that is stopped does neither.
SERVER_SECONDS = 3
# What Django tells psycopg and libpq does not know.
OF_PSYCOPG = frozenset({"context", "cursor_factory", "prepare_threshold"})


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
    """A connection of its own, closed in time even when nobody answers on it.

    A statement on one of Django's would be waited for without end. By libpq itself: what psycopg
    began to open, and gave up, it closes only when Python next looks for garbage.
    """
    until = time.monotonic() + SERVER_SECONDS
    with connection.wrap_database_errors, ExitStack() as end:
        line = connection.Database.pq.PGconn.connect_start(server_address())
        end.callback(line.finish)
        return lets_in(line, until) and says_something(line, until)


def server_address():
    """Where Django connects, as libpq reads it."""
    told = connection.get_connection_params()
    ours = {name: told[name] for name in told if name not in OF_PSYCOPG}
    return connection.Database.conninfo.make_conninfo(**ours).encode()


def lets_in(line, until):
    """Tell whether the server lets in who comes on `line` (libpq's) before the moment `until`."""
    states = connection.Database.pq.PollingStatus
    events = {states.READING: selectors.EVENT_READ, states.WRITING: selectors.EVENT_WRITE}
    state = states.WRITING
    while state in events and line.status != connection.Database.pq.ConnStatus.BAD:
        if not moves(line, events[state], until):
            return False
        state = line.connect_poll()
    return state == states.OK


def says_something(line, until):
    """Tell whether the server behind `line` (libpq's) answers a question before the moment `until`."""
    line.send_query(b"SELECT 1")
    while line.is_busy():
        if not moves(line, selectors.EVENT_READ, until):
            return False
        line.consume_input()
    return line.get_result().status == connection.Database.pq.ExecStatus.TUPLES_OK


def moves(line, event, until):
    with selectors.DefaultSelector() as eyes:  # select() knows no file above 1023
        eyes.register(line.socket, event)
        return bool(eyes.select(max(until - time.monotonic(), 0)))


def sqlite_answers():
    """A connection of its own: those of Django wait, already while they are opened."""
    address = sqlite.address(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(address, uri=True, timeout=MOMENT)) as line:
        return line.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None
