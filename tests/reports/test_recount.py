"""Every figure of the registry, counted a second and independent way: over the demo town's
plain rows, for each year and each term, as a whole and for each member of its dimension; two years
on three days of record."""

import datetime
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.utils import timezone

from congress.models import Attendance
from motions.models import Handling, Signature
from records.base import Record
from reports.asking.registry import REGISTRY, Asked, Shape
from reports.counting.evaluate import Ledger, evaluate
from reports.counting.kept_sql import Writer
from reports.figures.dimensions import DEPARTMENTS, DEPARTMENTS_AND_TOPICS, PEOPLE
from reports.figures.ratings import DEPARTMENTS_AND_VERDICTS
from representatives.models import Category, Person
from tests.demo_town import OfDemoTown
from tests.reports.recount import RECOUNTS, Rows, as_of
from tests.trial import WHOLE
from township.spans import Period, today

FIRST_YEAR = 2017
# Two years and their days of record: in the middle, the last, and the one on which the report was signed.
DAYS = {
    2021: ("2021-06-30", "2021-12-31", "2022-01-10"),
    2024: ("2024-06-30", "2024-12-31", "2025-01-10"),
}
# How many of the last years, and of the last days, are counted again. The histories
# (tests/reports/recount) are on both databases; here the second one is only sampled: of the members
# of a dimension it asks every fifth, and of the two years the later.
LAST = 3 if WHOLE else {"sqlite": 2, "postgresql": 1}[connection.vendor]
IS_SAMPLE = connection.vendor == "postgresql" and not WHOLE
# Baselines have tests of their own: here every record is counted, whatever its day.
COMPLETE = Ledger({figure.family: datetime.date(1900, 1, 1) for figure in REGISTRY.values()})
# About an empty town everything agrees. Of a hundred values for years and terms at least so
# many say something: set by hand, some way below what was found (in brackets).
SAY_SOMETHING = {
    Shape.COUNT: 60,  # (68)
    Shape.SUM: 60,  # (68)
    Shape.RATE: 60,  # (71)
    Shape.NAMES: 45,  # (58)
    Shape.MEAN: 55,  # (66)
    Shape.MEDIAN: 55,  # (66)
}
# What never happens in the demo town: recounted where it is made to happen (make_untidy).
NEVER = {"人代会未登记人次", "主席团会议缺席人次"}
# So many of the figures that tell of states say something else on another of the three days.
MOVE = 40
# So many figures change where every ninth row is voided: in the gate, 135 of 150 were found to.
CHANGE = 105


def years(rows):
    """Each year up to this one; in the gate the last ones."""
    known = range(FIRST_YEAR, rows.today.year + 1)
    return [Period.of_year(year) for year in (known if WHOLE else known[-LAST:])]


def terms(rows):
    """Each term of the town as far as it has come."""
    end = years(rows)[-1].end
    found = [term for term in rows.terms.values() if term.level == "town"]
    return [Period(term.starts_on, term.ended_on or end) for term in found]


def single_days(rows):
    """The last days on which something ended: there, a span that is one day too long shows."""
    handlings = rows.handlings.values()
    ended = (
        [row.ended_on for row in rows.mandates.values()],
        [row.ended_on for row in rows.assignments.values()],
        [row.finished_on for row in rows.projects.values()],
        [row.promise_done_on for row in handlings],
        [row.explained_on for row in handlings if row.promise_due_on],
        [row.replied_on for row in handlings if row.promise_due_on],
    )
    past = [sorted({day for day in column if day and day <= rows.today}) for column in ended]
    days = sorted({day for column in past for day in column[-LAST:]})
    return [Period(day, day + datetime.timedelta(days=1)) for day in days]


def wholes(periods):
    """Each figure for each period."""
    return [Asked(figure, period) for figure in REGISTRY.values() for period in periods]


def on_days(figure, member=""):
    """`figure` for the years of DAYS as they stood on each of their days; on the first alone, where
    a later one only makes the year longer.
    """
    for year in list(DAYS)[-LAST:]:
        days = DAYS[year]
        for day in days if figure.by_day or WHOLE else days[:1]:
            day = datetime.date.fromisoformat(day)
            yield Asked(figure, Period.of_year(year), member, day)


def two_years():
    """Each figure so; what tells of states also of some members of its dimension."""
    for figure in REGISTRY.values():
        yield from on_days(figure)
        if figure.by_day and figure.dimension:
            members = figure.dimension.members()
            for member in members if WHOLE else members[::20]:
                yield from on_days(figure, member)


def members(rows):
    """Each figure for each member of its dimension, each year and each term.

    Rates of motions and the counts behind them are split by some fifty departments and topics, and
    attendance by everybody's name: of them only the terms are asked; in the gate the last one, and
    of each figure every third member, another third for the next.
    """
    many = (DEPARTMENTS, DEPARTMENTS_AND_TOPICS, DEPARTMENTS_AND_VERDICTS, PEOPLE)
    for number, figure in enumerate(REGISTRY.values()):
        if figure.dimension:
            is_many = figure.dimension in many
            step = 1 if WHOLE else (3 if is_many else 1) * (5 if IS_SAMPLE else 1)
            periods = terms(rows)[0 if WHOLE else -1 :] if is_many else years(rows) + terms(rows)
            for member in figure.dimension.members()[number % step :: step]:
                for period in periods:
                    yield Asked(figure, period, member)


