"""The calendar of the congress: meetings and activities in one list, in the words of a reader."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Min, Q
from django.db.models.functions import Coalesce

from congress.models import Activity, Attendance, Meeting, Participation, Reply
from township.spans import Period, within

State = Attendance.State  # from the best to the worst: `attended` relies on this order
BADGES = {State.PRESENT: "ok", State.LEAVE: "", State.ABSENT: "late", State.UNKNOWN: "due"}
NO_REPLY = ("还没有回执", "due")


@dataclass
class CalendarEntry:
    """One meeting or activity in a list; `words` and `state` say what the reader did about it."""

    event: object
    title: str
    kind: str
    place: str
    words: str = ""
    state: str = ""

    @property
    def url(self):
        return self.event.get_absolute_url()

    @property
    def starts_on(self) -> date:
        return self.event.starts_on

    @property
    def last_on(self):
        return self.event.last_on


def entry_of(event):
    if isinstance(event, Activity):
        place = "、".join(place.name for place in event.places.all())
        return CalendarEntry(event, event.title, event.get_kind_display(), place)
    kind = event.get_kind_display()
    if event.occasion == Meeting.Occasion.DURING:
        kind += "（大会期间）"
    return CalendarEntry(event, str(event), kind, event.place)


def is_over(day):
    """The condition that the last day of a meeting or activity lies before `day`."""
    return Q(end__lt=day)


def ordered(rows):
    """`rows` of meetings and activities as entries, by day."""
    return [entry_of(row) for row in sorted(rows, key=lambda row: (row.starts_on, row.pk))]


def of_year(year, month=None):
    """All that is on the calendar of `year`, or of one month of it: a list of CalendarEntry, by day."""
    rows = whole(within(Period.of_year(year), "starts_on"))
    return ordered(row for row in rows if month in (None, row.starts_on.month))


def after_month_of(day):
    """All that is on the calendar for the months after that of `day`: a list of CalendarEntry, by day."""
    rows = whole(Q(starts_on__gt=day))
    return ordered(
        row for row in rows if (row.starts_on.year, row.starts_on.month) != (day.year, day.month)
    )


def whole(condition):
    """The meetings and activities of `condition`, with what a CalendarEntry shows of them."""
    meetings = Meeting.objects.filter(condition).select_related("term")
    return [*meetings, *Activity.objects.filter(condition).prefetch_related("places")]


def years(day):
    """The years of which the calendar knows something, and that of `day`, the last first."""
    ends = {day.year}
    for model in (Meeting, Activity):
        span = model.objects.aggregate(first=Min("starts_on"), last=Max("starts_on"))
        ends |= {end.year for end in span.values() if end}
    return range(max(ends), min(ends) - 1, -1)


class OwnCalendar:
    """What `person` is called to: what is coming on `day`, and what is over of that year."""

    def __init__(self, person, day):
        self.person, self.day = person, day
        since = Q(starts_on__gte=date(day.year, 1, 1)) | ~is_over(day)
        own = type(person).objects.filter(pk=person.pk)
        called = [
            model.objects.calling(own).annotate(end=Coalesce(F("last_on"), F("starts_on")))
            for model in (Meeting, Activity)
        ]
        self.meetings = list(called[0].filter(since).select_related("term"))
        self.activities = list(called[1].filter(since).prefetch_related("places"))
        self.marks = Marks(person, self.meetings, self.activities)

    @property
    def coming(self):
        rows = [row for row in [*self.meetings, *self.activities] if row.end >= self.day]
        return [self.marked(entry, self.marks.answered) for entry in ordered(rows)]

    @property
    def past(self):
        rows = [row for row in [*self.meetings, *self.activities] if row.end < self.day]
        return [self.marked(entry, self.marks.did) for entry in reversed(ordered(rows))]

    def marked(self, entry, mark):
        entry.words, entry.state = mark(entry.event)
        return entry


class Marks:
    """What `person` answered to the calls, and what they did: three statements for all of them."""

    def __init__(self, person, meetings, activities):
        replies = Reply.objects.filter(person=person)
        replies = replies.filter(Q(meeting__in=meetings) | Q(activity__in=activities))
        self.replies = {(row.meeting_id, row.activity_id): row for row in replies}
        self.rolls = {}
        rows = Attendance.objects.filter(person=person, meeting__in=meetings)
        for row in rows.order_by("sitting", "pk"):
            self.rolls.setdefault(row.meeting_id, []).append(row)
        parts = Participation.objects.filter(person=person, activity__in=activities)
        self.parts = set(parts.values_list("activity", flat=True))

    def reply(self, event):
        is_activity = isinstance(event, Activity)
        return self.replies.get((None, event.pk) if is_activity else (event.pk, None))

    def answered(self, event):
        """(words, state) of the reply to what is coming."""
        row = self.reply(event)
        return (row.words, row.state) if row else NO_REPLY

    def did(self, event):
        """(words, state) of what came of it: 出席, 请假, 缺席, 未登记; 参加 in an activity."""
        if not isinstance(event, Activity):
            return attended(self.rolls.get(event.pk, []))
        if event.pk in self.parts:
            return "参加", "ok"
        row = self.reply(event)
        return (row.words, row.state) if row else ("未登记", "due")


def attended(rows):
    """(words, state) of one person's rows on the rolls of one meeting. Unknown is not absent."""
    counts = {state: sum(row.state == state for row in rows) for state in State}
    known = [state for state in State if counts[state] and state != State.UNKNOWN]
    if not known:
        return "未登记", BADGES[State.UNKNOWN]
    guest = rows[0].capacity == Attendance.Capacity.GUEST
    labels = {state: "列席" if guest and state == State.PRESENT else state.label for state in State}
    if len(known) == 1 and not counts[State.UNKNOWN]:
        return labels[known[0]], BADGES[known[0]]
    words = "，".join(f"{labels[state]}{counts[state]}场" for state in State if counts[state])
    return words, BADGES[known[-1]]  # several sittings: the colour is that of the worst
