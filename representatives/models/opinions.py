"""What deputies and the office hear, followed until it is answered and told back."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from accounts.models import Role
from records.base import Record, RecordQuerySet, voidable_constraints
from records.rewrites import derived
from records.sources import DaySource
from representatives.models.deputies import Person
from representatives.models.households import Assignment, Household
from representatives.models.visits import Visit, earlier_are_shown
from township.models import DeadlineRule, Department, Topic
from township.spans import happened, not_yet, refuse_odd_days, today, within
from township.words import said

# What is asked of opinions: the questions below filter by these, and 按月汇总 counts by some of them.
HANDED_OVER = Q(handed_over_on__isnull=False)
ANSWERED = happened("answered_on")
SOLVED = Q(outcome__in=("adopted", "solved"))


def untold(on=None):
    """The condition that the household it came from was not told what the answer was."""
    return Q(household__isnull=False) & not_yet("told_back_on", on)


UNTOLD = untold()


def held(day, now, former):
    """The condition `now` of what is so since `day` or earlier, and `former` of what was so before."""
    was_otherwise = Q(disposed_on__gt=day)
    return was_otherwise & former | ~was_otherwise & now


def was_handed_over(day):
    """The condition that an opinion was with a department by the end of `day`, that or another."""
    return held(day, happened("handed_over_on", day), happened("former_handed_over_on", day))


def overdue(day):
    """The condition that an opinion was due before `day` and not answered by its end."""
    was_due = held(day, Q(due_on__lt=day), Q(former_due_on__lt=day))
    return was_due & not_yet("answered_on", day)


class OpinionQuerySet(RecordQuerySet):
    """Which opinions. A day `on` asks how it stood at the end of that day; None, how it stands now."""

    def heard_in(self, period):
        return self.filter(within(period, "heard_on"))

    def handed_over(self):
        return self.filter(HANDED_OVER)

    def answered(self, on=None):
        return self.filter(happened("answered_on", on))

    def unanswered(self):
        return self.exclude(ANSWERED)

    def with_department(self):
        """Handed over, and the department still owes the answer."""
        return self.unanswered().handed_over().filter(disposal__in=Opinion.BY_DEPARTMENT)

    def undated(self):
        """With a department, or answered by one, and due on no day: no rule said when."""
        by_department = self.handed_over().filter(disposal__in=Opinion.BY_DEPARTMENT)
        return by_department.filter(due_on=None)

    def undated_on(self, day):
        """With a department at the end of `day`, which owed the answer then, and due on no day."""
        by_department = Opinion.BY_DEPARTMENT
        now = Q(disposal__in=by_department, handed_over_on__lte=day, due_on=None)
        former = Q(
            former_disposal__in=by_department, former_handed_over_on__lte=day, former_due_on=None
        )
        return self.filter(held(day, now, former), not_yet("answered_on", day))

    def of_disposal(self, disposal, on=None):
        """Those that go one of the six ways (处理方式)."""
        now = Q(disposal=disposal)
        return self.filter(now if on is None else held(on, now, Q(former_disposal=disposal)))

    def to_judge(self):
        """Whose due date may be computed again: what is under way, and what never had one."""
        return self.with_department() | self.undated()

    def solved(self, on=None):
        """Adopted or solved; what was only explained, planned or passed on is not."""
        return self.answered(on).filter(SOLVED)

    def overdue_on(self, day):
        return self.filter(overdue(day))

    def untold(self):
        """Answered, and not yet told back to the household it came from."""
        return self.answered().filter(UNTOLD)

    def open(self):
        """Not yet answered, or, where it came from a household, not yet told back to it."""
        return self.filter(~ANSWERED | UNTOLD)

    def closed(self, on=None):
        """Answered, and told back where it came from a household."""
        return self.answered(on).exclude(untold(on))

    def with_raised(self):
        """Each with `is_raised`: true where a suggestion was made of it."""
        raised = self.model.objects.filter(
            pk=OuterRef("pk"), motions__isnull=False, motions__voided_at=None
        )
        return self.annotate(is_raised=Exists(raised))

    def visible_to(self, user):
        """Office: all. A deputy: what they heard, from households that are theirs today, and
        what their predecessors heard there where the town says so. A 村联络员: what they wrote down.
        """
        if user.is_office:
            return self
        mine = Assignment.objects.visible_to(user).values("household")
        if user.is_authenticated and user.holds(Role.DEPUTY):
            here = Q(household__in=mine)
            return self.filter(
                Q(heard_by__user=user) & (Q(household=None) | here) | here & earlier_are_shown()
            )
        if user.is_authenticated and user.holds(Role.LIAISON):
            return self.filter(household__in=mine, visit__recorded_by=user)
        return self.none()


class Opinion(Record):
    """意见建议: what somebody said, followed until it is answered and told back."""

    class Source(models.TextChoices):
        VISIT = "visit", "走访联系户"
        RECEPTION = "reception", "选民接待"
        TALK = "talk", "座谈"
        MEETING = "meeting", "会议"
        LETTER = "letter", "来信来访"

    class Disposal(models.TextChoices):
        EXPLAINED = "explained", "当场答复解释"
        VILLAGE = "village", "村（社区）研究办理"
        TOWN = "town", said("镇政府（部门）办理")
        MOTION = "motion", "作为代表建议提出"
        ABOVE = "above", "交上级代表形成上级建议"
        OUTSIDE = "outside", "不属受理范围，已告知"

    # A department owes the answer; or the answer was given at once.
    BY_DEPARTMENT = (Disposal.VILLAGE, Disposal.TOWN)
    ON_THE_SPOT = (Disposal.EXPLAINED, Disposal.OUTSIDE)

    TOLD = "已有回音"

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", "已采纳"
        SOLVED = "solved", "已解决"
        PLANNED = "planned", "列入计划"
        EXPLAINED = "explained", "解释说明"
        REFERRED = "referred", "已转交"

    class Horizon(models.TextChoices):
        NOW = "now", "立行立改"
        SHORT = "short", "短期"
        LONG = "long", "长期"

    class ToldBack(models.TextChoices):
        VISIT = "visit", "上门"
        PHONE = "phone", "电话"

    heard_on = models.DateField("听到日期")
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.VISIT)
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        verbose_name="走访记录",
        related_name="opinions",
        null=True,
        blank=True,
    )
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        verbose_name="提出的联系户",
        related_name="opinions",
        null=True,
        blank=True,
    )
    raiser = models.CharField(
        "提出人", max_length=30, blank=True, help_text="不是联系户的，可填称呼，也可不填。"
    )
    heard_by = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name="听取人",
        related_name="opinions_heard",
        null=True,
        blank=True,
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, verbose_name="内容类别", related_name="opinions"
    )
    text = models.TextField("内容", help_text="照原话原意记。")
    disposal = models.CharField("处理方式", max_length=10, choices=Disposal, default=Disposal.TOWN)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        verbose_name="承办单位",
        related_name="opinions",
        null=True,
        blank=True,
    )
    handed_over_on = models.DateField("转办日期", null=True, blank=True)
    # From which day this is so, and what was so before it: a report counts as it stood on its day.
    disposed_on = models.DateField("从哪天起这样处理", null=True, blank=True, editable=False)
    disposed_on_from = models.CharField(
        "这一天怎么来的", max_length=12, choices=DaySource, blank=True, editable=False
    )
    former_disposal = models.CharField(
        "原处理方式", max_length=10, choices=Disposal, blank=True, editable=False
    )
    former_handed_over_on = models.DateField("原转办日期", null=True, blank=True, editable=False)
    former_due_on = models.DateField("原办理期限", null=True, blank=True, editable=False)
    rule = models.ForeignKey(
        DeadlineRule, models.PROTECT, verbose_name="期限依据", related_name="opinions",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    due_on = models.DateField("办理期限", null=True, blank=True, editable=False)
    due_because = derived(
        models.CharField("期限怎么算的", max_length=200, blank=True, editable=False)
    )
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.TextField("答复内容", blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    horizon = models.CharField("解决时限", max_length=6, choices=Horizon, blank=True)
    told_back_on = models.DateField("回告日期", null=True, blank=True)
    told_back_by = models.CharField("回告方式", max_length=6, choices=ToldBack, blank=True)

    objects = OpinionQuerySet.standing_manager()
    history = HistoricalRecords(
        verbose_name="变更记录", excluded_fields=["text", "answer", "raiser"]
    )

    class Meta:
        verbose_name = "群众意见"
        verbose_name_plural = "群众意见"
        ordering = ["-heard_on", "-pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(handed_over_on=None) | Q(handed_over_on__gte=F("heard_on")),
                name="opinion_handed_over_after_heard",
                violation_error_message="转办日期不能早于听到日期。",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("heard_on")),
                name="opinion_answered_after_heard",
                violation_error_message="答复日期不能早于听到日期。",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None)
                | Q(handed_over_on=None)
                | Q(answered_on__gte=F("handed_over_on")),
                name="opinion_answered_after_handed_over",
                violation_error_message="答复日期不能早于转办日期。",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, outcome="") | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                name="opinion_answer_has_outcome",
                violation_error_message="答复日期和结果要一起填写。",
            ),
            models.CheckConstraint(
                condition=Q(told_back_on=None, told_back_by="")
                | (
                    Q(answered_on__isnull=False, told_back_on__isnull=False)
                    & Q(told_back_on__gte=F("answered_on")) & ~Q(told_back_by="")
                ),
                name="opinion_told_back_after_answer",
                violation_error_message="先有答复才能回告，回告日期不早于答复日期，并注明回告方式。",
            ),
            models.CheckConstraint(
                condition=Q(told_back_on=None) | Q(household__isnull=False),
                name="opinion_told_back_to_household",
                violation_error_message="回告是对联系户的，请先选提出的联系户。",
            ),
        )  # fmt: skip
        indexes = [models.Index(fields=["heard_on", "id"], name="opinion_by_day")]

    def __str__(self):
        return self.text[:30]

    @property
    def is_with_department(self):
        """A department was asked, and it is the department that answers: its clock runs."""
        return bool(self.handed_over_on) and self.disposal in self.BY_DEPARTMENT

    @property
    def echo(self):
        """Where it stands, in a word."""
        return self.echo_on(today())

    def is_answered_on(self, day):
        return self.answered_on is not None and self.answered_on <= day

    def echo_on(self, day):
        """Where it stood at the end of `day`, in a word."""
        if not self.is_answered_on(day):
            is_handed_over = self.handed_over_on is not None and self.handed_over_on <= day
            waits = self.disposal in self.BY_DEPARTMENT and not is_handed_over
            return "待转办" if waits else "待答复"
        is_told = self.told_back_on is not None and self.told_back_on <= day
        return "待回告" if self.household_id and not is_told else self.TOLD

    @property
    def answer_in_short(self):
        """What was asked and what became of it, in a line for whoever tells the household."""
        answer = self.answer or self.get_outcome_display()
        return f"{self.text[:30]}——{answer[:40]}" if answer else self.text[:30]

    def clean(self):
        happened = ["heard_on", "handed_over_on", "answered_on", "told_back_on"]
        refuse_odd_days(self, happened=happened)
        if self.source == self.Source.VISIT and not (self.visit_id or self.household_id):
            raise ValidationError(
                {"household": "走访时听到的，要选提出的联系户；不是联系户提出的，改选来源。"}
            )
        if (
            self.visit_id
            and self.household_id
            and self.visit.assignment.household_id != self.household_id
        ):
            raise ValidationError({"household": "提出的联系户与走访记录的联系户不是同一户。"})
        if self.visit_id and self.heard_on and self.heard_on < self.visit.visited_on:
            day = self.visit.visited_on
            raise ValidationError({"heard_on": f"听到日期不能早于走访日期{day}。"})
        if self.handed_over_on and not self.department_id:
            raise ValidationError({"department": "转办要写明承办单位。"})
        if self.handed_over_on and self.disposal == self.Disposal.EXPLAINED:
            raise ValidationError(
                {"disposal": "当场答复解释的不再转办：改一种处理方式，或者不填转办。"}
            )

    def set_deadline(self, rule):
        """Judge this opinion by `rule` (a DeadlineRule or None), and remember how it came about.

        Only a department has a clock: what goes on as a suggestion is due by the rule for those.
        """
        self.rule = rule if self.is_with_department else None
        self.due_on, self.due_because = None, ""
        if self.rule:
            self.due_on = self.rule.due_on(self.handed_over_on)
            self.due_because = self.rule.explain(self.handed_over_on)
