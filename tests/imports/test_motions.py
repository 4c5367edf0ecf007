"""议案建议 brought in from the office's own ledger: as far as each went, by the verbs of the page."""

import pytest
from django.core.exceptions import ValidationError

from imports import services
from imports.kinds import cells
from imports.kinds.motion_cells import day_roughly, state_word, verdict
from motions.export_listing import COLUMNS
from motions.models import (
    Handling,
    Motion,
    MotionEvent,
    NumberSeries,
    Rating,
    Satisfaction,
    Signature,
    Verb,
)
from motions.tracks import Tracks
from representatives.models import Person
from tests import cast
from tests.cast import day
from tests.imports.desk import all_rows, read, store
from township.models import Topic

pytestmark = pytest.mark.django_db

ONE_VERDICT = "表里只有一个满意度，办理工作也按“满意”"
HEADS = (
    "序号", "建议编号", "题目", "领衔代表", "附议人", "提出日期", "内容类别", "受理日期", "交办日期", "主办单位",
    "协办单位", "答复日期", "办理类型", "答复内容", "评价日期", "满意", "基本满意", "不满意", "意见", "办结日期",
)  # fmt: skip


def table(*rows, heads=HEADS):
    lines = [heads, *rows]
    return "\n".join("\t".join(map(str, line)) for line in lines)


def line(at, upto, **told):
    """The row of the motion `at`, as far as the stage `upto`: 0 registered … 5 closed."""
    cells = {
        "序号": at, "题目": f"关于修第{at}条路的建议", "领衔代表": "许桂兰", "附议人": "",
        "提出日期": "2022.3.1", "内容类别": "道路交通",
    }  # fmt: skip
    stages = [
        {"建议编号": f"第{at}号", "受理日期": "2022年3月2日"},
        {"交办日期": "20220305", "主办单位": "水利站"},
        {"答复日期": "2022-4-1", "办理类型": "Ａ类", "答复内容": "已经修好。"},
        {"评价日期": "2022/4/8", "满意": "√"},
        {"办结日期": "2022-04-10"},
    ]  # fmt: skip
    for stage in stages[:upto]:
        cells |= stage
    cells |= told
    return [cells.get(head, "") for head in HEADS]


@pytest.fixture
def clerk(db):
    cast.make_frame()
    for name in ("许桂兰", "单国富", "曾玉梅"):
        cast.make_deputy(name=name)
    return cast.the_clerk()


def eighty():
    """Of each of six states: 10 registered, 12 accepted, 14 referred, 9 replied, 8 rated, 24 closed;
    and 3 with which nobody was satisfied."""
    upto = [0] * 10 + [1] * 12 + [2] * 14 + [3] * 9 + [4] * 8 + [5] * 24
    rows = [line(at, stage) for at, stage in enumerate(upto, 1)]
    rows += [line(at, 4, 满意="", 不满意="√", 意见="没有动工") for at in (78, 79, 80)]
    return table(*rows)


def test_eighty_of_a_year(clerk):
    before = all_rows()
    found = read("motions", eighty(), clerk)
    assert (found.totals["new"], found.totals["wrong"]) == (80, 0)
    assert all_rows() == before
    services.confirm(found, by=clerk)
    states = dict.fromkeys(Motion.Status.values, 0)
    for status in Motion.objects.values_list("status", flat=True):
        states[status] += 1
    assert {state: count for state, count in states.items() if count} == {
        "registered": 10, "accepted": 12, "referred": 14, "replied": 17, "closed": 24,
        "rehandling": 3,
    }  # fmt: skip
    assert NumberSeries.objects.get().last == 80
    again = read("motions", eighty(), clerk)
    assert (again.totals["same"], again.totals["new"], again.totals["changed"]) == (80, 0, 0)
    services.undo(found, by=clerk)
    assert all_rows() == before


