"""Households given away by two clerks in the same moment. Only PostgreSQL has such moments."""

import pytest
from django.core.exceptions import ValidationError

from representatives import services
from representatives.models import Assignment, Household
from representatives.services import Placement
from tests import cast
from tests.at_once import at_once
from township.spans import today

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    cast.make_frame()
    return cast.the_clerk()


def waiting(kind, count):
    rows = (cast.make_household() for _ in range(count))
    return [cast.of_category(row, kind) for row in rows]


def told(act):
    """What `act()` says: nothing, or the sentences of its refusal."""
    try:
        act()
    except ValidationError as error:
        return error.messages
    return []


def test_one_household_for_two_deputies(clerk):
    kind = cast.make_frame().categories[0]
    [home], people = waiting(kind, 1), [cast.make_deputy(), cast.make_deputy()]

    def give(index):
        return told(
            lambda: services.assign(
                person=people[index], household=home, category=kind, on=today(), by=clerk
            )
        )

    answers = at_once(2, give)
    row = Assignment.objects.get()
    assert sorted(answers, key=len) == [
        [], [f"这一户在这段时间已由{row.person}联系，同一时间只能由一名代表联系。"],
    ]  # fmt: skip


def test_one_household_handed_over_to_two(clerk):
    row = cast.make_assignment()
    people = [cast.make_deputy(), cast.make_deputy()]

    def hand(index):
        mine = Assignment.objects.get(pk=row.pk)
        return told(lambda: services.hand_over(mine, to=people[index], on=today(), by=clerk))

    answers = at_once(2, hand)
    assert sorted(answers, key=len) == [[], [f"这一安排已于{today()}结束。"]]
    assert Assignment.objects.filter(ended_on=None).count() == 1
    assert Assignment.objects.count() == 2


def test_many_rows_in_two_orders_do_not_wait_for_each_other(clerk):
    """Each clerk sends the same ten, one from the top and one from the bottom."""
    kind = cast.make_frame().categories[0]
    homes, people = waiting(kind, 10), [cast.make_deputy() for _ in range(10)]
    rows = [Placement(h, kind, p) for h, p in zip(homes, people, strict=True)]
    orders = [rows, rows[::-1]]
    counts = at_once(2, lambda i: services.place_all(orders[i], on=today(), by=clerk))
    assert sorted(counts) == [0, 10]
    assert Household.objects.unassigned(today()).count() == 0
    assert Assignment.objects.count() == 10
