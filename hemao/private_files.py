"""Small secrets kept as files under var/ that only their owner may read."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def read_or_create(path: Path, make: Callable[[], str]) -> str:
    """Return the text of `path`, made on first use; of two processes racing, one wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _link_unless_there(_written_aside(path, make()), path)
    return path.read_text().strip()


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
