"""Motions from hand-over to satisfaction: numbers, movers, clocks, ratings, supervision."""

import datetime

import pytest

from congress.models import Meeting
from motions.models import (
    Handling,
    Motion,
    NumberSeries,
    Rating,
    ResultClass,
    Satisfaction,
    Signature,
    SupervisionAct,
)
from representatives import services as representatives
from tests import cast
from tests.cast import assert_rule, constraints_of, day, keep, refused
from township.models import DeadlineRule, Holiday
from township.spans import Period

pytestmark = pytest.mark.django_db

IN_2022 = Period.of_year(2022)


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def xu(frame):
    return cast.make_deputy(name="许桂兰", login="xu")


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-15"))


# Rules of the database.


def same_number(kind, *, in_session):
    def build(clean):
        xu = cast.make_deputy(name="许桂兰")
        session = cast.make_session() if in_session else None
        how = {"proposer": xu, "kind": kind, "number": 3, "session": session}
        cast.make_motion(**how)
        cast.make_motion(title="关于修建桥头路的建议", clean=clean, **how)

    return build


def motion(**fields):
    return lambda clean: cast.make_motion(clean=clean, **fields)


def motion_in_session(**fields):
    return lambda clean: cast.make_motion(session=cast.make_session(), clean=clean, **fields)


def handling(**fields):
    return lambda clean: cast.make_handling(motion=cast.make_motion(), clean=clean, **fields)


def handling_with_class(**fields):
    return lambda clean: cast.make_handling(
        motion=cast.make_motion(), result_class=cast.make_frame().classes[0], clean=clean, **fields
    )


def due_though_nobody_knows_since_when(clean):
    row = cast.make_handling(motion=cast.make_motion())
    row.is_handover_day_unknown, row.due_on = True, day("2022-06-05")
    cast.keep(row, clean)


def second_lead(clean):
    row = cast.make_handling()
    other = cast.make_frame().departments[1]
    cast.make_handling(motion=row.motion, department=other, clean=clean)


def department_twice(clean):
    row = cast.make_handling()
    cast.make_handling(motion=row.motion, role="assist", clean=clean)


def signed_twice(clean):
    row = cast.make_signature()
    cast.make_signature(motion=row.motion, person=row.person, clean=clean)


def rated_twice(clean):
    row = cast.make_rating()
    cast.make_rating(motion=row.motion, clean=clean)


def rating(**fields):
    return lambda clean: cast.make_rating(motion=cast.make_motion(), clean=clean, **fields)


def act(*objects, **fields):
    """A supervision act on `objects` (names), of which there should be exactly one."""
    makers = {
        "motion": cast.make_motion, "opinion": cast.make_opinion, "project": cast.make_project,
        "subject": lambda: "饮水安全",
    }  # fmt: skip

    def build(clean):
        chosen = {name: makers[name]() for name in objects}
        keep(SupervisionAct(acted_on=cast.DAY, **chosen, **fields), clean)

    return build


def series(**fields):
    return lambda clean: keep(NumberSeries(family="suggestion", **fields), clean)


def second_series(**scope):
    """The same family counted twice within `scope`: names of fields, and what makes their values."""

    def build(clean):
        fields = {name: make() for name, make in scope.items()}
        keep(NumberSeries(family="bill", **fields))
        keep(NumberSeries(family="bill", **fields), clean)

    return build


def tabling_of_nothing(clean):
    cast.make_tabling(motion=None, clean=clean)


def tabling_of_two(clean):
    cast.make_tabling(opinion=cast.make_opinion(), clean=clean)


def paper_of_nobody(clean):
    motion = cast.make_motion()
    cast.make_signature(motion=motion, scan=cast.make_scan(motion=motion), clean=clean)


