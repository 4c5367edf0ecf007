"""Sessions missed without leave (代表法第六十二条第三项): two of them end a mandate.

It is 2023-01-10. 柳塘镇 held three sessions in 2022, of two full sittings each.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from congress import absences
from congress.models import Attendance
from hemao import worklist
from reports.checking import checks
from reports.deputies.duty_record import DutyRecord
from representatives import services as representatives
from tests import cast
from tests.cast import day
from township.models import LedgerStart

pytestmark = pytest.mark.django_db

TODAY = day("2023-01-10")
LIST = "/admin/representatives/deputy/"
WORDS = "未经批准缺席人代会"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def sessions():
    """Each with its preparatory sitting and two full ones: [{name: sitting}]."""
    cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2021-01-01")))
    found = []
    for on in ("2022-03-01", "2022-07-01", "2022-11-01"):
        session = cast.make_session(starts_on=day(on))
        found.append(
            {
                "prep": cast.make_sitting(meeting=session, kind="preparatory"),
                "first": cast.make_sitting(meeting=session),
                "second": cast.make_sitting(meeting=session, number=2),
            }
        )
    return found


def attend(person, sittings, **states):
    """Register `person` at these sittings of one session: first="absent"."""
    for name, state in states.items():
        sitting = sittings[name]
        cast.make_attendance(meeting=sitting.meeting, sitting=sitting, person=person, state=state)


def told():
    """{name: numbers of the sessions missed} of today."""
    return {
        one.person.name: [session.number for session in one.sessions]
        for one in absences.absentees(TODAY)
    }


def checked(code, year=2022):
    review = checks.review(year, TODAY, {}, cast.the_clerk())
    found = {result.code: result for result in (*review.must, *review.should)}
    return found.get(code)


def group():
    return next(g for g in worklist.groups(cast.the_clerk(), TODAY) if g.title == WORDS)


class TestWhatCounts:
    def test_sessions_are_counted_and_not_sittings(self, sessions):
        """Of 许桂兰 the first session is missed at both sittings, and is one."""
        first, second, third = sessions
        xu, shan, han, lu = (
            cast.make_deputy(name=name) for name in ("许桂兰", "单国富", "韩立春", "鲁大海")
        )
        attend(xu, first, first="absent", second="absent")
        attend(xu, second, prep="present", first="leave", second="absent")  # the eve does not help
        attend(xu, third, first="leave", second="leave")
        attend(shan, first, first="absent", second="present")
        attend(shan, second, first="present", second="absent")
        attend(shan, third, prep="absent", first="present")
        attend(han, first, first="absent", second="unknown")
        attend(han, second, first="unknown", second="unknown")
        attend(lu, first, prep="absent")
        assert told() == {"许桂兰": [1, 2], "韩立春": [1]}
        assert [one.is_to_end for one in absences.absentees(TODAY)] == [True, False]
        assert Attendance.objects.unexcused().count() == 3

    def test_nobody_else_and_nothing_else(self, sessions, clerk):
        """A guest, a member of the county's congress, a meeting of the presidium, a row voided."""
        first, second, _ = sessions
        frame = cast.make_frame()
        guest = cast.make_person(name="韩立春")
        cast.make_mandate(person=guest, term=frame.county_second)
        # Nobody enters such a row any more; towns have stored some.
        sitting = first["first"]
        Attendance(meeting=sitting.meeting, sitting=sitting, person=guest, state="absent").save()
        xu = cast.make_deputy(name="许桂兰")
        cast.make_attendance(meeting=cast.make_presidium_meeting(), person=xu, state="absent")
        cast.make_attendance(
            meeting=first["first"].meeting, sitting=first["first"], person=xu, state="absent",
            capacity="guest",
        )  # fmt: skip
        attend(xu, second, first="absent")
        assert told() == {"许桂兰": [2]}
        xu.attendances.get(sitting=second["first"]).void(reason="请过假")
        assert told() == {}

    def test_only_under_the_mandate_that_is_in_force(self, sessions, clerk):
        """单国富 missed two and left; 许桂兰 was elected anew after the first; 鲁大海 missed one of the
        term before.
        """
        first, second, third = sessions
        shan = cast.make_deputy(name="单国富")
        xu = cast.make_deputy(name="许桂兰")
        lu = cast.make_person(name="鲁大海")
        frame = cast.make_frame()
        cast.make_mandate(
            person=lu, term=frame.first, ended_on=frame.first.ended_on, ended_for="term"
        )
        cast.make_mandate(person=lu)
        before = cast.make_session(starts_on=day("2021-03-01"), term=frame.first)
        cast.make_attendance(meeting=before, person=lu, state="absent")
        for person in (shan, xu):
            attend(person, first, first="absent")
        attend(shan, second, first="absent")
        attend(xu, third, first="absent")
        assert told() == {"单国富": [1, 2], "许桂兰": [1, 3]}
        for person, on in ((shan, "2022-12-01"), (xu, "2022-08-01")):
            mandate = person.mandates.get()
            representatives.end_mandate(mandate, on=day(on), reason="moved", by=clerk)
        cast.make_mandate(person=xu, starts_on=day("2022-09-01"), gained_by="by_election")
        assert told() == {"许桂兰": [3]}
        assert (checked("absent-twice"), checked("absent-once").count) == (None, 1)
        assert WORDS not in DutyRecord(shan, 2022, clerk).meetings().sentence


