"""The verbs on motions: every change of state, each with its event, in one transaction.

Each takes `by` (the User who does it) and `on` (the day it happened, which may lie back:
paper is entered later), asks motions.lifecycle whether it is legal, and raises
ValidationError with the sentence that the user will read. All return the MotionEvent.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from motions import lifecycle
from motions.models import (
    SET_BY_CITY,
    Handling,
    Motion,
    MotionEvent,
    NumberSeries,
    Rating,
    Satisfaction,
    Signature,
    SupervisionAct,
    Verb,
)
from motions.tracks import Tracks
from representatives import services as representatives
from representatives.models import Opinion
from township.models import DeadlineRule, Level
from township.spans import today

Status = Motion.Status
NOTE = 200  # what the note of an event holds
TITLE_WORDS = 40  # of what was said, in the title of a suggestion made of it


@dataclass
class Doing:
    """A verb under way: the motion is locked and the verb is known to be legal."""

    motion: Motion
    verb: Verb
    by: object
    on: object
    tracks: Tracks

    def done(self, *, to=None, note="", handling=None):
        """Store the motion in the state `to` (or as it is), and the event beside it."""
        return write(
            self.motion, self.verb, by=self.by, on=self.on, to=to, note=note, handling=handling
        )

    def keep(self, row):
        """Check and store a row that belongs to the motion, under the name of who did it."""
        row._history_user = self.by
        row.full_clean()
        row.save()
        return row


def begin(motion, verb, *, by, on, **told):
    """Lock `motion`, look whether `verb` is legal for `by` on the day `on`; returns a Doing.

    `told` is what the verb was given of what the table says it needs.
    Raises ValidationError: who may not is told so, then what is missing, then the state.
    """
    Motion.objects.select_for_update().get(pk=motion.pk)  # waits for whoever is at it
    motion.refresh_from_db()
    step = lifecycle.STEPS[verb]
    if not lifecycle.may(step, motion, by):
        raise ValidationError(lifecycle.not_yours(step, motion))
    refuse_missing(step, {"on": on, **told})
    tracks = Tracks(motion)
    reason = lifecycle.why_not(step, motion, tracks)
    if reason:
        raise ValidationError(reason)
    refuse_day(motion, step, on)
    return Doing(motion, verb, by, on, tracks)


def refuse_missing(step, told):
    missing = {
        name: f"请填写{label}。"
        for name, label in step.needs.items()
        if told.get(name) in (None, "")
    }
    if missing:
        raise ValidationError(missing)


def refuse_day(motion, step, on):
    """Nothing happens tomorrow, nor before what brought the motion into its state."""
    if on > today():
        raise ValidationError({"on": "日期不能在今天之后。"})
    last = motion.events.exclude(from_status=F("to_status")).last()
    since = last.happened_on if last else motion.submitted_on
    if on < since:
        what = last.get_verb_display() if last else "提出"
        raise ValidationError({"on": f"日期不能早于上一步：{since} {what}。"})


def write(motion, verb, *, by, on, to=None, note="", handling=None):
    """State and event together; nothing else writes either."""
    before = "" if motion.pk is None else motion.kept_status
    motion._history_user = by
    if to is not None:
        motion.move_to(to)
    try:
        motion.full_clean()
    except ValidationError:
        if motion.pk:  # the page that shows the refusal shows the motion as it stands
            motion.refresh_from_db()
        raise
    motion.save()
    return MotionEvent.objects.create(
        motion=motion, verb=verb, happened_on=on, from_status=before, to_status=motion.status,
        note=note[:NOTE], by=by, handling=handling,
    )  # fmt: skip


# Coming in.


@transaction.atomic
def enter(motion, *, by, signers=(), is_draft=False):
    """Store the new `motion` (unsaved) as 草稿 or 已登记, with `signers` (Persons) on paper.

    What somebody else than the proposer enters is marked 代填. Returns the event.
    """
    motion.entered_by = by
    motion.is_on_behalf = motion.proposer.user_id != by.pk
    motion.status = Status.DRAFT if is_draft else Status.REGISTERED
    if not may_draft(motion, by):
        raise ValidationError("代表只能登记自己领衔的；别人领衔的，交镇人大办公室登记。")
    event = write(motion, Verb.AMEND if is_draft else Verb.REGISTER, by=by, on=motion.submitted_on)
    for person in signers:
        row = Signature(motion=motion, person=person, signed_on=motion.submitted_on)
        row._history_user = by
        row.full_clean()
        row.save()
    return event


@transaction.atomic
def motion_from_opinion(opinion, *, by, on, proposer=None):
    """作为代表建议提出: register a suggestion that says what people said, both linked.

    `proposer` is the deputy who heard it, where no other is named. Returns the event.
    """
    Opinion.objects.select_for_update().get(pk=opinion.pk)
    motion = opinion.motions.first()
    if motion:
        number = str(motion) if motion.status != Status.DRAFT else "代表正在写"
        raise ValidationError(f"已经作为代表建议提出（{number}），请在那一件上接着办。")
    motion = Motion(
        proposer=proposer or hearer_of(opinion, on), submitted_on=on, topic=opinion.topic,
        title=title_of(opinion.text), grounds=opinion.text, opinion=opinion,
    )  # fmt: skip
    representatives.note_motion(opinion, by=by, on=on)
    return enter(motion, by=by)


def hearer_of(opinion, on):
    """The deputy of the town who heard it; raises where it was nobody, or no deputy on that day."""
    who = opinion.heard_by
    if who and who.mandates.at(Level.TOWN).in_force(on).exists():
        return who
    reason = f"听取人{who}在{on}不是镇代表" if who else "没有写听取人"
    raise ValidationError({"proposer": f"{reason}，请选一名镇代表领衔。"})


def title_of(text):
    """A title out of the first words of what was said; the deputy may put it better."""
    words = re.split(r"[，。；！？,.;!?\s]", text.strip(), maxsplit=1)[0]
    return f"关于群众反映“{words[:TITLE_WORDS]}”问题的建议"


def may_draft(motion, user):
    return user.is_office or motion.proposer.user_id == user.pk


@transaction.atomic
def register(motion, *, by, on):
    """A draft is handed to the office."""
    act = begin(motion, Verb.REGISTER, by=by, on=on)
    motion.submitted_on, motion.year = on, on.year
    return act.done(to=Status.REGISTERED)


@transaction.atomic
def store_amended(motion, changed, *, by, on=None):
    """Keep what was typed on the page of a motion not yet reviewed; `changed` names the fields.

    Without `on` it was changed today.
    """
    if not motion.is_unreviewed:
        raise ValidationError("审查以后不再改案由和内容。")
    names = [str(motion._meta.get_field(name).verbose_name) for name in changed]
    note = f"改了{'、'.join(names)}" if names else ""
    return write(motion, Verb.AMEND, by=by, on=on or today(), note=note)


AMENDABLE = frozenset({"title", "topic", "grounds", "proposal", "is_public"})


@transaction.atomic
def amend(motion, *, by, on, **changes):
    """Change the words of a motion before it is reviewed; `changes` of AMENDABLE fields."""
    begin(motion, Verb.AMEND, by=by, on=on)
    known = AMENDABLE & changes.keys()
    changed = [name for name in sorted(known) if getattr(motion, name) != changes[name]]
    for name in known:
        setattr(motion, name, changes[name])
    return store_amended(motion, changed, by=by, on=on)


@transaction.atomic
def ask_to_sign(motion, people, *, by):
    """Ask other deputies to sign by login; each confirms with `cosign`. Returns the signatures."""
    if not motion.is_unreviewed or not may_draft(motion, by):
        raise ValidationError("审查以后不再加联名代表。")
    rows = []
    for person in people:
        row = Signature(motion=motion, person=person, way=Signature.Way.LOGIN)
        row._history_user = by
        row.full_clean()
        row.save()
        rows.append(row)
    return rows


@transaction.atomic
def cosign(motion, *, by, on):
    """A deputy who was asked confirms the signature (附议)."""
    act = begin(motion, Verb.COSIGN, by=by, on=on)
    row = motion.signatures.get(person__user=by, signed_on=None)
    row.signed_on = on
    act.keep(row)
    return act.done(note=row.person.name)


# Review.


@transaction.atomic
def accept(motion, *, by, on, number=None, note=""):
    """受理. The town's own get the next number; of those of the city `number` is the city's."""
    act = begin(motion, Verb.ACCEPT, by=by, on=on)
    if motion.level == Level.TOWN:
        if number:
            raise ValidationError({"number": "镇的编号由系统自动给出，不用填。"})
        motion.number = next_number(motion)
    elif not number:
        raise ValidationError({"number": "请照市里的编号填写。"})
    else:
        motion.number = number
    motion.review_note = note
    return act.done(to=Status.ACCEPTED, note=f"编为第{motion.number}号")


def next_number(motion):
    """The next number of the motion's kind family in its session or year; never given before."""
    is_bill = motion.kind == Motion.Kind.BILL
    scope = {"session": motion.session, "year": None if motion.session else motion.year}
    series, _ = NumberSeries.objects.get_or_create(
        level=motion.level, **scope,
        family=NumberSeries.Family.BILL if is_bill else NumberSeries.Family.SUGGESTION,
    )  # fmt: skip
    series = NumberSeries.objects.select_for_update().get(pk=series.pk)
    series.last = max(series.last, last_number_typed(motion, is_bill)) + 1
    series.save()
    return series.last


