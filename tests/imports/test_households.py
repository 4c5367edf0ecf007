"""The households of 柳塘镇, with what they are and who keeps in touch with them, from the office's tables."""

import pytest

from imports import services
from representatives.models import (
    Assignment,
    Category,
    Household,
    HouseholdCategory,
    Mandate,
    Person,
)
from tests import cast
from tests.imports.desk import all_rows, read, states, store
from township.shipped.content import content

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


def said_of(rows, clerk):
    head = "户主\t村\t组\t电话\t家庭人口\t户别\t联系代表\t联系开始日期\t认定时间"
    return states(read("households", "\n".join([head, *rows]), clerk))


def test_which_household_is_meant_is_said_or_asked(clerk):
    cast.make_household(head_name="孙桂英", group="1组", phone="13805630001")
    cast.make_household(head_name="周水生")
    for group in ("1组", "2组"):
        cast.make_household(head_name="吴大妹", group=group)
    said = said_of(
        [
            "孙桂英\t桥头村\t1\t13805630001\t\t\t\t\t",
            "孙桂英\t桥头村\t2\t\t\t\t\t\t",
            "孙桂英\t桥头村\t1\t13805639999\t\t\t\t\t",
            "周水生\t桥头村\t5\t\t3\t\t\t\t",
            "周水生\t桥头村\t5\t\t6\t\t\t\t",
            "吴大妹\t桥头村\t\t\t\t\t\t\t",
            "吴大妹\t桥头村\t2\t\t\t\t\t\t",
        ],
        clerk,
    )
    twin = "看不出是不是同一户，请选。"
    assert said == [
        (2, "same", "已有孙桂英（桥头村1组），电话尾号0001，村、组、电话相同"),
        (3, "new", ""),
        (4, "doubtful", f"桥头村已有叫“孙桂英”的联系户，{twin}"),
        (5, "changed", "已有周水生（桥头村），村相同"),
        (6, "doubtful", f"桥头村已有叫“周水生”的联系户，{twin}"),
        (7, "doubtful", f"桥头村已有叫“吴大妹”的联系户，{twin}"),
        (8, "same", "已有吴大妹（桥头村2组），村、组相同"),
    ]


def test_the_rules_of_the_form_speak(clerk):
    held = cast.make_assignment(person=Person.objects.get(name="许桂兰"))
    said = said_of(
        [
            "钱有田\t桥头坝\t\t\t\t\t\t\t",
            "钱有田\t\t\t\t\t\t\t\t",
            "钱有田\t桥头\t\t1380563\t\t\t\t\t",
            "钱有田\t桥头\t\t\t很多\t\t\t\t",
            "钱有田\t桥头\t\t\t100\t\t\t\t",
            "钱有田\t桥头\t\t\t\t低保户\t\t\t",
            "钱有田\t桥头\t\t\t\t外出户\t许桂兰\t\t",
            "钱有田\t桥头\t\t\t\t外出户\t马涛静\t\t",
            "钱有田\t桥头\t\t\t\t\t单国富\t\t",
            "钱有田\t桥头\t\t\t\t外出户\t单国富\t2022.1.1\t2023.1.1",
            f"{held.household.head_name}\t桥头\t\t\t\t\t单国富\t\t",
        ],
        clerk,
    )
    assert [(state, says) for _, state, says in said] == [
        ("wrong", sentence)
        for sentence in [
            "村（社区）：没有登记叫“桥头坝”的村（社区），是不是桥头村；请改这一格，或者先登记。",
            "村（社区）：请填村（社区）。",
            "电话：“1380563”不是电话号码：手机写11位，如13800001111；座机写0553-6320001，有分机的加“转8001”。",
            "家庭人口：请填整数，如12。",
            "家庭人口：请填0到99之间的整数。",
            "类别：没有登记叫“低保户”的联系户类别；请改这一格，或者先登记。",
            "许桂兰在这段时间已有外出户，每名代表联系1户。",
            "联系代表：没有登记叫“马涛静”的人，请核对姓名，或者先登记这名代表。",
            "类别：这一户在2021-12-28没有类别，请填类别，或者先登记它的类别。",
            "类别：这一户在2022-01-01不是外出户，请先在联系户页面登记类别。",
            "这一户在这段时间已由许桂兰联系，同一时间只能由一名代表联系。",
        ]
    ]


