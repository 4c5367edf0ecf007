"""Figures of motions and suggestions: how many, how handled, how satisfied."""

from django.db.models import Exists, OuterRef, Q

from motions.lateness import Lateness
from motions.models import Handling, Motion, Signature
from reports.asking.registry import Behaviour, Dimension, Shape, choices_dimension, figures
from reports.figures.dimensions import CLASSES, DEPARTMENTS_AND_TOPICS, TOPICS
from representatives.models import Person
from township.models import Department, LedgerStart, Level

DISTINCT = Behaviour.DISTINCT
# Acceptance is a state like any other: what is counted here depends on the day of record.
motion = figures("议案建议", LedgerStart.Family.MOTIONS, by_day=True)
KIND_DIMENSION, KINDS = choices_dimension("文种", Motion.Kind)
STATES = {status.label: status for status in Motion.HANDLED}
NOTHING_DUE = "没有期限"
LATENESS = {word.label: word for word in Lateness} | {NOTHING_DUE: None}


def handed_in(period):
    """The town's own motions of the period, accepted or not."""
    return Motion.objects.at(Level.TOWN).submitted_in(period)


def town(period):
    """The town's own motions of the period that were accepted by the day of record: the ground of
    every rate.
    """
    return handed_in(period).accepted(on=period.day)


def county(period):
    """What our deputies submitted to the city congress; not what it hands down."""
    return Motion.objects.at(Level.COUNTY).own().submitted_in(period).accepted(on=period.day)


def handed_down(period):
    rows = Motion.objects.at(Level.COUNTY).handed_down().submitted_in(period)
    return rows.accepted(on=period.day)


def is_led_by(member, on, case="pk"):
    """The condition that the department called `member` led a motion `on` that day.

    `case` is the column of the motion as which it is handled: case_pk where merged ones count too.
    """
    rows = Handling.objects.lead(on).filter(motion=OuterRef(case), department__name=member)
    return Exists(rows)


def narrowed(rows, member, on, case="pk"):
    """Of `rows` (motions) those of the topic called `member`, or led by it `on` that day (see
    is_led_by); all without one.
    """
    return rows.filter(Q(topic__name=member) | is_led_by(member, on, case)) if member else rows


def both_narrowed(part, whole, member, on):
    """The two querysets of a rate, each narrowed so."""
    return narrowed(part, member, on), narrowed(whole, member, on)


def undated(period, member=""):
    """Those of the period that were not judged, or not in every round: no rule set a due date."""
    return narrowed(handed_in(period).undated(on=period.day), member, period.day)


BY = {"dimension": DEPARTMENTS_AND_TOPICS}


@motion(
    "镇议案建议件数",
    "件",
    "期间内代表向镇人大提出并受理的议案、建议、批评和意见，可按内容类别分。",
    dimension=TOPICS,
)
def town_motions(period, member):
    return town(period).filter(topic__name=member) if member else town(period)


@motion(
    "县级议案建议件数",
    "件",
    "期间内本镇的县（市、区）人大代表向县（市、区）人大提出并受理的议案建议，可按内容类别分。",
    dimension=TOPICS,
)
def county_motions(period, member):
    return county(period).filter(topic__name=member) if member else county(period)


@motion("各文种件数", "件", "期间内提出并受理的镇级议案建议，按文种分。", dimension=KIND_DIMENSION)
def by_kind(period, member):
    return town(period).of_kind(KINDS[member]) if member else town(period)


@motion("镇议案件数", "件", "期间内代表向镇人大提出并受理的议案。")
def bills(period):
    return town(period).of_kind(Motion.Kind.BILL)


@motion("镇建议件数", "件", "期间内代表向镇人大提出并受理的建议、批评和意见。")
def suggestions(period):
    return town(period).of_kind(*Motion.SUGGESTIONS)


@motion("大会期间件数", "件", "期间内提出并受理的镇级议案建议中，在大会期间提出的。")
def in_session(period):
    return town(period).filter(occasion=Motion.Occasion.SESSION)