def last_number_typed(motion, is_bill):
    """The highest number on the books, voided ones included: some came with older records."""
    rows = Motion.with_voided.filter(level=motion.level)
    rows = rows.filter(session=motion.session_id) if motion.session_id else rows.filter(
        session=None, year=motion.year
    )  # fmt: skip
    bills = {"kind": Motion.Kind.BILL}
    rows = rows.filter(**bills) if is_bill else rows.exclude(**bills)
    return rows.aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def convert(motion, *, by, on, reason):
    """议案转建议: what does not become a bill is handled as a suggestion."""
    act = begin(motion, Verb.CONVERT, by=by, on=on, reason=reason)
    motion.kind, motion.is_converted, motion.review_note = Motion.Kind.SUGGESTION, True, reason
    return act.done(note=reason)


@transaction.atomic
def merge(motion, *, by, on, into):
    """并案: the motion goes on as part of `into`, another motion of the same level."""
    act = begin(motion, Verb.MERGE, by=by, on=on, into=into)
    if into.pk == motion.pk:
        raise ValidationError({"into": "不能并入自己。"})
    if into.level != motion.level or into.status not in Motion.HANDLED:
        raise ValidationError({"into": "只能并入同一级的、已受理的一件。"})
    motion.merged_into = into
    return act.done(to=Status.MERGED, note=f"并入{into}")


