"""公示: what hangs on the wall of the deputies, and what never does."""

import io

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT

from accounts.models import Role
from records.models import ReadRecord
from reports.asking.registry import REGISTRY
from reports.deputies import services as deputy_services
from reports.deputies.duty_record import DutyRecord
from reports.deputies.notice import NoticeTable
from reports.models import PublicNotice
from reports.models.notices import BASIC, PERFORMANCE, NoticeColumn
from representatives.models import Person
from tests import cast
from tests.cast import day, refused
from tests.papers.word_file import said
from tests.price import price
from tests.stage import staged
from township.models import LedgerStart
from township.spans import day_in_words, today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # the same paper on both

PAGE = "/deputies/notice/?year=2022"
FILES = ("/deputies/notice/table/?year=2022", "/deputies/notice/word/?year=2022")
EVERY = list(NoticeColumn.values)
# What a household left, each word nowhere else; and what is the deputy's own business.
CANARIES = [
    "金丝雀户主",
    "金丝雀村",
    "金丝雀组",
    "0553-7777777",
    "金丝雀意见",
    "金丝雀生产",
    "金丝雀实事",
]
PRIVATE = ["13800001111", "1971", "金丝雀备注", "金丝雀事由", "DB-0077"]


@staged
def frame():
    return cast.make_frame()


@staged
def xu(frame):
    first = cast.make_constituency(name="桥头村片")
    person = cast.make_person(
        name="许桂兰", gender="f", party="cpc", occupation="farmer", employer="桥头村村民",
        ethnicity="回族", phone="13800001111", born_on=day("1971-05-06"), note="金丝雀备注",
        user=cast.make_user(Role.DEPUTY, username="xu"),
    )  # fmt: skip
    cast.make_mandate(person=person, constituency=first, certificate="DB-0077")
    return person


@staged
def shan(frame):
    return cast.make_deputy(name="单国富", gender="m")


@staged
def year(frame, xu, shan):
    """2022 of 许桂兰 and 单国富: what counts and what does not, once or more."""
    group = cast.make_body(kind="group", name="第一代表小组")
    cast.make_post(body=group, person=xu, role="leader")
    cast.make_post(body=group, person=shan)
    cast.make_post(body=cast.make_body(kind="delegation", name="第二代表团"), person=shan)
    cast.make_post(person=xu)  # of the presidium
    cast.make_post(body=cast.make_body(kind="congress"), person=shan, role="vice_chair")
    session = cast.make_session(starts_on=day("2022-01-10"))
    for number, state in enumerate(["present", "leave", "unknown"], 1):
        sitting = cast.make_sitting(meeting=session, number=number)
        cast.make_attendance(
            meeting=session, sitting=sitting, person=xu, state=state,
            reason="金丝雀事由" if state == "leave" else "",
        )  # fmt: skip
        cast.make_attendance(meeting=session, sitting=sitting, person=shan, state="present")
    meeting = cast.make_presidium_meeting()
    cast.make_attendance(meeting=meeting, person=xu, state="present")
    cast.make_activity(title="视察水利工程", people=[xu, shan])
    cast.make_activity(title="代表培训", kind="training", people=[xu])
    cast.make_activity(title="上一年的", starts_on=day("2021-12-30"), people=[xu, shan])
    village = cast.keep(type(frame.villages[0])(name="金丝雀村", order=9))
    home = cast.make_household(
        head_name="金丝雀户主", group="金丝雀组", phone="0553-7777777", village=village
    )
    row = cast.make_assignment(person=xu, household=home)
    for visited_on in ("2022-02-01", "2022-04-01", "2023-01-01"):
        cast.make_visit(
            assignment=row,
            visited_on=day(visited_on),
            production="金丝雀生产",
            good_deed="金丝雀实事",
        )
    cast.make_visit(assignment=row, visited_on=day("2022-06-01"), was_met=False)
    cast.make_opinion(heard_by=xu, household=home, text="金丝雀意见")
    led = cast.make_motion(proposer=xu)
    cast.make_motion(proposer=xu, title="草稿里的事", status="draft")
    cast.make_motion(proposer=xu, title="下一年的事", submitted_on=day("2023-03-01"))
    cast.make_signature(motion=led, person=shan, signed_on=cast.DAY)
    asked = cast.make_motion(proposer=xu, title="没有附议的事")
    cast.make_signature(motion=asked, person=shan, way="login")
    return xu


