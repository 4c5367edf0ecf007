"""周敏 exports a list, changes two cells of it in WPS, and brings the same file in again."""

import io

import openpyxl
import pytest
from django.urls import reverse

from imports import services
from imports.kinds import KINDS
from tests import cast
from tests.cast import day
from tests.imports.desk import choose, read
from tests.imports.files import saved
from tests.records.exporting import everything

pytestmark = pytest.mark.sqlite

# Of each list two cells by the row of the file and the heading, and what is typed there.
TYPED = {
    "villages": {(2, "户籍人口"): 1900, (4, "户籍人口"): "2,105人"},
    "departments": {(2, "联系人"): "周立", (3, "类别"): "上级部门"},
    "constituencies": {(2, "应选名额"): 2, (3, "应选名额"): 1},
    "roster": {(2, "单位及职务"): "桥头村村委会主任", (3, "学历"): "大专"},
    "households": {(2, "家庭人口"): 5, (3, "主要产业"): "水稻46亩"},
    "assignments": {(2, "开始日期"): "2022年1月5日", (3, "开始日期"): "2022.1.6"},
    "visits": {(2, "生活情况"): "老人住院回来了", (3, "生产情况"): "秧已经插完"},
    "opinions": {(2, "听取人"): "许桂兰", (3, "内容类别"): "水利设施"},
}


@pytest.fixture
def clerk(client, db):
    cast.make_frame()
    clerk = cast.the_clerk()
    client.force_login(clerk)
    return clerk


@pytest.fixture
def ledger(clerk):
    """Two rows or more of each list."""
    for name in ("桥头选区", "岳山选区"):
        cast.make_constituency(name=name)
    xu = cast.make_deputy(name="许桂兰", phone="13800001111")
    wang = cast.make_household(head_name="王二保", phone="13900001111", members=4, group="6组")
    cast.make_household(head_name="李平", members=3)  # of no deputy
    zhao = cast.make_household(head_name="赵小满", group="2组")
    hers = cast.make_assignment(person=xu, household=wang)
    his = cast.make_assignment(person=cast.make_deputy(name="赵磊"), household=zhao)
    cast.make_visit(assignment=hers, good_deed="修好了门前路")
    cast.make_visit(assignment=his, visited_on=day("2022-08-01"))
    cast.make_opinion(household=wang, heard_by=xu, text="路灯坏了三盏，" * 9)
    cast.make_opinion()


def test_an_exported_list_comes_back_as_the_changes_that_were_typed(clerk, client, ledger):
    for key, typed in TYPED.items():
        kind = KINDS[key]
        content = everything(client, f"{reverse(kind.listed_at)}export/").content
        table = services.read_in(kind, by=clerk, name="导出.xlsx", data=content)
        said = [(row.number, row.says, row.cells) for row in table.rows.exclude(state="same")]
        assert said == [], key
        table = services.read_in(kind, by=clerk, name="导出.xlsx", data=written(content, typed))
        say_that_it_is_the_same_visit(table, clerk)
        states = dict(table.rows.values_list("number", "state"))
        wanted = dict.fromkeys(states, "same") | {row: "changed" for row, _ in typed}
        assert states == wanted, (key, list(table.rows.values_list("says", "cells")))
        assert changed_cells(kind, table) == set(typed), key


def say_that_it_is_the_same_visit(table, clerk):
    """Two visits on a day are no mistake: whether this is another one is asked."""
    for row in table.rows.filter(state="doubtful"):
        _, _, (change, _) = row.cells["visited_on"]["choices"]
        choose(row, "visited_on", change, by=clerk)


def written(content, typed):
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    for (row, heading), value in typed.items():
        sheet.cell(row, columns[heading], value)
    return saved(book)


def changed_cells(kind, table):
    """{(row, heading as in the file)} of the cells that say something else than the ledger."""
    words = {one["field"]: one["words"] for one in table.columns}
    return {
        (row.number, words[name])
        for row in table.rows.all()
        for name, cell in row.cells.items()
        if cell["state"] == "changed"
    }


def test_a_number_with_its_middle_left_out_is_no_change(clerk, ledger):
    text = "户主\t村\t组\t电话\n王二保\t桥头村\t6组\t139****1111"
    [row] = read("households", text, clerk).rows.all()
    assert row.state == "same"
    assert row.cells["phones"] == {
        "state": "read", "read": "", "says": "“139****1111”隐去了几位，不读入，台账里的号码不变。",
    }  # fmt: skip