RULES = {
    "motion_bill_number_of_session": same_number("bill", in_session=True),
    "motion_suggestion_number_of_session": same_number("suggestion", in_session=True),
    "motion_bill_number_of_year": same_number("bill", in_session=False),
    "motion_suggestion_number_of_year": same_number("suggestion", in_session=False),
    "motion_session_named": motion(occasion="session"),
    "motion_session_only_town": motion_in_session(occasion="between"),
    "motion_return_has_reason": motion(status="returned"),
    "motion_merged_into_one": motion(status="merged"),
    "motion_closed_has_date": motion(status="closed"),
    "motion_other_signers_above": motion(other_signers="王小明"),
    "motion_converted_is_suggestion": motion(kind="bill", is_converted=True),
    "motion_handed_down_from_above": motion(is_handed_down=True),
    "motion_number_not_of_draft": motion(status="draft", number=3),
    "motion_submitted_days_in_order": motion(submitted_last_on=cast.DAY),
    "motion_close_day_unknown_when_closed": motion(is_close_day_unknown=True),
    "signature_once": signed_twice,
    "signature_paper_confirmed": paper_of_nobody,
    "handling_one_lead": second_lead,
    "handling_department_once": department_twice,
    "handling_replied_after_handover": handling_with_class(replied_on=day("2022-02-28")),
    "handling_extension_has_reason": handling(extended_to=day("2022-09-01")),
    "handling_consultation_complete": handling(consulted_on=day("2022-04-01")),
    "handling_reply_has_class": handling(result_class=None, replied_on=day("2022-04-01")),
    "handling_promise_kept_after_reply": handling(promise_done_on=day("2022-04-01")),
    "handling_explanation_complete": handling_with_class(
        replied_on=day("2022-04-01"), explained_on=day("2022-05-01")
    ),
    "handling_contest_has_reason": handling(contested_on=day("2022-03-05")),
    "handling_release_has_reason": handling(released_on=day("2022-03-05")),
    "handling_due_by_known_days": due_though_nobody_knows_since_when,
    "handling_reply_day_unknown_when_replied": handling(is_reply_day_unknown=True),
    "numberseries_session_or_year": series(),
    "numberseries_of_session": second_series(session=lambda: cast.make_session()),
    "numberseries_of_year": second_series(year=lambda: 2022),
    "rating_once_per_round": rated_twice,
    "rating_unsatisfied_has_reason": rating(result="unsatisfied"),
    "rating_has_date": rating(rated_on=None),
    "supervisionact_one_object": act(),
    "supervisionact_answered_after": act("motion", answered_on=day("2022-02-28")),
    "tabling_one_object": tabling_of_nothing,
}


@pytest.mark.parametrize("name", RULES)
def test_rule_is_kept_in_words_and_by_the_database(name, frame):
    assert_rule(name, lambda clean: RULES[name](clean=clean), "motions")


def test_every_constraint_has_somebody_who_tries_to_break_it():
    assert set(RULES) == set(constraints_of("motions"))


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("motion_return_has_reason", motion(return_reason="empty")),
        ("motion_merged_into_one", lambda clean: cast.make_motion(
            merged_into=cast.make_motion(), clean=clean)),
        ("motion_closed_has_date", motion(closed_on=day("2022-05-01"))),
        ("motion_closed_has_date", motion(status="closed", closed_on=day("2022-02-28"))),
        ("handling_extension_has_reason", handling(extension_reason="要等省里批复")),
        ("handling_extension_has_reason", handling(
            extended_to=cast.DAY, extension_reason="要等省里批复")),
        ("handling_consultation_complete", handling(consulted_by="visit")),
        ("handling_promise_kept_after_reply", handling_with_class(
            replied_on=day("2022-04-01"), promise_done_on=day("2022-03-31"))),
        ("handling_explanation_complete", handling_with_class(
            replied_on=day("2022-04-01"), explanation="上级没有立项")),
        ("handling_explanation_complete", handling_with_class(
            replied_on=day("2022-04-01"), explained_on=day("2022-03-31"), explanation="没有立项")),
        ("handling_explanation_complete", handling(
            explained_on=day("2022-04-01"), explanation="没有立项")),
        ("handling_contest_has_reason", handling(contest_reason="不属水利站职责")),
        ("handling_release_has_reason", handling(release_reason="调整给水利站")),
        ("handling_release_has_reason", handling_with_class(
            replied_on=day("2022-04-01"), released_on=day("2022-04-02"), release_reason="撤回")),
        ("numberseries_session_or_year", lambda clean: series(
            session=cast.make_session(), year=2022)(clean)),
        ("tabling_one_object", tabling_of_two),
        ("rating_unsatisfied_has_reason", rating(handling="unsatisfied")),
        ("supervisionact_one_object", act("motion", "opinion")),
        ("supervisionact_one_object", act("motion", "project")),
        ("supervisionact_one_object", act("opinion", "project")),
        ("supervisionact_one_object", act("motion", "subject")),
        ("supervisionact_one_object", act("opinion", "subject")),
        ("supervisionact_one_object", act("project", "subject")),
    ],
)  # fmt: skip
def test_the_other_ways_to_break_it(name, build, frame):
    assert_rule(name, lambda clean: build(clean=clean), "motions")