def said(asked, known):
    """What a Value says, in the words of a recount."""
    if asked.figure.shape is Shape.RATE:
        return known.n, known.total
    return known.names if asked.figure.shape is Shape.NAMES else known.number


def says_something(asked, answer):
    return bool(answer[0] if asked.figure.shape is Shape.RATE else answer)


def counted(rows, asked):
    member = [asked.member] if asked.figure.dimension else []
    return RECOUNTS[asked.figure.name](rows, as_of(asked.period, asked.day), *member)


def void_every_ninth_row():
    for model in apps.get_models():
        # A person on whom something hangs is never voided.
        if issubclass(model, Record) and model is not Person and not model._meta.proxy:
            rows = model.with_voided.filter(pk__in=every(9, model.with_voided))
            rows.update(voided_at=timezone.now(), void_reason="重复登记。")


def make_untidy():
    """Some are due today or passed on, some promises explained; asked to sign; two households."""
    handlings = Handling.with_voided
    handlings.filter(replied_on__gt=F("handed_over_on")).update(due_on=F("replied_on"))
    waiting = handlings.filter(replied_on=None)
    waiting.update(due_on=today())
    waiting.filter(pk__in=every(3, waiting)).update(released_on=today(), release_reason="调整主办")
    kept = handlings.filter(promise_done_on__isnull=False)
    kept.filter(pk__in=every(3, kept)).update(
        explained_on=F("promise_done_on"), promise_done_on=None, explanation="资金没有到位。"
    )
    signatures = Signature.with_voided
    asked = signatures.filter(pk__in=every(3, signatures))
    asked.update(way=Signature.Way.LOGIN, signed_on=None)
    Category.objects.filter(code="外出").update(per_deputy=2)
    roll = Attendance.objects.members()
    for state, rows in (("unknown", roll.of_sessions()), ("absent", roll.of_presidium())):
        rows.filter(pk__in=every(5, rows)).update(state=state)


def every(step, rows):
    """The keys of every so many-th row."""
    return list(rows.order_by("pk").values_list("pk", flat=True))[::step]


class Recount(OfDemoTown):
    maxDiff = None

    def setUp(self):
        """Each text is written for its question. To keep it, which test_kept_sql tries with every
        figure, pays from the third question of a kind: here there are seldom more than two.
        """
        if not WHOLE:
            self.enterContext(mock.patch.object(Writer, "keep", lambda *args: None))

    def agreed(self, asked):
        """What figures and recounts both say, as {Asked: answer}; fails where they do not."""
        rows = Rows.stored(today())
        found = {one: said(one, known) for one, known in evaluate(asked, COMPLETE).items()}
        differences = [
            f"{one.name}，{one.period}，截至{one.day}: the figure says {answer}, the rows say {recount}"
            for one, answer in found.items()
            if answer != (recount := counted(rows, one))
        ]
        self.assertEqual(differences, [])
        return found

    def test_every_figure_is_recounted_and_nothing_else(self):
        self.assertEqual(set(RECOUNTS), set(REGISTRY))

    @pytest.mark.trial
    def test_years_and_terms(self):
        rows = Rows.stored(today())
        found = self.agreed([*wholes(years(rows) + terms(rows)), *members(rows)])
        spoken = {asked for asked, answer in found.items() if says_something(asked, answer)}
        self.assertEqual(set(REGISTRY) - {asked.figure.name for asked in spoken}, NEVER)
        # By name, most of attendance is nothing: few are ever absent, or of the presidium.
        broad = [
            asked for asked in found if not (asked.figure.dimension is PEOPLE and asked.member)
        ]
        for shape, least in SAY_SOMETHING.items():
            spoke = [asked in spoken for asked in broad if asked.figure.shape is shape]
            self.assertGreaterEqual(100 * sum(spoke), least * len(spoke), shape)

    @pytest.mark.trial
    def test_two_years_on_three_days(self):
        """What was counted on the last day has mostly moved when the report is signed."""
        found = self.agreed(list(two_years()))
        by_day = [one for one in found if one.figure.by_day and not one.member]
        moved = {
            one.figure.name
            for one in by_day
            if len({found[other] for other in on_days(one.figure) if other.period == one.period})
            > 1
        }
        self.assertGreaterEqual(len(moved), MOVE)

    def test_days_on_which_something_ended(self):
        periods = single_days(Rows.stored(today()))
        self.assertGreaterEqual(len(periods), min(9, 5 * LAST))
        self.agreed(wholes(periods))

    def test_what_is_voided_is_counted_nowhere(self):
        """Neither the row itself nor what belongs to it: a visit goes with its household."""
        rows = Rows.stored(today())
        asked = wholes(years(rows)[-3:] + terms(rows))
        before = self.agreed(asked)
        void_every_ninth_row()
        after = self.agreed(asked)
        changed = {one.figure.name for one in asked if before[one] != after[one]}
        self.assertGreaterEqual(len(changed), CHANGE)

    def test_what_the_demo_town_is_too_tidy_for(self):
        """Replies on the very day they were due, and more that it has little or nothing of."""
        make_untidy()
        rows = Rows.stored(today())
        found = self.agreed(wholes(terms(rows) + single_days(rows)))
        spoken = {one.figure.name for one, answer in found.items() if says_something(one, answer)}
        self.assertLessEqual(NEVER, spoken)
