"""承办: who handles a motion, by when, and what they answered."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from simple_history.models import HistoricalRecords

from motions.models.motions import Motion
from motions.models.querysets import rows_of
from motions.models.result_classes import ResultClass
from records.base import Record, RecordQuerySet, unless_as_stored, voidable_constraints
from records.bounds import between
from records.rewrites import derived
from records.sources import day_as_known
from township.models import DeadlineRule, Department
from township.spans import happened, is_now, not_yet, today, within
from township.words import say

# How the explanation begins of a day that the city set for what it handed down.
# Stored at the head of `due_because`, in these words whatever is above the town.
SET_BY_CITY = "市里交办要求"
DUE_UNKNOWN = "日期不详，不算期限"


def due_at(day):
    """The due date as it was at the end of `day` (None: now): no later extension moves it."""
    if is_now(day):
        return F("due_on")
    later = rows_of("events").filter(verb="extend", happened_on__gt=day, handling=OuterRef("pk"))
    first = Subquery(later.order_by("happened_on", "pk").values("due_before")[:1])
    was_extended = Q(extended_to__isnull=False)  # the others pay nothing for the question
    return Case(When(was_extended & Exists(later), then=first), default=F("due_on"))


def talks(on=None):
    """The talks about the handling of an outer query by the end of the day `on`: each with its way in the note."""
    rows = rows_of("events").filter(verb="consult", handling=OuterRef("pk"))
    return rows if on is None else rows.filter(happened_on__lte=on)


class HandlingQuerySet(RecordQuerySet):
    """Which handlings. A day `on` asks how it stood at the end of that day; None, how it stands now."""

    def in_charge(self, on=None):
        """Those that were not passed on to another department, nor ended with a withdrawal."""
        begun = self if on is None else self.filter(handed_over_on__lte=on)
        return begun.filter(not_yet("released_on", on))

    def lead(self, on=None):
        return self.in_charge(on).filter(role=Handling.Role.LEAD)

    def assisting(self):
        return self.in_charge().filter(role=Handling.Role.ASSIST)

    def answered(self, on=None):
        return self.filter(happened("replied_on", on))

    def unanswered(self, on=None):
        return self.filter(not_yet("replied_on", on))

    def owing(self, on=None):
        """Lead handlings that owe an answer."""
        return self.lead(on).unanswered(on)

    def with_due(self, on=None):
        """With the alias `due_then`, the due date as it was."""
        return self.alias(due_then=due_at(on))

    def judged_by_rule(self):
        """Under way, and due when the rules say: neither extended nor set by the city."""
        rows = self.in_charge().unanswered().filter(motion__in=Motion.objects.open().values("pk"))
        return rows.filter(extended_to=None).exclude(due_because__startswith=SET_BY_CITY)

    def of_unknown_days(self):
        """Of old cases whose day of hand-over or of reply nobody knows: they are due on no day."""
        return self.filter(Q(is_handover_day_unknown=True) | Q(is_reply_day_unknown=True))

    def of_known_days(self):
        return self.filter(is_handover_day_unknown=False, is_reply_day_unknown=False)

    def undated(self, on=None):
        """Due on no day: no rule said when, or nobody knows since when or until when it took."""
        return self.in_charge(on).with_due(on).filter(due_then=None)

    def undated_on(self, day):
        """Lead handlings of them that owed an answer at the end of `day`."""
        return self.owing(day).undated(day)

    def to_judge(self):
        """Whose due date may be computed again: what goes by a rule, and what never had one."""
        accepted = self.filter(motion__in=Motion.objects.accepted().values("pk"))
        return (self.judged_by_rule() | accepted.undated()).of_known_days()

    def consulted(self, on=None):
        """Whose department talked with the deputy (沟通), in whatever way: on the day that is kept, or on
        an earlier one it replaced.
        """
        rows = self.filter(consulted_on__isnull=False)
        if is_now(on):
            return rows
        return rows.filter(Q(consulted_on__lte=on) | Exists(talks(on)))

    def met(self, on=None):
        """Of the `consulted` those whose department met the deputy face to face (面商).

        The row keeps the last talk alone: a call after a meeting undoes no meeting.
        """
        kept = happened("consulted_on", on) & Q(consulted_by__in=Handling.FACE_TO_FACE)
        words = [way.label for way in Handling.FACE_TO_FACE]
        earlier = Exists(talks(on).filter(note__in=words))
        return self.filter(kept | Q(earlier, consulted_on__isnull=False))

    def judged(self, on=None):
        """Answered, and due on some day: in time or late."""
        return self.answered(on).with_due(on).filter(due_then__isnull=False)

    def contested(self):
        """Whose department asked to be relieved, and was not answered yet."""
        return self.unanswered().filter(contested_on__isnull=False)

    def handed_over_in(self, period):
        return self.filter(within(period, "handed_over_on"))

    def overdue_on(self, day):
        """Lead handlings due before `day` and not answered by its end."""
        return self.owing(day).with_due(day).filter(due_then__lt=day)

    def late_on(self, day):
        """Lead handlings answered by the end of `day` and too late, or owed then past their due date."""
        too_late = happened("replied_on", day) & Q(replied_on__gt=F("due_then"))
        overdue = not_yet("replied_on", day) & Q(due_then__lt=day)
        return self.lead(day).with_due(day).filter(too_late | overdue)

    def due_between(self, start, end):
        """Unanswered lead handlings due in [start, end)."""
        return self.owing().filter(due_on__gte=start, due_on__lt=end)

    def tracked(self):
        """Answered with a plan or a no (B、C类) that is neither kept nor explained yet."""
        return self.last_answers().filter(promise_done_on=None, explained_on=None)

    def tracked_on(self, day):
        """Those that were tracked at the end of `day`."""
        rows = self.last_answers(by=day)
        return rows.filter(not_yet("promise_done_on", day), not_yet("explained_on", day))

    def last_answers(self, by=None):
        """Lead answers that do not mean solved, and no later round (answered until `by`) replaced."""
        later = Handling.objects.lead(by).answered(by)
        later = later.filter(motion=OuterRef("motion"), round__gt=OuterRef("round"))
        rows = self.lead(by).answered(by).filter(result_class__is_solved=False)
        return rows.exclude(Exists(later))

    def owed_by(self, day):
        """Lead handlings that owe an answer which was due, or will be, on `day` at the latest."""
        return self.owing().filter(due_on__lte=day)

    def promises_open(self):
        """Tracked, with a day by which it is to be done."""
        return self.tracked().filter(promise_due_on__isnull=False)

    def promises_open_on(self, day):
        return self.tracked_on(day).filter(promise_due_on__isnull=False)

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

    # 面商: the ways in which people meet. A call is talk too, and counted apart.
    FACE_TO_FACE = (Consultation.VISIT, Consultation.MEETING)

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
        validators=between(1, 99),
        help_text="不满意重新办理的为2。",
    )
    handed_over_on = models.DateField("交办日期")
    # Of an old case; then the day only keeps the order, is never said, and nothing is due by it.
    is_handover_day_unknown = models.BooleanField("交办日期不详", default=False, editable=False)
    rule = models.ForeignKey(
        DeadlineRule, models.PROTECT, verbose_name="期限依据", related_name="handlings",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    due_on = models.DateField("办理期限", null=True, blank=True, editable=False)
    due_because = derived(
        models.CharField("期限怎么算的", max_length=200, blank=True, editable=False)
    )
    extended_to = models.DateField("延期至", null=True, blank=True)
    extension_reason = models.CharField("延期理由", max_length=100, blank=True)
    accepted_on = models.DateField("签收日期", null=True, blank=True)
    contested_on = models.DateField("申请调整日期", null=True, blank=True)
    contest_reason = models.CharField("申请调整理由", max_length=200, blank=True)
    released_on = models.DateField("不再承办日期", null=True, blank=True)
    release_reason = models.CharField("不再承办原因", max_length=100, blank=True)
    handler = models.CharField("承办人", max_length=30, blank=True)
    consulted_on = models.DateField("沟通日期", null=True, blank=True)
    consulted_by = models.CharField("沟通方式", max_length=8, choices=Consultation, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    is_reply_day_unknown = models.BooleanField("答复日期不详", default=False, editable=False)
    reply_number = models.CharField("答复文号", max_length=40, blank=True)
    signer = models.CharField("签发人", max_length=30, blank=True)
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
    explained_on = models.DateField("作出说明日期", null=True, blank=True)
    explanation = models.CharField(
        "说明", max_length=200, blank=True, help_text="不能兑现或解决不了的，向代表怎么说明的。"
    )

    days_in_doubt = {
        "handed_over_on": "is_handover_day_unknown", "replied_on": "is_reply_day_unknown",
    }  # fmt: skip
    objects = HandlingQuerySet.standing_manager("motion")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "承办"
        verbose_name_plural = "承办"
        ordering = ["motion", "round", "-role", "pk"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["motion", "round"],
                condition=Q(role="lead", voided_at=None, released_on=None),
                name="handling_one_lead",
                violation_error_message="一件议案建议的每次办理只有一个主办单位。",
            ),
            models.UniqueConstraint(
                fields=["motion", "round", "department"],
                condition=Q(voided_at=None, released_on=None),
                name="handling_department_once",
                violation_error_message="这个单位已在这次办理的承办单位中。",
            ),
            models.CheckConstraint(
                condition=Q(replied_on=None) | Q(replied_on__gte=F("handed_over_on")),
                name="handling_replied_after_handover",
                violation_error_message="答复日期不能早于交办日期。",
            ),
            models.CheckConstraint(
                condition=Q(is_handover_day_unknown=False, is_reply_day_unknown=False) | Q(due_on=None),
                name="handling_due_by_known_days",
                violation_error_message="交办日期或者答复日期不详的，不算办理期限。",
            ),
            models.CheckConstraint(
                condition=Q(is_reply_day_unknown=False) | Q(replied_on__isnull=False),
                name="handling_reply_day_unknown_when_replied",
                violation_error_message="答复日期不详的，是已经答复的。",
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
                violation_error_message="沟通日期和沟通方式要一起填写。",
            ),
            models.CheckConstraint(
                condition=~Q(role="lead") | Q(replied_on=None) | Q(result_class__isnull=False),
                name="handling_reply_has_class",
                violation_error_message="主办单位的答复要写明结果类别。",
            ),
            models.CheckConstraint(
                condition=Q(promise_done_on=None) | Q(replied_on__isnull=False, promise_done_on__gte=F("replied_on")),
                name="handling_promise_kept_after_reply",
                violation_error_message="先有答复才谈得上兑现，兑现日期不早于答复日期。",
            ),
            models.CheckConstraint(
                condition=Q(explained_on=None, explanation="")
                | (
                    Q(replied_on__isnull=False, explained_on__isnull=False)
                    & Q(explained_on__gte=F("replied_on"))
                    & ~Q(explanation="")
                ),
                name="handling_explanation_complete",
                violation_error_message="说明的日期和内容要一起填写，先有答复，日期不早于答复日期。",
            ),
            models.CheckConstraint(
                condition=Q(contested_on=None, contest_reason="")
                | (Q(contested_on__isnull=False) & ~Q(contest_reason="")),
                name="handling_contest_has_reason",
                violation_error_message="申请调整要写理由。",
            ),
            models.CheckConstraint(
                condition=Q(released_on=None, release_reason="")
                | (Q(released_on__isnull=False, replied_on=None) & ~Q(release_reason="")),
                name="handling_release_has_reason",
                violation_error_message="不再承办要写原因；已经答复的不能这样办。",
            ),
        )  # fmt: skip
        indexes = [
            models.Index(fields=["due_on", "replied_on"], name="handling_by_due"),
            models.Index(fields=["motion", "department"], name="handling_by_motion"),
        ]

    def __str__(self):
        return f"{self.department}（{self.get_role_display()}）"

    @property
    def event(self):
        if self.role == self.Role.ASSIST:
            return DeadlineRule.Event.ASSIST
        return DeadlineRule.Event.REHANDLE if self.round > 1 else DeadlineRule.Event.LEAD

    @property
    def why_due(self):
        """How its due date came about, as the town says it."""
        if not self.due_because.startswith(SET_BY_CITY):
            return self.due_because
        return say(SET_BY_CITY) + self.due_because.removeprefix(SET_BY_CITY)

    @property
    def is_day_unknown(self):
        """True where it cannot be said whether it was answered in time."""
        return self.is_handover_day_unknown or self.is_reply_day_unknown

    @property
    def handover_day(self):
        """The day of the hand-over; None where nobody knows it."""
        return None if self.is_handover_day_unknown else self.handed_over_on

    @property
    def reply_day(self):
        """The day of the reply; None where there is none, or nobody knows the day."""
        return None if self.is_reply_day_unknown else self.replied_on

    @property
    def handover_words(self):
        return day_as_known(self.handed_over_on, self.is_handover_day_unknown)

    @property
    def reply_words(self):
        return day_as_known(self.replied_on, self.is_reply_day_unknown)

    @property
    def due_words(self):
        """Until when it is due; or why it is due on no day."""
        if self.due_on:
            return str(self.due_on)
        return DUE_UNKNOWN if self.is_day_unknown else "没有规定期限"

    @property
    def is_open(self):
        """Its clock is running."""
        return self.replied_on is None and self.released_on is None

    @property
    def is_draft(self):
        """A reply was written and not issued yet: only the office sees it."""
        return self.replied_on is None and bool(self.reply)

    @property
    def state(self):
        """Where this department stands, in a word."""
        if self.released_on:
            return "不再承办"
        if self.replied_on:
            return "已答复" if self.role == self.Role.LEAD else "已提意见"
        if self.contested_on:
            return "申请调整"
        return "办理中" if self.accepted_on else "待签收"

    @property
    def tracking(self):
        """What became of a plan or a no, in words; "" where there is nothing to follow."""
        if not self.replied_on or not self.result_class or self.result_class.is_solved:
            return ""
        if self.promise_done_on:
            return f"{self.promise_done_on} 已兑现"
        if self.explained_on:
            return f"{self.explained_on} 已说明"
        return f"承诺 {self.promise_due_on} 前完成" if self.promise_due_on else "继续跟踪"

    def clean(self):
        day = today()
        for field in (
            "handed_over_on",
            "accepted_on",
            "consulted_on",
            "replied_on",
            "promise_done_on",
            "explained_on",
        ):
            if getattr(self, field) and getattr(self, field) > day:
                label = self._meta.get_field(field).verbose_name
                raise ValidationError({field: f"{label}不能在今天之后。"})
        for field in ("accepted_on", "contested_on", "consulted_on", "released_on"):
            happened_on = getattr(self, field)
            if happened_on and self.handed_over_on and happened_on < self.handed_over_on:
                label = self._meta.get_field(field).verbose_name
                since = f"交办日期{self.handed_over_on}"
                if self.is_handover_day_unknown:
                    since = f"{self.handed_over_on}（交办日期不详，但是不早于这天）"
                with unless_as_stored(self, field, "handed_over_on"):
                    raise ValidationError({field: f"{label}不能早于{since}。"})
        if self.promise_due_on and not self.promise:
            raise ValidationError({"promise": "有承诺期限的，要写明承诺什么。"})
        if self.motion_id and self.handed_over_on and self.motion.submitted_on:
            if self.handed_over_on < self.motion.submitted_on:
                raise ValidationError({"handed_over_on": "交办日期不能早于提出日期。"})

    def judge(self, rule):
        """Set the due date by `rule` (a DeadlineRule or None), and remember how it came about."""
        rule = None if self.is_day_unknown else rule
        self.rule = rule
        self.due_on, self.due_because = None, ""
        if rule:
            start, is_complex = self.handed_over_on, self.motion.is_complex
            self.due_on = rule.due_on(start, is_complex=is_complex)
            self.due_because = rule.explain(start, is_complex=is_complex)
        if self.extended_to and not self.is_day_unknown:
            self.due_on = self.extended_to
            self.due_because = f"{self.due_because}；延期至 {self.extended_to}".lstrip("；")