@motion("闭会期间件数", "件", "期间内提出并受理的镇级议案建议中，在闭会期间提出的。")
def between_sessions(period):
    return town(period).filter(occasion=Motion.Occasion.BETWEEN)


@motion("交办件数", "件", "期间内提出并受理的镇级议案建议中，到截至日已交给主办单位的。")
def handed_over(period):
    return handed_in(period).handed_over(on=period.day)


@motion(
    "承办单位数", "个", "期间内提出并受理的镇级议案建议的主办单位，不重复计。", behaviour=DISTINCT
)
def departments(period):
    lead = Handling.objects.lead(on=period.day).filter(motion__in=town(period).values("pk"))
    return Department.objects.filter(pk__in=lead.values("department"))


@motion(
    "各办理状态件数",
    "件",
    "期间内提出并受理的镇级议案建议，按到截至日办到哪一步分。",
    dimension=Dimension("办理状态", lambda: list(STATES)),
)
def by_state(period, member):
    rows = town(period)
    return rows.in_state(STATES[member], on=period.day) if member else rows


@motion(
    "各办理时限件数",
    "件",
    "期间内提出并受理的镇级议案建议，按到截至日最近一次办理的时限情况分；还没有交办的、没有规定期限的，归入没有期限一类。",
    dimension=Dimension("时限情况", lambda: list(LATENESS)),
)
def by_lateness(period, member):
    rows = town(period)
    return rows.that_are(LATENESS[member], period.day, on=period.day) if member else rows


@motion(
    "答复件数",
    "件",
    "期间内提出并受理的镇级议案建议中，到截至日主办单位至少答复过一次的；正在重新办理的也在内，答复不等于解决。",
)
def answered(period):
    return handed_in(period).answered(on=period.day)


@motion("办结件数", "件", "期间内提出并受理的镇级议案建议中，到截至日已办结的；答复不等于办结。")
def closed(period):
    return town(period).closed(on=period.day)


@motion(
    "解决件数", "件",
    "期间内提出并受理的镇级议案建议中，到截至日最后一次答复属于已解决一类、或者承诺已经兑现的。",
)  # fmt: skip
def solved(period):
    return handed_in(period).solved(on=period.day)


@motion(
    "各类答复件数",
    "件",
    "期间内提出并受理的镇级议案建议，按到截至日最后一次答复的结果类别分。",
    dimension=CLASSES,
)
def by_class(period, member):
    return handed_in(period).in_class(member, on=period.day) if member else answered(period)


@motion(
    "答复率",
    "%",
    "期间内提出、已交办的镇级议案建议中，到截至日主办单位至少答复过一次的占比；答复不等于解决。",
    shape=Shape.RATE,
    parts=("答复件数", "交办件数"),
    **BY,
)
def answered_share(period, member):
    return both_narrowed(answered(period), handed_over(period), member, period.day)


@motion(
    "办结率",
    "%",
    "期间内提出、已交办的镇级议案建议中，到截至日已办结的占比。",
    shape=Shape.RATE,
    parts=("办结件数", "交办件数"),
    **BY,
)
def closed_share(period, member):
    rows = narrowed(handed_over(period), member, period.day)
    return rows.closed(on=period.day), rows


@motion(
    "解决率", "%",
    "期间内提出、到截至日已答复的镇级议案建议中，最后一次答复属于已解决一类、或者承诺已经兑现的占比。",
    shape=Shape.RATE, parts=("解决件数", "答复件数"), **BY,
)  # fmt: skip
def solved_share(period, member):
    return both_narrowed(solved(period), answered(period), member, period.day)


def first_answers(period, member):
    """The lead's answers of the first round: how long a deputy waited for the first word."""
    rows = (
        Handling.objects.of_known_days()
        .lead(on=period.day)
        .filter(round=1, replied_on__lte=period.day, motion__in=town(period).values("pk"))
    )
    about = Q(motion__topic__name=member) | Q(department__name=member)
    return rows.filter(about) if member else rows


WAIT = {"field": "handed_over_on/replied_on", **BY}


