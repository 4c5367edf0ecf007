"""What is in an archive, and whether it is whole.

A tar file: manifest.json, which lists all the rest with its SHA-256; manifest.sha256; the parts;
and, where it was made portable, the files of the store. It is read by the names that the manifest
gives, and never unpacked, so what else somebody may have put into it goes nowhere.
"""

import hashlib
import io
import json
import tarfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from hemao import version
from hemao.backup import store
from hemao.backup.words import Refusal

FORMAT = 1
MANIFEST, DIGEST = "manifest.json", "manifest.sha256"


class Part(NamedTuple):
    size: int
    digest: str


class File(NamedTuple):
    """A file of `uploads`; `changed` is its time in nanoseconds, by which it is known again."""

    name: str
    size: int
    digest: str
    changed: int


@dataclass
class Manifest:
    made_at: str
    database: str
    version: str
    commit: str
    migrations: list
    tables: dict
    parts: dict = field(default_factory=dict)
    files: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    is_full: bool = False
    format: int = FORMAT

    def __post_init__(self):
        self.parts = {name: Part(*told) for name, told in self.parts.items()}
        self.files = [File(*told) for told in self.files]
        self.migrations = [list(each) for each in self.migrations]

    @property
    def digests(self) -> set[str]:
        """The files of the store that the archive stands on."""
        return {each.digest for each in self.files}

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    @property
    def program(self) -> str:
        """Which version of the program its rows belong to, in words."""
        return version.in_words(self.version, self.commit) if self.version else "不明"

    def text(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()


# Writing.


def write(path, manifest, parts, files):
    """Make the archive `path` of the files `parts`, and of those in the store `files` if it is full."""
    text = manifest.text()
    # No name of a user of this machine, and no program needs to own what is restored.
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as tar:
        put(tar, MANIFEST, io.BytesIO(text), len(text))
        digest = f"{hashlib.sha256(text).hexdigest()}\n".encode()
        put(tar, DIGEST, io.BytesIO(digest), len(digest))
        for each in parts:
            put_file(tar, each.name, each)
        for digest in sorted(manifest.digests if manifest.is_full else ()):
            put_file(tar, f"files/{digest}", store.path_of(files, digest))


def put(tar, name, source, size):
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    tar.addfile(about, source)


def put_file(tar, name, path):
    with path.open("rb") as source:
        put(tar, name, source, path.stat().st_size)


# Reading.


class Archive:
    """An archive that is open for reading."""

    def __init__(self, path, tar):
        self.path, self.tar, self.store = Path(path), tar, store.beside(path)
        self.members = {each.name: each for each in tar.getmembers() if each.isreg()}
        self.manifest = self.read_manifest()

    def read_manifest(self):
        text = self.content(MANIFEST)
        if self.content(DIGEST).decode("ascii", "replace").strip() != sha256(text):
            raise damaged(self.path, MANIFEST)
        told = json.loads(text)
        if told.get("format") != FORMAT:
            raise Refusal(f"{self.path.name} 是较新的版本做的，这里的程序不认识：请先更新程序。")
        return Manifest(**told)

    def content(self, name):
        with self.opened(name) as file:
            return file.read()

    @contextmanager
    def opened(self, name):
        """The part `name`, to be read."""
        if name not in self.members:
            raise damaged(self.path, name)
        with self.tar.extractfile(self.members[name]) as file:
            yield file

    @contextmanager
    def opened_file(self, digest):
        """A photo or scan by its SHA-256, out of the archive or of the store beside it."""
        inside = f"files/{digest}"
        if inside in self.members:
            with self.opened(inside) as file:
                yield file
            return
        with store.path_of(self.store, digest).open("rb") as file:
            yield file

    def check_parts(self):
        """Refusal, naming it, where a part is not what the manifest says, or leads elsewhere."""
        for name, part in self.manifest.parts.items():
            check_name(self.path, name)
            with self.opened(name) as file:
                if store.copied(file, None) != part.digest:
                    raise damaged(self.path, name)
        for each in self.manifest.files:
            check_name(self.path, each.name)
            if not store.DIGEST.fullmatch(each.digest):
                raise damaged(self.path, each.name)

    def damaged_files(self, progress):
        """{SHA-256: why} of the photos and scans that are not there, or not as they were."""
        found, digests = {}, sorted(self.manifest.digests)
        for done, digest in enumerate(digests):
            progress.show(f"核对文件 {done}/{len(digests)}")
            if why := self.damage_of(digest):
                found[digest] = why
        return found

    def damage_of(self, digest):
        try:
            with self.opened_file(digest) as file:
                return "" if store.copied(file, None) == digest else "已损坏"
        except FileNotFoundError:
            return "缺少"


@contextmanager
def opened(path):
    """The Archive in the file `path`; Refusal in words if the file is no archive, or was cut short."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield Archive(path, tar)
    except FileNotFoundError as error:
        raise Refusal(f"没有这个文件：{path}。") from error
    except (tarfile.TarError, EOFError, ValueError, TypeError) as error:
        raise Refusal(f"{Path(path).name} 不是备份，或者没有写完：请换一份。") from error


def read_manifest(path):
    with opened(path) as archive:
        return archive.manifest


def damaged(path, name):
    return Refusal(
        f"{Path(path).name} 已损坏，没有恢复任何内容：{name} 和做备份时不一样。请换一份。"
    )


def check_name(path, name):
    """Refusal where `name` would lead outside the folder that it is restored into.

    tarfile has a filter for that, but not in the Python of every Debian 12.
    """
    pure = PurePosixPath(name)
    if pure.is_absolute() or not pure.parts or {"..", "."} & set(name.split("/")) or "\\" in name:
        raise Refusal(f"{Path(path).name} 里有指向别处的文件名，没有恢复任何内容：{name}。")


def sha256(content):
    return hashlib.sha256(content).hexdigest()
