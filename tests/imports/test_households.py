"""The households of 柳塘镇, with what they are and who keeps in touch with them, from the office's tables."""

import pytest

from imports import services
from representatives.models import Assignment, Household, HouseholdCategory
from tests import cast
from tests.imports.desk import all_rows, read, states, store

pytestmark = pytest.mark.sqlite

HEAD = (
    "镇(街道)\t村(居委)\t村组\t户主姓名\t性别\t家庭人口\t劳动力\t外出劳动(人)\t户别\t联系电话\t主要产业\t致贫原因\t备注\t联系代表"
)  # fmt: skip
ROWS = [
    "柳塘镇\t桥头村\t3\t王 二保\t男\t4人\t2\t1\t外出户\t138 0563 1235\t水稻46亩\t\t\t许桂兰",
    "柳塘镇\t桥头\t第三组\t李长根\t男\t3\t\t\t贫困户\t13805631236、6320001\t\t因病\t独居\t",
    "柳塘镇\t岳山村\t\t王二保\t男\t\t\t\t种植户\t\t\t\t\t单国富",
    "柳塘镇\t桥头村\t3组\t王二保\t男\t4\t2\t1\t种植户\t13805631235\t\t\t\t许桂兰",
]
TABLE = "\n".join([HEAD, *ROWS])


@pytest.fixture
def clerk(db):
    cast.make_frame()
    for name in ("许桂兰", "单国富"):
        cast.make_deputy(name=name)
    return cast.the_clerk()


def test_a_form_of_the_time_becomes_households_categories_and_deputies(clerk):
    before = all_rows()
    table = store("households", TABLE, clerk)
    assert (table.totals["new"], table.totals["changed"]) == (3, 1)
    homes = Household.objects.order_by("pk").values_list(
        "head_name", "village__name", "group", "members", "phone", "other_phones", "note"
    )
    assert list(homes) == [
        ("王二保", "桥头村", "3组", 4, "13805631235", "", ""),
        ("李长根", "桥头村", "3组", 3, "13805631236", "6320001", "独居"),
        ("王二保", "岳山村", "", None, "", "", ""),
    ]
    spans = HouseholdCategory.objects.order_by("pk").values_list(
        "household__head_name", "category__code", "starts_on"
    )
    assert list(spans) == [
        ("王二保", "外出户", cast.SECOND_TERM), ("李长根", "帮扶户", cast.SECOND_TERM),
        ("王二保", "种植户", cast.SECOND_TERM), ("王二保", "种植户", cast.SECOND_TERM),
    ]  # fmt: skip
    held = Assignment.objects.order_by("pk").values_list("person__name", "category__code")
    assert list(held) == [("许桂兰", "外出户"), ("单国富", "种植户")]
    services.undo(table, by=clerk)
    assert all_rows() == before


def test_the_same_file_again_changes_nothing(clerk):
    store("households", TABLE, clerk)
    again = read("households", TABLE, clerk)
    assert (again.totals["same"], again.totals["new"]) == (4, 0), states(again)
