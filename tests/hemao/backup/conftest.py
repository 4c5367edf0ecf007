"""One small town, made once by a server's own commands; a story that spoils it has a copy."""

import shutil
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import override_settings

from hemao.backup.place import Place
from tests.hemao.backup.town import LIFE, back_up
from tests.hemao.office import Office, new_database


@pytest.fixture(scope="session")
def first_town(tmp_path_factory):
    """The Place that all others are copies of: to be looked at, and not changed."""
    var = tmp_path_factory.mktemp("town") / "var"
    with new_database() as database:
        Office(var, database, life=LIFE)
        yield Place(var, database)


@pytest.fixture(scope="session")
def first_archive(first_town):
    """Its backup, made before the settings of a test are there, and knowing its migrations too."""
    with override_settings(MIGRATION_MODULES={}):
        return back_up(first_town)


@pytest.fixture(scope="session")
def empty_database():
    with new_database() as database:
        yield database


@pytest.fixture(autouse=True)
def own_settings(settings, monkeypatch):
    """The migrations of the code, which tests else run without; and no key but the town's own."""
    settings.MIGRATION_MODULES = {}
    monkeypatch.delenv("SECRET_KEY", raising=False)


@pytest.fixture
def town(first_town, tmp_path):
    """A copy of the town without backups, whose server is not running."""
    name = urlsplit(first_town.url).path.strip("/")
    with new_database(template=name) as database:
        place = Place(tmp_path / "var", database)
        shutil.copytree(first_town.var, place.var, ignore=shutil.ignore_patterns("backups"))
        yield place


@pytest.fixture
def path(first_archive, tmp_path):
    """The backup of the town, with the photos beside it, to be spoilt."""
    shutil.copytree(first_archive.parent, tmp_path / "backups")
    return tmp_path / "backups" / first_archive.name


@pytest.fixture
def elsewhere(empty_database, tmp_path):
    """An empty place on another machine."""
    place = Place(tmp_path / "elsewhere", empty_database)
    yield place
    place.database.clear()


@pytest.fixture
def command(town, settings, monkeypatch, capsys):
    """manage.py in `town`: (whether it ended well, what it said, what it complained of)."""

    def run(*given, copy_to=None):
        settings.BACKUP_COPY_TO = copy_to
        monkeypatch.setattr(Place, "here", lambda: town)
        try:
            call_command(*given)
            ended = True
        except SystemExit:
            ended = False
        said = capsys.readouterr()
        return ended, said.out, said.err

    return run
