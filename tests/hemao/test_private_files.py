"""What the service keeps on the machine is opened by its owner alone, whatever it was before."""

import os
import stat
from pathlib import Path

import pytest

from hemao import startup
from hemao.machine import private_files
from tests.hemao.test_setup import manage


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder):
    """{name: mode} of all that lies in `folder`, and of itself as "."."""
    return {str(path.relative_to(folder)): mode(path) for path in private_files.inside(folder)}


@pytest.fixture
def town(settings, tmp_path):
    """An earlier version's folder: open to the whole machine, but for the key."""
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "uploads"
    settings.DATABASES["default"]["NAME"], before = (
        settings.VAR / "db.sqlite3",
        settings.DATABASES["default"]["NAME"],
    )
    photos = settings.MEDIA_ROOT / "photos"
    photos.mkdir(parents=True)
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "secret_key", "static.made-of"):
        (settings.VAR / name).write_text("x")
    (photos / "1.jpg").write_text("x")
    for path in private_files.inside(settings.VAR):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (settings.VAR / "secret_key").chmod(0o600)
    yield settings.VAR
    settings.DATABASES["default"]["NAME"] = before


@pytest.fixture
def on_sqlite(monkeypatch):
    monkeypatch.setattr(startup.connection, "vendor", "sqlite")


class TestMending:
    def test_what_is_open_is_closed_and_said_in_one_line(self, town, on_sqlite):
        said = []
        startup.keep_private(said.append)
        # The folder, the database's three, the uploads' two folders and the photo.
        assert said == ["已收紧7个文件和目录的权限：只有运行本系统的用户能打开。"]
        assert modes(town) == {
            ".": 0o700, "db.sqlite3": 0o600, "db.sqlite3-wal": 0o600, "db.sqlite3-shm": 0o600,
            "secret_key": 0o600, "uploads": 0o700, "uploads/photos": 0o700,
            "uploads/photos/1.jpg": 0o600, "static.made-of": 0o644,  # in a folder nobody opens
        }  # fmt: skip

    def test_the_second_time_there_is_nothing_to_say(self, town, on_sqlite):
        said = []
        startup.keep_private(said.append)
        startup.keep_private(said.append)
        assert len(said) == 1

    def test_on_postgresql_there_is_no_file(self, town, monkeypatch):
        monkeypatch.setattr(startup.connection, "vendor", "postgresql")
        startup.keep_private(lambda line: None)
        assert mode(town / "db.sqlite3") == 0o644
        assert mode(town) == 0o700

    def test_a_folder_that_all_share_is_left_and_named(self, town, on_sqlite):
        """Whoever says VAR=/tmp must not close it to everybody else."""
        town.chmod(0o1777)
        said = []
        startup.keep_private(said.append)
        assert mode(town) == 0o1777
        assert said[0].startswith("已收紧6个")
        assert said[1].startswith(f"注意：{town}等1个")

    def test_what_belongs_to_somebody_else_is_named(self, town, on_sqlite, monkeypatch):
        def refused(path, mode):
            raise PermissionError

        monkeypatch.setattr(Path, "chmod", refused)
        said = []
        startup.keep_private(said.append)
        assert len(said) == 1 and "等7个文件和目录" in said[0] and "chmod" in said[0]

    def test_a_link_is_not_followed_out_of_the_folder(self, town, on_sqlite, tmp_path):
        outside = tmp_path / "shared.txt"
        outside.write_text("x")
        outside.chmod(0o644)
        (town / "uploads" / "link").symlink_to(outside)
        startup.keep_private(lambda line: None)
        assert mode(outside) == 0o644


class TestFromTheStart:
    def test_what_a_command_makes_is_its_owners_alone(self, tmp_path):
        """Whatever umask the caller has."""
        before = os.umask(0)
        try:
            manage("migrate", "contenttypes", VAR=tmp_path / "new" / "var")
        finally:
            os.umask(before)
        made = modes(tmp_path / "new" / "var")
        assert made["."] == 0o700
        assert made["db.sqlite3"] == made["secret_key"] == 0o600
        assert not [name for name, bits in made.items() if bits & private_files.OTHERS]
