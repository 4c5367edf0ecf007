"""Motions by the department that leads them: how many, answered, in hand, late."""

from reports.figures.dimensions import DEPARTMENTS
from reports.figures.motions import handed_over, motion


@motion(
    "各承办单位件数",
    "件",
    "期间内提出、已交办的镇级议案建议，按主办单位分；重新办理换了单位的各计。",
    dimension=DEPARTMENTS,
)
def by_department(period, member):
    rows = handed_over(period)
    return rows.led_by(member, period.day) if member else rows


@motion(
    "各承办单位答复件数",
    "件",
    "期间内提出、已交办的镇级议案建议中，到截至日不欠答复的，按主办单位分。",
    dimension=DEPARTMENTS,
)
def answered_by_department(period, member):
    return by_department(period, member).answered_by_lead(member, period.day)


@motion(
    "各承办单位在办件数",
    "件",
    "期间内提出、已交办的镇级议案建议中，到截至日主办单位还没有答复、也没有超过期限的，按主办单位分。",
    dimension=DEPARTMENTS,
)
def in_hand_by_department(period, member):
    return by_department(period, member).in_hand_by_lead(member, period.day)


def undated_by_department(period, member):
    return by_department(period, member).undated_by_lead(member, period.day)


@motion(
    "各承办单位超期未答复件数",
    "件",
    "期间内提出、已交办的镇级议案建议中，到截至日已过期限而主办单位还没有答复的，按主办单位分。",
    dimension=DEPARTMENTS,
    undated=undated_by_department,
)
def late_by_department(period, member):
    return by_department(period, member).overdue_by_lead(member, period.day)
