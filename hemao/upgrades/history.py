"""Which migrations the database counts as applied, and which of them the program knows."""

from typing import NamedTuple

from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from hemao import version
from hemao.backup.words import Refusal
from hemao.typed import typed

# The migrations of the first day (a945fb6 up to ef26d10), which were folded into the 0001 of their
# apps. A database that knows one of them has older tables under the names that we use.
FOLDED = {
    ("accounts", "0002_first_account_is_admin"),
    ("congress", "0002_activity_photos"),
    ("congress", "0002_one_fen_is_an_amount"),
    ("motions", "0002_extension_needs_its_day"),
    ("motions", "0002_life_cycle_of_motions"),
    ("motions", "0003_scans_of_paper"),
    ("motions", "0004_deadlines_are_computed_again"),
    ("reports", "0002_outline_checked"),
    ("representatives", "0002_opinions_remember_why_they_are_due"),
    ("representatives", "0002_told_back_needs_its_day"),
    ("township", "0002_place_names_have_no_surname"),
    ("township", "0003_site_url_is_checked_by_us"),
}


class History(NamedTuple):
    """(app, name) of what is `applied`, of what is `unknown` to the program, of what it would do yet.

    `is_new` is true of a database without any table.
    """

    applied: set
    unknown: list
    steps: list
    is_new: bool


def read() -> History:
    """The history of the database that the settings name."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return History(
        applied,
        unknown=sorted(applied - known()),
        steps=[(migration.app_label, migration.name) for migration, _ in plan],
        is_new=not connection.introspection.table_names(),
    )


def known() -> set:
    """(app, name) of all migrations of the program."""
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def demand_known(history: History) -> None:
    """Refusal where the database is not one that the program can bring up to date, or serve."""
    if history.applied & FOLDED:
        raise Refusal(OF_THE_FIRST_DAY)
    if history.unknown:
        app, name = history.unknown[0]
        raise Refusal(
            NEWER.format(
                name=f"{app}.{name}",
                count=len(history.unknown),
                ours=version.in_words(version.version(), version.commit()),
                downgrade=typed("upgrade --back"),
            )
        )


def demand_consistent() -> None:
    """Refusal where a step is missing that was due before one that was taken."""
    try:
        MigrationLoader(connection).check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        raise Refusal(GAP.format(said=error)) from error


OF_THE_FIRST_DAY = (
    "这个数据库是最早的试用版本（2026年11月24日，提交 a945fb6 前后）建的，那时的数据表和后来的不一样，"
    "不能升级，没有启动，数据没有改动：请用当时的版本打开它，或者用 VAR=…（DATABASE_URL=…）"
    "另指一个空的地方，重新建库。"
)
NEWER = (
    "数据库比程序新：其中 {name} 等{count}步更新，这里的程序 {ours} 不认识，没有启动，数据没有改动。"
    "请换上较新的程序（git pull），或者执行 {downgrade} 退回升级前的备份。"
)
GAP = (
    "数据库里的更新记录前后不连（{said}），没有启动，数据没有改动："
    "请另指一个空的地方（VAR=…），从最近的备份恢复（make restore）。"
)
