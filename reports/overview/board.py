"""总览: how the year stands beside the one before, as headlines and charts.

Every number is a figure of the registry. All are asked for together; what is put into cards
and charts below is only looked up.
"""

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from congress.opinion_months import month_of
from motions.lateness import BADGES, Lateness
from reports.asking.days import years_before
from reports.asking.periods import OWN, PREVIOUS
from reports.asking.registry import REGISTRY, Asked, Shape
from reports.counting import sentences
from reports.counting.evaluate import Ledger, evaluate
from reports.figures.motions import LATENESS
from reports.overview.charts import Bars, Chart, Columns, Mark, Series
from reports.words import spans
from township.models import Town
from township.numbers import plain, share
from township.spans import Period, day_in_words, today

# Asked for both years.
TOTALS = (
    "主席团会议次数", "镇议案建议件数", "超期未答复件数", "满意率", "走访覆盖率", "走访户次", "活动次数",
    "人代会出席率", "主席团会议出席率", "未反馈件数",
)  # fmt: skip
COMPARED = ("镇议案建议件数", "活动次数", "各满意度件数")
# Asked for this year only.
NOW = ("联系户数", "超期未答复意见建议条数")
SPLIT = ("各办理状态件数", "各办理时限件数", "走访覆盖率")
BY_DEPARTMENT = {
    "各承办单位答复件数": Series("已答复", "ok"),
    "各承办单位在办件数": Series("办理中", "due"),
    "各承办单位超期未答复件数": Series("超期", "late"),
}
VERDICTS = {"满意": "ok", "基本满意": "due", "不满意": "late"}
UNRATED = Series("未评价", "open")
COUNT = [Series("件数", "now")]
LAST_ROUND = "按最近一次办理算，重新办理的看重新办理这一次。"  # reports count every round


class Sight:
    """The year that is looked at on its day of record, and the year before on the same day of it."""

    def __init__(self, periods):
        self.periods = periods
        self.year, self.day = periods.year, periods.day
        self.now, self.before = periods.own, periods.previous

    @property
    def is_running(self):
        """Of today, not of the day of record: a report of a past year may have an early one."""
        return self.now.end > today() and self.periods.is_running

    @property
    def names(self):
        """What this year and the one before are called, as long as a chart has room for."""
        if self.is_running:
            return "今年", "上年同期"
        return f"{self.year}年", f"{self.year - 1}年"

    @property
    def subtitle(self):
        if self.is_running:
            return f"截至{self.day.month}月{self.day.day}日，与上年同日相比。每个数字都可以点开。"
        return (
            f"全年，数字截至{day_in_words(self.day)}，与{self.year - 1}年相比。每个数字都可以点开。"
        )

    @property
    def months(self):
        """The months that have begun, the running one to the day of record: [Period]."""
        months = [month_of(self.year, number) for number in range(1, 13)]
        end = after(self.day)
        return [Period(m.start, min(m.end, end)) for m in months if m.start < end]

    def asked(self, name, period, member=""):
        """The Asked for a figure in this year, in the one before, or in a month of it."""
        days = {self.now: self.day, self.before: years_before(self.day)}
        day = days.get(period) or min(period.last_day, self.day)
        return Asked(REGISTRY[name], period, member, day)

    def url(self, name, period, member=""):
        """The records behind a number."""
        words = {self.now: OWN, self.before: PREVIOUS}
        asked = self.asked(name, period, member)
        return self.periods.address(asked, words.get(period, str(period)))


def after(day):
    return day + datetime.timedelta(days=1)


class BoardPiece(NamedTuple):
    """Some words of a line, and where they lead; "" where nowhere."""

    text: str
    url: str = ""


@dataclass
class Headline:
    """One of the cards at the top: its number large, and a line below it."""

    title: str
    number: BoardPiece
    line: list
    state: str = ""


@dataclass
class BoardCard:
    """A chart under its heading, with the sums that belong to it; without one, why there is none."""

    title: str
    chart: Chart | None
    empty: str
    line: list = field(default_factory=list)
    note: str = ""


