"""Motions beyond the town's own: at the county, handed down by it; and what was promised."""

from types import SimpleNamespace

from django.db.models import Exists, OuterRef

from motions.models import Handling, Motion
from reports.asking.registry import Behaviour, choices_dimension
from reports.figures.motions import county, handed_down, motion, until
from township.models import Level
from township.spans import within


@motion("县级议案建议办结件数", "件", "期间内提出并受理的县级议案建议中，到截至日已办结的。")
def county_closed(period):
    return county(period).closed(on=period.day)


@motion(
    "县级议案建议答复件数", "件", "期间内提出并受理的县级议案建议中，到截至日主办单位已答复的。"
)
def county_answered(period):
    return county(period).answered(on=period.day)


@motion("县级交办件数", "件", "期间内提出、由县（市、区）人大交给本镇承办的议案建议。")
def handed_down_motions(period):
    return handed_down(period)


@motion(
    "县级交办答复件数",
    "件",
    "期间内提出、由县（市、区）人大交给本镇承办的议案建议中，到截至日主办单位已答复的。",
)
def handed_down_answered(period):
    return handed_down(period).answered(on=period.day)


# The same of the county and all above it, told apart by level: a town may have deputies to the
# congress of a 设区的市, too.

ABOVE_TOWN = [level for level in Level if level != Level.TOWN]
LEVELS_ABOVE, ABOVE = choices_dimension(
    "级别", SimpleNamespace(choices=[(level.value, level.label) for level in ABOVE_TOWN])
)
BY_LEVEL = {"dimension": LEVELS_ABOVE}


def above(period, member):
    """What was submitted to congresses above the town and accepted there, or handed down by them."""
    levels = [ABOVE[member]] if member else ABOVE_TOWN
    rows = Motion.objects.filter(level__in=levels).submitted_in(period)
    return rows.accepted(on=period.day)


@motion(
    "上级议案建议件数",
    "件",
    "期间内本镇的上级人大代表（县级和县级以上）向上级人大提出并受理的议案建议，可按级别分。",
    **BY_LEVEL,
)
def motions_above(period, member):
    return above(period, member).own()


@motion(
    "上级议案建议答复件数",
    "件",
    "期间内提出并受理的上级议案建议中，到截至日主办单位已答复的，可按级别分。",
    **BY_LEVEL,
)
def above_answered(period, member):
    return above(period, member).own().answered(on=period.day)


@motion(
    "上级议案建议办结件数",
    "件",
    "期间内提出并受理的上级议案建议中，到截至日已办结的，可按级别分。",
    **BY_LEVEL,
)
def above_closed(period, member):
    return above(period, member).own().closed(on=period.day)


@motion(
    "上级交办件数",
    "件",
    "期间内提出、由上级人大（县级和县级以上）交给本镇承办的议案建议，可按级别分。",
    **BY_LEVEL,
)
def handed_down_from_above(period, member):
    return above(period, member).handed_down()


@motion(
    "跟踪件数", "件",
    "到截至日已答复的镇级议案建议（期末以前提出的，不论哪年）中，没有解决、承诺没有兑现也没有作出说明，还在跟踪的。",
    behaviour=Behaviour.STOCK,
)  # fmt: skip
def tracked(period):
    return until(period).tracked_on(period.day)


@motion("兑现承诺件数", "件", "期间内兑现的、答复镇级议案建议时作出的承诺。")
def promises_kept(period):
    rows = Handling.objects.lead(on=period.day).filter(within(period, "promise_done_on"))
    ours = Motion.objects.at(Level.TOWN).accepted(on=period.day)
    return rows.filter(motion__in=ours.values("pk"))


@motion(
    "未兑现承诺件数",
    "件",
    "到截至日已答复的镇级议案建议（期末以前提出的，不论哪年）中，最后一次答复没有解决而有承诺期限，还没有兑现、也没有作出说明的。",
    behaviour=Behaviour.STOCK,
)
def promises(period):
    open_promise = Handling.objects.promises_open_on(period.day).filter(motion=OuterRef("pk"))
    return until(period).accepted(on=period.day).filter(Exists(open_promise))
