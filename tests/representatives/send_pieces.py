"""One photo is sent in pieces from ten windows at once, on whatever database the settings name.

tests/representatives/test_sent_at_once.py has it done in a process of its own, to the file that a town has.
"""

import json
import os
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from papers import arriving
from representatives.models import VisitPhoto
from tests import cast
from tests.at_once import at_once
from tests.papers.test_photos import file_of, picture
from tests.representatives.test_visiting import JSON
from tests.tables import make_tables

WINDOWS, PIECE = 10, 4000


def send_from_windows():
    """The last answer that each window got, how many photos are stored, and what is left over."""
    cast.make_frame()
    visit = cast.make_visit(
        assignment=cast.make_assignment(person=cast.make_deputy(name="许桂兰", login="xu"))
    )
    content = file_of(picture(), name="a.jpg").read() + os.urandom(30_000)  # as a maker's note
    path = reverse("visit-photo-piece", args=[visit.uuid])
    told = {"size": len(content), "sum": f"{zlib.crc32(content):08x}"}
    phones = [Client() for _ in range(WINDOWS)]
    for phone in phones:
        phone.force_login(visit.recorded_by)

    def send(index):
        said = {"have": 0}
        while "have" in said:
            start = said["have"]
            piece = SimpleUploadedFile("piece", content[start : start + PIECE])
            said = phones[index].post(path, told | {"start": start, "piece": piece}, **JSON).json()
        return said.get("photo")

    answers = at_once(WINDOWS, send)
    left = [path.name for path in arriving.folder().iterdir()]
    return {"answers": answers, "photos": VisitPhoto.objects.count(), "left": left}


@override_settings(ALLOWED_HOSTS=["testserver"])
def main():
    make_tables()
    print(json.dumps(send_from_windows()))
