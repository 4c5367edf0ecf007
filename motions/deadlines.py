"""Which open due dates would be others, were they computed again by the rules and holidays of today."""

import datetime
from dataclasses import dataclass

from django.db.models import Count

from motions import services
from motions.models import Handling, Motion
from representatives import deadlines as of_opinions
from representatives import opinions as opinion_services
from representatives.models import Opinion
from township import rulebook
from township.models import DeadlineRule, LedgerStart, Level
from township.rulebook import Rulebook
from township.spans import today

FAMILY = LedgerStart.Family.MOTIONS
LEAD = (Level.TOWN, DeadlineRule.Event.LEAD)


@dataclass(frozen=True)
class Due:
    """A due date (None: no rule says one) and how it came about."""

    on: datetime.date | None
    because: str

    @classmethod
    def of(cls, row):
        return cls(row.due_on, row.due_because)


@dataclass(frozen=True)
class Change:
    """A Handling or Opinion that may be judged again, when it is due, and when it would be."""

    row: Handling | Opinion
    before: Due
    after: Due

    @property
    def key(self):
        """Names the row and the difference that was shown: another difference is another key."""
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.before.on}-{self.after.on}"

    @property
    def subject(self):
        return self.row.motion if isinstance(self.row, Handling) else self.row

    @property
    def kind(self):
        return "议案建议" if isinstance(self.row, Handling) else "群众意见"

    @property
    def moved(self):
        """By how many days, in words; "" where there was no due date, or will be none."""
        if not (self.before.on and self.after.on):
            return ""
        days = (self.after.on - self.before.on).days
        return f"推后{days}天" if days > 0 else f"提前{-days}天"

    def apply(self, *, by, on):
        if isinstance(self.row, Handling):
            services.recompute(self.row, by=by, on=on)
        else:
            opinion_services.recompute_opinion(self.row, by=by, on=on)


def changes():
    """Every Change, in the order of the new due dates; four statements. Nothing is stored."""
    book = Rulebook()
    handlings = Handling.objects.to_judge().select_related("motion", "department")
    opinions = Opinion.objects.to_judge().select_related("department")
    found = [judged(row, services.judge, book) for row in handlings]
    found += [judged(row, opinion_services.judge, book) for row in opinions]
    moved = [change for change in found if change.after.on != change.before.on]
    return sorted(moved, key=lambda change: (change.after.on or datetime.date.max, change.key))


def judged(row, judge, book):
    before = Due.of(row)
    return Change(row, before, Due.of(judge(row, book)))


# What has no due date, because no rule says when it is due.


def undated():
    """(level, event, day of hand-over, how many) of handlings without a due date; one statement."""
    rows = Handling.objects.undated().of_known_days()
    rows = rows.filter(motion__in=Motion.objects.accepted().values("pk"))
    kinds = rows.order_by().values_list("motion__level", "role", "round", "handed_over_on")
    return [
        (level, Handling(role=role, round=round_).event, on, count)
        for level, role, round_, on, count in kinds.annotate(count=Count("pk"))
    ]


def notice(user, *, with_opinions=False):
    """What `user` is told where due dates of motions are shown, or of opinions too; None: nothing lacks."""
    rows, families, needed = undated(), [FAMILY], [LEAD]
    if with_opinions:
        rows = [*rows, *of_opinions.undated()]
        families, needed = [FAMILY, of_opinions.FAMILY], [LEAD, of_opinions.RULE]
    return rulebook.told(rows, families, needed, user, today())


def notice_of(motion, user):
    """What `user` is told of one `motion`: of handlings without a due date, and of working days."""
    mine = motion.case.handlings.all()
    rows = [
        (motion.level, row.event, row.handed_over_on, 1)
        for row in mine
        if row.released_on is None and row.due_on is None and not row.is_day_unknown
    ]
    lacks = rulebook.notice(rulebook.lacking(rows, [], today()), user) if rows else None
    years = rulebook.years_counted_wrong(mine)
    return rulebook.joined(lacks, rulebook.notice_of_days(years, user))
