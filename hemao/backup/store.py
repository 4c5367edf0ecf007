"""The store beside the archives: each photo and scan once, under its SHA-256."""

import hashlib
import os
import re
from pathlib import Path

from hemao.backup import folder
from hemao.backup.folder import UNFINISHED
from hemao.backup.words import Refusal

CHUNK = 1 << 20
DIGEST = re.compile(r"[0-9a-f]{64}")


def beside(archive) -> Path:
    """The store that the archive `archive` counts on."""
    return Path(archive).parent / "files"


def path_of(store, digest) -> Path:
    return store / digest[:2] / digest


def copied(source, target) -> str:
    """Copy the open file `source` to `target`, or nowhere where that is None; its SHA-256."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target:
            target.write(chunk)
    return digest.hexdigest()


def digest_of(path) -> str:
    with open(path, "rb") as file:
        return copied(file, None)


def written(source, path) -> str:
    """Write the open file `source` to the new file `path`, as far as the disk; its SHA-256."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        digest = copied(source, target)
        target.flush()
        os.fsync(target.fileno())
    return digest


def add(store, path, working) -> tuple[str, bool]:
    """Keep a copy of the file `path`: its SHA-256, and whether it is new to the store.

    It is copied before its name is known, so that what is kept is what the name says.
    """
    aside = working / "file"
    with open(path, "rb") as source:
        digest = written(source, aside)
    place = path_of(store, digest)
    if place.exists():
        aside.unlink()
        return digest, False
    enter(aside, place)
    return digest, True


def enter(aside, place):
    """Put the whole file `aside` into the store at `place`."""
    for each in (place.parent.parent, place.parent):
        folder.make(each)
    os.replace(aside, place)
    folder.sync(place.parent)


def sweep(store, listed) -> int:
    """Remove what no archive lists (`listed`: digests); how many that were."""
    gone = [path for path in store.glob("[0-9a-f][0-9a-f]/*") if path.name not in listed]
    for path in (*gone, *store.glob(f"{UNFINISHED}*")):
        path.unlink()
    for each in store.glob("[0-9a-f][0-9a-f]"):
        if not any(each.iterdir()):
            each.rmdir()
    return len(gone)


def lacking(store, target, digests) -> list[str]:
    """Which of `digests` the store `target` has not got yet."""
    return sorted(each for each in digests if not path_of(target, each).exists())


def copy_to(store, target, digests, progress):
    """Copy what `target` lacks of `digests` out of `store`."""
    wanted = lacking(store, target, digests)
    if wanted:
        folder.make(target)
    for done, digest in enumerate(wanted):
        progress.show(f"第二份 {done}/{len(wanted)} 个文件")
        aside = target / f"{UNFINISHED}{digest}"
        aside.unlink(missing_ok=True)
        with open(path_of(store, digest), "rb") as source:
            if written(source, aside) != digest:
                raise Refusal(f"{path_of(store, digest)} 已损坏：请删除它，再备份一次。")
        enter(aside, path_of(target, digest))
