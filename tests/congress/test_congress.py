"""Bodies and posts, meetings and who was there, elections, and what happens in between."""

from decimal import Decimal

import pytest

from congress import services
from congress.models import (
    Activity,
    ActivityPhoto,
    AgendaItem,
    Allowance,
    Attendance,
    Body,
    BodyName,
    Candidacy,
    Election,
    Finding,
    Honour,
    Meeting,
    Participation,
    Poll,
    Post,
    PresidiumMeeting,
    Project,
    ResearchReport,
    Resolution,
    Session,
)
from congress.models.elections import refuse_bad_count
from representatives.models import Mandate, Person
from tests import cast
from tests.cast import assert_rule, constraints_of, day, keep, refused
from township.spans import Period

pytestmark = pytest.mark.django_db

IN_2022 = Period.of_year(2022)
ONE_DAY = {"starts_on": cast.SECOND_TERM, "ended_on": cast.SECOND_TERM}


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def clerk(frame):
    return cast.the_clerk()


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-15"))


# Rules of the database.


def open_name_twice(clean):
    body = cast.make_body(kind="station", name="桥头代表联络站")
    keep(BodyName(body=body, name="桥头实践站", starts_on=day("2025-01-01")), clean)


def post_twice(clean):
    post = cast.make_post()
    cast.make_post(body=post.body, person=post.person, role="chair", clean=clean)


def place_twice(clean):
    activity = cast.make_activity(places=["巢湖"])
    row = activity.places.model(activity=activity, name="巢湖", order=2)
    keep(row, clean)


def participant_twice(clean):
    row = cast.make_participation()
    cast.make_participation(activity=row.activity, person=row.person, clean=clean)


def meeting_twice(clean):
    cast.make_session(number=1)
    cast.make_session(number=1, starts_on=day("2022-08-01"), clean=clean)


def sitting_twice(clean):
    sitting = cast.make_sitting()
    cast.make_sitting(meeting=sitting.meeting, clean=clean)


def attendance_twice(clean):
    row = cast.make_attendance()
    cast.make_attendance(meeting=row.meeting, person=row.person, clean=clean)


def attendance_twice_at_a_sitting(clean):
    sitting = cast.make_sitting()
    row = cast.make_attendance(meeting=sitting.meeting, sitting=sitting)
    cast.make_attendance(
        meeting=sitting.meeting, sitting=sitting, person=row.person, state="present", clean=clean
    )


def resolution_twice(clean):
    row = cast.make_resolution(number="柳人发〔2022〕1号")
    cast.make_resolution(meeting=row.meeting, number="柳人发〔2022〕1号", clean=clean)


def poll_twice(clean):
    poll = cast.make_poll()
    cast.make_poll(constituency=poll.constituency, clean=clean)


def poll_general_that_replaces(clean):
    constituency = cast.make_constituency()
    old = cast.make_mandate(
        constituency=constituency, ended_on=day("2022-02-01"), ended_for="resigned"
    )
    cast.make_poll(constituency=constituency, kind="general", replaces=old, clean=clean)


def election_twice(clean):
    election = cast.make_election()
    cast.make_election(meeting=election.meeting, body=election.body, clean=clean)


def candidate_twice_in_a_poll(clean):
    row = cast.make_candidacy()
    cast.make_candidacy(poll=row.poll, person=row.person, clean=clean)


def candidate_twice_in_an_election(clean):
    row = cast.make_candidacy(election=cast.make_election())
    cast.make_candidacy(election=row.election, person=row.person, clean=clean)


def candidate_of_nothing(clean):
    keep(Candidacy(person=cast.make_person(), votes_for=0), clean)


def candidate_of_both(clean):
    cast.make_candidacy(poll=cast.make_poll(), election=cast.make_election(), clean=clean)


def officers(**ballots):
    """An election in a congress of ten, with some count of ballots that is not right."""

    def build(clean):
        cast.make_deputies(10)
        cast.make_election(clean=clean, **ballots)

    return build


def project(**dates):
    return lambda clean: cast.make_project(
        clean=clean, **{name: day(text) for name, text in dates.items()}
    )


def reply(**fields):
    """A reply to a session of a deputy, or to what `fields` name instead."""

    def build(clean):
        where = {} if {"meeting", "activity"} & set(fields) else {"meeting": cast.make_session()}
        cast.make_reply(clean=clean, **where, **fields)

    return build


def reply_twice(where, make):
    def build(clean):
        first = cast.make_reply(**{where: make()})
        cast.make_reply(clean=clean, person=first.person, **{where: first.event})

    return build


