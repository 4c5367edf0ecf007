"""As it stood on a day: what was heard, and how far it had come by then."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps

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


class TestItsWay:
    """By which of the six ways, since when, and what was so before."""

    def ways(self, *days):
        """The disposal that each of `days` counts it under, "" where none."""
        rows = Opinion.objects.all()
        return [
            next((way for way in Opinion.Disposal.values if rows.of_disposal(way, on).exists()), "")
            for on in (day(f"2022-{text}") for text in days)
        ]

    def overdue(self, *days):
        return [on for on in days if Opinion.objects.overdue_on(day(f"2022-{on}")).exists()]

    def since(self, opinion):
        opinion.refresh_from_db()
        return opinion.disposed_on, opinion.former_disposal, opinion.former_due_on

    def test_entered(self, ditch):
        assert self.since(ditch) == (day("2022-03-01"), "", None)
        assert self.ways("02-28", "03-01", "12-31") == ["", "town", "town"]
        assert Opinion.objects.of_disposal("town").get() == ditch

    def test_handed_over_twice(self, frame, clerk, ditch):
        """To the station on 03-02, due on 04-01; on 04-10 to the village, due on 05-10."""
        office, village = frame.departments[2], frame.departments[0]
        village.kind = "village"
        village.save()
        hand = opinions.hand_over_opinion
        hand(ditch, by=clerk, on=day("2022-03-02"), department=office)
        first_due = ditch.due_on
        hand(ditch, by=clerk, on=day("2022-04-10"), department=village)
        assert self.since(ditch) == (day("2022-04-10"), "town", first_due)
        assert ditch.former_handed_over_on == day("2022-03-02")
        assert self.ways("04-09", "04-10") == ["town", "village"]
        days = [f"{first_due:%m-%d}", "04-09", "04-10", f"{ditch.due_on:%m-%d}", "12-31"]
        assert self.overdue(*days) == ["04-09", "12-31"]

    def test_handed_over_for_the_first_time(self, frame, clerk, ditch):
        """It was to be a suggestion from 03-05; the office took it back on 03-20, to the station on 04-01."""
        opinions.dispose(ditch, by=clerk, on=day("2022-03-05"), disposal="motion")
        opinions.dispose(ditch, by=clerk, on=day("2022-03-20"), disposal="town")
        opinions.hand_over_opinion(
            ditch, by=clerk, on=day("2022-04-01"), department=frame.departments[2]
        )
        assert self.since(ditch) == (day("2022-03-20"), "motion", None)
        assert self.ways("03-19", "03-20", "04-01") == ["motion", "town", "town"]
        assert self.overdue(f"{ditch.due_on:%m-%d}", "12-31") == ["12-31"]

    def test_became_a_suggestion(self, frame, clerk, ditch):
        opinions.hand_over_opinion(
            ditch, by=clerk, on=day("2022-03-02"), department=frame.departments[2]
        )
        due = ditch.due_on
        opinions.note_motion(ditch, by=clerk, on=day("2022-04-10"))
        opinions.note_motion(ditch, by=clerk, on=day("2022-04-12"))  # which changes nothing
        assert self.since(ditch) == (day("2022-04-10"), "town", due)
        assert self.ways("04-09", "04-10") == ["town", "motion"]
        assert self.overdue("04-09", "04-10") == ["04-09"]

    def test_disposed_of_later_on_an_earlier_day(self, clerk, ditch):
        opinions.dispose(ditch, by=clerk, on=day("2022-04-10"), disposal="motion")
        opinions.dispose(ditch, by=clerk, on=day("2022-03-20"), disposal="above")
        assert self.ways("03-19", "03-20", "04-10") == ["town", "above", "above"]

    def test_a_correction_is_so_from_the_first_day(self, frame, clerk, ditch):
        opinions.correct_opinion(ditch, by=clerk, disposal="village")
        assert self.ways("03-01") == ["village"]
        opinions.hand_over_opinion(
            ditch, by=clerk, on=day("2022-03-12"), department=frame.departments[2]
        )
        opinions.correct_opinion(ditch, by=clerk, handed_over_on=day("2022-03-10"))
        assert self.since(ditch)[:2] == (day("2022-03-10"), "village")
        opinions.correct_opinion(ditch, by=clerk, handed_over_on=None)
        assert self.since(ditch)[:2] == (day("2022-03-01"), "village")

    def test_undated_with_the_former_department_too(self, frame, clerk, ditch):
        DeadlineRule.objects.all().delete()
        hand = opinions.hand_over_opinion
        hand(ditch, by=clerk, on=day("2022-03-02"), department=frame.departments[2])
        hand(ditch, by=clerk, on=day("2022-04-10"), department=frame.departments[1])
        days = ["03-01", "03-02", "04-09", "04-10"]
        owed = [on for on in days if Opinion.objects.undated_on(day(f"2022-{on}")).exists()]
        assert owed == ["03-02", "04-09", "04-10"]


class TestFilled:
    """representatives.0010, with the rows as an earlier version left them."""

    def filled(self, opinion, **fields):
        new = {"disposed_on": None, "disposed_on_from": "", "former_disposal": ""}
        Opinion.objects.update(**new, former_due_on=None, former_handed_over_on=None, **fields)
        step = "representatives.migrations.0010_since_when_opinions_go_their_way"
        import_module(step).fill(apps, None)
        opinion.refresh_from_db()
        return f"{opinion.disposed_on:%m-%d}", opinion.disposed_on_from, opinion.former_disposal

    def history(self, opinion, on, **fields):
        """A line of history of the day `on`, in which `fields` read so."""
        line = opinion.history.earliest("history_date", "history_id")
        for name, value in {"disposal": opinion.disposal, **fields}.items():
            setattr(line, name, value)
        line.pk, line.history_date = None, datetime.datetime.fromisoformat(f"2022-{on}T04:00Z")
        line.save()

    @pytest.fixture
    def alone(self, ditch):
        """Without any history."""
        ditch.history.all().delete()
        return ditch

    def test_by_the_last_of_its_own_days(self, alone):
        assert self.filled(alone) == ("03-01", "heard", "")
        answered = {"answered_on": day("2022-03-20"), "outcome": "solved"}
        assert self.filled(alone, **answered) == ("03-20", "answer", "")
        handed = {"handed_over_on": day("2022-03-05")}
        assert self.filled(alone, **handed) == ("03-05", "hand_over", "")

    def test_entered_so_it_went_no_other_way_before(self, ditch):
        assert self.filled(ditch, disposal="town") == ("03-01", "heard", "town")

    def test_by_the_history_where_it_is_earlier(self, ditch):
        """Answered on 03-20; that it goes to the city's deputies was entered on 03-10."""
        ditch.history.all().update(
            history_date=datetime.datetime(2022, 3, 1, 4, tzinfo=datetime.UTC)
        )
        self.history(ditch, "03-10", disposal="above", due_on=None)
        changed = {"disposal": "above", "answered_on": day("2022-03-20"), "outcome": "referred"}
        assert self.filled(ditch, **changed) == ("03-10", "history", "town")
        assert [row.former_due_on for row in Opinion.objects.all()] == [None]

    def test_an_entered_day_stays(self, clerk, ditch):
        opinions.dispose(ditch, by=clerk, on=day("2022-03-08"), disposal="above")
        step = "representatives.migrations.0010_since_when_opinions_go_their_way"
        import_module(step).fill(apps, None)
        ditch.refresh_from_db()
        assert (ditch.disposed_on, ditch.disposed_on_from) == (day("2022-03-08"), "")
