"""Turn what goes wrong before anything runs into one line that says what to do."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from hemao import sqlite
from hemao.failures import causes
from hemao.failures.causes import cause_of
from hemao.machine import locks, private_files
from hemao.machine.os_errors import reason
from hemao.typed import typed

# Files whose locks are released with the process and its children.
HELD = []
UNOPENED = "数据库文件无法打开：请检查所在目录是否存在、可写。"
# SQLite looks at its file only after connecting.
FILE_SIGNS = {
    "unable to open database file": UNOPENED,
    "attempt to write a readonly database": "数据库文件不可写：请检查文件和目录的权限。",
    "file is not a database": "数据库文件已损坏或不是 SQLite 文件：请从备份恢复。",
}

# What SQLite and PostgreSQL say, in the order in which to look for it.
REMEDIES = (
    *FILE_SIGNS.items(),
    ("password authentication failed", "用户名或密码不对：请检查 DATABASE_URL。"),
    ("no password supplied", "需要密码：请在 DATABASE_URL 中写明。"),
    ("does not exist", "库或用户不存在：请先建立，再重试。"),
    ("resolve", "主机名无法解析：请检查 DATABASE_URL 中的主机。"),
    ("name or service not known", "主机名无法解析：请检查 DATABASE_URL 中的主机。"),
    ("refused", "无法连接：请检查数据库是否已启动、主机和端口是否正确。"),
    ("timeout", "连接超时：请检查数据库的主机、端口和防火墙。"),
    ("no such file", "无法连接：请检查数据库是否已启动、主机和端口是否正确。"),
)


# What of a cause that has many reasons the signs above tell apart.
TOLD_BY_SIGN = (causes.AWAY, causes.READ_ONLY, causes.DAMAGED)
OF_DISKS = (causes.FULL, causes.BROKEN_DISK)


def load() -> None:
    """Read the settings and load the apps, or leave with one line.

    All that is made from now on, the folder and the key to begin with, is its owner's alone.
    """
    private_files.make_private()
    hold_environment(Path(sys.prefix))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemao.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        leave(str(error))


def hold_environment(folder: Path) -> None:
    """Keep bootstrap.py from replacing the packages in `folder` as long as this process runs."""
    try:
        file = (folder / "made-of").open()
    except OSError:
        return  # not made by bootstrap.py, which then does not replace it either
    locks.take(file, shared=True)
    HELD.append(file)


def check_var() -> None:
    """Leave with one line unless files can be made in VAR."""
    try:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=settings.VAR).close()
    except OSError as error:
        leave(
            f"无法写入目录 {settings.VAR}（{reason(error)}）：请检查目录权限，"
            "或用 VAR=… 指定另一个目录。"
        )


def keep_key() -> None:
    """Store the key that signs sessions where it is not stored yet, and take it from there.

    A command that is refused stores none, so that it leaves nothing in a place that was empty.
    """
    if os.environ.get("SECRET_KEY"):
        return
    path = settings.VAR / "secret_key"
    try:
        # Of two processes that begin at once, both take the key of the first.
        settings.SECRET_KEY = private_files.read_or_create(path, lambda: settings.SECRET_KEY)
    except OSError as error:
        leave(f"无法写入 {path}（{reason(error)}）：请检查目录权限，或用 VAR=… 指定另一个目录。")


def keep_private(say) -> None:
    """Close to other users of the machine what an earlier version or a copy left open to them.

    `say(line)` is told of it; nothing is said where all is as it should be.
    """
    mended, left = private_files.mend(private_paths())
    if mended - len(left):
        say(f"已收紧{mended - len(left)}个文件和目录的权限：只有运行本系统的用户能打开。")
    if left:
        say(
            f"注意：{left[0]}等{len(left)}个文件和目录，本机其他用户可能也打得开，"
            "本系统又改不了：请换一个专用的目录（VAR=…），或者用 chmod 把权限改成700和600。"
        )


def private_paths() -> Iterator[Path]:
    """VAR, the keys in it, the database, and what was uploaded."""
    yield settings.VAR
    yield from (settings.VAR / name for name in ("secret_key", "demo_password"))
    yield from sqlite_files()
    yield from private_files.inside(Path(settings.MEDIA_ROOT))


def sqlite_files() -> list[Path]:
    if connection.vendor != "sqlite":
        return []
    name = str(settings.DATABASES["default"]["NAME"])
    return [Path(name + ending) for ending in private_files.OF_SQLITE]


@contextmanager
def reachable_database() -> Iterator[None]:
    """Explain a database that cannot be reached; what breaks later is a bug and is shown."""
    try:
        yield
    except DatabaseError as error:
        if not is_outside(error):
            raise
        leave(missing() or explain(error))


def is_outside(error):
    """True where no mistake of ours can be it: there was no connection, or the disk refuses."""
    is_away = connection.connection is None or str(error) in FILE_SIGNS
    return is_away or cause_of(error) in OF_DISKS


def missing() -> str:
    """What to do about an SQLite file that is not there; "" where that is not what is wrong."""
    path = sqlite.missing_file()
    if path is None or not path.parent.is_dir():
        return ""
    return (
        f"没有数据库文件 {path}：请把它放回原处，或者从备份恢复（{typed('restore …')}）；"
        f"还没有建过台账的，请先执行 {typed('serve')}。"
    )


def explain(error: DatabaseError) -> str:
    cause = cause_of(error)
    if cause and cause not in TOLD_BY_SIGN:
        return in_words(cause)
    said = " ".join(str(error).split())
    for sign, remedy in REMEDIES:
        if sign in said.lower():
            return f"数据库连接失败，{remedy}"
    if cause:
        return in_words(cause)
    return f"数据库连接失败：{said}"


def in_words(cause):
    return f"数据库连接失败，{cause.title}：{cause.advice}这一次没有做成，处理好以后请再执行一次。"


def leave(line: str) -> None:
    print(line, file=sys.stderr)
    sys.exit(1)
