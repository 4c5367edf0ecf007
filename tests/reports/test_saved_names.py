"""A file of a report says by its name which days it is of, and whether it is a draft or an edition."""

import datetime

import pytest

from reports.models import Report
from reports.paper.saved import saved_as

Kind = Report.Kind


def report_of(kind, first, end):
    return Report(
        kind=kind,
        starts_on=datetime.date.fromisoformat(first),
        ended_on=datetime.date.fromisoformat(end),
        year=(datetime.date.fromisoformat(end) - datetime.timedelta(days=1)).year,
    )


FLOOD = report_of(Kind.FREE, "2021-06-01", "2021-10-01")
MONTH = report_of(Kind.FREE, "2021-06-01", "2021-07-01")
TWO_YEARS = report_of(Kind.FREE, "2020-01-01", "2022-01-01")
WHOLE_YEAR = report_of(Kind.FREE, "2021-01-01", "2022-01-01")
PRESIDIUM = report_of(Kind.PRESIDIUM, "2021-01-01", "2022-01-01")
FIVE = report_of(Kind.FIVE, "2017-01-01", "2022-01-01")
DAYS = "2021年6月1日至9月30日"


@pytest.mark.parametrize(
    ("report", "title", "state", "name"),
    [
        (PRESIDIUM, "主席团工作报告", "草稿", "2021年主席团工作报告（草稿）"),
        (PRESIDIUM, "柳塘镇2021年主席团工作报告", "", "柳塘镇2021年主席团工作报告"),
        (FIVE, "五年工作回顾", "第1版定稿", "2021年五年工作回顾（第1版定稿）"),
        (FLOOD, "防汛工作报告", "草稿", f"防汛工作报告（{DAYS}，草稿）"),
        (FLOOD, "2021年防汛工作报告", "", f"2021年防汛工作报告（{DAYS}）"),
        (FLOOD, f"{DAYS}防汛工作报告", "草稿", f"{DAYS}防汛工作报告（草稿）"),
        (MONTH, "防汛工作报告", "草稿", "防汛工作报告（2021年6月，草稿）"),
        (TWO_YEARS, "调研报告", "", "调研报告（2020年1月1日至2021年12月31日）"),
        (WHOLE_YEAR, "调研报告", "草稿", "2021年调研报告（草稿）"),
    ],
)
def test_a_name_holds_the_year_or_the_days(report, title, state, name):
    assert saved_as(report, title, state) == name


def test_a_draft_never_has_the_name_of_an_edition():
    names = {saved_as(FLOOD, "防汛", state) for state in ("草稿", "第1版定稿", "第2版定稿")}
    assert len(names) == 3
