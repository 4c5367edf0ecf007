"""Sittings of a session, and the rolls: who was there, of a meeting or of one of its sittings."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from congress.models.bodies import InstitutionQuerySet
from congress.models.meetings import Meeting
from congress.models.turnout import HERE, Turnout, refuse_fewer_than_voted
from records.base import Record, voidable_constraints
from records.bounds import between
from representatives.models import Person
from township.numbers import chinese_number
from township.spans import today, within


class SittingQuerySet(InstitutionQuerySet):
    def that_count(self):
        """Of each session the sitting whose roll stands for the whole: the first full one that has
        a roll; where none has, the first other one. A roll of guests alone is none.
        """
        roll = Attendance.objects.members().filter(sitting=OuterRef("pk"))
        kind = OuterRef("kind")  # "full" sorts before "preparatory"
        before = Q(kind__lt=kind) | Q(kind=kind, number__lt=OuterRef("number"))
        earlier = Sitting.objects.filter(before, Exists(roll), meeting=OuterRef("meeting"))
        return self.filter(Exists(roll), ~Exists(earlier))


class Sitting(Record):
    """One sitting of a session, with attendance of its own."""

    class Kind(models.TextChoices):
        FULL = "full", "全体会议"
        PREPARATORY = "preparatory", "预备会议"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="人代会", related_name="sittings"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.FULL)
    number = models.PositiveSmallIntegerField("第几次", default=1, validators=between(1, 99))
    held_on = models.DateField("日期")

    objects = SittingQuerySet.standing_manager("meeting")
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "大会场次"
        verbose_name_plural = "大会场次"
        ordering = ["meeting", "held_on", "kind", "number"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["meeting", "kind", "number"], condition=Q(voided_at=None), name="sitting_number",
                violation_error_message="这次会议已经有这一场。",
            ),
        )  # fmt: skip

    def __str__(self):
        if self.kind == self.Kind.PREPARATORY:
            return self.get_kind_display()
        return f"第{chinese_number(self.number)}次全体会议"

    def clean(self):
        if not (self.meeting_id and self.held_on):
            return
        if not self.meeting.is_session:
            raise ValidationError("只有人代会分场次。")
        last = self.meeting.last_on or self.meeting.starts_on
        # The preparatory sitting is held before the session opens (地方组织法第十九条).
        early = self.kind == self.Kind.FULL and self.held_on < self.meeting.starts_on
        if early or self.held_on > last:
            raise ValidationError({"held_on": "日期不在会期之内。"})


class AttendanceQuerySet(InstitutionQuerySet):
    def held_in(self, period):
        return self.filter(within(period, "meeting__starts_on"), meeting__starts_on__lte=today())

    def members(self):
        """The rows of those who were expected, not of guests (列席)."""
        return self.filter(capacity=Attendance.Capacity.MEMBER)

    def guests(self):
        """The rows of those who sat in (列席)."""
        return self.filter(capacity=Attendance.Capacity.GUEST)

    def registered(self):
        """The rows whose state is known. Unknown is not absent."""
        return self.exclude(state=Attendance.State.UNKNOWN)

    def present(self):
        return self.filter(state=Attendance.State.PRESENT)

    def unknown(self):
        return self.filter(state=Attendance.State.UNKNOWN)

    def of_sessions(self):
        return self.filter(meeting__kind=Meeting.Kind.SESSION)

    def of_presidium(self):
        return self.filter(meeting__kind=Meeting.Kind.PRESIDIUM)

    def that_count(self):
        """The rows that stand for a meeting, so that its people are people: of a session with rolls
        by sitting those of the one that counts, else those of the meeting as a whole.
        """
        counted = Sitting.objects.that_count()
        whole = Q(sitting=None) & ~Q(meeting__in=counted.values("meeting"))
        return self.filter(whole | Q(sitting__in=counted.values("pk")))

    def once_a_meeting(self):
        """Of the rows of one person at one meeting, whatever the sitting, the first of these."""
        same = {"meeting": OuterRef("meeting"), "person": OuterRef("person")}
        return self.filter(~Exists(self.filter(pk__lt=OuterRef("pk"), **same)))

    def unexcused(self):
        """Sessions missed without leave, a row for each person and session: present at none of its
        full sittings, and absent from one of them. Two end a mandate (代表法第六十二条第三项).
        """
        full = Q(sitting=None) | Q(sitting__kind=Sitting.Kind.FULL)
        rolls = Attendance.objects.of_sessions().members().filter(full)
        there = rolls.present().filter(meeting=OuterRef("meeting"), person=OuterRef("person"))
        missed = rolls.filter(~Exists(there), state=Attendance.State.ABSENT).once_a_meeting()
        return self.filter(pk__in=missed.values("pk"))


class Attendance(Record):
    """Whether a person was at a meeting or one of its sittings."""

    class Capacity(models.TextChoices):
        MEMBER = "member", "应到"
        GUEST = "guest", "列席"

    class State(models.TextChoices):
        PRESENT = "present", "出席"
        LEAVE = "leave", "请假"
        ABSENT = "absent", "缺席"
        UNKNOWN = "unknown", "未登记"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="会议", related_name="attendances"
    )
    sitting = models.ForeignKey(
        Sitting,
        models.PROTECT,
        verbose_name="场次",
        related_name="attendances",
        null=True,
        blank=True,
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="姓名", related_name="attendances"
    )
    capacity = models.CharField("身份", max_length=8, choices=Capacity, default=Capacity.MEMBER)
    state = models.CharField("出席情况", max_length=8, choices=State, default=State.UNKNOWN)
    reason = models.CharField("请假事由", max_length=60, blank=True)

    objects = AttendanceQuerySet.standing_manager("meeting", "sitting")
    history = HistoricalRecords(verbose_name="变更记录")
    unsaid = {"state": State.UNKNOWN}

    class Meta:
        verbose_name = "出席"
        verbose_name_plural = "出席"
        ordering = ["sitting", "capacity", "person__spelling", "pk"]
        constraints = voidable_constraints(
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(sitting=None, voided_at=None),
                name="attendance_once_per_meeting",
                violation_error_message="此人在这次会议已有出席登记。",
            ),
            models.UniqueConstraint(
                fields=["sitting", "person"], condition=Q(sitting__isnull=False, voided_at=None),
                name="attendance_once_per_sitting",
                violation_error_message="此人在这一场已有出席登记。",
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.person} {self.get_state_display()}"

    @property
    def bounds_votes(self):
        """As turnout.bounding() asks the database."""
        is_full = self.sitting is None or self.sitting.kind == Sitting.Kind.FULL
        return is_full and self.capacity == self.Capacity.MEMBER

    def clean(self):
        if self.sitting_id and self.meeting_id and self.sitting.meeting_id != self.meeting_id:
            raise ValidationError({"sitting": "这一场不属于这次会议。"})
        if not self.meeting_id:
            return
        if self.state in (self.State.PRESENT, self.State.ABSENT):
            refuse_before(self.meeting, self.sitting)
        if self.person_id and self.capacity == self.Capacity.MEMBER:
            if not self.meeting.expected_people().filter(pk=self.person_id).exists():
                raise ValidationError({"person": self.meeting.not_expected(self.person)})
        if self.pk or self.state not in HERE:  # a new row in these states bounds nothing
            after = Turnout.of(self.meeting, instead=self)
            refuse_fewer_than_voted(self.meeting, Turnout.of(self.meeting), after)


def refuse_before(meeting, sitting=None):
    """Raise ValidationError as long as `meeting`, or this `sitting` of it, has not begun.

    Leave is asked for beforehand; presence and absence show on the day.
    """
    day = sitting.held_on if sitting else meeting.starts_on
    if day > today():
        raise ValidationError(f"{day}才开会，现在只能登记请假，不能登记出席、缺席。")
