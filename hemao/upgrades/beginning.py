"""Where a new town may begin: not where one was already, whose database has gone."""

import shlex

from hemao import sqlite, startup
from hemao.backup import folder
from hemao.backup.place import Place
from hemao.backup.putting import ASIDE
from hemao.backup.words import Refusal
from hemao.typed import typed
from hemao.upgrades import programs, state

# What a town leaves in VAR beside its database. Not the key: a start that was refused may have made it.
FILES = (programs.KEPT_IN, state.KEPT_IN, "daily.json")


def begin(place: Place) -> None:
    """Make the file of a new town's SQLite database; Refusal where a town was here before.

    Does nothing where the file is there, or where the database is one of a server.
    """
    if path := sqlite.missing_file():
        demand_no_restore(place)
        demand_new(place, f"没有数据库文件 {path}", PUT_BACK)
        if path.parent == place.var:
            startup.check_var()
        make(path)


def demand_empty(place: Place) -> None:
    """Refusal where a database without any table lies in a place in which a town was."""
    demand_no_restore(place)
    if not place.url:
        demand_new(place, f"数据库 {place.database.path} 是空的", PUT_BACK)
    elif not (place.var / "db.sqlite3").exists():  # else they are traces of that other town
        demand_new(place, "DATABASE_URL 指的数据库是空的", NAME_IT)


def make(path):
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise Refusal(f"数据库连接失败，{startup.UNOPENED}") from error


def demand_no_restore(place):
    """Refusal where a restore was cut short: a new town would be in the way of the next."""
    if (place.var / ASIDE).exists():
        raise Refusal(
            f"上次恢复没有做完，没有启动，也没有另建空的：请再执行一次 {typed('restore …')}，会接着做。"
        )


def demand_new(place, what, remedy):
    if found := traces(place):
        raise Refusal(
            f"{what}，可是这里有过台账（{place.var} 里有{'、'.join(found)}），没有启动，也没有另建空的："
            f"请{remedy}；找不回来的，{way_back(place)}；要另建新的，请用 VAR=… 指定另一个目录。"
        )


def traces(place: Place) -> list[str]:
    """What a town has left in the folder of `place`, in words; the database apart."""
    found = [name for name in FILES if (place.var / name).exists()]
    if has_uploads(place):
        found.insert(0, "照片和扫描件")
    if folder.archives(place.backups):
        found.insert(0, "备份")
    return found


def has_uploads(place):
    return any(path.is_file() for path in place.uploads.rglob("*"))


def way_back(place):
    """How to restore here, in words: what lies in the way is put aside first."""
    aside = f"先把 {place.uploads} 改名，再" if has_uploads(place) else ""
    return f"{aside}从备份恢复：{typed(f'restore {newest(place)}')}"


def newest(place):
    found = folder.archives(place.backups)
    return shlex.quote(str(found[-1].path)) if found else "hemao-….tar"


PUT_BACK = "把数据库文件放回原处，再启动"
NAME_IT = "检查 DATABASE_URL 里的库名，改好再启动"
