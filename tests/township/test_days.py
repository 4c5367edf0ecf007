"""What happened did not happen tomorrow; what is planned is planned for a day that can be meant."""

import datetime

import pytest

from congress import services as congress
from congress.models import Poll
from representatives import services as representatives
from representatives.models import Mandate
from tests import cast
from tests.cast import day, refused
from tests.records.admin_form import AdminForm, errors_of
from tests.records.test_admin import office, url
from township.spans import today

__all__ = ["office"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frame(db):
    return cast.make_frame()


def tomorrow():
    return today() + datetime.timedelta(days=1)


def finding(**fields):
    return cast.make_finding(**fields)


def opinion(**fields):
    known = {"department": cast.make_frame().departments[0], "household": cast.make_household()}
    return cast.make_opinion(**known, **fields)


HAPPENED = [
    ("选举日", lambda on: cast.make_poll(held_on=on)),
    ("资格确认日期", lambda on: cast.make_mandate(confirmed_on=on)),
    ("答复日期", lambda on: opinion(handed_over_on=cast.DAY, answered_on=on, outcome="solved")),
    ("转办日期", lambda on: opinion(handed_over_on=on)),
    ("发放日期", lambda on: cast.make_allowance(paid_on=on)),
    ("表彰日期", lambda on: cast.make_honour(awarded_on=on)),
    ("上墙展示日期", lambda on: cast.make_honour(displayed_on=on)),
    ("整改完成日期", lambda on: cast.make_finding(rectified_on=on)),
    ("争取到位日期", lambda on: cast.make_project(won_on=on)),
    ("开工日期", lambda on: cast.make_project(started_on=on)),
    ("完工日期", lambda on: cast.make_project(started_on=cast.DAY, finished_on=on)),
    ("报送日期", lambda on: cast.make_research_report(submitted_on=on)),
    ("走访日期", lambda on: cast.make_visit(visited_on=on)),
    ("完成日期", lambda on: cast.make_agenda_item(decision_done_on=on)),
    ("通过日期", lambda on: cast.make_resolution(adopted_on=on)),
]


@pytest.mark.parametrize(("label", "make"), HAPPENED, ids=[label for label, _ in HAPPENED])
def test_nothing_happened_tomorrow(label, make):
    with refused(f"{label}不能在今天之后。"):
        make(tomorrow())


PLANNED = [
    ("召开日期", lambda on: cast.make_session(starts_on=on)),
    ("召开日期", lambda on: cast.make_presidium_meeting(starts_on=on)),
    ("开始日期", lambda on: cast.make_activity(starts_on=on)),
    ("最后一天", lambda on: cast.make_activity(last_on=on)),
    ("谋划日期", lambda on: cast.make_project(planned_on=on)),
]


@pytest.mark.parametrize(("label", "make"), PLANNED)
@pytest.mark.parametrize(
    ("text", "words"), [("9999-12-31", "不能在两年以后"), ("0001-01-01", "不能早于1949-10-01")]
)
def test_a_year_that_cannot_be_meant(label, make, text, words):
    if label == "最后一天" and text < "2000":
        return  # before its first day: the constraint says so
    with refused(f"{label}{words}，请核对年份。"):
        make(day(text))


def test_plans_for_a_coming_day():
    cast.make_activity(starts_on=tomorrow())
    cast.make_presidium_meeting(starts_on=tomorrow())


class TestMeetingsToCome:
    @pytest.fixture
    def meeting(self):
        cast.make_deputies(3)
        return cast.make_session(starts_on=tomorrow())

    def test_nobody_was_there_yet(self, meeting):
        person = meeting.expected_people().first()
        with refused("现在只能登记请假，不能登记出席、缺席。"):
            cast.make_attendance(meeting=meeting, person=person, state="present")
        cast.make_attendance(meeting=meeting, person=person, state="leave")

    @pytest.mark.parametrize("state", ["present", "absent"])
    def test_on_its_roll(self, office, meeting, state):
        person = meeting.expected_people().first()
        form = AdminForm(office, url(type(meeting), "roster", meeting.pk))
        form[f"state-0-{person.pk}"] = state
        assert "现在只能登记请假" in form.send().content.decode()
        form[f"state-0-{person.pk}"] = "leave"
        assert form.send().status_code == 302

    def test_the_rest_neither(self, meeting):
        congress.call_roll(meeting, by=cast.the_clerk())
        with refused("现在只能登记请假"):
            congress.mark_rest_present(meeting, by=cast.the_clerk())

    def test_guests_are_invited_beforehand(self, meeting):
        congress.add_guests(meeting, [cast.make_person(name="韩立春")], by=cast.the_clerk())
        row = meeting.attendances.get()
        assert (row.capacity, row.state) == ("guest", "unknown")

    def test_nothing_came_of_it_yet(self, meeting):
        with refused("才开会，现在还不能登记结果。"):
            cast.make_agenda_item(meeting=meeting, outcome="passed")
        with refused("会议还没有召开，不能登记选举。"):
            cast.make_election(meeting=meeting)

    def test_a_decision_is_due_after_it(self, frame):
        with refused("完成时限不能早于会议日期。"):
            cast.make_agenda_item(
                decision_department=frame.departments[0], decision_due_on=day("2022-02-01")
            )

    def test_a_decision_that_comes_back_keeps_its_day(self, frame):
        cast.make_agenda_item(
            meeting=cast.make_presidium_meeting(), decision="清淤",
            decision_department=frame.departments[0], decision_due_on=day("2022-03-15"),
        )  # fmt: skip
        meeting = cast.make_presidium_meeting(starts_on=day("2022-06-01"))
        [item] = congress.carry_open_decisions(meeting, by=cast.the_clerk())
        item.full_clean()


class TestDeclarations:
    @pytest.fixture
    def poll(self):
        poll = cast.make_poll()
        cast.make_candidacy(poll=poll, votes_for=900, is_elected=True)
        return poll

    def test_results_and_qualifications_are_not_of_tomorrow(self, poll):
        with refused("日期不能在今天之后。"):
            congress.declare_elected(poll, on=tomorrow(), by=cast.the_clerk())
        congress.declare_elected(poll, on=day("2022-03-02"), by=cast.the_clerk())
        with refused("日期不能在今天之后。"):
            congress.confirm_qualifications(poll, on=tomorrow(), by=cast.the_clerk())

    def test_nobody_qualifies_before_the_result(self, poll):
        congress.declare_elected(poll, on=day("2022-03-02"), by=cast.the_clerk())
        with refused("资格确认日期不能早于选举结果确认日期。"):
            congress.confirm_qualifications(poll, on=cast.DAY, by=cast.the_clerk())

    def test_it_is_said_at_the_field(self, office, poll):
        form = AdminForm(office, url(Poll, "verb", poll.pk, "declare")).fill(on=tomorrow())
        answer = form.send()
        assert "日期不能在今天之后。" in errors_of(answer)
        assert 'aria-describedby="id_on_error"' in answer.content.decode()

    def test_officers(self, poll):
        deputies = cast.make_deputies(3)
        election = cast.make_election()
        cast.make_candidacy(election=election, person=deputies[0], votes_for=3, is_elected=True)
        for on in (tomorrow(), day("2022-02-01")):
            with refused("日期不能"):
                congress.declare_officers(election, on=on, by=cast.the_clerk())


class TestOneSeat:
    """A constituency of one seat, which 许桂兰 left."""

    @pytest.fixture
    def left(self):
        constituency = cast.make_constituency(seats=1)
        mandate = cast.make_mandate(constituency=constituency)
        representatives.end_mandate(
            mandate, on=day("2022-02-01"), reason="moved", by=cast.the_clerk()
        )
        return mandate

    def poll(self, left, held_on=cast.DAY, clean=True):
        poll = cast.make_poll(
            constituency=left.constituency, replaces=left, held_on=held_on, clean=clean
        )
        cast.make_candidacy(poll=poll, votes_for=900, is_elected=True)
        return poll

    def declare(self, poll, on="2022-06-01"):
        return congress.declare_elected(poll, on=day(on), by=cast.the_clerk())

    def test_it_is_filled_once(self, left):
        first, second = self.poll(left), self.poll(left, day("2022-03-20"))
        self.declare(first)
        with refused("这个缺已由2022-03-01的补选补上。"):
            self.declare(second)
        with refused("这个缺已由2022-03-01的补选补上。"):
            self.poll(left, day("2022-07-01"))
        assert left.constituency.mandates.filter(ended_on=None).count() == 1

    def test_not_without_naming_the_vacancy_either(self, left):
        self.declare(self.poll(left))
        with refused("这个选区1个名额，2022-07-01已有代表1名，只缺0名。"):
            cast.make_poll(constituency=left.constituency, held_on=day("2022-07-01"))
        late = cast.make_poll(
            constituency=left.constituency, held_on=day("2022-07-01"), clean=False
        )
        cast.make_candidacy(poll=late, votes_for=900, is_elected=True)
        with refused("这个选区1个名额，2022-07-02已有代表1名，没有空缺。"):
            self.declare(late, "2022-07-02")

    def test_who_came_is_the_next_to_leave(self, left):
        [mandate] = self.declare(self.poll(left))
        representatives.end_mandate(
            mandate, on=day("2023-01-01"), reason="resigned", by=cast.the_clerk()
        )
        self.declare(self.poll(mandate, day("2023-02-01")), "2023-02-02")

    def test_nor_by_hand(self, left):
        self.declare(self.poll(left))
        with refused("没有空缺。"):
            cast.make_mandate(constituency=left.constituency, starts_on=day("2022-08-01"))
        with refused("没有空缺。"):  # it would run into the time of who came after
            cast.make_mandate(constituency=left.constituency, starts_on=day("2022-04-01"))
        cast.make_mandate(
            constituency=left.constituency, starts_on=day("2022-03-01"),
            ended_on=day("2022-05-01"), ended_for="resigned",
        )  # fmt: skip

    def test_a_stored_poll_can_still_be_corrected(self, left):
        poll = self.poll(left)
        self.declare(poll, "2022-03-01")
        poll.refresh_from_db()
        poll.stations = 4
        poll.full_clean()

    def test_a_general_election_fills_them_all(self):
        constituency = cast.make_constituency(seats=2)
        poll = cast.make_poll(
            constituency=constituency, kind="general", seats=2, held_on=day("2021-12-20")
        )
        for _ in range(2):
            cast.make_candidacy(poll=poll, votes_for=900, is_elected=True)
        self.declare(poll, "2021-12-21")
        assert Mandate.objects.filter(constituency=constituency).count() == 2
