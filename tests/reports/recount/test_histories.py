"""Every figure over made-up histories, counted a second time from the plain data: no difference.

A history is drawn (tests.reports.recount.drawing), written down by models and verbs (storing), and
counted by the figures; its plain data are counted by the recounts. Neither sees the other. Each
figure is asked on several days of record: those on and beside which something happened, inside
the period and after it.
"""

import datetime
import functools
from contextlib import contextmanager
from decimal import Decimal
from unittest import mock

import pytest
from django.db import connection, models, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, seed, settings

from congress.models import AgendaItem, Finding
from motions.models import Handling, Motion, Rating, Signature
from records.base import Record
from records.constraints import ChecksAtOnce
from reports.asking.registry import DAYS, REGISTRY, Asked, Behaviour, Shape
from reports.counting import evaluate
from reports.figures.dimensions import PEOPLE
from representatives.models import Mandate, Opinion
from tests.reports.recount import RECOUNTS, as_of, fitting
from tests.reports.recount.cutting import cut
from tests.reports.recount.drawing import histories
from tests.reports.recount.history import (
    EDGES,
    ORDER,
    SECOND_TERM,
    THIRD_TERM,
    TODAY,
    Luck,
    day,
    later,
)
from tests.reports.recount.rows import TABLES, everything
from tests.reports.recount.storing import SECOND_HAND, Clock, Office
from tests.trial import length
from township.spans import Period

pytestmark = pytest.mark.usefixtures("no_town")

# As many as bring up every verb and figure; the gate counts the first few, PostgreSQL fewer still.
ENOUGH = 12
HISTORIES = length(sample=2, whole=100)
# How many (period, day) beside the fixed ones each figure is asked for; and how many of the
# histories are also stored as they were known on a day.
PAIRS, CUT = length(sample=2, whole=8), length(sample=1, whole=100)
# Every so many-th member of a dimension is asked for, others each time; of people every eighth.
MEMBERS = length(sample=4 if connection.vendor == "postgresql" else 1, whole=1)
# What happens to a motion now and then, and has to have happened to one of them.
SELDOM = [
    "convert", "merge", "turn_back", "withdraw", "reopen", "reassign", "extend", "supervise",
    "rehandle", "fulfil", "explain", "declare_officers", "call_roll",
]  # fmt: skip
# Baselines have tests of their own: here every record is counted, whatever its day.
COMPLETE = evaluate.Ledger(
    {figure.family: datetime.date(1900, 1, 1) for figure in REGISTRY.values()}
)
YEARS = [Period.of_year(year) for year in (2020, 2021, 2022)]
SPAN = Period(YEARS[0].start, YEARS[-1].end)
OTHERS = [
    Period(SECOND_TERM, THIRD_TERM),  # a whole term
    Period(THIRD_TERM, YEARS[-1].end),  # a term as far as the report goes
    Period(day("2021-07-01"), day("2022-01-01")),  # half a year
]
# The days on which a year, a term or the time until today ends, and the days after.
SINGLE = ["2021-12-27", "2021-12-28", "2021-12-31", "2022-01-01", "2022-06-15"]
OTHERS += [Period(day(on), day(on) + datetime.timedelta(days=1)) for on in SINGLE]


@contextmanager
def stored(history):
    """The history in the database, as long as the block runs."""
    with Clock().running() as clock, transaction.atomic():
        office = Office(history, clock)
        # The database refuses by the same constraints; to ask it before takes half of the time.
        with unasked(models.Model), unasked(ChecksAtOnce):
            office.store()
        yield office
        transaction.set_rollback(True)


def unasked(kind):
    return mock.patch.object(kind, "validate_constraints", lambda *args, **kwargs: None)


# What is asked is the same for every history: half of the time went into saying it once more.
columns_of = functools.cache(evaluate.columns_of)


def days_of_record(history):
    """The days on which something happened, those beside them, and where years and terms end."""
    near = {later(on, gap) for on in history.days() for gap in (-1, 0, 1)}
    return [on for on in sorted({*near, *EDGES}) if SPAN.start <= on <= TODAY]


def asked(turn, days):
    """Each figure for the years and all of them as they stand today, and for others on one of `days`;
    and for each member of its dimension.
    """
    for figure in REGISTRY.values():
        luck = Luck(f"{turn} {figure.name}")
        yield from (Asked(figure, period, day=TODAY) for period in (*YEARS, SPAN))
        yield from of_some_days(figure, luck, days)
        if figure.dimension:
            members = figure.dimension.members()
            step = 8 if figure.dimension is PEOPLE else MEMBERS  # many people, and ten figures
            some = members[turn % step :: step]
            on = luck.choice(days) if figure.by_day else TODAY
            yield from (Asked(figure, SPAN, member, on) for member in some)


