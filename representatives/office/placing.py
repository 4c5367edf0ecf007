"""Which household could go to which deputy: of one village first, then of one constituency."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from records.written import search_key
from representatives.models import (
    Assignment,
    Category,
    Constituency,
    Household,
    HouseholdCategory,
    Mandate,
    Person,
)
from township.models import Level

NEARNESS = ("同村", "同选区", "其他村")
SAME_VILLAGE, SAME_CONSTITUENCY, ELSEWHERE = range(3)
SUGGESTED = 4
FIELD = re.compile(r"to-(\d{1,9})-(\d{1,9})")


def households_for(person, category, day, typed=""):
    """待安排户 of `category` on `day`, the nearest to `person` first (`nearness`)."""
    seats = Mandate.objects.in_force(day).at(Level.TOWN).filter(person=person)
    around = Constituency.objects.filter(mandates__in=seats).values("villages")
    nearness = Case(
        When(village=person.village_id, then=SAME_VILLAGE),
        When(village__in=around, then=SAME_CONSTITUENCY),
        default=ELSEWHERE, output_field=IntegerField(),
    )  # fmt: skip
    spans = HouseholdCategory.objects.in_force(day).filter(category=category)
    rows = Household.objects.unassigned(day).filter(pk__in=spans.values("household"))
    rows = rows.annotate(nearness=nearness).select_related("village")
    return named(rows, typed).order_by("nearness", "village__order", "spelling", "pk")


def named(rows, typed):
    """The households called `typed`, or of the village of that name."""
    key = search_key(typed)
    if not key:
        return rows
    begins = Q(spelling__startswith=key) | Q(initials__startswith=key)
    begins |= Q(readings__word_startswith=key)
    return rows.filter(Q(head_name__contains=key) | begins | Q(village__name__contains=key))


def waiting(day):
    """待安排户 as what they are on `day` (HouseholdCategory), with `giver` and `giver_name`: who
    kept in touch with them last.
    """
    rows = HouseholdCategory.objects.in_force(day).filter(
        household__in=Household.objects.unassigned(day)
    )
    rows = with_giver(rows).select_related("household__village", "category")
    return rows.order_by(
        "category__order", "household__village__order", "household__spelling", "pk"
    )


def with_giver(spans):
    last = Assignment.objects.filter(household=OuterRef("household")).order_by("-starts_on", "-pk")
    return spans.annotate(
        giver=Subquery(last.values("person")[:1]),
        giver_name=Coalesce(Subquery(last.values("person__name")[:1]), Value("")),
    )


@dataclass
class Offer:
    """A household that is to be placed: as what, and who had it or has it still."""

    household: Household
    category: Category
    kind: str  # what the category is called today
    giver: str = ""  # the name of who has it, or had it last
    giver_id: int | None = None
    is_held: bool = False
    proposal: Person | None = None
    reason: str = ""
    suggestions: tuple = ()

    @property
    def key(self):
        return self.household.pk, self.category.pk

    @property
    def name(self):
        """The name of its field on a form."""
        return f"to-{self.household.pk}-{self.category.pk}"


def offers_of(spans, kinds):
    """Offers of `spans`, rows of `waiting`."""
    names = {kind.pk: kind.name_now for kind in kinds}
    return [
        Offer(row.household, row.category, names[row.category_id], row.giver_name, row.giver)
        for row in spans
    ]


def held_by(person, day, kinds):
    """Offers of what `person` still keeps in touch with."""
    names = {kind.pk: kind.name_now for kind in kinds}
    rows = person.assignments.in_force(day).select_related("household__village", "category")
    return [
        Offer(
            row.household,
            row.category,
            names[row.category_id],
            person.name,
            person.pk,
            is_held=True,
        )
        for row in rows.order_by("category__order", "pk")
    ]


def named_in(data, offers, day, kinds):
    """Offers of the form `data` that are not among `offers` any more: somebody was faster."""
    asked = {tuple(map(int, match.groups())) for match in map(FIELD.fullmatch, data) if match}
    gone = asked - {offer.key for offer in offers}
    spans = HouseholdCategory.objects.in_force(day).filter(
        household__in={home for home, _ in gone}, household__voided_at=None
    )
    spans = with_giver(spans).select_related("household__village", "category")
    return [offer for offer in offers_of(spans, kinds) if offer.key in gone]


class Gaps:
    """Which deputies lack a household of which kind, of a `table` of the overview."""

    def __init__(self, table):
        self.lines = {line.person.pk: line for line in table.deputies}
        self.around = villages_of([line.mandate for line in table.deputies])
        self.room = Counter()
        for line in table.deputies:
            for cell in line.cells:
                self.room[line.person.pk, cell.kind.pk] = cell.missing

    def nearness(self, line, household):
        if line.person.village_id == household.village_id:
            return SAME_VILLAGE
        near = self.around.get(line.mandate.constituency_id, ())
        return SAME_CONSTITUENCY if household.village_id in near else ELSEWHERE

    def for_household(self, household, category_id):
        """(nearness, Person) of those who lack one of the kind, the nearest first."""
        ranked = [
            (self.nearness(line, household), line.person)
            for pk, line in self.lines.items()
            if self.room[pk, category_id] > 0
        ]
        return sorted(ranked, key=lambda pair: (pair[0], pair[1].spelling, pair[1].pk))


def villages_of(mandates):
    """{constituency: the villages it holds}, as ids."""
    links = Constituency.villages.through.objects.filter(
        constituency__in={row.constituency_id for row in mandates}
    )
    found = {}
    for constituency, village in links.values_list("constituency", "village"):
        found.setdefault(constituency, set()).add(village)
    return found


def suggest(offers, gaps, leaving_out=None):
    """Give each offer the deputies who lack such a household, but never the person `leaving_out`."""
    for offer in offers:
        ranked = gaps.for_household(offer.household, offer.category.pk)
        ranked = [pair for pair in ranked if pair[1] != leaving_out]
        offer.suggestions = tuple(
            (person, NEARNESS[nearness]) for nearness, person in ranked[:SUGGESTED]
        )


def propose(offers, gaps):
    """Fill the gaps of `gaps` with `offers`: all of one village first, then those further off.

    A household goes to one deputy, a gap takes one household; what finds none is left out.
    """
    placed = set()
    for reach in range(len(NEARNESS)):
        for offer in offers:
            if offer.household.pk in placed:
                continue
            ranked = gaps.for_household(offer.household, offer.category.pk)
            nearest = next((pair for pair in ranked if pair[0] <= reach), None)
            if nearest:
                offer.proposal, offer.reason = nearest[1], NEARNESS[nearest[0]]
                gaps.room[nearest[1].pk, offer.category.pk] -= 1
                placed.add(offer.household.pk)


def pressing(offers, count):
    """At most `count` of `offers`, in their order: those with a proposal before the others."""
    first = sorted(offers, key=lambda offer: offer.proposal is None)[:count]
    names = {offer.name for offer in first}
    return [offer for offer in offers if offer.name in names]
