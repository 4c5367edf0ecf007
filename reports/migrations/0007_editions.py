import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import papers.scans


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="第几版")),
                ("made_at", models.DateTimeField(editable=False, verbose_name="定稿时间")),
                ("signer", models.CharField(max_length=40, verbose_name="签发人")),
                ("sheet", papers.scans.ScanField(blank=True, verbose_name="签发单")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正原因")),
                ("content", models.BinaryField(verbose_name="文字和数字")),
                ("word", models.BinaryField(verbose_name="Word文件")),
                ("pdf", models.BinaryField(default=b"", verbose_name="PDF文件")),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="校验码")),
            ],
            options={
                "verbose_name": "定稿",
                "verbose_name_plural": "定稿",
                "ordering": ["report", "-number"],
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="made_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="report",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="reports.report",
                verbose_name="报告",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("report", "number"),
                name="edition_number_once",
                violation_error_message="这一版已经有了，请刷新后再定稿。",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", 1), ("reason", "")),
                    models.Q(("number__gt", 1), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="edition_correction_has_reason",
                violation_error_message="更正要写明原因。",
            ),
        ),
    ]