RULES = {
    "congress_body_span_in_order": lambda clean: cast.make_body(clean=clean, **ONE_DAY),
    "congress_bodyname_span_in_order": lambda clean: keep(
        BodyName(body=cast.make_body(), name="主席团", **ONE_DAY), clean
    ),
    "bodyname_one_open": open_name_twice,
    "congress_post_span_in_order": lambda clean: cast.make_post(clean=clean, **ONE_DAY),
    "post_one_open_per_body": post_twice,
    "project_stages_in_order": project(started_on="2022-05-01", finished_on="2022-04-30"),
    "activity_days_in_order": lambda clean: cast.make_activity(
        last_on=day("2022-02-28"), clean=clean
    ),
    "activityplace_once": place_twice,
    "participation_once": participant_twice,
    "researchreport_submitted_after_entrusted": lambda clean: cast.make_research_report(
        entrusted_on=day("2022-03-02"), clean=clean
    ),
    "meeting_days_in_order": lambda clean: cast.make_session(
        last_on=day("2022-02-28"), clean=clean
    ),
    "meeting_occasion": lambda clean: cast.make_presidium_meeting(occasion="", clean=clean),
    "meeting_number": meeting_twice,
    "sitting_number": sitting_twice,
    "reply_meeting_or_activity": lambda clean: cast.make_reply(
        meeting=cast.make_session(), activity=cast.make_activity(), clean=clean
    ),
    "reply_once_per_meeting": reply_twice("meeting", cast.make_session),
    "reply_once_per_activity": reply_twice("activity", cast.make_activity),
    "reply_leave_has_reason": reply(reason=""),
    "reply_decision_complete": reply(decision="granted"),
    "attendance_once_per_meeting": attendance_twice,
    "attendance_once_per_sitting": attendance_twice_at_a_sitting,
    "agendaitem_votes_complete": lambda clean: cast.make_agenda_item(
        votes_for=0, votes_against=0, clean=clean
    ),
    "agendaitem_due_has_department": lambda clean: cast.make_agenda_item(
        decision_due_on=day("2022-06-01"), clean=clean
    ),
    "resolution_number": resolution_twice,
    "poll_returned_within_issued": lambda clean: cast.make_poll(ballots_issued=997, clean=clean),
    "poll_valid_plus_invalid": lambda clean: cast.make_poll(ballots_valid=991, clean=clean),
    "poll_voted_within_electorate": lambda clean: cast.make_poll(electorate=999, clean=clean),
    "poll_issued_within_voted": lambda clean: cast.make_poll(ballots_issued=1001, clean=clean),
    "poll_proxy_within_voted": lambda clean: cast.make_poll(by_proxy=1001, clean=clean),
    "poll_replaces_only_by_election": poll_general_that_replaces,
    "poll_once_a_day": poll_twice,
    "election_returned_within_issued": officers(ballots_issued=9),
    "election_valid_plus_invalid": officers(ballots_invalid=1),
    "election_once": election_twice,
    "candidacy_one_contest": candidate_of_nothing,
    "candidacy_once_per_poll": candidate_twice_in_a_poll,
    "candidacy_once_per_election": candidate_twice_in_an_election,
    "honour_person_or_body": lambda clean: keep(
        Honour(title="优秀人大代表", awarded_on=cast.DAY), clean
    ),
    "honour_displayed_after_award": lambda clean: cast.make_honour(
        person=cast.make_person(), displayed_on=day("2022-02-28"), clean=clean
    ),
    "allowance_for_whom": lambda clean: cast.make_allowance(
        mandate=cast.make_mandate(), poll=cast.make_poll(), clean=clean
    ),
    "allowance_spent_on_something": lambda clean: keep(
        Allowance(kind="activity", amount=200, paid_on=cast.DAY), clean
    ),
    "allowance_positive": lambda clean: cast.make_allowance(
        mandate=cast.make_mandate(), amount=Decimal(0), clean=clean
    ),
}
# The form's own field says it first, in other words.
SAID_BY_THE_FIELD = {"allowance_positive": "请填不小于0.01的数"}


@pytest.mark.parametrize("name", sorted(RULES.keys() - SAID_BY_THE_FIELD.keys()))
def test_rule_is_kept_in_words_and_by_the_database(name, frame):
    assert_rule(name, lambda clean: RULES[name](clean=clean), "congress")


@pytest.mark.parametrize("name", SAID_BY_THE_FIELD)
def test_rule_that_the_field_says_first(name, frame):
    with refused(SAID_BY_THE_FIELD[name]):
        RULES[name](clean=True)
    with cast.stopped_by(name):
        RULES[name](clean=False)


def test_every_constraint_has_somebody_who_tries_to_break_it():
    assert set(RULES) == set(constraints_of("congress"))


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("project_stages_in_order", project(won_on="2022-02-28")),
        ("project_stages_in_order", project(started_on="2022-02-28")),
        ("project_stages_in_order", project(won_on="2022-06-01", started_on="2022-05-31")),
        ("project_stages_in_order", project(finished_on="2022-06-01")),
        ("meeting_occasion", lambda clean: cast.make_session(occasion="between", clean=clean)),
        (
            "meeting_occasion",
            lambda clean: cast.make_presidium_meeting(occasion="during", clean=clean),
        ),
        (
            "meeting_occasion",
            lambda clean: cast.make_presidium_meeting(
                occasion="between", session=cast.make_session(), clean=clean
            ),
        ),
        (
            "agendaitem_votes_complete",
            lambda clean: cast.make_agenda_item(votes_against=0, clean=clean),
        ),
        ("candidacy_one_contest", candidate_of_both),
        (
            "honour_person_or_body",
            lambda clean: cast.make_honour(
                person=cast.make_person(), body=cast.make_body(), clean=clean
            ),
        ),
        (
            "allowance_for_whom",
            lambda clean: cast.make_allowance(
                mandate=cast.make_mandate(), kind="election", clean=clean
            ),
        ),
        (
            "allowance_for_whom",
            lambda clean: cast.make_allowance(poll=cast.make_poll(), kind="allowance", clean=clean),
        ),
        ("poll_valid_plus_invalid", lambda clean: cast.make_poll(ballots_valid=989, clean=clean)),
    ],
)  # fmt: skip
def test_the_other_ways_to_break_it(name, build, frame):
    assert_rule(name, lambda clean: build(clean=clean), "congress")


class TestBodiesAndPosts:
    @pytest.fixture
    def presidium(self, frame):
        return cast.make_body(seats=2, name="柳塘镇人大主席团")

    def test_a_station_keeps_its_place_and_changes_its_name(self, frame):
        station = cast.make_body(kind="station")
        assert str(station) == "代表联络站"
        keep(
            BodyName(
                body=station, name="桥头代表联络站",
                starts_on=cast.SECOND_TERM, ended_on=day("2025-01-01"),
            )
        )  # fmt: skip
        keep(BodyName(body=station, name="桥头全过程人民民主实践站", starts_on=day("2025-01-01")))
        assert station.name_on(day("2024-12-31")) == "桥头代表联络站"
        assert station.name_on(day("2025-01-01")) == "桥头全过程人民民主实践站"
        assert str(station) == "桥头全过程人民民主实践站"

    def test_names_of_a_body_do_not_overlap(self, presidium):
        with refused("与名称“柳塘镇人大主席团”的时间重叠。"):
            keep(
                BodyName(
                    body=presidium, name="别名",
                    starts_on=day("2021-12-01"), ended_on=day("2021-12-29"),
                )
            )  # fmt: skip

    def test_the_person_need_not_be_a_deputy(self, presidium):
        wei = cast.make_person(name="尉迟明")
        post = cast.make_post(body=presidium, person=wei, role="chair")
        assert str(post) == "尉迟明 柳塘镇人大主席团主席"

    def test_two_posts_of_a_person_in_a_body_do_not_overlap(self, presidium):
        wei = cast.make_person(name="尉迟明")
        cast.make_post(body=presidium, person=wei, ended_on=day("2022-03-01"))
        with refused("此人在这个机构的两段任职时间重叠"):
            cast.make_post(body=presidium, person=wei, role="chair", starts_on=day("2022-02-28"))
        cast.make_post(body=presidium, person=wei, role="chair", starts_on=day("2022-03-01"))

    def test_posts_in_two_bodies_at_a_time(self, presidium):
        wei = cast.make_person(name="尉迟明")
        cast.make_post(body=presidium, person=wei)
        cast.make_post(body=cast.make_body(kind="congress"), person=wei, role="chair")
        assert wei.posts.in_force(cast.DAY).count() == 2

    def test_no_more_than_seats(self, presidium):
        cast.make_post(body=presidium)
        cast.make_post(body=presidium)
        with refused("柳塘镇人大主席团名额2名，已满。"):
            cast.make_post(body=presidium)

    def test_seats_are_counted_by_the_day(self, presidium):
        """Two who follow each other hold one seat; beside them there is one more, not two."""
        cast.make_post(body=presidium, ended_on=day("2022-03-01"))
        cast.make_post(body=presidium, starts_on=day("2022-03-01"))
        cast.make_post(body=presidium)
        with refused("已满"):
            cast.make_post(body=presidium, starts_on=day("2022-06-01"))

    def test_a_seat_that_is_taken_later(self, presidium):
        cast.make_post(body=presidium)
        cast.make_post(body=presidium, starts_on=day("2022-06-01"))
        with refused("已满"):
            cast.make_post(body=presidium, starts_on=day("2022-03-01"))
        cast.make_post(body=presidium, starts_on=day("2022-03-01"), ended_on=day("2022-06-01"))

    def test_a_voided_post_is_no_seat(self, presidium):
        cast.make_post(body=presidium)
        cast.make_post(body=presidium).void(reason="登记错了人。")
        cast.make_post(body=presidium)

    @pytest.mark.parametrize(
        ("on", "members"), [("2021-12-27", 0), ("2021-12-28", 1), ("2022-03-01", 0)]
    )
    def test_the_presidium_of_the_day(self, presidium, on, members):
        cast.make_post(body=presidium, ended_on=day("2022-03-01"))
        cast.make_post(body=cast.make_body(kind="government"))
        assert Post.objects.presidium_on(day(on)).count() == members

    def test_in_office_on_a_day_of_a_period(self, presidium):
        cast.make_post(body=presidium, ended_on=day("2022-03-01"))
        held = Post.objects.overlapping_period
        assert held(Period(day("2022-02-28"), day("2022-04-01"))).count() == 1
        assert held(Period(day("2022-03-01"), day("2022-04-01"))).count() == 0

    def test_kinds(self, presidium):
        assert Body.objects.of_kind("presidium", "party").get() == presidium


