"""A household and the deputy who keeps in touch with it, on one page: both are stored, or none.

许桂兰 is a deputy since 2021-12-28 and has a household of the first category; 仇万里 is none.
"""

import pytest

from records.models import OnceKey
from representatives.models import Assignment, Household
from tests import cast
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def frame(db):
    return cast.make_frame()


@pytest.fixture
def xu(frame):
    return cast.make_deputy(name="许桂兰")


def new_form(office, frame, category=1, **fields):
    form = AdminForm(office, url(Household, "add"))
    told = {"head_name": "王二保", "village": frame.villages[0], "since": "2022-02-01"}
    form.fill(**told | fields)
    if category is not None:
        form.add_row("category_spans", category=frame.categories[category], starts_on="2022-01-01")
    return form


def test_both_are_stored(office, frame, xu):
    accepted(new_form(office, frame, deputy=xu).send())
    row = Assignment.objects.get()
    assert (row.person, row.household.head_name, str(row.starts_on)) == (xu, "王二保", "2022-02-01")
    assert row.category == frame.categories[1]
    assert row.history.get().history_user == cast.the_clerk()


def hold_another(xu, frame):
    home = cast.make_household(head_name="李长根")
    cast.make_assignment(person=xu, household=home, category=frame.categories[0])


def test_without_a_deputy_it_waits_for_one(office, frame):
    accepted(new_form(office, frame).send())
    assert Household.objects.unassigned(cast.DAY).count() == 1


def test_the_first_of_its_categories_is_meant(office, frame, xu):
    form = new_form(office, frame, category=2, deputy=xu)
    form.add_row("category_spans", category=frame.categories[1], starts_on="2022-01-01")
    accepted(form.send())
    assert Assignment.objects.get().category == frame.categories[1]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"category": 0}, "许桂兰在这段时间已有外出户，每名代表联系1户。"),
        ({"category": None}, "这一户在2022-02-01没有类别。"),
        ({"since": "2021-12-31"}, "这一户在2021-12-31没有类别。"),
        ({"since": ""}, "选了联系代表，请填从哪天起联系。"),
        ({"since": "2099-01-01"}, "开始日期不能在今天之后。"),
    ],
)
@pytest.mark.sqlite  # what a form refuses is the same on both
def test_refused_nothing_is_stored_and_nothing_typed_is_lost(office, frame, xu, fields, sentence):
    hold_another(xu, frame)
    stored = (Household.objects.count(), Assignment.objects.count(), OnceKey.objects.count())
    form = new_form(office, frame, **{"deputy": xu} | fields)
    answer = form.send()
    assert sentence in errors_of(answer)
    assert stored == (
        Household.objects.count(), Assignment.objects.count(), OnceKey.objects.count(),
    )  # fmt: skip
    page = answer.content.decode()
    assert 'value="王二保"' in page
    assert f'<option value="{xu.pk}" selected>' in page


def test_who_is_no_deputy_gets_none(office, frame):
    qiu = cast.make_person(name="仇万里")
    answer = new_form(office, frame, deputy=qiu).send()
    assert "仇万里在2022-02-01不是代表。" in errors_of(answer)
    assert not Household.objects.exists()


def test_mended_it_is_stored(office, frame, xu):
    hold_another(xu, frame)
    form = new_form(office, frame, category=0, deputy=xu)
    errors_of(form.send())
    accepted(form.fill(deputy=cast.make_deputy(name="单国富")).send())
    accepted(form.send())  # sent twice
    assert Household.objects.filter(assignments__person__name="单国富").count() == 1


def test_a_stored_one_is_assigned_on_pages_of_its_own(office, frame):
    household = cast.make_household()
    page = AdminForm(office, url(Household, "change", household.pk)).page
    assert 'name="deputy"' not in page
