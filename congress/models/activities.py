"""What the congress does between its meetings: activities, and research reports."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Role
from congress.models.bodies import Body, InstitutionQuerySet
from congress.models.projects import Project
from congress.models.turnout import count_of
from papers.photos import PhotoField
from records.base import Record, voidable_constraints
from records.bounds import PLACES, between
from representatives.models import Mandate, Opinion, Person
from township.models import Department, Level
from township.spans import happened, refuse_odd_days, today, within


class Campaign(models.Model):
    """A named drive that activities belong to: 聚民意惠民生, 六小六起来."""

    name = models.CharField("名称", max_length=40, unique=True)
    started_by = models.CharField("由谁部署", max_length=60, blank=True)

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "专项行动"
        verbose_name_plural = "专项行动"
        ordering = ["name"]

    def __str__(self):
        return self.name


class ActivityQuerySet(InstitutionQuerySet):
    def held_in(self, period):
        """The activities that began in `period`, up to today: a plan is not yet an activity."""
        return self.filter(within(period, "starts_on"), starts_on__lte=today())

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def with_deputies(self, known_on=None):
        """Those in which deputies took part, with `deputies_there`: the named ones (those in office
        on its first day, as confirmed by `known_on`) and the number of those without names.
        """
        named = Participation.objects.of_deputies(known_on).filter(activity=OuterRef("pk"))
        rows = self.annotate(deputies_there=count_of(named) + F("unnamed_deputies"))
        return rows.filter(Q(Exists(named)) | Q(unnamed_deputies__gt=0))

    def of_town(self):
        """Organised by the town itself."""
        return self.filter(organiser_level=Level.TOWN)

    def from_above(self):
        """Organised by a higher level; this town's deputies took part."""
        return self.exclude(organiser_level=Level.TOWN)

    def calling(self, people):
        """The activities that one of `people` (a queryset) takes part in, is asked to, or asked
        leave from: who is on leave is off the list, and has to be told the outcome.
        """
        named = Participation.objects.filter(person__in=people).values("activity")
        replied = self.model._meta.get_field("replies").related_model.objects.filter(
            person__in=people, activity__isnull=False
        )
        return self.filter(Q(pk__in=named) | Q(pk__in=replied.values("activity")))

    def visible_to(self, user):
        """Office and leadership: all. A deputy: those they are asked to or took part in."""
        if user.is_authenticated and user.holds(Role.DEPUTY):
            return self.calling(Person.objects.filter(user=user))
        return super().visible_to(user)


def about(number, is_approximate):
    """A number of people as it was said: 30, or 约30; "" of none."""
    return f"{'约' if is_approximate else ''}{number}" if number else ""


