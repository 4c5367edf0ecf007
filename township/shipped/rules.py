"""The deadline rules that come with the program, as rows that are not stored yet."""

from township.models import DeadlineRule
from township.shipped.content import content

COLUMNS = ("event", "amount", "complex_amount", "unit", "article", "starts_on", "ended_on")


def shipped_rules(own_from):
    """Every DeadlineRule that comes with the program; what a town sets itself holds from `own_from`."""
    return [
        made(row, level, own_from) for row in content("rules")["rule"] for level in row["levels"]
    ]


def made(row, level, own_from):
    columns = {"starts_on": own_from} | {name: row[name] for name in COLUMNS if name in row}
    return DeadlineRule(level=level, **columns)
