"""As it stood on a day: each question of motions, asked of the days before, on and after each event."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motions.lateness import Lateness
from motions.models import Handling, Motion, MotionEvent, Satisfaction, Signature
from tests import cast
from tests.cast import day
from tests.motions.test_lifecycle import SILENT, UNSATISFIED, Story
from tests.stage import staged

pytestmark = pytest.mark.django_db

LAST = day("2022-12-31")
FARMING, STATION = "农业农村办公室", "水利站"
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: LAST)


@staged(on=LAST)
def story():
    return Story()


def tell(story, motion, *steps):
    """Do `steps` (verb, day, what is told) to `motion`."""
    for verb, on, told in steps:
        motion.refresh_from_db()
        story.do(motion, verb, on=day(f"2022-{on}"), **told)
    return motion


def days_of(motion):
    """The day of everything that happened to `motion` and the one before it, and the last of all.

    So each thing is asked before, on and after its day, the last by what happened next.
    """
    happened = [event.happened_on for event in motion.events.all()]
    near = {on + n * ONE_DAY for on in happened for n in (-1, 0)}
    return sorted({*near, LAST})


def spans(rows, ask, days):
    """Of which of `days` the answer is yes, as half-open spans: "03-02~09-20 10-01~"."""
    words, was = [], False
    for on in days:
        yes = ask(rows, on).exists()
        if yes != was:
            words.append(f" {on:%m-%d}~" if yes else f"{on:%m-%d}")
        was = yes
    return "".join(words).strip()


def answers(motion, questions):
    rows, days = Motion.objects.filter(pk=motion.pk), days_of(motion)
    return {name: spans(rows, ask, days) for name, ask in questions.items()}


STATES = {
    "accepted": lambda rows, on: rows.accepted(on),
    "handed_over": lambda rows, on: rows.handed_over(on),
    "consulted": lambda rows, on: rows.consulted(on),
    "met": lambda rows, on: rows.met_about(on),
    "answered": lambda rows, on: rows.answered(on),
    "solved": lambda rows, on: rows.solved(on),
    "planned": lambda rows, on: rows.in_class("B", on),
    "promised": lambda rows, on: rows.promised_on(on),
    "tracked": lambda rows, on: rows.tracked_on(on),
    "rehandled": lambda rows, on: rows.rehandled(on),
    "closed": lambda rows, on: rows.closed(on),
}
DATES = {
    "overdue": lambda rows, on: rows.overdue_on(on),
    "late": lambda rows, on: rows.late_on(on),
    "judgeable": lambda rows, on: rows.judgeable_on(on),
    "undated": lambda rows, on: rows.undated_on(on),
    "answered late": lambda rows, on: rows.that_are(Lateness.ANSWERED_LATE, on, on),
    "nothing due": lambda rows, on: rows.that_are(None, on, on),
}
DEPARTMENTS = {
    "led by farming": lambda rows, on: rows.led_by(FARMING, on),
    "led by the station": lambda rows, on: rows.led_by(STATION, on),
    "owed": lambda rows, on: rows.owed_by_lead("", on),
    "owed by farming": lambda rows, on: rows.owed_by_lead(FARMING, on),
    "owed by the station": lambda rows, on: rows.owed_by_lead(STATION, on),
    "overdue at the station": lambda rows, on: rows.overdue_by_lead(STATION, on),
    "in hand at the station": lambda rows, on: rows.in_hand_by_lead(STATION, on),
    "answered by all": lambda rows, on: rows.answered_by_lead("", on),
}
VERDICTS = {
    "rated": lambda rows, on: rows.rated(on=on),
    **{word.value: lambda rows, on, word=word: rows.rated(word, on=on) for word in Satisfaction},
}
TWICE = [
    ("accept", "03-02", {}), ("refer", "03-03", {}),  # due on 06-03
    ("sign_for", "03-05", {}), ("consult", "03-10", {}),
    ("reply", "07-01", {}),  # with a plan
    ("rate", "07-10", SILENT), ("rate", "07-20", UNSATISFIED),  # a second round, due on 08-20
    ("reassign", "08-01", {}),  # due on 09-01
    ("consult", "08-05", {"way": "phone"}),
    ("reply", "09-10", {}),
    ("fulfil", "09-12", {}),
    ("rate", "09-15", {"handling": "satisfied", "result": "satisfied"}),
    ("close", "09-20", {}), ("reopen", "10-01", {}), ("close", "10-05", {}),
]  # fmt: skip


@staged(on=LAST)
def twice(story):
    """Handled twice: answered late with a plan, silence, a bad verdict, another department."""
    return tell(story, story.enter(signers=story.signers), *TWICE)


class TestHandledTwice:
    def test_what_it_was(self, twice):
        assert answers(twice, STATES) == {
            "accepted": "03-02~",
            "handed_over": "03-03~",
            "consulted": "03-10~",
            "met": "03-10~",  # and the call of 08-05 undoes no meeting
            "answered": "07-01~",
            "solved": "09-12~",
            "planned": "07-01~",
            "promised": "07-01~09-12",
            "tracked": "07-01~09-12",
            "rehandled": "07-20~",
            "closed": "09-20~10-01 10-05~",
        }

    def test_what_was_late(self, twice):
        """06-03 and 09-01 were due; 06-30 and 09-02 are the first days past them that are asked."""
        assert answers(twice, DATES) == {
            "overdue": "06-30~07-01 09-09~09-10",
            "late": "06-30~",
            "judgeable": "06-30~",
            "undated": "",
            "answered late": "07-01~07-20 09-10~",
            "nothing due": "02-28~03-03",
        }

    def test_whose_it_was(self, twice):
        assert answers(twice, DEPARTMENTS) == {
            "led by farming": "03-03~",
            "led by the station": "08-01~",
            "owed": "03-03~07-01 07-20~09-10",
            "owed by farming": "03-03~07-01 07-20~08-01",
            "owed by the station": "08-01~09-10",
            "overdue at the station": "09-09~09-10",
            "in hand at the station": "08-01~09-09",
            "answered by all": "02-28~03-03 07-01~07-20 09-10~",
        }

    def test_what_the_deputy_said(self, twice):
        assert answers(twice, VERDICTS) == {
            "rated": "07-20~",
            "satisfied": "09-15~",
            "mostly": "",
            "unsatisfied": "07-20~09-15",
            "none": "07-10~07-20",
        }


class TestExtended:
    @pytest.fixture
    def extended(self, story):
        """Due on 06-03; put off on 05-20 to 07-15 and on 07-10 to 08-15; answered on 08-20."""
        steps = [
            ("accept", "03-02", {}), ("refer", "03-03", {}),
            ("extend", "05-20", {"until": day("2022-07-15")}),
            ("extend", "07-10", {"until": day("2022-08-15")}),
            ("reply", "08-20", {}),
        ]  # fmt: skip
        return tell(story, story.enter(signers=story.signers), *steps)

    def test_a_later_extension_moves_no_due_date(self, extended):
        rows = Motion.objects.all()
        days = ["05-19", "05-20", "07-09", "07-10", "12-31"]
        due = [rows.with_lead(LAST, day(f"2022-{on}")).get(pk=extended.pk).last_due for on in days]
        dates = ["2022-06-03", "2022-07-15", "2022-07-15", "2022-08-15", "2022-08-15"]
        assert due == [day(text) for text in dates]

    def test_it_was_late_by_the_date_of_the_day(self, extended):
        assert answers(extended, DATES) == {
            "overdue": "08-19~08-20",
            "late": "08-19~",
            "judgeable": "08-19~",
            "undated": "",
            "answered late": "08-20~",
            "nothing due": "02-28~03-03",
        }

    def test_entered_later_it_counts_from_its_day(self, story):
        """Due on 06-03; on 08-01 an extension of 05-20 and a reply of 07-20 are entered."""
        motion = tell(story, story.enter(signers=story.signers), *TWICE[:2])
        assert Motion.objects.overdue_on(day("2022-06-15")).count() == 1
        tell(story, motion, ("extend", "05-20", {}), ("reply", "07-20", {}))
        assert not Motion.objects.overdue_on(day("2022-06-15")).exists()
        assert Motion.objects.overdue_on(day("2022-05-19")).count() == 0

    def test_what_no_rule_dated_was_undated_until_it_was_extended(self, story):
        motion = tell(story, story.enter(signers=story.signers), *TWICE[:2])
        Handling.objects.filter(motion=motion).update(due_on=None, due_because="", rule=None)
        tell(story, motion, ("extend", "05-20", {}))  # until 12-01
        found = answers(motion, DATES)
        assert found["undated"] == "03-03~05-20"
        assert found["overdue"] == "12-31~"


class TestOtherWays:
    def test_withdrawn_and_reopened(self, story):
        steps = [
            ("accept", "03-02", {}), ("refer", "03-03", {}), ("withdraw", "04-01", {}),
            ("reopen", "05-01", {}), ("refer", "05-10", {"lead": story.station}),
        ]  # fmt: skip
        motion = tell(story, story.enter(signers=story.signers), *steps)
        found = answers(motion, STATES | DEPARTMENTS)
        assert found["accepted"] == "03-02~04-01 05-01~"
        assert found["handed_over"] == "03-03~04-01 05-10~"
        assert found["led by farming"] == "03-03~04-01"
        assert found["led by the station"] == "05-10~"

    @pytest.mark.parametrize(("verb", "state"), [("return", "returned"), ("merge", "merged")])
    def test_ended_at_the_review(self, story, verb, state):
        steps = [(verb, "03-05", {}), ("reopen", "04-01", {}), ("accept", "04-02", {})]
        motion = tell(story, story.enter(signers=story.signers), *steps)
        asked = {
            "registered": lambda rows, on: rows.in_state("registered", on=on),
            "ended": lambda rows, on: rows.in_state(state, on=on),
            "returned": lambda rows, on: rows.returned(on),
            "accepted": lambda rows, on: rows.accepted(on),
        }
        assert answers(motion, asked) == {
            "registered": "03-01~03-05 04-01~04-02",
            "ended": "03-05~04-01",
            "returned": "03-05~04-01" if verb == "return" else "",
            "accepted": "04-02~",
        }

    def test_signed_for_later_than_its_day(self, story):
        motion = tell(story, story.enter(signers=story.signers), *TWICE[:2])
        tell(story, motion, ("sign_for", "06-01", {}))
        asked = {"in hand": lambda rows, on: rows.in_state("in_hand", on=on)}
        assert answers(motion, asked) == {"in hand": "06-01~"}

    def test_a_talk_that_is_entered_later_moves_no_state(self, story):
        """A talk of 05-01, entered when it was answered already: on 04-30 it was 已交办."""
        steps = [*TWICE[:2], ("reply", "07-01", {}), ("consult", "05-01", {})]
        motion = tell(story, story.enter(signers=story.signers), *steps)
        asked = {
            "referred": lambda rows, on: rows.in_state("referred", on=on),
            "consulted": STATES["consulted"],
        }
        assert answers(motion, asked) == {"referred": "03-03~07-01", "consulted": "05-01~"}

    def test_explained(self, story):
        steps = [*TWICE[:2], ("reply", "04-01", {}), ("explain", "05-01", {})]
        found = answers(tell(story, story.enter(signers=story.signers), *steps), STATES)
        assert (found["tracked"], found["solved"]) == ("04-01~05-01", "")

    @pytest.mark.parametrize(
        ("ways", "met"),
        [
            (["visit", "visit"], "03-10~"),
            (["meeting", "phone"], "03-10~"),  # the row keeps the call, the event the meeting
            (["phone", "visit"], "05-05~"),
            (["phone", "other"], ""),
        ],
    )
    def test_a_second_talk_leaves_the_first(self, story, ways, met):
        """沟通 of 03-10 and 05-05: the row keeps the second day, and the first still counts."""
        talks = [
            ("consult", on, {"way": way}) for on, way in zip(("03-10", "05-05"), ways, strict=True)
        ]
        motion = tell(story, story.enter(signers=story.signers), *TWICE[:2], *talks)
        found = answers(motion, STATES)
        assert (found["consulted"], found["met"]) == ("03-10~", met)
        assert Motion.objects.met_about().filter(pk=motion.pk).exists() == bool(met)
        Handling.objects.update(consulted_on=None, consulted_by="")  # it was a mistake
        found = answers(motion, STATES)
        assert (found["consulted"], found["met"]) == ("", "")
        assert not Motion.objects.met_about().filter(pk=motion.pk).exists()

    def test_where_nothing_tells_when_it_is_as_now_from_its_submission(self, frame_of_one):
        asked = {name: STATES[name] for name in ("accepted", "closed")}
        rows = Motion.objects.all()
        days = [day(text) for text in ("2022-02-28", "2022-03-01", "2022-12-31")]
        found = {name: spans(rows, ask, days) for name, ask in asked.items()}
        assert found == {"accepted": "03-01~", "closed": "03-01~"}

    @pytest.fixture
    def frame_of_one(self, db):
        """An older row, without a single event."""
        return cast.make_motion(status="closed", closed_on=day("2022-09-01"))

    def test_before_the_first_event_it_was_what_that_changed(self, story):
        motion = cast.make_motion(proposer=story.xu)  # accepted, and no event says since when
        tell(story, motion, ("refer", "05-01", {}))
        found = answers(motion, {**STATES, "referred": lambda r, on: r.in_state("referred", on=on)})
        assert found["accepted"] == "04-30~"  # the first day that is asked
        assert found["referred"] == "05-01~"

    def test_signatures(self, story):
        """On paper with a day, on paper without one, by login, and not yet confirmed."""
        motion = story.enter()
        [first, second, third, fourth] = story.signers
        for person, fields in [
            (first, {"signed_on": day("2022-03-05")}),
            (second, {}),
            (third, {"way": "login", "signed_on": day("2022-03-07")}),
            (fourth, {"way": "login"}),
        ]:
            cast.make_signature(motion=motion, person=person, **fields)
        days = ["03-04", "03-05", "03-06", "03-07"]
        assert [Signature.objects.given(day(f"2022-{on}")).count() for on in days] == [1, 2, 2, 3]
        assert Signature.objects.given().count() == 3


QUESTIONS = STATES | DATES | DEPARTMENTS | VERDICTS
OF_NOW = {
    "accepted": lambda rows: rows.accepted(),
    "handed_over": lambda rows: rows.handed_over(),
    "consulted": lambda rows: rows.consulted(),
    "met": lambda rows: rows.met_about(),
    "answered": lambda rows: rows.answered(),
    "solved": lambda rows: rows.solved(),
    "planned": lambda rows: rows.in_class("B"),
    "promised": lambda rows: rows.promised(),
    "rehandled": lambda rows: rows.rehandled(),
    "closed": lambda rows: rows.closed(),
    "answered late": lambda rows: rows.that_are(Lateness.ANSWERED_LATE, LAST),
    "nothing due": lambda rows: rows.that_are(None, LAST),
    "led by farming": lambda rows: rows.led_by(FARMING),
    "led by the station": lambda rows: rows.led_by(STATION),
    "owed": lambda rows: rows.owed_by_lead(),
    "owed by farming": lambda rows: rows.owed_by_lead(FARMING),
    "owed by the station": lambda rows: rows.owed_by_lead(STATION),
    "answered by all": lambda rows: rows.answered_by_lead(),
    "rated": lambda rows: rows.rated(),
    **{word.value: lambda rows, word=word: rows.rated(word) for word in Satisfaction},
}


@staged(on=LAST)
def crowd(story, twice):
    """Motions that came as far as some steps of the long way, and some that went another."""
    ways = [TWICE[:n] for n in (2, 6, 9)]
    ways += [[*TWICE[:2], ("withdraw", "04-01", {})], [("return", "03-02", {})]]
    ways += [
        [*TWICE[:2], ("extend", "04-01", {}), ("reply", "05-01", {}), ("explain", "06-01", {})]
    ]
    for way in ways:
        tell(story, story.enter(signers=story.signers), *way)


def test_as_of_today_is_as_it_is_now(crowd):
    rows = Motion.objects.all()
    assert rows.count() == 2 + 3 + 3  # with the long way itself and the twin of the cast
    for name, ask in OF_NOW.items():
        now = set(ask(rows).values_list("pk", flat=True))
        assert now == set(QUESTIONS[name](rows, LAST).values_list("pk", flat=True)), name
        assert now or name == "mostly", name
    for name in (
        "judged",
        "undated",
        "unanswered",
        "consulted",
        "met",
        "in_charge",
        "lead",
        "owing",
    ):
        ask = getattr(Handling.objects.all(), name)
        assert set(ask()) == set(ask(LAST)), name
    assert Handling.objects.tracked().count() == Handling.objects.tracked_on(LAST).count() > 0


def test_each_question_is_one_statement_however_many_motions(crowd):
    for name, ask in QUESTIONS.items():
        with CaptureQueriesContext(connection) as asked:
            list(ask(Motion.objects.all(), day("2022-07-15")))
        reads_the_town = name in ("answered late", "nothing due")
        assert len(asked) == 1 + reads_the_town, name


class TestFilledFromTheHistory:
    """motions.0006: what an extension was before it was stored with it."""

    def filled(self):
        MotionEvent.objects.update(due_before=None)
        step = import_module("motions.migrations.0006_due_dates_before_extensions")
        step.fill(apps, None)
        extended = MotionEvent.objects.filter(verb="extend").order_by("pk")
        return list(extended.values_list("due_before", flat=True))

    @pytest.fixture
    def extended(self, story):
        steps = [
            *TWICE[:2], ("extend", "05-20", {"until": day("2022-07-15")}),
            ("extend", "07-10", {"until": day("2022-08-15")}), ("reply", "07-20", {}),
        ]  # fmt: skip
        return tell(story, story.enter(signers=story.signers), *steps)

    def test_each_has_the_due_date_before_it(self, extended):
        assert self.filled() == [day("2022-06-03"), day("2022-07-15")]

    def test_without_a_history_it_counts_as_it_did(self, extended):
        Handling.history.all().delete()
        assert self.filled() == [day("2022-08-15")] * 2
        assert not Motion.objects.overdue_on(day("2022-07-01")).exists()

    def test_undated_before(self, story):
        motion = tell(story, story.enter(signers=story.signers), *TWICE[:2])
        for table in (Handling.objects, Handling.history):
            table.update(due_on=None, due_because="")
        tell(story, motion, ("extend", "05-20", {}))
        assert self.filled() == [None]
