"""What is looked at, one function a line. Those of LOOKED_AT_HOME read; only `writing` writes."""

import datetime
import functools
import os
import shutil
import stat
import tempfile
import time
import uuid
from pathlib import Path

import django.db
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from hemao import version
from hemao.failures.causes import cause_of
from hemao.status import backups, errors
from hemao.status.backups import at
from hemao.status.lines import StatusLine
from hemao.tidying import state
from hemao.typed import typed
from records.models import OnceKey, ReadRecord
from reports.paper import pdf
from township.numbers import size

MEGABYTE = 1_000_000
LOW, TOO_LOW = 2_000 * MEGABYTE, 300 * MEGABYTE
APART = datetime.timedelta(minutes=1)
SWEPT_LONG_AGO = datetime.timedelta(days=3)
RESTART = "请重新启动本系统，启动时会更新数据表。"
SET_CLOCK = "请在服务器上对准时间，打开自动对时（NTP），再重新启动本系统。"


def all_lines():
    """Every line of the page, in its order."""
    return [line for look in LOOKED_AT for line in looked(look)]


def red_lines():
    """What is red of what can be told by reading, for the homes."""
    return [line for look in LOOKED_AT_HOME for line in looked(look) if line.is_red]


def looked(look):
    """The lines of `look`; one that says why, where it could not be looked at."""
    try:
        found = look()
    except (django.db.Error, OSError) as error:
        cause = cause_of(error)
        if cause is None:
            raise
        return [StatusLine(TITLES[look], "late", f"{cause.title}。", cause.advice)]
    return found if isinstance(found, list) else [found]


def program():
    return StatusLine("程序版本", "ok", version.in_words(version.version(), version.commit()))


@functools.cache
def known_migrations():
    """The migrations of this version of the program; they are read from the disk once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def applied_migrations():
    """Those that the database says it has been through, in one statement."""
    rows = MigrationRecorder(connection).migration_qs
    return set(rows.values_list("app", "name")) if known_migrations() else set()


def tables():
    known, applied = known_migrations(), applied_migrations()
    if lacking := known - applied:
        return StatusLine("数据表", "late", f"还有{len(lacking)}步没有更新。", RESTART)
    ours = {app for app, _ in known}
    if foreign := sorted(name for app, name in applied - known if app in ours):
        words = f"数据库是更新的版本用过的，这个版本不认识{len(foreign)}步（{foreign[0]}等）。"
        return StatusLine("数据表", "late", words, "请换回原来的程序版本，或者从备份恢复。")
    return StatusLine("数据表", "ok", f"和程序一致，{len(applied)}步都已完成。")


def writing():
    """Store a row and take it away again: what only looks would not notice a full disk."""
    try:
        with transaction.atomic():
            OnceKey.objects.create(key=uuid.uuid4()).delete()
    except django.db.Error as error:
        cause = cause_of(error)
        if cause is None:
            raise
        return StatusLine("读写数据库", "late", f"能看，不能存：{cause.title}。", cause.advice)
    return StatusLine("读写数据库", "ok", "能看，能存。")


def disks():
    """Free space where the data lies and where half-sent files do, once where that is one disk."""
    places = {settings.VAR: "数据"}
    temporary = Path(tempfile.gettempdir())
    if temporary.stat().st_dev != settings.VAR.stat().st_dev:
        places[temporary] = "临时文件"
    return [disk(path, what) for path, what in places.items()]


def disk(path, what):
    free = shutil.disk_usage(path).free
    title, words = f"磁盘空间（{what}）", f"{path} 还剩{size(free)}"
    if free < TOO_LOW:
        return StatusLine(
            title, "late", f"{words}，快满了。", "请马上腾出空间：满了以后什么都存不进去。"
        )
    if free < LOW:
        return StatusLine(title, "due", f"{words}，不多了。", "请腾出一些空间。")
    return StatusLine(title, "ok", f"{words}。")


def backup():
    return backups.backup_line(timezone.now())


def proof():
    return backups.proof_line(timezone.now())


def sweep():
    title, last, now = "每天清理", state.last(), timezone.now()
    by_hand = f"请在服务器上执行 {typed('tidy')}，看它说什么。"
    if last is None:
        return StatusLine(title, "due", "还没有清理过。", "网站启动以后，每天会自己清理一次。")
    words = f"{at(last.at)}，{last.said}"
    if not last.is_done:
        return StatusLine(title, "late", words, by_hand)
    if now - last.at > SWEPT_LONG_AGO:
        return StatusLine(
            title, "late", f"{words}以后{(now - last.at).days}天没有再清理。", by_hand
        )
    return StatusLine(title, "ok", words)


def paper():
    missing = pdf.missing()
    if missing:
        return StatusLine(
            "字库和 PDF", "due", "不能生成 PDF，Word 不受影响。", f"{'；'.join(missing)}。"
        )
    return StatusLine("字库和 PDF", "ok", "能生成 PDF。")


def clock():
    """The machine's clock beside that of the database, and beside the newest record."""
    now, title = timezone.now(), "服务器时间"
    newest = ReadRecord.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest and newest - now > APART:
        words = f"现在是{at(now)}，可是{at(newest)}已经有人看过记录：时间往回走了。"
        return StatusLine(title, "late", words, SET_CLOCK)
    other = database_time()
    if other and abs(other - now) > APART:
        words = f"现在是{at(now)}，数据库那边是{at(other)}，对不上。"
        return StatusLine(title, "late", words, SET_CLOCK)
    return StatusLine(title, "ok", f"{at(now)}，对得上。")


def database_time():
    """What time it is where the database runs; None where that is this machine's own clock."""
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def failures():
    return errors.line(time.time())


def privacy():
    """Who else on this machine may look into VAR."""
    title, mode = "数据目录的权限", stat.S_IMODE(settings.VAR.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        words = f"{settings.VAR} 是{mode:03o}，这台机器上别的用户也打得开。"
        return StatusLine(title, "late", words, f"请在服务器上执行 chmod 700 {settings.VAR}")
    return StatusLine(title, "ok", f"{settings.VAR} 只有运行本系统的用户打得开。")


TITLES = {
    program: "程序版本", tables: "数据表", writing: "读写数据库", disks: "磁盘空间",
    backup: "最近一次备份", proof: "最近一次验证备份", sweep: "每天清理", paper: "字库和 PDF",
    clock: "服务器时间", failures: "最近一天的错误", privacy: "数据目录的权限",
}  # fmt: skip
LOOKED_AT = tuple(TITLES)
# Which of them an opened home asks: a few files and two or three statements.
LOOKED_AT_HOME = tuple(look for look in LOOKED_AT if look not in (program, writing, paper))
