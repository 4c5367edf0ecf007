"""What a figure does not count, each in a story small enough to count by hand."""

import pytest

from congress import services
from reports.asking.registry import REGISTRY
from reports.counting.evaluate import Ledger, value
from reports.counting.sentences import value_words
from representatives import services as representatives
from representatives.models import Person
from tests import cast
from tests.cast import day
from township.models import LedgerStart
from township.spans import Period

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2022)
LEDGER = Ledger({family: day("2000-01-01") for family in LedgerStart.Family.values})


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-15"))


@pytest.fixture
def frame():
    return cast.make_frame()


def known(name, period=YEAR, member=""):
    found = value(REGISTRY[name], period, member, LEDGER)
    return (found.n, found.total) if REGISTRY[name].unit == "%" else found.number


class TestWhatIsAnnounced:
    def test_a_problem_noted_for_an_activity_that_is_to_come(self, frame):
        """One of the two was found on 06-10, and put right; the other is on a list for 07-01."""
        held = cast.make_activity(starts_on=day("2022-06-10"))
        cast.make_finding(activity=held, rectified_on=day("2022-06-12"))
        cast.make_finding(activity=cast.make_activity(starts_on=day("2022-07-01")))
        assert known("发现问题数") == 1
        assert known("问题整改率") == (1, 1)

    def test_a_project_to_be_planned_in_autumn(self, frame):
        cast.make_project(planned_on=day("2022-06-15"))
        cast.make_project(planned_on=day("2022-09-01"))
        assert known("谋划项目数") == 1


class TestDeputies:
    """Where the report says 代表, it counts deputies of the day, and nobody else who is named."""

    @pytest.fixture
    def people(self, frame):
        """许桂兰 is a deputy, 单国富 was one until 05-01, 韩立春 never was."""
        xu, shan = cast.make_deputy(name="许桂兰"), cast.make_deputy(name="单国富")
        representatives.end_mandate(
            shan.mandates.get(), on=day("2022-05-01"), reason="moved", by=cast.the_clerk()
        )
        return [xu, shan, cast.make_person(name="韩立春")]

    @pytest.mark.parametrize(("on", "count"), [("2022-04-30", 2), ("2022-05-01", 1)])
    def test_at_an_activity(self, people, on, count):
        cast.make_activity(starts_on=day(on), people=people)
        assert known("活动参加代表人次") == known("参加活动代表人数") == count

    @pytest.mark.parametrize(("on", "count"), [("2022-04-30", 2), ("2022-05-01", 1)])
    def test_honoured(self, people, on, count):
        for person in people:
            cast.make_honour(person=person, awarded_on=day(on))
        assert known("受表彰代表人数") == count
        assert known("先进事迹数") == 3

    @pytest.mark.parametrize(("until", "count"), [("2022-05-01", 2), ("2022-05-02", 1)])
    def test_in_office_on_the_last_day(self, people, frame, until, count):
        """The last day before `until` counts; 单国富 was in office on 04-30, at either level."""
        for ended_on in (None, day("2022-05-01")):
            ended_for = "moved" if ended_on else ""
            cast.make_mandate(term=frame.county_second, ended_on=ended_on, ended_for=ended_for)
        period = Period(day("2022-01-01"), day(until))
        assert known("镇代表人数", period) == known("县级代表人数", period) == count
        assert known("妇女代表占比", period)[1] == count

    def test_a_deputy_of_the_county_is_one(self, frame):
        mandate = cast.make_mandate(term=frame.county_second)
        cast.make_activity(people=[mandate.person])
        assert known("参加活动代表人数") == 1


class TestVoided:
    """What an election made and was voided since counts no more than what was never made."""

    def test_the_mandate_of_a_by_election(self, frame):
        poll = cast.make_poll()
        cast.make_candidacy(poll=poll, votes_for=900, is_elected=True)
        (mandate,) = services.declare_elected(poll, on=cast.DAY, by=cast.the_clerk())
        assert known("补选镇代表人数") == 1
        mandate.void(reason="登记到别的镇了。")
        assert known("补选镇代表人数") == 0

    def test_the_post_of_an_officer(self, frame):
        cast.make_deputies(3)
        election = cast.make_election()
        cast.make_candidacy(election=election, votes_for=3, is_elected=True)
        (post,) = services.declare_officers(election, by=cast.the_clerk())
        names = ("选举职务人数", "选举镇长副镇长人次", "高票当选镇长副镇长人次")
        assert [known(name) for name in names] == [1, 1, 1]
        post.void(reason="登记有误。")
        assert [known(name) for name in names] == [0, 0, 0]


