"""定稿以后: what was corrected, and what only went on, after 柳塘镇 had closed its report for 2022.

The report's day of record is 31 December 2022; it was closed on 10 January 2023. Two presidium
meetings (1 March with 许桂兰 present, 1 September) with one item each; 许桂兰 visited 王二保 twice and
raised two motions; the first, on drains, was answered on 1 July and rated on 1 August, the second is
with the department. It is 10 February 2023 when somebody looks.
"""

import datetime
import re
from unittest import mock

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from congress.models import Finding
from motions import services as motions
from motions.models import Motion
from records.models import ReadRecord
from reports.counting.evaluate import Ledger, evaluate
from reports.editions import closing
from reports.editions import services as edition_services
from reports.figures.rows import SHOWN
from reports.models import Edition
from reports.since import corrections, drift, evidence, progress
from reports.since.afterwards import Afterwards
from reports.since.watched import WATCHED
from reports.studio import services
from reports.words import drafting
from representatives import opinions
from representatives.merging import merge
from tests import cast
from tests.cast import day
from tests.stage import staged
from township.models import LedgerStart

pytestmark = pytest.mark.django_db

CLOSED_AT = datetime.datetime(2023, 1, 10, 2, tzinfo=datetime.UTC)
CLOSED_ON, TODAY = day("2023-01-10"), day("2023-02-10")
WORDS = """{镇}{年}年人大工作总结
一、会议
开会{主席团会议次数}，议题{主席团会议议题数}，出席{主席团会议出席人次}，落实{会议决定落实率}，代表{镇代表人数}，补助{代表补助发放金额}。
二、走访和建议
走访{走访户次}、{走访户数}，建议{镇议案建议件数}，答复{答复件数}，办结{办结件数}，满意{满意率}，平均{平均答复天数}。
活动{活动次数}，问题整改{问题整改率}，意见{意见建议条数}，答复{意见建议答复率}。"""


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@staged(on=CLOSED_ON)
def town():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    frame.clerk = cast.the_clerk()
    frame.leader = cast.make_user(Role.LEADER, display_name="尉迟明")
    frame.xu = cast.make_deputy(name="许桂兰")
    frame.mandate = frame.xu.mandates.get()
    frame.paid = cast.make_allowance(mandate=frame.mandate, amount=600, paid_on=day("2022-06-01"))
    add_meetings(frame)
    add_household(frame)
    add_motions(frame)
    frame.inspection = cast.make_activity(title="视察水渠", starts_on=day("2022-07-07"))
    frame.finding = cast.make_finding(activity=frame.inspection)
    return frame


def add_meetings(frame):
    frame.march, frame.september = (
        cast.make_presidium_meeting(starts_on=day(d)) for d in ("2022-03-01", "2022-09-01")
    )
    frame.item = cast.make_agenda_item(
        meeting=frame.march, title="研究水渠", decision="清理水渠",
        decision_department=frame.departments[0], decision_due_on=day("2022-10-01"),
    )  # fmt: skip
    cast.make_agenda_item(meeting=frame.september)
    frame.attendance = cast.make_attendance(meeting=frame.march, person=frame.xu, state="present")


def add_household(frame):
    household = cast.make_household(head_name="王二保", phone="13955550000")
    frame.assignment = cast.make_assignment(person=frame.xu, household=household)
    frame.visit, _ = (
        cast.make_visit(assignment=frame.assignment, visited_on=day(d))
        for d in ("2022-04-01", "2022-05-01")
    )
    frame.opinion = cast.make_opinion(
        household=household, heard_on=day("2022-04-01"), heard_by=frame.xu, disposal="town",
        department=frame.departments[0], handed_over_on=day("2022-04-02"),
    )  # fmt: skip


def add_motions(frame):
    """Two: one answered after 30 days, to satisfaction; one still with the department."""
    told = {"proposer": frame.xu, "submitted_on": day("2022-06-01")}
    frame.answered = cast.make_motion(title="关于清理排水沟的建议", status="replied", **told)
    frame.handling = cast.make_handling(
        motion=frame.answered, replied_on=day("2022-07-01"), reply="已经清理。"
    )
    frame.rating = cast.make_rating(motion=frame.answered, rated_on=day("2022-08-01"))
    frame.waiting = cast.make_motion(title="关于安装路灯的建议", status="in_hand", **told)
    frame.waited_for = cast.make_handling(motion=frame.waiting)


