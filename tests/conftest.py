"""What every test runs on: fast hashes, mail that goes nowhere, files that are thrown away."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import SimpleTestCase

from tests import cast, trial

THROWAWAY = tempfile.TemporaryDirectory(prefix="hemao-test-")


def pytest_configure():
    settings.VAR = Path(THROWAWAY.name)
    settings.MEDIA_ROOT = settings.VAR / "uploads"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # Static files straight from their sources: nothing has to be collected first.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_unconfigure():
    THROWAWAY.cleanup()


def pytest_collection_modifyitems(config, items):
    """Leave out what means nothing in this run, instead of skipping it: a skip is a thing missing.

    What asks no database ends the same on both: it runs on SQLite only.
    """
    kept = [item for item in items if belongs_here(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def belongs_here(item):
    if "whole" in item.keywords and not trial.WHOLE:
        return False
    if connection.vendor == "postgresql":
        return uses_database(item) and "sqlite" not in item.keywords
    return "postgres" not in item.keywords


DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def uses_database(item):
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres"))
    of_django = isinstance(item.cls, type) and issubclass(item.cls, SimpleTestCase)
    return marked or of_django or not DATABASE.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The frame stands before the first test of each worker: to lay it costs 200 statements."""
    with django_db_blocker.unblock():
        cast.make_frame()


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """What a module's stories begin with, made once: each test starts from it on a savepoint.

    A fixture of the module makes its rows inside `with stage():`, and one of each test hands out
    a deepcopy of them: what a test does to an object must not reach the next.
    """
    atomic = transaction.atomic()
    atomic._from_testcase = True  # as TestCase says it, so that a durable block may begin inside
    with django_db_blocker.unblock():
        atomic.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def no_town(db):
    """A database without the frame, as a new town begins with."""
    cast.clear_frame()


@pytest.fixture
def var(settings, tmp_path):
    """An empty VAR of the test's own."""
    settings.VAR = tmp_path / "var"
    return settings.VAR


# The figures that long tests measure; see tests.trial.


@pytest.fixture
def figure(record_property):
    """Tell a measured figure in words: figure("20,000 malformed requests, 0 answered 500")."""
    return lambda words: record_property("figure", words)


def pytest_terminal_summary(terminalreporter):
    figures = [
        words
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        for name, words in report.user_properties
        if name == "figure"
    ]
    if figures:
        terminalreporter.section("figures")
    for words in figures:
        terminalreporter.line(words)
