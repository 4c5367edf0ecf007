"""A new town begins where none was. Where one was and its database has gone, nothing begins."""

import sqlite3
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection

from hemao import sqlite
from hemao.backup.place import Place
from hemao.backup.words import Refusal
from hemao.upgrades import beginning
from tests.hemao.test_setup import assert_refused, manage, port

__all__ = ["port"]

pytestmark = pytest.mark.sqlite


@pytest.fixture
def place(tmp_path, settings, monkeypatch):
    """An empty place, whose database file the settings name."""
    place = Place(tmp_path / "var")
    place.var.mkdir()
    settings.VAR = place.var
    monkeypatch.setitem(connection.settings_dict, "NAME", str(place.database.path))
    return place


def leave(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def refusal(do, place):
    with pytest.raises(Refusal) as refused:
        do(place)
    said = str(refused.value)
    assert len(said.splitlines()) == 1
    return said


class TestTheFile:
    def test_it_is_opened_and_never_made(self, tmp_path):
        path = tmp_path / "鹤 毛#1?" / "db.sqlite3"
        path.parent.mkdir()
        with pytest.raises(sqlite3.OperationalError):
            sqlite3.connect(sqlite.address(path), uri=True)
        assert not path.exists()
        path.touch()
        with closing(sqlite3.connect(sqlite.address(path), uri=True)) as line:
            line.execute("CREATE TABLE visits (words TEXT)")
        assert path.stat().st_size

    @pytest.mark.django_db
    def test_what_is_no_file_stays_as_it_is(self, monkeypatch):
        """The database of these tests lies in memory."""
        assert sqlite.address(connection.settings_dict["NAME"]).startswith("file:memory")
        assert sqlite.missing_file() is None

    def test_django_is_told_the_same(self, place):
        told = connection.get_connection_params()
        assert told["database"] == f"{place.database.path.as_uri()}?mode=rw"


class TestBeginning:
    def test_in_an_empty_place(self, place):
        beginning.begin(place)
        assert [path.name for path in place.var.iterdir()] == ["db.sqlite3"]
        beginning.begin(place)  # it is there: nothing to do
        beginning.demand_empty(place)

    def test_what_a_refused_start_left_is_no_town(self, place):
        for name in ("secret_key", "running.lock", "log/errors.jsonl", "static.made-of"):
            leave(place.var / name)
        place.uploads.mkdir()
        beginning.begin(place)
        assert place.database.path.exists()

    @pytest.mark.parametrize(
        ("left", "named"),
        [
            ("uploads/photos/a.jpg", "照片和扫描件"), ("backups/hemao-20261130-000512.tar", "备份"),
            ("program.json", "program.json"), ("upgrade.json", "upgrade.json"),
            ("daily.json", "daily.json"),
        ],
    )  # fmt: skip
    def test_where_a_town_was_its_traces_are_named(self, place, left, named):
        leave(place.var / left)
        said = refusal(beginning.begin, place)
        assert f"没有数据库文件 {place.database.path}" in said
        assert f"（{place.var} 里有{named}）" in said and "没有另建空的" in said
        assert not place.database.path.exists()

    def test_where_a_restore_was_cut_short_it_is_done_again(self, place, monkeypatch):
        """Whether the file of the database is there by now, or not."""
        monkeypatch.setenv("VAR", str(place.var))
        (place.var / ".restoring" / "ready").mkdir(parents=True)
        wanted = f"上次恢复没有做完，没有启动，也没有另建空的：请再执行一次 VAR={place.var} make restore FILE=…"
        assert wanted in refusal(beginning.begin, place)
        assert not place.database.path.exists()
        place.database.path.touch()
        assert wanted in refusal(beginning.demand_empty, place)
        named = Place(place.var, "postgres://a@db/x")
        assert wanted in refusal(beginning.demand_empty, named)

    def test_an_empty_file_is_no_better(self, place):
        leave(place.var / "program.json")
        place.database.path.touch()
        assert "db.sqlite3 是空的" in refusal(beginning.demand_empty, place)

    def test_the_way_back_is_one_that_can_be_gone(self, place, monkeypatch):
        """Into a place where photos lie nothing is restored."""
        monkeypatch.setenv("VAR", str(place.var))
        archive = place.backups / "hemao-20261130-000512.tar"
        leave(archive)
        restore = f"VAR={place.var} make restore FILE={archive}；"
        assert f"找不回来的，从备份恢复：{restore}" in refusal(beginning.begin, place)
        leave(place.uploads / "photos" / "a.jpg")
        assert f"先把 {place.uploads} 改名，再从备份恢复：{restore}" in refusal(
            beginning.begin, place
        )

    def test_an_empty_database_of_a_server(self, place):
        """It may be a town's first, beside the file of another."""
        named = Place(place.var, "postgres://a@db/x")
        leave(place.var / "program.json")
        assert "检查 DATABASE_URL 里的库名" in refusal(beginning.demand_empty, named)
        place.database.path.touch()
        beginning.demand_empty(named)


class TestTheCommands:
    def test_no_migration_begins_an_empty_town(self, place, capsys):
        leave(place.var / "program.json")
        with pytest.raises(SystemExit):
            call_command("migrate")
        assert "没有另建空的" in capsys.readouterr().err
        assert [path.name for path in place.var.iterdir()] == ["program.json"]

    def test_no_start_does(self, tmp_path, port):
        leave(tmp_path / "program.json")
        result = manage("serve", VAR=tmp_path, BIND=f"127.0.0.1:{port}")
        assert_refused(result, "没有数据库文件", "make restore", "VAR=")
        assert not (tmp_path / "db.sqlite3").exists()
        assert not (tmp_path / "secret_key").exists()

    def test_another_command_says_what_to_do(self, tmp_path):
        result = manage("showmigrations", VAR=tmp_path)
        assert_refused(result, f"没有数据库文件 {tmp_path}/db.sqlite3", "make run")
        assert list(tmp_path.iterdir()) == []

    def test_a_refused_restore_leaves_nothing(self, tmp_path):
        assert_refused(manage("restore", "nowhere.tar", VAR=tmp_path / "var"), "没有这个文件")
        assert not (tmp_path / "var").exists()
