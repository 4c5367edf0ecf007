"""What a kind of table is: its columns, what it asks, and how its rows become records.

A kind is a declaration and a planner. The planner loads what its rows name, in few statements, and then
plans them one after another: `create` and `change` ask the rules of the models, `ValidationError`
makes the row wrong, `Doubt` asks the clerk to choose.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.functional import cached_property

from imports.books import Books
from imports.kinds.cells import shown
from imports.kinds.words import key_of
from imports.models import RowState
from records.base import Record
from records.constraints import broken_checks
from records.written.numbers import without_links
from township.words import say


@dataclass(frozen=True)
class Column:
    """A column of a table: what it is called, and how a cell of it is read.

    `read` takes a value of a cell (str, int, float, bool or an ISO day) and raises ValidationError with
    the sentence of the form. `also` are other words that head it; `looks` what its values look
    like (imports.reading.looks_like).
    """

    name: str
    heading: str
    read: Callable
    also: tuple = ()
    looks: str = ""
    is_required: bool = False
    example: str = ""
    hint: str = ""
    choices: Callable | tuple = ()  # for a drop-down

    def offers(self):
        """The words of a drop-down: the labels of choices, or what is registered now."""
        given = self.choices
        if hasattr(given, "choices"):
            given = given.choices
        elif callable(given):
            given = given()
        labels = [one[1] if isinstance(one, tuple | list) else one for one in given]
        return [say(str(label)) for label in labels if str(label)]


@dataclass(frozen=True)
class Ask:
    """What a table does not say and is asked once for all its rows: a form field, and its default."""

    name: str
    field: Callable  # () -> a form field
    default: Callable = lambda: None
    lasts: bool = True  # whether the next table of the kind is asked with the answer of the last


class Doubt(Exception):
    """A cell can mean several records. `choices`: [(key as text, words)]."""

    def __init__(self, column, sentence, choices):
        super().__init__(sentence)
        self.column, self.sentence, self.choices = column, sentence, choices


@dataclass(slots=True)
class PlannedChange:
    row: object
    column: str
    old: object
    new: object


@dataclass(slots=True)
class Work:
    """What one row of a table does."""

    creates: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    olds: dict = field(default_factory=dict)  # {column of the table: the old value in words}
    news: dict = field(default_factory=dict)  # {column of the table: the new value in words}
    says: list = field(default_factory=list)
    counts: bool = False  # whether one of `creates` is the record that the kind is about
    goes_on: bool = False  # whether a verb took a stored record further

    @property
    def state(self):
        if self.counts:
            return RowState.NEW
        is_changed = self.creates or self.changes or self.goes_on
        return RowState.CHANGED if is_changed else RowState.SAME


@dataclass(slots=True)
class Given:
    """What a row of the table says, read: {column: value} of the cells that say something."""

    values: dict
    chosen: dict = field(default_factory=dict)  # {column: key} of doubts that were settled

    def get(self, name, default=None):
        return self.values.get(name, default)

    def __contains__(self, name):
        return name in self.values

    def of(self, *names):
        """{column: value} of those of `names` about which the row says something."""
        return {name: self.values[name] for name in names if name in self.values}


class Planner:
    """Plans the rows of one table. Each kind has its own `load` and `plan`.

    `is_final` is true of the plan that is stored: what a rule of several rows stands on is locked then,
    before it is read.
    """

    is_final = False

    def __init__(self, kind, answers, by):
        self.kind, self.answers, self.by = kind, answers, by
        self.books = Books()
        self.work = None
        self.done = self.of = 0  # rows, for `tell`, which hears how far it is
        self.tell = lambda done, of: None

    def at_work(self, table):
        """Hook: what stands around the planning of the Import `table`, a context manager."""
        return nullcontext()

    def load(self, rows):
        """Read into the books what `rows` (Given) name: a number of statements that does not grow
        with them but by the thousand."""

    def plan(self, row):
        """Do the work of one row: create, change, say; or raise ValidationError or Doubt."""
        raise NotImplementedError

    def run(self, row):
        """The Work of `row`; what was planned is taken back where it ends in an error."""
        self.work = Work()
        try:
            with self.books.draft():
                self.plan(row)
        except (ValidationError, Doubt):
            for change in reversed(self.work.changes):
                setattr(change.row, change.column, change.old)
                self.books.move(change.row, change.column, change.new)
            raise
        return self.work

    def create(self, row, *, counts=False, told=()):
        """Plan the new record `row`. `counts`: it is what the kind is about."""
        self.books.add(row)
        refuse_bad(row, told)
        self.work.creates.append(row)
        self.work.counts = self.work.counts or counts
        return row

    def change(self, row, values, told=None):
        """Let `row`, stored or planned, say `values`: {column: value}. What it says already is no
        change. `told`: {column of the record: column of the table} where they differ."""
        changed = []
        for column, new in values.items():
            old = getattr(row, column)
            if old == new:
                continue
            setattr(row, column, new)
            self.books.move(row, column, old)
            changed.append(column)
            self.work.changes.append(PlannedChange(row, column, old, new))
            if row.pk > 0:
                name = (told or {}).get(column, column)
                self.work.olds[name] = shown(row, column, old)
                self.work.news[name] = shown(row, column, new)
        if changed:
            refuse_bad(row, told or ())
        return changed

    def say(self, words):
        self.work.says.append(words)


def refuse_bad(row, told=()):
    """Refuse `row` as its form would: its columns, its own rules, and its check constraints.

    `told`: {column of the record: column of the table} where they differ. What the database alone
    knows (that a key exists, that it is the only one) is the planner's to ask.
    """
    errors = {}
    for problem in (row_columns, type(row).clean, row_checks):
        try:
            problem(row)
        except ValidationError as error:
            for column, messages in of_columns(error).items():
                errors.setdefault(dict(told).get(column, column), []).extend(messages)
            break
    if errors:
        raise ValidationError(errors)


def row_columns(row):
    """As clean_fields() has it, for many rows of one model."""
    errors = {}
    for one, is_blank, clean in columns_to_clean(type(row)):
        value = getattr(row, one.attname)
        if is_blank and value in one.empty_values:
            continue
        try:
            setattr(row, one.attname, clean(value, row))
        except ValidationError as error:
            errors[one.name] = error.error_list
    if errors:
        raise ValidationError(errors)


@cache
def columns_to_clean(model):
    """[(field, whether it may be empty, its clean)]."""
    left = left_to_the_planner(model)
    kept = (one for one in model._meta.fields if one.name not in left)
    return [(one, one.blank, remembering(one)) for one in kept]


def remembering(column):
    """The clean of a model's `column`; what a short value becomes is found once for all its rows."""
    if type(column).clean is not models.Field.clean or isinstance(column, models.TextField):
        return column.clean

    @lru_cache(1000, typed=True)
    def known(value):
        return column.clean(value, None)

    return lambda value, row: known(value)


