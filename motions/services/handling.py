"""Handling: departments, and the clock of each."""

from django.core.exceptions import ValidationError
from django.db import transaction

from motions.models import SET_BY_CITY, Handling, Motion, Verb
from motions.services.doing import begin, chosen, refuse_before, write
from township.models import DeadlineRule
from township.words import say

Status = Motion.Status


@transaction.atomic
def refer(motion, *, by, on, lead, assists=(), due_on=None, is_day_unknown=False):
    """交办 to the department `lead` and any `assists`; the legal clock starts on `on`.

    `due_on` is the day that the city set, for what it hands down.
    """
    act = begin(motion, Verb.REFER, by=by, on=on, lead=lead, is_day_unknown=is_day_unknown)
    if due_on and not motion.is_handed_down:
        raise ValidationError({"due_on": say("期限按规定计算，只有市里交办的才填市里要求的日期。")})
    if due_on and due_on < on:
        raise ValidationError({"due_on": f"要求的期限不能早于交办日期{on}。"})
    row = hand_over(act, lead, Handling.Role.LEAD, round=1)
    if due_on:
        row.due_on, row.due_because = due_on, f"{SET_BY_CITY} {due_on} 前答复"
        act.keep(row)
    for department in assists:
        hand_over(act, department, Handling.Role.ASSIST, round=1)
    names = "、".join([f"主办{lead}", *(f"协办{department}" for department in assists)])
    return act.done(to=Status.REFERRED, note=f"{names}；{until(row)}", handling=row)


def hand_over(act, department, role, *, round):
    """Begin one department's handling, judged by the rule of the day."""
    row = Handling(
        motion=act.motion, department=department, role=role, round=round, handed_over_on=act.on,
        is_handover_day_unknown=act.is_day_unknown,
    )  # fmt: skip
    return act.keep(judge(row))


def judge(handling, rules=DeadlineRule.objects):
    """Give `handling` the due date of the rule in force on the day it was handed over.

    `rules` may be a Rulebook, for many handlings at once.
    """
    handling.judge(
        rules.applying(
            level=handling.motion.level, event=handling.event, on=handling.handed_over_on
        )
    )
    return handling


@transaction.atomic
def judge_again(motion, *, by):
    """What is due follows from the motion (is it complex?): judge its open handlings once more."""
    for row in motion.handlings.judged_by_rule():
        row.motion = motion
        before = row.due_on
        if judge(row).due_on != before:
            row._history_user = by
            row.save()


@transaction.atomic
def recompute(handling, *, by, on):
    """Judge `handling`, open or never due, by the rules of today. Its state stays; returns the event."""
    motion = Motion.objects.select_for_update().get(pk=handling.motion_id)
    if not by.is_office:
        raise ValidationError("您不能重新计算期限，请交人大办公室办理。")
    row = motion.handlings.to_judge().select_related("department").filter(pk=handling.pk)
    row = row.first()
    if row is None:
        raise ValidationError(say("已经办完，或者期限是延期、市里要求定的，不重新计算。"))
    row.motion, before, due = motion, until(row), row.due_on
    if judge(row).due_on == due:
        raise ValidationError("按现行规定期限没有变化，不用重新计算。")
    row._history_user = by
    row.full_clean()
    row.save()
    note = f"{row.department}：{before}改为{until(row)}。{row.why_due}"
    return write(motion, Verb.RECOMPUTE, by=by, on=on, note=note, handling=row)


def until(handling):
    return f"期限{handling.due_on}" if handling.due_on else handling.due_words


@transaction.atomic
def add_assist(motion, *, by, on, department):
    """One more assisting department, with a clock of its own."""
    act = begin(motion, Verb.ADD_ASSIST, by=by, on=on, department=department)
    row = hand_over(act, department, Handling.Role.ASSIST, round=act.tracks.round)
    return act.done(note=f"协办{department}；{until(row)}", handling=row)


