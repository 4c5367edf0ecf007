"""What a figure is, and how one is registered.

A figure is a Chinese name, a unit, one sentence that defines it, how it behaves over time, and a
function that returns the records behind it, of a period as it stands on a day of record. Because a
count *is* a queryset, every number opens its records with no further code.
"""

import datetime
import difflib
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models.fields.reverse_related import ForeignObjectRel

from reports.asking.days import Seen, seen, usual_day, year_before, years_before
from township.spans import Period


class Behaviour(enum.Enum):
    """How a figure behaves over time. Only flows add up over years."""

    FLOW = "期间内发生"
    STOCK = "期末现有"
    DISTINCT = "期间内不重复计"
    RATE = "比率"
    AVERAGE = "平均"


class Shape(enum.Enum):
    """What the value is: how many rows, their sum, n of N, the names on them, or their days.

    MEAN and MEDIAN are of the days from one date of each row to another.
    """

    COUNT = "count"
    SUM = "sum"
    RATE = "rate"
    NAMES = "names"
    MEAN = "mean"
    MEDIAN = "median"


# Only the shapes that say nothing of how values add up have a behaviour of their own.
FIXED = {
    Shape.RATE: Behaviour.RATE, Shape.MEAN: Behaviour.AVERAGE, Shape.MEDIAN: Behaviour.AVERAGE,
}  # fmt: skip
DAYS = (Shape.MEAN, Shape.MEDIAN)


@dataclass(frozen=True)
class Dimension:
    """A way to split a family of figures; its members are data or a fixed list of choices.

    In a sentence each member is followed by `suffix`: A类12件. The members of one that
    `is_personal` are people: what is said of one of them does not leave the town.
    """

    label: str
    members: Callable[[], list[str]]
    suffix: str = ""
    is_personal: bool = False


def choices_dimension(label, choices):
    """A dimension over the labels of a TextChoices class, and the way back to its values."""
    values = {str(name): value for value, name in choices.choices}
    return Dimension(label, lambda: list(values)), values


