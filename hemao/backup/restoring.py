"""Restore a backup into an empty place. Everything is checked before anything is touched."""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from hemao import version
from hemao.backup import archive, folder, store, tables
from hemao.backup.archive import Manifest
from hemao.backup.place import SECRETS, Place
from hemao.backup.words import ProgressLine, Refusal
from hemao.machine import private_files
from hemao.machine.os_errors import reason
from hemao.upgrades import history, state

SHOWN = 3  # damaged files that one line names


class Restored(NamedTuple):
    """What was restored; `left_out` are the names of photos and scans that were damaged, `aside`
    the small files that were here before and said something else, under their new names.
    """

    manifest: Manifest
    left_out: list[str]
    aside: list[Path]


def restore(path: Path, place: Place, *, leaves_out_damaged=False, progress=None) -> Restored:
    """Restore the archive `path` into `place`, which has to be empty; Refusal in words otherwise.

    A damaged photo or scan is refused too, unless `leaves_out_damaged`. Nothing is migrated.
    """
    progress = progress or ProgressLine()
    try:
        with archive.opened(path) as opened:
            demand_empty(place)
            return Restoring(opened, place, progress).restore(leaves_out_damaged)
    except OSError as error:
        raise Refusal(
            f"恢复没有做成（{reason(error)}）：请检查磁盘和目录权限，再试一次。"
        ) from error
    finally:
        progress.end()


def check(path: Path, place: Place):
    """Refusal unless the archive `path` could be restored into `place`, were that empty."""
    with archive.opened(path) as opened:
        Restoring(opened, place, ProgressLine()).check(leaves_out_damaged=False)


def demand_empty(place: Place):
    """Refusal, naming what is there and what to do, unless `place` is empty."""
    if found := place.database.contents():
        raise Refusal(
            f"恢复只放进空的地方，这里不是空的：{found}。请先停止网站，{place.database.remedy}。"
        )
    if place.uploads.is_dir() and any(place.uploads.rglob("*")):
        raise Refusal(
            f"恢复只放进空的地方，这里不是空的：{place.uploads} 里已有文件。"
            "请先停止网站，把这个目录改名或移到别处，再试一次。"
        )


def demand_known(manifest: Manifest, path):
    """Refusal where the archive was made by code that is newer than this."""
    known = history.known()
    unknown = [".".join(each) for each in manifest.migrations if tuple(each) not in known]
    if unknown:
        ours = version.in_words(version.version(), version.commit())
        raise Refusal(
            f"{Path(path).name} 是较新的程序 {manifest.program} 做的，这里的程序 {ours} 不认识"
            f"其中的数据表（{unknown[0]} 等{len(unknown)}步）：请先换成那个版本的程序，再恢复。"
        )


class Restoring:
    def __init__(self, opened, place, progress):
        self.archive, self.manifest = opened, opened.manifest
        self.place, self.progress = place, progress
        self.aside = place.var / ".restoring"
        self.put_aside = []

    def restore(self, leaves_out_damaged):
        damaged = self.check(leaves_out_damaged)
        self.place.var.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(self.aside, ignore_errors=True)  # of one that was cut short
        self.aside.mkdir(mode=0o700)
        try:
            self.demand_space()
            left_out = self.unpack_files(damaged)
            self.put_in_place()
        finally:
            shutil.rmtree(self.aside, ignore_errors=True)
        return Restored(self.manifest, left_out, self.put_aside)

    def check(self, leaves_out_damaged):
        """{SHA-256: why} of the damaged files to leave out; Refusal for everything else."""
        self.demand_database()
        demand_known(self.manifest, self.archive.path)
        self.archive.check_parts()
        damaged = self.archive.damaged_files(self.progress)
        if damaged and not leaves_out_damaged:
            raise self.refusal(damaged)
        return damaged

    def demand_database(self):
        ours = self.place.database
        if self.manifest.database != ours.vendor:
            theirs = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[self.manifest.database]
            raise Refusal(
                f"这份备份是 {theirs} 数据库的，这里是 {ours.title}：请检查 DATABASE_URL，再试一次。"
            )

    def refusal(self, damaged):
        names = [each for each in self.manifest.files if each.digest in damaged]
        said = "、".join(f"{each.name}（{damaged[each.digest]}）" for each in names[:SHOWN])
        rest = f" 等{len(names)}个文件" if len(names) > SHOWN else ""
        return Refusal(
            f"{self.archive.path.name} 的照片和扫描件不全，没有恢复任何内容：{said}{rest}。请把备份旁边的"
            "目录 files 一起拷来，或换一份；都没有的，在命令后面加上 OPTIONS=--leave-out-damaged，其余的照样恢复。"
        )

    def demand_space(self):
        count = sum(each.size for each in self.manifest.files)
        count += sum(part.size for part in self.manifest.parts.values())
        folder.demand(self.place.var, count, "恢复")

    def unpack_files(self, damaged):
        """Put the files aside; the names of those left out."""
        left_out, files = [], self.manifest.files
        for done, each in enumerate(files):
            self.progress.show(f"恢复文件 {done}/{len(files)}")
            if each.digest in damaged:
                left_out.append(each.name)
            else:
                self.unpack_file(each)
        return left_out

    def unpack_file(self, each):
        path = self.aside / "uploads" / each.name
        for parent in reversed(path.relative_to(self.aside).parents[:-1]):
            (self.aside / parent).mkdir(exist_ok=True, mode=0o700)
        with self.archive.opened_file(each.digest) as source:
            store.written(source, path)
        # By its time the next backup knows that it has this file already.
        os.utime(path, ns=(each.changed, each.changed))

    def load_database(self):
        database = self.place.database
        self.progress.show("恢复数据库")
        part = self.aside / database.part
        with self.archive.opened(database.part) as source:
            store.written(source, part)
        database.load(part)
        with database.reader() as reader:
            now = tables.fingerprints(reader, self.progress)
        if differing := tables.differing(self.manifest.tables, now):
            raise Refusal(
                f"恢复出来的数据和备份不符（{'、'.join(differing)}）：请不要使用，换一份备份再恢复。"
            )

    def put_in_place(self):
        """The database comes last: until it is there, nobody takes the place for restored."""
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, self.place.uploads, ignore_errors=True)
            self.put_uploads()
            for name in SECRETS:
                if name in self.manifest.parts:
                    self.put_secret(name, undo)
            state.forget(self.place.var)
            folder.sync(self.place.var)
            undo.callback(self.place.database.clear)
            self.load_database()
            undo.pop_all()

    def put_secret(self, name, undo):
        """Put a small file in place; one that said something else is kept beside it."""
        path, text = self.place.var / name, self.archive.content(name).decode().strip()
        if not path.exists():
            undo.callback(path.unlink, missing_ok=True)
        elif path.read_text().strip() != text:
            kept = path.with_name(f"{name}.before-restore")
            os.replace(path, kept)
            undo.callback(os.replace, kept, path)
            self.put_aside.append(kept)
        private_files.replace(path, text)

    def put_uploads(self):
        shutil.rmtree(self.place.uploads, ignore_errors=True)  # empty folders: it was looked at
        if (self.aside / "uploads").is_dir():
            os.replace(self.aside / "uploads", self.place.uploads)
