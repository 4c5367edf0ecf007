"""When it was tidied last and what came of it, kept as a file: it is asked while the database is away."""

import datetime
import json
from dataclasses import asdict, dataclass

from django.conf import settings

from hemao.machine import private_files

NAME = "tidy.json"


@dataclass(frozen=True)
class Tidied:
    """How it ended at the time `at`; `said` in words."""

    at: datetime.datetime
    is_done: bool
    said: str


def path():
    return settings.VAR / "log" / NAME


def last() -> Tidied | None:
    """The last time; None where there was none, or its file cannot be read."""
    try:
        told = json.loads(path().read_text(encoding="utf-8"))
        return Tidied(**told | {"at": datetime.datetime.fromisoformat(told["at"])})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def keep(tidied: Tidied) -> None:
    told = asdict(tidied) | {"at": tidied.at.isoformat(timespec="seconds")}
    private_files.replace(path(), json.dumps(told, ensure_ascii=False))
