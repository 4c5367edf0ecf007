"""数据核对 of numbers and days that bound each other: rows that a town stored before it was refused.

It is 2023-01-10. Each story stores one row that is wrong, past the forms, and one that is right.
"""

import pytest
from django.urls import reverse

from accounts.models import Role
from congress.models import Attendance, Election, Poll
from motions.models import Handling, SupervisionAct
from reports.checking import checks
from reports.checking.asked import CHECKS
from representatives.models import Constituency, Mandate, Opinion
from tests import cast
from tests.cast import day
from tests.reports.test_checks import PAGE, TODAY, clerk, frame, today
from township.spans import Period

__all__ = ["clerk", "frame", "today"]

pytestmark = pytest.mark.django_db


def found(code, year=2022):
    """The lines of what the check `code` found in `year`, as (text, address): it alone is asked."""
    period = Period.of_year(year)
    day = min(TODAY, period.end)
    [(asked, count)] = checks.counted([c for c in CHECKS if c.code == code], period, day)
    result = checks.result_of(asked, count, period, day, cast.the_clerk())
    assert result.grade == checks.Grade.MUST
    assert len(result.lines) == count
    return [(line.text, line.url) for line in result.lines]


def change(row, model):
    return reverse(f"admin:{row._meta.app_label}_{model}_change", args=[row.pk])


class TestTheRoll:
    """Ten are deputies, and eight were there."""

    @pytest.fixture
    def session(self, frame):
        people = cast.make_deputies(10)
        session = cast.make_session()
        sitting = cast.make_sitting(meeting=session)
        for number, person in enumerate(people):
            state = "present" if number < 8 else "leave"
            row = {"meeting": session, "sitting": sitting, "person": person, "state": state}
            cast.keep(Attendance(**row), clean=False)
        return session

    def vote(self, session, votes_for, against=0, **fields):
        votes = {"votes_for": votes_for, "votes_against": against, "abstained": 0}
        return cast.make_agenda_item(
            meeting=session, title="审议预算", clean=False, **(votes | fields)
        )

    def test_votes_of_more_than_were_there(self, session):
        self.vote(session, 8, outcome="passed")
        assert found("votes-present") == []
        item = self.vote(session, 8, 1, outcome="passed")
        said = "2022-03-01人代会第二次会议：审议预算（票数合计9，到会8人）"
        assert found("votes-present") == [(said, change(item, "agendaitem"))]
        assert found("votes-present", 2021) == found("votes-outcome") == []

    def test_outcomes_that_contradict_the_votes(self, session):
        for votes_for, outcome in ((6, "revised"), (5, "rejected"), (5, "postponed"), (2, "")):
            self.vote(session, votes_for, outcome=outcome)
        assert found("votes-outcome") == []
        wrong = {self.vote(session, 5, outcome=word).pk for word in ("passed", "revised")}
        wrong.add(self.vote(session, 6, outcome="rejected").pk)
        lines = found("votes-outcome")
        assert {address for _, address in lines} == {
            reverse("admin:congress_agendaitem_change", args=[pk]) for pk in wrong
        }
        assert any("（未通过，赞成6，全体10人）" in text for text, _ in lines)

    def test_resolutions_by_too_many_or_too_few(self, session):
        for votes in (None, 6, 8):
            cast.make_resolution(meeting=session, votes_for=votes, clean=False)
        assert found("votes-adopted") == []
        rows = [
            cast.make_resolution(meeting=session, title="决定", votes_for=votes, clean=False)
            for votes in (5, 9)
        ]
        said = [
            (f"决定（赞成{n}，到会8人，全体10人）", row)
            for n, row in zip((5, 9), rows, strict=True)
        ]
        assert sorted(found("votes-adopted")) == sorted(
            (text, change(row, "resolution")) for text, row in said
        )

    def test_ballots_for_more_than_were_there(self, client, session):
        election = cast.make_election(meeting=session, ballots=8)
        assert found("ballots-present") == []
        Election.objects.update(ballots_issued=9)
        ((text, address),) = found("ballots-present")
        assert text.endswith("镇长（发出9张，到会8人）")
        assert address == change(election, "election")
        client.force_login(cast.make_user(Role.LEADER))
        answer = client.get(PAGE).content.decode()
        assert "发出票数多于到会人数的选举" in answer and address not in answer

    def test_on_the_roll_and_not_expected(self, session):
        """One mandate ended before the session; a guest needs none."""
        cast.make_attendance(
            meeting=session, capacity="guest", person=cast.make_person(), state="present"
        )
        assert found("not-expected") == []
        row = Attendance.objects.present().members().first()
        Mandate.objects.filter(person=row.person).update(
            ended_on=session.starts_on, ended_for="moved"
        )
        said = (f"{row.person}：2022-03-01人代会第二次会议", change(session, "session"))
        assert found("not-expected") == [said]

    def test_at_the_presidium_its_members_are_expected(self, session):
        post = cast.make_post(person=Attendance.objects.first().person)
        meeting = cast.make_presidium_meeting()
        cast.make_attendance(meeting=meeting, person=post.person)
        assert found("not-expected") == []
        post.void(reason="登记错了。")
        ((text, address),) = found("not-expected")
        assert (text[-8:], address) == ("主席团第一次会议", change(meeting, "presidiummeeting"))