class TestMeetings:
    def test_inside_its_term(self, frame):
        for on in ("2016-12-19", "2021-12-28"):
            with refused("召开日期不在镇第一届任期内。"):
                cast.make_session(term=frame.first, starts_on=day(on))
        cast.make_session(term=frame.first, starts_on=day("2021-12-27"))

    def test_to_its_last_day(self, frame):
        with refused("闭会日期不在镇第一届任期内。"):
            cast.make_session(
                term=frame.first, starts_on=day("2021-12-27"), last_on=day("2021-12-28")
            )

    def test_of_the_towns_own_congress(self, frame):
        with refused("镇人大的会议要选镇级的届次。"):
            cast.make_session(term=frame.county_second, number=1)

    def test_a_presidium_meeting_during_a_session(self, frame):
        session = cast.make_session(last_on=day("2022-03-02"))
        cast.make_presidium_meeting(session=session, starts_on=day("2022-03-02"))
        for on in ("2022-02-28", "2022-03-03"):
            with refused("不在镇第二届人代会第一次会议会期之内。"):
                cast.make_presidium_meeting(session=session, starts_on=day(on))

    def test_during_a_session_and_not_during_a_presidium_meeting(self, frame):
        other = Meeting.objects.get(pk=cast.make_presidium_meeting().pk)
        with refused("大会期间的主席团会议，要选那次人代会。"):
            cast.make_presidium_meeting(session=other)

    def test_sessions_and_presidium_meetings_are_numbered_apart(self, frame):
        cast.make_session(number=1)
        cast.make_presidium_meeting(number=1)
        assert (Meeting.objects.sessions().count(), Meeting.objects.presidium().count()) == (1, 1)

    def test_those_during_a_session_are_counted_apart(self, frame):
        cast.make_presidium_meeting(session=cast.make_session())
        cast.make_presidium_meeting()
        cast.make_presidium_meeting()
        assert Meeting.objects.between_sessions().count() == 2
        assert Meeting.objects.during_sessions().count() == 1

    def test_the_number_of_a_voided_meeting_is_free_again(self, frame):
        cast.make_session(number=1).void(reason="重复登记。")
        cast.make_session(number=1)

    def test_held_is_what_began_and_not_what_is_announced(self, frame, today):
        cast.make_presidium_meeting(starts_on=day("2021-12-31"))
        cast.make_presidium_meeting(starts_on=day("2022-01-01"))
        cast.make_presidium_meeting(starts_on=day("2022-06-15"))
        cast.make_presidium_meeting(starts_on=day("2022-06-16"))
        assert Meeting.objects.held_in(IN_2022).count() == 2
        coming = [meeting.starts_on for meeting in Meeting.objects.upcoming(day("2022-06-15"))]
        assert coming == [day("2022-06-15"), day("2022-06-16")]

    def test_their_names(self, frame):
        session = cast.make_session(term=frame.first, number=9, starts_on=day("2021-07-01"))
        assert str(session) == "镇第一届人代会第九次会议"
        assert session.title == "柳塘镇第一届人民代表大会第九次会议"
        meeting = cast.make_presidium_meeting(number=12)
        assert str(meeting) == "镇第二届主席团第十二次会议"
        assert meeting.title == "柳塘镇第二届人大主席团第十二次会议"

    @pytest.mark.parametrize("make", [cast.make_session, cast.make_presidium_meeting])
    def test_saved_through_its_own_entry_it_leaves_history(self, frame, make):
        meeting = make()
        meeting.place = "镇政府三楼会议室"
        keep(meeting)
        assert Meeting.history.filter(id=meeting.pk).count() == 2
        assert [row.history_type for row in meeting.history.all()] == ["~", "+"]