@motion(
    "平均答复天数", "天",
    "期间内提出、到截至日已首次答复的镇级议案建议，从交办（调整主办的从调整）到主办单位首次答复平均用了几天；按单位分的，算该单位作的首次答复。",
    shape=Shape.MEAN, **WAIT,
)  # fmt: skip
def mean_wait(period, member):
    return first_answers(period, member)


@motion(
    "答复天数中位数", "天",
    "期间内提出、到截至日已首次答复的镇级议案建议，从交办（调整主办的从调整）到主办单位首次答复，一半不超过几天；按单位分的，算该单位作的首次答复。",
    shape=Shape.MEDIAN, **WAIT,
)  # fmt: skip
def median_wait(period, member):
    return first_answers(period, member)


@motion(
    "重新办理件数",
    "件",
    "期间内提出并受理的镇级议案建议中，到截至日不满意后重新办理的。",
)
def rehandled(period):
    return town(period).rehandled(on=period.day)


@motion(
    "超期件数",
    "件",
    "期间内提出并受理的镇级议案建议中，到截至日有一次办理超过期限才答复或还没有答复的；没有规定期限的不计入。",
    undated=undated,
)
def late(period):
    return handed_in(period).late_on(period.day)


def until(period):
    """The town's motions of whatever year, up to the end of the period."""
    return Motion.objects.at(Level.TOWN).filter(submitted_on__lt=period.end)


@motion(
    "超期未答复件数",
    "件",
    "到截至日已过期限而主办单位还没有答复的镇级议案建议，期末以前提出的，不论哪年；没有规定期限的不计入。",
    behaviour=Behaviour.STOCK,
    undated=lambda period: until(period).undated_on(period.day),
)
def overdue(period):
    return until(period).overdue_on(period.day)


# What was received is one of these: accepted, merged, returned, withdrawn, or not yet reviewed.


@motion(
    "镇议案建议收到件数",
    "件",
    "期间内代表向镇人大提出的议案、建议、批评和意见，不论后来受理、并案、退回还是撤回，每件都计；没有交来的草稿不计。",
)
def received(period):
    return handed_in(period).received(on=period.day)


@motion(
    "镇议案建议并案件数",
    "件",
    "期间内代表向镇人大提出、到截至日并入别的一件一并办理的议案建议；不在受理的件数里。",
)
def merged(period):
    return handed_in(period).merged_away(on=period.day)


@motion(
    "镇议案建议撤回件数", "件", "期间内代表向镇人大提出、到截至日代表自己撤回的议案建议。",
)  # fmt: skip
def withdrawn(period):
    return handed_in(period).withdrawn(on=period.day)


@motion(
    "镇议案建议待审查件数", "件", "期间内代表向镇人大提出、到截至日还没有审查的议案建议。",
)  # fmt: skip
def unreviewed(period):
    return handed_in(period).unreviewed(on=period.day)


@motion("退回件数", "件", "期间内向镇人大提出、到截至日经审查不作为建议而退回的。")
def returned(period):
    return handed_in(period).returned(on=period.day)


@motion("重点督办件数", "件", "期间内提出并受理的镇级议案建议中，到截至日列为重点督办的。")
def key(period):
    return town(period).key(on=period.day)


def in_cases(period):
    """The town's own motions of the period that were accepted, or merged into one that was."""
    return handed_in(period).in_cases(on=period.day)


MERGED_COUNT_TOO = ("并入别的一件办理的，代表也计入。",)


@motion(
    "领衔代表人数",
    "名",
    "期间内提出并受理的镇级议案建议（含并入别的一件办理的）的领衔代表；退回、撤回和待审查的不计。",
    behaviour=DISTINCT,
    redefined=MERGED_COUNT_TOO,
)
def proposers(period):
    return Person.objects.filter(pk__in=in_cases(period).values("proposer"))


@motion(
    "联名代表人次",
    "人次",
    "期间内提出并受理的镇级议案建议（含并入别的一件办理的）的联名（附议）代表人次；退回、撤回和待审查的、请其联名而还没有确认的不计。",
    redefined=MERGED_COUNT_TOO,
)
def signatures(period):
    return Signature.objects.given(on=period.day).filter(motion__in=in_cases(period).values("pk"))
