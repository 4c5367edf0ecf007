"""An upgrade as somebody at a terminal sees it: forward, stopped, half-way, and back."""

import shutil
import socket
import subprocess
import sys
from importlib import import_module

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from hemao.backup import archive, folder, upgrading
from hemao.backup.databases import postgresql
from hemao.backup.words import Refusal
from hemao.typed import typed
from hemao.upgrades import checking, forward, running, state
from hemao.upgrades.state import Upgrade
from tests.hemao.backup.town import add_topic, line, rows, topics
from tests.hemao.test_setup import ROOT, environment
from tests.hemao.upgrades.conftest import ITS_TABLE, OLD

pytestmark = pytest.mark.django_db


def copies(town):
    return [each.path for each in upgrading.copies_before_upgrade(town)]


def execute(town, statement):
    with line(town) as connection:
        connection.execute(statement)


def stopped(done, *expected):
    """It ended badly, and the last line, for a person, holds these words."""
    assert done.returncode == 1, done.stdout
    last = done.stderr.splitlines()[-1]
    for words in expected:
        assert words in last


class TestThereAndBack:
    def test_an_upgrade_and_the_way_back(self, town, command):
        before = rows(town)
        done = command("upgrade")
        assert done.returncode == 0, done.stderr
        [copy] = copies(town)
        assert f"步），升级前的备份是 {copy.name}…\n" in done.stdout
        assert "没有一张表比升级前少" in done.stdout
        assert "定稿：共0份定稿，都没有变动。" in done.stdout
        manifest = archive.read_manifest(copy)
        assert (manifest.version, manifest.commit) == OLD  # whose rows it holds, not who made it
        assert manifest.tables == before

        add_topic(town, "升级以后登记的")
        asked = command("upgrade", "--back")
        assert "升级以后登记和修改的会没有：\n  内容类别：多1行\n" in asked.stdout
        stopped(asked, "还没有退回", "--lose-newer-records")
        assert "升级以后登记的" in topics(town)

        done = command("upgrade", "--back", "--lose-newer-records")
        assert done.returncode == 0, done.stderr
        assert f"git checkout {OLD.commit} && {typed('serve')}\n" in done.stdout
        assert rows(town) == before
        kept = folder.archives(town.backups)[-1]
        assert (kept.name, str(kept.path) in done.stdout) == ("before-return", True)
        assert archive.read_manifest(kept.path).tables["township_topic"]["rows"] == 3

        stopped(command("upgrade", "--back"), f"和 {copy.name} 里的一样，不用退回", OLD.commit[:12])

    @pytest.mark.sqlite
    def test_what_was_changed_is_told_from_what_was_added(self, town, command):
        for words in ("upgrade", "serve"):  # the second has nothing to do
            assert command(words).returncode == 0
        assert len(copies(town)) == 1
        execute(town, "UPDATE township_topic SET name = '道路' WHERE name = '修路'")
        execute(town, "UPDATE auth_permission SET name = '另一个' WHERE id = 1")
        said = command("upgrade", "--back").stdout
        assert "  内容类别：有改动\n" in said
        assert "  登录、查看和修改记录等：1 张表有变动\n" in said


class TestStopped:
    """Before anything was changed."""

    @pytest.mark.sqlite
    def test_without_a_copy_there_is_no_upgrade_unless_somebody_says_so_in_full(
        self, town, command
    ):
        before = rows(town)
        town.backups.write_text("no folder")
        for words in ("serve", "upgrade"):
            stopped(
                command(words),
                "有一个同名的文件",
                "数据没有改动",
                "make upgrade OPTIONS=--without-copy",
            )
        with pytest.raises(CommandError, match="--without"):
            command("upgrade", "--without")
        assert rows(town) == before
        done = command("upgrade", "--without-copy")
        assert done.returncode == 0, done.stderr
        assert "按您的要求没有做升级前的备份" in done.stdout
        town.backups.unlink()
        stopped(command("upgrade", "--back"), "没有升级前的备份", "make restore")

    @pytest.mark.sqlite
    def test_too_small_a_disk(self, town, monkeypatch):
        little = shutil.disk_usage(town.var)._replace(free=1000)
        monkeypatch.setattr(folder.shutil, "disk_usage", lambda at: little)
        self.no_copy(town, "磁盘空间不够", "--without-copy")

    @pytest.mark.postgres
    def test_no_pg_dump(self, town, monkeypatch, tmp_path):
        monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)
        monkeypatch.setattr(postgresql.shutil, "which", lambda name: None)
        self.no_copy(town, "缺少程序 pg_dump：请安装 postgresql-client-", "--without-copy")

    def no_copy(self, town, *expected):
        with pytest.raises(Refusal) as refused:
            forward.Forward(town, [].append, sys.stdout).copy()
        for words in expected:
            assert words in str(refused.value)

    @pytest.mark.sqlite
    def test_while_the_site_runs(self, town, command, settings):
        """On the lock, and of a version that knew none, on its address."""
        before = rows(town)
        presence = running.Presence(town.var)
        for words in (["serve"], ["upgrade"]):
            stopped(command(*words), "网站正在运行，没有开始，数据没有改动")
        with presence.alone():
            stopped(command("serve"), "正在升级、退回或者恢复，没有开始")
        presence.close()
        host, port = settings.BIND.split(":")
        with socket.create_server((host, int(port))):
            stopped(command("upgrade"), "网站正在运行，没有开始，数据没有改动")
        assert rows(town) == before


