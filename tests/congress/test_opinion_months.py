"""群众意见建议按月汇总: numbers counted by hand, which add up, and each of which opens its rows."""

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from congress import opinion_months
from congress.opinion_months import COLUMNS, NO_GROUP, OpinionsAsked, month_of
from records.models import ReadRecord
from reports.asking.registry import REGISTRY
from reports.asking.registry import Asked as Figure
from reports.counting.evaluate import Ledger, evaluate
from representatives.models import Opinion
from tests import cast
from tests.cast import day
from tests.representatives.test_opinions import today
from tests.test_pages import assert_one_chinese_heading
from township.models import LedgerStart
from township.spans import Period

__all__ = ["today"]  # 2022-06-15
pytestmark = pytest.mark.django_db

PAGE = "/opinions/months/"


@pytest.fixture
def town():
    """许桂兰 went over from the first group to the second on 2022-06-01; 单国富 was there all along."""
    frame = cast.make_frame()
    xu, shan = (cast.make_deputy(name=name) for name in ("许桂兰", "单国富"))
    first, second = (
        cast.make_body(kind="group", name=f"第{number}代表小组", order=order)
        for order, number in enumerate("一二")
    )
    cast.make_post(body=first, person=xu, ended_on=day("2022-06-01"))
    cast.make_post(body=second, person=xu, starts_on=day("2022-06-01"))
    cast.make_post(body=second, person=shan)
    frame.first_group, frame.second_group = first, second
    water = {"department": frame.departments[2]}
    on_the_spot = {"disposal": "explained", "outcome": "explained"}

    def heard(on, by=None, handed=None, answered=None, **fields):
        given = {
            "handed_over_on": handed and day(handed),
            "answered_on": answered and day(answered),
        }
        return cast.make_opinion(heard_on=day(on), heard_by=by, **(water | given | fields))

    heard("2021-12-31", xu)
    heard("2022-01-01", xu, "2022-01-04", "2022-01-20", outcome="solved")
    heard("2022-01-31", shan, "2022-02-01")  # due on 2022-03-01
    heard("2022-02-01", xu, answered="2022-02-01", **on_the_spot)
    heard("2022-02-10", xu).void(reason="重复登记")
    frame.last_of_may = heard("2022-05-31", xu)
    heard("2022-06-01", xu, "2022-06-02")  # due on 2022-06-30
    heard("2022-06-10", None, "2022-06-10", "2022-06-12", outcome="adopted", source="letter")
    return frame


def numbers(table):
    return {row.label: row.numbers for row in table.rows}


