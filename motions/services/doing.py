"""How every verb works: lock, ask whether it is legal, do, and write state and event together."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import F

from motions.lifecycle import steps
from motions.models import Motion, MotionEvent, Verb
from motions.tracks import Tracks
from township.spans import today

NOTE = 200  # what the note of an event holds


@dataclass
class Doing:
    """A verb under way: the motion is locked and the verb is known to be legal."""

    motion: Motion
    verb: Verb
    by: object
    on: object
    tracks: Tracks
    is_day_unknown: bool = False  # of an old case: `on` only keeps the order

    def done(self, *, to=None, **told):
        """Store the motion in the state `to` (or as it is), and the event beside it (see `write`)."""
        told["is_day_unknown"] = self.is_day_unknown
        return write(self.motion, self.verb, by=self.by, on=self.on, to=to, **told)

    def keep(self, row):
        """Check and store a row that belongs to the motion, under the name of who did it."""
        row._history_user = self.by
        row.full_clean()
        row.save()
        return row


def begin(motion, verb, *, by, on, is_day_unknown=False, **told):
    """Lock `motion`, look whether `verb` is legal for `by` on the day `on`; returns a Doing.

    `told` is what the verb was given of what the table says it needs.
    Raises ValidationError: who may not is told so, then what is missing, then the state.
    """
    lock(motion)
    motion.refresh_from_db()
    step = steps.STEPS[verb]
    if not steps.may(step, motion, by):
        raise ValidationError(steps.not_yours(step, motion))
    refuse_missing(step, {"on": on, **told})
    tracks = Tracks(motion)
    reason = steps.why_not(step, motion, tracks)
    if reason:
        raise ValidationError(reason)
    refuse_day(motion, step, on)
    return Doing(motion, verb, by, on, tracks, is_day_unknown)


def lock(motion):
    """Wait for whoever is at `motion`; of a merged one first for whoever is at its case."""
    if motion.merged_into_id:
        Motion.with_voided.select_for_update().get(pk=motion.merged_into_id)
    Motion.objects.select_for_update().get(pk=motion.pk)


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
    if step.in_order:  # else its own row says after what it may be
        refuse_before_last(motion, on)


def refuse_before_last(motion, on):
    """Refuse a day `on` before what brought `motion` into its state."""
    steps_done = motion.events.exclude(from_status=F("to_status"))
    last = steps_done.last()
    if on < (last.happened_on if last else motion.submitted_on):
        known = steps_done.filter(is_day_unknown=False).last()
        what = known or f"{motion.submitted_words} 提出"
        raise ValidationError({"on": f"日期不能早于上一步：{what}。"})


def refuse_before(day, on, what, is_unknown=False):
    """Refuse a day `on` before `day`, on which `what` happened, or before which it cannot have been."""
    if on < day:
        known = f"日期不能早于{what}的{day}。"
        raise ValidationError(
            {"on": f"{what}日期不详，但是不早于{day}，这里也不能更早。" if is_unknown else known}
        )


def chosen(row, among, refusal):
    """`row` as it stands in `among` (the fresh rows of the motion); raises what `refusal` says."""
    for other in among:
        if other.pk == row.pk:
            return other
    raise ValidationError({"handling": refusal})


def write(motion, verb, *, by, on, to=None, note="", **told):
    """State and event together; nothing else writes either. `told`: other fields of the event."""
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
        note=note[:NOTE], by=by, **told,
    )  # fmt: skip
