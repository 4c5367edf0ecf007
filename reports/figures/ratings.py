"""What deputies said of how their motions were handled: of the result and the work, at first and last.

What was merged into another (并案) counts by the rating of its own deputy.
"""

from motions.models import Satisfaction
from reports.asking.registry import Dimension, Shape, choices_dimension
from reports.figures.dimensions import DEPARTMENTS
from reports.figures.motions import BY, handed_in, is_led_by, motion, narrowed

GOOD = (Satisfaction.SATISFIED, Satisfaction.MOSTLY)
VERDICT_DIMENSION, VERDICTS = choices_dimension("满意度", Satisfaction)
EACH_RATING_COUNTS = "并案的各件也按各自代表的评价计入。"
SHARE = {"shape": Shape.RATE, "nothing": "暂无反馈", **BY}


def rated_so(period, member, *verdicts, **asked):
    """The period's motions, of the topic or department `member`, that were rated so; without a verdict,
    that were rated.

    `asked` says about what, and of which round: see MotionQuerySet.rated.
    """
    rows = handed_in(period).rated(*verdicts, on=period.day, **asked)
    return narrowed(rows, member, period.day, case="case_pk")


def share(period, member, *verdicts, **asked):
    """(those rated so, those rated): the rows of a rate."""
    return rated_so(period, member, *verdicts, **asked), rated_so(period, member, **asked)


OF_RESULT = "期间内提出、到截至日代表已评价办理结果的镇级议案建议（含并案的各件）"
OF_FIRST = "期间内提出、到截至日代表已评价第一次办理结果的镇级议案建议（含并案的各件）"
OF_WORK = "期间内提出、到截至日代表已评价办理工作（不是办理结果）的镇级议案建议（含并案的各件）"


@motion("满意件数", "件", f"{OF_RESULT}中，最后评价为满意的。", **BY)
def satisfied(period, member):
    return rated_so(period, member, Satisfaction.SATISFIED)


@motion("满意和基本满意件数", "件", f"{OF_RESULT}中，最后评价为满意或基本满意的。", **BY)
def content(period, member):
    return rated_so(period, member, *GOOD)


@motion("初次办理已评价件数", "件", f"{OF_FIRST}。", **BY)
def first_rated(period, member):
    return rated_so(period, member, round=1)


@motion("初次办理满意件数", "件", f"{OF_FIRST}中，对第一次办理评价为满意的。", **BY)
def first_satisfied(period, member):
    return rated_so(period, member, Satisfaction.SATISFIED, round=1)


@motion(
    "初次办理满意和基本满意件数", "件", f"{OF_FIRST}中，对第一次办理评价为满意或基本满意的。", **BY
)
def first_content(period, member):
    return rated_so(period, member, *GOOD, round=1)


@motion("办理工作已评价件数", "件", f"{OF_WORK}。", **BY)
def work_rated(period, member):
    return rated_so(period, member, about="handling")


@motion("办理工作满意件数", "件", f"{OF_WORK}中，最后评价为满意的。", **BY)
def work_satisfied(period, member):
    return rated_so(period, member, Satisfaction.SATISFIED, about="handling")


@motion("办理工作满意和基本满意件数", "件", f"{OF_WORK}中，最后评价为满意或基本满意的。", **BY)
def work_content(period, member):
    return rated_so(period, member, *GOOD, about="handling")


@motion(
    "满意率",
    "%",
    f"{OF_RESULT}中，最后评价为满意的占比；最后未反馈的不计入。",
    redefined=(EACH_RATING_COUNTS,),
    parts=("满意件数", "已评价件数"),
    **SHARE,
)
def satisfied_share(period, member):
    return share(period, member, Satisfaction.SATISFIED)


@motion(
    "满意和基本满意率",
    "%",
    f"{OF_RESULT}中，最后评价为满意或基本满意的占比；最后未反馈的不计入。",
    redefined=(EACH_RATING_COUNTS,),
    parts=("满意和基本满意件数", "已评价件数"),
    **SHARE,
)
def content_share(period, member):
    return share(period, member, *GOOD)