class TestHalfWay:
    def test_what_broke_is_shown_and_the_way_back_leads_to_the_first_copy(self, town, command):
        execute(town, f"CREATE TABLE {ITS_TABLE} (id integer)")
        before = rows(town)
        broken = command("upgrade")
        [first] = copies(town)
        assert "Traceback" in broken.stderr
        stopped(broken, "升级没有做完", "网站没有启动", first.name, "make downgrade")
        execute(town, f"INSERT INTO {ITS_TABLE} VALUES (1)")  # what a step has done
        stopped(command("serve"), "升级没有做完", "网站没有启动", first.name)
        assert len(copies(town)) == 2
        done = command("upgrade", "--back", "--lose-newer-records")
        assert done.returncode == 0, done.stderr
        assert f"退回到 {first.name}" in done.stdout
        assert (rows(town), state.last(town.var)) == (before, None)

    @pytest.mark.sqlite
    def test_with_the_cause_gone_it_goes_on(self, town, command):
        execute(town, f"CREATE TABLE {ITS_TABLE} (id integer)")
        assert command("upgrade").returncode == 1
        [first] = copies(town)
        execute(town, f"DROP TABLE {ITS_TABLE}")
        done = command("upgrade")
        assert done.returncode == 0, done.stderr
        assert "上次升级没有做完，接着做。" in done.stdout
        assert (state.last(town.var).copy, len(copies(town))) == (first.name, 2)


class TestChecks:
    @pytest.mark.sqlite
    def test_rows_that_are_fewer_stop_it_until_somebody_takes_it_as_it_is(self, town, command):
        """Also when it is started once more: the table is as it was, and so is the refusal."""
        state.keep(town.var, Upgrade("", {"township_topic": 5}, [], []))
        for words in ("upgrade", "serve"):
            done = command(words)
            stopped(
                done,
                "核对没有通过",
                "记录少了：内容类别由5行变成2行",
                "make upgrade OPTIONS=--as-it-is",
            )
            assert "数据表：" in done.stdout  # what is right is said
        done = command("upgrade", "--as-it-is")
        assert done.returncode == 0, done.stderr
        assert "照样使用：记录少了：内容类别由5行变成2行" in done.stdout
        assert state.last(town.var).is_finished

    @pytest.mark.sqlite
    def test_a_migration_may_say_why_rows_are_fewer(self, first_old_town, settings, monkeypatch):
        settings.MIGRATION_MODULES = {}
        upgrade = Upgrade("", {"township_topic": 5, "gone": 1}, [], [["reports", "0011_rebases"]])
        assert checking.rows(first_old_town, upgrade)[0] is False
        migration = import_module("reports.migrations.0011_rebases").Migration
        why = {"township_topic": "合并了重复的", "gone": "表已不用"}
        monkeypatch.setattr(migration, "removes", why, raising=False)
        is_right, said = checking.rows(first_old_town, upgrade)
        assert is_right
        assert said.endswith("没有一张表比升级前少；gone：表已不用；内容类别：合并了重复的")

    @pytest.mark.sqlite
    def test_a_file_that_was_there_before(self, first_old_town, monkeypatch):
        monkeypatch.setattr(checking, "missing_files", lambda place: ["photos/a.jpg"])
        now = Upgrade("", {}, [], [])
        assert checking.files(first_old_town, now) == (
            False, f"缺少照片和扫描件 1 个（{typed('verify_files')} 逐个列出）",
        )  # fmt: skip
        now.missing = ["photos/a.jpg"]
        assert checking.files(first_old_town, now)[0]


class TestRefusedAlike:
    """By everything that would serve, in one line, before anything is changed."""

    @pytest.mark.sqlite
    def test_a_database_that_is_newer(self, town, command):
        before = rows(town)
        MigrationRecorder(connection).record_applied("motions", "0099_x")
        said = "数据库比程序新：其中 motions.0099_x 等1步更新"
        for done in (command("serve"), command("upgrade"), self.wsgi(town)):
            stopped(done, said, "make downgrade")
            assert (len(done.stderr.splitlines()), done.stdout) == (1, "")
        MigrationRecorder(connection).record_unapplied("motions", "0099_x")
        assert (rows(town), copies(town)) == (before, [])

    def wsgi(self, town):
        for path in town.var.glob("db.sqlite3*"):
            path.chmod(0o600)  # else it says that it has narrowed it
        return subprocess.run(
            [sys.executable, "-c", "import hemao.wsgi"],
            cwd=ROOT, env=environment(VAR=town.var), capture_output=True, text=True,
        )  # fmt: skip
