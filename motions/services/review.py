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
def accept(motion, *, by, on, number=None, note="", is_day_unknown=False):
    """受理, under `number` as it was given on paper.

    Without one the town's own keep theirs or get the next; of those of the city it is the city's.
    """
    act = begin(motion, Verb.ACCEPT, by=by, on=on, is_day_unknown=is_day_unknown)
    number = number or motion.number
    if motion.level != Level.TOWN and not number:
        whose = say("市里") if motion.level == Level.COUNTY else "上级"
        raise ValidationError({"number": f"请照{whose}的编号填写。"})
    take_number(motion, number)
    motion.review_note = note
    return act.done(to=Status.ACCEPTED, note=f"编为第{motion.number}号")


def take_number(motion, typed=None):
    """Give `motion` the number that was `typed`, or the next one of its series, never given before.

    What is typed is judged when the motion is written; the series goes on from the highest.
    """
    if motion.level != Level.TOWN:
        motion.number = typed
        return
    is_bill = motion.kind == Motion.Kind.BILL
    scope = {"session": motion.session, "year": None if motion.session else motion.year}
    series, _ = NumberSeries.objects.get_or_create(
        level=motion.level, **scope,
        family=NumberSeries.Family.BILL if is_bill else NumberSeries.Family.SUGGESTION,
    )  # fmt: skip
    series = NumberSeries.objects.select_for_update().get(pk=series.pk)
    motion.number = typed or max(series.last, last_number_typed(motion)) + 1
    series.last = max(series.last, motion.number)
    series.save()


def last_number_typed(motion):
    """The highest number on the books, voided ones included: some came with older records."""
    return motion.numbered_with_it().aggregate(last=Max("number"))["last"] or 0


def number_proposed(motion):
    """The number that `motion` would get now; a colleague may be quicker."""
    is_bill = motion.kind == Motion.Kind.BILL
    family = NumberSeries.Family.BILL if is_bill else NumberSeries.Family.SUGGESTION
    series = NumberSeries.objects.filter(level=motion.level, family=family)
    year = None if motion.session_id else motion.year
    given = series.filter(session=motion.session_id, year=year).values_list("last", flat=True)
    return max([*given, last_number_typed(motion)]) + 1


@transaction.atomic
def convert(motion, *, by, on, reason):
    """议案转建议: what does not become a bill is handled as a suggestion."""
    act = begin(motion, Verb.CONVERT, by=by, on=on, reason=reason)
    motion.kind, motion.is_converted, motion.review_note = Motion.Kind.SUGGESTION, True, reason
    return act.done(note=reason)


@transaction.atomic
def merge(motion, *, by, on, into, number=None):
    """并案: the motion goes on as part of `into`, another motion of the same level.

    Its deputies are answered with those of `into`, and rate by themselves. `number` is what it bore
    on paper before.
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
    if number:
        take_number(motion, number)
    motion.merged_into = into
    event = act.done(to=Status.MERGED, note=f"并入{into}")
    for row in motion.merged.all():  # what was handled as this one goes along
        row.merged_into = into
        write(row, Verb.MERGE, by=by, on=on, note=f"随“{motion.title}”并入{into}")
    return event


@transaction.atomic
def turn_back(motion, *, by, on, reason, note="", number=None):
    """审查退回 for one of the legal reasons (Motion.ReturnReason); `number` as in `merge`."""
    act = begin(motion, Verb.TURN_BACK, by=by, on=on, reason=reason)
    if number:
        take_number(motion, number)
    motion.return_reason, motion.review_note = reason, note
    words = motion.get_return_reason_display()
    return act.done(to=Status.RETURNED, note=f"{words}。{note}" if note else words)