@staged(on=CLOSED_ON)
def edition(town):
    draft = drafting.draft("annual", 2022, text=WORDS, signed_on=day("2023-01-09"))
    report = services.begin(draft, by=town.clerk)
    seen = closing.take(report).mark
    with mock.patch.object(closing, "files_of", lambda draft: (b"word", b"pdf")):
        return edition_services.close(report, by=town.leader, seen=seen)


def looked_at(edition):
    return Edition.objects.select_related("rebase").get(pk=edition.pk)


def found(edition):
    """(what was told of each correction, the rows and figures that nothing explains)."""
    edition = looked_at(edition)
    after = Afterwards(edition, drift.rows_moved(edition))
    left, figures = corrections.attach(after)
    told = [
        (one.change.label.split(".")[1], one.change.kind, *one.columns, *names_of(one.moved))
        for one in after.corrections
    ]
    summed = corrections.summary(looked_at(edition))
    assert summed.corrections == len(told)
    return told, [(one.key[0], one.kind, *names_of(one.moved)) for one in left] + names_of(figures)


def names_of(moved):
    return [f"{one.name} {one.said_then}→{one.now}" for one in moved]


def lived(edition):
    return [line.title for line in progress.lines(Afterwards(looked_at(edition)))]


def stored(row, **columns):
    """Change `row` as the office does it on its page."""
    row = type(row)._base_manager.get(pk=row.pk)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return row


