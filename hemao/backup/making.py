"""Make a backup: the database of one moment, the files that were there then, the small secrets."""

import re
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from hemao.backup import archive, folder, keeping, store, uploads
from hemao.backup.databases import tables
from hemao.backup.manifest import File, Manifest, Part
from hemao.backup.place import Place
from hemao.backup.words import ProgressLine, Refusal
from hemao.machine import private_files
from hemao.upgrades import programs

CALLED = re.compile(r"[\w-]{1,40}")


class Made(NamedTuple):
    """A backup that is whole; `new` says how many files the store did not have before.

    `removed` are the names of those that no rule keeps any more, `remark` what was not tidied.
    """

    path: Path
    manifest: Manifest
    new: int
    removed: list[str]
    remark: str


def make(place: Place, *, name="", is_full=False, now=None, progress=None) -> Made:
    """Make a backup of `place` while it runs; Refusal or OSError leave nothing behind.

    An archive with a `name` is never removed by rule. `is_full` packs the photos into it.
    """
    if name and not CALLED.fullmatch(name):
        raise Refusal("备份的名字只能用汉字、字母、数字和连字符，最多40个。")
    progress = progress or ProgressLine()
    now = now or timezone.now()
    with folder.locked(place.backups), folder.working(place.backups) as working:
        try:
            return Making(place, working, now, progress).make(name or "full" * is_full, is_full)
        finally:
            progress.end()


class Making:
    def __init__(self, place, working, now, progress):
        self.place, self.working, self.now, self.progress = place, working, now, progress
        self.store = place.backups / "files"
        self.new = 0

    def make(self, name, is_full):
        before = self.known_before()
        self.demand_space(before, is_full)
        manifest, parts = self.collect(before)
        manifest.is_full = is_full
        path = self.write(manifest, parts, name)
        return Made(path, manifest, self.new, *keeping.tidy(self.place.backups))

    def collect(self, before):
        """(the manifest, the parts of the archive); the photos are in the store afterwards."""
        manifest, parts, wanted = self.copy_database()
        parts += self.copy_secrets()
        manifest.parts = {part.name: described(part) for part in parts}
        # After the database: what its rows name was there before they were stored.
        manifest.files = self.copy_files(before)
        stored = {each.name for each in manifest.files}
        lacking = [each for each in wanted if each.name not in stored]
        manifest.missing = [f"{each.name}（{each.row}）" for each in lacking]
        return manifest, parts

    def write(self, manifest, parts, name):
        """The path of the archive, which appears there whole."""
        whole = self.working / "archive.tar"
        whole.touch(mode=0o600)
        archive.write(whole, manifest, parts, self.store)
        path = folder.free_name(self.place.backups, self.now, name)
        folder.settle(whole, path)
        return path

    def known_before(self):
        """{name: File} of the newest archive that can be read: photos do not change, as a rule."""
        for found in reversed(folder.archives(self.place.backups)):
            try:
                return {each.name: each for each in archive.read_manifest(found.path).files}
            except Refusal:
                continue
        return {}

    def demand_space(self, before, is_full):
        paths = [self.place.uploads / name for name in uploads.present(self.place.uploads)]
        sizes = {path: path.stat().st_size for path in paths if path.exists()}
        new = sum(size for path, size in sizes.items() if not self.is_kept(path, before))
        count = self.place.database.size() + new + (sum(sizes.values()) if is_full else 0)
        folder.demand(self.place.backups, count, "备份")

    def copy_database(self):
        """(the manifest, so far; the part; what rows name), all of one moment."""
        database = self.place.database
        with database.snapshot(self.working, self.progress) as reader:
            applied = tables.migrations(reader)
            # Right after new code was unpacked, the rows are still those of the old one.
            program = programs.belonging(self.place.var, applied)
            manifest = Manifest(
                made_at=timezone.localtime(self.now).isoformat(timespec="seconds"),
                database=database.vendor,
                version=program.version,
                commit=program.commit,
                migrations=applied,
                tables=tables.fingerprints(reader, self.progress),
            )
            wanted = list(uploads.named(reader))
            return manifest, [database.pack(self.working, reader, self.progress)], wanted

    def copy_secrets(self):
        """The key and what else is small: a site restored without them has other secrets."""
        parts = []
        for name, content in self.place.secrets().items():
            private_files.replace(self.working / name, content.decode().strip())
            parts.append(self.working / name)
        return parts

    def copy_files(self, before):
        names = uploads.present(self.place.uploads)
        found, count = [], 0
        for done, name in enumerate(names):
            self.progress.files(done, len(names), count)
            if file := self.copy_file(name, before):
                found.append(file)
                count += file.size
        return found

    def copy_file(self, name, before):
        """`name` in the store; None where it went meanwhile, as with a form that was not stored."""
        path = self.place.uploads / name
        if self.is_kept(path, before):
            return before[name]
        try:
            status = path.stat()
            digest, is_new = store.add(self.store, path, self.working)
        except FileNotFoundError:
            return None
        self.new += is_new
        return File(name, status.st_size, digest, status.st_mtime_ns)

    def is_kept(self, path, before):
        """True of a file that is as it was in the archive before, and that the store still has."""
        name = path.relative_to(self.place.uploads).as_posix()
        if name not in before or not path.exists():
            return False
        status, then = path.stat(), before[name]
        if (status.st_size, status.st_mtime_ns) != (then.size, then.changed):
            return False
        kept = store.path_of(self.store, then.digest)
        return kept.exists() and kept.stat().st_size == then.size


def described(path):
    return Part(path.stat().st_size, store.digest_of(path))
