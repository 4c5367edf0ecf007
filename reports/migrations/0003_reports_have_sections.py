import datetime

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0002_replies_and_papers"),
        ("reports", "0002_waivers"),
        ("township", "0002_liaisons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # So that the way back has something to put there.
        migrations.AlterField(
            model_name="historicalreport", name="outline", field=models.TextField(blank=True)
        ),
        migrations.AlterField(
            model_name="report", name="outline", field=models.TextField(blank=True)
        ),
        migrations.CreateModel(
            name="HistoricalSection",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(editable=False, verbose_name="次序")),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="不写编号。开头的称谓和引言没有标题，可以空着。",
                        max_length=60,
                        verbose_name="标题",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="一行一段。小标题写作“（一）……”。数字写作占位符，如 {主席团会议次数|汉字}。",
                        verbose_name="正文",
                    ),
                ),
                (
                    "is_left_out",
                    models.BooleanField(default=False, editable=False, verbose_name="不印"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="第几次修改"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="修改时间"
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
                "verbose_name_plural": "historical 报告的各部分",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(editable=False, verbose_name="次序")),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="不写编号。开头的称谓和引言没有标题，可以空着。",
                        max_length=60,
                        verbose_name="标题",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="一行一段。小标题写作“（一）……”。数字写作占位符，如 {主席团会议次数|汉字}。",
                        verbose_name="正文",
                    ),
                ),
                (
                    "is_left_out",
                    models.BooleanField(default=False, editable=False, verbose_name="不印"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="第几次修改"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="修改时间"
                    ),
                ),
            ],
            options={
                "verbose_name": "报告的一部分",
                "verbose_name_plural": "报告的各部分",
                "ordering": ["report", "order", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="historicalreport",
            options={
                "get_latest_by": ("history_date", "history_id"),
                "ordering": ("-history_date", "-history_id"),
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 报告",
            },
        ),
        migrations.AlterModelOptions(
            name="report",
            options={
                "ordering": ["-year", "kind", "-pk"],
                "verbose_name": "报告",
                "verbose_name_plural": "报告",
            },
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="ended_on",
            field=models.DateField(
                default=datetime.date(2001, 1, 1), editable=False, verbose_name="到（不含）"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="kind",
            field=models.CharField(
                choices=[
                    ("annual", "年度工作总结"),
                    ("presidium", "人大主席团工作报告"),
                    ("five", "五年工作回顾"),
                    ("half", "半年小结"),
                    ("handling", "建议办理情况报告"),
                    ("free", "其他报告"),
                ],
                default="annual",
                editable=False,
                max_length=12,
                verbose_name="种类",
            ),
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="mark",
            field=models.CharField(
                blank=True,
                choices=[("draft", "草案"), ("review", "审议稿")],
                max_length=8,
                verbose_name="文稿标注",
            ),
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="numbers_sections",
            field=models.BooleanField(
                default=True,
                help_text="标题前自动加“一、”“二、”，移动以后不用改。",
                verbose_name="各部分编号",
            ),
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="session",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="标题下印出日期和会次。",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="congress.meeting",
                verbose_name="在哪次会上报告",
            ),
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="speaker",
            field=models.CharField(
                blank=True,
                help_text="职务和姓名，如：镇人大主席\u3000张三。",
                max_length=40,
                verbose_name="报告人",
            ),
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="starts_on",
            field=models.DateField(
                default=datetime.date(2000, 1, 1), editable=False, verbose_name="从"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="title",
            field=models.CharField(
                default="",
                help_text="可以用占位符，如 {镇}{年}年人大工作总结。",
                max_length=120,
                verbose_name="标题",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="report",
            name="ended_on",
            field=models.DateField(
                default=datetime.date(2001, 1, 1), editable=False, verbose_name="到（不含）"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("annual", "年度工作总结"),
                    ("presidium", "人大主席团工作报告"),
                    ("five", "五年工作回顾"),
                    ("half", "半年小结"),
                    ("handling", "建议办理情况报告"),
                    ("free", "其他报告"),
                ],
                default="annual",
                editable=False,
                max_length=12,
                verbose_name="种类",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="mark",
            field=models.CharField(
                blank=True,
                choices=[("draft", "草案"), ("review", "审议稿")],
                max_length=8,
                verbose_name="文稿标注",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="numbers_sections",
            field=models.BooleanField(
                default=True,
                help_text="标题前自动加“一、”“二、”，移动以后不用改。",
                verbose_name="各部分编号",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="session",
            field=models.ForeignKey(
                blank=True,
                help_text="标题下印出日期和会次。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="congress.meeting",
                verbose_name="在哪次会上报告",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="speaker",
            field=models.CharField(
                blank=True,
                help_text="职务和姓名，如：镇人大主席\u3000张三。",
                max_length=40,
                verbose_name="报告人",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="starts_on",
            field=models.DateField(
                default=datetime.date(2000, 1, 1), editable=False, verbose_name="从"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="report",
            name="title",
            field=models.CharField(
                default="",
                help_text="可以用占位符，如 {镇}{年}年人大工作总结。",
                max_length=120,
                verbose_name="标题",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="historicalreport",
            name="term",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="“本届”的数字从这一届开始之日算到报告期末（或届满）。",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="township.term",
                verbose_name="届次",
            ),
        ),
        migrations.AlterField(
            model_name="historicalreport",
            name="year",
            field=models.PositiveSmallIntegerField(
                editable=False,
                help_text="报告期最后一天所在的年份。",
                validators=[
                    django.core.validators.MinValueValidator(1950),
                    django.core.validators.MaxValueValidator(2100),
                ],
                verbose_name="年度",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="term",
            field=models.ForeignKey(
                help_text="“本届”的数字从这一届开始之日算到报告期末（或届满）。",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="township.term",
                verbose_name="届次",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="year",
            field=models.PositiveSmallIntegerField(
                editable=False,
                help_text="报告期最后一天所在的年份。",
                validators=[
                    django.core.validators.MinValueValidator(1950),
                    django.core.validators.MaxValueValidator(2100),
                ],
                verbose_name="年度",
            ),
        ),
        migrations.AddField(
            model_name="historicalsection",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="修改人",
            ),
        ),
        migrations.AddField(
            model_name="historicalsection",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalsection",
            name="report",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="reports.report",
                verbose_name="报告",
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="修改人",
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="report",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sections",
                to="reports.report",
                verbose_name="报告",
            ),
        ),
    ]