class TestNumbers:
    """Unique within the family (bills; suggestions of all sorts) and the session or the year."""

    def test_suggestions_criticism_and_opinions_are_one_family(self, xu):
        cast.make_motion(proposer=xu, number=3)
        with refused("这一年的建议已有这个编号，编号不重复使用。"):
            cast.make_motion(proposer=xu, number=3, kind="criticism")
        cast.make_motion(proposer=xu, number=3, kind="bill")

    def test_another_year_another_session_another_level_begin_anew(self, frame, xu):
        cast.make_mandate(person=xu, term=frame.county_second)
        cast.make_motion(proposer=xu, number=3)
        cast.make_motion(proposer=xu, number=3, submitted_on=day("2023-03-01"))
        cast.make_motion(proposer=xu, number=3, session=cast.make_session())
        cast.make_motion(
            proposer=xu, number=3, session=cast.make_session(starts_on=day("2022-08-01"))
        )
        cast.make_motion(proposer=xu, number=3, level="county")
        assert Motion.objects.filter(number=3).count() == 5

    def test_many_wait_without_a_number(self, xu):
        cast.make_motion(proposer=xu)
        cast.make_motion(proposer=xu)

    def test_not_even_that_of_a_voided_one_is_used_again(self, xu):
        cast.make_motion(proposer=xu, number=3).void(reason="重复登记。")
        with refused("这一年的建议已有这个编号，编号不重复使用。", "（已作废）"):
            cast.make_motion(proposer=xu, number=3)
        with cast.stopped_by("motion_suggestion_number_of_year"):
            cast.make_motion(proposer=xu, number=3, clean=False)
        cast.make_motion(proposer=xu, number=3, kind="bill")
        cast.make_motion(proposer=xu, number=3, session=cast.make_session())

    def test_a_voided_one_of_the_same_session(self, xu):
        session = cast.make_session()
        how = {"proposer": xu, "number": 1, "kind": "bill", "session": session}
        cast.make_motion(**how).void(reason="重复登记。")
        with refused("这次会议的议案已有这个编号", "（已作废）"):
            cast.make_motion(**how)

    def test_there_is_no_number_nought(self, xu):
        with refused("1"):
            cast.make_motion(proposer=xu, number=0)

    def test_it_is_called_by_its_number(self, xu):
        motion = cast.make_motion(proposer=xu, title="关于修建桥头路的建议")
        assert str(motion) == "关于修建桥头路的建议"
        motion.number = 16
        assert str(motion) == "第16号 关于修建桥头路的建议"


