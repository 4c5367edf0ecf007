"""The nameless sheet is one page for everybody, which a browser may keep, and holds no name."""

import re

import pytest
from django.test import Client

from representatives.phone.sheet import NamelessSheet, hash_for_csp
from tests import cast
from township.models import TownName
from township.spans import today


@pytest.fixture
def deputy(db):
    user = cast.make_user("deputy", username="xu", display_name="许桂兰")
    home = cast.make_household(head_name="王二保")
    cast.make_assignment(person=cast.make_deputy(name="许桂兰", user=user), household=home)
    return user


@pytest.mark.parametrize(
    ("path", "asked"), [("/sheet/", 1), ("/sheet/worker.js", 1), ("/sheet/first.js", 0)]
)
def test_it_asks_of_the_town_and_not_who_reads(
    path, asked, client, deputy, django_assert_num_queries
):
    client.force_login(deputy)
    client.get(path)  # made once in each process
    with django_assert_num_queries(asked):
        page = client.get(path)
    assert page.status_code == 200
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")


def test_it_is_the_same_for_everybody_and_names_nobody(client, deputy):
    client.force_login(deputy)
    page = client.get("/sheet/")
    assert page.content == Client().get("/sheet/").content
    words = page.content.decode()
    assert not any(name in words for name in ("许桂兰", "王二保"))


def test_it_is_not_sent_again_to_a_browser_that_has_it(client, db):
    page = client.get("/sheet/")
    again = client.get("/sheet/", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # A browser puts these headers in the place of those that it kept.
    policy = "Content-Security-Policy"
    assert again.headers[policy] == page.headers[policy]
    other = client.get("/sheet/", headers={"If-None-Match": '"of-yesterday"'})
    assert other.status_code == 200


def test_the_policy_lets_its_own_script_and_style_stand_in_it(client, db):
    page = client.get("/sheet/")
    words, policy = page.content.decode(), page.headers["Content-Security-Policy"]
    for name in ("script", "style"):
        [text] = re.findall(rf"<{name}>(.*?)</{name}>", words, re.DOTALL)
        assert hash_for_csp(text) in policy
    assert "unsafe-inline" not in policy


def test_the_worker_may_catch_every_page_and_knows_its_version(client, db):
    worker = client.get("/sheet/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/"
    assert worker.headers["Cache-Control"] == "no-cache"
    assert "VERSION" not in worker.content.decode()


def test_two_servers_make_the_same_sheet(db):
    """A day or a number in it would be another version with each start, and an old day to write with."""
    first, second = NamelessSheet(), NamelessSheet()
    assert first.version == second.version
    assert today().isoformat() not in first.html


def test_it_speaks_as_the_town_does(client, db):
    """A town that becomes a 乡 has another sheet, which phones fetch with their next question."""
    cast.make_frame()
    before = client.get("/sheet/")
    assert "镇政府（部门）办理" in before.content.decode()
    TownName.objects.update(town="柳塘乡", kind="township")
    after = client.get("/sheet/", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "乡政府（部门）办理" in after.content.decode()
