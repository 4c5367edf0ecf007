"""The households that deputies keep in touch with, and who keeps in touch with whom."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Role
from records.base import Record, RecordQuerySet, voidable_constraints
from records.bounds import between
from records.columns import GroupColumn, NameColumn, PhoneColumn
from records.known import near
from records.written import search_key
from representatives.models.categories import Category
from representatives.models.deputies import Mandate, Person
from representatives.models.merges import Mergeable
from township.models import Liaison, Village
from township.pinyin import InitialsField, ReadingsField, SpellingField
from township.spans import (
    ENDED_ON_HELP,
    SpanQuerySet,
    overlapping,
    refuse_odd_days,
    refuse_overlap,
    span_in_order,
    today,
)

# What was visited while an assignment was in force may still be entered this long after its end.
GRACE = datetime.timedelta(days=14)


class HouseholdQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Office: all. Deputy and 村联络员: those of the assignments they see. Others: none."""
        if user.is_office:
            return self
        return self.filter(pk__in=Assignment.objects.visible_to(user).values("household"))

    def named(self, text):
        """Those of which the head is called `text`, or its pinyin or initials begin with it."""
        key = search_key(text)
        begins = Q(spelling__startswith=key) | Q(initials__startswith=key)
        read = begins | Q(readings__word_startswith=key)
        return self.filter(Q(head_name__contains=key) | read)

    def unassigned(self, day):
        """待安排户: on the books on `day`, and nobody keeps in touch with them.

        On the books means in some category; one of no category has no day, and is always.
        """
        known = HouseholdCategory.objects.values("household")
        listed = HouseholdCategory.objects.in_force(day).values("household")
        held = Assignment.objects.in_force(day).values("household")
        return self.filter(~Q(pk__in=known) | Q(pk__in=listed)).exclude(pk__in=held)


class Household(Mergeable, Record):
    """A household, with no more about it than the office needs."""

    head_name = NameColumn("户主姓名", max_length=30)
    spelling = SpellingField("拼音", source="head_name")
    initials = InitialsField("拼音首字母", source="head_name")
    readings = ReadingsField("其他读音", source="head_name")
    village = models.ForeignKey(
        Village, models.PROTECT, verbose_name="村（社区）", related_name="households"
    )
    group = GroupColumn("村民组", max_length=20, blank=True, help_text="如：6组")
    phone = PhoneColumn("电话", max_length=20, blank=True, spare="other_phones")
    other_phones = PhoneColumn("其他电话", max_length=60, blank=True)
    members = models.PositiveSmallIntegerField(
        "家庭人口", null=True, blank=True, validators=between(0, 99)
    )
    workers = models.PositiveSmallIntegerField(
        "劳动力", null=True, blank=True, validators=between(0, 99)
    )
    away = models.PositiveSmallIntegerField(
        "外出务工人数", null=True, blank=True, validators=between(0, 99)
    )
    away_to = models.CharField(
        "外出大致去向", max_length=40, blank=True, help_text="到省、市即可。"
    )
    industry = models.CharField("主要产业", max_length=40, blank=True, help_text="如：水稻46亩")
    note = models.TextField("备注", blank=True, help_text="不记身份证号、病情和未成年人姓名。")

    objects = HouseholdQuerySet.standing_manager()
    history = HistoricalRecords(
        verbose_name="变更记录",
        excluded_fields=["phone", "other_phones", "group", "away_to", "note", "readings"],
    )

    class Meta:
        verbose_name = "联系户"
        verbose_name_plural = "联系户"
        ordering = ["spelling", "pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(members=None) | Q(workers=None) | Q(members__gte=models.F("workers")),
                name="household_workers_within_members",
                violation_error_message="劳动力不能多于家庭人口。",
            ),
            models.CheckConstraint(
                condition=Q(members=None) | Q(away=None) | Q(members__gte=models.F("away")),
                name="household_away_within_members",
                violation_error_message="外出务工人数不能多于家庭人口。",
            ),
        )
        indexes = [
            models.Index(fields=["spelling", "id"], name="household_by_spelling"),
            models.Index(fields=["initials"], name="household_by_initials"),
            models.Index(fields=["phone"], name="household_by_phone"),
        ]

    def __str__(self):
        return f"{self.head_name}（{self.village}{self.group}）"

    def get_absolute_url(self):
        return reverse("household-detail", args=[self.pk])


