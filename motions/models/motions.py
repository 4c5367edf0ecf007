"""A motion or suggestion, and who signs it."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from congress.models import Meeting
from motions.models.querysets import MotionQuerySet
from motions.models.states import (
    HANDLED,
    SUGGESTIONS,
    UNREVIEWED,
    WRITTEN_BY_VERBS,
    MotionKind,
    Occasion,
    ReturnReason,
    Scope,
    Status,
)
from records.base import Record, voidable_constraints
from records.bounds import between
from records.sources import DaySource, day_as_known
from records.written import names_in, stretch_in_words
from records.written.names import check_name
from records.written.numbers import refuse_taken
from representatives.models import Opinion, Person
from township.models import Level, Topic
from township.spans import Period, today
from township.words import said, speaking_on

# Of the town's own numbers, and of the city's, which are typed on forms of their own.
NUMBERS = between(1, 9_999)

# A town 议案 is moved by five deputies or more, the first included (地方组织法第二十二条).
MOVERS_OF_A_BILL = 5


class Motion(Record):
    """议案 or 建议、批评、意见, of the town or of the city congress."""

    Kind, Occasion, Status, ReturnReason = MotionKind, Occasion, Status, ReturnReason
    HANDLED, UNREVIEWED, SUGGESTIONS = HANDLED, UNREVIEWED, SUGGESTIONS
    WRITTEN_BY_VERBS = WRITTEN_BY_VERBS

    level = models.CharField(
        "级别", max_length=12, choices=Level, default=Level.TOWN, help_text="向哪一级人大提出。"
    )
    kind = models.CharField("文种", max_length=12, choices=Kind, default=Kind.SUGGESTION)
    number = models.PositiveSmallIntegerField(
        "编号", null=True, blank=True, validators=NUMBERS,
        help_text=said("纸上编过号的照填；镇的空着由系统编，市人大代表的照市里的编号填。"),
    )  # fmt: skip
    year = models.PositiveSmallIntegerField("编号年度", editable=False)
    is_handed_down = models.BooleanField(
        said("市里交办"),
        default=False,
        help_text=said("上一级人大交给本镇承办的，不是本镇代表提出的。"),
    )
    title = models.CharField("案由", max_length=100, help_text="一事一案，如：关于清理排水沟的建议")
    occasion = models.CharField(
        "提出时段", max_length=8, choices=Occasion, default=Occasion.BETWEEN
    )
    session = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="在哪次人代会", related_name="motions", null=True, blank=True,
        limit_choices_to={"kind": "session"}, help_text=said("镇级、大会期间提出的填写。"),
    )  # fmt: skip
    topic = models.ForeignKey(
        Topic, models.PROTECT, verbose_name="内容类别", related_name="motions"
    )
    proposer = models.ForeignKey(
        Person, models.PROTECT, verbose_name="领衔代表", related_name="motions"
    )
    other_signers = models.CharField(
        "其他乡镇的联名代表", max_length=300, blank=True,
        help_text="向上一级人大提出的填写：写姓名，用顿号隔开。本地的代表在“联名代表”里选。",
    )  # fmt: skip
    submitted_on = models.DateField("提出日期")
    # Of an old case only the month or the year may be known: it came on some day from the one to the
    # other, and `submitted_on` is never said.
    submitted_last_on = models.DateField("最迟提出日期", null=True, blank=True, editable=False)
    grounds = models.TextField("情况（案据）", blank=True)
    proposal = models.TextField("建议（方案）", blank=True)
    is_public = models.BooleanField("同意公开", default=True)
    is_key = models.BooleanField("重点督办", default=False)
    key_on = models.DateField(
        "列为重点督办的日期", null=True, blank=True, help_text="勾了重点督办的填写，空着按今天。"
    )
    key_on_from = models.CharField(
        "列为重点督办的日期怎么来的", max_length=12, choices=DaySource, blank=True, editable=False
    )
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
    is_close_day_unknown = models.BooleanField("办结日期不详", default=False, editable=False)

    days_in_doubt = {"submitted_on": "submitted_last_on", "closed_on": "is_close_day_unknown"}
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
                violation_error_message=said("镇级大会期间提出的，要选是哪次人代会。"),
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
                condition=Q(submitted_last_on=None) | Q(submitted_last_on__gt=F("submitted_on")),
                name="motion_submitted_days_in_order",
                violation_error_message="最迟提出日期要晚于最早的那天。",
            ),
            models.CheckConstraint(
                condition=Q(is_close_day_unknown=False) | Q(closed_on__isnull=False),
                name="motion_close_day_unknown_when_closed",
                violation_error_message="办结日期不详的，是已经办结的。",
            ),
            models.CheckConstraint(
                condition=~Q(level="town") | Q(other_signers=""), name="motion_other_signers_above",
                violation_error_message=said("镇级的由本镇代表联名，其他乡镇的代表不填。"),
            ),
            models.CheckConstraint(
                condition=~Q(is_converted=True, kind="bill"), name="motion_converted_is_suggestion",
                violation_error_message="由议案转为建议的，文种选建议。",
            ),
            models.CheckConstraint(
                condition=Q(is_handed_down=False) | ~Q(level="town"), name="motion_handed_down_from_above",
                violation_error_message=said("市里交办的，级别选上一级。"),
            ),
            models.CheckConstraint(
                condition=~Q(status="draft") | Q(number=None), name="motion_number_not_of_draft",
                violation_error_message="草稿没有编号。",
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

    def void(self, *, reason):
        """As of any record; refused while others are handled as this one, or they would be lost."""
        if others := "、".join(f"“{row.title}”" for row in self.merged.all()):
            raise ValidationError(
                f"并入本件的{others}还在一并办理，先在那一件上办“恢复办理”，再作废本件。"
            )
        super().void(reason=reason)

    def restore(self, *, reason):
        """As of any record; refused where it is handled as another that is voided itself."""
        if self.merged_into_id and self.merged_into.voided_at:
            raise ValidationError(
                f"它并入“{self.merged_into.title}”办理，那一件已经作废，请先取消那一件的作废。"
            )
        super().restore(reason=reason)

    def keep_key_day(self):
        """What is 重点督办 is so from some day on, whatever code marked it; what is not has no day."""
        if not self.is_key:
            self.key_on, self.key_on_from = None, ""
        elif self.key_on is None:
            self.key_on, self.key_on_from = today(), ""

    def save(self, *args, **kwargs):
        self.keep_key_day()
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
        if self.is_key and self.key_on:
            self.refuse_odd_key_day()
        if self.session_id and not self.session.is_session:
            raise ValidationError({"session": "大会期间提出的，要选一次人代会。"})
        if self.merged_into_id and self.merged_into_id == self.pk:
            raise ValidationError({"merged_into": "不能并入自己。"})
        if self.other_signers:
            self.keep_names_of_others()
        if self.proposer_id and self.submitted_on:
            self.refuse_proposer_without_mandate()
        if self.number:
            self.refuse_taken_number()

    def keep_names_of_others(self):
        """Keep the names of other towns' deputies in their normal form, each once."""
        try:
            for name in self.signers_elsewhere:
                check_name(name)
        except ValidationError as error:
            raise ValidationError({"other_signers": error.messages}) from None
        self.other_signers = "、".join(self.signers_elsewhere)

    @property
    def signers_elsewhere(self):
        """The names of the deputies of other towns who sign with the proposer."""
        return names_in(self.other_signers)

    def refuse_odd_key_day(self):
        if self.key_on > today():
            raise ValidationError({"key_on": "列为重点督办的日期不能在今天之后。"})
        if self.submitted_on and self.key_on < self.submitted_on:
            sentence = f"列为重点督办的日期不能早于提出日期{self.submitted_words}。"
            raise ValidationError({"key_on": sentence})

    def numbered_with_it(self):
        """All that are numbered in one series with this one, the voided ones too (a queryset).

        A number is never used again, not even that of a voided motion.
        """
        family = Q(kind=self.Kind.BILL) if self.kind == self.Kind.BILL else ~Q(kind=self.Kind.BILL)
        scope = Q(session=self.session_id) if self.session_id else Q(session=None, year=self.year)
        return Motion.with_voided.filter(family, scope, level=self.level)

    def refuse_taken_number(self):
        """The constraints say so too, but not which one has it, and they see no voided rows."""
        holder = self.numbered_with_it().filter(number=self.number).exclude(pk=self.pk).first()
        if holder:
            series = "这次会议" if self.session_id else "这一年"
            sentence = f"{series}的{self.noun}已有这个编号，编号不重复使用。"
            refuse_taken("number", sentence, holder)

    @property
    def series_name(self):
        """In what its number counts: 2026年闭会期间的建议, or the session's."""
        if self.session_id:
            return f"{self.session}的{self.noun}"
        between = "闭会期间" if self.level == Level.TOWN else self.get_level_display()
        return f"{self.year}年{between}的{self.noun}"

    def refuse_proposer_without_mandate(self):
        """A motion is submitted to a congress by one of its deputies (代表法第二十四条).

        Of what the city hands down the proposer may be another town's deputy.
        """
        if not self.is_handed_down and not self.may_be_moved_by(self.proposer):
            level = self.level_label
            raise ValidationError(
                {"proposer": f"{self.proposer}在{self.submitted_words}不是{level}级代表。"}
            )

    def may_be_moved_by(self, person):
        """True when `person` was a deputy of this congress on the day of submission, or on one of those
        that can have been it.
        """
        held = person.mandates.filter(term__level=self.level)
        return held.overlapping_period(self.submitted_within).exists()

    @property
    def submitted_within(self):
        """The Period in which it was submitted: one day, where the day is known."""
        last = self.submitted_last_on or self.submitted_on
        return Period(self.submitted_on, last + datetime.timedelta(days=1))

    @property
    def submitted_words(self):
        """2021-03-05; 2021年3月（日期不详） where no more is known."""
        return stretch_in_words(self.submitted_on, self.submitted_last_on)

    @property
    def closed_words(self):
        """When it was closed, as far as that is known; "" of what is not."""
        return day_as_known(self.closed_on, self.is_close_day_unknown)

    @property
    def scope(self):
        """The Scope in which lists and counts keep this one."""
        return Scope.of(self.level, self.is_handed_down)

    @property
    def level_label(self):
        """镇, or 乡 where the town was a 乡 when it was submitted."""
        with speaking_on(self.submitted_on):
            return self.get_level_display()

    @property
    def is_beyond(self):
        """True of what concerns a congress above the county's; one Scope holds several of them."""
        return self.level not in (Level.TOWN, Level.COUNTY)

    @property
    def scope_label(self):
        """镇级, 县级, 县里交办, as the town and the county were when it was submitted; what went to a
        congress above the county's is called by its level.
        """
        if self.is_beyond:
            return f"{self.get_level_display()}{'交办' if self.is_handed_down else ''}"
        with speaking_on(self.submitted_on):
            return str(self.scope.label)

    @property
    def numbered(self):
        """Its number as people say it: 2026年第14号; 未编号 before it is accepted."""
        return f"{self.year}年第{self.number}号" if self.number else "未编号"

    @property
    def noun(self):
        """What it is called in a sentence: 议案, or 建议 for the three other kinds."""
        return "议案" if self.kind == self.Kind.BILL else "建议"

    @property
    def case(self):
        """The motion as which this one is handled: what it was merged into (并案), or itself."""
        return self.merged_into or self

    @property
    def together(self):
        """All that are handled as this one, as a list: itself, then what was merged into it by days."""
        return [self, *sorted(self.merged.all(), key=lambda row: (row.submitted_on, row.pk))]

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
