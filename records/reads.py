"""Recording who saw personal data. A page calls `note`; the middleware writes one line."""

import re
from dataclasses import dataclass

from django.db import Error

from records.masking import masked
from records.models import ReadRecord

# What was typed to search for is content, often a name: the log says that, not what.
TYPED = re.compile(r"([?&](?:q|name|term)=)[^&]+")


class NotRecorded(Exception):
    """The record of a look could not be written, for the reason it was raised from."""


@dataclass
class Read:
    what: str
    object_id: str
    rows: int


def note(request, what, *, object_id="", rows=1):
    """Remember that this request shows `rows` records of `what` (a Chinese noun).

    The last call of a request wins: one request leaves one line.
    """
    request.noted_read = Read(what, str(object_id), rows)


def write(request):
    """Store the line that `note` left on `request`; does nothing where there is none.

    Raises NotRecorded where the database does not take it.
    """
    read = getattr(request, "noted_read", None)
    if read is None or not request.user.is_authenticated:
        return
    try:
        store(request, read)
    except Error as error:
        raise NotRecorded(str(error)) from error


def store(request, read):
    ReadRecord.objects.create(
        user=request.user,
        what=read.what,
        object_id=read.object_id[:40],
        rows=read.rows,
        path=TYPED.sub(r"\1…", masked(request.get_full_path()))[:300],
        address=request.META.get("REMOTE_ADDR") or None,
    )
