"""Many figures in few statements.

Each figure becomes a scalar subquery; 32 of them share one SELECT. One giant
SELECT is slower (planning grows faster than the number of columns), one query
per figure costs a round trip each.
"""

import datetime
import json
import statistics
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import (
    CharField,
    DateField,
    DecimalField,
    F,
    IntegerField,
    Subquery,
    TextField,
)
from django.db.models import Value as DbValue
from django.db.models.functions import Cast, Concat

from reports.asking.days import Seen
from reports.asking.registry import DAYS, Asked, Behaviour, Shape
from reports.counting import kept_sql
from reports.models import Baseline
from township.models import LedgerStart, Level, Term, Town
from township.spans import Period

TERM = "term"  # no family of records is called so


class CountOf(Subquery):
    """How many rows a queryset has, as one column. An empty queryset counts 0 without SQL."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _n)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, queryset):
        super().__init__(queryset.order_by().values("pk"))


class SumOf(Subquery):
    """The sum of a column over a queryset's rows, as one column."""

    template = "(SELECT SUM(_n.amount_) FROM (%(subquery)s) _n)"
    output_field = DecimalField(max_digits=20, decimal_places=2)
    empty_result_set_value = None

    def __init__(self, queryset, column):
        super().__init__(queryset.order_by().values("pk", amount_=F(column)))


class NamesOf(Subquery):
    """A column of a queryset's rows in their order, as one JSON array."""

    template = "(SELECT JSON_GROUP_ARRAY(_n.label_) FROM (%(subquery)s) _n)"
    output_field = TextField()
    empty_result_set_value = "[]"

    def __init__(self, queryset, column):
        super().__init__(queryset.values("pk", label_=F(column)))

    def as_postgresql(self, compiler, connection):
        template = "(SELECT JSON_AGG(_n.label_)::text FROM (%(subquery)s) _n)"
        return self.as_sql(compiler, connection, template=template)


class DaysOf(NamesOf):
    """Two dates of each of a queryset's rows, "2022-03-02/2022-05-30", as one JSON array."""

    def __init__(self, queryset, columns):
        start, end = (Cast(name, CharField()) for name in columns.split("/"))
        rows = queryset.order_by().values("pk", label_=Concat(start, DbValue("/"), end))
        Subquery.__init__(self, rows)


@dataclass(frozen=True)
class Value:
    """What a figure says: a number, n of N, or names; `sources` where a baseline speaks too.

    Of a mean or a median, `total` is how many rows it is of, and `number` None without any.
    `undated` is how many rows had no due date, and so count neither as late nor as in time; `aside`
    how many there are of what is said beside the number (registry.Aside).

    `is_missing` means that nothing can be said: the ledger does not reach back far enough, or
    (`is_ahead`) the period had not begun on the day of record. Any other nought is known.
    `counted_from` is the day from which it tells, where that is not the period's first.
    """

    number: int | Decimal | None = None
    n: int = 0
    total: int = 0
    names: tuple = ()
    is_missing: bool = False
    is_ahead: bool = False
    sources: tuple = ()
    baseline: Decimal = Decimal(0)
    undated: int = 0
    aside: int = 0
    counted_from: datetime.date | None = None

    @property
    def is_unjudged(self):
        """True of a nought that is only known of a part: the rest was never due."""
        return bool(self.undated) and self.number == 0


