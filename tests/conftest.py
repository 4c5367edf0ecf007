"""What every test runs on: fast hashes, mail that goes nowhere, files that are thrown away."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import SimpleTestCase

from tests import cast, trial
from tests.stage import Stage, empties, in_order_of_parts

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
    items[:] = in_order_of_parts(kept)


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


STAGE = Stage()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The frame stands before the first test of each worker: to lay it costs 200 statements."""
    with django_db_blocker.unblock():
        cast.make_frame()
    yield
    STAGE.strike()


@pytest.fixture
def staged_rows(request, django_db_setup, django_db_blocker):
    STAGE.set_for(request.node, django_db_blocker)
    yield
    # Its end has emptied all tables. In the browser each test does, and lays the frame by itself.
    if empties(request.node) and "browser" not in request.node.keywords:
        with django_db_blocker.unblock():
            cast.make_frame()


@pytest.fixture
def _django_db_helper(staged_rows, _django_db_helper):
    """The savepoint of a test, upon those of what it asks for."""


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    STAGE.strike(nextitem)


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
