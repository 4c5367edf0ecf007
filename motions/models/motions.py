"""A motion or suggestion, and who signs it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Role
from congress.models import Meeting
from motions.lateness import lateness
from records.base import Record, RecordQuerySet, voidable_constraints
from records.bounds import between
from representatives.models import Opinion, Person
from township.models import Level, Topic, Town
from township.spans import today, within

# Of the town's own numbers, and of the city's, which are typed on forms of their own.
NUMBERS = between(1, 9_999)

# A town 议案 is moved by five deputies or more, the first included (地方组织法第二十二条).
MOVERS_OF_A_BILL = 5


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    MOSTLY = "mostly", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"
    NONE = "none", "未反馈"


class Scope(models.TextChoices):
    """What lists and counts keep apart: whose congress it went to, and what came down from it."""

    TOWN = "town", "镇级"
    ABOVE = "above", "市级"
    HANDED_DOWN = "handed_down", "市里交办"


def rows_of(relation):
    """The standing rows behind a reverse `relation` of Motion; their modules import this one."""
    return Motion._meta.get_field(relation).related_model.objects


def leads():
    """The lead handlings of the motion of an outer query."""
    return rows_of("handlings").lead().filter(motion=OuterRef("pk"))


def last_reply():
    """Of those the last one that was answered."""
    return leads().filter(replied_on__isnull=False).order_by("-round")


def of_last(rows, column):
    """The value of `column` in the last round of `rows` (handlings, ratings of an outer query)."""
    return Subquery(rows.order_by("-round").values(column)[:1])


def no_others_draft(user):
    """The condition that a motion was handed in, or is a draft of `user`'s own.

    A draft that was thrown away is still nobody else's.
    """
    mine = Q(entered_by=user) | Q(proposer__user=user)
    draft, withdrawn = Motion.Status.DRAFT, Motion.Status.WITHDRAWN
    thrown_away = rows_of("events").filter(
        motion=OuterRef("pk"), from_status=draft, to_status=withdrawn
    )
    return ~(Q(status=draft) | Q(Exists(thrown_away), status=withdrawn)) | mine


class MotionQuerySet(RecordQuerySet):
    def update(self, **values):
        """As Django's, but for what only a verb may write: a state without its event is a lie."""
        if set(values) & Motion.WRITTEN_BY_VERBS:
            raise TypeError("the state of a motion is written by motions.services alone")
        return super().update(**values)

    def at(self, level):
        return self.filter(level=level)

    def about(self, text):
        """With `text` in the title; a number, 14 or 第14号, finds those of that number too."""
        named = Q(title__contains=text)
        number = text.removeprefix("第").removesuffix("号")
        return self.filter(named | Q(number=number) if number.isdecimal() else named)

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def submitted_in(self, period):
        return self.filter(within(period, "submitted_on"))

    def accepted(self):
        """The motions that are handled as such: not draft, returned, merged or withdrawn."""
        return self.filter(status__in=Motion.HANDLED)

    def own(self):
        """Submitted by our deputies; not what the city hands down to the town."""
        return self.filter(is_handed_down=False)

    def handed_down(self):
        """Handed down to the town by the city congress, whoever moved it there."""
        return self.filter(is_handed_down=True)

    def within_scope(self, scope):
        """The motions of one Scope; every motion is of exactly one."""
        if scope == Scope.HANDED_DOWN:
            return self.handed_down()
        rows = self.own()
        is_town = Q(level=Level.TOWN)
        return rows.filter(is_town) if scope == Scope.TOWN else rows.exclude(is_town)

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
        return self.accepted().filter(Exists(leads()))

    def answered(self, by=None):
        """With a reply of the lead department (办复); a reply is not 办结. `by`: up to that day."""
        replies = leads().filter(replied_on__lte=by) if by else last_reply()
        return self.accepted().filter(Exists(replies))

    def late_on(self, day):
        """With a round that was answered too late, or is still owed on `day`, past its due date."""
        rows = rows_of("handlings").late_on(day).filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def judgeable_on(self, day):
        """With a round that was due, and was answered or ran out before `day`.

        What no rule sets a due date for is neither in time nor late.
        """
        late = rows_of("handlings").late_on(day).filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(leads().judged()) | Exists(late))

    def undated(self):
        """With a round that was due on no day."""
        return self.accepted().filter(Exists(leads().undated()))

    def undated_on(self, day):
        """With a round of these that was owed at the end of `day`."""
        rows = rows_of("handlings").undated_on(day).filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def consulted(self):
        """Where the department met the deputy about it (面商)."""
        return self.accepted().filter(Exists(leads().filter(consulted_on__isnull=False)))

    def handled_by(self, department):
        return self.filter(Exists(leads().filter(department=department)))

    def in_class(self, result_class):
        """Whose last reply of the lead department is of `result_class` (a ResultClass or its code)."""
        code = getattr(result_class, "code", result_class)
        last = last_reply().values("result_class__code")[:1]
        return self.accepted().annotate(last_class=last).filter(last_class=code)

    def solved(self):
        """Whose last reply is of a class that means solved, or promised what was since kept."""
        kept = Q(result_class__is_solved=True) | Q(promise_done_on__isnull=False)
        last = last_reply().annotate(
            is_kept=Case(When(kept, then=Value(True)), default=Value(False))
        )
        rows = self.accepted().annotate(last_solved=last.values("is_kept")[:1])
        return rows.filter(last_solved=True)

    def tracked_on(self, day):
        """Answered by `day` with a plan or a no that was neither kept nor explained by then (B、C类)."""
        rows = rows_of("handlings").tracked_on(day).filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def due_by(self, day):
        """Owed an answer that was due, or will be, on `day` at the latest."""
        rows = rows_of("handlings").owed_by(day).filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def waiting(self):
        """That wait for the office itself, or for the deputy's word: not for a department."""
        status = Motion.Status
        contested = rows_of("handlings").lead().contested().filter(motion=OuterRef("pk"))
        waits = Q(status__in=[status.REGISTERED, status.ACCEPTED, status.REPLIED])
        return self.filter(waits | Exists(contested))

    def awaiting_rating(self):
        """Answered, and neither rated nor noted as 未反馈 for the last round."""
        last = last_reply().values("round")[:1]
        rows = self.filter(status=Motion.Status.REPLIED).annotate(last_round=last)
        rated = rows_of("ratings").filter(motion=OuterRef("pk"), round=OuterRef("last_round"))
        return rows.exclude(Exists(rated))

    def rated(self, *verdicts):
        """Whose last rating of the result is one of `verdicts`; without any, whose result was rated."""
        last = (
            rows_of("ratings").filter(motion=OuterRef("pk")).order_by("-round").values("result")[:1]
        )
        rows = self.accepted().annotate(last_verdict=last)
        if verdicts:
            return rows.filter(last_verdict__in=verdicts)
        return rows.filter(last_verdict__isnull=False).exclude(last_verdict=Satisfaction.NONE)

    def supervised_in(self, period):
        rows = rows_of("supervision_acts").acted_in(period).filter(motion=OuterRef("pk"))
        return self.filter(Exists(rows))

    def overdue_on(self, day):
        """With a handling that was due before `day` and not answered by then."""
        rows = rows_of("handlings").overdue_on(day).filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def due_between(self, start, end):
        """Whose lead department still owes an answer that is due in [start, end)."""
        rows = rows_of("handlings").due_between(start, end).filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def promised(self):
        """Answered with a promise that has its day and is neither kept nor explained."""
        rows = rows_of("handlings").promises_open().filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def with_lead(self, day):
        """With what a list shows of the last round: the lead department, its dates, its answer,
        the rating, and in `late_word` the Lateness on `day` (None where nothing is due).
        """
        ratings = rows_of("ratings").filter(motion=OuterRef("pk"))
        rows = self.annotate(
            lead_name=of_last(leads(), "department__name"),
            last_due=of_last(leads(), "due_on"),
            last_reply=of_last(leads(), "replied_on"),
            class_code=Subquery(last_reply().values("result_class__code")[:1]),
            last_result=of_last(ratings, "result"),
        )
        word = lateness(day, Town.get(), due="last_due", answered="last_reply")
        handled = Q(status__in=Motion.HANDLED)
        return rows.annotate(late_word=Case(When(handled, then=word), default=Value(None)))

    def that_are(self, word, day):
        """The motions in hand that are `word` (a Lateness) on `day`."""
        return self.with_lead(day).filter(late_word=word)

    def asking(self, user):
        """Not yet reviewed, and waiting for the signature of `user`, who was asked for it."""
        asked = rows_of("signatures").filter(motion=OuterRef("pk"), person__user=user)
        return self.filter(Exists(asked.filter(signed_on=None)), status__in=Motion.UNREVIEWED)

    def visible_to(self, user):
        """Office and leadership: all but the drafts of others. A deputy: what they moved or signed."""
        if not user.is_authenticated:
            return self.none()
        if user.reads_everything_public:
            return self.filter(no_others_draft(user))
        if user.holds(Role.DEPUTY):
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
        ACCEPTED = "accepted", "已受理"
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
        Status.ACCEPTED, Status.REFERRED, Status.IN_HAND, Status.REPLIED, Status.REHANDLING,
        Status.CLOSED,
    )  # fmt: skip
    # Before the review: its words may still be changed.
    UNREVIEWED = (Status.DRAFT, Status.REGISTERED)
    WRITTEN_BY_VERBS = frozenset({"status", "number", "closed_on", "return_reason", "merged_into"})
    SUGGESTIONS = (Kind.SUGGESTION, Kind.CRITICISM, Kind.OPINION)

    level = models.CharField(
        "级别", max_length=12, choices=Level, default=Level.TOWN, help_text="向哪一级人大提出。"
    )
    kind = models.CharField("文种", max_length=12, choices=Kind, default=Kind.SUGGESTION)
    number = models.PositiveSmallIntegerField(
        "编号", null=True, blank=True, validators=NUMBERS,
        help_text="镇的受理后编号；市人大代表的照市里的编号填。",
    )  # fmt: skip
    year = models.PositiveSmallIntegerField("编号年度", editable=False)
    is_handed_down = models.BooleanField(
        "市里交办", default=False, help_text="上一级人大交给本镇承办的，不是本镇代表提出的。"
    )
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
    is_converted = models.BooleanField("由议案转为建议", default=False, editable=False)
    is_on_behalf = models.BooleanField(
        "代填", default=False, help_text="按代表的纸质建议代为登记的。"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+",
        null=True, editable=False,
    )  # fmt: skip
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
    review_note = models.CharField("审查意见", max_length=200, blank=True)
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
            models.CheckConstraint(
                condition=Q(is_handed_down=False) | ~Q(level="town"), name="motion_handed_down_from_above",
                violation_error_message="市里交办的，级别选上一级。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["draft", "registered", "returned", "merged"]) | Q(number=None),
                name="motion_number_on_acceptance",
                violation_error_message="受理以后才有编号。",
            ),
        )  # fmt: skip
        indexes = [
            models.Index(fields=["submitted_on", "level"], name="motion_by_day"),
            models.Index(fields=["status", "submitted_on"], name="motion_by_status"),
        ]

    def __str__(self):
        return f"第{self.number}号 {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("motion-detail", args=[self.pk])

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row.kept_status = row.__dict__.get("status")
        return row

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self.kept_status = self.__dict__.get("status")

    def move_to(self, status):
        """Change the state. Only for motions.services, which writes the event beside it."""
        self.status = self.kept_status = status

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.kept_status = self.status
        elif self.__dict__.get("status") != self.kept_status:
            raise TypeError("the state of a motion is written by motions.services alone")
        super().save(*args, **kwargs)

    def clean(self):
        if self.submitted_on and self.number is None:
            self.year = self.submitted_on.year  # what comes between sessions is numbered by years
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
        """A motion is submitted to a congress by one of its deputies (代表法第二十四条).

        Of what the city hands down the proposer may be another town's deputy.
        """
        if not self.is_handed_down and not self.may_be_moved_by(self.proposer):
            level = self.get_level_display()
            raise ValidationError(
                {"proposer": f"{self.proposer}在{self.submitted_on}不是{level}级代表。"}
            )

    def may_be_moved_by(self, person):
        """True when `person` was a deputy of this congress on the day of submission."""
        held = person.mandates.filter(term__level=self.level)
        return held.in_force(self.submitted_on).exists()

    @property
    def scope(self):
        """The Scope in which lists and counts keep this one."""
        if self.is_handed_down:
            return Scope.HANDED_DOWN
        return Scope.TOWN if self.level == Level.TOWN else Scope.ABOVE

    @property
    def numbered(self):
        """Its number as people say it: 2026年第14号; 未编号 before it is accepted."""
        return f"{self.year}年第{self.number}号" if self.number else "未编号"

    @property
    def noun(self):
        """What it is called in a sentence: 议案, or 建议 for the three other kinds."""
        return "议案" if self.kind == self.Kind.BILL else "建议"

    @property
    def is_unreviewed(self):
        return self.status in self.UNREVIEWED

    def refuse_too_few_movers(self, signatures):
        """A town 议案 needs five deputies; `signatures` counts those besides the proposer."""
        if self.kind != self.Kind.BILL or self.level != Level.TOWN:
            return
        if signatures + 1 < MOVERS_OF_A_BILL:
            raise ValidationError(
                f"议案须有代表{MOVERS_OF_A_BILL}人以上联名，现在{signatures + 1}人；"
                "不足的可以改为建议。（地方组织法第二十二条）"
            )


class SignatureQuerySet(RecordQuerySet):
    def given(self):
        """On paper, or confirmed by the deputy who was asked to sign."""
        return self.exclude(way=Signature.Way.LOGIN, signed_on=None)


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
    scan = models.ForeignKey(
        "motions.MotionScan", models.PROTECT, verbose_name="签名页", related_name="signatures",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="核对签名页的人", related_name="+",
        null=True, blank=True, editable=False,
    )  # fmt: skip

    objects = SignatureQuerySet.standing_manager("motion")
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
            models.CheckConstraint(
                condition=Q(scan=None, confirmed_by=None)
                | Q(way="paper", scan__isnull=False, confirmed_by__isnull=False, signed_on__isnull=False),
                name="signature_paper_confirmed",
                violation_error_message="有签名页的是纸质签名，要有签名日期和核对的人。",
            ),
        )  # fmt: skip

    def __str__(self):
        return str(self.person)

    @property
    def is_awaited(self):
        """Asked for, and not yet confirmed by login."""
        return self.way == self.Way.LOGIN and self.signed_on is None

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
