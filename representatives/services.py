"""The verbs on deputies and their households. Each changes rows together or not at all."""

from django.core.exceptions import ValidationError
from django.db import transaction

from representatives.models import Assignment, Household, Mandate, Person
from township.models import DeadlineRule, Level
from township.spans import today


@transaction.atomic
def begin_mandate(*, person, term, starts_on, gained_by, by, constituency=None):
    """Give `person` a pending mandate of `term` and return it (a Mandate).

    It counts only once confirmed (代表法第二条、选举法第四十七条). `by` is the
    user who acts. Raises ValidationError where it overlaps another of the level.
    """
    mandate = Mandate(
        person=person, term=term, constituency=constituency, starts_on=starts_on,
        ended_on=term.ended_on, ended_for=Mandate.EndedFor.TERM if term.ended_on else "",
        gained_by=gained_by,
    )  # fmt: skip
    mandate._history_user = by
    mandate.full_clean()
    mandate.save()
    return mandate


@transaction.atomic
def confirm_mandate(mandate, *, on, by):
    """Confirm the qualification of a pending `mandate` on the date `on`."""
    if mandate.confirmed_on:
        raise ValidationError(f"{mandate}的资格已于{mandate.confirmed_on}确认。")
    if mandate.starts_on > on and mandate.gained_by == Mandate.GainedBy.BY_ELECTION:
        raise ValidationError("资格确认日期不能早于资格开始日期。")
    mandate.confirmed_on = on
    mandate._history_user = by
    mandate.full_clean()
    mandate.save()


@transaction.atomic
def end_mandate(mandate, *, on, reason, by):
    """End `mandate` from the date `on` for a legal `reason` (Mandate.EndedFor).

    Where it was the person's last, their households return to 待安排户; visits
    and their credit stay. Returns the number of assignments ended.
    """
    if mandate.ended_on and mandate.ended_on <= on:
        raise ValidationError(f"{mandate}的资格已于{mandate.ended_on}终止。")
    person = Person.objects.select_for_update().get(pk=mandate.person_id)
    mandate.ended_on, mandate.ended_for = on, reason
    mandate._history_user = by
    mandate.full_clean()
    mandate.save()
    return return_households(person, on=on, by=by)


def return_households(person, *, on, by):
    """End `person`'s open assignments on `on` unless a mandate is still in force that day.

    A mandate that begins later (the next term's, a few days on) does not keep
    them: the office assigns anew. Returns how many assignments were ended.
    """
    if person.mandates.in_force(on).exists():
        return 0
    rows = list(person.assignments.select_for_update().filter(ended_on=None))
    for row in rows:
        release(row, on=on, reason=Assignment.EndedFor.MANDATE, by=by)
    return len(rows)


@transaction.atomic
def end_term(term, *, on, by):
    """End `term` on `on`, the first day of the next term's first session (代表法第二条).

    Its open mandates end with it. The households of those who do not continue
    return to 待安排户; whoever holds a confirmed mandate of the next term keeps
    theirs. Confirm the new mandates first. Returns the number of mandates ended.
    """
    term.ended_on = on
    term._history_user = by
    term.full_clean()
    term.save()
    rows = list(term.mandates.filter(ended_on=None).select_related("person"))
    for mandate in rows:
        end_mandate(mandate, on=on, reason=Mandate.EndedFor.TERM, by=by)
    return len(rows)


@transaction.atomic
def assign(*, person, household, category, on, by):
    """Let `person` keep in touch with `household` as one of `category` from `on`.

    Locks both, so that two clerks at once cannot give one household to two
    deputies. Returns the Assignment; raises ValidationError with the reason.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    Household.objects.select_for_update().get(pk=household.pk)
    if on > today():
        raise ValidationError({"starts_on": "开始日期不能在今天之后。"})
    row = Assignment(person=person, household=household, category=category, starts_on=on)
    row._history_user = by
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def release(assignment, *, on, reason, by):
    """End an open `assignment` from the date `on`; the household goes to 待安排户."""
    if assignment.ended_on:
        raise ValidationError(f"这一安排已于{assignment.ended_on}结束。")
    if on > today():
        raise ValidationError({"ended_on": "结束日期不能在今天之后。"})
    if on <= assignment.starts_on:
        raise ValidationError({"ended_on": "结束日期要晚于开始日期。"})
    late = assignment.visits.filter(visited_on__gte=on).first()
    if late:
        raise ValidationError({"ended_on": f"{late.visited_on}还有走访记录，结束日期要在它之后。"})
    assignment.ended_on, assignment.ended_for = on, reason
    assignment._history_user = by
    assignment.full_clean()
    assignment.save()


def judge(opinion):
    """Give `opinion` (a saved or unsaved Opinion) the deadline of the rule of its day."""
    start = opinion.handed_over_on
    event = DeadlineRule.Event.OPINION
    opinion.set_deadline(
        DeadlineRule.objects.applying(level=Level.TOWN, event=event, on=start) if start else None
    )
    return opinion
