"""Several years side by side: each figure by year, its change, and what the years come to."""

from dataclasses import dataclass

from reports.asking.periods import Periods, span_of
from reports.asking.registry import REGISTRY, Asked, Behaviour, Shape
from reports.figures.evaluate import evaluate
from reports.figures.sentences import value_words
from township import numbers
from township.spans import Period

# What the last column is, where it is not the sum of the years.
NOT_A_SUM = {
    Behaviour.STOCK: "期末数",
    Behaviour.DISTINCT: "全期不重复计",
    Behaviour.RATE: "全期合并计算",
    Behaviour.AVERAGE: "全期合并计算",
}


@dataclass(frozen=True)
class SpanCell:
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class SpanLine:
    """One figure over the years."""

    name: str
    definition: str
    years: tuple
    change: str
    total: SpanCell


def years_of(first, last):
    return range(first, last + 1)


def compare(first, last):
    """The Lines of all figures over the years `first` to `last`, by group: {title: [SpanLine]}."""
    span = span_of(first, last)
    periods = [Period.of_year(year) for year in years_of(first, last)]
    figures = list(REGISTRY.values())
    values = evaluate(Asked(figure, period) for figure in figures for period in (*periods, span))
    groups = {}
    for figure in figures:
        known = [values[Asked(figure, period)] for period in periods]
        line = line_of(figure, first, last, known, values[Asked(figure, span)])
        groups.setdefault(figure.group, []).append(line)
    return groups


def line_of(figure, first, last, known, whole):
    cells = tuple(
        SpanCell(
            words(figure, value), Periods(year, None).address(Asked(figure, Period.of_year(year)))
        )
        for year, value in zip(years_of(first, last), known, strict=True)
    )
    total = SpanCell(
        words(figure, whole),
        Periods(last, None).address(Asked(figure, span_of(first, last)), f"{first}年至{last}年"),
        NOT_A_SUM.get(figure.behaviour, ""),
    )  # fmt: skip
    change = change_words(figure, known[-2], known[-1]) if len(known) > 1 else ""
    return SpanLine(figure.name, figure.definition, cells, change, total)


def words(figure, value):
    return "待补" if value.is_missing else value_words(figure, value) or "—"


def change_words(figure, before, now):
    """How much more `now` is than `before`, in the figure's own measure; "" where nothing is known."""
    if before.is_missing or now.is_missing or figure.shape is Shape.NAMES:
        return ""
    if before.is_unjudged or now.is_unjudged:
        return ""
    if figure.shape is Shape.RATE:
        return points(before, now)
    if before.number is None or now.number is None:
        return ""
    return signed(now.number - before.number, figure.unit)


def points(before, now):
    """The change of a share, in 百分点 with one decimal."""
    if not (before.total and now.total):
        return ""
    return signed(numbers.points(*((value.n, value.total) for value in (before, now))), "个百分点")


def signed(number, unit):
    if not number:
        return "持平"
    return f"{'+' if number > 0 else '−'}{numbers.plain(abs(number))}{unit}"
