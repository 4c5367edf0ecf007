"""Numbers about households for those who may not see the households: by village, topic or month.

One way at a time, and no count under three: see reports.counting.small_cells. Parts of a year, members
of a figure and other days of record are not split: one such table taken from another would leave a
small count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count
from django.http import Http404

from reports.asking.days import usual_day
from reports.asking.registry import Shape, figure_called
from reports.counting.small_cells import LEAST, merged
from reports.figures.columns import Digits
from reports.figures.rows import WITHHELD
from representatives.models import Assignment, Household, Opinion, Visit
from township.models import Topic, Village
from township.numbers import share
from township.spans import Period


@dataclass(frozen=True)
class SplitWay:
    """One way to split: its name, the path from each model, and the members of a period as {key: name}."""

    label: str
    heading: str
    paths: dict
    members: Callable


def rows_of_dictionary(model):
    return lambda period: dict(model.objects.values_list("pk", "name"))


def months(period):
    return {month: f"{month}月" for month in range(1, period.last_day.month + 1)}


WAYS = {
    "village": SplitWay(
        "按村（社区）", "村（社区）",
        {Visit: "assignment__household__village", Assignment: "household__village",
         Household: "village"},
        rows_of_dictionary(Village),
    ),
    "topic": SplitWay("按内容类别", "内容类别", {Opinion: "topic"}, rows_of_dictionary(Topic)),
    "month": SplitWay(
        "按月", "月份", {Visit: "visited_on__month", Opinion: "heard_on__month"}, months
    ),
}  # fmt: skip
# Of which other figure one counts a part. Both have such a table: what is left of the whole must
# not be small either.
WHOLE = {
    "电话微信走访户次": "走访户次", "走访办实事件数": "走访户次", "宣讲政策户次": "走访户次",
    "走访户数": "先后联系户数", "未走访户数": "先后联系户数", "联系户数": "先后联系户数",
    "各村联系户数": "先后联系户数", "各村各类联系户数": "先后联系户数",
    "意见建议答复条数": "意见建议条数", "意见建议解决条数": "意见建议答复条数",
    "回告条数": "意见建议答复条数", "转为代表建议条数": "意见建议条数",
}  # fmt: skip
TOO_SMALL = f"不足{LEAST}，不再分列。"
ALL_SMALL = f"分开以后，不足{LEAST}的太多，不再分列。"
WHOLE_YEARS = "只有全年的总数分列，这里不分列。"
TOGETHER = "合计"
MERGED = f"不足{LEAST}的、剩下的不足{LEAST}的，不单独列出，和别的合在一起。"


def ways_of(figure):
    """{word of an address: SplitWay} of the ways in which `figure` can be split."""
    model = figure.querysets(Period.of_year(2000))[0].model
    return {
        word: way
        for word, way in WAYS.items()
        if model in way.paths and not (word == "month" and figure.is_of_last_day)
    }


def way_asked_for(request, figure):
    """(word, SplitWay) that the address names with `by`, by default the first; else 404."""
    ways = ways_of(figure)
    word = request.GET.get("by", next(iter(ways), ""))
    if word not in ways:
        raise Http404
    return word, ways[word]


def split(figure, way, period):
    """The lines of the table as (name, tuple of counts), the merged ones as one, the total last.

    [] where nothing can be shown. Of a rate the counts are those in it and those not in it.
    """
    lines = counts_of_chain(figure, way, period)
    together = merged(lines)
    if len(together) == len(lines):
        return []
    names = way.members(period) | {None: "没有写明"}
    width = 2 if figure.shape is Shape.RATE else 1
    found = [(names[key], counts[:width]) for key, counts in lines.items() if key not in together]
    if together:
        name = "、".join(names[key] for key in lines if key in together)
        found.append((f"{name}{TOGETHER}", summed(lines[key][:width] for key in together)))
    return [*found, (TOGETHER, summed(counts[:width] for counts in lines.values()))]


def summed(several):
    return tuple(map(sum, zip(*several, strict=True)))


def counts_of_chain(figure, way, period):
    """{key of a member: counts}: of the figure itself, then of what is left of each whole it is part of."""
    known = counted(figure, way, period)
    keys = [*way.members(period), *[None] * any(None in one for one in known)]
    lines = {}
    for key in keys:
        chain = [one.get(key, 0) for one in known]
        lines[key] = (chain[0], *(more - less for less, more in pairwise(chain)))
    return lines


def counted(figure, way, period):
    """[{key: count}] of the figure, or the part of a rate, and of each whole; a statement each."""
    querysets = list(figure.querysets(period))
    name = figure.parts[-1] if figure.shape is Shape.RATE else figure.name
    while name := WHOLE.get(name):
        querysets.append(figure_called(name).querysets(period)[0])
    return [grouped(rows, way) for rows in querysets if rows.model in way.paths]


def grouped(rows, way):
    """{key of a member: how many rows}."""
    path = way.paths[rows.model]
    pairs = rows.order_by().values(path).annotate(how_many=Count("pk", distinct=True))
    return {pair[path]: pair["how_many"] for pair in pairs}


def headings(figure, way):
    if figure.shape is not Shape.RATE:
        return [way.heading, Digits(f"数量（{figure.unit}）")]
    unit = figure_called(figure.parts[0]).unit
    return [way.heading, Digits(f"不在其中（{unit}）"), Digits(f"在其中（{unit}）"), Digits("占比")]


def cells(figure, counts):
    """What a line says of its counts: themselves, and of a rate the share."""
    if figure.shape is not Shape.RATE:
        return list(counts)
    part, missing = counts
    return [missing, part, share(part, part + missing)]


def why_not(asked, period):
    """Why a number is not split at all; "" of one that may be."""
    is_year = asked.period == Period.of_year(asked.period.start.year)
    if asked.member or not is_year or asked.day != usual_day(asked.period):
        return WHOLE_YEARS
    # Of a rate the whole, which says how many are missing.
    count = asked.figure.querysets(period)[-1].count()
    return f"总数{TOO_SMALL}" if count < LEAST else ""


def note_of(lines):
    """What is said below the table: where some are merged that they are, or why there is none."""
    if not lines:
        return ALL_SMALL
    return MERGED if any(name.endswith(TOGETHER) for name, _ in lines[:-1]) else ""


def table_of(request, asked, period, address_of):
    """The table that stands where the rows would: what a page needs for it.

    `address_of(page, **query)` is the address of a page about the same number.
    """
    figure = asked.figure
    word, way = way_asked_for(request, figure)
    reason = why_not(asked, period)
    lines = [] if reason else split(figure, way, period)
    return {
        "title": way.label,
        "choices": [
            {"label": one.label, "url": address_of("figure-rows", by=key), "current": key == word}
            for key, one in ways_of(figure).items()
            if not reason
        ],
        "columns": headings(figure, way),
        "rows": [
            {"cells": [name, *map(Digits, cells(figure, counts))]} for name, counts in lines
        ],
        "withheld": f"明细{WITHHELD}",
        "note": reason or note_of(lines),
        "export_url": address_of("figure-export", by=word) if lines else "",
    }  # fmt: skip
