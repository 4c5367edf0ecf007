"""Plan and actual: what the report of 2021 promised for 2022, and what the report of 2022 answers.

In 2022 柳塘镇 held two presidium meetings and one training; 许桂兰 visited one of two households.
"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from reports.asking.registry import REGISTRY
from reports.checking import checks
from reports.models import PlanItem
from reports.studio import services
from reports.words import drafting, outline, plans
from tests import cast
from tests.cast import day, refused
from township.models import LedgerStart

pytestmark = pytest.mark.django_db

TODAY = day("2023-01-10")
PLAN = [
    ("每季度开一次主席团会议", "主席团会议次数", 4),
    ("培训一期代表", "活动次数（学习培训）", 1),
    ("走访覆盖率达到95%", "走访覆盖率", 95),
    ("建一个代表活动室", "", None),
]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def clerk():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    for date in ("2022-03-01", "2022-09-01"):
        cast.make_presidium_meeting(starts_on=day(date))
    cast.make_activity(kind="training", starts_on=day("2022-05-05"))
    xu = cast.make_deputy(name="许桂兰")
    for head, category in zip(("王二保", "李长根"), frame.categories, strict=False):
        household = cast.make_household(head_name=head)
        row = cast.make_assignment(person=xu, household=household, category=category)
    cast.make_visit(assignment=row, visited_on=day("2022-06-01"))
    return cast.the_clerk()


@pytest.fixture
def report(clerk):
    """The report of 2021, with its plan for 2022."""
    report = services.begin(drafting.draft("annual", 2021), by=clerk)
    items = [PlanItem(text=text, figure=figure, target=target) for text, figure, target in PLAN]
    services.plan(report, items, by=clerk)
    return report


def item(text):
    return PlanItem.objects.get(text__startswith=text)


class TestProgress:
    def test_what_the_records_say_of_each_item(self, report):
        told = [(p.words, p.target, p.is_reached, p.share) for p in plans.progress_in(2022)]
        assert told == [
            ("2次", "4次", False, "50%"),
            ("1次", "1次", True, "100%"),
            ("50%（1/2）", "95%", False, "52.6%"),
            ("", "", False, ""),
        ]

    def test_nothing_is_never_a_bare_nought(self, clerk, report):
        services.plan(
            report, [PlanItem(text="视察三次", figure="活动次数（视察）", target=3)], by=clerk
        )
        assert [p.words for p in plans.progress_in(2022)] == ["没有"]

    def test_each_quarter_is_another_promise_than_four_times(self, clerk, report):
        """Four meetings in three quarters: what the figure says, and the report of the year."""
        for date in ("2022-06-30", "2022-07-01"):
            cast.make_presidium_meeting(starts_on=day(date))
        quarterly = PlanItem(
            text="每季度至少召开一次主席团会议", figure="召开主席团会议的季度数", target=4
        )
        services.plan(report, [quarterly], by=clerk)
        [progress] = plans.progress_in(2022)
        assert (progress.words, progress.target) == ("3个季度", "4个季度")
        assert (progress.is_reached, progress.share) == (False, "75%")
        services.answer(progress.item, outcome="partly", answer="第四季度没有开", by=clerk)
        text = "计划\n{上年计划落实}。"
        document = outline.render(drafting.draft("annual", 2022, text=text))
        assert "每季度至少召开一次主席团会议，已部分完成（第四季度没有开），实际3个季度。" in [
            block.text for block in document.blocks
        ]
        cast.make_presidium_meeting(starts_on=day("2022-10-01"))
        assert plans.progress_in(2022)[0].is_reached

    def test_another_year_has_another_plan(self, report):
        assert plans.progress_in(2021) == plans.progress_in(2023) == []

    def test_a_figure_that_is_no_more_measures_nothing(self, report, monkeypatch):
        monkeypatch.delitem(REGISTRY, "主席团会议次数")
        assert plans.progress_in(2022)[0].words == ""

    def test_as_many_statements_for_many_items(self, clerk, report):
        with CaptureQueriesContext(connection) as few:
            plans.progress_in(2022)
        known = list(report.plan_items.all())
        services.plan(report, known + [PlanItem(text=f"第{n}项") for n in range(20)], by=clerk)
        with CaptureQueriesContext(connection) as many:
            plans.progress_in(2022)
        assert len(few) == len(many)


class TestPlanning:
    def test_what_is_measured_by_no_figure_is_refused_with_the_nearest(self, clerk, report):
        with pytest.raises(ValidationError) as error:
            services.plan(
                report, [PlanItem(text="开会", figure="主席团会次数", target=4)], by=clerk
            )
        assert error.value.message_dict["figure"] == [
            "没有叫“主席团会次数”的数字。名字最像的是“主席团会议次数”：期间内在闭会期间召开的主席团会议。意思一样才换成它。"
        ]
        assert report.plan_items.count() == 4

    @pytest.mark.parametrize(("figure", "target"), [("主席团会议次数", None), ("", 4)])
    def test_figure_and_target_go_together(self, clerk, report, figure, target):
        with refused("用数字衡量的事项，数字和目标都要填。"):
            services.plan(report, [PlanItem(text="开会", figure=figure, target=target)], by=clerk)
        row = PlanItem(report=report, year=2022, text="开会", figure=figure, target=target)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_a_list_of_names_has_no_target(self, clerk, report):
        with refused("名单没有目标可比，请选一个次数、件数或比率。"):
            services.plan(report, [PlanItem(text="考察", figure="外出考察地", target=4)], by=clerk)

    def test_what_is_left_out_goes_unless_it_was_answered(self, clerk, report):
        kept = list(report.plan_items.all())[1:]
        services.plan(report, kept, by=clerk)
        assert [row.order for row in report.plan_items.all()] == [1, 2, 3]
        services.answer(item("培训"), outcome="done", answer="", by=clerk)
        with refused("“培训一期代表”已经答复过落实情况，不能删去。"):
            services.plan(report, kept[1:], by=clerk)
        assert report.plan_items.count() == 3


class TestAnswers:
    def test_an_answer_is_kept_with_who_gave_it(self, clerk, report):
        row = services.answer(item("培训"), outcome="done", answer="", by=clerk)
        assert (row.get_outcome_display(), row.answered_by) == ("完成", clerk)

    @pytest.mark.parametrize("outcome", ["partly", "missed", "carried"])
    def test_a_shortfall_wants_its_reason(self, clerk, report, outcome):
        with refused("没有全部完成的，请写明原因和下一步打算。"):
            services.answer(item("每季度"), outcome=outcome, answer=" ", by=clerk)
        services.answer(item("每季度"), outcome=outcome, answer="下半年补上", by=clerk)
        row = item("每季度")
        row.answer = ""
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_the_check_finds_what_nobody_answered(self, clerk, report):
        review = checks.review(2022, TODAY, {}, clerk)
        found = {r.code: r.count for r in (*review.must, *review.should)}
        assert found["plan"] == 4
        for row in PlanItem.objects.all():
            services.answer(row, outcome="done", answer="", by=clerk)
        review = checks.review(2022, TODAY, {}, clerk)
        assert "plan" not in {r.code for r in (*review.must, *review.should)}


@pytest.mark.sqlite  # the same words on both
class TestWords:
    def said(self, kind, year, text):
        return outline.render(drafting.draft(kind, year, text=f"标题\n一、计划\n{text}"))

    def test_the_plan_is_said_in_order(self, clerk, report):
        section = report.sections.last()
        services.write_section(
            section, title="计划", text="重点抓好：{计划事项}。", version=1, by=clerk
        )
        document = outline.render(type(report).objects.get(pk=report.pk))
        assert (
            "重点抓好：一是每季度开一次主席团会议；二是培训一期代表；三是走访覆盖率达到95%；"
            "四是建一个代表活动室。"
        ) in [block.text for block in document.blocks]

    def test_the_next_report_says_what_became_of_it(self, clerk, report):
        services.answer(item("每季度"), outcome="partly", answer="下半年补上。", by=clerk)
        services.answer(item("培训"), outcome="done", answer="", by=clerk)
        document = self.said("annual", 2022, "{上年计划落实}。")
        assert document.blocks[3].text == (
            "一是每季度开一次主席团会议，已部分完成（下半年补上），实际2次；"
            "二是培训一期代表，已完成，实际1次；"
            "三是走访覆盖率达到95%，【待填：“走访覆盖率达到95%”的落实情况】，实际50%；"
            "四是建一个代表活动室，【待填：“建一个代表活动室”的落实情况】。"
        )
        opened = [run.url for run in document.blocks[3].runs if run.kind == "number"]
        assert len(opened) == 3 and all(url.startswith("/reports/2022/figures/") for url in opened)

    def test_without_a_plan_there_is_a_gap(self, clerk):
        document = self.said("annual", 2022, "{上年计划落实}；{计划事项}。")
        assert document.blocks[3].text == "【待填：上年计划落实】；【待填：计划事项】。"


@pytest.mark.sqlite  # what a page says is the same on both
class TestPage:
    URL = "/reports/2022/plan/"

    def management(self, total, initial):
        rows = PlanItem.objects.filter(report__year=2022)
        return {
            "form-TOTAL_FORMS": str(total), "form-INITIAL_FORMS": str(initial),
            "seen": plans.mark(rows),
        }  # fmt: skip

    def test_it_shows_how_far_each_item_is(self, client, clerk, report):
        client.force_login(clerk)
        page = client.get(self.URL).content.decode()
        assert "每季度开一次主席团会议" in page
        assert "目标4次" in page and "50%（1/2）" in page
        assert page.count("还没有答复") == 4

    def test_answering(self, client, clerk, report):
        client.force_login(clerk)
        row = item("每季度")
        url = f"{self.URL}{row.pk}/"
        page = client.post(url, {f"a{row.pk}-outcome": "missed", f"a{row.pk}-answer": ""})
        assert "请写明原因和下一步打算" in page.content.decode()
        assert item("每季度").outcome == ""
        answer = client.post(url, {f"a{row.pk}-outcome": "missed", f"a{row.pk}-answer": "换届"})
        assert answer.url == self.URL
        assert item("每季度").answer == "换届"

    def test_writing_the_next_plan(self, client, clerk, report):
        client.force_login(clerk)
        services.begin(drafting.draft("annual", 2022), by=clerk)
        sent = self.management(1, 0) | {
            "form-0-text": "开四次会", "form-0-figure": "主席团会议次数", "form-0-target": "4",
        }  # fmt: skip
        wrong = client.post(self.URL, sent | {"form-0-figure": "开会次数"})
        assert "没有叫“开会次数”的数字" in wrong.content.decode()
        assert client.post(self.URL, sent).url == self.URL
        assert PlanItem.objects.get(year=2023).target == Decimal(4)

    def test_two_who_plan_overwrite_nothing_of_each_other(self, client, clerk, report):
        """The second has the page of before, changes an item, adds one; the first was quicker."""
        client.force_login(clerk)
        report = services.begin(drafting.draft("annual", 2022), by=clerk)
        services.plan(report, [PlanItem(text="开四次会"), PlanItem(text="培训")], by=clerk)
        rows = list(report.plan_items.all())
        sent = self.management(3, 2)
        for index, row in enumerate(rows):
            sent |= {f"form-{index}-id": row.pk, f"form-{index}-text": row.text}
        sent |= {"form-1-text": "培训两期", "form-2-text": "视察", "form-2-target": "3"}
        rows[0].text = "开五次会"
        services.plan(report, [rows[0], PlanItem(text="慰问")], by=clerk)
        page = client.post(self.URL, sent)
        assert services.REPLANNED in page.content.decode()
        assert page.context["typed"] == ["开四次会", "培训两期", "视察，3"]
        assert [row.text for row in report.plan_items.all()] == ["开五次会", "慰问"]
        assert [form.instance.text for form in page.context["formset"]][:2] == ["开五次会", "慰问"]

    def test_the_same_plan_sent_twice_is_stored_once(self, client, clerk, report):
        client.force_login(clerk)
        services.begin(drafting.draft("annual", 2022), by=clerk)
        sent = self.management(1, 0) | {"form-0-text": "开四次会"}
        assert client.post(self.URL, sent).status_code == 302
        assert client.post(self.URL, sent).status_code == 200
        assert PlanItem.objects.filter(year=2023).count() == 1

    def test_the_plan_that_was_written_stands_in_its_rows_with_room_for_more(
        self, client, clerk, report
    ):
        client.force_login(clerk)
        page = client.get("/reports/2021/plan/")
        assert [form["text"].value() for form in page.context["formset"]] == [
            *(text for text, _, _ in PLAN), None, None, None,
        ]  # fmt: skip
        text = page.content.decode()
        assert 'name="form-0-target" value="4"' in text
        assert "form-error" not in text and "errorlist" not in text
        assert 'name="form-TOTAL_FORMS" value="7"' in text

    def test_a_year_without_a_stored_report_offers_to_begin_one(self, client, clerk):
        client.force_login(clerk)
        page = client.get(self.URL).content.decode()
        assert 'action="/reports/2022/begin/annual/"' in page

    def test_leadership_reads_targets_as_they_are_said(self, client, report):
        client.force_login(cast.make_user(Role.LEADER))
        page = client.get("/reports/2021/plan/").content.decode()
        assert "（主席团会议次数，目标4次）" in page and "（走访覆盖率，目标95%）" in page

    def test_leadership_reads_and_changes_nothing(self, client, report):
        client.force_login(cast.make_user(Role.LEADER))
        page = client.get(self.URL).content.decode()
        assert "每季度开一次主席团会议" in page and "<textarea" not in page
        assert client.post(f"{self.URL}{item('每季度').pk}/").status_code == 404
        client.post(self.URL, self.management(1, 0) | {"form-0-text": "开四次会"})
        assert PlanItem.objects.filter(year=2023).count() == 0


@pytest.mark.sqlite  # what a page says is the same on both
class TestOverview:
    def test_it_shows_how_far_the_years_plan_is(self, client, clerk, report):
        client.force_login(cast.make_user(Role.LEADER))
        page = client.get("/overview/?year=2022").content.decode()
        assert "2022年计划完成到哪里" in page
        assert "完成50%" in page and "达到" in page
        assert "2021年计划" not in client.get("/overview/?year=2021").content.decode()
