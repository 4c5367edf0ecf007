"""A term of the congress, five years."""

import datetime

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from records.bounds import between
from township.models.levels import Level
from township.numbers import chinese_number
from township.spans import (
    SpanQuerySet,
    refuse_overlap,
    span_in_order,
    today,
)
from township.words import speaking_on


class TermQuerySet(SpanQuerySet):
    def at(self, level):
        """The terms of one level of congress."""
        return self.filter(level=level)

    def of_town_on(self, day):
        """The town's own term in force on `day`, or None."""
        return self.at(Level.TOWN).in_force(day).first()


class Term(models.Model):
    """A term of a congress. Entered by hand, never derived from the year.

    It runs from its first session to the first session of the next (代表法第二条).
    """

    level = models.CharField("级别", max_length=12, choices=Level, default=Level.TOWN)
    number = models.PositiveSmallIntegerField("第几届", validators=between(1, 99))
    starts_on = models.DateField("开始日期", help_text="本届第一次会议的第一天。")
    ended_on = models.DateField(
        "结束日期", null=True, blank=True, help_text="下一届第一次会议的第一天；仍在任期内的留空。"
    )

    objects = TermQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "届次"
        verbose_name_plural = "届次"
        ordering = ["level", "-number"]
        constraints = [
            span_in_order(),
            models.CheckConstraint(
                condition=Q(number__range=(1, 99)), name="township_term_number_bounds",
                violation_error_message="请填1到99之间的整数。",
            ),
            models.UniqueConstraint(
                fields=["level", "number"], name="township_term_number",
                violation_error_message="这一级已经有这一届。",
            ),
            models.UniqueConstraint(
                fields=["level"], condition=Q(ended_on=None), name="township_term_one_open",
                violation_error_message="这一级还有一届没有结束，请先填它的结束日期。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.called_on(self.last_known_day)

    def called_on(self, day):
        """镇第十届, or 乡第十届 where the town was a 乡 on `day`."""
        with speaking_on(day):
            return f"{self.get_level_display()}第{chinese_number(self.number)}届"

    @property
    def last_known_day(self):
        """Its last day; today where it is not over, and its first one where it is ahead."""
        last = self.ended_on - datetime.timedelta(days=1) if self.ended_on else today()
        return max(self.starts_on or last, min(last, today()))

    def clean(self):
        others = Term.objects.at(self.level)
        refuse_overlap(self, others, "同一级的两届不能重叠：与{other}的时间重叠。")

    def covers(self, day):
        """True when `day` lies in this term."""
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def overlaps(self, start, end):
        """True when this term shares a day with [start, end)."""
        return self.starts_on < end and (self.ended_on is None or start < self.ended_on)
