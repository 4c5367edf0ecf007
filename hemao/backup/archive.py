"""What is in an archive, and whether it is whole.

A tar file: manifest.json, which lists all the rest with its SHA-256; manifest.sha256; the parts;
and, where it was made portable, the files of the store. It is read by the names that the manifest
gives, and never unpacked, so what else somebody may have put into it goes nowhere.
"""

import hashlib
import io
import tarfile
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from hemao.backup import folder, manifest, store
from hemao.backup.manifest import Part
from hemao.backup.words import Refusal, in_line

MANIFEST, DIGEST = "manifest.json", "manifest.sha256"


# Writing.


def write(path, told, parts, files):
    """Make the archive `path` of `told` and the files `parts`, and of those in the store `files` if it is full."""
    text = told.text()
    # No name of a user of this machine, and no program needs to own what is restored.
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as tar:
        put(tar, MANIFEST, io.BytesIO(text), len(text))
        digest = f"{hashlib.sha256(text).hexdigest()}\n".encode()
        put(tar, DIGEST, io.BytesIO(digest), len(digest))
        for each in parts:
            put_file(tar, each.name, each)
        for digest in sorted(told.digests if told.is_full else ()):
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
        self.members = {each.name: each for each in members(tar, self.path) if is_ours(each)}
        self.manifest = self.read_manifest()

    def read_manifest(self):
        text = self.content(MANIFEST)
        if self.content(DIGEST).decode("ascii", "replace").strip() != sha256(text):
            raise damaged(self.path, MANIFEST)
        try:
            return manifest.read(text)
        except manifest.Later as error:
            raise Refusal(
                f"{self.path.name} 是较新的版本做的，这里的程序不认识：请先更新程序。"
            ) from error
        except manifest.Malformed as error:
            raise Refusal(
                f"{self.path.name} 的清单（manifest.json）不对，不能用：{in_line(str(error))} "
                "写的不是备份里会有的内容。请换一份。"
            ) from error

    def content(self, name):
        with self.opened(name) as file:
            return file.read()

    @contextmanager
    def opened(self, name):
        """The part `name`, to be read."""
        if name not in self.members:
            raise damaged(self.path, name)
        try:
            with self.tar.extractfile(self.members[name]) as file:
                yield file
        except tarfile.TarError as error:
            raise damaged(self.path, name) from error

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
                digest = store.copied(file, None)
            if Part(self.members[name].size, digest) != part:
                raise damaged(self.path, name)
        for each in self.manifest.files:
            check_name(self.path, each.name)

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


# How reading a tar fails that is none, that was cut short, or whose headers somebody made up.
BROKEN = (tarfile.TarError, EOFError, ValueError, ArithmeticError, LookupError, RecursionError)


@contextmanager
def opened(path):
    """The Archive in the file `path`; Refusal in words where it is none, or was cut short."""
    demand_file(Path(path))
    with ExitStack() as stack:
        try:
            found = Archive(path, stack.enter_context(tarfile.open(path, "r:")))
        except BROKEN as error:
            raise broken(path) from error
        yield found


def demand_file(path):
    if path.is_dir():
        found = folder.archives(path)
        rest = f"请写明其中的一份，最近的是 {found[-1].path}。" if found else "其中也没有备份。"
        raise Refusal(f"{path} 是文件夹，不是一份备份：{rest}")
    if not path.exists():
        raise Refusal(f"没有这个文件：{path}。")


def members(tar, path):
    """The members of `tar`; an older tarfile would go round for ever where one has a negative size."""
    most = path.stat().st_size
    for each in tar:
        if not 0 <= each.size <= most:
            raise broken(path)
        yield each


def is_ours(member):
    # What is sparse may claim to be larger than any disk; we make none.
    return member.isreg() and not member.issparse()


def broken(path):
    return Refusal(f"{Path(path).name} 不是备份，或者没有写完：请换一份。")


def read_manifest(path):
    with opened(path) as archive:
        return archive.manifest


def damaged(path, name):
    return Refusal(
        f"{Path(path).name} 已损坏，没有恢复任何内容：{in_line(name)} 和做备份时不一样。请换一份。"
    )


def check_name(path, name):
    """Refusal where `name` would lead outside the folder that it is restored into.

    tarfile has a filter for that, but not in the Python of every Debian 12.
    """
    pure = PurePosixPath(name)
    if pure.is_absolute() or not pure.parts or {"..", "."} & set(name.split("/")) or "\\" in name:
        raise Refusal(
            f"{Path(path).name} 里有指向别处的文件名，没有恢复任何内容：{in_line(name)}。"
        )


def sha256(content):
    return hashlib.sha256(content).hexdigest()