def row_checks(row):
    if broken := broken_checks(row):
        raise ValidationError([one.violation_error_message for one in broken])


def left_to_the_planner(model):
    """The columns that clean_fields would ask the database about, or that are made of others."""
    return {
        one.name for one in model._meta.fields
        if one.is_relation or one.primary_key or one.generated or not one.editable
    }  # fmt: skip


def of_columns(error):
    """{column: [sentence, as text]} of a ValidationError; "" is the row as a whole."""
    found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return {
        ("" if name == NON_FIELD_ERRORS else name): [without_links(one) for one in found[name]]
        for name in found
    }


class Kind:
    """A kind of table. Subclasses declare; `planner` names the class that plans."""

    key = title = unit = ""
    about = ""  # one sentence: what the table holds
    permission = ""  # who may enter these by hand
    listed_at = ""  # the name of the address of the list it fills
    columns: tuple = ()
    asks: tuple = ()
    stores: tuple = ()  # the models it makes rows of, owners first
    long = 1000  # of so many rows the confirmation takes long, and tells how far it is
    at_most = 0  # so many rows of a table; 0 for as many as there are
    planner = Planner

    def column(self, name):
        """The Column `name`; ValidationError where there is none."""
        found = next((one for one in self.columns if one.name == name), None)
        if found is None:
            raise ValidationError("没有这一列。")
        return found

    def knows(self, words):
        """Whether `words`, a cell, head a column of this kind: so the head of a table is found."""
        return key_of(words) in self.known_heads

    @cached_property
    def known_heads(self):
        heads = (words for one in self.columns for words in (one.heading, *one.also))
        return frozenset(map(key_of, heads))

    @property
    def fills(self):
        """The model whose list it fills: township.village."""
        _, _, listed = self.listed_at.rpartition(":")
        return ".".join(listed.split("_")[:2])

    def registered(self, request):
        """How many stand in the list that it fills, as the list counts them."""
        model = apps.get_model(self.fills)
        rows = admin.site.get_model_admin(model).get_queryset(request)
        is_voidable = issubclass(model, Record)
        return rows.filter(voided_at=None).count() if is_voidable else rows.count()

    def advice(self, wrong):
        """(words, the name of an address, its words): what to do first where the columns `wrong` have
        wrong cells; None for nothing."""
        return None

    def refusal(self):
        """Why no table of this kind can be read yet, in words; "" where it can."""
        return ""