class TestByHand:
    """收集, 转办, 答复, 解决, 超期未答复."""

    def test_the_months(self, town):
        months, _ = opinion_months.tables(OpinionsAsked(2022))
        assert numbers(months) == {
            "1月": (2, 2, 1, 1, 1),
            "2月": (1, 0, 1, 0, 0),
            "3月": (0, 0, 0, 0, 0),
            "4月": (0, 0, 0, 0, 0),
            "5月": (1, 0, 0, 0, 0),
            "6月": (2, 2, 1, 1, 0),
        }
        assert months.total.numbers == (6, 4, 3, 2, 1)

    def test_the_groups_of_the_hearer_on_that_day(self, town):
        _, groups = opinion_months.tables(OpinionsAsked(2022))
        assert numbers(groups) == {
            "第一代表小组": (3, 1, 2, 1, 0),
            "第二代表小组": (2, 2, 0, 0, 1),
            "其他（没有写听取人，或听取人不在组内）": (1, 1, 1, 1, 0),
        }
        assert groups.total.numbers == (6, 4, 3, 2, 1)

    def test_the_groups_in_one_month(self, town):
        months, groups = opinion_months.tables(OpinionsAsked(2022, month=6))
        assert [row.numbers for row in groups.rows] == [
            (0, 0, 0, 0, 0), (1, 1, 0, 0, 0), (1, 1, 1, 1, 0),
        ]  # fmt: skip
        assert groups.total.numbers == (2, 2, 1, 1, 0)
        assert months.total.numbers == (6, 4, 3, 2, 1)

    def test_new_year(self, town):
        months, groups = opinion_months.tables(OpinionsAsked(2021))
        assert len(months.rows) == 12
        assert months.rows[-1].numbers == months.total.numbers == (1, 0, 0, 0, 0)
        assert groups.total.numbers == (1, 0, 0, 0, 0)

    def test_a_year_of_which_nothing_is_known(self, town):
        months, groups = opinion_months.tables(OpinionsAsked(2019))
        assert months.total.numbers == groups.total.numbers == (0, 0, 0, 0, 0)
        assert [row.label for row in groups.rows] == ["其他（没有写听取人，或听取人不在组内）"]

    def test_a_group_dissolved_since_is_still_named(self, town):
        town.first_group.ended_on = day("2022-06-01")
        cast.keep(town.first_group)
        _, groups = opinion_months.tables(OpinionsAsked(2022))
        assert "第一代表小组" in numbers(groups)
        _, groups = opinion_months.tables(OpinionsAsked(2022, month=6))
        assert "第一代表小组" not in numbers(groups)

    def test_in_two_groups_at_once_it_counts_once(self, town):
        cast.make_post(body=town.second_group, person=cast.make_person(name="曾玉梅"))
        both = cast.make_person(name="仇万里")
        for body in (town.first_group, town.second_group):
            cast.make_post(body=body, person=both)
        cast.make_opinion(heard_on=day("2022-04-01"), heard_by=both)
        _, groups = opinion_months.tables(OpinionsAsked(2022, month=4))
        assert [row.numbers[0] for row in groups.rows] == [1, 0, 0]

    def test_delegations(self, town):
        cast.make_post(
            body=cast.make_body(kind="delegation", name="桥头代表团"),
            person=cast.Person.objects.get(name="单国富"),
        )
        _, groups = opinion_months.tables(OpinionsAsked(2022, kind="delegation"))
        assert groups.heading == "代表团"
        assert [row.numbers[0] for row in groups.rows] == [1, 5]

    def test_a_campaign(self, town):
        campaign = cast.make_campaign()
        activity = cast.make_activity(kind="reception", campaign=campaign)
        activity.opinions.add(town.last_of_may)
        cast.make_activity(kind="reception", campaign=campaign).opinions.add(town.last_of_may)
        months, groups = opinion_months.tables(OpinionsAsked(2022, campaign=campaign))
        assert months.total.numbers == groups.total.numbers == (1, 0, 0, 0, 0)

    def test_they_agree_with_the_annual_report(self, town):
        wanted = {
            name: Figure(REGISTRY[name], Period.of_year(2022))
            for name in ("意见建议条数", "意见建议答复条数", "意见建议解决条数")
        }
        values = evaluate(wanted.values(), Ledger({LedgerStart.Family.OPINIONS: cast.FIRST_TERM}))
        months, _ = opinion_months.tables(OpinionsAsked(2022))
        collected, _, answered, solved, _ = months.total.numbers
        assert [values[figure].number for figure in wanted.values()] == [
            collected,
            answered,
            solved,
        ]


@pytest.mark.parametrize(
    ("month", "start", "end"), [(1, "2022-01-01", "2022-02-01"), (12, "2022-12-01", "2023-01-01")]
)
def test_a_month(month, start, end):
    assert month_of(2022, month) == Period(day(start), day(end))


def test_every_number_is_the_number_of_its_rows(town):
    asked = OpinionsAsked(2022)
    months, groups = opinion_months.tables(asked)
    for row in [*months.rows, months.total, *groups.rows, groups.total]:
        where = OpinionsAsked(2022, month=row.month)
        counted = [where.rows_behind(column, row.group).count() for column in COLUMNS]
        assert tuple(counted) == row.numbers, row.label
    assert groups.rows[-1].group == NO_GROUP