def one(clerk, told, upto=5, **answers):
    """The row that waits, of the motion 7 as far as `upto` with what is `told` otherwise."""
    return read("motions", table(line(7, upto, **told)), clerk, **answers).rows.get()


def test_messy_cells_are_read_as_an_office_means_them(clerk):
    heads = (
        "序号", "建议编号", "提建议人", "题目", "提交日期", "提出人数", "类别", "内容分类", "立案形式", "立案时间",
        "交办时间", "承办单位", "会办单位", "要求结办日期", "是否收到答复函", "收到时间", "办理类型",
        "满意/基本满意/不满意(打√)", "测评日期", "办理状态",
    )  # fmt: skip
    row = (
        1, "〔2022〕012号", "许 桂兰、单国富 曾玉梅等3名代表", "关于清理水渠的建议", "44621", "3人", "代表建议",
        "水利设施", "闭会", "2022.3.2", "22.3.5", "水利站", "农业农村办公室、村镇建设办公室", "2022-6-5", "√",
        "2022.4.1", "A类", "满意□ 基本满意☑ 不满意□", "2022.4.8", "已答复",
    )  # fmt: skip
    found = read("motions", table(row, heads=heads), clerk)
    waits = found.rows.get()
    assert waits.says == (
        "表里只有一个满意度，办理工作也按“基本满意”；答复日期按收到答复函的日期；表里没有答复内容，写“（原件未录）”；"
        "提出人数3人没有存，按联名代表的名单算；要求结办日期没有存，期限按规定计算；现在是“已答复”"
    )
    services.confirm(found, by=clerk)
    motion = Motion.objects.get()
    assert (motion.number, motion.year, motion.submitted_on) == (12, 2022, day("2022-03-01"))
    assert [str(row) for row in motion.signatures.all()] == ["单国富", "曾玉梅"]
    assert [str(row) for row in motion.handlings.all()] == [
        "水利站（主办）", "农业农村办公室（协办）", "村镇建设办公室（协办）",
    ]  # fmt: skip
    [rating] = motion.ratings.all()
    assert (rating.handling, rating.result, rating.rated_on) == (
        "mostly",
        "mostly",
        day("2022-04-08"),
    )
    assert motion.handlings.lead().get().due_on == day("2022-06-05")


def test_a_row_is_refused_with_the_sentences_of_the_page(clerk):
    cast.make_motion(number=30, title="关于修桥的建议")
    for told, sentence in [
        ({"受理日期": "", "建议编号": ""}, "不能办“交办”。可以办：修改、受理"),
        (
            {"受理日期": ""},
            "填了编号的，请填受理日期；不知道哪天的写“不详”，整张表都不知道的，在上面勾“办过、但是没有写日期的，按日期不详登记”。",
        ),
        ({"主办单位": ""}, "请填写主办单位。"),
        (
            {"交办日期": ""},
            "填了主办单位的，请填交办日期；不知道哪天的写“不详”，整张表都不知道的，在上面勾“办过、但是没有写日期的，按日期不详登记”。",
        ),
        (
            {"答复日期": ""},
            "填了结果类别的，请填答复日期；不知道哪天的写“不详”，整张表都不知道的，在上面勾“办过、但是没有写日期的，按日期不详登记”。",
        ),
        ({"办理类型": ""}, "请填写结果类别。"),
        ({"办理类型": "D"}, "没有登记叫“D”的结果类别，请填：A类（已经解决或基本解决）"),
        ({"办理类型": "B"}, "B类（正在解决或列入计划）要写明承诺什么、何时完成，请填承诺事项；"),
        ({"满意": ""}, "请填写对办理工作。"),
        ({"满意": "", "意见": "不满意"}, "对办理结果：请填不满意。"),
        (
            {"评价日期": ""},
            "填了对办理结果的，请填评价日期；不知道哪天的写“不详”，整张表都不知道的，在上面勾“办过、但是没有写日期的，按日期不详登记”。",
        ),
        ({"评价日期": "", "满意": ""}, "先办“评价”"),
        ({"交办日期": "2022-03-01"}, "日期不能早于上一步：2022-03-02 受理。"),
        ({"办结日期": "2999-01-01"}, "日期不能在今天之后。"),
        ({"满意": "", "不满意": "√"}, "不满意的要写理由。"),
        ({"不满意": "√"}, "满意、不满意都打了勾，请只留一个。"),
        (
            {"建议编号": "30"},
            "这一年的建议已有这个编号，编号不重复使用。是这一条的：第30号 关于修桥的建议。",
        ),
        ({"建议编号": "十二号"}, "“十二号”不是编号"),
        ({"题目": ""}, "请填案由。"),
        ({"领衔代表": "李不识"}, "没有登记叫“李不识”的人"),
        ({"附议人": "李不识"}, "没有登记叫“李不识”的人"),
        ({"主办单位": "水利局"}, "没有登记叫“水利局”的承办单位，是不是水利站"),
        ({"协办单位": "水利站"}, "主办单位不再列入协办。"),
        ({"提出日期": "2012.3.1"}, "许桂兰在2012-03-01不是镇级代表。"),
        ({"提出日期": "2022.13.1"}, "没有13月"),
        ({"内容类别": ""}, "请填内容类别；整张表都没写的，在上面“没写内容类别的是”里选。"),
    ]:
        row = one(clerk, told)
        assert (row.state, sentence in row.says) == ("wrong", True), (told, row.state, row.says)
    assert Motion.objects.count() == 1
    assert not MotionEvent.objects.exists()


