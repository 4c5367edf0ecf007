"""The verbs of the congress. Each changes rows together or not at all; `by` is the acting user."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from congress.models import AgendaItem, Attendance, Election, Poll, Post
from congress.models.elections import refuse_bad_count
from congress.models.meetings import refuse_before
from representatives import services as representatives
from representatives.models import Constituency, Mandate
from township.spans import today


def elected_of(contest):
    """The elected candidacies of a poll or an election, refused unless the count fits."""
    rows = list(contest.candidacies.select_related("person"))
    refuse_bad_count(contest, [(row.votes_for, row.is_elected) for row in rows])
    elected = [row for row in rows if row.is_elected]
    if not elected:
        raise ValidationError("没有勾选当选的人，不能确认选举结果。")
    return elected


def refuse_short_of(votes, need, candidacy, rule):
    if votes < need:
        raise ValidationError(f"{candidacy.person}得{votes}票，不到{need}票（{rule}），不能当选。")


@transaction.atomic
def declare_elected(poll, *, on, by):
    """Confirm the result of `poll` on the date `on`: those elected get pending mandates.

    Valid when more than half of all voters took part and each elected person
    has more than half of the votes cast (选举法第四十五条). Returns the mandates.
    """
    poll = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if poll.declared_on:
        raise ValidationError(f"选举结果已于{poll.declared_on}确认。")
    refuse_day(on, poll.held_on, "确认日期不能早于选举日。")
    if not poll.turnout_is_valid:
        raise ValidationError("参加投票的选民没有过半数，选举无效（选举法第四十五条）。")
    # Two polls that fill the same seat wait for each other here.
    Constituency.objects.select_for_update().get(pk=poll.constituency_id)
    poll.refuse_filled_vacancy()
    mandates = []
    for candidacy in elected_of(poll):
        refuse_short_of(candidacy.votes_for, poll.voted // 2 + 1, candidacy, "参加投票的选民过半数")
        term = poll.constituency.term
        by_election = poll.kind == Mandate.GainedBy.BY_ELECTION
        candidacy.mandate = representatives.begin_mandate(
            person=candidacy.person, term=term, constituency=poll.constituency,
            starts_on=on if by_election else term.starts_on, gained_by=poll.kind, by=by,
        )  # fmt: skip
        candidacy._history_user = by
        candidacy.save(update_fields=["mandate"])
        mandates.append(candidacy.mandate)
    stamp(poll, on, by)
    return mandates


def refuse_day(on, first, sentence):
    """Raise ValidationError unless `on` lies between the day `first` and today."""
    if on > today():
        raise ValidationError({"on": "日期不能在今天之后。"})
    if on < first:
        raise ValidationError({"on": sentence})


def stamp(contest, on, by):
    contest.declared_on = on
    contest._history_user = by
    contest.save(update_fields=["declared_on"])


@transaction.atomic
def confirm_qualifications(poll, *, on, by):
    """Confirm on `on` the mandates that `poll` made (代表资格审查). Returns how many."""
    poll = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    rows = [c.mandate for c in poll.candidacies.filter(mandate__in=Mandate.objects.pending())]
    if not rows:
        raise ValidationError("没有待确认的代表资格：请先确认选举结果。")
    refuse_day(on, poll.declared_on, "资格确认日期不能早于选举结果确认日期。")
    for mandate in rows:
        representatives.confirm_mandate(mandate, on=on, by=by)
    return len(rows)


@transaction.atomic
def declare_officers(election, *, by, on=None):
    """Confirm the result of an election in a session: those elected get their posts.

    `on` is the first day in office, by default the session's last day. Each
    needs more than half of ALL deputies (地方组织法第二十五条). Returns the posts.
    """
    election = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
    if election.declared_on:
        raise ValidationError(f"选举结果已于{election.declared_on}确认。")
    meeting = election.meeting
    on = on or meeting.last_on or meeting.starts_on
    refuse_day(on, meeting.starts_on, "任职日期不能早于会议日期。")
    need = meeting.majority(meeting.expected_people().count())
    posts = []
    for candidacy in elected_of(election):
        refuse_short_of(candidacy.votes_for, need, candidacy, "全体代表过半数")
        post = Post(
            body=election.body, person=candidacy.person, role=election.role, starts_on=on,
            ended_on=election.body.ended_on,
        )  # fmt: skip
        post._history_user = by
        post.full_clean()
        post.save()
        candidacy.post = post
        candidacy._history_user = by
        candidacy.save(update_fields=["post"])
        posts.append(post)
    stamp(election, on, by)
    return posts


@transaction.atomic
def call_roll(meeting, *, by, sitting=None):
    """Put everyone expected at `meeting` on the roll as 未登记; those on it stay as they are.

    Returns how many were added. Unknown is not absent: the report says so.
    """
    listed = meeting.attendances.filter(sitting=sitting).values("person")
    people = meeting.expected_people().exclude(pk__in=listed)
    rows = [Attendance(meeting=meeting, sitting=sitting, person=person) for person in people]
    save_with_history(Attendance, rows, by)
    return len(rows)


@transaction.atomic
def mark_rest_present(meeting, *, by, sitting=None):
    """Register as present everyone still 未登记 on the roll. Returns how many."""
    rows = list(meeting.attendances.filter(sitting=sitting).unknown())
    if rows:
        refuse_before(meeting, sitting)
    for row in rows:
        row.state = Attendance.State.PRESENT
    update_with_history(rows, ["state"], by)
    return len(rows)


@transaction.atomic
def register_roll(meeting, entries, *, by, sitting=None):
    """Store what was ticked on the roll: `entries` maps a person's number to (state, reason).

    Whoever is expected and not on the roll is put on it first. Returns how many
    rows changed; raises ValidationError for a state or a reason that cannot be stored.
    """
    call_roll(meeting, by=by, sitting=sitting)
    changed = []
    for row in meeting.attendances.filter(sitting=sitting).select_related("person"):
        state, reason = entries.get(row.person_id, (row.state, row.reason))
        if (state, reason) == (row.state, row.reason):
            continue
        if state in (Attendance.State.PRESENT, Attendance.State.ABSENT):
            refuse_before(meeting, sitting)
        row.state, row.reason = state, reason
        refuse_bad_entry(row)
        changed.append(row)
    update_with_history(changed, ["state", "reason"], by)
    return len(changed)


def refuse_bad_entry(row):
    try:
        row.clean_fields(exclude=["meeting", "sitting", "person"])
    except ValidationError as error:
        raise ValidationError(f"{row.person}：{'；'.join(error.messages)}") from error


@transaction.atomic
def add_guests(meeting, people, *, by, sitting=None):
    """Put `people` on the roll as 列席, present. Those on it already are refused by name."""
    refuse_before(meeting, sitting)
    listed = meeting.attendances.filter(sitting=sitting, person__in=people).select_related("person")
    expected = meeting.expected_people().filter(pk__in=[person.pk for person in people])
    twice = {row.person.name for row in listed} | {person.name for person in expected}
    if twice:
        raise ValidationError(f"{'、'.join(sorted(twice))}已在点名册上，不再列为列席。")
    guest, present = Attendance.Capacity.GUEST, Attendance.State.PRESENT
    rows = [
        Attendance(meeting=meeting, sitting=sitting, person=person, capacity=guest, state=present)
        for person in people
    ]
    save_with_history(Attendance, rows, by)
    return len(rows)


def update_with_history(rows, fields, by):
    """Update many attendances at once, each with its line of history."""
    if rows:
        bulk_update_with_history(rows, Attendance, fields, batch_size=500, default_user=by)


def save_with_history(model, rows, by):
    """Insert many rows of `model` at once, each with its line of history."""
    if rows:
        bulk_create_with_history(rows, model, batch_size=500, default_user=by)


PROGRESS = "办理情况"


@transaction.atomic
def carry_open_decisions(meeting, *, by):
    """Put onto `meeting`'s agenda each decision of earlier meetings that is not done.

    One that is on a later agenda already is not put there twice. Returns the items.
    """
    earlier = AgendaItem.objects.undone().filter(meeting__kind=meeting.kind)
    earlier = earlier.filter(
        Q(meeting__starts_on__lt=meeting.starts_on)
        | Q(meeting__starts_on=meeting.starts_on, meeting__pk__lt=meeting.pk)
    )
    items = []
    for item in earlier.order_by("decision_due_on", "pk"):
        is_about_suggestions = item.kind == AgendaItem.Kind.SUGGESTIONS
        items.append(
            put_on_agenda(
                meeting, by=by,
                kind=item.kind if is_about_suggestions else AgendaItem.Kind.BRIEFING,
                title=item.title.removesuffix(PROGRESS) + PROGRESS, follows=item,
                decision=item.decision, decision_department=item.decision_department,
                decision_due_on=item.decision_due_on,
            )
        )  # fmt: skip
    return items


@transaction.atomic
def put_on_agenda(meeting, *, by, **fields):
    """Add one item (`fields` of AgendaItem) at the end of `meeting`'s agenda; returns it."""
    last = meeting.agenda_items.order_by("-order").values_list("order", flat=True).first() or 0
    item = AgendaItem(meeting=meeting, order=last + 1, **fields)
    item._history_user = by
    item.full_clean()
    item.save()
    return item
