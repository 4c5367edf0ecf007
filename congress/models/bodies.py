"""The bodies of the congress and the posts people hold in them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Sum
from simple_history.models import HistoricalRecords

from records.base import Record, RecordQuerySet, voidable_constraints
from records.bounds import PLACES, between
from records.columns import TitleColumn
from records.known import near
from representatives.models import Person
from township.models import Term
from township.numbers import chinese_number
from township.spans import (
    ENDED_ON_HELP,
    SpanQuerySet,
    in_force,
    not_on_form,
    overlapping,
    refuse_overlap,
    span_in_order,
    today,
)
from township.words import said, speaking_on


class InstitutionQuerySet(RecordQuerySet):
    """Records of the institution: open to office and leadership, not to others yet."""

    def visible_to(self, user):
        return self if user.reads_everything_public else self.none()


class BodyQuerySet(SpanQuerySet):
    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def visible_to(self, user):
        return self if user.reads_everything_public else self.none()


class Body(models.Model):
    """A body with members or posts: presidium, committee, delegation, group, station, government."""

    class Kind(models.TextChoices):
        CONGRESS = "congress", said("镇人大")
        PRESIDIUM = "presidium", "主席团"
        QUALIFICATION = "qualification", "代表资格审查委员会"
        ELECTION = "election", "选举委员会"
        DELEGATION = "delegation", "代表团"
        GROUP = "group", "代表小组、中心组"
        STATION = "station", "代表联络站"
        GOVERNMENT = "government", said("镇政府")
        PARTY = "party", said("镇党委")

    kind = models.CharField("类别", max_length=14, choices=Kind)
    term = models.ForeignKey(
        Term, models.PROTECT, verbose_name="届次", related_name="bodies", null=True, blank=True,
        help_text="每届重新产生的机构填写。",
    )  # fmt: skip
    seats = models.PositiveSmallIntegerField(
        "名额",
        null=True,
        blank=True,
        help_text="没有规定名额的留空。",
        validators=between(0, 999),
    )
    place = models.CharField("地点", max_length=80, blank=True)
    reception_days = models.CharField("接待日", max_length=80, blank=True, help_text="如：每月15日")
    rota = models.TextField("轮值安排", blank=True)
    starts_on = models.DateField("成立日期")
    ended_on = models.DateField("撤销日期", null=True, blank=True, help_text=ENDED_ON_HELP)
    order = models.PositiveSmallIntegerField("排序", default=0, validators=PLACES)

    objects = BodyQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ["order", "pk"]
        constraints = [span_in_order()]

    def __str__(self):
        names = sorted(self.names.all(), key=lambda name: name.starts_on)
        return names[-1].name if names else self.kind_on(self.last_day)

    def kind_on(self, day):
        """镇政府, or 乡政府 where the town was a 乡 on `day`."""
        with speaking_on(day):
            return self.get_kind_display()

    @property
    def last_day(self):
        """Its last day, or today."""
        return last_day_of(self)

    def clean(self):
        """The seats of all constituencies fit the congress (选举法第十二条、第二十五条)."""
        if self.kind != self.Kind.CONGRESS or self.seats is None or self.term_id is None:
            return
        parts = self.term.constituencies.aggregate(all=Sum("seats"))["all"] or 0
        if parts > self.seats:
            raise ValidationError({"seats": f"各选区应选名额合计{parts}名，总名额不能少于它。"})

    def name_on(self, day):
        """The body's name on `day`; names change while the body remains."""
        names = list(self.names.all())
        named = str(self) if names else self.kind_on(day)
        return next((name.name for name in names if name.covers(day)), named)


def last_day_of(span):
    """The last day of `span` (a row with starts_on and ended_on) that is past, or today."""
    last = span.ended_on - timedelta(days=1) if span.ended_on else today()
    return min(last, today())


