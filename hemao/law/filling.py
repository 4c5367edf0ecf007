"""Fills the tables of a new town that are empty. What a town has entered is never touched."""

import datetime
from dataclasses import dataclass, field

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from motions.models import ResultClass
from representatives.models import Category, CategoryName
from township.holidays.published import published_rows, published_years
from township.models import DeadlineRule, Holiday, LedgerStart, Topic
from township.shipped.content import content
from township.shipped.rules import shipped_rules
from township.spans import today

REASON = "随程序带来"
# A category is called so for whatever is entered of earlier years too.
EVER = datetime.date(2000, 1, 1)


@dataclass
class Filling:
    """What was done: {model: how many rows were stored}, and the models that were left as they are."""

    filled: dict = field(default_factory=dict)
    left: list = field(default_factory=list)

    def __str__(self):
        parts = [f"{model._meta.verbose_name}{count}条" for model, count in self.filled.items()]
        return "、".join(parts)


@transaction.atomic
def fill_empty_tables(ledger_from=None):
    """Store what comes with the program, table by table, where the table is empty; a Filling.

    A table that has a row, or ever had one, is left as it is: so a second call stores nothing, and
    nothing comes back that a town has deleted. `ledger_from` is the day from which all families of
    records are complete; without it no LedgerStart is stored, and a town's own rules begin with this
    year, whose matters it will enter.
    """
    done = Filling()
    for model, make in TABLES.items():
        rows = [] if is_used(model) else make(ledger_from)
        if rows:
            done.filled[model] = len(rows)
            store(rows)
        else:
            done.left.append(model)
    return done


def is_used(model):
    """True where `model` has a row, or had one: it is the town's."""
    return model._base_manager.exists() or model.history.exists()


def store(rows):
    """Insert `rows`, and those that hang on them (`parts`), with a history that says whence they come."""
    bulk_create_with_history(rows, type(rows[0]), default_change_reason=REASON)
    parts = [part for row in rows for part in getattr(row, "parts", ())]
    if parts:
        store(parts)


# What goes into a table, by the model: each a function of `ledger_from`.


def rules(ledger_from):
    return shipped_rules(own_from=ledger_from or today().replace(month=1, day=1))


def topics(ledger_from):
    return [Topic(name=name, order=n) for n, name in enumerate(content("lists")["topics"], 1)]


def result_classes(ledger_from):
    return [
        ResultClass(order=n, **row) for n, row in enumerate(content("lists")["result_class"], 1)
    ]


def categories(ledger_from):
    return [category(n, **row) for n, row in enumerate(content("lists")["category"], 1)]


def category(order, name, **told):
    row = Category(order=order, **told)
    row.parts = [CategoryName(category=row, starts_on=EVER, name=name)]
    return row


def holidays(ledger_from):
    """Those of all published years since the ledger begins."""
    first = (ledger_from or today()).year
    return published_rows({year for year in published_years() if year >= first})


def ledger_starts(ledger_from):
    """One day for all families."""
    families = LedgerStart.Family if ledger_from else ()
    return [LedgerStart(family=family, complete_from=ledger_from) for family in families]


TABLES = {
    DeadlineRule: rules,
    Topic: topics,
    ResultClass: result_classes,
    Category: categories,
    Holiday: holidays,
    LedgerStart: ledger_starts,
}
