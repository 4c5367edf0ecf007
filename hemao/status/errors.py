"""The errors of the last day, by kind."""

import time
from collections import defaultdict
from dataclasses import dataclass

from hemao.failures import kept
from hemao.status.lines import StatusLine

DAY = 24 * 60 * 60
HOUR = 60 * 60
ROUTES_SHOWN = 3
WHOM = "请把这一页和出错的时间告诉维护系统的人；服务器的日志里有详细经过。"


@dataclass
class FailureKind:
    """One kind of error: how often it came, when last, on which pages."""

    name: str
    times: int
    last: float
    routes: list
    is_cause: bool

    @property
    def last_at(self):
        return time.strftime("%m-%d %H:%M", time.localtime(self.last))


def kinds(now) -> list[FailureKind]:
    """The kinds of the day before `now` (seconds since 1970), the most frequent first."""
    of_kind = defaultdict(list)
    for entry in kept.since(now - DAY):
        of_kind[entry.kind].append(entry)
    found = [kind(name, entries) for name, entries in of_kind.items()]
    return sorted(found, key=lambda one: (-one.times, one.name))


def kind(name, entries):
    routes = sorted({entry.route for entry in entries if entry.route})
    return FailureKind(
        name, sum(entry.times for entry in entries), max(entry.at for entry in entries),
        routes[:ROUTES_SHOWN], any(entry.is_cause for entry in entries),
    )  # fmt: skip


def line(now):
    title, found = "最近一天的错误", kinds(now)
    if not found:
        return StatusLine(title, "ok", "没有。")
    total = sum(one.times for one in found)
    said = f"{len(found)}种，共{total}次"
    if kept.is_cut(now - DAY):
        said += "（太多了，更早的没有留下）"
    recent = [one.name for one in found if one.is_cause and one.last >= now - HOUR]
    if recent:
        said += f"；最近一小时有：{'、'.join(recent)}"
        return StatusLine(title, "late", f"{said}。", "请看下面“最近一天的错误”里的说明。")
    return StatusLine(title, "due", f"{said}。", WHOM)