@motion(
    "初次办理满意率",
    "%",
    f"{OF_FIRST}中，对第一次办理评价为满意的占比；重新办理后的评价不计。",
    parts=("初次办理满意件数", "初次办理已评价件数"),
    **SHARE,
)
def first_satisfied_share(period, member):
    return share(period, member, Satisfaction.SATISFIED, round=1)


@motion(
    "初次办理满意和基本满意率",
    "%",
    f"{OF_FIRST}中，对第一次办理评价为满意或基本满意的占比；重新办理后的评价不计。",
    parts=("初次办理满意和基本满意件数", "初次办理已评价件数"),
    **SHARE,
)
def first_content_share(period, member):
    return share(period, member, *GOOD, round=1)


@motion(
    "办理工作满意率",
    "%",
    f"{OF_WORK}中，最后评价为满意的占比；最后未反馈的不计入。",
    parts=("办理工作满意件数", "办理工作已评价件数"),
    **SHARE,
)
def work_satisfied_share(period, member):
    return share(period, member, Satisfaction.SATISFIED, about="handling")


@motion(
    "办理工作满意和基本满意率",
    "%",
    f"{OF_WORK}中，最后评价为满意或基本满意的占比；最后未反馈的不计入。",
    parts=("办理工作满意和基本满意件数", "办理工作已评价件数"),
    **SHARE,
)
def work_content_share(period, member):
    return share(period, member, *GOOD, about="handling")


@motion(
    "已评价件数",
    "件",
    "期间内提出并受理的镇级议案建议（含并案的各件）中，到截至日代表对办理结果作了评价的；最后未反馈的不计。",
    redefined=(EACH_RATING_COUNTS,),
    **BY,
)
def rated(period, member):
    return rated_so(period, member)


@motion(
    "未反馈件数",
    "件",
    "期间内提出、到截至日已答复的镇级议案建议（含并案的各件）中，代表对办理结果还没有评价的。",
    redefined=(EACH_RATING_COUNTS,),
)
def silent(period):
    return handed_in(period).silent(on=period.day)


@motion(
    "不满意件数",
    "件",
    "期间内提出并受理的镇级议案建议（含并案的各件）中，到截至日代表对办理结果最后评价为不满意的。",
    redefined=(EACH_RATING_COUNTS,),
)
def unsatisfied(period):
    return handed_in(period).rated(Satisfaction.UNSATISFIED, on=period.day)


def said(period, verdict):
    """The motions of the period whose last verdict is `verdict`; "" is all that could be asked about."""
    rows = handed_in(period)
    if verdict == "":
        return rows.ratable(on=period.day)
    if verdict == Satisfaction.NONE:
        return rows.silent(on=period.day)
    return rows.rated(verdict, on=period.day)


@motion(
    "各满意度件数",
    "件",
    "期间内提出、到截至日已答复的镇级议案建议（含并案的各件），按代表对办理结果的最后评价分；还没有评价的为未反馈。",
    dimension=VERDICT_DIMENSION,
    redefined=(
        f"{EACH_RATING_COUNTS}答复了还没有评价的计为未反馈，与未反馈件数一致。",
    ),
)  # fmt: skip
def by_verdict(period, member):
    return said(period, VERDICTS[member] if member else "")


def verdicts_of_departments():
    """Each verdict on each department: 水利站·满意."""
    return [f"{name}·{word}" for name in DEPARTMENTS.members() for word in VERDICTS]


DEPARTMENTS_AND_VERDICTS = Dimension("承办单位和满意度", verdicts_of_departments)


@motion(
    "各承办单位各满意度件数",
    "件",
    "期间内提出、到截至日已答复的镇级议案建议（含并案的各件），按主办单位和代表对办理结果的最后评价分，还没有评价的为未反馈；重新办理换了单位的各计。",
    dimension=DEPARTMENTS_AND_VERDICTS,
)
def by_department_and_verdict(period, member):
    department, _, word = member.rpartition("·")
    rows = said(period, VERDICTS[word] if word else "")
    return rows.filter(is_led_by(department, period.day, case="case_pk")) if department else rows
