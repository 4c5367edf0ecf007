"""履职档案: one deputy's year, the same on the page, in the text to copy and in the Word file."""

import pytest

from accounts.models import Role
from records.models import ReadRecord
from reports.deputies import duty_record
from reports.deputies.duty_record import DutyRecord
from tests import cast
from tests.cast import day
from tests.papers.word_file import said
from tests.price import price
from tests.stage import staged

pytestmark = pytest.mark.django_db

CANARY = "金丝雀户主"


@staged
def frame():
    return cast.make_frame()


@staged
def xu(frame):
    return cast.make_deputy(name="许桂兰", login="xu")


@staged
def year(xu):
    """2022 of 许桂兰, member of the presidium until July: everything once or more."""
    cast.make_post(
        body=cast.make_body(name="柳塘镇人大主席团"), person=xu, ended_on=day("2022-07-01")
    )
    first = cast.make_session(starts_on=day("2022-01-10"))
    for number, state in enumerate(["present", "leave", "unknown"], 1):
        sitting = cast.make_sitting(meeting=first, number=number)
        cast.make_attendance(meeting=first, sitting=sitting, person=xu, state=state)
    cast.make_session(starts_on=day("2022-08-10"))  # nobody was registered
    for starts_on, state in (("2022-03-05", "present"), ("2022-05-05", "absent")):
        meeting = cast.make_presidium_meeting(starts_on=day(starts_on))
        cast.make_attendance(meeting=meeting, person=xu, state=state)
    after = cast.make_presidium_meeting(starts_on=day("2022-09-05"))
    cast.make_attendance(meeting=after, person=xu, capacity="guest", state="present")
    household = cast.make_household(head_name=CANARY)
    mine = cast.make_assignment(person=xu, household=household)
    for visited_on in ("2022-02-01", "2022-04-01"):
        cast.make_visit(assignment=mine, visited_on=day(visited_on))
    cast.make_visit(assignment=mine, visited_on=day("2022-05-01"), good_deed="修水管")
    cast.make_visit(assignment=mine, visited_on=day("2022-06-01"), was_met=False)
    cast.make_visit(assignment=mine, visited_on=day("2023-01-01"))
    cast.make_opinion(heard_by=xu, household=household, text=f"{CANARY}门前水渠堵了")
    answered = {"disposal": "explained", "answered_on": cast.DAY, "outcome": "explained"}
    cast.make_opinion(heard_by=xu, **answered)
    rated = cast.make_motion(proposer=xu, status="closed", closed_on=day("2022-06-01"), number=5)
    cast.make_handling(motion=rated, replied_on=day("2022-04-01"))
    cast.make_rating(motion=rated, rated_on=day("2022-04-10"))
    cast.make_motion(proposer=xu, title="关于修桥的建议")
    cast.make_motion(proposer=xu, title="草稿里的事", status="draft")
    cast.make_motion(proposer=xu, title="撤回的事", status="withdrawn")
    cast.make_motion(proposer=xu, title="下一年的事", submitted_on=day("2023-03-01"))
    shan = cast.make_deputy(name="单国富", login="shan")
    other = cast.make_motion(proposer=shan, title="关于路灯的建议")
    cast.make_signature(motion=other, person=xu, signed_on=cast.DAY)
    asked = cast.make_motion(proposer=shan, title="没有附议的事")
    cast.make_signature(motion=asked, person=xu, way="login")
    cast.make_activity(title="视察水利工程", people=[xu, shan])
    cast.make_activity(title="代表培训", kind="training", starts_on=day("2022-05-06"), people=[xu])
    cast.make_activity(title="别人的活动", people=[shan])
    cast.make_honour(person=xu, awarded_by="东陵县人大常委会")
    return xu


def record(person, reader=None, year=2022):
    return DutyRecord(person, year, reader or cast.the_clerk())


def sentences(person, reader=None, year=2022):
    return {block.title: block.sentence for block in record(person, reader, year).blocks()}