class HouseholdCategory(models.Model):
    """That a household is of a category, from one day to another."""

    household = models.ForeignKey(
        Household, models.CASCADE, verbose_name="联系户", related_name="category_spans"
    )
    category = models.ForeignKey(
        Category, models.PROTECT, verbose_name="类别", related_name="household_spans"
    )
    starts_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True, blank=True, help_text=ENDED_ON_HELP)

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")
    one_at_a_time, is_joined = (("household_id", "category_id"), "这一户的同一类别时间重叠。"), True

    class Meta:
        verbose_name = "户的类别"
        verbose_name_plural = "户的类别"
        ordering = ["-starts_on"]
        constraints = [
            span_in_order(),
            models.UniqueConstraint(
                fields=["household", "category"], condition=Q(ended_on=None),
                name="householdcategory_one_open",
                violation_error_message="这一户已经是这个类别。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.category}"

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def clean(self):
        refuse_odd_days(self, happened=["starts_on"])
        if self.household_id and self.category_id:
            others = near(
                self, HouseholdCategory, household=self.household_id, category=self.category_id
            )
            refuse_overlap(self, others, "这一户的同一类别时间重叠。")


def rhythm(visits_a_year):
    """How long a household may wait where it is due `visits_a_year` visits."""
    return datetime.timedelta(days=365 // visits_a_year)


def visits_met():
    """The visits of the assignment of an outer query on which somebody was met; their module
    imports this one.
    """
    visits = Assignment._meta.get_field("visits").related_model.objects
    return visits.met().filter(assignment=OuterRef("pk"))


class AssignmentQuerySet(SpanQuerySet, RecordQuerySet):
    def overlapping_period(self, period):
        """The assignments in force on at least one day of `period`."""
        return self.filter(overlapping(period.start, period.end))

    def of_user(self, user, day):
        """The assignments in force on `day` of the deputy who logs in as `user`."""
        return self.filter(person__user=user).in_force(day)

    def of_household_named(self, text):
        """Those of the households whose head is called `text`, or begins so in pinyin."""
        key = search_key(text)
        begins = Q(household__spelling__startswith=key) | Q(household__initials__startswith=key)
        read = begins | Q(household__readings__word_startswith=key)
        return self.filter(Q(household__head_name__contains=key) | read)

    def of_kind(self, code):
        return self.filter(category__code=code)

    def with_wait(self):
        """With `last_met`, when somebody of the household was last met, whoever visited; and with
        `waits_since`: that day, or the assignment's first where there is none.
        """
        # The index gives the last visit of one assignment at once, however many there were;
        # a join to the visits would read them all, and multiply with the next join.
        of_one = Subquery(visits_met().order_by("-visited_on").values("visited_on")[:1])
        dated = Assignment.objects.filter(household=OuterRef("household")).annotate(last=of_one)
        newest = dated.order_by().values("household").annotate(newest=Max("last"))
        last = Subquery(newest.values("newest"))
        return self.annotate(last_met=last, waits_since=Coalesce(last, "starts_on"))

    def with_visits_in(self, period):
        """With `visits_made`: how often somebody was met in `period` under this very assignment."""
        made = visits_met().made_in(period).order_by().values("assignment")
        count = Subquery(made.annotate(n=Count("pk")).values("n"))
        return self.annotate(visits_made=Coalesce(count, 0))

    def waiting_for_visit(self, day, visits_a_year):
        """In force on `day`, and nobody of the household was met for longer than that allows."""
        limit = day - rhythm(visits_a_year)
        return self.in_force(day).with_wait().filter(waits_since__lt=limit)

    def in_villages_of(self, user, day):
        """The assignments in force on `day` in the villages whose 村联络员 is `user` that day."""
        served = Liaison.objects.in_force(day).filter(user=user)
        return self.in_force(day).filter(household__village__in=served.values("village"))

    def visible_to(self, user):
        """Office: all. A deputy: their own of today. A 村联络员: those of their villages today."""
        if user.is_office:
            return self
        if user.is_authenticated and user.holds(Role.DEPUTY):
            return self.of_user(user, today())
        if user.is_authenticated and user.holds(Role.LIAISON):
            return self.in_villages_of(user, today())
        return self.none()

    def taking_visits_of(self, user):
        """Those for which `user` may still send a visit, made while the assignment was in force.

        What waits in a phone for a network may arrive up to GRACE after the end.
        """
        if user.is_authenticated and user.holds(Role.DEPUTY):
            begun = self.filter(person__user=user, starts_on__lte=today())
            return begun.filter(Q(ended_on=None) | Q(ended_on__gte=today() - GRACE))
        return self.visible_to(user)


class Assignment(Record):
    """A deputy keeps in touch with a household as one of a category. Verbs: services."""

    class EndedFor(models.TextChoices):
        MANDATE = "mandate", "代表资格终止"
        SWAP = "swap", "调整联系户"
        MOVED = "moved", "该户迁出或注销"
        CATEGORY = "category", "该户不再属于这一类别"
        MISTAKE = "mistake", "原登记有误"

    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="代表", related_name="assignments"
    )
    household = models.ForeignKey(
        Household, models.PROTECT, verbose_name="联系户", related_name="assignments"
    )
    category = models.ForeignKey(
        Category, models.PROTECT, verbose_name="作为哪一类", related_name="assignments"
    )
    starts_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True, blank=True, help_text=ENDED_ON_HELP)
    ended_for = models.CharField("结束原因", max_length=12, choices=EndedFor, blank=True)

    objects = AssignmentQuerySet.standing_manager("household")
    history = HistoricalRecords(verbose_name="变更记录")
    one_at_a_time, is_joined = (("household_id",), "同一时间一户只能由一名代表联系。"), True

    class Meta:
        verbose_name = "联系安排"
        verbose_name_plural = "联系安排"
        ordering = ["-starts_on", "pk"]
        constraints = voidable_constraints(
            span_in_order(),
            models.UniqueConstraint(
                fields=["household"], condition=Q(ended_on=None, voided_at=None),
                name="assignment_one_holder",
                violation_error_message="这一户已有代表联系，请先结束原来的安排。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_for="") | (Q(ended_on__isnull=False) & ~Q(ended_for="")),
                name="assignment_end_has_reason",
                violation_error_message="结束日期和结束原因要一起填写。",
            ),
        )  # fmt: skip
        indexes = [
            models.Index(fields=["person", "starts_on"], name="assignment_by_person"),
            models.Index(fields=["household", "starts_on"], name="assignment_by_household"),
        ]

    def __str__(self):
        return f"{self.person}联系{self.household}"

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def clean(self):
        if not (self.person_id and self.household_id and self.category_id and self.starts_on):
            return
        refuse_odd_days(self, happened=["starts_on", "ended_on"])
        if self.ended_on and self.ended_on <= self.starts_on:
            return  # the constraint says so
        self.refuse_other_category()
        self.refuse_second_holder()
        self.refuse_too_many()
        self.refuse_without_mandate()

    def refuse_a_clash(self):
        super().refuse_a_clash()
        self.refuse_second_holder()
        self.refuse_too_many()

    def refuse_other_category(self):
        """A household is kept in touch with as what it is on the first day."""
        spans = near(self, HouseholdCategory, household=self.household_id)
        if not spans.in_force(self.starts_on).filter(category=self.category_id).exists():
            name = self.category.name_on(self.starts_on)
            raise ValidationError(
                {"category": f"这一户在{self.starts_on}不是{name}，请先在联系户页面登记类别。"}
            )

    def refuse_second_holder(self):
        """One holder per household at a time."""
        held = near(self, Assignment, household=self.household_id).exclude(pk=self.pk)
        other = held.overlapping(self.starts_on, self.ended_on).select_related("person").first()
        if other:
            raise ValidationError(
                f"这一户在这段时间已由{other.person}联系，同一时间只能由一名代表联系。"
            )

    def refuse_too_many(self):
        """A deputy holds as many of a category at any time as the category says."""
        mine = near(self, Assignment, person=self.person_id, category=self.category_id)
        rows = list(mine.exclude(pk=self.pk).overlapping(self.starts_on, self.ended_on))
        # The crowd only grows on a day an assignment begins: looking at those days is enough.
        days = [self.starts_on, *(row.starts_on for row in rows if row.starts_on > self.starts_on)]
        if any(sum(row.covers(day) for row in rows) >= self.category.per_deputy for day in days):
            name = self.category.name_on(self.starts_on)
            raise ValidationError(
                f"{self.person}在这段时间已有{name}，每名代表联系{self.category.per_deputy}户。"
            )

    def refuse_to_leave_visits(self, on, column):
        """It does not end on a day `on` before a visit made under it; said at `column`."""
        visits = near(self, type(self)._meta.get_field("visits").related_model, assignment=self.pk)
        late = [row.visited_on for row in visits if row.visited_on >= on]
        if late:
            raise ValidationError({column: f"{max(late)}还有走访记录，结束日期要在它之后。"})

    def refuse_without_mandate(self):
        """Only a deputy is assigned a household: on the first day, a mandate is in force."""
        mandates = near(self, Mandate, person=self.person_id)
        if not any(row.confirmed_on for row in mandates.in_force(self.starts_on)):
            raise ValidationError({"person": f"{self.person}在{self.starts_on}不是代表。"})
