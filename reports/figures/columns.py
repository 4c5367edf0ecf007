"""The columns in which the records behind a number are shown."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """Columns as (label, function of a row), the relations they need, and the visible rows."""

    columns: tuple
    related: tuple = ()
    visible: Callable | None = None
    prefetch: tuple = ()
    owner: str = ""
    is_personal: bool = False

    def visible_rows(self, queryset, user):
        """The rows of `queryset` that `user` may see; denied unless the model says otherwise."""
        visible = self.visible or (lambda rows, reader: rows.visible_to(reader))
        return visible(queryset, user)

    def prepare(self, queryset):
        rows = queryset
        if self.related:
            rows = rows.select_related(*self.related)
        return rows.prefetch_related(*self.prefetch)


class Text:
    """A column that shows an attribute, or its display words where it is a choice.

    `value` gives a day or an amount as such, for a spreadsheet.
    """

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


class KnownDay(Text):
    """A day; or its words, where the attribute `doubt` says that the day itself is not known."""

    def __init__(self, path, doubt, words):
        super().__init__(path)
        self.doubt, self.words = doubt, words

    def value(self, row):
        return getattr(row, self.words if getattr(row, self.doubt) else self.name)