class TestCorrections:
    """One kind each: who reads sees one event, with the numbers that moved."""

    def test_none_at_first(self, edition):
        assert found(edition) == ([], [])
        assert lived(edition) == []

    def test_a_motion_called_otherwise(self, edition, town):
        stored(town.answered, title="关于疏通排水沟的建议")
        assert found(edition) == ([("Motion", "更正", "title")], [])

    def test_the_day_of_an_answer(self, edition, town):
        stored(town.handling, replied_on=day("2022-07-03"))
        assert found(edition) == (
            [("Handling", "更正", "replied_on", "平均答复天数 30天→32天")], []
        )  # fmt: skip

    def test_a_rating_voided_and_entered_anew(self, edition, town):
        town.rating.void(reason="看错了表")
        cast.make_rating(
            motion=town.answered, result="mostly", handling="mostly", rated_on=day("2022-08-01")
        )
        moved = "满意率 100%（1/1）→0%（0/1）"
        assert found(edition) == ([("Rating", "补记", moved), ("Rating", "作废", moved)], [])

    def test_a_visit_voided_and_entered_for_another_day(self, edition, town):
        town.visit.void(reason="日期记错了")
        cast.make_visit(assignment=town.assignment, visited_on=day("2022-04-03"))
        moved = "走访户次 2户次→2户次"
        assert found(edition) == ([("Visit", "补记", moved), ("Visit", "作废", moved)], [])

    def test_a_visit_that_was_in_another_year(self, edition, town):
        stored(town.visit, visited_on=day("2021-12-30"))
        assert found(edition) == (
            [("Visit", "更正", "visited_on", "走访户次 2户次→1户次")], []
        )  # fmt: skip

    def test_who_was_there(self, edition, town):
        stored(town.attendance, state="leave", reason="生病")
        assert found(edition) == (
            [("Attendance", "更正", "state", "reason", "主席团会议出席人次 1人次→0人次")], []
        )  # fmt: skip

    def test_a_meeting_in_another_year_takes_its_parts_along(self, edition, town):
        stored(town.march, starts_on=day("2021-12-29"))
        (told,), left = found(edition)
        assert left == []
        assert told[:3] == ("Meeting", "更正", "starts_on")
        assert set(told[3:]) == {
            "主席团会议次数 2次→1次", "主席团会议议题数 2项→1项",
            "主席团会议出席人次 1人次→0人次", "会议决定落实率 0%（0/1）→暂无数据",
        }  # fmt: skip

    def test_a_meeting_that_never_was(self, edition, town):
        town.march.void(reason="重复登记")
        (told,), left = found(edition)
        assert (left, told[:2], len(told)) == ([], ("Meeting", "作废"), 6)

    def test_what_is_entered_late(self, edition, town):
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        assert found(edition) == ([("Meeting", "补记", "主席团会议次数 2次→3次")], [])

    def test_an_amount(self, edition, town):
        stored(town.paid, amount=700)
        assert found(edition) == (
            [("Allowance", "更正", "amount", "代表补助发放金额 600元→700元")], []
        )  # fmt: skip

    def test_a_start_of_the_ledger(self, edition, town):
        row = LedgerStart.objects.get(family="allowances")
        stored(row, complete_from=day("2022-06-01"))
        assert found(edition) == (
            [("LedgerStart", "更正", "complete_from", "代表补助发放金额 600元→待补")], []
        )  # fmt: skip

    def test_a_row_deleted_by_hand_stands_at_the_end(self, edition, town):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM congress_attendance WHERE id = %s", [town.attendance.pk])
        assert found(edition) == (
            [], [("congress.Attendance", "现在没有", "主席团会议出席人次 1人次→0人次")]
        )  # fmt: skip

    def test_a_row_altered_by_hand_stands_at_the_end(self, edition, town):
        Motion.objects.filter(pk=town.answered.pk).update(title="改")
        assert found(edition) == ([], [("motions.Motion", "内容不同")])

    def test_what_history_does_not_keep(self, edition, town):
        stored(town.visit, good_deed="修好了水管")
        stored(town.opinion)  # saved as it was
        assert found(edition) == ([("Visit", "更正")], [])

    def test_a_record_without_history_at_the_time(self, edition, town):
        town.visit.history.all().delete()
        stored(town.visit, visited_on=day("2021-12-30"))
        assert found(edition) == ([("Visit", "更正", "走访户次 2户次→1户次")], [])

    def test_what_one_person_does_within_a_minute_is_one_event(self, edition, town):
        stored(town.answered, title="关于排水沟的建议")
        stored(town.answered, title="关于疏通排水沟的建议", is_public=False)
        assert found(edition) == ([("Motion", "更正", "title", "is_public")], [])

    def test_what_was_put_back_is_none(self, edition, town):
        for title in ("改错了", "关于清理排水沟的建议"):
            stored(town.answered, title=title)
        assert found(edition) == ([], [])

    def test_what_is_about_other_years_is_none(self, edition, town):
        cast.make_visit(assignment=town.assignment, visited_on=day("2023-02-01"))
        cast.make_visit(assignment=town.assignment, visited_on=day("2021-12-29"))
        cast.make_presidium_meeting(starts_on=day("2023-02-01"))
        cast.make_motion(proposer=town.xu, submitted_on=day("2023-02-01"))
        assert found(edition) == ([], [])
        assert lived(edition) == []

    def test_a_late_entry_that_is_voided_again_is_two_events(self, edition, town):
        meeting = cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        meeting.void(reason="不是会议")
        assert found(edition) == ([("Meeting", "作废"), ("Meeting", "补记")], [])

    def test_an_account_that_somebody_gets_is_none(self, edition, town):
        stored(town.xu, user=cast.make_user(Role.DEPUTY))
        assert found(edition) == ([], [])

    def test_another_name_of_a_person_who_is_behind_a_number(self, edition, town):
        stored(town.xu, name="许桂花")
        assert found(edition) == ([("Person", "更正", "name")], [])

    def test_an_end_that_was_before(self, edition, town):
        stored(town.mandate, ended_on=day("2022-11-01"), ended_for="resigned")
        (told,), left = found(edition)
        assert told[:4] == ("Mandate", "更正", "ended_on", "ended_for")
        assert (told[4], left) == ("镇代表人数 1名→0名", [])


LATER = day("2023-01-20")


