"""The verbs on deputies, their households, and what was heard there.

Each changes rows together or not at all, and refuses with the sentence that the user will read.
"""

import secrets
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from accounts import phones
from accounts import services as accounts
from accounts.models import Role, User
from papers import photos
from representatives.models import (
    Assignment,
    Category,
    Household,
    Mandate,
    Opinion,
    Person,
    Visit,
    VisitPhoto,
)
from representatives.opinions import enter_opinion, tell_back, way_of
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
    shut_out_former(person, by=by)
    return return_households(person, on=on, by=by)


def shut_out_former(person, *, by):
    """Whoever is no deputy of any level any more is logged out everywhere (docs/decisions.md)."""
    may_stay = is_liaison(person) or person.mandates.in_force(today()).exists()
    if person.user and not may_stay:
        accounts.shut_out(person.user, by=by)


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
    row = Assignment(person=person, household=household, category=category, starts_on=on)
    row._history_user = by
    row.full_clean(
        validate_constraints=False
    )  # it says who holds it; the constraint only repeats it
    row.validate_constraints()
    row.save()
    return row


@transaction.atomic
def release(assignment, *, on, reason, by):
    """End an open `assignment` from the date `on`; the household goes to 待安排户."""
    if assignment.ended_on:
        raise ValidationError(f"这一安排已于{assignment.ended_on}结束。")
    if on > today():
        raise ValidationError({"on": "结束日期不能在今天之后。"})
    if on <= assignment.starts_on:
        raise ValidationError({"on": "结束日期要晚于开始日期。"})
    assignment.refuse_to_leave_visits(on, "on")
    assignment.ended_on, assignment.ended_for = on, reason
    assignment._history_user = by
    assignment.full_clean()
    assignment.save()


@transaction.atomic
def hand_over(assignment, *, to, on, by):
    """移交: `assignment` ends on `on`, and from that day `to` (a Person) keeps in touch.

    Returns the new Assignment. Where `to` cannot take it, the old one goes on.
    """
    Person.objects.select_for_update().get(pk=to.pk)
    Household.objects.select_for_update().get(pk=assignment.household_id)
    assignment.refresh_from_db(fields=["ended_on", "ended_for"])
    release(assignment, on=on, reason=Assignment.EndedFor.SWAP, by=by)
    return assign(
        person=to, household=assignment.household, category=assignment.category, on=on, by=by
    )


class Placement(NamedTuple):
    """A household that goes to a deputy: from `giver`, who holds it, or from 待安排户."""

    household: Household
    category: Category
    to: Person
    giver: Person | None = None


@transaction.atomic
def place_all(placements, *, on, by):
    """Do all of `placements` from the day `on`, or none of them.

    What is so already stays, so that a form sent again changes nothing. Returns how many are
    new; raises ValidationError with the sentences of each refused one under its index.
    """
    lock_all(placements)
    refusals, count = {}, 0
    for index, placement in enumerate(placements):
        try:
            with transaction.atomic():
                count += place(placement, on, by)
        except ValidationError as error:
            refusals[str(index)] = error.messages
    if refusals:
        raise ValidationError(refusals)
    return count


