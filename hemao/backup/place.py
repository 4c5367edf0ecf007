"""Where a site keeps what it knows: the folder VAR, and a database there or on a server."""

import os
from dataclasses import dataclass
from pathlib import Path

import dj_database_url
from django.conf import settings

from hemao.backup.databases.postgresql import Postgresql
from hemao.backup.databases.sqlite import Sqlite

KINDS = {"django.db.backends.sqlite3": Sqlite, "django.db.backends.postgresql": Postgresql}
DATABASES = {kind.vendor: kind for kind in KINDS.values()}
# Small files of VAR without which what is restored cannot be used.
SECRETS = ("secret_key", "demo_password")
# What belongs to this site alone, and not to one made of its backup.
OURS = {"BACKUP_COPY_TO", "DEMO", "DEMO_PASSWORD", "DJANGO_SETTINGS_MODULE"}


@dataclass(frozen=True)
class Place:
    """A site by its folder `var` and the address of its database; without one it is in the folder."""

    var: Path
    url: str = ""

    @classmethod
    def here(cls) -> "Place":
        """The site that the settings name."""
        return cls(settings.VAR, os.environ.get("DATABASE_URL", "").strip())

    @property
    def uploads(self) -> Path:
        return self.var / "uploads"

    @property
    def backups(self) -> Path:
        return self.var / "backups"

    @property
    def database(self):
        """Its database as one of KINDS."""
        if not self.url:
            return Sqlite({"NAME": str(self.var / "db.sqlite3")})
        config = dj_database_url.parse(self.url)
        return KINDS[config["ENGINE"]](config)

    def secrets(self) -> dict[str, bytes]:
        """{name of a file: its content} of the small files; the key is the one in use."""
        found = {name: self.var / name for name in SECRETS}
        contents = {name: path.read_bytes() for name, path in found.items() if path.is_file()}
        if key := os.environ.get("SECRET_KEY"):
            contents["secret_key"] = f"{key}\n".encode()
        return contents

    def environment(self) -> dict[str, str]:
        """The environment in which a command of ours works on this place."""
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        return kept | {"VAR": str(self.var), "DATABASE_URL": self.url, "DEMO": "0"}
