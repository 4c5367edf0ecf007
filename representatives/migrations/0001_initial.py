import uuid

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
        ("township", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="写在报告占位符里的两三个字，定后不改。",
                        max_length=12,
                        unique=True,
                        verbose_name="代号",
                    ),
                ),
                (
                    "per_deputy",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="每名代表联系户数",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
            ],
            options={
                "verbose_name": "联系户类别",
                "verbose_name_plural": "联系户类别",
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Constituency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="选区号",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="选区名称")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="每一选区选1至3名（选举法第二十五条）。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="应选名额",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="constituencies",
                        to="township.term",
                        verbose_name="届次",
                    ),
                ),
                (
                    "villages",
                    models.ManyToManyField(
                        blank=True,
                        related_name="constituencies",
                        to="township.village",
                        verbose_name="所含村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "选区",
                "verbose_name_plural": "选区",
                "ordering": ["term", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "number"),
                        name="constituency_number",
                        violation_error_message="这一届已经有这个号的选区。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__gte", 1), ("seats__lte", 3)),
                        name="constituency_seats",
                        violation_error_message="每一选区选1至3名（选举法第二十五条）。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCategory",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        db_index=True,
                        help_text="写在报告占位符里的两三个字，定后不改。",
                        max_length=12,
                        verbose_name="代号",
                    ),
                ),
                (
                    "per_deputy",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="每名代表联系户数",
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
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 联系户类别",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCategoryName",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                (
                    "card_name",
                    models.CharField(
                        blank=True,
                        help_text="在村里打开时显示的说法，如：帮扶户。",
                        max_length=30,
                        verbose_name="卡片上的叫法",
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
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.category",
                        verbose_name="类别",
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
                "verbose_name_plural": "historical 类别名称",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConstituency",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="选区号",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="选区名称")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="每一选区选1至3名（选举法第二十五条）。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="应选名额",
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
                "verbose_name_plural": "historical 选区",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConstituency_villages",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "constituency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.constituency",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="representatives.historicalconstituency",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.village",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalConstituency_villages",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHousehold",
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
                ("head_name", models.CharField(max_length=30, verbose_name="户主姓名")),
                (
                    "spelling",
                    township.pinyin.SpellingField(source="head_name", verbose_name="拼音"),
                ),
                (
                    "initials",
                    township.pinyin.InitialsField(source="head_name", verbose_name="拼音首字母"),
                ),
                (
                    "members",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="家庭人口"
                    ),
                ),
                (
                    "workers",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="劳动力"),
                ),
                (
                    "away",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="外出务工人数"
                    ),
                ),
                (
                    "industry",
                    models.CharField(
                        blank=True, help_text="如：水稻46亩", max_length=40, verbose_name="主要产业"
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
                    "village",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.village",
                        verbose_name="村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 联系户",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPerson",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="姓名")),
                ("spelling", township.pinyin.SpellingField(source="name", verbose_name="拼音")),
                (
                    "initials",
                    township.pinyin.InitialsField(source="name", verbose_name="拼音首字母"),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("m", "男"), ("f", "女")],
                        max_length=1,
                        verbose_name="性别",
                    ),
                ),
                (
                    "born_on",
                    models.DateField(
                        blank=True, help_text="日不详的填1日。", null=True, verbose_name="出生年月"
                    ),
                ),
                ("ethnicity", models.CharField(default="汉族", max_length=20, verbose_name="民族")),
                (
                    "party",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cpc", "中共党员"),
                            ("democratic", "民主党派"),
                            ("nonpartisan", "无党派人士"),
                            ("youth", "共青团员"),
                            ("masses", "群众"),
                        ],
                        max_length=12,
                        verbose_name="政治面貌",
                    ),
                ),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("primary", "小学"),
                            ("junior", "初中"),
                            ("senior", "高中、中专"),
                            ("college", "大专"),
                            ("bachelor", "本科"),
                            ("graduate", "研究生"),
                        ],
                        max_length=10,
                        verbose_name="学历",
                    ),
                ),
                (
                    "occupation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("worker", "一线工人"),
                            ("farmer", "农民"),
                            ("specialist", "专业技术人员"),
                            ("cadre", "党政领导干部"),
                            ("owner", "企业负责人"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="身份",
                    ),
                ),
                (
                    "employer",
                    models.CharField(blank=True, max_length=80, verbose_name="单位及职务"),
                ),
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="本人登录用的账号；不登录的留空。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登录账号",
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
                "verbose_name_plural": "historical 人员",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Household",
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
                ("head_name", models.CharField(max_length=30, verbose_name="户主姓名")),
                (
                    "spelling",
                    township.pinyin.SpellingField(source="head_name", verbose_name="拼音"),
                ),
                (
                    "initials",
                    township.pinyin.InitialsField(source="head_name", verbose_name="拼音首字母"),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True, help_text="如：6组", max_length=20, verbose_name="村民组"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9+\\- ]{5,20}$", "电话只能有数字、空格和短横线。"
                            )
                        ],
                        verbose_name="电话",
                    ),
                ),
                (
                    "members",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="家庭人口"
                    ),
                ),
                (
                    "workers",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="劳动力"),
                ),
                (
                    "away",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="外出务工人数"
                    ),
                ),
                (
                    "away_to",
                    models.CharField(
                        blank=True,
                        help_text="到省、市即可。",
                        max_length=40,
                        verbose_name="外出大致去向",
                    ),
                ),
                (
                    "industry",
                    models.CharField(
                        blank=True, help_text="如：水稻46亩", max_length=40, verbose_name="主要产业"
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="不记身份证号、病情和未成年人姓名。",
                        verbose_name="备注",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="households",
                        to="township.village",
                        verbose_name="村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "联系户",
                "verbose_name_plural": "联系户",
                "ordering": ["spelling", "pk"],
                "indexes": [
                    models.Index(fields=["spelling", "id"], name="household_by_spelling"),
                    models.Index(fields=["initials"], name="household_by_initials"),
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
                        name="representatives_household_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("members", None),
                            ("workers", None),
                            ("members__gte", models.F("workers")),
                            _connector="OR",
                        ),
                        name="household_workers_within_members",
                        violation_error_message="劳动力不能多于家庭人口。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalHouseholdCategory",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
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
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.category",
                        verbose_name="类别",
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
                    "household",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.household",
                        verbose_name="联系户",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 户的类别",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HouseholdCategory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="household_spans",
                        to="representatives.category",
                        verbose_name="类别",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="category_spans",
                        to="representatives.household",
                        verbose_name="联系户",
                    ),
                ),
            ],
            options={
                "verbose_name": "户的类别",
                "verbose_name_plural": "户的类别",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="representatives_householdcategory_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("household", "category"),
                        name="householdcategory_one_open",
                        violation_error_message="这一户已经是这个类别。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="姓名")),
                ("spelling", township.pinyin.SpellingField(source="name", verbose_name="拼音")),
                (
                    "initials",
                    township.pinyin.InitialsField(source="name", verbose_name="拼音首字母"),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("m", "男"), ("f", "女")],
                        max_length=1,
                        verbose_name="性别",
                    ),
                ),
                (
                    "born_on",
                    models.DateField(
                        blank=True, help_text="日不详的填1日。", null=True, verbose_name="出生年月"
                    ),
                ),
                ("ethnicity", models.CharField(default="汉族", max_length=20, verbose_name="民族")),
                (
                    "party",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cpc", "中共党员"),
                            ("democratic", "民主党派"),
                            ("nonpartisan", "无党派人士"),
                            ("youth", "共青团员"),
                            ("masses", "群众"),
                        ],
                        max_length=12,
                        verbose_name="政治面貌",
                    ),
                ),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("primary", "小学"),
                            ("junior", "初中"),
                            ("senior", "高中、中专"),
                            ("college", "大专"),
                            ("bachelor", "本科"),
                            ("graduate", "研究生"),
                        ],
                        max_length=10,
                        verbose_name="学历",
                    ),
                ),
                (
                    "occupation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("worker", "一线工人"),
                            ("farmer", "农民"),
                            ("specialist", "专业技术人员"),
                            ("cadre", "党政领导干部"),
                            ("owner", "企业负责人"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="身份",
                    ),
                ),
                (
                    "employer",
                    models.CharField(blank=True, max_length=80, verbose_name="单位及职务"),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9+\\- ]{5,20}$", "电话只能有数字、空格和短横线。"
                            )
                        ],
                        verbose_name="电话",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        help_text="本人登录用的账号；不登录的留空。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登录账号",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="township.village",
                        verbose_name="所在村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员",
                "verbose_name_plural": "人员",
                "ordering": ["spelling", "pk"],
                "indexes": [
                    models.Index(fields=["spelling", "id"], name="person_by_spelling"),
                    models.Index(fields=["initials"], name="person_by_initials"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                ("starts_on", models.DateField(verbose_name="开始日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
                (
                    "ended_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mandate", "代表资格终止"),
                            ("swap", "调整联系户"),
                            ("moved", "该户迁出或注销"),
                            ("category", "该户不再属于这一类别"),
                            ("mistake", "原登记有误"),
                        ],
                        max_length=12,
                        verbose_name="结束原因",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="representatives.category",
                        verbose_name="作为哪一类",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="representatives.household",
                        verbose_name="联系户",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="representatives.person",
                        verbose_name="代表",
                    ),
                ),
            ],
            options={
                "verbose_name": "联系安排",
                "verbose_name_plural": "联系安排",
                "ordering": ["-starts_on", "pk"],
                "indexes": [
                    models.Index(fields=["person", "starts_on"], name="assignment_by_person"),
                    models.Index(fields=["household", "starts_on"], name="assignment_by_household"),
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
                        name="representatives_assignment_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="representatives_assignment_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("voided_at", None)),
                        fields=("household",),
                        name="assignment_one_holder",
                        violation_error_message="这一户已有代表联系，请先结束原来的安排。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_for", ""), ("ended_on", None)),
                            models.Q(
                                ("ended_on__isnull", False),
                                models.Q(("ended_for", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assignment_end_has_reason",
                        violation_error_message="结束日期和结束原因要一起填写。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalVisit",
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
                    "uuid",
                    models.UUIDField(
                        db_index=True, default=uuid.uuid4, editable=False, verbose_name="登记编号"
                    ),
                ),
                ("visited_on", models.DateField(verbose_name="走访日期")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("home", "入户走访"),
                            ("phone", "电话"),
                            ("wechat", "微信"),
                            ("talk", "座谈"),
                            ("yard", "院坝会"),
                        ],
                        default="home",
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                (
                    "was_met",
                    models.BooleanField(
                        default=True,
                        help_text="没见到的不勾，单独统计。",
                        verbose_name="见到（联系上）",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="登记时间"),
                ),
                (
                    "is_on_behalf",
                    models.BooleanField(default=False, editable=False, verbose_name="代填"),
                ),
                (
                    "is_late_entry",
                    models.BooleanField(default=False, editable=False, verbose_name="补记"),
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
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.assignment",
                        verbose_name="谁走访谁",
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
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 走访记录",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Mandate",
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
                    "gained_by",
                    models.CharField(
                        choices=[("general", "换届选举"), ("by_election", "补选")],
                        default="general",
                        max_length=12,
                        verbose_name="产生方式",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        help_text="换届选举的从本届第一次会议起。", verbose_name="资格开始日期"
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True,
                        help_text="经代表资格审查确认的日期；尚待确认的留空，不计入代表。",
                        null=True,
                        verbose_name="资格确认日期",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="资格终止日期",
                    ),
                ),
                (
                    "ended_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "任期届满"),
                            ("moved", "迁出或者调离本行政区域"),
                            ("resigned", "辞职（责令辞职）被接受"),
                            ("absent", "未经批准两次不出席本级人代会"),
                            ("recalled", "被罢免"),
                            ("nationality", "丧失中华人民共和国国籍"),
                            ("rights", "依照法律被剥夺政治权利"),
                            ("capacity", "丧失行为能力"),
                            ("death", "去世"),
                        ],
                        max_length=12,
                        verbose_name="终止原因",
                    ),
                ),
                (
                    "certificate",
                    models.CharField(blank=True, max_length=30, verbose_name="代表证号"),
                ),
                (
                    "constituency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="representatives.constituency",
                        verbose_name="选区",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="township.term",
                        verbose_name="届次",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="representatives.person",
                        verbose_name="姓名",
                    ),
                ),
            ],
            options={
                "verbose_name": "代表资格",
                "verbose_name_plural": "代表资格",
                "ordering": ["-starts_on", "pk"],
                "indexes": [models.Index(fields=["starts_on", "ended_on"], name="mandate_by_span")],
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
                        name="representatives_mandate_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="representatives_mandate_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("voided_at", None)),
                        fields=("person", "term"),
                        name="mandate_one_open_per_term",
                        violation_error_message="此人在这一届已有未终止的代表资格。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_for", ""), ("ended_on", None)),
                            models.Q(
                                ("ended_on__isnull", False),
                                models.Q(("ended_for", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mandate_end_has_reason",
                        violation_error_message="终止日期和终止原因要一起填写。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMandate",
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
                    "gained_by",
                    models.CharField(
                        choices=[("general", "换届选举"), ("by_election", "补选")],
                        default="general",
                        max_length=12,
                        verbose_name="产生方式",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        help_text="换届选举的从本届第一次会议起。", verbose_name="资格开始日期"
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True,
                        help_text="经代表资格审查确认的日期；尚待确认的留空，不计入代表。",
                        null=True,
                        verbose_name="资格确认日期",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="资格终止日期",
                    ),
                ),
                (
                    "ended_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "任期届满"),
                            ("moved", "迁出或者调离本行政区域"),
                            ("resigned", "辞职（责令辞职）被接受"),
                            ("absent", "未经批准两次不出席本级人代会"),
                            ("recalled", "被罢免"),
                            ("nationality", "丧失中华人民共和国国籍"),
                            ("rights", "依照法律被剥夺政治权利"),
                            ("capacity", "丧失行为能力"),
                            ("death", "去世"),
                        ],
                        max_length=12,
                        verbose_name="终止原因",
                    ),
                ),
                (
                    "certificate",
                    models.CharField(blank=True, max_length=30, verbose_name="代表证号"),
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
                "verbose_name_plural": "historical 代表资格",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAssignment",
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
                ("starts_on", models.DateField(verbose_name="开始日期")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；仍在有效期内的留空。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
                (
                    "ended_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mandate", "代表资格终止"),
                            ("swap", "调整联系户"),
                            ("moved", "该户迁出或注销"),
                            ("category", "该户不再属于这一类别"),
                            ("mistake", "原登记有误"),
                        ],
                        max_length=12,
                        verbose_name="结束原因",
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
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.category",
                        verbose_name="作为哪一类",
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
                    "household",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.household",
                        verbose_name="联系户",
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
                        verbose_name="代表",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 联系安排",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[],
            options={
                "verbose_name": "代表",
                "verbose_name_plural": "代表",
                "proxy": True,
            },
            bases=("representatives.person",),
        ),
        migrations.CreateModel(
            name="Visit",
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
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="登记编号"
                    ),
                ),
                ("visited_on", models.DateField(verbose_name="走访日期")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("home", "入户走访"),
                            ("phone", "电话"),
                            ("wechat", "微信"),
                            ("talk", "座谈"),
                            ("yard", "院坝会"),
                        ],
                        default="home",
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                (
                    "was_met",
                    models.BooleanField(
                        default=True,
                        help_text="没见到的不勾，单独统计。",
                        verbose_name="见到（联系上）",
                    ),
                ),
                ("production", models.TextField(blank=True, verbose_name="生产情况")),
                ("livelihood", models.TextField(blank=True, verbose_name="生活情况")),
                ("policy", models.TextField(blank=True, verbose_name="宣讲政策")),
                ("good_deed", models.TextField(blank=True, verbose_name="办实事")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "is_on_behalf",
                    models.BooleanField(default=False, editable=False, verbose_name="代填"),
                ),
                (
                    "is_late_entry",
                    models.BooleanField(default=False, editable=False, verbose_name="补记"),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="representatives.assignment",
                        verbose_name="谁走访谁",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "走访记录",
                "verbose_name_plural": "走访记录",
                "ordering": ["-visited_on", "-pk"],
                "indexes": [
                    models.Index(fields=["assignment", "visited_on"], name="visit_by_assignment"),
                    models.Index(fields=["visited_on", "id"], name="visit_by_day"),
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
                        name="representatives_visit_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
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
                ("heard_on", models.DateField(verbose_name="听到日期")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("visit", "走访联系户"),
                            ("reception", "选民接待"),
                            ("talk", "座谈"),
                            ("meeting", "会议"),
                            ("letter", "来信来访"),
                        ],
                        default="visit",
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                (
                    "raiser",
                    models.CharField(
                        blank=True,
                        help_text="不是联系户的，可填称呼，也可不填。",
                        max_length=30,
                        verbose_name="提出人",
                    ),
                ),
                ("text", models.TextField(help_text="照原话原意记。", verbose_name="内容")),
                (
                    "disposal",
                    models.CharField(
                        choices=[
                            ("explained", "当场答复解释"),
                            ("village", "村（社区）研究办理"),
                            ("town", "镇政府（部门）办理"),
                            ("motion", "作为代表建议提出"),
                            ("above", "交上级代表形成上级建议"),
                            ("outside", "不属受理范围，已告知"),
                        ],
                        default="town",
                        max_length=10,
                        verbose_name="处理方式",
                    ),
                ),
                (
                    "handed_over_on",
                    models.DateField(blank=True, null=True, verbose_name="转办日期"),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="办理期限"
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                ("answer", models.TextField(blank=True, verbose_name="答复内容")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopted", "已采纳"),
                            ("solved", "已解决"),
                            ("planned", "列入计划"),
                            ("explained", "解释说明"),
                            ("referred", "已转交"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                (
                    "horizon",
                    models.CharField(
                        blank=True,
                        choices=[("now", "立行立改"), ("short", "短期"), ("long", "长期")],
                        max_length=6,
                        verbose_name="解决时限",
                    ),
                ),
                ("told_back_on", models.DateField(blank=True, null=True, verbose_name="回告日期")),
                (
                    "told_back_by",
                    models.CharField(
                        blank=True,
                        choices=[("visit", "上门"), ("phone", "电话")],
                        max_length=6,
                        verbose_name="回告方式",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="township.department",
                        verbose_name="承办单位",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="representatives.household",
                        verbose_name="提出的联系户",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="township.deadlinerule",
                        verbose_name="期限依据",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="township.topic",
                        verbose_name="内容类别",
                    ),
                ),
                (
                    "heard_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions_heard",
                        to="representatives.person",
                        verbose_name="听取人",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="representatives.visit",
                        verbose_name="走访记录",
                    ),
                ),
                (
                    "due_because",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="期限怎么算的"
                    ),
                ),
            ],
            options={
                "verbose_name": "意见建议",
                "verbose_name_plural": "群众意见建议",
                "ordering": ["-heard_on", "-pk"],
                "indexes": [models.Index(fields=["heard_on", "id"], name="opinion_by_day")],
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
                        name="representatives_opinion_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_over_on", None),
                            ("handed_over_on__gte", models.F("heard_on")),
                            _connector="OR",
                        ),
                        name="opinion_handed_over_after_heard",
                        violation_error_message="转办日期不能早于听到日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on", None),
                            ("answered_on__gte", models.F("heard_on")),
                            _connector="OR",
                        ),
                        name="opinion_answered_after_heard",
                        violation_error_message="答复日期不能早于听到日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on", None), ("outcome", "")),
                            models.Q(
                                ("answered_on__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_answer_has_outcome",
                        violation_error_message="答复日期和结果要一起填写。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("told_back_on", None), ("household__isnull", False), _connector="OR"
                        ),
                        name="opinion_told_back_to_household",
                        violation_error_message="回告是对联系户的，请先选提出的联系户。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told_back_by", ""), ("told_back_on", None)),
                            models.Q(
                                ("answered_on__isnull", False),
                                ("told_back_on__isnull", False),
                                ("told_back_on__gte", models.F("answered_on")),
                                models.Q(("told_back_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_told_back_after_answer",
                        violation_error_message="先有答复才能回告，回告日期不早于答复日期，并注明回告方式。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on", None),
                            ("handed_over_on", None),
                            ("answered_on__gte", models.F("handed_over_on")),
                            _connector="OR",
                        ),
                        name="opinion_answered_after_handed_over",
                        violation_error_message="答复日期不能早于转办日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalOpinion",
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
                ("heard_on", models.DateField(verbose_name="听到日期")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("visit", "走访联系户"),
                            ("reception", "选民接待"),
                            ("talk", "座谈"),
                            ("meeting", "会议"),
                            ("letter", "来信来访"),
                        ],
                        default="visit",
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                (
                    "disposal",
                    models.CharField(
                        choices=[
                            ("explained", "当场答复解释"),
                            ("village", "村（社区）研究办理"),
                            ("town", "镇政府（部门）办理"),
                            ("motion", "作为代表建议提出"),
                            ("above", "交上级代表形成上级建议"),
                            ("outside", "不属受理范围，已告知"),
                        ],
                        default="town",
                        max_length=10,
                        verbose_name="处理方式",
                    ),
                ),
                (
                    "handed_over_on",
                    models.DateField(blank=True, null=True, verbose_name="转办日期"),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="办理期限"
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopted", "已采纳"),
                            ("solved", "已解决"),
                            ("planned", "列入计划"),
                            ("explained", "解释说明"),
                            ("referred", "已转交"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                (
                    "horizon",
                    models.CharField(
                        blank=True,
                        choices=[("now", "立行立改"), ("short", "短期"), ("long", "长期")],
                        max_length=6,
                        verbose_name="解决时限",
                    ),
                ),
                ("told_back_on", models.DateField(blank=True, null=True, verbose_name="回告日期")),
                (
                    "told_back_by",
                    models.CharField(
                        blank=True,
                        choices=[("visit", "上门"), ("phone", "电话")],
                        max_length=6,
                        verbose_name="回告方式",
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
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.department",
                        verbose_name="承办单位",
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
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.deadlinerule",
                        verbose_name="期限依据",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="township.topic",
                        verbose_name="内容类别",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.household",
                        verbose_name="提出的联系户",
                    ),
                ),
                (
                    "heard_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.person",
                        verbose_name="听取人",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.visit",
                        verbose_name="走访记录",
                    ),
                ),
                (
                    "due_because",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="期限怎么算的"
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 群众意见建议",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CategoryName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                (
                    "card_name",
                    models.CharField(
                        blank=True,
                        help_text="在村里打开时显示的说法，如：帮扶户。",
                        max_length=30,
                        verbose_name="卡片上的叫法",
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
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="representatives.category",
                        verbose_name="类别",
                    ),
                ),
            ],
            options={
                "verbose_name": "类别名称",
                "verbose_name_plural": "类别名称",
                "ordering": ["category", "-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="representatives_categoryname_span_in_order",
                        violation_error_message="结束日期要晚于开始日期。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("category",),
                        name="categoryname_one_open",
                        violation_error_message="这个类别还有一个在用的名称，请先填它的停用日期。",
                    ),
                ],
            },
        ),
    ]
