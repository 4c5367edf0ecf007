"""What tests begin with is made once, and each finds what it asked for and nothing else."""

import pytest

from representatives.models import Household, Person
from tests import cast
from tests.cast import day
from tests.stage import Part, Stage, staged
from township.spans import today

pytestmark = pytest.mark.django_db

MADE = []


@staged
def xu():
    MADE.append("许桂兰")
    return cast.make_deputy(name="许桂兰")


@staged(on=day("2022-06-15"))
def hers(xu):
    MADE.append(today())
    return cast.make_assignment(person=xu)


@staged
def renamed(xu):
    xu.name = "许桂芳"
    xu.save()


@pytest.mark.parametrize("time", ["the first", "the second"])
def test_what_a_test_does_does_not_reach_the_next(hers, xu, time):
    assert (xu.name, Person.objects.get().name) == ("许桂兰", "许桂兰")
    xu.name = "许桂芳"
    xu.save()
    Household.objects.update(head_name="王三保")
    assert hers.person.name == "许桂芳"  # what refers to another still does


def test_what_was_not_asked_for_is_not_there(xu):
    assert not Household.objects.exists()


def test_what_one_does_to_another_goes_with_it(xu):
    assert (xu.name, Person.objects.get().name) == ("许桂兰", "许桂兰")


def test_and_is_seen_where_it_was_asked_for(xu, renamed):
    assert (xu.name, Person.objects.get().name) == ("许桂芳", "许桂芳")


def test_nor_is_anything_where_nothing_was_asked_for():
    assert not Person.objects.exists()


def test_each_is_made_once_and_taken_away_at_the_end(hers, request, django_db_blocker):
    stage, before = Stage(), len(MADE)
    for _ in range(3):
        stage.set_for(request.node, django_db_blocker)
    assert MADE[before:] == ["许桂兰", day("2022-06-15")]
    assert Person.objects.count() == 2  # with the one that was asked for
    stage.strike()
    assert Person.objects.get() == hers.person


def test_asked_for_by_its_name_it_is_made_in_the_test(request):
    assert request.getfixturevalue("hers").person == Person.objects.get()


def test_one_that_fails_leaves_nothing(django_db_blocker):
    stage = Stage()
    with pytest.raises(ZeroDivisionError):
        stage.add(Part(breaks, "breaks", wanted=[], on=None), django_db_blocker)
    assert not Person.objects.exists()


def breaks():
    cast.make_person()
    return 1 / 0
