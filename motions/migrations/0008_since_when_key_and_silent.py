"""Fill in since when a motion is 重点督办, when a deputy was noted as silent, and since when an
opinion is a suggestion.

重点督办: the first act of supervision, else the acceptance, else the submission. 未反馈: the first
event of a rating of that round that says so, else the first line of history that does. A
suggestion: the day it was submitted. The change history counts for the first and the last only
where it is earlier; each day says where it comes from. Where nothing tells there is no day, and
the row counts on every day, as it did.
"""

from django.db import migrations
from django.utils import timezone

from records.sources import DaySource

SILENT = "办理工作未反馈，办理结果未反馈"


def entered(line):
    return timezone.localtime(line.history_date).date()


def first_line(apps, name, row, **fields):
    """The first line of history of `row` that reads so, or None."""
    lines = apps.get_model("motions", name)._base_manager.filter(id=row.pk, **fields)
    return lines.order_by("history_date", "history_id").first()


def fill_key(apps, schema_editor):
    model = apps.get_model("motions", "Motion")
    rows = list(model._base_manager.filter(is_key=True, key_on=None).order_by("pk"))
    for row in rows:
        row.key_on, row.key_on_from = chosen(apps, row)
        line = first_line(apps, "HistoricalMotion", row, is_key=True)
        if line and entered(line) < row.key_on:
            row.key_on, row.key_on_from = max(entered(line), row.submitted_on), DaySource.HISTORY
    model._base_manager.bulk_update(rows, ["key_on", "key_on_from"], batch_size=500)


def chosen(apps, motion):
    """(the day by which the records show `motion` to be 重点督办, where it comes from)"""
    acts = apps.get_model("motions", "SupervisionAct")._base_manager
    act = acts.filter(motion=motion, voided_at=None).order_by("acted_on").first()
    if act:
        return act.acted_on, DaySource.SUPERVISION
    events = apps.get_model("motions", "MotionEvent")._base_manager
    accepted = events.filter(motion=motion, verb="accept").order_by("happened_on").first()
    if accepted:
        return accepted.happened_on, DaySource.ACCEPTANCE
    return motion.submitted_on, DaySource.SUBMISSION


def fill_silent(apps, schema_editor):
    model = apps.get_model("motions", "Rating")
    rows = list(model._base_manager.filter(silent_on=None).order_by("pk"))
    for row in rows:
        row.silent_on, row.silent_on_from = silence(apps, row)
    model._base_manager.bulk_update(rows, ["silent_on", "silent_on_from"], batch_size=500)


def silence(apps, rating):
    """(the day on which `rating` was noted as 未反馈, where it comes from); none where it never was."""
    events = apps.get_model("motions", "MotionEvent")._base_manager
    noted = events.filter(motion=rating.motion_id, verb="rate", note__startswith=SILENT)
    noted = noted.select_related("handling").order_by("happened_on", "pk")
    for event in noted:
        if event.handling is None or event.handling.round == rating.round:
            return event.happened_on, DaySource.RATING
    line = first_line(apps, "HistoricalRating", rating, result="none")
    return (entered(line), DaySource.HISTORY) if line else (None, "")


def fill_suggestions(apps, schema_editor):
    model = apps.get_model("representatives", "Opinion")
    motions = apps.get_model("motions", "Motion")._base_manager
    motions = motions.filter(voided_at=None, opinion__isnull=False).order_by("submitted_on")
    became = model._base_manager.filter(disposal="motion", pk__in=motions.values("opinion"))
    rows = list(became.exclude(disposed_on_from="").order_by("pk"))
    for row in rows:
        first = motions.filter(opinion=row).first()
        is_earlier = row.disposed_on_from == DaySource.HISTORY
        if not (is_earlier and row.disposed_on < first.submitted_on):
            row.disposed_on, row.disposed_on_from = first.submitted_on, DaySource.MOTION
    model._base_manager.bulk_update(rows, ["disposed_on", "disposed_on_from"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0007_days_of_key_and_silent"),
        ("representatives", "0010_since_when_opinions_go_their_way"),
    ]

    operations = [
        migrations.RunPython(fill_key, migrations.RunPython.noop),
        migrations.RunPython(fill_silent, migrations.RunPython.noop),
        migrations.RunPython(fill_suggestions, migrations.RunPython.noop),
    ]
