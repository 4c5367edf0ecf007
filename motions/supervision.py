"""What is late or of weight proposes itself for the next presidium agenda, and comes back decided."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from congress import services as congress
from congress.models import AgendaItem, Meeting
from motions import services
from motions.lateness import BADGES, Lateness, lateness_of
from motions.models import Handling, Motion, Rating, Satisfaction, SupervisionAct, Tabling
from representatives.models import Opinion
from township.numbers import late_by

SHOWN_TITLE = 110  # of the 120 characters that a title on an agenda may have
# A meeting held a few days ago may still get the items that were talked about there.
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Proposal:
    """A motion or an opinion that the presidium should hear about, and why."""

    subject: Motion | Opinion
    reason: str
    state: str
    since: date

    @property
    def key(self):
        """What a form sends back: "motion-12"."""
        return f"{self.subject._meta.model_name}-{self.subject.pk}"


def proposals(day, town):
    """The Proposals of `day`, the longest waiting first; none that is on an agenda already.

    Seven statements whatever their number.
    """
    tabled = Tabling.objects.undecided()
    motions = set(tabled.filter(motion__isnull=False).values_list("motion", flat=True))
    opinions = set(tabled.filter(opinion__isnull=False).values_list("opinion", flat=True))
    found = {}
    for proposal in [*unsatisfied(), *broken_promises(day), *late(day, town), *weighty()]:
        if proposal.subject.pk not in motions:
            found.setdefault(proposal.key, proposal)
    for proposal in late_opinions(day, town):
        if proposal.subject.pk not in opinions:
            found[proposal.key] = proposal
    return sorted(found.values(), key=lambda proposal: (proposal.since, proposal.key))


def late(day, town):
    """Lead handlings that are late, or about to be."""
    rows = Handling.objects.owed_by(town.soon_after(day))
    for row in rows.select_related("motion__proposer", "department"):
        word = lateness_of(row.due_on, None, day, town)
        days = abs((day - row.due_on).days)
        how = f"还有{days}天到期" if word == Lateness.SOON else late_by(days, word.label)
        yield Proposal(row.motion, f"{row.department} {how}", BADGES[word], row.due_on)


def weighty():
    """重点督办, and not answered yet."""
    rows = Handling.objects.lead().unanswered().filter(motion__is_key=True)
    for row in rows.select_related("motion__proposer", "department"):
        yield Proposal(row.motion, f"重点督办，{row.department}在办", "due", row.handed_over_on)


def broken_promises(day):
    """Answers that promised something until a day that is past."""
    rows = Handling.objects.promises_open().filter(promise_due_on__lt=day)
    for row in rows.select_related("motion__proposer", "department"):
        reason = f"{row.department} 承诺{row.promise_due_on}前完成，没有兑现"
        yield Proposal(row.motion, reason, "late", row.promise_due_on)


def unsatisfied():
    """Still unsatisfied after the second round: the office cannot settle it alone."""
    rows = Rating.objects.filter(result=Satisfaction.UNSATISFIED, round__gt=1)
    replied = Q(motion__status=Motion.Status.REPLIED)
    merged = Q(motion__merged_into__status=Motion.Status.REPLIED)
    rows = rows.filter(replied | merged, motion__merged_into__voided_at=None)
    for row in rows.select_related("motion__proposer", "motion__merged_into__proposer"):
        reason = f"第{row.round}次办理后代表仍不满意"
        yield Proposal(row.motion.case, reason, "late", row.rated_on)


def late_opinions(day, town):
    rows = Opinion.objects.filter(answered_on=None, due_on__lt=day).select_related("department")
    for row in rows:
        word = lateness_of(row.due_on, None, day, town)
        how = late_by((day - row.due_on).days, word.label)
        reason = f"{row.department or ''} {how}没有答复".strip()
        yield Proposal(row, reason, BADGES[word], row.due_on)


def meetings_open_to(day):
    """The presidium meetings onto whose agenda something can be taken, the next one first."""
    rows = Meeting.objects.filter(kind=Meeting.Kind.PRESIDIUM, starts_on__gte=day - LATELY)
    return rows.select_related("term").order_by("starts_on", "pk")


@transaction.atomic
def take_onto_agenda(meeting, subjects, *, by):
    """Put each of `subjects` (Motions, Opinions) onto the agenda of the presidium `meeting`.

    Returns the Tablings; refuses what waits on an agenda already.
    """
    if meeting.is_session:
        raise ValidationError("只能列入主席团会议的议程。")
    rows = []
    for subject in subjects:
        about = {subject._meta.model_name: subject}
        waiting = Tabling.objects.undecided().filter(**about).select_related("agenda_item__meeting")
        if other := waiting.first():
            raise ValidationError(f"“{subject}”已在{other.agenda_item.meeting}的议程上。")
        item = congress.put_on_agenda(
            meeting, by=by, kind=AgendaItem.Kind.SUGGESTIONS, title=title_of(subject)
        )
        row = Tabling(agenda_item=item, **about)
        row._history_user = by
        row.full_clean()
        row.save()
        rows.append(row)
    return rows


def title_of(subject):
    what = "督办" if isinstance(subject, Motion) else "督办群众意见："
    return f"{what}{subject}"[:SHOWN_TITLE]


def decided():
    """The Tablings whose meeting said something that was not carried back yet."""
    rows = Tabling.objects.undecided().exclude(agenda_item__outcome="", agenda_item__decision="")
    return rows.select_related("motion", "opinion", "agenda_item__meeting__term").order_by(
        F("agenda_item__meeting__starts_on"), "pk"
    )


@transaction.atomic
def carry_back(tabling, *, by):
    """The decision of the meeting becomes an act of 主席团督办 on what it was about.

    Returns the SupervisionAct. Refused as long as the meeting decided nothing.
    """
    tabling = Tabling.objects.select_for_update(of=("self",)).get(pk=tabling.pk)
    item = tabling.agenda_item
    if tabling.act_id:
        raise ValidationError("这项决定已经记为督办。")
    if not (item.outcome or item.decision):
        raise ValidationError("会议还没有结果，请先在会议页面登记这一议题的结果或决定。")
    told = {
        "rung": SupervisionAct.Rung.PRESIDIUM, "agenda_item": item,
        "content": (item.decision or item.get_outcome_display())[:200],
        "department": item.decision_department,
    }  # fmt: skip
    day = item.meeting.starts_on
    if tabling.motion:
        act = services.supervise(tabling.motion, by=by, on=day, **told).act
    else:
        act = services.supervise_other(opinion=tabling.opinion, by=by, on=day, **told)
    tabling.act = act
    tabling._history_user = by
    tabling.save()
    return act