class TestQuorum:
    """人代会: two thirds of all deputies; presidium: more than half; decisions: half of ALL."""

    @pytest.mark.parametrize(
        ("deputies", "quorum"),
        [
            (45, 30),
            (64, 43),
            (65, 44),
            (66, 44),
            (67, 45),
            (68, 46),
            (1, 1),
            (2, 2),
            (3, 2),
            (0, 0),
        ],
    )
    def test_of_a_session(self, deputies, quorum):
        assert Session(kind="session").quorum(deputies) == quorum

    @pytest.mark.parametrize(
        ("members", "quorum"), [(6, 4), (7, 4), (8, 5), (9, 5), (11, 6), (13, 7), (1, 1)]
    )
    def test_of_the_presidium(self, members, quorum):
        assert PresidiumMeeting(kind="presidium").quorum(members) == quorum

    @pytest.mark.parametrize(
        ("everybody", "votes"), [(65, 33), (66, 34), (67, 34), (7, 4), (8, 5), (1, 1)]
    )
    def test_majority_of_all(self, everybody, votes):
        assert Session(kind="session").majority(everybody) == votes

    def test_expected_at_a_session_are_the_deputies_of_its_first_day(self, frame):
        cast.make_deputies(5)
        cast.make_mandate(confirmed_on=None)
        cast.make_mandate(ended_on=cast.DAY, ended_for="moved")
        cast.make_mandate(starts_on=day("2022-03-02"))
        cast.make_mandate(term=frame.county_second)
        session = cast.make_session(last_on=day("2022-03-02"))
        counts = session.counts()
        assert (counts["expected"], counts["quorum"]) == (5, 4)

    def test_expected_at_a_presidium_meeting_are_its_members_of_the_day(self, frame):
        cast.make_deputies(5)
        presidium = cast.make_body()
        for _ in range(7):
            cast.make_post(body=presidium)
        cast.make_post(body=presidium, ended_on=cast.DAY)
        cast.make_post(body=cast.make_body(kind="government"))
        counts = cast.make_presidium_meeting().counts()
        assert (counts["expected"], counts["quorum"]) == (7, 4)


class TestSittings:
    def test_days_of_the_session(self, frame):
        session = cast.make_session(last_on=day("2022-03-02"))
        for on in ("2022-02-28", "2022-03-03"):
            with refused("日期不在会期之内。"):
                cast.make_sitting(meeting=session, held_on=day(on))
        cast.make_sitting(meeting=session, held_on=day("2022-03-02"))

    def test_the_preparatory_one_may_come_before(self, frame):
        session = cast.make_session()
        cast.make_sitting(meeting=session, kind="preparatory", held_on=day("2022-02-28"))
        with refused("日期不在会期之内。"):
            cast.make_sitting(
                meeting=session, kind="preparatory", number=2, held_on=day("2022-03-02")
            )

    def test_only_a_session_has_them(self, frame):
        with refused("只有人代会分场次。"):
            cast.make_sitting(meeting=cast.make_presidium_meeting())

    def test_their_names(self, frame):
        session = cast.make_session()
        assert str(cast.make_sitting(meeting=session, number=2)) == "第二次全体会议"
        assert str(cast.make_sitting(meeting=session, kind="preparatory")) == "预备会议"


class TestAttendance:
    """Six deputies: two present, one on leave, one absent, two nobody wrote anything about."""

    @pytest.fixture
    def session(self, frame):
        cast.make_deputies(6)
        return cast.make_session()

    def enter(self, meeting, *states, **fields):
        people = Person.objects.exclude(attendances__meeting=meeting)[: len(states)]
        for person, state in zip(people, states, strict=True):
            cast.make_attendance(meeting=meeting, person=person, state=state, **fields)

    def test_the_roll_is_called_with_nothing_known_yet(self, session, clerk):
        assert services.call_roll(session, by=clerk) == 6
        counts = session.counts()
        assert counts == {
            "expected": 6, "present": 0, "leave": 0, "absent": 0, "unknown": 6, "quorum": 4,
        }  # fmt: skip
        assert not Attendance.objects.registered().exists()
        assert Attendance.history.filter(history_user=clerk).count() == 6

    def test_unknown_is_not_absent(self, session):
        self.enter(session, "present", "present", "leave", "absent", "unknown", "unknown")
        counts = session.counts()
        del counts["expected"], counts["quorum"]
        assert counts == {"present": 2, "leave": 1, "absent": 1, "unknown": 2}
        assert Attendance.objects.unexcused().count() == 1

    def test_calling_the_roll_again_adds_only_who_is_new(self, session, clerk):
        self.enter(session, "present", "leave")
        assert services.call_roll(session, by=clerk) == 4
        assert services.call_roll(session, by=clerk) == 0
        assert session.counts()["present"] == 1

    def test_the_rest_is_present(self, session, clerk):
        self.enter(session, "absent", "leave")
        services.call_roll(session, by=clerk)
        assert services.mark_rest_present(session, by=clerk) == 4
        assert session.counts()["present"] == 4
        assert session.counts()["absent"] == 1
        row = session.attendances.present().first()
        assert [line.history_type for line in row.history.all()] == ["~", "+"]

    def test_a_guest_is_not_counted_among_the_members(self, session):
        self.enter(session, "present")
        guest = cast.make_person(name="韩立春")
        cast.make_attendance(meeting=session, person=guest, capacity="guest", state="present")
        assert session.counts()["present"] == 1
        assert Attendance.objects.present().count() == 2
        assert Attendance.objects.members().count() == 1

    def test_guests_are_added_by_name(self, session, clerk):
        han = cast.make_person(name="韩立春")
        assert services.add_guests(session, [han], by=clerk) == 1
        row = session.attendances.get()
        assert (row.capacity, row.state) == ("guest", "present")
        with refused("韩立春已在点名册上，不再列为列席。"):
            services.add_guests(session, [han], by=clerk)

    def test_a_deputy_is_no_guest(self, session, clerk):
        xu = cast.make_deputy(name="许桂兰")
        with refused("许桂兰已在点名册上"):
            services.add_guests(session, [xu, cast.make_person(name="韩立春")], by=clerk)
        assert not session.attendances.exists()

    def test_what_was_ticked_is_stored_in_one_go(self, session, clerk):
        first, second, *_ = Person.objects.all()
        ticked = {first.pk: ("present", ""), second.pk: ("leave", "住院")}
        assert services.register_roll(session, ticked, by=clerk) == 2
        assert services.register_roll(session, ticked, by=clerk) == 0
        counts = session.counts()
        assert (counts["present"], counts["leave"], counts["unknown"]) == (1, 1, 4)
        assert session.attendances.get(person=second).reason == "住院"

    def test_a_tick_that_is_none_is_refused_and_nothing_is_stored(self, session, clerk):
        first = Person.objects.first()
        with refused(f"{first}："):
            services.register_roll(session, {first.pk: ("somewhere", "")}, by=clerk)
        assert not session.attendances.exists()

    def test_a_session_with_sittings_is_counted_by_its_first_full_one(self, session, clerk):
        before = cast.make_sitting(meeting=session, kind="preparatory", held_on=day("2022-02-28"))
        second = cast.make_sitting(meeting=session, number=2)
        first = cast.make_sitting(meeting=session, number=1)
        for sitting, present in ((before, 6), (first, 5), (second, 4)):
            services.call_roll(session, sitting=sitting, by=clerk)
            ids = session.attendances.filter(sitting=sitting)[:present].values("pk")
            Attendance.objects.filter(pk__in=list(ids.values_list("pk", flat=True))).update(
                state="present"
            )
        assert session.counts()["present"] == 5
        assert session.counts()["unknown"] == 1

    def test_a_sitting_of_another_session_is_refused(self, session):
        other = cast.make_sitting(meeting=cast.make_session(starts_on=day("2022-08-01")))
        with refused("这一场不属于这次会议。"):
            cast.make_attendance(meeting=session, sitting=other)

    def test_two_absences_without_leave(self, frame):
        """代表法第六十二条第三项 speaks of sessions, of deputies, and of no leave."""
        xu = cast.make_deputy(name="许桂兰")
        for on, state in (
            ("2022-03-01", "absent"),
            ("2022-08-01", "leave"),
            ("2023-02-01", "absent"),
        ):
            session = cast.make_session(starts_on=day(on))
            cast.make_attendance(meeting=session, person=xu, state=state)
        meeting = cast.make_presidium_meeting()
        cast.make_attendance(meeting=meeting, person=xu, state="absent")
        guest = cast.make_session(starts_on=day("2023-08-01"))
        cast.make_attendance(meeting=guest, person=xu, state="absent", capacity="guest")
        absences = xu.attendances.unexcused()
        assert [str(row.meeting.starts_on) for row in absences.order_by("meeting__starts_on")] == [
            "2022-03-01",
            "2023-02-01",
        ]
        assert Attendance.objects.of_presidium().count() == 1
        assert Attendance.objects.of_sessions().count() == 4

    def test_held_in_a_year(self, session, today):
        self.enter(session, "present")
        cast.make_attendance(meeting=cast.make_session(starts_on=day("2022-06-16")))
        assert Attendance.objects.held_in(IN_2022).count() == 1


