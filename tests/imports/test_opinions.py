"""意见建议 brought in from the office's own ledger: what was said, and how far it was followed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports import services
from representatives import opinions
from representatives.models import Opinion
from tests import cast
from tests.cast import day
from tests.imports.desk import all_rows, choose, read, states, store
from township.models import Topic

pytestmark = pytest.mark.django_db

HEADS = (
    "序号", "反映时间", "来源", "村", "联系户", "反映人", "听取代表", "类别", "反映问题", "处理方式", "责任单位",
    "转办时间", "答复时间", "结果", "答复情况", "回告日期", "回告方式",
)  # fmt: skip


def table(*rows, heads=HEADS):
    return "\n".join("\t".join(map(str, line)) for line in (heads, *rows))


def line(**told):
    cells = {
        "反映时间": "2022.3.1",
        "类别": "水利设施",
        "反映问题": "门前水渠堵了，一下雨就淹。",
    } | told
    return [cells.get(head, "") for head in HEADS]


@pytest.fixture
def clerk(db):
    cast.make_frame()
    cast.make_deputy(name="许桂兰")
    cast.make_household(head_name="王二保")
    return cast.the_clerk()


WHOLE = {
    "来源": "走访", "联系户": "王 二保", "听取代表": "许桂兰", "处理方式": "转办", "责任单位": "水利站",
    "转办时间": "2022年3月3日", "答复时间": "20220320", "结果": "已办结", "答复情况": "水渠已经清理。",
    "回告日期": "2022-03-21", "回告方式": "打电话",
}  # fmt: skip


def test_from_what_was_heard_to_what_was_told_back(clerk):
    before = all_rows()
    found = store("opinions", table(line(**WHOLE)), clerk)
    one = Opinion.objects.get()
    assert (one.household.head_name, str(one.heard_by), one.disposal) == (
        "王二保",
        "许桂兰",
        "town",
    )
    assert (one.outcome, one.told_back_by, one.source) == ("solved", "phone", "visit")
    # 20 working days after the third of March, weekends alone known: the table has no holidays.
    assert (one.due_on, one.disposed_on) == (day("2022-03-31"), day("2022-03-01"))
    assert one.history.get().history_change_reason == f"导入{found.pk}号：意见建议"
    services.undo(found, by=clerk)
    assert all_rows() == before


def test_as_the_form_stores_it(clerk):
    """The same opinion by the verb of the form: every column is the same but the key."""
    store("opinions", table(line(**WHOLE)), clerk)
    imported = Opinion.objects.get()
    typed = Opinion(
        heard_on=day("2022-03-01"), source="visit", household=imported.household,
        heard_by=imported.heard_by, topic=imported.topic, text=imported.text, disposal="town",
        department=imported.department, handed_over_on=day("2022-03-03"),
        answered_on=day("2022-03-20"), outcome="solved", answer="水渠已经清理。",
        told_back_on=day("2022-03-21"), told_back_by="phone",
    )  # fmt: skip
    opinions.enter_opinion(typed, by=clerk)
    first, second = Opinion.objects.order_by("pk").values()
    assert {**first, "id": 0} == {**second, "id": 0}


def test_the_same_again_and_then_an_answer(clerk):
    heard = line(来源="来信", 反映人="张大妈", 责任单位="水利站")
    store("opinions", table(heard), clerk)
    again = read(
        "opinions",
        table(heard, line(来源="来信", 反映人="张 大妈", 反映问题="门前水渠堵了，一下雨就淹")),
        clerk,
    )
    assert states(again) == [(2, "same", "已经登记过"), (3, "same", "已经登记过")]
    before = all_rows()
    told = {
        "来源": "来信",
        "反映人": "张大妈",
        "转办时间": "2022-3-3",
        "答复时间": "2022-3-9",
        "结果": "采纳",
    }
    found = read("opinions", table(line(**told)), clerk)
    [row] = found.rows.all()
    assert row.state == "changed"
    services.confirm(found, by=clerk)
    one = Opinion.objects.get()
    assert (one.due_on, one.outcome, one.department.name) == (
        day("2022-03-31"),
        "adopted",
        "水利站",
    )
    services.undo(found, by=clerk)
    assert all_rows() == before


def test_what_was_explained_at_once_is_answered_and_told(clerk):
    store("opinions", table(line(来源="走访", 联系户="王二保", 处理方式="当场答复")), clerk)
    one = Opinion.objects.get()
    assert (one.answered_on, one.outcome, one.told_back_on) == (
        day("2022-03-01"), "explained", day("2022-03-01"),
    )  # fmt: skip


def test_of_what_was_settled_at_once_the_row_is_believed(clerk):
    """当场答复 with another result and no day keeps the result, and what is filled in is said."""
    home = {"来源": "走访", "联系户": "王二保"}
    rows = [
        line(**home, 处理方式="当场答复解释", 结果="已解决"),
        line(来源="来信", 反映人="张大妈", 处理方式="不予受理", 结果="已转交"),
        line(**home, 处理方式="当场答复", 反映问题="路灯坏了", 回告方式="电话"),
        line(**home, 处理方式="当场答复", 反映问题="桥坏了", 回告日期="2022-3-5", 回告方式="电话"),
    ]
    found = read("opinions", table(*rows), clerk)
    explained, by_day = "当场答复解释的", "答复日期、回告日期按听到日期"
    assert [row.says for row in found.rows.all()] == [
        f"{explained}，{by_day}，回告方式按“上门”",
        "不属受理范围，已告知的，答复日期按听到日期",
        f"{explained}，{by_day}，结果按“解释说明”",
        f"{explained}，答复日期按听到日期，结果按“解释说明”",
    ]
    services.confirm(found, by=clerk)
    stored = Opinion.objects.order_by("pk").values_list(
        "outcome", "answered_on", "told_back_on", "told_back_by"
    )
    heard = day("2022-03-01")
    assert list(stored) == [
        ("solved", heard, heard, "visit"), ("referred", heard, None, ""),
        ("explained", heard, heard, "phone"), ("explained", heard, day("2022-03-05"), "phone"),
    ]  # fmt: skip
    again = read("opinions", table(*rows), clerk)
    assert (again.totals["same"], again.totals["changed"], again.totals["new"]) == (4, 0, 0)


def test_what_waited_and_was_settled_at_once(clerk):
    heard = {"来源": "来信", "反映人": "张大妈"}
    store("opinions", table(line(**heard, 责任单位="水利站")), clerk)
    later = line(**heard, 处理方式="当场答复", 结果="采纳")
    found = read("opinions", table(later), clerk)
    assert states(found) == [(2, "changed", "已经登记过；当场答复解释的，答复日期按听到日期")]
    services.confirm(found, by=clerk)
    one = Opinion.objects.get()
    assert (one.disposal, one.outcome, one.answered_on) == (
        "explained",
        "adopted",
        day("2022-03-01"),
    )
    assert read("opinions", table(later), clerk).totals["same"] == 1


def test_a_row_without_a_topic_is_of_the_rest(clerk):
    rest = Topic.objects.create(name="其他方面")
    heads = [{"听取代表": "收集代表"}.get(head, head) for head in HEADS]
    row = line(来源="来信", 类别="", 听取代表="许桂兰", 责任单位="水利站")
    found = read("opinions", table(row, heads=heads), clerk)
    assert found.rows.get().says.startswith("没写内容类别，按“其他方面”；")
    services.confirm(found, by=clerk)
    one = Opinion.objects.get()
    assert (one.topic, one.heard_by.name) == (rest, "许桂兰")


def test_a_row_is_refused_with_the_sentence_of_the_form(clerk):
    for told, sentence in [
        ({"来源": "走访"}, "走访时听到的，要选提出的联系户"),
        ({"来源": "走访", "反映人": "李不识"}, "没有登记户主叫“李不识”的联系户"),
        ({"转办时间": "2022-3-3", "处理方式": "转办"}, "转办要写明承办单位。"),
        ({"责任单位": "水利站", "转办时间": "2022-2-1"}, "转办日期不能早于听到日期。"),
        ({"答复时间": "2022-3-3"}, "结果：答复日期和结果要一起填写，请填结果。"),
        ({"结果": "已解决"}, "答复日期：答复日期和结果要一起填写，请填答复日期。"),
        ({"回告日期": "2022-3-3"}, "回告日期和回告方式要一起填写，请填回告方式。"),
        (
            {"答复时间": "2022-3-3", "结果": "解决", "回告日期": "2022-3-4", "回告方式": "上门"},
            "回告是对联系户的",
        ),
        (
            {"处理方式": "当场答复", "责任单位": "水利站", "转办时间": "2022-3-3"},
            "当场答复解释的不再转办",
        ),
        ({"反映时间": "2999-1-1"}, "听到日期不能在今天之后"),
        ({"类别": "水力"}, "没有登记叫“水力”的内容类别"),
        ({"类别": ""}, "请填内容类别；整张表都没写的，在上面“没写内容类别的是”里选。"),
        ({"听取代表": "许桂兰、单国富"}, "这一格写了2个人，请只写一人。"),
        ({"反映问题": ""}, "请填内容。"),
        ({"结果": "好"}, "“好”不在可以填的里面"),
    ]:
        [row] = read("opinions", table(line(**({"来源": "来信"} | told))), clerk).rows.all()
        assert (row.state, sentence in row.says) == ("wrong", True), (told, row.says)


def test_of_two_households_of_one_name_the_clerk_chooses(clerk):
    elsewhere = cast.make_household(head_name="王二保", village=cast.make_frame().villages[1])
    found = read("opinions", table(line(来源="走访", 反映人="王二保")), clerk)
    [row] = found.rows.all()
    assert (row.state, len(row.cells["raiser"]["choices"])) == ("doubtful", 2)
    choose(row, "raiser", str(elsewhere.pk), by=clerk)
    services.confirm(found, by=clerk)
    assert Opinion.objects.get().household == elsewhere
    named = read(
        "opinions", table(line(来源="走访", 村="桥头", 反映人="王二保", 反映问题="路灯坏了")), clerk
    )
    assert named.rows.get().state == "new"


def test_what_the_list_exported_is_known_again(clerk):
    """It shows the beginning of a long text, and one column for whoever said it."""
    text = "门前水渠堵了，一下雨就淹，" * 4
    told = {"反映问题": text, "类别": "水利设施"}
    both = line(来源="走访", 联系户="王二保", **told), line(来源="来信", 反映人="张大妈", **told)
    store("opinions", table(*both), clerk)
    heads = ("听到日期", "内容", "提出人", "内容类别")
    rows = [
        ("2022-03-01", f"{text[:29]}…", whose, "水利设施")
        for whose in ("王二保（桥头村）", "张大妈")
    ]
    assert states(read("opinions", table(*rows, heads=heads), clerk)) == [
        (2, "same", "走访听到的，提出人按联系户登记；已经登记过"), (3, "same", "已经登记过"),
    ]  # fmt: skip


def test_statements_do_not_grow_with_the_rows(clerk):
    ways = ["转办", "当场答复", "村办理", "代表建议", "不予受理"]
    rows = [
        line(
            来源="来信", 反映人=f"第{at}人", 听取代表="许桂兰", 处理方式=ways[at % 5], 责任单位="水利站",
            转办时间="" if at % 5 in (1, 4) else "2022-3-3", 反映时间=f"2022.{1 + at % 12}.{1 + at % 28}" if at % 5 == 1 else "2022-3-1",
        )
        for at in range(1000)
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as told:
        found = read("opinions", table(*rows), clerk)
    assert (found.totals["new"], asked(told) <= 20) == (1000, True), asked(told)
    with CaptureQueriesContext(connection) as told:
        services.confirm(found, by=clerk)
    assert asked(told) <= 20, asked(told)
    assert Opinion.objects.count() == 1000


def asked(told):
    """How many statements; of those that store rows on SQLite one, as many as it parts them into."""
    many = [one["sql"].split(" VALUES")[0].split(" (")[0] for one in told]
    return len(
        [one for at, one in enumerate(many) if not at or one != many[at - 1] or "INSERT" not in one]
    )
