"""The rows of a database as JSON that loads into SQLite and PostgreSQL alike.

A file of an age is lines of JSON, packed: first what is to be known about it, then for each
table its name and columns, and its rows.
"""

import base64
import datetime
import json
import lzma
from decimal import Decimal
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, transaction

BATCH = 500
# An edition's documents alone are some hundred kB: a little less of each counts.
PACKED = lzma.PRESET_EXTREME | 9


def plain(value):
    """`value` as JSON says it; `to_python` of its field gives it back."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def tables(apps):
    """{name of a table: its model}, by name, of all that `apps` (a registry) keeps rows in."""
    models = apps.get_models(include_auto_created=True)
    kept = {m._meta.db_table: m for m in models if m._meta.managed and not m._meta.proxy}
    return dict(sorted(kept.items()))


def fields(model):
    """{column: field} of `model`."""
    return {field.column: field for field in model._meta.concrete_fields}


def rows(model, columns):
    """The rows of `model` as lists of plain values, by key."""
    names = [fields(model)[column].attname for column in columns]
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(BATCH):
        yield [plain(value) for value in row]


def write(path, about, apps):
    """Store every row of the database, with what is to be known `about` it (a dict)."""
    with lzma.open(path, "wt", encoding="utf-8", preset=PACKED) as file:
        lines = [about]
        for table, model in tables(apps).items():
            columns = list(fields(model))
            lines += [{"table": table, "columns": columns}, *rows(model, columns)]
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def read(path):
    """(what is to be known, {table: (columns, rows)}) of a file that `write` made."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        about, *lines = map(json.loads, file)
    found = {}
    for line in lines:
        if isinstance(line, dict):
            here = found[line["table"]] = (line["columns"], [])
        else:
            here[1].append(line)
    return about, found


@transaction.atomic
def insert(stored, apps):
    """Fill the empty tables of `apps` with rows that `read` gave."""
    models = tables(apps)
    with connection.cursor() as cursor:
        for table, (columns, lines) in stored.items():
            put(cursor, models.pop(table), columns, lines)
        for statement in connection.ops.sequence_reset_sql(no_style(), tables(apps).values()):
            cursor.execute(statement)
    assert not models, models


def put(cursor, model, columns, lines):
    # What the database computes it computes again; the comparison asks for it all the same.
    given = {i: fields(model)[c] for i, c in enumerate(columns) if not fields(model)[c].generated}
    names = ", ".join(connection.ops.quote_name(field.column) for field in given.values())
    places = ", ".join(["%s"] * len(given))
    cursor.executemany(
        f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})',
        [[for_database(field, line[place]) for place, field in given.items()] for line in lines],
    )


def for_database(field, value):
    return field.get_db_prep_save(field.to_python(value), connection)
