"""The rows that a plan looks at: what is stored, read in few statements, and what is planned itself."""

from collections import defaultdict
from contextlib import contextmanager

from records.known import KnownRows, key_of, value_of

# So many keys in one statement: PostgreSQL and SQLite take as many without a plan of another kind.
AT_ONCE = 1000


class Books:
    """Rows by a column: `near(Assignment, household=3)`. Planned rows have negative keys.

    A rule of a model asks here instead of the database (records.known). What was never loaded is
    asked of the database after all: right, but one statement each time.
    """

    def __init__(self):
        self.shelves = {}  # {(model, column): {value: rows}}
        self.rows = {}  # {(model, key): row}: on every shelf the same one, so that a change is seen there
        self.complete = set()  # shelves of which every row was read
        self.drafts = []
        self.planned = 0

    def load(self, model, column, values, related=()):
        """Read the standing rows of `model` whose `column` has one of `values`; returns them."""
        shelf = self.shelves.setdefault((model, column), defaultdict(KnownRows))
        wanted = sorted({value for value in values if value is not None}, key=str)
        wanted = [value for value in wanted if value not in shelf]
        found = []
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            rows = model.objects.filter(**{f"{column}__in": some}).select_related(*related)
            found += rows
            for value in some:
                shelf[value]  # known to have none
        return self.put(shelf, column, found)

    def load_all(self, model, column, related=()):
        """Read all standing rows of `model`, of which there are few; returns them."""
        shelf = defaultdict(KnownRows)
        self.shelves[model, column] = shelf
        self.complete.add((model, column))
        return self.put(shelf, column, model.objects.select_related(*related))

    def file(self, model, column, rows, values):
        """Let `rows`, which are read already, be found by `column` as well: they are all there are
        with one of `values`. One row is then one object, whichever way it is found.
        """
        shelf = self.shelves.setdefault((model, column), defaultdict(KnownRows))
        for value in values:
            shelf[value]  # known to have none
        self.put(shelf, column, rows)

    def move(self, row, column, old):
        """Find `row`, which said `old` in `column`, by what it says now."""
        shelf = self.shelves.get((type(row), column))
        if shelf is None:
            return
        before, now = key_of(old), value_of(row, column)
        if before in shelf:
            shelf[before][:] = [other for other in shelf[before] if other is not row]
        if now in shelf or self.is_planned(now):
            shelf[now].append(row)

    def put(self, shelf, column, rows):
        rows = [self.rows.setdefault((type(row), row.pk), row) for row in rows]
        for row in rows:
            row.books = self
            shelf[value_of(row, column)].append(row)
        return rows

    def near(self, model, **wanted):
        """The rows of `model` that say `wanted`; the first column is the one they are found by."""
        column, value = next(iter(wanted.items()))
        shelf = self.shelves.get((model, column))
        value = key_of(value)
        is_known = (model, column) in self.complete or self.is_planned(value)
        if shelf is None or (value not in shelf and not is_known):
            return model.objects.filter(**wanted)
        rows = shelf.get(value, KnownRows())
        return rows.filter(**wanted) if len(wanted) > 1 else rows

    def is_planned(self, value):
        return isinstance(value, int) and value < 0

    def add(self, row):
        """Take in a row that is planned: it gets a key, and is found by every column there is."""
        row.books = self
        if row.pk is None:
            self.planned += 1
            row.pk = -self.planned
        self.drafts.append(row)
        self.shelve(row)

    def shelve(self, row):
        for (model, column), shelf in self.shelves.items():
            if type(row) is model:
                shelf[value_of(row, column)].append(row)

    @contextmanager
    def draft(self):
        """What is added inside goes again where it ends in an error."""
        before = len(self.drafts)
        try:
            yield
        except Exception:
            for row in self.drafts[before:]:
                self.forget(row)
            raise
        finally:
            del self.drafts[before:]

    def forget(self, row):
        for (model, column), shelf in self.shelves.items():
            if type(row) is model:
                rows = shelf[value_of(row, column)]
                rows[:] = [other for other in rows if other is not row]
