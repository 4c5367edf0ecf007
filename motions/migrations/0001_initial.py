import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import papers.scans


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("congress", "0001_initial"),
        ("representatives", "0001_initial"),
        ("township", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResultClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=4, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="含义")),
                ("is_solved", models.BooleanField(default=False, verbose_name="算作解决")),
                ("needs_promise", models.BooleanField(default=False, verbose_name="要有承诺期限")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
            ],
            options={
                "verbose_name": "办理结果类别",
                "verbose_name_plural": "办理结果类别",
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalResultClass",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_index=True, max_length=4, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="含义")),
                ("is_solved", models.BooleanField(default=False, verbose_name="算作解决")),
                ("needs_promise", models.BooleanField(default=False, verbose_name="要有承诺期限")),
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
                "verbose_name_plural": "historical 办理结果类别",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Motion",
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
                        help_text="向哪一级人大提出。",
                        max_length=12,
                        verbose_name="级别",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bill", "议案"),
                            ("suggestion", "建议"),
                            ("criticism", "批评"),
                            ("opinion", "意见"),
                        ],
                        default="suggestion",
                        max_length=12,
                        verbose_name="文种",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="镇的受理后编号；市人大代表的照市里的编号填。",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="编号",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="编号年度")),
                (
                    "title",
                    models.CharField(
                        help_text="一事一案，如：关于清理排水沟的建议",
                        max_length=100,
                        verbose_name="案由",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[("session", "大会期间"), ("between", "闭会期间")],
                        default="between",
                        max_length=8,
                        verbose_name="提出时段",
                    ),
                ),
                ("submitted_on", models.DateField(verbose_name="提出日期")),
                ("grounds", models.TextField(blank=True, verbose_name="情况（案据）")),
                ("proposal", models.TextField(blank=True, verbose_name="建议（方案）")),
                ("is_public", models.BooleanField(default=True, verbose_name="同意公开")),
                ("is_key", models.BooleanField(default=False, verbose_name="重点督办")),
                (
                    "is_complex",
                    models.BooleanField(
                        default=False,
                        help_text="办理期限按六个月。",
                        verbose_name="涉及面广、处理难度大",
                    ),
                ),
                (
                    "is_converted",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="由议案转为建议"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("registered", "已登记"),
                            ("accepted", "已受理"),
                            ("returned", "审查退回"),
                            ("merged", "已并案"),
                            ("referred", "已交办"),
                            ("in_hand", "办理中"),
                            ("replied", "已答复"),
                            ("rehandling", "重新办理"),
                            ("closed", "已办结"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "return_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("private", "解决代表本人及亲属问题"),
                            ("letter", "代转群众来信"),
                            ("academic", "学术探讨、产品推介"),
                            ("empty", "没有具体内容"),
                            ("other", "其他不应作为建议提出的"),
                        ],
                        max_length=10,
                        verbose_name="退回原因",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="motions.motion",
                        verbose_name="并入哪一件",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="representatives.opinion",
                        verbose_name="来自哪条群众意见",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="representatives.person",
                        verbose_name="领衔代表",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        help_text="镇级、大会期间提出的填写。",
                        limit_choices_to={"kind": "session"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="congress.meeting",
                        verbose_name="在哪次人代会",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="township.topic",
                        verbose_name="内容类别",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "is_handed_down",
                    models.BooleanField(
                        default=False,
                        help_text="上一级人大交给本镇承办的，不是本镇代表提出的。",
                        verbose_name="市里交办",
                    ),
                ),
                (
                    "is_on_behalf",
                    models.BooleanField(
                        default=False, help_text="按代表的纸质建议代为登记的。", verbose_name="代填"
                    ),
                ),
                (
                    "review_note",
                    models.CharField(blank=True, max_length=200, verbose_name="审查意见"),
                ),
            ],
            options={
                "verbose_name": "议案建议",
                "verbose_name_plural": "议案建议",
                "ordering": ["-submitted_on", "-pk"],
                "indexes": [
                    models.Index(fields=["submitted_on", "level"], name="motion_by_day"),
                    models.Index(fields=["status", "submitted_on"], name="motion_by_status"),
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
                        name="motions_motion_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "bill"), ("number__isnull", False), ("session__isnull", False)
                        ),
                        fields=("level", "session", "number"),
                        name="motion_bill_number_of_session",
                        violation_error_message="这次会议的议案已有这个编号，编号不重复使用。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("kind", "bill"), _negated=True),
                            ("number__isnull", False),
                            ("session__isnull", False),
                        ),
                        fields=("level", "session", "number"),
                        name="motion_suggestion_number_of_session",
                        violation_error_message="这次会议的建议已有这个编号，编号不重复使用。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "bill"), ("number__isnull", False), ("session", None)
                        ),
                        fields=("level", "year", "number"),
                        name="motion_bill_number_of_year",
                        violation_error_message="这一年的议案已有这个编号，编号不重复使用。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("kind", "bill"), _negated=True),
                            ("number__isnull", False),
                            ("session", None),
                        ),
                        fields=("level", "year", "number"),
                        name="motion_suggestion_number_of_year",
                        violation_error_message="这一年的建议已有这个编号，编号不重复使用。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "town"), ("occasion", "session"), _negated=True),
                            ("session__isnull", False),
                            _connector="OR",
                        ),
                        name="motion_session_named",
                        violation_error_message="镇级大会期间提出的，要选是哪次人代会。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("session", None),
                            models.Q(("level", "town"), ("occasion", "session")),
                            _connector="OR",
                        ),
                        name="motion_session_only_town",
                        violation_error_message="闭会期间或上一级的，不填人代会。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "returned"),
                                models.Q(("return_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "returned"), _negated=True),
                                ("return_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="motion_return_has_reason",
                        violation_error_message="审查退回的要写原因；没有退回的不写。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("status", "merged")),
                            models.Q(
                                models.Q(("status", "merged"), _negated=True), ("merged_into", None)
                            ),
                            _connector="OR",
                        ),
                        name="motion_merged_into_one",
                        violation_error_message="已并案的要选并入哪一件；没有并案的不选。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on__gte", models.F("submitted_on")),
                                ("closed_on__isnull", False),
                                ("status", "closed"),
                            ),
                            models.Q(
                                models.Q(("status", "closed"), _negated=True), ("closed_on", None)
                            ),
                            _connector="OR",
                        ),
                        name="motion_closed_has_date",
                        violation_error_message="已办结的要填办结日期，且不早于提出日期；没有办结的不填。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_converted", True), ("kind", "bill"), _negated=True),
                        name="motion_converted_is_suggestion",
                        violation_error_message="由议案转为建议的，文种选建议。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_handed_down", False),
                            models.Q(("level", "town"), _negated=True),
                            _connector="OR",
                        ),
                        name="motion_handed_down_from_above",
                        violation_error_message="市里交办的，级别选上一级。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["draft", "registered", "returned", "merged"]),
                                _negated=True,
                            ),
                            ("number", None),
                            _connector="OR",
                        ),
                        name="motion_number_on_acceptance",
                        violation_error_message="受理以后才有编号。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSupervisionAct",
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
                    "rung",
                    models.CharField(
                        choices=[
                            ("remind", "提醒"),
                            ("urge", "催办通知"),
                            ("presidium", "主席团督办"),
                            ("inquire", "询问"),
                            ("congress", "向大会报告"),
                        ],
                        default="remind",
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("acted_on", models.DateField(verbose_name="日期")),
                ("subject", models.CharField(blank=True, max_length=80, verbose_name="专题")),
                ("content", models.CharField(blank=True, max_length=200, verbose_name="内容")),
                ("answer", models.TextField(blank=True, verbose_name="回复")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="回复日期")),
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
                        verbose_name="主席团会议议题",
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
                        verbose_name="对哪个单位",
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
                    "opinion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.opinion",
                        verbose_name="群众意见",
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
                        verbose_name="督办人",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.project",
                        verbose_name="民生项目",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 督办",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSignature",
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
                    "way",
                    models.CharField(
                        choices=[("paper", "纸质签名"), ("login", "登录确认")],
                        default="paper",
                        max_length=6,
                        verbose_name="签名方式",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签名日期")),
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
                        verbose_name="联名代表",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 联名代表",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRating",
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
                    "round",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="对第几次办理",
                    ),
                ),
                (
                    "handling",
                    models.CharField(
                        choices=[
                            ("satisfied", "满意"),
                            ("mostly", "基本满意"),
                            ("unsatisfied", "不满意"),
                            ("none", "未反馈"),
                        ],
                        max_length=12,
                        verbose_name="对办理工作",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("satisfied", "满意"),
                            ("mostly", "基本满意"),
                            ("unsatisfied", "不满意"),
                            ("none", "未反馈"),
                        ],
                        max_length=12,
                        verbose_name="对办理结果",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="不满意的要写理由。",
                        max_length=200,
                        verbose_name="意见",
                    ),
                ),
                ("rated_on", models.DateField(blank=True, null=True, verbose_name="反馈日期")),
                (
                    "is_on_behalf",
                    models.BooleanField(
                        default=True, help_text="按代表纸质反馈表代填的勾选。", verbose_name="代填"
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
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 代表评价",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMotion",
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
                        help_text="向哪一级人大提出。",
                        max_length=12,
                        verbose_name="级别",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bill", "议案"),
                            ("suggestion", "建议"),
                            ("criticism", "批评"),
                            ("opinion", "意见"),
                        ],
                        default="suggestion",
                        max_length=12,
                        verbose_name="文种",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="镇的受理后编号；市人大代表的照市里的编号填。",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="编号",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="编号年度")),
                (
                    "title",
                    models.CharField(
                        help_text="一事一案，如：关于清理排水沟的建议",
                        max_length=100,
                        verbose_name="案由",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[("session", "大会期间"), ("between", "闭会期间")],
                        default="between",
                        max_length=8,
                        verbose_name="提出时段",
                    ),
                ),
                ("submitted_on", models.DateField(verbose_name="提出日期")),
                ("grounds", models.TextField(blank=True, verbose_name="情况（案据）")),
                ("proposal", models.TextField(blank=True, verbose_name="建议（方案）")),
                ("is_public", models.BooleanField(default=True, verbose_name="同意公开")),
                ("is_key", models.BooleanField(default=False, verbose_name="重点督办")),
                (
                    "is_complex",
                    models.BooleanField(
                        default=False,
                        help_text="办理期限按六个月。",
                        verbose_name="涉及面广、处理难度大",
                    ),
                ),
                (
                    "is_converted",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="由议案转为建议"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("registered", "已登记"),
                            ("accepted", "已受理"),
                            ("returned", "审查退回"),
                            ("merged", "已并案"),
                            ("referred", "已交办"),
                            ("in_hand", "办理中"),
                            ("replied", "已答复"),
                            ("rehandling", "重新办理"),
                            ("closed", "已办结"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "return_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("private", "解决代表本人及亲属问题"),
                            ("letter", "代转群众来信"),
                            ("academic", "学术探讨、产品推介"),
                            ("empty", "没有具体内容"),
                            ("other", "其他不应作为建议提出的"),
                        ],
                        max_length=10,
                        verbose_name="退回原因",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
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
                    "opinion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.opinion",
                        verbose_name="来自哪条群众意见",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.person",
                        verbose_name="领衔代表",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="镇级、大会期间提出的填写。",
                        limit_choices_to={"kind": "session"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="congress.meeting",
                        verbose_name="在哪次人代会",
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
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="motions.motion",
                        verbose_name="并入哪一件",
                    ),
                ),
                (
                    "entered_by",
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
                (
                    "is_handed_down",
                    models.BooleanField(
                        default=False,
                        help_text="上一级人大交给本镇承办的，不是本镇代表提出的。",
                        verbose_name="市里交办",
                    ),
                ),
                (
                    "is_on_behalf",
                    models.BooleanField(
                        default=False, help_text="按代表的纸质建议代为登记的。", verbose_name="代填"
                    ),
                ),
                (
                    "review_note",
                    models.CharField(blank=True, max_length=200, verbose_name="审查意见"),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 议案建议",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Rating",
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
                    "round",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="对第几次办理",
                    ),
                ),
                (
                    "handling",
                    models.CharField(
                        choices=[
                            ("satisfied", "满意"),
                            ("mostly", "基本满意"),
                            ("unsatisfied", "不满意"),
                            ("none", "未反馈"),
                        ],
                        max_length=12,
                        verbose_name="对办理工作",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("satisfied", "满意"),
                            ("mostly", "基本满意"),
                            ("unsatisfied", "不满意"),
                            ("none", "未反馈"),
                        ],
                        max_length=12,
                        verbose_name="对办理结果",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="不满意的要写理由。",
                        max_length=200,
                        verbose_name="意见",
                    ),
                ),
                ("rated_on", models.DateField(blank=True, null=True, verbose_name="反馈日期")),
                (
                    "is_on_behalf",
                    models.BooleanField(
                        default=True, help_text="按代表纸质反馈表代填的勾选。", verbose_name="代填"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
            ],
            options={
                "verbose_name": "代表评价",
                "verbose_name_plural": "代表评价",
                "ordering": ["motion", "round"],
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
                        name="motions_rating_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("motion", "round"),
                        name="rating_once_per_round",
                        violation_error_message="这次办理已有评价。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("handling", "unsatisfied"),
                                ("result", "unsatisfied"),
                                _connector="OR",
                                _negated=True,
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rating_unsatisfied_has_reason",
                        violation_error_message="不满意的要写理由。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rated_on__isnull", False),
                            models.Q(("handling", "none"), ("result", "none")),
                            _connector="OR",
                        ),
                        name="rating_has_date",
                        violation_error_message="有评价的要填反馈日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalHandling",
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
                        choices=[("lead", "主办"), ("assist", "协办")],
                        default="lead",
                        max_length=6,
                        verbose_name="主办协办",
                    ),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="不满意重新办理的为2。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="第几次办理",
                    ),
                ),
                ("handed_over_on", models.DateField(verbose_name="交办日期")),
                (
                    "due_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="办理期限"
                    ),
                ),
                ("extended_to", models.DateField(blank=True, null=True, verbose_name="延期至")),
                (
                    "extension_reason",
                    models.CharField(blank=True, max_length=100, verbose_name="延期理由"),
                ),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                ("handler", models.CharField(blank=True, max_length=30, verbose_name="承办人")),
                ("consulted_on", models.DateField(blank=True, null=True, verbose_name="面商日期")),
                (
                    "consulted_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("visit", "上门走访"),
                            ("meeting", "座谈"),
                            ("phone", "电话"),
                            ("other", "其他"),
                        ],
                        max_length=8,
                        verbose_name="面商方式",
                    ),
                ),
                ("replied_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                (
                    "reply_number",
                    models.CharField(blank=True, max_length=40, verbose_name="答复文号"),
                ),
                ("reply", models.TextField(blank=True, verbose_name="答复内容")),
                ("promise", models.CharField(blank=True, max_length=200, verbose_name="承诺事项")),
                (
                    "promise_due_on",
                    models.DateField(blank=True, null=True, verbose_name="承诺期限"),
                ),
                (
                    "promise_done_on",
                    models.DateField(blank=True, null=True, verbose_name="承诺兑现日期"),
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
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
                (
                    "result_class",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="motions.resultclass",
                        verbose_name="结果类别",
                    ),
                ),
                (
                    "contest_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="申请调整理由"),
                ),
                (
                    "contested_on",
                    models.DateField(blank=True, null=True, verbose_name="申请调整日期"),
                ),
                (
                    "due_because",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="期限怎么算的"
                    ),
                ),
                (
                    "explained_on",
                    models.DateField(blank=True, null=True, verbose_name="作出说明日期"),
                ),
                (
                    "explanation",
                    models.CharField(
                        blank=True,
                        help_text="不能兑现或解决不了的，向代表怎么说明的。",
                        max_length=200,
                        verbose_name="说明",
                    ),
                ),
                (
                    "release_reason",
                    models.CharField(blank=True, max_length=100, verbose_name="不再承办原因"),
                ),
                (
                    "released_on",
                    models.DateField(blank=True, null=True, verbose_name="不再承办日期"),
                ),
                ("signer", models.CharField(blank=True, max_length=30, verbose_name="签发人")),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 承办",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Handling",
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
                        choices=[("lead", "主办"), ("assist", "协办")],
                        default="lead",
                        max_length=6,
                        verbose_name="主办协办",
                    ),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="不满意重新办理的为2。",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="第几次办理",
                    ),
                ),
                ("handed_over_on", models.DateField(verbose_name="交办日期")),
                (
                    "due_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="办理期限"
                    ),
                ),
                ("extended_to", models.DateField(blank=True, null=True, verbose_name="延期至")),
                (
                    "extension_reason",
                    models.CharField(blank=True, max_length=100, verbose_name="延期理由"),
                ),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                ("handler", models.CharField(blank=True, max_length=30, verbose_name="承办人")),
                ("consulted_on", models.DateField(blank=True, null=True, verbose_name="面商日期")),
                (
                    "consulted_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("visit", "上门走访"),
                            ("meeting", "座谈"),
                            ("phone", "电话"),
                            ("other", "其他"),
                        ],
                        max_length=8,
                        verbose_name="面商方式",
                    ),
                ),
                ("replied_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                (
                    "reply_number",
                    models.CharField(blank=True, max_length=40, verbose_name="答复文号"),
                ),
                ("reply", models.TextField(blank=True, verbose_name="答复内容")),
                ("promise", models.CharField(blank=True, max_length=200, verbose_name="承诺事项")),
                (
                    "promise_due_on",
                    models.DateField(blank=True, null=True, verbose_name="承诺期限"),
                ),
                (
                    "promise_done_on",
                    models.DateField(blank=True, null=True, verbose_name="承诺兑现日期"),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handlings",
                        to="township.department",
                        verbose_name="承办单位",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handlings",
                        to="township.deadlinerule",
                        verbose_name="期限依据",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handlings",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
                (
                    "result_class",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handlings",
                        to="motions.resultclass",
                        verbose_name="结果类别",
                    ),
                ),
                (
                    "contest_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="申请调整理由"),
                ),
                (
                    "contested_on",
                    models.DateField(blank=True, null=True, verbose_name="申请调整日期"),
                ),
                (
                    "due_because",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="期限怎么算的"
                    ),
                ),
                (
                    "explained_on",
                    models.DateField(blank=True, null=True, verbose_name="作出说明日期"),
                ),
                (
                    "explanation",
                    models.CharField(
                        blank=True,
                        help_text="不能兑现或解决不了的，向代表怎么说明的。",
                        max_length=200,
                        verbose_name="说明",
                    ),
                ),
                (
                    "release_reason",
                    models.CharField(blank=True, max_length=100, verbose_name="不再承办原因"),
                ),
                (
                    "released_on",
                    models.DateField(blank=True, null=True, verbose_name="不再承办日期"),
                ),
                ("signer", models.CharField(blank=True, max_length=30, verbose_name="签发人")),
            ],
            options={
                "verbose_name": "承办",
                "verbose_name_plural": "承办",
                "ordering": ["motion", "round", "-role", "pk"],
                "indexes": [models.Index(fields=["due_on", "replied_on"], name="handling_by_due")],
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
                        name="motions_handling_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replied_on", None),
                            ("replied_on__gte", models.F("handed_over_on")),
                            _connector="OR",
                        ),
                        name="handling_replied_after_handover",
                        violation_error_message="答复日期不能早于交办日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consulted_by", ""), ("consulted_on", None)),
                            models.Q(
                                ("consulted_on__isnull", False),
                                models.Q(("consulted_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handling_consultation_complete",
                        violation_error_message="面商日期和面商方式要一起填写。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("extended_to", None), ("extension_reason", "")),
                            models.Q(
                                ("extended_to__gt", models.F("handed_over_on")),
                                ("extended_to__isnull", False),
                                models.Q(("extension_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handling_extension_has_reason",
                        violation_error_message="延期要写理由，延期日期要晚于交办日期。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("released_on", None), ("role", "lead"), ("voided_at", None)
                        ),
                        fields=("motion", "round"),
                        name="handling_one_lead",
                        violation_error_message="一件议案建议的每次办理只有一个主办单位。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("released_on", None), ("voided_at", None)),
                        fields=("motion", "round", "department"),
                        name="handling_department_once",
                        violation_error_message="这个单位已在这次办理的承办单位中。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "lead"), _negated=True),
                            ("replied_on", None),
                            ("result_class__isnull", False),
                            _connector="OR",
                        ),
                        name="handling_reply_has_class",
                        violation_error_message="主办单位的答复要写明结果类别。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("promise_done_on", None),
                            models.Q(
                                ("promise_done_on__gte", models.F("replied_on")),
                                ("replied_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="handling_promise_kept_after_reply",
                        violation_error_message="先有答复才谈得上兑现，兑现日期不早于答复日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("explained_on", None), ("explanation", "")),
                            models.Q(
                                ("explained_on__isnull", False),
                                ("replied_on__isnull", False),
                                ("explained_on__gte", models.F("replied_on")),
                                models.Q(("explanation", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handling_explanation_complete",
                        violation_error_message="说明的日期和内容要一起填写，先有答复，日期不早于答复日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contest_reason", ""), ("contested_on", None)),
                            models.Q(
                                ("contested_on__isnull", False),
                                models.Q(("contest_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handling_contest_has_reason",
                        violation_error_message="申请调整要写理由。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("release_reason", ""), ("released_on", None)),
                            models.Q(
                                ("released_on__isnull", False),
                                ("replied_on", None),
                                models.Q(("release_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handling_release_has_reason",
                        violation_error_message="不再承办要写原因；已经答复的不能这样办。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MotionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("register", "登记"),
                            ("amend", "修改"),
                            ("cosign", "附议"),
                            ("accept", "受理"),
                            ("convert", "议案转建议"),
                            ("merge", "并案"),
                            ("return", "退回"),
                            ("refer", "交办"),
                            ("add_assist", "增加协办"),
                            ("sign_for", "签收"),
                            ("contest", "申请调整"),
                            ("uphold", "不予调整"),
                            ("reassign", "调整主办"),
                            ("consult", "面商"),
                            ("extend", "延期"),
                            ("recompute", "重新计算期限"),
                            ("assist", "协办意见"),
                            ("draft", "拟答复"),
                            ("reply", "答复"),
                            ("rate", "评价"),
                            ("rehandle", "重新办理"),
                            ("fulfil", "承诺兑现"),
                            ("explain", "作出说明"),
                            ("supervise", "督办"),
                            ("close", "办结"),
                            ("withdraw", "撤回"),
                            ("reopen", "恢复办理"),
                        ],
                        max_length=12,
                        verbose_name="事项",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="发生日期")),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "草稿"),
                            ("registered", "已登记"),
                            ("accepted", "已受理"),
                            ("returned", "审查退回"),
                            ("merged", "已并案"),
                            ("referred", "已交办"),
                            ("in_hand", "办理中"),
                            ("replied", "已答复"),
                            ("rehandling", "重新办理"),
                            ("closed", "已办结"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=12,
                        verbose_name="原状态",
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("registered", "已登记"),
                            ("accepted", "已受理"),
                            ("returned", "审查退回"),
                            ("merged", "已并案"),
                            ("referred", "已交办"),
                            ("in_hand", "办理中"),
                            ("replied", "已答复"),
                            ("rehandling", "重新办理"),
                            ("closed", "已办结"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=12,
                        verbose_name="新状态",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
                (
                    "handling",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="motions.handling",
                        verbose_name="承办",
                    ),
                ),
            ],
            options={
                "verbose_name": "经过",
                "verbose_name_plural": "经过",
                "ordering": ["happened_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                    "way",
                    models.CharField(
                        choices=[("paper", "纸质签名"), ("login", "登录确认")],
                        default="paper",
                        max_length=6,
                        verbose_name="签名方式",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签名日期")),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="representatives.person",
                        verbose_name="联名代表",
                    ),
                ),
            ],
            options={
                "verbose_name": "联名",
                "verbose_name_plural": "联名代表",
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
                        name="motions_signature_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("motion", "person"),
                        name="signature_once",
                        violation_error_message="此人已在联名名单中。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionAct",
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
                    "rung",
                    models.CharField(
                        choices=[
                            ("remind", "提醒"),
                            ("urge", "催办通知"),
                            ("presidium", "主席团督办"),
                            ("inquire", "询问"),
                            ("congress", "向大会报告"),
                        ],
                        default="remind",
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("acted_on", models.DateField(verbose_name="日期")),
                ("subject", models.CharField(blank=True, max_length=80, verbose_name="专题")),
                ("content", models.CharField(blank=True, max_length=200, verbose_name="内容")),
                ("answer", models.TextField(blank=True, verbose_name="回复")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="回复日期")),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_acts",
                        to="congress.agendaitem",
                        verbose_name="主席团会议议题",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_acts",
                        to="township.department",
                        verbose_name="对哪个单位",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_acts",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_acts",
                        to="representatives.opinion",
                        verbose_name="群众意见",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_acts",
                        to="representatives.person",
                        verbose_name="督办人",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_acts",
                        to="congress.project",
                        verbose_name="民生项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办",
                "verbose_name_plural": "督办",
                "ordering": ["-acted_on", "pk"],
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
                        name="motions_supervisionact_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("motion__isnull", False),
                                ("opinion", None),
                                ("project", None),
                                ("subject", ""),
                            ),
                            models.Q(
                                ("motion", None),
                                ("opinion__isnull", False),
                                ("project", None),
                                ("subject", ""),
                            ),
                            models.Q(
                                ("motion", None),
                                ("opinion", None),
                                ("project__isnull", False),
                                ("subject", ""),
                            ),
                            models.Q(
                                ("motion", None),
                                ("opinion", None),
                                ("project", None),
                                models.Q(("subject", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="supervisionact_one_object",
                        violation_error_message="议案建议、群众意见、民生项目、专题填一项，且只填一项。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on", None),
                            ("answered_on__gte", models.F("acted_on")),
                            _connector="OR",
                        ),
                        name="supervisionact_answered_after",
                        violation_error_message="回复日期不能早于督办日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTabling",
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
                    "act",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="motions.supervisionact",
                        verbose_name="记成的督办",
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
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="representatives.opinion",
                        verbose_name="群众意见",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 列入议程",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="NumberSeries",
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
                    "family",
                    models.CharField(
                        choices=[("bill", "议案"), ("suggestion", "建议、批评和意见")],
                        max_length=10,
                        verbose_name="文种",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度"),
                ),
                ("last", models.PositiveSmallIntegerField(default=0, verbose_name="已编到")),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="congress.meeting",
                        verbose_name="人代会",
                    ),
                ),
            ],
            options={
                "verbose_name": "编号",
                "verbose_name_plural": "编号",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("session", None), ("year__isnull", False)),
                            models.Q(("session__isnull", False), ("year", None)),
                            _connector="OR",
                        ),
                        name="numberseries_session_or_year",
                        violation_error_message="编号按会次或者按年度，只能选一样。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("year", None)),
                        fields=("level", "family", "session"),
                        name="numberseries_of_session",
                        violation_error_message="这次会议的这一文种已在编号。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("session", None)),
                        fields=("level", "family", "year"),
                        name="numberseries_of_year",
                        violation_error_message="这一年的这一文种已在编号。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tabling",
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
                    "act",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tabling",
                        to="motions.supervisionact",
                        verbose_name="记成的督办",
                    ),
                ),
                (
                    "agenda_item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tabling",
                        to="congress.agendaitem",
                        verbose_name="议题",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tablings",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tablings",
                        to="representatives.opinion",
                        verbose_name="群众意见",
                    ),
                ),
            ],
            options={
                "verbose_name": "列入议程",
                "verbose_name_plural": "列入议程",
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
                        name="motions_tabling_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("motion__isnull", False), ("opinion", None)),
                            models.Q(("motion", None), ("opinion__isnull", False)),
                            _connector="OR",
                        ),
                        name="tabling_one_object",
                        violation_error_message="议案建议、群众意见填一项，且只填一项。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMotionScan",
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
                            ("original", "代表的纸质建议"),
                            ("signatures", "联名签名"),
                            ("reply", "答复函"),
                            ("survey", "征询意见表"),
                            ("other", "其他"),
                        ],
                        default="original",
                        max_length=12,
                        verbose_name="是什么",
                    ),
                ),
                ("file", models.TextField(max_length=100, verbose_name="扫描件")),
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更记录",
                "verbose_name_plural": "historical 扫描件",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MotionScan",
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
                            ("original", "代表的纸质建议"),
                            ("signatures", "联名签名"),
                            ("reply", "答复函"),
                            ("survey", "征询意见表"),
                            ("other", "其他"),
                        ],
                        default="original",
                        max_length=12,
                        verbose_name="是什么",
                    ),
                ),
                ("file", papers.scans.ScanField(verbose_name="扫描件")),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="说明")),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="motions.motion",
                        verbose_name="议案建议",
                    ),
                ),
            ],
            options={
                "verbose_name": "扫描件",
                "verbose_name_plural": "扫描件",
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
                        name="motions_motionscan_void_has_reason",
                        violation_error_message="作废一条记录要写明原因。",
                    )
                ],
            },
        ),
    ]
