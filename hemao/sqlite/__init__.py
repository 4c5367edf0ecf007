"""The database as a file: opened where it is, and made by nobody but who begins a new town.

SQLite by itself makes an empty file where it finds none, and a town whose file was taken away would
go on as an empty one.
"""

from pathlib import Path

from django.db import connection


def address(name) -> str:
    """What SQLite is told to open: the file `name`, which it must not make; an address as it is."""
    name = str(name)
    return name if name.startswith("file:") else f"{Path(name).as_uri()}?mode=rw"


def missing_file() -> Path | None:
    """The file that the settings name, where it is not there; None too where there is a server."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or name.startswith("file:") or Path(name).exists():
        return None
    return Path(name)
