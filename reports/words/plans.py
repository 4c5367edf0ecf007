"""Plan and actual: how far each item of a year's plan is."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal

from reports.asking.periods import Periods
from reports.asking.registry import DAYS, Asked, Shape, figure_called, split_name
from reports.counting.evaluate import Value, evaluate
from reports.counting.sentences import value_words
from reports.models import PlanItem
from township.numbers import per_cent, plain, share
from township.spans import Period

# What became of an item of a plan, as it is read aloud.
OUTCOMES = {
    PlanItem.Outcome.DONE: "已完成", PlanItem.Outcome.PARTLY: "已部分完成",
    PlanItem.Outcome.MISSED: "没有完成", PlanItem.Outcome.CARRIED: "转入下年继续办理",
}  # fmt: skip


@dataclass(frozen=True)
class PlanProgress:
    """One item of a plan, and what the records say of it; no `value` where nothing measures it."""

    item: PlanItem
    value: Value | None = None
    url: str = ""

    @property
    def words(self):
        return words(self.item, self.value) if self.value else ""

    @property
    def target(self):
        """4次, 95%."""
        return goal(self.item) if self.value else ""

    @property
    def reached(self):
        """How much of the target there is, as a Decimal."""
        return amount(asked_of(self.item), self.value)

    @property
    def is_reached(self):
        return self.value is not None and self.reached >= self.item.target

    @property
    def share(self):
        """How much of the target is reached: 52.6%, never more than 100%; "" without a measure."""
        if self.value is None or not self.item.target:
            return ""
        return share(min(self.reached, self.item.target), self.item.target)


def mark(items):
    """A short word for what a plan says: another one where somebody has changed it."""
    said = [[item.pk, item.text, item.figure, str(item.target)] for item in items]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def asked_of(item, day=None):
    """The Asked that measures `item`, over the year it was planned for, on a day of record."""
    name, member = split_name(item.figure)  # checked when it was saved
    return Asked(figure_called(name), Period.of_year(item.year), member, day)


def is_measured(item):
    """True where `item` names a figure that there is."""
    return bool(item.figure) and figure_called(split_name(item.figure)[0]) is not None


def goal(item):
    """The target of a measured `item` as it is said: 4次, 95%."""
    return f"{plain(item.target)}{asked_of(item).figure.unit}"


def amount(asked, value):
    """The number that is compared with a target: of a share, per cent."""
    if asked.figure.shape is Shape.RATE:
        return per_cent(value.n, value.total) if value.total else Decimal(0)
    return Decimal(value.number or 0)


def words(item, value, style=""):
    """A value as the plan's answer says it, of a share in `style`: never a bare 0."""
    figure = asked_of(item).figure
    if value.is_missing:
        return "这一年还没有开始" if value.is_ahead else "台账开始以前，没有记录"
    if value.is_unjudged:
        return "没有规定办理期限，说不准"
    if figure.shape in DAYS and not value.total:
        return figure.nothing
    # A count of none is said in a word; a share of nothing says so itself.
    is_none = figure.shape is not Shape.RATE and not value.number
    return "没有" if is_none else value_words(figure, value, style)


def address(item, day=None):
    """Where the records behind the number of `item` are."""
    return Periods(item.year, None).address(asked_of(item, day))


def progress_in(year, day=None, ledger=None):
    """The PlanProgress of each item that was planned for `year`, on a day of record; a statement for
    the items, and for the numbers as many as `evaluate` needs.
    """
    items = list(PlanItem.objects.filter(year=year).select_related("report"))
    values = evaluate((asked_of(item, day) for item in items if is_measured(item)), ledger)
    return [
        PlanProgress(item, values[asked_of(item, day)], address(item, day))
        if is_measured(item)
        else PlanProgress(item)
        for item in items
    ]
