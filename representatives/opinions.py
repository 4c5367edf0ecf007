"""The verbs on opinions: from what was heard to what was told back."""

from django.core.exceptions import ValidationError
from django.db import transaction

from representatives.models import (
    Opinion,
    Visit,
)
from township.models import DeadlineRule, Department, Level
from township.spans import today

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


def settle(opinion, rules=DeadlineRule.objects):
    """What was explained at once is answered, and its household knows; then it is judged by `rules`.

    Its disposal holds from the day it was heard.
    """
    opinion.disposed_on = opinion.heard_on
    answer_on_the_spot(opinion)
    return judge(opinion, rules)


def answer_on_the_spot(opinion):
    """Let `opinion` (unsaved) be answered on the day it was heard, where its way says so and no day does."""
    if opinion.disposal in Opinion.ON_THE_SPOT and not opinion.answered_on:
        answer_at_once(opinion, opinion.heard_on)


def answer_at_once(opinion, on):
    """Fill in what an answer on the day `on` means; what was said of it otherwise stays."""
    opinion.answered_on = on
    opinion.outcome = opinion.outcome or Opinion.Outcome.EXPLAINED
    if not opinion.household_id or on != opinion.heard_on:
        return
    opinion.told_back_on = opinion.told_back_on or on
    if opinion.told_back_on == on and not opinion.told_back_by:
        opinion.told_back_by = way_of(opinion.visit) if opinion.visit_id else Opinion.ToldBack.VISIT


def change_from(opinion, on):
    """Keep what is so now as what was so before the day `on`; what began on that day or later never was."""
    if opinion.disposed_on is None or opinion.disposed_on < on:
        opinion.former_disposal = opinion.disposal
        opinion.former_handed_over_on = opinion.handed_over_on
        opinion.former_due_on = opinion.due_on
    opinion.disposed_on, opinion.disposed_on_from = on, ""


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
        raise ValidationError("您不能办这一步，请交人大办公室办理。")
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
    by_kind = {Department.Kind.VILLAGE: Disposal.VILLAGE, Department.Kind.TOWN: Disposal.TOWN}
    disposal = by_kind.get(department.kind, opinion.disposal)
    # The first time only the wait ends. So the day since when it goes this way is kept, and with it
    # what was so before.
    if opinion.handed_over_on or disposal != opinion.disposal:
        change_from(opinion, on)
    opinion.disposal, opinion.department, opinion.handed_over_on = disposal, department, on
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
    change_from(opinion, on)
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
    if opinion.disposal != Disposal.MOTION:
        change_from(opinion, on)
    opinion.disposal = Disposal.MOTION
    return keep_opinion(opinion if opinion.answered_on else judge(opinion), by)


@transaction.atomic
def correct_opinion(opinion, *, by, **fields):
    """Put right what was entered wrongly; `fields` of CORRECTABLE. What is not given stays."""
    take_up(opinion, no_refusal, by, today())
    return keep_opinion(put_right(opinion, fields), by)


def put_right(opinion, fields, rules=DeadlineRule.objects):
    """Let `opinion` say `fields` of CORRECTABLE, judged by `rules` where its way or its clock is another."""
    before = (opinion.disposal, opinion.handed_over_on)
    began = opinion.handed_over_on or opinion.answered_on
    for name in CORRECTABLE:
        if name in fields:
            setattr(opinion, name, fields[name])
    if (opinion.disposal, opinion.handed_over_on) != before:
        judge(opinion, rules)
    # Where the disposal was dated by the step that is corrected, it takes the new day of that step.
    if began and opinion.disposed_on == began != opinion.heard_on:
        opinion.disposed_on = opinion.handed_over_on or opinion.answered_on or opinion.heard_on
    return opinion


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


def way_of(visit):
    """How the household was told: by telephone, or by somebody who came."""
    by_phone = visit.method in Visit.FROM_AFAR
    return Opinion.ToldBack.PHONE if by_phone else Opinion.ToldBack.VISIT
