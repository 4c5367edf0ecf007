"""Why the database or a disk refuses, told from the error by its code, in words with what to do."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import lazy

from hemao import sqlite
from hemao.typed import typed


class Cause(NamedTuple):
    """What is wrong, as a title, and what whoever runs the server does about it."""

    title: str
    advice: str


FULL = Cause(
    "磁盘已满",
    "请在服务器上腾出磁盘空间（挪走旧的备份和别的大文件），数据库和临时文件所在的磁盘都要看。"
    "腾出以后马上就能保存，不用重新启动。",
)
LOCKED = Cause(
    "数据库正被占用",
    "有别的程序（例如备份、升级、维护工具）正在用数据库，一般一两分钟就好。"
    "一直这样的，请在服务器上找到打开数据库的程序，让它结束。",
)
READ_ONLY = Cause(
    "数据库只读",
    "数据库现在只能看，不能存。请检查数据库文件和所在的文件夹是不是归运行本系统的用户、可不可写，"
    "磁盘有没有因为出错变成只读；用 PostgreSQL 的，看它是不是备用机。改好以后重新启动本系统。",
)
AWAY = Cause(
    "连不上数据库",
    "请检查数据库文件和所在的文件夹在不在、打不打得开；用 PostgreSQL 的，检查它有没有启动，"
    "DATABASE_URL 里的主机、用户、密码、库名对不对。数据库恢复以后不用重新启动本系统。",
)


def put_back():
    return (
        "请在服务器上把数据库文件放回原处，放回以后马上就能用，不用重新启动。找不回来的，请停下本系统，"
        f"从最近的备份恢复（{typed('restore …')}）。请不要另建一个空的。"
    )


# The settings, which tell the place, are not read yet where this module is imported.
GONE = Cause("数据库文件不见了", lazy(put_back, str)())
MISFIT = Cause(
    "数据表和程序对不上",
    "请重新启动本系统，启动时会更新数据表。重新启动以后还这样，可能数据库被换过或删过，请从备份恢复。",
)
DAMAGED = Cause(
    "数据库文件已损坏", "请马上停下本系统，不要再登记，先把现在的文件另存一份，再从备份恢复。"
)
BROKEN_DISK = Cause(
    "磁盘读写出错", "磁盘可能快要坏了。请马上把备份拷到别的磁盘上，再检查或更换磁盘。"
)
CLOSED = Cause(
    "文件夹不可写", "请检查服务器上存照片和文件的文件夹（VAR）是不是归运行本系统的用户、可不可写。"
)
ALL = (FULL, LOCKED, READ_ONLY, AWAY, GONE, MISFIT, DAMAGED, BROKEN_DISK, CLOSED)

OF_SQLITE = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_IOERR: BROKEN_DISK,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
# SQLite has one code for whatever is wrong with a statement.
MISSING_IN_SQLITE = ("no such table", "no such column")

# The whole SQLSTATE, or its class (the first two characters).
OF_POSTGRESQL = {
    "53100": FULL,
    "55P03": LOCKED,
    "40P01": LOCKED,
    "57014": LOCKED,
    "25006": READ_ONLY,
    "42P01": MISFIT,
    "42703": MISFIT,
    "58030": BROKEN_DISK,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "53300": AWAY,
    "3D000": AWAY,
    "08": AWAY,
    "28": AWAY,
    "57": AWAY,
}
OF_SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: CLOSED,
    errno.EACCES: CLOSED,
    errno.EPERM: CLOSED,
    errno.EIO: BROKEN_DISK,
}
# Below this SQLite cannot make the small files that it needs beside its own.
NOTHING_FREE = 1_000_000


def cause_of(error: BaseException | None) -> Cause | None:
    """Why `error` came about, where a disk or the database is to blame and no mistake of ours."""
    return next(filter(None, map(own_cause, reasons(error))), None)


def reasons(error) -> Iterator[BaseException]:
    """`error` and what it was raised from: Django raises its own from those of the database."""
    while error is not None:
        yield error
        error = error.__cause__


def own_cause(error):
    if (code := getattr(error, "sqlite_errorcode", None)) is not None:
        return of_sqlite(code & 0xFF, str(error))
    if hasattr(error, "sqlstate"):
        return of_postgresql(error)
    return OF_SYSTEM.get(error.errno) if isinstance(error, OSError) else None


def of_sqlite(code, said):
    if code == sqlite3.SQLITE_ERROR:
        return MISFIT if said.startswith(MISSING_IN_SQLITE) else None
    cause = OF_SQLITE.get(code)
    # Who had it open when it was taken away hears another code than who would open it now.
    if cause in (AWAY, BROKEN_DISK, READ_ONLY) and sqlite.missing_file():
        return GONE
    # On a full disk it may only notice that one of its small files cannot be made.
    return FULL if cause in (AWAY, BROKEN_DISK) and is_full() else cause


def is_full():
    try:
        folder = Path(settings.DATABASES["default"]["NAME"]).parent
        return shutil.disk_usage(folder).free < NOTHING_FREE
    except OSError:  # the folder itself is away
        return False


def of_postgresql(error):
    if error.sqlstate is None:  # nobody answered who could have named one
        kinds = {kind.__name__ for kind in type(error).__mro__}
        return AWAY if "OperationalError" in kinds or "connection" in str(error) else None
    return OF_POSTGRESQL.get(error.sqlstate) or OF_POSTGRESQL.get(error.sqlstate[:2])