class Board:
    """Every number of the page, asked for in one go: a statement for each 32 of them."""

    def __init__(self, sight):
        self.sight = sight
        self.ledger = Ledger.load()
        self.values = evaluate(self.wanted(), self.ledger)

    def wanted(self):
        now, before = self.sight.now, self.sight.before
        for name in TOTALS:
            yield from (self.asked(name, now), self.asked(name, before))
        for name in NOW:
            yield self.asked(name, now)
        for name in COMPARED:
            for member in self.members(name):
                yield from (self.asked(name, now, member), self.asked(name, before, member))
        for name in SPLIT:
            yield from (self.asked(name, now, member) for member in self.members(name))
        for name in BY_DEPARTMENT:
            yield from (self.asked(name, now, member) for member in self.departments)
        yield from (self.asked("走访户次", month) for month in self.sight.months)

    def asked(self, name, period, member=""):
        return self.sight.asked(name, period, member)

    @cached_property
    def departments(self):
        """The names of those that lead something of this year: most of a town's lead nothing."""
        [rows] = self.asked("承办单位数", self.sight.now).querysets()
        return list(rows.order_by("order", "pk").values_list("name", flat=True))

    def members(self, name):
        if name not in self.known_members:
            self.known_members[name] = REGISTRY[name].dimension.members()
        return self.known_members[name]

    @cached_property
    def known_members(self):
        return {}

    def value(self, name, period, member=""):
        return self.values[self.asked(name, period, member)]

    def piece(self, name, period, member=""):
        """A number in words and its address; why it is not known, where it is not."""
        known = self.value(name, period, member)
        text = sentences.headline(REGISTRY[name], known)
        return BoardPiece(text, self.sight.url(name, period, member))

    def mark(self, name, period, member="", *, label="", look=""):
        """A number of a chart: `label` says whose it is. Its title has room for what is said aside."""
        figure, known = REGISTRY[name], self.value(name, period, member)
        size, is_rate = known.number or part(known), figure.shape is Shape.RATE
        text = sentences.rate_words(known, nothing=figure.nothing) if is_rate else plain(size)
        text = sentences.missing_word(known) if known.is_missing else text
        said = f"{label}{sentences.headline(figure, known)}"
        return Mark(size, text, self.sight.url(name, period, member), said, look)

    def change(self, name):
        """How much more than the year before, in brackets; "" where that is not known."""
        now, before = self.value(name, self.sight.now), self.value(name, self.sight.before)
        words = spans.change_words(REGISTRY[name], before, now)
        return f"（{words}）" if words else ""

    def compared(self, name):
        """上年同期27件（+4件）, as pieces."""
        piece = self.piece(name, self.sight.before)
        return [BoardPiece(self.sight.names[1]), piece, BoardPiece(self.change(name))]


def part(known):
    return known.n / known.total if known.total else 0


# The headlines.


def headlines(board):
    return [
        headline(board, "主席团会议", "主席团会议次数"),
        headline(board, "议案建议", "镇议案建议件数"),
        late_headline(board),
        satisfied_headline(board),
        coverage_headline(board),
    ]


def headline(board, title, name):
    return Headline(title, board.piece(name, board.sight.now), board.compared(name))


def late_headline(board):
    found = headline(board, "超期未答复", "超期未答复件数")
    found.state = "late" if board.value("超期未答复件数", board.sight.now).number else ""
    return found


def satisfied_headline(board):
    """The share alone, large; of how many, below."""
    name, now = "满意率", board.sight.now
    known, url = board.value(name, now), board.sight.url(name, now)
    if not known.total:
        return headline(board, "代表满意率", name)
    number = BoardPiece(share(known.n, known.total), url)
    of = [
        BoardPiece("已评价"),
        BoardPiece(f"{known.total}件", url),
        BoardPiece(f"，满意{known.n}件；"),
    ]
    earlier = [BoardPiece(board.sight.names[1]), board.piece(name, board.sight.before)]
    return Headline("代表满意率", number, [*of, *earlier])