class TestDissolved:
    """Nobody is a member of what is no more, though nobody wrote down that the post ended."""

    @pytest.fixture
    def presidiums(self, frame):
        """The old one, dissolved on the last 12-28, whose two posts stand open; and the new one."""
        old = cast.make_body(starts_on=cast.FIRST_TERM, ended_on=cast.SECOND_TERM)
        new = cast.make_body(starts_on=cast.SECOND_TERM)
        wei = cast.make_person(name="尉迟明")
        for body, person in ((old, wei), (old, cast.make_person()), (new, wei)):
            cast.make_post(body=body, person=person)
        return old, new

    @pytest.mark.parametrize(("until", "count"), [("2021-12-28", 2), ("2021-12-29", 1)])
    def test_members_of_the_presidium(self, presidiums, until, count):
        """The last day before `until` counts."""
        assert known("主席团成员人数", Period(day("2021-01-01"), day(until))) == count

    def test_who_is_called_and_how_many_it_takes(self, presidiums):
        meeting = cast.make_presidium_meeting()
        assert [str(person) for person in meeting.expected_people()] == ["尉迟明"]
        assert meeting.counts()["quorum"] == 1

    def test_members_of_the_committee(self, frame):
        body = cast.make_body(kind="qualification", ended_on=day("2022-03-01"))
        cast.make_post(body=body)
        assert known("资格审查委员会人数", Period(day("2022-01-01"), day("2022-03-01"))) == 1
        assert known("资格审查委员会人数") == 0


class TestWhoOrganised:
    """What the town organised itself; what the county did is said apart."""

    @pytest.fixture
    def activities(self, frame):
        """The town inspected twice and trained once, the county inspected once; one is announced."""
        xu = cast.make_deputy(name="许桂兰")
        make = cast.make_activity
        make(starts_on=day("2022-02-01"), people=[xu], other_people=20, is_approximate=True)
        make(starts_on=day("2022-03-01"), kind="law_check", people=[xu], other_people=5)
        make(starts_on=day("2022-03-05"), kind="training", people=[xu], other_people=42)
        make(starts_on=day("2022-04-01"), organiser_level="county", people=[xu], other_people=3)
        make(starts_on=day("2022-07-01"), other_people=100)
        make(starts_on=day("2022-05-01"), other_people=9).void(reason="重复登记")

    def test_by_level(self, activities):
        assert (known("活动次数"), known("活动次数", member="视察")) == (3, 1)
        assert known("监督检查次数") == 2
        above = "上级组织活动次数"
        assert [known(above, member=kind) for kind in ("", "视察", "学习培训")] == [1, 1, 0]
        whole = "各级组织活动次数"
        levels = {
            member: known(whole, member=member) for member in REGISTRY[whole].dimension.members()
        }
        assert {level: count for level, count in levels.items() if count} == {
            "镇": 3, "县（市、区）": 1,
        }  # fmt: skip
        assert known(whole) == known("活动次数") + known(above) == sum(levels.values())

    def test_who_took_part(self, activities):
        """Deputies and others are two numbers, whoever organised it."""
        assert (known("活动参加代表人次"), known("其他参加人次")) == (4, 70)
        of_kinds = [known("其他参加人次", member=kind) for kind in ("视察", "执法检查", "座谈")]
        assert of_kinds == [23, 5, 0]

    def test_a_mere_number_of_deputies(self, activities):
        """Two more inspections, one with some thirty deputies of whom no name is known, one with eight
        beside 许桂兰: they count as they were said, and as no people.
        """
        cast.make_activity(
            starts_on=day("2022-06-01"),
            kind="talk",
            unnamed_deputies=30,
            is_unnamed_approximate=True,
        )
        cast.make_activity(
            starts_on=day("2022-06-02"), kind="training", unnamed_deputies=8,
            people=[Person.objects.get(name="许桂兰")],
        )  # fmt: skip
        figure = REGISTRY["活动参加代表人次"]
        said = {
            kind: value_words(figure, value(figure, YEAR, kind, LEDGER))
            for kind in ("", "视察", "学习培训", "座谈")
        }
        assert said == {"": "约43人次", "视察": "2人次", "学习培训": "10人次", "座谈": "约30人次"}
        assert known("参加活动代表人数") == 1

    @pytest.mark.parametrize(
        ("member", "said"),
        [("", "约70人次"), ("视察", "约23人次"), ("学习培训", "42人次"), ("座谈", "0人次")],
    )
    def test_what_is_rough_is_said_so(self, activities, member, said):
        figure = REGISTRY["其他参加人次"]
        found = value(figure, YEAR, member, LEDGER)
        assert value_words(figure, found) == said
        assert value_words(figure, found, "数") == said.strip("约人次")