class TestProgress:
    """What happens to the records of the year after its last day is no correction."""

    def test_every_verb_on_motions(self, edition, town):
        clerk, leader, done = {"by": town.clerk}, {"by": town.leader}, {"on": LATER}
        first, second, third, fourth = (
            cast.make_motion(proposer=town.xu, status="registered", submitted_on=day("2022-12-01"))
            for _ in range(4)
        )
        Motion.history.all().update(history_date=edition.made_at)  # they were there in December
        frame = town.departments
        promised = next(each for each in town.classes if each.needs_promise)
        motions.amend(first, **clerk, **done, title="关于修路的建议")
        motions.accept(first, **leader, **done)
        motions.refer(first, **clerk, **done, lead=frame[0])
        motions.turn_back(second, **leader, **done, reason="empty")
        motions.merge(third, **leader, **done, into=first)
        motions.withdraw(fourth, **clerk, **done, reason="代表不提了")
        one = town.waiting
        motions.sign_for(one, **clerk, **done, handler="张三")
        motions.contest(one, **clerk, **done, reason="不归我们管")
        motions.uphold(one, **clerk, **done, reason="归你们管")
        motions.reassign(one, **clerk, **done, lead=frame[1], reason="调整")
        motions.add_assist(one, **clerk, **done, department=frame[0])
        motions.give_opinion(one, **clerk, **done, opinion="可以办")
        motions.consult(one, **clerk, **done, way="visit")
        motions.extend(one, **clerk, **done, until=day("2023-12-30"), reason="难")
        motions.draft_reply(one, **clerk, **done, reply="拟")
        motions.reply(
            one, **clerk, **done, result_class=promised, reply="明年办", promise="装灯",
            promise_due_on=day("2023-06-01"),
        )  # fmt: skip
        motions.supervise(one, **leader, **done, rung="remind", content="请抓紧")
        motions.rate(
            one, **clerk, **done, handling="satisfied", result="unsatisfied", reason="太慢"
        )
        motions.reply(one, **clerk, **done, result_class=promised, reply="已经备料",
            promise="装灯", promise_due_on=day("2023-06-01"))  # fmt: skip
        motions.rate(one, **clerk, **done, handling="satisfied", result="mostly")
        motions.close(one, **clerk, **done)
        motions.fulfil(one, **clerk, **done)
        motions.reopen(one, **clerk, **done, reason="代表不同意办结")
        motions.close(town.answered, **clerk, **done)
        assert found(edition) == ([], [])
        assert set(lived(edition)) == {
            "修改", "受理", "交办", "退回", "并案", "撤回", "恢复办理", "签收", "申请调整", "不予调整",
            "调整主办", "增加协办", "协办意见", "沟通", "延期", "答复", "督办", "评价", "重新办理", "办结",
            "承诺兑现",
        }  # fmt: skip
        assert lived(edition).count("办结") == 2

    def test_what_happens_to_the_others(self, edition, town):
        opinions.answer_opinion(
            town.opinion, by=town.clerk, on=LATER, outcome="solved", answer="清了"
        )
        opinions.tell_back(town.opinion, by=town.clerk, on=LATER, way="visit")
        stored(town.finding, rectified_on=LATER)
        stored(town.item, decision_done_on=LATER)
        stored(town.mandate, ended_on=LATER, ended_for="resigned")
        stored(town.assignment, ended_on=LATER, ended_for="搬走了")
        assert found(edition) == ([], [])
        assert sorted(lived(edition)) == [
            "代表资格终止", "会议决定落实", "意见回告", "意见答复", "整改", "联系结束",
        ]  # fmt: skip

    def test_a_verb_about_the_year_that_is_entered_late_corrects_it(self, edition, town):
        motions.consult(town.answered, by=town.clerk, on=day("2022-06-20"), way="visit")
        motions.close(town.answered, by=town.clerk, on=day("2022-12-20"))
        told, left = found(edition)
        assert told == [
            ("Motion", "更正", "status", "closed_on", "办结件数 0件→1件"),
            ("Handling", "更正", "consulted_on", "consulted_by"),
        ]
        assert (left, lived(edition)) == ([], [])

    def test_both_on_one_record(self, edition, town):
        """The title put right in the minute in which it was closed."""
        motions.close(town.answered, by=town.clerk, on=LATER)
        row = Motion.objects.get(pk=town.answered.pk)
        row._history_user, row.title = town.clerk, "关于疏通排水沟的建议"
        row.save()
        assert found(edition) == ([("Motion", "更正", "title")], [])
        assert lived(edition) == ["办结"]

    def test_both_in_one_change(self, edition, town):
        stored(town.finding, rectified_on=LATER, text="水渠破了三处")
        assert found(edition) == ([("Finding", "更正", "text")], [])
        assert lived(edition) == ["整改"]

    def test_an_answer_of_later_that_is_put_right_stays_life(self, edition, town):
        stored(town.finding, rectified_on=LATER)
        stored(town.finding, rectified_on=day("2023-01-25"))
        assert found(edition) == ([], [])
        stored(town.finding, rectified_on=day("2022-12-25"))
        assert found(edition) == (
            [("Finding", "更正", "rectified_on", "问题整改率 0%（0/1）→100%（1/1）")], []
        )  # fmt: skip