def of_some_days(figure, luck, days):
    """On the usual day of record, or on any that is not before its period."""
    if not figure.by_day and luck.chance(0.5):
        yield Asked(figure, luck.choice([*YEARS[:2], *OTHERS]))
        return
    for _ in range(PAIRS if figure.by_day else 1):
        period = luck.choice([*YEARS, SPAN, *OTHERS])
        yield Asked(figure, period, day=luck.choice([on for on in days if on >= period.start]))


def said(one, value):
    """What a Value says, in the words of a recount."""
    if one.figure.shape is Shape.RATE:
        return value.n, value.total
    return value.names if one.figure.shape is Shape.NAMES else value.number


def recounted(books, one):
    member = [one.member] if one.figure.dimension else []
    return RECOUNTS[one.figure.name](books, as_of(one.period, one.day), *member)


def values_of(questions):
    """{Asked: what the figure says}"""
    with mock.patch.object(evaluate, "columns_of", columns_of):
        values = evaluate.evaluate(questions, COMPLETE)
    return {one: said(one, value) for one, value in values.items()}


def differences(history, turn):
    """Where figures and recounts disagree, in words; and all that the figures said."""
    books = history.books()
    found = values_of(asked(turn, days_of_record(history)))
    wrong = [
        f"{one.name}，{one.period}，截至{one.day}: the figure says {answer}, the history says {truth}"
        for one, answer in found.items()
        if answer != (truth := recounted(books, one))
    ]
    return wrong, found


# What must be true of the values among themselves.


def of_period(found, period):
    """{figure: what it says of the `period` today}"""
    return {
        one.figure: answer
        for one, answer in found.items()
        if (one.period, one.day) == (period, TODAY) and not one.member
    }


def add_up(found):
    """On one day flows add up over the years; what is counted once is between the most and the sum."""
    years = [of_period(found, year) for year in YEARS]
    for figure, total in of_period(found, SPAN).items():
        parts = [answers[figure] for answers in years]
        if figure.behaviour is Behaviour.FLOW:
            assert sum(parts) == total, figure.name
        elif figure.behaviour is Behaviour.STOCK:
            assert parts[-1] == total, figure.name  # both end on the same day
        elif figure.name == "未走访户数":
            assert total <= sum(parts)  # whoever is visited once is out: the longer, the fewer
        elif figure.behaviour is Behaviour.DISTINCT and figure.shape is Shape.COUNT:
            assert max(parts) <= total <= sum(parts), figure.name


def shares_fit(found):
    for one, answer in found.items():
        if one.figure.shape is Shape.RATE:
            assert 0 <= answer[0] <= answer[1], one.name


# What the town received is one of these; and each that can be rated has one word.
PARTS = {
    "镇议案建议收到件数": (
        "镇议案建议件数", "退回件数", "镇议案建议并案件数", "镇议案建议撤回件数", "镇议案建议待审查件数",
    ),
    "各满意度件数": ("已评价件数", "未反馈件数"),
}  # fmt: skip


def parts_make_the_whole(found):
    for period in (*YEARS, SPAN):
        said = {figure.name: answer for figure, answer in of_period(found, period).items()}
        for whole, parts in PARTS.items():
            assert said[whole] == sum(said[part] for part in parts), (whole, period)


def open_rows(found):
    """What a number opens: as many rows, each once; of sums, rows that add up; of shares, n in N."""
    for figure, answer in of_period(found, SPAN).items():
        querysets = figure.querysets(SPAN, "")
        keys = [list(rows.values_list("pk", flat=True)) for rows in querysets]
        assert all(len(rows) == len(set(rows)) for rows in keys), figure.name
        if figure.shape is Shape.COUNT:
            assert len(keys[0]) == answer, figure.name
        elif figure.shape is Shape.SUM:
            total = querysets[0].aggregate(total=Sum(figure.field))["total"]
            assert (total or Decimal(0)) == answer, figure.name
        elif figure.shape is Shape.RATE:
            assert tuple(map(len, keys)) == answer, figure.name
            assert set(keys[0]) <= set(keys[1]), figure.name
        elif figure.shape in DAYS:
            assert bool(keys[0]) == (answer is not None), figure.name


