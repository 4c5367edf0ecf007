"""Lay an empty database that is some steps behind: python start.py behind APP NAME, the first of these."""

import lay
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main(*first_step):
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    still_to_come = set(graph.backwards_plan(first_step))
    lay.stated(executor, [node for node in graph.nodes if node not in still_to_come])
