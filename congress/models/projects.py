"""Livelihood projects: planned, won, under way, finished."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from congress.models.bodies import InstitutionQuerySet
from records.base import Record, voidable_constraints
from township.models import Department, Village
from township.spans import not_yet, refuse_odd_days, today, within


class ProjectQuerySet(InstitutionQuerySet):
    def planned_in(self, period):
        """Up to today: what is to be planned on a later day is not planned yet."""
        return self.filter(within(period, "planned_on"), planned_on__lte=today())

    def won_in(self, period):
        return self.filter(within(period, "won_on"))

    def started_in(self, period):
        return self.filter(within(period, "started_on"))

    def finished_in(self, period):
        return self.filter(within(period, "finished_on"))

    def under_way_in(self, period):
        """Under construction on at least one day of `period`."""
        return self.filter(started_on__lt=period.end).filter(
            Q(finished_on=None) | Q(finished_on__gte=period.start)
        )

    def under_way_after(self, day):
        """Begun by the end of `day`, and not finished by then."""
        return self.filter(started_on__lte=day).filter(not_yet("finished_on", day))


class Project(Record):
    """A livelihood project, from planning over winning the funds to completion."""

    class Kind(models.TextChoices):
        LIVELIHOOD = "livelihood", "民生工程（政府安排）"
        VOTED = "voted", "民生实事项目（票决）"

    name = models.CharField("项目名称", max_length=80)
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.LIVELIHOOD)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        verbose_name="责任单位",
        related_name="projects",
        null=True,
        blank=True,
    )
    village = models.ForeignKey(
        Village,
        models.PROTECT,
        verbose_name="所在村（社区）",
        related_name="projects",
        null=True,
        blank=True,
    )
    investment = models.DecimalField(
        "总投资（元）",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    planned_on = models.DateField("谋划日期")
    won_on = models.DateField(
        "争取到位日期", null=True, blank=True, help_text="立项或资金批复的日期。"
    )
    started_on = models.DateField("开工日期", null=True, blank=True)
    finished_on = models.DateField("完工日期", null=True, blank=True)
    note = models.TextField("进展", blank=True)

    objects = ProjectQuerySet.standing_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "民生项目"
        verbose_name_plural = "民生项目"
        ordering = ["-planned_on", "pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=(Q(won_on=None) | Q(won_on__gte=F("planned_on")))
                & (Q(started_on=None) | Q(started_on__gte=F("planned_on")))
                & (Q(started_on=None) | Q(won_on=None) | Q(started_on__gte=F("won_on")))
                & (
                    Q(finished_on=None)
                    | Q(started_on__isnull=False, finished_on__gte=F("started_on"))
                ),
                name="project_stages_in_order",
                violation_error_message="谋划、争取、开工、完工的日期要依次在后，完工的要有开工日期。",
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        refuse_odd_days(
            self, happened=["won_on", "started_on", "finished_on"], planned=["planned_on"]
        )

    @property
    def stage(self):
        if self.finished_on:
            return "已完工"
        if self.started_on:
            return "实施"
        return "争取" if self.won_on else "谋划"
