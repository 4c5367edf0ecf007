"""A copy of an SQLite database while others write to it, and a database made of such a copy."""

import gzip
import os
import shutil
import sqlite3
import zlib
from contextlib import closing, contextmanager
from pathlib import Path

from hemao import startup
from hemao.backup.databases import tables
from hemao.backup.words import Refusal
from township.numbers import size

PAGES = 4096  # copied before it is shown how far it is
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite lays beside a database
OURS = "type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"


class SqliteReader:
    """The rows of one database file."""

    def __init__(self, connection):
        self.execute = connection.execute

    def tables(self):
        rows = self.execute(f"SELECT name FROM sqlite_master WHERE {OURS} ORDER BY name")
        return [name for (name,) in rows]

    def lines(self, table):
        return map(tables.line, self.execute(f'SELECT * FROM "{table}"'))


@contextmanager
def opened(path, explained=None):
    """A connection to the file `path`, which has to be there: SQLite would make an empty one.

    Refusal where it cannot be used, in the words that `explained` makes of the error.
    """
    uri = f"{Path(path).absolute().as_uri()}?mode=rw"
    try:
        with closing(
            sqlite3.connect(uri, uri=True, timeout=20, isolation_level=None)
        ) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise Refusal((explained or in_words)(error, path)) from error


def in_words(error, path):
    said = str(error)
    if "is full" in said:
        return FULL.format(path)
    return DAMAGED if "malformed" in said else startup.explain(error)


def unusable(error, path):
    return FULL.format(path) if "is full" in str(error) else UNUSABLE


FULL = "磁盘已满，{} 没有写成：请清理磁盘，再试一次。"
UNUSABLE = "备份里的数据库已损坏，没有恢复任何内容：请换一份备份。"
DAMAGED = "数据库文件已损坏，没有备份，从前的备份都还在：请停止网站，从最近的备份恢复。"


class Sqlite:
    vendor, title, part = "sqlite", "SQLite", "database.sqlite3.gz"

    def __init__(self, config):
        self.path = Path(config["NAME"])

    def size(self):
        """How many bytes it holds; Refusal where it is not there."""
        if not self.path.is_file():
            raise Refusal(f"没有数据库文件 {self.path}：请检查 VAR 和 DATABASE_URL。")
        beside = self.path.with_name(f"{self.path.name}-wal")
        return self.path.stat().st_size + (beside.stat().st_size if beside.exists() else 0)

    @contextmanager
    def snapshot(self, folder, progress):
        """A reader of a copy in `folder` that holds one moment, which `pack` then compresses."""
        copy = Path(folder) / "database.sqlite3"
        copy.touch(mode=0o600)
        with opened(self.path) as source, opened(copy) as target:
            # Within a transaction that reads, what others store meanwhile does not begin it anew.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(target, pages=PAGES, progress=shown(progress))
            # Of the copy one file is kept, so nothing of it may lie in a second one.
            target.execute("PRAGMA journal_mode = DELETE")
            # A copy of a damaged one must not take the place of a sound one.
            demand_sound(target, DAMAGED)
            yield SqliteReader(target)

    def pack(self, folder, reader, progress):
        """The part of the archive that the snapshot in `folder` makes."""
        progress.show("压缩数据库")
        copy, part = Path(folder) / "database.sqlite3", Path(folder) / self.part
        with copy.open("rb") as file, gzip.GzipFile(part, "wb", compresslevel=6, mtime=0) as packed:
            shutil.copyfileobj(file, packed, 1 << 20)
        copy.unlink()
        return part

    def contents(self):
        """What is there already, in words; "" where a restored database would meet nothing."""
        if not self.path.exists() or not self.path.stat().st_size:
            return ""
        try:
            with opened(self.path) as connection:
                count = len(SqliteReader(connection).tables())
        except Refusal:
            return f"{self.path} 里已有内容"
        return f"{self.path} 里已有数据（{count} 张表）" if count else ""

    remedy = "把它改名或移到别处，或用 VAR=… 指定另一个目录，再试一次"

    @contextmanager
    def reader(self):
        with opened(self.path) as connection:
            yield SqliteReader(connection)

    def load(self, part, check):
        """Make the database of `part`, whole or not at all; `check` looks at it first by a reader."""
        aside = self.path.with_name(f".{self.path.name}-restoring")
        try:
            unpack(part, aside)
            with opened(aside, unusable) as connection:
                demand_sound(connection, UNUSABLE)
                check(SqliteReader(connection))
            remove(self.path, BESIDE)
            os.replace(aside, self.path)
        finally:
            remove(aside)

    def clear(self):
        remove(self.path)


def unpack(part, path):
    remove(path)  # of one that was cut short
    path.touch(mode=0o600)
    try:
        with gzip.open(part) as packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Refusal(UNUSABLE) from error


def remove(path, endings=("", *BESIDE)):
    """Remove the database `path`, or what of it has one of `endings`."""
    for ending in endings:
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def demand_sound(connection, words):
    """Refusal in these words where the file is damaged."""
    [(said,)] = connection.execute("PRAGMA quick_check(1)").fetchall()
    if said != "ok":
        raise Refusal(words)


def shown(progress):
    def show(status, remaining, total):
        progress.show(f"复制数据库，{size((total - remaining) * 4096)}")

    return show
