"""The pages of motions: the list with its filters and sums, one motion, its verbs, a new one.

It is Wednesday 2022-06-15. Ten motions are told apart by a sign in their title; the office
sees all but 许桂兰's draft 辛. Due three months after the hand-over:

    甲 许  A类, satisfied, closed         己 handed down by the city to 农业农村办公室
    乙 许  due 06-10, unanswered          庚 许  a bill of the session, accepted, 重点督办
    丙 单  due 06-17; 许 signed it        壬 单  of 2021, answered late, unsatisfied, closed
    丁 单  B类 with a promise, unrated    癸 单  registered
    戊 许  to the county, C类, 基本满意    子 许  A类, 未反馈, closed
"""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.models import Meeting
from motions import services
from motions.models import Motion, MotionEvent, ResultClass, Signature, Tabling
from records.models import OnceKey, ReadRecord
from tests import cast
from tests.cast import day
from tests.records.exporting import export, sheet_of
from tests.stage import staged
from township.models import Department, Topic

pytestmark = pytest.mark.django_db

LIST, NEW, EXPORT = "/motions/", "/motions/new/", "/motions/export/"
TODAY = day("2022-06-15")
SIGNS = "甲乙丙丁戊己庚辛壬癸子"
# Not of the page: the session, who it is, the record of the read, transactions.
HOUSEKEEPING = re.compile(
    r"django_session|accounts_user|accounts_readrecord|SAVEPOINT|^BEGIN|^COMMIT"
)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@staged(on=TODAY)
def frame():
    return cast.make_frame()


@staged(on=TODAY)
def xu(frame):
    xu = cast.make_deputy(name="许桂兰", login="xu")
    cast.make_mandate(person=xu, term=frame.county_second)
    return xu


@staged(on=TODAY)
def shan(frame):
    return cast.make_deputy(name="单国富", login="shan")


def motion(sign, proposer, on, status="in_hand", number=None, **fields):
    return cast.make_motion(
        title=f"关于{sign}的建议", proposer=proposer, submitted_on=day(on), status=status,
        number=number, **fields,
    )  # fmt: skip


def handled(row, department, *, replied_on=None, code="A", handed_over_on=None, **fields):
    if replied_on:
        fields |= {"replied_on": day(replied_on), "reply": "已经办好。"}
        fields["result_class"] = ResultClass.objects.get(code=code)
    return cast.make_handling(
        motion=row, department=department, handed_over_on=handed_over_on or row.submitted_on,
        **fields,
    )  # fmt: skip


@staged(on=TODAY)
def story(frame, xu, shan):
    """The motions of the table above, by their signs."""
    farm, build, water = frame.departments
    roads, waters = frame.topics[1:]
    zeng = cast.make_deputy(name="曾玉梅")
    session = cast.make_session(starts_on=day("2022-03-05"))
    of = {}
    closed = {"status": "closed", "closed_on": day("2022-05-30")}
    of["甲"] = motion("甲", xu, "2022-03-01", number=1, **closed)
    handled(of["甲"], farm, replied_on="2022-05-20")
    cast.make_rating(motion=of["甲"], rated_on=day("2022-05-25"))
    of["乙"] = motion("乙", xu, "2022-03-10", number=2, kind="criticism", topic=roads)
    handled(of["乙"], build, reply="拟好的话", result_class=frame.classes[1])
    of["丙"] = motion("丙", shan, "2022-03-17", number=3, topic=waters)
    handled(of["丙"], water)
    cast.make_signature(motion=of["丙"], person=xu, signed_on=day("2022-03-17"))
    of["丁"] = motion("丁", shan, "2022-04-01", "replied", 4, kind="opinion")
    promise = {"promise": "年内修好", "promise_due_on": day("2022-12-01")}
    handled(of["丁"], farm, replied_on="2022-06-01", code="B", **promise)
    of["戊"] = motion("戊", xu, "2022-04-05", "replied", 77, level="county")
    handled(of["戊"], build, replied_on="2022-06-10", code="C")
    cast.make_rating(motion=of["戊"], result="mostly", rated_on=day("2022-06-12"))
    down = {"level": "county", "is_handed_down": True}
    of["己"] = motion("己", zeng, "2022-04-06", "referred", 88, **down)
    handled(of["己"], farm)
    of["庚"] = motion(
        "庚", xu, "2022-03-05", "accepted", 1, kind="bill", session=session, is_key=True
    )
    of["辛"] = motion("辛", xu, "2022-06-14", "draft", entered_by=xu.user)
    of["壬"] = motion("壬", shan, "2021-12-29", "closed", 1, closed_on=day("2022-04-20"))
    handled(of["壬"], water, replied_on="2022-04-10")
    cast.make_rating(
        motion=of["壬"], result="unsatisfied", reason="没有修", rated_on=day("2022-04-15")
    )
    of["癸"] = motion("癸", shan, "2022-06-13", "registered")
    of["子"] = motion("子", xu, "2022-03-20", number=5, **closed)
    handled(of["子"], farm, replied_on="2022-05-01")
    cast.make_rating(motion=of["子"], handling="none", result="none", rated_on=None)
    return of


@pytest.fixture
def log_in(client):
    def log_in(who):
        user = getattr(who, "user", None) or cast.make_user(who)
        client.force_login(user)
        return client

    return log_in


def signs(motions):
    return "".join(sorted((re.search("关于(.)的", m.title)[1] for m in motions), key=SIGNS.index))


def listed(page):
    return signs(row.motion for row in page.context["rows"])


def statements(action):
    """How many statements of the domain `action` takes."""
    with CaptureQueriesContext(connection) as captured:
        action()
    return len([q for q in captured if not HOUSEKEEPING.search(q["sql"])])


