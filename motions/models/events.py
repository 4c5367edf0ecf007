"""What happened to a motion, and the numbers that were given."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from congress.models import Meeting
from motions.models.handlings import Handling
from motions.models.motions import Motion
from records.sources import day_as_known
from township.models import Level


class Verb(models.TextChoices):
    """Everything that can be done to a motion; motions.lifecycle.table has a row for each.

    A verb has the name of the function that does it. The values of four are older than that:
    they are stored, and stand in addresses.
    """

    REGISTER = "register", "登记"
    AMEND = "amend", "修改"
    INVITE = "invite", "请人附议"
    COSIGN = "cosign", "附议"
    SIGN_ON_PAPER = "paper", "登记签名页"
    ACCEPT = "accept", "受理"
    CONVERT = "convert", "议案转建议"
    MERGE = "merge", "并案"
    TURN_BACK = "return", "退回"
    REFER = "refer", "交办"
    ADD_ASSIST = "add_assist", "增加协办"
    SIGN_FOR = "sign_for", "签收"
    CONTEST = "contest", "申请调整"
    UPHOLD = "uphold", "不予调整"
    REASSIGN = "reassign", "调整主办"
    CONSULT = "consult", "沟通"
    EXTEND = "extend", "延期"
    RECOMPUTE = "recompute", "重新计算期限"
    GIVE_OPINION = "assist", "协办意见"
    DRAFT_REPLY = "draft", "拟答复"
    REPLY = "reply", "答复"
    RATE = "rate", "评价"
    REHANDLE = "rehandle", "重新办理"
    FULFIL = "fulfil", "承诺兑现"
    EXPLAIN = "explain", "作出说明"
    SUPERVISE = "supervise", "督办"
    CLOSE = "close", "办结"
    WITHDRAW = "withdraw", "撤回"
    REOPEN = "reopen", "恢复办理"


class MotionEvent(models.Model):
    """One thing that happened: written together with the state, never changed."""

    motion = models.ForeignKey(
        Motion, models.PROTECT, verbose_name="议案建议", related_name="events"
    )
    verb = models.CharField("事项", max_length=12, choices=Verb)
    happened_on = models.DateField("发生日期")
    # Of an old case; then `happened_on` only keeps the order, and is never said.
    is_day_unknown = models.BooleanField("日期不详", default=False)
    from_status = models.CharField("原状态", max_length=12, choices=Motion.Status, blank=True)
    to_status = models.CharField("新状态", max_length=12, choices=Motion.Status)
    handling = models.ForeignKey(
        Handling, models.PROTECT, verbose_name="承办", related_name="events", null=True, blank=True
    )
    due_before = models.DateField("原办理期限", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人", related_name="+"
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "经过"
        verbose_name_plural = "经过"
        ordering = ["happened_on", "pk"]
        indexes = [models.Index(fields=["motion", "happened_on", "id"], name="event_by_motion_day")]

    def __str__(self):
        return f"{self.when} {self.get_verb_display()}"

    @property
    def when(self):
        """The day, as far as it is known."""
        return day_as_known(self.happened_on, self.is_day_unknown)


class NumberSeries(models.Model):
    """The last 第N号 given to one kind family of a session, or of a year between sessions.

    A number is never given twice, not even that of a motion voided since.
    """

    class Family(models.TextChoices):
        BILL = "bill", "议案"
        SUGGESTION = "suggestion", "建议、批评和意见"

    level = models.CharField("级别", max_length=12, choices=Level, default=Level.TOWN)
    family = models.CharField("文种", max_length=10, choices=Family)
    session = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="人代会", related_name="+", null=True, blank=True
    )
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    last = models.PositiveSmallIntegerField("已编到", default=0)

    class Meta:
        verbose_name = "编号"
        verbose_name_plural = "编号"
        constraints = [
            models.CheckConstraint(
                condition=Q(session=None, year__isnull=False)
                | Q(session__isnull=False, year=None),
                name="numberseries_session_or_year",
                violation_error_message="编号按会次或者按年度，只能选一样。",
            ),
            models.UniqueConstraint(
                fields=["level", "family", "session"], condition=Q(year=None),
                name="numberseries_of_session",
                violation_error_message="这次会议的这一文种已在编号。",
            ),
            models.UniqueConstraint(
                fields=["level", "family", "year"], condition=Q(session=None),
                name="numberseries_of_year",
                violation_error_message="这一年的这一文种已在编号。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.session or self.year}{self.get_family_display()}第{self.last}号"
