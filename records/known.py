"""Rules that look at other rows, asked of the database or, where many rows are planned at once, of
memory.

A rule asks `near(row, Assignment, household=pk)` and goes on with what queries of spans can:
`overlapping`, `in_force`, `exclude`, `first`. A form gets a queryset. A table of ten thousand rows would
ask as many times; it has the rows in its books, stored ones and planned ones, and gets those.
"""

from functools import cache


def near(row, model, **wanted):
    """The standing rows of `model` whose columns say `wanted`: a queryset, or KnownRows."""
    books = getattr(row, "books", None)
    return model.objects.filter(**wanted) if books is None else books.near(model, **wanted)


def is_planned(row):
    """Whether `row` is one of many that are planned at once: what it stands on was locked before."""
    return getattr(row, "books", None) is not None


class KnownRows(list):
    """Rows in memory that answer as a queryset of spans does."""

    def overlapping(self, start, end):
        return KnownRows(
            row for row in self
            if (end is None or row.starts_on < end) and (row.ended_on is None or row.ended_on > start)
        )  # fmt: skip

    def in_force(self, day):
        return KnownRows(row for row in self if row.covers(day))

    def filter(self, **wanted):
        return KnownRows(row for row in self if says(row, wanted))

    def exclude(self, **unwanted):
        return KnownRows(row for row in self if not says(row, unwanted))

    def select_related(self, *names):
        return self

    def order_by(self, *names):
        raise NotImplementedError("sort rows in memory where the order is known")

    def first(self):
        return self[0] if self else None

    def exists(self):
        return bool(self)


def says(row, wanted):
    """Whether the columns of `row` say all that is `wanted`: {column or pk__in: value or row}."""
    return all(
        row.pk in value if name == "pk__in" else value_of(row, name) == key_of(value)
        for name, value in wanted.items()
    )


def value_of(row, name):
    return getattr(row, attname_of(type(row), name))


@cache
def attname_of(model, name):
    return model._meta.pk.attname if name == "pk" else model._meta.get_field(name).attname


def key_of(value):
    return value.pk if hasattr(value, "_meta") else value
