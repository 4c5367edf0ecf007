"""The pages of motions: the list with its filters and sums, one motion, its verbs, a new one.

It is Wednesday 2022-06-15. Ten motions are told apart by a sign in their title; the office
sees all but 许桂兰's draft 辛. Due three months after the hand-over:

    甲 许  A类, satisfied, closed         己 handed down by the city to 农业农村办公室
    乙 许  due 06-10, unanswered          庚 许  a bill of the session, accepted, 重点督办
    丙 单  due 06-17; 许 signed it        壬 单  of 2021, answered late, unsatisfied, closed
    丁 单  B类 with a promise, unrated    癸 单  registered
    戊 许  to the county, C类, 基本满意    子 许  A类, 未反馈, closed
"""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ReadRecord
from congress.models import Meeting
from motions.models import Motion, ResultClass
from tests import cast
from tests.cast import day
from township.models import Department, Topic

pytestmark = pytest.mark.django_db

LIST, EXPORT = "/motions/", "/motions/export/"
TODAY = day("2022-06-15")
SIGNS = "甲乙丙丁戊己庚辛壬癸子"
# Not of the page: the session, who it is, the record of the read, transactions.
HOUSEKEEPING = re.compile(
    r"django_session|accounts_user|accounts_readrecord|SAVEPOINT|^BEGIN|^COMMIT"
)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def xu(frame):
    xu = cast.make_deputy(name="许桂兰", login="xu")
    cast.make_mandate(person=xu, term=frame.county_second)
    return xu


@pytest.fixture
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


@pytest.fixture
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
        assert [client.get(path).status_code for path in (LIST, EXPORT)] == [404] * 2

    def test_a_deputy_without_motions_is_told_what_will_be_here(self, frame, log_in):
        zeng = cast.make_deputy(name="曾玉梅", login="zeng")
        html = log_in(zeng).get(LIST).content.decode()
        assert "还没有议案建议" in html


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
            ("", "全部", 9), ("town", "镇级", 7), ("above", "市级", 1),
            ("handed_down", "市里交办", 1),
        ]  # fmt: skip

    def test_where_there_is_one_level_only_nothing_is_asked(self, story, shan, log_in):
        assert log_in(shan).get(LIST).context["tabs"] == []

    def test_saved_lists_count_everything_the_reader_sees(self, story, xu, log_in):
        shortcuts = log_in("staff").get(f"{LIST}?year=2021").context["shortcuts"]
        assert [(label, count) for _, label, count in shortcuts] == [
            ("本周到期", 1), ("已超期", 1), ("待评价", 1), ("承诺未兑现", 1),
        ]  # fmt: skip
        mine = log_in(xu).get(LIST).context["shortcuts"]
        assert [count for _, _, count in mine] == [1, 1, 0, 0]

    def test_what_was_due_on_monday_is_late_and_what_is_due_on_sunday_is_not(
        self, frame, xu, log_in
    ):
        for sign, handed in zip("甲乙丙丁", ["03-13", "03-15", "03-19", "03-20"], strict=True):
            handled(motion(sign, xu, f"2022-{handed}"), frame.departments[0])
        client = log_in("staff")
        assert listed(client.get(f"{LIST}?sum=overdue")) == "甲"  # due on Monday
        assert listed(client.get(f"{LIST}?sum=due_this_week")) == "乙丙"  # today, Sunday


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


class TestExport:
    def sheet(self, client, query=""):
        page = client.get(EXPORT + query)
        assert page.status_code == 200
        return openpyxl.load_workbook(io.BytesIO(page.content)).active

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
        page = log_in("staff").get(f"{EXPORT}?year=2021")
        name = "%E8%AE%AE%E6%A1%88%E5%BB%BA%E8%AE%AE_2022-06-15.xlsx"  # 议案建议_2022-06-15.xlsx
        assert name in page.headers["Content-Disposition"]
        record = ReadRecord.objects.get()
        assert (record.what, record.rows) == ("议案建议导出", 1)
        assert record.path == f"{EXPORT}?year=2021"

    def test_not_for_deputies(self, story, xu, log_in):
        client = log_in(xu)
        assert client.get(EXPORT).status_code == 404
        assert "导出" not in client.get(LIST).content.decode()


class TestMenu:
    @pytest.mark.parametrize(("role", "is_there"), [("staff", True), ("leader", True),
                                                    ("auditor", False)])  # fmt: skip
    def test_for_whom(self, frame, log_in, role, is_there):
        page = log_in(role).get("/", follow=True)
        assert ('href="/motions/"' in page.content.decode()) == is_there

    def test_where_one_stands(self, story, xu, log_in):
        html = log_in(xu).get(story["甲"].get_absolute_url()).content.decode()
        assert '<a href="/motions/" aria-current="true">' in html
        html = log_in("staff").get("/admin/motions/motion/").content.decode()
        assert '<a href="/motions/">' in html
