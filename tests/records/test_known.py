"""Rules asked of memory answer as the database does."""

import datetime
from datetime import date

import pytest
from django.apps import apps
from django.db.models import F, Q

from imports.books import Books
from records.base import Record
from records.constraints import broken_checks, is_check, truth
from records.known import near
from representatives.models import Assignment, Household, HouseholdCategory, Mandate
from tests import cast

DAYS = [None, *(date(2021, 12, 1) + datetime.timedelta(days=40 * n) for n in range(-2, 12))]


@pytest.fixture
def town(db):
    cast.make_frame()
    person = cast.make_deputy(name="马涛静")
    household = cast.make_household()
    cast.make_assignment(person=person, household=household)
    return person, household


def test_what_is_known_says_what_the_database_says(town, django_assert_num_queries):
    person, household = town
    books = Books()
    books.load(Assignment, "household_id", [household.pk], ["category"])
    books.load(Mandate, "person_id", [person.pk])
    one = Assignment()
    one.books = books
    for start in DAYS[1:]:
        for end in DAYS:
            stored = Assignment.objects.filter(household_id=household.pk).overlapping(start, end)
            with django_assert_num_queries(0):
                known = near(one, Assignment, household_id=household.pk).overlapping(start, end)
            assert [row.pk for row in known] == [row.pk for row in stored], (start, end)
        stored = Mandate.objects.filter(person_id=person.pk).in_force(start)
        known = near(one, Mandate, person_id=person.pk).in_force(start)
        assert {row.pk for row in stored} <= {row.pk for row in known}


def test_a_planned_row_is_known_until_its_draft_fails(town):
    _, household = town
    books = Books()
    books.load(HouseholdCategory, "household_id", [household.pk])
    before = len(books.near(HouseholdCategory, household_id=household.pk))
    new = HouseholdCategory(household=household, starts_on=date(2022, 1, 1))
    with pytest.raises(ZeroDivisionError), books.draft():
        books.add(new)
        assert len(books.near(HouseholdCategory, household_id=household.pk)) == before + 1
        raise ZeroDivisionError
    assert len(books.near(HouseholdCategory, household_id=household.pk)) == before


def test_what_was_never_loaded_is_asked_of_the_database(town, django_assert_num_queries):
    _, household = town
    with django_assert_num_queries(1):
        assert len(Books().near(Assignment, household_id=household.pk)) == 1


@pytest.mark.sqlite
def test_each_check_constraint_of_ours_can_be_asked_without_the_database():
    """Nothing of it is beyond us: an unknown lookup would stop an import."""
    asked = 0
    for model in apps.get_models():
        if issubclass(model, Record) or model._meta.app_label in ("township", "congress"):
            for constraint in filter(is_check, model._meta.constraints):
                assert truth(constraint.condition, model()) in (True, False, None)
                asked += 1
    assert asked > 60


@pytest.mark.parametrize(
    ("members", "workers", "away"),
    [(4, 5, None), (4, 4, 4), (None, 9, 9), (3, None, 4), (0, 0, 0), (2, 3, 3)],
)
def test_a_check_is_broken_here_where_the_database_refuses_it(town, members, workers, away):
    _, household = town
    household.members, household.workers, household.away = members, workers, away
    here = {one.name for one in broken_checks(household)}
    there = set()
    for one in filter(is_check, Household._meta.constraints):
        said = household._get_field_expression_map(meta=Household._meta)
        if not Q(one.condition).check(said):
            there.add(one.name)
    assert here == there


def test_what_is_missing_is_unknown_and_its_opposite_too():
    row = Household(members=None, workers=3)
    wanted = Q(members__gte=F("workers"))
    assert (truth(wanted, row), truth(~wanted, row)) == (None, None)
    assert truth(wanted | Q(members=None), row) is True
    assert truth(wanted & Q(workers=4), row) is False