def test_without_a_day_a_by_elected_deputy_begins_with_the_mandate(clerk):
    cast.make_deputy(name="曾玉梅", starts_on=cast.day("2023-05-01"))
    text = "户主\t村\t户别\t联系代表\n钱有田\t桥头\t外出户\t曾玉梅"
    [row] = read("households", text, clerk).rows.all()
    assert row.says == "外出户自2021-12-28起；自2023-05-01起由曾玉梅联系"


def test_an_empty_cell_erases_nothing_and_a_second_number_is_kept(clerk):
    home = cast.make_household(head_name="孙桂英", phone="13805630001", members=4, note="独居")
    store(
        "households",
        "户主\t村\t电话\t家庭人口\t备注\n孙桂英\t桥头\t6320001、13805630001\t\t",
        clerk,
    )
    home.refresh_from_db()
    assert (home.phone, home.other_phones, home.members, home.note) == (
        "13805630001", "6320001", 4, "独居",
    )  # fmt: skip


def test_where_the_categories_are_those_of_the_program_the_towns_own_come_first(clerk):
    kind = services.KINDS["households"]
    assert kind.advice({"category"}) is None  # the cast has its own
    Category.objects.all().delete()
    for row in content("lists")["category"]:
        Category.objects.create(code=row["code"])
    assert kind.advice({"village"}) is None
    words, _, _ = kind.advice({"category"})
    assert "程序带来的外出务工户、种养户、帮扶户" in words
    home = cast.make_household()
    span = HouseholdCategory(household=home, category=Category.objects.first(), starts_on=cast.DAY)
    cast.keep(span)
    assert kind.advice({"category"}) is None


def test_what_was_empty_is_said_at_its_cell(clerk):
    """The house had no telephone, no category and nobody; each cell says that it had none."""
    cast.make_household(head_name="孙桂英", group="1组", members=4)
    cast.make_household(head_name="周水生", group="1组", phone="13805630001")
    table = read(
        "households",
        "户主\t村\t组\t电话\t户别\t联系代表\n"
        "孙桂英\t桥头\t1组\t15188887777\t种植户\t许桂兰\n"
        "周水生\t桥头\t1组\t13805630001、6320001\t\t",
        clerk,
    )
    first, second = table.rows.all()
    assert (first.state, second.state) == ("changed", "changed"), states(table)
    olds = {name: cell["old"] for name, cell in first.cells.items() if "old" in cell}
    assert olds == {"phones": "", "category": "", "deputy": ""}
    assert second.cells["phones"]["old"] == "13805630001"


# A whole town: 65 deputies, each with three households.


def a_town():
    names = [
        f"{surname}{given}"
        for surname in "陈方许汪胡程吴周徐朱孙谢马"
        for given in ("大海", "永年", "秀珍", "春花", "志远")
    ]
    terms = cast.make_frame().second
    people = Person.objects.bulk_create(Person(name=name) for name in names)
    Mandate.objects.bulk_create(
        Mandate(person=one, term=terms, starts_on=terms.starts_on, confirmed_on=terms.starts_on)
        for one in people
    )
    kinds = ("外出户", "种植户", "脱贫户")
    return [
        f"何{name}\t{'桥头' if at % 2 else '岳山村'}\t{at % 9 + 1}\t138{at:08}\t{kind}\t{name}"
        for at, (name, kind) in enumerate((name, kind) for name in names for kind in kinds)
    ]


def test_a_whole_town_comes_in_and_goes_again(db):
    clerk, rows = cast.the_clerk(), a_town()
    before = all_rows()
    text = "\n".join(["户主\t村\t组\t电话\t户别\t联系代表", *rows])
    table = store("households", text, clerk)
    assert (table.totals["new"], Assignment.objects.count()) == (195, 195)
    again = read("households", text, clerk)
    assert (again.totals["same"], again.totals["new"]) == (195, 0)
    services.confirm(again, by=clerk)
    services.undo(table, by=clerk)
    assert all_rows() == before


def test_statements_do_not_grow_with_the_rows(db, django_assert_max_num_queries):
    clerk, rows = cast.the_clerk(), a_town()
    more = [f"王某{'甲乙丙丁'[at % 4]}\t桥头\t{at + 1}\t139{at:08}\t外出户\t" for at in range(805)]
    text = "\n".join(["户主\t村\t组\t电话\t户别\t联系代表", *rows, *more])
    with django_assert_max_num_queries(20):
        table = read("households", text, clerk)
    with django_assert_max_num_queries(
        20 + 2
    ):  # a savepoint, where the transaction begins otherwise
        services.confirm(table, by=clerk)
    assert Household.objects.count() == 1000
    with django_assert_max_num_queries(20):
        assert read("households", text, clerk).totals["same"] == 1000
