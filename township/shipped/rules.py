"""The deadline rules that come with the program, as rows that are not stored yet."""

from dataclasses import dataclass

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from township.models import DeadlineRule, Level
from township.shipped.content import content
from township.spans import today

COLUMNS = ("event", "amount", "complex_amount", "unit", "article", "starts_on", "ended_on")


def shipped_rules(own_from):
    """Every DeadlineRule that comes with the program; what a town sets itself holds from `own_from`."""
    return [
        made(row, level, own_from) for row in content("rules")["rule"] for level in row["levels"]
    ]


def made(row, level, own_from):
    columns = {"starts_on": own_from} | {name: row[name] for name in COLUMNS if name in row}
    return DeadlineRule(level=level, **columns)


def rules_of_law():
    """Those of shipped_rules that a law lays down."""
    rows = content("rules")["rule"]
    return [made(row, level, None) for row in rows if not row.get("own") for level in row["levels"]]


def proposal(level, event):
    """The rule of today for `event` at `level` as it comes with the program, or None."""
    fit = (
        row for row in shipped_rules(own_from=today()) if (row.level, row.event) == (level, event)
    )
    return next((row for row in fit if row.covers(today())), None)


@dataclass(frozen=True)
class LawOffer:
    """The rules of law for one event at one level that a town lacks, and could add with one button."""

    level: str
    event: str
    rules: list

    @property
    def name(self):
        return f"{Level(self.level).label}“{DeadlineRule.Event(self.event).label}”"

    @property
    def article(self):
        return self.rules[-1].article

    @property
    def words(self):
        return "；".join(f"{rule.starts_on}起：{in_words(rule)}" for rule in self.rules)


def in_words(rule):
    longer = f"，复杂的{rule.length(is_complex=True)}" if rule.complex_amount else ""
    return f"{rule.length()}{longer}（{rule.article}）"


def offers():
    """A LawOffer for each event of which no rule of the town is in force today; one statement."""
    stored, found = list(DeadlineRule.objects.all()), {}
    for rule in rules_of_law():
        mine = [row for row in stored if (row.level, row.event) == (rule.level, rule.event)]
        if rule.ended_on is None:  # it takes over where the town's own has ended
            rule.starts_on = max([rule.starts_on, *(row.ended_on for row in mine if row.ended_on)])
        if not any(row.covers(today()) or meets(rule, row) for row in mine):
            found.setdefault((rule.level, rule.event), []).append(rule)
    return [LawOffer(*pair, rules) for pair, rules in found.items()]


def meets(one, other):
    """True where the spans of two rules share a day."""
    begins = other.ended_on is None or one.starts_on < other.ended_on
    return begins and (one.ended_on is None or other.starts_on < one.ended_on)


@transaction.atomic
def adopt(level, event, *, by):
    """Store the rules of law for `event` at `level`; the LawOffer that was taken, None where none is left."""
    offer = next((one for one in offers() if (one.level, one.event) == (level, event)), None)
    if offer:
        bulk_create_with_history(offer.rules, DeadlineRule, default_user=by)
    return offer