def drift_page(client, user, edition):
    client.force_login(user)
    return client.get(f"{edition.get_absolute_url()}drift/")


def text_of(page):
    """The words of a page, without its marks and the space between them."""
    text = re.sub(r"<[^>]+>", "", page.content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.mark.sqlite  # what a page says is the same on both
class TestThePage:
    def test_it_says_who_changed_what_from_what_why_and_which_numbers_moved(
        self, client, edition, town
    ):
        town.march._history_user = town.clerk
        town.march.void(reason="重复登记")
        stored(town.handling, replied_on=day("2022-07-03"), department_id=town.departments[1].pk)
        page = text_of(drift_page(client, town.clerk, edition))
        one, two = town.departments[:2]
        assert "定稿后更正2处，影响5个数字。" in page
        assert f"承办单位{one} → {two}" in page
        assert "答复日期2022-07-01 → 2022-07-03" in page
        assert "没有记下是谁改的" in page
        assert "作废 会议：2022-03-01 主席团第一次会议" in page
        assert f"{town.clerk.display_name} 原因：重复登记 影响4个数字：" in page
        assert "主席团会议次数（2022年） 2次 → 1次" in page

    def test_what_went_on_stands_apart(self, client, edition, town):
        motions.close(town.answered, by=town.clerk, on=LATER)
        page = text_of(drift_page(client, town.leader, edition))
        assert "定稿后没有更正；定稿以后的进展1件。" in page
        assert "办结 1件 2023年1月20日 " in page and "关于清理排水沟的建议" in page
        for url in ("/reports/2022/", edition.get_absolute_url()):
            assert "定稿后没有更正；定稿以后的进展1件。" in text_of(client.get(url))

    def test_of_many_it_shows_twenty_and_says_how_many_more(self, client, edition, town):
        findings = [cast.make_finding(activity=town.inspection) for _ in range(22)]
        Finding.history.all().update(history_date=edition.made_at)
        for finding in findings:
            stored(finding, rectified_on=LATER)
        page = text_of(drift_page(client, town.leader, edition))
        assert "整改 22件" in page and "还有2件" in page

    def test_who_may_not_see_households_sees_that_it_is_one(self, client, edition, town):
        town.visit.void(reason="记错了，是李长根家")
        stored(town.opinion, topic=town.topics[1])
        opinions.answer_opinion(
            town.opinion, by=town.clerk, on=LATER, outcome="solved", answer="清了"
        )
        page = text_of(drift_page(client, town.leader, edition))
        for private in ("李长根", "王二保", "水渠堵了", town.topics[1].name):
            assert private not in page
        assert "作废 走访记录 " in page and "涉及联系户等个人信息" in page
        assert "走访户次（2022年） 2户次 → 1户次" in page
        assert "意见答复 1件 1条涉及联系户" in page
        assert not ReadRecord.objects.filter(what__startswith="定稿后变动").exists()
        page = text_of(drift_page(client, town.clerk, edition))
        assert "原因：记错了，是李长根家" in page and f"→ {town.topics[1]}" in page
        assert ReadRecord.objects.filter(what__startswith="定稿后变动·").exists()

    def test_what_no_history_explains_stands_at_the_end(self, client, edition, town):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM congress_attendance WHERE id = %s", [town.attendance.pk])
        page = text_of(drift_page(client, town.leader, edition))
        assert "没有查到更正，但有1个数字和定稿时不同。" in page
        assert "现在没有 出席：出席（已删除）" in page
        assert "主席团会议出席人次（2022年） 1人次 → 0人次" in page

    def test_fifty_a_page(self, client, edition, town):
        for number in range(51):
            cast.make_presidium_meeting(starts_on=day("2022-11-01"), number=number + 20)
        page = drift_page(client, town.leader, edition)
        assert len(page.context["events"]) == 50
        assert "第1页，共2页" in text_of(page)


class TestEditionsOfBefore:
    """Up to the second form no day of record was kept: it is the day of closing."""

    @pytest.fixture
    def old(self, edition):
        for model in WATCHED:
            model.history.all().update(history_date=CLOSED_AT)
        facts = edition.facts
        for entry in (facts["report"], *facts["figures"]):
            del entry["day"]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE reports_edition SET content = %s, made_at = %s WHERE id = %s",
                [evidence.canonical(facts), CLOSED_AT, edition.pk],
            )
        return edition

    def test_what_came_after_the_closing_is_life(self, old, town):
        motions.close(town.answered, by=town.clerk, on=LATER)
        assert found(old) == ([], [])
        assert lived(old) == ["办结"]

    def test_what_came_before_it_is_none(self, old, town):
        stored(town.finding, rectified_on=day("2023-01-05"))
        (told,), left = found(old)
        assert told[:3] == ("Finding", "更正", "rectified_on")
        assert (left, lived(old)) == ([], [])

    def test_what_stands_at_the_end_of_the_year_was_counted_on_its_last_day(self, old):
        old = looked_at(old)
        figures = {entry["name"]: entry for entry in old.facts["figures"]}
        days = [drift.day_of(figures[name], old) for name in ("镇代表人数", "答复件数")]
        assert days == [day("2022-12-31"), CLOSED_ON]


