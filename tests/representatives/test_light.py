"""What a phone has to load: every deputy page in bytes, compressed as it travels.

First visit at most 20 kB in all, later pages at most 6 kB; nothing from anybody else.
"""

import datetime
import gzip
import importlib
import re

import brotli
import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from representatives import services
from representatives.models import Opinion, Visit
from tests import cast
from township.spans import today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # as many bytes on both

FIRST, LATER = 20_000, 6_000  # bytes
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
SCRIPT = re.compile(r'src="(/sheet/[^"]+)"')
ABSOLUTE = re.compile(r'(?:href|src|action)="(https?:)?//')


def fill_empty_phrases():
    """Each category with the phrases of its kind: three lists weigh more than one for all."""
    name = "representatives.migrations.0017_phrases_by_what_a_category_is"
    importlib.import_module(name).fill(apps, None)


@pytest.fixture
def xu():
    """许桂兰 with a full page: three households, and something that waits at each."""
    frame = cast.make_frame()
    fill_empty_phrases()
    xu = cast.make_deputy(name="许桂兰", login="xu")
    for category in frame.categories:
        home = cast.make_household(phone="0553-6211234", group="6组", industry="水稻46亩")
        row = cast.make_assignment(person=xu, household=home, category=category)
        cast.make_visit(assignment=row, production="晚稻长势好", livelihood="老人身体好")
        answered = {"answered_on": cast.DAY, "outcome": "solved", "answer": "已清理。"}
        cast.make_opinion(household=home, heard_by=xu, **answered)
    return xu


@pytest.fixture
def phone(client, xu):
    client.force_login(xu.user)
    return client


def as_it_travels(response):
    """The bytes of the page itself, as the browser gets it."""
    assert response.headers["Content-Encoding"] == "gzip"
    return len(response.content)


def static_bytes(html):
    """The bytes of what the page links to, compressed as the server keeps it."""
    total = 0
    for path in set(LINKED.findall(html)):
        with open(finders.find(path.removeprefix("/static/")), "rb") as file:
            total += len(brotli.compress(file.read()))
    for path in set(SCRIPT.findall(html)):
        total += len(fetched(path).content)
    return total


def fetched(path):
    """What the server answers to who knows the better compression."""
    return Client().get(path, HTTP_ACCEPT_ENCODING="gzip, br")


def pages(phone):
    home = phone.get("/households/").context["cards"][0].household
    return ["/households/", home.get_absolute_url(), f"{home.get_absolute_url()}visit/",
            "/motions/", "/motions/new/", "/meetings/", "/me/"]  # fmt: skip


def called(xu):
    """The pages of what 许桂兰 is called to, and raised, and did."""
    soon = today() + datetime.timedelta(days=4)
    session = cast.make_session(starts_on=soon)
    for title in ("听取政府工作报告", "听取主席团工作报告"):
        cast.make_agenda_item(meeting=session, title=title, paper="各位代表：\n现在报告。" * 40)
    motion = cast.make_motion(proposer=xu, status="replied")
    cast.make_handling(motion=motion, replied_on=cast.day("2022-04-01"), reply="已经清理。")
    rows = [session, cast.make_activity(starts_on=soon, people=[xu]), motion]
    told, visit = Opinion.objects.first(), Visit.objects.first()
    return [row.get_absolute_url() for row in rows] + [
        f"/motions/new/?opinion={told.pk}", f"/opinions/{told.pk}/told/",
        reverse("motion-do", args=[motion.pk, "rate"]),
        reverse("visit-change", args=[visit.pk]), f"/deputies/{xu.pk}/", "/password/",
        "/files/?file=/households/record-book/", "/logout/",
    ]  # fmt: skip


def test_every_page_of_a_deputy_is_light(phone, xu):
    cast.make_motion(proposer=xu, status="registered")
    for path in pages(phone) + called(xu):
        answer = phone.get(path, HTTP_ACCEPT_ENCODING="gzip")
        assert answer.status_code == 200, path
        html = gzip.decompress(answer.content).decode()
        page, rest = as_it_travels(answer), static_bytes(html)
        assert page <= LATER, (path, page)
        assert page + rest <= FIRST, (path, page, rest)
        assert not ABSOLUTE.search(html), path


@pytest.mark.parametrize("path", ["/login/", "/enter/", "/enter/digits/", "/enter/secret/"])
def test_the_way_in_is_light(client, xu, path):
    if path == "/enter/":
        xu.phone = "13800138247"
        xu.save()
        path += services.issue_login_link(xu, by=cast.the_clerk()) + "/"
    answer = client.get(path, HTTP_ACCEPT_ENCODING="gzip")
    html = gzip.decompress(answer.content).decode()
    assert as_it_travels(answer) + static_bytes(html) <= FIRST
    assert as_it_travels(answer) <= LATER
    assert not ABSOLUTE.search(html)


def test_what_follows_is_light_too(phone):
    """The sheet that opens without a network, its worker, the queue and the photos: once."""
    html = gzip.decompress(phone.get("/households/", HTTP_ACCEPT_ENCODING="gzip").content).decode()
    later = re.search(r'data-later="([^"]+)"', html)[1]
    total = sum(len(fetched(path).content) for path in (later, "/sheet/", "/sheet/worker.js"))
    assert total <= 30_000


def test_the_first_page_takes_seven_requests(phone):
    html = phone.get("/households/").content.decode()
    linked = set(re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', html))
    assert len(linked) + 1 <= 7
