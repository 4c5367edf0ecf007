"""The verbs on motions. Those of the life cycle come with it; here is what entry by hand needs."""

from django.db import transaction

from motions.models import Motion, MotionEvent
from township.models import DeadlineRule
from township.spans import today


def judge(handling):
    """Give `handling` the due date of the rule in force on the day it was handed over."""
    handling.judge(
        DeadlineRule.objects.applying(
            level=handling.motion.level, event=handling.event, on=handling.handed_over_on
        )
    )
    return handling


@transaction.atomic
def record_status(motion, *, previous, by, on=None, note=""):
    """Write the event that belongs to a motion's new status; `previous` is "" for a new one.

    Returns the MotionEvent, or None where the status did not change.
    """
    if motion.status == previous:
        return None
    return MotionEvent.objects.create(
        motion=motion, verb=motion.get_status_display(), happened_on=on or day_of(motion),
        from_status=previous, to_status=motion.status, note=note, by=by,
    )  # fmt: skip


def day_of(motion):
    """The day on which the motion came into its status, as far as its own dates say."""
    if motion.status == Motion.Status.CLOSED:
        return motion.closed_on
    if motion.status in (Motion.Status.DRAFT, Motion.Status.REGISTERED):
        return motion.submitted_on
    return today()
