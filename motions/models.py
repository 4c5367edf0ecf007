"""Motions and suggestions, from the deputy's paper to satisfaction.

In this module are the rows and what must be true of them; the verbs that change
their state are in motions.services.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from accounts.models import Role
from accounts.records import Record, RecordQuerySet, voidable_constraints
from congress.models import AgendaItem, Meeting, Project
from representatives.models import Opinion, Person
from township.models import DeadlineRule, Department, Level, Topic
from township.spans import today, within

# A town 议案 is moved by five deputies or more, the first included (地方组织法第二十二条).
MOVERS_OF_A_BILL = 5


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    MOSTLY = "mostly", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"
    NONE = "none", "未反馈"


class MotionQuerySet(RecordQuerySet):
    def at(self, level):
        return self.filter(level=level)

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def submitted_in(self, period):
        return self.filter(within(period, "submitted_on"))

    def accepted(self):
        """The motions that are handled as such: not draft, returned, merged or withdrawn."""
        return self.filter(status__in=Motion.HANDLED)

    def returned(self):
        return self.filter(status=Motion.Status.RETURNED)

    def key(self):
        """重点督办"""
        return self.filter(is_key=True)

    def open(self):
        """Accepted, and not yet 办结."""
        return self.accepted().exclude(status=Motion.Status.CLOSED)

    def closed(self):
        return self.filter(status=Motion.Status.CLOSED)

    def handed_over(self):
        return self.accepted().filter(Exists(Handling.objects.lead().filter(motion=OuterRef("pk"))))

    def answered(self, by=None):
        """With a reply of the lead department (办复); a reply is not 办结. `by`: up to that day."""
        replies = Handling.objects.lead().filter(motion=OuterRef("pk"), replied_on__isnull=False)
        if by:
            replies = replies.filter(replied_on__lte=by)
        return self.accepted().filter(Exists(replies))

    def answered_in_time(self):
        rows = Handling.objects.lead().filter(
            motion=OuterRef("pk"), round=1, replied_on__lte=F("due_on")
        )
        return self.accepted().filter(Exists(rows))

    def consulted(self):
        """Where the department met the deputy about it (面商)."""
        rows = Handling.objects.lead().filter(motion=OuterRef("pk"), consulted_on__isnull=False)
        return self.accepted().filter(Exists(rows))

    def handled_by(self, department):
        return self.filter(
            Exists(Handling.objects.lead().filter(motion=OuterRef("pk"), department=department))
        )

    def in_class(self, result_class):
        """Whose last reply of the lead department is of `result_class`."""
        last = Handling.objects.lead().filter(motion=OuterRef("pk"), replied_on__isnull=False)
        last = last.order_by("-round").values("result_class")[:1]
        return self.accepted().annotate(last_class=last).filter(last_class=result_class)

    def solved(self):
        """Whose last reply is of a class that means solved."""
        last = Handling.objects.lead().filter(motion=OuterRef("pk"), replied_on__isnull=False)
        last = last.order_by("-round").values("result_class__is_solved")[:1]
        return self.accepted().annotate(last_solved=last).filter(last_solved=True)

    def rated(self, *verdicts):
        """Whose last rating of the result is one of `verdicts`; without any, whose result was rated."""
        last = Rating.objects.filter(motion=OuterRef("pk")).order_by("-round").values("result")[:1]
        rows = self.accepted().annotate(last_verdict=last)
        if verdicts:
            return rows.filter(last_verdict__in=verdicts)
        return rows.filter(last_verdict__isnull=False).exclude(last_verdict=Satisfaction.NONE)

    def supervised_in(self, period):
        rows = SupervisionAct.objects.acted_in(period).filter(motion=OuterRef("pk"))
        return self.filter(Exists(rows))

    def overdue_on(self, day):
        """With a handling that was due before `day` and not answered by then."""
        return self.accepted().filter(
            Exists(Handling.objects.overdue_on(day).filter(motion=OuterRef("pk")))
        )

    def visible_to(self, user):
        """Office and leadership: all but drafts of others. A deputy: their own."""
        if user.is_office:
            return self
        if user.reads_everything_public:
            return self.exclude(status=Motion.Status.DRAFT)
        if user.is_authenticated and user.role == Role.DEPUTY:
            mine = Signature.objects.filter(person__user=user).values("motion")
            return self.filter(Q(proposer__user=user) | Q(pk__in=mine))
        return self.none()


class Motion(Record):
    """议案 or 建议、批评、意见, of the town or of the city congress."""

    class Kind(models.TextChoices):
        BILL = "bill", "议案"
        SUGGESTION = "suggestion", "建议"
        CRITICISM = "criticism", "批评"
        OPINION = "opinion", "意见"

    class Occasion(models.TextChoices):
        SESSION = "session", "大会期间"
        BETWEEN = "between", "闭会期间"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        REGISTERED = "registered", "已登记"
        RETURNED = "returned", "审查退回"
        MERGED = "merged", "已并案"
        REFERRED = "referred", "已交办"
        IN_HAND = "in_hand", "办理中"
        REPLIED = "replied", "已答复"
        REHANDLING = "rehandling", "重新办理"
        CLOSED = "closed", "已办结"
        WITHDRAWN = "withdrawn", "已撤回"

    class ReturnReason(models.TextChoices):
        """安徽省办理人大代表建议、批评和意见的规定：不得作为建议的"""

        PRIVATE = "private", "解决代表本人及亲属问题"
        LETTER = "letter", "代转群众来信"
        ACADEMIC = "academic", "学术探讨、产品推介"
        EMPTY = "empty", "没有具体内容"
        OTHER = "other", "其他不应作为建议提出的"

    HANDLED = (
        Status.REGISTERED, Status.REFERRED, Status.IN_HAND, Status.REPLIED, Status.REHANDLING,
        Status.CLOSED,
    )  # fmt: skip
    SUGGESTIONS = (Kind.SUGGESTION, Kind.CRITICISM, Kind.OPINION)

    level = models.CharField(
        "级别", max_length=12, choices=Level, default=Level.TOWN, help_text="向哪一级人大提出。"
    )
    kind = models.CharField("文种", max_length=12, choices=Kind, default=Kind.SUGGESTION)
    number = models.PositiveSmallIntegerField(
        "编号", null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="镇的受理后编号；市人大代表的照市里的编号填。",
    )  # fmt: skip
    year = models.PositiveSmallIntegerField("编号年度", help_text="闭会期间的按年度编号。")
    title = models.CharField("案由", max_length=100, help_text="一事一案，如：关于清理排水沟的建议")
    occasion = models.CharField(
        "提出时段", max_length=8, choices=Occasion, default=Occasion.BETWEEN
    )
    session = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="在哪次人代会", related_name="motions", null=True, blank=True,
        limit_choices_to={"kind": "session"}, help_text="镇级、大会期间提出的填写。",
    )  # fmt: skip
    topic = models.ForeignKey(
        Topic, models.PROTECT, verbose_name="内容类别", related_name="motions"
    )
    proposer = models.ForeignKey(
        Person, models.PROTECT, verbose_name="领衔代表", related_name="motions"
    )
    submitted_on = models.DateField("提出日期")
    grounds = models.TextField("情况（案据）", blank=True)
    proposal = models.TextField("建议（方案）", blank=True)
    is_public = models.BooleanField("同意公开", default=True)
    is_key = models.BooleanField("重点督办", default=False)
    is_complex = models.BooleanField(
        "涉及面广、处理难度大", default=False, help_text="办理期限按六个月。"
    )
    is_converted = models.BooleanField("由议案转为建议", default=False)
    opinion = models.ForeignKey(
        Opinion,
        models.PROTECT,
        verbose_name="来自哪条群众意见",
        related_name="motions",
        null=True,
        blank=True,
    )
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.REGISTERED)
    return_reason = models.CharField("退回原因", max_length=10, choices=ReturnReason, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="并入哪一件",
        related_name="merged",
        null=True,
        blank=True,
    )
    closed_on = models.DateField("办结日期", null=True, blank=True)

    objects = MotionQuerySet.standing_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "议案建议"
        verbose_name_plural = "议案建议"
        ordering = ["-submitted_on", "-pk"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["level", "session", "number"], name="motion_bill_number_of_session",
                condition=Q(kind="bill", session__isnull=False, number__isnull=False),
                violation_error_message="这次会议的议案已有这个编号，编号不重复使用。",
            ),
            models.UniqueConstraint(
                fields=["level", "session", "number"], name="motion_suggestion_number_of_session",
                condition=~Q(kind="bill") & Q(session__isnull=False, number__isnull=False),
                violation_error_message="这次会议的建议已有这个编号，编号不重复使用。",
            ),
            models.UniqueConstraint(
                fields=["level", "year", "number"], name="motion_bill_number_of_year",
                condition=Q(kind="bill", session=None, number__isnull=False),
                violation_error_message="这一年的议案已有这个编号，编号不重复使用。",
            ),
            models.UniqueConstraint(
                fields=["level", "year", "number"], name="motion_suggestion_number_of_year",
                condition=~Q(kind="bill") & Q(session=None, number__isnull=False),
                violation_error_message="这一年的建议已有这个编号，编号不重复使用。",
            ),
            models.CheckConstraint(
                condition=~Q(level="town", occasion="session") | Q(session__isnull=False),
                name="motion_session_named",
                violation_error_message="镇级大会期间提出的，要选是哪次人代会。",
            ),
            models.CheckConstraint(
                condition=Q(session=None) | Q(level="town", occasion="session"),
                name="motion_session_only_town",
                violation_error_message="闭会期间或上一级的，不填人代会。",
            ),
            models.CheckConstraint(
                condition=Q(status="returned") & ~Q(return_reason="")
                | ~Q(status="returned") & Q(return_reason=""),
                name="motion_return_has_reason",
                violation_error_message="审查退回的要写原因；没有退回的不写。",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | ~Q(status="merged") & Q(merged_into=None),
                name="motion_merged_into_one",
                violation_error_message="已并案的要选并入哪一件；没有并案的不选。",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False, closed_on__gte=F("submitted_on"))
                | ~Q(status="closed") & Q(closed_on=None),
                name="motion_closed_has_date",
                violation_error_message="已办结的要填办结日期，且不早于提出日期；没有办结的不填。",
            ),
            models.CheckConstraint(
                condition=~Q(is_converted=True, kind="bill"), name="motion_converted_is_suggestion",
                violation_error_message="由议案转为建议的，文种选建议。",
            ),
        )  # fmt: skip
        indexes = [
            models.Index(fields=["submitted_on", "level"], name="motion_by_day"),
            models.Index(fields=["status", "submitted_on"], name="motion_by_status"),
        ]

    def __str__(self):
        return f"第{self.number}号 {self.title}" if self.number else self.title

    def clean(self):
        if self.submitted_on and self.submitted_on > today():
            raise ValidationError({"submitted_on": "提出日期不能在今天之后。"})
        if self.closed_on and self.closed_on > today():
            raise ValidationError({"closed_on": "办结日期不能在今天之后。"})
        if self.session_id and not self.session.is_session:
            raise ValidationError({"session": "大会期间提出的，要选一次人代会。"})
        if self.merged_into_id and self.merged_into_id == self.pk:
            raise ValidationError({"merged_into": "不能并入自己。"})
        if self.proposer_id and self.submitted_on:
            self.refuse_proposer_without_mandate()
        if self.number:
            self.refuse_number_of_voided()

    def refuse_number_of_voided(self):
        """A number is never used again, not even that of a voided motion.

        The constraints say so too, but they look through the manager that does
        not see voided rows, and the database would answer with an error page.
        """
        family = Q(kind=self.Kind.BILL) if self.kind == self.Kind.BILL else ~Q(kind=self.Kind.BILL)
        scope = Q(session=self.session_id) if self.session_id else Q(session=None, year=self.year)
        used = Motion.with_voided.filter(family, scope, level=self.level, number=self.number)
        if used.exclude(voided_at=None).exclude(pk=self.pk).exists():
            raise ValidationError({"number": "这个编号属于一件已作废的，编号不重复使用。"})

    def refuse_proposer_without_mandate(self):
        """A motion is submitted to a congress by one of its deputies (代表法第二十四条)."""
        if not self.may_be_moved_by(self.proposer):
            level = self.get_level_display()
            raise ValidationError(
                {"proposer": f"{self.proposer}在{self.submitted_on}不是{level}级代表。"}
            )

    def may_be_moved_by(self, person):
        """True when `person` was a deputy of this congress on the day of submission."""
        held = person.mandates.filter(term__level=self.level)
        return held.in_force(self.submitted_on).exists()

    def refuse_too_few_movers(self, signatures):
        """A town 议案 needs five deputies; `signatures` counts those besides the proposer."""
        if (
            self.kind != self.Kind.BILL
            or self.level != Level.TOWN
            or self.status not in self.HANDLED
        ):
            return
        if signatures + 1 < MOVERS_OF_A_BILL:
            raise ValidationError(
                f"议案须有代表{MOVERS_OF_A_BILL}人以上联名，现在{signatures + 1}人；"
                "不足的可以改为建议。（地方组织法第二十二条）"
            )


class Signature(Record):
    """A deputy who signs a motion with its proposer (联名、附议)."""

    class Way(models.TextChoices):
        PAPER = "paper", "纸质签名"
        LOGIN = "login", "登录确认"

    motion = models.ForeignKey(
        Motion, models.PROTECT, verbose_name="议案建议", related_name="signatures"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="联名代表", related_name="signatures"
    )
    way = models.CharField("签名方式", max_length=6, choices=Way, default=Way.PAPER)
    signed_on = models.DateField("签名日期", null=True, blank=True)

    objects = RecordQuerySet.standing_manager("motion")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "联名"
        verbose_name_plural = "联名代表"
        ordering = ["pk"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["motion", "person"], condition=Q(voided_at=None), name="signature_once",
                violation_error_message="此人已在联名名单中。",
            ),
        )  # fmt: skip

    def __str__(self):
        return str(self.person)

    def clean(self):
        if not (self.motion_id and self.person_id):
            return
        motion = self.motion
        if self.person_id == motion.proposer_id:
            raise ValidationError({"person": "领衔代表不再列入联名。"})
        if motion.submitted_on and not motion.may_be_moved_by(self.person):
            level = motion.get_level_display()
            raise ValidationError(
                {"person": f"{self.person}在{motion.submitted_on}不是{level}级代表，不能联名。"}
            )


class ResultClass(models.Model):
    """A class of reply (A/B/C): which letters mean what differs from place to place."""

    code = models.CharField("代码", max_length=4, unique=True)
    name = models.CharField("含义", max_length=60)
    is_solved = models.BooleanField("算作解决", default=False)
    needs_promise = models.BooleanField("要有承诺期限", default=False)
    order = models.PositiveSmallIntegerField("排序", default=0)

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "办理结果类别"
        verbose_name_plural = "办理结果类别"
        ordering = ["order", "code"]

    def __str__(self):
        return f"{self.code}类"


class HandlingQuerySet(RecordQuerySet):
    def lead(self):
        return self.filter(role=Handling.Role.LEAD)

    def assisting(self):
        return self.filter(role=Handling.Role.ASSIST)

    def unanswered(self):
        return self.filter(replied_on=None)

    def handed_over_in(self, period):
        return self.filter(within(period, "handed_over_on"))

    def overdue_on(self, day):
        """Lead handlings due before `day` and not answered until then."""
        return self.lead().filter(due_on__lt=day).filter(Q(replied_on=None) | Q(replied_on__gt=day))

    def late_on(self, day):
        """Lead handlings answered after their due date, or still unanswered on `day` past it."""
        overdue = Q(replied_on=None, due_on__lt=day) | Q(replied_on__gt=F("due_on"))
        return self.lead().filter(overdue)

    def due_between(self, start, end):
        """Unanswered lead handlings due in [start, end)."""
        return self.lead().unanswered().filter(due_on__gte=start, due_on__lt=end)

    def promises_open(self):
        """With a promise that has a date and is not kept yet."""
        return self.filter(promise_due_on__isnull=False, promise_done_on=None)

    def promises_open_on(self, day):
        """With a promise made by `day` that was not kept by then."""
        made = self.filter(promise_due_on__isnull=False, replied_on__lte=day)
        return made.filter(Q(promise_done_on=None) | Q(promise_done_on__gt=day))

    def visible_to(self, user):
        return self.filter(motion__in=Motion.objects.visible_to(user).values("pk"))


class Handling(Record):
    """承办: one department handles a motion, with its own clock and reply."""

    class Role(models.TextChoices):
        LEAD = "lead", "主办"
        ASSIST = "assist", "协办"

    class Consultation(models.TextChoices):
        VISIT = "visit", "上门走访"
        MEETING = "meeting", "座谈"
        PHONE = "phone", "电话"
        OTHER = "other", "其他"

    motion = models.ForeignKey(
        Motion, models.PROTECT, verbose_name="议案建议", related_name="handlings"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="承办单位", related_name="handlings"
    )
    role = models.CharField("主办协办", max_length=6, choices=Role, default=Role.LEAD)
    round = models.PositiveSmallIntegerField(
        "第几次办理",
        default=1,
        validators=[MinValueValidator(1)],
        help_text="不满意重新办理的为2。",
    )
    handed_over_on = models.DateField("交办日期")
    rule = models.ForeignKey(
        DeadlineRule, models.PROTECT, verbose_name="期限依据", related_name="handlings",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    due_on = models.DateField("办理期限", null=True, blank=True, editable=False)
    extended_to = models.DateField("延期至", null=True, blank=True)
    extension_reason = models.CharField("延期理由", max_length=100, blank=True)
    accepted_on = models.DateField("签收日期", null=True, blank=True)
    handler = models.CharField("承办人", max_length=30, blank=True)
    consulted_on = models.DateField("面商日期", null=True, blank=True)
    consulted_by = models.CharField("面商方式", max_length=8, choices=Consultation, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    reply_number = models.CharField("答复文号", max_length=40, blank=True)
    reply = models.TextField("答复内容", blank=True)
    result_class = models.ForeignKey(
        ResultClass,
        models.PROTECT,
        verbose_name="结果类别",
        related_name="handlings",
        null=True,
        blank=True,
    )
    promise = models.CharField("承诺事项", max_length=200, blank=True)
    promise_due_on = models.DateField("承诺期限", null=True, blank=True)
    promise_done_on = models.DateField("承诺兑现日期", null=True, blank=True)

    objects = HandlingQuerySet.standing_manager("motion")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "承办"
        verbose_name_plural = "承办"
        ordering = ["motion", "round", "-role", "pk"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["motion", "round"], condition=Q(role="lead", voided_at=None),
                name="handling_one_lead",
                violation_error_message="一件议案建议的每次办理只有一个主办单位。",
            ),
            models.UniqueConstraint(
                fields=["motion", "round", "department"], condition=Q(voided_at=None),
                name="handling_department_once",
                violation_error_message="这个单位已在这次办理的承办单位中。",
            ),
            models.CheckConstraint(
                condition=Q(replied_on=None) | Q(replied_on__gte=F("handed_over_on")),
                name="handling_replied_after_handover",
                violation_error_message="答复日期不能早于交办日期。",
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None, extension_reason="")
                | (
                    Q(extended_to__isnull=False, extended_to__gt=F("handed_over_on"))
                    & ~Q(extension_reason="")
                ),
                name="handling_extension_has_reason",
                violation_error_message="延期要写理由，延期日期要晚于交办日期。",
            ),
            models.CheckConstraint(
                condition=Q(consulted_on=None, consulted_by="")
                | (Q(consulted_on__isnull=False) & ~Q(consulted_by="")),
                name="handling_consultation_complete",
                violation_error_message="面商日期和面商方式要一起填写。",
            ),
            models.CheckConstraint(
                condition=~Q(role="lead") | Q(replied_on=None, result_class=None)
                | Q(replied_on__isnull=False, result_class__isnull=False),
                name="handling_reply_has_class",
                violation_error_message="主办单位的答复日期和结果类别要一起填写。",
            ),
            models.CheckConstraint(
                condition=Q(promise_done_on=None) | Q(promise_due_on__isnull=False),
                name="handling_promise_has_date",
                violation_error_message="兑现的承诺要有承诺期限。",
            ),
        )  # fmt: skip
        indexes = [models.Index(fields=["due_on", "replied_on"], name="handling_by_due")]

    def __str__(self):
        return f"{self.department}（{self.get_role_display()}）"

    @property
    def event(self):
        if self.role == self.Role.ASSIST:
            return DeadlineRule.Event.ASSIST
        return DeadlineRule.Event.REHANDLE if self.round > 1 else DeadlineRule.Event.LEAD

    @property
    def explanation(self):
        """How the due date was computed, for the page."""
        if not self.rule_id:
            return ""
        words = self.rule.explain(self.handed_over_on, is_complex=self.motion.is_complex)
        return f"{words}；延期至{self.extended_to}" if self.extended_to else words

    def clean(self):
        day = today()
        for field in (
            "handed_over_on",
            "accepted_on",
            "consulted_on",
            "replied_on",
            "promise_done_on",
        ):
            if getattr(self, field) and getattr(self, field) > day:
                label = self._meta.get_field(field).verbose_name
                raise ValidationError({field: f"{label}不能在今天之后。"})
        if self.promise_due_on and not self.promise:
            raise ValidationError({"promise": "有承诺期限的，要写明承诺什么。"})
        if self.motion_id and self.handed_over_on and self.motion.submitted_on:
            if self.handed_over_on < self.motion.submitted_on:
                raise ValidationError({"handed_over_on": "交办日期不能早于提出日期。"})

    def judge(self, rule):
        """Set the due date by `rule` (a DeadlineRule or None), which is remembered."""
        self.rule = rule
        due = rule.due_on(self.handed_over_on, is_complex=self.motion.is_complex) if rule else None
        self.due_on = self.extended_to or due


class Rating(Record):
    """What the proposer says of one round: the handling (工作) and the result (结果), apart."""

    motion = models.ForeignKey(
        Motion, models.PROTECT, verbose_name="议案建议", related_name="ratings"
    )
    round = models.PositiveSmallIntegerField(
        "对第几次办理", default=1, validators=[MinValueValidator(1)]
    )
    handling = models.CharField("对办理工作", max_length=12, choices=Satisfaction)
    result = models.CharField("对办理结果", max_length=12, choices=Satisfaction)
    reason = models.CharField("意见", max_length=200, blank=True, help_text="不满意的要写理由。")
    rated_on = models.DateField("反馈日期", null=True, blank=True)
    is_on_behalf = models.BooleanField(
        "代填", default=True, help_text="按代表纸质反馈表代填的勾选。"
    )

    objects = RecordQuerySet.standing_manager("motion")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "代表评价"
        verbose_name_plural = "代表评价"
        ordering = ["motion", "round"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["motion", "round"], condition=Q(voided_at=None), name="rating_once_per_round",
                violation_error_message="这次办理已有评价。",
            ),
            models.CheckConstraint(
                condition=~(Q(handling="unsatisfied") | Q(result="unsatisfied")) | ~Q(reason=""),
                name="rating_unsatisfied_has_reason",
                violation_error_message="不满意的要写理由。",
            ),
            models.CheckConstraint(
                condition=Q(rated_on__isnull=False) | Q(handling="none", result="none"),
                name="rating_has_date",
                violation_error_message="有评价的要填反馈日期。",
            ),
        )  # fmt: skip

    def __str__(self):
        return self.get_result_display()

    def clean(self):
        if self.rated_on and self.rated_on > today():
            raise ValidationError({"rated_on": "反馈日期不能在今天之后。"})


class SupervisionActQuerySet(RecordQuerySet):
    def acted_in(self, period):
        return self.filter(within(period, "acted_on"))

    def visible_to(self, user):
        return self if user.reads_everything_public else self.none()


class SupervisionAct(Record):
    """督办: one step on the ladder, on a motion, an opinion, a project or a named topic."""

    class Rung(models.TextChoices):
        REMIND = "remind", "提醒"
        URGE = "urge", "催办通知"
        PRESIDIUM = "presidium", "主席团督办"
        INQUIRE = "inquire", "询问"
        CONGRESS = "congress", "向大会报告"

    rung = models.CharField("方式", max_length=10, choices=Rung, default=Rung.REMIND)
    acted_on = models.DateField("日期")
    motion = models.ForeignKey(
        Motion,
        models.PROTECT,
        verbose_name="议案建议",
        related_name="supervision_acts",
        null=True,
        blank=True,
    )
    opinion = models.ForeignKey(
        Opinion,
        models.PROTECT,
        verbose_name="群众意见",
        related_name="supervision_acts",
        null=True,
        blank=True,
    )
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        verbose_name="民生项目",
        related_name="supervision_acts",
        null=True,
        blank=True,
    )
    subject = models.CharField("专题", max_length=80, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="对哪个单位", related_name="supervision_acts",
        null=True, blank=True,
    )  # fmt: skip
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, verbose_name="主席团会议议题", related_name="supervision_acts",
        null=True, blank=True,
    )  # fmt: skip
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name="督办人",
        related_name="supervision_acts",
        null=True,
        blank=True,
    )
    content = models.CharField("内容", max_length=200, blank=True)
    answer = models.TextField("回复", blank=True)
    answered_on = models.DateField("回复日期", null=True, blank=True)

    objects = SupervisionActQuerySet.standing_manager("motion", "opinion", "project")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "督办"
        verbose_name_plural = "督办"
        ordering = ["-acted_on", "pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(motion__isnull=False, opinion=None, project=None, subject="")
                | Q(motion=None, opinion__isnull=False, project=None, subject="")
                | Q(motion=None, opinion=None, project__isnull=False, subject="")
                | (Q(motion=None, opinion=None, project=None) & ~Q(subject="")),
                name="supervisionact_one_object",
                violation_error_message="议案建议、群众意见、民生项目、专题填一项，且只填一项。",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("acted_on")),
                name="supervisionact_answered_after",
                violation_error_message="回复日期不能早于督办日期。",
            ),
        )

    def __str__(self):
        return f"{self.acted_on} {self.get_rung_display()}"

    def clean(self):
        if self.acted_on and self.acted_on > today():
            raise ValidationError({"acted_on": "督办日期不能在今天之后。"})


class MotionEvent(models.Model):
    """What happened to a motion: written together with the state, never changed."""

    motion = models.ForeignKey(
        Motion, models.PROTECT, verbose_name="议案建议", related_name="events"
    )
    verb = models.CharField("事项", max_length=20)
    happened_on = models.DateField("发生日期")
    from_status = models.CharField("原状态", max_length=12, choices=Motion.Status, blank=True)
    to_status = models.CharField("新状态", max_length=12, choices=Motion.Status)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人", related_name="+"
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "经过"
        verbose_name_plural = "经过"
        ordering = ["happened_on", "pk"]

    def __str__(self):
        return f"{self.happened_on} {self.verb}"
