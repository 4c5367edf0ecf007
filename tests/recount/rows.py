"""The town's rows, read once and plain, with the few questions that every recount asks of them.

A recount knows tables, columns and what a figure's definition says. It uses no queryset,
manager or method of the project, so that one mistake cannot be made on both sides.
"""

import datetime

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
from motions.models import Handling, Motion, Rating, ResultClass, Signature, SupervisionAct
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

RECOUNTS = {}  # name of a figure → function(rows, period), or (rows, period, member)


def recounts(name):
    """Decorate a function that counts the figure `name` once more.

    It returns what the figure's shape says: a number, (n, N), or a tuple of names.
    """

    def decorate(function):
        assert name not in RECOUNTS, name
        RECOUNTS[name] = function
        return function

    return decorate


class Rows:
    """Every table that figures speak of, as {key: named tuple}; of records, those that stand."""

    def __init__(self, today):
        self.today = today  # what is announced for a later day has not been held
        self.read_dictionaries()
        self.read_deputies()
        self.read_households()
        self.read_meetings()
        self.read_elections()
        self.read_activities()
        self.read_motions()

    def read_dictionaries(self):
        [self.town] = everything(Town).values()
        self.terms = everything(Term)
        self.villages = everything(Village)
        self.departments = everything(Department)
        self.topics = everything(Topic)
        self.categories = everything(Category)
        self.campaigns = everything(Campaign)
        self.classes = everything(ResultClass)
        self.constituencies = everything(Constituency)
        self.bodies = everything(Body)
        self.people = everything(Person)

    def read_deputies(self):
        self.mandates = standing(Mandate)
        self.posts = standing(Post)
        self.honours = standing(Honour)

    def read_households(self):
        self.households = standing(Household)
        self.category_spans = everything(HouseholdCategory)
        self.assignments = standing(Assignment, household=self.households)
        self.visits = standing(Visit, assignment=self.assignments)
        self.opinions = standing(Opinion)

    def read_meetings(self):
        self.meetings = standing(Meeting)
        self.sittings = standing(Sitting, meeting=self.meetings)
        self.attendances = standing(Attendance, meeting=self.meetings, sitting=self.sittings)
        self.agenda_items = standing(AgendaItem, meeting=self.meetings)
        self.followed = {key: row.follows_id for key, row in everything(AgendaItem).items()}
        self.resolutions = standing(Resolution, meeting=self.meetings)

    def read_elections(self):
        self.polls = standing(Poll)
        self.elections = standing(Election, meeting=self.meetings)
        self.candidacies = standing(Candidacy, poll=self.polls, election=self.elections)
        self.allowances = standing(Allowance, mandate=self.mandates, poll=self.polls)

    def read_activities(self):
        self.projects = standing(Project)
        self.activities = standing(Activity)
        self.places = of_standing(ActivityPlace, activity=self.activities)
        self.inspections = of_standing(
            Activity.projects.through, activity=self.activities, project=self.projects
        )
        self.findings = standing(Finding, activity=self.activities)
        self.participations = standing(Participation, activity=self.activities)
        self.research_reports = standing(ResearchReport)

    def read_motions(self):
        self.motions = standing(Motion)
        self.signatures = standing(Signature, motion=self.motions)
        self.handlings = standing(Handling, motion=self.motions)
        self.ratings = standing(Rating, motion=self.motions)
        self.acts = standing(
            SupervisionAct, motion=self.motions, opinion=self.opinions, project=self.projects
        )


def everything(model):
    """All rows of a table by key, voided or not."""
    return {row.id: row for row in model._base_manager.values_list(named=True)}


def of_standing(model, **owners):
    """The rows whose every owner ({column: its rows that stand}) stands, or is not named."""

    def stands(row):
        keys = ((getattr(row, f"{column}_id"), rows) for column, rows in owners.items())
        return all(key is None or key in rows for key, rows in keys)

    return {key: row for key, row in everything(model).items() if stands(row)}


def standing(model, **owners):
    """The rows that were not voided, neither themselves nor through an owner."""
    rows = of_standing(model, **owners)
    return {key: row for key, row in rows.items() if row.voided_at is None}


def inside(day, period):
    """Whether `day` (None: it has not come) is one of the period's days."""
    return day is not None and period.start <= day < period.end


def last_day(period):
    return period.end - datetime.timedelta(days=1)


def in_force(row, day):
    """Whether a span covers `day`; `ended_on` is the first day that it does not."""
    return row.starts_on <= day and (row.ended_on is None or day < row.ended_on)