def test_a_plan_without_its_words(clerk):
    heads = (*HEADS, "承诺事项", "承诺期限")
    plan = [*line(7, 3, 办理类型="B"), "", "2027年6月"]
    row = read("motions", table(plan, heads=heads), clerk).rows.get()
    assert [name for name, cell in row.cells.items() if cell["state"] == "wrong"] == ["promise"]
    assert "在上面勾“要承诺的（如B类）没写承诺事项的，按列入计划登记”。" in row.says
    bare = read("motions", table(plan[:-2]), clerk, promise_lost=True).rows.get()
    assert "请填承诺期限，只知道月份的写“2027年6月”。" in bare.says
    year = [*line(8, 3, 办理类型="B"), "修桥", "2026年底前"]
    found = read("motions", table(plan, year, heads=heads), clerk, promise_lost=True)
    said = found.rows.first().says
    services.confirm(found, by=clerk)
    assert "承诺期限写的是“2027年6月”，按2027-06-30登记；没写承诺事项，写“列入计划”" in said
    told = Handling.objects.order_by("pk").values_list("promise", "promise_due_on")
    assert list(told) == [("列入计划", day("2027-06-30")), ("修桥", day("2026-12-31"))]
    again = read("motions", table(plan, year, heads=heads), clerk, promise_lost=True)
    assert again.totals["same"] == 2


def test_a_row_without_a_topic_is_of_the_rest(clerk):
    Topic.objects.create(name="其他")
    found = read("motions", table(line(7, 0, 内容类别="")), clerk)
    assert found.rows.get().says == "没写内容类别，按“其他”；现在是“已登记”"
    services.confirm(found, by=clerk)
    assert Motion.objects.get().topic.name == "其他"
    again = read("motions", table(line(7, 0, 内容类别="")), clerk)
    assert again.totals["same"] == 1


def test_a_verdict_under_the_head_of_opinions(clerk):
    """代表意见 with nothing but a verdict in it is the verdict; with more in it, it stays what was said."""
    heads = ["代表意见" if head == "意见" else head for head in HEADS]
    alone = line(7, 4, 满意="", 意见="基本满意。")
    both = line(8, 4, 意见="满意，盼早日修好")
    found = read("motions", table(alone, both, heads=heads), clerk)
    said = "“意见”里写的是满意度，按对办理结果“基本满意”登记"
    assert [said in row.says for row in found.rows.all()] == [True, False]
    services.confirm(found, by=clerk)
    told = Rating.objects.order_by("pk").values_list("result", "reason")
    assert list(told) == [("mostly", ""), ("satisfied", "满意，盼早日修好")]
    against = read("motions", table(line(9, 4, 满意="", 意见="不满意"), heads=heads), clerk)
    assert against.rows.get().cells["reason"]["says"] == "这一格只写了“不满意”，请写理由。"


