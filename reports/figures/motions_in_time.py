"""Motions answered in time: of those of which it can be told."""

from reports.asking.registry import ON_ITS_DAY, Shape
from reports.figures.motions import BY, both_narrowed, handed_in, motion, undated


@motion(
    "应答复件数",
    "件",
    "期间内提出、有办理期限的镇级议案建议中，到截至日已经答复或者已过期限的，是按期答复率的基数；还在期限以内没有答复的、没有规定期限的不计。",
    undated=undated,
)
def judged(period):
    return handed_in(period).judgeable_on(period.day)


@motion("按期答复件数", "件", "应答复件数中，每次办理都在期限内答复的。", undated=undated)
def answered_in_time(period):
    late_ones = handed_in(period).late_on(period.day)
    return judged(period).exclude(pk__in=late_ones.values("pk"))


@motion(
    "按期答复率",
    "%",
    "期间内提出、有办理期限的镇级议案建议，到截至日已经答复或者已过期限的里面，每次办理都在期限内答复的占比；没有规定期限的不计入。",
    shape=Shape.RATE,
    parts=("按期答复件数", "应答复件数"),
    undated=undated,
    redefined=("没有规定办理期限的议案建议不再算作按期答复。", ON_ITS_DAY),
    **BY,
)
def in_time_share(period, member):
    return both_narrowed(answered_in_time(period), judged(period), member, period.day)
