"""What a figure does not count, each in a story small enough to count by hand."""

import pytest

from reports.evaluate import Ledger, value
from reports.registry import REGISTRY
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


def known(name, period=YEAR):
    found = value(REGISTRY[name], period, "", LEDGER)
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
