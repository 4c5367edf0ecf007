"""运行状态: what is good, what is red and what to do; and the homes on which the red stands too."""

import datetime
import html
import os
import time
from pathlib import Path
from types import SimpleNamespace

import lxml.html
import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Role
from hemao import daily, version
from hemao.backup import state as backup_state
from hemao.failures import causes, kept
from hemao.status import backups, checks
from hemao.tidying import state
from records.models import OnceKey, ReadRecord
from reports.paper import pdf
from tests import cast
from tests.hemao.test_outages import WRITES, refusing
from tests.price import statements
from tests.stage import staged

pytestmark = pytest.mark.django_db

GB = 1_000_000_000
NOW = timezone.now()


@staged
def admin():
    return cast.make_user(Role.ADMIN)


@staged
def clerk():
    return cast.make_user(Role.STAFF)


def days_ago(days):
    return NOW - datetime.timedelta(days=days)


@pytest.fixture
def well(var, monkeypatch):
    """A site on which nothing is amiss."""
    var.mkdir(mode=0o700)
    state.keep(state.Tidied(NOW, True, "清理完成：没有要清理的。"))
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda path: SimpleNamespace(free=40 * GB))
    monkeypatch.setattr(pdf, "missing", list)
    backed_up(monkeypatch, backup=days_ago(0), proof=days_ago(3))
    return monkeypatch


def backed_up(monkeypatch, *, backup=None, proof=None, is_proved=True, said=()):
    """What hemao.backup.state tells of a backup and a proof of these moments, or of none."""
    path = Path("/srv/hemao/backups/hemao-20261130-030000.tar")
    found = SimpleNamespace(path=path, made_at=backup, name="") if backup else None
    tried = SimpleNamespace(
        archive=path.name, proved_at=proof, is_proved=is_proved, said=list(said)
    )
    monkeypatch.setattr(backups, "last_backup", lambda: found)
    monkeypatch.setattr(backups, "last_proof", lambda: tried if proof else None)


def lines():
    return {line.title: line for line in checks.all_lines()}


def red():
    return [line.title for line in checks.red_lines()]


class TestWell:
    def test_every_line_is_good(self, well, var):
        assert {title: line.state for title, line in lines().items()} == dict.fromkeys(
            [
                "程序版本", "数据表", "读写数据库", "磁盘空间（数据）", "最近一次备份",
                "最近一次验证备份", "每天清理", "字库和 PDF", "服务器时间", "最近一天的错误",
                "数据目录的权限",
            ],
            "ok",
        )  # fmt: skip
        assert not any(line.advice for line in lines().values())
        assert lines()["磁盘空间（数据）"].words == f"{var} 还剩40GB。"
        assert version.version() in lines()["程序版本"].words

    def test_the_page_says_so(self, well, client, admin):
        client.force_login(admin)
        page = html.unescape(client.get("/status/").content.decode())
        assert "没有要马上处理的。" in page
        assert page.count('class="badge ok"') == 11
        assert [node.text for node in lxml.html.fromstring(page).iter("h1")] == ["运行状态"]

    def test_it_leaves_nothing_behind(self, well):
        lines()
        assert not OnceKey.objects.exists()

    def test_no_home_speaks_of_it(self, well, client, admin, clerk):
        assert red() == []
        for user in (admin, clerk):
            client.force_login(user)
            assert "系统运行" not in client.get("/admin/").content.decode()


