"""How many can have voted: votes and ballots against the roll, from both sides.

A congress of ten: six are more than half. At the first full sitting of its session six were
there and nobody asked after a seventh; at the second eight were there.
"""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress import services
from congress.models import AgendaItem, Attendance, Election, Meeting, Resolution, Session
from representatives.models import Mandate, Person
from tests import cast
from tests.cast import day, refused
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from tests.records.test_admin_refusals import at_field
from township.spans import today

__all__ = ["office"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def session(frame):
    cast.make_deputies(10)
    return cast.make_session()


def call(meeting, sitting=None, **states):
    """A roll by states: present=6, leave=2; whoever is left is not put on it."""
    people = iter(meeting.expected_people().order_by("pk"))
    for state, number in states.items():
        for _ in range(number):
            row = Attendance(meeting=meeting, sitting=sitting, person=next(people), state=state)
            cast.keep(row, clean=False)


@pytest.fixture
def called(session):
    call(session, cast.make_sitting(meeting=session), present=6, unknown=1, leave=2, absent=1)
    call(session, cast.make_sitting(meeting=session, number=2), present=8, leave=2)
    return session


def turnout(meeting):
    """(how many can have voted, in words): the same number as the database counts for all at once."""
    counted = Meeting.objects.with_could_vote().get(pk=meeting.pk)
    found = meeting.could_vote()
    assert (counted.most_votes, counted.expected) == (found.number, found.expected)
    return found.number, str(found)


class TestCounting:
    def test_of_a_session_by_its_fullest_full_sitting(self, session):
        assert turnout(session) == (10, "应到的10人")
        before = cast.make_sitting(
            meeting=session, kind="preparatory", held_on=day("2022-02-28"), number=1
        )
        call(session, before, present=1, leave=9)  # votes on its own agenda
        assert turnout(session) == (10, "应到的10人")
        first, second = (cast.make_sitting(meeting=session, number=n) for n in (1, 2))
        call(session, first, present=6, unknown=1, leave=2, absent=1)
        assert turnout(session) == (7, "到会的7人（出席6人，未登记1人）")
        call(session, second, present=8, leave=2)
        assert turnout(session) == (8, "到会的8人")
        second.void(reason="没有开。")
        assert turnout(session)[0] == 7

    def test_who_was_not_put_on_the_roll_may_have_come(self, session):
        """Two are known to be away: eight can have voted, of whom one is known to have."""
        call(session, present=1, leave=1, absent=1)
        assert turnout(session) == (8, "到会的8人（出席1人，未登记7人）")

    def test_of_the_presidium_by_its_members_alone(self, session):
        presidium = cast.make_body()
        members = [cast.make_post(body=presidium).person for _ in range(5)]
        meeting = cast.make_presidium_meeting()
        assert turnout(meeting) == (5, "应到的5人")
        for person, state in zip(members, ["present"] * 4 + ["leave"], strict=True):
            cast.make_attendance(meeting=meeting, person=person, state=state)
        cast.make_attendance(meeting=meeting, capacity="guest", state="present")
        assert turnout(meeting) == (4, "到会的4人")
        with refused("票数合计5，多于到会的4人，请核对票数和点名册。"):
            cast.make_agenda_item(meeting=meeting, votes_for=5, votes_against=0, abstained=0)


class TestVotesEntered:
    """Eight were there."""

    def test_on_the_page_of_the_session(self, office, called):
        page = url(Session, "change", called.pk)
        form = AdminForm(office, page)
        votes = {"votes_for": 7, "votes_against": 1, "abstained": 1}
        form.add_row("agenda_items", title="审议预算", outcome="passed", **votes)
        form.add_row(
            "resolutions", title="关于预算的决议", adopted_on=called.starts_on, votes_for=9
        )
        answer = form.send()
        said = "多于到会的8人，请核对票数和点名册。"
        assert at_field(answer, "agenda_items-0-votes_for") == [f"票数合计9，{said}"]
        assert at_field(answer, "resolutions-0-votes_for") == [f"赞成票9，{said}"]
        assert 'value="关于预算的决议"' in answer.content.decode()  # what was typed is there still
        assert not (AgendaItem.objects.exists() or Resolution.objects.exists())
        form.fill("agenda_items-0", abstained=0).fill("resolutions-0", votes_for=8)
        accepted(form.send())
        assert AgendaItem.objects.get().votes_cast == 8
        item = AdminForm(office, url(AgendaItem, "change", AgendaItem.objects.get().pk))
        assert f"票数合计9，{said}" in errors_of(item.fill(votes_against=2).send())

    @pytest.mark.sqlite  # Django asks as often on both
    def test_the_roll_is_read_once_for_all_rows_of_a_kind(self, office, called):
        votes = {"votes_for": 7, "votes_against": 1, "abstained": 0}
        for _ in range(5):
            cast.make_agenda_item(meeting=called, **votes)
            cast.make_resolution(meeting=called, votes_for=8)
        form = AdminForm(office, url(Session, "change", called.pk))
        with CaptureQueriesContext(connection) as queries:
            accepted(form.fill(place="会议室").send())
        assert sum("congress_attendance" in query["sql"] for query in queries) == 2

    def test_ballots(self, office, called):
        government = cast.make_body(kind="government", name="柳塘镇人民政府", seats=2)
        form = AdminForm(office, url(Election, "add"))
        ballots = {"ballots_returned": 8, "ballots_valid": 8, "ballots_invalid": 0}
        form.fill(
            meeting=called, body=government, role="mayor", seats=1, ballots_issued=9, **ballots
        )
        answer = form.send()
        sentence = "发出票数9，多于到会的8人，请核对票数和点名册。"
        assert at_field(answer, "ballots_issued") == [sentence]
        assert 'value="9"' in answer.content.decode() and not Election.objects.exists()
        answer = form.fill(ballots_issued=8, seats=3).send()
        assert at_field(answer, "seats") == ["柳塘镇人民政府只有2个名额。"]
        accepted(form.fill(seats=1).send())
        assert Election.objects.get().ballots_issued == 8

    @pytest.mark.parametrize(
        ("outcome", "votes_for", "sentence"),
        [
            ("passed", 5, "通过须有全体10人过半数（6票）赞成。"),
            ("revised", 5, "原则通过、修改后印发须有全体10人过半数（6票）赞成。"),
            ("rejected", 6, "赞成6票，已过全体10人的半数（6票），结果应是通过。"),
            ("revised", 6, ""),
            ("rejected", 5, ""),
            ("postponed", 8, ""),
        ],
    )
    def test_the_outcome_is_that_of_the_votes(self, called, outcome, votes_for, sentence):
        votes = {"votes_for": votes_for, "votes_against": 0, "abstained": 0, "outcome": outcome}
        if sentence:
            with refused(sentence):
                cast.make_agenda_item(meeting=called, **votes)
        else:
            cast.make_agenda_item(meeting=called, **votes)

    def test_not_before_the_session_is_held(self, frame):
        cast.make_deputies(10)
        votes = {"votes_for": 7, "votes_against": 0, "abstained": 0}
        ahead = today() + datetime.timedelta(days=5)
        with refused(f"{ahead}才开会，现在还不能登记票数。"):
            cast.make_agenda_item(meeting=cast.make_session(starts_on=ahead), **votes)


class TestStoredBefore:
    """Towns have stored votes that nobody could have cast: they stop nobody who changes something else."""

    @pytest.fixture
    def item(self, called):
        item = AgendaItem(
            meeting=called,
            title="审议预算",
            outcome="passed",
            votes_for=9,
            votes_against=0,
            abstained=0,
        )
        cast.keep(item, clean=False)
        return item

    def test_what_they_are_not_about_is_stored(self, item, called):
        item.title = "审议预算报告"
        item.full_clean()
        item.votes_for = 10
        with refused("票数合计10，多于到会的8人"):
            item.full_clean()
        called.chair = Person.objects.first()
        called.full_clean()

    def test_nor_do_ballots_and_resolutions(self, called):
        election = cast.make_election(
            meeting=called, ballots_issued=8, ballots_returned=8, ballots_valid=8
        )
        Election.objects.update(ballots_issued=9)
        election.refresh_from_db()
        election.way = "hands"
        election.full_clean()
        election.ballots_issued = 10
        with refused("发出票数10，多于到会的8人"):
            election.full_clean()
        row = Resolution(meeting=called, title="决议", adopted_on=called.starts_on, votes_for=9)
        cast.keep(row, clean=False)
        row.title = "关于预算的决议"
        row.full_clean()
        row.votes_for = 10
        with refused("赞成票10，多于到会的8人"):
            row.full_clean()


class TestRollChanged:
    """Seven of ten voted, and seven were there: fewer cannot have been."""

    @pytest.fixture
    def voted(self, session):
        call(session, present=7, unknown=1, leave=2)
        votes = {"votes_for": 7, "votes_against": 1, "abstained": 0}
        cast.make_agenda_item(meeting=session, title="审议预算", outcome="passed", **votes)
        return session

    SAID = "议题“审议预算”的票数合计8，多于改了以后到会的7人"

    def test_on_the_page_of_the_roll(self, office, voted):
        form = AdminForm(office, url(Session, "roster", voted.pk))
        here = voted.attendances.present().first()
        name = f"state-0-{here.person_id}"
        form[name] = "leave"
        form[name.replace("state", "reason")] = "住院"
        answer = form.send()
        why = "（出席6人，未登记1人）。票数有误的，请先改票数。"
        assert f"没有保存：{self.SAID}{why}" in errors_of(answer)
        assert 'value="住院"' in answer.content.decode()
        assert voted.could_vote().number == 8 and not Attendance.objects.filter(reason="住院")
        form[name] = "present"
        accepted(form.send())

    def test_two_sittings_registered_at_once(self, office, session):
        """Eight voted where eight were at the first: now seven were there, and nine at the second."""
        first, second = (cast.make_sitting(meeting=session, number=n) for n in (1, 2))
        call(session, first, present=8, leave=2)
        call(session, second, present=7, leave=3)
        cast.make_agenda_item(meeting=session, votes_for=8, votes_against=0, abstained=0)
        form = AdminForm(office, url(Session, "roster", session.pk))
        gone = session.attendances.filter(sitting=first).present().first()
        form[f"state-{first.pk}-{gone.person_id}"] = "absent"
        assert "的票数合计8，多于改了以后到会的7人" in errors_of(form.send())
        for row in session.attendances.filter(sitting=second, state="leave")[:2]:
            form[f"state-{second.pk}-{row.person_id}"] = "present"
        accepted(form.send())
        assert turnout(session) == (9, "到会的9人")

    @pytest.mark.parametrize("change", [{"kind": "preparatory"}, {"DELETE": True}])
    def test_a_full_sitting_becomes_none(self, office, session, change):
        """Nine voted where nine were at the second: without it, seven were there."""
        first, second = (cast.make_sitting(meeting=session, number=n) for n in (1, 2))
        call(session, first, present=7, leave=3)
        call(session, second, present=9, leave=1)
        item = cast.make_agenda_item(meeting=session, votes_for=9, votes_against=0, abstained=0)
        page = url(Session, "change", session.pk)
        form = AdminForm(office, page)
        rows = [f"sittings-{index}" for index in range(2)]
        row = next(row for row in rows if form.data[f"{row}-id"] == [str(second.pk)])
        said = "的票数合计9，多于改了以后到会的7人。票数有误的，请先改票数。"
        assert said in errors_of(form.fill(row, **change).send())
        assert turnout(session) == (9, "到会的9人")
        item.votes_for = 7
        item.save()
        accepted(AdminForm(office, page).fill(row, **change).send())
        assert turnout(session) == (7, "到会的7人")

    def test_leave_that_was_granted_counts_when_the_rest_is_there(self, voted):
        row = voted.attendances.unknown().get()
        cast.make_reply(
            meeting=voted, person=row.person, decision="granted",
            decided_at=cast.timezone.now(), decided_by=cast.the_clerk(),
        )  # fmt: skip
        with refused(self.SAID), cast.transaction.atomic():
            services.mark_rest_present(voted, by=cast.the_clerk())
        row.refresh_from_db()
        assert row.state == "unknown"
        row.state = "leave"
        with refused(self.SAID):
            row.full_clean()

    def test_ballots_and_resolutions_are_named_too(self, voted):
        cast.make_resolution(meeting=voted, title="关于预算的决议", votes_for=8)
        AgendaItem.objects.update(votes_for=6)
        entries = {voted.attendances.present().first().person_id: ("absent", "")}
        with refused("“关于预算的决议”的赞成票8，多于改了以后到会的7人"):
            services.register_roll(voted, entries, by=cast.the_clerk())
        Resolution.objects.update(votes_for=7)
        cast.make_election(meeting=voted, ballots=8)
        with refused("选举柳塘镇人民政府镇长发出票数8，多于改了以后到会的"):
            services.register_roll(voted, entries, by=cast.the_clerk())

    def test_a_roll_that_never_fitted_is_mended_step_by_step(self, voted):
        """What a town entered before says ten votes of eight: towards ten, and not away from it."""
        AgendaItem.objects.update(votes_for=9)
        away = list(voted.attendances.filter(state="leave"))
        back = {away[0].person_id: ("present", "")}
        assert services.register_roll(voted, back, by=cast.the_clerk()) == 1
        with refused("票数合计10，多于改了以后到会的8人"):
            gone = {away[0].person_id: ("leave", "")}
            services.register_roll(voted, gone, by=cast.the_clerk())


class TestNotExpected:
    """许桂兰 was on the roll; then it turned out that her mandate had ended before."""

    @pytest.fixture
    def xu(self, session):
        xu = Person.objects.order_by("pk").first()
        services.call_roll(session, by=cast.the_clerk())
        Mandate.objects.filter(person=xu).update(ended_on=day("2022-02-01"), ended_for="moved")
        return xu

    def test_nobody_is_put_on_a_roll_as_a_member_who_is_none(self, session, xu):
        who = cast.make_person(name="韩立春")
        with refused("韩立春在2022-03-01不是镇人大代表，不能列为应到；来了的，列为列席。"):
            cast.make_attendance(meeting=session, person=who)
        with refused("不是主席团成员"):
            Attendance(meeting=cast.make_presidium_meeting(), person=who).full_clean()
        cast.make_attendance(meeting=session, person=who, capacity="guest")

    def test_nor_registered_there(self, session, xu):
        with refused(f"{xu}在2022-03-01不是镇人大代表", "请从点名册移出。"):
            services.register_roll(session, {xu.pk: ("present", "")}, by=cast.the_clerk())
        assert services.mark_rest_present(session, by=cast.the_clerk()) == 9
        assert session.attendances.get(person=xu).state == "unknown"

    def test_taken_off_it_the_roll_is_right_again(self, office, session, xu):
        """Leave that she was granted is filled in by itself, and is nobody's registration."""
        cast.make_reply(
            meeting=session, person=xu, decision="granted",
            decided_at=cast.timezone.now(), decided_by=cast.the_clerk(),
        )  # fmt: skip
        form = AdminForm(office, url(Session, "roster", session.pk))
        form[f"off-0-{xu.pk}"] = "1"
        accepted(form.send())
        assert turnout(session) == (9, "到会的9人（出席0人，未登记9人）")


class TestDeclared:
    """A town confirmed an election by nine ballots, and seven were there."""

    @pytest.fixture
    def election(self, session):
        call(session, present=7, leave=3)
        election = cast.make_election(meeting=session, ballots=7)
        who = cast.make_person(name="韩立春")
        cast.make_candidacy(election=election, person=who, votes_for=7, is_elected=True)
        services.declare_officers(election, by=cast.the_clerk())
        nine = {"ballots_issued": 9, "ballots_returned": 9, "ballots_valid": 9}
        Election.objects.update(**nine)
        election.candidacies.update(votes_for=9)
        election.refresh_from_db()
        return election

    def test_ballots_and_votes_are_corrected_together(self, office, election):
        form = AdminForm(office, url(Election, "change", election.pk))
        form.fill(ballots_issued=7, ballots_returned=7, ballots_valid=7)
        assert "合计9票，多于有效票7张。" in errors_of(form.send())
        form.fill("candidacies-0", votes_for=5)
        sentence = "韩立春得5票，不到6票（全体代表过半数），不能当选。"
        assert sentence in errors_of(form.send())
        accepted(form.fill("candidacies-0", votes_for=6, votes_against=1).send())
        candidacy = election.candidacies.get()
        assert (candidacy.votes_for, candidacy.is_elected) == (6, True)
        assert candidacy.post is not None and candidacy.history.count() == 3
        accepted(AdminForm(office, url(Election, "change", election.pk)).send())

    def test_who_stood_and_who_was_elected_stays(self, office, election):
        form = AdminForm(office, url(Election, "change", election.pk))
        shown = {name for name in form.data if name.startswith("candidacies-0-")}
        assert not shown & {f"candidacies-0-{name}" for name in ("person", "is_elected", "DELETE")}
        form.fill(ballots_issued=7, ballots_returned=7, ballots_valid=7)
        form.fill("candidacies-0", votes_for=6, DELETE=True, is_elected=None)
        accepted(form.send())
        assert election.candidacies.get().is_elected
