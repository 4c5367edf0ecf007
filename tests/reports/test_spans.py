"""Years side by side: 2020 to 2022, three years with something in each, and one figure's story.

What happens adds up over the years; what is there at the end, who differs, and shares do not.
"""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.asking.periods import Periods, span_of
from reports.asking.registry import REGISTRY, Asked, Behaviour
from reports.counting.evaluate import Value, evaluate
from reports.words import drafting, spans
from tests import cast
from tests.cast import day
from tests.stage import staged
from township.models import LedgerStart
from township.spans import Period, today

pytestmark = pytest.mark.django_db

PAGE = "/reports/2020-2022/"


@staged
def town():
    """A presidium meeting in 2020, two in 2021 (one on its last day), none in 2022; and so on."""
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2017-01-01")))
    for on in ("2020-05-01", "2021-01-01", "2021-12-31"):
        cast.make_presidium_meeting(starts_on=day(on), term=term_on(frame, on))
    xu = cast.make_deputy(name="许桂兰", term=frame.first)
    cast.make_mandate(person=xu, term=frame.second)
    row = cast.make_assignment(person=xu, starts_on=day("2020-01-05"))
    for on in ("2020-03-01", "2021-03-01", "2021-06-01", "2022-03-01"):
        cast.make_visit(assignment=row, visited_on=day(on))
    cast.make_activity(starts_on=day("2022-05-01"), people=[xu])
    cast.make_motion(proposer=xu, status="accepted", submitted_on=day("2022-03-01"))
    return frame


def term_on(frame, on):
    return frame.first if day(on) < cast.SECOND_TERM else frame.second


def line(name):
    lines = [row for rows in spans.Span(2020, 2022).groups().values() for row in rows]
    return next(row for row in lines if row.name == name)


def texts(name):
    row = line(name)
    return [cell.text for cell in row.years], row.change, row.total.text, row.total.note


class TestWhatItSays:
    def test_what_happens_adds_up(self, town):
        assert texts("走访户次") == (["1户次", "2户次", "1户次"], "−1户次", "4户次", "")

    def test_who_differs_does_not(self, town):
        """One household, visited in each of the three years, is one household."""
        years, _, total, note = texts("走访户数")
        assert (years, total, note) == (["1户", "1户", "1户"], "1户", "全期不重复计")

    def test_a_nought_inside_the_ledger_is_known(self, town):
        years, change, total, _ = texts("主席团会议次数")
        assert (years, change, total) == (["1次", "2次", "0次"], "−2次", "3次")

    def test_what_the_ledger_does_not_reach_is_not_made_up(self, town):
        LedgerStart.objects.filter(family="households").update(complete_from=day("2021-01-01"))
        years, _, total, _ = texts("走访户次")
        assert (years, total) == (["待补", "2户次", "1户次"], "待补")


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (Value(number=3), Value(number=5), "+2件"),
        (Value(number=5), Value(number=3), "−2件"),
        (Value(number=4), Value(number=4), "持平"),
        (Value(is_missing=True), Value(number=4), ""),
    ],
)
def test_how_much_more(before, now, words):
    figure = next(f for f in REGISTRY.values() if f.unit == "件" and f.behaviour is Behaviour.FLOW)
    assert spans.change_words(figure, before, now) == words


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ((9, 10), (10, 10), "+10个百分点"),
        ((2, 3), (1, 3), "−33.3个百分点"),
        ((1, 2), (2, 4), "持平"),
        ((0, 0), (2, 4), ""),
    ],
)
def test_how_much_better(before, now, words):
    figure = REGISTRY["满意率"]
    rates = [Value(n=n, total=total) for n, total in (before, now)]
    assert spans.change_words(figure, *rates) == words


class TestTotals:
    def test_every_flow_is_the_sum_of_its_years(self, town):
        flows = [f for f in REGISTRY.values() if f.behaviour is Behaviour.FLOW]
        whole = span_of(2020, 2022)
        years = [Period.of_year(year) for year in (2020, 2021, 2022)]
        # On one day of record: what was answered in 2021 of 2020 is in the whole, not in 2020.
        asked = {
            f: [Asked(f, period, day=whole.last_day) for period in (*years, whole)] for f in flows
        }
        values = evaluate(one for several in asked.values() for one in several)
        assert len(flows) > 50
        for figure in flows:
            *parts, total = [values[one].number or 0 for one in asked[figure]]
            assert total == sum(parts, Decimal(0)), figure.name
        assert values[asked[REGISTRY["走访户次"]][-1]].number == 4  # so the test is one

    def test_what_is_no_flow_says_how_it_was_counted(self, town):
        for lines in spans.Span(2020, 2022).groups().values():
            for row in lines:
                figure = REGISTRY[row.name]
                adds_up = figure.behaviour is Behaviour.FLOW and not figure.by_day
                assert bool(row.total.note) is not adds_up, row.name
        assert line("答复件数").total.note == "到截至日合计"


class TestOnWhatDay:
    """An annual report of 2021 has chosen a day; a table of years tells each year whole."""

    @pytest.mark.parametrize(
        ("chosen", "on"),
        [("2022-01-10", "2022-01-10"), ("2021-12-20", "2021-12-31"), (None, "2021-12-31")],
    )
    def test_a_day_after_the_year(self, town, chosen, on):
        report = drafting.draft("annual", 2021, recorded_on=chosen and day(chosen))
        report.save()
        assert spans.Span(2020, 2022).periods[2021].day == day(on)
        assert report.periods.day == day(chosen or "2021-12-31")


