"""群众意见建议按月汇总: what was heard in each month, and how far it came; by deputy group too.

A row tells of what was heard in its month (or by its group), and how that stood at the end of the
year (in the year that runs: today), which is the usual day of record of its report: so the months
add up to the year, and to a report that has chosen no other day.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import ExtractMonth

from congress.models import Activity, Body, Campaign, Post
from representatives.models import Opinion, opinions
from township.models import LedgerStart
from township.spans import Period, happened, today

KINDS = (Body.Kind.GROUP, Body.Kind.DELEGATION)
NO_GROUP = 0  # heard by nobody in particular, or by somebody in no group that day


@dataclass(frozen=True)
class OpinionColumn:
    """One column: its name in the address, its heading, and which opinions of a row it counts."""

    name: str
    label: str
    condition: Callable[[datetime.date], Q]


COLUMNS = [
    OpinionColumn("collected", "收集", lambda day: Q(pk__isnull=False)),
    OpinionColumn("handed_over", "转办", opinions.was_handed_over),
    OpinionColumn("answered", "答复", lambda day: happened("answered_on", day)),
    OpinionColumn("solved", "解决", lambda day: opinions.SOLVED & happened("answered_on", day)),
    OpinionColumn("late", "超期未答复", opinions.overdue),
]


@dataclass(frozen=True)
class OpinionsAsked:
    """What the table is about: a year or one `month` of it; a campaign; which kind of group."""

    year: int
    month: int | None = None
    campaign: Campaign | None = None
    kind: str = Body.Kind.GROUP

    @property
    def period(self):
        return month_of(self.year, self.month) if self.month else Period.of_year(self.year)

    @property
    def day(self):
        """The day up to which is told what became of an opinion: the year's last, today at most."""
        return min(Period.of_year(self.year).last_day, today())

    def opinions(self):
        rows = Opinion.objects.heard_in(self.period)
        if self.campaign:
            held = Activity.objects.filter(campaign=self.campaign, opinions=OuterRef("pk"))
            rows = rows.filter(Exists(held))
        return rows

    def rows_behind(self, column, group=None):
        """The opinions that the number under `column` counts; `group` is a Body's number."""
        rows = self.opinions().filter(column.condition(self.day))
        if group is None:
            return rows
        rows = rows.annotate(group=group_of(self.kind))
        return rows.filter(group=None) if group == NO_GROUP else rows.filter(group=group)


def month_of(year, month):
    start = datetime.date(year, month, 1)
    return Period(start, datetime.date(year + month // 12, month % 12 + 1, 1))


def group_of(kind):
    """The number of the body of `kind` to which the hearer belonged on the day; the first of several."""
    posts = Post.objects.of_kind(kind).filter(person=OuterRef("heard_by"))
    posts = posts.in_force(OuterRef("heard_on")).order_by("body__order", "body", "pk")
    return Subquery(posts.values("body")[:1])


@dataclass(frozen=True)
class OpinionRow:
    """One row: what it is called, a number a column, and what these are counted from.

    `month` None is the whole year; `group` None is everybody.
    """

    label: str
    numbers: tuple
    month: int | None = None
    group: int | None = None

    @property
    def cells(self):
        return list(zip(COLUMNS, self.numbers, strict=True))


@dataclass(frozen=True)
class OpinionTable:
    heading: str
    rows: list
    total: OpinionRow


def tables(asked):
    """The table of the months of the year, and that of the groups in the period asked for."""
    whole_year = OpinionsAsked(asked.year, campaign=asked.campaign, kind=asked.kind)
    counted = count(whole_year)
    months = by_month(asked.year, counted)
    if asked.month:
        counted = {key: numbers for key, numbers in counted.items() if key[0] == asked.month}
    return months, by_group(asked, counted)


def count(asked):
    """{(month, group): a number a column}, in one statement."""
    day = asked.day
    columns = {column.name: Count("pk", filter=column.condition(day)) for column in COLUMNS}
    rows = asked.opinions().annotate(month=ExtractMonth("heard_on"), group=group_of(asked.kind))
    rows = rows.order_by().values("month", "group").annotate(**columns)
    return {
        (row["month"], row["group"] or NO_GROUP): tuple(row[column.name] for column in COLUMNS)
        for row in rows
    }


def added(many):
    return tuple(map(sum, zip(*many, strict=True))) or (0,) * len(COLUMNS)


def by_month(year, counted):
    day = today()
    months = [month for month in range(1, 13) if month_of(year, month).start <= day]
    rows = [
        OpinionRow(
            f"{month}月", added(n for key, n in counted.items() if key[0] == month), month=month
        )
        for month in months
    ]
    return OpinionTable("月份", rows, OpinionRow("全年", added(counted.values())))


def by_group(asked, counted):
    found = {group for _, group in counted}
    bodies = Body.objects.of_kind(asked.kind).prefetch_related("names")
    named = {
        body.pk: body.name_on(asked.period.last_day)
        for body in bodies
        if body.pk in found or is_there(body, asked.period)
    }
    named[NO_GROUP] = "其他（没有写听取人，或听取人不在组内）"
    rows = [
        OpinionRow(
            name, added(n for key, n in counted.items() if key[1] == group), asked.month, group
        )
        for group, name in named.items()
    ]
    total = OpinionRow("合计", added(counted.values()), asked.month)
    return OpinionTable(Body.Kind(asked.kind).label, rows, total)


def is_there(body, period):
    return body.starts_on < period.end and (body.ended_on is None or body.ended_on > period.start)


def years():
    """The years in which anything was heard, and this one; the latest first."""
    found = {day.year for day in Opinion.objects.order_by().dates("heard_on", "year")}
    return sorted(found | {today().year}, reverse=True)


def gap(year):
    """A sentence where the ledger does not tell the whole year; "" where it does."""
    start = LedgerStart.objects.filter(family=LedgerStart.Family.OPINIONS).first()
    if start is None:
        return "还没有填写意见建议的台账起始日，登记是否齐全说不准。"
    if Period.of_year(year).start < start.complete_from:
        return f"意见建议从{start.complete_from}起登记齐全，此前的不全。"
    return ""