COUNTED = {
    "代表资格和职务": "柳塘镇第二届人大代表。",
    # Of three sittings the first counts; the second session was never registered.
    "参加会议": "人代会应参加2次，出席1次（1/1），1次出席情况未登记；"
    "主席团会议应参加2次，出席1次（1/2），缺席1次；列席1次。",
    "走访联系户": "走访联系户1户、3次，另有1次没有见到人，办实事1件。",
    "听取意见建议": "听取意见建议2条，已有答复1条，有回音1条（1/2）。",
    "领衔提出的议案建议": "领衔提出议案建议2件，其中已答复1件；满意率100%（1/1）。",
    "联名的议案建议": "联名议案建议1件。",
    "参加活动": "参加代表活动2次：视察1次、学习培训1次。",
    "表彰和先进事迹": "受到表彰、登记先进事迹1项。",
}


class TestTheNumbers:
    def test_counted_by_hand(self, year):
        assert sentences(year) == COUNTED

    @pytest.mark.parametrize("who", ["staff", "leader", "own"])
    def test_the_same_for_every_reader(self, year, who):
        reader = year.user if who == "own" else cast.make_user(who)
        assert sentences(year, reader) == COUNTED

    def test_lines_below(self, year):
        lines = {b.title: [e.text for e in b.entries] for b in record(year).blocks()}
        assert lines["参加会议"] == [
            "1月10日 人代会第一次会议：出席1场，请假1场，未登记1场", "3月5日 主席团第一次会议：出席",
            "5月5日 主席团第二次会议：缺席", "8月10日 人代会第二次会议：未登记",
            "9月5日 主席团第三次会议：列席",
        ]  # fmt: skip
        assert lines["领衔提出的议案建议"] == [
            "第5号 关于清理桥头村水渠的建议（已办结，对结果满意）", "关于修桥的建议（已受理）",
        ]  # fmt: skip
        assert lines["联名的议案建议"] == ["关于路灯的建议（已受理）"]
        assert lines["参加活动"] == ["3月1日 视察水利工程", "5月6日 代表培训"]
        assert lines["表彰和先进事迹"] == ["3月1日 优秀人大代表（东陵县人大常委会）"]
        assert lines["代表资格和职务"] == [
            "换届选举产生，2021年12月28日起",
            "柳塘镇人大主席团成员，2021年12月28日至2022年7月1日",
        ]  # fmt: skip

    def test_of_two_mandates_each_says_which_it_is(self, year):
        cast.make_mandate(
            person=year, term=cast.make_frame().county_second, starts_on=day("2022-01-20")
        )
        lines = [entry.text for entry in record(year).office().entries]
        assert lines[:2] == [
            "东陵县第十七届人大代表，换届选举产生，2022年1月20日起",
            "柳塘镇第二届人大代表，换届选举产生，2021年12月28日起",
        ]

    def test_only_what_was_while_the_mandate_was_in_force(self, frame):
        late = cast.make_person(name="解晓燕")
        cast.make_mandate(person=late, starts_on=day("2022-06-01"), gained_by="by_election")
        cast.make_session(starts_on=day("2022-01-10"))
        cast.make_session(starts_on=day("2022-08-10"))
        assert sentences(late)["参加会议"] == "人代会应参加1次，1次出席情况未登记。"

    def test_meetings_of_the_presidium_during_a_session_are_told_apart(self, frame):
        shan = cast.make_deputy(name="单国富")
        cast.make_post(person=shan)
        session = cast.make_session(starts_on=day("2022-08-10"))
        for meeting in (
            cast.make_presidium_meeting(starts_on=day("2022-08-10"), session=session),
            cast.make_presidium_meeting(starts_on=day("2022-09-10")),
        ):
            cast.make_attendance(meeting=meeting, person=shan, state="present")
        assert sentences(shan)["参加会议"] == (
            "人代会应参加1次，1次出席情况未登记；主席团会议应参加1次，出席1次（1/1）；"
            "大会期间主席团会议应参加1次，出席1次（1/1）。"
        )

    def test_voided_rows_count_nowhere(self, year):
        for row in (year.participations.first(), year.honours.get(), year.motions.first()):
            row.void(reason="重复登记")
        told = sentences(year)
        assert told["参加活动"].startswith("参加代表活动1次")
        assert told["表彰和先进事迹"] == "没有表彰记录。"

    def test_a_year_of_nothing(self, xu):
        assert sentences(xu, year=2023) == {
            "代表资格和职务": "柳塘镇第二届人大代表。",
            "参加会议": "没有应参加的会议。", "走访联系户": "没有走访记录。",
            "听取意见建议": "没有听取意见建议的记录。", "领衔提出的议案建议": "没有领衔提出议案建议。",
            "联名的议案建议": "没有联名议案建议。", "参加活动": "没有参加活动的记录。",
            "表彰和先进事迹": "没有表彰记录。",
        }  # fmt: skip

    def test_no_points_and_no_rank(self, year, client):
        client.force_login(year.user)
        page = client.get(f"/deputies/{year.pk}/?year=2022").content.decode()
        text = duty_record.text_of(record(year), record(year).blocks())
        for word in ("积分", "得分", "名次", "第一名"):
            assert word not in page and word not in text


