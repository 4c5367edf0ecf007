"""The town's rows, read once and plain, with the few questions that every recount asks of them.

A recount knows tables, columns and what a figure's definition says. It uses no queryset,
manager or method of the project, so that one mistake cannot be made on both sides.
"""

import datetime
from typing import NamedTuple

from congress.models import (
    Activity,
    ActivityPlace,
    AgendaItem,
    Allowance,
    Attendance,
    Body,
    Campaign,
    Candidacy,
    Election,
    Finding,
    Honour,
    Meeting,
    Participation,
    Poll,
    Post,
    Project,
    ResearchReport,
    Resolution,
    Sitting,
)
from motions.models import (
    Handling,
    Motion,
    MotionEvent,
    Rating,
    ResultClass,
    Signature,
    SupervisionAct,
)
from representatives.models import (
    Assignment,
    Category,
    Constituency,
    Household,
    HouseholdCategory,
    Mandate,
    Opinion,
    Person,
    Visit,
)
from township.models import Department, Term, Topic, Town, Village

RECOUNTS = {}  # name of a figure → function(rows, seen), or (rows, seen, member); `seen` an AsOf


def recounts(name):
    """Decorate a function that counts the figure `name` once more.

    It returns what the figure's shape says: a number, (n, N), or a tuple of names.
    """

    def decorate(function):
        assert name not in RECOUNTS, name
        RECOUNTS[name] = function
        return function

    return decorate


# {attribute of Rows: (model, {column: attribute of what its rows belong to})}, owners first.
TABLES = {
    "towns": (Town, {}),
    "terms": (Term, {}),
    "villages": (Village, {}),
    "departments": (Department, {}),
    "topics": (Topic, {}),
    "categories": (Category, {}),
    "campaigns": (Campaign, {}),
    "classes": (ResultClass, {}),
    "constituencies": (Constituency, {}),
    "bodies": (Body, {}),
    "people": (Person, {}),
    "mandates": (Mandate, {}),
    "posts": (Post, {}),
    "honours": (Honour, {}),
    "households": (Household, {}),
    "category_spans": (HouseholdCategory, {}),
    "assignments": (Assignment, {"household": "households"}),
    "visits": (Visit, {"assignment": "assignments"}),
    "opinions": (Opinion, {}),
    "meetings": (Meeting, {}),
    "sittings": (Sitting, {"meeting": "meetings"}),
    "attendances": (Attendance, {"meeting": "meetings", "sitting": "sittings"}),
    "agenda_items": (AgendaItem, {"meeting": "meetings"}),
    "resolutions": (Resolution, {"meeting": "meetings"}),
    "polls": (Poll, {}),
    "elections": (Election, {"meeting": "meetings"}),
    "candidacies": (Candidacy, {"poll": "polls", "election": "elections"}),
    "allowances": (Allowance, {"mandate": "mandates", "poll": "polls"}),
    "projects": (Project, {}),
    "activities": (Activity, {}),
    "places": (ActivityPlace, {"activity": "activities"}),
    "inspections": (
        Activity.projects.through, {"activity": "activities", "project": "projects"},
    ),
    "findings": (Finding, {"activity": "activities"}),
    "participations": (Participation, {"activity": "activities"}),
    "research_reports": (ResearchReport, {}),
    "motions": (Motion, {}),
    "signatures": (Signature, {"motion": "motions"}),
    "handlings": (Handling, {"motion": "motions"}),
    "events": (MotionEvent, {"motion": "motions"}),
    "ratings": (Rating, {"motion": "motions"}),
    "acts": (
        SupervisionAct, {"motion": "motions", "opinion": "opinions", "project": "projects"},
    ),
}  # fmt: skip


class Way(NamedTuple):
    """How an opinion is handled from the day `since` on, and when an answer is due then."""

    since: datetime.date
    disposal: str
    due_on: datetime.date | None


def ways_kept(row):
    """The ways of an opinion that its row tells of: at most the last two."""
    if row.disposed_on is None:
        return [Way(datetime.date.min, row.disposal, row.due_on)]
    former = Way(datetime.date.min, row.former_disposal, row.former_due_on)
    return [former, Way(row.disposed_on, row.disposal, row.due_on)]


class Rows:
    """Every table that figures speak of, as {key: row}; of records, those that stand.

    `tables` are all rows, voided or not, as {attribute: {key: row}}: those of the database, or
    of a history that was made up (tests.reports.recount.history). `ways` are those that each
    opinion went ({key: [Way]}), where more is known than its row keeps.
    """

    def __init__(self, today, tables, ways=None):
        self.today = today  # what is announced for a later day has not been held
        for name, (_, owners) in TABLES.items():
            owned = {column: getattr(self, owner) for column, owner in owners.items()}
            setattr(self, name, standing(tables[name], owned))
        [self.town] = self.towns.values()
        items = tables["agenda_items"].items()
        self.followed = {key: row.follows_id for key, row in items}
        kept = self.opinions.items()
        self.ways = ways or {key: ways_kept(row) for key, row in kept}

    @classmethod
    def stored(cls, today):
        """Those of the database, read plainly."""
        return cls(today, {name: everything(model) for name, (model, _) in TABLES.items()})


def everything(model):
    """All rows of a table by key, voided or not."""
    return {row.id: row for row in model._base_manager.values_list(named=True)}


def standing(rows, owners):
    """Those of `rows` not voided, neither themselves nor with an owner ({column: rows that stand})."""

    def stands(row):
        keys = ((getattr(row, f"{column}_id"), owned) for column, owned in owners.items())
        return all(key is None or key in owned for key, owned in keys)

    return {
        key: row
        for key, row in rows.items()
        if getattr(row, "voided_at", None) is None and stands(row)
    }


class AsOf(NamedTuple):
    """The days from `start` up to, not including, `end`, as they stood at the end of `day`."""

    start: datetime.date
    end: datetime.date
    day: datetime.date


def as_of(period, day):
    """What of the `period` had passed by the end of `day`; a later day changes states alone."""
    return AsOf(period.start, min(period.end, day + datetime.timedelta(days=1)), day)


def inside(day, seen):
    """Whether `day` (None: it has not come) is one of the days that are asked about."""
    return day is not None and seen.start <= day < seen.end


def last_day(seen):
    return seen.end - datetime.timedelta(days=1)


def had_come(day, seen):
    """Whether `day` (None: it has not come) had come by the day of record."""
    return day is not None and day <= seen.day


def in_force(row, day):
    """Whether a span covers `day`; `ended_on` is the first day that it does not."""
    return row.starts_on <= day and (row.ended_on is None or day < row.ended_on)
