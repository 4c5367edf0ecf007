"""Why a verb cannot be done although the state of the motion allows it, as a sentence.

Each asks `(motion, tracks)` and answers "" where nothing stands against it.
"""

from django.core.exceptions import ValidationError

from motions.models import Motion
from township.models import Level
from township.words import say

Status = Motion.Status


def too_few_movers(motion, tracks):
    try:
        motion.refuse_too_few_movers(motion.signatures.given().count())
    except ValidationError as error:
        return error.messages[0] + "请先办“议案转建议”。"
    return ""


def no_bill(motion, tracks):
    is_bill = motion.kind == Motion.Kind.BILL and motion.level == Level.TOWN
    return "" if is_bill else say("这一件不是镇的议案，直接办“受理”。")


def nobody_to_sign(motion, tracks):
    return "" if tracks.unsigned else "承办单位都已签收，不用再办。"


def no_open_lead(motion, tracks):
    return "" if tracks.open_lead else "主办单位已经答复，不能再这样办。"


def contested(motion, tracks):
    if not tracks.open_lead:
        return no_open_lead(motion, tracks)
    if tracks.open_lead.contested_on:
        return "主办单位申请了调整，请先办“调整主办”或者“不予调整”。"
    return ""


def uncontested(motion, tracks):
    if tracks.open_lead and tracks.open_lead.contested_on:
        return ""
    return "主办单位没有申请调整；要换主办单位的，直接办“调整主办”。"


def no_open_assist(motion, tracks):
    return "" if tracks.open_assists else "没有等着提意见的协办单位。"


def rated_already(motion, tracks):
    if motion.merged_into and tracks.case.voided_at:
        return f"并入的{tracks.case}已经作废，先办“恢复办理”，再重新审查。"
    if motion.merged_into and tracks.case.status != Status.REPLIED:
        state = tracks.case.get_status_display()
        return f"并入的{tracks.case}现在是“{state}”，那一件答复以后、办结以前才能评价。"
    if tracks.is_rated:
        return "这次办理代表已经评价；评价后又不满意的，办“重新办理”。"
    return ""


def nothing_tracked(motion, tracks):
    return "" if tracks.tracked else "没有要跟踪的承诺：已是解决类答复，或者已兑现、已说明。"


def nothing_to_supervise(motion, tracks):
    if motion.status == Status.CLOSED and not tracks.tracked:
        return "已经办结，也没有没兑现的承诺，不用再督办；确需再办的，先办“恢复办理”。"
    return ""


def unrated(motion, tracks):
    silent = "催促后代表仍不反馈的，评价登记为“未反馈”。"
    others = "、".join(
        f"“{one.title}”（{one.proposer}）" for one in tracks.unrated if one != motion
    )
    if tracks.rating is None:
        return f"先办“评价”；{silent}" + (f"并入本件的{others}也还没有评价。" if others else "")
    return f"并入本件的{others}还没有评价，先在那一件上办“评价”；{silent}" if others else ""


def rated_as_merged(motion, tracks):
    if motion.merged_into and tracks.ratings:
        return (
            "这一件的代表已经评价并案办理的结果，不再单独办理；"
            "确实并错了的，先作废那条评价，再办“恢复办理”。"
        )
    return ""
