"""Reports as records, and the figures that are older than the ledger."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from reports.periods import FIRST_YEAR, LAST_YEAR
from reports.placeholders import validate_outline
from township.models import Level, Term
from township.spans import Period


class Report(models.Model):
    """The annual report of a year: its words. The numbers are computed when it is read."""

    year = models.PositiveSmallIntegerField(
        "年度",
        unique=True,
        error_messages={"unique": "这一年已有报告，请在原来那一份上改。"},
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    term = models.ForeignKey(
        Term, models.PROTECT, verbose_name="届次", related_name="reports",
        help_text="“本届”的数字从这一届开始之日算到本年末（或届满）。",
    )  # fmt: skip
    outline = models.TextField(
        "正文",
        validators=[validate_outline],
        help_text="数字写作占位符，如 {主席团会议次数|汉字}、{本届·人代会次数}；可用的见“数字目录”。",
    )
    signed_on = models.DateField("成文日期", null=True, blank=True, help_text="报告末尾印的日期。")

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "年度报告"
        verbose_name_plural = "年度报告"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年人大工作总结"

    def get_absolute_url(self):
        return reverse("report-year", args=[self.year])

    @property
    def own_term(self):
        """The Term whose figures are 本届, or None before the town's first."""
        return self.term if self.term_id else None

    def clean(self):
        if self.term_id and self.term.level != Level.TOWN:
            raise ValidationError({"term": "年度报告属于镇级的一届。"})
        year = Period.of_year(self.year) if self.year else None
        if year and self.term_id and not self.term.overlaps(*year):
            raise ValidationError({"term": f"{self.term}不在{self.year}年。"})
        if year and self.signed_on and self.signed_on < year.start:
            raise ValidationError({"signed_on": f"成文日期不能早于{self.year}年。"})


class Baseline(models.Model):
    """期初数: a sourced figure for a span before the ledger began."""

    figure = models.CharField("数字名称", max_length=60, help_text="与“数字目录”中的名称一致。")
    starts_on = models.DateField("从")
    ended_on = models.DateField("到（不含）", help_text="这一天起由台账计数。")
    value = models.DecimalField(
        "数值", max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    source = models.CharField(
        "出处", max_length=120, help_text="如：2017年人大工作总结，档案第12号"
    )

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "期初数"
        verbose_name_plural = "期初数"
        ordering = ["figure", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__gt=F("starts_on")), name="baseline_span_in_order",
                violation_error_message="结束日期要晚于开始日期。",
            ),
            models.UniqueConstraint(
                fields=["figure", "starts_on"], name="baseline_once",
                violation_error_message="这个数字从这一天起已有期初数。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.figure} {self.starts_on}至{self.ended_on}"


class Waiver(models.Model):
    """本镇不适用: that a question of 数据核对 is not this town's, with the reason."""

    code = models.CharField("哪一项核对", max_length=20, unique=True, editable=False)
    reason = models.CharField("为什么不适用", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="谁定的", related_name="+",
        editable=False,
    )  # fmt: skip
    at = models.DateTimeField("哪天定的", auto_now=True)

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "不适用的核对项"
        verbose_name_plural = "不适用的核对项"
        ordering = ["code"]

    def __str__(self):
        return self.reason