class Activity(Record):
    """One activity of deputies or of the office."""

    class Kind(models.TextChoices):
        INSPECTION = "inspection", "视察"
        RESEARCH = "research", "调研"
        LAW_CHECK = "law_check", "执法检查"
        APPRAISAL = "appraisal", "工作评议"
        TRAINING = "training", "学习培训"
        STUDY_TOUR = "study_tour", "外出考察"
        RECEPTION = "reception", "选民接待"
        GROUP = "group", "代表小组活动"
        STATION = "station", "联络站活动"
        ACCOUNT = "account", "代表述职"
        TALK = "talk", "座谈"
        BRIEFING = "briefing", "情况通报"
        PARTY_REPORT = "party_report", "向党委请示汇报"
        PUBLICITY = "publicity", "宣传"
        FLOOD = "flood", "防汛救灾"
        EPIDEMIC = "epidemic", "疫情防控"
        UPKEEP = "upkeep", "村庄管护"
        OTHER = "other", "其他"

    title = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=14, choices=Kind)
    starts_on = models.DateField("开始日期")
    last_on = models.DateField("最后一天", null=True, blank=True, help_text="一天内结束的留空。")
    organiser = models.CharField("组织单位", max_length=60, blank=True)
    organiser_level = models.CharField(
        "哪一级组织", max_length=12, choices=Level, default=Level.TOWN
    )
    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name="由哪个机构开展", related_name="activities",
        null=True, blank=True,
    )  # fmt: skip
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="专项行动", related_name="activities",
        null=True, blank=True,
    )  # fmt: skip
    unnamed_deputies = models.PositiveIntegerField(
        "没有姓名的代表人数", default=0, validators=between(0, 99_999),
        help_text="只知道来了多少代表、不知道是谁的填这里；勾了姓名的不再算进来。",
    )  # fmt: skip
    is_unnamed_approximate = models.BooleanField("代表人数是约数", default=False)
    other_people = models.PositiveIntegerField(
        "其他参加人数", default=0, help_text="代表以外的人。", validators=between(0, 99_999)
    )
    is_approximate = models.BooleanField("人数是约数", default=False)
    content = models.TextField("内容", blank=True)
    good_deed = models.TextField("办实事", blank=True)
    projects = models.ManyToManyField(
        Project, verbose_name="检查的项目", related_name="inspections", blank=True
    )
    opinions = models.ManyToManyField(
        Opinion, verbose_name="听取的意见建议", related_name="activities", blank=True
    )

    objects = ActivityQuerySet.standing_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "活动"
        verbose_name_plural = "活动"
        ordering = ["-starts_on", "-pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("starts_on")),
                name="activity_days_in_order",
                violation_error_message="最后一天不能早于开始日期。",
            ),
        )
        indexes = [
            models.Index(fields=["kind", "starts_on"], name="activity_by_kind_day"),
            models.Index(fields=["starts_on", "id"], name="activity_by_day"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("activity-detail", args=[self.pk])

    @property
    def unnamed_in_words(self):
        """How many deputies were there of whom no name is kept, as it was said: 约30; "" of none."""
        return about(self.unnamed_deputies, self.is_unnamed_approximate)

    @property
    def others_in_words(self):
        """How many others were there, as it was said."""
        return about(self.other_people, self.is_approximate)

    @property
    def has_begun(self):
        return self.starts_on <= today()

    def called_people(self):
        """Who may answer the call: those on the list, and those who asked leave (a queryset)."""
        named = self.participations.values("person")
        return Person.objects.filter(Q(pk__in=named) | Q(pk__in=self.replies.values("person")))

    def clean(self):
        refuse_odd_days(self, planned=["starts_on", "last_on"])


class ActivityPlace(models.Model):
    """A place an activity went to, in the order of the visit."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, verbose_name="活动", related_name="places"
    )
    name = models.CharField("地点", max_length=40)
    order = models.PositiveSmallIntegerField("序号", default=1, validators=PLACES)

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "地点"
        verbose_name_plural = "地点"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "name"], name="activityplace_once",
                violation_error_message="这个地点已经填过。",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name


class PhotoQuerySet(InstitutionQuerySet):
    def visible_to(self, user):
        """Whoever may see the activity may see its photos."""
        return self.filter(activity__in=Activity.objects.visible_to(user).values("pk"))


class ActivityPhoto(Record):
    """A photo taken on an activity. A wrong one is voided and another added, never swapped."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name="活动", related_name="photos"
    )
    image = PhotoField("照片")
    caption = models.CharField("说明", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("序号", default=1, validators=PLACES)

    objects = PhotoQuerySet.standing_manager("activity")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "照片"
        verbose_name_plural = "照片"
        ordering = ["order", "pk"]
        constraints = voidable_constraints()

    def __str__(self):
        return self.caption or "照片"

    def get_absolute_url(self):
        return reverse("activity-photo", args=[self.pk])

    def get_thumbnail_url(self):
        return reverse("activity-photo-thumbnail", args=[self.pk])


class FindingQuerySet(InstitutionQuerySet):
    def rectified(self, on=None):
        return self.filter(happened("rectified_on", on))


class Finding(Record):
    """A problem found on an activity, and when it was put right."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name="活动", related_name="findings"
    )
    text = models.CharField("发现的问题", max_length=200)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        verbose_name="整改单位",
        related_name="findings",
        null=True,
        blank=True,
    )
    rectify_by = models.DateField("整改期限", null=True, blank=True)
    rectified_on = models.DateField("整改完成日期", null=True, blank=True)

    objects = FindingQuerySet.standing_manager("activity")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "发现的问题"
        verbose_name_plural = "发现的问题"
        ordering = ["pk"]
        constraints = voidable_constraints()

    def __str__(self):
        return self.text

    def clean(self):
        refuse_odd_days(self, happened=["rectified_on"], planned=["rectify_by"])
        if self.activity_id:
            for field in ("rectify_by", "rectified_on"):
                day = getattr(self, field)
                if day and day < self.activity.starts_on:
                    raise ValidationError({field: "不能早于活动日期。"})


class ParticipationQuerySet(InstitutionQuerySet):
    def held_in(self, period):
        return self.filter(within(period, "activity__starts_on"), activity__starts_on__lte=today())

    def of_kind(self, *kinds):
        return self.filter(activity__kind__in=kinds)

    def of_deputies(self, known_on=None):
        """Those of deputies on the activity's first day, as confirmed by `known_on` (None: by now)."""
        day = OuterRef("activity__starts_on")
        seats = Mandate.objects.in_force(day, known_on).filter(person=OuterRef("person"))
        return self.filter(Exists(seats))


class Participation(Record):
    """That a person took part in an activity."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name="活动", related_name="participations"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="姓名", related_name="participations"
    )
    note = models.CharField("说明", max_length=60, blank=True)

    objects = ParticipationQuerySet.standing_manager("activity")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "参加人员"
        verbose_name_plural = "参加人员"
        ordering = ["pk"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["activity", "person"], condition=Q(voided_at=None), name="participation_once",
                violation_error_message="此人已在参加名单中。",
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.person}"


class ResearchReportQuerySet(InstitutionQuerySet):
    def submitted_in(self, period):
        return self.filter(within(period, "submitted_on"))


class ResearchReport(Record):
    """调研报告: who asked for it, when it was handed in, which activities it grew from."""

    title = models.CharField("题目", max_length=100)
    entrusted_by = models.CharField("交办单位", max_length=60, blank=True)
    entrusted_level = models.CharField(
        "哪一级交办", max_length=12, choices=Level, default=Level.COUNTY
    )
    entrusted_on = models.DateField("交办日期", null=True, blank=True)
    submitted_on = models.DateField("报送日期", null=True, blank=True)
    summary = models.TextField("主要内容", blank=True)
    activities = models.ManyToManyField(
        Activity, verbose_name="依据的活动", related_name="research_reports", blank=True
    )

    objects = ResearchReportQuerySet.standing_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "调研报告"
        verbose_name_plural = "调研报告"
        ordering = ["-submitted_on", "pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(submitted_on=None)
                | Q(entrusted_on=None)
                | Q(submitted_on__gte=F("entrusted_on")),
                name="researchreport_submitted_after_entrusted",
                violation_error_message="报送日期不能早于交办日期。",
            ),
        )

    def __str__(self):
        return self.title

    def clean(self):
        refuse_odd_days(self, happened=["entrusted_on", "submitted_on"])