@transaction.atomic
def sign_for(motion, *, by, on, handling=None, handler=""):
    """签收 by a department: its lead handling, unless `handling` names an assisting one."""
    act = begin(motion, Verb.SIGN_FOR, by=by, on=on)
    row = chosen(handling or act.tracks.unsigned[0], act.tracks.unsigned, "这个单位已签收。")
    refuse_before(row.handed_over_on, on, "交办", row.is_handover_day_unknown)
    row.accepted_on, row.handler = on, handler
    act.keep(row)
    is_first = row.role == Handling.Role.LEAD and motion.status == Status.REFERRED
    return act.done(to=Status.IN_HAND if is_first else None, note=str(row.department), handling=row)


@transaction.atomic
def contest(motion, *, by, on, reason):
    """The lead department says that it is not its job (申请调整)."""
    act = begin(motion, Verb.CONTEST, by=by, on=on, reason=reason)
    row = act.tracks.open_lead
    row.contested_on, row.contest_reason = on, reason
    act.keep(row)
    return act.done(note=f"{row.department}：{reason}", handling=row)


@transaction.atomic
def uphold(motion, *, by, on, reason):
    """The office lets it stay where it is; the clock ran on."""
    act = begin(motion, Verb.UPHOLD, by=by, on=on, reason=reason)
    row = act.tracks.open_lead
    refuse_before(row.contested_on, on, "申请调整")
    row.contested_on, row.contest_reason = None, ""
    act.keep(row)
    return act.done(note=f"仍由{row.department}主办：{reason}", handling=row)


@transaction.atomic
def reassign(motion, *, by, on, lead, reason):
    """Another department leads from `on`, with a clock of its own; the former one is released."""
    act = begin(motion, Verb.REASSIGN, by=by, on=on, lead=lead, reason=reason)
    former = act.tracks.open_lead
    if lead.pk == former.department_id:
        raise ValidationError({"lead": "还是原来的主办单位；维持原主办的办“不予调整”。"})
    refuse_before(former.contested_on or former.handed_over_on, on, "上一步")
    release(act, former, f"调整给{lead}：{reason}")
    for row in act.tracks.open_assists:
        if row.department_id == lead.pk:  # what assisted now leads
            release(act, row, "改为主办")
    row = hand_over(act, lead, Handling.Role.LEAD, round=former.round)
    again = former.round > 1
    return act.done(
        to=Status.REHANDLING if again else Status.REFERRED,
        note=f"{former.department}改为{lead}：{reason}；{until(row)}", handling=row,
    )  # fmt: skip


def release(act, row, reason):
    row.released_on, row.release_reason = act.on, reason[:100]
    act.keep(row)


@transaction.atomic
def consult(motion, *, by, on, way):
    """沟通: the lead department talked with the deputy, in one of Handling.Consultation's ways."""
    act = begin(motion, Verb.CONSULT, by=by, on=on, way=way)
    row = act.tracks.lead
    refuse_before(row.handed_over_on, on, "交办", row.is_handover_day_unknown)
    row.consulted_on, row.consulted_by = on, way
    act.keep(row)
    return act.done(note=row.get_consulted_by_display(), handling=row)


@transaction.atomic
def extend(motion, *, by, on, until, reason):
    """延期 of the lead's clock to the day `until`."""
    act = begin(motion, Verb.EXTEND, by=by, on=on, until=until, reason=reason)
    row = act.tracks.open_lead
    if row.due_on and until <= row.due_on:
        raise ValidationError({"until": f"要晚于现在的期限{row.due_on}。"})
    before, row.extended_to, row.extension_reason = row.due_on, until, reason
    row.due_because += f"；{on} 因{reason}延期至 {until}"
    row.due_because, row.due_on = row.due_because[-200:].lstrip("；"), until
    act.keep(row)
    return act.done(note=f"延期至{until}：{reason}", handling=row, due_before=before)


@transaction.atomic
def give_opinion(motion, *, by, on, opinion, handling=None):
    """An assisting department's opinion (协办意见) to the lead."""
    act = begin(motion, Verb.GIVE_OPINION, by=by, on=on, opinion=opinion)
    waiting = act.tracks.open_assists
    row = chosen(handling or waiting[0], waiting, "这个单位已提意见。")
    refuse_before(row.handed_over_on, on, "交办", row.is_handover_day_unknown)
    row.replied_on, row.reply = on, opinion
    act.keep(row)
    return act.done(note=str(row.department), handling=row)