@transaction.atomic
def turn_back(motion, *, by, on, reason, note=""):
    """审查退回 for one of the legal reasons (Motion.ReturnReason)."""
    act = begin(motion, Verb.RETURN, by=by, on=on, reason=reason)
    motion.return_reason, motion.review_note = reason, note
    words = motion.get_return_reason_display()
    return act.done(to=Status.RETURNED, note=f"{words}。{note}" if note else words)


# Handling.


@transaction.atomic
def refer(motion, *, by, on, lead, assists=(), due_on=None):
    """交办 to the department `lead` and any `assists`; the legal clock starts on `on`.

    `due_on` is the day that the city set, for what it hands down.
    """
    act = begin(motion, Verb.REFER, by=by, on=on, lead=lead)
    if due_on and not motion.is_handed_down:
        raise ValidationError({"due_on": "期限按规定计算，只有市里交办的才填市里要求的日期。"})
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
        motion=act.motion, department=department, role=role, round=round, handed_over_on=act.on
    )
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
    """Judge an open `handling` by the rules and holidays of today. Its state stays; returns the event."""
    motion = Motion.objects.select_for_update().get(pk=handling.motion_id)
    if not by.is_office:
        raise ValidationError("您不能重新计算期限，请交镇人大办公室办理。")
    row = motion.handlings.judged_by_rule().select_related("department").filter(pk=handling.pk)
    row = row.first()
    if row is None:
        raise ValidationError("已经办完，或者期限是延期、市里要求定的，不重新计算。")
    row.motion, before, due = motion, until(row), row.due_on
    if judge(row).due_on == due:
        raise ValidationError("按现行规定期限没有变化，不用重新计算。")
    row._history_user = by
    row.full_clean()
    row.save()
    note = f"{row.department}：{before}改为{until(row)}。{row.due_because}"
    return write(motion, Verb.RECOMPUTE, by=by, on=on, note=note, handling=row)


def until(handling):
    return f"期限{handling.due_on}" if handling.due_on else "没有规定期限"


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
    refuse_before(row.handed_over_on, on, "交办")
    row.accepted_on, row.handler = on, handler
    act.keep(row)
    is_first = row.role == Handling.Role.LEAD and motion.status == Status.REFERRED
    return act.done(to=Status.IN_HAND if is_first else None, note=str(row.department), handling=row)


