"""定稿后变动: what the records say now that they did not say when the edition was closed.

Apart from it stands 口径已变: a figure that was defined anew since then counts other rows although no
record changed. What of its rows was altered is said all the same.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import zip_longest

from django.utils.timezone import localdate

from reports.asking.registry import Asked, Behaviour, figure_called
from reports.asking.spelling import said_name
from reports.counting.evaluate import Ledger, evaluate
from reports.counting.sentences import headline
from reports.since import evidence
from township.spans import Period
from township.words import say, speaking_on

GONE = "这个数字在目录里已经没有，或者改了名。"


@dataclass
class Moved:
    """One figure of an edition: what it said, what it would say now, and which rows made that.

    `came`, `went` and `changed` are lists of (label of the model, pk). Of a figure that was defined
    anew, `counted` and `left_out` are the rows that come and go without having been altered.
    """

    index: int
    facts: dict
    now: str
    is_other_value: bool = True
    note: str = ""
    redefined: tuple = ()
    came: list = field(default_factory=list)
    went: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    counted: list = field(default_factory=list)
    left_out: list = field(default_factory=list)

    @property
    def name(self):
        return title_of(self.facts)

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
    def is_drift(self):
        """True where records made the difference: of what is defined anew only what they tell."""
        is_unexplained = self.is_other_value and not self.redefined
        return bool(self.note or self.count or is_unexplained)

    @property
    def count(self):
        return len(self.came) + len(self.went) + len(self.changed)


def name_of(facts):
    member = facts["member"]
    return f"{facts['name']}（{member}）" if member else facts["name"]


def title_of(facts):
    """The name of a figure of an edition in the words of the town, as they were in its period."""
    with speaking_on(period_of(facts).last_day):
        return said_name(name_of(facts))


def meaning_of(facts):
    """What it counted, in those words."""
    return say(facts["definition"], on=period_of(facts).last_day)


def period_of(facts):
    last = date.fromisoformat(facts["last_day"])
    return Period(date.fromisoformat(facts["starts_on"]), last + timedelta(days=1))


def closing_day(facts, edition):
    """The day of record of the report that was closed (`facts` are those of `edition`)."""
    return day_of(facts["report"], edition)


def day_of(facts, edition):
    """The day of record of a figure of `edition`, or of all of it. Before there was one, states were
    as they stood when it was closed; what stands at the end of a period was counted on that day.
    """
    if told := facts.get("day"):
        return date.fromisoformat(told)
    closed_on = localdate(edition.made_at)
    is_stock = facts.get("behaviour") == Behaviour.STOCK.value
    return min(closed_on, date.fromisoformat(facts["last_day"])) if is_stock else closed_on


def asked_of(facts, day):
    """The Asked that a figure of an edition was, or None where the registry has it no more."""
    figure = figure_called(facts["name"])
    if figure is None or (facts["member"] and figure.dimension is None):
        return None
    asked = Asked(figure, period_of(facts), facts["member"], day)
    return asked if not facts["member"] or is_known(asked) else None


def is_known(asked):
    """False where the member is a choice that a later version calls otherwise, or has no more."""
    try:
        asked.querysets()
    except KeyError:
        return False
    return True


def asked_in(edition, edition_facts):
    """{place: Asked} of the figures of an edition that still are figures."""
    asked = {
        index: asked_of(facts, day_of(facts, edition))
        for index, facts in enumerate(edition_facts["figures"])
    }
    return {index: known for index, known in asked.items() if known is not None}


def moved_of(index, facts, asked, values):
    """The Moved of one figure as its value tells: without its rows."""
    if asked is None:
        return Moved(index, facts, "", note=GONE)
    since = facts.get("revision", 0)  # editions of the first form knew of none
    return Moved(
        index, facts, headline(asked.figure, values[asked]), is_other(facts, values[asked]),
        redefined=tuple(map(say, asked.figure.redefined[since:])),
    )  # fmt: skip


def is_other(facts, value):
    """True where `value` is not the stored one. How it is said may change with the version."""
    number = None if facts["number"] is None else Decimal(facts["number"])
    then = number, facts["n"], facts["total"], tuple(facts["names"]), facts["is_missing"]
    return then != (value.number, value.n, value.total, value.names, value.is_missing)


def values_moved(edition, ledger=None, values=None, facts=None):
    """The Moved of the figures that say something else now; without their rows.

    `values` ({Asked: Value}) are known already, and so may be the `facts` of the edition; a
    statement for each 32 of the other values.
    """
    edition_facts = facts or edition.facts
    known, asked = dict(values or {}), asked_in(edition, edition_facts)
    known |= evaluate([a for a in asked.values() if a not in known], ledger)
    moved = [
        moved_of(index, facts, asked.get(index), known)
        for index, facts in enumerate(edition_facts["figures"])
    ]
    return [one for one in moved if one.is_other_value]


def rows_moved(edition):
    """The Moved of every figure that says something else, stands on other or altered rows, or was
    defined anew.
    """
    facts, ledger = edition.facts, Ledger.load()
    asked = asked_in(edition, facts)
    behind = evidence.rows_behind(set(asked.values()), ledger)
    values = evaluate(asked.values(), ledger)
    proofs = evidence.proofs_in(facts, edition.rebased)
    altered = evidence.altered(evidence.tellable(proofs))
    result = []
    for index, told in enumerate(facts["figures"]):
        moved = moved_of(index, told, asked.get(index), values)
        if index in asked:
            compare(moved, asked[index], behind.get(asked[index], ()), altered)
        if moved.is_drift or moved.redefined:
            result.append(moved)
    return result


def compare(moved, asked, lists, altered):
    """Fill in which rows came, went or changed behind one figure."""
    recorded = [(entry["model"], entry["rows"]) for entry in moved.facts["records"]]
    counted = list(zip(evidence.models_of(asked), lists, strict=False))
    for then, now in zip_longest(map(keyed, recorded), map(keyed, counted), fillvalue={}):
        moved.came += now.keys() - then.keys()
        moved.went += then.keys() - now.keys()
        moved.changed += changed(then, now, altered, is_redefined=bool(moved.redefined))
    if moved.redefined:
        leave_to_definition(moved, altered)
    for rows in (moved.came, moved.went, moved.changed, moved.counted, moved.left_out):
        rows[:] = sorted(set(rows))


def keyed(told):
    """{(label, pk): what the row adds} of a model's label and its rows (pairs of the two)."""
    label, rows = told
    return {(label, pk): amount for pk, amount in rows}


def changed(then, now, altered, *, is_redefined):
    """The keys in both that were altered, or add something else where that is asked as before."""
    return [
        key
        for key in then.keys() & now.keys()
        if key in altered or (then[key] != now[key] and not is_redefined)
    ]


def leave_to_definition(moved, altered):
    """Part what comes and goes by the new definition from what was altered.

    Of a row that the edition never saw nobody can say whether the old definition had counted it.
    """
    moved.counted, moved.came = moved.came, []
    moved.left_out = [key for key in moved.went if key not in altered]
    moved.went = [key for key in moved.went if key in altered]


def untold(edition):
    """The models, by label, of which rows have lost a column: whether they were altered is unknown."""
    proofs = evidence.proofs_in(edition.facts, edition.rebased)
    told = evidence.tellable(proofs)
    return [label for label, rows in proofs.items() if len(told[label]) < len(rows)]