class TestWhoMovesIt:
    def test_a_deputy_of_that_congress_on_that_day(self, frame, xu):
        with refused("许桂兰在2022-03-01不是县级代表。"):
            cast.make_motion(proposer=xu, level="county")
        with refused("许桂兰在2021-12-27不是镇级代表。"):
            cast.make_motion(proposer=xu, submitted_on=day("2021-12-27"))
        cast.make_motion(proposer=xu, submitted_on=day("2021-12-28"))

    def test_not_a_deputy_whose_qualification_is_pending(self, frame):
        mandate = cast.make_mandate(person=cast.make_person(name="单国富"), confirmed_on=None)
        with refused("单国富在2022-03-01不是镇级代表。"):
            cast.make_motion(proposer=mandate.person)

    @pytest.mark.parametrize("signatures", range(4))
    def test_a_bill_needs_five(self, xu, signatures):
        bill = cast.make_motion(proposer=xu, kind="bill")
        with refused(f"议案须有代表5人以上联名，现在{signatures + 1}人；不足的可以改为建议。"):
            bill.refuse_too_few_movers(signatures)

    def test_with_four_others_it_is_a_bill(self, xu):
        cast.make_motion(proposer=xu, kind="bill").refuse_too_few_movers(4)

    def test_one_is_enough_for_a_suggestion_and_for_a_bill_of_the_county(self, frame, xu):
        cast.make_mandate(person=xu, term=frame.county_second)
        cast.make_motion(proposer=xu).refuse_too_few_movers(0)
        cast.make_motion(proposer=xu, kind="bill", level="county").refuse_too_few_movers(0)

    def test_what_the_city_hands_down_is_of_another_towns_deputy(self, frame):
        stranger = cast.make_person(name="韩立春")
        cast.make_motion(proposer=stranger, level="county", is_handed_down=True)

    def test_the_proposer_does_not_sign_a_second_time(self, xu):
        motion = cast.make_motion(proposer=xu)
        with refused("领衔代表不再列入联名。"):
            cast.make_signature(motion=motion, person=xu)

    def test_only_a_deputy_signs(self, frame, xu):
        motion = cast.make_motion(proposer=xu)
        with refused("李不是在2022-03-01不是镇级代表，不能联名。"):
            cast.make_signature(motion=motion, person=cast.make_person(name="李不是"))
        county = cast.make_mandate(person=cast.make_person(name="解晓燕"), term=frame.county_second)
        with refused("解晓燕在2022-03-01不是镇级代表，不能联名。"):
            cast.make_signature(motion=motion, person=county.person)
        cast.make_signature(motion=motion, person=cast.make_deputy(name="单国富"))

    def test_not_tomorrow(self, xu, today):
        cast.make_motion(proposer=xu, submitted_on=day("2022-06-15"))
        with refused("提出日期不能在今天之后。"):
            cast.make_motion(proposer=xu, submitted_on=day("2022-06-16"))
        with refused("办结日期不能在今天之后。"):
            cast.make_motion(proposer=xu, status="closed", closed_on=day("2022-06-16"))

    def test_in_a_session_and_not_in_a_presidium_meeting(self, xu):
        meeting = Meeting.objects.get(pk=cast.make_presidium_meeting().pk)
        with refused("大会期间提出的，要选一次人代会。"):
            cast.make_motion(proposer=xu, session=meeting)

    def test_not_merged_into_itself(self, xu):
        motion = cast.make_motion(proposer=xu)
        motion.status, motion.merged_into = "merged", motion
        with refused("不能并入自己。"):
            motion.full_clean()


