"""Which motions: each question is a method, and a figure asks no other."""

from django.apps import apps
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import Role
from motions.lateness import lateness
from motions.models.states import (
    HANDLED,
    UNREVIEWED,
    WRITTEN_BY_VERBS,
    Satisfaction,
    Scope,
    Status,
)
from records.base import RecordQuerySet
from township.models import Level, Town
from township.spans import happened, is_now, within


def rows_of(relation):
    """The standing rows behind a reverse `relation` of Motion; their modules import this one."""
    return apps.get_model("motions", "Motion")._meta.get_field(relation).related_model.objects


def leads(on=None):
    """The lead handlings of the motion of an outer query."""
    return rows_of("handlings").lead(on).filter(motion=OuterRef("pk"))


def last_reply(on=None):
    """Of those the last one that was answered."""
    return leads(on).answered(on).order_by("-round")


def of_last(rows, column):
    """The value of `column` in the last round of `rows` (handlings, ratings of an outer query)."""
    return Subquery(rows.order_by("-round").values(value=F(column))[:1])


def owing(name, on):
    """The lead handlings of the motion of an outer query that owe an answer, of the department called
    `name`, if any.
    """
    rows = rows_of("handlings").owing(on).filter(motion=OuterRef("pk"))
    return rows.filter(department__name=name) if name else rows


def reply_at(day):
    """The day of a handling's answer, as it was known at the end of `day` (None: now)."""
    if day is None:
        return F("replied_on")
    return Case(When(happened("replied_on", day), then=F("replied_on")))


# The verdicts that say something.
SAID = [verdict for verdict in Satisfaction if verdict != Satisfaction.NONE]

# What a motion is handled as: the one that it was merged into (并案), or itself. A queryset that asks
# `case_leads` has it as the alias `case_pk`.
CASE = Coalesce("merged_into", "pk")


def case_leads(on=None):
    """The lead handlings of the case of the motion of an outer query."""
    return rows_of("handlings").lead(on).filter(motion=OuterRef("case_pk"))


def last_verdict(on=None, about="result", **narrowed):
    """What the proposer said last `about` the result, or the handling, of the motion of an outer query."""
    said = rows_of("ratings").given(on, about).filter(motion=OuterRef("pk"), **narrowed)
    return of_last(said, "verdict_then")


def state_at(day):
    """The state at the end of `day` (None: now), as an expression.

    It is what the first change since then changed from; where nothing changed since, it is the
    state of now. So a motion whose events do not go back to its beginning has a state too.
    """
    if is_now(day):
        return F("status")
    since = rows_of("events").filter(motion=OuterRef("pk"), happened_on__gt=day)
    changes = since.exclude(from_status=F("to_status")).order_by("happened_on", "pk")
    return Coalesce(Subquery(changes.values("from_status")[:1]), F("status"))


def no_others_draft(user):
    """The condition that a motion was handed in, or is a draft of `user`'s own.

    A draft that was thrown away is still nobody else's.
    """
    mine = Q(entered_by=user) | Q(proposer__user=user)
    draft, withdrawn = Status.DRAFT, Status.WITHDRAWN
    thrown_away = rows_of("events").filter(
        motion=OuterRef("pk"), from_status=draft, to_status=withdrawn
    )
    return ~(Q(status=draft) | Q(Exists(thrown_away), status=withdrawn)) | mine


