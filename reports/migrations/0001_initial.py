import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import reports.asking.placeholders


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("township", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "figure",
                    models.CharField(
                        help_text="与“数字目录”中的名称一致。",
                        max_length=60,
                        verbose_name="数字名称",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="从")),
                (
                    "ended_on",
                    models.DateField(help_text="这一天起由台账计数。", verbose_name="到（不含）"),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="数值",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="如：2017年人大工作总结，档案第12号",
                        max_length=120,
                        verbose_name="出处",
                    ),
                ),
            ],
            options={
                "verbose_name": "期初数",
                "verbose_name_plural": "期初数",
                "ordering": ["figure", "starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ended_on__gt", models.F("starts_on"))),
                        name="baseline_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.UniqueConstraint(
                        fields=("figure", "starts_on"),
                        name="baseline_once",
                        violation_error_message="这个数字从这一天起已有期初数。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBaseline",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "figure",
                    models.CharField(
                        help_text="与“数字目录”中的名称一致。",
                        max_length=60,
                        verbose_name="数字名称",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="从")),
                (
                    "ended_on",
                    models.DateField(help_text="这一天起由台账计数。", verbose_name="到（不含）"),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="数值",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="如：2017年人大工作总结，档案第12号",
                        max_length=120,
                        verbose_name="出处",
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
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 期初数",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReport",
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
                        db_index=True,
                        error_messages={"unique": "这一年已有报告，请在原来那一份上改。"},
                        validators=[
                            django.core.validators.MinValueValidator(1950),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "outline",
                    models.TextField(
                        help_text="数字写作占位符，如 {主席团会议次数|汉字}、{本届·人代会次数}；可用的见“数字目录”。",
                        validators=[reports.asking.placeholders.validate_outline],
                        verbose_name="正文",
                    ),
                ),
                (
                    "signed_on",
                    models.DateField(
                        blank=True,
                        help_text="报告末尾印的日期。",
                        null=True,
                        verbose_name="成文日期",
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
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="“本届”的数字从这一届开始之日算到本年末（或届满）。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.term",
                        verbose_name="届次",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 年度报告",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Report",
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
                        error_messages={"unique": "这一年已有报告，请在原来那一份上改。"},
                        unique=True,
                        validators=[
                            django.core.validators.MinValueValidator(1950),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "outline",
                    models.TextField(
                        help_text="数字写作占位符，如 {主席团会议次数|汉字}、{本届·人代会次数}；可用的见“数字目录”。",
                        validators=[reports.asking.placeholders.validate_outline],
                        verbose_name="正文",
                    ),
                ),
                (
                    "signed_on",
                    models.DateField(
                        blank=True,
                        help_text="报告末尾印的日期。",
                        null=True,
                        verbose_name="成文日期",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        help_text="“本届”的数字从这一届开始之日算到本年末（或届满）。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="township.term",
                        verbose_name="届次",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度报告",
                "verbose_name_plural": "年度报告",
                "ordering": ["-year"],
            },
        ),
    ]