class TestHandlings:
    @pytest.fixture
    def motion(self, xu):
        return cast.make_motion(proposer=xu, submitted_on=day("2022-03-02"))

    def test_a_lead_and_any_number_of_others(self, frame, motion):
        lead, first, second = frame.departments
        cast.make_handling(motion=motion, department=lead)
        cast.make_handling(motion=motion, department=first, role="assist")
        cast.make_handling(motion=motion, department=second, role="assist")
        assert (Handling.objects.lead().count(), Handling.objects.assisting().count()) == (1, 2)

    def test_each_has_a_clock_of_its_own(self, frame, motion):
        lead = cast.make_handling(motion=motion)
        other = cast.make_handling(
            motion=motion, department=frame.departments[1], role="assist",
            handed_over_on=day("2022-03-10"),
        )  # fmt: skip
        again = cast.make_handling(motion=motion, round=2, handed_over_on=day("2022-06-20"))
        dues = [row.due_on for row in (lead, other, again)]
        assert dues == [day("2022-06-02"), day("2022-04-10"), day("2022-07-20")]
        assert [row.event for row in (lead, other, again)] == ["lead", "assist", "rehandle"]

    def test_a_second_round_has_a_lead_of_its_own(self, motion):
        cast.make_handling(motion=motion)
        cast.make_handling(motion=motion, round=2)
        assert Handling.objects.lead().count() == 2

    def test_a_complex_one_has_six_months(self, xu):
        motion = cast.make_motion(proposer=xu, submitted_on=day("2022-03-02"), is_complex=True)
        row = cast.make_handling(motion=motion)
        assert row.due_on == day("2022-09-02")
        assert row.due_because == "2022-03-02 起 + 6个月（代表法第五十一条）= 2022-09-02"

    def test_it_explains_itself_by_the_rule_it_was_judged_by(self, motion):
        row = cast.make_handling(motion=motion)
        rule = DeadlineRule.objects.get(level="town", event="lead")
        rule.ended_on = day("2025-03-11")
        keep(rule)
        row.refresh_from_db()
        assert row.due_because == "2022-03-02 起 + 3个月（代表法第五十一条）= 2022-06-02"

    def test_a_rule_that_changes_in_mid_year_judges_by_the_day_of_the_hand_over(self, xu):
        old = DeadlineRule.objects.get(level="town", event="lead")
        old.ended_on = day("2022-07-01")
        keep(old)
        new = DeadlineRule(
            level="town", event="lead", amount=2, complex_amount=4, article="新办法第九条",
            starts_on=day("2022-07-01"),
        )  # fmt: skip
        keep(new)
        for on, is_complex, due, rule, words in [
            ("2022-06-30", False, "2022-09-30", old, "3个月（代表法第五十一条）"),
            ("2022-06-30", True, "2022-12-30", old, "6个月（代表法第五十一条）"),
            ("2022-07-01", False, "2022-09-01", new, "2个月（新办法第九条）"),
            ("2022-07-01", True, "2022-11-01", new, "4个月（新办法第九条）"),
        ]:
            motion = cast.make_motion(proposer=xu, is_complex=is_complex)
            row = cast.make_handling(motion=motion, handed_over_on=day(on))
            assert (row.due_on, row.rule) == (day(due), rule)
            assert row.due_because == f"{on} 起 + {words}= {due}"

    def test_working_days_across_national_day(self, frame):
        """8 and 9 October, a Saturday that is worked, then 11, 12 and 13."""
        for number in range(1, 8):
            keep(Holiday(day=datetime.date(2021, 10, number), name="国庆节"))
        keep(Holiday(day=day("2021-10-09"), kind="work", name="国庆节调休"))
        DeadlineRule.objects.filter(event="assist").update(amount=5, unit="workday")
        shan = cast.make_deputy(name="单国富", term=frame.first)
        motion = cast.make_motion(proposer=shan, submitted_on=day("2021-09-30"))
        row = cast.make_handling(motion=motion, role="assist")
        words = "2021-09-30 起 + 5个工作日（县办理办法第九条）= 2021-10-13"
        assert (row.due_on, row.due_because) == (day("2021-10-13"), words)

    def test_an_extension_moves_the_day_and_says_so(self, motion):
        row = cast.make_handling(
            motion=motion, extended_to=day("2022-08-01"), extension_reason="要等省里批复"
        )
        assert row.due_on == day("2022-08-01")
        assert row.due_because.endswith("= 2022-06-02；延期至 2022-08-01")

    def test_where_no_rule_speaks_there_is_no_day(self, frame, xu):
        cast.make_mandate(person=xu, term=frame.county_second)
        motion = cast.make_motion(proposer=xu, level="county")
        row = cast.make_handling(motion=motion, role="assist")
        assert (row.rule, row.due_on, row.due_because) == (None, None, "")

    def test_not_before_it_was_submitted(self, motion):
        with refused("交办日期不能早于提出日期。"):
            cast.make_handling(motion=motion, handed_over_on=day("2022-03-01"))

    @pytest.mark.parametrize(
        ("field", "sentence"),
        [
            ("handed_over_on", "交办日期不能在今天之后。"),
            ("accepted_on", "签收日期不能在今天之后。"),
            ("consulted_on", "沟通日期不能在今天之后。"),
            ("replied_on", "答复日期不能在今天之后。"),
            ("promise_done_on", "承诺兑现日期不能在今天之后。"),
            ("explained_on", "作出说明日期不能在今天之后。"),
        ],
    )
    def test_nothing_happened_tomorrow(self, motion, today, field, sentence):
        row = Handling(motion=motion, handed_over_on=day("2022-03-02"))
        setattr(row, field, day("2022-06-16"))
        with refused(sentence):
            row.full_clean()

    def test_a_promise_says_what(self, motion):
        with refused("有承诺期限的，要写明承诺什么。"):
            cast.make_handling(motion=motion, promise_due_on=day("2022-12-31"))

    def test_an_assisting_department_gives_its_opinion_without_a_class(self, frame, motion):
        cast.make_handling(
            motion=motion, role="assist", replied_on=day("2022-04-01"), result_class=None
        )

    def test_promises(self, frame, motion):
        row = cast.make_handling(
            motion=motion, promise="加装路灯", promise_due_on=day("2022-12-31"),
            replied_on=day("2022-05-01"), result_class=frame.classes[1],
        )  # fmt: skip
        rows = Handling.objects
        assert rows.promises_open().get() == row
        assert not rows.promises_open_on(day("2022-04-30")).exists()
        assert rows.promises_open_on(day("2022-05-01")).exists()
        row.promise_done_on = day("2022-11-01")
        keep(row)
        assert not rows.promises_open().exists()
        assert rows.promises_open_on(day("2022-10-31")).exists()
        assert not rows.promises_open_on(day("2022-11-01")).exists()


