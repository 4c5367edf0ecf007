"""What the service keeps as files: its owner alone may read them."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

OTHERS = 0o077
"""The bits of a mode that let the group and everybody else in."""
# SQLite keeps what it has not yet copied home beside its file.
OF_SQLITE = ("", "-wal", "-shm", "-journal")


def make_private() -> None:
    """Let whatever this process makes be its owner's alone."""
    os.umask(OTHERS)


def mend(paths: Iterator[Path]) -> tuple[int, list[Path]]:
    """Take group and others the right to open each of `paths`.

    Returns how many were open to them, and which of these could not be changed.
    """
    wide = [path for path in paths if is_wide(path)]
    return len(wide), [path for path in wide if not narrow(path)]


def is_wide(path: Path) -> bool:
    """True where somebody else may open `path`; a link is as open as what it leads to."""
    try:
        return os.name == "posix" and bool(path.stat().st_mode & OTHERS)
    except FileNotFoundError:
        return False  # SQLite takes its files away as it pleases


def narrow(path: Path) -> bool:
    """True where `path` was made its owner's alone. A folder that all share, as /tmp, is not."""
    mode = path.stat().st_mode
    if mode & stat.S_ISVTX:
        return False
    try:
        path.chmod(stat.S_IMODE(mode) & ~OTHERS)
    except OSError:
        return False  # of another user, or on a disk without modes: the caller says so
    return True


def inside(folder: Path) -> Iterator[Path]:
    """`folder` and all that lies in it, without what its links lead to."""
    yield folder
    for place, folders, files in os.walk(folder):
        here = (Path(place) / name for name in (*folders, *files))
        yield from (path for path in here if not path.is_symlink())


def read_or_create(path: Path, make: Callable[[], str]) -> str:
    """Return the text of `path`, made on first use; of two processes racing, one wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _link_unless_there(_written_aside(path, make()), path)
    return path.read_text().strip()


def missing(folder: Path) -> list[Path]:
    """`folder` and those above it that are not there, the innermost first."""
    return [each for each in (folder, *folder.parents) if not each.exists()]


def remove_empty(folders: list[Path]) -> None:
    for each in folders:
        if each.exists() and not any(each.iterdir()):
            each.rmdir()


def replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(_written_aside(path, text), path)


def _written_aside(path: Path, text: str) -> Path:
    # mkstemp makes the file with mode 0600, so there is no moment at which others can read it.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
    return Path(name)


def _link_unless_there(aside: Path, path: Path) -> None:
    # A hard link appears complete or not at all, and never replaces what is there.
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
