"""Every word of ours that follows from the kind of town is said by township/words.py, nowhere written.

The sources are read, not run: a sentence with 镇 in it that no test opens is found all the same.
"""

import ast
import functools
import re
from pathlib import Path

import pytest
from django.conf import settings

from township.words import COUNTY, HEAD, TOWN

ROOT = Path(settings.BASE_DIR)
APPS = (
    "accounts", "congress", "hemao", "imports", "motions", "papers", "records", "reports",
    "representatives", "township",
)  # fmt: skip
SAID = {"said", "say"}
OURS = re.compile("|".join(pattern.pattern for pattern in (TOWN, HEAD, COUNTY)))
# Words of one place, that no other town may meet.
OF_ONE_TOWN = re.compile("鹤毛|无为|芜湖|美丽乡村|鹤人发")
ANY = re.compile(rf"{OURS.pattern}|{OF_ONE_TOWN.pattern}|\bsay\(")

# Where a literal is no sentence of ours, or is said where it is shown.
ELSEWHERE = {
    "hemao/demo/": "the demo is the data of a 镇 in a 市",
    "reports/figures/": "names and definitions are said by Figure.title and Figure.meaning",
    "township/words.py": "the patterns themselves",
    "township/models/names.py": "the kinds themselves, and the form that asks for them",
    "hemao/start/forms.py": "the form that asks for the kinds; what follows from them is said",
    "reports/words/outlines/": "free words are said by spelling.said_outline",
}
# What stands in one file for another reason than to be read.
KNOWN = {
    ("accounts/entry/passwords.py", "(?<=..)(?:镇|乡|街道|县|市|区|旗|村|社区)\\Z"),  # any ending
    ("papers/official.py", "(?<=[年镇乡])|(?<=会议)|(?<=期间)|(?<=人大)(?!代表)|(?<=号)|(?<=、)"),
    ("motions/models/handlings.py", "市里交办要求"),  # stored so, and said by why_due
    ("hemao/handbook/places.py", "对外网址和本镇设置"),  # a heading of the handbook, said with it
    ("records/admin/search.py", "镇"),  # what the database puts together
    ("reports/asking/placeholders.py", "镇"),  # the placeholder's own name
    ("reports/words/outline.py", "镇"),
    ("reports/county/pattern.py", "镇"),
    ("reports/county/pattern.py", "{镇议案建议件数|数}"),  # said with all of HOW
    ("reports/county/pattern.py", "{镇议案建议件数|较上年}"),
    # What a cell of a table may say.
    ("imports/kinds/lists.py", "镇"),
    ("imports/kinds/motion_cells.py", "镇"),
    ("imports/kinds/motion_cells.py", "镇级"),
    ("imports/kinds/motion_cells.py", "市级"),
    ("imports/kinds/motion_cells.py", "县（市、区）"),
    ("imports/kinds/opinions.py", "镇政府办理"),
    ("imports/kinds/opinions.py", "镇办理"),
    (
        "imports/reading/content.py",  # any ending
        ".*(?:[村镇乡县市省区组队部局所站委办会族户]|社区|本科|大专|高中|初中|小学|中共|群众|党员|是|否|有|无)$",
    ),
    ("imports/kinds/motion_columns.py", "镇"),  # an example, said where it is shown
}
# Names of figures: they are keys of the registry.
FIGURE = "镇议案建议件数"
# The program's own name, and what the demo is called where it is offered.
OF_THE_PROGRAM = {
    "hemao/apps.py",
    "hemao/management/commands/serve.py",
    "hemao/management/commands/load_demo.py",
}


def sources():
    """The modules in which there is anything to look at: to parse all takes seconds."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts and ANY.search(path.read_text()):
                yield path


def name_of(path):
    return str(path.relative_to(ROOT))


def is_elsewhere(path):
    return any(name_of(path).startswith(place) for place in ELSEWHERE)


@functools.cache
def tree_of(path):
    return ast.parse(path.read_text())


def literals(path):
    """(line, text, whether it is said) of each string of a module that is no docstring."""
    tree = tree_of(path)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}

    def walk(node, is_said):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            is_said = is_said or called in SAID
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value, is_said
        for child in ast.iter_child_nodes(node):
            yield from walk(child, is_said)

    return walk(tree, False)


def test_no_sentence_of_a_module_is_written_for_one_kind_of_town():
    unsaid = [
        f"{name_of(path)}:{line} {text}"
        for path in sources()
        if not is_elsewhere(path) and name_of(path) not in OF_THE_PROGRAM
        for line, text, is_said in literals(path)
        if not is_said and OURS.search(text) and text != FIGURE
        and (name_of(path), text) not in KNOWN
    ]  # fmt: skip
    assert unsaid == []


def test_what_is_said_at_import_is_said_later():
    """say() at the level of a module or a class would be the word of the town that started it."""

    def early(node, is_inside):
        if isinstance(node, ast.FunctionDef):
            for each in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
                if each is not None:
                    yield from early(each, is_inside)
            for child in node.body:
                yield from early(child, True)
            return
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and not is_inside:
            yield node.lineno
        for child in ast.iter_child_nodes(node):
            yield from early(child, is_inside)

    found = {
        name_of(path): lines for path in sources() if (lines := list(early(tree_of(path), False)))
    }
    assert found == {}


TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
IN_TAG = re.compile(r'"([^"]*)"(\|said)?')


def unsaid_in(template):
    """The words of a template that follow the kind of town and go through no |said."""
    text = re.sub(r"\{#.*?#\}", "", template)
    found = [words for words in re.split(r"\s{2,}|\n", TAG.sub("  ", text)) if OURS.search(words)]
    found += [
        words
        for tag in TAG.findall(text)
        for words, filtered in IN_TAG.findall(tag)
        if OURS.search(words) and not filtered
    ]
    return found


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>交镇人大</p>", ["<p>交镇人大</p>"]),
        ('{{ "交镇人大"|said }}', []),
        ('{% include "x.html" with words="不是镇代表" only %}', ["不是镇代表"]),
        ('{% include "x.html" with words="不是镇代表"|said only %}', []),
        ("乡镇人大 {# 镇 #}", []),
    ],
)
def test_what_a_template_may_hold(template, found):
    assert unsaid_in(template) == found


def test_no_template_or_script_is_written_for_one_kind_of_town():
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "locale").rglob("*.po")]
    files += (path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts)
    found = {name_of(path): words for path in files if (words := unsaid_in(path.read_text()))}
    assert found == {}


def test_nothing_that_ships_is_of_one_town():
    found = {
        f"{name_of(path)}:{line}"
        for path in sources()
        if not name_of(path).startswith("hemao/demo/") and name_of(path) not in OF_THE_PROGRAM
        for line, text, _ in literals(path)
        # what a member was called before may still stand in the words of a report
        if OF_ONE_TOWN.search(text) and name_of(path) != "reports/figures/activities.py"
    }  # fmt: skip
    files = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "reports/words/outlines").glob("*.txt"),
    ]
    found |= {name_of(path) for path in files if OF_ONE_TOWN.search(path.read_text())}
    assert found == set()
