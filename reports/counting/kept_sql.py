"""The SQL of what is counted, kept as text: Django writes it once for each kind of question, not for
each page.

Nine tenths of what a report cost was Django writing the same statements again. What is kept is text
with places for the days; a value is never kept, so no number can be old.

A question is of the kind of another where everything that decides about its text is the same: what
is asked (of a figure, with the member), the calendar days on which the period begins and ends, and how its days, the
day of record and today lie to each other. Where the days stand in the
text is found out, not declared: when a second of its kind is asked, the first is written about days
far ahead and far back too (`moved`), and what then differs in more than days is written anew each time.
"""

import datetime
from collections.abc import Callable
from contextlib import contextmanager
from itertools import product
from typing import NamedTuple

from django.db import connections, router
from django.db.models import Field, Value

from township.models import Town
from township.spans import Period, supposed_today, today

CHUNK = 32  # in one statement: one giant is slower, since planning grows faster than its columns
MOST = 4_000  # kinds of questions that are kept; then they are forgotten, and begun anew
CYCLE = 400  # years after which the calendar is the same, with its weekdays and leap years
NEAR = 3  # days: what lies closer together is moved together
NEVER = object()


class Days(NamedTuple):
    """The days that a text may name."""

    start: datetime.date
    end: datetime.date
    record: datetime.date
    today: datetime.date

    @classmethod
    def of(cls, period, record):
        return cls(*period, record, today())

    @property
    def period(self):
        return Period(self.start, self.end)


class DayPlace(NamedTuple):
    """A parameter that is one of the Days (by its index), or the day before or after it.

    In SQL of our own it stands as a date, elsewhere as Django writes dates for the database.
    """

    index: int
    offset: int
    is_plain: bool

    def parameter(self, days, connection):
        day = days[self.index] + datetime.timedelta(days=self.offset)
        return day if self.is_plain else connection.ops.adapt_datefield_value(day)


PLACES = [DayPlace(*each) for each in product(range(4), (0, -1, 1), (False, True))]


class KeptColumn(NamedTuple):
    """The SQL of one column and its parameters: values, and DayPlaces once it is kept."""

    sql: str
    parameters: tuple
    field: Field


class Subject(NamedTuple):
    """What is asked, in a word that has a hash; about which Days; and what writes it, a function of Days
    that returns expressions.
    """

    what: tuple
    days: Days
    write: Callable


class FirstText(NamedTuple):
    """What was written of a kind that was met once: about these Days."""

    columns: list
    days: Days


# {kind: FirstText, or a list of Columns with DayPlaces, or NEVER}
KEPT = {}


def ask(subjects):
    """What the database answers to `subjects` ({key: Subject}), as {key: [value]}; 32 of them a statement."""
    keys, answers = list(subjects), {}
    if not keys:
        return answers
    with Town.read_once() as reading:
        writer = Writer(reading)
        columns = {key: writer.columns(subjects[key]) for key in keys}
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        values = iter(writer.answers([column for key in part for column in columns[key]]))
        answers |= {key: [next(values) for _ in columns[key]] for key in part}
    return answers


class Writer:
    """Has columns written, or takes the text that is kept; asks for nothing.

    What the settings of the town decide about (`reading`, of Town.read_once) is never kept.
    """

    def __init__(self, reading):
        self.connection = connections[router.db_for_read(Town)]
        self.reading = reading

    def columns(self, subject):
        """The Columns of a Subject, with values for parameters."""
        days, kind = subject.days, self.kind(subject)
        known = KEPT.get(kind)
        if isinstance(known, FirstText):
            known = self.placed(subject, known) or NEVER
            self.keep(kind, known)
        if isinstance(known, list):
            return [self.filled(column, days) for column in known]
        columns, is_fixed = self.written(subject)
        if known is None:
            self.keep(kind, FirstText(columns, days) if is_fixed else NEVER)
        return columns

    def kind(self, subject):
        days = subject.days
        pairs = ((a, b) for index, a in enumerate(days) for b in days[index + 1 :])
        lie = tuple(max(-NEAR, min(NEAR, (b - a).days)) for a, b in pairs)
        start, end = days.start, days.end
        calendar = (start.month, start.day, end.month, end.day, end.year - start.year)
        return self.connection.alias, self.connection.vendor, subject.what, lie, calendar

    def keep(self, kind, known):
        if len(KEPT) >= MOST:
            KEPT.clear()
        KEPT[kind] = known

    def written(self, subject):
        """(the Columns as Django writes them about its days, whether nothing else decides about them).

        What the database was asked for while a text was written may be in it, and what was set too.
        """
        times = self.reading.times
        days = subject.days
        with supposed_today(days.today), told_of_statements(self.connection) as statements:
            named = {f"c{index}": column for index, column in enumerate(subject.write(days))}
            query = Town.objects.using(self.connection.alias).order_by().values(**named).query
            compiler = query.get_compiler(connection=self.connection)
            compiler.pre_sql_setup()
        columns = [
            KeptColumn(sql, tuple(parameters), expression.output_field)
            for expression, (sql, parameters), _ in compiler.select
        ]
        return columns, not statements and self.reading.times == times

    def placed(self, subject, draft):
        """The Columns of `draft` with DayPlaces where they name days; None where that cannot be."""
        about = [draft.days, moved(draft.days), moved(draft.days, back=True)]
        others = (self.written(subject._replace(days=days)) for days in about[1:])
        texts = [draft.columns, *(columns for columns, _ in others)]
        if len({tuple(column.sql for column in text) for text in texts}) > 1:
            return None
        columns = []
        for alike in zip(*texts, strict=True):
            values = zip(*(column.parameters for column in alike), strict=True)
            places = [self.place(each, about) for each in values]
            if NEVER in places:
                return None
            columns.append(alike[0]._replace(parameters=tuple(places)))
        return columns

    def place(self, values, about):
        """What stands in a text `about` these Days and those: the value where it is always the same, the
        DayPlace where it moves with them, else NEVER.
        """
        if values[0] == values[1] == values[2]:
            return values[0]
        fits = (
            place
            for place in PLACES
            if values == tuple(place.parameter(days, self.connection) for days in about)
        )
        return next(fits, NEVER)

    def filled(self, column, days):
        parameters = tuple(
            each.parameter(days, self.connection) if isinstance(each, DayPlace) else each
            for each in column.parameters
        )
        return column._replace(parameters=parameters)

    def answers(self, columns):
        """What the database answers to `columns`, in one statement."""
        parameters = [each for column in columns for each in column.parameters]
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(column.sql for column in columns)}", parameters)
            row = cursor.fetchone()
        pairs = zip(columns, row, strict=True)
        return [self.converted(column.field, value) for column, value in pairs]

    def converted(self, field, value):
        """`value` as Django gives it: a Decimal of a sum, on SQLite too."""
        stand_in = Value(None, output_field=field)
        known = self.connection.ops.get_db_converters(stand_in)
        for convert in known + stand_in.get_db_converters(self.connection):
            value = convert(value, stand_in, self.connection)
        return value


def moved(days, *, back=False):
    """Other Days of the same kind, far ahead (or `back`) and, where they are not near, from each other."""
    years, far, last = {}, 0, None
    for day in sorted(days, reverse=back):
        if last is None or abs((day - last).days) >= NEAR:
            far += -CYCLE if back else CYCLE
        years[day], last = far, day
    return Days(*(day.replace(year=day.year + years[day]) for day in days))


@contextmanager
def told_of_statements(connection):
    """A list that fills with what is asked of the database meanwhile."""
    statements = []

    def note(execute, sql, parameters, many, context):
        statements.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield statements