class TestAgenda:
    def test_study_names_its_document(self, frame):
        with refused("传达学习要写明文件或会议的名称。"):
            cast.make_agenda_item(kind="study")
        cast.make_agenda_item(
            kind="study", document_title="代表法", document_number="主席令第四十一号"
        )

    def test_done_after_the_meeting(self, frame):
        decision = {
            "decision_department": frame.departments[0],
            "decision_due_on": day("2022-06-01"),
        }
        with refused("完成日期不能早于会议日期。"):
            cast.make_agenda_item(decision_done_on=day("2022-02-28"), **decision)
        cast.make_agenda_item(decision_done_on=cast.DAY, **decision)

    @pytest.mark.parametrize(
        ("votes", "outcome", "sentence"),
        [
            ((4, 0, 0), "passed", ""),
            ((3, 0, 0), "passed", "通过须有全体7人过半数（4票）赞成。"),
            ((3, 4, 0), "rejected", ""),
            ((5, 2, 1), "passed", "票数合计8，多于应到的7人。"),
            ((5, 2, 0), "passed", ""),
        ],
    )
    def test_votes_of_seven(self, frame, votes, outcome, sentence):
        presidium = cast.make_body()
        for _ in range(7):
            cast.make_post(body=presidium)
        names = ("votes_for", "votes_against", "abstained")
        fields = dict(zip(names, votes, strict=True)) | {"outcome": outcome}
        if sentence:
            with refused(sentence):
                cast.make_agenda_item(**fields)
        else:
            cast.make_agenda_item(**fields)

    def test_where_they_were(self, frame, today):
        cast.make_agenda_item()
        cast.make_agenda_item(meeting=cast.make_session(), kind="report")
        cast.make_agenda_item(meeting=cast.make_presidium_meeting(starts_on=day("2022-06-16")))
        items = AgendaItem.objects
        assert (items.of_presidium().count(), items.of_sessions().count()) == (2, 1)
        assert items.held_in(IN_2022).count() == 2
        assert items.of_kind("report").count() == 1


class TestDecisionsComeBack:
    """The presidium gave the water station until June to clear the canal; it meets in
    March, April and May, and asks each time until it is done."""

    @pytest.fixture
    def meetings(self, frame):
        return [cast.make_presidium_meeting(starts_on=day(f"2022-0{n}-01")) for n in (3, 4, 5)]

    @pytest.fixture
    def decided(self, frame, meetings):
        return cast.make_agenda_item(
            meeting=meetings[0], title="水渠清淤", decision="六月底前完成。",
            decision_department=frame.departments[2], decision_due_on=day("2022-06-30"),
        )  # fmt: skip

    def carry(self, meeting):
        return services.carry_open_decisions(meeting, by=cast.the_clerk())

    def test_to_the_next_agenda(self, meetings, decided):
        cast.make_agenda_item(meeting=meetings[1])
        (item,) = self.carry(meetings[1])
        assert (item.title, item.follows_id, item.order) == ("水渠清淤办理情况", decided.pk, 2)
        assert item.decision_due_on == day("2022-06-30")
        assert item.history.get().history_user == cast.the_clerk()

    def test_not_twice_to_the_same(self, meetings, decided):
        self.carry(meetings[1])
        assert self.carry(meetings[1]) == []

    def test_from_there_to_the_one_after_under_the_same_name(self, meetings, decided):
        (first,) = self.carry(meetings[1])
        (second,) = self.carry(meetings[2])
        assert second.follows_id == first.pk
        assert second.title == "水渠清淤办理情况"

    def test_until_it_is_done(self, meetings, decided):
        (item,) = self.carry(meetings[1])
        item.decision_done_on = day("2022-04-20")
        keep(item)
        assert self.carry(meetings[2]) == []
        assert not AgendaItem.objects.undone().exists()

    def test_it_is_one_undone_decision_however_often_it_came_back(self, meetings, decided):
        self.carry(meetings[1])
        self.carry(meetings[2])
        assert AgendaItem.objects.undone().count() == 1

    def test_not_back_to_an_earlier_meeting_nor_to_another_kind(self, frame, meetings, decided):
        before = cast.make_presidium_meeting(starts_on=day("2022-02-01"))
        assert self.carry(before) == []
        assert self.carry(cast.make_session(starts_on=day("2022-04-15"))) == []

    def test_a_later_meeting_of_the_same_day(self, meetings, decided):
        assert len(self.carry(cast.make_presidium_meeting(starts_on=cast.DAY))) == 1

    def test_where_the_meeting_it_came_back_to_was_voided_it_comes_back_again(
        self, meetings, decided
    ):
        self.carry(meetings[1])
        meetings[1].void(reason="没有召开。")
        assert [item.follows_id for item in self.carry(meetings[2])] == [decided.pk]

    def test_a_decision_without_a_date_does_not(self, frame, meetings):
        cast.make_agenda_item(meeting=meetings[0], decision_department=frame.departments[0])
        assert self.carry(meetings[1]) == []

    def test_suggestions_stay_suggestions(self, frame, meetings):
        cast.make_agenda_item(
            meeting=meetings[0], kind="suggestions", decision_department=frame.departments[0],
            decision_due_on=day("2022-06-30"),
        )  # fmt: skip
        assert self.carry(meetings[1])[0].kind == "suggestions"


