"""As it stood on a day: what the congress decided, found, elected, and who was a deputy."""

import pytest

from congress.models import AgendaItem, Candidacy, Finding, Honour, Participation
from representatives.models import Mandate, Person
from tests import cast
from tests.cast import day
from township.models import Level
from township.spans import Period, today

pytestmark = pytest.mark.django_db

IN_2022 = Period.of_year(2022)


@pytest.fixture
def frame():
    return cast.make_frame()


def counts(ask, *days):
    """How many there were on each of `days`, as of today, and now: the last two are the same."""
    found = [ask(day(on)).count() for on in days] + [ask(today()).count(), ask(None).count()]
    assert found[-2] == found[-1]
    return found[:-1]


@pytest.fixture
def late_deputy(frame):
    """A deputy since 2022-02-01, whose qualification was confirmed on 2022-05-10 only."""
    person = cast.make_person(name="查德胜")
    cast.make_mandate(person=person, starts_on=day("2022-02-01"), confirmed_on=day("2022-05-10"))
    return person


class TestWhoWasADeputy:
    def test_confirmed_later(self, late_deputy):
        """What is known of 2022-03-01 on the days before, on and after the confirmation."""
        days = ["2022-05-09", "2022-05-10", "2022-05-11"]
        for ask in (
            Mandate.objects.confirmed,
            lambda on: Mandate.objects.in_force(cast.DAY, known_on=on),
            lambda on: Mandate.objects.overlapping_period(IN_2022, known_on=on),
            lambda on: Person.objects.deputies_on(cast.DAY, Level.TOWN, known_on=on),
        ):
            assert counts(ask, *days) == [0, 1, 1, 1]

    def test_what_they_did_before(self, late_deputy):
        cast.make_participation(person=late_deputy)
        cast.make_honour(person=late_deputy)
        for rows in (Participation.objects, Honour.objects):
            assert counts(rows.all().of_deputies, "2022-05-09", "2022-05-10") == [0, 1, 1]

    def test_a_mandate_that_ended_was_one_until_then(self, late_deputy):
        mandate = Mandate.objects.get()
        mandate.ended_on, mandate.ended_for = day("2022-06-01"), "moved"
        mandate.save()
        held = [
            Person.objects.deputies_on(day(on), known_on=day(on)).count()
            for on in ("2022-05-09", "2022-05-10", "2022-05-31", "2022-06-01")
        ]
        assert held == [0, 1, 1, 0]


class TestDecisionsAndFindings:
    def test_a_decision_done_where_it_was_made(self, frame):
        cast.make_agenda_item(decision_done_on=day("2022-04-01"))
        cast.make_agenda_item(decision_done_on=None, order=2)
        found = counts(AgendaItem.objects.done, "2022-03-31", "2022-04-01", "2022-04-02")
        assert found == [0, 1, 1, 1]

    def test_done_where_it_came_back_to(self, frame):
        first = cast.make_agenda_item()
        later = cast.make_presidium_meeting(starts_on=day("2022-05-05"))
        cast.make_agenda_item(meeting=later, follows=first, decision_done_on=day("2022-05-20"))
        assert counts(AgendaItem.objects.done, "2022-05-19", "2022-05-20") == [0, 2, 2]
        assert first in AgendaItem.objects.done(day("2022-05-20"))

    def test_put_right(self, frame):
        cast.make_finding(rectified_on=day("2022-04-01"))
        cast.make_finding(text="闸门锈死")
        assert counts(Finding.objects.all().rectified, "2022-03-31", "2022-04-01") == [0, 1, 1]

    def test_elected_when_it_was_declared(self, frame):
        for on, votes in ((day("2022-03-08"), 600), (None, 500)):
            poll = cast.make_poll(constituency=cast.make_constituency(), declared_on=on)
            cast.make_candidacy(poll=poll, votes_for=votes, is_elected=True)
        rows = Candidacy.objects.all()
        found = [rows.elected(day(on)).count() for on in ("2022-03-07", "2022-03-08")]
        assert (found, rows.elected().count()) == ([0, 1], 2)
