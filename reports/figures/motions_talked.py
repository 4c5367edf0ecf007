"""Motions about which department and deputy talked: face to face (面商), or only otherwise."""

from reports.asking.registry import Shape
from reports.figures.motions import BY, both_narrowed, handed_in, handed_over, motion

FACE_TO_FACE = "只数见了面的（上门走访、座谈），电话和其他方式沟通的不再计入。"


@motion(
    "面商件数",
    "件",
    "期间内提出并受理的镇级议案建议中，到截至日主办单位与代表见了面的（上门走访、座谈）；只用电话和其他方式沟通的不计。",
    redefined=(FACE_TO_FACE,),
)
def met(period):
    return handed_in(period).met_about(on=period.day)


@motion(
    "电话等沟通件数",
    "件",
    "期间内提出并受理的镇级议案建议中，到截至日主办单位与代表只用电话或其他方式沟通过、没有见面的；与面商件数没有重复。",
)
def called(period):
    talked = handed_in(period).consulted(on=period.day)
    return talked.exclude(pk__in=met(period).values("pk"))


@motion(
    "面商率",
    "%",
    "期间内提出、已交办的镇级议案建议中，到截至日主办单位与代表见了面（上门走访、座谈）的占比；电话和其他方式不算面商。",
    shape=Shape.RATE,
    parts=("面商件数", "交办件数"),
    redefined=(FACE_TO_FACE,),
    **BY,
)
def met_share(period, member):
    return both_narrowed(met(period), handed_over(period), member, period.day)
