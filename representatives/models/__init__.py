"""Deputies and their mandates, households and who keeps in touch with them, visits, opinions."""

from representatives.models.categories import Category, CategoryName, households_wanted
from representatives.models.deputies import Constituency, Deputy, Mandate, Person
from representatives.models.households import (
    Assignment,
    Household,
    HouseholdCategory,
    rhythm,
)
from representatives.models.merges import Merge
from representatives.models.opinions import Opinion
from representatives.models.visits import Visit, VisitPhoto

__all__ = [
    "Assignment",
    "Category",
    "CategoryName",
    "Constituency",
    "Deputy",
    "Household",
    "HouseholdCategory",
    "Mandate",
    "Merge",
    "Opinion",
    "Person",
    "Visit",
    "VisitPhoto",
    "households_wanted",
    "rhythm",
]
