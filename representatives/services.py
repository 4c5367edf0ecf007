"""The verbs on deputies, their households, and what was heard there.

Each changes rows together or not at all, and refuses with the sentence that the user will read.
"""

import secrets
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import phones
from accounts import services as accounts
from accounts.models import Role, User
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
from township.models import DeadlineRule, Department, Level
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
    if on > today():
        raise ValidationError({"starts_on": "开始日期不能在今天之后。"})
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
    late = assignment.visits.filter(visited_on__gte=on).first()
    if late:
        raise ValidationError({"on": f"{late.visited_on}还有走访记录，结束日期要在它之后。"})
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
    Assignment.objects.select_for_update().get(pk=visit.assignment_id)
    earlier = Visit.with_voided.filter(uuid=visit.uuid, assignment=visit.assignment).first()
    if earlier:
        if photo and not VisitPhoto.with_voided.filter(visit=earlier).exists():
            VisitPhoto(visit=earlier, image=photo).save()  # the network broke before it came
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


SENT = ("visited_on", "method", "was_met", "production", "livelihood", "policy", "good_deed")


def differs(earlier, visit, heard):
    """True where `visit`, sent under the uuid of the stored `earlier`, has other words."""
    said = [getattr(earlier, name) for name in SENT]
    opinion = earlier.opinions.first()
    return said != [getattr(visit, name) for name in SENT] or (
        (heard.text if heard else "") != (opinion.text if opinion else "")
    )


def heard_on_visit(opinion, visit):
    opinion.visit, opinion.source = visit, Opinion.Source.VISIT
    opinion.heard_on, opinion.household = visit.visited_on, visit.assignment.household
    opinion.heard_by = visit.assignment.person


def way_of(visit):
    """How the household was told: by telephone, or by somebody who came."""
    by_phone = visit.method in (Visit.Method.PHONE, Visit.Method.WECHAT)
    return Opinion.ToldBack.PHONE if by_phone else Opinion.ToldBack.VISIT


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

Disposal = Opinion.Disposal
# What a slip of the pen is corrected in; everything else is typed on the opinion's own page.
CORRECTABLE = (
    "disposal", "department", "handed_over_on", "answered_on", "outcome", "horizon", "answer",
    "told_back_on", "told_back_by",
)  # fmt: skip


def judge(opinion, rules=DeadlineRule.objects):
    """Give `opinion` (a saved or unsaved Opinion) the deadline of the rule of its day.

    `rules` may be a Rulebook, for many opinions at once.
    """
    start = opinion.handed_over_on
    event = DeadlineRule.Event.OPINION
    opinion.set_deadline(rules.applying(level=Level.TOWN, event=event, on=start) if start else None)
    return opinion


def settle(opinion):
    """What was explained at once is answered, and its household knows; then it is judged."""
    if opinion.disposal in Opinion.ON_THE_SPOT and not opinion.answered_on:
        answer_at_once(opinion, opinion.heard_on)
    return judge(opinion)


def answer_at_once(opinion, on):
    opinion.answered_on, opinion.outcome = on, Opinion.Outcome.EXPLAINED
    if opinion.household_id and on == opinion.heard_on:
        opinion.told_back_on = on
        opinion.told_back_by = way_of(opinion.visit) if opinion.visit_id else Opinion.ToldBack.VISIT


def keep_opinion(opinion, user):
    opinion._history_user = user
    opinion.full_clean()
    opinion.save()
    return opinion


@transaction.atomic
def enter_opinion(opinion, *, by):
    """Store the new `opinion` (unsaved) as it was typed, however far it came. Returns it."""
    return keep_opinion(settle(opinion), by)


def take_up(opinion, refusal, user, on, hearer_may=False):
    """Lock `opinion` and look whether `refusal(opinion)` has anything to say against it."""
    Opinion.objects.select_for_update().get(pk=opinion.pk)  # waits for whoever is at it
    opinion.refresh_from_db()
    follows = hearer_may and Opinion.objects.visible_to(user).filter(pk=opinion.pk).exists()
    if not (user.is_office or follows):
        raise ValidationError("您不能办这一步，请交镇人大办公室办理。")
    sentence = refusal(opinion)
    if sentence:
        raise ValidationError(sentence)
    if on > today():
        raise ValidationError({"on": "日期不能在今天之后。"})
    steps = [
        ("听到", opinion.heard_on),
        ("转办", opinion.handed_over_on),
        ("答复", opinion.answered_on),
    ]
    for what, day in steps:
        if day and on < day:
            raise ValidationError({"on": f"日期不能早于{what}的{day}。"})


# Why not, and what instead; "" where nothing speaks against it. The buttons ask the same.


def no_refusal(opinion):
    return ""


def no_hand_over(opinion):
    if opinion.answered_on:
        return f"已于{opinion.answered_on}答复，不再转办；还有新的意见，另记一条。"
    if opinion.disposal not in Opinion.BY_DEPARTMENT:
        label = opinion.get_disposal_display()
        return f"处理方式是“{label}”，不转办；改由单位办理的，先办“处理方式”。"
    return ""


