"""Honours shown in the exhibition, and allowances paid."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from congress.models.activities import Activity
from congress.models.bodies import Body, InstitutionQuerySet
from congress.models.elections import Poll
from records.base import Record, voidable_constraints
from representatives.models import Mandate, Person
from township.models import Level
from township.numbers import plain
from township.spans import refuse_odd_days, within


class HonourQuerySet(InstitutionQuerySet):
    def awarded_in(self, period):
        return self.filter(within(period, "awarded_on"))

    def of_deputies(self, known_on=None):
        """Those of deputies on the day of the award, as confirmed by `known_on` (None: by now)."""
        seats = Mandate.objects.in_force(OuterRef("awarded_on"), known_on)
        return self.filter(Exists(seats.filter(person=OuterRef("person"))))

    def displayed_in(self, period):
        return self.filter(within(period, "displayed_on"))


class Honour(Record):
    """先进事迹、表彰 of a person or a body."""

    title = models.CharField("荣誉、事迹", max_length=80)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="个人", related_name="honours", null=True, blank=True
    )
    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name="集体", related_name="honours", null=True, blank=True
    )
    awarded_by = models.CharField("表彰单位", max_length=60, blank=True)
    level = models.CharField("级别", max_length=12, choices=Level, default=Level.TOWN)
    awarded_on = models.DateField("表彰日期")
    displayed_on = models.DateField("上墙展示日期", null=True, blank=True)
    deeds = models.TextField("事迹", blank=True)

    objects = HonourQuerySet.standing_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "先进事迹、表彰"
        verbose_name_plural = "先进事迹、表彰"
        ordering = ["-awarded_on", "pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(person__isnull=False, body=None) | Q(person=None, body__isnull=False),
                name="honour_person_or_body",
                violation_error_message="个人和集体填一项，且只填一项。",
            ),
            models.CheckConstraint(
                condition=Q(displayed_on=None) | Q(displayed_on__gte=F("awarded_on")),
                name="honour_displayed_after_award",
                violation_error_message="展示日期不能早于表彰日期。",
            ),
        )

    def __str__(self):
        return f"{self.person or self.body} {self.title}"

    def clean(self):
        refuse_odd_days(self, happened=["awarded_on", "displayed_on"])


class AllowanceQuerySet(InstitutionQuerySet):
    def paid_in(self, period):
        return self.filter(within(period, "paid_on"))

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def same_as(self, kind, day):
        """What of the `kind` was paid on `day` to deputies."""
        return self.filter(kind=kind, paid_on=day, mandate__isnull=False)


class Allowance(Record):
    """Money paid to a deputy, or spent on an activity or an election, in yuan (代表法第四十一、四十二条)."""

    class Kind(models.TextChoices):
        ALLOWANCE = "allowance", "代表补助"
        LOST_WORK = "lost_work", "误工补贴"
        ACTIVITY = "activity", "代表活动经费"
        ELECTION = "election", "补选工作经费"

    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.ALLOWANCE)
    mandate = models.ForeignKey(
        Mandate,
        models.PROTECT,
        verbose_name="代表",
        related_name="allowances",
        null=True,
        blank=True,
    )
    poll = models.ForeignKey(
        Poll,
        models.PROTECT,
        verbose_name="代表选举",
        related_name="allowances",
        null=True,
        blank=True,
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name="用在哪次活动", related_name="allowances",
        null=True, blank=True,
    )  # fmt: skip
    amount = models.DecimalField(
        "金额（元）",
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    paid_on = models.DateField("发放日期")
    note = models.CharField(
        "说明", max_length=80, blank=True, help_text="代表活动经费没有活动可选的，写用在哪里。"
    )

    objects = AllowanceQuerySet.standing_manager("mandate", "poll")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "补助与工作经费"
        verbose_name_plural = "补助与工作经费"
        ordering = ["-paid_on", "pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(kind="election", poll__isnull=False, mandate=None, activity=None)
                | Q(kind__in=["allowance", "lost_work"], mandate__isnull=False, poll=None)
                | Q(kind="activity", poll=None),
                name="allowance_for_whom",
                violation_error_message="补选工作经费选代表选举；补助、补贴选代表；"
                "代表活动经费可以选活动或者代表，不选代表选举。",
            ),
            models.CheckConstraint(
                condition=~Q(kind="activity", mandate=None, activity=None, note=""),
                name="allowance_spent_on_something",
                violation_error_message="代表活动经费没有选活动、代表的，在“说明”里写用在哪里。",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="allowance_positive",
                violation_error_message="金额要大于0。",
            ),
        )  # fmt: skip
        indexes = [models.Index(fields=["paid_on", "kind"], name="allowance_by_day")]

    def __str__(self):
        return f"{self.paid_on} {self.get_kind_display()} {plain(self.amount)}元"

    @property
    def whom(self):
        """To whom it went, or for what: a record, or the words of the note."""
        return self.mandate or self.poll or self.activity or self.note

    def clean(self):
        refuse_odd_days(self, happened=["paid_on"])
        mandate = self.mandate
        if mandate and self.paid_on and self.paid_on < mandate.starts_on:
            raise ValidationError({"paid_on": "发放日期早于代表资格开始日期。"})
