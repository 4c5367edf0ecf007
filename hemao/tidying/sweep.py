"""What is taken away, and when. Oldest first and in pieces, so that nobody waits long for the lock."""

import datetime
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField, QuerySet
from django.utils import timezone

from accounts.entry import refusals
from accounts.entry.devices import BROWSER_KEPT
from accounts.models import Device, LoginLink, LoginRefusal, WrongTries
from imports import services as import_services
from papers import arriving
from records.models import OnceKey, ReadRecord

PIECE = 500
# Who saw what, who got in, who let whom in: what is done with personal data is kept for three years
# (个人信息保护法第五十六条). Who failed to get in: six months (accounts.entry.refusals.KEPT).
LOGS_KEPT = datetime.timedelta(days=3 * 366)
# The working state of axes' lock of fifteen minutes; what failed stands in the record of refusals.
LOCKS_KEPT = datetime.timedelta(days=1)
# They count on their own day; that day is not over everywhere at once.
TRIES_KEPT = datetime.timedelta(days=2)
# As long as the browser may come back with its cookie, it is known to be its owner's.
DEVICES_KEPT = BROWSER_KEPT
# Who ended a login, and why, is shown to the office as long as who failed to get in.
ENDED_KEPT = refusals.KEPT
# A form may stay open in a browser for days, and be sent from there once more.
KEYS_KEPT = datetime.timedelta(days=30)
# Whoever is still writing a file has it done by then.
HALF_WRITTEN = datetime.timedelta(days=1)
# How private_files names a file until it is whole: .secret_key-x1y2z3. And what a restore left that
# was cut short, of which nobody needs anything where a database is in use.
ASIDE = (".secret_key-*", ".demo_password-*", ".restoring", ".*-restoring")


class Sweep(NamedTuple):
    """A kind of rows, and what is counted of it: `rows` in the order in which they grow old.

    `column` says how old they are: a moment, or a day.
    """

    name: str
    unit: str
    rows: Callable[[], QuerySet]
    column: str
    kept: datetime.timedelta


SWEEPS = [
    Sweep("表单编号", "个", lambda: OnceKey.objects.order_by("stored_at"), "stored_at", KEYS_KEPT),
    Sweep(
        "过期的登录", "个", lambda: Session.objects.order_by("expire_date"),
        "expire_date", datetime.timedelta(),
    ),
    # Their numbers grow with time, so that these need no index of their own.
    Sweep("查看记录", "条", lambda: ReadRecord.objects.order_by("pk"), "at", LOGS_KEPT),
    Sweep("登录记录", "条", lambda: AccessLog.objects.order_by("pk"), "attempt_time", LOGS_KEPT),
    Sweep(
        "登录失败", "条", lambda: LoginRefusal.objects.order_by("at"), "at", refusals.KEPT,
    ),
    Sweep(
        "登录锁定", "个", lambda: AccessAttempt.objects.order_by("pk"), "attempt_time", LOCKS_KEPT
    ),
    Sweep("输错次数", "条", lambda: WrongTries.objects.order_by("on"), "on", TRIES_KEPT),
    Sweep("不再使用的登录设备", "个", lambda: unused_devices(), "last_used_at", DEVICES_KEPT),
    Sweep("登录链接", "个", lambda: LoginLink.objects.order_by("pk"), "issued_at", LOGS_KEPT),
]  # fmt: skip


def unused_devices():
    before = timezone.now() - ENDED_KEPT
    return Device.objects.not_ended_since(before).order_by("last_used_at")


class Removed(NamedTuple):
    """How many of `name` were taken away."""

    name: str
    number: int
    unit: str

    def __str__(self):
        return f"{self.name}{self.number}{self.unit}"


def tidy() -> list[Removed]:
    """Take away what nobody needs any more; how many there were of each kind."""
    now = timezone.now()
    removed = [Removed(sweep.name, swept(sweep, now), sweep.unit) for sweep in SWEEPS]
    removed.append(Removed("没有确认的导入", import_services.forget_stale(now), "张"))
    removed.append(Removed("不能再撤回的导入", import_services.forget_traces(now), "张"))
    removed.append(Removed("没有传完的照片", arriving.forget_stale(), "张"))
    return [*removed, Removed("没有写完的临时文件", len(half_written()), "个")]


def swept(sweep, now):
    """Delete the rows of `sweep` that are too old on the moment `now`; how many there were."""
    limit, total, model = oldest_kept(sweep, now), 0, sweep.rows().model
    while old := too_old(sweep, limit):
        # Asked once more: whoever errs again at this moment makes an old row a young one.
        rows = model.objects.filter(pk__in=old, **{f"{sweep.column}__lt": limit})
        total += rows.delete()[1].get(model._meta.label, 0)  # without what hangs on them
    return total


def oldest_kept(sweep, now):
    """The moment or the day from which on rows of `sweep` stay."""
    limit, field = now - sweep.kept, sweep.rows().model._meta.get_field(sweep.column)
    is_moment = isinstance(field, DateTimeField)
    return limit if is_moment else timezone.localdate(limit)


def too_old(sweep, limit):
    """The keys of the next piece. It ends with the first row that is young enough: none lies behind it."""
    piece = sweep.rows().values_list("pk", sweep.column)[:PIECE]
    old = []
    for key, moment in piece:
        if moment >= limit:
            break
        old.append(key)
    return old


def half_written() -> list[Path]:
    """Delete the files that were begun and never finished; which there were."""
    before = time.time() - HALF_WRITTEN.total_seconds()
    left = [path for name in ASIDE for path in settings.VAR.glob(name)]
    old = [path for path in left if path.lstat().st_mtime < before]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return old