class TestPartsOfAWhole:
    def test_votes_of_a_candidate_and_of_all(self, frame):
        """Two seats and ten ballots: no more than ten for one, and twenty for all."""
        cast.make_deputies(12)
        body = cast.make_body(kind="government", name="柳塘镇人民政府", seats=2)
        election = cast.make_election(ballots=10, seats=2, body=body)
        rows = [
            cast.make_candidacy(election=election, votes_for=10, is_elected=n < 2) for n in range(2)
        ]
        assert found("ballots-candidate") == found("votes-officers") == []
        rows[0].votes_against = 1
        cast.keep(rows[0], clean=False)
        assert found("ballots-candidate") == [
            (f"{rows[0].person}：{election}", change(election, "election"))
        ]
        third = cast.make_candidacy(election=election, votes_for=1)
        assert [address for _, address in found("votes-officers")] == [change(election, "election")]
        third.void(reason="填错了。")
        assert found("votes-officers") == []
        cast.make_candidacy(election=election, votes_for=0, is_elected=True)
        assert len(found("votes-officers")) == 1

    def test_a_poll_elects_no_more_than_the_seats(self, frame):
        place = cast.make_constituency(seats=2)
        poll = cast.make_poll(constituency=place, seats=2)
        for votes in (900, 800):
            cast.make_candidacy(poll=poll, votes_for=votes, is_elected=True)
        assert found("poll-seats") == []
        Constituency.objects.filter(pk=place.pk).update(seats=1)
        assert found("poll-seats") == [(str(Poll.objects.get()), change(poll, "poll"))]
        Constituency.objects.filter(pk=place.pk).update(seats=2)
        cast.make_candidacy(poll=poll, votes_for=1, is_elected=True)
        assert len(found("poll-seats")) == 1

    def test_who_holds_a_seat_that_is_not_there(self, frame):
        place = cast.make_constituency(seats=2)
        rows = [cast.make_mandate(constituency=place) for _ in range(2)]
        assert found("mandate-seats") == []
        Constituency.objects.filter(pk=place.pk).update(seats=1)
        assert {text for text, _ in found("mandate-seats")} == {str(row) for row in rows}
        rows[0].void(reason="登记错了。")
        assert found("mandate-seats") == []

        body = cast.make_body(seats=1)
        post = cast.make_post(body=body)
        assert found("post-seats") == []
        cast.make_post(body=body, clean=False)
        assert len(found("post-seats")) == 2
        type(post).objects.exclude(pk=post.pk).delete()
        body.starts_on = day("2022-02-01")
        cast.keep(body, clean=False)
        assert [address for _, address in found("post-seats")] == [change(post, "post")]

    def test_constituencies_of_a_congress(self, frame):
        congress = cast.make_body(kind="congress", name="柳塘镇人大", term=frame.second, seats=5)
        cast.make_constituency(seats=3)
        cast.make_constituency(seats=2)
        assert found("congress-seats") == []
        cast.make_constituency(seats=1)
        assert found("congress-seats") == [("柳塘镇人大", change(congress, "body"))]


class TestDays:
    def test_what_came_before_it_could(self, frame):
        person = cast.make_deputy()
        opinion = cast.make_opinion()
        act = cast.make_act(motion=None, opinion=opinion, subject="")
        motion = cast.make_motion(status="referred", proposer=person)
        row = cast.make_handling(motion=motion, accepted_on=day("2022-03-02"))
        home = cast.make_assignment()
        visit = cast.make_visit(assignment=home)
        heard = cast.make_opinion(visit=visit, household=home.household)
        codes = ("heard-before-visit", "handling-days", "supervision-days")
        assert [found(code) for code in codes] == [[], [], []]

        Handling.objects.update(accepted_on=day("2022-02-20"))
        Opinion.objects.filter(pk=heard.pk).update(heard_on=day("2022-02-20"))
        SupervisionAct.objects.update(acted_on=day("2022-02-20"))
        lines = dict(zip(codes, map(found, codes), strict=True))
        assert lines["heard-before-visit"] == [(str(heard), change(heard, "opinion"))]
        assert len(lines["handling-days"]) == 1 and str(row.motion) in lines["handling-days"][0][0]
        act.refresh_from_db()
        assert lines["supervision-days"] == [(str(act), change(act, "supervisionact"))]
