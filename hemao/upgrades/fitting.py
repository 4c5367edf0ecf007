"""Whether the database has the tables and columns that models name: one statement, on each database."""

from typing import NamedTuple

from django.apps import apps as our_apps
from django.db import connection

from hemao.backup.words import Refusal

# A column that the database computes is hidden from the plain table_info.
COLUMNS = {
    "sqlite": "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c "
    "WHERE m.type = 'table'",
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = current_schema()",
}


class Lacking(NamedTuple):
    """The tables that are not there, and the columns (table.column) that tables lack."""

    tables: list
    columns: list

    def __str__(self):
        said = [
            f"缺{what} {names[0]} 等{len(names)}{unit}"
            for what, names, unit in (
                ("数据表", self.tables, "张"),
                ("栏目", self.columns, "个"),
            )
            if names
        ]
        return "，".join(said)


def lacking(apps=our_apps) -> Lacking | None:
    """What the database lacks of the models in the registry `apps`; None where all is there."""
    there = columns()
    wanted = {
        model._meta.db_table: {field.column for field in model._meta.local_concrete_fields}
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    tables = sorted(wanted.keys() - there.keys())
    missing = sorted(
        f"{table}.{column}"
        for table in wanted.keys() & there.keys()
        for column in wanted[table] - there[table]
    )
    return Lacking(tables, missing) if tables or missing else None


def columns():
    """{table: its columns} of the database."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS[connection.vendor])
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    return found


def demand_fitting(apps=our_apps) -> None:
    """Refusal, naming what lacks, unless all that the models in `apps` name is there."""
    if found := lacking(apps):
        raise Refusal(
            f"数据表和程序不符（{found}），没有启动，数据没有改动：请另指一个空的地方（VAR=…，"
            "DATABASE_URL=…），从最近的备份恢复（make restore），不要用这个数据库登记。"
        )
