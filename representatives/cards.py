"""The cards of a deputy's households: who has waited longest, in words."""

import datetime
import json
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce, ExtractHour, ExtractMinute, NullIf
from django.urls import reverse

from representatives.models import Assignment, CategoryName, Household, Opinion, Visit
from representatives.models.households import rhythm
from township.models import Town
from township.numbers import chinese_number, late_by
from township.spans import Period, in_force

DUE_SOON = 14  # days before a household is late
TELL_WITHIN = datetime.timedelta(days=14)
"""An answer that a household has not been told for longer waits too long (件件有回音)."""
RECENT = datetime.timedelta(days=7)
"""A visit of so many days ago may be what somebody is about to record once more."""


@dataclass
class Waiting:
    """Something that a household was promised: an answer, or to be told of one."""

    opinion: Opinion
    is_late: bool

    @property
    def words(self):
        if self.opinion.answered_on:
            answer = f"已有答复：{self.opinion.answer}" if self.opinion.answer else "已有答复"
            return f"待回告：{self.opinion.text}——{answer}"
        return f"{self.state}：{self.opinion.text}"

    @property
    def state(self):
        return "待写成建议" if self.is_to_be_written else self.opinion.echo

    @property
    def url(self):
        """Where the deputy notes that the household was told; "" while there is no answer."""
        if not self.opinion.answered_on:
            return ""
        return reverse("opinion-told", args=[self.opinion.pk])

    @property
    def is_to_be_written(self):
        """True where an opinion was to become a suggestion, but its form was left unfinished."""
        row = self.opinion
        is_waiting = row.disposal == Opinion.Disposal.MOTION and not row.answered_on
        return is_waiting and not row.is_raised

    @property
    def raise_url(self):
        """Where a deputy makes a suggestion of it; "" once it is one, or is answered."""
        if self.opinion.answered_on or self.opinion.is_raised:
            return ""
        return reverse("motion-new", query={"opinion": self.opinion.pk})


@dataclass
class HouseholdCard:
    assignment: Assignment
    category_label: str
    last_visit_on: date | None
    visits_this_year: int
    goal: int
    waited: int
    rhythm: int
    waiting: list
    form: object = None

    @property
    def household(self) -> Household:
        return self.assignment.household

    @property
    def url(self):
        return self.household.get_absolute_url()

    @property
    def visit_url(self):
        return reverse("household-visit", args=[self.household.pk])

    @property
    def phone(self):
        return self.household.phone

    @property
    def untold(self):
        return [row.opinion for row in self.waiting if row.opinion.answered_on]

    @property
    def last_visit_words(self):
        if self.last_visit_on is None:
            return "还没有走访"
        return {0: "今天", 1: "昨天"}.get(self.waited, f"{self.waited}天前")

    @property
    def is_late(self):
        """Whether it waits for a visit longer than the town's rhythm."""
        return self.waited > self.rhythm

    @property
    def keeps_waiting(self):
        """Whether somebody there waits too long for an answer, or to be told of one."""
        return any(row.is_late for row in self.waiting)

    @property
    def state(self):
        """What is worst on the card, a visit or an answer."""
        if self.is_late or self.keeps_waiting:
            return "late"
        return "due" if self.waited > self.rhythm - DUE_SOON else "ok"

    @property
    def state_words(self):
        if self.is_late:
            return late_by(self.waited - self.rhythm)
        if self.keeps_waiting:
            return "等回音太久"
        return "近期该去" if self.state == "due" else "正常"


