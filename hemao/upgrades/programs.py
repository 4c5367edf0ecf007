"""Which version of the program the rows of a database belong to.

A copy from before an upgrade is made by the newer program: it has to be told which the older was.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hemao import version
from hemao.machine import private_files
from hemao.upgrades import history

KEPT_IN = "program.json"
LANDED = Path(__file__).with_name("landed.txt")


class Program(NamedTuple):
    version: str
    commit: str


UNKNOWN = Program("", "")


class Landing(NamedTuple):
    """A version that landed, and (app, name) of all migrations of our own apps that it had."""

    program: Program
    migrations: frozenset


@cache
def landings() -> list[Landing]:
    """The versions that landed, the oldest first."""
    found, names = [], set()
    for line in LANDED.read_text(encoding="utf-8").splitlines():
        if line.startswith("landing "):
            found.append((Program(*line.split()[1:]), set(names)))
        elif line and not line.startswith("#"):
            names.add(tuple(line.split(".")))
            found[-1][1].update(names)
    return [Landing(program, frozenset(names)) for program, names in found]


def ours() -> Program:
    return Program(version.version(), version.commit())


def belonging(var: Path, applied) -> Program:
    """The program that works with a database of `var` whose migrations are `applied`, or UNKNOWN."""
    applied = {tuple(each) for each in applied}
    if applied == history.known():
        return ours()
    told = kept(var)
    if told and {tuple(each) for each in told["migrations"]} == applied:
        return Program(*told["program"])
    return landed(applied)


def landed(applied: set) -> Program:
    """The last landed version that had just those of `applied` that are of our apps, or UNKNOWN."""
    apps = {app for landing in landings() for app, _ in landing.migrations}
    own = {each for each in applied if each[0] in apps}
    fitting = [landing.program for landing in landings() if landing.migrations == own]
    return fitting[-1] if fitting else UNKNOWN


def keep(var: Path, program: Program, applied) -> None:
    """Note that `program` worked in `var` on a database whose migrations are `applied`."""
    told = {"program": list(program), "migrations": sorted(map(list, applied))}
    if told != kept(var):
        private_files.replace(var / KEPT_IN, json.dumps(told))


def kept(var):
    try:
        return json.loads((var / KEPT_IN).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def in_words(program: Program) -> str:
    """A program for a person: 0.1.0（提交 bdbe58144b53）."""
    return version.in_words(*program) if program.version else "不明"
