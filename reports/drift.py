"""定稿后变动: what the records say now that they did not say when the edition was closed."""

import datetime
from dataclasses import dataclass, field

from reports import evidence
from reports.evaluate import Ledger, evaluate
from reports.registry import REGISTRY, Asked
from reports.sentences import headline
from township.spans import Period

GONE = "这个数字在目录里已经没有，或者改了名。"


@dataclass
class Moved:
    """One figure of an edition: what it said, what it would say now, and which rows made that.

    `came`, `went` and `changed` are lists of (label of the model, pk).
    """

    index: int
    facts: dict
    now: str
    note: str = ""
    came: list = field(default_factory=list)
    went: list = field(default_factory=list)
    changed: list = field(default_factory=list)

    @property
    def name(self):
        return name_of(self.facts)

    @property
    def days(self):
        """2021年, or the first and last day."""
        period = period_of(self.facts)
        year = period.start.year
        return f"{year}年" if period == Period.of_year(year) else str(period)

    @property
    def said_then(self):
        return self.facts["said"]

    @property
    def is_other_value(self):
        return self.now != self.said_then

    @property
    def count(self):
        return len(self.came) + len(self.went) + len(self.changed)


def name_of(facts):
    member = facts["member"]
    return f"{facts['name']}（{member}）" if member else facts["name"]


def period_of(facts):
    last = datetime.date.fromisoformat(facts["last_day"])
    end = last + datetime.timedelta(days=1)
    return Period(datetime.date.fromisoformat(facts["starts_on"]), end)


def asked_of(facts):
    """The Asked that a figure of an edition was, or None where the registry has it no more."""
    figure = REGISTRY.get(facts["name"])
    if figure is None or (facts["member"] and figure.dimension is None):
        return None
    return Asked(figure, period_of(facts), facts["member"])


def asked_in(edition_facts):
    """{place: Asked} of the figures of an edition that still are figures."""
    asked = {index: asked_of(facts) for index, facts in enumerate(edition_facts["figures"])}
    return {index: known for index, known in asked.items() if known is not None}


def values_moved(edition_facts, ledger=None, values=None):
    """The Moved of the figures that say something else now; without their rows.

    `values` ({Asked: Value}) are known already; a statement for each 32 of the others.
    """
    known, asked = dict(values or {}), asked_in(edition_facts)
    known |= evaluate([a for a in asked.values() if a not in known], ledger)
    moved = []
    for index, facts in enumerate(edition_facts["figures"]):
        if index not in asked:
            moved.append(Moved(index, facts, "", GONE))
            continue
        now = headline(asked[index].figure, known[asked[index]])
        if now != facts["said"]:
            moved.append(Moved(index, facts, now))
    return moved


def rows_moved(edition_facts):
    """The Moved of every figure that says something else, or stands on other or changed rows."""
    ledger, asked = Ledger.load(), asked_in(edition_facts)
    behind = evidence.rows_behind(set(asked.values()), ledger)
    then = {label: {int(pk) for pk in found} for label, found in edition_facts["rows"].items()}
    stored = evidence.digests(then)
    values = evaluate(asked.values(), ledger)
    result = []
    for index, facts in enumerate(edition_facts["figures"]):
        if index not in asked:
            result.append(Moved(index, facts, "", GONE))
            continue
        one = asked[index]
        moved = Moved(index, facts, headline(one.figure, values[one]))
        compare(moved, one, behind.get(one, ()), edition_facts["rows"], stored)
        if moved.is_other_value or moved.count:
            result.append(moved)
    return result


def compare(moved, asked, lists, digests_then, digests_now):
    """Fill in which rows came, went or changed behind one figure."""
    labels = evidence.models_of(asked)
    recorded = dict(enumerate(moved.facts["records"]))
    for index, label in enumerate(labels):
        now = dict(lists[index]) if index < len(lists) else {}
        then = dict(map(tuple, recorded[index]["rows"])) if index in recorded else {}
        known, current = digests_then.get(label, {}), digests_now.get(label, {})
        moved.came += [(label, pk) for pk in now.keys() - then.keys()]
        moved.went += [(label, pk) for pk in then.keys() - now.keys()]
        moved.changed += [
            (label, pk)
            for pk in now.keys() & then.keys()
            if current.get(pk) != known.get(str(pk)) or now[pk] != then[pk]
        ]
    for rows in (moved.came, moved.went, moved.changed):
        rows[:] = sorted(set(rows))
