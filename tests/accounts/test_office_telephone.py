"""Wherever somebody is told to call the office, its telephone is a button."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import LoginLink
from tests import cast
from tests.accounts.test_entering import come_in, link_for, press, tell
from township.models import Town
from township.spans import today

BUTTON = '<a class="button call-office" href="tel:0553-6320001">打给人大办公室'


@pytest.fixture
def frame(db):
    return cast.make_frame()


def pages(person):
    """The pages that tell somebody to call: without a login, and of a deputy without households."""
    visitor, deputy = Client(), Client()
    deputy.force_login(person.user)
    yield visitor.get("/login/")
    yield visitor.get("/enter/nothing-is-here/")
    yield deputy.get("/households/")
    yield deputy.get("/me/")
    yield visitor.get("/files/no-such-link/")


def links_that_open_nothing():
    """The pages of a link that was used, that ran out, that a newer one replaced, and that is void."""
    numbers = ("138 0013-8247", "139 0013-8247", "137 0013-8247", "136 0013-8247")
    used, expired, replaced, void = [cast.make_deputy(phone=phone) for phone in numbers]
    link = link_for(used)
    come_in(Client(), link)
    yield Client().get(link)
    link = link_for(expired)
    LoginLink.objects.filter(user__person=expired).update(expires_at=timezone.now())
    yield Client().get(link)
    link = link_for(replaced)
    link_for(replaced)
    yield Client().get(link)
    phone = Client()
    press(phone, link_for(void))
    yield from [tell(phone, "1111") for _ in range(5)]  # four refusals, and the end


def refusals(person):
    """The pages that refuse a deputy something which only the office can do."""
    deputy = Client()
    deputy.force_login(person.user)
    home = cast.make_assignment(person=person, household=cast.make_household()).household
    yield deputy.post(f"{home.get_absolute_url()}visit/", {"visited_on": ""})
    yield deputy.post("/motions/new/", {"title": ""})
    yield deputy.post("/password/", {"old_password": "111111"})
    session = cast.make_session(starts_on=today() - datetime.timedelta(days=1))
    yield deputy.get(session.get_absolute_url())
    stranger = Client()
    for _ in range(5):
        answer = stranger.post("/login/", {"username": "xu", "password": "111111"})
    assert "登录暂停15分钟" in answer.content.decode()
    yield answer


def with_telephone():
    Town.objects.update(office_phone="0553-6320001")


@pytest.mark.sqlite  # the same pages on both
def test_the_number_is_a_button_wherever_one_is_told_to_call(frame):
    person = cast.make_deputy(name="许桂兰", login="xu")
    assert all("call-office" not in page.content.decode() for page in pages(person))
    with_telephone()
    for page in pages(person):
        assert BUTTON in page.content.decode(), page.request["PATH_INFO"]


@pytest.mark.sqlite  # the same pages on both
def test_where_a_link_opens_nothing(frame):
    with_telephone()
    for page in links_that_open_nothing():
        assert BUTTON in page.content.decode(), page.content.decode()


@pytest.mark.sqlite  # the same pages on both
def test_where_something_is_refused(frame):
    with_telephone()
    for page in refusals(cast.make_deputy(name="许桂兰", login="xu")):
        assert BUTTON in page.content.decode(), page.request["PATH_INFO"]


def test_the_office_writes_it_as_it_writes_numbers(frame):
    town = Town.get()
    town.office_phone = "（0553）6320001"
    town.full_clean()
    assert town.office_phone == "0553-6320001"
