"""How long something may take, and which days are worked."""

import calendar
import datetime

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from records.bounds import between
from township.models.levels import Level
from township.spans import (
    ENDED_ON_HELP,
    SpanQuerySet,
    refuse_overlap,
    span_in_order,
)


class Holiday(models.Model):
    """A day on which the calendar departs from Monday-to-Friday."""

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        WORK = "work", "调休上班"

    day = models.DateField("日期", unique=True)
    kind = models.CharField("类别", max_length=4, choices=Kind, default=Kind.OFF)
    name = models.CharField("名称", max_length=20, help_text="如：国庆节")

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "节假日"
        verbose_name_plural = "节假日"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} {self.get_kind_display()}（{self.name}）"


def add_months(day, months):
    """`day` plus whole months; where that day does not exist, the month's last (11-30 + 3 → 02-28)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_workdays(day, count, holidays=None):
    """The `count`-th working day after `day`, by weekends, holidays and 调休 days.

    `holidays` ({day: kind}) is for whoever has read them already.
    """
    if holidays is None:
        horizon = day + datetime.timedelta(days=count * 3 + 30)
        rows = Holiday.objects.filter(day__gt=day, day__lte=horizon)
        holidays = dict(rows.values_list("day", "kind"))
    while count:
        day += datetime.timedelta(days=1)
        works = holidays.get(day, Holiday.Kind.WORK if day.weekday() < 5 else Holiday.Kind.OFF)
        count -= works == Holiday.Kind.WORK
    return day


class DeadlineRuleQuerySet(SpanQuerySet):
    def applying(self, *, level, event, on):
        """The rule for `event` at `level` in force on `on`, or None."""
        return self.filter(level=level, event=event).in_force(on).first()


class DeadlineRule(models.Model):
    """How long something may take, by which article, from when to when."""

    class Event(models.TextChoices):
        LEAD = "lead", "交办主办单位"
        ASSIST = "assist", "交办协办单位"
        REHANDLE = "rehandle", "重新办理"
        OPINION = "opinion", "群众意见建议转办"

    class Unit(models.TextChoices):
        MONTH = "month", "个月"
        WORKDAY = "workday", "个工作日"

    level = models.CharField("级别", max_length=12, choices=Level, default=Level.TOWN)
    event = models.CharField("从何时起算", max_length=10, choices=Event)
    amount = models.PositiveSmallIntegerField("期限", validators=between(1, 999))
    complex_amount = models.PositiveSmallIntegerField(
        "复杂的期限",
        null=True,
        blank=True,
        help_text="涉及面广、处理难度大的；没有另外规定的留空。",
        validators=between(1, 999),
    )
    unit = models.CharField("单位", max_length=10, choices=Unit, default=Unit.MONTH)
    article = models.CharField("依据", max_length=60, help_text="如：代表法第五十一条")
    starts_on = models.DateField("施行日期")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text=ENDED_ON_HELP)
    # {day: kind}, where a Rulebook has read them for all its rules.
    holidays = None

    objects = DeadlineRuleQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "办理期限"
        verbose_name_plural = "办理期限"
        ordering = ["level", "event", "-starts_on"]
        constraints = [
            span_in_order(),
            models.CheckConstraint(
                condition=Q(complex_amount=None) | Q(complex_amount__gte=models.F("amount")),
                name="township_deadlinerule_complex_longer",
                violation_error_message="复杂的期限不能短于一般的期限。",
            ),
            models.UniqueConstraint(
                fields=["level", "event"], condition=Q(ended_on=None),
                name="township_deadlinerule_one_open",
                violation_error_message="这一级的这一项还有一条在用的期限，请先填它的停用日期。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_level_display()}·{self.get_event_display()}：{self.length()}（{self.article}）"

    def clean(self):
        others = DeadlineRule.objects.filter(level=self.level, event=self.event)
        refuse_overlap(self, others, "同一项期限的两条规定时间重叠：{other}。")

    def amount_for(self, is_complex):
        return self.complex_amount if is_complex and self.complex_amount else self.amount

    def length(self, is_complex=False):
        """The length in words: 3个月."""
        return f"{self.amount_for(is_complex)}{self.get_unit_display()}"

    def due_on(self, start, *, is_complex=False):
        """The last day on which what began on `start` is still in time."""
        amount = self.amount_for(is_complex)
        if self.unit == self.Unit.MONTH:
            return add_months(start, amount)
        return add_workdays(start, amount, self.holidays)

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def explain(self, start, *, is_complex=False):
        """How the due date was computed, in one line a clerk can check by hand."""
        due = self.due_on(start, is_complex=is_complex)
        return f"{start} 起 + {self.length(is_complex)}（{self.article}）= {due}"