def sheet(year=2022, **fields):
    return NoticeTable(PublicNotice(year=year, **fields))


def cells(name, **fields):
    """{heading: cell} of the row of `name`."""
    found = sheet(**fields)
    (row,) = [row for row in found.rows if row[1] == name]
    return dict(zip(found.heads, row, strict=True))


def names(**fields):
    return [row[1] for row in sheet(**fields).rows]


class TestWhatIsCounted:
    def test_by_hand(self, year):
        assert cells("许桂兰", columns=EVERY) == {
            "序号": 1, "姓名": "许桂兰", "性别": "女", "民族": "回族", "政治面貌": "中共党员",
            "身份": "农民", "单位及职务": "桥头村村民", "选区": "第1选区（桥头村片）",
            "代表团": "—", "代表小组": "第一代表小组（组长）", "人大职务": "主席团成员",
            # Three sittings are one session; the presidium's meeting is none.
            "出席人代会（次）": "1/1", "参加活动（次）": 2, "视察调研检查（次）": 1,
            # Two visits on which somebody was met; one in vain, and one in the next year.
            "走访联系户（次）": 2,
            # Two handed in; one is a draft, one of the next year.
            "领衔议案建议（件）": 2, "联名议案建议（件）": 0,
        }  # fmt: skip

    def test_another(self, year):
        assert cells("单国富", columns=EVERY) == {
            "序号": 2, "姓名": "单国富", "性别": "男", "民族": "汉族", "政治面貌": "—", "身份": "—",
            "单位及职务": "—", "选区": "—", "代表团": "第二代表团", "代表小组": "第一代表小组",
            "人大职务": "副主席", "出席人代会（次）": "1/1", "参加活动（次）": 1,
            "视察调研检查（次）": 1, "走访联系户（次）": 0, "领衔议案建议（件）": 0,
            # Asked for a second one, and did not confirm.
            "联名议案建议（件）": 1,
        }  # fmt: skip

    def test_the_same_as_each_deputys_own_record(self, year, shan):
        for person in (year, shan):
            row = cells(person.name, columns=EVERY)
            record = DutyRecord(person, 2022, cast.the_clerk())
            sentences = {block.title: block.sentence for block in record.blocks()}
            assert f"（{row['出席人代会（次）']}）" in sentences["参加会议"]
            assert sentences["参加活动"].startswith(f"参加代表活动{row['参加活动（次）']}次")
            if visits := row["走访联系户（次）"]:
                assert f"户、{visits}次" in sentences["走访联系户"]
            if led := row["领衔议案建议（件）"]:
                assert sentences["领衔提出的议案建议"].startswith(f"领衔提出议案建议{led}件")
            if signed := row["联名议案建议（件）"]:
                assert sentences["联名的议案建议"] == f"联名议案建议{signed}件。"

    def test_the_chair_of_the_presidium_is_a_member_of_it(self, xu):
        cast.make_post(person=xu, role="chair")
        cast.make_post(body=cast.make_body(kind="congress"), person=xu, role="chair")
        board = cast.make_body(kind="qualification")
        cast.make_post(body=board, person=xu, role="vice_director")
        found = cells("许桂兰")["人大职务"].split("、")
        assert found == ["主席", "主席团成员", "代表资格审查委员会副主任"]

    def test_voided_rows_count_nowhere(self, year):
        led = year.motions.get(title="没有附议的事")
        for row in (year.participations.first(), led):
            row.void(reason="重复登记")
        row = cells("许桂兰", columns=EVERY)
        assert (row["参加活动（次）"], row["领衔议案建议（件）"]) == (1, 1)

    def test_where_nothing_is_registered_no_share_is_claimed(self, xu):
        cast.make_attendance(meeting=cast.make_session(), person=xu, state="unknown")
        assert cells("许桂兰")["出席人代会（次）"] == "—"

    def test_no_statement_for_what_was_not_chosen(self, year, django_assert_num_queries):
        with django_assert_num_queries(4):  # the day of record, the town's names, mandates, people
            assert [len(row) for row in sheet(columns=["gender"]).rows] == [3, 3]


