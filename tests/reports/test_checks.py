"""数据核对: what a clerk still has to mend before the report of 2022 is final.

It is 2023-01-10. Each story makes one thing that is missing, and the check finds that one.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from motions.models import Handling
from records.models import ReadRecord
from reports.checking import checks
from reports.checking import services as checking_services
from reports.models import Waiver
from representatives.models import Visit
from tests import cast
from tests.cast import day, refused
from tests.representatives.test_households_pages import statements
from township.models import LedgerStart, Term, TownName

pytestmark = pytest.mark.django_db

TODAY = day("2023-01-10")
PAGE = "/reports/2022/check/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def frame():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2021-01-01")))
    cast.make_session(number=1, starts_on=cast.SECOND_TERM)
    return frame


@pytest.fixture
def clerk(frame):
    return cast.the_clerk()


def found(clerk, year=2022):
    """{code: count} of what is wrong with `year`."""
    review = checks.review(year, TODAY, {}, clerk)
    return {result.code: result.count for result in (*review.must, *review.should)}


def session_with_all(starts_on):
    session = cast.make_session(starts_on=day(starts_on))
    cast.make_agenda_item(meeting=session, outcome="passed")
    sitting = cast.make_sitting(meeting=session)
    cast.make_attendance(meeting=session, sitting=sitting, person=a_deputy(), state="present")
    return session


def a_deputy():
    """A deputy who has all their households, each of them visited."""
    person = cast.make_deputy()
    for category in cast.make_frame().categories:
        row = cast.make_assignment(person=person, category=category)
        cast.make_visit(assignment=row)
    return person


class TestEachCheck:
    """One row that is wrong, and one beside it that is right."""

    @pytest.fixture
    def base(self, clerk):
        """Everything is right but the quarters and the sessions."""
        a_deputy()
        assert found(clerk) == {"quarters": 4, "sessions": 2}

    def expect(self, clerk, **wrong):
        got = found(clerk)
        assert {code: got.get(code, 0) for code in wrong} == wrong

    def test_a_meeting_without_a_roll(self, clerk, base):
        session_with_all("2022-03-01")
        cast.make_agenda_item(meeting=cast.make_presidium_meeting(), outcome="passed")
        self.expect(clerk, roll=1, agenda=0, outcome=0)

    def test_a_meeting_without_an_agenda(self, clerk, base):
        session_with_all("2022-03-01")
        cast.make_presidium_meeting()
        self.expect(clerk, agenda=1)

    def test_an_item_without_an_outcome(self, clerk, base):
        session = session_with_all("2022-03-01")
        cast.make_agenda_item(meeting=session, outcome="")
        self.expect(clerk, outcome=1)

    def test_attendance_that_nobody_knows(self, clerk, base):
        session = session_with_all("2022-03-01")
        cast.make_attendance(
            meeting=session, sitting=session.sittings.get(), person=a_deputy(), state="unknown"
        )
        self.expect(clerk, unknown=1)

    def test_more_votes_than_ballots(self, clerk, base):
        poll = cast.make_poll()
        cast.make_candidacy(poll=poll, votes_for=poll.ballots_valid * poll.seats, clean=False)
        self.expect(clerk, votes=0)
        cast.make_candidacy(poll=poll, votes_for=1, clean=False)
        self.expect(clerk, votes=1)

    def test_a_mandate_that_waits_to_be_confirmed(self, clerk, base):
        cast.make_mandate(confirmed_on=None)
        self.expect(clerk, pending=1)

    def test_a_deputy_without_all_households(self, clerk, base):
        cast.make_assignment()  # one of three, and never visited
        self.expect(clerk, households=1, unvisited=1)

    def test_one_visited_only_the_year_before_or_not_met(self, clerk, base):
        Visit.objects.update(visited_on=day("2021-12-30"))
        self.expect(clerk, unvisited=3)
        cast.make_visit(assignment=Visit.objects.first().assignment, was_met=False)
        self.expect(clerk, unvisited=3)

    def test_an_opinion_past_its_day(self, clerk, frame, base):
        told = {"department": frame.departments[0], "handed_over_on": cast.DAY}
        cast.make_opinion(**told)  # due in twenty working days
        cast.make_opinion(**told, answered_on=day("2022-03-02"), outcome="solved")
        self.expect(clerk, opinions=1)

    def test_an_answer_that_was_not_told(self, clerk, base):
        visit = Visit.objects.first()
        home = {"household": visit.assignment.household, "heard_by": visit.assignment.person}
        cast.make_opinion(**home, answered_on=day("2022-03-02"), outcome="solved")
        self.expect(clerk, untold=1, opinions=0)

    def test_a_motion_past_its_day(self, clerk, base):
        motion = cast.make_motion(status="referred", proposer=a_deputy())
        cast.make_handling(motion=motion, due_on=day("2022-06-01"))
        self.expect(clerk, overdue=1)

    def test_what_was_due_on_the_last_day_is_late_in_its_year(self, clerk):
        """What was due a day later is late on 10 January, but was not when the year ended."""
        cast.make_handling(motion=cast.make_motion(status="referred"))
        for due, late in (("2022-12-31", 1), ("2023-01-01", 0)):
            Handling.objects.update(due_on=day(due))
            self.expect(clerk, overdue=late)

    def test_a_motion_that_nobody_rated(self, clerk, base):
        motion = cast.make_motion(status="replied", proposer=a_deputy())
        cast.make_handling(motion=motion, replied_on=day("2022-04-01"))
        self.expect(clerk, rating=1, overdue=0)
        cast.make_rating(motion=motion)
        self.expect(clerk, rating=0)

    def test_a_motion_that_nobody_handed_over(self, clerk, base):
        cast.make_motion(status="accepted", proposer=a_deputy())
        self.expect(clerk, referral=1)

    def test_an_activity_of_nobody(self, clerk, base):
        cast.make_activity()
        cast.make_activity(other_people=12)
        cast.make_activity(unnamed_deputies=30)
        cast.make_activity(people=[a_deputy()])
        self.expect(clerk, people=1)

    def test_a_finding_past_its_day(self, clerk, base):
        activity = cast.make_activity(other_people=1)
        cast.make_finding(activity=activity, rectify_by=day("2022-05-01"))
        done = {"rectify_by": day("2022-05-01"), "rectified_on": day("2022-05-09")}
        cast.make_finding(activity=activity, **done)
        self.expect(clerk, findings=1)

    def test_what_is_of_another_year_is_not_asked(self, clerk, base):
        cast.make_activity(starts_on=day("2021-06-01"))
        assert "people" not in found(clerk)
        assert found(clerk, 2021)["people"] == 1


class TestCalendar:
    def test_quarters_without_a_presidium_meeting(self, clerk):
        for on in ("2022-01-01", "2022-03-31", "2022-10-01"):
            cast.make_presidium_meeting(starts_on=day(on))
        review = checks.review(2022, TODAY, {}, clerk)
        (result,) = [r for r in review.should if r.code == "quarters"]
        assert [line.text[:4] for line in result.lines] == ["第2季度", "第3季度"]

    def test_a_session_is_no_presidium_meeting(self, clerk):
        """Nor is one of the presidium beside it: the figure of the quarters asks the same."""
        session = session_with_all("2022-03-01")
        cast.make_presidium_meeting(starts_on=day("2022-03-01"), session=session)
        assert found(clerk)["quarters"] == 4

    @pytest.mark.parametrize(("sessions", "missing"), [(0, 2), (1, 1), (2, 0), (3, 0)])
    def test_two_sessions_a_year(self, clerk, sessions, missing):
        for month in range(1, sessions + 1):
            session_with_all(f"2022-0{month}-01")
        assert found(clerk).get("sessions", 0) == missing

    def test_a_year_that_runs_is_not_blamed_for_what_is_to_come(self, clerk, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-07-01"))
        review = checks.review(2022, day("2022-07-01"), {}, clerk)
        counts = {r.code: r.count for r in review.should}
        assert (counts["quarters"], counts.get("sessions", 0)) == (2, 0)


class TestBeginnings:
    """What is missing is no year without a session, but a session that nobody registered."""

    def wrong(self, clerk, year=2022):
        review = checks.review(year, TODAY, {}, clerk)
        found = {r.code: r for r in review.must}
        return {code: [line.text for line in found[code].lines] for code in found}

    def test_a_term_without_any_session(self, frame, clerk):
        assert "first-session" not in found(clerk)
        frame.second.meetings.get().void(reason="重复登记。")
        told = ["镇第二届，2021-12-28开始，登记第一次会议"]
        assert self.wrong(clerk)["first-session"] == told
        # In the year in which it begins, that of the term before stands beside it.
        assert self.wrong(clerk, 2021)["first-session"] == [
            "镇第一届，2016-12-20开始，登记第一次会议", *told,
        ]  # fmt: skip
        assert "first-session" not in self.wrong(clerk, 2014)

    def test_where_the_first_lies_before_the_ledger_a_later_one_will_do(self, frame, clerk):
        frame.second.meetings.get().void(reason="重复登记。")
        cast.make_session(number=4, starts_on=day("2022-12-20"))
        assert "first-session" not in found(clerk)

    def test_a_term_that_is_ahead_is_not_asked_for(self, frame, clerk):
        frame.second.meetings.get().void(reason="重复登记。")
        Term.objects.filter(pk=frame.second.pk).update(starts_on=day("2023-02-01"))
        assert "first-session" not in self.wrong(clerk, 2023)

    def test_of_meetings_that_no_ledger_has_nothing_is_said(self, frame, clerk):
        frame.second.meetings.get().void(reason="重复登记。")
        LedgerStart.objects.filter(family="meetings").delete()
        assert "first-session" not in found(clerk)

    def test_a_year_on_whose_last_day_the_town_has_no_name(self, clerk):
        assert "name" not in found(clerk)
        TownName.objects.update(ended_on=day("2022-12-31"))
        assert self.wrong(clerk)["name"] == ["登记2022-12-31使用的名称"]
        assert "name" not in self.wrong(clerk, 2021)

    def test_who_only_looks_is_led_nowhere(self, frame, client):
        frame.second.meetings.get().void(reason="重复登记。")
        TownName.objects.all().delete()
        addresses = {}
        for who in (cast.the_clerk(), cast.make_user(Role.LEADER)):
            client.force_login(who)
            must = client.get(PAGE).context["review"].must
            addresses[who] = [r.lines[0].url for r in must if r.code in ("name", "first-session")]
        assert [*addresses.values()] == [
            ["/admin/township/townname/", "/admin/congress/session/add/"], ["", ""],
        ]  # fmt: skip


class TestLedger:
    def test_a_ledger_that_begins_inside_the_year(self, clerk):
        LedgerStart.objects.filter(family="meetings").update(complete_from=day("2022-04-01"))
        assert found(clerk)["ledger"] == 1

    @pytest.mark.parametrize("on", ["2022-01-01", "2023-01-01"])
    def test_one_that_begins_at_its_edge_does_not(self, clerk, on):
        LedgerStart.objects.filter(family="meetings").update(complete_from=day(on))
        assert "ledger" not in found(clerk)

    def test_the_first_day_of_a_new_town_is_no_wall_of_red(self, client):
        cast.make_frame()
        client.force_login(cast.the_clerk())
        review = client.get(PAGE).context["review"]
        assert (review.must, review.should) == ([], [])
        assert len(review.not_begun) == len(LedgerStart.Family)
        assert not review.is_clean

    def test_nothing_is_asked_of_a_family_that_has_not_begun(self, clerk):
        cast.make_activity()
        LedgerStart.objects.filter(family="activities").delete()
        review = checks.review(2022, TODAY, {}, clerk)
        assert "people" not in found(clerk)
        assert [line.text for line in review.not_begun] == ["活动"]


class TestNotOfThisTown:
    def test_with_a_reason_it_is_asked_no_more(self, client, clerk):
        client.force_login(clerk)
        address = reverse("report-waive", args=[2022, "sessions"])
        assert client.post(address, {"reason": "本镇2022年经批准合并召开"}).status_code == 302
        review = client.get(PAGE).context["review"]
        assert "sessions" not in {r.code for r in review.should}
        (result,) = review.waived
        assert (result.waiver.reason, result.waiver.by) == ("本镇2022年经批准合并召开", clerk)
        assert client.get("/reports/2021/check/").context["review"].waived  # remembered

    def test_and_again_once_it_applies(self, client, clerk):
        checking_services.waive("sessions", reason="本镇只开一次", by=clerk)
        client.force_login(clerk)
        client.post(reverse("report-waive", args=[2022, "sessions"]), {"again": "1"})
        assert not Waiver.objects.exists()
        assert Waiver.history.count() == 2
        assert found(clerk)["sessions"] == 2

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_not_without_a_reason(self, client, clerk, reason):
        client.force_login(clerk)
        answer = client.post(reverse("report-waive", args=[2022, "sessions"]), {"reason": reason})
        assert "请写明为什么本镇不适用。" in answer.content.decode()
        assert not Waiver.objects.exists()
        with refused("请写明为什么本镇不适用。"):
            checking_services.waive("sessions", reason=reason, by=clerk)

    def test_not_of_what_is_no_check(self, client, clerk):
        client.force_login(clerk)
        address = reverse("report-waive", args=[2022, "weather"])
        assert client.post(address, {"reason": "下雨"}).status_code == 404

    @pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY, Role.AUDITOR, Role.LIAISON])
    def test_only_the_office_decides(self, client, frame, role):
        client.force_login(cast.make_user(role))
        address = reverse("report-waive", args=[2022, "sessions"])
        assert client.post(address, {"reason": "不适用"}).status_code == 404
        assert not Waiver.objects.exists()


@pytest.mark.sqlite  # what a page says is the same on both
class TestThePage:
    def test_each_line_opens_what_is_to_be_mended(self, client, clerk):
        meeting = cast.make_presidium_meeting()
        client.force_login(clerk)
        html = client.get(PAGE).content.decode()
        assert "没有议程的会议" in html and "1次" in html
        assert reverse("admin:congress_presidiummeeting_change", args=[meeting.pk]) in html

    def test_a_line_says_what_it_belongs_to(self, clerk):
        meeting = cast.make_presidium_meeting()
        cast.make_attendance(meeting=meeting, person=a_deputy(), state="unknown")
        review = checks.review(2022, TODAY, {}, clerk)
        (result,) = [r for r in review.should if r.code == "unknown"]
        person = meeting.attendances.get().person
        assert [line.text for line in result.lines] == [f"{person}：{meeting.short_title}"]

    def test_five_are_shown_and_the_rest_is_counted(self, client, clerk):
        for number in range(7):
            cast.make_activity(title=f"第{number}次")
        client.force_login(clerk)
        html = client.get(PAGE).content.decode()
        assert "还有2次" in html

    def test_leadership_sees_how_many_and_no_household(self, client, clerk):
        home = cast.make_household(head_name="金丝雀户")
        cast.make_assignment(household=home)
        client.force_login(cast.make_user(Role.LEADER))
        html = client.get(PAGE).content.decode()
        assert "本年没有走访到的联系户" in html and "1户" in html
        assert "金丝雀户" not in html and "本镇不适用" not in html

    def test_a_year_without_fault(self, client, clerk):
        for on in ("2022-02-01", "2022-08-01"):
            session_with_all(on)
        for on in ("2022-02-02", "2022-05-01", "2022-08-01", "2022-11-01"):
            meeting = cast.make_presidium_meeting(starts_on=day(on))
            cast.make_agenda_item(meeting=meeting, outcome="passed")
            cast.make_attendance(meeting=meeting, person=a_deputy(), state="present")
        client.force_login(clerk)
        assert client.get(PAGE).context["review"].is_clean
        assert "没有要补的，可以定稿。" in client.get(PAGE).content.decode()

    def test_looking_is_recorded(self, client, clerk):
        client.force_login(clerk)
        client.get(PAGE)
        assert ReadRecord.objects.get().what == "数据核对"

    @pytest.mark.parametrize("many", [1, 9])
    def test_as_many_statements_for_many_faults(self, client, clerk, many):
        for _ in range(many):
            cast.make_activity()
            cast.make_presidium_meeting()
            cast.make_assignment()
            cast.make_motion(status="accepted")
        client.force_login(clerk)
        client.get(PAGE)
        assert (
            statements(lambda: client.get(PAGE)) == 21
        )  # five of them: is a rule missing, are holidays?

    def test_every_check_is_counted_in_one_statement(self, clerk):
        period = checks.Period.of_year(2022)
        with CaptureQueriesContext(connection) as captured:
            checks.counted(checks.CHECKS[:15], period, TODAY)
        counting = [q for q in captured if "COUNT" in q["sql"]]
        assert len(counting) == 1


def test_codes_are_never_given_twice():
    codes = [c.code for c in checks.CHECKS]
    assert len(codes) == len(set(codes))
