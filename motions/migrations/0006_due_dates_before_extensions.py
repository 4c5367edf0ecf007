"""Fill in the due date before each extension, out of the change history of its handling.

The history has the row as it was before and after; an event says in its note until when it
extended. Where the history does not go back so far, nothing tells: the due date of now is
taken, so that such a handling counts as it did.
"""

from django.db import migrations


def fill(apps, schema_editor):
    events = apps.get_model("motions", "MotionEvent")._base_manager.filter(verb="extend")
    for event in events.exclude(handling=None).select_related("handling").order_by("pk"):
        event.due_before = due_before(apps, event)
        event.save(update_fields=["due_before"])


def due_before(apps, event):
    history = apps.get_model("motions", "HistoricalHandling")._base_manager
    before = None
    for row in history.filter(id=event.handling_id).order_by("history_date", "history_id"):
        if row.extended_to and event.note.startswith(f"延期至{row.extended_to}："):
            break
        before = row
    return before.due_on if before else event.handling.due_on


class Migration(migrations.Migration):
    dependencies = [("motions", "0005_events_by_day")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
