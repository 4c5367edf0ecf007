"""The outcome: the answer, what it promised, the deputy's verdict, and the end."""

from django.core.exceptions import ValidationError
from django.db import transaction

from motions.models import Handling, Motion, Rating, Satisfaction, Verb
from motions.services.doing import Doing, begin, refuse_before, refuse_before_last, write
from motions.services.handling import hand_over, release, until
from motions.tracks import Tracks

Status = Motion.Status


@transaction.atomic
def draft_reply(motion, *, by, on, reply, result_class=None):
    """Keep a reply that is not issued yet: only the office sees it."""
    act = begin(motion, Verb.DRAFT_REPLY, by=by, on=on, reply=reply)
    row = act.tracks.open_lead
    row.reply, row.result_class = reply, result_class
    act.keep(row)
    return act.done(handling=row)


@transaction.atomic
def reply(
    motion, *, by, on, result_class, reply, number="", signer="", promise="", promise_due_on=None,
    is_day_unknown=False,
):  # fmt: skip
    """答复 issued to the deputy on `on`, with a ResultClass; a plan comes with promise and day.

    答复 is not 办结: the motion waits for the deputy's rating.
    """
    act = begin(
        motion, Verb.REPLY, by=by, on=on, is_day_unknown=is_day_unknown, result_class=result_class,
        reply=reply,
    )  # fmt: skip
    row = act.tracks.open_lead
    refuse_before(row.handed_over_on, on, "交办", row.is_handover_day_unknown)
    if result_class.needs_promise and not (promise and promise_due_on):
        raise ValidationError(
            {"promise": f"{result_class}（{result_class.name}）要写明承诺什么、何时完成。"}
        )
    if promise_due_on and promise_due_on <= on:
        raise ValidationError({"promise_due_on": "承诺期限要晚于答复日期。"})
    row.replied_on, row.result_class, row.reply = on, result_class, reply
    row.reply_number, row.signer = number, signer
    row.promise, row.promise_due_on = promise, promise_due_on
    if is_day_unknown:
        row.is_reply_day_unknown = True
        row.judge(None)
    act.keep(row)
    note = f"{result_class}" + (f"，承诺{promise_due_on}前：{promise}" if promise else "")
    return act.done(to=Status.REPLIED, note=note, handling=row)


@transaction.atomic
def fulfil(motion, *, by, on):
    """The promise of the last answer was kept: from now on it counts as solved."""
    act = begin(motion, Verb.FULFIL, by=by, on=on)
    row = act.tracks.tracked
    refuse_before(row.replied_on, on, "答复", row.is_reply_day_unknown)
    row.promise_done_on = on
    act.keep(row)
    return act.done(note=row.promise, handling=row)


@transaction.atomic
def explain(motion, *, by, on, explanation):
    """What cannot be done was explained to the deputy; it is tracked no longer."""
    act = begin(motion, Verb.EXPLAIN, by=by, on=on, explanation=explanation)
    row = act.tracks.tracked
    refuse_before(row.replied_on, on, "答复", row.is_reply_day_unknown)
    row.explained_on, row.explanation = on, explanation
    act.keep(row)
    return act.done(note=explanation, handling=row)


@transaction.atomic
def rate(motion, *, by, on, handling, result, reason="", is_day_unknown=False):
    """评价 of the current round: the work (`handling`) and the result apart (Satisfaction).

    未反馈 of both is noted when the deputy stays silent after a reminder. A result that does
    not satisfy opens the second handling at once; after the second, the office decides. What was
    merged is rated by its own deputy, who opens the second handling of the case as well.
    """
    act = begin(
        motion, Verb.RATE, by=by, on=on, is_day_unknown=is_day_unknown, handling=handling,
        result=result,
    )  # fmt: skip
    refuse_half_silence(handling, result)
    if is_day_unknown and result == Satisfaction.UNSATISFIED:
        raise ValidationError({"on": "对结果不满意的，从评价那天起重新办理，请填评价日期。"})
    case, round_ = act.tracks.case, act.tracks.round
    if case != motion:  # what `begin` asked of the day, asked of the case
        refuse_before_last(case, on)
    row = act.tracks.rating or Rating(motion=motion, round=round_)
    row.handling, row.result, row.reason = handling, result, reason
    if result == Satisfaction.NONE:
        row.silent_on = row.silent_on or (None if is_day_unknown else on)
    else:
        row.rated_on = on  # the days of silence stay: until then nothing was said
        row.is_day_unknown = is_day_unknown
    row.is_on_behalf = motion.proposer.user_id != by.pk
    act.keep(row)
    words = f"办理工作{row.get_handling_display()}，办理结果{row.get_result_display()}"
    event = act.done(note=f"{words}：{reason}" if reason else words, handling=act.tracks.lead)
    if result == Satisfaction.UNSATISFIED and round_ == 1:
        why = reason if case == motion else f"并入的“{motion.title}”，代表不满意：{reason}"
        rehandle(case, by=by, on=on, reason=why, _checked=True)
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
def close(motion, *, by, on, note="", is_day_unknown=False):
    """办结. What still satisfies nobody after a second round needs a word of explanation."""
    act = begin(motion, Verb.CLOSE, by=by, on=on, is_day_unknown=is_day_unknown)
    if act.tracks.is_unsatisfied and not note:
        raise ValidationError({"note": "代表对结果仍不满意，请写明怎么向代表说明的。"})
    for rating in act.tracks.said.values():
        if rating.rated_on or rating.silent_on:
            refuse_before(rating.rated_on or rating.silent_on, on, "评价", rating.is_day_unknown)
    motion.closed_on, motion.is_close_day_unknown = on, is_day_unknown
    return act.done(to=Status.CLOSED, note=note)


@transaction.atomic
def withdraw(motion, *, by, on, reason):
    """撤回 by the proposer in writing; whoever was at it is released.

    What was merged into it was not withdrawn by anybody: it waits for the review again.
    """
    act = begin(motion, Verb.WITHDRAW, by=by, on=on, reason=reason)
    for row in act.tracks.handlings:
        if row.is_open:
            release(act, row, "领衔代表撤回")
    parted = motion.together[1:]
    for row in parted:
        part(row, by=by, on=on, note=f"并入的{motion}撤回，恢复单独办理，重新审查。")
    told = f"{reason}；并入的{len(parted)}件恢复单独办理" if parted else reason
    return act.done(to=Status.WITHDRAWN, note=told)


def part(motion, *, by, on, note):
    """A merged motion goes on by itself from `on`, because its case does not."""
    refuse_before_last(motion, on)
    motion.merged_into = None
    write(motion, Verb.REOPEN, by=by, on=on, to=Status.REGISTERED, note=note)


def was_accepted(motion):
    """True of what was withdrawn after it was accepted; a number alone may be of the paper."""
    if motion.status != Status.WITHDRAWN or not motion.number:
        return False
    last = motion.events.filter(to_status=Status.WITHDRAWN).last()
    return last is None or last.from_status not in Motion.UNREVIEWED


@transaction.atomic
def reopen(motion, *, by, on, reason):
    """恢复办理: back to where it was before it ended."""
    act = begin(motion, Verb.REOPEN, by=by, on=on, reason=reason)
    if motion.status == Status.CLOSED:
        to, motion.closed_on, motion.is_close_day_unknown = Status.REPLIED, None, False
    elif was_accepted(motion):
        to = Status.ACCEPTED
    else:
        to = Status.REGISTERED
    motion.return_reason, motion.merged_into = "", None
    return act.done(to=to, note=reason)
