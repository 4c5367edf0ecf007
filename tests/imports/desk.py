"""What the stories of imports share: reading a table, and all that the ledgers say."""

from django.apps import apps

from imports import services
from imports.kinds import KINDS

LEDGERS = ("township", "representatives", "congress", "motions", "reports")


def read(kind, text, by, **answers):
    """The Import of cells that were pasted, as a table of the kind with the key `kind`."""
    return services.read_in(KINDS[kind], by=by, text=text, answers=answers or None)


def store(kind, text, by, **answers):
    """The same, stored."""
    table = read(kind, text, by, **answers)
    services.confirm(table, by=by)
    return table


def all_rows():
    """{table: its rows} of all ledgers, histories apart."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for label in LEDGERS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not hasattr(model, "instance_type")
    }


def states(table):
    """[(row number, state, what is said)] of a table that waits."""
    return list(table.rows.values_list("number", "state", "says"))


def says(kind, text, by):
    """What is said of each row of a table that was read."""
    return [sentence for _, _, sentence in states(read(kind, text, by))]


def mend(row, column, text, *, by):
    """Let the cell `column` of `row` say `text`."""
    services.settle(row.table, {row: {column: text}}, {}, by=by)


def choose(row, column, key, *, by):
    """Settle what the cell `column` of `row` means."""
    services.settle(row.table, {}, {row: {column: key}}, by=by)
