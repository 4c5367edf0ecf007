"""The figures that are older than the ledger, and the questions that are not this town's."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from reports.asking.spelling import said_name


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
        return f"{said_name(self.figure)} {self.starts_on}至{self.ended_on}"


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
