"""Who keeps in touch with whom in 柳塘镇, brought in from the office's table."""

import pytest
from django.core.exceptions import ValidationError

from imports import services
from representatives.models import Assignment
from tests import cast
from tests.imports.desk import all_rows, choose, read, says, states, store

pytestmark = pytest.mark.sqlite

HEAD = "联系代表\t户主\t村\t组\t户别\t起始时间\t结束时间\t结束原因"


@pytest.fixture
def town(db):
    frame = cast.make_frame()
    for name in ("许桂兰", "单国富"):
        cast.make_deputy(name=name)
    away, grain, _ = frame.categories
    homes = {}
    for name, category in (("王二保", away), ("李长根", grain), ("赵春生", away)):
        homes[name] = cast.of_category(cast.make_household(head_name=name), category)
    return homes


@pytest.fixture
def clerk(town):
    return cast.the_clerk()


def table(*rows):
    return "\n".join([HEAD, *rows])


def held():
    rows = Assignment.objects.order_by("pk").values_list(
        "person__name", "household__head_name", "starts_on", "ended_on", "ended_for"
    )
    return [(p, h, str(s), e and str(e), w) for p, h, s, e, w in rows]


def test_arrangements_begin_and_end_as_the_table_says(clerk):
    before = all_rows()
    text = table(
        "许桂兰\t王二保\t桥头\t\t外出户\t2022.1.10\t2023年5月1日\t调整",
        "单国富\t王二保\t桥头村\t\t外出户\t2023.5.1\t\t",
        "许桂兰\t李长根\t\t\t\t\t\t",
    )
    stored = store("assignments", text, clerk)
    assert stored.totals["new"] == 3
    assert held() == [
        ("许桂兰", "王二保", "2022-01-10", "2023-05-01", "swap"),
        ("单国富", "王二保", "2023-05-01", None, ""),
        ("许桂兰", "李长根", "2021-12-28", None, ""),
    ]
    again = read("assignments", text, clerk)
    assert (again.totals["same"], again.totals["new"], again.totals["changed"]) == (3, 0, 0)
    services.undo(stored, by=clerk)
    assert all_rows() == before


def test_an_end_that_is_told_later_ends_what_was_open(clerk):
    store("assignments", table("许桂兰\t王二保\t\t\t\t2022-1-10\t\t"), clerk)
    before = all_rows()
    ended = table("许桂兰\t王二保\t\t\t\t2022-1-10\t2023-5-1\t")
    [row] = read("assignments", ended, clerk).rows.all()
    assert (row.state, row.says) == ("wrong", "结束日期和结束原因要一起填写。")
    changed = store("assignments", ended, clerk, ended_for="moved")
    assert changed.totals["changed"] == 1
    assert held() == [("许桂兰", "王二保", "2022-01-10", "2023-05-01", "moved")]
    services.undo(changed, by=clerk)
    assert all_rows() == before


def test_what_was_visited_stays_inside(clerk, town):
    kept = cast.make_assignment(
        household=town["王二保"], person=None, starts_on=cast.day("2022-01-10")
    )
    cast.make_visit(assignment=kept, visited_on=cast.day("2022-03-01"))
    rows = [
        f"{kept.person}\t王二保\t\t\t\t2022-1-10\t2022-2-1\t调整",
        f"{kept.person}\t王二保\t\t\t\t2022-3-10\t\t",
        f"{kept.person}\t王二保\t\t\t\t2022-2-10\t\t",
    ]
    said = [(state, says) for _, state, says in states(read("assignments", table(*rows), clerk))]
    assert said == [
        ("wrong", "结束日期：2022-03-01还有走访记录，结束日期要在它之后。"),
        ("wrong", "开始日期：2022-03-01已有走访记录，开始日期不能在它之后。"),
        ("changed", "自2022-01-10起已经登记过"),
    ]