class TestLateness:
    """Handed over on 2022-03-02, due on 2022-06-02: that day is still in time."""

    @pytest.fixture
    def row(self, frame, xu):
        return cast.make_handling(
            motion=cast.make_motion(proposer=xu, submitted_on=day("2022-03-02"))
        )

    def reply(self, row, on):
        row.replied_on, row.result_class = day(on), cast.make_frame().classes[0]
        keep(row)

    @pytest.mark.parametrize(
        ("on", "overdue"), [("2022-06-01", 0), ("2022-06-02", 0), ("2022-06-03", 1)]
    )
    def test_overdue_from_the_day_after(self, row, on, overdue):
        assert Handling.objects.overdue_on(day(on)).count() == overdue
        assert Motion.objects.overdue_on(day(on)).count() == overdue

    def test_answered_on_the_last_day(self, row):
        self.reply(row, "2022-06-02")
        assert not Handling.objects.overdue_on(day("2022-06-03")).exists()
        assert not Handling.objects.late_on(day("2022-06-03")).exists()
        assert Motion.objects.judgeable_on(day("2022-06-02")).count() == 1
        assert not Motion.objects.late_on(day("2022-12-31")).exists()

    def test_answered_a_day_late(self, row):
        self.reply(row, "2022-06-05")
        overdue = [Handling.objects.overdue_on(day(f"2022-06-0{n}")).count() for n in range(2, 7)]
        assert overdue == [0, 1, 1, 0, 0]
        assert Handling.objects.late_on(day("2022-12-31")).count() == 1
        assert Motion.objects.late_on(day("2022-12-31")).count() == 1

    def test_late_while_nobody_answers(self, row):
        late = [Handling.objects.late_on(day(f"2022-06-0{n}")).count() for n in (2, 3)]
        assert late == [0, 1]

    def test_assisting_departments_do_not_make_a_motion_late(self, frame, row):
        cast.make_handling(motion=row.motion, department=frame.departments[1], role="assist")
        self.reply(row, "2022-05-01")
        assert not Motion.objects.overdue_on(day("2023-01-01")).exists()

    def test_due_between_is_half_open(self, row):
        between = Handling.objects.due_between
        assert between(day("2022-06-02"), day("2022-06-03")).count() == 1
        assert not between(day("2022-05-26"), day("2022-06-02")).exists()
        assert not between(day("2022-06-03"), day("2022-06-10")).exists()
        self.reply(row, "2022-05-01")
        assert not between(day("2022-06-02"), day("2022-06-03")).exists()

    def test_handed_over_in(self, row):
        assert Handling.objects.handed_over_in(IN_2022).count() == 1
        assert not Handling.objects.handed_over_in(Period.of_year(2021)).exists()