@pytest.mark.sqlite  # what a page says is the same on both
class TestThePage:
    @pytest.fixture
    def office(self, client, town):
        client.force_login(cast.the_clerk())
        return client

    def test_every_number_opens_its_records(self, office):
        row = line("走访户次")
        for cell, count in zip([*row.years, row.total], (1, 2, 1, 4), strict=True):
            answer = office.get(cell.url)
            assert answer.context["tables"][0]["total"] == count, cell.url
        assert "2020年至2022年" in office.get(row.total.url).content.decode()

    def test_a_year_that_has_not_begun_is_compared_with_none(self, office):
        ahead = today().year + 1
        page = office.get(f"/reports/2021-{ahead}/").content.decode()
        assert f"{ahead}年还没有开始，不和上年相比。" in page and "没有过完" not in page
        assert (
            "还没有开始</span>" in page
            and f'{ahead}年<br><span class="quiet small">截至' not in page
        )

    def test_the_list_of_reports_leads_here(self, office):
        html = office.get("/reports/").content.decode()
        assert f'href="{PAGE}"' in html

    @pytest.mark.parametrize(
        "path", ["/reports/2022-2020/", "/reports/2022-2022/", "/reports/1900-1905/",
                 "/reports/1960-2022/", "/reports/2099-2103/"],
    )  # fmt: skip
    def test_what_is_no_span_is_not_there(self, office, path):
        assert office.get(path).status_code == 404

    def test_as_few_statements_as_its_numbers_need(self, office):
        """One for each 32 of its figures times years, and those around it."""
        office.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            office.get(PAGE)
        numbers = 4 * len(REGISTRY)
        asked = [q for q in captured if "readrecord" not in q["sql"]]
        assert len(asked) <= 8 + -(-numbers // 32)


class TestSpansOfYears:
    @pytest.mark.parametrize("word", ["2017年至2021年", "2020年至2020年"])
    def test_a_word_and_its_address_are_each_others(self, word):
        periods = Periods(2021, None)
        assert periods.from_parameter(periods.parameter(word)) == word
        assert periods.name(word) == word

    def test_its_days(self):
        period = Periods(2021, None).resolve("2017年至2021年")
        assert period == Period(datetime.date(2017, 1, 1), datetime.date(2022, 1, 1))

    @pytest.mark.parametrize("word", ["2021年至2017年", "1900年至2000年", "二〇年至二一年"])
    def test_what_is_none(self, word):
        with pytest.raises(LookupError):
            Periods(2021, None).resolve(word)


class TestSpansOfDays:
    """Half a year, the days to the same day of last year, a month: first and last day are in it."""

    @pytest.mark.parametrize(
        ("word", "parameter", "name"),
        [
            ("2021-01-01至2021-06-30", "2021-01-01_2021-06-30", "2021年1月1日至6月30日"),
            ("2020-12-30至2021-01-02", "2020-12-30_2021-01-02", "2020年12月30日至2021年1月2日"),
            ("2020-02-01至2020-02-29", "2020-02-01_2020-02-29", "2020年2月"),
            ("2021-12-01至2021-12-31", "2021-12-01_2021-12-31", "2021年12月"),
            ("2021-02-01至2021-03-31", "2021-02-01_2021-03-31", "2021年2月1日至3月31日"),
            ("2021-03-08至2021-03-08", "2021-03-08_2021-03-08", "2021年3月8日"),
        ],
    )
    def test_a_word_and_its_address_are_each_others(self, word, parameter, name):
        periods = Periods(2021, None)
        assert periods.parameter(word) == parameter
        assert periods.from_parameter(parameter) == word
        assert periods.name(word) == periods.label(word) == name
        assert str(periods.resolve(word)) == word

    def test_both_its_days_are_in_it(self):
        period = Periods(2021, None).resolve("2021-01-01至2021-06-30")
        assert period == Period(datetime.date(2021, 1, 1), datetime.date(2021, 7, 1))

    @pytest.mark.parametrize(
        "word",
        ["2021-06-30至2021-01-01", "2021-02-29至2021-03-01", "2021-1-1至2021-6-30",
         "1949-01-01至1950-01-01", "2100-01-01至2101-01-01", "0000-00-00至2021-01-01",
         "２０２１-01-01至2021-06-30", "2021-01-01至"],
    )  # fmt: skip
    def test_what_is_none(self, word):
        periods = Periods(2021, None)
        with pytest.raises(LookupError):
            periods.resolve(word)
        with pytest.raises(LookupError):
            periods.resolve(periods.from_parameter(periods.parameter(word)))

    @pytest.mark.parametrize(
        ("days", "count"),
        [("2021-01-01_2021-12-31", 2), ("2021-01-01_2021-12-30", 1), ("2020-05-02_2020-12-31", 0)],
    )
    def test_the_records_behind(self, client, town, days, count):
        client.force_login(cast.the_clerk())
        answer = client.get(f"/reports/2021/figures/主席团会议次数/?period={days}")
        assert answer.context["tables"][0]["total"] == count

    @pytest.mark.parametrize("days", ["2021-12-31_2021-01-01", "2021-02-29_2021-03-01", "a_b"])
    def test_what_is_no_span_is_not_there(self, client, town, days):
        client.force_login(cast.the_clerk())
        path = f"/reports/2021/figures/主席团会议次数/?period={days}"
        assert client.get(path).status_code == 404
