"""The frame of a town: its names, places, terms, law and calendar."""

from township.models.law import (
    DeadlineRule,
    DeadlineRuleQuerySet,
    Holiday,
    add_months,
    add_workdays,
)
from township.models.levels import Level
from township.models.names import (
    CountyKind,
    TownKind,
    TownName,
    current_town_name,
    place_names,
    town_name,
    town_names,
)
from township.models.places import Department, LedgerStart, Liaison, Topic, Village
from township.models.start import SetAside
from township.models.terms import Term, TermQuerySet
from township.models.town import Town, is_local

__all__ = [
    "CountyKind",
    "DeadlineRule",
    "DeadlineRuleQuerySet",
    "Department",
    "Holiday",
    "LedgerStart",
    "Level",
    "Liaison",
    "SetAside",
    "Term",
    "TermQuerySet",
    "Topic",
    "Town",
    "TownKind",
    "TownName",
    "Village",
    "add_months",
    "add_workdays",
    "current_town_name",
    "is_local",
    "place_names",
    "town_name",
    "town_names",
]
