"""A PostgreSQL that takes connections and says nothing: what is bounded, and what says so."""

import socket
import struct
import threading
from contextlib import closing, contextmanager
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from hemao import health
from hemao.server import answering
from hemao.settings import postgresql

# What a client asks for first over TCP (TLS, GSSAPI): both are refused with one letter.
ASKS_FOR_SECRECY = (80877103, 80877104)
LET_IN = b"R" + struct.pack("!ii", 8, 0) + b"Z" + struct.pack("!i", 5) + b"I"


def told_to_be(silent, line, heard):
    """Be a PostgreSQL on `line` that lets everybody in and answers no question; note what it is told."""
    with closing(line):
        while not silent and greeted(line):
            pass
        while more := line.recv(4096):
            heard.append(more)
    heard.append("closed")


def greeted(line):
    """Answer the first words of a client; True while it has only asked for secrecy."""
    length, code = struct.unpack("!ii", line.recv(8, socket.MSG_WAITALL))
    if code in ASKS_FOR_SECRECY:
        line.sendall(b"N")
        return True
    line.recv(length - 8, socket.MSG_WAITALL)
    line.sendall(LET_IN)
    return False


@contextmanager
def hanging(*, silent):
    """A server that hangs, from the beginning (`silent`) or once it has let somebody in.

    Gives its port and what it heard of one visitor.
    """
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            told_to_be(silent, listener.accept()[0], heard)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1], heard
        thread.join(60)
    assert not thread.is_alive()


@pytest.fixture
def pointed(monkeypatch):
    """Let the sign of life ask the server at a port of this machine."""

    def point(port):
        for name, value in (("HOST", "127.0.0.1"), ("PORT", str(port))):
            monkeypatch.setitem(connection.settings_dict, name, value)

    return point


@pytest.fixture
def hurried(monkeypatch):
    """Let a step of the sign of life wait for nothing, that no test has to."""

    def hurry(step):
        taken = getattr(health, step)
        monkeypatch.setattr(health, step, lambda line, until: taken(line, 0))

    return hurry


@pytest.mark.postgres
class TestSignOfLife:
    def test_it_says_so_when_the_question_is_not_answered(self, client, pointed, hurried):
        """And closes the connection: the server would have to keep it until it goes on."""
        with hanging(silent=False) as (port, heard):
            pointed(port), hurried("says_something")
            page = client.get("/healthz")
        assert (page.status_code, page.content) == (503, b"database unavailable")
        assert heard[-1] == "closed" and b"SELECT 1" in heard[0]

    def test_it_says_so_when_nobody_lets_it_in(self, client, pointed, hurried):
        with hanging(silent=True) as (port, heard):
            pointed(port), hurried("lets_in")
            assert client.get("/healthz").status_code == 503
        assert heard[-1] == "closed" and b"SELECT" not in b"".join(heard[:-1])

    def test_it_says_so_when_nobody_listens(self, client, pointed):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        pointed(port)
        assert client.get("/healthz").status_code == 503

    def test_it_waits_three_seconds_for_all_together(self, monkeypatch):
        asked = []
        monkeypatch.setattr(health, "lets_in", lambda line, until: asked.append(until) or True)
        monkeypatch.setattr(health, "says_something", lambda line, until: asked.append(until))
        monkeypatch.setattr(health, "time", SimpleNamespace(monotonic=lambda: 100))
        health.server_answers()
        assert asked == [103, 103]

    @pytest.mark.django_db
    def test_it_asks_on_a_connection_that_it_always_closes(self, client, monkeypatch):
        lines, ask = [], health.says_something

        def remembered(line, until):
            lines.append(line)
            return ask(line, until)

        monkeypatch.setattr(health, "says_something", remembered)
        for _ in range(3):
            assert client.get("/healthz").status_code == 200
        assert [line.status for line in lines] == [psycopg.pq.ConnStatus.BAD] * 3  # finished


def test_a_machine_that_is_gone_is_found_out():
    options = postgresql({"keepalives_idle": "90"})["OPTIONS"]
    named = ("keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout")
    assert [options[name] for name in named] == ["90", 10, 3, 15_000]  # ours are all but the first


@pytest.mark.postgres
@pytest.mark.django_db
class TestStatements:
    @pytest.fixture(autouse=True)
    def kept(self, monkeypatch):
        """The options as they were, afterwards."""
        options = dict(connection.settings_dict["OPTIONS"])
        monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)

    def shown(self):
        other = connections.create_connection("default")
        other.settings_dict = connection.settings_dict
        with closing(other), other.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return cursor.fetchone()[0]

    def test_what_answers_requests_gives_up_on_one_after_a_minute(self):
        assert settings.STATEMENT_SECONDS == 60
        assert self.shown() == "0"  # a command, a backup, an upgrade
        answering.bound_statements()
        assert self.shown() == "1min"

    def test_what_the_address_says_of_it_goes_before(self):
        connection.settings_dict["OPTIONS"]["options"] += " -c statement_timeout=5s"
        answering.bound_statements()
        assert self.shown() == "5s"
