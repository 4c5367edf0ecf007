"""督办: the ladder from a reminder to the report to the congress, and what goes onto an agenda."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from congress.models import AgendaItem, Project
from motions.models.motions import Motion
from records.base import Record, RecordQuerySet, voidable_constraints
from representatives.models import Opinion, Person
from township.models import Department
from township.spans import today, within

# From which day on there is something to supervise, of each object.
SINCE = {"motion": "submitted_on", "opinion": "heard_on", "project": "planned_on"}


class SupervisionActQuerySet(RecordQuerySet):
    def acted_in(self, period):
        return self.filter(within(period, "acted_on"))

    def unanswered(self):
        return self.filter(answered_on=None)

    def visible_to(self, user):
        """Office and leadership: all. A deputy: what was done about the motions that are theirs."""
        if user.is_authenticated and user.reads_everything_public:
            return self
        return self.filter(motion__in=Motion.objects.visible_to(user).values("pk"))


class SupervisionAct(Record):
    """督办: one step on the ladder, on a motion, an opinion, a project or a named topic."""

    class Rung(models.TextChoices):
        REMIND = "remind", "提醒"
        URGE = "urge", "催办通知"
        PRESIDIUM = "presidium", "主席团督办"
        INQUIRE = "inquire", "询问"
        CONGRESS = "congress", "向大会报告"

    rung = models.CharField("方式", max_length=10, choices=Rung, default=Rung.REMIND)
    acted_on = models.DateField("日期")
    motion = models.ForeignKey(
        Motion,
        models.PROTECT,
        verbose_name="议案建议",
        related_name="supervision_acts",
        null=True,
        blank=True,
    )
    opinion = models.ForeignKey(
        Opinion,
        models.PROTECT,
        verbose_name="群众意见",
        related_name="supervision_acts",
        null=True,
        blank=True,
    )
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        verbose_name="民生项目",
        related_name="supervision_acts",
        null=True,
        blank=True,
    )
    subject = models.CharField("专题", max_length=80, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="对哪个单位", related_name="supervision_acts",
        null=True, blank=True,
    )  # fmt: skip
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, verbose_name="主席团会议议题", related_name="supervision_acts",
        null=True, blank=True,
    )  # fmt: skip
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name="督办人",
        related_name="supervision_acts",
        null=True,
        blank=True,
    )
    content = models.CharField("内容", max_length=200, blank=True)
    answer = models.TextField("回复", blank=True)
    answered_on = models.DateField("回复日期", null=True, blank=True)

    objects = SupervisionActQuerySet.standing_manager("motion", "opinion", "project")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "督办"
        verbose_name_plural = "督办"
        ordering = ["-acted_on", "pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(motion__isnull=False, opinion=None, project=None, subject="")
                | Q(motion=None, opinion__isnull=False, project=None, subject="")
                | Q(motion=None, opinion=None, project__isnull=False, subject="")
                | (Q(motion=None, opinion=None, project=None) & ~Q(subject="")),
                name="supervisionact_one_object",
                violation_error_message="议案建议、群众意见、民生项目、专题填一项，且只填一项。",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("acted_on")),
                name="supervisionact_answered_after",
                violation_error_message="回复日期不能早于督办日期。",
            ),
        )

    def __str__(self):
        return f"{self.acted_on} {self.get_rung_display()}"

    def clean(self):
        if self.acted_on and self.acted_on > today():
            raise ValidationError({"acted_on": "督办日期不能在今天之后。"})
        if self.acted_on:
            self.refuse_before_its_object()

    def refuse_before_its_object(self):
        """Nobody presses for what was not yet moved, heard or planned; a named topic has no such day."""
        for name, field in SINCE.items():
            what = getattr(self, name)
            since = what and getattr(what, field)
            if since and self.acted_on < since:
                about = self._meta.get_field(name).verbose_name
                label = what._meta.get_field(field).verbose_name
                raise ValidationError({"acted_on": f"督办日期不能早于{about}的{label}{since}。"})


class TablingQuerySet(RecordQuerySet):
    def undecided(self):
        """On an agenda of a meeting whose decision is not yet carried to the motion or opinion."""
        return self.filter(act=None)


class Tabling(Record):
    """A late or weighty motion, or an opinion, taken onto a presidium agenda (列入议程)."""

    motion = models.ForeignKey(
        Motion, models.PROTECT, verbose_name="议案建议", related_name="tablings",
        null=True, blank=True,
    )  # fmt: skip
    opinion = models.ForeignKey(
        Opinion, models.PROTECT, verbose_name="群众意见", related_name="tablings",
        null=True, blank=True,
    )  # fmt: skip
    agenda_item = models.OneToOneField(
        AgendaItem, models.PROTECT, verbose_name="议题", related_name="tabling"
    )
    act = models.OneToOneField(
        SupervisionAct, models.PROTECT, verbose_name="记成的督办", related_name="tabling",
        null=True, blank=True, editable=False,
    )  # fmt: skip

    objects = TablingQuerySet.standing_manager(
        "motion", "opinion", "agenda_item", "agenda_item__meeting"
    )
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "列入议程"
        verbose_name_plural = "列入议程"
        ordering = ["pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(motion__isnull=False, opinion=None)
                | Q(motion=None, opinion__isnull=False),
                name="tabling_one_object",
                violation_error_message="议案建议、群众意见填一项，且只填一项。",
            ),
        )

    def __str__(self):
        return str(self.agenda_item)
