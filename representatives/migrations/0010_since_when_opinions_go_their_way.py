"""Fill in since when each opinion goes the way it goes, and what was so before.

The day is that of the hand-over, else of the answer, else the day it was heard (nothing is told
back that was not answered); what became a suggestion gets its day from there (motions.0008). The
change history counts only where it is earlier. From it comes also what was so before: the line before the
first that reads as now; what was entered so from the beginning went no other way before.
"""

from itertools import groupby

from django.db import migrations
from django.utils import timezone

from records.sources import DaySource

DAYS = {
    "handed_over_on": DaySource.HAND_OVER,
    "answered_on": DaySource.ANSWER,
    "heard_on": DaySource.HEARD,
}
SINCE = ["disposed_on", "disposed_on_from"]
FORMER = ["former_disposal", "former_handed_over_on", "former_due_on"]


def fill(apps, schema_editor):
    model = apps.get_model("representatives", "Opinion")
    lives = histories(apps)
    rows = list(model._base_manager.filter(disposed_on=None).order_by("pk"))
    for row in rows:
        since, before = last_change(row, lives.get(row.pk, []))
        row.disposed_on, row.disposed_on_from = day_of(row, since)
        remember(row, since, before)
    model._base_manager.bulk_update(rows, SINCE + FORMER, batch_size=500)


def histories(apps):
    """{key of an opinion: its lines of history, the oldest first}"""
    lines = apps.get_model("representatives", "HistoricalOpinion")._base_manager
    lines = lines.order_by("id", "history_date", "history_id")
    return {key: list(found) for key, found in groupby(lines, lambda line: line.id)}


def way(row):
    return row.disposal, row.department_id, row.handed_over_on


def last_change(row, lines):
    """The first of the last `lines` that read as `row` does, and the line before it."""
    since = None
    for line in reversed(lines):
        if way(line) != way(row):
            return since, line
        since = line
    return since, None


def day_of(row, since):
    name = next(name for name in DAYS if getattr(row, name))
    day, entered = getattr(row, name), since and timezone.localtime(since.history_date).date()
    if entered and entered < day:
        return max(entered, row.heard_on), DaySource.HISTORY
    return day, DAYS[name]


def remember(row, since, before):
    if before:
        row.former_disposal = before.disposal
        row.former_handed_over_on, row.former_due_on = before.handed_over_on, before.due_on
    elif since and since.history_type == "+":
        row.former_disposal = row.disposal


class Migration(migrations.Migration):
    dependencies = [("representatives", "0009_opinions_since_when")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