class BodyName(models.Model):
    """What a body is called, from one day to another."""

    body = models.ForeignKey(Body, models.CASCADE, verbose_name="机构", related_name="names")
    name = TitleColumn("名称", max_length=60)
    starts_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text=ENDED_ON_HELP)

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "机构名称"
        verbose_name_plural = "机构名称"
        ordering = ["starts_on"]
        constraints = [
            span_in_order(),
            models.UniqueConstraint(
                fields=["body"], condition=Q(ended_on=None), name="bodyname_one_open",
                violation_error_message="这个机构还有一个在用的名称，请先填它的停用日期。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def clean(self):
        if self.body_id:
            names = near(self, BodyName, body=self.body_id)
            refuse_overlap(self, names, "与名称“{other}”的时间重叠。")


def new_of_term(kind, term, name, order):
    """(Body, BodyName), not stored yet: a body of `term` from its first day, called `name`."""
    body = Body(kind=kind, term=term, starts_on=term.starts_on, order=order)
    return body, BodyName(body=body, name=name, starts_on=term.starts_on)


def presidium_name(term):
    return f"第{chinese_number(term.number)}届主席团"


class PostQuerySet(SpanQuerySet, InstitutionQuerySet):
    def of_kind(self, *kinds):
        """The posts in bodies of the given kinds."""
        return self.filter(body__kind__in=kinds)

    def presidium_on(self, day):
        """The posts of the presidium in force on `day`: its members, and so its quorum."""
        return self.sitting_on(day, Body.Kind.PRESIDIUM)

    def sitting_on(self, day, *kinds):
        """The posts in force on `day` in bodies of these kinds that are themselves in force.

        Whose post nobody ended when the body was dissolved is no member any more.
        """
        return self.of_kind(*kinds).in_force(day).filter(in_force(day, "body__"))

    def overlapping_period(self, period):
        return self.filter(overlapping(period.start, period.end))


class Post(Record):
    """A person's post in a body. The person need not be a deputy."""

    class Role(models.TextChoices):
        CHAIR = "chair", "主席"
        VICE_CHAIR = "vice_chair", "副主席"
        MEMBER = "member", "成员（委员）"
        DIRECTOR = "director", "主任"
        VICE_DIRECTOR = "vice_director", "副主任"
        LEADER = "leader", "团长、组长、站长"
        VICE_LEADER = "vice_leader", "副团长、副组长、副站长"
        LIAISON = "liaison", "联络员"
        MAYOR = "mayor", said("镇长")
        VICE_MAYOR = "vice_mayor", said("副镇长")
        SECRETARY = "secretary", "书记"
        CLERK = "clerk", "人大办工作人员"

    body = models.ForeignKey(Body, models.PROTECT, verbose_name="机构", related_name="posts")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="姓名", related_name="posts")
    role = models.CharField("职务", max_length=14, choices=Role, default=Role.MEMBER)
    starts_on = models.DateField("任职日期")
    ended_on = models.DateField("离任日期", null=True, blank=True, help_text=ENDED_ON_HELP)

    objects = PostQuerySet.standing_manager()
    history = HistoricalRecords(verbose_name="变更记录")
    one_at_a_time = ("person_id", "body_id"), "此人在这个机构的两段任职时间重叠。"

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["body", "role", "starts_on"]
        constraints = voidable_constraints(
            span_in_order(),
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(ended_on=None, voided_at=None),
                name="post_one_open_per_body",
                violation_error_message="此人在这个机构已有现任职务，请先填离任日期。",
            ),
        )  # fmt: skip
        indexes = [models.Index(fields=["body", "starts_on"], name="post_by_body")]

    def __str__(self):
        return f"{self.person} {self.body}{self.role_label}"

    @property
    def role_label(self):
        """副镇长; 副乡长 where it ended while the town was a 乡."""
        with speaking_on(last_day_of(self)):
            return self.get_role_display()

    @property
    def role_word(self):
        """The role as its own body says it: 团长 of a delegation, 组长 of a group, 站长."""
        labels = self.role_label.split("、")
        kinds = (Body.Kind.DELEGATION, Body.Kind.GROUP, Body.Kind.STATION)
        if len(labels) == len(kinds) and self.body.kind in kinds:
            return labels[kinds.index(self.body.kind)]
        return self.role_label.partition("（")[0]

    def clean(self):
        if not (self.body_id and self.person_id and self.starts_on):
            return
        self.refuse_without_body()
        mine = near(self, Post, person=self.person_id, body=self.body_id)
        refuse_overlap(self, mine, "此人在这个机构的两段任职时间重叠：{other}。")
        self.refuse_beyond_seats()

    def refuse_without_body(self):
        """A post begins while its body is there."""
        first, gone = self.body.starts_on, self.body.ended_on
        if first and self.starts_on < first:
            raise ValidationError({"starts_on": f"任职日期不能早于机构成立日期{first}。"})
        if gone and self.starts_on >= gone:
            raise ValidationError({"starts_on": f"这个机构已于{gone}撤销，任职日期要在那以前。"})

    def refuse_beyond_seats(self):
        """On no day of this post may the body have more posts than seats."""
        if self.body.seats is None:
            return
        others = not_on_form(self, near(self, Post, body=self.body_id))
        rows = list(others.overlapping(self.starts_on, self.ended_on))
        days = [self.starts_on, *(row.starts_on for row in rows if row.starts_on > self.starts_on)]
        if any(sum(row.covers(day) for row in rows) >= self.body.seats for day in days):
            raise ValidationError(f"{self.body}名额{self.body.seats}名，已满。")

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)