class TestHouseholds:
    """Their names are the deputy's own and the office's; on paper they never stand."""

    def page(self, client, user, person):
        client.force_login(user)
        return client.get(f"/deputies/{person.pk}/?year=2022").content.decode()

    def test_the_deputy_sees_their_own(self, client, year):
        assert CANARY in self.page(client, year.user, year)

    def test_leadership_sees_counts(self, client, year):
        page = self.page(client, cast.make_user(Role.LEADER), year)
        assert CANARY not in page
        assert "走访联系户1户、3次" in page

    def test_not_once_the_household_is_another_deputys(self, client, year):
        row = year.assignments.get()
        row.ended_on, row.ended_for = day("2023-06-01"), "swap"
        row.save()
        page = self.page(client, year.user, year)
        assert CANARY not in page
        assert "走访联系户1户、3次" in page

    @pytest.mark.parametrize("who", ["staff", "leader", "own"])
    def test_never_on_paper(self, client, year, who):
        client.force_login(year.user if who == "own" else cast.make_user(who))
        content = client.get(f"/deputies/{year.pk}/word/?year=2022").content
        assert CANARY not in str(said(content))
        page = client.get(f"/deputies/{year.pk}/?year=2022")
        assert CANARY not in page.context["text"]


@pytest.mark.sqlite  # the same paper on both
class TestPaper:
    @pytest.fixture
    def lines(self, client, year):
        client.force_login(year.user)
        answer = client.get(f"/deputies/{year.pk}/word/?year=2022")
        assert "%E8%BF%B0%E8%81%8C" in answer["Content-Disposition"]  # 述职
        return [line for line in said(answer.content) if line.strip()]

    def test_it_says_what_the_page_says(self, client, year, lines):
        page = client.get(f"/deputies/{year.pk}/?year=2022").content.decode()
        for sentence in COUNTED.values():
            assert sentence in page
            assert sentence in lines

    def test_words_of_a_report_to_the_voters(self, lines):
        assert lines[0] == "2022年度履职情况报告"
        assert lines[1].startswith("我叫许桂兰，柳塘镇第二届人大代表。2022年，我依照代表法")
        assert [line for line in lines if line[1] == "、"] == [
            "一、履职情况", "二、存在的不足", "三、下一步打算",
        ]  # fmt: skip
        assert lines[-2] == "述职人：许桂兰"

    def test_lines_to_fill_in(self, lines):
        assert sum(set(line) == {"＿"} for line in lines) == 8

    def test_what_is_empty_is_not_said_before_the_voters(self, client, xu):
        client.force_login(xu.user)
        lines = said(client.get(f"/deputies/{xu.pk}/word/?year=2023").content)
        assert "没有走访记录。" not in lines

    def test_the_copy_is_the_same(self, client, year, lines):
        text = client.get(f"/deputies/{year.pk}/?year=2022").context["text"].splitlines()
        same = [line for line in lines if set(line) != {"＿"}][:-2]
        assert [line for line in text if line != "（请填写）"][:-2] == same


