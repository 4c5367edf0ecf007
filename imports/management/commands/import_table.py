"""A table from a file, without a browser: what was read as JSON, stored or taken back where that is asked."""

import json
import re
from pathlib import Path

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import may
from imports import services
from imports.kinds import KINDS
from imports.models import STOPS, Import
from imports.planning import fields_of
from imports.preview import texts_of
from records.written import normal
from records.written.characters import NUMBER, number_of

BAD_CALL = 2
NUMBERED = re.compile(rf"第?({NUMBER})届?")
STRANGER = "账号“{}”不能登记{}，不能导入。"


class Command(BaseCommand):
    help = (
        "读入一张表，把看到的按JSON写出来。加 --commit 就导入；有错的、要选择的行，"
        "加 --leave-out-bad 才会跳过，不加就什么也不导入，退出码是1。"
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", nargs="?", help=f"种类：{kinds_in_words()}")
        parser.add_argument("file", nargs="?", help="表格文件")
        parser.add_argument("--commit", action="store_true", help="导入")
        parser.add_argument("--leave-out-bad", action="store_true", help="有错、要选择的行不导入")
        parser.add_argument("--undo", metavar="ID", help="撤回已经导入的一张表")
        parser.add_argument(
            "--set", nargs="+", action="extend", default=[], metavar="名称=值",
            help="表里没有的，如 term=10；写在文件名后面",
        )  # fmt: skip
        parser.add_argument("--by", help="以哪个账号（用户名）的名义；只有一个能登记的账号时不用写")

    def handle(self, *, kind, file, undo, **options):
        if undo is not None:
            return self.undo(undo, options["by"])
        kind = kind_called(kind)
        by = account(options["by"], kind)
        table = self.read(kind, file, by, answers_of(kind, options["set"]))
        self.print(kind, table, list(table.rows.all()))
        bad = sum(table.totals[state] for state in STOPS)
        if bad and not options["leave_out_bad"]:
            raise CommandError(f"有{bad}行要选择或者有错，没有导入。")
        if options["commit"]:
            attempt(services.confirm, table, by=by, leave_out_bad=options["leave_out_bad"])

    def read(self, kind, name, by, answers):
        if not name:
            raise bad_call("请写表格文件。")
        try:
            data = Path(name).read_bytes()
        except OSError:
            raise bad_call(f"打不开文件“{name}”。") from None
        return attempt(
            services.read_in, kind, by=by, name=Path(name).name, data=data, answers=answers
        )

    def undo(self, number, by):
        tables = Import.objects.filter(pk=number) if number.isdecimal() else Import.objects.none()
        table = tables.first()
        if table is None:
            raise bad_call(f"没有{number}号导入。")
        kind = services.kind_of(table)
        attempt(services.undo, table, by=account(by, kind))
        self.print(kind, table, [])

    def print(self, kind, table, rows):
        self.stdout.write(json.dumps(preview_of(kind, table, rows), ensure_ascii=False, indent=1))


def bad_call(sentence):
    return CommandError(sentence, returncode=BAD_CALL)


def attempt(verb, *args, **told):
    """What `verb` returns; what it refuses is said in words."""
    try:
        return verb(*args, **told)
    except ValidationError as error:
        raise CommandError("".join(error.messages)) from None
    except PermissionDenied:
        raise bad_call(STRANGER.format(told["by"].username, "这类记录")) from None


def kinds_in_words():
    return "、".join(f"{key}（{kind.title}）" for key, kind in KINDS.items())


def kind_called(key):
    if key not in KINDS:
        what = f"没有叫“{key}”的种类" if key else "请写种类"
        raise bad_call(f"{what}，可以写：{kinds_in_words()}。")
    return KINDS[key]


def account(name, kind):
    """The account that acts: the one named, or the only one that may enter the kind by hand."""
    if name is not None:
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise bad_call(f"没有用户名是“{name}”的在用账号。")
        if not may(user, kind.permission):
            raise bad_call(STRANGER.format(name, kind.title))
        return user
    users = [user for user in User.objects.filter(is_active=True) if may(user, kind.permission)]
    if len(users) != 1:
        how_many = f"有{len(users)}个" if users else "没有"
        raise bad_call(f"{how_many}能登记{kind.title}的账号，请用 --by 写明以谁的名义。")
    return users[0]


# What the table does not say.


def answers_of(kind, pairs):
    """{name of an Ask: cleaned value} of `pairs`, written as name=value."""
    asks = {ask.name: ask.field() for ask in kind.asks}
    found = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or name not in asks:
            known = "、".join(f"{key}（{field.label}）" for key, field in asks.items())
            can = f"可以写：{known}" if known else f"{kind.title}没有要另外写的"
            raise bad_call(f"--set 要写成“名称=值”，“{pair}”不是；{can}。")
        try:
            found[name] = read_answer(asks[name], text)
        except ValidationError as error:
            raise bad_call(f"--set {pair}：{''.join(error.messages)}") from None
    return found


def read_answer(field, text):
    """The value that `text` gives `field`: a record and a choice are called by their words."""
    if isinstance(field, forms.ModelChoiceField):
        return record_called(list(field.queryset), text)
    if isinstance(field, forms.ChoiceField):
        labels = {str(label): key for key, label in field.choices if key}
        return field.clean(labels.get(text, text))
    return field.clean(text)


def record_called(rows, text):
    """The only one of `rows` with that name, or with that number (10, 十)."""
    name = normal(text)
    numbered = NUMBERED.fullmatch(name)
    found = [row for row in rows if str(row) == name]
    if not found and numbered:
        found = [row for row in rows if getattr(row, "number", None) == number_of(numbered[1])]
    if len(found) == 1:
        return found[0]
    words = "、".join(map(str, rows))
    raise ValidationError(
        f"{'有几个都叫' if found else '没有叫'}“{text}”的，请写其中一个：{words}。"
    )


# What is printed.


def preview_of(kind, table, rows):
    """The preview of the table as JSON knows it; cells go by the headings of the kind."""
    places = fields_of(table)
    return {
        "id": table.pk,
        "kind": kind.key,
        "totals": table.totals,
        "rows": [
            {
                "sheet": row.sheet, "row": row.number, "state": row.state, "says": row.says,
                "cells": cells_of(kind, texts_of(places[row.sheet], row), row.cells),
            }
            for row in rows
        ],
        "left_out": table.left_out,
    }  # fmt: skip


def cells_of(kind, texts, notes):
    """{heading: {"given", "read", "state", "says"}} of the columns that the table has, or lacks wrongly."""
    return {
        column.heading: cell_of(texts.get(column.name, ""), notes.get(column.name, {}))
        for column in kind.columns
        if column.name in texts or column.name in notes
    }


def cell_of(given, note):
    """A cell that there is nothing to say of is read as it stands."""
    state = note.get("state", "read" if given else "empty")
    says = note.get("says", "")
    if state == "changed":
        says = f"原来是“{note['old']}”" if note["old"] else "原来没有填"
    read = "" if state == "wrong" else note.get("read", given)
    return {"given": given, "read": read, "state": state, "says": says}