def now_is_today():
    """What is asked of now is so at the end of today."""
    questions = {
        Motion: (
            "accepted", "returned", "key", "closed", "handed_over", "answered", "undated",
            "consulted", "met_about", "rehandled", "solved", "in_cases", "received", "merged_away",
            "withdrawn", "unreviewed", "silent", "ratable",
        ),
        Handling: (
            "in_charge", "lead", "answered", "unanswered", "owing", "undated", "consulted", "met", "judged",
        ),
        Opinion: ("answered", "solved", "closed"), Signature: ("given",), Rating: ("given",),
        Mandate: ("confirmed",), AgendaItem: ("done",), Finding: ("rectified",),
    }  # fmt: skip
    for model, names in questions.items():
        for name in names:
            ask = getattr(model.objects, name)
            assert set(ask()) == set(ask(TODAY)), f"{model.__name__}: {name}"


def asked_of(on):
    """What depends on the day of record: each such figure for the year of it, and for all years.

    But for those of households: a cut history knows of none.
    """
    for figure in REGISTRY.values():
        if figure.by_day and figure.group != "联系户与走访":
            yield from (Asked(figure, period, day=on) for period in (Period.of_year(on.year), SPAN))


# What the database holds is what the history says.

NOT_TOLD = {
    "towns",
    "terms",
    "villages",
    "departments",
    "topics",
    "categories",
    "campaigns",
    "classes",
}


def as_told(office):
    """Each row that was drawn stands in the database as drawn: verbs made no more of it, no less."""
    for table, rows in office.history.tables.items():
        stored_rows = (
            everything(TABLES[table][0]) if table not in NOT_TOLD | {"inspections"} else {}
        )
        keys = {made.pk: key for key, made in office.rows[table].items()}
        if stored_rows:
            assert set(stored_rows) == set(keys), table
        for pk, row in stored_rows.items():
            assert_same(office, table, rows[keys[pk]], row)


def assert_same(office, table, drawn, row):
    for column, value in vars(drawn).items():
        name = column.removesuffix("_id")
        found = getattr(row, column, None)  # what is no record has no column for voiding
        if name != column:
            value = value and office.rows[SECOND_HAND[name]][value].pk
        if column == "voided_at":
            value, found = bool(value), bool(found)
        if column != "id":
            assert found == value, f"{table} {drawn.id}: {column} is {found}, and was {value}"


# The test.


class Coverage:
    """What came up over all histories together: no check may pass by emptiness."""

    def __init__(self):
        self.spoke, self.voided, self.done, self.histories = set(), set(), set(), 0

    def note(self, history, found):
        self.histories += 1
        self.done |= {verb for _, verb, _ in history.deeds} | {verb for verb, _ in history.steps}
        for one, answer in found.items():
            if answer[0] if one.figure.shape is Shape.RATE else answer:
                self.spoke.add(one.figure.name)
        for name, rows in history.tables.items():
            if any(row.voided_at for row in rows.values()):
                self.voided.add(TABLES[name][0])


def test_every_figure_has_a_recount_and_none_is_left_over():
    assert set(RECOUNTS) == set(REGISTRY)


@pytest.mark.trial
def test_figures_and_histories_agree(figure):
    coverage = Coverage()

    # The same histories whenever and wherever it runs, however the lines below are changed.
    # Without shrinking, which would store a history hundreds of times: a difference names the
    # figure, the period and both values.
    @seed(2022)
    @settings(
        max_examples=HISTORIES, derandomize=True, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    @given(histories())
    def agree(history):
        turn = coverage.histories
        with stored(history) as office:
            as_told(office)
            wrong, found = differences(history, turn)
            assert wrong == []
            add_up(found)
            shares_fit(found)
            parts_make_the_whole(found)
            open_rows(found)
            now_is_today()
            on = Luck(f"cut {turn}").choice(days_of_record(history))
            pairs = [(SPAN, TODAY), (YEARS[1], YEARS[1].last_day), (Period.of_year(on.year), on)]
            assert fitting.wrong(pairs) == []
            known = values_of(asked_of(on)) if turn < CUT else {}
        if known:
            with stored(cut(history, on)):
                assert values_of(known) == known, f"what is dated after {on} changed it"
        coverage.note(history, found)

    agree()
    figure(f"{coverage.histories} made-up histories, every figure as recounted")
    if HISTORIES < ENOUGH:
        return
    assert {*ORDER, *SELDOM} - coverage.done == set()
    assert set(REGISTRY) - coverage.spoke == set()
    records = {model for model, _ in TABLES.values() if issubclass(model, Record)}
    assert records - coverage.voided == set()
