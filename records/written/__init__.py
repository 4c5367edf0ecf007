"""How an office writes days, names and numbers, and the one form in which each is kept.

Each reader takes what was typed, pasted or found in a cell, and returns it in its normal form. It raises
a ValidationError that says what would be right. Forms, searches and the login read by these.
"""

from records.written.characters import plain
from records.written.days import (
    DAY_UNKNOWN,
    Month,
    Stretch,
    read_day,
    read_month,
    read_roughly,
    stretch_in_words,
)
from records.written.groups import read_group
from records.written.marks import read_mark
from records.written.names import names_in, normal, search_key, spaced
from records.written.phones import read_phones

__all__ = [
    "DAY_UNKNOWN",
    "Month",
    "Stretch",
    "names_in",
    "normal",
    "plain",
    "read_day",
    "read_group",
    "read_mark",
    "read_month",
    "read_phones",
    "read_roughly",
    "search_key",
    "spaced",
    "stretch_in_words",
]
