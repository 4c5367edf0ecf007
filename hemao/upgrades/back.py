"""The way back: to the copy from before an upgrade, and to the program that it belongs to."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.db import connection

from hemao.backup import archive, upgrading
from hemao.backup.databases import tables
from hemao.backup.folder import FoundArchive
from hemao.backup.place import Place
from hemao.backup.words import ProgressLine, Refusal
from hemao.typed import typed
from hemao.upgrades import checking, programs, state
from hemao.upgrades.programs import Program

# Who came, and what they looked at: of these only how many is said.
ASIDE = {"accounts", "admin", "auth", "axes", "contenttypes", "sessions"}
ACCOUNTS = "accounts_user"


class Copy(NamedTuple):
    """An archive to return to, and the program that its rows belong to."""

    found: FoundArchive
    program: Program


def copy_to_return_to(place: Place) -> Copy:
    """That of the last upgrade, or else the newest of which the program is known; Refusal without one.

    A copy made after an upgrade broke off, in order to go on, is of no program.
    """
    found = [Copy(each, program_of(each.path)) for each in upgrading.copies_before_upgrade(place)]
    last = state.last(place.var)
    of_last = [each for each in found if last and each.found.path.name == last.copy]
    known = [each for each in found if each.program != programs.UNKNOWN]
    if not (fitting := of_last or known):
        raise Refusal(
            f"{place.backups} 里没有升级前的备份，没有退回，数据没有改动："
            "请另指一个空的地方（VAR=…），恢复别的备份（make restore）。"
        )
    demand_change(place, fitting[-1])
    return fitting[-1]


def demand_change(place, copy):
    """Refusal where the copy holds what is there, as when an upgrade broke at its first step."""
    if not upgrading.changed_since(copy.found.path, place):
        state.forget(place.var)
        raise Refusal(
            f"这里的数据和 {copy.found.path.name} 里的一样，不用退回：它属于程序版本 "
            f"{programs.in_words(copy.program)}，请换回它，再启动网站。"
        )


def program_of(path: Path) -> Program:
    manifest = archive.read_manifest(path)
    return Program(manifest.version, manifest.commit)


# What would be lost.


def newer(place: Place, path: Path) -> Iterator[str]:
    """What was entered since the upgrade, a line a table; what returning to `path` would lose."""
    last = state.last(place.var)
    if last and last.after and path.name == last.copy:
        changes = since(last.after, place)
    else:
        changes = more_rows(archive.read_manifest(path).tables, place)
        yield "（不知道升级刚做完时的样子，只比较了行数：改过的记录看不出来）"
    named = {name: change for name, change in changes.items() if is_named(name)}
    for name, (before, now) in named.items():
        yield f"{checking.title(name)}：{said(before, now)}"
    if others := len(changes) - len(named):
        yield f"登录、查看和修改记录等：{others} 张表有变动"


def since(after, place):
    with place.database.reader() as reader:
        return tables.differing(after, tables.fingerprints(reader, ProgressLine()))


def more_rows(before, place):
    now = checking.count_rows(place)
    sides = {name: (before.get(name, {"rows": 0})["rows"], count) for name, count in now.items()}
    return {name: (old, new) for name, (old, new) in sides.items() if old != new}


def said(before, now):
    if before == now:
        return "有改动"
    return f"多{now - before}行" if now > before else f"少{before - now}行"


def is_named(table):
    """True of records that people enter; their histories, links and logs go with them."""
    models = {model._meta.db_table: model for model in apps.get_models() if not model._meta.proxy}
    model = models.get(table)
    if model is None or hasattr(model, "history_object"):
        return False
    return table == ACCOUNTS or model._meta.app_label not in ASIDE


# Going.


def go_back(place: Place, path: Path, progress) -> tuple:
    """Put the archive `path` in place of all that is there; what `upgrading.return_to` tells of it."""
    connection.close()  # its file goes, and another comes
    try:
        kept, restored = upgrading.return_to(path, place, progress=progress)
    except Refusal as refusal:
        raise Refusal(f"{refusal}{rest(place, path)}") from refusal
    manifest = restored.manifest
    state.forget(place.var)
    programs.keep(place.var, Program(manifest.version, manifest.commit), manifest.migrations)
    return kept, restored


def rest(place, path):
    """What else is to be said of a return that was refused: nothing, or what is to be done now."""
    if place.database.contents():
        return "没有退回，数据没有改动。"
    return f"现在的数据已另存在 {place.backups}，这里是空的：请再执行 {typed(f'restore {shlex.quote(str(path))}')}。"