@dataclass(frozen=True)
class Aside:
    """What has to be said beside a number: `rows`, like a figure's source, gives the rows that it
    does not tell of, or tells roughly; {} in the words is how many they are.

    A share says `words` behind its n/N, and `brief` where it has none. Any other number has
    `before` in front of it.
    """

    rows: Callable
    words: str = ""
    brief: str = ""
    before: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure of the registry. `source(period)` or `source(period, member)` gives its rows."""

    name: str
    unit: str
    definition: str
    group: str
    family: str
    behaviour: Behaviour
    shape: Shape
    source: Callable
    field: str = ""
    dimension: Dimension | None = None
    # Whether its rows depend on the day of record beside the period: an answer may come later.
    by_day: bool = False
    # What is said where there is nothing to take a share or an average of.
    nothing: str = "暂无数据"
    # Of what is about lateness: the rows that could not be judged, because nothing set a due date.
    undated: Callable | None = None
    aside: Aside | None = None
    # A sentence for each time that other rows began to count, the oldest first: 口径已变. Editions
    # keep how many there were, so that a later one explains why their number is another.
    redefined: tuple[str, ...] = ()

    @property
    def revision(self):
        """How many times this figure was defined anew."""
        return len(self.redefined)

    def rows(self, period, member=""):
        """The queryset behind a count, sum or list; for a rate the pair (n, N) of them.

        `period` may be a Seen; any other stands on its usual day of record.
        """
        about = seen(period)
        return self.source(about, member) if self.dimension else self.source(about)

    def querysets(self, period, member=""):
        """The one or two querysets behind this figure, as a tuple."""
        rows = self.rows(period, member)
        return rows if self.shape is Shape.RATE else (rows,)

    def undated_rows(self, period, member=""):
        """The queryset of what could not be judged; only of a figure that has `undated`."""
        about = seen(period)
        return self.undated(about, member) if self.dimension else self.undated(about)

    def aside_rows(self, period, member=""):
        """The queryset of what is said beside the number; only of a figure that has an `aside`."""
        about = seen(period)
        return self.aside.rows(about, member) if self.dimension else self.aside.rows(about)


class Question(NamedTuple):
    """What an Asked is made of."""

    figure: Figure
    period: Period
    member: str
    day: datetime.date


class Asked(Question):
    """A figure asked for a period as it stands on `day`, possibly for one member of its dimension.

    Without a day it is the period's usual day of record.
    """

    __slots__ = ()

    def __new__(cls, figure, period, member="", day=None):
        return super().__new__(cls, figure, period, member, day or usual_day(period))

    @property
    def name(self):
        return f"{self.figure.name}（{self.member}）" if self.member else self.figure.name

    @property
    def seen(self):
        """Its period on its day of record (a Seen)."""
        return Seen(self.period, self.day)

    @property
    def is_ahead(self):
        """True where the period had not begun on that day: there is nothing to know."""
        return self.day < self.period.start

    @property
    def year_before(self):
        """The same a year earlier, on the same relative day (an Asked)."""
        return self._replace(period=year_before(self.period), day=years_before(self.day))

    def querysets(self):
        """The one or two querysets behind it, as a tuple."""
        return self.figure.querysets(self.seen, self.member)


REGISTRY: dict[str, Figure] = {}
ANY_PERIOD = Period.of_year(2000)


def register(figure):
    """Add `figure` to the registry; raises ImproperlyConfigured where its rows cannot be counted."""
    if figure.name in REGISTRY:
        raise ImproperlyConfigured(f"figure {figure.name} is registered twice")
    for queryset in figure.querysets(ANY_PERIOD, ""):
        refuse_uncountable(figure.name, queryset)
    REGISTRY[figure.name] = figure


def refuse_uncountable(name, queryset):
    """Refuse what would count something else than the distinct rows that the list shows."""
    query = queryset.query
    if query.is_sliced:
        raise ImproperlyConfigured(f"figure {name}: a sliced queryset cannot be counted")
    if query.distinct_fields:
        raise ImproperlyConfigured(
            f"figure {name}: distinct(fields) counts other rows than it lists"
        )
    for alias, join in query.alias_map.items():
        field = getattr(join, "join_field", None)
        used = query.alias_refcount.get(alias, 0)
        if used and isinstance(field, ForeignObjectRel) and not field.one_to_one:
            raise ImproperlyConfigured(f"figure {name}: the join to {alias} multiplies rows")


# The sentence of every figure by_day: before there was a day of record, it told of the day on which
# a page was opened.
ON_ITS_DAY = "按报告的截至日计，不再按打开页面的那天计。"


def figures(group, family, by_day=False):
    """A decorator factory bound to a `group` heading and a ledger `family`.

    `figure(name, unit, definition, …)` decorates a function of a period (a Seen). `by_day` says
    of all in the group that they depend on the day of record; each may say otherwise.
    """
    of_group = by_day

    def figure(
        name,
        unit,
        definition,
        *,
        behaviour=Behaviour.FLOW,
        shape=Shape.COUNT,
        field="",
        dimension=None,
        by_day=None,
        nothing="暂无数据",
        undated=None,
        aside=None,
        redefined=(),
    ):
        depends = of_group if by_day is None else by_day

        def decorate(source):
            register(
                Figure(
                    name=name,
                    unit=unit,
                    definition=definition,
                    group=group,
                    family=family,
                    behaviour=FIXED.get(shape, behaviour),
                    shape=shape,
                    source=source,
                    field=field,
                    dimension=dimension,
                    by_day=depends,
                    nothing=nothing,
                    undated=undated,
                    aside=aside,
                    redefined=(*redefined, ON_ITS_DAY) if depends else redefined,
                )
            )
            return source

        return decorate

    return figure


def split_name(text):
    """("建议件数", "农业农村") of 建议件数（农业农村）; the member is "" where there is none."""
    if text in REGISTRY or not text.endswith("）"):
        return text, ""
    name, _, member = text[:-1].partition("（")
    return name, member


def find(text):
    """The (Figure, member) that `text` names; raises LookupError, whose text names the nearest."""
    name, member = split_name(text)
    figure = REGISTRY.get(name)
    if figure is None or (member and figure.dimension is None):
        raise LookupError(nearest(name))
    if member and member not in figure.dimension.members():
        close = nearest(member, figure.dimension.members())
        raise LookupError(f"{name}（{close}）" if close else name)
    return figure, member


def nearest(name, names=None):
    """The known name that looks most like `name`, or "" where none does."""
    close = difflib.get_close_matches(name, list(names or REGISTRY), n=1, cutoff=0.3)
    return close[0] if close else ""