class MotionQuerySet(RecordQuerySet):
    """Which motions. A day `on` asks how it stood at the end of that day; None, how it stands now."""

    def update(self, **values):
        """As Django's, but for what only a verb may write: a state without its event is a lie."""
        if set(values) & WRITTEN_BY_VERBS:
            raise TypeError("the state of a motion is written by motions.services alone")
        return super().update(**values)

    def at(self, level):
        return self.filter(level=level)

    def about(self, text):
        """With `text` in the title; a number, 14 or 第14号, finds those of that number too, and what
        was merged into them.
        """
        named = Q(title__contains=text)
        number = text.removeprefix("第").removesuffix("号")
        numbered = Q(number=number) | Q(merged_into__number=number)
        return self.filter(named | numbered if number.isdecimal() else named)

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def submitted_in(self, period):
        """Those that surely were submitted in `period`: of which only the year is known, in the whole
        year or more.
        """
        is_within = Q(submitted_last_on=None) | Q(submitted_last_on__lt=period.end)
        return self.filter(within(period, "submitted_on"), is_within)

    def perhaps_in(self, period):
        """Those that may have been submitted in `period`, and before or after it as well."""
        touched = Q(submitted_on__lt=period.end, submitted_last_on__gte=period.start)
        return self.filter(touched).exclude(pk__in=self.submitted_in(period).values("pk"))

    def in_state(self, *states, on=None):
        """Those in one of `states`; of a day, only what had been submitted by then."""
        if on is None:
            return self.filter(status__in=states)
        rows = self.filter(submitted_on__lte=on)
        return rows.alias(state_then=state_at(on)).filter(state_then__in=states)

    def accepted(self, on=None):
        """The motions that are handled as such: not draft, returned, merged or withdrawn."""
        return self.in_state(*HANDLED, on=on)

    def in_cases(self, on=None):
        """Accepted, or merged into one that is: those whose deputies are answered, and may rate."""
        state, rows = "status", self
        if on is not None:
            state = "state_then"
            rows = self.filter(submitted_on__lte=on).alias(state_then=state_at(on))
        hosts = self.model.objects.filter(pk=OuterRef("merged_into")).accepted(on)
        alone = Q(merged_into=None) & Q(**{f"{state}__in": HANDLED})
        merged = Q(merged_into__isnull=False) & Q(**{state: Status.MERGED}) & Exists(hosts)
        return rows.filter(alone | merged).alias(case_pk=CASE)

    def received(self, on=None):
        """Whatever became of it, but for drafts and for drafts that were thrown away."""
        rows = self.in_state(*(status for status in Status if status != Status.DRAFT), on=on)
        ends = rows_of("events").filter(motion=OuterRef("pk"), to_status=Status.WITHDRAWN)
        ends = ends.exclude(from_status=Status.WITHDRAWN)
        if on is not None:
            ends = ends.filter(happened_on__lte=on)
        before = ends.order_by("-happened_on", "-pk").values("from_status")[:1]
        state = "status" if on is None else "state_then"
        rows = rows.alias(withdrawn_from=Subquery(before))
        return rows.exclude(**{state: Status.WITHDRAWN}, withdrawn_from=Status.DRAFT)

    def unreviewed(self, on=None):
        """Handed in, and waiting for the review."""
        return self.in_state(Status.REGISTERED, on=on)

    def merged_away(self, on=None):
        """Handled as part of another (并案)."""
        return self.in_state(Status.MERGED, on=on)

    def withdrawn(self, on=None):
        """Withdrawn after they were handed in."""
        return self.received(on).in_state(Status.WITHDRAWN, on=on)

    def own(self):
        """Submitted by our deputies; not what the city hands down to the town."""
        return self.filter(is_handed_down=False)

    def handed_down(self):
        """Handed down to the town by the city congress, whoever moved it there."""
        return self.filter(is_handed_down=True)

    def within_scope(self, scope):
        """The motions of one Scope; every motion is of exactly one."""
        is_handed_down = scope in (Scope.HANDED_DOWN, Scope.BEYOND_DOWN)
        levels = [level for level in Level if Scope.of(level, is_handed_down) == scope]
        return self.filter(is_handed_down=is_handed_down, level__in=levels)

    def returned(self, on=None):
        return self.in_state(Status.RETURNED, on=on)

    def key(self, on=None):
        """重点督办; of which nobody knows since when, it is so on every day."""
        rows = self.filter(is_key=True)
        return rows if on is None else rows.filter(Q(key_on=None) | Q(key_on__lte=on))

    def open(self):
        """Accepted, and not yet 办结."""
        return self.accepted().exclude(status=Status.CLOSED)

    def closed(self, on=None):
        return self.in_state(Status.CLOSED, on=on)

    def handed_over(self, on=None):
        return self.accepted(on).filter(Exists(leads(on)))

    def answered(self, on=None):
        """With a reply of the lead department (办复); a reply is not 办结."""
        return self.accepted(on).filter(Exists(last_reply(on)))

    # Of what few rows have, that is asked first: the state of the day is looked up for those alone.

    def late_on(self, day):
        """With a round answered too late by the end of `day`, or owed then past its due date."""
        rows = rows_of("handlings").late_on(day).filter(motion=OuterRef("pk"))
        return self.filter(Exists(rows)).accepted(day)

    def judgeable_on(self, day):
        """With a round that was due, and was answered by the end of `day` or had run out.

        What no rule sets a due date for is neither in time nor late.
        """
        late = rows_of("handlings").late_on(day).filter(motion=OuterRef("pk"))
        return self.accepted(day).filter(Exists(leads(day).judged(day)) | Exists(late))

    def undated(self, on=None):
        """With a round that was due on no day."""
        return self.accepted(on).filter(Exists(leads(on).undated(on)))

    def undated_on(self, day):
        """With a round of these that was owed at the end of `day`."""
        rows = rows_of("handlings").undated_on(day).filter(motion=OuterRef("pk"))
        return self.filter(Exists(rows)).accepted(day)

    def consulted(self, on=None):
        """Where the department talked with the deputy about it (沟通), in whatever way."""
        return self.accepted(on).filter(Exists(leads(on).consulted(on)))

    def met_about(self, on=None):
        """Of the `consulted` those where they met face to face (面商)."""
        return self.accepted(on).filter(Exists(leads(on).met(on)))

    def led_by(self, name, on=None):
        """Those that the department called `name` leads in some round."""
        return self.filter(Exists(leads(on).filter(department__name=name)))

    def owed_by_lead(self, name="", on=None):
        """Whose lead department (called `name`, if any) owes an answer, accepted or not."""
        return self.filter(Exists(owing(name, on)))

    def answered_by_lead(self, name="", on=None):
        """Whose lead department (called `name`, if any) owes no answer."""
        return self.exclude(Exists(owing(name, on)))

    def overdue_by_lead(self, name, day):
        """Whose lead department (called `name`, if any) owed an answer at the end of `day`, too late."""
        return self.filter(Exists(owing(name, day).overdue_on(day)))

    def in_hand_by_lead(self, name, day):
        """Whose lead department (called `name`, if any) owed an answer at the end of `day`, none too late."""
        rows = self.owed_by_lead(name, day)
        return rows.exclude(Exists(owing(name, day).overdue_on(day)))

    def undated_by_lead(self, name="", on=None):
        """Whose lead department (called `name`, if any) owes an answer that was due on no day."""
        return self.filter(Exists(owing(name, on).undated(on)))

    def rehandled(self, on=None):
        """Where a second round was begun (重新办理)."""
        later = rows_of("handlings").filter(motion=OuterRef("pk"), round__gt=1)
        return self.filter(Exists(later if on is None else later.filter(handed_over_on__lte=on)))

    def handled_by(self, department):
        rows = self.alias(case_pk=CASE)
        return rows.filter(Exists(case_leads().filter(department=department)))

    def in_class(self, result_class, on=None):
        """Whose last reply of the lead department is of `result_class` (a ResultClass or its code)."""
        code = getattr(result_class, "code", result_class)
        last = last_reply(on).values("result_class__code")[:1]
        return self.accepted(on).annotate(last_class=last).filter(last_class=code)

    def solved(self, on=None):
        """Whose last reply is of a class that means solved, or promised what was since kept."""
        kept = Q(result_class__is_solved=True) | happened("promise_done_on", on)
        last = last_reply(on).annotate(
            is_kept=Case(When(kept, then=Value(True)), default=Value(False))
        )
        rows = self.accepted(on).annotate(last_solved=last.values("is_kept")[:1])
        return rows.filter(last_solved=True)

    def tracked_on(self, day):
        """Answered by `day` with a plan or a no that was neither kept nor explained by then (B、C类)."""
        rows = rows_of("handlings").tracked_on(day).filter(motion=OuterRef("pk"))
        return self.filter(Exists(rows)).accepted(day)

    def promised_on(self, day):
        """Those that were `promised` at the end of `day`."""
        rows = rows_of("handlings").promises_open_on(day).filter(motion=OuterRef("pk"))
        return self.filter(Exists(rows)).accepted(day)

    def due_by(self, day):
        """Owed an answer that was due, or will be, on `day` at the latest."""
        rows = rows_of("handlings").owed_by(day).filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def waiting(self):
        """That wait for the office itself, or for the deputy's word: not for a department."""
        contested = rows_of("handlings").lead().contested().filter(motion=OuterRef("pk"))
        waits = Q(status__in=[Status.REGISTERED, Status.ACCEPTED, Status.REPLIED])
        merged = self.model.objects.merged_away().awaiting_rating()
        return self.filter(waits | Exists(contested) | Q(pk__in=merged.values("pk")))

    def awaiting_rating(self):
        """Answered, and neither rated nor noted as 未反馈 for the last round; what was merged into
        an answered one is asked for by itself.
        """
        merged = Q(status=Status.MERGED, merged_into__status=Status.REPLIED)
        replied = Q(status=Status.REPLIED) | merged & Q(merged_into__voided_at=None)
        last = case_leads().answered().order_by("-round").values("round")[:1]
        rows = self.filter(replied).alias(case_pk=CASE).annotate(last_round=Subquery(last))
        rated = rows_of("ratings").filter(motion=OuterRef("pk"), round=OuterRef("last_round"))
        return rows.exclude(Exists(rated))

    def ratable(self, on=None):
        """Answered, or merged into one that was, or rated: those whose deputies can be asked."""
        rows = self.in_cases(on).annotate(last_verdict=last_verdict(on))
        is_answered = Exists(case_leads(on).answered(on))
        return rows.filter(Q(last_verdict__in=SAID) | is_answered)

    def silent(self, on=None):
        """Answered, or merged into one that was, without a word of the result: 未反馈, noted or not."""
        rows = self.in_cases(on).annotate(last_verdict=last_verdict(on))
        rows = rows.filter(Exists(case_leads(on).answered(on)))
        return rows.filter(Q(last_verdict=None) | Q(last_verdict=Satisfaction.NONE))

    def rated(self, *verdicts, on=None, about="result", **narrowed):
        """Whose last rating `about` the result (or the handling) is one of `verdicts`; without any, who
        was rated. `narrowed` says of which rounds: round=1.
        """
        rows = self.in_cases(on).annotate(last_verdict=last_verdict(on, about, **narrowed))
        if verdicts:
            return rows.filter(last_verdict__in=verdicts)
        return rows.filter(last_verdict__isnull=False).exclude(last_verdict=Satisfaction.NONE)

    def supervised_in(self, period):
        rows = rows_of("supervision_acts").acted_in(period).filter(motion=OuterRef("pk"))
        return self.filter(Exists(rows))

    def overdue_on(self, day):
        """With a handling that was due before `day` and not answered by its end."""
        rows = rows_of("handlings").overdue_on(day).filter(motion=OuterRef("pk"))
        return self.filter(Exists(rows)).accepted(day)

    def due_between(self, start, end):
        """Whose lead department still owes an answer that is due in [start, end)."""
        rows = rows_of("handlings").due_between(start, end).filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def promised(self):
        """Answered with a promise that has its day and is neither kept nor explained."""
        rows = rows_of("handlings").promises_open().filter(motion=OuterRef("pk"))
        return self.accepted().filter(Exists(rows))

    def with_lead(self, day, on=None):
        """With what a list shows of the last round: the lead department, its dates, its answer,
        the rating, its state in `state_then`, and in `late_word` the Lateness on `day` (None where
        nothing is due). Of a merged one the department, dates and answer are those of its case.
        """
        unknown = Q(is_handover_day_unknown=True) | Q(is_reply_day_unknown=True)
        dated = (
            case_leads(on)
            .with_due(on)
            .alias(reply_then=reply_at(on), is_unknown=ExpressionWrapper(unknown, BooleanField()))
        )
        answers = case_leads(on).answered(on).order_by("-round")
        rows = self.alias(case_pk=CASE).annotate(
            state_then=state_at(on),
            lead_name=of_last(dated, "department__name"),
            last_due=of_last(dated, "due_then"),
            is_last_unknown=of_last(dated, "is_unknown"),
            last_reply=of_last(dated, "reply_then"),
            class_code=Subquery(answers.values("result_class__code")[:1]),
            last_result=last_verdict(on),
        )
        word = lateness(day, Town.get(), due="last_due", answered="last_reply")
        handled = Q(state_then__in=HANDLED)
        return rows.annotate(late_word=Case(When(handled, then=word), default=Value(None)))

    def that_are(self, word, day, on=None):
        """The motions in hand that are `word` (a Lateness) on `day`."""
        return self.with_lead(day, on).filter(late_word=word)

    def asking(self, user):
        """Not yet reviewed, and waiting for the signature of `user`, who was asked for it."""
        asked = rows_of("signatures").filter(person__user=user, signed_on=None)
        return self.filter(pk__in=asked.values("motion"), status__in=UNREVIEWED)

    def visible_to(self, user):
        """Office and leadership: all but the drafts of others. A deputy: what they moved or signed."""
        if not user.is_authenticated:
            return self.none()
        if user.reads_everything_public:
            return self.filter(no_others_draft(user))
        if user.holds(Role.DEPUTY):
            mine = rows_of("signatures").filter(person__user=user).values("motion")
            return self.filter(Q(proposer__user=user) | Q(pk__in=mine))
        return self.none()
