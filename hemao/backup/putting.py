"""What a restore puts into a place, and how all of it is taken back, even after a power failure.

In `.restoring` lie `ready`, what is to be put; `before`, what stood there instead; and `plan.json`, from
the moment at which the first of it is put. Where there is no plan, nothing was put. The folder goes
when all was put or all was taken back.
"""

import json
import os
import shutil
from pathlib import Path

from hemao.backup import folder, uploads
from hemao.backup.place import SECRETS, Place
from hemao.machine import private_files
from hemao.upgrades import state

UPLOADS = "uploads"
ASIDE = ".restoring"
# Of an upgrade that what is restored knows nothing of, nothing may stay.
MOVED = (*SECRETS, UPLOADS, state.KEPT_IN)


class Putting:
    def __init__(self, place: Place):
        self.place, self.var, self.made = place, place.var, []
        self.aside = place.var / ASIDE
        self.ready, self.before = self.aside / "ready", self.aside / "before"
        self.plan = self.aside / "plan.json"

    def begin(self):
        """Make the folders, and take away what a restore has left that was cut short."""
        self.made = private_files.missing(self.var)
        self.var.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(self.aside, ignore_errors=True)
        for each in (self.aside, self.ready, self.before):
            each.mkdir(mode=0o700)

    def put(self):
        """Put all that is ready in its place; what stood there is kept until `keep`."""
        names = [name for name in MOVED if (self.ready / name).exists()]
        self.write_plan({"names": names, "files": seen(self.ready / UPLOADS)})
        # An empty folder of uploads stays where no file comes.
        for name in (*names, state.KEPT_IN):
            move(self.var / name, self.before / name)
            move(self.ready / name, self.var / name)
        folder.sync(self.var)

    def write_plan(self, plan):
        new = self.aside / "plan"
        new.write_text(json.dumps(plan))
        folder.settle(new, self.plan)

    def keep(self):
        """What was put stays; it is not taken back any more. The copies of what it replaces that
        nobody could make anew: a key that was here, and was another one.
        """
        replaced = [name for name in SECRETS if is_other(self.before / name, self.var / name)]
        copies = [self.var / f"{name}.before-restore" for name in replaced]
        for name, copy in zip(replaced, copies, strict=True):
            shutil.copy(self.before / name, copy)  # its mode too
        self.plan.unlink()
        return copies

    def take_back(self):
        """Make the place as it was before `put`, however far that came."""
        for name in self.planned()["names"]:
            if not (self.ready / name).exists():
                move(self.var / name, self.ready / name)
        for name in MOVED:
            move(self.before / name, self.var / name)
        self.plan.unlink(missing_ok=True)

    def take_back_cut_short(self):
        """Take back what a restore has put that was cut short, unless others added files since."""
        plan = self.planned()
        is_put = UPLOADS in plan["names"] and not (self.ready / UPLOADS).exists()
        ours = {tuple(each) for each in plan["files"]}
        if not is_put or set(seen(self.place.uploads)) <= ours:
            self.take_back()

    def planned(self):
        try:
            return json.loads(self.plan.read_text())
        except FileNotFoundError:
            return {"names": [], "files": []}

    def forget(self):
        """Remove what a restore has left that was cut short, of a place that is in use by now."""
        shutil.rmtree(self.aside, ignore_errors=True)

    def end(self):
        """Remove what was needed on the way; folders too, where nothing came into them."""
        if self.plan.exists():
            return  # not all could be taken back: the next restore begins with that
        shutil.rmtree(self.aside, ignore_errors=True)
        private_files.remove_empty(self.made)


def seen(uploaded: Path) -> list[tuple]:
    """(name, size, time) of each file below `uploaded`: by these it is known again."""
    found = []
    for name in uploads.present(uploaded):
        status = (uploaded / name).stat()
        found.append((name, status.st_size, status.st_mtime_ns))
    return found


def is_other(path, now):
    """True where both files are there and do not say the same."""
    both = path.exists() and now.exists()
    return both and path.read_text().strip() != now.read_text().strip()


def move(path, place):
    """Move `path` to `place`, if it is there."""
    if path.exists():
        os.replace(path, place)