class TestRatings:
    @pytest.fixture
    def motion(self, xu):
        return cast.make_motion(proposer=xu)

    def test_work_and_result_are_rated_apart(self, motion):
        row = cast.make_rating(
            motion=motion, handling="satisfied", result="unsatisfied", reason="水还是不通。"
        )
        assert str(row) == "不满意"

    def test_no_answer_has_no_date(self, motion):
        cast.make_rating(motion=motion, handling="none", result="none", rated_on=None)

    def test_each_round_once(self, motion):
        cast.make_rating(motion=motion, result="unsatisfied", reason="水还是不通。")
        cast.make_rating(motion=motion, round=2)
        assert Rating.objects.count() == 2

    def test_not_tomorrow(self, motion, today):
        with refused("反馈日期不能在今天之后。"):
            cast.make_rating(motion=motion, rated_on=day("2022-06-16"))

    def test_what_counts_is_the_last_word(self, motion):
        rated = Motion.objects.rated
        assert not rated().exists()
        cast.make_rating(motion=motion, result="unsatisfied", reason="水还是不通。")
        assert rated().count() == rated(Satisfaction.UNSATISFIED).count() == 1
        cast.make_rating(motion=motion, round=2, result="mostly")
        assert not rated(Satisfaction.UNSATISFIED).exists()
        assert rated(Satisfaction.SATISFIED, Satisfaction.MOSTLY).count() == 1

    def test_silence_is_no_rating(self, motion):
        cast.make_rating(motion=motion, handling="none", result="none", rated_on=None)
        assert not Motion.objects.rated().exists()
        assert Motion.objects.rated(Satisfaction.NONE).count() == 1


class TestSupervision:
    @pytest.mark.parametrize("name", ["motion", "opinion", "project", "subject"])
    def test_of_exactly_one_thing(self, frame, name):
        act(name)(clean=True)
        assert SupervisionAct.objects.acted_in(IN_2022).count() == 1

    def test_not_tomorrow(self, frame, today):
        with refused("督办日期不能在今天之后。"):
            cast.make_act(acted_on=day("2022-06-16"))

    def test_the_motions_that_were_supervised(self, frame):
        row = cast.make_act(rung="presidium")
        cast.make_act(motion=row.motion, acted_on=day("2022-05-01"))
        cast.make_motion(number=2, title="关于修建桥头路的建议")
        assert Motion.objects.supervised_in(IN_2022).get() == row.motion
        assert not Motion.objects.supervised_in(Period.of_year(2023)).exists()
        assert str(row) == "2022-03-01 主席团督办"


class TestWhichMotions:
    """Five of 2022: one closed and solved, one answered, one in hand, one returned, one draft."""

    @pytest.fixture
    def motions(self, frame, xu):
        fields = {
            "closed": {"status": "closed", "closed_on": day("2022-09-01"), "is_key": True},
            "replied": {"status": "replied"},
            "in_hand": {"status": "in_hand"},
            "returned": {"status": "returned", "return_reason": "empty"},
            "draft": {"status": "draft"},
        }
        rows = {
            name: cast.make_motion(proposer=xu, title=name, **more) for name, more in fields.items()
        }
        solved, planned, _ = frame.classes
        cast.make_handling(
            motion=rows["closed"], replied_on=day("2022-04-01"), result_class=planned
        )
        cast.make_handling(
            motion=rows["closed"], round=2, replied_on=day("2022-08-01"), result_class=solved,
            consulted_on=day("2022-07-01"), consulted_by="visit",
        )  # fmt: skip
        cast.make_handling(
            motion=rows["replied"], department=frame.departments[1],
            replied_on=day("2022-07-01"), result_class=planned,
        )  # fmt: skip
        cast.make_handling(motion=rows["in_hand"])
        cast.make_handling(motion=rows["returned"])
        return rows

    @pytest.mark.parametrize(
        ("which", "names"),
        [
            (lambda rows, frame: rows.submitted_in(IN_2022), "closed draft in_hand replied returned"),
            (lambda rows, frame: rows.submitted_in(Period.of_year(2021)), ""),
            (lambda rows, frame: rows.accepted(), "closed in_hand replied"),
            (lambda rows, frame: rows.returned(), "returned"),
            (lambda rows, frame: rows.key(), "closed"),
            (lambda rows, frame: rows.open(), "in_hand replied"),
            (lambda rows, frame: rows.closed(), "closed"),
            (lambda rows, frame: rows.handed_over(), "closed in_hand replied"),
            (lambda rows, frame: rows.answered(), "closed replied"),
            (lambda rows, frame: rows.answered(on=day("2022-06-30")), "closed"),
            (lambda rows, frame: rows.answered(on=day("2022-03-31")), ""),
            (lambda rows, frame: rows.late_on(day("2022-06-02")), "closed in_hand replied"),
            (lambda rows, frame: rows.late_on(day("2022-05-31")), "closed"),  # 2nd round
            (lambda rows, frame: rows.late_on(day("2022-03-31")), ""),
            (lambda rows, frame: rows.judgeable_on(day("2022-03-31")), ""),
            (lambda rows, frame: rows.judgeable_on(day("2022-05-31")), "closed"),
            (lambda rows, frame: rows.judgeable_on(day("2022-07-01")), "closed in_hand replied"),
            (lambda rows, frame: rows.consulted(), "closed"),
            (lambda rows, frame: rows.handled_by(frame.departments[1]), "replied"),
            (lambda rows, frame: rows.in_class(frame.classes[0]), "closed"),
            (lambda rows, frame: rows.in_class(frame.classes[1]), "replied"),
            (lambda rows, frame: rows.solved(), "closed"),
            (lambda rows, frame: rows.at("county"), ""),
            (lambda rows, frame: rows.of_kind("suggestion"), "closed draft in_hand replied returned"),
        ],
    )  # fmt: skip
    def test_named(self, frame, motions, which, names):
        found = which(Motion.objects.all(), frame)
        assert " ".join(sorted(found.values_list("title", flat=True))) == names