def of_assignments(assignments, day):
    """The cards of `assignments` (a queryset) on `day`, the longest waiting first.

    Two statements whatever the number of households. A household waits from the day
    somebody of it was last met, whoever visited, or from the day it was assigned.
    """
    rows = list(with_facts(assignments, day))
    waiting = what_waits([row.household_id for row in rows], assignments, day) if rows else {}
    deck = [
        HouseholdCard(
            assignment=row, category_label=row.label or row.category.code, last_visit_on=row.last_met,
            visits_this_year=row.visits_made, goal=row.goal,
            waited=(day - row.waits_since).days, rhythm=rhythm(row.goal).days,
            waiting=waiting.get(row.household_id, []),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(deck, key=in_order)


def in_order(card):
    """Whom somebody should go to comes first, and of these who waited longest."""
    return (card.state != "late", -card.waited, card.household.spelling)


def with_facts(assignments, day):
    """`assignments` with the word for a neighbour's eye, the last visit, and how often this year."""
    names = CategoryName.objects.filter(in_force(day), category=OuterRef("category"))
    word = Coalesce(NullIf("card_name", Value("")), "name")
    goal = Subquery(Town.objects.values("visits_a_year")[:1])
    rows = with_recent_visits(assignments, day)
    rows = rows.with_wait().with_visits_in(Period.of_year(day.year))
    return rows.select_related("person", "household__village", "category").annotate(
        label=Subquery(names.values_list(word)[:1]),
        goal=Coalesce(goal, Value(Town().visits_a_year)),
    )


class TimesOf(Subquery):
    """When each of the visits `rows` was made and entered, as one JSON array of [day, hour, minute]."""

    template = (
        "(SELECT JSON_GROUP_ARRAY(JSON_ARRAY(_n.day, _n.hour, _n.minute)) FROM (%(subquery)s) _n)"
    )
    output_field = TextField()
    empty_result_set_value = "[]"

    def __init__(self, rows):
        hour, minute = ExtractHour("recorded_at"), ExtractMinute("recorded_at")
        super().__init__(rows.order_by().values(day=F("visited_on"), hour=hour, minute=minute))

    def as_postgresql(self, compiler, connection):
        template = (
            "(SELECT JSON_AGG(JSON_BUILD_ARRAY(_n.day, _n.hour, _n.minute))::text "
            "FROM (%(subquery)s) _n)"
        )
        return self.as_sql(compiler, connection, template=template)


def with_recent_visits(assignments, day):
    """`assignments` with what `recent_visits` reads: no statement more, whatever their number."""
    own = Visit.objects.filter(
        assignment__household=OuterRef("household"), assignment__person=OuterRef("person"),
        visited_on__gt=day - RECENT,
    )  # fmt: skip
    return assignments.annotate(recent=TimesOf(own))


def recent_visits(assignment):
    """The deputy's own visits to the household within RECENT: [["2022-06-15", "14:05"], …]."""
    told = json.loads(assignment.recent or "[]")
    return sorted([day, f"{hour:02}:{minute:02}"] for day, hour, minute in told)


def what_waits(households, assignments, day):
    """What each of `households` (ids) waits for, heard by their deputy: {id: [Waiting]}."""
    rows = Opinion.objects.open().with_raised().filter(household__in=households)
    rows = rows.filter(heard_by__in=assignments.values("person")).order_by("heard_on", "pk")
    waiting = {}
    for row in rows:
        waiting.setdefault(row.household_id, []).append(Waiting(row, is_late(row, day)))
    return waiting


def is_late(opinion, day):
    """True when the answer is overdue on `day`, or the household still waits to be told of it."""
    if opinion.told_back_on:
        return False
    if opinion.answered_on:
        return day > opinion.answered_on + TELL_WITHIN
    return bool(opinion.due_on and opinion.due_on < day)


def summary(deck):
    """One sentence about the deck: 三户中有两户该走访了。"""
    if not deck:
        return ""
    late = sum(card.is_late for card in deck)
    if len(deck) == 1:
        return "这一户该走访了。" if late else "这一户按期走访。"
    count = households_in_words(len(deck))
    if not late:
        return f"{count}都按期走访。最久没去的排在前面。"
    which = "都" if late == len(deck) else f"中有{households_in_words(late)}"
    return f"{count}{which}该走访了。最久没去的排在前面。"


def quarter(deck, day):
    """本季度三户已走两户: the households of `deck` at which somebody was met this quarter."""
    if not deck:
        return ""
    first = datetime.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    met = sum(bool(card.last_visit_on and card.last_visit_on >= first) for card in deck)
    if len(deck) == 1:
        return "本季度走过了。" if met else "本季度还没有走。"
    if met == len(deck):
        return f"本季度{households_in_words(met)}都走过了。"
    if not met:
        return f"本季度{households_in_words(len(deck))}都还没有走。"
    return f"本季度{households_in_words(len(deck))}已走{households_in_words(met)}。"


def households_in_words(number):
    return counting(number) + "户"


def counting(number):
    """`number` before a measure word: 两户, 三次."""
    return "两" if number == 2 else chinese_number(number)
