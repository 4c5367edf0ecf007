"""Many figures in few statements, and what a baseline adds."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models.sql.datastructures import Join

from congress import services
from congress.models import Meeting
from reports.asking.registry import REGISTRY, Asked, Behaviour, Shape, nearest, refuse_uncountable
from reports.counting.evaluate import CountOf, Ledger, evaluate, select, value
from reports.counting.kept_sql import CHUNK
from reports.models import Baseline
from representatives.models import Person
from tests import cast
from township.models import LedgerStart, Town
from township.spans import Period

YEAR = Period.of_year(2022)
MEETINGS = REGISTRY["主席团会议次数"]
pytestmark = pytest.mark.django_db


def complete_from(text):
    return Ledger({family: cast.day(text) for family in LedgerStart.Family.values})


COMPLETE = "2000-01-01"


class TestRegistry:
    def test_there_are_enough_figures_and_each_is_defined(self):
        assert len(REGISTRY) >= 45
        for figure in REGISTRY.values():
            assert figure.definition.endswith("。"), figure.name
            assert figure.unit or figure.shape is Shape.NAMES, figure.name
            assert figure.family in LedgerStart.Family.values

    def test_a_join_that_multiplies_rows_is_refused(self):
        rows = Person.objects.filter(mandates__starts_on=cast.DAY)
        with pytest.raises(ImproperlyConfigured, match="multiplies"):
            refuse_uncountable("x", rows)

    def test_slices_and_distinct_fields_are_refused(self):
        with pytest.raises(ImproperlyConfigured, match="sliced"):
            refuse_uncountable("x", Person.objects.all()[:3])
        with pytest.raises(ImproperlyConfigured, match="distinct"):
            refuse_uncountable("x", Person.objects.distinct("name"))

    def test_a_forward_join_is_fine(self):
        rows = Meeting.objects.filter(term__number=1)
        assert any(isinstance(join, Join) for join in rows.query.alias_map.values())
        refuse_uncountable("x", rows)

    def test_the_nearest_name(self):
        assert nearest("主席团会次数", REGISTRY) == "主席团会议次数"
        assert nearest("zzzz", REGISTRY) == nearest("参选率", REGISTRY) == ""


class TestCounting:
    def test_an_empty_queryset_counts_nothing_and_breaks_nothing(self):
        """Pins the hook of Django on which CountOf stands: empty_result_set_value."""
        cast.make_frame()
        asked = Asked(MEETINGS, YEAR)
        assert select({asked: [CountOf(Meeting.objects.none())]}) == {asked: [0]}

    def test_it_counts_as_the_queryset_does(self):
        for number in range(1, 4):
            cast.make_presidium_meeting(starts_on=cast.day(f"2022-0{number}-10"))
        assert value(MEETINGS, YEAR, ledger=complete_from(COMPLETE)).number == 3
        assert MEETINGS.rows(YEAR).count() == 3

    def test_a_town_without_a_row_still_counts(self):
        Town.objects.all().delete()
        assert value(MEETINGS, YEAR, ledger=complete_from(COMPLETE)).number == 0

    def test_names_come_in_order_and_once(self):
        for start, place in (
            ("2022-05-01", "巢湖"),
            ("2022-03-01", "安吉"),
            ("2022-07-01", "巢湖"),
        ):
            cast.make_activity(kind="study_tour", starts_on=cast.day(start), places=[place])
        known = value(REGISTRY["外出考察地"], YEAR, ledger=complete_from(COMPLETE))
        assert known.names == ("安吉", "巢湖")

    def test_dates_as_the_paper_writes_them(self):
        cast.make_activity(kind="flood", starts_on=cast.day("2022-07-18"), places=["杨塘圩"])
        known = value(REGISTRY["防汛救灾日期"], YEAR, ledger=complete_from(COMPLETE))
        assert known.names == ("7月18日",)

    def test_amounts_are_exact(self):
        mandate = cast.make_mandate()
        for amount in ("1200.10", "0.05", "800"):
            cast.make_allowance(mandate=mandate, amount=Decimal(amount), paid_on=cast.DAY)
        known = value(REGISTRY["代表补助发放金额"], YEAR, ledger=complete_from(COMPLETE))
        assert known.number == Decimal("2000.15")

    @pytest.mark.parametrize(
        "day,counted", [("2021-12-31", 0), ("2022-01-01", 1), ("2022-12-31", 1), ("2023-01-01", 0)]
    )
    def test_both_sides_of_new_year(self, day, counted):
        cast.make_presidium_meeting(starts_on=cast.day(day))
        assert value(MEETINGS, YEAR, ledger=complete_from(COMPLETE)).number == counted

    def test_the_number_of_statements_does_not_depend_on_the_data(self, django_assert_num_queries):
        asked = [Asked(figure, YEAR) for figure in REGISTRY.values()]
        statements = -(-len(asked) // CHUNK)
        ledger = complete_from(COMPLETE)
        cast.make_frame()
        with django_assert_num_queries(statements):
            evaluate(asked, ledger)
        for number in range(1, 10):
            cast.make_presidium_meeting(starts_on=cast.day(f"2022-0{number}-10"))
        with django_assert_num_queries(statements):
            values = evaluate(asked, ledger)
        assert values[Asked(MEETINGS, YEAR)].number == 9

    def test_every_figure_agrees_with_its_own_rows(self):
        """On an empty town too: no figure raises, none counts what is not there."""
        cast.make_frame()
        asked = [Asked(figure, YEAR) for figure in REGISTRY.values()]
        for one, known in evaluate(asked, complete_from(COMPLETE)).items():
            if one.figure.shape is Shape.COUNT:
                assert known.number == one.figure.rows(YEAR).count(), one.name


class TestMeaning:
    """Where a figure's sentence asks for more than a plain filter."""

    @pytest.mark.parametrize("votes,counted", [(46, 0), (47, 1)])
    def test_nine_tenths_are_not_rounded_down(self, votes, counted):
        """Of 52 valid ballots nine tenths are 46.8: 46 votes do not reach them."""
        election = cast.make_election(ballots=52, clean=False)
        post = cast.make_post(body=election.body, role="mayor")
        cast.make_candidacy(
            election=election, person=post.person, votes_for=votes, is_elected=True, post=post
        )
        high = REGISTRY["高票当选镇长副镇长人次"]
        assert value(high, YEAR, ledger=complete_from(COMPLETE)).number == counted

    def test_a_decision_done_after_it_came_back_twice_is_done(self):
        frame = cast.make_frame()
        meetings = [
            cast.make_presidium_meeting(starts_on=cast.day(f"2022-0{n}-01")) for n in (3, 4, 5)
        ]
        for _ in range(2):
            cast.make_agenda_item(
                meeting=meetings[0], decision_department=frame.departments[2],
                decision_due_on=cast.day("2022-06-30"),
            )  # fmt: skip
        services.carry_open_decisions(meetings[1], by=cast.the_clerk())
        item, _ = services.carry_open_decisions(meetings[2], by=cast.the_clerk())
        item.decision_done_on = cast.day("2022-05-20")
        cast.keep(item)
        rate = REGISTRY["会议决定落实率"]
        known = value(rate, YEAR, ledger=complete_from(COMPLETE))
        assert (known.n, known.total) == (1, 2)
        meetings[2].void(reason="没有召开。")
        assert value(rate, YEAR, ledger=complete_from(COMPLETE)).n == 0

    def test_who_was_asked_to_sign_has_not_signed(self):
        motion = cast.make_motion(number=7)
        cast.make_signature(motion=motion)
        cast.make_signature(motion=motion, way="login")
        cast.make_signature(motion=motion, way="login", signed_on=cast.DAY)
        signed = REGISTRY["联名代表人次"]
        assert value(signed, YEAR, ledger=complete_from(COMPLETE)).number == 2


