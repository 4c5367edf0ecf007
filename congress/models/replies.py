"""参会回执: what a deputy answered to a call, and whether leave was granted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Role
from congress.models.activities import Activity
from congress.models.bodies import InstitutionQuerySet
from congress.models.meetings import Meeting
from records.base import Record, voidable_constraints
from representatives.models import Person


class ReplyQuerySet(InstitutionQuerySet):
    def attending(self):
        return self.filter(answer=Reply.Answer.ATTEND)

    def asking_leave(self):
        return self.filter(answer=Reply.Answer.LEAVE)

    def undecided(self):
        """Leave that was asked for and neither granted nor refused (请假待批)."""
        return self.asking_leave().filter(decision="")

    def granted(self):
        return self.filter(decision=Reply.Decision.GRANTED)

    def to(self, event):
        """The replies to one meeting or activity."""
        return self.filter(**{event_field(event): event.pk})

    def of_user(self, user):
        return self.filter(person__user=user)

    def visible_to(self, user):
        """Office and leadership: all. A deputy: their own."""
        if user.is_authenticated and user.holds(Role.DEPUTY):
            return self.of_user(user)
        return super().visible_to(user)


class Reply(Record):
    """One person's standing answer to one meeting or activity; a changed mind changes this row."""

    class Answer(models.TextChoices):
        ATTEND = "attend", "参加"
        LEAVE = "leave", "请假"

    class Decision(models.TextChoices):
        NONE = "", "待批"
        GRANTED = "granted", "准假"
        REFUSED = "refused", "不准假"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="会议", related_name="replies", null=True, blank=True
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name="活动", related_name="replies", null=True, blank=True
    )
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="姓名", related_name="replies")
    answer = models.CharField("回执", max_length=8, choices=Answer)
    reason = models.CharField("请假事由", max_length=60, blank=True)
    replied_at = models.DateTimeField("回复时间")
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="谁回的", related_name="+"
    )
    decision = models.CharField(
        "审批", max_length=8, choices=[c for c in Decision.choices if c[0]], blank=True, default=""
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审批人", related_name="+",
        null=True, blank=True,
    )  # fmt: skip
    note = models.CharField("审批意见", max_length=100, blank=True)

    objects = ReplyQuerySet.standing_manager("meeting", "activity")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "参会回执"
        verbose_name_plural = "参会回执"
        ordering = ["-replied_at", "-pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, activity=None)
                | Q(meeting=None, activity__isnull=False),
                name="reply_meeting_or_activity",
                violation_error_message="回执是对一次会议或者一次活动的，填一项，且只填一项。",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(meeting__isnull=False, voided_at=None),
                name="reply_once_per_meeting",
                violation_error_message="此人对这次会议已有回执。",
            ),
            models.UniqueConstraint(
                fields=["activity", "person"], condition=Q(activity__isnull=False, voided_at=None),
                name="reply_once_per_activity",
                violation_error_message="此人对这次活动已有回执。",
            ),
            models.CheckConstraint(
                condition=Q(answer="leave") & ~Q(reason="") | Q(answer="attend", reason=""),
                name="reply_leave_has_reason",
                violation_error_message="请假要写事由；参加的不写。",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | ~Q(decision="") & Q(answer="leave", decided_at__isnull=False, decided_by__isnull=False),
                name="reply_decision_complete",
                violation_error_message="只有请假才审批，审批要有人和时间。",
            ),
        )  # fmt: skip
        indexes = [models.Index(fields=["answer", "decision"], name="reply_by_decision")]

    def __str__(self):
        return f"{self.person}：{self.words}"

    @property
    def event(self):
        return self.meeting if self.meeting_id else self.activity

    @property
    def is_undecided(self):
        return self.answer == self.Answer.LEAVE and not self.decision

    @property
    def is_granted(self):
        return self.decision == self.Decision.GRANTED

    @property
    def words(self):
        """Where it stands, as its sender reads it."""
        if self.answer == self.Answer.ATTEND:
            return "参加"
        return {"": "请假待批", "granted": "已准假", "refused": "没有准假"}[self.decision]

    @property
    def state(self):
        """The state of its badge."""
        return {"参加": "ok", "请假待批": "due", "已准假": "ok", "没有准假": "late"}[self.words]


def event_field(event):
    """The field of Reply that points to `event`, a Meeting (or proxy of it) or an Activity."""
    return "activity" if isinstance(event, Activity) else "meeting"
