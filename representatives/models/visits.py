"""What deputies do for their households."""

import datetime
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Role
from papers.photos import PhotoField
from records.base import Record, RecordQuerySet, voidable_constraints
from representatives.models.households import GRACE, Assignment, Household
from township.models import Town
from township.spans import refuse_odd_days, today, within

# A visit entered later than this is marked 补记: memory fades, and readers should know.
LATE_AFTER = datetime.timedelta(days=7)


def earlier_are_shown():
    """The condition, asked of the town in the same statement, that a deputy sees what others
    wrote of a household before it was theirs.
    """
    return Exists(Town.objects.filter(shows_earlier_visits=True))


class VisitQuerySet(RecordQuerySet):
    def made_in(self, period):
        return self.filter(within(period, "visited_on"))

    def met(self):
        """The visits on which somebody was met; attempts are counted apart."""
        return self.filter(was_met=True)

    def from_afar(self):
        """Those on which nobody came: by telephone or WeChat."""
        return self.filter(method__in=Visit.FROM_AFAR)

    def households(self):
        """The distinct households these visits went to."""
        return Household.objects.filter(pk__in=self.values("assignment__household"))

    def attempted(self):
        return self.filter(was_met=False)

    def of_day(self, assignment, day):
        """The visits of the deputy of `assignment` to its household on `day`."""
        own = {
            "assignment__household": assignment.household_id,
            "assignment__person": assignment.person_id,
        }
        return self.filter(visited_on=day, **own)

    def visible_to(self, user):
        """Office: all. A deputy: their own visits to households that are theirs today, and
        their predecessors' where the town says so. A 村联络员: what they wrote down themselves.
        """
        if user.is_office:
            return self
        mine = Assignment.objects.visible_to(user).values("household")
        rows = self.filter(assignment__household__in=mine)
        if user.is_authenticated and user.holds(Role.LIAISON):
            return rows.filter(recorded_by=user)
        return rows.filter(Q(assignment__person__user=user) | earlier_are_shown())


class Visit(Record):
    """One visit, or attempt at one. The UUID is made by the sender: sent twice, stored once."""

    class Method(models.TextChoices):
        HOME = "home", "入户走访"
        PHONE = "phone", "电话"
        WECHAT = "wechat", "微信"
        TALK = "talk", "座谈"
        YARD = "yard", "院坝会"

    # Nobody came: they were reached, and that is called 走访 as well.
    FROM_AFAR = (Method.PHONE, Method.WECHAT)

    SENT = ("visited_on", "method", "was_met", "production", "livelihood", "policy", "good_deed")

    uuid = models.UUIDField("登记编号", unique=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, verbose_name="谁走访谁", related_name="visits"
    )
    visited_on = models.DateField("走访日期")
    method = models.CharField("方式", max_length=8, choices=Method, default=Method.HOME)
    was_met = models.BooleanField(
        "见到（联系上）", default=True, help_text="没见到的不勾，单独统计。"
    )
    production = models.TextField("生产情况", blank=True)
    livelihood = models.TextField("生活情况", blank=True)
    policy = models.TextField("宣讲政策", blank=True)
    good_deed = models.TextField("办实事", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="登记人",
        related_name="+",
        editable=False,
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    is_on_behalf = models.BooleanField("代填", default=False, editable=False)
    is_late_entry = models.BooleanField("补记", default=False, editable=False)

    objects = VisitQuerySet.standing_manager("assignment", "assignment__household")
    history = HistoricalRecords(
        verbose_name="变更记录", excluded_fields=["production", "livelihood", "policy", "good_deed"]
    )

    class Meta:
        verbose_name = "走访记录"
        verbose_name_plural = "走访记录"
        ordering = ["-visited_on", "-pk"]
        constraints = voidable_constraints()
        indexes = [
            models.Index(fields=["assignment", "visited_on"], name="visit_by_assignment"),
            models.Index(fields=["visited_on", "id"], name="visit_by_day"),
        ]

    def __str__(self):
        return f"{self.visited_on} {self.assignment}"

    def clean(self):
        refuse_odd_days(self, happened=["visited_on"])
        if not (self.visited_on and self.assignment_id):
            return
        if not self.assignment.covers(self.visited_on):
            raise ValidationError(
                {"visited_on": f"{self.visited_on}这一户不由{self.assignment.person}联系。"}
            )
        ended = self.assignment.ended_on
        if self._state.adding and ended and today() > ended + GRACE:
            raise ValidationError(f"这一安排已结束超过{GRACE.days}天，不能再补记走访。")

    def differs_from(self, told):
        """True where one of the columns `told` ({name of SENT: value}) says something else."""
        return any(getattr(self, name) != value for name, value in told.items())

    def sign(self, user):
        """Note who wrote this down: for themselves, or on the deputy's behalf; in time, or later."""
        self.recorded_by = user
        self.is_on_behalf = self.assignment.person.user_id != user.pk
        self.is_late_entry = today() - self.visited_on > LATE_AFTER


class VisitPhotoQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.filter(visit__in=Visit.objects.visible_to(user))


class VisitPhoto(Record):
    """A photo that somebody wanted to take on a visit. None is ever asked for."""

    visit = models.ForeignKey(Visit, models.PROTECT, verbose_name="走访记录", related_name="photos")
    image = PhotoField("照片")

    objects = VisitPhotoQuerySet.standing_manager(
        "visit", "visit__assignment", "visit__assignment__household"
    )
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "走访照片"
        verbose_name_plural = "走访照片"
        ordering = ["pk"]
        constraints = voidable_constraints()

    def __str__(self):
        return "走访照片"

    def get_absolute_url(self):
        return reverse("visit-photo", args=[self.pk])

    def get_thumbnail_url(self):
        return reverse("visit-photo-thumbnail", args=[self.pk])
