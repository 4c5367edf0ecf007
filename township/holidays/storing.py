"""What is to be stored beside the table: what is new, what would change, which years are missing."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from township.holidays.published import published_rows, published_years
from township.holidays.reading import WEEKDAYS, NoticeDay
from township.models import Holiday, LedgerStart
from township.rulebook import years_with_holidays
from township.spans import today


@dataclass(frozen=True)
class DayChange:
    """A NoticeDay, the Holiday that is stored of that day (or None), and what that said, in words."""

    told: NoticeDay
    stored: Holiday | None
    before: str

    @property
    def after(self):
        return f"{self.kind}（{self.told.name}）"

    @property
    def is_new(self):
        return not self.before

    @property
    def is_changed(self):
        return bool(self.before) and self.before != self.after

    @property
    def kind(self):
        return Holiday.Kind(self.told.kind).label

    @property
    def weekday(self):
        return f"星期{WEEKDAYS[self.told.day.weekday()]}"


@dataclass(frozen=True)
class Comparison:
    """All days of a notice beside the table, and how many other days it has of these years."""

    changes: list
    others: int

    @property
    def new(self):
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self):
        return [change for change in self.changes if change.is_changed]

    @property
    def mark(self):
        """Names what was shown: other days, or another table meanwhile, have another mark."""
        said = [(change.told.day, change.after, change.before) for change in self.changes]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:20]


def compared(days):
    """The Comparison of `days` (NoticeDays) with the table; one statement."""
    years = {one.day.year for one in days}
    rows = {row.day: row for row in Holiday.objects.filter(day__year__in=years)}
    changes = [DayChange(one, row := rows.get(one.day), said(row)) for one in days]
    return Comparison(changes, len(rows.keys() - {one.day for one in days}))


def said(row):
    return f"{row.get_kind_display()}（{row.name}）" if row else ""


@transaction.atomic
def store_notice(days, *, by):
    """Add the days that are new, and change those that the table has otherwise; the Comparison of before."""
    found = compared(days)
    add([Holiday(**vars(change.told)) for change in found.new], by)
    moved = [change.stored for change in found.changed]
    for change in found.changed:
        change.stored.kind, change.stored.name = change.told.kind, change.told.name
    if moved:
        bulk_update_with_history(moved, Holiday, ["kind", "name"], default_user=by)
    return found


def add(rows, by):
    if rows:
        bulk_create_with_history(rows, Holiday, default_user=by)


# Whole years that are published and not in the table.


def years_offered():
    """The published years since the ledger begins of which the table has no day; two statements."""
    first = LedgerStart.objects.order_by("complete_from").values_list("complete_from", flat=True)
    begin = min(first.first() or today(), today()).year
    known = years_with_holidays()
    return [year for year in published_years() if year >= begin and year not in known]


@transaction.atomic
def add_years_offered(*, by):
    """Add what is published of the years that are missing; these years. Nothing is overwritten."""
    years = years_offered()
    add(published_rows(set(years)), by)
    return years