class TestWho:
    def test_the_towns_deputies_whose_mandate_was_confirmed(self, xu, frame):
        cast.make_mandate(person=cast.make_person(name="待确认"), confirmed_on=None)
        cast.make_deputy(name="县代表", term=frame.county_second)
        cast.make_person(name="镇干部")
        assert names() == ["许桂兰"]

    def test_in_the_order_of_strokes_or_of_pinyin(self, frame):
        for name in ("尉迟明", "张国富", "丁一", "王大海", "王毅"):
            cast.make_deputy(name=name)
        assert names() == ["丁一", "王毅", "王大海", "张国富", "尉迟明"]
        assert names(order="whole") == ["丁一", "王大海", "王毅", "张国富", "尉迟明"]
        assert names(order="pinyin") == ["丁一", "王大海", "王毅", "尉迟明", "张国富"]
        assert [row[0] for row in sheet(order="pinyin").rows] == [1, 2, 3, 4, 5]

    def test_who_came_during_the_year_is_said(self, xu):
        late = cast.make_person(name="解晓燕")
        cast.make_mandate(person=late, starts_on=day("2022-06-01"), gained_by="by_election")
        assert cells("解晓燕")["备注"] == "补选，6月1日起任"
        assert cells("许桂兰")["备注"] == ""

    def test_who_left_is_listed_only_where_that_was_chosen_and_never_why(self, xu):
        gone = cast.make_person(name="仇万里")
        cast.make_mandate(
            person=gone, ended_on=day("2022-07-01"), ended_for="recalled", clean=False
        )
        assert names() == ["许桂兰"]
        assert "备注" not in sheet().heads
        assert cells("仇万里", includes_former=True)["备注"] == "7月1日起不再担任"
        assert "罢免" not in str(sheet(includes_former=True).rows)

    def test_whoever_goes_on_into_the_next_term_stands_once(self, frame, xu):
        cast.make_mandate(person=xu, term=frame.first)
        former = cast.make_deputy(name="仇万里", term=frame.first)
        assert names(year=2021) == ["许桂兰"]
        both = sheet(year=2021, includes_former=True)
        assert [row[1] for row in both.rows] == ["仇万里", "许桂兰"]
        assert both.title == "柳塘镇人大代表基本信息和履职信息公示"
        assert dict(zip(both.heads, both.rows[0], strict=True))["备注"] == "12月28日起不再担任"
        assert both.rows[1][-1] == ""
        assert former.mandates.count() == 1

    def test_this_year_a_mandate_that_is_still_to_come_takes_nobody_off(
        self, frame, xu, monkeypatch
    ):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-12-30"))
        last = day("2022-12-31")
        xu.mandates.update(ended_on=last, ended_for="term")
        xu.mandates.create(term=frame.second, starts_on=last, confirmed_on=frame.second.starts_on)
        assert names(year=2022) == ["许桂兰"]

    def test_a_year_without_deputies(self, client, frame):
        client.force_login(cast.the_clerk())
        page = client.get("/deputies/notice/?year=2001")
        assert "没有可以公示的" in page.content.decode()
        for address in FILES:
            assert client.get(address.replace("2022", "2001")).status_code == 200


