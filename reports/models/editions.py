"""定稿: what a report said on the day it was handed in, with the proof. It never changes."""

import hashlib
import json
from datetime import UTC

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse

from papers.scans import ScanField
from reports.models.reports import Report

NEVER_CHANGED = "定稿不能改、不能删：要更正，另出一版。"
ONLY_BY_UPGRADES = "升级后的校验码只由系统升级时写入，不能另外改、另外删。"


class KeptQuerySet(models.QuerySet):
    """Refuses what would change rows without leaving a trace, with the sentence `refusal`."""

    refusal = NEVER_CHANGED

    def update(self, **kwargs):
        raise ValidationError(self.refusal)

    def delete(self):
        raise ValidationError(self.refusal)

    def bulk_update(self, objs, fields, batch_size=None):
        raise ValidationError(self.refusal)

    def bulk_create(self, objs, *args, **kwargs):
        raise ValidationError(self.refusal)  # it can write over what there is


class EditionQuerySet(KeptQuerySet):
    def correcting(self, edition):
        """The later editions of the report of `edition`, the newest first."""
        later = self.filter(report=edition.report_id, number__gt=edition.number)
        return later.order_by("-number")

    def following(self):
        """The number that the next one of these would have."""
        return (self.aggregate(last=Max("number"))["last"] or 0) + 1

    def without_bytes(self):
        """For lists: without words, numbers and files, which are large; each is read when asked."""
        return self.defer("content", "word", "pdf")


class Edition(models.Model):
    """One closed version of a report: words, numbers and what they were counted from.

    `content` is JSON in one fixed form (reports.editions.closing says what is in it), so that its
    bytes can be digested; `digest` is over those bytes, the files, and who closed it when.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name="报告", related_name="editions", editable=False
    )
    number = models.PositiveSmallIntegerField("第几版", editable=False)
    made_at = models.DateTimeField("定稿时间", editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办", related_name="+",
        editable=False,
    )  # fmt: skip
    signer = models.CharField("签发人", max_length=40)
    sheet = ScanField("签发单", blank=True)
    reason = models.CharField("更正原因", max_length=200, blank=True)
    content = models.BinaryField("文字和数字", editable=False)
    word = models.BinaryField("Word文件", editable=False)
    pdf = models.BinaryField("PDF文件", editable=False, default=b"")
    digest = models.CharField("校验码", max_length=64, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "定稿"
        verbose_name_plural = "定稿"
        ordering = ["report", "-number"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="edition_number_once",
                violation_error_message="这一版已经有了，请刷新后再定稿。",
            ),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
                name="edition_correction_has_reason",
                violation_error_message="更正要写明原因。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.report}第{self.number}版"

    def save(self, **kwargs):
        if not self._state.adding:
            raise ValidationError(NEVER_CHANGED)
        # Only ever inserted: a new object with the key of a stored one would write over it.
        super().save(force_insert=True, using=kwargs.get("using"))

    def get_absolute_url(self):
        return reverse("report-edition", args=[self.report_id, self.number])

    def delete(self, *args, **kwargs):
        raise ValidationError(NEVER_CHANGED)

    def successor(self):
        """The newest Edition that corrects this one, or None while this one is in force."""
        return Edition.objects.correcting(self).without_bytes().first()

    @property
    def facts(self):
        """`content` as data."""
        return json.loads(bytes(self.content))

    @property
    def rebased(self):
        """What upgrades have rewritten since, as reports.since.evidence.proofs_in takes it (a list)."""
        rebase = getattr(self, "rebase", None)  # most editions have none
        return rebase.entries if rebase else []

    def computed_digest(self):
        """The SHA-256 over everything that this edition says, as 64 hex digits.

        Each part goes in with its length, so that no byte can wander from one to the next.
        """
        parts = (
            str(self.report_id), str(self.number), self.made_at.astimezone(UTC).isoformat(), str(self.made_by_id),
            self.signer, self.reason, self.content, self.word, self.pdf, self.sheet_bytes(),
        )  # fmt: skip
        total = hashlib.sha256()
        for part in parts:
            part = part.encode() if isinstance(part, str) else bytes(part)
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
        return total.hexdigest()

    def sheet_bytes(self):
        if not self.sheet:
            return b""
        with self.sheet.open("rb") as file:
            return file.read()


class RebaseQuerySet(KeptQuerySet):
    """Refuses what is no upgrade: migrations write through models of their own."""

    refusal = ONLY_BY_UPGRADES


class Rebase(models.Model):
    """New digests of rows behind an edition that an upgrade rewrote, and nobody else (reports.editions.rebasing).

    The edition itself stays as it was closed. `content` is JSON, `digest` is over its bytes.
    """

    edition = models.OneToOneField(
        Edition, models.CASCADE, verbose_name="定稿", related_name="rebase", editable=False
    )
    content = models.BinaryField("升级改写过的记录", editable=False)
    digest = models.CharField("校验码", max_length=64, editable=False)

    objects = RebaseQuerySet.as_manager()

    class Meta:
        verbose_name = "升级后的校验码"
        verbose_name_plural = "升级后的校验码"
        base_manager_name = "objects"

    def __str__(self):
        return f"{self.edition}的{self._meta.verbose_name}"

    def save(self, **kwargs):
        raise ValidationError(ONLY_BY_UPGRADES)

    def delete(self, *args, **kwargs):
        raise ValidationError(ONLY_BY_UPGRADES)

    @property
    def facts(self):
        """`content` as data: the digest of the edition that it belongs to, and the entries."""
        return json.loads(bytes(self.content))

    @property
    def entries(self):
        return self.facts["entries"]

    @property
    def is_intact(self):
        """True where it is as an upgrade wrote it, and for this edition."""
        is_as_written = hashlib.sha256(self.content).hexdigest() == self.digest
        return is_as_written and self.facts["edition"] == self.edition.digest
