"""The last backup and the last proof of one, for a page or a command that shows them."""

import datetime
import json
from dataclasses import asdict, dataclass

from hemao.backup import folder
from hemao.backup.folder import FoundArchive
from hemao.backup.place import Place
from hemao.machine import private_files


@dataclass(frozen=True)
class LastProof:
    """How it ended when the backup `archive` was restored for a trial; `said` line by line."""

    archive: str
    proved_at: datetime.datetime
    is_proved: bool
    said: list[str]


def last_backup(place: Place | None = None) -> FoundArchive | None:
    """The newest whole backup of this site, or None: its path, when it was made, its name."""
    found = folder.archives((place or Place.here()).backups)
    return found[-1] if found else None


def last_proof(place: Place | None = None) -> LastProof | None:
    """The last proof, passed or not; None where there was none, or its file cannot be read."""
    try:
        told = json.loads(path(place or Place.here()).read_text())
        return LastProof(**told | {"proved_at": datetime.datetime.fromisoformat(told["proved_at"])})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def keep_proof(place, archive, now, is_proved, said):
    told = asdict(LastProof(archive, now, is_proved, said)) | {"proved_at": now.isoformat()}
    private_files.replace(path(place), json.dumps(told, ensure_ascii=False))


def path(place):
    return place.backups / "last_proof.json"