class TestWords:
    def test_title_span_law_and_feedback(self, year):
        found = sheet(contact="0553-6800000", published_on=day("2022-12-30"))
        assert found.title == "柳塘镇第二届人大代表基本信息和履职信息公示"
        law, counted, sums, feedback = found.notes
        assert sums == found.sums_note
        assert "代表法》第五十八条公示" in law and law.endswith("名单按姓氏笔画排列。")
        assert counted.startswith("履职信息统计2022年1月1日至2022年12月31日，只列次数和件数。")
        assert feedback == "对公示内容有意见的，请向柳塘镇人大主席团反映，联系电话：0553-6800000。"
        assert found.dated == "2022年12月30日"

    def test_basic_data_alone(self, year):
        found = sheet(columns=["gender", "constituency"], order="pinyin")
        assert found.title == "柳塘镇第二届人大代表基本信息公示"
        assert len(list(found.notes)) == 2
        assert found.heads == ["序号", "姓名", "性别", "选区"]

    def test_of_this_year_only_up_to_today(self, year):
        found = sheet(year=today().year)
        assert found.span.endswith(f"至{day_in_words(today())}")
        assert found.dated == day_in_words(today())

    def test_what_the_ledger_cannot_know_is_said_to_the_office(self, client, year):
        for family, start in (("meetings", "2022-01-01"), ("activities", "2022-03-01")):
            cast.keep(LedgerStart(family=family, complete_from=day(start)))
        assert sheet(columns=["gender", "sessions", "activities", "led"]).doubts == (
            "参加活动（次）、领衔议案建议（件）"
        )
        client.force_login(cast.the_clerk())
        assert "数字可能偏少" in client.get(PAGE).content.decode()


class TestWhatNeverHangsThere:
    @pytest.fixture(params=[PAGE, *FILES])
    def text(self, request, client, year):
        deputy_services.settle_notice(
            2022, by=cast.the_clerk(), columns=EVERY, includes_former=True
        )
        client.force_login(cast.make_user(request.getfixturevalue("who")))
        content = client.get(request.param).content
        if "table" in request.param:
            book = openpyxl.load_workbook(io.BytesIO(content))
            return str(list(book.active.iter_rows(values_only=True)))
        return str(said(content)) if "word" in request.param else content.decode()

    @pytest.mark.parametrize("who", [Role.STAFF, Role.LEADER])
    def test_nothing_of_a_household_nor_of_the_private_person(self, text, who):
        assert "许桂兰" in text and "桥头村村民" in text
        assert [word for word in CANARIES + PRIVATE if word in text] == []

    @pytest.mark.parametrize("who", [Role.STAFF])
    def test_no_points_and_no_rank(self, text, who):
        for word in ("积分", "得分", "名次", "排名", "第一名"):
            assert word not in text

    def test_telephone_and_birthday_cannot_be_chosen(self):
        fields = {"phone", "born_on", "note", "village", "education", "certificate"}
        assert not fields & set(NoticeColumn.values)
        assert set(BASIC) | set(PERFORMANCE) == set(NoticeColumn)

    def test_the_sensitive_columns_are_not_chosen_at_first(self):
        assert {"ethnicity", "party"} & set(PublicNotice(year=2022).columns) == set()


