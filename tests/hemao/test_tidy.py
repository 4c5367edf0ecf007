"""Nothing grows for ever: what is swept away, counted by hand, and what stays."""

import datetime
import os
import re
import sqlite3
import uuid
from unittest import mock

import django.db
import pytest
from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.entry.devices import BROWSER_KEPT
from accounts.models import Device, LoginLink, LoginRefusal, Role, WrongTries
from hemao import daily
from hemao.tidying import state, sweep
from imports.models import Import, ImportRow
from records.models import OnceKey, ReadRecord
from tests import cast
from tests.hemao.test_setup import ROOT
from tests.stage import staged

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SIX_MONTHS = 184
THREE_YEARS = 3 * 366


def days_ago(days):
    return NOW - datetime.timedelta(days=days)


def aged(row, field, days):
    """`row` as if it were so many days old."""
    type(row).objects.filter(pk=row.pk).update(**{field: days_ago(days)})
    return row


@staged
def user():
    return cast.make_user(Role.STAFF)


def make_key(number, days):
    return aged(OnceKey.objects.create(key=uuid.UUID(int=number)), "stored_at", days)


def make_session(name, days):
    return Session.objects.create(session_key=name, session_data="", expire_date=days_ago(days))


def make_import(user, days):
    table = Import.objects.create(kind="villages", digest="0" * 64, by=user)
    ImportRow.objects.create(table=table, sheet="村", number=2, given=["石坝村"])
    return aged(table, "read_at", days)


def make_read(user, days):
    return aged(ReadRecord.objects.create(user=user, what="联系户", path="/"), "at", days)


def make_login(days):
    row = AccessLog.objects.create(username="xu", user_agent="", http_accept="", path_info="/")
    return aged(row, "attempt_time", days)


def make_failure(name, days):
    row = AccessAttempt.objects.create(
        username=name, ip_address="192.0.2.1", user_agent="", http_accept="", path_info="/",
        get_data="", post_data="", failures_since_start=1,
    )  # fmt: skip
    return aged(row, "attempt_time", days)


def make_refusal(user, days):
    return aged(LoginRefusal.objects.create(user=user, why="wrong"), "at", days)


def make_link(user, number, days):
    row = LoginLink.objects.create(
        user=user, token_hash=str(number), issued_by=user, expires_at=NOW, used_at=NOW
    )
    return aged(row, "issued_at", days)


def make_tries(user, browser, days):
    on = timezone.localdate(days_ago(days))
    return WrongTries.objects.create(user=user, browser=browser, on=on, number=7)


def make_device(user, browser, used, ended=None, why=""):
    return Device.objects.create(
        user=user, browser=browser, label="手机", last_used_at=days_ago(used),
        ended_at=None if ended is None else days_ago(ended), ended_for=why,
    )  # fmt: skip


def printed(capsys):
    call_command("tidy")
    return capsys.readouterr().out.splitlines()


def test_each_kind_is_swept_by_its_own_age(var, user, capsys):
    var.mkdir()
    for number, days in enumerate([0, 29, 31, 400]):
        make_key(number, days)
    for name, days in (("a", -1), ("b", 1), ("c", 30), ("d", 200)):
        make_session(name, days)
    for days in (THREE_YEARS + 9, THREE_YEARS + 1, THREE_YEARS - 1, SIX_MONTHS - 1, 0):
        make_read(user, days)
    for days in (THREE_YEARS + 1, SIX_MONTHS):
        make_login(days)
    for days in (SIX_MONTHS + 1, SIX_MONTHS - 1):
        make_refusal(user, days)
    for name, days in (("old", 2), ("young", 0)):
        make_failure(name, days)
    for number, days in enumerate([THREE_YEARS + 1, 20]):
        make_link(user, number, days)
    for browser, days in (("a", 0), ("b", 1), ("c", 4), ("d", 90)):
        make_tries(user, browser, days)
    make_device(user, "never ended", 401)
    make_device(user, "long ended", 401, 300, "logout")
    make_device(user, "late ended", 401, SIX_MONTHS - 1, "revoked")
    make_device(user, "in use", 1)
    make_device(user, "may come back", 399, 398, "logout")
    for name, days in ((".secret_key-a1", 2), (".secret_key-b2", 0), ("db.sqlite3", 900)):
        (var / name).touch()
        os.utime(var / name, (days_ago(days).timestamp(),) * 2)
    (var / ".restoring" / "ready").mkdir(parents=True)
    os.utime(var / ".restoring", (days_ago(2).timestamp(),) * 2)
    (var / "arriving").mkdir()
    for days in (8, 6):
        make_import(user, days)
        (var / "arriving" / f"1-{days}").touch()
        os.utime(var / "arriving" / f"1-{days}", (days_ago(days).timestamp(),) * 2)
    lines = printed(capsys)
    assert lines == [
        "  表单编号：清理2个", "  过期的登录：清理3个", "  查看记录：清理2条", "  登录记录：清理1条",
        "  登录失败：清理1条", "  登录锁定：清理1个", "  输错次数：清理2条", "  不再使用的登录设备：清理2个",
        "  登录链接：清理1个", "  没有确认的导入：清理1张", "  不能再撤回的导入：清理0张",
        "  没有传完的照片：清理1张", "  没有写完的临时文件：清理2个",
        "清理完成：表单编号2个、过期的登录3个、查看记录2条、登录记录1条、登录失败1条、登录锁定1个、"
        "输错次数2条、不再使用的登录设备2个、登录链接1个、没有确认的导入1张、没有传完的照片1张、没有写完的临时文件2个。",
    ]  # fmt: skip
    assert sorted(Import.objects.values_list("state", flat=True)) == ["dropped", "waiting"]
    assert ImportRow.objects.count() == 1
    assert [row.key.int for row in OnceKey.objects.order_by("key")] == [0, 1]
    assert Session.objects.get().pk == "a"
    assert ReadRecord.objects.count() == 3
    assert AccessAttempt.objects.get().username == "young"
    assert LoginLink.objects.get().token_hash == "1"
    assert set(WrongTries.objects.values_list("browser", flat=True)) == {"a", "b"}
    browsers = set(Device.objects.values_list("browser", flat=True))
    assert browsers == {"late ended", "in use", "may come back"}
    assert sorted(path.name for path in var.iterdir()) == [
        ".secret_key-b2", "arriving", "db.sqlite3", "log",
    ]  # fmt: skip
    assert [path.name for path in (var / "arriving").iterdir()] == ["1-6"]
    assert printed(capsys)[-1] == "清理完成：没有要清理的。"