@dataclass
class Ledger:
    """From when each family of records is complete, and what is known of the time before."""

    starts: dict = field(default_factory=dict)
    baselines: list = field(default_factory=list)
    # The first day of the town's first term: before it there was nothing to count.
    first_day: datetime.date | None = None

    @classmethod
    def load(cls):
        """One statement for three tables: a start has no end, no value and no source, a term no
        family either.
        """
        nothing = (
            Cast(None, DateField()), Cast(None, Baseline._meta.get_field("value")), DbValue(""),
        )  # fmt: skip
        starts = LedgerStart.objects.order_by().values_list("family", "complete_from", *nothing)
        terms = Term.objects.at(Level.TOWN).order_by()
        terms = terms.values_list(DbValue(TERM, CharField()), "starts_on", *nothing)
        told = ("figure", "starts_on", "ended_on", "value", "source")
        baselines = Baseline.objects.order_by().values_list(*told)
        # The baselines first: PostgreSQL takes the type of a column from its first two tables.
        rows = list(baselines.union(starts, terms, all=True))
        open_ended = [(family, first) for family, first, ended_on, *_ in rows if ended_on is None]
        return cls(
            {family: first for family, first in open_ended if family != TERM},
            [Baseline(**dict(zip(told, row, strict=True))) for row in rows if row[2] is not None],
            min((first for family, first in open_ended if family == TERM), default=None),
        )

    def reach(self, asked):
        """How far records and baselines can answer `asked`.

        Returns (period, baselines): the part that records answer (a Seen; None where
        they cannot) and the baselines for the rest. A flow that begins before
        the ledger is the sum of both; anything else needs a baseline of exactly
        its period, since stocks and distinct people do not add up. Days before the
        town's first term need none.
        """
        if asked.is_ahead:
            return None, []
        period, start = asked.seen, self.starts.get(asked.figure.family)
        if start is not None and self.is_covered(asked, start):
            return period, []
        first = self.first_counted(period)
        if asked.figure.behaviour is Behaviour.FLOW and start is not None:
            edge = min(start, period.end)
            rows = self.tile(asked.names, first, edge)
            rest = Seen(Period(edge, period.end), asked.day) if edge < period.end else None
            return (rest, rows) if rows else (None, [])
        return None, self.tile(asked.names, first, period.end)

    def first_counted(self, period):
        """The first day of `period` on which there was a congress to count anything of.

        Of the year in which the town's first term begins, it is the day on which it does. What lies
        further back belongs to a congress that nobody entered.
        """
        first = self.first_day
        begins_then = first is not None and first in period and first.year == period.start.year
        return first if begins_then else period.start

    def noted(self, asked, known):
        """`known` (a Value) with the day from which it tells, where that is not the period's first."""
        first = self.first_counted(asked.period)
        told = not known.is_missing and first != asked.period.start
        is_later = told and not asked.figure.is_of_last_day
        return replace(known, counted_from=first) if is_later else known

    def is_covered(self, asked, start):
        if asked.figure.is_of_last_day:
            return start <= asked.seen.last_day
        return start <= self.first_counted(asked.period)

    def tile(self, names, start, end):
        """The baselines of a figure called one of `names` that fill [start, end) without gap or overlap, or none."""
        rows, day = [], start
        for row in sorted(
            (b for b in self.baselines if b.figure in names), key=lambda b: b.starts_on
        ):
            if row.starts_on == day and row.ended_on <= end:
                rows.append(row)
                day = row.ended_on
        return rows if rows and day == end else []


def columns_of(asked):
    """The expressions that answer one figure: two for a rate, one otherwise, and one each for the
    undated and for what is said aside.
    """
    figure, about = asked.figure, (asked.seen, asked.member)
    undated = [CountOf(figure.undated_rows(*about))] if figure.undated else []
    aside = [CountOf(figure.aside_rows(*about))] if figure.aside else []
    return [*columns_of_value(figure, figure.querysets(*about)), *undated, *aside]


def columns_of_value(figure, querysets):
    if figure.shape is Shape.SUM:
        return [SumOf(querysets[0], figure.field)]
    if figure.shape is Shape.NAMES:
        return [NamesOf(querysets[0], figure.field)]
    if figure.shape in DAYS:
        return [DaysOf(querysets[0], figure.field)]
    return [CountOf(queryset) for queryset in querysets]