@pytest.mark.sqlite  # roles are asked, not the database
class TestWhoSeesTheList:
    def test_office_all_but_the_drafts_of_others(self, story, log_in):
        assert listed(log_in("staff").get(LIST)) == "甲乙丙丁戊己庚壬癸子"

    def test_leadership_the_same(self, story, log_in):
        assert listed(log_in("leader").get(LIST)) == "甲乙丙丁戊己庚壬癸子"

    def test_a_deputy_what_is_theirs_and_what_they_signed(self, story, xu, log_in):
        assert listed(log_in(xu).get(LIST)) == "甲乙丙戊庚辛子"

    @pytest.mark.parametrize("role", ["auditor", "admin"])
    def test_for_others_there_are_no_such_pages(self, frame, log_in, role):
        client = log_in(role)
        assert [client.get(path).status_code for path in (LIST, EXPORT, NEW)] == [404] * 3

    def test_a_deputy_reads_their_own_papers_and_no_statistics(self, story, xu, log_in):
        """A whole first screen of sums stood above three papers."""
        answer = log_in(xu).get(f"{LIST}?sum=overdue&year=2021")
        html = answer.content.decode()
        assert listed(answer) == "甲乙丙戊庚辛子"  # there is nothing to narrow them down
        for word in ("满意率", "已交办", "本周到期", "筛选", "更多条件", "交办清单", "导出"):
            assert word not in html
        assert "满意率" in log_in("leader").get(LIST).content.decode()

    def test_a_deputy_first_reads_what_awaits_their_signature(self, story, xu, log_in):
        cast.make_signature(motion=story["癸"], person=xu, signed_on=None)
        html = log_in(xu).get(LIST).content.decode()
        cosign = f"/motions/{story['癸'].pk}/do/cosign/"
        assert html.index("请您附议") < html.index(cosign) < html.index("<table")

    def test_a_deputy_without_motions_is_told_what_will_be_here(self, frame, log_in):
        zeng = cast.make_deputy(name="曾玉梅", login="zeng")
        html = log_in(zeng).get(LIST).content.decode()
        assert "还没有议案建议" in html
        assert "提一件建议" in html


BY_FILTER = {
    "year=2021": "壬",
    "year=2022": "甲乙丙丁戊己庚癸子",
    "level=town": "甲乙丙丁庚壬癸子",
    "level=above": "戊",
    "level=handed_down": "己",
    "kind=bill": "庚",
    "kind=criticism": "乙",
    "kind=suggestion": "甲丙戊己壬癸子",
    "proposer=许": "甲乙戊庚子",
    "proposer=Shan+guo": "丙丁壬癸",
    "proposer=ZYM": "己",
    "status=in_hand": "乙丙",
    "status=registered": "癸",
    "late=late": "乙",
    "late=very_late": "",
    "late=soon": "丙",
    "late=on_time": "己",
    "late=answered": "甲丁戊子",
    "late=answered_late": "壬",
    "verdict=satisfied": "甲",
    "verdict=mostly": "戊",
    "verdict=unsatisfied": "壬",
    "verdict=none": "子",
    "verdict=pending": "丁",
    "key=on": "庚",
    "q=甲": "甲",
    "q=1": "甲庚壬",
    "q=第77号": "戊",
    "sum=handed_over": "甲乙丙丁戊己壬子",
    "sum=answered": "甲丁戊壬子",
    "sum=closed": "甲壬子",
    "sum=overdue": "乙",
    "sum=due_this_week": "丙",
    "sum=awaiting_rating": "丁",
    "sum=rated": "甲戊壬",
    "sum=satisfied": "甲",
    "sum=promised": "丁",
    "year=2022&kind=suggestion&status=closed": "甲子",
}


BAD_ADDRESSES = [
    "year=1", "year=999999999999", "level=moon", "sum=all", "status=%00", "kind=',",
    "department=x", "department=99999999999999999999999", "topic=-1", "session=1e9",
    "late=never", "verdict=5", "result_class=A", "key=maybe", "page=0", "page=zwei",
    "proposer=" + "x" * 400, "q=" + "9" * 99, "q=" + "9" * 5000, "q=%00", "nonsense=1",
    "year=2021&year=1",
]  # fmt: skip


class TestFilters:
    def test_each(self, story, log_in):
        client = log_in("staff")
        got = {query: listed(client.get(f"{LIST}?{query}")) for query in BY_FILTER}
        assert got == BY_FILTER

    def test_by_what_the_town_names_itself(self, story, log_in):
        client = log_in("staff")
        water = Department.objects.get(name="水利站")
        assert listed(client.get(LIST, {"department": water.pk})) == "丙壬"
        roads = Topic.objects.get(name="道路交通")
        assert listed(client.get(LIST, {"topic": roads.pk})) == "乙"
        session = Meeting.objects.sessions().get()
        assert listed(client.get(LIST, {"session": session.pk})) == "庚"
        promised = ResultClass.objects.get(code="B")
        assert listed(client.get(LIST, {"result_class": promised.pk})) == "丁"

    def test_a_draft_reply_is_of_no_class_yet(self, story, log_in):
        row = next(r for r in log_in("staff").get(LIST).context["rows"] if "乙" in r.motion.title)
        assert row.answer == ""

    @pytest.mark.sqlite  # what a page says is the same on both
    def test_a_bad_address_breaks_nothing(self, story, log_in):
        client = log_in("staff")
        got = {query: client.get(f"{LIST}?{query}").status_code for query in BAD_ADDRESSES}
        assert got == dict.fromkeys(BAD_ADDRESSES, 200)

    def test_what_was_not_understood_is_told_and_left_out(self, story, log_in):
        page = log_in("staff").get(f"{LIST}?late=never&year=2021")
        assert listed(page) == "壬"
        html = page.content.decode()
        assert "没有这个选项，没有按它筛选。" in html
        assert "<details open>" in html  # or the sentence would be out of sight

    def test_nothing_found_offers_the_way_back(self, story, log_in):
        html = log_in("staff").get(f"{LIST}?q=没有").content.decode()
        assert "没有符合条件的" in html

    def test_filters_survive_the_turn_of_a_page(self, story, log_in, monkeypatch):
        monkeypatch.setattr("motions.views.ROWS_A_PAGE", 2)
        client = log_in("staff")
        html = client.get(f"{LIST}?status=closed").content.decode()
        assert 'href="?status=closed&amp;page=2"' in html
        assert listed(client.get(f"{LIST}?status=closed&page=2")) == "壬"


