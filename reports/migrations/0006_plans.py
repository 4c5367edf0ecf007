import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_words_are_in_sections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPlanItem",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        validators=[
                            django.core.validators.MinValueValidator(1950),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="计划年度",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="次序"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="如：每季度至少召开一次主席团会议。",
                        max_length=120,
                        verbose_name="计划事项",
                    ),
                ),
                (
                    "figure",
                    models.CharField(
                        blank=True,
                        help_text="“数字目录”中的名称，如：主席团会议次数。不能用数字衡量的空着。",
                        max_length=60,
                        verbose_name="用哪个数字衡量",
                    ),
                ),
                (
                    "target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="比率写百分数，如95。",
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="目标",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "完成"),
                            ("partly", "部分完成"),
                            ("missed", "没有完成"),
                            ("carried", "转入下年"),
                        ],
                        max_length=8,
                        verbose_name="落实情况",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        help_text="没有完成的写明原因和下一步打算。",
                        max_length=200,
                        verbose_name="说明",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 计划事项",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        validators=[
                            django.core.validators.MinValueValidator(1950),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="计划年度",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="次序"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="如：每季度至少召开一次主席团会议。",
                        max_length=120,
                        verbose_name="计划事项",
                    ),
                ),
                (
                    "figure",
                    models.CharField(
                        blank=True,
                        help_text="“数字目录”中的名称，如：主席团会议次数。不能用数字衡量的空着。",
                        max_length=60,
                        verbose_name="用哪个数字衡量",
                    ),
                ),
                (
                    "target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="比率写百分数，如95。",
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="目标",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "完成"),
                            ("partly", "部分完成"),
                            ("missed", "没有完成"),
                            ("carried", "转入下年"),
                        ],
                        max_length=8,
                        verbose_name="落实情况",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        help_text="没有完成的写明原因和下一步打算。",
                        max_length=200,
                        verbose_name="说明",
                    ),
                ),
            ],
            options={
                "verbose_name": "计划事项",
                "verbose_name_plural": "计划事项",
                "ordering": ["year", "order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="historicalplanitem",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁答复的",
            ),
        ),
        migrations.AddField(
            model_name="historicalplanitem",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalplanitem",
            name="report",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="reports.report",
                verbose_name="写入哪份报告",
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁答复的",
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="report",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plan_items",
                to="reports.report",
                verbose_name="写入哪份报告",
            ),
        ),
        migrations.AddIndex(
            model_name="planitem",
            index=models.Index(fields=["year", "outcome"], name="plan_item_year"),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("figure", ""), ("target", None)),
                    models.Q(models.Q(("figure", ""), _negated=True), ("target__isnull", False)),
                    _connector="OR",
                ),
                name="plan_item_figure_has_target",
                violation_error_message="用数字衡量的事项，数字和目标都要填。",
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["partly", "missed", "carried"]), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="plan_item_shortfall_has_reason",
                violation_error_message="没有全部完成的，请写明原因和下一步打算。",
            ),
        ),
    ]
