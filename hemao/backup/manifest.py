"""What the manifest of an archive says, and whether that can be true.

Whoever can write an archive can also sign it. So keys, types and bounds are looked at here, once,
where the manifest is read; all other code takes it at its word.
"""

import datetime
import json
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from hemao import version
from hemao.backup.place import DATABASES
from hemao.backup.store import DIGEST

FORMAT = 1
MOST = 2**63 - 1  # bytes, rows, and nanoseconds since 1970: what a file system can be told
LONGEST = 4096  # characters of a path


class Malformed(ValueError):
    """The manifest says what cannot be; which of its keys does."""


class Later(ValueError):
    """The manifest has a form that is younger than this program."""


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


# Reading.


def read(text: bytes) -> Manifest:
    """Return the manifest that `text` is; Malformed or Later where it is none that we know."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("manifest.json") from error
    demand(isinstance(told, dict), "manifest.json")
    demand_format(told.get("format"))
    for key in sorted(told.keys() | KEYS.keys()):
        demand(key in KEYS and key in told and KEYS[key](told[key]), key)
    return Manifest(**told)


def demand(holds, key):
    if not holds:
        raise Malformed(key)


def demand_format(told):
    demand(is_count(told) and told >= FORMAT, "format")
    if told > FORMAT:
        raise Later


def is_count(value):
    # True and False are integers too.
    return type(value) is int and 0 <= value <= MOST


def is_text(value):
    """True of what a file system can be told."""
    return isinstance(value, str) and len(value) <= LONGEST and "\0" not in value and fits(value)


def fits(value):
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_word(value):
    """True of what can stand in a sentence."""
    return is_text(value) and value.isprintable()


def is_digest(value):
    return isinstance(value, str) and bool(DIGEST.fullmatch(value))


def is_moment(value):
    try:
        return is_word(value) and bool(datetime.datetime.fromisoformat(value))
    except ValueError:
        return False


def is_row_of(*kinds):
    """Whether a value is a list with one value of each of `kinds`."""
    return lambda value: (
        isinstance(value, list)
        and len(value) == len(kinds)
        and all(is_right(each) for is_right, each in zip(kinds, value, strict=True))
    )


def are(kind):
    return lambda value: isinstance(value, list) and all(map(kind, value))


def are_named(kind):
    """Whether a value is an object whose values are of `kind`."""
    return lambda value: (
        isinstance(value, dict) and all(map(is_word, value)) and all(map(kind, value.values()))
    )


def is_table(value):
    return (
        isinstance(value, dict)
        and value.keys() == {"rows", "digest"}
        and is_count(value["rows"])
        and is_digest(value["digest"])
    )


def are_files(value):
    """Each of its own name, and none where another one's folder is."""
    if not are(is_row_of(is_text, is_count, is_digest, is_count))(value):
        return False
    paths = {PurePosixPath(name) for name, *_ in value}
    folders = {parent for path in paths for parent in path.parents if parent.name}
    return len(paths) == len(value) and not paths & folders


KEYS = {
    "made_at": is_moment,
    "database": lambda value: isinstance(value, str) and value in DATABASES,
    "version": is_word,
    "commit": is_word,
    "migrations": are(is_row_of(is_word, is_word)),
    "tables": are_named(is_table),
    "parts": are_named(is_row_of(is_count, is_digest)),
    "files": are_files,
    "missing": are(is_text),
    "is_full": lambda value: isinstance(value, bool),
    "format": is_count,
}
