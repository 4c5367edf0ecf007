"""What a figure is, and how one is registered.

A figure is a Chinese name, a unit, one sentence that defines it, how it behaves over time, and a
function that returns the records behind it, of a period as it stands on a day of record. Because a
count *is* a queryset, every number opens its records with no further code.
"""

import datetime
import difflib
import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models.fields.reverse_related import ForeignObjectRel

from reports.asking.days import Seen, seen, usual_day, year_before, years_before
from township.spans import Period
from township.words import as_written, say, spellings


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
    # Whether its members are words of our own, which follow the kind of town: 镇长, 乡长.
    is_ours: bool = False
    # What a member was called before, and is called now.
    former: tuple[tuple[str, str], ...] = ()

    def said(self, member):
        """`member` as this town says it."""
        return say(member) if self.is_ours else member

    def meant(self, typed):
        """The member that is `typed` so, in the words of any kind of town; "" where none is."""
        typed = dict(self.former).get(typed, typed)
        members = self.members()
        if typed in members:
            return typed
        ours = members if self.is_ours else ()
        return next((member for member in ours if typed in spellings(member)), "")


def choices_dimension(label, choices, formerly=()):
    """A dimension over the labels of a TextChoices class, and the way back to its values.

    `formerly` are pairs of what a label was called before, and what it is called now.
    """
    with as_written():
        values = {str(name): value for value, name in choices.choices}
    known = values | {former: values[name] for former, name in formerly}
    return Dimension(label, lambda: list(values), is_ours=True, former=formerly), known


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
    # What it was called before. Stored words, plans and baselines go on naming it so.
    aliases: tuple[str, ...] = ()
    # Of a rate: the figures whose rows are its n and its N, by name.
    parts: tuple[str, ...] = ()
    # Of a list: what stands around each of its names, which the words before the list say already.
    shorn: re.Pattern | None = None

    @property
    def title(self):
        """Its name in the words of the town. What is stored goes on naming it as it is registered."""
        return say(self.name)

    @property
    def meaning(self):
        """Its definition in the words of the town."""
        return say(self.definition)

    @property
    def revision(self):
        """How many times this figure was defined anew."""
        return len(self.redefined)

    @property
    def is_of_last_day(self):
        """Whether it tells of the last day of its period only; a share does where n and N do."""
        if self.parts:
            parts = [figure_called(name) for name in self.parts]
            return all(part is not None and part.is_of_last_day for part in parts)
        return self.behaviour is Behaviour.STOCK

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
        return self.called(self.figure.name)

    @property
    def title(self):
        """Its name in the words of the town."""
        if not self.member:
            return self.figure.title
        return f"{self.figure.title}（{self.figure.dimension.said(self.member)}）"

    @property
    def names(self):
        """Its name, and those under which stored words, plans and baselines may know it (a tuple)."""
        return tuple(self.called(name) for name in (self.figure.name, *self.figure.aliases))

    def called(self, name):
        return f"{name}（{self.member}）" if self.member else name

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


# How like one another two names are before one is offered for the other: a few signs left out or
# put in. 参选率 is not like 面商率 (0.33), nor 述职满意率 like 满意率 (0.75).
LIKENESS = 0.76
MEMBERS_SAID = 10

REGISTRY: dict[str, Figure] = {}
FORMER_NAMES: dict[str, Figure] = {}
# What the figures are called where the town is no 镇: whoever works in a 乡 types 乡代表人数.
SPELLINGS: dict[str, Figure] = {}
ANY_PERIOD = Period.of_year(2000)


def register(figure):
    """Add `figure` to the registry; raises ImproperlyConfigured where its rows cannot be counted."""
    for name in (figure.name, *figure.aliases):
        if figure_called(name):
            raise ImproperlyConfigured(f"figure {name} is registered twice")
    for queryset in figure.querysets(ANY_PERIOD, ""):
        refuse_uncountable(figure.name, queryset)
    REGISTRY[figure.name] = figure
    FORMER_NAMES.update(dict.fromkeys(figure.aliases, figure))
    for name in (figure.name, *figure.aliases):
        SPELLINGS.update(dict.fromkeys(spellings(name) - {name}, figure))


def figure_called(name):
    """The Figure that is called `name`, in some town, or was once; None where none is."""
    return REGISTRY.get(name) or FORMER_NAMES.get(name) or SPELLINGS.get(name)


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


def told_of(redefined):
    """`redefined` of a figure by_day: how it was before there was a day of record comes first, but
    where something is told of it that is older still.
    """
    return redefined if ON_ITS_DAY in redefined else (ON_ITS_DAY, *redefined)


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
        aliases=(),
        parts=(),
        shorn=None,
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
                    redefined=told_of(redefined) if depends else redefined,
                    aliases=aliases,
                    parts=parts,
                    shorn=shorn,
                )
            )
            return source

        return decorate

    return figure


def split_name(text):
    """("建议件数", "农业农村") of 建议件数（农业农村）; the member is "" where there is none."""
    if figure_called(text) or not text.endswith("）"):
        return text, ""
    name, _, member = text[:-1].partition("（")
    return name, member


class NoSuchFigure(LookupError):
    """Nothing is called so. Its text is a Chinese sentence; `near` is the Figure that may be meant."""

    def __init__(self, sentence, near=None):
        super().__init__(sentence)
        self.near = near


def find(text):
    """The (Figure, member) that `text` names; raises NoSuchFigure."""
    name, member = split_name(text)
    figure = figure_called(name)
    if figure is None:
        raise no_such_name(name)
    if member and figure.dimension is None:
        raise NoSuchFigure(f"“{figure.title}”不分类，请去掉后面的“（{member}）”。")
    if not member:
        return figure, ""
    meant = figure.dimension.meant(member)
    if not meant:
        raise NoSuchFigure(
            f"“{figure.title}”里没有“{member}”这一类，{members_to_say(figure, member)}"
        )
    return figure, meant


def no_such_name(name):
    """The NoSuchFigure of `name`. Another number is named only with what it counts: whoever takes it
    must see that it is another.
    """
    near = figure_called(nearest(name, [*REGISTRY, *FORMER_NAMES, *SPELLINGS]))
    if near is None:
        return NoSuchFigure(f"没有叫“{name}”的数字，可用的见数字目录。")
    told = f"名字最像的是“{near.title}”：{near.meaning}意思一样才换成它。"
    return NoSuchFigure(f"没有叫“{name}”的数字。{told}", near)


def members_to_say(figure, member):
    """Which members could be meant instead: the one most like it, else the first of them."""
    known = [figure.dimension.said(known) for known in figure.dimension.members()]
    if close := nearest(member, known):
        return f"最像的是“{close}”。"
    if figure.dimension.is_personal or not known:
        return f"请填{figure.dimension.label}里有的。"
    more = "等" if len(known) > MEMBERS_SAID else ""
    return f"可以用：{'、'.join(known[:MEMBERS_SAID])}{more}。"


def nearest(name, names):
    """The one of `names` that looks most like `name`, or "" where none is very like it."""
    close = difflib.get_close_matches(name, list(names), n=1, cutoff=LIKENESS)
    return close[0] if close else ""
