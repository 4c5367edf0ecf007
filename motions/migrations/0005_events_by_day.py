"""An extension keeps the due date that was before it, and the events of a motion are found by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("motions", "0004_handling_by_motion")]

    operations = [
        migrations.AddField(
            model_name="motionevent",
            name="due_before",
            field=models.DateField(blank=True, null=True, verbose_name="原办理期限"),
        ),
        migrations.AddIndex(
            model_name="motionevent",
            index=models.Index(fields=["motion", "happened_on", "id"], name="event_by_motion_day"),
        ),
    ]