class TestRed:
    """Each line, when it is not well: what it says, and what to do."""

    def test_tables_that_are_not_up_to_date(self, well):
        first, second, later = (("motions", f"000{n}") for n in (1, 2, 3))
        well.setattr(checks, "known_migrations", lambda: {first, second})
        well.setattr(checks, "applied_migrations", lambda: {first})
        assert lines()["数据表"].words == "还有1步没有更新。"
        assert red() == ["数据表"]
        well.setattr(checks, "applied_migrations", lambda: {first, second, ("gone", "0001")})
        assert lines()["数据表"].state == "ok"
        well.setattr(checks, "applied_migrations", lambda: {first, second, later})
        line = lines()["数据表"]
        assert line.is_red and "不认识1步（0003等）" in line.words

    @pytest.mark.parametrize("cause", [causes.FULL, causes.LOCKED, causes.READ_ONLY])
    def test_a_database_that_takes_nothing(self, well, client, admin, cause):
        client.force_login(admin)
        assert client.get("/me/").status_code == 200
        with refusing(cause, only=WRITES):
            page = html.unescape(client.get("/status/").content.decode())
        assert f"能看，不能存：{cause.title}。" in page and cause.advice in page
        assert "1项要处理" in page

    def test_a_database_that_says_nothing_of_itself(self, well):
        with refusing(causes.BROKEN_DISK, only=('SELECT "accounts_readrecord"',)):
            line = lines()["服务器时间"]
        assert line.is_red and line.words == "磁盘读写出错。"

    @pytest.mark.parametrize(
        ("free", "state", "words"),
        [
            (2 * GB, "ok", "还剩2GB。"), (2 * GB - 1, "due", "还剩1.9GB，不多了。"),
            (300_000_000, "due", "还剩300MB，不多了。"), (299_999_999, "late", "还剩299.9MB，快满了。"),
        ],
    )  # fmt: skip
    def test_a_disk_that_fills(self, well, var, free, state, words):
        well.setattr(checks.shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
        line = lines()["磁盘空间（数据）"]
        assert (line.state, line.words) == (state, f"{var} {words}")
        assert red() == (["磁盘空间（数据）"] if state == "late" else [])

    def test_temporary_files_on_a_disk_of_their_own(self, well, var):
        well.setattr(checks.tempfile, "gettempdir", lambda: "/proc")
        assert lines()["磁盘空间（临时文件）"].words == "/proc 还剩40GB。"

    def test_backups(self, well):
        backed_up(well, backup=days_ago(3), proof=days_ago(36))
        assert lines()["最近一次备份"].words.endswith("hemao-20261130-030000.tar，已经过了3天。")
        assert lines()["最近一次验证备份"].state == "due"
        assert red() == ["最近一次备份"]
        backed_up(well)
        assert lines()["最近一次备份"].words == "还没有备份。"
        assert red() == []  # the site makes the first by itself, ten minutes after its start
        assert lines()["最近一次备份"].advice == "网站启动10分钟后会自己做第一份，以后每天一份。"
        daily.keep(settings.VAR, "backup", tried_at=NOW.isoformat(), said="磁盘已满")
        assert red() == ["最近一次备份"]
        assert lines()["最近一次验证备份"].words == "还没有验证过备份能不能恢复。"
        backed_up(well, backup=days_ago(1), proof=days_ago(1), is_proved=False, said=["少了3行。"])
        assert red() == ["最近一次验证备份"]
        assert lines()["最近一次验证备份"].words.endswith("没有通过：少了3行。")

    def test_they_are_those_of_the_backup(self, var, well):
        """What the package of backups tells, without anything in its place."""
        well.undo()
        (var / "backups").mkdir()
        assert lines()["最近一次备份"].words == "还没有备份。"
        stamp = timezone.localtime(NOW).strftime("%Y%m%d-%H%M%S")
        (var / "backups" / f"hemao-{stamp}.tar").touch()
        assert f"hemao-{stamp}.tar。" in lines()["最近一次备份"].words
        backup_state.keep_proof(
            backup_state.Place.here(), f"hemao-{stamp}.tar", NOW, True, ["能恢复。"]
        )
        assert lines()["最近一次验证备份"].words.endswith("，能恢复。")

    def test_a_sweep_that_failed_or_stopped(self, well):
        state.keep(state.Tidied(days_ago(4), True, "清理完成：没有要清理的。"))
        assert lines()["每天清理"].words.endswith("以后4天没有再清理。")
        assert red() == ["每天清理"]
        state.keep(state.Tidied(NOW, False, "清理没有做完：磁盘已满。"))
        assert red() == ["每天清理"]
        state.path().unlink()
        assert lines()["每天清理"].state == "due" and red() == []

    def test_fonts(self, well):
        well.setattr(pdf, "missing", lambda: ["没有字库"])
        line = lines()["字库和 PDF"]
        assert (line.state, line.advice) == ("due", "没有字库。")

    def test_a_clock_that_went_back(self, well, clerk):
        row = ReadRecord.objects.create(user=clerk, what="联系户", path="/")
        assert lines()["服务器时间"].state == "ok"
        ReadRecord.objects.filter(pk=row.pk).update(at=NOW + datetime.timedelta(hours=2))
        assert red() == ["服务器时间"]
        assert "时间往回走了" in lines()["服务器时间"].words

    def test_two_clocks(self, well):
        well.setattr(checks, "database_time", lambda: NOW - datetime.timedelta(minutes=5))
        assert "对不上" in lines()["服务器时间"].words

    def test_errors(self, well):
        kept.add([kept.FailureEntry(time.time() - 90_000, "磁盘已满", "", "", 9, True)])
        assert lines()["最近一天的错误"].state == "ok"
        broken = "程序出错：ValueError（motions/views.py:7）"
        kept.add([kept.FailureEntry(time.time() - 60, broken, "motions/", "3", 2, False)])
        kept.add([kept.FailureEntry(time.time() - 7200, "磁盘已满", "", "", 9, True)])
        assert lines()["最近一天的错误"].words == "2种，共11次。"
        assert lines()["最近一天的错误"].state == "due" and red() == []
        kept.add([kept.FailureEntry(time.time() - 60, "磁盘已满", "households/", "3", 1, True)])
        assert lines()["最近一天的错误"].words == "2种，共12次；最近一小时有：磁盘已满。"
        assert red() == ["最近一天的错误"]

    def test_errors_on_the_page(self, well, client, admin):
        client.force_login(admin)
        for route in ("households/", "me/"):
            kept.add([kept.FailureEntry(time.time(), "数据库只读", route, "3", 2, True)])
        page = html.unescape(client.get("/status/").content.decode())
        assert "数据库只读，4次" in page and "households/、me/" in page
        assert causes.READ_ONLY.advice in page

    @pytest.mark.skipif(os.name != "posix", reason="modes are of Unix")
    def test_a_folder_that_others_may_open(self, well, var):
        var.chmod(0o755)
        line = lines()["数据目录的权限"]
        assert f"{var} 是755" in line.words and line.advice.endswith(f"chmod 700 {var}")
        assert red() == ["数据目录的权限"]


class TestHomes:
    def test_the_administrator_is_led_to_the_page(self, well, var, client, admin):
        var.chmod(0o755)
        client.force_login(admin)
        page = client.get("/admin/").content.decode()
        assert "数据目录的权限" in page and "看怎么办" in page and 'href="/status/"' in page

    def test_the_office_is_told_whom_to_tell(self, well, var, client, clerk):
        var.chmod(0o755)
        client.force_login(clerk)
        page = client.get("/admin/").content.decode()
        assert "数据目录的权限" in page and "请马上告诉系统管理员。" in page
        assert 'href="/status/"' not in page
        assert client.get("/status/").status_code == 404

    def test_the_auditor_is_told_nothing(self, well, var, client):
        var.chmod(0o755)
        client.force_login(cast.make_user(Role.AUDITOR))
        assert "系统运行" not in client.get("/admin/").content.decode()

    def test_a_home_costs_the_same_whatever_is_red(self, well, var, client, admin):
        client.force_login(admin)
        client.get("/admin/")
        before = statements(client, "/admin/")
        var.chmod(0o755)
        for number in range(50):
            kept.add([kept.FailureEntry(time.time(), f"kind {number}", "", "", 2, True)])
        state.path().unlink()
        backed_up(well)
        assert statements(client, "/admin/") == before
