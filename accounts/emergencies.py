"""应急: the command that lets somebody do everything for some hours, and who had it when.

Roles decide what an account may do. Where nobody who holds the right role can be reached, whoever
runs the machine breaks the glass; the auditor reads who did, for whom, and why.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

LONGEST_HOURS = 24


class EmergencyQuerySet(models.QuerySet):
    def open(self):
        """Those that hold now."""
        return self.filter(ended_at=None, ends_at__gt=timezone.now())


class Emergency(models.Model):
    """One time that the glass was broken for an account."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="账号", related_name="emergencies"
    )
    reason = models.CharField("原因", max_length=200)
    run_by = models.CharField("服务器上的用户", max_length=60)
    begun_at = models.DateTimeField("开始时间", auto_now_add=True)
    ends_at = models.DateTimeField("到期时间")
    ended_at = models.DateTimeField("提前结束时间", null=True, blank=True)

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        verbose_name = "应急授权"
        verbose_name_plural = "应急授权"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="emergency_has_reason",
                violation_error_message="应急授权要写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begun_at")), name="emergency_ends_after_begin",
                violation_error_message="应急授权的到期时间要晚于开始时间。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user} {timezone.localtime(self.begun_at):%Y-%m-%d %H:%M}"


@transaction.atomic
def break_glass(user, *, reason, hours, by):
    """Let `user` do everything for `hours`; `by` names who sits at the machine. Raises ValidationError."""
    if not user.is_active:
        raise ValidationError(f"{user}的账号已经停用，请换一个账号。")
    if not user.may_take_over:
        raise ValidationError(
            f"{user}的角色是{user.get_role_display()}：应急授权只给工作人员、领导和系统管理员的账号。"
        )
    if not reason.strip():
        raise ValidationError("应急授权要写明原因，审计员会看到。")
    if not 0 < hours <= LONGEST_HOURS:
        raise ValidationError(f"应急授权的时间是1到{LONGEST_HOURS}小时。")
    end(user)  # of two at once the last one holds
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])
    ends_at = timezone.now() + datetime.timedelta(hours=hours)
    return Emergency.objects.create(user=user, reason=reason.strip(), run_by=by, ends_at=ends_at)


@transaction.atomic
def end(user):
    """Take back what the glass was broken for; returns how many there were."""
    type(user).objects.filter(pk=user.pk).update(is_superuser=False)
    user.is_superuser = False
    return Emergency.objects.filter(user=user).open().update(ended_at=timezone.now())


def checked(user):
    """`user` (or None) as it is now: the flag of a superuser holds as long as an emergency does."""
    if user is not None and user.is_superuser and not user.emergencies.open().exists():
        end(user)
    return user


def now_seen_by(user):
    """The emergencies that administrators and auditors, and who has one, are told of on every page."""
    if not (user and user.is_authenticated and user.watches):
        return []
    return list(Emergency.objects.open().select_related("user"))
