"""Motions by the department that leads them: how many, answered, in hand, late."""

from motions.models import Handling
from reports.figures.dimensions import DEPARTMENTS
from reports.figures.motions import handed_over, led_by, motion, theirs


@motion(
    "各承办单位件数",
    "件",
    "期间内提出、已交办的镇级议案建议，按主办单位分；重新办理换了单位的各计。",
    dimension=DEPARTMENTS,
)
def by_department(period, member):
    rows = handed_over(period)
    return rows.filter(led_by(member, period.day)) if member else rows


def owed(member, on):
    """The condition that the lead department (called `member`) owed an answer `on` that day."""
    return theirs(Handling.objects.lead(on=on).unanswered(on=on), member)


def late_on(member, on):
    """The condition that it owed one that was due before."""
    return theirs(Handling.objects.overdue_on(on), member)


@motion(
    "各承办单位答复件数",
    "件",
    "期间内提出、已交办的镇级议案建议中，到截至日不欠答复的，按主办单位分。",
    dimension=DEPARTMENTS,
)
def answered_by_department(period, member):
    return by_department(period, member).exclude(owed(member, period.day))


@motion(
    "各承办单位在办件数",
    "件",
    "期间内提出、已交办的镇级议案建议中，到截至日主办单位还没有答复、也没有超过期限的，按主办单位分。",
    dimension=DEPARTMENTS,
)
def in_hand_by_department(period, member):
    rows = by_department(period, member).filter(owed(member, period.day))
    return rows.exclude(late_on(member, period.day))


def undated_by_department(period, member):
    rows = by_department(period, member)
    return rows.filter(theirs(Handling.objects.undated_on(period.day), member))


@motion(
    "各承办单位超期未答复件数",
    "件",
    "期间内提出、已交办的镇级议案建议中，到截至日已过期限而主办单位还没有答复的，按主办单位分。",
    dimension=DEPARTMENTS,
    undated=undated_by_department,
)
def late_by_department(period, member):
    return by_department(period, member).filter(late_on(member, period.day))