def coverage_headline(board):
    name, now, before = "走访覆盖率", board.sight.now, board.sight.before
    known, url = board.value(name, now), board.sight.url(name, now)
    if not known.total:
        return headline(board, "走访覆盖", name)
    left = BoardPiece(f"{known.total - known.n}户", board.sight.url("未走访户数", now))
    line = [
        BoardPiece("共"),
        BoardPiece(f"{known.total}户", url),
        BoardPiece("，"),
        left,
        BoardPiece("没有走访；"),
    ]
    earlier = [BoardPiece(board.sight.names[1]), board.piece(name, before)]
    return Headline("走访覆盖", BoardPiece(f"{known.n}户", url), [*line, *earlier])


def late_opinions(board):
    """How many opinions of the people are late, and where they are; None where none is."""
    name = "超期未答复意见建议条数"
    has_any = board.value(name, board.sight.now).number
    return board.piece(name, board.sight.now) if has_any else None


# The charts, each None where it would be empty.


def drawn(chart):
    """`chart`, or None where all its bars are of nothing."""
    has_any = any(mark.size for _, marks in chart.rows for mark in marks)
    return chart if has_any else None


def both(board, name, key, title, heading):
    """A bar for this year and one for the year before, for each member that has any."""
    names = board.sight.names
    periods = (board.sight.now, board.sight.before)
    rows = []
    for member in board.members(name):
        marks = [
            board.mark(name, period, member, label=f"{member}，{word}")
            for period, word in zip(periods, names, strict=True)
        ]
        if any(mark.size for mark in marks):
            rows.append((member, marks))
    rows.sort(key=lambda row: -row[1][0].size)
    series = [Series(names[0], "now"), Series(names[1], "before")]
    return drawn(Bars(key, title, heading, series, rows, slot=64))


def by_state(board):
    name, now = "各办理状态件数", board.sight.now
    marks = [board.mark(name, now, member, label=member) for member in board.members(name)]
    rows = zip(board.members(name), marks, strict=True)
    rows = [(member, [mark]) for member, mark in rows if mark.size]
    return drawn(Bars("state", "议案建议办到哪一步", "状态", COUNT, rows))


def by_lateness(board):
    """What is late stays when there is none of it: that says something."""
    name, now, rows = "各办理时限件数", board.sight.now, []
    for member in reversed(board.members(name)):
        mark = board.mark(name, now, member, label=member, look=look_of(member))
        if mark.size or mark.look == "late":
            rows.append((member, [mark]))
    return drawn(Bars("lateness", "议案建议的时限", "时限", COUNT, rows))


def look_of(member):
    word = LATENESS[member]
    return BADGES.get(Lateness(word), "") if word else ""


def by_department(board):
    """Those that are late stand first, then those that have most in hand."""
    rows = []
    for department in board.departments:
        marks = [
            board.mark(name, board.sight.now, department, label=f"{department}，{series.name}")
            for name, series in BY_DEPARTMENT.items()
        ]
        rows.append((department, marks))
    rows.sort(key=lambda row: [mark.size for mark in reversed(row[1])], reverse=True)
    series = list(BY_DEPARTMENT.values())
    return drawn(Bars("department", "各承办单位", "承办单位", series, rows, stacked=True))


def by_verdict(board):
    rows = []
    for period, word in zip((board.sight.now, board.sight.before), board.sight.names, strict=True):
        marks = [
            board.mark("各满意度件数", period, verdict, label=f"{word}，{verdict}")
            for verdict in VERDICTS
        ]
        marks.append(board.mark("未反馈件数", period, label=f"{word}，{UNRATED.name}"))
        rows.append((word, marks))
    series = [*(Series(*pair) for pair in VERDICTS.items()), UNRATED]
    return drawn(
        Bars("verdict", "已答复的议案建议，代表怎么评价", "时段", series, rows,
             stacked=True, shares=True, slot=58)
    )  # fmt: skip


def by_month(board, town):
    sight, rows = board.sight, []
    for number in range(1, 13):
        begun = [month for month in sight.months if month.start.month == number]
        rows.append((str(number), [month_mark(board, month) for month in begun]))
    goal = monthly_goal(board, town)
    words = f"每月目标{goal}户次（每户每年{town.visits_a_year}次）" if goal else ""
    series = [Series("走访户次", "now")]
    return drawn(Columns("month", "每月走访户次", "月", series, rows, goal=goal, goal_words=words))


