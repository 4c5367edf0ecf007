"""Several years side by side: each figure by year, its change, and what the years come to."""

from dataclasses import dataclass

from reports.asking.periods import span_of
from reports.asking.registry import REGISTRY, Asked, Behaviour, Shape
from reports.counting.evaluate import evaluate
from reports.counting.sentences import missing_word, value_words
from reports.words.stored import periods_of_years
from township import numbers

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
    """One figure over the years; `change` is that of the last."""

    name: str
    definition: str
    years: tuple
    change: str
    total: SpanCell


class Span:
    """The years `first` to `last` side by side, each on the day of record of its annual report.

    A last year that still runs is compared with the one before on the same day of it.
    """

    def __init__(self, first, last):
        self.years = range(first, last + 1)
        self.periods = periods_of_years(self.years)
        self.last = self.periods[last]
        self.word = f"{first}年至{last}年"

    @property
    def is_running(self):
        return self.last.is_running

    @property
    def is_ahead(self):
        """True where the last year has not begun: it is compared with none."""
        return self.last.is_ahead

    def asked(self, figure):
        """An Asked for each year, and one for all of them together."""
        of_years = [periods.asked(figure) for periods in self.periods.values()]
        whole = Asked(figure, span_of(self.years[0], self.years[-1]), day=self.last.day)
        return [*of_years, whole]

    def wanted(self):
        """All that the table says: of a running year also what it is compared with."""
        for figure in REGISTRY.values():
            *years, whole = self.asked(figure)
            yield from (*years, whole, years[-1].year_before)

    def groups(self):
        """The lines of all figures, by group: {title: [SpanLine]}."""
        values, groups = evaluate(self.wanted()), {}
        for figure in REGISTRY.values():
            groups.setdefault(figure.group, []).append(self.line(figure, values))
        return groups

    def line(self, figure, values):
        *years, whole = self.asked(figure)
        cells = tuple(
            SpanCell(words(figure, values[asked]), periods.address(asked))
            for periods, asked in zip(self.periods.values(), years, strict=True)
        )
        total = SpanCell(
            words(figure, values[whole]), self.last.address(whole, self.word), not_a_sum(figure)
        )
        change = change_words(figure, values[years[-1].year_before], values[years[-1]])
        return SpanLine(figure.title, figure.meaning, cells, change, total)


def not_a_sum(figure):
    """What the last column is; "" where it is the sum of the years.

    What came later than the end of a year is in the whole, and not in the year.
    """
    if figure.by_day and figure.behaviour is Behaviour.FLOW:
        return "到截至日合计"
    return NOT_A_SUM.get(figure.behaviour, "")


def words(figure, value):
    return missing_word(value) if value.is_missing else value_words(figure, value) or "—"


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