def test_the_rules_of_the_form_speak(clerk):
    text = table(
        "许桂兰\t王二保\t\t\t\t\t\t",
        "许桂兰\t赵春生\t\t\t\t\t\t",
        "单国富\t王二保\t\t\t\t\t\t",
        "单国富\t赵春生\t\t\t种植户\t\t\t",
        "单国富\t赵春生\t\t\t\t2099-1-1\t\t",
        "单国富\t赵春生\t\t\t\t2019-1-1\t\t",
        "马涛静\t赵春生\t\t\t\t\t\t",
        "单国富\t吴大妹\t\t\t\t\t\t",
        "单国富\t赵春生\t岳山村\t\t\t\t\t",
        "单国富、许桂兰\t赵春生\t\t\t\t\t\t",
    )
    said = says("assignments", text, clerk)
    assert said == [
        "自2021-12-28起",
        "许桂兰在这段时间已有外出户，每名代表联系1户。",
        "这一户在这段时间已由许桂兰联系，同一时间只能由一名代表联系。",
        "类别：这一户在2021-12-28不是种植户，请先在联系户页面登记类别。",
        "开始日期：开始日期不能在今天之后。",
        "联系代表：单国富在2019-01-01不是代表。",
        "联系代表：没有登记叫“马涛静”的人，请核对姓名，或者先登记这名代表。",
        "户主姓名：没有登记户主叫“吴大妹”的联系户，请核对户主姓名，或者先登记这一户。",
        "户主姓名：叫“赵春生”的联系户登记在桥头村，请核对村和组。",
        "联系代表：这一格写了2个人，请只写一名代表。",
    ]


def test_of_two_households_of_one_name_the_clerk_chooses(clerk):
    for group in ("1组", "2组"):
        home = cast.make_household(head_name="孙桂英", group=group)
        cast.of_category(home)
    reading = read("assignments", table("许桂兰\t孙桂英\t\t\t\t\t\t"), clerk)
    [row] = reading.rows.all()
    assert row.says == "叫“孙桂英”的联系户有2户，请选是哪一户。"
    key, words = row.cells["home"]["choices"][1]
    assert words == "孙桂英（桥头村2组）"
    choose(row, "home", key, by=clerk)
    services.confirm(reading, by=clerk)
    assert Assignment.objects.get().household.group == "2组"
    written = read("assignments", table("单国富\t孙桂英（桥头村1组）\t\t\t\t\t\t"), clerk)
    assert written.totals["new"] == 1


def test_what_crosses_with_another_clerk_is_said(clerk, town, monkeypatch):
    """What no lock kept away the database refuses; then nothing is stored, and a sentence says so."""
    reading = read("assignments", table("许桂兰\t王二保\t\t\t\t\t\t"), clerk)
    other = Assignment(
        person=cast.make_deputy(), household=town["王二保"], starts_on=cast.DAY,
        category=cast.make_frame().categories[0],
    )  # fmt: skip
    stored = services.storing.store

    def cross(*args):
        other.save()
        return stored(*args)

    monkeypatch.setattr(services.storing, "store", cross)
    with pytest.raises(ValidationError, match="一行也没有导入"):
        services.confirm(reading, by=clerk)
    assert Assignment.objects.count() == 0


def test_a_household_goes_from_one_deputy_to_the_next_in_one_table(clerk):
    store("assignments", table("许桂兰\t王二保\t\t\t外出户\t2022.1.10\t\t"), clerk)
    before = all_rows()
    text = table(
        "许桂兰\t王二保\t\t\t外出户\t2022.1.10\t2023年5月1日\t调整",
        "单国富\t王二保\t\t\t外出户\t2023.5.1\t\t",
    )
    stored = store("assignments", text, clerk)
    assert held() == [
        ("许桂兰", "王二保", "2022-01-10", "2023-05-01", "swap"),
        ("单国富", "王二保", "2023-05-01", None, ""),
    ]
    services.undo(stored, by=clerk)
    assert all_rows() == before


def test_what_came_in_its_place_stands_against_an_undo(clerk, town):
    store("assignments", table("许桂兰\t王二保\t\t\t外出户\t2022.1.10\t\t"), clerk)
    ended = table("许桂兰\t王二保\t\t\t外出户\t2022.1.10\t2023年5月1日\t调整")
    stored = store("assignments", ended, clerk)
    store("assignments", table("单国富\t王二保\t\t\t外出户\t2023.5.1\t\t"), clerk)
    before = all_rows()
    with pytest.raises(ValidationError, match="原来的位置后来已经登记了别的"):
        services.undo(stored, by=clerk)
    assert all_rows() == before
    assert stored.state == "stored"
