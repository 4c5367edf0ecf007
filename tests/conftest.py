"""What every test runs on: fast hashes, mail that goes nowhere, files that are thrown away."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

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


def pytest_collection_modifyitems(items):
    if connection.vendor == "postgresql":
        return
    for item in items:
        if "postgres" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="PostgreSQL only"))


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