class TestQuarters:
    def test_of_each_that_had_a_meeting_one_counts(self, frame):
        """Three in the first quarter, none between in the second, one in the third is announced."""
        session = cast.make_session(starts_on=day("2022-04-06"))
        for on in ("2021-12-31", "2022-01-01", "2022-03-31", "2022-03-31", "2022-08-01"):
            cast.make_presidium_meeting(starts_on=day(on))
        cast.make_presidium_meeting(starts_on=day("2022-04-06"), session=session)
        name = "召开主席团会议的季度数"
        assert (known(name), known("主席团会议次数")) == (1, 3)
        # The first of the quarter is outside of these days, the quarter is not.
        assert known(name, Period(day("2022-02-01"), day("2022-05-01"))) == 1
        assert known(name, Period(day("2021-12-01"), day("2022-02-01"))) == 2
        cast.make_presidium_meeting(starts_on=day("2022-06-15"))
        assert known(name) == 2
        rows = REGISTRY[name].rows(YEAR).order_by("starts_on")
        assert [str(row.starts_on) for row in rows] == ["2022-01-01", "2022-06-15"]


class TestWhatWasHeard:
    def test_by_the_presidium_and_by_the_congress(self, frame):
        """Heard between sessions, and in the session; not once more in the presidium beside it."""
        session = cast.make_session(starts_on=day("2022-04-06"))
        between = cast.make_presidium_meeting(starts_on=day("2022-03-01"))
        beside = cast.make_presidium_meeting(starts_on=day("2022-04-06"), session=session)
        to_come = cast.make_presidium_meeting(starts_on=day("2022-07-01"))
        for meeting in (session, between, beside, to_come):
            cast.make_agenda_item(meeting=meeting, kind="report")
            cast.make_agenda_item(meeting=meeting, kind="review")
        assert known("听取专项工作报告数") == 2
        heard = REGISTRY["听取专项工作报告数"].rows(YEAR)
        assert {row.meeting_id for row in heard} == {session.pk, between.pk}
        assert (known("主席团会议议题数"), known("主席团审议议题数")) == (2, 1)


class TestByItsKind:
    """One number says what it is of, and its members are all of it."""

    def parts(self, name):
        members = REGISTRY[name].dimension.members()
        found = {member: known(name, member=member) for member in members}
        assert sum(found.values()) == known(name)
        return {member: count for member, count in found.items() if count}

    def test_what_was_adopted(self, frame):
        for kind in ("resolution", "resolution", "notice"):
            cast.make_resolution(kind=kind)
        assert self.parts("决议决定件数") == {"决议": 2, "公告": 1}

    def test_seats(self, frame):
        """Elected with all and one by himself; one moved away, one resigned."""
        xu, shan, _ = (cast.make_mandate() for _ in range(3))
        cast.make_mandate(starts_on=day("2022-03-01"), gained_by="by_election")
        by = cast.the_clerk()
        for mandate, reason in ((xu, "moved"), (shan, "resigned")):
            representatives.end_mandate(mandate, on=day("2022-05-01"), reason=reason, by=by)
        assert self.parts("终止代表资格人数") == {
            "迁出或者调离本行政区域": 1, "辞职（责令辞职）被接受": 1,
        }  # fmt: skip
        assert self.parts("新任代表人数") == {"补选": 1}

    def test_offices(self, frame):
        """One mayor, and of two for one seat beside them the first."""
        cast.make_deputies(9)
        session = cast.make_session(starts_on=day("2022-03-01"))
        body = cast.make_body(kind="government")
        for role, all_votes in (("mayor", [9]), ("vice_mayor", [8, 0])):
            election = cast.make_election(meeting=session, body=body, role=role)
            for votes in all_votes:
                post = cast.make_post(body=body, role=role, starts_on=day("2022-03-01"))
                cast.make_candidacy(
                    election=election, person=post.person, votes_for=votes,
                    is_elected=bool(votes), post=post if votes else None,
                )  # fmt: skip
        assert self.parts("选举职务人数") == {"镇长": 1, "副镇长": 1}
