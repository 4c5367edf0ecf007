"""The cards of a deputy's households: who has waited longest, in words."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from representatives.models import Household, Opinion
from township.models import chinese_number
from township.spans import Period, within

DUE_SOON = 14


@dataclass
class Card:
    household: Household
    category_label: str
    last_visit_on: date | None
    visits_this_year: int
    goal: int
    waited: int
    rhythm: int
    open_opinions: list

    @property
    def url(self):
        return self.household.get_absolute_url()

    @property
    def phone(self):
        return self.household.phone

    @property
    def last_visit_words(self):
        if self.last_visit_on is None:
            return "还没有走访"
        return f"{self.waited}天前" if self.waited else "今天"

    @property
    def state(self):
        if self.waited > self.rhythm:
            return "late"
        return "due" if self.waited > self.rhythm - DUE_SOON else "ok"

    @property
    def state_words(self):
        if self.state == "late":
            return f"超期{self.waited - self.rhythm}天"
        return "近期该去" if self.state == "due" else "正常"


def of_assignments(assignments, day, visits_a_year):
    """The cards of `assignments` (a queryset) on `day`, the longest waiting first.

    Three statements whatever the number of households. A household waits from
    its last visit by this deputy, or from the day it was assigned.
    """
    year = Period(date(day.year, 1, 1), date(day.year + 1, 1, 1))
    met = Q(visits__voided_at=None, visits__was_met=True)
    rows = assignments.select_related("household__village", "category").annotate(
        last=Max("visits__visited_on", filter=met),
        this_year=Count("visits", filter=met & within(year, "visits__visited_on")),
    )
    rows = list(rows.prefetch_related("category__names"))
    opinions = open_opinions([row.household_id for row in rows], assignments)
    deck = [
        Card(
            household=row.household, category_label=row.category.card_name_on(day),
            last_visit_on=row.last, visits_this_year=row.this_year, goal=visits_a_year,
            waited=(day - (row.last or row.starts_on)).days, rhythm=365 // visits_a_year,
            open_opinions=opinions.get(row.household_id, []),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(deck, key=lambda card: (-card.waited, card.household.spelling))


def open_opinions(households, assignments):
    """What each of `households` (ids) still waits for, heard by their deputy: {id: [sentence]}."""
    rows = Opinion.objects.open().filter(household__in=households)
    rows = rows.filter(heard_by__in=assignments.values("person")).order_by("heard_on")
    waiting = {}
    for row in rows:
        words = "已有答复，待回告" if row.answered_on else "待答复"
        waiting.setdefault(row.household_id, []).append(f"{words}：{row.text}")
    return waiting


def summary(deck):
    """One sentence about the deck: 三户中有一户该走访了。"""
    if not deck:
        return ""
    late = sum(card.state == "late" for card in deck)
    if not late:
        return f"{chinese_number(len(deck))}户都按期走访。最久没去的排在前面。"
    return (
        f"{chinese_number(len(deck))}户中有{chinese_number(late)}户该走访了。最久没去的排在前面。"
    )