def month_mark(board, month):
    """The bar of a month; of one that is not over it is drawn lighter."""
    is_over = after(month.last_day).day == 1
    label = f"{month.start.month}月{'' if is_over else f'（到{month.last_day.day}日）'}"
    return board.mark("走访户次", month, label=label, look="" if is_over else "open")


def monthly_goal(board, town):
    """So many visits a month reach what the town wants of a year; None without households."""
    held = board.value("联系户数", board.sight.now).number or 0
    return -(-held * town.visits_a_year // 12) or None


def by_village(board):
    name, now, rows = "走访覆盖率", board.sight.now, []
    for village in board.members(name):
        known = board.value(name, now, village)
        if known.total:
            rows.append((village, coverage_marks(board.sight, village, known)))
    series = [Series("走访到", "ok"), Series("没走访", "open")]
    return drawn(
        Bars("village", "各村走访到的联系户", "村（社区）", series, rows, stacked=True, shares=True, slot=56)
    )  # fmt: skip


def coverage_marks(sight, village, known):
    """走访到 opens the share, whose first list is just these households."""
    left = known.total - known.n
    return [
        Mark(
            known.n, str(known.n), sight.url("走访覆盖率", sight.now, village),
            f"{village}，走访到{known.n}户",
        ),
        Mark(
            left, str(left), sight.url("未走访户数", sight.now, village), f"{village}，没走访{left}户"
        ),
    ]  # fmt: skip


def rolls(board):
    """What Board.mark is told of each kind of meeting and year."""
    looks = {"now": board.sight.now, "before": board.sight.before}
    return [
        {"name": f"{roll}出席率", "period": period, "label": f"{roll}（{word}）", "look": look}
        for roll in ("人代会", "主席团会议")
        for word, (look, period) in zip(board.sight.names, looks.items(), strict=True)
    ]


def attendance(board):
    """A row for each year, since a share is said with its numbers."""
    rows = [(one["label"], [board.mark(**one)]) for one in rolls(board)]
    series = [Series("出席率", "now")]
    return drawn(Bars("attendance", "会议出席率", "会议", series, rows, full=1, slot=120))


def unregistered(board):
    """主席团会议（今年）另有13人次没有登记，不在出席率里。"""
    known = [(one["label"], board.value(one["name"], one["period"])) for one in rolls(board)]
    said = "，".join(f"{label}另有{value.aside}人次" for label, value in known if value.aside)
    return f"{said}没有登记，不在出席率里。" if said else ""


def totals(board, name):
    """今年593户次，上年同期636户次（−43户次）, as pieces."""
    this = [BoardPiece(board.sight.names[0]), board.piece(name, board.sight.now)]
    return [*this, BoardPiece("，"), *board.compared(name)]


def cards(board):
    """What stands below the headlines, in the order of the page."""
    this = board.sight.names[0]
    no_motions = f"{this}还没有受理的议案建议。"
    return [
        BoardCard(
            "各承办单位", by_department(board), f"{this}还没有交办的议案建议。",
            note=f"{this}提出、已经交办的，超期的排在前面。{LAST_ROUND}",
        ),
        BoardCard(
            "每月走访与目标", by_month(board, Town.get()), f"{this}还没有登记走访。",
            totals(board, "走访户次"),
        ),
        BoardCard("议案建议办到哪一步", by_state(board), no_motions),
        BoardCard("议案建议的时限", by_lateness(board), no_motions, note=LAST_ROUND),
        BoardCard("代表满意不满意", by_verdict(board), "还没有答复过的议案建议。", totals(board, "满意率")),
        BoardCard("会议出席", attendance(board), "还没有登记过出席的会议。", note=unregistered(board)),
        BoardCard("各村走访覆盖", by_village(board), f"{this}还没有代表联系的户。"),
        BoardCard(
            "议案建议的内容", both(board, "镇议案建议件数", "topic", "按内容类别", "内容类别"),
            no_motions, totals(board, "镇议案建议件数"),
        ),
        BoardCard(
            "各类活动", both(board, "活动次数", "kind", "按活动类别", "活动类别"), "还没有登记活动。",
            totals(board, "活动次数"),
        ),
    ]  # fmt: skip