@pytest.fixture
def clerk():
    return cast.the_clerk()


@pytest.fixture
def twice(sessions):
    """许桂兰 missed two sessions and 单国富 one; 韩立春 was there."""
    xu = cast.make_deputy(name="许桂兰", login="xu")
    shan, han = cast.make_deputy(name="单国富"), cast.make_deputy(name="韩立春")
    for person, states in (
        (xu, ["absent", "absent", "present"]), (shan, ["present", "absent", "leave"]),
        (han, ["present", "present", "present"]),
    ):  # fmt: skip
        for sittings, state in zip(sessions, states, strict=True):
            attend(person, sittings, first=state, second=state)
    return xu, shan, han


@pytest.mark.sqlite  # what a page says is the same on both
class TestWhereItShows:
    def test_in_the_review_by_its_article(self, twice):
        must, hint = checked("absent-twice"), checked("absent-once")
        assert (must.grade, hint.grade) == (checks.Grade.MUST, checks.Grade.SHOULD)
        assert "代表法第六十二条第三项" in must.why and "代表法第六十二条第三项" in hint.why
        xu, shan, _ = twice
        for result, person in ((must, xu), (hint, shan)):
            [line] = result.lines
            assert line.text.startswith(person.name)
            mandate = person.mandates.get()
            assert line.url == reverse("admin:representatives_mandate_change", args=[mandate.pk])

    def test_each_year_sees_what_was_missed_up_to_its_end(self, twice):
        """In 2021 nothing was, in 2023 all of it is known."""
        assert checked("absent-twice", 2021) is None
        assert checked("absent-once", 2021) is None
        assert checked("absent-twice", 2023).count == 1

    def test_on_the_worklist_who_is_to_go_stands_first(self, twice):
        found = group()
        assert found.count == 2
        assert "代表法第六十二条第三项" in found.hint
        assert [(item.text, item.who, item.badge, item.state) for item in found.items] == [
            ("许桂兰", "人代会第一次会议、人代会第二次会议", "缺席2次", "late"),
            ("单国富", "人代会第二次会议", "缺席1次", "due"),
        ]

    def test_the_worklist_asks_once_and_leads_to_its_deputies(self, twice, client, sessions):
        with CaptureQueriesContext(connection) as one:
            assert len(absences.absentees(TODAY)) == 2
        assert len(one) == 1
        for _ in range(5):
            attend(cast.make_deputy(), sessions[0], first="absent")
        with CaptureQueriesContext(connection) as many:
            assert len(absences.absentees(TODAY)) == 7
        assert len(many) == 1
        client.force_login(cast.the_clerk())
        page = client.get(group().url)
        assert page.context_data["cl"].result_count == 7

    def test_in_the_list_of_deputies_and_on_their_pages(self, twice, client):
        client.force_login(cast.the_clerk())
        page = client.get(LIST).content.decode()
        assert (
            f'<span class="badge late" title="代表法第六十二条第三项：代表资格终止。">{WORDS}2次'
            in page
        )
        assert f"{WORDS}1次" in page
        for person, count in zip(twice, (2, 1, 0), strict=True):
            page = client.get(f"{LIST}{person.pk}/change/").content.decode()
            assert (f"本届内{WORDS}{count}次。代表法第六十二条第三项：" in page) == bool(count)
        assert WORDS not in client.get(f"{LIST}add/").content.decode()

    def test_in_the_record_the_same_to_everybody(self, twice):
        """The law's count beside how often they were there: sessions, never sittings."""
        xu, shan, han = twice
        for reader in (cast.the_clerk(), cast.make_user(Role.LEADER), xu.user):
            assert DutyRecord(xu, 2022, reader).meetings().sentence == (
                "人代会应参加3次，出席1次（1/3），未经批准缺席2次。"
            )
        clerk = cast.the_clerk()
        assert DutyRecord(shan, 2022, clerk).meetings().sentence == (
            "人代会应参加3次，出席1次（1/3），请假1次，未经批准缺席1次。"
        )
        assert (
            DutyRecord(han, 2022, clerk).meetings().sentence == "人代会应参加3次，出席3次（3/3）。"
        )

    def test_where_the_first_sitting_is_not_all(self, sessions, clerk):
        """鲁大海 came late to the first session, and left the second after leave for one sitting."""
        first, second, _ = sessions
        lu = cast.make_deputy(name="鲁大海")
        attend(lu, first, first="absent", second="present")
        attend(lu, second, first="leave", second="absent")
        assert DutyRecord(lu, 2022, clerk).meetings().sentence == (
            "人代会应参加3次，出席0次（0/2），请假1次，缺席1次，"
            "按各次全体会议算，未经批准缺席1次，1次出席情况未登记。"
        )

    def test_after_the_end_it_is_plain_absence(self, twice, clerk):
        xu, *_ = twice
        mandate = xu.mandates.get()
        representatives.end_mandate(mandate, on=day("2023-01-01"), reason="absent", by=clerk)
        assert DutyRecord(xu, 2022, clerk).meetings().sentence == (
            "人代会应参加3次，出席1次（1/3），缺席2次。"
        )
        assert [item.text for item in group().items] == ["单国富"]
        assert checked("absent-twice") is None
