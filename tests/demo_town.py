"""The demo town as tests begin with it: loaded once, later laid from a copy.

To load it takes ten times as long as to write down again what was loaded. The workers of the gate
share one copy for each kind of database (tests/run.py names the folder); else each has its own.
"""

import fcntl
import hashlib
import os
import pickle
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import TestCase

from hemao.demo.load import count_rows, load, own_tables
from tests import cast
from township.spans import today

OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}


class OfDemoTown(TestCase):
    """Stories of the demo town."""

    @classmethod
    def setUpTestData(cls):
        lay_demo_town()

    @classmethod
    def tearDownClass(cls):
        """PostgreSQL keeps rows that were rolled back, and their count: it would plan the statements
        of all later tests for a large town, and read its rows each time.
        """
        super().tearDownClass()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM (ANALYZE) {own_tables()}")


def lay_demo_town():
    """Fill the database of the test with the demo town of today, in place of the frame."""
    cast.clear_frame()
    with first_copy() as copy:
        if loaded():
            lay_copy()
        else:
            load(today(), lambda line: None)
            loaded().update(rows=all_rows(), files=all_files())
            if copy:
                copy.write_bytes(pickle.dumps(loaded()))


def lay_copy():
    """Write down what was loaded: rows into the emptied tables, files into the folder of uploads."""
    with transaction.atomic():  # a row may stand before the one it refers to until the end
        for table, (columns, rows) in loaded()["rows"].items():
            write(table, columns, rows)
    for name, content in loaded()["files"].items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    count_keys()
    count_rows()


@cache
def loaded():
    """The copy of this worker; empty until the first of its tests has laid the town."""
    return {}


@contextmanager
def first_copy():
    """Where the copy of all workers is to be stored, by whoever comes first; the others wait for it.

    None where each worker has its own.
    """
    folder = os.environ.get("TOWN_COPIES")
    if loaded() or not folder:
        yield None
        return
    copy = Path(folder) / f"{connection.vendor}-{today()}-{kinds()}.pickle"
    with copy.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if copy.exists():
            loaded().update(pickle.loads(copy.read_bytes()))
        yield copy


def kinds():
    """A word for the numbers that this database gave to kinds of rows: the copy names them."""
    known = sorted(ContentType.objects.values_list("pk", "app_label", "model"))
    return hashlib.sha256(repr(known).encode()).hexdigest()[:12]


def all_rows():
    """{table: (columns, rows)} of all tables that hold any."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.django_table_names(only_existing=True)) - OF_DJANGO
        found = {table: rows_of(cursor, table) for table in sorted(tables)}
    return {table: (columns, rows) for table, (columns, rows) in found.items() if rows}


def rows_of(cursor, table):
    columns = [
        column.name
        for column in connection.introspection.get_table_description(cursor, table)
        if (table, column.name) not in computed()
    ]
    quote = connection.ops.quote_name
    cursor.execute(f"SELECT {', '.join(map(quote, columns))} FROM {quote(table)}")
    return columns, cursor.fetchall()


@cache
def computed():
    """(table, column) of what the database computes by itself, and lets nobody write."""
    fields = [field for model in apps.get_models() for field in model._meta.local_concrete_fields]
    return {(field.model._meta.db_table, field.column) for field in fields if field.generated}


def write(table, columns, rows):
    quote = connection.ops.quote_name
    names, values = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({values})", rows)


def count_keys():
    """Let the next key of each table follow its last: `loaddata` of another test counts them anew."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def all_files():
    root = Path(settings.MEDIA_ROOT)
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
