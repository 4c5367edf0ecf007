"""The keys of forms are found by their time, so that the old ones can be taken away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_demo_loads"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="oncekey",
            index=models.Index(fields=["stored_at"], name="once_key_by_time"),
        ),
    ]