def chosen(row, among, refusal):
    """`row` as it stands in `among` (the fresh rows of the motion); raises what `refusal` says."""
    for other in among:
        if other.pk == row.pk:
            return other
    raise ValidationError({"handling": refusal})


def refuse_before(day, on, what):
    if on < day:
        raise ValidationError({"on": f"日期不能早于{what}的{day}。"})


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
    """面商: the lead department met the deputy, in one of Handling.Consultation's ways."""
    act = begin(motion, Verb.CONSULT, by=by, on=on, way=way)
    row = act.tracks.lead
    refuse_before(row.handed_over_on, on, "交办")
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
    row.extended_to, row.extension_reason = until, reason
    row.due_because += f"；{on} 因{reason}延期至 {until}"
    row.due_because, row.due_on = row.due_because[-200:].lstrip("；"), until
    act.keep(row)
    return act.done(note=f"延期至{until}：{reason}", handling=row)


@transaction.atomic
def give_opinion(motion, *, by, on, opinion, handling=None):
    """An assisting department's opinion (协办意见) to the lead."""
    act = begin(motion, Verb.ASSIST, by=by, on=on, opinion=opinion)
    waiting = act.tracks.open_assists
    row = chosen(handling or waiting[0], waiting, "这个单位已提意见。")
    refuse_before(row.handed_over_on, on, "交办")
    row.replied_on, row.reply = on, opinion
    act.keep(row)
    return act.done(note=str(row.department), handling=row)


# The answer.


@transaction.atomic
def draft_reply(motion, *, by, on, reply, result_class=None):
    """Keep a reply that is not issued yet: only the office sees it."""
    act = begin(motion, Verb.DRAFT, by=by, on=on, reply=reply)
    row = act.tracks.open_lead
    row.reply, row.result_class = reply, result_class
    act.keep(row)
    return act.done(handling=row)


@transaction.atomic
def reply(
    motion, *, by, on, result_class, reply, number="", signer="", promise="", promise_due_on=None
):
    """答复 issued to the deputy on `on`, with a ResultClass; a plan comes with promise and day.

    答复 is not 办结: the motion waits for the deputy's rating.
    """
    act = begin(motion, Verb.REPLY, by=by, on=on, result_class=result_class, reply=reply)
    row = act.tracks.open_lead
    refuse_before(row.handed_over_on, on, "交办")
    if result_class.needs_promise and not (promise and promise_due_on):
        raise ValidationError(
            {"promise": f"{result_class}（{result_class.name}）要写明承诺什么、何时完成。"}
        )
    if promise_due_on and promise_due_on <= on:
        raise ValidationError({"promise_due_on": "承诺期限要晚于答复日期。"})
    row.replied_on, row.result_class, row.reply = on, result_class, reply
    row.reply_number, row.signer = number, signer
    row.promise, row.promise_due_on = promise, promise_due_on
    act.keep(row)
    note = f"{result_class}" + (f"，承诺{promise_due_on}前：{promise}" if promise else "")
    return act.done(to=Status.REPLIED, note=note, handling=row)


@transaction.atomic
def fulfil(motion, *, by, on):
    """The promise of the last answer was kept: from now on it counts as solved."""
    act = begin(motion, Verb.FULFIL, by=by, on=on)
    row = act.tracks.tracked
    refuse_before(row.replied_on, on, "答复")
    row.promise_done_on = on
    act.keep(row)
    return act.done(note=row.promise, handling=row)


@transaction.atomic
def explain(motion, *, by, on, explanation):
    """What cannot be done was explained to the deputy; it is tracked no longer."""
    act = begin(motion, Verb.EXPLAIN, by=by, on=on, explanation=explanation)
    row = act.tracks.tracked
    refuse_before(row.replied_on, on, "答复")
    row.explained_on, row.explanation = on, explanation
    act.keep(row)
    return act.done(note=explanation, handling=row)


# The rating, and what follows from it.


