"""Lay the database of an earlier version: its tables, and its rows.

python start.py lay FILE HOW [ROWS], with an empty database in DATABASE_URL or VAR. HOW the tables are
made: `migrated`, one migration after the other, or `stated`, at once in the state that those
migrations lead to: the same tables in a thirtieth of the time. Without ROWS they stay empty.
"""

import rows
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main(path, how, *with_rows):
    lay(path, how, with_rows=bool(with_rows))


def lay(path, how, *, with_rows=True):
    """(what is known of the version, its rows): as `rows.read` gives them."""
    about, stored = rows.read(path)
    executor = MigrationExecutor(connection)
    applied = [tuple(node) for node in about["migrations"]]
    MADE[how](executor, applied)
    if with_rows:
        rows.insert(stored, executor.loader.project_state(applied).apps)
        # Until PostgreSQL has counted, it takes the tables for empty: one statement took minutes.
        tell_how_many()
    return about, stored


def tell_how_many():
    if connection.vendor == "postgresql":
        names = map(connection.ops.quote_name, connection.introspection.table_names())
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(names)}")


def stated(executor, applied):
    state = executor.loader.project_state(applied).apps
    with connection.schema_editor() as editor:
        for model in state.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    executor.recorder.ensure_schema()
    for node in applied:
        executor.recorder.record_applied(*node)


def migrated(executor, applied):
    executor.migrate(list(dict(sorted(applied)).items()))  # of each app the last


MADE = {"stated": stated, "migrated": migrated}