def test_days_that_nobody_knows(clerk):
    told = {
        "受理日期": "不详",
        "交办日期": "不详",
        "答复日期": "日期不详",
        "评价日期": "不详",
        "办结日期": "不详",
    }
    row = one(clerk, told | {"提出日期": "2022.3"})
    assert (row.state, row.cells["submitted_on"]["read"]) == ("new", "2022年3月（日期不详）")
    row = one(clerk, {"提出日期": "2022年", "建议编号": ""}, upto=0)
    assert (
        row.says == "提出日期：只知道年份或者月份的，用在以前已经受理的；还没有受理的，写明哪一天。"
    )
    without = dict.fromkeys(told, "")
    found = read("motions", table(line(7, 5, **without)), clerk, days_unknown=True)
    assert "受理日期、交办日期、答复日期、评价日期不详" in found.rows.get().says
    services.confirm(found, by=clerk)
    motion = Motion.objects.get()
    assert (motion.status, motion.events.filter(is_day_unknown=True).count()) == ("replied", 4)
    assert (
        read("motions", table(line(7, 5, **without)), clerk, days_unknown=True).totals["same"] == 1
    )


def test_what_went_on_since_goes_on_here_and_comes_back(clerk):
    store("motions", table(line(7, 2, 附议人="单国富")), clerk)
    before = all_rows()
    found = read("motions", table(line(7, 5), line(8, 1)), clerk)
    assert list(found.rows.values_list("state", "says")) == [
        ("changed", f"{ONE_VERDICT}；已登记，原来是“已交办”，现在是“已办结”"), ("new", "现在是“已受理”"),
    ]  # fmt: skip
    services.confirm(found, by=clerk)
    assert Motion.objects.get(number=7).status == "closed"
    assert Signature.objects.count() == 1
    services.undo(found, by=clerk)
    assert all_rows() == before
    store("motions", table(line(7, 5)), clerk)
    less = read("motions", table(line(7, 2)), clerk)
    assert less.rows.get().says == "已登记，现在是“已办结”，办理情况请在它的页面上继续填"


def test_what_was_exported_comes_back_as_it_is(clerk):
    heads = (*HEADS, "级别")
    of_town = [[*line(at, upto), "镇"] for at, upto in enumerate(range(6), 1)]
    xu = Person.objects.get(name="许桂兰")
    cast.make_mandate(person=xu, term=cast.make_frame().county_second)
    above = [*line(9, 3, 附议人="单国富、李晓红", 提出日期="2022年"), "县级"]
    store("motions", table(*of_town, above, heads=heads), clerk)
    assert Motion.objects.get(level="county").other_signers == "单国富、李晓红"
    cast.make_motion(title="关于并案的建议", proposer=xu, status="returned", return_reason="empty")
    rows = [
        [str(column.value((motion, Tracks(motion))) or "") for column in COLUMNS]
        for motion in Motion.objects.with_lead(day("2023-01-01"))
    ]
    again = read("motions", table(*rows, heads=[column.heading for column in COLUMNS]), clerk)
    assert again.totals["same"] == 8, [(row.state, row.says) for row in again.rows.all()]


def test_what_hangs_on_it_stands_against_taking_it_back(clerk):
    found = store("motions", table(line(7, 1)), clerk)
    cast.make_act(motion=Motion.objects.get(), acted_on=day("2022-03-09"))
    with pytest.raises(ValidationError, match="后来有了"):
        services.undo(found, by=clerk)


