"""Sessions of the congress and meetings of its presidium."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, When, Window
from django.db.models.functions import RowNumber, TruncQuarter
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Role
from congress.models.bodies import InstitutionQuerySet, Post
from congress.models.turnout import Turnout, count_of, fullest
from records.base import Record, share_history, voidable_constraints
from records.bounds import between
from records.written.numbers import refuse_taken
from representatives.models import Mandate, Person
from township.models import Level, Term, town_name
from township.numbers import chinese_number
from township.spans import refuse_odd_days, today, within
from township.words import say


def attendances():
    """The standing rows of all rolls; their module imports this one."""
    return Meeting._meta.get_field("attendances").related_model.objects


class MeetingQuerySet(InstitutionQuerySet):
    def sessions(self):
        """人代会"""
        return self.filter(kind=Meeting.Kind.SESSION)

    def presidium(self):
        """主席团会议"""
        return self.filter(kind=Meeting.Kind.PRESIDIUM)

    def between_sessions(self):
        """Presidium meetings held 闭会期间; those during a session are counted apart."""
        return self.presidium().filter(occasion=Meeting.Occasion.BETWEEN)

    def during_sessions(self):
        return self.presidium().filter(occasion=Meeting.Occasion.DURING)

    def next_number(self, kind, term):
        """What comes after the highest number of the `kind` in `term`."""
        last = self.filter(kind=kind, term=term).aggregate(last=Max("number"))["last"]
        return (last or 0) + 1

    def held_in(self, period):
        """The meetings that began in `period`, up to today: what is announced is not yet held."""
        return self.filter(within(period, "starts_on"), starts_on__lte=today())

    def first_of_quarters(self, period):
        """The presidium meetings held 闭会期间 in `period`, of each quarter the first: one row for
        each quarter that had any.
        """
        # To look for an earlier one of each would compare all of a year with all.
        in_quarter = Window(RowNumber(), TruncQuarter("starts_on"), [F("starts_on"), F("pk")])
        held = Meeting.objects.between_sessions().held_in(period).annotate(in_quarter=in_quarter)
        return self.filter(pk__in=held.filter(in_quarter=1).values("pk"))

    def sitting_on(self, day):
        """Begun by `day`, and not over before it."""
        last = Q(last_on__gte=day) | Q(last_on=None, starts_on=day)
        return self.filter(last, starts_on__lte=day)

    def without_attendance(self, day):
        """Held before `day`, and nobody was registered as present or absent."""
        state = attendances().model.State
        known = attendances().filter(state__in=[state.PRESENT, state.ABSENT])
        return self.filter(starts_on__lt=day).exclude(pk__in=known.values("meeting"))

    def upcoming(self, day):
        return self.filter(starts_on__gte=day).order_by("starts_on")

    def with_expected(self):
        """With `expected`: how many Meeting.expected_people() are."""
        day = OuterRef("starts_on")
        deputies = count_of(Mandate.objects.in_force(day).at(Level.TOWN), "person")
        members = count_of(Post.objects.presidium_on(day), "person")
        is_session = When(kind=Meeting.Kind.SESSION, then=deputies)
        return self.annotate(expected=Case(is_session, default=members))

    def with_could_vote(self):
        """With `expected`, and with `most_votes`: the number of Meeting.could_vote()."""
        rows = attendances().filter(meeting=OuterRef("pk"))
        return self.with_expected().annotate(most_votes=fullest(rows, F("expected")))

    def calling(self, people):
        """The meetings to which one of `people` (a queryset) is called: sessions as a deputy of
        that day, presidium meetings as a member of that day, and any as who is on the roll (列席).
        """
        day = OuterRef("starts_on")
        mandates = Mandate.objects.in_force(day).at(Level.TOWN).filter(person__in=people)
        posts = Post.objects.presidium_on(day).filter(person__in=people)
        rolls = attendances().filter(meeting=OuterRef("pk"), person__in=people)
        return self.filter(
            Q(Exists(mandates), kind=Meeting.Kind.SESSION)
            | Q(Exists(posts), kind=Meeting.Kind.PRESIDIUM)
            | Q(Exists(rolls))
        )

    def visible_to(self, user):
        """Office and leadership: all. A deputy: those to which they are called."""
        if user.is_authenticated and user.holds(Role.DEPUTY):
            return self.calling(Person.objects.filter(user=user))
        return super().visible_to(user)


MEETING_HISTORY = HistoricalRecords(verbose_name="变更记录")


class Meeting(Record):
    """A session or a presidium meeting: one table, a proxy and an admin entry for each."""

    class Kind(models.TextChoices):
        SESSION = "session", "人代会"
        PRESIDIUM = "presidium", "主席团会议"

    class Occasion(models.TextChoices):
        NONE = "", "（人代会）"
        BETWEEN = "between", "闭会期间"
        DURING = "during", "大会期间"

    kind = models.CharField("类别", max_length=10, choices=Kind)
    term = models.ForeignKey(Term, models.PROTECT, verbose_name="届次", related_name="meetings")
    number = models.PositiveSmallIntegerField(
        "第几次", validators=between(1, 999), help_text="本届内连续编号。"
    )
    occasion = models.CharField(
        "召开时段",
        max_length=8,
        choices=[c for c in Occasion.choices if c[0]],
        blank=True,
        default="",
    )
    session = models.ForeignKey(
        "self", models.PROTECT, verbose_name="在哪次人代会期间", related_name="presidium_meetings",
        null=True, blank=True, limit_choices_to={"kind": "session"},
    )  # fmt: skip
    starts_on = models.DateField("召开日期")
    last_on = models.DateField(
        "闭会日期", null=True, blank=True, help_text="会期最后一天；一天开完的留空。"
    )
    place = models.CharField("地点", max_length=80, blank=True)
    chair = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name="主持人",
        related_name="meetings_chaired",
        null=True,
        blank=True,
    )
    recorder = models.CharField("记录人", max_length=30, blank=True)
    note = models.TextField("备注", blank=True)

    objects = MeetingQuerySet.standing_manager()
    history = MEETING_HISTORY

    # The Turnout that the forms of one page share; whether votes_kept() is at work.
    turnout_read, is_changing_roll = None, False

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"
        ordering = ["-starts_on", "-pk"]
        constraints = voidable_constraints(
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("starts_on")),
                name="meeting_days_in_order",
                violation_error_message="闭会日期不能早于召开日期。",
            ),
            models.CheckConstraint(
                condition=Q(kind="session", occasion="", session=None)
                | Q(kind="presidium", occasion="between", session=None)
                | Q(kind="presidium", occasion="during", session__isnull=False),
                name="meeting_occasion",
                violation_error_message="主席团会议要选召开时段；大会期间的还要选是哪次人代会。",
            ),
            models.UniqueConstraint(
                fields=["term", "kind", "number"], condition=Q(voided_at=None), name="meeting_number",
                violation_error_message="本届已经有这个次数的会议。",
            ),
        )  # fmt: skip
        indexes = [
            models.Index(fields=["kind", "starts_on"], name="meeting_by_kind_day"),
            models.Index(fields=["starts_on", "id"], name="meeting_by_day"),
        ]

    def __str__(self):
        return f"{self.term.called_on(self.starts_on)}{self.short_title}"

    @property
    def short_title(self):
        number = chinese_number(self.number)
        if self.kind == self.Kind.SESSION:
            return f"人代会第{number}次会议"
        return f"主席团第{number}次会议"

    @property
    def title(self):
        """The full official name: 鹤毛镇第一届人民代表大会第九次会议."""
        town = town_name(self.starts_on).town
        term, number = chinese_number(self.term.number), chinese_number(self.number)
        if self.kind == self.Kind.SESSION:
            return f"{town}第{term}届人民代表大会第{number}次会议"
        return f"{town}第{term}届人大主席团第{number}次会议"

    def get_absolute_url(self):
        return reverse("meeting-detail", args=[self.pk])

    @property
    def is_session(self):
        return self.kind == self.Kind.SESSION

    def clean(self):
        refuse_odd_days(self, planned=["starts_on", "last_on"])
        if self.term_id and self.number:
            self.refuse_taken_number()
        if not (self.starts_on and self.term_id):
            return
        if self.term.level != Level.TOWN:
            raise ValidationError({"term": say("镇人大的会议要选镇级的届次。")})
        if not self.term.covers(self.starts_on):
            raise ValidationError({"starts_on": f"召开日期不在{self.term}任期内。"})
        if self.last_on and not self.term.covers(self.last_on):
            raise ValidationError({"last_on": f"闭会日期不在{self.term}任期内。"})
        if self.occasion == self.Occasion.DURING and self.session_id:
            if not self.session.is_session:
                raise ValidationError({"session": "大会期间的主席团会议，要选那次人代会。"})
            last = self.session.last_on or self.session.starts_on
            if not self.session.starts_on <= self.starts_on <= last:
                raise ValidationError({"starts_on": f"不在{self.session}会期之内。"})

    def refuse_taken_number(self):
        """A meeting that was voided gives its number back: it is entered anew under the same one."""
        same = Meeting.objects.filter(kind=self.kind, term=self.term_id, number=self.number)
        holder = same.exclude(pk=self.pk).select_related("term").first()
        if holder:
            refuse_taken("number", "本届已经有这个次数的会议。", holder)

    @transaction.atomic
    def void(self, *, reason):
        """As of any record; the numbers of what it adopted may be given anew."""
        super().void(reason=reason)
        self.adopted().update(is_meeting_voided=True)

    @transaction.atomic
    def restore(self, *, reason):
        """As of any record; refused where its number, or one of what it adopted, was given away."""
        super().restore(reason=reason)
        self.adopted().update(is_meeting_voided=False)

    def adopted(self):
        """What it adopted, the voided rows too (a queryset); their module imports this one."""
        rows = Meeting._meta.get_field("resolutions").related_model.with_voided
        return rows.filter(meeting=self.pk)

    @property
    def has_begun(self):
        return self.starts_on <= today()

    def called_people(self):
        """Who may answer the call: those expected, and those on the roll as 列席 (a queryset)."""
        on_roll = attendances().filter(meeting=self).values("person")
        expected = self.expected_people().order_by().values("pk")
        return Person.objects.filter(Q(pk__in=expected) | Q(pk__in=on_roll))

    def expected_people(self):
        """Who is expected on the first day: all deputies, or the presidium's members (a queryset)."""
        if self.is_session:
            return Person.objects.deputies_on(self.starts_on, Level.TOWN)
        posts = Post.objects.presidium_on(self.starts_on)
        return Person.objects.filter(pk__in=posts.values("person"))

    def not_expected(self, people):
        """Why `people` (words) are not on its roll as 应到, as a sentence."""
        who = say("镇人大代表") if self.is_session else "主席团成员"
        return f"{people}在{self.starts_on}不是{who}，不能列为应到；来了的，列为列席。"

    def quorum(self, expected):
        """How many of `expected` must be present.

        人代会: two thirds (地方组织法第十四条); presidium: more than half.
        """
        return -(-expected * 2 // 3) if self.is_session else expected // 2 + 1

    def majority(self, expected):
        """How many votes a decision needs: more than half of ALL, present or not (第二十五条)."""
        return expected // 2 + 1

    def could_vote(self):
        """The Turnout by its fullest roll: who was there, and whom nobody registered.

        Of a session that is the fullest of its full sittings: votes do not say at which they were.
        """
        return self.turnout_read or Turnout.of(self)

    def counts(self):
        """Attendance of the meeting as a dict: expected, present, leave, absent, unknown, quorum.

        `unknown` are also those who were expected and stand on no roll.
        """
        expected = self.expected_people().count()
        rows = self.attendances.members().that_count()
        by_state = dict(rows.values_list("state").annotate(n=Count("pk")).order_by())
        state = attendances().model.State
        known = sum(count for word, count in by_state.items() if word != state.UNKNOWN)
        return {
            "expected": expected,
            "present": by_state.get(state.PRESENT, 0),
            "leave": by_state.get(state.LEAVE, 0),
            "absent": by_state.get(state.ABSENT, 0),
            "unknown": max(by_state.get(state.UNKNOWN, 0), expected - known),
            "quorum": self.quorum(expected),
        }


class Session(Meeting):
    class Meta:
        proxy = True
        verbose_name = "人代会"
        verbose_name_plural = "人代会"


class PresidiumMeeting(Meeting):
    class Meta:
        proxy = True
        verbose_name = "主席团会议"
        verbose_name_plural = "主席团会议"


share_history(Session, MEETING_HISTORY)
share_history(PresidiumMeeting, MEETING_HISTORY)
