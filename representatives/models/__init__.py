"""Deputies, households and what was heard and seen there: the rows, and what must be true of them."""

from representatives.models.deputies import Constituency, Deputy, Mandate, Person
from representatives.models.households import (
    Assignment,
    Category,
    CategoryName,
    Household,
    HouseholdCategory,
    households_wanted,
    rhythm,
)
from representatives.models.visits import Opinion, Visit, VisitPhoto

__all__ = [
    "Assignment",
    "Category",
    "CategoryName",
    "Constituency",
    "Deputy",
    "Household",
    "HouseholdCategory",
    "Mandate",
    "Opinion",
    "Person",
    "Visit",
    "VisitPhoto",
    "households_wanted",
    "rhythm",
]
