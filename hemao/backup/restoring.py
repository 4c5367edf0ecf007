"""Restore a backup into an empty place. Everything is checked before anything is touched."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from hemao import version
from hemao.backup import archive, folder, store
from hemao.backup.databases import tables
from hemao.backup.manifest import Manifest
from hemao.backup.place import DATABASES, SECRETS, Place
from hemao.backup.putting import UPLOADS, Putting
from hemao.backup.words import ProgressLine, Refusal, in_line
from hemao.machine import private_files
from hemao.machine.os_errors import reason
from hemao.upgrades import history

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
            demand_no_rows(place)
            Putting(place).take_back_cut_short()
            demand_no_files(place)
            return Restoring(opened, place, progress).restore(leaves_out_damaged)
    except OSError as error:
        raise not_done(error) from error
    finally:
        progress.end()


def not_done(error: OSError) -> Refusal:
    """What is said where a disk or a folder refuses."""
    return Refusal(f"恢复没有做成（{reason(error)}）：请检查磁盘和目录权限，再试一次。")


def check(path: Path, place: Place):
    """Refusal unless the archive `path` could be restored into `place`, were that empty."""
    with archive.opened(path) as opened:
        Restoring(opened, place, ProgressLine()).check(leaves_out_damaged=False)


def demand_no_rows(place: Place):
    """Refusal, naming what is there and what to do, unless the database of `place` is empty."""
    if found := place.database.contents():
        raise Refusal(
            f"恢复只放进空的地方，这里不是空的：{found}。请先停止网站，{place.database.remedy}。"
        )


def demand_no_files(place: Place):
    if any(each.is_symlink() or not each.is_dir() for each in place.uploads.rglob("*")):
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
        self.putting = Putting(place)

    def restore(self, leaves_out_damaged):
        damaged = self.check(leaves_out_damaged)
        try:
            self.putting.begin()
            self.demand_space()
            left_out = self.unpack_files(damaged)
            self.unpack_secrets()
            copies = self.put_in_place(self.unpack_database())
        finally:
            self.putting.end()
        return Restored(self.manifest, left_out, copies)

    def check(self, leaves_out_damaged):
        """{SHA-256: why} of the damaged files to leave out; Refusal for everything else."""
        self.demand_database()
        demand_known(self.manifest, self.archive.path)
        self.archive.check_parts()
        self.secrets()  # refuses one that is no line of text, before anything is put
        damaged = self.archive.damaged_files(self.progress)
        if damaged and not leaves_out_damaged:
            raise self.refusal(damaged)
        return damaged

    def demand_database(self):
        ours = self.place.database
        if self.manifest.database != ours.vendor:
            theirs = DATABASES[self.manifest.database].title
            raise Refusal(
                f"这份备份是 {theirs} 数据库的，这里是 {ours.title}：请检查 DATABASE_URL，再试一次。"
            )
        if ours.part not in self.manifest.parts:
            raise archive.damaged(self.archive.path, ours.part)

    def refusal(self, damaged):
        names = [each for each in self.manifest.files if each.digest in damaged]
        said = "、".join(
            f"{in_line(each.name)}（{damaged[each.digest]}）" for each in names[:SHOWN]
        )
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
        path = self.putting.ready / UPLOADS / each.name
        for parent in reversed(path.relative_to(self.putting.ready).parents[:-1]):
            (self.putting.ready / parent).mkdir(exist_ok=True, mode=0o700)
        with self.archive.opened_file(each.digest) as source:
            store.written(source, path)
        # By its time the next backup knows that it has this file already.
        os.utime(path, ns=(each.changed, each.changed))

    def secrets(self):
        """{name: text} of the small files in the archive; Refusal where one is not a line of text."""
        names = [name for name in SECRETS if name in self.manifest.parts]
        return {name: self.secret(name) for name in names}

    def secret(self, name):
        text = self.archive.content(name).decode(errors="replace").strip()
        if not text.isprintable() or not text or "\ufffd" in text:
            raise Refusal(
                f"{self.archive.path.name} 里的 {name} 不是一行文字，没有恢复任何内容：请换一份。"
            )
        return text

    def unpack_secrets(self):
        for name, text in self.secrets().items():
            private_files.replace(self.putting.ready / name, text)

    def unpack_database(self):
        """The part of the archive that holds the database, as a file."""
        name = self.place.database.part
        with self.archive.opened(name) as source:
            store.written(source, self.putting.aside / name)
        return self.putting.aside / name

    def put_in_place(self, part):
        """The database comes last: until it is there, nobody takes the place for restored."""
        with ExitStack() as undo:
            undo.callback(self.putting.take_back)
            self.putting.put()
            self.progress.show("恢复数据库")
            self.place.database.load(part, self.demand_same)
            undo.pop_all()
        return self.putting.keep()

    def demand_same(self, reader):
        """Refusal unless `reader` finds the rows that the manifest tells."""
        now = tables.fingerprints(reader, self.progress)
        if differing := tables.differing(self.manifest.tables, now):
            names = "、".join(map(in_line, list(differing)[:SHOWN]))
            rest = f" 等{len(differing)}张表" if len(differing) > SHOWN else ""
            raise Refusal(
                f"{self.archive.path.name} 里的数据和清单不符（{names}{rest}），没有恢复任何内容："
                "请换一份。"
            )
