import datetime

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import township.pinyin


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="日期")),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "放假"), ("work", "调休上班")],
                        default="off",
                        max_length=4,
                        verbose_name="类别",
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="如：国庆节", max_length=20, verbose_name="名称"),
                ),
            ],
            options={
                "verbose_name": "节假日",
                "verbose_name_plural": "节假日",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="LedgerStart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("meetings", "会议"),
                            ("elections", "选举与职务"),
                            ("deputies", "代表"),
                            ("households", "联系户与走访"),
                            ("opinions", "意见建议"),
                            ("motions", "议案建议"),
                            ("activities", "活动"),
                            ("honours", "先进事迹"),
                            ("allowances", "补助经费"),
                            ("projects", "民生工程"),
                        ],
                        max_length=12,
                        unique=True,
                        verbose_name="哪一类记录",
                    ),
                ),
                ("complete_from", models.DateField(verbose_name="从哪天起登记齐全")),
            ],
            options={
                "verbose_name": "台账起始日",
                "verbose_name_plural": "台账起始日",
                "ordering": ["family"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
            ],
            options={
                "verbose_name": "内容类别",
                "verbose_name_plural": "内容类别",
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                (
                    "spelling",
                    township.pinyin.SpellingField(
                        is_person=False, source="name", verbose_name="拼音"
                    ),
                ),
                (
                    "initials",
                    township.pinyin.InitialsField(
                        is_person=False, source="name", verbose_name="拼音首字母"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "population",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="户籍人口"),
                ),
            ],
            options={
                "verbose_name": "村（社区）",
                "verbose_name_plural": "村（社区）",
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="DeadlineRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("town", "镇"),
                            ("county", "县（市、区）"),
                            ("prefecture", "设区的市"),
                            ("province", "省"),
                            ("nation", "全国"),
                        ],
                        default="town",
                        max_length=12,
                        verbose_name="级别",
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("lead", "交办主办单位"),
                            ("assist", "交办协办单位"),
                            ("rehandle", "重新办理"),
                            ("opinion", "群众意见建议转办"),
                        ],
                        max_length=10,
                        verbose_name="从何时起算",
                    ),
                ),
                (
                    "amount",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="期限",
                    ),
                ),
                (
                    "complex_amount",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="涉及面广、处理难度大的；没有另外规定的留空。",
                        null=True,
                        verbose_name="复杂的期限",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("month", "个月"), ("workday", "个工作日")],
                        default="month",
                        max_length=10,
                        verbose_name="单位",
                    ),
                ),
                (
                    "article",
                    models.CharField(
                        help_text="如：代表法第五十一条", max_length=60, verbose_name="依据"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="施行日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="停用日期",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理期限",
                "verbose_name_plural": "办理期限",
                "ordering": ["level", "event", "-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="township_deadlinerule_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("complex_amount", None),
                            ("complex_amount__gte", models.F("amount")),
                            _connector="OR",
                        ),
                        name="township_deadlinerule_complex_longer",
                        violation_error_message="复杂的期限不能短于一般的期限。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("level", "event"),
                        name="township_deadlinerule_one_open",
                        violation_error_message="这一级的这一项还有一条在用的期限，请先填它的停用日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                (
                    "spelling",
                    township.pinyin.SpellingField(
                        is_person=False, source="name", verbose_name="拼音"
                    ),
                ),
                (
                    "initials",
                    township.pinyin.InitialsField(
                        is_person=False, source="name", verbose_name="拼音首字母"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("town", "镇政府机构、站所"),
                            ("village", "村（社区）"),
                            ("above", "上级部门"),
                        ],
                        default="town",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "starts_on",
                    models.DateField(default=datetime.date(2000, 1, 1), verbose_name="启用日期"),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="停用日期",
                    ),
                ),
            ],
            options={
                "verbose_name": "承办单位",
                "verbose_name_plural": "承办单位",
                "ordering": ["order", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="township_department_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDeadlineRule",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("town", "镇"),
                            ("county", "县（市、区）"),
                            ("prefecture", "设区的市"),
                            ("province", "省"),
                            ("nation", "全国"),
                        ],
                        default="town",
                        max_length=12,
                        verbose_name="级别",
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("lead", "交办主办单位"),
                            ("assist", "交办协办单位"),
                            ("rehandle", "重新办理"),
                            ("opinion", "群众意见建议转办"),
                        ],
                        max_length=10,
                        verbose_name="从何时起算",
                    ),
                ),
                (
                    "amount",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="期限",
                    ),
                ),
                (
                    "complex_amount",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="涉及面广、处理难度大的；没有另外规定的留空。",
                        null=True,
                        verbose_name="复杂的期限",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("month", "个月"), ("workday", "个工作日")],
                        default="month",
                        max_length=10,
                        verbose_name="单位",
                    ),
                ),
                (
                    "article",
                    models.CharField(
                        help_text="如：代表法第五十一条", max_length=60, verbose_name="依据"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="施行日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="停用日期",
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
                "verbose_name_plural": "historical 办理期限",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDepartment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=40, verbose_name="名称")),
                (
                    "spelling",
                    township.pinyin.SpellingField(
                        is_person=False, source="name", verbose_name="拼音"
                    ),
                ),
                (
                    "initials",
                    township.pinyin.InitialsField(
                        is_person=False, source="name", verbose_name="拼音首字母"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("town", "镇政府机构、站所"),
                            ("village", "村（社区）"),
                            ("above", "上级部门"),
                        ],
                        default="town",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "starts_on",
                    models.DateField(default=datetime.date(2000, 1, 1), verbose_name="启用日期"),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="停用日期",
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
                "verbose_name_plural": "historical 承办单位",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHoliday",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(db_index=True, verbose_name="日期")),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "放假"), ("work", "调休上班")],
                        default="off",
                        max_length=4,
                        verbose_name="类别",
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="如：国庆节", max_length=20, verbose_name="名称"),
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
                "verbose_name_plural": "historical 节假日",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLedgerStart",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("meetings", "会议"),
                            ("elections", "选举与职务"),
                            ("deputies", "代表"),
                            ("households", "联系户与走访"),
                            ("opinions", "意见建议"),
                            ("motions", "议案建议"),
                            ("activities", "活动"),
                            ("honours", "先进事迹"),
                            ("allowances", "补助经费"),
                            ("projects", "民生工程"),
                        ],
                        db_index=True,
                        max_length=12,
                        verbose_name="哪一类记录",
                    ),
                ),
                ("complete_from", models.DateField(verbose_name="从哪天起登记齐全")),
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
                "verbose_name_plural": "historical 台账起始日",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTerm",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("town", "镇"),
                            ("county", "县（市、区）"),
                            ("prefecture", "设区的市"),
                            ("province", "省"),
                            ("nation", "全国"),
                        ],
                        default="town",
                        max_length=12,
                        verbose_name="级别",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="第几届",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(help_text="本届第一次会议的第一天。", verbose_name="开始日期"),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="下一届第一次会议的第一天；仍在任期内的留空。",
                        null=True,
                        verbose_name="结束日期",
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
                "verbose_name_plural": "historical 届次",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTopic",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=30, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
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
                "verbose_name_plural": "historical 内容类别",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTown",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "number_style",
                    models.CharField(
                        choices=[("arabic", "阿拉伯数字（5次）"), ("chinese", "汉字（五次）")],
                        default="arabic",
                        max_length=10,
                        verbose_name="报告里整数一至十的写法",
                    ),
                ),
                (
                    "visits_a_year",
                    models.PositiveSmallIntegerField(
                        default=4,
                        help_text="惯例每季度一次。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="每户每年走访次数",
                    ),
                ),
                (
                    "due_soon_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="离期限还有几天起算“即将到期”。",
                        verbose_name="到期前几天提醒",
                    ),
                ),
                (
                    "very_late_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="超过期限这么多天起算“严重超期”。",
                        verbose_name="超期几天算严重",
                    ),
                ),
                (
                    "site_url",
                    models.CharField(
                        blank=True,
                        help_text="发给代表的链接用它开头。",
                        max_length=200,
                        validators=[
                            django.core.validators.URLValidator(
                                ["http", "https"],
                                message="网址要写完整，如：https://rd.example.org",
                            )
                        ],
                        verbose_name="本系统的对外网址",
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
                "verbose_name_plural": "historical 本镇设置",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTownName",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="启用日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="停用日期",
                    ),
                ),
                (
                    "town",
                    models.CharField(help_text="如：鹤毛镇", max_length=30, verbose_name="镇名"),
                ),
                (
                    "county",
                    models.CharField(
                        help_text="如：无为市", max_length=30, verbose_name="县（市、区）名"
                    ),
                ),
                (
                    "county_party",
                    models.CharField(
                        help_text="如：市委、县委", max_length=30, verbose_name="县（市、区）委简称"
                    ),
                ),
                (
                    "prefecture",
                    models.CharField(
                        help_text="如：芜湖市", max_length=30, verbose_name="设区的市名"
                    ),
                ),
                (
                    "signing_body",
                    models.CharField(
                        help_text="如：鹤毛镇人大主席团", max_length=60, verbose_name="报告署名"
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
                "verbose_name_plural": "historical 名称沿革",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalVillage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=30, verbose_name="名称")),
                (
                    "spelling",
                    township.pinyin.SpellingField(
                        is_person=False, source="name", verbose_name="拼音"
                    ),
                ),
                (
                    "initials",
                    township.pinyin.InitialsField(
                        is_person=False, source="name", verbose_name="拼音首字母"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "population",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="户籍人口"),
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
                "verbose_name_plural": "historical 村（社区）",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("town", "镇"),
                            ("county", "县（市、区）"),
                            ("prefecture", "设区的市"),
                            ("province", "省"),
                            ("nation", "全国"),
                        ],
                        default="town",
                        max_length=12,
                        verbose_name="级别",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="第几届",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(help_text="本届第一次会议的第一天。", verbose_name="开始日期"),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="下一届第一次会议的第一天；仍在任期内的留空。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
            ],
            options={
                "verbose_name": "届次",
                "verbose_name_plural": "届次",
                "ordering": ["level", "-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="township_term_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.UniqueConstraint(
                        fields=("level", "number"),
                        name="township_term_number",
                        violation_error_message="这一级已经有这一届。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("level",),
                        name="township_term_one_open",
                        violation_error_message="这一级还有一届没有结束，请先填它的结束日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Town",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number_style",
                    models.CharField(
                        choices=[("arabic", "阿拉伯数字（5次）"), ("chinese", "汉字（五次）")],
                        default="arabic",
                        max_length=10,
                        verbose_name="报告里整数一至十的写法",
                    ),
                ),
                (
                    "visits_a_year",
                    models.PositiveSmallIntegerField(
                        default=4,
                        help_text="惯例每季度一次。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="每户每年走访次数",
                    ),
                ),
                (
                    "due_soon_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="离期限还有几天起算“即将到期”。",
                        verbose_name="到期前几天提醒",
                    ),
                ),
                (
                    "very_late_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="超过期限这么多天起算“严重超期”。",
                        verbose_name="超期几天算严重",
                    ),
                ),
                (
                    "site_url",
                    models.CharField(
                        blank=True,
                        help_text="发给代表的链接用它开头。",
                        max_length=200,
                        validators=[
                            django.core.validators.URLValidator(
                                ["http", "https"],
                                message="网址要写完整，如：https://rd.example.org",
                            )
                        ],
                        verbose_name="本系统的对外网址",
                    ),
                ),
            ],
            options={
                "verbose_name": "本镇设置",
                "verbose_name_plural": "本镇设置",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)),
                        name="township_town_single",
                        violation_error_message="只能有一个镇。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TownName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="启用日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="停用日期",
                    ),
                ),
                (
                    "town",
                    models.CharField(help_text="如：鹤毛镇", max_length=30, verbose_name="镇名"),
                ),
                (
                    "county",
                    models.CharField(
                        help_text="如：无为市", max_length=30, verbose_name="县（市、区）名"
                    ),
                ),
                (
                    "county_party",
                    models.CharField(
                        help_text="如：市委、县委", max_length=30, verbose_name="县（市、区）委简称"
                    ),
                ),
                (
                    "prefecture",
                    models.CharField(
                        help_text="如：芜湖市", max_length=30, verbose_name="设区的市名"
                    ),
                ),
                (
                    "signing_body",
                    models.CharField(
                        help_text="如：鹤毛镇人大主席团", max_length=60, verbose_name="报告署名"
                    ),
                ),
            ],
            options={
                "verbose_name": "名称沿革",
                "verbose_name_plural": "名称沿革",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="township_townname_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.UniqueConstraint(
                        fields=("starts_on",),
                        name="township_townname_start",
                        violation_error_message="这一天已经有一条名称。",
                    ),
                ],
            },
        ),
    ]