class TestTheTable:
    def test_every_day_of_what_is_counted_is_life_or_said_to_be_none(self):
        assert set(SHOWN) <= set(WATCHED)
        for model, watch in WATCHED.items():
            known = {*watch.days, *watch.no_event, watch.own_day}
            dates = {
                field.attname
                for field in model._meta.concrete_fields
                if type(field) is models.DateField
            }
            assert dates <= known, f"{model.__name__}: {dates - known}"

    def test_what_is_written_along_is_there(self):
        for model, watch in WATCHED.items():
            columns = {field.attname for field in model._meta.concrete_fields}
            assert {name for names in watch.days.values() for name in names} <= columns, model


def statements_of(doing):
    with CaptureQueriesContext(connection) as captured:
        doing()
    return len(captured)


@pytest.mark.sqlite  # Django asks as often on both
class TestItsPrice:
    def test_as_many_statements_for_eight_times_the_changes(self, edition, town):
        def look():
            corrections.attach(Afterwards(edition, drift.rows_moved(edition)))

        edition = looked_at(edition)
        counts = []
        for times in (1, 7):
            for number in range(times):
                cast.make_visit(
                    assignment=town.assignment, visited_on=day(f"2022-07-{number + 1:02}")
                )
                cast.make_presidium_meeting(starts_on=day(f"2022-08-{number + 1:02}"))
                stored(town.answered, title=f"关于排水沟的建议{times}{number}")
            counts.append(
                (statements_of(look), statements_of(lambda: corrections.summary(edition)))
            )
        assert counts[0] == counts[1]

    def test_one_line_costs_one_statement_beside_its_values(self, edition):
        values = dict(drift_values(edition))
        plain = Edition.objects.without_bytes().get(pk=edition.pk)
        assert statements_of(lambda: corrections.summary(plain, Ledger.load(), values)) == 2


def drift_values(edition):
    return evaluate(drift.asked_in(edition, edition.facts).values())


class TestMerging:
    """许桂兰 was entered twice. The edition stays; what moved is told, with the reason."""

    def test_an_empty_row_merged_away_changes_nothing(self, edition, town):
        twin = cast.make_person(name="许桂兰")
        content = bytes(edition.content)
        merge(town.xu, twin, by=town.clerk)
        assert bytes(looked_at(edition).content) == content
        assert found(edition) == ([], [])

    def test_what_moved_is_a_correction_that_gives_the_reason(self, client, edition, town):
        """The row that the edition knew is merged into the other: each row that it counted reads otherwise."""
        twin = cast.make_person(name="许桂兰")
        content = bytes(edition.content)
        merge(twin, town.xu, by=town.clerk)
        assert bytes(looked_at(edition).content) == content
        told, unexplained = found(edition)
        assert unexplained == []
        assert {(name, kind, *columns) for name, kind, *columns in told} == {
            ("Mandate", "更正", "person_id"),
            ("Attendance", "更正", "person_id"),
            ("Assignment", "更正", "person_id"),
            ("Opinion", "更正", "heard_by_id"),
            ("Motion", "更正", "proposer_id"),
            ("Person", "补记"),
        }
        page = text_of(drift_page(client, town.clerk, edition))
        assert f"原因：合并重复登记：许桂兰（编号{town.xu.pk}）并入编号{twin.pk}" in page
