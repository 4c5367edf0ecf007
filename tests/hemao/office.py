"""A server of its own, on a database of its own, that can be switched off without warning."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from collections import Counter
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.hemao.test_setup import ROOT, environment

PASSWORD = "liu-tang-zhen-2022"
CAST = f"""
from tests.tables import make_tables
make_tables()
from accounts.models import Role
from tests import cast
cast.make_frame()
user = cast.make_user(Role.DEPUTY, username="xu", password="{PASSWORD}", display_name="许桂兰")
home = cast.make_household(head_name="王二保")
cast.make_assignment(person=cast.make_deputy(name="许桂兰", user=user), household=home)
"""
STORED = "SELECT production FROM representatives_visit UNION ALL SELECT title FROM motions_motion"


class Office:
    """The machine in the office: it can be switched on, and off without warning.

    `life` is code that makes more than the cast.
    """

    def __init__(self, var, database, life=""):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.var, self.database = var, database
        told = {"VAR": var, "BIND": f"127.0.0.1:{self.port}", "DEMO": "0"}
        self.environment = environment(**told | ({"DATABASE_URL": database} if database else {}))
        self.manage("shell", "--no-imports", "-c", CAST + life)
        self.process = None

    def manage(self, *words):
        command = [sys.executable, ROOT / "manage.py", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def switch_on(self):
        command = [sys.executable, ROOT / "manage.py", "serve"]
        self.process = subprocess.Popen(
            command, env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        # A busy machine may take minutes; a server that refuses to start ends.
        until = time.monotonic() + 600
        while not self.answers():
            assert self.process.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server did not come up"
            time.sleep(0.1)

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def switch_off(self):
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stored(self):
        """How often each visit and each suggestion is in the database, by its words."""
        if self.database:
            with psycopg.connect(self.database) as line:
                return Counter(words for (words,) in line.execute(STORED))
        with closing(sqlite3.connect(self.var / "db.sqlite3")) as line:
            return Counter(words for (words,) in line.execute(STORED))


@contextmanager
def new_database(template="template1"):
    """A new database of the PostgreSQL that the tests run on; "" where they do not: it is a file.

    It is a copy of the database `template`, to which nobody is connected.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"office_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_office(var):
    """An Office whose server runs until the end."""
    with new_database() as database:
        office = Office(var, database)
        try:
            office.switch_on()
            yield office
        finally:
            office.switch_off()
