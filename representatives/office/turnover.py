"""From one term to the next: who continues and keeps their households, who left, who is new."""

from dataclasses import dataclass

from representatives.models import Mandate, Person
from township.models import Level, Term


@dataclass
class Turnover:
    term: Term | None
    before: Term | None
    continuing: list  # lines of the overview
    new: list
    left: list  # people, with `waiting`: how many households of theirs have nobody, or still them
    pending: int  # mandates that do not count yet


def of(table, offers):
    """The Turnover into the term that runs on the day of `table`; `offers` are 待安排户."""
    terms = Term.objects.at(Level.TOWN).filter(starts_on__lte=table.day).order_by("-starts_on")
    term, before = [*terms[:2], None, None][:2]
    served = set()
    if before:
        rows = Mandate.objects.confirmed().filter(term=before)
        served = set(rows.values_list("person", flat=True))
    today = {line.person.pk for line in table.deputies}
    return Turnover(
        term, before,
        continuing=[line for line in table.deputies if line.person.pk in served],
        new=[line for line in table.deputies if line.person.pk not in served],
        left=those_who_left(served - today, table, offers),
        pending=Mandate.objects.pending().filter(term=term).count(),
    )  # fmt: skip


def those_who_left(gone, table, offers):
    """People with what is left of theirs: returned to 待安排户, or not even that."""
    waiting = {}
    for offer in offers:
        waiting[offer.giver_id] = waiting.get(offer.giver_id, 0) + 1
    held = {line.person.pk: len(line.homes) for line in table.lines if not line.is_deputy}
    people = list(Person.objects.filter(pk__in=gone | set(held)))
    for person in people:
        person.waiting = waiting.get(person.pk, 0) + held.get(person.pk, 0)
    return people