def test_what_is_younger_than_six_months_is_never_touched(var, user, capsys):
    for days in (0, 1, 90, 182, 183):
        make_read(user, days)
        make_login(days)
        make_refusal(user, days)
    assert printed(capsys)[-1] == "清理完成：没有要清理的。"
    assert [model.objects.count() for model in (ReadRecord, AccessLog, LoginRefusal)] == [5, 5, 5]


def test_a_browser_that_may_come_back_is_known_as_long_as_its_cookie(var, user, capsys):
    """The brake tells the owner's browser from a stranger's by its device, ended or not."""
    make_device(user, "mine", 399, 399, "logout")
    printed(capsys)
    assert Device.objects.known(user, "mine").exists()
    assert BROWSER_KEPT == sweep.DEVICES_KEPT == datetime.timedelta(days=400)


def test_who_errs_again_while_it_is_swept_is_counted_on(var, user, monkeypatch):
    """The row is old when it is looked for, and young when it is to be deleted."""
    row = make_tries(user, "", 90)
    looked = sweep.too_old

    def meanwhile(one, limit):
        old = looked(one, limit)
        WrongTries.objects.filter(pk=row.pk).update(on=timezone.localdate(NOW), number=1)
        return old

    monkeypatch.setattr(sweep, "too_old", meanwhile)
    call_command("tidy", stdout=mock.Mock())
    assert WrongTries.objects.get().number == 1


# What grows without a person asking for it: the table in docs/architecture.md.

ROW = re.compile(r"^\| `([\w.]+)`.* \| (swept|bounded|kept): .+ \|$", re.M)


def told():
    """{model: swept, bounded or kept} as the table says it."""
    return dict(ROW.findall((ROOT / "docs" / "architecture.md").read_text()))


def test_each_model_has_an_answer_to_what_bounds_it():
    """What a person enters has a history, which is kept; all else is in the table."""
    models = [m for m in apps.get_models() if m._meta.managed and not m._meta.proxy]
    entered = {m for m in models if hasattr(m, "history") or hasattr(m, "history_object")}
    assert len(entered) > 80
    assert {m._meta.label for m in models if m not in entered} == set(told())


def test_what_the_table_calls_swept_is_swept():
    swept = {label for label, how in told().items() if how == "swept"}
    assert swept == {one.rows().model._meta.label for one in sweep.SWEEPS}
    assert swept >= {"accounts.WrongTries", "accounts.Device", "records.OnceKey"}


def test_it_goes_in_pieces(user, var, monkeypatch):
    """Nobody waits for the lock longer than one piece takes."""
    monkeypatch.setattr(sweep, "PIECE", 10)
    ReadRecord.objects.bulk_create(
        ReadRecord(user=user, what="联系户", path="/") for _ in range(25)
    )
    ReadRecord.objects.update(at=days_ago(THREE_YEARS + 1))
    make_read(user, 1)
    with CaptureQueriesContext(connection) as queries:
        call_command("tidy", verbosity=0, stdout=mock.Mock())
    deletes = [q["sql"] for q in queries if 'DELETE FROM "accounts_readrecord"' in q["sql"]]
    assert [sql.count(",") + 1 for sql in deletes] == [10, 10, 5]
    assert ReadRecord.objects.count() == 1


def plan_of(sql, params):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return " ".join(row[3] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return " ".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("one", sweep.SWEEPS, ids=lambda one: one.column)
def test_each_statement_has_its_index(one):
    """It reads the oldest in the order of an index, sorts nothing, and stops after a piece."""
    rows = one.rows().values_list("pk", one.column)[: sweep.PIECE]
    plan = plan_of(*rows.query.sql_with_params())
    assert "TEMP B-TREE" not in plan and "Sort" not in plan
    assert connection.vendor == "sqlite" or "Index" in plan


class TestState:
    def test_its_time_and_what_it_said_are_kept(self, var, capsys):
        assert state.last() is None
        printed(capsys)
        last = state.last()
        assert (last.is_done, last.said) == (True, "清理完成：没有要清理的。")
        assert abs(timezone.now() - last.at) < datetime.timedelta(hours=1)

    def test_one_that_could_not_be_done_says_why(self, var):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        refused = django.db.OperationalError("refused")
        refused.__cause__ = error
        with (
            mock.patch.object(sweep, "tidy", side_effect=refused),
            pytest.raises(CommandError, match="磁盘已满"),
        ):
            call_command("tidy")
        last = state.last()
        assert not last.is_done and last.said.startswith("清理没有做完：磁盘已满。")

    def test_a_file_that_cannot_be_read_is_none(self, var):
        (var / "log").mkdir(parents=True)
        state.path().write_text('{"at": "yesterday"}')
        assert state.last() is None


def test_the_server_does_it_once_a_day():
    [job] = [job for job in daily.JOBS if job.command == "tidy"]
    assert job.is_wanted()
