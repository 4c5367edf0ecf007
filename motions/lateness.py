"""How late a motion is: one word, defined once, for lists, reminders and overview alike."""

import datetime

from django.db.models import Case, CharField, TextChoices, Value, When


class Lateness(TextChoices):
    ANSWERED = "answered", "已答复"
    ON_TIME = "on_time", "正常"
    SOON = "soon", "即将到期"
    LATE = "late", "超期"
    VERY_LATE = "very_late", "严重超期"


# The state that the badge of each word shows: see static/css.
BADGES = {Lateness.SOON: "due", Lateness.LATE: "late", Lateness.VERY_LATE: "late"}


def lateness(day, town, *, due="due_on", replied="replied_on"):
    """The Lateness on `day` as an expression; null where nothing is due.

    `due` and `replied` name date columns or annotations; `town` (a Town) says how many
    days before and after the deadline the word changes.
    """
    soon = day + datetime.timedelta(days=town.due_soon_days)
    very = day - datetime.timedelta(days=town.very_late_days)
    return Case(
        When(**{f"{replied}__isnull": False}, then=Value(Lateness.ANSWERED)),
        When(**{f"{due}__lte": very}, then=Value(Lateness.VERY_LATE)),
        When(**{f"{due}__lt": day}, then=Value(Lateness.LATE)),
        When(**{f"{due}__lte": soon}, then=Value(Lateness.SOON)),
        When(**{f"{due}__isnull": False}, then=Value(Lateness.ON_TIME)),
        default=Value(None),
        output_field=CharField(),
    )
