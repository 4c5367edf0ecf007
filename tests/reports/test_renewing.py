"""换用新提纲: what the outline says by now, beside what the report says, taken over part by part.

柳塘镇 in 2022, two presidium meetings. The report was begun from an outline of three parts; an upgrade
has rewritten them. It is 10 January 2023.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from reports.models import Report, Section
from reports.studio import renewing, services
from reports.words import drafting
from tests import cast
from tests.cast import day
from tests.reports.test_editions import close
from township.models import LedgerStart, TownName

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TODAY = day("2023-01-10")
OLD = "{镇}{年}年人大工作总结\n各位代表：\n一、会议\n开会{主席团会议次数}。学习文件。\n二、不足\n再努力。"
NEW = (
    "{镇}{年}年人大工作总结\n各位代表：\n一、会议\n全年开会{主席团会议次数|汉字}。学习文件。\n"
    "二、存在的不足\n再努力。\n三、计划\n每季度开会。"
)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def clerk():
    cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    for date in ("2022-03-01", "2022-09-01"):
        cast.make_presidium_meeting(starts_on=day(date))
    return cast.the_clerk()


@pytest.fixture
def report(clerk, monkeypatch):
    report = services.begin(drafting.draft("annual", 2022, text=OLD), by=clerk)
    monkeypatch.setattr(drafting, "default_outline", lambda kind: NEW)
    return report


@pytest.fixture
def office(client, clerk):
    client.force_login(clerk)
    return client


def address(report, part=None):
    url = f"/reports/papers/{report.pk}/outline/"
    return f"{url}?part={part}" if part else url


def parts_of(report):
    return renewing.compared(report, list(report.sections.all()))


def send(office, report, part, do="take"):
    section = parts_of(report)[0][part - 1].section
    sent = {"part": part, "version": section.version if section else "", "do": do}
    return office.post(address(report), sent)


class TestComparing:
    def test_each_part_of_the_outline_meets_the_section_that_tells_the_same(self, report):
        known, others = parts_of(report)
        assert [(one.name, one.section and str(one.section), one.is_same) for one in known] == [
            ("开头", "开头", True),
            ("会议", "会议", False),
            ("存在的不足", "不足", False),  # called otherwise, and like it
            ("计划", None, False),
        ]
        assert others == []

    def test_what_the_office_added_is_in_none(self, report, clerk):
        services.add_section(report, title="附言", by=clerk)
        _, others = parts_of(report)
        assert [str(section) for section in others] == ["附言"]

    def test_space_around_lines_is_no_difference(self, report):
        report.sections.filter(title="").update(text="  各位代表：\r\n\r\n")
        assert parts_of(report)[0][0].is_same

    @pytest.mark.parametrize("kind", Report.Kind.values)
    def test_a_report_just_begun_says_what_its_outline_says(self, clerk, kind):
        report = services.begin(drafting.draft(kind, 2022), by=clerk)
        known, others = parts_of(report)
        assert all(one.is_same for one in known) and others == []

    def test_in_a_乡_its_own_words_are_no_difference(self, clerk):
        TownName.objects.update(town="柳塘乡", kind="township", county_kind="county")
        report = services.begin(drafting.draft("annual", 2022), by=clerk)
        assert all(one.is_same for one in parts_of(report)[0])

    def test_what_is_only_in_one_is_marked_sentence_by_sentence(self, report):
        part = parts_of(report)[0][1]
        old, new, lost = renewing.marked(*renewing.printed(report, part))
        assert old == [
            [(False, "一、会议")], [(True, "开会2次。"), (False, "学习文件。")],
        ]  # fmt: skip
        assert new == [
            [(False, "一、会议")], [(True, "全年开会两次。"), (False, "学习文件。")],
        ]  # fmt: skip
        assert lost == 1

    def test_where_nothing_would_be_lost_none_is_counted(self):
        old, new, lost = renewing.marked(["甲。", "乙。"], ["甲。", "丙。", "乙。"])
        assert (old, lost) == ([[(False, "甲。")], [(False, "乙。")]], 0)
        assert [pair for line in new for pair in line if pair[0]] == [(True, "丙。")]


class TestTaking:
    def test_one_part_is_taken_over_and_the_others_stay(self, office, report, clerk):
        answer = send(office, report, 2)
        assert answer.url == address(report, 3), "the next that differs"
        section = report.sections.get(title="会议")
        assert section.text == "全年开会{主席团会议次数|汉字}。学习文件。"
        assert (section.version, section.changed_by) == (2, clerk)
        assert section.history.count() == 2
        assert report.sections.get(title="不足").text == "再努力。"

    def test_it_can_be_taken_back(self, office, report):
        send(office, report, 2)
        page = office.get(address(report, 2)).content.decode()
        assert "换回原来的" in page
        send(office, report, 2, do="back")
        assert report.sections.get(title="会议").text == "开会{主席团会议次数}。学习文件。"
        assert not parts_of(report)[0][1].is_same

    def test_what_the_office_wrote_itself_comes_back_too(self, office, report, clerk):
        section = report.sections.get(title="会议")
        services.write_section(section, title="会议", text="我们写的。", version=1, by=clerk)
        send(office, report, 2)
        send(office, report, 2, do="back")
        assert report.sections.get(title="会议").text == "我们写的。"

    def test_a_part_that_the_report_lacks_is_added_at_the_end(self, office, report):
        answer = send(office, report, 4)
        assert answer.url == f"/reports/papers/{report.pk}/edit/"
        last = report.sections.last()
        assert (last.title, last.text) == ("计划", "每季度开会。")
        assert parts_of(report)[0][3].is_same

    def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(self, office, report):
        colleague = cast.make_user(Role.STAFF, display_name="解晓燕")
        section = report.sections.get(title="会议")
        services.write_section(section, title="会议", text="她写的。", version=1, by=colleague)
        answer = office.post(address(report), {"part": 2, "version": 1, "do": "take"})
        assert answer.url == address(report, 2)
        assert report.sections.get(title="会议").text == "她写的。"
        assert "没有换：解晓燕刚刚改过这一部分" in office.get(answer.url).content.decode()

    def test_an_outline_that_nobody_can_render_is_refused_in_words(
        self, office, report, monkeypatch
    ):
        monkeypatch.setattr(drafting, "default_outline", lambda kind: "标题\n一、会议\n{没有}。")
        answer = office.post(address(report), {"part": 1, "version": 1, "do": "take"})
        assert "没有叫“没有”的数字" in office.get(answer.url).content.decode()

    @pytest.mark.parametrize(
        "sent",
        [
            {"part": 2, "version": 1, "do": "burn"}, {"part": 9, "version": 1, "do": "take"},
            {"part": 2, "version": "x", "do": "take"}, {"version": 1, "do": "take"},
            {"part": 2, "version": 1, "do": "back"},  # nothing to go back to
            {"part": 4, "version": 1, "do": "back"},
        ],
    )  # fmt: skip
    def test_nothing_else_can_be_done(self, office, report, sent):
        assert office.post(address(report), sent).status_code == 404
        assert set(report.sections.values_list("version", flat=True)) == {1}


class TestPage:
    def test_the_first_that_differs_opens_with_both_and_what_is_lost(self, office, report, clerk):
        section = report.sections.get(title="会议")
        text = "开会{主席团会议次数}。学习文件。我们自己写的。"
        services.write_section(section, title="会议", text=text, version=1, by=clerk)
        page = office.get(address(report)).content.decode()
        assert "<del>开会2次。</del>学习文件。<del>我们自己写的。</del>" in page
        assert "<ins>全年开会两次。</ins>学习文件。" in page
        assert "起草以后改过1次" in page and "下面划掉的2处就没有了" in page
        assert f'href="{address(report, 3)}">保留现在的</a>' in page

    def test_what_nobody_changed_loses_nothing(self, office, report):
        assert "换用以后不会丢掉谁写的话" in office.get(address(report, 2)).content.decode()

    def test_keeping_what_there_is_stores_nothing(self, office, report):
        for part in (2, 3):
            assert office.get(address(report, part)).status_code == 200
        assert set(report.sections.values_list("version", flat=True)) == {1}
        assert not [one for one in report.sections.all() if one.history.count() > 1]

    def test_the_report_leads_there_while_something_differs(self, office, report):
        edit = f"/reports/papers/{report.pk}/edit/"
        assert "有3部分和系统现在的提纲不同" in office.get(edit).content.decode()
        for part in (2, 3, 4):
            send(office, report, part)
        assert "换用新提纲" not in office.get(edit).content.decode()
        page = office.get(address(report)).content.decode()
        assert "各部分都和现在的提纲一样" in page and "换用这一节" not in page

    @pytest.mark.parametrize("part", ["0", "5", "x", "", "２"])
    def test_there_is_no_other_part(self, office, report, part):
        assert office.get(f"{address(report)}?part={part}").status_code == 404

    def test_a_closed_report_keeps_its_words(self, office, report, clerk):
        report.signed_on = day("2023-01-09")
        report.save()
        leader = cast.make_user(Role.LEADER, display_name="尉迟明")
        close(Report.objects.get(pk=report.pk), leader)
        assert office.get(address(report)).status_code == 404
        assert (
            office.post(address(report), {"part": 2, "version": 1, "do": "take"}).status_code == 404
        )
        assert "换用新提纲" not in office.get(f"/reports/papers/{report.pk}/edit/").content.decode()
        assert Section.objects.get(report=report, title="会议").version == 1

    def test_it_is_the_offices(self, client, report):
        client.force_login(cast.make_user(Role.LEADER))
        assert client.get(address(report)).status_code == 404

    def test_it_asks_the_same_however_long_the_report_and_its_history(self, office, report, clerk):
        def asked():
            with CaptureQueriesContext(connection) as captured:
                assert office.get(address(report, 2)).status_code == 200
            return len(captured)

        asked()
        few = asked()
        for number in range(10):
            section = report.sections.get(title="会议")
            text = f"开会{{主席团会议次数}}。第{number}稿。"
            services.write_section(
                section, title="会议", text=text, version=section.version, by=clerk
            )
            services.add_section(report, title=f"附言{number}", by=clerk)
        assert asked() == few