class TestResolutions:
    @pytest.fixture
    def session(self, frame):
        cast.make_deputies(10)
        return cast.make_session(last_on=day("2022-03-02"))

    def test_adopted_while_the_session_sat(self, session):
        for on in ("2022-02-28", "2022-03-03"):
            with refused("通过日期不在会期之内。"):
                cast.make_resolution(meeting=session, adopted_on=day(on))
        cast.make_resolution(meeting=session, adopted_on=day("2022-03-02"))
        assert Resolution.objects.adopted_in(IN_2022).count() == 1

    @pytest.mark.parametrize(("votes", "fits"), [(5, False), (6, True), (10, True), (11, False)])
    def test_by_more_than_half_of_all_deputies(self, session, votes, fits):
        if fits:
            cast.make_resolution(meeting=session, votes_for=votes)
        else:
            with refused("须全体10人过半数（6票）赞成，且不多于10票。"):
                cast.make_resolution(meeting=session, votes_for=votes)

    def test_out_of_an_item_of_this_agenda(self, session):
        with refused("议题不属于这次会议。"):
            cast.make_resolution(meeting=session, agenda_item=cast.make_agenda_item())

    def test_many_without_a_number(self, session):
        cast.make_resolution(meeting=session)
        cast.make_resolution(meeting=session)

    def test_the_number_of_a_voided_one_is_free_again(self, session):
        cast.make_resolution(meeting=session, number="柳人发〔2022〕1号").void(reason="重复。")
        cast.make_resolution(meeting=session, number="柳人发〔2022〕1号")


class TestPolls:
    def test_a_by_election_is_inside_its_term(self, frame):
        old = cast.make_constituency(term=frame.first)
        with refused("补选日期不在镇第一届任期内。"):
            cast.make_poll(constituency=old, held_on=day("2021-12-28"))

    def test_a_general_election_comes_before_its_term(self, frame):
        cast.make_poll(kind="general", held_on=day("2021-12-10"))
        assert not Poll.objects.by_elections().exists()

    def test_no_more_seats_than_the_constituency_has(self, frame):
        with refused("这个选区只有2个名额。"):
            cast.make_poll(constituency=cast.make_constituency(seats=2), seats=3)

    def test_whom_it_replaces(self, frame):
        here, there = cast.make_constituency(), cast.make_constituency()
        old = {"ended_on": cast.DAY, "ended_for": "resigned"}
        other = cast.make_mandate(constituency=there, **old)
        with refused("出缺的代表不是这个选区的。"):
            cast.make_poll(constituency=here, replaces=other)
        sitting = cast.make_mandate(constituency=here)
        with refused("原代表的资格还没有终止，不能补选。"):
            cast.make_poll(constituency=here, replaces=sitting)
        gone = cast.make_mandate(constituency=here, **old)
        with refused("原代表的资格还没有终止，不能补选。"):
            cast.make_poll(constituency=here, replaces=gone, held_on=day("2022-02-28"))
        cast.make_poll(constituency=here, replaces=gone)

    @pytest.mark.parametrize(("voted", "valid"), [(600, False), (601, True)])
    def test_turnout_is_more_than_half(self, voted, valid):
        assert Poll(electorate=1200, voted=voted).turnout_is_valid is valid

    def test_held_in_a_year_and_at_a_level(self, frame):
        cast.make_poll(held_on=day("2022-12-31"))
        cast.make_poll(held_on=day("2023-01-01"))
        county = cast.make_constituency(term=frame.county_second)
        cast.make_poll(constituency=county)
        assert Poll.objects.held_in(IN_2022).count() == 2
        assert Poll.objects.held_in(IN_2022).at("county").count() == 1

    def test_votes_within_valid_ballots(self, frame):
        poll = cast.make_poll()
        cast.make_candidacy(poll=poll, votes_for=900, votes_against=50, abstained=40)
        with refused("单国富的赞成、反对、弃权合计991票，多于有效票990张。"):
            cast.make_candidacy(
                poll=poll, person=cast.make_person(name="单国富"),
                votes_for=900, votes_against=50, abstained=41,
            )  # fmt: skip


