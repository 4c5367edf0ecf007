"""The net of an upgrade: a copy from before it, and the way back to that copy. Another loss has one too."""

import shutil
from pathlib import Path

from hemao.backup import archive, folder, making, restoring
from hemao.backup.databases import tables
from hemao.backup.folder import FoundArchive
from hemao.backup.making import Made
from hemao.backup.place import Place
from hemao.backup.putting import Putting
from hemao.backup.restoring import Restored
from hemao.backup.words import ProgressLine
from hemao.machine.os_errors import reason

BEFORE_UPGRADE, BEFORE_RETURN = "before-upgrade", "before-return"
BEFORE_REMOVAL = "before-remove-demo"


def copy_before_upgrade(place: Place | None = None, *, progress=None) -> Made:
    """Make the copy to return to; no rule removes it."""
    return making.make(place or Place.here(), name=BEFORE_UPGRADE, progress=progress)


def copy_before_removal(place: Place | None = None, *, progress=None) -> Made:
    """Make a copy of all that is there before the demo data is removed; no rule removes it."""
    return making.make(place or Place.here(), name=BEFORE_REMOVAL, progress=progress)


def why_no_copy(error: Exception) -> str:
    """Why no copy came about, in words: what a Refusal says, or what the system does."""
    return f"没有做成（{reason(error)}），" if isinstance(error, OSError) else str(error)


def copies_before_upgrade(place: Place | None = None) -> list[FoundArchive]:
    """The copies from before upgrades, the oldest first."""
    found = folder.archives((place or Place.here()).backups)
    return [each for each in found if each.name == BEFORE_UPGRADE]


def changed_since(path: Path, place: Place | None = None) -> dict[str, tuple[int, int]]:
    """{table: (rows in the archive, rows now)} of all that returning to it would change."""
    with (place or Place.here()).database.reader() as reader:
        now = tables.fingerprints(reader, ProgressLine())
    return tables.differing(archive.read_manifest(path).tables, now)


def return_to(path: Path, place: Place | None = None, *, progress=None) -> tuple[Made, Restored]:
    """Put the archive `path` in place of all that `place` holds, which is kept in a copy first.

    Nobody else may use the site meanwhile. `Restored.manifest.program` says which version of the
    program belongs to it. Everything is checked before anything is removed.
    """
    place = place or Place.here()
    restoring.check(path, place)
    kept = making.make(place, name=BEFORE_RETURN, progress=progress)
    Putting(place).forget()
    place.database.clear()
    shutil.rmtree(place.uploads, ignore_errors=True)
    return kept, restoring.restore(path, place, progress=progress)
