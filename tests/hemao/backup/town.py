"""What there is to lose in the town of these stories, and how its rows are looked at."""

import datetime
import json
import stat
import subprocess
import sys
from contextlib import contextmanager

import psycopg
from django.utils import timezone

from hemao.backup import folder
from hemao.backup.databases import sqlite, tables
from hemao.backup.making import make
from hemao.backup.words import ProgressLine
from tests.hemao.office import PASSWORD
from tests.hemao.test_setup import ROOT

NUMBER = "6f1c2c1e-0d0a-4c57-9a55-0c4b1f0f3a11"  # of the visit that 许桂兰's phone has sent
# 许桂兰 logs in on her phone and sends a visit; the office closes a report on a signed sheet. There is
# a file of each kind, one of a voided record.
LIFE = f"""
import json
from django.conf import settings
from django.test import Client
from django.utils import timezone
from accounts.models import Role
from reports.editions import closing
from reports.editions import services as edition_services
from reports.studio import services
from reports.words import drafting
from representatives.models import Visit, VisitPhoto
from tests import cast
from tests.hemao.backup.town import send
from tests.reports.county_book import county_book
from reports.models import CountyTable, TableVersion
from django.core.files.uploadedfile import SimpleUploadedFile

phone = Client(SERVER_NAME="127.0.0.1")
phone.post("/login/", {{"username": "xu", "password": "{PASSWORD}"}})
assert send(phone) == 200
cast.make_visit_photo(visit=Visit.objects.get())
cast.make_visit_photo(visit=Visit.objects.get())
VisitPhoto.objects.filter(pk=1).update(voided_at=timezone.now(), void_reason="拍错了")
cast.make_photo()
cast.make_scan()
book = SimpleUploadedFile("表.xlsx", county_book())
clerk = cast.the_clerk()
table = CountyTable.objects.create(name="统计表")
TableVersion.objects.create(table=table, number=1, file=book, digest="0" * 64, uploaded_by=clerk)
draft = drafting.draft("annual", 2022, text="一、会议\\n全年开会。", signed_on=cast.day("2023-01-09"))
report = services.begin(draft, by=clerk)
leader = cast.make_user(Role.LEADER, display_name="尉迟明")
edition_services.close(
    report, by=leader, seen=closing.take(report).mark, signer="尉迟明", sheet=cast.a_signed_sheet()
)
cookies = {{name: cookie.value for name, cookie in phone.cookies.items()}}
(settings.VAR / "phone").write_text(json.dumps(cookies))
"""
MORNING = timezone.make_aware(datetime.datetime(2026, 11, 30, 8, 15))
FILES = 9  # three photos and the small one of each, a scan, a workbook, a signed sheet
# What the phone gets, and what is stored afterwards, in the town that is asked.
SEND_AGAIN = """
import json, sys
from django.test import Client
from representatives.models import Visit
from tests.hemao.backup.town import send
phone = Client(SERVER_NAME="127.0.0.1")
for name, value in json.loads(%r).items():
    phone.cookies[name] = value
opened = phone.get("/households/").status_code
print(json.dumps([opened, send(phone), Visit.objects.count()]))
"""


def send(phone):
    """Send the visit with NUMBER, as the page of `phone` does; the status of the answer."""
    fields = {"uuid": NUMBER, "visited_on": "2022-03-01", "method": "home", "was_met": "1"}
    path = "/households/1/visit/"
    return phone.post(path, fields, headers={"accept": "application/json"}).status_code


def send_again(place, cookies):
    """What 许桂兰's phone, with its old cookies, gets from the town of `place`."""
    return json.loads(python(place, SEND_AGAIN % cookies))


def python(place, code):
    command = [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, env=place.environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(place):
    """{table: how many rows, and their digest}."""
    with place.database.reader() as reader:
        return tables.fingerprints(reader, ProgressLine())


def content(place):
    """{name: bytes} of the uploads."""
    found = [path for path in place.uploads.rglob("*") if path.is_file()]
    return {path.relative_to(place.uploads).as_posix(): path.read_bytes() for path in found}


@contextmanager
def line(place):
    """A connection that somebody else writes by."""
    if place.url:
        with psycopg.connect(place.url, autocommit=True) as connection:
            yield connection
    else:
        with sqlite.opened(place.database.path) as connection:
            yield connection


def add_topic(place, name):
    """A clerk enters a topic; what is stored is seen by others at once."""
    with line(place) as connection:
        connection.execute(f"INSERT INTO township_topic (name, \"order\") VALUES ('{name}', 0)")


def topics(place):
    with place.database.reader() as reader:
        return {name for (name,) in reader.execute("SELECT name FROM township_topic")}


def back_up(place, **said):
    """The path of a new archive of `place`."""
    return make(place, **said).path


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def names(backups):
    return [each.path.name for each in folder.archives(backups)]


def stored(backups):
    """The SHA-256 of every file in the store."""
    return {path.name for path in (backups / "files").rglob("*") if path.is_file()}