@pytest.mark.sqlite  # what a page says is the same on both
class TestPages:
    def test_a_deputy_is_sent_to_their_own(self, client, xu):
        client.force_login(xu.user)
        assert client.get("/deputies/").headers["Location"] == f"/deputies/{xu.pk}/"

    def test_each_page_is_a_read(self, client, year):
        client.force_login(cast.make_user(Role.LEADER))
        client.get(f"/deputies/{year.pk}/?year=2022")
        client.get(f"/deputies/{year.pk}/word/?year=2022")
        lines = list(ReadRecord.objects.order_by("pk").values_list("what", "object_id"))
        assert lines == [("履职档案", str(year.pk)), ("履职档案 述职报告", str(year.pk))]

    @pytest.mark.parametrize("query", ["year=2021x", "year=2020", "year=2199", "year=-1"])
    def test_no_such_year(self, client, xu, query):
        client.force_login(xu.user)
        assert client.get(f"/deputies/{xu.pk}/?{query}").status_code == 404

    def test_who_never_was_a_deputy_has_no_record(self, client, frame):
        person = cast.make_person(user=cast.make_user(Role.DEPUTY))
        client.force_login(person.user)
        assert client.get(f"/deputies/{person.pk}/").status_code == 404

    def test_it_opens_at_the_last_year_of_the_mandate(self, client, frame):
        old = cast.make_deputy(name="仇万里", login="qiu", term=frame.first)
        client.force_login(old.user)
        assert client.get(f"/deputies/{old.pk}/").context["record"].year == 2021

    def test_the_list_by_pinyin_and_year(self, client, xu, frame):
        cast.make_deputy(name="仇万里", term=frame.first)
        cast.make_deputy(name="单国富")
        client.force_login(cast.make_user(Role.LEADER))
        rows = client.get("/deputies/?year=2022").context["rows"]
        assert [person.name for person, _ in rows] == ["单国富", "许桂兰"]
        rows = client.get("/deputies/?year=2020").context["rows"]
        assert [person.name for person, _ in rows] == ["仇万里"]
        rows = client.get("/deputies/?year=2022&name=xgl").context["rows"]
        assert [person.name for person, _ in rows] == ["许桂兰"]

    def test_statements_of_the_list_do_not_grow(self, client, xu):
        client.force_login(cast.make_user(Role.LEADER))
        before = price(client, "/deputies/?year=2022")
        cast.make_deputies(60)
        assert price(client, "/deputies/?year=2022") == before

    @pytest.mark.parametrize("page", ["", "word/"])
    def test_statements_of_a_record_do_not_grow(self, client, year, page):
        client.force_login(year.user)
        address = f"/deputies/{year.pk}/{page}?year=2022"
        before = price(client, address)
        mine = year.assignments.get()
        for number in range(5):
            cast.make_visit(assignment=mine, visited_on=day(f"2022-06-1{number}"))
            cast.make_activity(people=[year])
            cast.make_opinion(heard_by=year)
            cast.make_motion(proposer=year)
            meeting = cast.make_session(starts_on=day(f"2022-06-0{number + 1}"))
            cast.make_attendance(meeting=meeting, person=year, state="present")
            body = cast.make_body(kind="group", name=f"第{number}小组")
            cast.make_post(person=year, body=body)
            cast.make_honour(person=year)
        assert price(client, address) == before