class TestSums:
    def test_over_everything(self, story, log_in):
        sums = log_in("staff").get(LIST).context["sums"]
        assert sums["total"] == 10
        assert [count for _, _, count in sums["parts"]] == [8, 5, 3, 1, 1]
        assert (sums["share"], sums["satisfied"], sums["rated"]) == ("33.3%", 1, 3)

    def test_over_what_is_filtered(self, story, log_in):
        sums = log_in("staff").get(f"{LIST}?level=town").context["sums"]
        assert sums["total"] == 8
        assert [count for _, _, count in sums["parts"]] == [6, 4, 3, 1, 1]
        assert sums["share"] == "50%"  # 甲 of 甲 and 壬; 子 said nothing

    def test_opening_one_leaves_the_others(self, story, log_in):
        page = log_in("staff").get(f"{LIST}?sum=overdue")
        assert listed(page) == "乙"
        assert page.context["sums"]["total"] == 10

    def test_nobody_rated_yet(self, story, log_in):
        page = log_in("staff").get(f"{LIST}?late=late")
        assert page.context["sums"]["share"] == "暂无反馈"

    def test_each_opens_as_many_as_it_says(self, story, log_in):
        client = log_in("leader")
        counts = {name: count for name, _, count in client.get(LIST).context["sums"]["parts"]}
        opened = {name: len(client.get(f"{LIST}?sum={name}").context["rows"]) for name in counts}
        assert opened == counts

    def test_the_levels_are_kept_apart(self, story, log_in):
        tabs = log_in("staff").get(f"{LIST}?year=2022").context["tabs"]
        assert tabs == [
            ("", "全部", 9), ("town", "镇级", 7), ("above", "县级", 1),
            ("handed_down", "县里交办", 1),
        ]  # fmt: skip

    def test_those_above_the_county_have_tabs_of_their_own(self, story, xu, log_in):
        """许桂兰 is a deputy of the 设区的市 too; two more came down, one from there, one from the province."""
        term = cast.make_term(level="prefecture", number=7, starts_on=cast.SECOND_TERM)
        cast.make_mandate(person=xu, term=term)
        for level, number, down in (
            ("prefecture", 16, False),
            ("prefecture", 17, True),
            ("province", 18, True),
        ):
            cast.make_motion(level=level, proposer=xu, number=number, is_handed_down=down)
        client = log_in("staff")
        page = client.get(f"{LIST}?year=2022")
        assert page.context["tabs"] == [
            ("", "全部", 12), ("town", "镇级", 7), ("above", "县级", 1),
            ("handed_down", "县里交办", 1), ("beyond", "设区的市以上", 1),
            ("beyond_down", "设区的市以上交办", 2),
        ]  # fmt: skip
        for value, _, count in page.context["tabs"]:
            rows = client.get(f"{LIST}?year=2022&level={value}").context["rows"]
            assert len(rows) == count
            assert not value or {row.motion.scope for row in rows} == {value}
        html = client.get(f"{LIST}?level=beyond_down").content.decode()
        assert "<span>设区的市交办</span>" in html and "<span>省交办</span>" in html

    def test_where_there_is_one_level_only_nothing_is_asked(self, shan, log_in):
        motion("甲", shan, "2022-03-01")
        assert log_in("staff").get(LIST).context["tabs"] == []

    def test_saved_lists_count_everything_the_reader_sees(self, story, log_in):
        shortcuts = log_in("staff").get(f"{LIST}?year=2021").context["shortcuts"]
        assert [(label, count) for _, label, count in shortcuts] == [
            ("本周到期", 1), ("已超期", 1), ("待评价", 1), ("承诺未兑现", 1),
        ]  # fmt: skip

    def test_what_was_due_on_monday_is_late_and_what_is_due_on_sunday_is_not(
        self, frame, xu, log_in
    ):
        for sign, handed in zip("甲乙丙丁", ["03-13", "03-15", "03-19", "03-20"], strict=True):
            handled(motion(sign, xu, f"2022-{handed}"), frame.departments[0])
        client = log_in("staff")
        assert listed(client.get(f"{LIST}?sum=overdue")) == "甲"  # due on Monday
        assert listed(client.get(f"{LIST}?sum=due_this_week")) == "乙丙"  # today, Sunday


@pytest.mark.sqlite  # Django asks as often on both
class TestCost:
    def more(self, frame, xu, count):
        for _ in range(count):
            number = Motion.objects.count() + 1
            row = motion("甲", xu, "2022-03-01", "replied", number=number)
            handled(row, frame.departments[0], replied_on="2022-05-01")
            cast.make_rating(motion=row)
            cast.make_signature(motion=row)

    @pytest.mark.parametrize("path", [LIST, f"{LIST}?year=2022&late=answered", EXPORT])
    def test_ten_rows_cost_as_much_as_twenty(self, frame, xu, log_in, path):
        client = log_in("staff")
        self.more(frame, xu, 10)
        ten = statements(lambda: client.get(path))
        self.more(frame, xu, 10)
        assert statements(lambda: client.get(path)) == ten

    def test_a_long_story_costs_as_much_as_a_short_one(self, frame, xu, log_in):
        client = log_in("staff")
        row = motion("甲", xu, "2022-03-01", "replied", number=1)
        first = handled(row, frame.departments[0], replied_on="2022-04-01")
        cast.make_signature(motion=row)
        short = statements(lambda: client.get(row.get_absolute_url()))
        cast.make_rating(motion=row, result="unsatisfied", reason="没有修")
        handled(row, frame.departments[0], round=2, replied_on="2022-05-01")
        handled(row, frame.departments[1], role="assist", replied_on="2022-05-01")
        for person in (cast.make_deputy(), cast.make_deputy()):
            cast.make_signature(motion=row, person=person)
        for number in range(3):
            cast.make_act(motion=row, person=xu, department=frame.departments[number])
            MotionEvent.objects.create(
                motion=row, verb="consult", happened_on=TODAY, from_status="replied",
                to_status="replied", by=cast.the_clerk(), handling=first,
            )  # fmt: skip
        assert statements(lambda: client.get(row.get_absolute_url())) == short


