"""When may what be done to a motion, by whom, and what has to be told: one table.

Buttons, refusals, tests and the chart in the handbook are made from it; motions.services
asks `begin` before it does anything.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from accounts.models import Role
from motions.models import Motion, Verb
from motions.tracks import Tracks
from township.models import Level

Status = Motion.Status
OPEN = (Status.REFERRED, Status.IN_HAND, Status.REHANDLING)  # a department's clock is running
REVIEW = (Role.LEADER,)
OWN = (Role.DEPUTY,)
SIGNING = (Verb.INVITE, Verb.COSIGN, Verb.PAPER)  # beside the way, and never the next step on it


@dataclass(frozen=True)
class Step:
    """One verb: legal in `sources`; for the office always, for `roles` as `may` says.

    `needs` maps what has to be told to its Chinese name. `says_no(motion, tracks)` is the
    sentence that refuses it although the state would allow it, "" where nothing does.
    `target` is where it leads; None where the state stays, or follows from what is told:
    then `also` says where it may lead, for the chart. What is not `in_order` may be entered
    later with its true day, before a step that was entered first; its own row bounds it.
    """

    verb: Verb
    sources: tuple
    target: Status | None = None
    roles: tuple = ()
    needs: dict = None
    hint: str = ""
    is_rare: bool = False
    says_no: Callable = lambda motion, tracks: ""
    also: tuple = ()
    in_order: bool = True

    @property
    def label(self):
        return self.verb.label


# Why not, though the state would allow it.


def too_few_movers(motion, tracks):
    try:
        motion.refuse_too_few_movers(motion.signatures.given().count())
    except ValidationError as error:
        return error.messages[0] + "请先办“议案转建议”。"
    return ""


def no_bill(motion, tracks):
    is_bill = motion.kind == Motion.Kind.BILL and motion.level == Level.TOWN
    return "" if is_bill else "这一件不是镇的议案，直接办“受理”。"


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
    if tracks.rating is None:
        return "先办“评价”；催促后代表仍不反馈的，评价登记为“未反馈”。"
    return ""


DAY = {"on": "日期"}
STEPS = {
    step.verb: step
    for step in [
        Step(
            Verb.REGISTER, (Status.DRAFT,), Status.REGISTERED, OWN, DAY,
            hint="交给镇人大，之后等审查。",
        ),
        Step(
            Verb.AMEND, (Status.DRAFT, Status.REGISTERED), roles=OWN, needs=DAY,
            hint="审查以前可以改案由、情况和建议。",
        ),
        Step(
            Verb.INVITE, (Status.DRAFT, Status.REGISTERED), roles=OWN,
            needs=DAY | {"people": "请谁附议"},
            hint="受理以前可以请。被请的代表登录确认，或者在纸上签名后由镇人大办公室登记签名页。",
        ),
        Step(Verb.COSIGN, (Status.DRAFT, Status.REGISTERED), roles=OWN, needs=DAY),
        Step(
            Verb.PAPER, (Status.REGISTERED,),
            needs=DAY | {"people": "谁签了名", "file": "签名页"},
            hint="扫描代表亲笔签名的那一页，写明签了名的代表，算作他们的联名。",
        ),
        Step(
            Verb.ACCEPT, (Status.REGISTERED,), Status.ACCEPTED, REVIEW, DAY,
            hint="审查通过，镇的自动编号。市里的填市里给的编号。", says_no=too_few_movers,
        ),
        Step(
            Verb.CONVERT, (Status.REGISTERED,), None, REVIEW, DAY | {"reason": "理由"},
            hint="不作为议案，按建议、批评和意见处理。", says_no=no_bill,
        ),
        Step(
            Verb.MERGE, (Status.REGISTERED,), Status.MERGED, REVIEW, DAY | {"into": "并入哪一件"},
            hint="内容相同的并成一件办理。",
        ),
        Step(
            Verb.RETURN, (Status.REGISTERED,), Status.RETURNED, REVIEW, DAY | {"reason": "退回原因"},
            hint="不应作为建议提出的，写明原因退回。",
        ),
        Step(
            Verb.REFER, (Status.ACCEPTED,), Status.REFERRED,
            needs=DAY | {"lead": "主办单位"}, hint="从交办这天起算办理期限。",
        ),
        Step(
            Verb.SIGN_FOR, OPEN, Status.IN_HAND, needs=DAY, hint="承办单位收到了。",
            says_no=nobody_to_sign, in_order=False,
        ),
        Step(
            Verb.CONSULT, (*OPEN, Status.REPLIED), needs=DAY | {"way": "面商方式"},
            hint="承办单位和代表见面沟通。", in_order=False,
        ),
        Step(
            Verb.REPLY, OPEN, Status.REPLIED,
            needs=DAY | {"result_class": "结果类别", "reply": "答复内容"},
            hint="答复正式交给代表。答复不等于办结。", says_no=contested,
        ),
        Step(
            Verb.RATE, (Status.REPLIED,), None, OWN,
            DAY | {"handling": "对办理工作", "result": "对办理结果"},
            hint="办理工作和办理结果分别评价；对结果不满意的，自动转入重新办理。",
            says_no=rated_already, also=(Status.REHANDLING,),
        ),
        Step(
            Verb.CLOSE, (Status.REPLIED,), Status.CLOSED, needs=DAY,
            hint="答复并评价以后办结。承诺没兑现的，办结后继续跟踪。", says_no=unrated,
        ),
        Step(
            Verb.FULFIL, (Status.REPLIED, Status.REHANDLING, Status.CLOSED), needs=DAY,
            hint="答应的事办成了，算作解决。", says_no=nothing_tracked, in_order=False,
        ),
        Step(
            Verb.SUPERVISE, (*OPEN, Status.REPLIED, Status.CLOSED), roles=REVIEW,
            needs=DAY | {"rung": "方式"}, hint="提醒、催办、主席团督办、询问、向大会报告。",
            says_no=nothing_to_supervise, in_order=False,
        ),
        Step(
            Verb.ADD_ASSIST, OPEN, needs=DAY | {"department": "协办单位"}, is_rare=True,
            says_no=no_open_lead,
        ),
        Step(
            Verb.CONTEST, OPEN, needs=DAY | {"reason": "理由"}, is_rare=True,
            hint="主办单位认为不属于自己的职责。", says_no=contested,
        ),
        Step(Verb.UPHOLD, OPEN, needs=DAY | {"reason": "理由"}, is_rare=True, says_no=uncontested),
        Step(
            Verb.REASSIGN, OPEN, Status.REFERRED,
            needs=DAY | {"lead": "新的主办单位", "reason": "理由"}, is_rare=True,
            hint="换一个主办单位，办理期限从调整这天重新起算。", says_no=no_open_lead,
        ),
        Step(
            Verb.EXTEND, OPEN, needs=DAY | {"until": "延期至", "reason": "理由"}, is_rare=True,
            hint="在原来的期限以后，并写明理由。", says_no=no_open_lead,
        ),
        Step(
            Verb.ASSIST, (*OPEN, Status.REPLIED), needs=DAY | {"opinion": "协办意见"}, is_rare=True,
            says_no=no_open_assist, in_order=False,
        ),
        Step(
            Verb.DRAFT, OPEN, needs=DAY | {"reply": "答复内容"}, is_rare=True,
            hint="先存着，没有正式答复以前只有办公室看得到。", says_no=contested,
        ),
        Step(
            Verb.REHANDLE, (Status.REPLIED,), Status.REHANDLING, needs=DAY | {"reason": "理由"},
            is_rare=True, hint="再办一次，重新起算期限，前一次的答复仍然看得到。",
        ),
        Step(
            Verb.EXPLAIN, (Status.REPLIED, Status.REHANDLING, Status.CLOSED),
            needs=DAY | {"explanation": "说明"}, is_rare=True,
            hint="解决不了的，向代表作了说明，不再跟踪。", says_no=nothing_tracked, in_order=False,
        ),
        Step(
            Verb.WITHDRAW,
            (Status.DRAFT, Status.REGISTERED, Status.ACCEPTED, Status.REFERRED, Status.IN_HAND),
            Status.WITHDRAWN, OWN, DAY | {"reason": "理由"}, is_rare=True,
            hint="领衔代表书面提出撤回，办理终止。",
        ),
        Step(
            Verb.REOPEN, (Status.CLOSED, Status.RETURNED, Status.MERGED, Status.WITHDRAWN),
            needs=DAY | {"reason": "理由"}, is_rare=True, hint="登记错了，或者有了新情况。",
            also=(Status.REPLIED, Status.REGISTERED, Status.ACCEPTED),
        ),
    ]
}  # fmt: skip


def may(step, motion, user):
    """True when `user` is one of those who do `step` to `motion`, whatever its state.

    A department's person has no account, and so never rates (facts: 代表评价).
    """
    if step.verb == Verb.COSIGN:
        return is_asked(motion, user)
    if motion.status == Status.DRAFT:
        return user.pk in (motion.entered_by_id, motion.proposer.user_id)
    if user.is_office:
        return True
    if not user.is_active or not user.holds(*step.roles):
        return False
    return not user.holds(Role.DEPUTY) or motion.proposer.user_id == user.pk


def not_yours(step, motion):
    """What somebody is told who may not do `step` to `motion` (see `may`), as a sentence."""
    if step.verb == Verb.COSIGN:
        return "附议由被请的代表本人登录确认，确认一次。"
    if motion.status == Status.DRAFT:
        return f"草稿只有写它的人能办“{step.label}”。"
    return f"您不能办“{step.label}”，请交镇人大办公室办理。"


def is_asked(motion, user):
    """True when `user` was asked to sign `motion`."""
    return motion.signatures.filter(person__user=user, signed_on=None).exists()


def why_not(step, motion, tracks):
    """Why `step` cannot be done to `motion` now, and what can, as a sentence; "" where it can."""
    if motion.status not in step.sources:
        return f"现在是“{motion.get_status_display()}”，不能办“{step.label}”。{instead(motion, tracks)}"
    return step.says_no(motion, tracks)


def instead(motion, tracks):
    """可以办：…, the verbs that an office would use next; "" where nothing is left."""
    steps = [step for step in possible(motion, tracks) if step.verb not in SIGNING]
    labels = [step.label for step in steps if not step.is_rare]
    labels = labels or [step.label for step in steps]
    return f"可以办：{'、'.join(labels)}。" if labels else ""


def possible(motion, tracks):
    """The steps that the state of `motion` allows, in the order of its life."""
    return [
        step
        for step in STEPS.values()
        if motion.status in step.sources and not step.says_no(motion, tracks)
    ]


def legal(motion, user, tracks=None):
    """The steps that `user` can do to `motion` now: what its page offers as buttons."""
    tracks = tracks or Tracks(motion)
    return [step for step in possible(motion, tracks) if may(step, motion, user)]


def chart():
    """The life cycle as a Mermaid state diagram (a str): states in words, verbs on the arrows.

    Verbs that lead nowhere else, and those that bring something back, are left out. A second
    round stays 重新办理 until it is answered, whatever happens to it on the way.
    """
    within_a_round = {(Status.REHANDLING, Status.IN_HAND), (Status.REHANDLING, Status.REFERRED)}
    labels = {}
    for step in STEPS.values():
        targets = [step.target] if step.target else list(step.also)
        for source in step.sources:
            for target in targets:
                if source == target or step.verb == Verb.REOPEN:
                    continue
                if (source, target) not in within_a_round:
                    labels.setdefault((source, target), []).append(step.label)
    lines = [f"    [*] --> {Status.DRAFT.label}", f"    [*] --> {Status.REGISTERED.label}: 登记"]
    for (source, target), verbs in labels.items():
        lines.append(f"    {source.label} --> {target.label}: {'、'.join(verbs)}")
    lines.append(f"    {Status.CLOSED.label} --> [*]")
    return "\n".join(["stateDiagram-v2", *lines])
