"""Files that come in pieces over a weak network: what has arrived is kept, and is gone on from.

They lie in a folder of their own, whose only reader is the service, until they are whole or too old.
"""

import os
import re
import time
import zlib
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from papers import photos

KILOBYTES = 256
"""A piece is no larger: on 20 kbit/s it takes less than two minutes."""
A_USER = 5
"""So many of one user are kept at most; the one that waited longest goes."""
KEPT = 7 * 24 * 3600  # seconds

TORN = "照片没有传好，请重新选一张。"
CHECKSUM = re.compile(r"\A[0-9a-fA-F]{8}\Z")


class TornFile(Exception):
    """What arrived is not what was sent; it has to be sent from its beginning."""


class PieceForm(forms.Form):
    """One piece of a photo: where it begins, how large the whole is, and its CRC-32."""

    start = forms.IntegerField(min_value=0)
    size = forms.IntegerField(min_value=1)
    sum = forms.CharField(validators=[RegexValidator(CHECKSUM)])
    piece = forms.FileField()

    def clean_size(self):
        if self.cleaned_data["size"] > photos.MEGABYTES * 1024 * 1024:
            raise ValidationError(photos.TOO_LARGE)
        return self.cleaned_data["size"]

    def clean_sum(self):
        return int(self.cleaned_data["sum"], 16)

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            end = cleaned["start"] + cleaned["piece"].size
            if end > cleaned["size"] or cleaned["piece"].size > KILOBYTES * 1024:
                self.add_error("piece", TORN)
        return cleaned

    def arriving(self, user, key):
        """The file of `user` (a key) that the piece is a part of, sent for `key`."""
        return Arriving(user, key, self.cleaned_data["size"], self.cleaned_data["sum"])

    @property
    def refusal(self):
        """Why it is not taken, as one sentence."""
        is_large = photos.TOO_LARGE in self.errors.get("size", ())
        return photos.TOO_LARGE if is_large else TORN


class Arriving(NamedTuple):
    """A file on its way: who sends it, for what, how many bytes it has, and their CRC-32.

    Whoever appends has to hold a lock that all who append to it take.
    """

    user: int
    key: UUID
    size: int
    checksum: int

    @property
    def path(self) -> Path:
        return folder() / f"{self.user}-{self.key.hex}-{self.size}-{self.checksum:08x}"

    @property
    def have(self) -> int:
        """How many of its bytes have arrived: of a write that was cut short, those that were written."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def take(self, start: int, piece: bytes) -> None:
        """Append `piece` where it goes on at the byte `start`; any other is left aside."""
        if start != self.have:
            return
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        if start == 0:
            self.make_room()
        how = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        with open(os.open(self.path, how, 0o600), "ab") as file:
            file.write(piece)

    def make_room(self) -> None:
        """Let go of the oldest of this user, so that with this one there are A_USER."""
        others = by_age(f"{self.user}-*")
        for _, path in others[: max(0, len(others) - A_USER + 1)]:
            path.unlink(missing_ok=True)

    def whole(self) -> bytes | None:
        """Its bytes; None while some are still to come.

        Raises TornFile, and lets go of them, where they are not those that were sent.
        """
        if self.have < self.size:
            return None
        content = self.path.read_bytes()
        if len(content) != self.size or zlib.crc32(content) != self.checksum:
            self.remove()
            raise TornFile
        return content

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def folder() -> Path:
    return settings.VAR / "arriving"


def by_age(pattern: str) -> list[tuple[float, Path]]:
    """When the files that are called so were last added to, the one that waited longest first."""
    found = []
    for path in folder().glob(pattern):
        try:
            found.append((path.stat().st_mtime, path))
        except FileNotFoundError:
            continue  # it was whole in this moment
    return sorted(found)


def forget_stale() -> int:
    """Delete what nobody went on with for KEPT; how many there were."""
    before = time.time() - KEPT
    old = [path for changed, path in by_age("*") if changed < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
