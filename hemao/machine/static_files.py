"""Collect the static files, but only when one of them has changed; and find them."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Files by name and digest. What was never collected keeps its plain name.

    The pages that say no (templates/500.html) must not break in their turn on a
    machine where the collection is missing: they then come without their style.
    """

    manifest_strict = False

    def stored_name(self, name):
        try:
            return super().stored_name(name)
        except ValueError:
            return name


def are_stale() -> bool:
    stamp = _stamp()
    return not stamp.exists() or stamp.read_text() != fingerprint()


def collect() -> None:
    # Without the stamp, a collection cut short is done again.
    _stamp().unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    _stamp().write_text(fingerprint())


def fingerprint() -> str:
    """What the collection would be made of: place, size and time of every source file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _stamp() -> Path:
    return settings.VAR / "static.made-of"
