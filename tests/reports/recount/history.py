"""A town's history as plain data: the rows that are true in the end, and what was done for them.

`rows` are the town's books as they have to read in the end. Of what is simply entered that is
all there is to know; what a verb makes is also in `deeds`, in the order of the days, and
`tests.reports.recount.storing` does them. Nothing here asks the database or a model.
"""

import bisect
import calendar
import datetime
import random
from types import SimpleNamespace

from tests.reports.recount.rows import TABLES, Rows, Way, in_force


def day(text):
    return datetime.date.fromisoformat(text)


TODAY = day("2022-06-15")
FIRST_DAY = day("2019-12-31")
SECOND_TERM, THIRD_TERM = day("2016-12-20"), day("2021-12-28")
COUNTY_TERM, NEXT_COUNTY_TERM = day("2017-01-05"), day("2022-01-06")
# Where a year, a half year or a term ends, and where what is due today or was due yesterday began.
EDGES = [
    day(text)
    for text in (
        "2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01", "2021-06-30", "2021-07-01",
        "2021-12-27", "2021-12-28", "2021-12-29", "2021-12-31", "2022-01-01", "2022-06-14",
        "2022-06-15",
    )
]  # fmt: skip
DUE_NOW = [day("2022-03-14"), day("2022-03-15"), day("2021-12-14"), day("2021-12-15")]

# When a row is voided: before anything else is entered, or when all is.
AT_ONCE, LATER = "at once", "later"

# In the order in which the deeds of one day are done.
ORDER = [
    "next_term", "begin_mandate", "confirm_mandate", "hold_poll", "declare_poll", "qualify",
    "end_mandate", "end_term", "assign", "hand_over", "release", "visit", "hear", "dispose",
    "hand_opinion_over", "answer", "tell_back",
]  # fmt: skip


RANK = {verb: rank for rank, verb in enumerate(ORDER)}
RANK["dispose"] = RANK["hand_opinion_over"]  # either may come first

# The tables of which figures tell how they stood on a day.
WITH_A_DAY = [
    "mandates", "opinions", "agenda_items", "findings", "motions", "signatures", "handlings",
    "events", "ratings",
]  # fmt: skip


def later(on, days):
    return on + datetime.timedelta(days=days)


def add_months(on, months):
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


class Luck(random.Random):
    """All choices about one thing, out of one number."""

    def chance(self, share):
        return self.random() < share

    def day(self, first=FIRST_DAY, last=TODAY):
        """A day of [first, last], rather one of the edges."""
        edges = EDGES[bisect.bisect_left(EDGES, first) : bisect.bisect_right(EDGES, last)]
        if edges and self.chance(0.6):
            return self.choice(edges)
        return later(first, self.randint(0, max((last - first).days, 0)))

    def maybe(self, share, value, other=None):
        return value if self.chance(share) else other

    def voided(self):
        return self.maybe(0.14, LATER)


class History:
    def __init__(self):
        self.today = TODAY
        self.tables = {name: {} for name in TABLES}
        self.ways = {}  # {key of an opinion: the ways it went, one after the other}
        self.crowd = set()  # keys of people without a story
        self.deeds = []  # (day, verb, what it is told)
        self.steps = []  # what is done to motions, rolls and elections when the rest is entered

    def __repr__(self):
        rows = {name: len(rows) for name, rows in self.tables.items() if rows}
        return f"a history of {rows}"

    def add(self, table, *, voided_at=None, **fields):
        """A new row of `table`; returns it."""
        rows = self.tables[table]
        row = SimpleNamespace(id=len(rows) + 1, voided_at=voided_at, **fields)
        rows[row.id] = row
        return row

    def all(self, table):
        """The rows of `table`, but for those that were voided at once."""
        return [row for row in self.tables[table].values() if row.voided_at != AT_ONCE]

    def do(self, on, verb, **told):
        self.deeds.append((on, verb, told))

    def in_order(self):
        """The deeds day by day; what is done about an opinion as it was told."""
        return sorted(self.deeds, key=lambda deed: (deed[0], RANK[deed[1]]))

    def books(self):
        """What a recount reads: the rows that stand."""
        return Rows(self.today, self.tables, self.ways)

    def goes(self, opinion, since, *, disposal, due_on=None):
        """From the day `since` the `opinion` (a row) goes this way; the row keeps the one before,
        unless it is only handed over for the first time.
        """
        ways = self.ways.setdefault(opinion.id, [])
        is_other = not ways or opinion.handed_over_on or opinion.disposal != disposal
        if ways and is_other and opinion.disposed_on < since:
            opinion.former_disposal, opinion.former_due_on = ways[-1].disposal, ways[-1].due_on
            opinion.former_handed_over_on = opinion.handed_over_on
        ways.append(Way(since, disposal, due_on))
        opinion.disposed_on = since if is_other else opinion.disposed_on
        opinion.disposal, opinion.due_on = disposal, due_on

    def days(self):
        """The days on which something that has a day of record happened, up to today."""
        found = {
            value
            for table in WITH_A_DAY
            for row in self.tables[table].values()
            for value in vars(row).values()
            if isinstance(value, datetime.date) and FIRST_DAY <= value <= self.today
        }
        return sorted(found)

    def person(self, luck):
        return self.add(
            "people",
            name=f"代表{len(self.tables['people']) + 1}",
            gender=luck.choice(["m", "f", ""]),
            ethnicity=luck.choice(["汉族", "汉族", "回族"]),
            party=luck.choice(["cpc", "democratic", "masses", ""]),
            occupation=luck.choice(
                ["worker", "farmer", "specialist", "cadre", "owner", "other", ""]
            ),
        )

    # What was known on a day, to whoever wanted to do something.

    def seats(self, person_id, on, level=None, known_on=TODAY):
        """The mandates of a person in force on `on`, as far as confirmed by `known_on`."""
        return [
            row
            for row in self.all("mandates")
            if row.person_id == person_id
            and in_force(row, on)
            and row.confirmed_on
            and row.confirmed_on <= known_on
            and level in (None, self.tables["terms"][row.term_id].level)
        ]

    def deputies(self, on, level="town", known_on=TODAY):
        """Those whom the congress of `level` expects on `on`: keys of people, in order."""
        people = {row.person_id for row in self.all("mandates")}
        return sorted(key for key in people if self.seats(key, on, level, known_on))
