"""Villages, departments and constituencies of 鹤毛镇, brought in from the office's own lists."""

import pytest
from django.core.exceptions import ValidationError

from imports import services
from imports.models import Import
from representatives.models import Constituency
from tests import cast
from tests.imports.desk import all_rows, mend, read, states, store
from township.models import Department, Village

VILLAGES = "村名\t户籍人口\n新河村\t1860人\n石坝村\t2,105\n沿湖社区\t"


@pytest.fixture
def clerk(db):
    cast.make_frame()
    return cast.the_clerk()


def test_a_list_is_shown_then_stored_then_known(clerk):
    table = read("villages", VILLAGES, clerk)
    assert table.totals == {
        "new": 3, "changed": 0, "same": 0, "doubtful": 0, "wrong": 0, "left_out": 0,
    }  # fmt: skip
    assert not Village.objects.filter(name="石坝村").exists()
    services.confirm(table, by=clerk)
    assert Village.objects.get(name="石坝村").population == 2105
    assert table.rows.count() == 0
    again = read("villages", VILLAGES, clerk)
    assert (again.totals["same"], again.totals["new"]) == (3, 0)
    changed = read("villages", "村名\t户籍人口\n新河村\t1900", clerk)
    [row] = changed.rows.all()
    assert (row.state, row.cells["population"]["old"]) == ("changed", "1860")


def test_what_was_stored_is_taken_back_row_for_row(clerk):
    services.confirm(read("villages", "村名\t人口\n石坝村\t9", clerk), by=clerk)
    before = all_rows()
    table = read("villages", VILLAGES, clerk)
    services.confirm(table, by=clerk)
    services.undo(table, by=clerk)
    assert all_rows() == before
    assert table.state == Import.State.UNDONE
    history = Village.history.filter(name="石坝村").values_list("history_type", "history_user")
    assert list(history) == [("~", clerk.pk), ("~", clerk.pk), ("+", clerk.pk)]


def test_a_bad_cell_stops_the_table_until_it_is_mended(clerk):
    table = read("villages", "村名\t人口\n新河村\t很多\n石坝村\t5", clerk)
    [row, _] = table.rows.all()
    assert row.says == "户籍人口：请填整数，如12。"
    with pytest.raises(ValidationError, match="还有1行要选择或者有错"):
        services.confirm(table, by=clerk)
    mend(row, "population", "1860", by=clerk)
    services.confirm(table, by=clerk)
    assert Village.objects.get(name="新河村").population == 1860


def test_what_hangs_on_a_row_stands_against_taking_it_back(clerk):
    table = read("villages", VILLAGES, clerk)
    services.confirm(table, by=clerk)
    cast.make_household(village=Village.objects.get(name="石坝村"))
    with pytest.raises(ValidationError, match="“石坝村”后来有了联系户1条"):
        services.undo(table, by=clerk)


def test_what_a_later_import_changed_is_taken_back_after_it(clerk):
    first = store("villages", "村名\t人口\n新河村\t9", clerk)
    later = store("villages", "村名\t人口\n新河村\t10", clerk)
    with pytest.raises(
        ValidationError,
        match=r"“新河村”后来改动过，先撤回\d{4}-\d\d-\d\d \d\d:\d\d导入的《粘贴的表格》",
    ):
        services.undo(first, by=clerk)
    services.undo(later, by=clerk)
    services.undo(first, by=clerk)
    assert not Village.objects.filter(name="新河村").exists()


def test_a_department_without_a_kind_is_of_the_kind_that_was_asked(clerk):
    text = "单位名称\t类别\n财政所\t\n县水利局\t县级"
    services.confirm(read("departments", text, clerk), by=clerk)
    kinds = dict(
        Department.objects.filter(name__in=["财政所", "县水利局"]).values_list("name", "kind")
    )
    assert kinds == {"财政所": "town", "县水利局": "above"}


def test_constituencies_get_the_numbers_that_follow(clerk):
    table = read("constituencies", "选区\t名额\n桥头选区\t3\n岳山选区\t4", clerk)
    [good, bad] = table.rows.all()
    assert (good.state, bad.state) == ("new", "wrong")
    assert "每一选区选1至3名" in bad.says


def test_what_is_no_number_of_a_constituency_is_said_in_words(clerk):
    table = read("constituencies", "选区号\t选区\n第十一选区\t甲选区\n东\t乙选区\nA\t丙选区", clerk)
    [good, east, letter] = table.rows.all()
    assert (good.state, good.cells["number"]["read"]) == ("new", "11")
    assert "请填整数，如12。" in east.says
    assert letter.state == "wrong"


@pytest.mark.sqlite
def test_two_rows_of_one_name_that_say_different_things_are_shown(clerk):
    table = read("villages", "村名\t人口\n石坝村\t5\n石 坝 村\t6\n石坝村\t5", clerk)
    rows = list(table.rows.values_list("state", "says"))
    assert rows == [
        ("new", ""), ("wrong", "名称：前面已有一行也是“石坝村”，写的不一样，请留一行。"),
        ("same", "和前面的一行相同"),
    ]  # fmt: skip


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("words", "state"), [("2,105", "new"), ("3,4", "wrong"), ("3，4", "wrong")]
)
def test_a_comma_parts_thousands_or_nothing(clerk, words, state):
    assert read("villages", f"村名\t人口\n石坝村\t{words}", clerk).rows.get().state == state


@pytest.mark.sqlite
def test_a_constituency_without_a_number_takes_none_of_a_later_row(clerk):
    table = read("constituencies", "选区号\t选区名称\n\t无号选区\n1\t桥头选区\n2\t岳山选区", clerk)
    assert table.totals["new"] == 3
    services.confirm(table, by=clerk)
    assert Constituency.objects.get(name="无号选区").number == 3


def test_the_seats_have_many_heads_and_without_any_it_is_said(clerk):
    for head in ("应选代表名额", "应选代表数", "代表数"):
        table = read("constituencies", f"选区名称\t{head}\n新河选区\t3", clerk)
        assert [one["field"] for one in table.columns] == ["name", "seats"], head
        assert states(table) == [(2, "new", "")]
    table = read("constituencies", "选区号\t选区名称\n91\t新河选区", clerk)
    assert states(table) == [(2, "new", "应选名额没写，按1名")]


def test_statements_do_not_grow_with_the_villages(clerk, django_assert_max_num_queries):
    text = "村名\t人口\n" + "\n".join(f"新{number}村\t{number}" for number in range(1, 301))
    with django_assert_max_num_queries(14):
        table = read("villages", text, clerk)
    with django_assert_max_num_queries(20):
        services.confirm(table, by=clerk)
    assert table.totals["new"] == 300
