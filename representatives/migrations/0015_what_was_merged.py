"""Which rows were merged into which."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("representatives", "0014_people_can_be_voided"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "人员"), ("household", "联系户")],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("kept", models.PositiveBigIntegerField(verbose_name="留下的编号")),
                ("gone", models.PositiveBigIntegerField(verbose_name="并掉的编号")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("content", models.JSONField(default=dict, verbose_name="改动")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
            ],
            options={
                "verbose_name": "合并记录",
                "verbose_name_plural": "合并记录",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["kind", "kept"], name="merge_by_kept")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "gone"),
                        name="merge_once",
                        violation_error_message="这一条已经并掉了。",
                    )
                ],
            },
        ),
    ]
