"""评价: what the proposer says of the handling, and of the result."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from simple_history.models import HistoricalRecords

from motions.models.motions import Motion
from motions.models.states import Satisfaction
from records.base import Record, RecordQuerySet, voidable_constraints
from records.bounds import between
from records.sources import DaySource, day_as_known
from township.spans import today


class RatingQuerySet(RecordQuerySet):
    def given(self, on=None, about="result"):
        """Those of the day `on` (None: now), each with the alias `verdict_then`: what it said then
        `about` the result, or the handling.

        Until a deputy who was noted as silent has answered, it says 未反馈.
        """
        if on is None:
            return self.alias(verdict_then=F(about))
        said = When(rated_on__lte=on, then=F(about))
        unknown = Q(rated_on=None, silent_on=None)  # nobody knows since when: on every day
        rows = self.filter(Q(rated_on__lte=on) | Q(silent_on__lte=on) | unknown)
        return rows.alias(verdict_then=Case(said, default=Value(Satisfaction.NONE)))


class Rating(Record):
    """What the proposer says of one round: the handling (工作) and the result (结果), apart.

    Of a merged motion (并案) it is what its own proposer says, of the round of the case.
    """

    motion = models.ForeignKey(
        Motion, models.PROTECT, verbose_name="议案建议", related_name="ratings"
    )
    round = models.PositiveSmallIntegerField("对第几次办理", default=1, validators=between(1, 99))
    handling = models.CharField("对办理工作", max_length=12, choices=Satisfaction)
    result = models.CharField("对办理结果", max_length=12, choices=Satisfaction)
    reason = models.CharField("意见", max_length=200, blank=True, help_text="不满意的要写理由。")
    rated_on = models.DateField("反馈日期", null=True, blank=True)
    is_day_unknown = models.BooleanField("反馈日期不详", default=False, editable=False)
    silent_on = models.DateField("记为未反馈的日期", null=True, blank=True)
    silent_on_from = models.CharField(
        "记为未反馈的日期怎么来的", max_length=12, choices=DaySource, blank=True, editable=False
    )
    is_on_behalf = models.BooleanField(
        "代填", default=True, help_text="按代表纸质反馈表代填的勾选。"
    )

    days_in_doubt = {"rated_on": "is_day_unknown"}
    objects = RatingQuerySet.standing_manager("motion")
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

    @property
    def day(self):
        """The day on which it was given; None of silence, and where nobody knows it."""
        return None if self.is_day_unknown else self.rated_on

    @property
    def rated_words(self):
        """When it was given, as far as that is known; "" of silence."""
        return day_as_known(self.rated_on, self.is_day_unknown)

    def clean(self):
        if self.rated_on and self.rated_on > today():
            raise ValidationError({"rated_on": "反馈日期不能在今天之后。"})
        if self.silent_on and self.silent_on > today():
            raise ValidationError({"silent_on": "记为未反馈的日期不能在今天之后。"})