class TestGap:
    def test_without_a_start_nothing_is_claimed(self, town):
        assert "没有填写意见建议的台账起始日" in opinion_months.gap(2022)

    @pytest.mark.parametrize(("start", "is_told"), [("2022-01-01", False), ("2022-01-02", True)])
    def test_before_the_ledger_began(self, town, start, is_told):
        cast.keep(LedgerStart(family="opinions", complete_from=day(start)))
        assert (opinion_months.gap(2022) != "") is is_told


# The pages.


@pytest.fixture
def office(client, town):
    client.force_login(cast.the_clerk())
    return client


@pytest.fixture
def leader(client, town):
    client.force_login(cast.make_user(Role.LEADER))
    return client


def links(page):
    """(number, address) of each number on the page."""
    found = lxml.html.fromstring(page.content.decode()).xpath('//table//a[@class="figure"]')
    return [(int(link.text), link.get("href")) for link in found]


@pytest.mark.parametrize("query", ["", "?year=2022&month=1", "?year=2021&kind=delegation"])
def test_every_number_opens_as_many_rows(office, query):
    shown = links(office.get(PAGE + query))
    assert shown
    for number, address in shown:
        page = office.get(address)
        assert page.context["page_obj"].paginator.count == number, address
        assert_one_chinese_heading(page.content.decode())


def test_a_row_opens_the_opinion(office, town):
    page = office.get("/opinions/months/rows/?year=2022&month=5")
    assert f"/admin/representatives/opinion/{town.last_of_may.pk}/change/" in page.content.decode()
    record = ReadRecord.objects.get()
    assert (record.what, record.rows) == ("群众意见列表", 1)


def test_the_page_says_what_it_is_about(office, town):
    campaign = cast.make_campaign()
    page = office.get(f"{PAGE}?year=2022&month=5&campaign={campaign.pk}")
    html = page.content.decode()
    assert_one_chinese_heading(html)
    assert "2022年 · 聚民意惠民生" in html
    assert f"campaign={campaign.pk}" in page.context["whole_year"]
    assert "month=" not in page.context["whole_year"]
    assert page.context["years"] == [2022, 2021]


def test_this_year_unless_another_is_asked_for(office):
    assert office.get(PAGE).context["asked"] == OpinionsAsked(2022)


def test_leadership_reads_the_numbers_and_not_the_rows(leader):
    shown = links(leader.get(PAGE))
    assert (6, "/opinions/months/rows/?year=2022&kind=group&column=collected") in shown
    page = leader.get(shown[0][1])
    assert page.context["number"] == shown[0][0]
    assert "只有经办人员可以查看" in page.content.decode()
    assert "水渠" not in page.content.decode()
    assert not ReadRecord.objects.exists()


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.AUDITOR, Role.ADMIN])
@pytest.mark.parametrize("page", [PAGE, f"{PAGE}rows/"])
@pytest.mark.sqlite  # roles are asked, not the database
def test_for_others_it_is_not_there(client, town, role, page):
    client.force_login(cast.make_user(role))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "year=x",
        "year=1",
        "month=13",
        "month=0",
        "campaign=99",
        "kind=party",
        "column=x",
        "group=99",
    ],
)
@pytest.mark.sqlite  # what a page says is the same on both
def test_what_makes_no_sense_is_not_there(office, query):
    assert office.get(f"{PAGE}rows/?{query}").status_code == 404


@pytest.mark.sqlite  # Django asks as often on both
def test_it_costs_the_same_however_much_was_heard(office, town):
    def cost(path):
        office.get(path)
        with CaptureQueriesContext(connection) as captured:
            office.get(path)
        return len([query for query in captured if "readrecord" not in query["sql"]])

    paths = [PAGE, f"{PAGE}rows/?year=2022", f"{PAGE}rows/?year=2022&group={town.first_group.pk}"]
    few = [cost(path) for path in paths]
    for number in range(10):
        body = cast.make_body(kind="group", name=f"第{number}组")
        person = cast.make_deputy()
        cast.make_post(body=body, person=person)
        cast.make_opinion(heard_by=person, department=town.departments[0])
    assert [cost(path) for path in paths] == few
    assert few[0] <= 13  # two of them ask whether the holidays are entered
    assert Opinion.objects.count() == 17