@pytest.mark.sqlite  # the same cells on both
class TestExport:
    def sheet(self, client, query=""):
        return sheet_of(export(client, EXPORT + query))

    def rows(self, sheet):
        headings, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(headings, row, strict=True)) for row in rows]

    def test_what_the_list_shows(self, story, log_in):
        rows = self.rows(self.sheet(log_in("leader")))
        assert "".join(sorted((row["案由"][2] for row in rows), key=SIGNS.index)) == (
            "甲乙丙丁戊己庚壬癸子"
        )

    def test_under_the_same_filters(self, story, log_in):
        rows = self.rows(self.sheet(log_in("staff"), "?level=town&sum=closed"))
        assert [row["案由"] for row in rows] == ["关于子的建议", "关于甲的建议", "关于壬的建议"]

    def test_each_column(self, story, log_in):
        [row] = self.rows(self.sheet(log_in("staff"), "?q=丁"))
        assert (row["年度"], row["编号"], row["级别"], row["文种"]) == (2022, 4, "镇级", "意见")
        assert row["领衔代表"] == "单国富"
        assert row["提出日期"].date() == day("2022-04-01")
        assert row["办理期限"].date() == day("2022-07-01")
        assert row["承诺期限"].date() == day("2022-12-01")
        assert (row["主办单位"], row["时限"], row["结果类别"]) == (
            "农业农村办公室", "按期答复", "B类",
        )  # fmt: skip
        assert row["对办理结果"] is None
        [row] = self.rows(self.sheet(log_in("leader"), "?q=丙"))
        assert (row["联名代表"], row["答复日期"], row["结果类别"]) == ("许桂兰", None, None)

    def test_days_are_days(self, story, log_in):
        sheet = self.sheet(log_in("staff"), "?q=丁")
        headings = [cell.value for cell in sheet[1]]
        cell = sheet.cell(2, headings.index("办理期限") + 1)
        assert cell.is_date
        assert cell.number_format == "yyyy-mm-dd"

    @pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
    def test_no_title_becomes_a_formula(self, xu, log_in, title):
        cast.make_motion(proposer=xu, title=title)
        sheet = self.sheet(log_in("staff"))
        [cell] = [c for c in sheet[2] if c.value and title in str(c.value)]
        assert (cell.value, cell.data_type) == (f"'{title}", "s")

    def test_signs_that_a_spreadsheet_cannot_hold_are_left_out(self, xu, log_in):
        cast.make_motion(proposer=xu, title="关于甲\x0b的建议")
        [row] = self.rows(self.sheet(log_in("staff")))
        assert row["案由"] == "关于甲的建议"

    def test_its_name_and_the_record_of_it(self, story, log_in):
        page = export(log_in("staff"), f"{EXPORT}?year=2021")
        name = "%E8%AE%AE%E6%A1%88%E5%BB%BA%E8%AE%AE_2022-06-15.xlsx"  # 议案建议_2022-06-15.xlsx
        assert name in page.headers["Content-Disposition"]
        record = ReadRecord.objects.get()
        assert (record.what, record.rows) == ("议案建议导出", 1)
        assert record.path == f"{EXPORT}?year=2021"

    def test_not_for_deputies(self, story, xu, log_in):
        client = log_in(xu)
        assert client.get(EXPORT).status_code == 404
        assert "导出" not in client.get(LIST).content.decode()


def page_of(client, row):
    page = client.get(row.get_absolute_url())
    assert page.status_code == 200
    return page


