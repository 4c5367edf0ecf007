"""The households, and who keeps in touch with whom from when to when."""

import datetime

from hemao.demo import data
from hemao.demo.build import days, spread
from representatives.models import Assignment, Household, HouseholdCategory
from representatives.models.deputies import Gender
from township.models import Level

SETTLING = days(40)  # from the beginning of a mandate to the first assignments
SWAPS = 0.12  # of the assignments end before the mandate does
OPEN_GAPS = 5  # assignments of today that nobody has made yet
WAITING = 2  # households of each category that were never anybody's
# At the end of 2021 each deputy has one household of each kind: nothing changes just before.
SETTLED = (datetime.date(2021, 10, 1), datetime.date(2022, 1, 1))
EndedFor = Assignment.EndedFor


def make(build):
    book = HouseholdBook(build)
    for person, start, end in tenures(build):
        begin = start + SETTLING
        if begin < (end or build.today):
            for category in build.categories.values():
                book.keep_in_touch(person, category, begin, end)
    book.leave_gaps()
    for category in build.categories.values():
        for person in build.deputies(build.today)[:WAITING]:
            book.new(person, category, begin=build.ago(60))
    book.keep()


def tenures(build):
    """(person, from, to) of each unbroken time as a deputy of the town, in order of days."""
    spans = []
    rows = [m for m in build.mandates if m.term.level == Level.TOWN and m.confirmed_on]
    for row in sorted(rows, key=lambda m: (m.person_id, m.starts_on)):
        if spans and spans[-1][0] == row.person and spans[-1][2] == row.starts_on:
            spans[-1] = (row.person, spans[-1][1], row.ended_on)
        else:
            spans.append((row.person, row.starts_on, row.ended_on))
    return sorted(spans, key=lambda span: (span[1], span[0].pk))


class HouseholdBook:
    """The office's book of households: which are free, since when, and all assignments."""

    def __init__(self, build):
        self.build = build
        self.lists = data.toml("fieldwork")
        self.free = {code: [] for code in build.categories}  # code → [(household, free from)]
        self.households = []
        self.category_spans = []
        self.assignments = []

    def keep(self):
        build = self.build
        build.save(self.households)
        build.save(self.category_spans)
        build.assignments += build.save(self.assignments)

    def keep_in_touch(self, person, category, begin, end):
        """One household of `category` for the whole tenure, or one after another."""
        rng = self.build.rng("assignment", person.name, begin, category.code)
        while begin:
            change = self.change(rng, begin, end or self.build.today)
            reason = rng.choice([EndedFor.SWAP, EndedFor.MOVED, EndedFor.CATEGORY])
            if change is None:
                change, reason = end, EndedFor.MANDATE if end else ""
            household = self.take(person, category, begin) or self.new(person, category, begin)
            self.assign(person, household, category, begin, change, reason)
            begin = change + days(rng.randint(10, 35)) if change and change != end else None

    def change(self, rng, begin, end):
        """The day on which this assignment ends early, or None."""
        if rng.random() > SWAPS or (end - begin).days < 500:
            return None
        day = spread(rng, begin + days(200), end - days(150))
        return None if SETTLED[0] <= day < SETTLED[1] else day

    def take(self, person, category, day):
        """A household nobody holds on `day`, of the person's village if there is one."""
        free = self.free[category.code]
        ready = [row for row in free if row[1] <= day]
        ready.sort(key=lambda row: row[0].village_id != person.village_id)
        if not ready:
            return None
        free.remove(ready[0])
        return ready[0][0]

    def assign(self, person, household, category, begin, end, reason):
        self.assignments.append(
            Assignment(
                person=person, household=household, category=category, starts_on=begin,
                ended_on=end, ended_for=reason,
            )
        )  # fmt: skip
        if reason in (EndedFor.MOVED, EndedFor.CATEGORY):
            household.span.ended_on = end
        elif end:
            self.free[category.code].append((household, end))

    def leave_gaps(self):
        """As in life: some lost a household of late, and nobody has given them another."""
        rng = self.build.rng("gaps")
        settled = [
            row
            for row in self.assignments
            if row.ended_on is None and row.starts_on < self.build.ago(300)
        ]
        for row in rng.sample(settled, OPEN_GAPS):
            row.ended_on = self.build.ago(rng.randint(20, 70))
            row.ended_for = rng.choice([EndedFor.MOVED, EndedFor.CATEGORY])
            row.household.span.ended_on = row.ended_on

    def new(self, person, category, begin):
        """A household of the person's village, entered some days before it is assigned."""
        code = category.code
        build = self.build
        rng = build.rng("household", len(self.households))
        members = rng.randint(2, 6)
        workers = rng.randint(1, min(members, 3))
        row = Household(
            head_name=build.inventor.name(rng, rng.choice(list(Gender))),
            village=person.village, group=f"{rng.randint(1, 14)}组",
            phone=build.inventor.phone(), members=members, workers=workers,
            away=rng.randint(1, workers) if code == "外出" else 0,
            away_to=rng.choice(self.lists["away_to"]) if code == "外出" else "",
            industry=rng.choice(self.lists["industry"][code]),
        )  # fmt: skip
        since = begin - days(rng.randint(5, 30))
        row.span = HouseholdCategory(household=row, category=category, starts_on=since)
        self.households.append(row)
        self.category_spans.append(row.span)
        return row
