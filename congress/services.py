"""The verbs of the congress. Each changes rows together or not at all; `by` is the acting user."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from congress.models import (
    AgendaItem,
    Allowance,
    Attendance,
    Election,
    Participation,
    Poll,
    Post,
    Reply,
)
from congress.models.elections import refuse_bad_count, refuse_short_of
from congress.models.replies import event_field
from congress.models.rolls import refuse_before
from congress.models.turnout import votes_kept
from representatives import services as representatives
from representatives.models import Constituency, Mandate, Person
from township.spans import today


def elected_of(contest):
    """The elected candidacies of a poll or an election, refused unless the count fits."""
    rows = list(contest.candidacies.select_related("person"))
    refuse_bad_count(contest, [(row.votes_for, row.is_elected) for row in rows])
    elected = [row for row in rows if row.is_elected]
    if not elected:
        raise ValidationError("没有勾选当选的人，不能确认选举结果。")
    return elected


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
        refuse_short_of(candidacy, *poll.need)
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
    need = election.need
    posts = []
    for candidacy in elected_of(election):
        refuse_short_of(candidacy, *need)
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
    """Register as present everyone still 未登记 on the roll, on leave who was granted it.

    Returns how many.
    """
    rows = list(rest_of_roll(meeting, sitting))
    if rows:
        refuse_before(meeting, sitting)
    leave = leave_reasons(meeting)
    for row in rows:
        is_away = row.person_id in leave
        row.state = Attendance.State.LEAVE if is_away else Attendance.State.PRESENT
        row.reason = leave.get(row.person_id, row.reason)
    with votes_kept(meeting):
        update_with_history(rows, ["state", "reason"], by)
    return len(rows)


def rest_of_roll(meeting, sitting):
    """The attendances still 未登记; not those of who is on the roll as 应到 and is not expected."""
    expected = meeting.expected_people().order_by().values("pk")
    is_right = Q(capacity=Attendance.Capacity.GUEST) | Q(person__in=expected)
    return meeting.attendances.filter(is_right, sitting=sitting).unknown()


def leave_reasons(meeting):
    """Why those stay away from `meeting` to whom leave was granted: {person's number: reason}."""
    return dict(Reply.objects.to(meeting).granted().values_list("person", "reason"))


@transaction.atomic
def register_roll(meeting, entries, *, by, sitting=None):
    """Store what was ticked on the roll: `entries` maps a person's number to (state, reason).

    Whoever is expected and not on the roll is put on it first. Returns how many
    rows changed; raises ValidationError for a state or a reason that cannot be stored.
    """
    call_roll(meeting, by=by, sitting=sitting)
    expected = set(meeting.expected_people().order_by().values_list("pk", flat=True))
    changed = []
    for row in meeting.attendances.filter(sitting=sitting).select_related("person"):
        state, reason = entries.get(row.person_id, (row.state, row.reason))
        if (state, reason) == (row.state, row.reason):
            continue
        if state in (Attendance.State.PRESENT, Attendance.State.ABSENT):
            refuse_before(meeting, sitting)
        row.state, row.reason = state, reason
        refuse_bad_entry(row)
        if row.capacity == Attendance.Capacity.MEMBER and row.person_id not in expected:
            raise ValidationError(f"{meeting.not_expected(row.person)}请从点名册移出。")
        changed.append(row)
    with votes_kept(meeting):
        update_with_history(changed, ["state", "reason"], by)
    return len(changed)


def refuse_bad_entry(row):
    try:
        row.clean_fields(exclude=["meeting", "sitting", "person"])
    except ValidationError as error:
        raise ValidationError(f"{row.person}：{'；'.join(error.messages)}") from error


@transaction.atomic
def add_guests(meeting, people, *, by, sitting=None):
    """Put `people` on the roll as 列席: present, or invited as long as the day has not come.

    Those on it already are refused by name.
    """
    listed = meeting.attendances.filter(sitting=sitting, person__in=people).select_related("person")
    expected = meeting.expected_people().filter(pk__in=[person.pk for person in people])
    twice = {row.person.name for row in listed} | {person.name for person in expected}
    if twice:
        raise ValidationError(f"{'、'.join(sorted(twice))}已在点名册上，不再列为列席。")
    day = sitting.held_on if sitting else meeting.starts_on
    state = Attendance.State.PRESENT if day <= today() else Attendance.State.UNKNOWN
    guest = Attendance.Capacity.GUEST
    rows = [
        Attendance(meeting=meeting, sitting=sitting, person=person, capacity=guest, state=state)
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


@transaction.atomic
def pay(amounts, *, kind, paid_on, by, note=""):
    """Pay what is one and the same to several deputies; `amounts` are pairs of a mandate and yuan.

    All are stored or none. Returns the rows.
    """
    told = {"kind": kind, "paid_on": paid_on, "note": note}
    rows = [Allowance(mandate=mandate, amount=amount, **told) for mandate, amount in amounts]
    for row in rows:
        row.full_clean(exclude=["mandate"])
    save_with_history(Allowance, rows, by)
    return rows


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


# 参会回执


ON_LEAVE = "已准假"


@transaction.atomic
def answer_call(event, person, *, answer, by, reason=""):
    """`person` answers the call to `event` (a Meeting or Activity): 参加, or 请假 with a reason.

    A changed mind changes the standing reply, and what was decided of it has to be decided
    again. After the event began only the office enters an answer. Returns the Reply.
    """
    Person.objects.select_for_update().get(pk=person.pk)  # two answers at once become one
    refuse_stranger(event, person, by)
    row = Reply.objects.to(event).filter(person=person).first()
    row = row or Reply(person=person, **{event_field(event): event})
    reason = reason.strip() if answer == Reply.Answer.LEAVE else ""
    if row.pk and (row.answer, row.reason) == (answer, reason):
        return row
    if answer == Reply.Answer.LEAVE and not reason:
        raise ValidationError({"reason": "请假要写事由。"})
    was_granted = row.is_granted
    row.answer, row.reason = answer, reason
    row.replied_at, row.replied_by = timezone.now(), by
    row.decision, row.decided_at, row.decided_by, row.note = "", None, None, ""
    keep_reply(row, by)
    if was_granted:
        put_back(row, by)
    return row


def refuse_stranger(event, person, by):
    is_own = person.user_id is not None and person.user_id == by.pk
    if not (is_own or by.is_office):
        raise ValidationError("回执由本人填写，或者由人大办公室代为登记。")
    if not event.called_people().filter(pk=person.pk).exists():
        raise ValidationError(f"{person}不在应到和受邀的名单里，不用回执。")
    if event.has_begun and not by.is_office:
        raise ValidationError("已经开始，不能再改回执。有变化请打电话告诉人大办公室。")


@transaction.atomic
def grant_leave(reply, *, by, note=""):
    """准假. From an activity, who is on leave is taken off the list of those who take part."""
    row = decide(reply, Reply.Decision.GRANTED, by=by, note=note)
    if row.activity_id:
        for part in row.activity.participations.filter(person=row.person_id):
            part._history_user = by
            part.void(reason=ON_LEAVE)
    return row


@transaction.atomic
def refuse_leave(reply, *, by, note=""):
    """不准假, with what the deputy is told. Whether they come shows on the roll, and there alone."""
    was_granted = Reply.objects.get(pk=reply.pk).is_granted
    row = decide(reply, Reply.Decision.REFUSED, by=by, note=note)
    if was_granted:
        put_back(row, by)
    return row


def decide(reply, decision, *, by, note):
    row = Reply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    if not by.is_office:
        raise ValidationError("请假由人大办公室审批。")
    if row.answer != Reply.Answer.LEAVE:
        raise ValidationError(f"{row.person}现在回的是参加，没有请假要批。")
    if row.decision == decision:
        raise ValidationError(f"{row.person}的请假已经批过：{row.words}。")
    row.decision, row.note = decision, note.strip()
    row.decided_at, row.decided_by = timezone.now(), by
    keep_reply(row, by)
    return row


def keep_reply(row, by):
    row._history_user = by
    row.full_clean()
    row.save()


def put_back(row, by):
    """Who had leave from an activity and has it no longer takes part again."""
    if row.activity_id and not row.activity.participations.filter(person=row.person_id).exists():
        part = Participation(activity=row.activity, person=row.person)
        part._history_user = by
        part.full_clean()
        part.save()
