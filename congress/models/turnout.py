"""到会: how many can have voted at a meeting, by its roll."""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

HERE = ("present", "unknown")  # whom nobody registered may have been there
CHECK_BOTH = "请核对票数和点名册"


def bounding(rows):
    """Those of `rows` (attendances) that bound the votes: of who was expected, at a full sitting
    or, where nobody told sittings apart, at the meeting.

    The preparatory sitting (预备会议) votes on its own agenda, before the session opens.
    """
    return rows.members().filter(Q(sitting=None) | Q(sitting__kind="full"))


def count_of(rows, of="pk"):
    """How many different `of` the `rows` of a subquery have, as one column."""
    one = rows.order_by().annotate(all=Value(1)).values("all")
    return Coalesce(Subquery(one.annotate(n=Count(of, distinct=True)).values("n")), 0)


def fullest(rows, expected):
    """Turnout.of(meeting).number as one column, of the attendances of a meeting (a subquery).

    `expected` is an expression. The fullest roll has most who are here, or fewest who are away.
    """
    rolls = bounding(rows).order_by().values("sitting")
    is_here = Q(state__in=HERE)
    here = rolls.annotate(n=Count("pk", filter=is_here)).order_by("-n").values("n")[:1]
    away = rolls.annotate(n=Count("pk", filter=~is_here)).order_by("n").values("n")[:1]
    return Greatest(Coalesce(Subquery(here), 0), expected - Coalesce(Subquery(away), 0))


@dataclass(frozen=True)
class Turnout:
    """Who was there, by one roll, of the people `expected`."""

    expected: int
    present: int = 0
    unknown: int = 0
    away: int = 0
    is_called: bool = False

    @property
    def unregistered(self):
        """Neither present nor away, on the roll or not put on it yet."""
        return max(self.unknown, self.expected - self.present - self.away)

    @property
    def number(self):
        """How many can have voted: never who is known to be on leave or absent."""
        return self.present + self.unregistered

    def __str__(self):
        """As the end of a sentence that begins with 多于."""
        if not self.is_called:
            return f"应到的{self.number}人"
        if not self.unregistered:
            return f"到会的{self.number}人"
        return f"到会的{self.number}人（出席{self.present}人，未登记{self.unregistered}人）"

    @property
    def hint(self):
        return f"，{CHECK_BOTH}" if self.is_called else ""

    @classmethod
    def of(cls, meeting, instead=None, without=()):
        """The Turnout of `meeting` by its fullest roll; by who is expected where none was called.

        `instead` is an unsaved Attendance: as if it had been stored. `without` are sittings: as if
        they were none.
        """
        expected = meeting.expected_people().count()
        if meeting.pk is None:
            return cls(expected)
        rows = bounding(meeting.attendances.exclude(sitting__in=without))
        if instead is not None:
            rows = rows.exclude(pk=instead.pk)
        rolls = defaultdict(lambda: defaultdict(int))
        counted = rows.order_by().values_list("sitting", "state").annotate(n=Count("pk"))
        for sitting, state, n in counted:
            rolls[sitting][state] += n
        if instead is not None and instead.bounds_votes:
            rolls[instead.sitting_id][instead.state] += 1
        turnouts = [
            cls(expected, roll["present"], roll["unknown"], roll["leave"] + roll["absent"], True)
            for roll in rolls.values()
        ]
        return max(turnouts, key=lambda turnout: turnout.number, default=cls(expected))


@contextmanager
def roll_read_once(meeting):
    """While this lasts, meeting.could_vote() asks the database once: for all rows of a form."""
    meeting.turnout_read = Turnout.of(meeting) if meeting.starts_on else None
    try:
        yield
    finally:
        meeting.turnout_read = None


def largest_vote(meeting):
    """(words, number) of the vote or election of `meeting` that most took part in; ("", 0) of none."""
    items = meeting.agenda_items.filter(votes_for__isnull=False)
    votes = [(f"议题“{item}”的票数合计{item.votes_cast}", item.votes_cast) for item in items]
    adopted = meeting.resolutions.filter(votes_for__isnull=False)
    votes += [(f"“{row}”的赞成票{row.votes_for}", row.votes_for) for row in adopted]
    votes += [
        (f"选举{row.body}{row.get_role_display()}发出票数{row.ballots_issued}", row.ballots_issued)
        for row in meeting.elections.select_related("body").prefetch_related("body__names")
    ]
    return max(votes, key=lambda vote: vote[1], default=("", 0))


def refuse_fewer_than_voted(meeting, before, after):
    """Raise ValidationError where the roll of `meeting` falls from one Turnout to another, below
    the votes that are stored.

    A roll that only comes nearer to them may be stored: who mends it does so step by step.
    """
    if after.number >= before.number:
        return
    words, number = largest_vote(meeting)
    if number > after.number:
        raise ValidationError(f"{words}，多于改了以后{after}。票数有误的，请先改票数。")


@contextmanager
def votes_kept(meeting):
    """What changes the roll of `meeting` inside leaves at least as many people as voted there.

    Raises ValidationError where it does not; the caller's transaction undoes what was stored. What
    is done inside a step of another one is judged at the end of all: of two sittings that are
    registered at once, one may fall while the other rises.
    """
    if meeting.is_changing_roll:
        yield
        return
    before, meeting.is_changing_roll = Turnout.of(meeting), True
    try:
        yield
    finally:
        meeting.is_changing_roll = False
    refuse_fewer_than_voted(meeting, before, Turnout.of(meeting))
