"""督办, of motions and of what is no motion."""

from django.db import transaction

from motions.models import SupervisionAct, Verb
from motions.services.doing import begin, refuse_before


@transaction.atomic
def supervise(motion, *, by, on, rung, content="", person=None, department=None, agenda_item=None):
    """督办 of a motion by one rung of the ladder. Returns the event; the act is `event.act`."""
    act = begin(motion, Verb.SUPERVISE, by=by, on=on, rung=rung)
    lead = act.tracks.lead
    refuse_before(lead.handed_over_on, on, "交办", lead.is_handover_day_unknown)
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
