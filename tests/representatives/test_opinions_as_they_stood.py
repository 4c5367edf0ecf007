"""As it stood on a day: what was heard, and how far it had come by then."""

import pytest

from representatives import opinions
from representatives.models import Opinion
from tests import cast
from tests.cast import day
from township.models import DeadlineRule

pytestmark = pytest.mark.django_db

LAST = day("2022-12-31")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: LAST)


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def clerk(frame):
    return cast.the_clerk()


@pytest.fixture
def ditch(clerk):
    """Said on 2022-03-01 by a household."""
    row = cast.make_assignment(person=cast.make_deputy(name="许桂兰"))
    opinion = cast.make_opinion(household=row.household, heard_by=row.person)
    return opinions.enter_opinion(opinion, by=clerk)


def days_of(ask, *days):
    """Of which of `days` in 2022 the question finds something; and today it finds the same as now."""
    assert set(ask(LAST)) == set(ask(None))
    return " ".join(on for on in days if ask(day(f"2022-{on}")).exists())


class TestFarmersDitch:
    def test_answered_solved_and_told_back(self, frame, clerk, ditch):
        """Handed over on 03-02, answered on 03-20, told back on 03-25."""
        opinions.hand_over_opinion(
            ditch, by=clerk, on=day("2022-03-02"), department=frame.departments[2]
        )
        opinions.answer_opinion(
            ditch, by=clerk, on=day("2022-03-20"), outcome="solved", answer="清了。"
        )
        opinions.tell_back(ditch, by=clerk, on=day("2022-03-25"), way="phone")
        days = "03-19", "03-20", "03-21", "03-24", "03-25"
        assert days_of(Opinion.objects.answered, *days) == "03-20 03-21 03-24 03-25"
        assert days_of(Opinion.objects.solved, *days) == "03-20 03-21 03-24 03-25"
        assert days_of(Opinion.objects.closed, *days) == "03-25"

    def test_what_no_household_said_is_closed_with_its_answer(self, clerk):
        letter = cast.make_opinion()
        opinions.enter_opinion(letter, by=clerk)
        Opinion.objects.update(answered_on=day("2022-03-20"), outcome="explained")
        assert days_of(Opinion.objects.closed, "03-19", "03-20") == "03-20"
        assert days_of(Opinion.objects.solved, "03-19", "03-20") == ""

    def test_undated_while_it_was_owed(self, frame, clerk, ditch):
        """No rule says when: handed over on 03-02, answered on 03-20."""
        DeadlineRule.objects.all().delete()
        opinions.hand_over_opinion(
            ditch, by=clerk, on=day("2022-03-02"), department=frame.departments[2]
        )
        opinions.answer_opinion(
            ditch, by=clerk, on=day("2022-03-20"), outcome="solved", answer="清了。"
        )
        owed = [
            on
            for on in ("03-01", "03-02", "03-19", "03-20")
            if Opinion.objects.undated_on(day(f"2022-{on}")).exists()
        ]
        assert owed == ["03-02", "03-19"]