def lock_all(placements):
    """Take all locks in one order: two clerks with many rows each never wait for each other."""
    people = {placement.to.pk for placement in placements}
    homes = {placement.household.pk for placement in placements}
    for model, wanted in ((Person, people), (Household, homes)):
        list(model.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def place(placement, on, by):
    """Do one placement; False where it is so already."""
    home, category, to, giver = placement
    held = home.assignments.filter(ended_on=None).select_related("person").first()
    if held and (held.person, held.category_id) == (to, category.pk):
        return False
    if held and held.person == giver:
        hand_over(held, to=to, on=on, by=by)
    else:
        assign(person=to, household=home, category=category, on=on, by=by)
    return True


# Visits: one sending, stored once, with what was heard and what was told.


@transaction.atomic
def record_visit(visit, *, by, heard=None, told=(), photo=None):
    """Store the new `visit` (unsaved) of its assignment, signed by `by`.

    `heard` is an unsaved Opinion of that household; `told` are answered opinions of which the
    household was told on this visit; `photo` a prepared photo. Returns the stored Visit, which
    is the earlier one where the same sending (its uuid) arrived before: then nothing is stored
    again, and True comes as the second of the pair where what arrived says something else.
    """
    # Whoever sends the same at the same time waits here, and then finds it stored.
    wait_turn(visit)
    earlier = Visit.with_voided.filter(uuid=visit.uuid, assignment=visit.assignment).first()
    if earlier:
        if photo:
            add_photo(earlier, photo)  # the network broke before it came
        return earlier, differs(earlier, visit, heard)
    visit.sign(by)
    visit._history_user = by
    visit.full_clean()
    visit.save()
    if heard:
        heard_on_visit(heard, visit)
        enter_opinion(heard, by=by)
    for opinion in told:
        tell_back(opinion, by=by, on=visit.visited_on, way=way_of(visit))
    if photo:
        VisitPhoto(visit=visit, image=photo).save()
    return visit, False


def wait_turn(visit):
    """Let nobody else do anything to the visits of this assignment before the transaction ends."""
    Assignment.objects.select_for_update().get(pk=visit.assignment_id)


@transaction.atomic
def add_photo(visit, photo):
    """Add the prepared `photo` that a phone sent of `visit`, unless one came before, voided or not."""
    wait_turn(visit)
    if not has_photo(visit):
        VisitPhoto(visit=visit, image=photo).save()


def has_photo(visit):
    return VisitPhoto.with_voided.filter(visit=visit).exists()


def take_photo_piece(visit, arriving, *, start, piece):
    """Take the bytes `piece` of the photo `arriving`; True once `visit` has its photo.

    Raises ValidationError where the whole is no photo that is taken, TornFile where it is not what
    was sent; then nothing of it is kept.
    """
    with transaction.atomic():
        wait_turn(visit)  # two windows of a phone send the same
        if has_photo(visit):
            arriving.remove()
            return True
        arriving.take(start, piece)
        content = arriving.whole()
    if content is None:
        return False
    try:  # a second's work, for which nobody has to wait
        photo = photos.prepare(ContentFile(content))
    except ValidationError:
        arriving.remove()
        raise
    add_photo(visit, photo)
    arriving.remove()
    return True


def differs(earlier, visit, heard):
    """True where `visit`, sent under the uuid of the stored `earlier`, has other words."""
    opinion = earlier.opinions.first()
    return earlier.differs_from({name: getattr(visit, name) for name in Visit.SENT}) or (
        (heard.text if heard else "") != (opinion.text if opinion else "")
    )


def heard_on_visit(opinion, visit):
    opinion.visit, opinion.source = visit, Opinion.Source.VISIT
    opinion.heard_on, opinion.household = visit.visited_on, visit.assignment.household
    opinion.heard_by = visit.assignment.person


# The way in.

# Without characters that are taken for one another when read off a screen.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def issue_login_link(person, *, by):
    """Make a one-time link for `person`, a deputy or a helper in a village; a deputy who has no
    account yet gets one.

    Returns the token: it is seen now and never again. What was issued before is void.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not (is_liaison(person) or person.mandates.in_force(today()).exists()):
        raise ValidationError(f"{person}现在不是代表，不发登录链接。")
    if not phones.last_four(person.phone):
        raise ValidationError(
            f"{person}没有登记电话。登录时要核对电话的后四位，请先登记本人的手机号，再发链接。"
        )
    if person.user is None:
        open_account(person, by=by)
    return accounts.issue_link(person.user, by=by)


def is_liaison(person):
    """True of a 村联络员, whose account the system administrator has opened."""
    return person.user is not None and person.user.holds(Role.LIAISON)


def open_account(person, *, by):
    """An account whose name nobody guesses: its owner logs in by phone number or name."""
    name = "db-" + "".join(secrets.choice(LETTERS) for _ in range(10))
    person.user = User.objects.create_user(name, display_name=person.name, role=Role.DEPUTY)
    person._history_user = by
    person.save(update_fields=["user"])


# Opinions: from what was heard to what was told back.


# Why not, and what instead; "" where nothing speaks against it. The buttons ask the same.