def select(queries):
    """The answers to `queries` ({asked: [expression]}) as {asked: [value]}, 32 asked a statement."""
    asked, answers = list(queries), {}
    for start in range(0, len(asked), kept_sql.CHUNK):
        part = asked[start : start + kept_sql.CHUNK]
        columns = {f"c{i}_{j}": e for i, a in enumerate(part) for j, e in enumerate(queries[a])}
        row = Town.objects.values(**columns).first()
        if row is None:  # a town that was never set up has no row to select from
            Town().save()
            row = Town.objects.values(**columns).first()
        values = iter(row.values())
        answers |= {a: [next(values) for _ in queries[a]] for a in part}
    return answers


def evaluate(wanted, ledger=None):
    """The Value of each Asked in `wanted`, as a dict; one statement for each 32 of them.

    `ledger` saves its statement where the caller has it already.
    """
    ledger = ledger or Ledger.load()
    plans = {asked: ledger.reach(asked) for asked in dict.fromkeys(wanted)}
    answers = kept_sql.ask(
        {
            asked: subject_of(asked._replace(period=Period(*period)))
            for asked, (period, _) in plans.items()
            if period is not None
        }
    )
    found = {asked: value_of(asked, answers.get(asked), rows) for asked, (_, rows) in plans.items()}
    return {asked: ledger.noted(asked, known) for asked, known in found.items()}


def subject_of(asked):
    """`asked` as reports.counting.kept_sql asks it."""
    figure = asked.figure
    beside = (figure.undated, figure.aside)
    what = ("figure", figure.source, beside, figure.shape, figure.field, asked.member)

    def write(days):
        return columns_of(asked._replace(period=days.period, day=days.record))

    return kept_sql.Subject(what, kept_sql.Days.of(asked.seen, asked.day), write)


def value_of(asked, raw, baselines):
    """Put together what the database answered (`raw`, None: nothing asked) and the baselines."""
    if raw is None and not baselines:
        return Value(is_missing=True, is_ahead=asked.is_ahead)
    shape, answers = asked.figure.shape, list(raw or ())
    beside = {
        name: answers.pop() or 0
        for name in ("aside", "undated")  # the last column first
        if answers and getattr(asked.figure, name)
    }
    if raw is not None and shape is Shape.RATE:
        return Value(n=raw[0], total=raw[1], **beside)
    if raw is not None and shape is Shape.NAMES:
        return Value(names=names_of(asked.figure, raw[0]))
    if raw is not None and shape in DAYS:
        return days_value(shape, raw[0])
    known = sum((row.value for row in baselines), Decimal(0))
    number = (raw[0] or 0) if raw else 0
    if shape is Shape.SUM:
        number = (Decimal(number) + known).quantize(Decimal("0.01"))
    else:
        number += int(known)
    sources = tuple(row.source for row in baselines)
    return Value(number=number, sources=sources, baseline=known, **beside)


def days_value(shape, text):
    """The mean or median of a JSON array of "start/end", in days with one decimal, half up."""
    spans = [row.split("/") for row in json.loads(text or "[]")]
    days = [
        (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
        for start, end in spans
    ]
    if not days:
        return Value()
    exact = statistics.mean if shape is Shape.MEAN else statistics.median
    number = exact(map(Decimal, days)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return Value(number=number, total=len(days))


def names_of(figure, text):
    """The distinct names of a JSON array, in order; dates as 公文 writes them (7月18日)."""
    rows = [row for row in json.loads(text or "[]") if row]
    model_field = figure.rows(Period.of_year(2000)).model._meta.get_field(figure.field)
    if isinstance(model_field, DateField):
        days = [datetime.date.fromisoformat(row) for row in rows]
        rows = [f"{day.month}月{day.day}日" for day in days]
    if figure.shorn:
        rows = [figure.shorn.sub("", row).strip() or row for row in rows]
    return tuple(dict.fromkeys(rows))


def value(figure, period, member="", ledger=None, day=None):
    """The Value of one figure; for pages that show only one."""
    asked = Asked(figure, period, member, day)
    return evaluate([asked], ledger)[asked]
