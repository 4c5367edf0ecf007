"""扫描件: the paper that a deputy wrote or signed, or a department answered with."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from motions.models.motions import Motion
from papers.scans import ScanField
from records.base import Record, RecordQuerySet, voidable_constraints


class ScanQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Whoever may see the motion may see its paper."""
        return self.filter(motion__in=Motion.objects.visible_to(user).values("pk"))


class MotionScan(Record):
    """One scanned paper. A wrong one is voided and another added, never swapped."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", "代表的纸质建议"
        SIGNATURES = "signatures", "联名签名"
        REPLY = "reply", "答复函"
        SURVEY = "survey", "征询意见表"
        OTHER = "other", "其他"

    motion = models.ForeignKey(
        Motion, models.PROTECT, verbose_name="议案建议", related_name="scans"
    )
    kind = models.CharField("是什么", max_length=12, choices=Kind, default=Kind.ORIGINAL)
    file = ScanField("扫描件")
    note = models.CharField("说明", max_length=60, blank=True)

    objects = ScanQuerySet.standing_manager("motion")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "扫描件"
        verbose_name_plural = "扫描件"
        ordering = ["pk"]
        constraints = voidable_constraints()

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("motion-scan", args=[self.pk])