@transaction.atomic
def rate(motion, *, by, on, handling, result, reason=""):
    """评价 of the current round: the work (`handling`) and the result apart (Satisfaction).

    未反馈 of both is noted when the deputy stays silent after a reminder. A result that does
    not satisfy opens the second handling at once; after the second, the office decides.
    """
    act = begin(motion, Verb.RATE, by=by, on=on, handling=handling, result=result)
    refuse_half_silence(handling, result)
    round_ = act.tracks.round
    row = act.tracks.rating or Rating(motion=motion, round=round_)
    row.handling, row.result, row.reason = handling, result, reason
    row.rated_on = None if result == Satisfaction.NONE else on
    row.is_on_behalf = motion.proposer.user_id != by.pk
    act.keep(row)
    words = f"办理工作{row.get_handling_display()}，办理结果{row.get_result_display()}"
    event = act.done(note=f"{words}：{reason}" if reason else words, handling=act.tracks.lead)
    if result == Satisfaction.UNSATISFIED and round_ == 1:
        rehandle(motion, by=by, on=on, reason=reason, _checked=True)
    return event


def refuse_half_silence(handling, result):
    silent = [word == Satisfaction.NONE for word in (handling, result)]
    if any(silent) and not all(silent):
        raise ValidationError({"result": "办理工作和办理结果要么都评价，要么都是未反馈。"})


@transaction.atomic
def rehandle(motion, *, by, on, reason, lead=None, _checked=False):
    """重新办理: another round with its own clock; the former rounds stay as they are.

    `_checked` is for `rate`, whose consequence this is, whoever rates.
    """
    if _checked:
        act = Doing(motion, Verb.REHANDLE, by, on, Tracks(fresh(motion)))
    else:
        act = begin(motion, Verb.REHANDLE, by=by, on=on, reason=reason)
    former = act.tracks.lead
    row = hand_over(act, lead or former.department, Handling.Role.LEAD, round=former.round + 1)
    note = f"第{row.round}次办理，{row.department}；{until(row)}；{reason}"
    return act.done(to=Status.REHANDLING, note=note, handling=row)


def fresh(motion):
    motion.refresh_from_db()
    return motion


@transaction.atomic
def close(motion, *, by, on, note=""):
    """办结. What still satisfies nobody after a second round needs a word of explanation."""
    act = begin(motion, Verb.CLOSE, by=by, on=on)
    if act.tracks.is_unsatisfied and not note:
        raise ValidationError({"note": "代表对结果仍不满意，请写明怎么向代表说明的。"})
    rated_on = act.tracks.rating.rated_on
    if rated_on:
        refuse_before(rated_on, on, "评价")
    motion.closed_on = on
    return act.done(to=Status.CLOSED, note=note)


@transaction.atomic
def withdraw(motion, *, by, on, reason):
    """撤回 by the proposer in writing; whoever was at it is released."""
    act = begin(motion, Verb.WITHDRAW, by=by, on=on, reason=reason)
    for row in act.tracks.handlings:
        if row.is_open:
            release(act, row, "领衔代表撤回")
    return act.done(to=Status.WITHDRAWN, note=reason)


@transaction.atomic
def reopen(motion, *, by, on, reason):
    """恢复办理: back to where it was before it ended."""
    act = begin(motion, Verb.REOPEN, by=by, on=on, reason=reason)
    if motion.status == Status.CLOSED:
        to, motion.closed_on = Status.REPLIED, None
    elif motion.number:
        to = Status.ACCEPTED
    else:
        to = Status.REGISTERED
    motion.return_reason, motion.merged_into = "", None
    return act.done(to=to, note=reason)


@transaction.atomic
def supervise(motion, *, by, on, rung, content="", person=None, department=None, agenda_item=None):
    """督办 of a motion by one rung of the ladder. Returns the event; the act is `event.act`."""
    act = begin(motion, Verb.SUPERVISE, by=by, on=on, rung=rung)
    lead = act.tracks.lead
    row = act.keep(
        SupervisionAct(
            motion=motion, rung=rung, acted_on=on, content=content, person=person,
            department=department or lead.department, agenda_item=agenda_item,
        )
    )  # fmt: skip
    note = row.get_rung_display() + (f"：{content}" if content else "")
    event = act.done(note=note, handling=lead)
    event.act = row
    return event


@transaction.atomic
def supervise_other(*, by, on, rung, department=None, **what):
    """督办 of what is no motion: an `opinion`, a `project` or a named `subject`. Returns the act."""
    opinion = what.get("opinion")
    row = SupervisionAct(
        rung=rung, acted_on=on, department=department or (opinion and opinion.department), **what
    )
    row._history_user = by
    row.full_clean()
    row.save()
    return row
