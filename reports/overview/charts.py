"""总览: small charts. This says where each bar stands; templates/components/chart*.svg draw it.

Along a bar lengths are per cent of the chart's width, heights are pixels: so the drawing
grows with the page and its words keep their size, from a phone to paper.

    ┌──────────────────────────────────────────┐ ─┬─
    │                        ■ 今年    ■ 上年  │  │ LEGEND (none for a single series)
    │ 水利设施                   12         9  │ ─┼─
    │ ████████████████████████                 │  │ ROW: the name, then a bar for each series
    │ ██████████████████                       │  │
    └──────────────────────────────────────────┘ ─┴─
                                 ├─slot──┤

Numbers stand at the right, each series in a column `slot` pixels wide. A name is cut (`short`) where
it would reach the numbers on the narrowest phone.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

ROW = 44  # of bars; one row is as high as a finger
LEGEND = 32
ROWS = 8  # drawn; the table has them all
NARROWEST, LETTER = 296, 15  # a chart on a phone of 360 pixels, and a letter of a row's name
TALL, PLOT_TOP = 210, 44
PLOT_BOTTOM = TALL - 26


class Mark(NamedTuple):
    """One number: how long its bar is, how it is written, its records, and its words aloud.

    `look` where it is to look otherwise than its series.
    """

    size: float
    text: str
    url: str
    said: str
    look: str = ""


class Series(NamedTuple):
    """What one kind of bar means, and how it looks: a class and a pattern of chart.css."""

    name: str
    look: str


class Box(NamedTuple):
    """A rectangle of the drawing, in the words of SVG."""

    x: str
    y: float
    width: str
    height: float


@dataclass(frozen=True)
class Bar:
    """A mark as it is drawn; its number ends `slot` pixels from the chart's right edge."""

    mark: Mark
    look: str
    box: Box
    slot: int = 0


@dataclass(frozen=True)
class ChartLine:
    """One row or column: its name as far as there is room for it, and its bars."""

    name: str
    y: float
    bars: tuple


def width(text):
    """About how many pixels `text` takes: digits and Latin letters are narrow."""
    return sum(LETTER if ord(letter) > 0x2000 else LETTER * 0.6 for letter in text)


def percent(part, whole):
    """A length of the drawing as SVG writes it; no number that anybody reads."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


@dataclass
class Chart:
    """What all charts have: a name for its ids, a title, the heading of the rows, the series."""

    key: str
    title: str
    heading: str
    series: list
    rows: list  # (name, [Mark])

    template = ""
    is_cut = False

    @property
    def description(self):
        """Every number in words, for readers who cannot see the drawing."""
        return "；".join(mark.said for _, marks in self.rows for mark in marks)


@dataclass
class Bars(Chart):
    """Rows of lying bars: the series of a row end to end (`stacked`) or one below the other.

    The longest is as wide as the chart; with `full`, every bar is measured against that,
    and with `shares` every row against its own sum. A number takes `slot` pixels.
    """

    stacked: bool = False
    shares: bool = False
    full: float = 0
    slot: int = 48

    template = "components/chart_bars.svg"

    @property
    def top(self):
        return LEGEND if self.legend else 0

    @property
    def height(self):
        return self.top + ROW * len(self.lines)

    @property
    def is_single(self):
        return len(self.series) == 1

    @property
    def row(self):
        return ROW

    @property
    def legend(self):
        """(series, px from the right edge) of each; a single one needs none."""
        if self.is_single:
            return []
        return [(series, self.slot_of(place)) for place, series in enumerate(self.series)]

    def slot_of(self, place):
        """Where the numbers of the series at `place` end, in pixels from the right edge (0 or less)."""
        return -self.slot * (len(self.series) - 1 - place)

    @property
    def slot_start(self):
        return -self.slot

    @property
    def longest(self):
        if self.full:
            return self.full
        added = sum if self.stacked else max
        return max((added(mark.size for mark in marks) for _, marks in self.rows), default=0)

    @property
    def is_cut(self):
        """True where only the first ROWS are drawn: the page then says that the table has the rest."""
        return len(self.rows) > ROWS

    @cached_property
    def lines(self):
        tops = [self.top + place * ROW for place in range(len(self.rows))]
        return [
            ChartLine(self.short(name), top, tuple(self.bars(marks, top)))
            for top, (name, marks) in zip(tops, self.rows[:ROWS], strict=False)
        ]

    def short(self, name):
        """`name`, or as much of it as stands beside the numbers on a phone."""
        room = NARROWEST - self.slot * len(self.series)
        if width(name) <= room:
            return name
        letters = next(n for n in range(len(name), 0, -1) if width(name[:n]) <= room - LETTER)
        return f"{name[:letters]}…"

    def bars(self, marks, top):
        whole = sum(mark.size for mark in marks) if self.shares else self.longest
        start = 0
        for place, (mark, series) in enumerate(zip(marks, self.series, strict=True)):
            below = 0 if self.stacked else place * 9
            box = Box(
                percent(start if self.stacked else 0, whole), top + 25 + below,
                percent(mark.size, whole), 12 if self.stacked else 8,
            )  # fmt: skip
            start += mark.size
            yield Bar(mark, mark.look or series.look, box, self.slot_of(place))


@dataclass
class Columns(Chart):
    """Standing bars side by side, one series; `goal` is a line across, None for none."""

    goal: float | None = None
    goal_words: str = ""

    template = "components/chart_columns.svg"
    height = TALL

    @property
    def highest(self):
        return max([mark.size for _, marks in self.rows for mark in marks] + [self.goal or 0])

    def y_of(self, size):
        room = PLOT_BOTTOM - PLOT_TOP
        return round(PLOT_BOTTOM - (room * size / self.highest if self.highest else 0), 1)

    @property
    def goal_y(self):
        return self.y_of(self.goal)

    @property
    def base(self):
        return PLOT_BOTTOM

    @property
    def lines(self):
        return [
            ChartLine(name, 0, tuple(self.bars(marks, place)))
            for place, (name, marks) in enumerate(self.rows)
        ]

    def bars(self, marks, place):
        many = len(self.rows)
        for mark in marks:
            top = self.y_of(mark.size)
            box = Box(percent(place + 0.15, many), top, percent(0.7, many), PLOT_BOTTOM - top)
            yield Bar(mark, mark.look or self.series[0].look, box)

    @property
    def width(self):
        return percent(1, len(self.rows))

    @property
    def columns(self):
        """(line, its left edge, its middle) of each."""
        many = len(self.rows)
        return [
            (line, percent(place, many), percent(place + 0.5, many))
            for place, line in enumerate(self.lines)
        ]
