"""Devices and wrong tries are found by their age, so that the old ones can be taken away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_once_keys_by_time"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["last_used_at"], name="device_by_use"),
        ),
        migrations.AddIndex(
            model_name="wrongtries",
            index=models.Index(fields=["on"], name="wrong_tries_by_day"),
        ),
    ]
