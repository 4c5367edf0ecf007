"""The house: a folder that can be overseen, a module that can be read, a name that means one thing."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = (
    "papers", "records", "accounts", "township", "representatives", "congress", "motions",
    "reports", "imports", "hemao",
)  # fmt: skip
# What Django wants to be called so.
OF_DJANGO = {"Command", "Migration"}


def modules():
    """The modules of the product; migrations and the demo town's data are no rooms."""
    for app in HOUSE:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if "migrations" not in parts and parts[:2] != ("hemao", "demo"):
                yield path


def test_there_is_a_house():
    assert len(list(modules())) > 200


def test_no_folder_is_a_heap():
    folders = defaultdict(list)
    for path in modules():
        if path.name != "__init__.py":
            folders[str(path.parent.relative_to(ROOT))].append(path.stem)
    assert {name: len(rooms) for name, rooms in folders.items() if len(rooms) > 16} == {}


def test_no_module_is_too_long_to_read():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules()
    }
    assert {name: length for name, length in lengths.items() if length > 450} == {}


def test_no_two_classes_of_one_name():
    places = defaultdict(list)
    for path in modules():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name not in OF_DJANGO:
                places[node.name].append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_every_package_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.name == "__init__.py"
        and path.parent.name not in ("management", "commands", "templatetags")
        and ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None
    ]
    assert silent == []
