"""A town counts working days and has not entered the holidays: each page that shows such a day says so.

The ledger begins in 2021. 水利站 has an opinion since 2 March 2022, to be answered within 20 working
days. Today is 15 June 2022.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from motions import deadlines
from representatives import deadlines as of_opinions
from tests import cast
from tests.cast import day, keep
from township import rulebook
from township.models import DeadlineRule, Holiday, LedgerStart

pytestmark = pytest.mark.django_db

WHAT_TO_DO = "按工作日计算的期限只扣除了星期六、星期日，登记放假和调休的日子以后才准。"
LACKING = f"2021年、2022年的节假日还没有登记：{WHAT_TO_DO}"
HOLIDAYS = "/admin/township/holiday/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-15"))


@pytest.fixture
def frame():
    frame = cast.make_frame()
    for family in (LedgerStart.Family.OPINIONS, LedgerStart.Family.MOTIONS):
        keep(LedgerStart(family=family, complete_from=day("2021-01-01")))
    return frame


@pytest.fixture
def opinion(frame):
    return cast.make_opinion(
        heard_on=day("2022-03-01"), department=frame.departments[2],
        handed_over_on=day("2022-03-02"),
    )  # fmt: skip


def enter(*days):
    for each in days:
        keep(Holiday(day=day(each), name="假日"))


class TestPages:
    def test_each_page_says_it_once_with_what_to_do(self, opinion, client):
        client.force_login(cast.the_clerk())
        for address in ["/admin/", "/admin/representatives/opinion/", "/overview/"]:
            page = client.get(address).content.decode()
            assert page.count(LACKING) == 1, address
            assert f'<a href="{HOLIDAYS}">登记节假日</a>' in page, address

    def test_the_page_of_one_opinion_names_its_own_year(self, opinion, client):
        client.force_login(cast.the_clerk())
        url = reverse("admin:representatives_opinion_change", args=[opinion.pk])
        moves = "2022年的放假安排还没有录入，这个日期可能会变。"
        assert moves in client.get(url).content.decode()
        enter("2022-04-05")
        assert "放假安排还没有录入" not in client.get(url).content.decode()

    def test_who_may_not_mend_it_is_told_all_the_same(self, opinion, client):
        client.force_login(cast.make_user(Role.LEADER))
        page = client.get("/overview/").content.decode()
        assert LACKING in page
        assert HOLIDAYS not in page

    def test_it_goes_year_by_year_as_they_are_entered(self, opinion):
        clerk = cast.the_clerk()
        enter("2022-04-05")
        assert of_opinions.notice(clerk).sentence.startswith("2021年的节假日还没有登记")
        enter("2021-10-01")
        assert of_opinions.notice(clerk) is None


class TestMotions:
    def test_where_months_count_nothing_is_said_of_days(self, frame):
        assert deadlines.notice(cast.the_clerk()) is None

    def test_a_motion_whose_handling_counts_days_says_so(self, frame, client):
        DeadlineRule.objects.filter(event="assist").update(amount=10, unit="workday")
        motion = cast.make_motion(submitted_on=day("2022-02-20"), status="in_hand")
        cast.make_handling(motion=motion, department=frame.departments[2])
        cast.make_handling(motion=motion, department=frame.departments[1], role="assist")
        client.force_login(cast.the_clerk())
        assert LACKING in client.get("/motions/").content.decode()
        page = client.get(f"/motions/{motion.pk}/").content.decode()
        assert f"2022年的节假日还没有登记：{WHAT_TO_DO}" in page
        enter("2022-01-03")
        assert "节假日还没有登记" not in client.get(f"/motions/{motion.pk}/").content.decode()

    def test_what_has_no_rule_is_said_beside_it(self, frame):
        DeadlineRule.objects.filter(event="lead").delete()
        both = deadlines.notice(cast.the_clerk(), with_opinions=True)
        assert both.sentence.startswith("镇“交办主办单位”没有规定办理期限")
        assert (both.is_undated, both.more.is_undated) == (True, False)
        assert both.more.sentence == LACKING


class TestYears:
    def test_those_of_the_rule_since_the_ledger_begins(self, frame):
        """What begins in December is due in January: then the next year belongs to it."""
        rule = DeadlineRule.objects.get(event="opinion")

        def years(on):
            return rulebook.years_without_holidays([rule], day(on))

        assert years("2022-12-01") == [2021, 2022]  # 20 days later is 29 December
        assert years("2022-12-05") == [2021, 2022, 2023]
        rule.starts_on = day("2022-03-01")
        assert years("2022-06-15") == [2022]
        rule.ended_on = day("2022-05-01")
        assert years("2024-06-15") == [2022]

    def test_without_a_ledger_the_year_that_runs(self, frame):
        LedgerStart.objects.all().delete()
        rule = DeadlineRule.objects.get(event="opinion")
        assert rulebook.years_without_holidays([rule], day("2022-06-15")) == [2022]

    def test_how_they_are_said(self):
        assert rulebook.in_words([2022]) == "2022年"
        assert rulebook.in_words([2021, 2022]) == "2021年、2022年"
        assert rulebook.in_words([2020, 2021, 2022]) == "2020年到2022年"
        assert rulebook.in_words([2019, 2021, 2022]) == "2019年、2021年、2022年"


def test_a_list_asks_as_often_however_many_it_shows(opinion, client, frame):
    client.force_login(cast.the_clerk())
    address = "/admin/representatives/opinion/"
    client.get(address)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        about = ("township_holiday", "township_ledgerstart", "township_deadlinerule")
        return sum(f'FROM "{name}"' in each["sql"] for each in queries for name in about)

    before = asked()
    assert before == 3
    for _ in range(5):
        cast.make_opinion(
            heard_on=day("2022-03-01"), department=frame.departments[2],
            handed_over_on=day("2022-03-02"),
        )  # fmt: skip
    assert asked() == before


class TestAnEmptyTown:
    def test_the_worklist_says_that_there_is_nothing_yet(self, frame, client):
        client.force_login(cast.the_clerk())
        page = client.get("/admin/").content.decode()
        for yet in (
            "还没有登记群众意见。",
            "还没有安排联系户。",
            "答复里还没有写明期限的承诺。",
        ):
            assert yet in page
        for done in ("件件已有回音", "联系户都已按期走访", "都已兑现"):
            assert done not in page

    def test_and_that_all_is_done_where_something_was(self, frame, client):
        cast.make_opinion(
            heard_on=day("2022-03-01"), department=frame.departments[2],
            handed_over_on=day("2022-03-02"), answered_on=day("2022-03-09"), outcome="solved",
        )  # fmt: skip
        client.force_login(cast.the_clerk())
        assert "还没有登记群众意见" not in client.get("/admin/").content.decode()