class TestDeclareElected:
    """1,000 of 1,200 voters took part in the by-election: 501 votes are needed."""

    @pytest.fixture
    def poll(self, frame):
        return cast.make_poll(held_on=day("2022-03-01"))

    @pytest.fixture
    def xu(self, poll):
        person = cast.make_person(name="许桂兰")
        return cast.make_candidacy(poll=poll, person=person, votes_for=501, is_elected=True)

    def declare(self, poll, on="2022-03-02"):
        return services.declare_elected(poll, on=day(on), by=cast.the_clerk())

    def test_from_the_ballots_to_a_pending_mandate_to_a_deputy(self, poll, xu, clerk):
        (mandate,) = self.declare(poll)
        xu.refresh_from_db()
        poll.refresh_from_db()
        assert xu.mandate == mandate
        assert poll.declared_on == day("2022-03-02")
        assert (mandate.starts_on, mandate.gained_by) == (day("2022-03-02"), "by_election")
        assert mandate.constituency == poll.constituency
        assert not Person.objects.deputies_on(day("2022-03-05")).exists()
        assert services.confirm_qualifications(poll, on=day("2022-03-10"), by=clerk) == 1
        assert list(Person.objects.deputies_on(day("2022-03-10"))) == [xu.person]
        for row in (mandate, poll, xu):
            assert row.history.first().history_user == clerk

    def test_in_a_general_election_from_the_first_session(self, frame):
        constituency = cast.make_constituency(term=frame.first)
        poll = cast.make_poll(
            kind="general", constituency=constituency, held_on=day("2016-12-01"), seats=2
        )
        for votes in (900, 700, 100):
            cast.make_candidacy(poll=poll, votes_for=votes, is_elected=votes > 500)
        mandates = self.declare(poll, "2016-12-02")
        assert {m.starts_on for m in mandates} == {cast.FIRST_TERM}
        assert {m.ended_on for m in mandates} == {cast.SECOND_TERM}
        assert Mandate.objects.pending().count() == 2
        clerk = cast.the_clerk()
        assert services.confirm_qualifications(poll, on=day("2016-12-19"), by=clerk) == 2
        assert Person.objects.deputies_on(cast.FIRST_TERM).count() == 2

    def test_one_vote_short(self, poll, xu):
        xu.votes_for = 500
        keep(xu)
        with refused("许桂兰得500票，不到501票（参加投票的选民过半数），不能当选。"):
            self.declare(poll)

    def test_not_half_took_part(self, poll, xu):
        poll.electorate = 2000
        keep(poll)
        with refused("参加投票的选民没有过半数，选举无效（选举法第四十五条）。"):
            self.declare(poll)

    def test_more_elected_than_seats(self, poll, xu):
        cast.make_candidacy(poll=poll, votes_for=480, is_elected=True)
        with refused("当选人数多于应选名额1。"):
            self.declare(poll)

    def test_more_votes_than_ballots_hold(self, poll, xu):
        cast.make_candidacy(poll=poll, votes_for=490)
        with refused("得票合计991，多于有效票×应选名额=990。"):
            self.declare(poll)

    def test_nobody_elected(self, poll):
        cast.make_candidacy(poll=poll, votes_for=501)
        with refused("没有勾选当选的人，不能确认选举结果。"):
            self.declare(poll)

    def test_twice(self, poll, xu):
        self.declare(poll)
        with refused("选举结果已于2022-03-02确认。"):
            self.declare(poll)
        assert Mandate.objects.count() == 1

    def test_before_it_was_held(self, poll, xu):
        with refused("确认日期不能早于选举日。"):
            self.declare(poll, "2022-02-28")

    def test_who_is_a_deputy_already(self, frame):
        """Two are elected, one holds a mandate: neither gets one, all or nothing."""
        poll = cast.make_poll(seats=2)
        cast.make_candidacy(poll=poll, votes_for=900, is_elected=True)
        deputy = cast.make_deputy(name="单国富")
        cast.make_candidacy(poll=poll, person=deputy, votes_for=600, is_elected=True)
        with refused("单国富在同一级已有代表资格（镇第二届），时间不能重叠。"):
            self.declare(poll)
        poll.refresh_from_db()
        assert poll.declared_on is None
        assert Mandate.objects.count() == 1

    def test_a_voided_candidate_gets_nothing(self, poll, xu):
        cast.make_candidacy(poll=poll, votes_for=489, is_elected=True).void(reason="填错了行。")
        assert len(self.declare(poll)) == 1

    def test_nothing_to_confirm_before_it_is_declared(self, poll, xu, clerk):
        with refused("没有待确认的代表资格：请先确认选举结果。"):
            services.confirm_qualifications(poll, on=day("2022-03-10"), by=clerk)

    def test_confirmed_once(self, poll, xu, clerk):
        self.declare(poll)
        services.confirm_qualifications(poll, on=day("2022-03-10"), by=clerk)
        with refused("没有待确认的代表资格"):
            services.confirm_qualifications(poll, on=day("2022-03-11"), by=clerk)

    def test_a_mandate_that_was_voided_meanwhile_is_not_confirmed(self, poll, xu, clerk):
        (mandate,) = self.declare(poll)
        mandate.void(reason="资格审查未通过。")
        with refused("没有待确认的代表资格"):
            services.confirm_qualifications(poll, on=day("2022-03-10"), by=clerk)

    def test_counting(self, frame):
        contest = Poll(ballots_valid=10, seats=2)
        refuse_bad_count(contest, [(10, True), (10, True)])
        with refused("得票合计21，多于有效票×应选名额=20。"):
            refuse_bad_count(contest, [(10, True), (11, True)])


class TestElectionOfOfficers:
    """A congress of 65: who wants an office needs 33 votes, however few were there."""

    @pytest.fixture
    def session(self, frame):
        cast.make_deputies(65)
        return cast.make_session(last_on=day("2022-03-02"))

    @pytest.fixture
    def government(self, frame):
        return cast.make_body(kind="government", name="柳塘镇人民政府")

    @pytest.fixture
    def election(self, session, government):
        return cast.make_election(meeting=session, body=government, ballots=50)

    def stand(self, election, votes, name="韩立春", **fields):
        person = cast.make_person(name=name)
        return cast.make_candidacy(
            election=election, person=person, votes_for=votes, is_elected=True, **fields
        )

    def declare(self, election, **how):
        return services.declare_officers(election, by=cast.the_clerk(), **how)

    def test_the_mayor_takes_office(self, election, government):
        candidacy = self.stand(election, 33)
        (post,) = self.declare(election)
        candidacy.refresh_from_db()
        election.refresh_from_db()
        assert candidacy.post == post
        assert (post.body, post.role, post.starts_on) == (government, "mayor", day("2022-03-02"))
        assert election.declared_on == day("2022-03-02")
        assert post.history.get().history_user == cast.the_clerk()

    def test_half_of_those_present_is_not_half_of_all(self, election):
        self.stand(election, 32)
        with refused("韩立春得32票，不到33票（全体代表过半数），不能当选。"):
            self.declare(election)
        assert not Post.objects.exists()

    def test_from_another_day(self, election):
        self.stand(election, 40)
        assert self.declare(election, on=day("2022-03-10"))[0].starts_on == day("2022-03-10")

    def test_more_elected_than_seats(self, election):
        self.stand(election, 26)
        self.stand(election, 24, "查德胜")
        with refused("当选人数多于应选名额1。"):
            self.declare(election)

    def test_two_deputy_mayors(self, session, government):
        election = cast.make_election(meeting=session, body=government, role="vice_mayor", seats=2)
        self.stand(election, 60)
        self.stand(election, 55, "查德胜", votes_against=5, abstained=5)
        assert len(self.declare(election)) == 2
        assert Candidacy.objects.elected().decided_in(IN_2022).count() == 2

    def test_twice(self, election):
        self.stand(election, 40)
        self.declare(election)
        with refused("选举结果已于2022-03-02确认。"):
            self.declare(election)

    def test_one_office_of_a_body_at_a_time(self, election, government):
        candidacy = self.stand(election, 40)
        cast.make_post(body=government, person=candidacy.person, role="vice_mayor")
        with refused("此人在这个机构"):
            self.declare(election)
        assert Post.objects.count() == 1

    def test_no_more_ballots_than_deputies(self, session):
        with refused("发出票数多于全体代表65人。"):
            cast.make_election(meeting=session, ballots=66)
        cast.make_election(meeting=session, ballots=65)

    def test_only_in_a_session(self, frame):
        meeting = cast.make_presidium_meeting()
        with refused("选举在人代会上进行。"):
            cast.make_election(meeting=Meeting.objects.get(pk=meeting.pk))

    def test_held_in(self, election):
        assert Election.objects.held_in(IN_2022).count() == 1
        assert not Election.objects.held_in(Period.of_year(2021)).exists()


