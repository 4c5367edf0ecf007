"""What is kept about the last upgrade of a place, in VAR, until the next one."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hemao.machine import private_files

KEPT_IN = "upgrade.json"


@dataclass
class Upgrade:
    """What has to be known of an upgrade until everything was checked, and on the way back.

    `copy` is the name of the archive from before, or ""; `rows` are those of each table before,
    `missing` the files that were missing then, `steps` the migrations. `after` is empty until
    everything was checked: {table: {"rows", "digest"}}.
    """

    copy: str
    rows: dict
    missing: list
    steps: list
    after: dict = field(default_factory=dict)

    @property
    def is_finished(self) -> bool:
        return bool(self.after)


def last(var: Path) -> Upgrade | None:
    """The last upgrade; None where there was none, or nobody knows."""
    try:
        return Upgrade(**json.loads((var / KEPT_IN).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def keep(var: Path, upgrade: Upgrade) -> None:
    private_files.replace(var / KEPT_IN, json.dumps(asdict(upgrade)))


def forget(var: Path) -> None:
    """What lies in `var` from now on did not come of that upgrade."""
    (var / KEPT_IN).unlink(missing_ok=True)
