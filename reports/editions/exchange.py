"""An edition as JSON for the county: figures and what they mean. Personal data stays in the town.

The form is docs/edition.schema.json. What goes out is listed here by name, so that nothing that
an edition may hold later goes out by itself. What is counted of one person is not sent at all.
"""

from datetime import UTC

from reports.asking.registry import Shape
from reports.since import drift

SCHEMA = "hemao-exchange/2"
REPORT = ("kind", "kind_name", "year", "starts_on", "last_day", "title")
FIGURE = (
    "name", "member", "group", "unit", "definition", "behaviour", "shape", "starts_on", "last_day",
    "said", "number", "n", "total", "is_missing",
)  # fmt: skip
RULE = ("level", "event", "amount", "complex_amount", "unit", "article", "starts_on", "ended_on")


def export(edition, successor=None):
    """The dict that is sent as JSON for `edition`, which `successor` (an Edition) may have corrected."""
    facts = edition.facts
    return {
        "schema": SCHEMA,
        "town": facts["town"],
        "report": {name: facts["report"][name] for name in REPORT}
        | day_of(facts["report"], edition),
        "edition": {
            "number": edition.number,
            "made_at": edition.made_at.astimezone(UTC).isoformat(),
            "digest": edition.digest,
            "is_correction": edition.number > 1,
            "superseded_by": successor.number if successor else None,
        },
        "figures": [
            figure(entry) | day_of(entry, edition)
            for entry in facts["figures"]
            if not entry["is_of_a_person"]
        ],
        "rules": [{name: rule[name] for name in RULE} for rule in facts["rules"]],
    }


def day_of(entry, edition):
    """The day of record of a report or a figure, as it is sent."""
    return {"day": str(drift.day_of(entry, edition))}


def figure(entry):
    """One figure. A list of names says how many they are: names may be those of people."""
    sent = {name: entry[name] for name in FIGURE}
    sent["has_baseline"] = bool(entry["sources"])
    if entry["shape"] == Shape.NAMES.value:
        sent["said"], sent["number"] = f"{len(entry['names'])}", str(len(entry["names"]))
    return sent
