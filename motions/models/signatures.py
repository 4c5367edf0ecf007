"""A deputy who signs a motion with its proposer."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from motions.models.motions import Motion
from records.base import Record, RecordQuerySet, voidable_constraints
from representatives.models import Person
from township.spans import happened, today


class SignatureQuerySet(RecordQuerySet):
    def given(self, on=None):
        """On paper, or confirmed by the deputy who was asked to sign; by the end of the day `on`.

        What was signed on paper without a day was signed before the paper was handed in.
        """
        undated = Q(way=Signature.Way.PAPER, signed_on=None)
        return self.filter(undated | happened("signed_on", on))


class Signature(Record):
    """A deputy who signs a motion with its proposer (联名、附议)."""

    class Way(models.TextChoices):
        PAPER = "paper", "纸质签名"
        LOGIN = "login", "登录确认"

    motion = models.ForeignKey(
        Motion, models.PROTECT, verbose_name="议案建议", related_name="signatures"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="联名代表", related_name="signatures"
    )
    way = models.CharField("签名方式", max_length=6, choices=Way, default=Way.PAPER)
    signed_on = models.DateField("签名日期", null=True, blank=True)
    scan = models.ForeignKey(
        "motions.MotionScan", models.PROTECT, verbose_name="签名页", related_name="signatures",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="核对签名页的人", related_name="+",
        null=True, blank=True, editable=False,
    )  # fmt: skip

    objects = SignatureQuerySet.standing_manager("motion")
    history = HistoricalRecords(verbose_name="变更记录")
    never_one = "person", "motion.proposer_id", "领衔代表不再列入联名。"

    class Meta:
        verbose_name = "联名"
        verbose_name_plural = "联名代表"
        ordering = ["pk"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["motion", "person"], condition=Q(voided_at=None), name="signature_once",
                violation_error_message="此人已在联名名单中。",
            ),
            models.CheckConstraint(
                condition=Q(scan=None, confirmed_by=None)
                | Q(way="paper", scan__isnull=False, confirmed_by__isnull=False, signed_on__isnull=False),
                name="signature_paper_confirmed",
                violation_error_message="有签名页的是纸质签名，要有签名日期和核对的人。",
            ),
        )  # fmt: skip

    def __str__(self):
        return str(self.person)

    @property
    def is_awaited(self):
        """Asked for, and not yet confirmed by login."""
        return self.way == self.Way.LOGIN and self.signed_on is None

    def clean(self):
        if not (self.motion_id and self.person_id):
            return
        if self.signed_on and self.signed_on > today():
            raise ValidationError({"signed_on": "签名日期不能在今天之后。"})
        motion = self.motion
        if self.person_id == motion.proposer_id:
            raise ValidationError({"person": "领衔代表不再列入联名。"})
        if motion.submitted_on and not motion.may_be_moved_by(self.person):
            level = motion.level_label
            raise ValidationError(
                {"person": f"{self.person}在{motion.submitted_on}不是{level}级代表，不能联名。"}
            )
