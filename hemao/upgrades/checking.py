"""What has to be true after an upgrade."""

from io import StringIO

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from hemao.backup import uploads
from hemao.typed import typed
from hemao.upgrades import fitting
from hemao.upgrades.state import Upgrade


def faults(place, upgrade: Upgrade, say) -> list[str]:
    """Look at `place` after `upgrade`, say what is right, and return what is not."""
    looked = (tables(place), rows(place, upgrade), editions(), files(place, upgrade))
    for is_right, line in looked:
        if is_right:
            say(f"  {line}")
    return [line for is_right, line in looked if not is_right]


# Each is (whether it is right, in words).


def tables(place):
    if found := fitting.lacking():
        return False, f"数据表和程序不符（{found}）"
    return True, f"数据表：{len(fitting.columns())} 张，程序要用的表和栏目都有"


def rows(place, upgrade):
    """No table has fewer rows, unless a migration says why in its `removes`: {table: sentence}."""
    now, why = count_rows(place), removed_by(upgrade.steps)
    fewer = {
        name: (count, now.get(name, 0))
        for name, count in upgrade.rows.items()
        if now.get(name, 0) < count and name not in why
    }
    if fewer:
        said = "、".join(f"{title(name)}由{old}行变成{new}行" for name, (old, new) in fewer.items())
        return False, f"记录少了：{said}"
    told = "".join(f"；{title(name)}：{why[name]}" for name in sorted(why))
    return True, f"记录：{sum(now.values())} 行，没有一张表比升级前少{told}"


def count_rows(place) -> dict:
    """{table: how many rows it has}."""
    with place.database.reader() as reader:
        return {
            name: reader.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in reader.tables()
        }


def removed_by(steps):
    """{table: why its rows may be fewer} as the migrations `steps` say it."""
    found, migrations = {}, MigrationLoader(connection).disk_migrations
    for step in steps:
        found |= getattr(migrations[tuple(step)], "removes", {})
    return found


def editions():
    out = StringIO()
    try:
        call_command("verify_editions", stdout=out)
    except CommandError as error:
        return False, f"定稿：{error}"
    return True, f"定稿：{out.getvalue().strip().splitlines()[-1]}"


def files(place, upgrade):
    missing = [each for each in missing_files(place) if each not in upgrade.missing]
    if missing:
        return False, f"缺少照片和扫描件 {len(missing)} 个（{typed('verify_files')} 逐个列出）"
    if upgrade.missing:
        return True, f"照片和扫描件：升级前就缺 {len(upgrade.missing)} 个，其余的都在"
    return True, "照片和扫描件：记录里的都在"


def missing_files(place) -> list[str]:
    """The names of the files that rows name, and that are not there."""
    return sorted(each.name for each in uploads.check(place).missing)


def title(table) -> str:
    """What the rows of `table` are called, and the table's own name where no model is its."""
    titles = {
        model._meta.db_table: str(model._meta.verbose_name_plural)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
    }
    return titles.get(table, table)
