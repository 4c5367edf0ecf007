"""The errors of the last days as a file, so that an outage of the database loses none of them.

Two files of bounded size: the newer is written, the older is thrown away when the newer is full.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

try:
    import fcntl
except ImportError:  # Windows, where one process answers
    fcntl = None

NAME, OLDER = "errors.jsonl", "errors.older.jsonl"
BYTES = 1_000_000


class FailureEntry(NamedTuple):
    """That something failed `times` times until `at` (seconds since 1970)."""

    at: float
    kind: str
    route: str
    user: str
    times: int
    is_cause: bool
    """True where the machine is to blame (hemao.failures.causes), not the program."""


def folder() -> Path:
    return settings.VAR / "log"


def add(entries: Iterable[FailureEntry]) -> None:
    """Append `entries`. Raises OSError where the disk does not take them."""
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with newest() as file:
        os.write(file, text.encode())


@contextmanager
def newest() -> Iterator[int]:
    """The descriptor of the newer file, held so that no other process turns the files meanwhile."""
    path = folder() / NAME
    with held(path) as file:
        if os.fstat(file).st_size < BYTES:
            yield file
            return
        os.replace(path, folder() / OLDER)
    with newest() as file:
        yield file


@contextmanager
def held(path):
    while True:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX)
            if not fcntl or is_still(path, file):
                yield file
                return
        finally:
            os.close(file)


def is_still(path, file):
    """True where nobody has turned the files while this process waited."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(file))
    except FileNotFoundError:
        return False


def since(moment: float) -> list[FailureEntry]:
    """The entries from `moment` (seconds since 1970) on, the oldest first."""
    return [entry for entry in all_kept() if entry.at >= moment]


def is_cut(moment: float) -> bool:
    """True where entries from after `moment` may have been thrown away."""
    first = next(all_kept(), None)
    return (folder() / OLDER).exists() and first is not None and first.at > moment


def all_kept() -> Iterator[FailureEntry]:
    for name in (OLDER, NAME):
        try:
            text = (folder() / name).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            continue
        yield from filter(None, map(parsed, text.splitlines()))


def parsed(line):
    """One line as a FailureEntry; None of one that a full disk cut short."""
    try:
        return FailureEntry(*json.loads(line))
    except (ValueError, TypeError):
        return None
