"""The address of a number means the very figure, days and member that the number was counted of.

Of every kind of report, over years, halves, terms and free days; that its list then shows as many
records as the number says is held by tests/hemao/test_demo_town.py, for every figure.
"""

from urllib.parse import unquote, urlsplit

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import resolve

from accounts.models import Role
from reports.asking.periods import days_of
from reports.models import Report
from reports.reading import figure_views
from reports.studio import services
from reports.words import drafting, outline
from tests import cast
from tests.cast import day
from township.models import LedgerStart

pytestmark = pytest.mark.django_db

WORDS = """{镇}{年}年报告
一、会议
开会{主席团会议次数}、{主席团会议次数|较上年}、{2021年·主席团会议次数}、{2021年·主席团会议次数|较上年}。
[[走访{走访户次}||没有走访]]，{走访覆盖率}，{主席团会议出席人次|明细}，{镇代表人数}。
"""
LONGER = WORDS + "本届开会{本届·主席团会议次数}，走访{本届·走访户数}，{本届·走访覆盖率}。\n"
WITHIN_A_YEAR = "上年开会{上年·主席团会议次数}，{上年·主席团会议次数|较上年}，{上年·走访覆盖率}。\n"
FREE = [
    "2022-01-01至2022-03-31", "2021-11-01至2022-02-28", "2022-05-05至2022-05-05",
    "2020-02-29至2021-02-27", "2022-01-01至2022-12-31", "2018-01-01至2022-12-31",
]  # fmt: skip


@pytest.fixture
def town(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-08-08"))
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2015-01-01")))
    person = cast.make_deputy(name="尉迟·明")
    household = cast.make_household(head_name="王二保")
    assignment = cast.make_assignment(person=person, household=household)
    for date in (
        "2019-03-03",
        "2020-02-29",
        "2021-03-01",
        "2021-12-31",
        "2022-01-01",
        "2022-05-05",
    ):
        term = frame.first if date < "2022" else frame.second
        meeting = cast.make_presidium_meeting(term=term, starts_on=day(date), clean=False)
        cast.make_attendance(meeting=meeting, person=person, state="present", clean=False)
    for date in ("2022-05-05", "2022-06-06"):
        cast.make_visit(assignment=assignment, visited_on=day(date))
    return frame


def numbers(report):
    runs = [run for block in outline.render(report).blocks for run in block.runs]
    return [run for run in runs if run.kind == "number"]


def meant_by(url):
    """The Asked that an address means."""
    parts = urlsplit(url)
    request = RequestFactory().get(parts.path)
    request.GET = QueryDict(parts.query)
    return figure_views.asked_for(request, **resolve(unquote(parts.path)).kwargs)[2]


def report_of(kind, year, town, **fields):
    text = LONGER
    draft = drafting.draft(kind, year, text=text, **fields)
    if draft.periods.is_within_a_year:
        draft = drafting.draft(kind, year, text=text + WITHIN_A_YEAR, **fields)
    else:
        draft = drafting.draft(
            kind, year, text=text.replace("、{主席团会议次数|较上年}", ""), **fields
        )
    return draft


@pytest.mark.parametrize("year", [2020, 2021, 2022])
@pytest.mark.parametrize("kind", [kind for kind in Report.Kind if kind != "free"])
def test_of_every_kind_in_every_year(town, kind, year):
    found = numbers(report_of(kind, year, town))
    assert len(found) > 4
    for run in found:
        assert meant_by(run.url) == run.asked, run


@pytest.mark.parametrize("words", FREE)
def test_of_free_days(town, words):
    period = days_of(*words.split("至"))
    found = numbers(report_of("free", period.last_day.year, town, period=period))
    assert len(found) > 4
    for run in found:
        assert meant_by(run.url) == run.asked, run


def test_of_a_report_that_speaks_of_another_term_than_the_annual_one(town):
    """The session of January 2022 hears of the old term; the annual report belongs to the new."""
    services.begin(drafting.draft("annual", 2022, term=town.second), by=cast.the_clerk())
    report = report_of("presidium", 2022, town, term=town.first)
    for run in numbers(report):
        assert meant_by(run.url) == run.asked, run


def test_the_list_that_opens_is_as_long_as_the_number_says(town, client):
    client.force_login(cast.make_user(Role.LEADER))
    period = days_of("2021-11-01", "2022-02-28")
    report = report_of("free", 2022, town, period=period)
    run = next(run for run in numbers(report) if run.asked.figure.name == "主席团会议次数")
    assert run.text == "2次"  # 31 December, 1 January
    assert [table["total"] for table in client.get(run.url).context["tables"]] == [2]
