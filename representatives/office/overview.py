"""联系户一览表: the town's deputies × kinds of households, as facts. Four statements, however many."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from representatives.models import (
    Assignment,
    Category,
    CategoryName,
    Household,
    HouseholdCategory,
    Mandate,
    Person,
    rhythm,
)
from township.models import Level, Town
from township.numbers import late_by
from township.spans import Period, today


@dataclass
class Home:
    """A household that a deputy keeps in touch with."""

    assignment: Assignment
    day: date
    may_wait: int  # days

    @property
    def household(self):
        return self.assignment.household

    @property
    def visits_this_year(self):
        return self.assignment.visits_made

    @property
    def waited(self):
        return (self.day - self.assignment.waits_since).days

    @property
    def is_late(self):
        return self.waited > self.may_wait

    @property
    def last_visit_words(self):
        if self.assignment.last_met is None:
            return "还没有走访"
        return f"{self.waited}天前走访" if self.waited else "今天走访"

    @property
    def late_words(self):
        return late_by(self.waited - self.may_wait) if self.is_late else ""


@dataclass
class HouseholdCell:
    """What one deputy has of one kind, and how many they ought to have."""

    kind: Category
    wanted: int
    homes: list = field(default_factory=list)

    @property
    def filled(self):
        return min(len(self.homes), self.wanted)

    @property
    def missing(self):
        return max(self.wanted - len(self.homes), 0)

    @property
    def extra(self):
        return max(len(self.homes) - self.wanted, 0)

    @property
    def missing_words(self):
        return f"缺{self.missing}户" if self.missing else ""

    @property
    def extra_words(self):
        return f"多{self.extra}户" if self.extra else ""


@dataclass
class DeputyLine:
    """One deputy, or a former one (`mandate` is None) who still has households."""

    person: Person
    mandate: Mandate | None
    cells: list

    @property
    def is_deputy(self):
        return self.mandate is not None

    @property
    def constituency(self):
        return self.mandate.constituency if self.mandate else None

    @property
    def homes(self):
        return [home for cell in self.cells for home in cell.homes]

    @property
    def late(self):
        return [home for home in self.homes if home.is_late]

    @property
    def has_gap(self):
        """Too few of a kind, or too many."""
        return any(cell.missing or cell.extra for cell in self.cells)


@dataclass(frozen=True)
class Sums:
    """What some cells add up to."""

    wanted: int
    filled: int
    missing: int
    extra: int
    late: int

    @classmethod
    def of(cls, cells):
        return cls(
            wanted=sum(cell.wanted for cell in cells),
            filled=sum(cell.filled for cell in cells),
            missing=sum(cell.missing for cell in cells),
            extra=sum(cell.extra for cell in cells),
            late=sum(home.is_late for cell in cells for home in cell.homes),
        )


@dataclass
class HouseholdTable:
    day: date
    goal: int  # visits a year
    kinds: list
    lines: list

    @property
    def may_wait(self):
        """After how many days without a visit a household is late."""
        return rhythm(self.goal).days

    @property
    def deputies(self):
        return [line for line in self.lines if line.is_deputy]

    @property
    def sums(self):
        return sums_of(self.lines)

    @property
    def villages(self):
        """The villages of the deputies and of the households, in their order."""
        known = {line.person.village for line in self.lines}
        known |= {home.household.village for line in self.lines for home in line.homes}
        return sorted(known - {None}, key=lambda village: (village.order, village.pk))

    @property
    def groups(self):
        """The 村民组 of the households, 2组 before 10组."""
        known = {home.household.group for line in self.lines for home in line.homes}
        return sorted(known - {""}, key=lambda group: (len(group), group))

    def narrowed(self, keep):
        """The same table with only those lines that `keep(line)` wants."""
        return HouseholdTable(
            self.day, self.goal, self.kinds, [line for line in self.lines if keep(line)]
        )

    def by_village(self):
        """(village or None, number of deputies, sums of each kind, sums of all)."""
        parts = {}
        for line in self.deputies:
            parts.setdefault(line.person.village, []).append(line)
        return [
            (village, len(lines), [sums for _, sums in by_kind(self.kinds, lines)], sums_of(lines))
            for village, lines in parts.items()
        ]

    def by_kind(self):
        return by_kind(self.kinds, self.deputies)


def by_kind(kinds, lines):
    """(kind, the sums of its cells in `lines`) for each of `kinds`."""
    return [
        (kind, Sums.of([line.cells[place] for line in lines])) for place, kind in enumerate(kinds)
    ]


def sums_of(lines):
    return Sums.of([cell for line in lines for cell in line.cells])


def kinds_on(day):
    """The categories with the name of `day`, and `waiting`: how many 待安排户 there are of each."""
    mine = {"category": OuterRef("pk")}
    name = CategoryName.objects.in_force(day).filter(**mine).values("name")[:1]
    free = HouseholdCategory.objects.in_force(day).filter(
        household__in=Household.objects.unassigned(day), **mine
    )
    free = free.order_by().values("category").annotate(n=Count("household", distinct=True))
    return Category.objects.annotate(
        name_now=Coalesce(Subquery(name), "code"), waiting=Coalesce(Subquery(free.values("n")), 0)
    )


def assignments_on(day):
    """Those in force on `day`, with their wait and how often they were visited this year."""
    rows = Assignment.objects.in_force(day).with_wait()
    rows = rows.with_visits_in(Period.of_year(day.year))
    return rows.select_related("household__village", "person__village").order_by("starts_on", "pk")


def table(day=None):
    """The whole town on `day`, by default today: deputies in the order of villages and names."""
    day = day or today()
    goal, kinds = Town.get().visits_a_year, list(kinds_on(day))
    mandates = Mandate.objects.in_force(day).at(Level.TOWN)
    mandates = mandates.select_related("person__village", "constituency")
    lines = {row.person_id: line_of(row.person, row, kinds) for row in mandates}
    places = {kind.pk: place for place, kind in enumerate(kinds)}
    for row in assignments_on(day):
        line = lines.setdefault(row.person_id, line_of(row.person, None, kinds))
        home = Home(row, day, rhythm(goal).days)
        line.cells[places[row.category_id]].homes.append(home)
    return HouseholdTable(day, goal, kinds, sorted(lines.values(), key=place_of))


def line_of(person, mandate, kinds):
    cells = [HouseholdCell(kind, kind.per_deputy if mandate else 0) for kind in kinds]
    return DeputyLine(person, mandate, cells)


def place_of(line):
    village = line.person.village
    return (
        not line.is_deputy,
        (village.order, village.pk) if village else (float("inf"), 0),
        line.person.spelling,
        line.person.pk,
    )