class TestWhatTheReportSays:
    """Sheet and line together are the figures of the year's report, whoever is not on the sheet."""

    FIGURES = {
        "参加活动": "活动参加代表人次", "走访联系户": "走访户次",
        "领衔议案建议": "镇议案建议件数", "联名议案建议": "联名代表人次",
    }  # fmt: skip

    @pytest.fixture
    def others(self, frame, year, shan):
        """单国富 leaves in May; 韩立春 is a deputy of the county alone; 许桂兰 is one of both."""
        county = cast.make_deputy(name="韩立春", term=frame.county_second)
        cast.make_mandate(person=year, term=frame.county_second)
        cast.make_visit(assignment=cast.make_assignment(person=shan), visited_on=day("2022-03-05"))
        cast.make_activity(title="三人", starts_on=day("2022-03-08"), people=[year, shan, county])
        led = cast.make_motion(proposer=shan)
        cast.make_signature(motion=led, person=year, signed_on=cast.DAY)
        for person, number in ((year, 7), (county, 8)):
            above = cast.make_motion(level="county", proposer=person, number=number)
        cast.make_signature(motion=above, person=year, signed_on=cast.DAY)
        cast.make_motion(proposer=year, status="returned", return_reason="private")
        cast.make_activity(title="没有点名", starts_on=day("2022-03-09"), unnamed_deputies=7)
        shan.mandates.update(ended_on=day("2022-05-01"), ended_for="moved")
        return shan

    def test_by_hand(self, others):
        assert names() == ["许桂兰"]
        assert sheet(columns=["visits", "activities", "led", "signed"]).sums_note == (
            "各栏合计（连同不在表内的）："
            "参加活动13人次（年内离任的代表2人次不在表内，不是本镇代表的上级人大代表1人次不在表内，"
            "只登记人数、没有姓名的7人次不在表内）；"
            "走访联系户3户次（年内离任的代表1户次不在表内）；"
            # Of 许桂兰 two of the town, one that was sent back and one to the county; one each of the others.
            "领衔议案建议6件（含向东陵县人大提出的2件，含退回、撤回、并案和待审查的1件，"
            "年内离任的代表1件不在表内，不是本镇代表的上级人大代表1件不在表内）；"
            "联名议案建议3人次（含向东陵县人大提出的1人次，年内离任的代表1人次不在表内）。"
        )

    def test_a_number_without_names_is_said_as_it_was_told(self, year):
        """许桂兰 three times, 单国富 once; some thirty at a training, and seven at an inspection."""
        cast.make_activity(
            title="培训", kind="training", unnamed_deputies=30, is_unnamed_approximate=True
        )
        cast.make_activity(title="视察", people=[year], unnamed_deputies=7)
        cast.make_activity(title="下一年的", starts_on=day("2023-03-01"), unnamed_deputies=9)
        assert sheet(columns=["activities", "monitoring"]).sums_note == (
            "各栏合计（连同不在表内的）：参加活动约41人次（只登记人数、没有姓名的约37人次不在表内）；"
            "视察调研检查10人次（只登记人数、没有姓名的7人次不在表内）。"
        )

    def test_what_is_listed_is_not_elsewhere(self, others):
        found = sheet(columns=["visits"], includes_former=True)
        assert found.sums_note == "各栏合计：走访联系户3户次。"
        assert sum(row[2] for row in found.rows) == 3

    @pytest.mark.parametrize("includes_former", [False, True])
    def test_table_and_line_are_the_figures(self, others, includes_former):
        found = sheet(columns=PERFORMANCE, includes_former=includes_former)
        listed = {line.person.pk for line in found.lines}
        for column, summed in found.sums.items():
            label = column.label.partition("（")[0]
            on_it = sum(row[found.heads.index(column.label)] for row in found.rows)
            assert on_it + summed.of_others(listed) + summed.unnamed == summed.total
            if label in self.FIGURES:
                figure = REGISTRY[self.FIGURES[label]]
                rows = sum(getattr(row, figure.field, 1) for row in figure.rows(found.seen))
                assert summed.by_congress["town"] + summed.unnamed == rows, label
        assert found.sums["led"].by_congress["county"] == (
            REGISTRY["县级议案建议件数"].rows(found.seen).count()
        )

    def test_nobody_counts_before_they_were_a_deputy(self, xu):
        late = cast.make_person(name="解晓燕")
        cast.make_mandate(person=late, starts_on=day("2022-06-01"), gained_by="by_election")
        cast.make_activity(starts_on=day("2022-05-01"), people=[late, xu])
        found = cells("解晓燕", columns=EVERY)
        assert (found["参加活动（次）"], found["视察调研检查（次）"]) == (0, 0)

    def test_nothing_is_added_up_where_nothing_is_counted(self, year):
        for columns in ([], ["gender", "sessions"]):
            assert sheet(columns=columns).sums_note == ""


