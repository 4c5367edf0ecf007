"""The columns in which the records behind a number are shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Shown:
    """Columns as (label, function of a row), the relations they need, and the visible rows.

    `decided` are those of the columns that say why a row counts or not: a card says them too.
    """

    columns: tuple
    related: tuple = ()
    visible: Callable | None = None
    prefetch: tuple = ()
    owner: str = ""
    is_personal: bool = False
    decided: tuple = ()

    def visible_rows(self, queryset, user):
        """The rows of `queryset` that `user` may see; denied unless the model says otherwise."""
        visible = self.visible or (lambda rows, reader: rows.visible_to(reader))
        return visible(queryset, user)

    def prepare(self, queryset):
        rows = queryset
        if self.related:
            rows = rows.select_related(*self.related)
        return rows.prefetch_related(*self.prefetch)

    def headings(self):
        """What the columns are called, those of numbers as Digits."""
        return [Digits(label) if is_of_numbers(column) else label for label, column in self.columns]

    def cell(self, column, row):
        """What a column, a pair (label, function), says of a row; a number as Digits, a day as Dated."""
        text = column[1](row)
        if is_of_numbers(column[1]):
            return Digits(text)
        return Dated(text) if DAY.fullmatch(text) else text

    def reasons(self, row):
        """What decided whether the row counts, each with the name of its column: 答复日期 2022-06-07."""
        told = ((label, column(row)) for label, column in self.decided)
        return [f"{label} {text}" for label, text in told if text]


class Digits(str):
    """A text in a column of numbers: pages set it to the right."""

    is_number = True


class Dated(str):
    """A day, which pages keep on one line."""

    is_day = True


class Text:
    """A column that shows an attribute, or its display words where it is a choice.

    `value` gives a day or an amount as such, for a spreadsheet.
    """

    is_number = False

    def __init__(self, path):
        *self.way, self.name = path.split(".")

    def value(self, row):
        for name in self.way:
            row = getattr(row, name)
        display = getattr(row, f"get_{self.name}_display", None)
        return display() if display else getattr(row, self.name)

    def __call__(self, row):
        value = self.value(row)
        return "" if value is None else str(value)


class Amount(Text):
    """An attribute that is a number."""

    is_number = True


class Told(Text):
    """What `tell`, a function of a row, says: a text, a day, or None."""

    def __init__(self, tell):
        self.value = tell


class CountedDays(Told):
    """A number of days that `tell` counts of a row, or None."""

    is_number = True


def is_of_numbers(column):
    return getattr(column, "is_number", False)


class KnownDay(Text):
    """A day; or its words, where the attribute `doubt` says that the day itself is not known."""

    def __init__(self, path, doubt, words):
        super().__init__(path)
        self.doubt, self.words = doubt, words

    def value(self, row):
        return getattr(row, self.words if getattr(row, self.doubt) else self.name)
