"""Motions beyond the town's own: at the county, handed down by it; and what was promised."""

from django.db.models import Exists, OuterRef

from motions.models import Handling, Motion
from reports.asking.registry import Behaviour
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