class TestBaselines:
    def ledger(self, start, *spans, figure="主席团会议次数"):
        rows = [
            Baseline(figure=figure, starts_on=cast.day(a), ended_on=cast.day(b), value=v, source=s)
            for a, b, v, s in spans
        ]
        return Ledger({family: cast.day(start) for family in LedgerStart.Family.values}, rows)

    SPAN = Period(cast.day("2017-01-01"), cast.day("2023-01-01"))

    def test_a_flow_is_the_baseline_and_the_records_after_it(self):
        cast.make_presidium_meeting(starts_on=cast.day("2022-03-01"))
        ledger = self.ledger("2022-01-01", ("2017-01-01", "2022-01-01", 21, "2021年总结"))
        known = value(MEETINGS, self.SPAN, ledger=ledger)
        assert known.number == 22
        assert known.sources == ("2021年总结",)

    def test_records_before_the_ledger_began_are_not_counted_twice(self):
        cast.make_presidium_meeting(starts_on=cast.day("2021-03-01"), term=cast.make_frame().first)
        ledger = self.ledger("2022-01-01", ("2017-01-01", "2022-01-01", 21, "档案"))
        assert value(MEETINGS, self.SPAN, ledger=ledger).number == 21

    def test_two_baselines_that_join_up(self):
        ledger = self.ledger(
            "2022-01-01",
            ("2017-01-01", "2019-01-01", 8, "甲"),
            ("2019-01-01", "2022-01-01", 13, "乙"),
        )
        assert value(MEETINGS, self.SPAN, ledger=ledger).number == 21

    def test_a_hole_between_baselines_says_nothing(self):
        ledger = self.ledger(
            "2022-01-01",
            ("2017-01-01", "2018-01-01", 8, "甲"),
            ("2019-01-01", "2022-01-01", 13, "乙"),
        )
        assert value(MEETINGS, self.SPAN, ledger=ledger).is_missing

    def test_what_does_not_add_up_needs_a_baseline_of_exactly_its_period(self):
        figure = REGISTRY["参加活动代表人数"]
        assert figure.behaviour is Behaviour.DISTINCT
        span = ("2017-01-01", "2022-01-01", 60, "档案")
        ledger = self.ledger("2022-01-01", span, figure=figure.name)
        assert value(figure, self.SPAN, ledger=ledger).is_missing
        exact = Period(cast.day("2017-01-01"), cast.day("2022-01-01"))
        assert value(figure, exact, ledger=ledger).number == 60

    def test_a_stock_needs_the_ledger_only_on_its_day(self):
        figure = REGISTRY["镇代表人数"]
        cast.make_mandate()
        assert value(figure, self.SPAN, ledger=self.ledger("2022-06-01")).number == 1
        assert value(figure, Period.of_year(2021), ledger=self.ledger("2022-06-01")).is_missing

    def test_a_share_of_stocks_needs_the_ledger_only_on_its_day(self):
        """Five years that began before the ledger: 在任镇代表1名 is known, and so is 妇女占0%."""
        cast.make_mandate()
        share, ledger = REGISTRY["妇女代表占比"], self.ledger("2022-06-01")
        assert value(share, self.SPAN, ledger=ledger).total == 1
        assert value(share, Period.of_year(2021), ledger=ledger).is_missing
        assert value(REGISTRY["人代会出席率"], self.SPAN, ledger=ledger).is_missing

    def test_loading_takes_one_statement(self, django_assert_num_queries):
        cast.keep(LedgerStart(family="motions", complete_from=cast.day("2018-01-01")))
        span = ("2017-01-01", "2018-01-01", "8.50", "甲")
        stored = self.ledger("2022-01-01", span).baselines[0]
        cast.keep(stored)
        with django_assert_num_queries(1):
            ledger = Ledger.load()
        assert ledger.starts == {"motions": cast.day("2018-01-01")}
        [row] = ledger.baselines
        told = ("figure", "starts_on", "ended_on", "value", "source")
        assert [getattr(row, name) for name in told] == [getattr(stored, name) for name in told]