def text_of(page):
    html = re.sub(r"<(style|script).*?</\1>", "", page.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.sqlite  # what a page says is the same on both
class TestOneMotion:
    def test_who_may_open_it(self, story, xu, shan, log_in):
        assert log_in(xu).get(story["丙"].get_absolute_url()).status_code == 200  # signed
        assert log_in(xu).get(story["丁"].get_absolute_url()).status_code == 404
        assert log_in(shan).get(story["乙"].get_absolute_url()).status_code == 404
        for role in ("staff", "leader"):
            assert log_in(role).get(story["辛"].get_absolute_url()).status_code == 404
        assert log_in(xu).get(story["辛"].get_absolute_url()).status_code == 200
        for role in ("auditor", "admin"):
            assert log_in(role).get(story["甲"].get_absolute_url()).status_code == 404

    def test_the_facts(self, story, log_in):
        facts = page_of(log_in("leader"), story["丙"]).context["story"].facts
        assert facts == [
            "镇级", "建议", "水利设施", "领衔 单国富，联名 许桂兰", "闭会期间", "2022-03-17 提出",
        ]  # fmt: skip

    def test_the_three_tracks(self, story, log_in):
        cards = page_of(log_in("staff"), story["丁"]).context["story"].cards
        assert [(c.title, c.headline, c.badge and c.badge.words) for c in cards] == [
            ("办理", "已答复", "按期答复"),
            ("答复", "B类", "承诺 2022-12-01 前完成"),
            ("评价", "待评价", None),
        ]

    def test_a_late_one_says_by_how_much(self, story, log_in):
        page = page_of(log_in("leader"), story["乙"])
        [handling, answer, _] = page.context["story"].cards
        assert (handling.badge.words, handling.badge.state) == ("超期5天", "late")
        assert [line.text for line in answer.lines] == ["期限 2022-06-10"]

    def test_before_the_hand_over_there_is_one_track(self, story, log_in):
        [card] = page_of(log_in("staff"), story["癸"]).context["story"].cards
        assert (card.headline, card.lines[0].text) == ("已登记", "等镇人大审查。")

    def test_the_deadline_explains_itself(self, story, log_in):
        client = log_in("leader")
        [late] = page_of(client, story["乙"]).context["story"].deadlines
        assert late.because == "2022-03-10 起 + 3个月（代表法第五十一条）= 2022-06-10"
        assert late.outcome == "还没有答复，已超期5天。"
        [kept] = page_of(client, story["丁"]).context["story"].deadlines
        assert kept.outcome == "实际答复 2022-06-01，提前30天。"
        [missed] = page_of(client, story["壬"]).context["story"].deadlines
        assert missed.outcome == "实际答复 2022-04-10，超期12天。"  # due 03-29
        [running] = page_of(client, story["己"]).context["story"].deadlines
        assert running.outcome == "还没有答复，还有21天。"  # due 07-06

    def test_a_draft_reply_is_the_offices_alone(self, story, xu, log_in):
        said = text_of(page_of(log_in("staff"), story["乙"]))
        assert "拟好的话" in said
        assert "未正式答复" in said
        for reader in ("leader", xu):
            said = text_of(page_of(log_in(reader), story["乙"]))
            assert "拟好" not in said
            assert "未正式答复" not in said
            assert "B类" not in said

    def test_so_is_the_event_that_it_was_drafted(self, story, xu, log_in):
        services.draft_reply(story["丙"], by=cast.the_clerk(), on=TODAY, reply="再拟的话")
        assert "拟答复" in text_of(page_of(log_in("staff"), story["丙"]))
        for reader in ("leader", xu):
            assert "拟答复" not in text_of(page_of(log_in(reader), story["丙"]))

    def test_an_assisting_opinion_is_not_for_the_deputy(self, frame, story, xu, log_in):
        cast.make_handling(
            motion=story["乙"], department=frame.departments[2], role="assist",
            replied_on=day("2022-04-01"), reply="水利站的意见", result_class=None,
        )  # fmt: skip
        assert "水利站的意见" in text_of(page_of(log_in("leader"), story["乙"]))
        said = text_of(page_of(log_in(xu), story["乙"]))
        assert "水利站的意见" not in said
        assert "协办 水利站，已提意见" in said

    def test_an_older_round_stays_visible(self, frame, story, xu, log_in):
        handled(
            story["壬"], frame.departments[2], round=2, handed_over_on=day("2022-04-15"),
            replied_on="2022-04-18",
        )  # fmt: skip
        page = page_of(log_in("leader"), story["壬"])
        titles = [answer.title for answer in page.context["story"].answers]
        assert titles == ["第2次答复", "第1次答复"]
        assert "第1次：办理工作满意，办理结果不满意（没有修）" in text_of(page)

    def test_supervision_and_its_answer(self, story, xu, log_in):
        cast.make_act(
            motion=story["乙"], rung="urge", content="请抓紧办", answered_on=day("2022-03-15"),
            answer="下周办",
        )  # fmt: skip
        for reader in ("leader", xu):
            said = text_of(page_of(log_in(reader), story["乙"]))
            assert "催办通知" in said
            assert "2022-03-15 回复：下周办" in said

    def test_the_agenda_it_was_taken_to(self, story, xu, log_in):
        item = cast.make_agenda_item(
            title="听取关于乙的建议办理情况", outcome="heard", decision="六月底前答复"
        )
        cast.keep(Tabling(motion=story["乙"], agenda_item=item))
        said = text_of(page_of(log_in("leader"), story["乙"]))
        assert "列入主席团第一次会议 · 听取" in said
        assert "会议决定：六月底前答复" in said
        assert "六月底前答复" not in text_of(page_of(log_in(xu), story["乙"]))

    def test_twins_know_each_other(self, story, shan, log_in):
        twin = story["癸"]
        services.merge(twin, by=cast.the_clerk(), on=TODAY, into=story["乙"])
        client = log_in("leader")
        assert f'href="{twin.get_absolute_url()}"' in page_of(client, story["乙"]).content.decode()
        link = f'href="{story["乙"].get_absolute_url()}"'
        assert link in page_of(client, twin).content.decode()
        page = page_of(log_in(shan), twin)  # who may not read the other is told its name
        assert "并入 第2号 关于乙的建议" in text_of(page)
        assert link not in page.content.decode()

    def test_why_it_was_returned(self, story, log_in):
        services.turn_back(
            story["癸"], by=cast.the_clerk(), on=TODAY, reason="empty", note="请写具体"
        )
        said = text_of(page_of(log_in("leader"), story["癸"]))
        assert "退回原因：没有具体内容。" in said
        assert "审查意见：请写具体" in said

    def test_too_few_movers_of_a_bill_are_told_in_time(self, xu, log_in):
        bill = motion("甲", xu, "2022-06-01", "registered", kind="bill")
        assert "现在1人" in text_of(page_of(log_in(xu), bill))

    def test_what_happened_the_last_first(self, story, log_in):
        services.accept(story["癸"], by=cast.the_clerk(), on=day("2022-06-14"))
        farm = Department.objects.get(name="农业农村办公室")
        services.refer(story["癸"], by=cast.the_clerk(), on=TODAY, lead=farm)
        page = page_of(log_in("leader"), story["癸"])
        verbs = [event.get_verb_display() for event in page.context["story"].events]
        assert verbs == ["交办", "受理"]
        assert "交办：主办农业农村办公室；期限 2022-09-15" in text_of(page)


@staged(on=TODAY)
def row(frame, xu, shan):
    household = cast.make_household(head_name="王二保")
    cast.make_assignment(person=xu, household=household)
    opinion = cast.make_opinion(household=household, heard_by=xu, text="水渠堵了")
    row = motion("甲", xu, "2022-03-01", opinion=opinion)
    cast.make_signature(motion=row, person=shan)
    return row


@pytest.mark.sqlite  # what a page says is the same on both
class TestHouseholdBehindIt:
    """What 许桂兰 heard at 王二保's became her motion; 单国富 signed it."""

    @pytest.mark.parametrize("role", ["staff", "xu"])
    def test_office_and_whoever_keeps_it_read_the_name(self, row, xu, log_in, role):
        said = text_of(page_of(log_in(xu if role == "xu" else role), row))
        assert "王二保" in said
        assert "水渠堵了" in said
        assert ReadRecord.objects.get().what == "议案建议的联系户"

    @pytest.mark.parametrize("role", ["leader", "shan"])
    def test_others_read_where_it_came_from(self, row, shan, log_in, role):
        said = text_of(page_of(log_in(shan if role == "shan" else role), row))
        assert "王二保" not in said
        assert "水渠堵了" not in said
        assert "来自走访联系户" in said
        assert not ReadRecord.objects.exists()

    def test_nor_does_she_once_another_keeps_it(self, row, xu, shan, log_in):
        xu.assignments.update(ended_on=TODAY, ended_for="moved")
        assert "王二保" not in text_of(page_of(log_in(xu), row))


@pytest.mark.sqlite  # the same paper on both
class TestPapers:
    def test_each_reader_gets_theirs(self, story, shan, log_in):
        scan = cast.make_scan(motion=story["丁"])
        for reader, labels in (
            ("leader", ["建议专用表", "交办通知单", "答复函", "征询意见表"]),
            (shan, ["答复函", "征询意见表"]),
        ):
            page = page_of(log_in(reader), story["丁"])
            assert [document.label for document in page.context["story"].documents] == labels
            assert f'href="{scan.get_absolute_url()}"' in page.content.decode()

    def test_where_there_is_none_nothing_is_said(self, story, shan, log_in):
        assert "文书" not in text_of(page_of(log_in(shan), story["癸"]))


@pytest.mark.sqlite  # roles are asked, not the database
class TestButtons:
    def labels(self, page):
        groups = page.context["buttons"]
        return {name: [label for label, _ in buttons] for name, buttons in groups.items()}

    def test_one_stands_out_and_the_rare_are_behind_more(self, story, log_in):
        groups = self.labels(page_of(log_in("staff"), story["丁"]))
        assert groups["first"] == ["评价"]
        assert groups["others"] == ["沟通", "承诺兑现", "督办"]
        assert groups["rare"] == ["重新办理", "作出说明"]

    def test_the_office_goes_to_the_admin(self, story, log_in):
        page = page_of(log_in("staff"), story["癸"])
        [(label, url)] = page.context["buttons"]["first"]
        assert (label, url) == (
            "受理", reverse("admin:motions_motion_verb", args=[story["癸"].pk, "accept"]),
        )  # fmt: skip
        assert "改台账" in text_of(page)

    def test_leadership_reviews_here(self, story, log_in):
        page = page_of(log_in("leader"), story["癸"])
        assert self.labels(page) == {"first": ["受理"], "others": ["并案", "退回"], "rare": []}
        assert page.context["buttons"]["first"][0][1] == f"/motions/{story['癸'].pk}/do/accept/"
        assert "改台账" not in text_of(page)

    def test_who_signed_only_reads(self, story, xu, log_in):
        assert self.labels(page_of(log_in(xu), story["丙"])) == {
            "first": [], "others": [], "rare": [],
        }  # fmt: skip

    def test_the_proposer_hands_a_draft_in(self, story, xu, log_in):
        assert self.labels(page_of(log_in(xu), story["辛"])) == {
            "first": ["交给镇人大"], "others": ["修改", "请人附议"], "rare": ["撤回"],
        }  # fmt: skip


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestDoing:
    def url(self, row, verb):
        return reverse("motion-do", args=[row.pk, verb])

    def test_a_deputy_rates(self, story, shan, log_in):
        told = {"on": "2022-06-14", "handling": "satisfied", "result": "mostly", "reason": ""}
        sent = log_in(shan).post(self.url(story["丁"], "rate"), told, follow=True)
        assert sent.redirect_chain == [(story["丁"].get_absolute_url(), 302)]
        assert "已办“评价”。" in text_of(sent)
        rating = story["丁"].ratings.get()
        assert (rating.result, rating.is_on_behalf) == ("mostly", False)

    def test_a_refusal_keeps_everything_that_was_typed(self, story, shan, log_in):
        told = {"on": "2022-06-14", "handling": "satisfied", "result": "unsatisfied"}
        page = log_in(shan).post(self.url(story["丁"], "rate"), told)
        html = page.content.decode()
        assert page.status_code == 200
        assert page.context["form"].errors == {"reason": ["不满意的要写理由。"]}
        assert 'value="2022-06-14"' in html
        assert re.search(r'name="result" value="unsatisfied"[^>]* checked', html)
        assert not story["丁"].ratings.exists()

    def test_what_the_verb_itself_refuses_stands_at_its_field(self, story, shan, log_in):
        told = {"on": "2022-03-01", "handling": "satisfied", "result": "satisfied"}
        services.consult(story["丁"], by=cast.the_clerk(), on=TODAY, way="visit")
        told["on"] = "2022-06-16"
        page = log_in(shan).post(self.url(story["丁"], "rate"), told)
        assert page.context["form"].errors == {"on": ["日期不能在今天之后。"]}

    def test_nothing_sent_asks_for_what_is_missing(self, story, shan, log_in):
        page = log_in(shan).post(self.url(story["丁"], "rate"), {"on": ""})
        assert "请选择对办理工作。" in text_of(page)

    def test_sent_twice_is_done_once(self, story, shan, log_in):
        told = {"on": "2022-06-14", "handling": "satisfied", "result": "satisfied"}
        client = log_in(shan)
        client.post(self.url(story["丁"], "rate"), told)
        sent = client.post(self.url(story["丁"], "rate"), told, follow=True)
        assert "“评价”已经办过，或者还不能办。" in text_of(sent)
        assert story["丁"].ratings.count() == 1

    def test_the_office_is_told_what_to_do_instead(self, story, log_in):
        sent = log_in("staff").get(self.url(story["癸"], "refer"), follow=True)
        assert "现在是“已登记”，不能办“交办”。可以办：" in text_of(sent)

    def test_what_is_not_for_a_signer_is_not_there(self, story, xu, log_in):
        client = log_in(xu)
        for verb in ("nonsense", "refer", "reply", "close", "rate"):
            assert client.get(self.url(story["丙"], verb)).status_code == 404, verb
        assert client.get(self.url(story["丁"], "rate")).status_code == 404  # nor seen

    def test_leadership_accepts(self, story, log_in):
        client = log_in("leader")
        client.post(self.url(story["癸"], "accept"), {"on": "2022-06-14", "note": ""})
        story["癸"].refresh_from_db()
        assert (story["癸"].status, story["癸"].number) == ("accepted", 6)  # after 子

    def test_every_verb_has_a_page(self, story, log_in):
        """All fields of all forms can be shown, whichever is legal where."""
        client, seen = log_in("staff"), set()
        for row in story.values():
            for group in (
                page_of(client, row).context["buttons"].values() if row.status != "draft" else ()
            ):
                for _, url in group:
                    verb = url.rstrip("/").split("/")[-1]
                    page = client.get(self.url(row, verb))
                    assert page.status_code == 200
                    assert len(re.findall("<h1", page.content.decode())) == 1
                    seen.add(verb)
        assert {"accept", "refer", "reply", "rate", "close", "supervise", "extend"} <= seen


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestNew:
    TOLD = {
        "level": "town", "kind": "suggestion", "title": "关于清理桥头村水渠的建议",
        "grounds": "水渠堵了三年。", "proposal": "请水利站汛前清一次。", "is_public": "on",
        "cosigners": "", "then": "register",
    }  # fmt: skip

    def told(self, **changes):
        topic = Topic.objects.get(name="水利设施").pk
        return self.TOLD | {"topic": topic, "_once": str(uuid.uuid4())} | changes

    def test_a_deputy_hands_one_in(self, xu, log_in):
        sent = log_in(xu).post(NEW, self.told(), follow=True)
        row = Motion.objects.get()
        assert sent.redirect_chain == [(row.get_absolute_url(), 302)]
        assert "已经交给镇人大，等审查。" in text_of(sent)
        assert (row.status, row.level, row.occasion) == ("registered", "town", "between")
        assert (row.proposer, row.submitted_on, row.is_on_behalf) == (xu, TODAY, False)
        assert [event.verb for event in row.events.all()] == ["register"]

    def test_a_draft_may_lack_its_words(self, xu, log_in):
        told = self.told(then="draft", grounds="", proposal="")
        sent = log_in(xu).post(NEW, told, follow=True)
        assert "草稿存好了。" in text_of(sent)
        assert Motion.objects.get().status == "draft"

    def test_what_is_handed_in_may_not(self, xu, log_in):
        page = log_in(xu).post(NEW, self.told(proposal=""))
        assert page.context["form"].errors == {"proposal": ["请写明建议；没写完的先存草稿。"]}
        assert not Motion.objects.exists()

    def test_nor_a_draft_that_is_handed_in_later(self, xu, log_in):
        client = log_in(xu)
        client.post(NEW, self.told(then="draft", proposal=""))
        row = Motion.objects.get()
        hand_in = reverse("motion-do", args=[row.pk, "register"])
        page = client.post(hand_in, {"on": "2022-06-15"})
        assert "还没有写明情况和建议，请先“修改”，写好再交。" in text_of(page)
        changed = {"on": "2022-06-15", "title": row.title, "topic": row.topic_id,
                   "grounds": "水渠堵了。", "proposal": "清一次。", "is_public": "on"}  # fmt: skip
        client.post(reverse("motion-do", args=[row.pk, "amend"]), changed)
        client.post(hand_in, {"on": "2022-06-15"})
        row.refresh_from_db()
        assert (row.status, row.proposal) == ("registered", "清一次。")

    def test_a_refusal_keeps_everything_that_was_typed(self, xu, log_in):
        told = self.told(title="", cosigners="张三、许桂兰")
        page = log_in(xu).post(NEW, told)
        html = page.content.decode()
        assert page.context["form"].errors["title"] == ["请填写案由。"]
        assert "柳塘镇人大现在没有叫张三的代表，请核对姓名。" in html
        for typed in ("水渠堵了三年。", "请水利站汛前清一次。", "张三、许桂兰", told["_once"]):
            assert typed in html
        assert not Motion.objects.exists()

    def test_sent_twice_is_stored_once(self, xu, log_in):
        client, told = log_in(xu), self.told()
        client.post(NEW, told)
        sent = client.post(NEW, told, follow=True)
        assert "已经存过了，没有重复登记" in text_of(sent)
        assert Motion.objects.count() == 1
        assert OnceKey.objects.count() == 1

    def test_a_refused_form_keeps_its_key_for_the_next_time(self, xu, log_in):
        client, told = log_in(xu), self.told()
        client.post(NEW, told | {"title": ""})
        client.post(NEW, told)
        assert Motion.objects.count() == 1

    def test_without_its_key_it_is_refused(self, xu, log_in):
        page = log_in(xu).post(NEW, self.told(_once=""))
        assert "没有完整打开就提交了" in text_of(page)
        assert not Motion.objects.exists()

    @pytest.mark.parametrize("names", ["单国富、曾玉梅", "单国富 曾玉梅", "单国富，曾玉梅；单国富"])
    def test_others_are_asked_to_sign(self, xu, shan, log_in, names):
        zeng = cast.make_deputy(name="曾玉梅")
        log_in(xu).post(NEW, self.told(cosigners=names))
        rows = Signature.objects.all()
        assert {row.person for row in rows} == {shan, zeng}
        assert all(row.is_awaited for row in rows)

    @pytest.mark.parametrize(
        ("names", "sentence"),
        [
            ("单国富、王五 赵六", "现在没有叫王五、赵六的代表"),
            ("韩立春", "现在没有叫韩立春的代表"),  # a person, and no deputy
            ("许桂兰", "您自己是领衔代表"),
            ("查德胜", "叫查德胜的代表不止一位"),
        ],
    )
    def test_who_cannot_be_asked_is_told_by_name(self, xu, shan, log_in, names, sentence):
        cast.make_person(name="韩立春")
        cast.make_deputy(name="查德胜")
        cast.make_deputy(name="查德胜")
        page = log_in(xu).post(NEW, self.told(cosigners=names))
        assert sentence in page.context["form"].errors["cosigners"][0]
        assert not Motion.objects.exists()

    def test_whoever_is_asked_sees_it_on_top_and_signs(self, xu, shan, log_in):
        log_in(xu).post(NEW, self.told(cosigners="单国富", then="draft"))
        row = Motion.objects.get()
        client = log_in(shan)
        page = client.get(LIST)
        assert list(page.context["asked"]) == [row]
        assert "请您附议" in text_of(page)
        assert "领衔 许桂兰，联名 单国富（待附议）" in text_of(page_of(client, row))
        url = reverse("motion-do", args=[row.pk, "cosign"])
        client.post(url, {"on": "2022-06-15"})
        assert row.signatures.given().get().person == shan
        assert "您已经附议，不用再办。" in text_of(
            client.post(url, {"on": "2022-06-15"}, follow=True)
        )
        assert list(client.get(LIST).context["asked"]) == []

    def test_after_the_review_nobody_is_asked_any_more(self, xu, shan, log_in):
        log_in(xu).post(NEW, self.told(cosigners="单国富"))
        services.accept(Motion.objects.get(), by=cast.the_clerk(), on=TODAY)
        assert list(log_in(shan).get(LIST).context["asked"]) == []

    def test_one_mandate_asks_for_no_level(self, shan, log_in):
        client = log_in(shan)
        assert "level" not in client.get(NEW).context["form"].fields
        client.post(NEW, self.told(level="county"))
        assert Motion.objects.get().level == "town"

    def test_two_mandates_do(self, xu, log_in):
        client = log_in(xu)
        form = client.get(NEW).context["form"]
        assert form.fields["level"].choices == [("town", "柳塘镇人大"), ("county", "东陵县人大")]
        client.post(NEW, self.told(level="county"))
        assert Motion.objects.get().level == "county"

    def test_cosigners_are_of_the_same_congress(self, xu, shan, log_in):
        page = log_in(xu).post(NEW, self.told(level="county", cosigners="单国富"))
        assert "东陵县人大现在没有叫单国富的代表" in text_of(page)

    def test_while_the_session_sits_it_is_of_the_session(self, xu, log_in):
        session = cast.make_session(starts_on=day("2022-06-14"), last_on=TODAY)
        log_in(xu).post(NEW, self.told(kind="bill"))
        row = Motion.objects.get()
        assert (row.occasion, row.session_id) == ("session", session.pk)

    def test_of_the_county_it_is_not(self, xu, log_in):
        cast.make_session(starts_on=TODAY)
        log_in(xu).post(NEW, self.told(level="county"))
        assert Motion.objects.get().session is None

    def test_whose_mandate_is_over_raises_none(self, frame, log_in):
        old = cast.make_deputy(name="仇万里", login="qiu", term=frame.first)
        client = log_in(old)
        assert client.get(NEW).status_code == 404
        assert "提一件建议" not in text_of(client.get(LIST))

    def test_an_account_without_a_person_raises_none(self, frame, log_in):
        client = log_in("deputy")
        assert client.get(NEW).status_code == 404
        assert client.get(LIST).status_code == 200

    def test_leadership_raises_none_and_the_office_has_its_own_page(self, frame, log_in):
        assert log_in("leader").get(NEW).status_code == 404
        sent = log_in("staff").get(f"{NEW}?opinion=3")
        assert sent.headers["Location"] == "/admin/motions/motion/add/?opinion=3"
        assert log_in("admin").get(NEW).status_code == 404


@staged(on=TODAY)
def opinion(frame, xu):
    return cast.make_opinion(heard_by=xu, text="水渠堵了三年", topic=frame.topics[2])


@pytest.mark.sqlite  # what a page says is the same on both
class TestFromAnOpinion:
    def test_its_words_are_carried_over_and_it_is_linked(self, opinion, xu, log_in):
        client = log_in(xu)
        page = client.get(f"{NEW}?opinion={opinion.pk}")
        assert page.context["form"]["grounds"].value() == "水渠堵了三年"
        assert page.context["form"]["topic"].value() == opinion.topic_id
        told = TestNew().told(grounds="水渠堵了三年，十一户受淹。")
        client.post(f"{NEW}?opinion={opinion.pk}", told)
        row = Motion.objects.get()
        assert (row.opinion, row.grounds) == (opinion, "水渠堵了三年，十一户受淹。")
        opinion.refresh_from_db()
        assert opinion.disposal == "motion"
        again = client.get(f"{NEW}?opinion={opinion.pk}")
        assert again.headers["Location"] == row.get_absolute_url()

    def test_one_that_another_raised_is_not_raised_again(self, opinion, xu, shan, log_in):
        motion("甲", shan, "2022-06-01", "registered", opinion=opinion)
        page = log_in(xu).post(f"{NEW}?opinion={opinion.pk}", TestNew().told())
        assert "这条群众意见已经作为代表建议提出" in text_of(page)
        assert Motion.objects.count() == 1

    def test_the_way_there_is_on_the_page_of_the_household(self, xu, log_in):
        household = cast.make_household(head_name="王二保")
        cast.make_assignment(person=xu, household=household)
        said = cast.make_opinion(heard_by=xu, household=household)
        link = f'href="{NEW}?opinion={said.pk}"'
        client = log_in(xu)
        assert link in client.get(household.get_absolute_url()).content.decode()
        client.post(f"{NEW}?opinion={said.pk}", TestNew().told(then="draft"))
        assert link not in client.get(household.get_absolute_url()).content.decode()
        assert link not in log_in("staff").get(household.get_absolute_url()).content.decode()

    def test_only_of_what_one_may_see(self, opinion, shan, log_in):
        assert log_in(shan).get(f"{NEW}?opinion={opinion.pk}").status_code == 404

    @pytest.mark.parametrize("number", ["0", "x", "-1", "1e3", "9" * 30, "²"])
    def test_no_such_opinion(self, xu, log_in, number):
        assert log_in(xu).get(NEW, {"opinion": number}).status_code == 404


@pytest.mark.sqlite  # roles are asked, not the database
class TestMenu:
    @pytest.mark.parametrize(("role", "is_there"), [("staff", True), ("leader", True),
                                                    ("auditor", False)])  # fmt: skip
    def test_for_whom(self, frame, log_in, role, is_there):
        page = log_in(role).get("/", follow=True)
        assert ('href="/motions/"' in page.content.decode()) == is_there

    def test_where_one_stands(self, story, xu, log_in):
        html = page_of(log_in(xu), story["甲"]).content.decode()
        assert '<a href="/motions/" aria-current="true">' in html
        html = log_in("staff").get("/admin/motions/motion/").content.decode()
        assert '<a href="/motions/">' in html
