"""The handlings of one motion at one department are found by one index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0003_numbers_have_bounds"),
        ("township", "0002_liaisons"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="handling",
            index=models.Index(fields=["motion", "department"], name="handling_by_motion"),
        ),
    ]
