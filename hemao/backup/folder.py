"""The folder of archives: their names, what is not whole yet, and that only one writes at a time."""

import datetime
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from hemao.backup.words import Refusal
from hemao.machine import locks
from township.numbers import size

STAMP = "%Y%m%d-%H%M%S"
NAMED = re.compile(r"hemao-(\d{8}-\d{6})(?:-([\w-]+))?\.tar")
# What is not whole begins with a dot, so that it is never taken for an archive.
UNFINISHED = ".unfinished-"


class FoundArchive(NamedTuple):
    """An archive in the folder; `name` is what somebody called it, "" where it was made by rule."""

    path: Path
    made_at: datetime.datetime
    name: str

    @property
    def size(self):
        return self.path.stat().st_size


def archives(folder) -> list[FoundArchive]:
    """The archives in `folder`, the oldest first."""
    found = [known(path) for path in Path(folder).glob("hemao-*.tar")]
    return sorted((each for each in found if each), key=lambda each: (each.made_at, each.path))


def known(path):
    """The archive `path` as its name tells it; None where the name is not one of ours."""
    told = NAMED.fullmatch(path.name)
    if not told:
        return None
    try:
        made_at = datetime.datetime.strptime(told[1], STAMP)
    except ValueError:
        return None
    return FoundArchive(path, timezone.make_aware(made_at), told[2] or "")


def free_name(folder, now, name) -> Path:
    """Where to keep an archive made at `now`: a second later where there is one of that second."""
    ending = f"-{name}" if name else ""
    while True:
        path = Path(folder) / f"hemao-{timezone.localtime(now):{STAMP}}{ending}.tar"
        if not path.exists():
            return path
        now += datetime.timedelta(seconds=1)


def make(folder):
    """Make `folder` where it is not there; nobody else may look into it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


@contextmanager
def locked(folder) -> Iterator[None]:
    """Nobody else makes or removes archives in `folder` meanwhile."""
    make(folder)
    with (folder / ".lock").open("w") as lock:
        (folder / ".lock").chmod(0o600)
        if not locks.take(lock):
            raise Refusal("另一次备份正在进行：请等它做完，再试一次。")
        yield


@contextmanager
def working(folder) -> Iterator[Path]:
    """A folder for what is not whole yet; remains of one that was cut short are taken away."""
    for old in Path(folder).glob(f"{UNFINISHED}*"):
        shutil.rmtree(old)
    with tempfile.TemporaryDirectory(dir=folder, prefix=UNFINISHED) as name:
        yield Path(name)


def settle(path, place):
    """Rename the whole file `path` to `place`, so that a power failure leaves all of it or none."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(path, place)
    sync(place.parent)


def sync(folder):
    """Write the names in `folder` to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def demand(folder, count, what):
    """Refusal unless twice `count` bytes are free where `folder` lies."""
    free = shutil.disk_usage(folder).free
    if free < 2 * count:
        raise Refusal(
            f"磁盘空间不够，{what}没有开始：{folder} 所在的磁盘还剩{size(free)}，"
            f"要有{size(2 * count)}（所存内容{size(count)}的两倍）。请清理磁盘，再试一次。"
        )
