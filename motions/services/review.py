"""Review: what the congress takes on, under which number, and what it sends back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from motions.models import Motion, NumberSeries, Verb
from motions.services.doing import begin, refuse_before, write
from township.models import Level
from township.words import say

Status = Motion.Status


@transaction.atomic
def accept(motion, *, by, on, number=None, note=""):
    """受理. The town's own get the next number; of those of the city `number` is the city's."""
    act = begin(motion, Verb.ACCEPT, by=by, on=on)
    if motion.level == Level.TOWN:
        if number:
            raise ValidationError({"number": say("镇的编号由系统自动给出，不用填。")})
        motion.number = next_number(motion)
    elif not number:
        raise ValidationError({"number": say("请照市里的编号填写。")})
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
    """并案: the motion goes on as part of `into`, another motion of the same level.

    Its deputies are answered with those of `into`, and rate by themselves.
    """
    if into:
        into = Motion.objects.select_for_update().get(pk=into.pk)
    act = begin(motion, Verb.MERGE, by=by, on=on, into=into)
    if into.pk == motion.pk:
        raise ValidationError({"into": "不能并入自己。"})
    if into.level != motion.level or into.status not in Motion.HANDLED:
        raise ValidationError({"into": "只能并入同一级的、已受理的一件。"})
    if into.status == Status.CLOSED:
        raise ValidationError(
            {"into": "那一件已经办结，不能再并入；确需并入的，先在那一件上办“恢复办理”。"}
        )
    accepted = into.events.filter(verb=Verb.ACCEPT).last()
    if accepted:
        refuse_before(accepted.happened_on, on, f"{into}受理")
    motion.merged_into = into
    event = act.done(to=Status.MERGED, note=f"并入{into}")
    for row in motion.merged.all():  # what was handled as this one goes along
        row.merged_into = into
        write(row, Verb.MERGE, by=by, on=on, note=f"随“{motion.title}”并入{into}")
    return event


@transaction.atomic
def turn_back(motion, *, by, on, reason, note=""):
    """审查退回 for one of the legal reasons (Motion.ReturnReason)."""
    act = begin(motion, Verb.TURN_BACK, by=by, on=on, reason=reason)
    motion.return_reason, motion.review_note = reason, note
    words = motion.get_return_reason_display()
    return act.done(to=Status.RETURNED, note=f"{words}。{note}" if note else words)
