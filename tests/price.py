"""What a page costs, in figures that no machine's speed can change: statements, and work.

The work is what the database goes through to answer: on SQLite the steps of its virtual
machine, on PostgreSQL the rows that all parts of the plans read or hand on. A statement
that multiplies rows by rows stays one statement, and only its work tells.
"""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemao.demo.load import own_tables

STEPS_A_CALL = 10  # SQLite tells each ten steps: exact enough, and cheap


def price(client, address):
    """How many statements the page at `address` takes, once the session was refreshed."""
    opened(client, address)
    return statements(client, address)


def statements(client, address):
    """How many statements the page at `address` takes as it is opened now."""
    with CaptureQueriesContext(connection) as queries:
        opened(client, address)
    return len(queries)


def work(client, address):
    """How much work the page at `address` makes."""
    with counted() as counter:
        opened(client, address)
    return counter.total


def opened(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"


class Counter:
    total = 0


@contextmanager
def counted():
    """Count the work of all statements inside, as the yielded counter's `total`."""
    with rows_counted() if connection.vendor == "postgresql" else steps_counted() as counter:
        yield counter


@contextmanager
def steps_counted():
    counter = Counter()

    def step():
        counter.total += STEPS_A_CALL
        return 0  # anything else would stop the statement

    connection.ensure_connection()
    connection.connection.set_progress_handler(step, STEPS_A_CALL)
    try:
        yield counter
    finally:
        connection.connection.set_progress_handler(None, 0)


@contextmanager
def rows_counted():
    """Explain each statement that reads; the planner has to know how many rows there are."""
    counter = Counter()

    def explain(execute, sql, params, many, context):
        if sql.startswith(("SELECT", "(SELECT", "WITH")):
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
                counter.total += rows_of(cursor.fetchone()[0][0]["Plan"])
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {own_tables()}")
    with connection.execute_wrapper(explain):
        yield counter


def rows_of(plan):
    """The rows that a part of a plan and all below it read, those thrown away included."""
    seen = sum(plan.get(name, 0) for name in ROWS) * plan["Actual Loops"]
    return seen + sum(rows_of(part) for part in plan.get("Plans", ()))


ROWS = (
    "Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter",
    "Rows Removed by Index Recheck",
)  # fmt: skip
