"""A command is written in one form wherever somebody is told to type it."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from hemao.failures import causes
from hemao.status import backups
from hemao.typed import TARGETS, typed
from hemao.upgrades import forward
from tests.hemao.test_setup import ROOT

APPS = (
    "accounts", "congress", "hemao", "imports", "motions", "reports", "representatives", "township",
)  # fmt: skip
OURS = sorted({n for n, app in get_commands().items() if app in APPS} | {"createsuperuser"})
NAMES = "|".join(OURS)
# manage.py and a word, without what calls it; and a command whose name stands alone among Chinese.
BARE = re.compile(rf"(?<!\.venv/bin/python )manage\.py (?:{NAMES})\b")
BY_HAND = re.compile(rf"manage\.py (?:{'|'.join(TARGETS)})\b")
# Of those that are words of English too, such as upgrade, only with an option.
LONG = "|".join(name for name in OURS if "_" in name or len(name) > 10)
ALONE = re.compile(
    rf"(?<![\w/.\[-])(?<!manage\.py )(?<!make )(?:(?:{LONG})(?![\w/.\]=-])|(?:{NAMES}) --)"
)
CHINESE = re.compile("[一-鿿]")
# Lines of cron: a timer needs no look at the environment first.
TIMER = "* * *"


def sentences(path):
    """The texts of a module, each f-string as one; of any other file its lines."""
    if path.suffix != ".py":
        return [line for line in path.read_text().splitlines() if TIMER not in line]
    return list(texts(ast.parse(path.read_text())))


def texts(node):
    """What a person may read of the code below `node`: no docstring, which is for us."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.JoinedStr):
            parts = [each.value if isinstance(each, ast.Constant) else "…" for each in child.values]
            yield "".join(parts)
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        else:
            yield from texts(child)


def wrong(text):
    """What is written otherwise in `text`."""
    found = BARE.findall(text) + BY_HAND.findall(text)
    return found + (ALONE.findall(text) if CHINESE.search(text) else [])


def read_by_people():
    for app in APPS:
        yield from (p for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)
    yield from (ROOT / "templates").rglob("*.html")
    # The glossary tells the names in the code.
    yield from (p for p in (ROOT / "docs").glob("*.md") if p.name != "glossary.md")
    yield from (ROOT / "README.md", ROOT / "CHANGELOG.md")


def test_every_sentence_names_commands_as_they_are_typed():
    paths = list(read_by_people())
    assert len(paths) > 400
    found = [
        f"{path.relative_to(ROOT)}: {text.strip()[:80]}"
        for path in paths
        for text in sentences(path)
        if wrong(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("请执行 manage.py tidy，看它说什么。", 1),
        ("请执行 .venv/bin/python manage.py tidy，看它说什么。", 0),
        ("请执行 .venv/bin/python manage.py backup --full", 1),
        ("请执行 make backup OPTIONS=--full", 0),
        ("（verify_files 逐个列出）", 1),
        ("目录 VAR/backups/files，backup --full 也可以", 1),
        ("the command `manage.py unlock`", 1),
    ],
)
def test_what_would_be_found(text, count):
    assert len(wrong(text)) == count


def test_make_has_the_words_that_we_name():
    made = dict(re.findall(r"^(\w+): venv\n\t@\$\(PY\) manage\.py (.+)$", makefile(), re.M))
    assert {rest.split()[0]: target for target, rest in made.items() if "--back" not in rest} == (
        TARGETS
    )
    with_options = {target for target, rest in made.items() if "$(OPTIONS)" in rest}
    assert with_options == {"backup", "restore", "upgrade", "downgrade"}


def makefile():
    return (ROOT / "Makefile").read_text()


def test_options_reach_the_command_as_they_were_meant(monkeypatch):
    monkeypatch.delenv("VAR", raising=False)
    assert typed("backup") == "make backup"
    assert typed("backup --prove") == "make backup OPTIONS=--prove"
    assert typed("backup --name 换届前") == 'make backup OPTIONS="--name 换届前"'
    assert typed("upgrade --back") == "make downgrade"
    assert typed("upgrade --back --sure") == "make downgrade OPTIONS=--sure"
    assert typed("restore '/a b/c.tar'") == "make restore FILE='/a b/c.tar'"
    assert typed("tidy") == ".venv/bin/python manage.py tidy"


def test_a_command_is_for_the_town_that_was_named_on_the_line(monkeypatch, settings):
    """Without VAR it would work on another: the one in the folder of the program."""
    settings.VAR = Path("/srv/our town")
    monkeypatch.setenv("VAR", "/srv/our town")
    here = "VAR='/srv/our town' "
    assert typed("tidy") == f"{here}.venv/bin/python manage.py tidy"
    assert typed("upgrade --back") == f"{here}make downgrade"
    assert f"（{here}make restore FILE=…）" in str(causes.GONE.advice)
    assert f"执行 {here}make backup OPTIONS=--prove，" in backups.prove()
    assert f"执行 {here}make downgrade" in forward.way_back("hemao-….tar")
    assert f"执行 {here}make upgrade OPTIONS=--as-it-is" in forward.not_right(["少一行"], "")


# What names a command that make has, and not the town: each is about another one, or none.
OF_ANOTHER = {
    "hemao/upgrades/back.py": 1,  # another place, and a backup put there
    "hemao/upgrades/history.py": 1,
    "hemao/upgrades/fitting.py": 1,
    "hemao/upgrades/running.py": 1,  # a window, not a command to type
}


def test_no_sentence_of_the_program_writes_a_command_by_itself():
    """All but `typed` would forget the town."""
    by_hand = re.compile(
        rf"(?:make (?:{'|'.join({*TARGETS.values(), 'downgrade'})})\b|manage\.py )"
    )
    found = {}
    for path in (ROOT / "hemao").rglob("*.py"):
        count = sum(bool(CHINESE.search(s) and by_hand.search(s)) for s in sentences(path))
        if count and path.name != "bootstrap.py":  # which runs before there is a town
            found[path.relative_to(ROOT).as_posix()] = count
    assert found == OF_ANOTHER
