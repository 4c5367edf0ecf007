"""What an app puts into those below it: said in one registry, in AppConfig.ready, and in the docs."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from records.hooks import HOOKS, Hook

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "records", "accounts", "township", "representatives", "congress", "motions", "reports", "imports",
    "hemao",
)  # fmt: skip
ROW = re.compile(r"^ +\| `([\w.]+)` \| [^|]+ \| (.+) \|$", re.M)


def address_of(function):
    return f"{function.__module__}.{function.__qualname__}"


def table():
    """{hook: the functions that answer} of docs/architecture.md."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = text.partition("| hook | asks | answered by |")[2].partition("\n\n")[0]
    return {hook: re.findall(r"`([\w.]+)`", answers) for hook, answers in ROW.findall(rows)}


def test_the_docs_list_each_hook_and_what_answers():
    assert table() == {hook.name: [address_of(answer) for answer in hook.answers] for hook in HOOKS}
    assert len(HOOKS) == 7


def test_a_hook_stands_where_its_name_says():
    assert [hook.name for hook in HOOKS if import_string(hook.name) is not hook] == []


def test_each_is_answered_from_above():
    def floor(address):
        return APPS.index(address.split(".")[0])

    wrong = [
        (hook.name, address_of(answer))
        for hook in HOOKS
        for answer in hook.answers
        if floor(address_of(answer)) <= floor(hook.name)
    ]
    assert wrong == []
    assert [hook.name for hook in HOOKS if not hook.answers] == []


def test_only_a_config_adds_to_one():
    """By the last word of its name, whatever it is imported as."""
    words = {hook.name.rpartition(".")[2] for hook in HOOKS}
    adding = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if words & set(added_to(ast.parse(path.read_text("utf-8"))))
    }
    assert adding == {
        "congress/apps.py", "imports/apps.py", "motions/apps.py", "reports/apps.py", "township/apps.py",
    }  # fmt: skip


def added_to(tree):
    """The last word of each thing whose `add` is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "add":
                yield ast.unparse(node.func.value).rpartition(".")[2]


def test_nothing_is_added_once_the_apps_are_ready(monkeypatch):
    monkeypatch.setattr("records.hooks.HOOKS", [])
    hook = Hook("records.hooks.odd", "What is twice as much?")
    with pytest.raises(RuntimeError, match=r"^An app adds to records\.hooks\.odd in its AppConfig"):
        hook.add(lambda number: 2 * number)
    assert hook.ask(3) == []


def test_all_answers_come_in_the_order_of_the_apps(monkeypatch):
    monkeypatch.setattr("records.hooks.HOOKS", [])
    monkeypatch.setattr("records.hooks.apps.ready", False)
    hook = Hook("records.hooks.odd", "What is more than this?")
    hook.add(lambda number: number + 1)
    hook.add(lambda number: number * 2)
    assert hook.ask(5) == [6, 10]
