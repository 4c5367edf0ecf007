"""A report that was begun by mistake is thrown away, while nothing of it is closed.

柳塘镇 in 2022. It is 10 January 2023.
"""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Role
from reports.editions import closing
from reports.editions import services as edition_services
from reports.models import PlanItem, Report, Section
from reports.studio import services
from reports.words import drafting
from tests import cast
from tests.cast import day, refused
from tests.reports.test_editions import close
from township.models import LedgerStart

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TODAY = day("2023-01-10")
TEXT = "{镇}{年}年人大工作总结\n一、会议\n开会{主席团会议次数}。\n二、不足\n再努力。"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def clerk():
    cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    cast.make_presidium_meeting(starts_on=day("2022-03-01"))
    return cast.the_clerk()


@pytest.fixture
def leader(clerk):
    return cast.make_user(Role.LEADER, display_name="尉迟明")


@pytest.fixture
def report(clerk):
    draft = drafting.draft("annual", 2022, text=TEXT, signed_on=day("2023-01-09"))
    return services.begin(draft, by=clerk)


@pytest.fixture
def office(client, clerk):
    client.force_login(clerk)
    return client


def address(report):
    return f"/reports/papers/{report.pk}/discard/"


class TestDiscarding:
    def test_it_goes_with_its_parts_and_the_history_tells_who_and_why(self, report, clerk):
        pk = report.pk
        services.discard(report, reason="年份选错了", by=clerk)
        assert not Report.objects.exists() and not Section.objects.exists()
        gone = Report.history.filter(id=pk).latest("history_id")
        assert (gone.history_type, gone.history_user) == ("-", clerk)
        assert gone.history_change_reason == "不要了：年份选错了"
        parts = Section.history.filter(history_type="-")
        assert [(part.text, part.history_user) for part in parts.order_by("order")] == [
            ("开会{主席团会议次数}。", clerk), ("再努力。", clerk),
        ]  # fmt: skip

    def test_its_year_can_be_begun_again(self, report, clerk):
        services.discard(report, reason="起草早了", by=clerk)
        again = services.begin(drafting.draft("annual", 2022, text=TEXT), by=clerk)
        assert Report.objects.get() == again

    def test_a_closed_one_stays(self, report, clerk, leader):
        close(report, leader)
        with refused("已经定过稿，不能不要；要改，按“更正”另出一版。"):
            services.discard(report, reason="不想要了", by=clerk)
        assert Report.objects.get().sections.count() == 2

    def test_a_plan_that_is_written_in_it_is_not_lost_with_it(self, report, clerk):
        services.plan(report, [PlanItem(text="每季度开会。")], by=clerk)
        with refused("这份报告里写着2023年的1项计划事项。请先在“计划事项”里删去，再来。"):
            services.discard(report, reason="年份选错了", by=clerk)
        assert PlanItem.objects.count() == 1
        services.plan(report, [], by=clerk)
        services.discard(report, reason="年份选错了", by=clerk)
        assert not Report.objects.exists()

    def test_who_closes_what_a_colleague_threw_away_meanwhile_is_told(self, report, clerk, leader):
        draft = closing.take(report)
        papers = closing.files_of(draft)
        services.discard(Report.objects.get(pk=report.pk), reason="重了", by=clerk)
        with pytest.raises(ValidationError):
            edition_services.keep_edition(
                draft, papers, sheet=None, by=leader, signer="尉迟明", reason=""
            )
        assert not Report.objects.exists()


class TestPage:
    def test_it_asks_first_and_says_what_goes(self, office, report, clerk):
        page = office.get(address(report)).content.decode()
        assert "这份报告有2部分，起草以后没有人改过。" in page
        section = report.sections.get(title="会议")
        services.write_section(section, title="会议", text="我们写的。", version=1, by=clerk)
        page = office.get(address(report)).content.decode()
        assert f"其中1部分有人改过，最后是{clerk.display_name}在" in page
        assert Report.objects.count() == 1, "looking throws nothing away"

    def test_nothing_goes_without_a_reason(self, office, report):
        for reason in ("", "  ", "长" * 91):
            page = office.post(address(report), {"reason": reason})
            assert page.context["form"].errors["reason"]
        assert Report.objects.count() == 1

    def test_then_nothing_leads_to_it_and_the_year_shows_its_draft(self, office, report):
        section = report.sections.first()
        answer = office.post(address(report), {"reason": "年份选错了"})
        assert answer.url == "/reports/"
        assert "“2022年年度工作总结”不要了" in office.get(answer.url).content.decode()
        paper = f"/reports/papers/{report.pk}/"
        for url in ("", "edit/", "word/", "close/", "plan/", "figures/", "outline/", "discard/"):
            assert office.get(paper + url).status_code == 404, url
        assert office.get(f"{paper}{section.pk}/").status_code == 404
        assert office.post(address(report), {"reason": "再来"}).status_code == 404
        year = office.get("/reports/2022/").content.decode()
        assert 'action="/reports/2022/begin/annual/"' in year
        office.post("/reports/2022/begin/annual/")
        assert Report.objects.count() == 1

    def test_its_history_can_still_be_read(self, office, report):
        office.post(address(report), {"reason": "年份选错了"})
        page = office.get(f"/admin/reports/report/{report.pk}/history/")
        assert "不要了：年份选错了" in page.content.decode()

    def test_a_plan_is_told_and_what_was_typed_stays(self, office, report, clerk):
        services.plan(report, [PlanItem(text="每季度开会。")], by=clerk)
        page = office.post(address(report), {"reason": "年份选错了"}).content.decode()
        assert "写着2023年的1项计划事项" in page and 'value="年份选错了"' in page

    def test_the_office_finds_the_way_while_it_is_open(self, office, report, leader):
        edit = f"/reports/papers/{report.pk}/edit/"
        assert f'href="{address(report)}"' in office.get(edit).content.decode()
        close(report, leader)
        assert "不要这份报告" not in office.get(edit).content.decode()
        assert office.get(address(report)).status_code == 404
        assert office.post(address(report), {"reason": "不想要了"}).status_code == 404

    def test_it_is_the_offices(self, client, report, leader):
        client.force_login(leader)
        assert client.get(address(report)).status_code == 404
        assert client.post(address(report), {"reason": "不想要了"}).status_code == 404
        assert Report.objects.count() == 1
