"""What the generator modules share: the day, the randomness, and what was made so far."""

import datetime
import random
import uuid
from contextlib import contextmanager

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from township.models import Level

SEED = "鹤毛镇"
# Earlier than this, the second term has hardly begun and the facts of the first are not past.
FIRST_DAY = datetime.date(2023, 1, 1)


class Build:
    """One load of the demo data, for the day `today`.

    Each part draws from a generator of its own (`rng`), named by what it makes and for
    which year: so the records of 2021 are the same whichever day the data is loaded.
    """

    def __init__(self, today, say=lambda line: None):
        self.today = today
        self.say = say
        self.by = None  # the clerk's account, who entered everything
        self.password = ""  # the hash that all accounts share
        self.inventor = None  # of people (hemao.demo.people.Inventor)
        self.users = {}  # username → User
        self.terms = {}  # (level, number) → Term
        self.villages = {}  # name → Village
        self.departments = {}  # name → Department
        self.topics = {}  # name → Topic
        self.categories = {}  # code → Category
        self.classes = {}  # code → ResultClass
        self.rules = []  # DeadlineRule
        self.cast = {}  # code of data/cast.csv → Person
        self.people = []  # everyone
        self.constituencies = {}  # (term pk, number) → Constituency
        self.mandates = []
        self.polls = []  # the by-elections
        self.bodies = {}  # key, or (key, number of the term) → Body
        self.stations = []  # those of them that receive voters
        self.posts = []  # of presidium, groups, stations …
        self.sessions = []  # in order of days
        self.presidium_meetings = []  # likewise
        self.agenda_items = []
        self.attendances = []
        self.activities = []
        self.projects = []
        self.assignments = []
        self.visits = []
        self.opinions = []
        self.motions = []

    def rng(self, *name):
        """A generator of random numbers of its own for the part called `name`."""
        return random.Random("/".join(str(part) for part in (SEED, *name)))

    def uuid(self, rng):
        return uuid.UUID(int=rng.getrandbits(128), version=4)

    def ago(self, days):
        """The day `days` before the day of the load."""
        return self.today - datetime.timedelta(days=days)

    @property
    def years(self):
        """Every year of the records, up to the one of the load."""
        return range(2017, self.today.year + 1)

    def evening(self, day):
        """Eight in the evening of `day`, or the beginning of the day of the load."""
        when = datetime.datetime.combine(day, datetime.time(20))
        return min(timezone.make_aware(when), self.midnight)

    @property
    def midnight(self):
        """The beginning of the day of the load: nothing was entered later."""
        return timezone.make_aware(datetime.datetime.combine(self.today, datetime.time()))

    def save(self, rows):
        """Insert `rows`, all of one model, with their history; returns them as a list."""
        rows = list(rows)
        if not rows:
            return rows
        model = type(rows[0])
        if hasattr(model._meta, "simple_history_manager_attribute"):
            return bulk_create_with_history(
                rows, model, batch_size=500, default_user=self.by, default_date=self.midnight
            )
        return model._base_manager.bulk_create(rows, batch_size=500)

    def update(self, rows, *fields):
        """Store changed `fields` of `rows`, with their history."""
        bulk_update_with_history(
            rows, type(rows[0]), fields, batch_size=500, default_user=self.by,
            default_date=self.midnight,
        )  # fmt: skip

    def save_accounts(self, rows):
        for user in User.objects.bulk_create(rows):
            self.users[user.username] = user

    def rule(self, *, level, event, on):
        """The DeadlineRule in force on a day, from memory."""
        return next(
            (
                rule
                for rule in self.rules
                if (rule.level, rule.event) == (level, event)
                and rule.starts_on <= on
                and (rule.ended_on is None or on < rule.ended_on)
            ),
            None,
        )

    def holders(self, day, level=Level.TOWN):
        """The confirmed mandates of `level` in force on `day`, in order of entry."""
        return [
            row
            for row in self.mandates
            if row.term.level == level and row.confirmed_on and covers(row, day)
        ]

    def deputies(self, day, level=Level.TOWN):
        """The people who are deputies of `level` on `day`."""
        return [row.person for row in self.holders(day, level)]

    def is_deputy(self, person, day, level=Level.TOWN):
        return any(row.person_id == person.pk for row in self.holders(day, level))


def covers(row, day):
    """Whether the span of `row` covers `day`."""
    return row.starts_on <= day and (row.ended_on is None or day < row.ended_on)


def days(count):
    return datetime.timedelta(days=count)


def spread(rng, start, end):
    """A day in [start, end)."""
    return start + days(rng.randrange(max((end - start).days, 1)))


@contextmanager
def own_times(model, field_name):
    """Let rows of `model` keep the time they are given in an `auto_now_add` field."""
    field = model._meta.get_field(field_name)
    field.auto_now_add = False
    try:
        yield
    finally:
        field.auto_now_add = True
