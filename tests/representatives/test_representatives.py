"""Deputies and their mandates, households and who keeps in touch with them, visits and opinions."""

import datetime
import threading
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import Role
from representatives import opinions, services
from representatives.models import (
    Assignment,
    CategoryName,
    Constituency,
    Deputy,
    Household,
    Mandate,
    Merge,
    Opinion,
    Person,
    Visit,
)
from tests import cast
from tests.cast import assert_rule, constraints_of, day, keep, refused
from township.models import Level, Village
from township.spans import Period

pytestmark = pytest.mark.django_db

TODAY = day("2022-06-15")


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def today(monkeypatch):
    """A story that goes on as far as 2022-06-15."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)
    return TODAY


@pytest.fixture
def clerk(frame):
    return cast.the_clerk()


# Rules of the database.


def number_twice(clean):
    cast.make_constituency(number=1)
    cast.make_constituency(number=1, clean=clean)


def two_open_mandates(clean):
    person = cast.make_deputy()
    cast.make_mandate(person=person, clean=clean)


def two_open_names(clean):
    category = cast.make_frame().categories[0]
    row = CategoryName(category=category, name="务工户", starts_on=day("2022-01-01"))
    keep(row, clean)


def category_twice(clean):
    span = cast.make_household_category()
    cast.make_household_category(household=span.household, starts_on=day("2020-01-01"), clean=clean)


def second_holder(clean):
    household = cast.make_household()
    cast.make_assignment(household=household)
    cast.make_assignment(household=household, clean=clean)


def told_back(**fields):
    """An answered opinion of a household, told back in some wrong way."""

    def build(clean):
        known = {"household": cast.make_household(), "outcome": "solved"}
        known |= {"answered_on": day("2022-03-10")} | fields
        cast.make_opinion(clean=clean, **known)

    return build


ONE_DAY = {"starts_on": cast.SECOND_TERM, "ended_on": cast.SECOND_TERM}


def merged_twice(clean):
    for _ in range(2):
        row = keep(
            Merge(kind="person", kept=1, gone=2, by=cast.the_clerk(), content={"moved": []}), clean
        )
    return row


RULES = {
    "merge_once": merged_twice,
    "constituency_number": number_twice,
    "constituency_seats": lambda **how: cast.make_constituency(seats=4, **how),
    "representatives_mandate_span_in_order": lambda **how: cast.make_mandate(
        ended_on=cast.SECOND_TERM, ended_for="resigned", **how
    ),
    "mandate_one_open_per_term": two_open_mandates,
    "mandate_end_has_reason": lambda **how: cast.make_mandate(ended_on=day("2022-03-01"), **how),
    "representatives_categoryname_span_in_order": lambda clean: keep(
        CategoryName(category=cast.make_frame().categories[0], name="务工户", **ONE_DAY), clean
    ),
    "categoryname_one_open": two_open_names,
    "household_workers_within_members": lambda **how: cast.make_household(
        members=3, workers=4, **how
    ),
    "household_away_within_members": lambda **how: cast.make_household(members=3, away=4, **how),
    "representatives_householdcategory_span_in_order": lambda **how: cast.make_household_category(
        **ONE_DAY, **how
    ),
    "householdcategory_one_open": category_twice,
    "representatives_assignment_span_in_order": lambda **how: cast.make_assignment(
        **ONE_DAY, ended_for="swap", **how
    ),
    "assignment_one_holder": second_holder,
    "assignment_end_has_reason": lambda **how: cast.make_assignment(
        ended_on=day("2022-03-01"), **how
    ),
    "opinion_handed_over_after_heard": lambda **how: cast.make_opinion(
        handed_over_on=day("2022-02-28"), **how
    ),
    "opinion_answered_after_heard": lambda **how: cast.make_opinion(
        answered_on=day("2022-02-28"), outcome="solved", **how
    ),
    "opinion_answered_after_handed_over": lambda **how: cast.make_opinion(
        department=cast.make_frame().departments[0],
        handed_over_on=day("2022-03-05"),
        answered_on=day("2022-03-04"),
        outcome="solved",
        **how,
    ),
    "opinion_answer_has_outcome": lambda **how: cast.make_opinion(
        answered_on=day("2022-03-10"), **how
    ),
    "opinion_told_back_after_answer": told_back(
        told_back_on=day("2022-03-09"), told_back_by="visit"
    ),
    "opinion_told_back_to_household": told_back(
        household=None, told_back_on=day("2022-03-11"), told_back_by="phone"
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_rule_is_kept_in_words_and_by_the_database(name, frame):
    assert_rule(name, lambda clean: RULES[name](clean=clean), "representatives")


def test_every_constraint_has_somebody_who_tries_to_break_it():
    assert set(RULES) == set(constraints_of("representatives"))


# The same rule has more than one way to be broken: each of these was a hole once, or could be.


@pytest.mark.parametrize(
    ("name", "build"),
    [
        (
            "mandate_end_has_reason",
            lambda **how: cast.make_mandate(ended_for="resigned", **how),
        ),
        (
            "assignment_end_has_reason",
            lambda **how: cast.make_assignment(ended_for="swap", **how),
        ),
        ("opinion_answer_has_outcome", lambda **how: cast.make_opinion(outcome="solved", **how)),
        ("opinion_told_back_after_answer", told_back(told_back_on=day("2022-03-11"))),
        ("opinion_told_back_after_answer", told_back(told_back_by="phone")),
        (
            "opinion_told_back_after_answer",
            told_back(
                answered_on=None, outcome="", told_back_on=day("2022-03-11"), told_back_by="visit"
            ),
        ),
    ],
)
def test_the_other_ways_to_break_it(name, build, frame):
    assert_rule(name, lambda clean: build(clean=clean), "representatives")


def test_a_constituency_without_seats(frame):
    with refused("请填1到999之间的整数。"):
        cast.make_constituency(seats=0)
    with cast.stopped_by("constituency_seats"):
        cast.make_constituency(seats=0, clean=False)


class TestPeople:
    def test_one_person_is_one_row_whatever_they_hold(self, frame):
        xu = cast.make_deputy(name="许桂兰")
        cast.make_mandate(person=xu, term=frame.county_second)
        assert Person.objects.get() == xu
        assert xu.mandates.count() == 2

    @pytest.mark.parametrize("phone", ["13800138000", "0553-6211234", "+86 138 0013 8000"])
    def test_phones(self, phone):
        cast.make_person(name="许桂兰", phone=phone)

    @pytest.mark.parametrize("phone", ["电话", "1380", "138a0138000"])
    def test_what_is_no_phone(self, phone):
        with refused(f"“{phone}”不是电话号码：手机写11位，如13800001111；座机写0553-6320001"):
            cast.make_person(name="许桂兰", phone=phone)

    def test_nobody_is_born_tomorrow(self, today):
        cast.make_person(name="许桂兰", born_on=today)
        with refused("出生年月不能在今天之后。"):
            cast.make_person(name="单国富", born_on=today + datetime.timedelta(days=1))

    def test_an_account_belongs_to_one_person(self, frame):
        xu = cast.make_deputy(name="许桂兰", login="xu")
        with refused("已存在"):
            cast.make_person(name="单国富", user=xu.user)
        with cast.stopped_by("user_id"):
            cast.make_person(name="单国富", user=xu.user, clean=False)

    def test_they_are_listed_in_the_order_of_pinyin(self):
        for name in ("张国富", "单国富", "曾玉梅", "仇万里"):
            cast.make_person(name=name)
        assert [p.name for p in Person.objects.all()] == ["仇万里", "单国富", "曾玉梅", "张国富"]

    def test_who_holds_something_is_not_deleted(self, frame):
        xu = cast.make_deputy(name="许桂兰")
        with pytest.raises(ProtectedError):
            xu.delete()


class TestMandates:
    def test_pending_until_confirmed_and_counted_only_then(self, frame, clerk):
        xu = cast.make_person(name="许桂兰")
        mandate = cast.make_mandate(person=xu, confirmed_on=None)
        assert list(Mandate.objects.pending()) == [mandate]
        assert not Person.objects.deputies_on(cast.DAY).exists()
        services.confirm_mandate(mandate, on=cast.DAY, by=clerk)
        assert not Mandate.objects.pending().exists()
        assert list(Person.objects.deputies_on(cast.DAY)) == [xu]

    def test_confirmed_once(self, frame, clerk):
        mandate = cast.make_mandate(person=cast.make_person(name="许桂兰"))
        with refused("许桂兰（镇第二届）的资格已于2021-12-28确认。"):
            services.confirm_mandate(mandate, on=cast.DAY, by=clerk)

    def test_a_by_election_is_confirmed_from_its_first_day(self, frame, clerk):
        mandate = cast.make_mandate(
            starts_on=cast.DAY, gained_by=Mandate.GainedBy.BY_ELECTION, confirmed_on=None
        )
        with refused("资格确认日期不能早于资格开始日期。"):
            services.confirm_mandate(mandate, on=day("2022-02-28"), by=clerk)
        services.confirm_mandate(mandate, on=cast.DAY, by=clerk)

    @pytest.mark.parametrize(
        ("on", "deputies"),
        [("2021-12-27", 0), ("2021-12-28", 1), ("2022-05-31", 1), ("2022-06-01", 0)],
    )
    def test_deputies_of_the_day(self, frame, on, deputies):
        cast.make_mandate(ended_on=day("2022-06-01"), ended_for="moved")
        assert Person.objects.deputies_on(day(on)).count() == deputies

    def test_deputies_of_a_level_and_each_once(self, frame):
        xu = cast.make_person(name="许桂兰")
        cast.make_mandate(person=xu, ended_on=day("2022-03-01"), ended_for="moved")
        cast.make_mandate(person=xu, starts_on=day("2022-04-01"))
        shan = cast.make_person(name="单国富")
        cast.make_mandate(person=shan, term=frame.county_second)
        on = Person.objects.deputies_on
        assert list(on(day("2022-05-01"))) == [xu]
        assert list(on(day("2022-05-01"), Level.COUNTY)) == [shan]
        assert not on(day("2022-03-15")).exists()

    def test_over_a_period_who_was_deputy_on_one_day_of_it(self, frame):
        cast.make_mandate(ended_on=day("2022-06-01"), ended_for="moved")
        cast.make_mandate(confirmed_on=None)
        held = Mandate.objects.overlapping_period
        assert held(Period(day("2022-05-31"), day("2022-07-01"))).count() == 1
        assert held(Period(day("2022-06-01"), day("2022-07-01"))).count() == 0
        assert held(Period.of_year(2021)).count() == 1

    def test_not_two_of_one_level_at_a_time(self, frame):
        xu = cast.make_person(name="许桂兰")
        cast.make_mandate(person=xu, ended_on=day("2022-03-01"), ended_for="moved")
        with refused("许桂兰在同一级已有代表资格（镇第二届），时间不能重叠。"):
            cast.make_mandate(person=xu, starts_on=day("2022-02-28"))
        cast.make_mandate(person=xu, starts_on=day("2022-03-01"))

    def test_a_pending_one_counts_as_one_of_the_level(self, frame):
        xu = cast.make_person(name="许桂兰")
        cast.make_mandate(person=xu, confirmed_on=None)
        with refused("在同一级已有代表资格"):
            cast.make_mandate(
                person=xu, starts_on=day("2022-02-01"), ended_on=day("2022-03-01"),
                ended_for="moved",
            )  # fmt: skip

    def test_a_voided_one_is_in_nobodys_way(self, frame):
        xu = cast.make_person(name="许桂兰")
        cast.make_mandate(person=xu).void(reason="登记错了人。")
        cast.make_mandate(person=xu)

    def test_two_levels_at_once(self, frame):
        xu = cast.make_deputy(name="许桂兰")
        county = cast.make_mandate(person=xu, term=frame.county_second)
        assert county.level == Level.COUNTY
        assert Mandate.objects.in_force(cast.DAY).at(Level.TOWN).count() == 1

    @pytest.mark.parametrize("starts_on", ["2016-12-19", "2021-12-28"])
    def test_it_begins_inside_its_term(self, frame, starts_on):
        with refused("资格开始日期不在镇第一届任期内。"):
            cast.make_mandate(
                term=frame.first, starts_on=day(starts_on), ended_on=None, ended_for=""
            )

    def test_it_ends_with_its_term_at_the_latest(self, frame):
        with refused("代表资格最迟到镇第一届结束（2021-12-28）。"):
            cast.make_mandate(term=frame.first, ended_on=day("2021-12-29"), ended_for="term")
        with refused("镇第一届已于2021-12-28结束，请填终止日期和原因。"):
            cast.make_mandate(term=frame.first, ended_on=None)
        cast.make_mandate(term=frame.first, ended_on=day("2021-12-28"), ended_for="term")

    def test_its_constituency_is_of_its_term(self, frame):
        old = cast.make_constituency(term=frame.first)
        with refused("选区不属于这一届。"):
            cast.make_mandate(constituency=old)

    def test_no_more_at_a_time_than_its_constituency_has_seats(self, frame):
        two = cast.make_constituency(seats=2)
        cast.make_mandate(constituency=two)
        cast.make_mandate(constituency=two, ended_on=day("2022-06-01"), ended_for="moved")
        with refused("这个选区2个名额，2022-05-31已有代表2名，没有空缺。"):
            cast.make_mandate(constituency=two, starts_on=day("2022-05-31"))
        cast.make_mandate(constituency=two, starts_on=day("2022-06-01"))

    def test_covers_is_half_open(self, frame):
        mandate = cast.make_mandate(ended_on=day("2022-03-01"), ended_for="moved")
        assert mandate.covers(cast.SECOND_TERM)
        assert mandate.covers(day("2022-02-28"))
        assert not mandate.covers(day("2022-03-01"))
        assert not mandate.covers(day("2021-12-27"))


class TestBeginMandate:
    def test_pending_and_to_the_end_of_the_term(self, frame, clerk):
        xu = cast.make_person(name="许桂兰")
        how = {"starts_on": day("2018-05-01"), "gained_by": "by_election", "by": clerk}
        mandate = services.begin_mandate(person=xu, term=frame.first, **how)
        assert mandate.confirmed_on is None
        assert (mandate.ended_on, mandate.ended_for) == (day("2021-12-28"), "term")
        assert mandate.history.get().history_user == clerk

    def test_open_while_the_term_is(self, frame, clerk):
        xu = cast.make_person(name="许桂兰")
        how = {"starts_on": cast.SECOND_TERM, "gained_by": "general", "by": clerk}
        mandate = services.begin_mandate(person=xu, term=frame.second, **how)
        assert (mandate.ended_on, mandate.ended_for) == (None, "")

    def test_refused_beside_another(self, frame, clerk):
        xu = cast.make_deputy(name="许桂兰")
        with refused("在同一级已有代表资格"):
            services.begin_mandate(
                person=xu, term=frame.second, starts_on=cast.DAY, gained_by="general", by=clerk
            )


class TestCategoryNames:
    """The third category was 贫困户 until 2021, 脱贫户 until 2025, then another word again."""

    @pytest.fixture
    def third(self, frame):
        return frame.categories[2]

    @pytest.mark.parametrize(
        ("on", "name"),
        [
            ("2021-12-31", "贫困户"),
            ("2022-01-01", "脱贫户"),
            ("2025-12-31", "脱贫户"),
            ("2026-01-01", "防止返贫致贫对象"),
            ("2015-12-31", "帮扶户"),  # before any name: the code
        ],
    )
    def test_the_name_of_the_day(self, third, on, name):
        assert third.name_on(day(on)) == name

    def test_a_report_of_2021_says_what_was_said_on_its_last_day(self, third):
        assert third.name_on(Period.of_year(2021).last_day) == "贫困户"

    def test_on_a_card_in_the_village_it_is_a_kinder_word(self, third):
        assert third.card_name_on(day("2021-12-31")) == "帮扶户"
        third.names.update(card_name="")
        third.refresh_from_db()
        assert third.card_name_on(day("2021-12-31")) == "贫困户"

    def test_names_do_not_overlap(self, third):
        with refused("与名称“贫困户”的时间重叠。"):
            keep(
                CategoryName(
                    category=third, name="困难户",
                    starts_on=day("2015-01-01"), ended_on=day("2016-01-02"),
                )
            )  # fmt: skip

    def test_each_deputy_keeps_at_least_one(self, third):
        third.per_deputy = 0
        with refused("1"):
            third.full_clean()

    def test_a_code_is_used_once(self, third):
        with refused("已存在"):
            type(third)(code="帮扶户").full_clean()


class TestHouseholdCategories:
    def test_a_household_is_of_a_category_from_one_day_to_another(self, frame):
        wang = cast.make_household(head_name="王二保")
        first = {"starts_on": day("2018-01-01"), "ended_on": day("2021-01-01")}
        cast.make_household_category(household=wang, **first)
        with refused("这一户的同一类别时间重叠。"):
            cast.make_household_category(household=wang, starts_on=day("2020-12-31"))
        cast.make_household_category(household=wang, starts_on=day("2021-01-01"))
        cast.make_household_category(household=wang, category=frame.categories[1])
        assert wang.category_spans.in_force(day("2021-06-01")).count() == 2


class TestAssign:
    @pytest.fixture
    def xu(self, frame, today):
        return cast.make_deputy(name="许桂兰")

    def assign(self, person, household, *, on="2022-03-01", category=0):
        category = cast.make_frame().categories[category]
        household = cast.of_category(household, category)
        return services.assign(
            person=person, household=household, category=category, on=day(on), by=cast.the_clerk()
        )

    def test_a_deputy_takes_one_household_of_each_category(self, xu):
        for number in range(3):
            self.assign(xu, cast.make_household(), category=number)
        assert xu.assignments.in_force(TODAY).count() == 3
        assert Assignment.objects.of_kind("种植户").count() == 1

    def test_who_did_it_is_in_the_history(self, xu):
        row = self.assign(xu, cast.make_household())
        assert row.history.get().history_user == cast.the_clerk()

    def test_one_holder_at_a_time(self, xu):
        wang = cast.make_household(head_name="王二保")
        self.assign(xu, wang)
        with refused("这一户在这段时间已由许桂兰联系，同一时间只能由一名代表联系。"):
            self.assign(cast.make_deputy(name="单国富"), wang)

    def test_not_even_before_the_other_began(self, xu):
        wang = cast.make_household(head_name="王二保")
        self.assign(xu, wang, on="2022-03-01")
        with refused("已由许桂兰联系"):
            self.assign(cast.make_deputy(name="单国富"), wang, on="2022-01-15")

    def test_not_two_of_a_category(self, xu):
        self.assign(xu, cast.make_household(), category=2)
        with refused("许桂兰在这段时间已有脱贫户，每名代表联系1户。"):
            self.assign(xu, cast.make_household(), category=2)

    def test_as_many_as_the_category_says(self, xu, frame):
        frame.categories[0].per_deputy = 2
        keep(frame.categories[0])
        self.assign(xu, cast.make_household())
        self.assign(xu, cast.make_household())
        with refused("每名代表联系2户"):
            self.assign(xu, cast.make_household())

    def test_the_crowd_is_counted_by_the_day(self, xu, frame):
        """Two that follow each other are one at a time: a third beside them is the second."""
        frame.categories[0].per_deputy = 2
        keep(frame.categories[0])
        end = {"ended_on": day("2022-03-01"), "ended_for": "swap"}
        cast.make_assignment(person=xu, **end)
        cast.make_assignment(person=xu, starts_on=day("2022-03-01"))
        self.assign(xu, cast.make_household(), on="2022-01-15")
        with refused("每名代表联系2户"):
            self.assign(xu, cast.make_household(), on="2022-01-20")

    def test_not_from_tomorrow(self, xu):
        with refused("开始日期不能在今天之后。"):
            self.assign(xu, cast.make_household(), on="2022-06-16")
        self.assign(xu, cast.make_household(), on="2022-06-15")

    def test_only_to_a_deputy(self, xu):
        li = cast.make_person(name="李不是")
        with refused("李不是在2022-03-01不是代表。"):
            self.assign(li, cast.make_household())

    def test_only_to_a_deputy_whose_mandate_is_confirmed(self, xu):
        mandate = cast.make_mandate(person=cast.make_person(name="单国富"), confirmed_on=None)
        with refused("单国富在2022-03-01不是代表。"):
            self.assign(mandate.person, cast.make_household())

    def test_a_refusal_leaves_nothing_behind(self, xu):
        with refused("开始日期"):
            self.assign(xu, cast.make_household(), on="2022-06-16")
        assert not Assignment.objects.exists()

    def test_unassigned_are_those_nobody_holds_that_day(self, xu):
        wang, li = cast.make_household(head_name="王二保"), cast.make_household(head_name="李长根")
        self.assign(xu, wang)
        unassigned = Household.objects.unassigned
        assert set(unassigned(day("2022-02-28"))) == {wang, li}
        assert set(unassigned(day("2022-03-01"))) == {li}

    def test_nobody_waits_before_they_came_nor_after_they_moved_away(self, frame):
        wang = cast.make_household(head_name="王二保")
        cast.make_household_category(
            household=wang, starts_on=day("2022-02-01"), ended_on=day("2022-04-01")
        )
        days = ("2022-01-31", "2022-02-01", "2022-03-31", "2022-04-01")
        waiting = [Household.objects.unassigned(day(text)).count() for text in days]
        assert waiting == [0, 1, 1, 0]


class TestRelease:
    @pytest.fixture
    def row(self, frame, today):
        return cast.make_assignment(
            person=cast.make_deputy(name="许桂兰"),
            household=cast.make_household(head_name="王二保"),
        )

    def release(self, row, on, reason="swap"):
        services.release(row, on=day(on), reason=reason, by=cast.the_clerk())

    def test_the_household_waits_for_another_deputy(self, row):
        visit = cast.make_visit(assignment=row)
        self.release(row, "2022-06-01")
        assert list(Household.objects.unassigned(day("2022-06-01"))) == [row.household]
        assert not Household.objects.unassigned(day("2022-05-31")).exists()
        assert row.visits.get() == visit
        assert row.history.first().history_user == cast.the_clerk()
        cast.make_assignment(household=row.household, starts_on=day("2022-06-01"))

    def test_once(self, row):
        self.release(row, "2022-06-01")
        with refused("这一安排已于2022-06-01结束。"):
            self.release(row, "2022-06-02")

    def test_not_from_tomorrow(self, row):
        with refused("结束日期不能在今天之后。"):
            self.release(row, "2022-06-16")

    def test_not_on_its_first_day(self, row):
        with refused("结束日期要晚于开始日期。"):
            self.release(row, "2021-12-28")

    def test_not_before_a_visit(self, row):
        cast.make_visit(assignment=row, visited_on=day("2022-05-03"))
        with refused("2022-05-03还有走访记录，结束日期要在它之后。"):
            self.release(row, "2022-05-03")
        self.release(row, "2022-05-04")

    def test_a_voided_visit_is_in_nobodys_way(self, row):
        visit = cast.make_visit(assignment=row, visited_on=day("2022-05-03"))
        visit.void(reason="记错了户。")
        self.release(row, "2022-05-01")

    def test_it_says_why(self, row):
        with refused("结束日期和结束原因要一起填写。"):
            self.release(row, "2022-06-01", reason="")

    def test_an_end_in_the_future_is_refused_by_hand_too(self, row):
        row.ended_on, row.ended_for = day("2022-06-16"), "swap"
        with refused("结束日期不能在今天之后。"):
            row.full_clean()


class TestEndOfAMandate:
    @pytest.fixture
    def xu(self, frame, today):
        xu = cast.make_deputy(name="许桂兰")
        for category in frame.categories:
            cast.make_visit(assignment=cast.make_assignment(person=xu, category=category))
        return xu

    def end(self, mandate, on="2022-06-01"):
        return services.end_mandate(mandate, on=day(on), reason="moved", by=cast.the_clerk())

    def test_the_households_return_and_the_credit_stays(self, xu):
        assert self.end(xu.mandates.get()) == 3
        assert Household.objects.unassigned(day("2022-06-01")).count() == 3
        assert {row.ended_for for row in xu.assignments.all()} == {"mandate"}
        assert Visit.objects.filter(assignment__person=xu).count() == 3
        assert not Person.objects.deputies_on(day("2022-06-01")).exists()

    def test_while_another_mandate_is_in_force_they_stay(self, xu, frame):
        town = xu.mandates.get()
        county = cast.make_mandate(person=xu, term=frame.county_second)
        assert self.end(town) == 0
        assert xu.assignments.in_force(day("2022-06-01")).count() == 3
        assert self.end(county, "2022-06-10") == 3

    def test_once(self, xu):
        mandate = xu.mandates.get()
        self.end(mandate)
        with refused("的资格已于2022-06-01终止。"):
            self.end(mandate, "2022-06-02")

    def test_a_reason_is_needed(self, xu):
        with refused("终止日期和终止原因要一起填写。"):
            services.end_mandate(
                xu.mandates.get(), on=day("2022-06-01"), reason="", by=cast.the_clerk()
            )
        assert xu.assignments.in_force(TODAY).count() == 3

    def test_all_or_nothing(self, xu):
        """A visit after the end stops the end: neither the mandate nor a household changes."""
        last = xu.assignments.first()
        cast.make_visit(assignment=last, visited_on=day("2022-06-05"))
        with refused("2022-06-05还有走访记录"):
            self.end(xu.mandates.get())
        assert xu.mandates.get().ended_on is None
        assert xu.assignments.filter(ended_on=None).count() == 3


class TestEndOfATerm:
    """The town's second term ends on 2022-06-10 with the third's first session; 许桂兰 is
    elected again, 单国富 is not, 曾玉梅 was elected and not yet confirmed."""

    ON = day("2022-06-10")

    @pytest.fixture
    def people(self, frame, today):
        people = [cast.make_deputy(name=name) for name in ("许桂兰", "单国富", "曾玉梅")]
        for person in people:
            cast.make_visit(assignment=cast.make_assignment(person=person))
        return people

    @pytest.fixture
    def third(self, frame, people):
        """As the office does it: the second term gets its end, the third its beginning."""
        frame.second.ended_on = self.ON
        keep(frame.second)
        third = cast.make_term(number=3, starts_on=self.ON)
        clerk = cast.the_clerk()
        for person in (people[0], people[2]):
            mandate = services.begin_mandate(
                person=person, term=third, starts_on=self.ON, gained_by="general", by=clerk
            )
            if person is people[0]:
                services.confirm_mandate(mandate, on=day("2022-06-09"), by=clerk)
        return third

    def test_who_continues_keeps_their_households(self, frame, people, third):
        assert services.end_term(frame.second, on=self.ON, by=cast.the_clerk()) == 3
        xu, shan, zeng = people
        assert xu.assignments.get().ended_on is None
        assert (shan.assignments.get().ended_on, shan.assignments.get().ended_for) == (
            self.ON,
            "mandate",
        )
        assert zeng.assignments.get().ended_on == self.ON
        assert Household.objects.unassigned(self.ON).count() == 2
        assert Visit.objects.count() == 3

    def test_all_mandates_of_the_term_end_with_it_and_no_others(self, frame, people, third):
        county = cast.make_mandate(person=people[1], term=frame.county_second)
        services.end_term(frame.second, on=self.ON, by=cast.the_clerk())
        ended = frame.second.mandates.values_list("ended_on", "ended_for")
        assert set(ended) == {(self.ON, "term")}
        county.refresh_from_db()
        assert county.ended_on is None
        assert people[1].assignments.get().ended_on is None  # a deputy still, of the county
        assert list(Person.objects.deputies_on(self.ON)) == [people[0]]
        assert Person.objects.deputies_on(day("2022-06-09")).count() == 3

    def test_without_a_next_term_everybodys_return(self, frame, people):
        assert services.end_term(frame.second, on=self.ON, by=cast.the_clerk()) == 3
        assert Household.objects.unassigned(self.ON).count() == 3
        frame.second.refresh_from_db()
        assert frame.second.ended_on == self.ON

    def test_a_mandate_that_ended_before_stays_as_it_ended(self, frame, people, third):
        services.end_mandate(
            people[1].mandates.get(), on=day("2022-06-01"), reason="death", by=cast.the_clerk()
        )
        assert services.end_term(frame.second, on=self.ON, by=cast.the_clerk()) == 2
        mandate = people[1].mandates.get()
        assert (mandate.ended_on, mandate.ended_for) == (day("2022-06-01"), "death")


class TestVisits:
    @pytest.fixture
    def xu(self, frame, today):
        return cast.make_deputy(name="许桂兰", login="xu")

    @pytest.fixture
    def row(self, xu):
        return cast.make_assignment(person=xu, starts_on=day("2022-03-01"))

    def test_not_tomorrow(self, row):
        cast.make_visit(assignment=row, visited_on=TODAY)
        with refused("走访日期不能在今天之后。"):
            cast.make_visit(assignment=row, visited_on=day("2022-06-16"))

    def test_not_before_the_household_was_theirs(self, row):
        with refused("2022-02-28这一户不由许桂兰联系。"):
            cast.make_visit(assignment=row, visited_on=day("2022-02-28"))
        cast.make_visit(assignment=row, visited_on=day("2022-03-01"))

    def test_not_once_the_household_is_somebody_elses(self, row):
        services.release(row, on=day("2022-06-10"), reason="swap", by=cast.the_clerk())
        with refused("2022-06-10这一户不由许桂兰联系。"):
            cast.make_visit(assignment=row, visited_on=day("2022-06-10"))

    @pytest.mark.parametrize(("ended_on", "taken"), [("2022-06-01", True), ("2022-05-31", False)])
    def test_a_fortnight_after_the_end_it_is_too_late_to_enter(self, row, ended_on, taken):
        services.release(row, on=day(ended_on), reason="swap", by=cast.the_clerk())
        visit = {"assignment": row, "visited_on": day("2022-05-20")}
        if taken:
            cast.make_visit(**visit)
        else:
            with refused("这一安排已结束超过14天，不能再补记走访。"):
                cast.make_visit(**visit)

    def test_what_was_entered_in_time_can_be_mended_later(self, row):
        visit = cast.make_visit(assignment=row, visited_on=day("2022-05-20"))
        services.release(row, on=day("2022-05-31"), reason="swap", by=cast.the_clerk())
        visit.refresh_from_db()
        visit.policy = "讲了医保。"
        keep(visit)

    def test_written_by_the_deputy_or_for_them(self, row, xu, clerk):
        own = cast.make_visit(assignment=row)
        other = cast.make_visit(assignment=row, by=clerk)
        assert (own.recorded_by, own.is_on_behalf) == (xu.user, False)
        assert (other.recorded_by, other.is_on_behalf) == (clerk, True)

    @pytest.mark.parametrize(("visited_on", "late"), [("2022-06-08", False), ("2022-06-07", True)])
    def test_after_a_week_it_is_marked_as_late(self, row, visited_on, late):
        assert cast.make_visit(assignment=row, visited_on=day(visited_on)).is_late_entry is late

    def test_sent_twice_it_is_stored_once(self, row):
        first = cast.make_visit(assignment=row)
        with refused("已存在"):
            cast.make_visit(assignment=row, uuid=first.uuid)
        with cast.stopped_by("uuid"):
            cast.make_visit(assignment=row, uuid=first.uuid, clean=False)

    def test_attempts_are_counted_apart_and_households_once(self, row):
        cast.make_visit(assignment=row)
        cast.make_visit(assignment=row, visited_on=day("2022-04-01"))
        cast.make_visit(assignment=row, visited_on=day("2022-05-01"), was_met=False)
        assert (Visit.objects.met().count(), Visit.objects.attempted().count()) == (2, 1)
        assert Visit.objects.met().households().count() == 1

    def test_made_in_a_year(self, row):
        cast.make_visit(assignment=row)
        assert Visit.objects.made_in(Period.of_year(2022)).count() == 1
        assert not Visit.objects.made_in(Period.of_year(2021)).exists()


class TestOpinions:
    def test_open_until_answered_and_told_back(self, frame):
        wang = cast.make_household(head_name="王二保")
        opinion = cast.make_opinion(household=wang)
        letter = cast.make_opinion(source="letter", raiser="老周")
        assert set(Opinion.objects.open()) == {opinion, letter}
        for row in (opinion, letter):
            row.answered_on, row.outcome = day("2022-03-10"), "solved"
            keep(row)
        assert list(Opinion.objects.open()) == [opinion]
        assert list(Opinion.objects.closed()) == [letter]
        opinion.told_back_on, opinion.told_back_by = day("2022-03-10"), "phone"
        keep(opinion)
        assert not Opinion.objects.open().exists()
        assert Opinion.objects.closed().count() == Opinion.objects.answered().count() == 2

    def test_due_by_the_rule_of_the_day_it_was_handed_over(self, frame):
        opinion = cast.make_opinion(
            handed_over_on=day("2022-03-01"), department=frame.departments[0]
        )
        # 20 working days after Tuesday 2022-03-01, no holidays entered.
        assert opinion.due_on == day("2022-03-29")
        assert opinion.rule.article == "镇意见建议办理制度"

    def test_what_is_not_handed_over_is_not_due(self, frame):
        opinion = cast.make_opinion()
        assert (opinion.rule, opinion.due_on) == (None, None)

    def test_taken_back_from_the_department_it_is_no_longer_due(self, frame):
        opinion = cast.make_opinion(handed_over_on=cast.DAY, department=frame.departments[0])
        opinion.handed_over_on = None
        keep(opinions.judge(opinion))
        assert (opinion.rule, opinion.due_on) == (None, None)

    def test_before_any_rule_it_has_no_due_date(self, frame):
        old = day("2010-01-04")
        opinion = cast.make_opinion(
            heard_on=old, handed_over_on=old, department=frame.departments[0]
        )
        assert (opinion.rule, opinion.due_on) == (None, None)

    def test_handed_over_to_somebody(self, frame):
        with refused("转办要写明承办单位。"):
            cast.make_opinion(handed_over_on=cast.DAY)

    def test_not_heard_tomorrow(self, frame, today):
        cast.make_opinion(heard_on=today)
        with refused("听到日期不能在今天之后。"):
            cast.make_opinion(heard_on=day("2022-06-16"))

    def test_of_the_household_that_was_visited(self, frame):
        visit = cast.make_visit()
        cast.make_opinion(visit=visit, household=visit.assignment.household)
        with refused("提出的联系户与走访记录的联系户不是同一户。"):
            cast.make_opinion(visit=visit, household=cast.make_household())

    def test_heard_in_a_year(self, frame):
        cast.make_opinion(heard_on=day("2021-12-31"))
        cast.make_opinion(heard_on=day("2022-01-01"))
        assert Opinion.objects.heard_in(Period.of_year(2021)).count() == 1

    def test_it_is_called_by_its_first_words(self, frame):
        assert str(cast.make_opinion(text="水" * 40)) == "水" * 30


class TestWhoSeesWhat:
    """许桂兰 keeps 王二保, whom 单国富 kept before her; 单国富 keeps 李长根 now."""

    @pytest.fixture
    def story(self, frame, today):
        xu = cast.make_deputy(name="许桂兰", login="xu")
        shan = cast.make_deputy(name="单国富", login="shan")
        wang, li = cast.make_household(head_name="王二保"), cast.make_household(head_name="李长根")
        past = cast.make_assignment(person=shan, household=wang)
        cast.make_visit(assignment=past)
        services.release(past, on=day("2022-04-01"), reason="swap", by=cast.the_clerk())
        cast.make_opinion(household=wang, heard_by=shan)
        now = cast.make_assignment(person=xu, household=wang, starts_on=day("2022-04-01"))
        cast.make_visit(assignment=now, visited_on=day("2022-05-01"))
        cast.make_opinion(household=wang, heard_by=xu)
        cast.make_opinion(heard_by=xu, source="reception", raiser="老周")
        row = cast.make_assignment(
            person=shan, household=li, category=frame.categories[1], starts_on=day("2022-04-01")
        )
        cast.make_visit(assignment=row, visited_on=day("2022-05-01"))
        return {"xu": xu.user, "shan": shan.user}

    MODELS = (Person, Mandate, Household, Assignment, Visit, Opinion)

    def seen(self, user):
        return [model.objects.visible_to(user).count() for model in self.MODELS]

    @pytest.mark.parametrize(
        ("who", "numbers"),
        [
            # people, mandates, households, assignments, visits, opinions
            (Role.STAFF, [2, 2, 2, 3, 3, 3]),
            (Role.LEADER, [2, 2, 0, 0, 0, 0]),
            (Role.AUDITOR, [0, 0, 0, 0, 0, 0]),
            (Role.ADMIN, [0, 0, 0, 0, 0, 0]),
            (Role.DEPUTY, [0, 0, 0, 0, 0, 0]),  # an account that belongs to nobody
            ("xu", [1, 1, 1, 1, 1, 2]),
            ("shan", [1, 1, 1, 1, 1, 0]),
        ],
    )
    def test_counts(self, story, who, numbers):
        user = story.get(who) or cast.make_user(who)
        assert self.seen(user) == numbers

    def test_what_came_before_is_the_predecessors(self, story):
        visit = Visit.objects.visible_to(story["xu"]).get()
        assert visit.visited_on == day("2022-05-01")
        assert Household.objects.visible_to(story["shan"]).get().head_name == "李长根"

    @pytest.mark.parametrize("who", ["xu", "shan"])
    def test_a_deputys_account_that_was_closed_is_no_office(self, story, who):
        story[who].is_active = False
        assert not story[who].is_office

    def test_a_closed_staff_account_sees_nothing(self, story):
        user = cast.make_user(Role.STAFF, is_active=False)
        assert self.seen(user) == [0] * 6


class TestProxies:
    def test_a_deputy_saved_through_the_menus_entry_leaves_history(self):
        person = keep(Deputy(name="许桂兰"))
        person.employer = "桥头村种粮大户"
        keep(person)
        assert [row.history_type for row in person.history.all()] == ["~", "+"]
        assert Person.history.filter(id=person.pk).count() == 2


@pytest.mark.django_db(transaction=True)
class TestTwoClerksAtOnce:
    """Both want 王二保 at the same moment, each for another deputy."""

    @pytest.mark.postgres
    def test_the_second_waits_and_is_refused_in_words(self):
        cast.make_frame()
        clerk = cast.the_clerk()
        wang = cast.of_category(cast.make_household(head_name="王二保"))
        deputies = [cast.make_deputy(name="许桂兰"), cast.make_deputy(name="单国富")]
        category = cast.make_frame().categories[0]
        ready, results = threading.Barrier(2, timeout=10), []

        def take(person):
            try:
                ready.wait()
                services.assign(
                    person=person, household=wang, category=category, on=cast.DAY, by=clerk
                )
                results.append("assigned")
            except ValidationError as error:
                results.append(error.messages[0])
            finally:
                connection.close()

        threads = [threading.Thread(target=take, args=(person,)) for person in deputies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
        assert len(results) == 2
        assert results.count("assigned") == 1
        assert any("同一时间只能由一名代表联系" in result for result in results)
        assert wang.assignments.count() == 1


def test_without_the_lock_the_index_still_holds(frame):
    """Whatever a verb forgets: the database keeps no second open holder of a household."""
    wang = cast.make_household(head_name="王二保")
    first, second = cast.make_deputy(name="许桂兰"), cast.make_deputy(name="单国富")
    rows = [
        Assignment(person=person, household=wang, category=frame.categories[0], starts_on=cast.DAY)
        for person in (first, second)
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.bulk_create(rows)
    assert not Assignment.objects.exists()


def test_what_they_are_called(frame):
    constituency = cast.make_constituency(number=3, name="桥头片")
    mandate = cast.make_mandate(person=cast.make_person(name="许桂兰"))
    household = cast.make_household(head_name="王二保", group="6组")
    row = cast.make_assignment(person=mandate.person, household=household)
    visit = cast.make_visit(assignment=row)
    span = household.category_spans.get()
    assert [str(x) for x in (constituency, mandate, household, row, visit, span)] == [
        "第3选区（桥头片）",
        "许桂兰（镇第二届）",
        "王二保（桥头村6组）",
        "许桂兰联系王二保（桥头村6组）",
        "2022-03-01 许桂兰联系王二保（桥头村6组）",
        "外出户",
    ]


@pytest.mark.parametrize("name", ["第19选区", "第 19 选区", "第十九选区"])
def test_a_constituency_that_only_has_a_number_says_it_once(frame, name):
    assert str(cast.make_constituency(number=19, name=name)) == "第19选区"


def test_villages_of_a_constituency_are_in_its_history(frame):
    constituency = cast.make_constituency()
    constituency.villages.set(Village.objects.filter(name="桥头村"))
    names = [row.village.name for row in constituency.history.first().villages.all()]
    assert names == ["桥头村"]
    assert Constituency.objects.get().villages.get().name == "桥头村"


@pytest.mark.django_db
class TestSurnamesReadAgain:
    """representatives.0008: what was stored under the old reading is found under the new one."""

    migration = import_module("representatives.migrations.0008_surnames_read_as_surnames")

    def test_people_and_households(self):
        kan, han = cast.make_person(name="阚德胜"), cast.make_person(name="韩德胜")
        home = cast.make_household(head_name="卜守田")
        Person.objects.filter(pk=kan.pk).update(spelling="handesheng", initials="hds")
        Household.with_voided.filter(pk=home.pk).update(spelling="boshoutian", initials="bst")
        long = cast.make_person(name="句" + "双" * 29)
        Person.objects.filter(pk=long.pk).update(spelling=("ju" + "shuang" * 29)[:120])
        self.migration.read_again(apps, None)
        long.refresh_from_db()
        assert long.spelling == ("gou" + "shuang" * 29)[:120]
        stored = list(
            Person.objects.filter(pk__in=[kan.pk, han.pk]).values_list("spelling", "initials")
        )
        assert stored == [("handesheng", "hds"), ("kandesheng", "kds")]
        home.refresh_from_db()
        assert (home.spelling, home.initials) == ("bushoutian", "bst")
