"""What a form refuses, an import refuses with the same words."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from imports.kinds import KINDS
from representatives.models import Constituency, Household
from tests import cast
from tests.imports.desk import read
from township.models import Department, Village

pytestmark = pytest.mark.sqlite

GOOD = {
    "villages": (Village, {"name": "新河村"}, {"order": "9"}),
    "departments": (
        Department,
        {"name": "财政所", "kind": "站所"},
        {"kind": "town", "order": "9", "starts_on": "2000-01-01"},
    ),
    "constituencies": (Constituency, {"name": "桥头选区", "number": "1", "seats": "3"}, {}),
    "households": (Household, {"head_name": "王二保", "village": "桥头村"}, {}),
}
# (kind, column of the table, column of the form, {what else is said}, what is typed)
BAD = [
    ("villages", "population", "population", {}, text)
    for text in ("很多", "-5", "1.5", "100000000", "九百")
] + [
    ("villages", "name", "name", {}, "桥" * 60),
    ("departments", "name", "name", {}, "财" * 60),
    ("departments", "contact", "contact", {}, "周" * 60),
    ("constituencies", "seats", "seats", {}, "4"),
    ("constituencies", "seats", "seats", {}, "0"),
    ("constituencies", "seats", "seats", {}, "三个"),
    ("constituencies", "number", "number", {}, "东"),
    ("constituencies", "name", "name", {}, "桥" * 70),
    ("households", "head_name", "head_name", {}, "王" * 31),
    ("households", "phones", "phone", {}, "1380000111"),
    ("households", "phones", "phone", {}, "没装电话"),
    ("households", "group", "group", {}, "组" * 21),
    ("households", "members", "members", {}, "100"),
    ("households", "members", "members", {}, "四口"),
    ("constituencies", "number", "number", {}, "0"),
    ("households", "workers", "workers", {"members": "2"}, "3"),
    ("households", "away", "away", {"members": "2"}, "3"),
    ("households", "away_to", "away_to", {}, "远" * 41),
    ("households", "industry", "industry", {}, "稻" * 41),
]  # fmt: skip


@pytest.fixture
def clerk(db):
    cast.make_frame()
    return cast.the_clerk()


def test_a_form_and_an_import_refuse_with_the_same_words(clerk):
    differ = []
    for key, column, field, more, text in BAD:
        said = by_form(key, clerk, field, more | {field: text})
        assert said, (key, field, text)
        if said != by_import(key, clerk, more | {column: text}):
            differ.append((key, column, text, said))
    assert differ == []


def by_form(key, clerk, field, typed):
    """What the form of the admin says of `typed`."""
    model, told, hidden = GOOD[key]
    request = RequestFactory().get("/")
    request.user = clerk
    data = told | hidden | typed
    if "village" in data:
        data["village"] = Village.objects.get(name=data["village"]).pk
    if model is Constituency:
        data["term"] = cast.make_frame().second.pk
    form = admin.site._registry[model].get_form(request)(data)
    return "".join(message for messages in form.errors.values() for message in messages)


def by_import(key, clerk, typed):
    """What the preview says of a table with one row."""
    kind, cells = KINDS[key], GOOD[key][1] | typed
    head = "\t".join(kind.column(name).heading for name in cells)
    [row] = read(key, f"{head}\n" + "\t".join(cells.values()), clerk).rows.all()
    said = [cell["says"] for cell in row.cells.values() if cell["state"] == "wrong"]
    return "".join(said) or row.says
