"""Visits to the households of 柳塘镇, brought in from what the office wrote down."""

import datetime

import pytest

from imports import services
from representatives.models import Assignment, Household, Visit
from tests import cast
from tests.imports.desk import all_rows, choose, read, says, store

pytestmark = pytest.mark.sqlite

HEAD = "走访代表\t户主\t村\t走访时间\t方式\t是否见到\t走访内容\t办实事\t反映的意见"


@pytest.fixture
def kept(db):
    cast.make_frame()
    person = cast.make_deputy(name="许桂兰", login="xgl")
    return cast.make_assignment(person=person, household=cast.make_household(head_name="王二保"))


@pytest.fixture
def clerk(kept):
    return cast.the_clerk()


def table(*rows):
    return "\n".join([HEAD, *rows])


VISITS = table(
    "许桂兰\t王二保\t桥头\t2022.3.1\t入户\t√\t水稻插秧\t修了水泵\t路不好走",
    "\t王二保\t\t2022年6月1日\t电话\t没见到\t\t\t",
    "\t王二保\t\t2022-6-2\t\t\t收麦\t\t",
)


def test_visits_belong_to_the_arrangement_of_their_day(clerk, kept):
    before = all_rows()
    stored = store("visits", VISITS, clerk)
    rows = Visit.objects.order_by("visited_on").values_list(
        "assignment", "method", "was_met", "production", "good_deed", "recorded_by",
        "is_on_behalf", "is_late_entry",
    )  # fmt: skip
    assert list(rows) == [
        (kept.pk, "home", True, "水稻插秧", "修了水泵", clerk.pk, True, True),
        (kept.pk, "phone", False, "", "", clerk.pk, True, True),
        (kept.pk, "home", True, "收麦", "", clerk.pk, True, True),
    ]
    again = read("visits", VISITS, clerk)
    assert (again.totals["same"], again.totals["new"], again.totals["changed"]) == (3, 0, 0)
    services.undo(stored, by=clerk)
    assert all_rows() == before


def test_the_rules_of_the_form_speak(clerk):
    ended = cast.make_assignment(
        household=cast.make_household(head_name="李长根"), ended_on=cast.day("2023-01-01"),
        ended_for="swap",
    )  # fmt: skip
    other = cast.make_deputy()
    text = table(
        "\t王二保\t\t2021-12-01\t\t\t\t\t",
        "许桂兰\t王二保\t\t2021-12-01\t\t\t\t\t",
        f"{other}\t王二保\t\t2022-3-1\t\t\t\t\t",
        "\t王二保\t\t2099-3-1\t\t\t\t\t",
        f"{ended.person}\t李长根\t\t2022-3-1\t\t\t\t\t",
        "\t吴大妹\t\t2022-3-1\t\t\t\t\t",
        "\t王二保\t桥头坝\t2022-3-1\t\t\t\t\t",
        "\t王二保\t\t\t\t\t\t\t",
    )
    said = says("visits", text, clerk)
    assert said == [
        "户主姓名：“王二保（桥头村）”在2021-12-01没有代表联系，请核对走访日期和联系安排。",
        "走访日期：2021-12-01这一户不由许桂兰联系。",
        f"联系代表：王二保（桥头村）在2022-03-01由许桂兰联系，不由{other}联系。",
        "走访日期：走访日期不能在今天之后。",
        "这一安排已结束超过14天，不能再补记走访。",
        "户主姓名：没有登记户主叫“吴大妹”的联系户，请核对户主姓名，或者先登记这一户。",
        "村（社区）：没有登记叫“桥头坝”的村（社区），是不是桥头村；请改这一格，或者先登记。",
        "走访日期：请填走访日期。",
    ]


def test_another_visit_of_the_same_day_is_asked(clerk, kept):
    cast.make_visit(assignment=kept, production="水稻长势好")
    text = table("\t王二保\t\t2022-3-1\t\t\t收麦\t\t")
    for key, totals, count, said in (
        ("new", "new", 2, "收麦"), ("keep", "same", 1, "水稻长势好"), ("change", "changed", 1, "收麦"),
    ):  # fmt: skip
        reading = read("visits", text, clerk)
        [row] = reading.rows.all()
        assert row.says == (
            "这一天已有一次走访：入户走访，见到，水稻长势好，许桂兰登记，是另一次吗？"
        )
        choice = next(one for one, _ in row.cells["visited_on"]["choices"] if one.startswith(key))
        choose(row, "visited_on", choice, by=clerk)
        services.confirm(reading, by=clerk)
        reading.refresh_from_db()
        assert (reading.totals[totals], Visit.objects.count()) == (1, count)
        assert Visit.objects.filter(production=said).exists()
        again = read("visits", text, clerk)
        assert again.totals["same" if key != "keep" else "doubtful"] == 1
        services.undo(reading, by=clerk)
        assert Visit.objects.get().production == "水稻长势好"


def test_statements_do_not_grow_with_the_visits(clerk, kept, django_assert_max_num_queries):
    """Two thousand visits to forty households: twice what a thousand rows may take."""
    homes = [Household(head_name=f"何某{at}", village=kept.household.village) for at in range(40)]
    homes = Household.objects.bulk_create(homes)
    Assignment.objects.bulk_create(
        Assignment(person=kept.person, household=home, category=kept.category, starts_on=kept.starts_on)
        for home in homes
    )  # fmt: skip
    days = [cast.DAY + datetime.timedelta(days=at) for at in range(50)]
    text = table(
        *(f"\t{home.head_name}\t\t{day}\t\t\t内容{day}\t\t" for home in homes for day in days)
    )
    with django_assert_max_num_queries(40):
        reading = read("visits", text, clerk)
    with django_assert_max_num_queries(40):
        services.confirm(reading, by=clerk)
    assert Visit.objects.count() == 2000
    with django_assert_max_num_queries(40):
        assert read("visits", text, clerk).totals["same"] == 2000
