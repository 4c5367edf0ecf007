"""What an upgrade rewrites is noted beside the editions that it concerns."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0010_an_edition_is_only_inserted"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rebase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField(verbose_name="升级改写过的记录")),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="校验码")),
                (
                    "edition",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rebase",
                        to="reports.edition",
                        verbose_name="定稿",
                    ),
                ),
            ],
            options={
                "verbose_name": "升级后的校验码",
                "verbose_name_plural": "升级后的校验码",
                "base_manager_name": "objects",
            },
        ),
    ]
