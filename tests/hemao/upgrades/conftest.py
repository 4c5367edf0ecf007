"""A small town whose database is a few steps behind; a story that changes it has a copy."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import ConnectionHandler, connections

import hemao.settings
from hemao.backup.place import Place
from hemao.management.commands import serve
from hemao.upgrades import programs
from hemao.upgrades.programs import Program
from tests.hemao.backup.town import add_topic
from tests.hemao.office import new_database
from tests.hemao.test_setup import ROOT

HERE = Path(__file__).resolve().parent
# Nothing but reports is above reports: these steps are the quickest to take. The first makes a table.
FIRST_STEP, ITS_TABLE = ("reports", "0011_rebases"), "reports_rebase"
OLD = Program("0.0.9", "f00d" * 10)


@pytest.fixture(scope="session")
def first_old_town(tmp_path_factory):
    """The Place that all others are copies of: to be looked at, and not changed."""
    var = tmp_path_factory.mktemp("old") / "var"
    var.mkdir(mode=0o700)
    with new_database() as database:
        place = Place(var, database)
        command = [sys.executable, HERE / "start.py", "behind", *FIRST_STEP]
        subprocess.run(command, cwd=ROOT, env=place.environment(), check=True)
        for name in ("修路", "用水"):
            add_topic(place, name)
        yield place


@pytest.fixture
def town(first_old_town, tmp_path):
    """A copy of the town, last served by the program OLD; its server is not running."""
    name = urlsplit(first_old_town.url).path.strip("/")
    with new_database(template=name) as database:
        place = Place(tmp_path / "var", database)
        shutil.copytree(first_old_town.var, place.var)
        with place.database.reader() as reader:
            applied = reader.execute("SELECT app, name FROM django_migrations").fetchall()
        programs.keep(place.var, OLD, applied)
        yield place


@pytest.fixture
def connected(town, settings, monkeypatch):
    """This process works on the town, as one does that was started for it: a second each is saved."""
    settings.MIGRATION_MODULES, settings.VAR, settings.BIND = {}, town.var, free_address()
    monkeypatch.setattr(hemao.settings, "VAR", town.var)
    monkeypatch.setenv("DATABASE_URL", town.url)
    of_the_tests = connections["default"]
    connections["default"] = ConnectionHandler({"default": hemao.settings.database()})["default"]
    yield
    connections["default"].close()
    connections["default"] = of_the_tests
    ContentType.objects.clear_cache()  # the town has numbers of its own


@pytest.fixture
def command(connected, capsys):
    """manage.py on `town`, as somebody types it: how it ended, and what it said."""

    def run(*words):
        try:
            START.get(words, call_command)(*words)
            code = 0
        except SystemExit as end:
            code = end.code
        return subprocess.CompletedProcess(words, code, *capsys.readouterr())

    return run


def begin_to_serve(name):
    """What `serve` does before it loads demo data, and serves."""
    command = serve.Command()
    try:
        command.bring_up_to_date()
    finally:
        if command.presence:
            command.presence.close()


START = {("serve",): begin_to_serve}


def free_address():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{listener.getsockname()[1]}"
