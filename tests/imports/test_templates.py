"""周敏 downloads the empty table of a kind, fills it in, and brings it in."""

import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Role
from imports import services
from imports.blanks.workbook import EXAMPLE, NOTES, OPTIONS, blank, heading_of
from imports.heads import propose
from imports.kinds import KINDS
from imports.reading import read_file, understand
from tests import cast
from tests.imports.files import saved
from township.models import Village

pytestmark = pytest.mark.sqlite


@pytest.fixture
def clerk(db):
    cast.make_frame()
    return cast.the_clerk()


def test_every_kind_has_a_table_whose_columns_it_reads_and_whose_example_it_does_not(clerk):
    for kind in KINDS.values():
        _, *rest = read_file("表.xlsx", blank(kind))
        book = openpyxl.load_workbook(io.BytesIO(blank(kind)))
        sheet = book.worksheets[0]
        assert book.sheetnames[1:] == [NOTES, OPTIONS]
        assert book[OPTIONS].sheet_state == "hidden"
        assert str(sheet["A2"].value).startswith(EXAMPLE)
        assert [cell.value for cell in sheet[1]] == [heading_of(one) for one in kind.columns]
        for column, cell in enumerate(sheet[3]):
            cell.value = kind.columns[column].example or "甲"
        table = understand(read_file("表.xlsx", saved(book))[0], kind.knows)
        assert [row.number for row in table.rows] == [3], kind.key
        assert propose(kind, table) == [one.name for one in kind.columns], kind.key
        for other in rest:
            assert not any(propose(kind, understand(other, kind.knows))), kind.key


def test_a_table_that_was_filled_in_is_read(clerk):
    book = openpyxl.load_workbook(io.BytesIO(blank(KINDS["villages"])))
    sheet = book.worksheets[0]
    sheet.append(["新河村", "1860"])
    table = services.read_in(KINDS["villages"], by=clerk, name="村.xlsx", data=saved(book))
    assert (table.totals["new"], table.totals["wrong"]) == (1, 0)
    services.confirm(table, by=clerk)
    assert Village.objects.get(name="新河村").population == 1860


def test_an_empty_table_holds_nothing_to_bring_in(clerk):
    with pytest.raises(ValidationError, match="没有找到村（社区）的数据"):
        services.read_in(KINDS["villages"], by=clerk, name="村.xlsx", data=blank(KINDS["villages"]))


def test_what_can_be_chosen_is_in_the_drop_downs(clerk):
    sheet = openpyxl.load_workbook(io.BytesIO(blank(KINDS["departments"]))).worksheets[0]
    [rule] = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert (str(rule.sqref), "上级部门" in rule.formula1) == ("B3:B5000", True)
    assert sheet["B3"].number_format == "@"


def test_only_who_may_enter_a_kind_gets_its_table(clerk, client):
    address = reverse("import-template", args=["villages"])
    client.force_login(clerk)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "import-villages.xlsx" in answer["Content-Disposition"]
    assert client.get(reverse("import-template", args=["nothing"])).status_code == 404
    for role in (Role.LEADER, Role.AUDITOR, Role.DEPUTY):
        client.force_login(cast.make_user(role))
        assert client.get(address).status_code == 404