class TestTheForm:
    @pytest.fixture
    def clerk(self, client, frame, xu):
        clerk = cast.the_clerk()
        client.force_login(clerk)
        return clerk

    def sent(self, **fields):
        return {
            "basic": ["party", "gender"], "performance": ["led"], "order": "pinyin", "paper": "a3",
            "published_on": "2022-12-30", "contact": "0553-6800000",
        } | fields  # fmt: skip

    def test_what_was_chosen_is_remembered(self, client, clerk):
        answer = client.post(PAGE, self.sent(), follow=True)
        assert answer.redirect_chain == [("/deputies/notice/?year=2022", 302)]
        page = answer.content.decode()
        assert "公示内容已保存" in page and "联系电话：0553-6800000" in page
        notice = PublicNotice.objects.get()
        assert (notice.order, notice.paper, notice.published_on) == (
            "pinyin",
            "a3",
            day("2022-12-30"),
        )
        assert [str(column) for column in notice.chosen] == ["gender", "party", "led"]
        assert notice.history.get().history_user == clerk
        assert answer.context["sheet"].heads == [
            "序号", "姓名", "性别", "政治面貌", "领衔议案建议（件）"
        ]  # fmt: skip
        form = client.get(PAGE).context["form"]
        assert form["contact"].value() == "0553-6800000"
        assert sorted(form["basic"].value()) == ["gender", "led", "party"]

    def test_changed_again_there_is_still_one(self, client, clerk):
        client.post(PAGE, self.sent())
        client.post(PAGE, self.sent(performance=[]))
        assert PublicNotice.objects.get().shows_performance is False
        assert PublicNotice.history.count() == 2

    def test_the_next_year_begins_with_the_last_choice_but_its_date(self, client, clerk):
        client.post(PAGE, self.sent())
        following = PublicNotice.of_year(2024)
        assert (following.pk, following.year, following.order) == (None, 2024, "pinyin")
        assert following.published_on is None
        assert PublicNotice.of_year(2021).order == "strokes"
        client.post("/deputies/notice/?year=2024", self.sent(paper="a4", published_on=""))
        assert PublicNotice.objects.get(year=2022).paper == "a3"
        assert PublicNotice.objects.get(year=2024).paper == "a4"

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"contact": "问老张"}, "“问老张”不是电话号码"),
            ({"published_on": "1222-12-30"}, "请填1900年到2999年之间的日期"),
            ({"published_on": "1922-12-30"}, "公示日期不能早于1949-10-01"),
            ({"basic": ["phone"]}, "没有“phone”这个选项，请从列出的里面选。"),
            ({"paper": "a0"}, "没有“a0”这个选项，请从列出的里面选。"),
        ],
    )
    def test_refused_at_the_field_and_nothing_typed_is_lost(self, client, clerk, fields, sentence):
        page = client.post(PAGE, self.sent(**fields))
        assert sentence in page.content.decode()
        assert not PublicNotice.objects.exists()
        form = page.context["form"]
        assert form["order"].value() == "pinyin"
        assert form["contact"].value() == fields.get("contact", "0553-6800000")
        assert '<details class="card settle" open>' in page.content.decode()
        # The sheet below is still what hangs on the wall.
        assert page.context["sheet"].notice.order == "strokes"

    @pytest.mark.parametrize("columns", [["phone"], "gender", [1], {"gender": 1}, None])
    def test_nothing_else_can_be_made_a_column(self, frame, columns):
        with refused("有一栏不是可以公示的。"):
            PublicNotice(year=2022, columns=columns).full_clean()

    def test_leadership_looks_and_prints(self, client, frame, xu):
        client.force_login(cast.make_user(Role.LEADER))
        page = client.get(PAGE)
        assert page.context["form"] is None and "保存公示内容" not in page.content.decode()
        assert client.post(PAGE, self.sent()).status_code == 403
        assert not PublicNotice.objects.exists()

    def test_a_deputy_is_sent_to_their_own_record(self, client, xu):
        client.force_login(xu.user)
        assert client.get(PAGE).url == f"/deputies/{xu.pk}/"
        assert client.post(PAGE, self.sent()).status_code == 302
        assert not PublicNotice.objects.exists()
        assert [client.get(address).status_code for address in FILES] == [404, 404]

    @pytest.mark.parametrize("year", ["1900", "9999", "x"])
    def test_no_such_year(self, client, clerk, year):
        assert client.get(f"/deputies/notice/?year={year}").status_code == 404
        assert client.get(f"/deputies/notice/table/?year={year}").status_code == 404


