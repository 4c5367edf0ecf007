from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import papers.photos


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("representatives", "0001_initial"),
        ("township", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                (
                    "started_by",
                    models.CharField(blank=True, max_length=60, verbose_name="由谁部署"),
                ),
            ],
            options={
                "verbose_name": "专项行动",
                "verbose_name_plural": "专项行动",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Body",
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
                        choices=[
                            ("congress", "镇人大"),
                            ("presidium", "主席团"),
                            ("qualification", "代表资格审查委员会"),
                            ("election", "选举委员会"),
                            ("delegation", "代表团"),
                            ("group", "代表小组、中心组"),
                            ("station", "代表联络站"),
                            ("government", "镇政府"),
                            ("party", "镇党委"),
                        ],
                        max_length=14,
                        verbose_name="类别",
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="没有规定名额的留空。", null=True, verbose_name="名额"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                (
                    "reception_days",
                    models.CharField(
                        blank=True, help_text="如：每月15日", max_length=80, verbose_name="接待日"
                    ),
                ),
                ("rota", models.TextField(blank=True, verbose_name="轮值安排")),
                ("starts_on", models.DateField(verbose_name="成立日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="撤销日期",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        help_text="每届重新产生的机构填写。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="township.term",
                        verbose_name="届次",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构",
                "verbose_name_plural": "机构",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="congress_body_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
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
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="congress.body",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构名称",
                "verbose_name_plural": "机构名称",
                "ordering": ["starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="congress_bodyname_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("body",),
                        name="bodyname_one_open",
                        violation_error_message="这个机构还有一个在用的名称，请先填它的停用日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalActivity",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inspection", "视察"),
                            ("research", "调研"),
                            ("law_check", "执法检查"),
                            ("appraisal", "工作评议"),
                            ("training", "学习培训"),
                            ("study_tour", "外出考察"),
                            ("reception", "选民接待"),
                            ("group", "代表小组活动"),
                            ("station", "联络站活动"),
                            ("account", "代表述职"),
                            ("talk", "座谈"),
                            ("briefing", "情况通报"),
                            ("party_report", "向党委请示汇报"),
                            ("publicity", "宣传"),
                            ("flood", "防汛救灾"),
                            ("epidemic", "疫情防控"),
                            ("upkeep", "美丽乡村管护"),
                            ("other", "其他"),
                        ],
                        max_length=14,
                        verbose_name="类别",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                (
                    "last_on",
                    models.DateField(
                        blank=True,
                        help_text="一天内结束的留空。",
                        null=True,
                        verbose_name="最后一天",
                    ),
                ),
                ("organiser", models.CharField(blank=True, max_length=60, verbose_name="组织单位")),
                (
                    "organiser_level",
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
                        verbose_name="哪一级组织",
                    ),
                ),
                (
                    "other_people",
                    models.PositiveIntegerField(
                        default=0, help_text="代表以外的人。", verbose_name="其他参加人数"
                    ),
                ),
                ("is_approximate", models.BooleanField(default=False, verbose_name="人数是约数")),
                ("content", models.TextField(blank=True, verbose_name="内容")),
                ("good_deed", models.TextField(blank=True, verbose_name="办实事")),
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
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.body",
                        verbose_name="由哪个机构开展",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.campaign",
                        verbose_name="专项行动",
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
                "verbose_name_plural": "historical 活动",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBody",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("congress", "镇人大"),
                            ("presidium", "主席团"),
                            ("qualification", "代表资格审查委员会"),
                            ("election", "选举委员会"),
                            ("delegation", "代表团"),
                            ("group", "代表小组、中心组"),
                            ("station", "代表联络站"),
                            ("government", "镇政府"),
                            ("party", "镇党委"),
                        ],
                        max_length=14,
                        verbose_name="类别",
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="没有规定名额的留空。", null=True, verbose_name="名额"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                (
                    "reception_days",
                    models.CharField(
                        blank=True, help_text="如：每月15日", max_length=80, verbose_name="接待日"
                    ),
                ),
                ("rota", models.TextField(blank=True, verbose_name="轮值安排")),
                ("starts_on", models.DateField(verbose_name="成立日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="撤销日期",
                    ),
                ),
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
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="每届重新产生的机构填写。",
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
                "verbose_name_plural": "historical 机构",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBodyName",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
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
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.body",
                        verbose_name="机构",
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
                "verbose_name_plural": "historical 机构名称",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCampaign",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=40, verbose_name="名称")),
                (
                    "started_by",
                    models.CharField(blank=True, max_length=60, verbose_name="由谁部署"),
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
                "verbose_name_plural": "historical 专项行动",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHonour",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="荣誉、事迹")),
                (
                    "awarded_by",
                    models.CharField(blank=True, max_length=60, verbose_name="表彰单位"),
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
                ("awarded_on", models.DateField(verbose_name="表彰日期")),
                (
                    "displayed_on",
                    models.DateField(blank=True, null=True, verbose_name="上墙展示日期"),
                ),
                ("deeds", models.TextField(blank=True, verbose_name="事迹")),
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
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.body",
                        verbose_name="集体",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.person",
                        verbose_name="个人",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 先进事迹、表彰",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPoll",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("general", "换届选举"), ("by_election", "补选")],
                        default="by_election",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="选举日")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="应选名额",
                    ),
                ),
                ("electorate", models.PositiveIntegerField(verbose_name="选民数")),
                (
                    "voted",
                    models.PositiveIntegerField(
                        help_text="含委托投票。", verbose_name="参加投票人数"
                    ),
                ),
                ("by_proxy", models.PositiveIntegerField(default=0, verbose_name="其中委托投票")),
                (
                    "stations",
                    models.PositiveSmallIntegerField(default=1, verbose_name="投票站（会场）"),
                ),
                (
                    "mobile_boxes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="流动票箱"),
                ),
                ("ballots_issued", models.PositiveIntegerField(verbose_name="发出票数")),
                ("ballots_returned", models.PositiveIntegerField(verbose_name="收回票数")),
                ("ballots_valid", models.PositiveIntegerField(verbose_name="有效票")),
                ("ballots_invalid", models.PositiveIntegerField(default=0, verbose_name="无效票")),
                (
                    "declared_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="选举结果确认日期"
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
                    "constituency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.constituency",
                        verbose_name="选区",
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
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="补选的，选出缺的那项代表资格。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.mandate",
                        verbose_name="补谁的缺",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 代表选举",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPost",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "主席"),
                            ("vice_chair", "副主席"),
                            ("member", "成员（委员）"),
                            ("director", "主任"),
                            ("vice_director", "副主任"),
                            ("leader", "团长、组长、站长"),
                            ("vice_leader", "副团长、副组长、副站长"),
                            ("liaison", "联络员"),
                            ("mayor", "镇长"),
                            ("vice_mayor", "副镇长"),
                            ("secretary", "书记"),
                            ("clerk", "人大办工作人员"),
                        ],
                        default="member",
                        max_length=14,
                        verbose_name="职务",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="任职日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="离任日期",
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
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.body",
                        verbose_name="机构",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.person",
                        verbose_name="姓名",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 任职",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProject",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="项目名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("livelihood", "民生工程（政府安排）"),
                            ("voted", "民生实事项目（票决）"),
                        ],
                        default="livelihood",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "investment",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="总投资（元）",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="谋划日期")),
                (
                    "won_on",
                    models.DateField(
                        blank=True,
                        help_text="立项或资金批复的日期。",
                        null=True,
                        verbose_name="争取到位日期",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="开工日期")),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="完工日期")),
                ("note", models.TextField(blank=True, verbose_name="进展")),
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
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.department",
                        verbose_name="责任单位",
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
                    "village",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.village",
                        verbose_name="所在村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 民生项目",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalResearchReport",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="题目")),
                (
                    "entrusted_by",
                    models.CharField(blank=True, max_length=60, verbose_name="交办单位"),
                ),
                (
                    "entrusted_level",
                    models.CharField(
                        choices=[
                            ("town", "镇"),
                            ("county", "县（市、区）"),
                            ("prefecture", "设区的市"),
                            ("province", "省"),
                            ("nation", "全国"),
                        ],
                        default="county",
                        max_length=12,
                        verbose_name="哪一级交办",
                    ),
                ),
                ("entrusted_on", models.DateField(blank=True, null=True, verbose_name="交办日期")),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="报送日期")),
                ("summary", models.TextField(blank=True, verbose_name="主要内容")),
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
                "verbose_name_plural": "historical 调研报告",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Honour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="荣誉、事迹")),
                (
                    "awarded_by",
                    models.CharField(blank=True, max_length=60, verbose_name="表彰单位"),
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
                ("awarded_on", models.DateField(verbose_name="表彰日期")),
                (
                    "displayed_on",
                    models.DateField(blank=True, null=True, verbose_name="上墙展示日期"),
                ),
                ("deeds", models.TextField(blank=True, verbose_name="事迹")),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="honours",
                        to="congress.body",
                        verbose_name="集体",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="honours",
                        to="representatives.person",
                        verbose_name="个人",
                    ),
                ),
            ],
            options={
                "verbose_name": "先进事迹、表彰",
                "verbose_name_plural": "先进事迹、表彰",
                "ordering": ["-awarded_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_honour_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", None), ("person__isnull", False)),
                            models.Q(("body__isnull", False), ("person", None)),
                            _connector="OR",
                        ),
                        name="honour_person_or_body",
                        violation_error_message="个人和集体填一项，且只填一项。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("displayed_on", None),
                            ("displayed_on__gte", models.F("awarded_on")),
                            _connector="OR",
                        ),
                        name="honour_displayed_after_award",
                        violation_error_message="展示日期不能早于表彰日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("session", "人代会"), ("presidium", "主席团会议")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="本届内连续编号。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="第几次",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        blank=True,
                        choices=[("between", "闭会期间"), ("during", "大会期间")],
                        default="",
                        max_length=8,
                        verbose_name="召开时段",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="召开日期")),
                (
                    "last_on",
                    models.DateField(
                        blank=True,
                        help_text="会期最后一天；一天开完的留空。",
                        null=True,
                        verbose_name="闭会日期",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                ("recorder", models.CharField(blank=True, max_length=30, verbose_name="记录人")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings_chaired",
                        to="representatives.person",
                        verbose_name="主持人",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "session"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presidium_meetings",
                        to="congress.meeting",
                        verbose_name="在哪次人代会期间",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="township.term",
                        verbose_name="届次",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议",
                "verbose_name_plural": "会议",
                "ordering": ["-starts_on", "-pk"],
                "indexes": [models.Index(fields=["kind", "starts_on"], name="meeting_by_kind_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_meeting_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on", None),
                            ("last_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="meeting_days_in_order",
                        violation_error_message="闭会日期不能早于召开日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "session"), ("occasion", ""), ("session", None)),
                            models.Q(
                                ("kind", "presidium"), ("occasion", "between"), ("session", None)
                            ),
                            models.Q(
                                ("kind", "presidium"),
                                ("occasion", "during"),
                                ("session__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="meeting_occasion",
                        violation_error_message="主席团会议要选召开时段；大会期间的还要选是哪次人代会。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("term", "kind", "number"),
                        name="meeting_number",
                        violation_error_message="本届已经有这个次数的会议。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="序号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("study", "传达学习"),
                            ("review", "审议"),
                            ("report", "听取专项工作报告"),
                            ("briefing", "情况通报"),
                            ("suggestions", "建议办理情况"),
                            ("prepare", "筹备人代会"),
                            ("qualification", "代表资格审查"),
                            ("by_election", "补选事项"),
                            ("election", "选举"),
                            ("ballot", "民生实事票决"),
                            ("plan", "工作要点、活动安排"),
                            ("other", "其他"),
                        ],
                        default="review",
                        max_length=14,
                        verbose_name="类型",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="议题")),
                (
                    "document_title",
                    models.CharField(
                        blank=True,
                        help_text="传达学习的文件、会议精神。",
                        max_length=120,
                        verbose_name="文件名称",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=40, verbose_name="文号"),
                ),
                ("reporter", models.CharField(blank=True, max_length=60, verbose_name="报告人")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("heard", "听取"),
                            ("studied", "已传达学习"),
                            ("passed", "通过"),
                            ("revised", "原则通过、修改后印发"),
                            ("rejected", "未通过"),
                            ("postponed", "暂缓"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="赞成"),
                ),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="反对"),
                ),
                (
                    "abstained",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="弃权"),
                ),
                ("decision", models.TextField(blank=True, verbose_name="决定、意见")),
                (
                    "decision_due_on",
                    models.DateField(blank=True, null=True, verbose_name="完成时限"),
                ),
                (
                    "decision_done_on",
                    models.DateField(blank=True, null=True, verbose_name="完成日期"),
                ),
                (
                    "decision_department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="township.department",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="congress.agendaitem",
                        verbose_name="续议上次",
                    ),
                ),
                (
                    "opinions",
                    models.ManyToManyField(
                        blank=True,
                        related_name="agenda_items",
                        to="representatives.opinion",
                        verbose_name="会上听取的意见建议",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="congress.meeting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "议题",
                "verbose_name_plural": "议题",
                "ordering": ["meeting", "order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_agendaitem_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("abstained", None), ("votes_against", None), ("votes_for", None)
                            ),
                            models.Q(
                                ("abstained__isnull", False),
                                ("votes_against__isnull", False),
                                ("votes_for__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="agendaitem_votes_complete",
                        violation_error_message="赞成、反对、弃权要一起填写，没有的填0。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision_due_on", None),
                            ("decision_department__isnull", False),
                            _connector="OR",
                        ),
                        name="agendaitem_due_has_department",
                        violation_error_message="有完成时限的决定要写明责任单位。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSitting",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("full", "全体会议"), ("preparatory", "预备会议")],
                        default="full",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="第几次",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.meeting",
                        verbose_name="人代会",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 大会场次",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalResolution",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resolution", "决议"),
                            ("decision", "决定"),
                            ("notice", "公告"),
                            ("rules", "制度"),
                            ("plan", "方案"),
                        ],
                        default="resolution",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="如：鹤人发〔2021〕3号",
                        max_length=40,
                        verbose_name="文号",
                    ),
                ),
                ("adopted_on", models.DateField(verbose_name="通过日期")),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="赞成票"),
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
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.agendaitem",
                        verbose_name="议题",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.meeting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 决议决定",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("session", "人代会"), ("presidium", "主席团会议")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="本届内连续编号。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="第几次",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        blank=True,
                        choices=[("between", "闭会期间"), ("during", "大会期间")],
                        default="",
                        max_length=8,
                        verbose_name="召开时段",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="召开日期")),
                (
                    "last_on",
                    models.DateField(
                        blank=True,
                        help_text="会期最后一天；一天开完的留空。",
                        null=True,
                        verbose_name="闭会日期",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                ("recorder", models.CharField(blank=True, max_length=30, verbose_name="记录人")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
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
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.person",
                        verbose_name="主持人",
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.term",
                        verbose_name="届次",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"kind": "session"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.meeting",
                        verbose_name="在哪次人代会期间",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 会议",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalElection",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "主席"),
                            ("vice_chair", "副主席"),
                            ("member", "成员（委员）"),
                            ("director", "主任"),
                            ("vice_director", "副主任"),
                            ("leader", "团长、组长、站长"),
                            ("vice_leader", "副团长、副组长、副站长"),
                            ("liaison", "联络员"),
                            ("mayor", "镇长"),
                            ("vice_mayor", "副镇长"),
                            ("secretary", "书记"),
                            ("clerk", "人大办工作人员"),
                        ],
                        max_length=14,
                        verbose_name="职务",
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="应选名额",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("secret", "无记名投票"), ("hands", "举手表决")],
                        default="secret",
                        max_length=8,
                        verbose_name="表决方式",
                    ),
                ),
                ("ballots_issued", models.PositiveIntegerField(verbose_name="发出票数")),
                ("ballots_returned", models.PositiveIntegerField(verbose_name="收回票数")),
                ("ballots_valid", models.PositiveIntegerField(verbose_name="有效票")),
                ("ballots_invalid", models.PositiveIntegerField(default=0, verbose_name="无效票")),
                (
                    "declared_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="选举结果确认日期"
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
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.body",
                        verbose_name="机构",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"kind": "session"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.meeting",
                        verbose_name="人代会",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 大会选举",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAgendaItem",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="序号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("study", "传达学习"),
                            ("review", "审议"),
                            ("report", "听取专项工作报告"),
                            ("briefing", "情况通报"),
                            ("suggestions", "建议办理情况"),
                            ("prepare", "筹备人代会"),
                            ("qualification", "代表资格审查"),
                            ("by_election", "补选事项"),
                            ("election", "选举"),
                            ("ballot", "民生实事票决"),
                            ("plan", "工作要点、活动安排"),
                            ("other", "其他"),
                        ],
                        default="review",
                        max_length=14,
                        verbose_name="类型",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="议题")),
                (
                    "document_title",
                    models.CharField(
                        blank=True,
                        help_text="传达学习的文件、会议精神。",
                        max_length=120,
                        verbose_name="文件名称",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=40, verbose_name="文号"),
                ),
                ("reporter", models.CharField(blank=True, max_length=60, verbose_name="报告人")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("heard", "听取"),
                            ("studied", "已传达学习"),
                            ("passed", "通过"),
                            ("revised", "原则通过、修改后印发"),
                            ("rejected", "未通过"),
                            ("postponed", "暂缓"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="赞成"),
                ),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="反对"),
                ),
                (
                    "abstained",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="弃权"),
                ),
                ("decision", models.TextField(blank=True, verbose_name="决定、意见")),
                (
                    "decision_due_on",
                    models.DateField(blank=True, null=True, verbose_name="完成时限"),
                ),
                (
                    "decision_done_on",
                    models.DateField(blank=True, null=True, verbose_name="完成日期"),
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
                    "decision_department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.department",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.agendaitem",
                        verbose_name="续议上次",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.meeting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 议题",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Election",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "主席"),
                            ("vice_chair", "副主席"),
                            ("member", "成员（委员）"),
                            ("director", "主任"),
                            ("vice_director", "副主任"),
                            ("leader", "团长、组长、站长"),
                            ("vice_leader", "副团长、副组长、副站长"),
                            ("liaison", "联络员"),
                            ("mayor", "镇长"),
                            ("vice_mayor", "副镇长"),
                            ("secretary", "书记"),
                            ("clerk", "人大办工作人员"),
                        ],
                        max_length=14,
                        verbose_name="职务",
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="应选名额",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("secret", "无记名投票"), ("hands", "举手表决")],
                        default="secret",
                        max_length=8,
                        verbose_name="表决方式",
                    ),
                ),
                ("ballots_issued", models.PositiveIntegerField(verbose_name="发出票数")),
                ("ballots_returned", models.PositiveIntegerField(verbose_name="收回票数")),
                ("ballots_valid", models.PositiveIntegerField(verbose_name="有效票")),
                ("ballots_invalid", models.PositiveIntegerField(default=0, verbose_name="无效票")),
                (
                    "declared_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="选举结果确认日期"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="elections",
                        to="congress.body",
                        verbose_name="机构",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        limit_choices_to={"kind": "session"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="elections",
                        to="congress.meeting",
                        verbose_name="人代会",
                    ),
                ),
            ],
            options={
                "verbose_name": "大会选举",
                "verbose_name_plural": "大会选举",
                "ordering": ["-meeting__starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_election_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ballots_returned__lte", models.F("ballots_issued"))),
                        name="election_returned_within_issued",
                        violation_error_message="收回票数多于发出票数，选举无效，请核对。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ballots_returned",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("ballots_valid"), "+", models.F("ballots_invalid")
                                ),
                            )
                        ),
                        name="election_valid_plus_invalid",
                        violation_error_message="有效票与无效票之和要等于收回票数。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("meeting", "body", "role"),
                        name="election_once",
                        violation_error_message="这次会议已有这个职务的选举登记。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PresidiumMeeting",
            fields=[],
            options={
                "verbose_name": "主席团会议",
                "verbose_name_plural": "主席团会议",
                "proxy": True,
            },
            bases=("congress.meeting",),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[],
            options={
                "verbose_name": "人代会",
                "verbose_name_plural": "人代会",
                "proxy": True,
            },
            bases=("congress.meeting",),
        ),
        migrations.CreateModel(
            name="Poll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("general", "换届选举"), ("by_election", "补选")],
                        default="by_election",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="选举日")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="应选名额",
                    ),
                ),
                ("electorate", models.PositiveIntegerField(verbose_name="选民数")),
                (
                    "voted",
                    models.PositiveIntegerField(
                        help_text="含委托投票。", verbose_name="参加投票人数"
                    ),
                ),
                ("by_proxy", models.PositiveIntegerField(default=0, verbose_name="其中委托投票")),
                (
                    "stations",
                    models.PositiveSmallIntegerField(default=1, verbose_name="投票站（会场）"),
                ),
                (
                    "mobile_boxes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="流动票箱"),
                ),
                ("ballots_issued", models.PositiveIntegerField(verbose_name="发出票数")),
                ("ballots_returned", models.PositiveIntegerField(verbose_name="收回票数")),
                ("ballots_valid", models.PositiveIntegerField(verbose_name="有效票")),
                ("ballots_invalid", models.PositiveIntegerField(default=0, verbose_name="无效票")),
                (
                    "declared_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="选举结果确认日期"
                    ),
                ),
                (
                    "constituency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="polls",
                        to="representatives.constituency",
                        verbose_name="选区",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        help_text="补选的，选出缺的那项代表资格。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refilled_by",
                        to="representatives.mandate",
                        verbose_name="补谁的缺",
                    ),
                ),
            ],
            options={
                "verbose_name": "代表选举",
                "verbose_name_plural": "代表选举",
                "ordering": ["-held_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_poll_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ballots_returned__lte", models.F("ballots_issued"))),
                        name="poll_returned_within_issued",
                        violation_error_message="收回票数多于发出票数，选举无效，请核对。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ballots_returned",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("ballots_valid"), "+", models.F("ballots_invalid")
                                ),
                            )
                        ),
                        name="poll_valid_plus_invalid",
                        violation_error_message="有效票与无效票之和要等于收回票数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("voted__lte", models.F("electorate"))),
                        name="poll_voted_within_electorate",
                        violation_error_message="参加投票人数不能多于选民数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ballots_issued__lte", models.F("voted"))),
                        name="poll_issued_within_voted",
                        violation_error_message="发出票数不能多于参加投票人数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by_proxy__lte", models.F("voted"))),
                        name="poll_proxy_within_voted",
                        violation_error_message="委托投票人数不能多于参加投票人数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "by_election"), ("replaces", None), _connector="OR"
                        ),
                        name="poll_replaces_only_by_election",
                        violation_error_message="只有补选才填补谁的缺。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("constituency", "held_on"),
                        name="poll_once_a_day",
                        violation_error_message="这个选区这一天已有选举登记。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAllowance",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("allowance", "代表补助"),
                            ("lost_work", "误工补贴"),
                            ("activity", "代表活动经费"),
                            ("election", "补选工作经费"),
                        ],
                        default="allowance",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="金额（元）",
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="发放日期")),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="说明")),
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
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.mandate",
                        verbose_name="代表",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.poll",
                        verbose_name="代表选举",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 补助与工作经费",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("allowance", "代表补助"),
                            ("lost_work", "误工补贴"),
                            ("activity", "代表活动经费"),
                            ("election", "补选工作经费"),
                        ],
                        default="allowance",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="金额（元）",
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="发放日期")),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="说明")),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allowances",
                        to="representatives.mandate",
                        verbose_name="代表",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allowances",
                        to="congress.poll",
                        verbose_name="代表选举",
                    ),
                ),
            ],
            options={
                "verbose_name": "补助与工作经费",
                "verbose_name_plural": "补助与工作经费",
                "ordering": ["-paid_on", "pk"],
                "indexes": [models.Index(fields=["paid_on", "kind"], name="allowance_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_allowance_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("mandate__isnull", False),
                                ("poll", None),
                                models.Q(("kind", "election"), _negated=True),
                            ),
                            models.Q(
                                ("kind", "election"), ("mandate", None), ("poll__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="allowance_mandate_or_poll",
                        violation_error_message="补选工作经费选代表选举，其他选代表，只填一项。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="allowance_positive",
                        violation_error_message="金额要大于0。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "主席"),
                            ("vice_chair", "副主席"),
                            ("member", "成员（委员）"),
                            ("director", "主任"),
                            ("vice_director", "副主任"),
                            ("leader", "团长、组长、站长"),
                            ("vice_leader", "副团长、副组长、副站长"),
                            ("liaison", "联络员"),
                            ("mayor", "镇长"),
                            ("vice_mayor", "副镇长"),
                            ("secretary", "书记"),
                            ("clerk", "人大办工作人员"),
                        ],
                        default="member",
                        max_length=14,
                        verbose_name="职务",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="任职日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="离任日期",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="congress.body",
                        verbose_name="机构",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="representatives.person",
                        verbose_name="姓名",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "verbose_name_plural": "任职",
                "ordering": ["body", "role", "starts_on"],
                "indexes": [models.Index(fields=["body", "starts_on"], name="post_by_body")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_post_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="congress_post_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("voided_at", None)),
                        fields=("body", "person"),
                        name="post_one_open_per_body",
                        violation_error_message="此人在这个机构已有现任职务，请先填离任日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCandidacy",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "nominated_by",
                    models.CharField(
                        choices=[
                            ("presidium", "主席团提名"),
                            ("deputies", "代表十人以上联名"),
                            ("party", "政党、团体推荐"),
                            ("voters", "选民十人以上联名"),
                            ("written_in", "另选他人"),
                        ],
                        default="presidium",
                        max_length=12,
                        verbose_name="提名方式",
                    ),
                ),
                ("votes_for", models.PositiveIntegerField(verbose_name="赞成（得票）")),
                ("votes_against", models.PositiveIntegerField(default=0, verbose_name="反对")),
                ("abstained", models.PositiveIntegerField(default=0, verbose_name="弃权")),
                ("is_elected", models.BooleanField(default=False, verbose_name="当选")),
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
                    "election",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.election",
                        verbose_name="大会选举",
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
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.mandate",
                        verbose_name="代表资格",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.person",
                        verbose_name="姓名",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.poll",
                        verbose_name="代表选举",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.post",
                        verbose_name="任职",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 候选人得票",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Candidacy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "nominated_by",
                    models.CharField(
                        choices=[
                            ("presidium", "主席团提名"),
                            ("deputies", "代表十人以上联名"),
                            ("party", "政党、团体推荐"),
                            ("voters", "选民十人以上联名"),
                            ("written_in", "另选他人"),
                        ],
                        default="presidium",
                        max_length=12,
                        verbose_name="提名方式",
                    ),
                ),
                ("votes_for", models.PositiveIntegerField(verbose_name="赞成（得票）")),
                ("votes_against", models.PositiveIntegerField(default=0, verbose_name="反对")),
                ("abstained", models.PositiveIntegerField(default=0, verbose_name="弃权")),
                ("is_elected", models.BooleanField(default=False, verbose_name="当选")),
                (
                    "mandate",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacy",
                        to="representatives.mandate",
                        verbose_name="代表资格",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="representatives.person",
                        verbose_name="姓名",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="congress.election",
                        verbose_name="大会选举",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="congress.poll",
                        verbose_name="代表选举",
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacy",
                        to="congress.post",
                        verbose_name="任职",
                    ),
                ),
            ],
            options={
                "verbose_name": "候选人得票",
                "verbose_name_plural": "候选人得票",
                "ordering": ["-votes_for", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_candidacy_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("election", None), ("poll__isnull", False)),
                            models.Q(("election__isnull", False), ("poll", None)),
                            _connector="OR",
                        ),
                        name="candidacy_one_contest",
                        violation_error_message="候选人属于一次代表选举或一次大会选举。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("poll__isnull", False), ("voided_at", None)),
                        fields=("poll", "person"),
                        name="candidacy_once_per_poll",
                        violation_error_message="此人已在候选人名单中。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("election__isnull", False), ("voided_at", None)),
                        fields=("election", "person"),
                        name="candidacy_once_per_election",
                        violation_error_message="此人已在候选人名单中。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="项目名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("livelihood", "民生工程（政府安排）"),
                            ("voted", "民生实事项目（票决）"),
                        ],
                        default="livelihood",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "investment",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="总投资（元）",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="谋划日期")),
                (
                    "won_on",
                    models.DateField(
                        blank=True,
                        help_text="立项或资金批复的日期。",
                        null=True,
                        verbose_name="争取到位日期",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="开工日期")),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="完工日期")),
                ("note", models.TextField(blank=True, verbose_name="进展")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="township.department",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="township.village",
                        verbose_name="所在村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "民生项目",
                "verbose_name_plural": "民生项目",
                "ordering": ["-planned_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_project_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("won_on", None),
                                ("won_on__gte", models.F("planned_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("started_on", None),
                                ("started_on__gte", models.F("planned_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("started_on", None),
                                ("won_on", None),
                                ("started_on__gte", models.F("won_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("finished_on", None),
                                models.Q(
                                    ("finished_on__gte", models.F("started_on")),
                                    ("started_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="project_stages_in_order",
                        violation_error_message="谋划、争取、开工、完工的日期要依次在后，完工的要有开工日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inspection", "视察"),
                            ("research", "调研"),
                            ("law_check", "执法检查"),
                            ("appraisal", "工作评议"),
                            ("training", "学习培训"),
                            ("study_tour", "外出考察"),
                            ("reception", "选民接待"),
                            ("group", "代表小组活动"),
                            ("station", "联络站活动"),
                            ("account", "代表述职"),
                            ("talk", "座谈"),
                            ("briefing", "情况通报"),
                            ("party_report", "向党委请示汇报"),
                            ("publicity", "宣传"),
                            ("flood", "防汛救灾"),
                            ("epidemic", "疫情防控"),
                            ("upkeep", "美丽乡村管护"),
                            ("other", "其他"),
                        ],
                        max_length=14,
                        verbose_name="类别",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                (
                    "last_on",
                    models.DateField(
                        blank=True,
                        help_text="一天内结束的留空。",
                        null=True,
                        verbose_name="最后一天",
                    ),
                ),
                ("organiser", models.CharField(blank=True, max_length=60, verbose_name="组织单位")),
                (
                    "organiser_level",
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
                        verbose_name="哪一级组织",
                    ),
                ),
                (
                    "other_people",
                    models.PositiveIntegerField(
                        default=0, help_text="代表以外的人。", verbose_name="其他参加人数"
                    ),
                ),
                ("is_approximate", models.BooleanField(default=False, verbose_name="人数是约数")),
                ("content", models.TextField(blank=True, verbose_name="内容")),
                ("good_deed", models.TextField(blank=True, verbose_name="办实事")),
                (
                    "opinions",
                    models.ManyToManyField(
                        blank=True,
                        related_name="activities",
                        to="representatives.opinion",
                        verbose_name="听取的意见建议",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="congress.body",
                        verbose_name="由哪个机构开展",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="congress.campaign",
                        verbose_name="专项行动",
                    ),
                ),
                (
                    "projects",
                    models.ManyToManyField(
                        blank=True,
                        related_name="inspections",
                        to="congress.project",
                        verbose_name="检查的项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "活动",
                "verbose_name_plural": "活动",
                "ordering": ["-starts_on", "-pk"],
                "indexes": [
                    models.Index(fields=["kind", "starts_on"], name="activity_by_kind_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_activity_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on", None),
                            ("last_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="activity_days_in_order",
                        violation_error_message="最后一天不能早于开始日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="发现的问题")),
                ("rectify_by", models.DateField(blank=True, null=True, verbose_name="整改期限")),
                (
                    "rectified_on",
                    models.DateField(blank=True, null=True, verbose_name="整改完成日期"),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="congress.activity",
                        verbose_name="活动",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="township.department",
                        verbose_name="整改单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "发现的问题",
                "verbose_name_plural": "发现的问题",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_finding_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalActivityPlace",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="地点")),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="序号")),
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.activity",
                        verbose_name="活动",
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
                "verbose_name_plural": "historical 地点",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFinding",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="发现的问题")),
                ("rectify_by", models.DateField(blank=True, null=True, verbose_name="整改期限")),
                (
                    "rectified_on",
                    models.DateField(blank=True, null=True, verbose_name="整改完成日期"),
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.activity",
                        verbose_name="活动",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.department",
                        verbose_name="整改单位",
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
                "verbose_name_plural": "historical 发现的问题",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalParticipation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="说明")),
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.activity",
                        verbose_name="活动",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.person",
                        verbose_name="姓名",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 参加人员",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="说明")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="congress.activity",
                        verbose_name="活动",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="representatives.person",
                        verbose_name="姓名",
                    ),
                ),
            ],
            options={
                "verbose_name": "参加人员",
                "verbose_name_plural": "参加人员",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_participation_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("activity", "person"),
                        name="participation_once",
                        violation_error_message="此人已在参加名单中。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResearchReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="题目")),
                (
                    "entrusted_by",
                    models.CharField(blank=True, max_length=60, verbose_name="交办单位"),
                ),
                (
                    "entrusted_level",
                    models.CharField(
                        choices=[
                            ("town", "镇"),
                            ("county", "县（市、区）"),
                            ("prefecture", "设区的市"),
                            ("province", "省"),
                            ("nation", "全国"),
                        ],
                        default="county",
                        max_length=12,
                        verbose_name="哪一级交办",
                    ),
                ),
                ("entrusted_on", models.DateField(blank=True, null=True, verbose_name="交办日期")),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="报送日期")),
                ("summary", models.TextField(blank=True, verbose_name="主要内容")),
                (
                    "activities",
                    models.ManyToManyField(
                        blank=True,
                        related_name="research_reports",
                        to="congress.activity",
                        verbose_name="依据的活动",
                    ),
                ),
            ],
            options={
                "verbose_name": "调研报告",
                "verbose_name_plural": "调研报告",
                "ordering": ["-submitted_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_researchreport_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submitted_on", None),
                            ("entrusted_on", None),
                            ("submitted_on__gte", models.F("entrusted_on")),
                            _connector="OR",
                        ),
                        name="researchreport_submitted_after_entrusted",
                        violation_error_message="报送日期不能早于交办日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resolution", "决议"),
                            ("decision", "决定"),
                            ("notice", "公告"),
                            ("rules", "制度"),
                            ("plan", "方案"),
                        ],
                        default="resolution",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="如：鹤人发〔2021〕3号",
                        max_length=40,
                        verbose_name="文号",
                    ),
                ),
                ("adopted_on", models.DateField(verbose_name="通过日期")),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="赞成票"),
                ),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolutions",
                        to="congress.agendaitem",
                        verbose_name="议题",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolutions",
                        to="congress.meeting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "决议决定",
                "verbose_name_plural": "决议决定",
                "ordering": ["-adopted_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_resolution_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True), ("voided_at", None)
                        ),
                        fields=("number",),
                        name="resolution_number",
                        violation_error_message="这个文号已经用过。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("full", "全体会议"), ("preparatory", "预备会议")],
                        default="full",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="第几次",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sittings",
                        to="congress.meeting",
                        verbose_name="人代会",
                    ),
                ),
            ],
            options={
                "verbose_name": "大会场次",
                "verbose_name_plural": "大会场次",
                "ordering": ["meeting", "held_on", "kind", "number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_sitting_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("meeting", "kind", "number"),
                        name="sitting_number",
                        violation_error_message="这次会议已经有这一场。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAttendance",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[("member", "应到"), ("guest", "列席")],
                        default="member",
                        max_length=8,
                        verbose_name="身份",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "出席"),
                            ("leave", "请假"),
                            ("absent", "缺席"),
                            ("unknown", "未登记"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="出席情况",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=60, verbose_name="请假事由")),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.person",
                        verbose_name="姓名",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.meeting",
                        verbose_name="会议",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.sitting",
                        verbose_name="场次",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 出席",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[("member", "应到"), ("guest", "列席")],
                        default="member",
                        max_length=8,
                        verbose_name="身份",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "出席"),
                            ("leave", "请假"),
                            ("absent", "缺席"),
                            ("unknown", "未登记"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="出席情况",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=60, verbose_name="请假事由")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="representatives.person",
                        verbose_name="姓名",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="congress.meeting",
                        verbose_name="会议",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="congress.sitting",
                        verbose_name="场次",
                    ),
                ),
            ],
            options={
                "verbose_name": "出席",
                "verbose_name_plural": "出席",
                "ordering": ["sitting", "capacity", "person__spelling", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_attendance_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("sitting", None), ("voided_at", None)),
                        fields=("meeting", "person"),
                        name="attendance_once_per_meeting",
                        violation_error_message="此人在这次会议已有出席登记。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("sitting__isnull", False), ("voided_at", None)),
                        fields=("sitting", "person"),
                        name="attendance_once_per_sitting",
                        violation_error_message="此人在这一场已有出席登记。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="地点")),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="序号")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="congress.activity",
                        verbose_name="活动",
                    ),
                ),
            ],
            options={
                "verbose_name": "地点",
                "verbose_name_plural": "地点",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "name"),
                        name="activityplace_once",
                        violation_error_message="这个地点已经填过。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalActivityPhoto",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("image", models.TextField(max_length=100, verbose_name="照片")),
                ("caption", models.CharField(blank=True, max_length=60, verbose_name="说明")),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="序号")),
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.activity",
                        verbose_name="活动",
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
                "verbose_name_plural": "historical 照片",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ActivityPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="作废时间"
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="作废原因"
                    ),
                ),
                ("image", papers.photos.PhotoField(verbose_name="照片")),
                ("caption", models.CharField(blank=True, max_length=60, verbose_name="说明")),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="序号")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="congress.activity",
                        verbose_name="活动",
                    ),
                ),
            ],
            options={
                "verbose_name": "照片",
                "verbose_name_plural": "照片",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_activityphoto_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    )
                ],
            },
        ),
    ]