def no_answer(opinion):
    if opinion.answered_on:
        return f"已于{opinion.answered_on}答复；登记错了的，办“更正”。"
    if opinion.disposal in Opinion.BY_DEPARTMENT and not opinion.handed_over_on:
        return "还没有转办，先办“转办”；当场就答复了的，办“处理方式”。"
    return ""


def no_tell_back(opinion):
    if not opinion.household_id:
        return "不是联系户提出的，不用回告；怎么告诉本人的，写在答复内容里。"
    if not opinion.answered_on:
        return "还没有答复，先办“答复”，再回告。"
    if opinion.told_back_on:
        return f"已于{opinion.told_back_on}回告；登记错了的，办“更正”。"
    return ""


def no_disposal(opinion):
    if opinion.answered_on:
        return "已经答复，不再改处理方式；登记错了的，办“更正”。"
    return ""


@transaction.atomic
def hand_over_opinion(opinion, *, by, on, department):
    """转办 to `department`, whose clock starts on `on`. Once more, to another: a new clock."""
    take_up(opinion, no_hand_over, by, on)
    if opinion.handed_over_on and opinion.department_id == department.pk:
        raise ValidationError(
            {
                "department": f"已于{opinion.handed_over_on}转办{department}；要换单位的，选另一个单位。"
            }
        )
    opinion.department, opinion.handed_over_on = department, on
    by_kind = {Department.Kind.VILLAGE: Disposal.VILLAGE, Department.Kind.TOWN: Disposal.TOWN}
    opinion.disposal = by_kind.get(department.kind, opinion.disposal)
    return keep_opinion(judge(opinion), by)


@transaction.atomic
def answer_opinion(opinion, *, by, on, outcome, answer, horizon=""):
    """答复 with an Opinion.Outcome; `horizon` says how soon it is or was put right."""
    take_up(opinion, no_answer, by, on)
    opinion.answered_on, opinion.outcome = on, outcome
    opinion.answer, opinion.horizon = answer, horizon
    return keep_opinion(opinion, by)


@transaction.atomic
def tell_back(opinion, *, by, on, way):
    """回告 the household what the answer was, by one of Opinion.ToldBack."""
    take_up(opinion, no_tell_back, by, on, hearer_may=True)
    opinion.told_back_on, opinion.told_back_by = on, way
    return keep_opinion(opinion, by)


@transaction.atomic
def dispose(opinion, *, by, on, disposal, answer=""):
    """Choose another of the six ways. What is explained, or no business of ours, is answered so."""
    take_up(opinion, no_disposal, by, on, hearer_may=True)
    refuse_disposal(opinion, disposal, on)
    if disposal in Opinion.ON_THE_SPOT:
        opinion.answer = answer
        answer_at_once(opinion, on)
    elif disposal in Opinion.BY_DEPARTMENT:
        opinion.department = opinion.handed_over_on = None  # it is handed over anew
    opinion.disposal = disposal
    return keep_opinion(judge(opinion), by)


def refuse_disposal(opinion, disposal, on):
    if disposal == opinion.disposal and disposal not in Opinion.ON_THE_SPOT:
        label = opinion.get_disposal_display()
        raise ValidationError({"disposal": f"处理方式已经是“{label}”，请接着办下一步。"})
    if opinion.is_with_department and disposal in (*Opinion.BY_DEPARTMENT, Disposal.EXPLAINED):
        raise ValidationError(
            {"disposal": f"已转办{opinion.department}，由它答复；要换单位的，办“转办”。"}
        )
    if disposal == Disposal.EXPLAINED and on != opinion.heard_on:
        raise ValidationError(
            {
                "on": f"当场就是听到的那天（{opinion.heard_on}）；后来才答复的，办“答复”，结果选“解释说明”。"
            }
        )


@transaction.atomic
def note_motion(opinion, *, by, on):
    """What was heard goes on as a suggestion (作为代表建议提出): no department's clock runs on."""
    take_up(opinion, no_refusal, by, on, hearer_may=True)
    opinion.disposal = Disposal.MOTION
    return keep_opinion(opinion if opinion.answered_on else judge(opinion), by)


@transaction.atomic
def correct_opinion(opinion, *, by, **fields):
    """Put right what was entered wrongly; `fields` of CORRECTABLE. What is not given stays."""
    take_up(opinion, no_refusal, by, today())
    before = (opinion.disposal, opinion.handed_over_on)
    for name in CORRECTABLE:
        if name in fields:
            setattr(opinion, name, fields[name])
    if (opinion.disposal, opinion.handed_over_on) != before:
        judge(opinion)
    return keep_opinion(opinion, by)


@transaction.atomic
def recompute_opinion(opinion, *, by, on):
    """Judge an opinion, unanswered or never due, by the rules as they are now.

    What it was due before stays in history.
    """
    take_up(opinion, no_recompute, by, on)
    before = (opinion.due_on, opinion.due_because)
    if judge(opinion).due_on == before[0]:
        raise ValidationError("按现行规定期限没有变化，不用重新计算。")
    opinion._change_reason = (
        f"重新计算期限：{before[0] or '没有规定期限'}改为{opinion.due_on or '没有规定期限'}"
    )
    return keep_opinion(opinion, by)


def no_recompute(opinion):
    if not opinion.is_with_department or (opinion.answered_on and opinion.due_on):
        return "没有单位正在办理，期限不再重新计算。"
    return ""