class TestFiles:
    def rows(self, client):
        content = client.get(FILES[0]).content
        return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))

    def test_page_spreadsheet_and_word_say_the_same(self, client, year):
        client.force_login(cast.the_clerk())
        found = client.get(PAGE).context["sheet"]
        heads, *rows, sums = self.rows(client)
        assert list(heads) == found.heads
        assert [list(row) for row in rows] == found.rows
        assert [cell for cell in sums if cell] == [found.sums_note]
        lines = said(client.get(FILES[1]).content)
        assert lines[:3] == [
            found.title, " | ".join(found.heads), " | ".join(map(str, found.rows[0])),
        ]  # fmt: skip
        assert lines[4:] == [
            *found.notes,
            "柳塘镇人大主席团",
            found.dated,
        ]

    def test_on_paper_a_name_of_two_characters_is_as_wide_as_one_of_three(self, client, year):
        """And not in the spreadsheet, from which names are copied."""
        Person.objects.filter(name="单国富").update(name="单富")
        client.force_login(cast.the_clerk())
        assert '<th class="name" scope="row">单　富</th>' in client.get(PAGE).content.decode()
        lines = [line.split(" | ") for line in said(client.get(FILES[1]).content)[2:4]]
        assert [line[1] for line in lines] == ["许桂兰", "单　富"]
        assert [row[1] for row in self.rows(client)[1:3]] == ["许桂兰", "单富"]
        assert Person.objects.get(name="单富").name == "单富"

    def test_counts_are_numbers_in_the_spreadsheet(self, client, year):
        client.force_login(cast.the_clerk())
        first = dict(zip(*self.rows(client)[:2], strict=True))
        assert (first["参加活动（次）"], first["出席人代会（次）"]) == (2, "1/1")

    def test_a_formula_stays_text(self, client, frame):
        cast.make_deputy(name="许桂兰", employer="=1+1")
        client.force_login(cast.the_clerk())
        assert "'=1+1" in self.rows(client)[1]

    def test_the_spreadsheet_prints_across_with_its_head_on_every_page(self, client, year):
        client.force_login(cast.the_clerk())
        page = openpyxl.load_workbook(io.BytesIO(client.get(FILES[0]).content)).active
        # The sums stand across the whole table, in as many lines as they need, and are not filtered.
        assert [str(area) for area in page.merged_cells.ranges] == ["A4:L4"]
        assert page.row_dimensions[4].height % 15 == 0 and page.auto_filter.ref == "A1:L3"
        assert page.page_setup.orientation == "landscape"
        assert page.print_title_rows == "$1:$1"
        assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) == (
            True,
            0,
        )

    def test_the_word_file_lies_on_its_side_with_the_head_on_every_page(self, client, year):
        client.force_login(cast.the_clerk())
        word = docx.Document(io.BytesIO(client.get(FILES[1]).content))
        section = word.sections[0]
        assert section.orientation == WD_ORIENT.LANDSCAPE
        assert section.page_width > section.page_height
        (table,) = word.tables
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        inside = section.page_width - section.left_margin - section.right_margin
        assert sum(column.width for column in table.columns) <= inside + 10000

    def test_each_look_is_noted(self, client, year):
        clerk = cast.the_clerk()
        client.force_login(clerk)
        for address in (PAGE, *FILES):
            client.get(address)
        noted = ReadRecord.objects.order_by("pk").values_list("what", "rows")
        assert list(noted) == [
            ("代表信息公示", 2), ("代表信息公示 表格", 2), ("代表信息公示 Word", 2)
        ]  # fmt: skip


@pytest.mark.parametrize("address", [PAGE, *FILES])
def test_it_costs_the_same_however_many_deputies(client, year, address):
    deputy_services.settle_notice(2022, by=cast.the_clerk(), columns=EVERY)
    client.force_login(cast.the_clerk())
    before = price(client, address)
    people = cast.make_deputies(40)
    for person in people[:10]:
        cast.make_post(body=cast.make_body(kind="group", name=f"{person}小组"), person=person)
        cast.make_motion(proposer=person)
    cast.make_activity(people=people)
    assert price(client, address) == before