def test_a_bill_of_a_session_with_its_movers(clerk):
    session = cast.make_session(starts_on=day("2022-03-01"), last_on=day("2022-03-02"))
    names = "、".join(str(cast.make_deputy()) for _ in range(4))
    heads = (*HEADS, "文种", "提出时段")
    row = [*line(3, 1, 附议人=names), "议案", "大会期间"]
    few = [*line(4, 1), "议案", "大会期间"]
    found = read("motions", table(row, few, heads=heads), clerk)
    assert [row.state for row in found.rows.all()] == ["new", "wrong"]
    assert "议案须有代表5人以上联名，现在1人" in found.rows.last().says
    services.confirm(found, by=clerk, leave_out_bad=True)
    assert Motion.objects.get().session_id == session.pk


def test_a_table_has_its_bound(clerk):
    rows = [line(at, 0) for at in range(1, 502)]
    with pytest.raises(ValidationError, match="议案建议一次最多导入500件，这张表有501行"):
        read("motions", table(*rows), clerk)


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("满意  √基本满意  不满意", Satisfaction.MOSTLY), ("满意√  基本满意  不满意", Satisfaction.SATISFIED),
        ("满意（√）基本满意（ ）不满意（ ）", Satisfaction.SATISFIED), ("满意√基本满意不满意", None),
    ],
)  # fmt: skip
def test_a_tick_is_read_of_the_verdict_that_it_stands_at(words, read_as):
    if read_as is None:
        with pytest.raises(ValidationError, match="看不出是哪一个"):
            verdict(words)
    else:
        assert verdict(words) == read_as


def test_what_is_not_closed_yet_is_not_read_as_closed():
    words = ["未办结", "尚未办结", "部分办结", "拟办结", "无需答复", "延期办结"]
    assert [state_word(word) for word in words] == [None] * 6


def test_a_month_whose_zero_a_spreadsheet_lost_is_asked_for():
    assert str(day_roughly("2021.1")) == "2021年1月（日期不详）"
    with pytest.raises(ValidationError, match="分不清是1月还是10月"):
        day_roughly(2021.1)
    assert str(cells.month(1975.06)) == "1975-06"
    with pytest.raises(ValidationError, match="请写成1975年1月或者1975年10月"):
        cells.month(1975.1)


def test_what_its_page_lets_one_change_of_a_reviewed_motion_is_changed_and_the_rest_is_said(clerk):
    """Who signed and who answers did so under these words; the subject is the office's own."""
    store("motions", table(line(1, 1)), clerk)
    before = all_rows()
    heads = [*HEADS, "方案"]
    changed = [*line(1, 1, 内容类别="水利设施"), "改种树"]
    told = table(changed, heads=heads)
    row = read("motions", told, clerk).rows.get()
    assert (row.state, row.cells["topic"]["old"]) == ("changed", "道路交通")
    assert "表里的建议（方案）和登记的不一样，没有改" in row.says
    stored = store("motions", told, clerk)
    assert Motion.objects.get().topic.name == "水利设施"
    again = read("motions", told, clerk)
    assert (again.totals["changed"], again.totals["same"]) == (0, 1)
    services.undo(stored, by=clerk)
    assert all_rows() == before


def test_before_the_review_the_words_are_changed_by_their_verb(clerk):
    heads = [*HEADS, "方案"]
    store("motions", table([*line(1, 0), "修桥"], heads=heads), clerk)
    motion = Motion.objects.get()
    assert (motion.is_unreviewed, motion.proposal) == (True, "修桥")
    stored = store("motions", table([*line(1, 0), "改种树"], heads=heads), clerk)
    motion.refresh_from_db()
    assert motion.proposal == "改种树"
    assert motion.events.filter(verb=Verb.AMEND).exists()
    services.undo(stored, by=clerk)
    motion.refresh_from_db()
    assert (motion.proposal, motion.events.filter(verb=Verb.AMEND).exists()) == ("修桥", False)