class TestActivities:
    def test_held_is_what_began_and_not_what_is_planned(self, frame, today):
        xu = cast.make_deputy(name="许桂兰")
        for on in ("2021-12-31", "2022-01-01", "2022-06-15", "2022-06-16"):
            cast.make_activity(starts_on=day(on), people=[xu])
        assert Activity.objects.held_in(IN_2022).count() == 2
        assert Participation.objects.held_in(IN_2022).count() == 2
        assert Activity.objects.of_kind("inspection", "flood").count() == 4
        assert Participation.objects.of_kind("flood").count() == 0

    def test_places_in_the_order_of_the_tour(self, frame):
        tour = cast.make_activity(kind="study_tour", places=["巢湖", "江南", "安吉", "台州"])
        assert [place.name for place in tour.places.all()] == ["巢湖", "江南", "安吉", "台州"]

    def test_findings_are_mended_after_the_activity(self, frame):
        for field in ("rectify_by", "rectified_on"):
            with refused("不能早于活动日期。"):
                cast.make_finding(**{field: day("2022-02-28")})
        cast.make_finding(rectify_by=cast.DAY, rectified_on=cast.DAY)
        assert Finding.objects.count() == 1

    def test_campaign_and_words(self, frame):
        activity = cast.make_activity(campaign=cast.make_campaign())
        rows = [activity, activity.campaign, cast.make_finding(activity=activity)]
        rows += [cast.make_project(), cast.make_research_report()]
        assert [str(row) for row in rows] == [
            "视察水利工程", "聚民意惠民生", "涵闸漏水", "桥头村水渠改造",
            "关于农村饮水安全的调研报告",
        ]  # fmt: skip

    def test_reports_submitted_in(self, frame):
        cast.make_research_report()
        cast.make_research_report(submitted_on=None)
        assert ResearchReport.objects.submitted_in(IN_2022).count() == 1


class TestProjects:
    """Planned in 2021, won and begun in 2022, finished in 2023."""

    @pytest.fixture
    def canal(self, frame):
        return cast.make_project(
            planned_on=day("2021-10-01"), won_on=day("2022-03-01"),
            started_on=day("2022-05-01"), finished_on=day("2023-04-01"),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("year", "planned", "won", "started", "finished", "under_way"),
        [
            (2021, 1, 0, 0, 0, 0),
            (2022, 0, 1, 1, 0, 1),
            (2023, 0, 0, 0, 1, 1),
            (2024, 0, 0, 0, 0, 0),
        ],
    )
    def test_year_by_year(self, canal, year, planned, won, started, finished, under_way):
        rows, period = Project.objects, Period.of_year(year)
        found = [rows.planned_in, rows.won_in, rows.started_in, rows.finished_in]
        counts = [method(period).count() for method in (*found, rows.under_way_in)]
        assert counts == [planned, won, started, finished, under_way]

    def test_stages(self, canal):
        stages = []
        for field in ("finished_on", "started_on", "won_on", None):
            stages.append(canal.stage)
            if field:
                setattr(canal, field, None)
        assert stages == ["已完工", "实施", "争取", "谋划"]

    def test_money_is_not_negative(self, frame):
        with refused("0"):
            cast.make_project(investment=Decimal("-1"))


class TestHonoursAndAllowances:
    def test_awarded_and_displayed(self, frame):
        cast.make_honour(awarded_on=day("2021-12-31"), displayed_on=day("2022-01-10"))
        cast.make_honour(person=None, body=cast.make_body(name="柳塘镇人大主席团"))
        assert Honour.objects.awarded_in(IN_2022).count() == 1
        assert Honour.objects.displayed_in(IN_2022).count() == 1
        assert str(Honour.objects.first()) == "柳塘镇人大主席团 优秀人大代表"

    def test_paid_to_a_deputy_since_they_are_one(self, frame):
        mandate = cast.make_mandate()
        with refused("发放日期早于代表资格开始日期。"):
            cast.make_allowance(mandate=mandate, paid_on=day("2021-12-27"))
        cast.make_allowance(mandate=mandate, paid_on=day("2021-12-28"))

    def test_a_fen_is_money(self, frame):
        cast.make_allowance(amount=Decimal("0.01"))
        with refused("0.01"):
            cast.make_allowance(amount=Decimal("0.00"))

    def test_paid_in_a_year_by_kind(self, frame):
        cast.make_allowance()
        cast.make_allowance(paid_on=day("2023-01-01"))
        cast.make_allowance(poll=cast.make_poll(), amount="3000.50")
        rows = Allowance.objects.paid_in(IN_2022)
        assert rows.count() == 2
        assert rows.of_kind("election").get().amount == Decimal("3000.50")
        assert str(rows.of_kind("election").get()) == "2022-03-01 补选工作经费 3000.5元"


INSTITUTION = {
    Activity: cast.make_activity,
    ActivityPhoto: cast.make_photo,
    AgendaItem: cast.make_agenda_item,
    Allowance: cast.make_allowance,
    Attendance: cast.make_attendance,
    Body: cast.make_body,
    Candidacy: cast.make_candidacy,
    Election: cast.make_election,
    Finding: cast.make_finding,
    Honour: cast.make_honour,
    Meeting: cast.make_session,
    Participation: cast.make_participation,
    Poll: cast.make_poll,
    Post: cast.make_post,
    Project: cast.make_project,
    ResearchReport: cast.make_research_report,
    Resolution: cast.make_resolution,
}


@pytest.mark.parametrize("model", INSTITUTION, ids=lambda model: model.__name__)
def test_the_institution_is_open_to_office_and_leadership_only(frame, model):
    INSTITUTION[model]()
    seen = {
        role: model.objects.visible_to(cast.make_user(role)).exists()
        for role in ("staff", "leader", "deputy", "auditor", "admin")
    }
    assert seen == {
        "staff": True, "leader": True, "deputy": False, "auditor": False, "admin": False,
    }  # fmt: skip
