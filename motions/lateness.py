"""How late a motion or an opinion is: one word, defined once, for lists, reminders and report alike."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, CharField, F, Q, TextChoices, Value, When


class Lateness(TextChoices):
    ANSWERED_LATE = "answered_late", "超期答复"
    ANSWERED = "answered", "按期答复"
    VERY_LATE = "very_late", "严重超期"
    LATE = "late", "超期"
    SOON = "soon", "即将到期"
    ON_TIME = "on_time", "正常"


# The state that the badge of each word shows: see static/css.
BADGES = {
    Lateness.ANSWERED_LATE: "late", Lateness.ANSWERED: "ok", Lateness.SOON: "due",
    Lateness.LATE: "late", Lateness.VERY_LATE: "late",
}  # fmt: skip


AFTER_DUE = object()


@dataclass(frozen=True)
class Rule:
    """`word` fits what was answered (or not yet) and was due on `last` at the latest.

    `last` None: whenever it was due; `AFTER_DUE`: before it was answered.
    """

    word: Lateness
    is_answered: bool
    last: datetime.date | object | None = None


def rules(day, town):
    """The definition: the first that fits decides. `town` (a Town) says how many days count."""
    yesterday = day - datetime.timedelta(days=1)
    grave = day - datetime.timedelta(days=town.very_late_days)
    return [
        Rule(Lateness.ANSWERED_LATE, True, AFTER_DUE),
        Rule(Lateness.ANSWERED, True),
        Rule(Lateness.VERY_LATE, False, min(grave, yesterday)),
        Rule(Lateness.LATE, False, yesterday),
        Rule(Lateness.SOON, False, town.soon_after(day)),
        Rule(Lateness.ON_TIME, False),
    ]


def lateness(day, town, *, due="due_on", answered="replied_on"):
    """The Lateness on `day` as an expression; null where nothing is due.

    `due` and `answered` name date columns or annotations.
    """
    whens = [
        When(condition(rule, due, answered), then=Value(rule.word)) for rule in rules(day, town)
    ]
    return Case(*whens, default=Value(None), output_field=CharField())


def condition(rule, due, answered):
    fits = Q(**{f"{due}__isnull": False, f"{answered}__isnull": not rule.is_answered})
    if rule.last is AFTER_DUE:
        return fits & Q(**{f"{due}__lt": F(answered)})
    return fits & Q(**{f"{due}__lte": rule.last}) if rule.last else fits


def lateness_of(due, answered, day, town):
    """The same for one pair of dates (`answered` may be None); None where nothing is due."""
    if due is None:
        return None
    return next(rule.word for rule in rules(day, town) if rule_fits(rule, due, answered))


def rule_fits(rule, due, answered):
    if rule.is_answered != (answered is not None):
        return False
    if rule.last is AFTER_DUE:
        return due < answered
    return rule.last is None or due <= rule.last
