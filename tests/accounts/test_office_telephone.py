"""Wherever somebody is told to call the office, its telephone is a button."""

import pytest
from django.test import Client

from tests import cast
from township.models import Town

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


@pytest.mark.sqlite  # the same pages on both
def test_the_number_is_a_button_wherever_one_is_told_to_call(frame):
    person = cast.make_deputy(name="许桂兰", login="xu")
    assert all("call-office" not in page.content.decode() for page in pages(person))
    town = Town.get()
    town.office_phone = "0553-6320001"
    town.save()
    for page in pages(person):
        assert BUTTON in page.content.decode(), page.request["PATH_INFO"]


def test_the_office_writes_it_as_it_writes_numbers(frame):
    town = Town.get()
    town.office_phone = "（0553）6320001"
    town.full_clean()
    assert town.office_phone == "0553-6320001"