class TestWhoSeesWhat:
    @pytest.fixture
    def story(self, frame, xu):
        """许桂兰 moved one, signed 单国富's; 单国富's second is his alone, and still a draft."""
        shan = cast.make_deputy(name="单国富", login="shan")
        own = cast.make_motion(proposer=xu)
        signed = cast.make_motion(proposer=shan)
        cast.make_signature(motion=signed, person=xu)
        draft = cast.make_motion(proposer=shan, status="draft", entered_by=shan.user)
        for motion in (own, signed, draft):
            cast.make_handling(motion=motion)
        cast.make_act(motion=own)
        return {"xu": xu.user, "shan": shan.user}

    @pytest.mark.parametrize(
        ("who", "motions", "acts"),
        [
            ("staff", 2, 1), ("leader", 2, 1), ("auditor", 0, 0), ("admin", 0, 0),
            ("deputy", 0, 0), ("xu", 2, 1), ("shan", 2, 0),
        ],
    )  # fmt: skip
    def test_counts(self, story, who, motions, acts):
        user = story.get(who) or cast.make_user(who)
        assert Motion.objects.visible_to(user).count() == motions
        assert Handling.objects.visible_to(user).count() == motions
        assert SupervisionAct.objects.visible_to(user).count() == acts

    def test_a_signature_taken_back_shows_nothing_any_more(self, story):
        Signature.objects.get().void(reason="签错了名。")
        assert Motion.objects.visible_to(story["xu"]).count() == 1


def test_a_motion_out_of_what_a_household_said(frame, xu):
    """From the kitchen table to the congress: the opinion is still there, and leads to it."""
    row = cast.make_assignment(person=xu)
    visit = cast.make_visit(assignment=row)
    opinion = cast.make_opinion(
        visit=visit, household=row.household, disposal="motion", heard_by=xu
    )
    motion = cast.make_motion(proposer=xu, opinion=opinion)
    assert opinion.motions.get() == motion
    representatives.end_mandate(
        xu.mandates.get(), on=day("2022-09-01"), reason="moved", by=cast.the_clerk()
    )
    assert Motion.objects.get().proposer == xu


def test_what_they_are_called(frame):
    row = cast.make_handling()
    signature = cast.make_signature(person=cast.make_deputy(name="单国富"))
    assert [str(row), str(signature), str(ResultClass.objects.get(code="A"))] == [
        "农业农村办公室（主办）", "单国富", "A类",
    ]  # fmt: skip
