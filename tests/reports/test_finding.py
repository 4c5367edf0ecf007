"""The search of figures beside the editor, in the words of clerks, and what stands ready to be written.

柳塘镇 in 2022: two presidium meetings (1 March, 1 September) against one in 2021, a training, a motion
about roads, three visits of one household. It is 10 January 2023.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from reports.asking import placeholders, units
from reports.asking.placeholders import FORMATS, STYLES
from reports.asking.registry import REGISTRY, find
from reports.models import TableVersion
from reports.studio import services
from reports.words import drafting, finding, outline
from tests import cast
from tests.cast import day
from tests.reports.county_book import county_book
from tests.reports.test_county_tables import add
from township.models import LedgerStart, TownName

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TODAY = day("2023-01-10")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def frame():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    cast.make_presidium_meeting(term=frame.first, starts_on=day("2021-05-01"))
    cast.make_presidium_meeting(starts_on=day("2022-03-01"))
    cast.make_presidium_meeting(starts_on=day("2022-09-01"))
    cast.make_activity(kind="training", starts_on=day("2022-05-01"))
    return frame


@pytest.fixture
def clerk(frame):
    return cast.the_clerk()


@pytest.fixture
def report(clerk):
    text = "{镇}{年}年人大工作总结\n一、会议\n开会{主席团会议次数}。"
    return services.begin(drafting.draft("annual", 2022, text=text), by=clerk)


def titles(report, typed):
    return [one.title for one in finding.search(report, typed)[0]]


def ways(report, typed):
    """{placeholder: what it says} of the first that is found."""
    first = finding.search(report, typed)[0][0]
    return {way.placeholder: way.result for way in first.ways}


class TestEverydayWords:
    @pytest.mark.parametrize("word", finding.everyday()["figures"])
    def test_each_leads_to_the_figures_that_it_names_first(self, report, word):
        named = finding.everyday()["figures"][word]
        expected = [finding.MeantFigure(*find(name)).title for name in named]
        assert titles(report, word)[: len(named)] == expected

    @pytest.mark.parametrize("word", finding.everyday()["periods"])
    def test_each_word_for_a_time_leads_to_figures_of_that_time(self, report, word):
        period = finding.everyday()["periods"][word]
        [first, *_] = ways(report, word)
        head, dot, _ = first.removeprefix("{").partition("·")
        assert (head if dot else "") == period
        assert ways(report, f"{word}开会") == ways(report, f"{word} 开会")

    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("培训", "活动次数（学习培训）"),  # a member
            ("水利设施", "镇议案建议件数（水利设施）"),
            ("走访未遇", "走访未遇次数"),
            ("zxthycs", "主席团会议次数"),
            ("主席团 会议次数", "主席团会议次数"),
            ("件件有回音率", "回告率"),  # as it was called before
            ("院坝会", "走访户次"),  # only its definition says so
            ("活动次数(学习培训)", "活动次数（学习培训）"),
            ("走访户次", "走访户次"),
        ],
    )
    def test_names_members_pinyin_and_definitions(self, report, typed, first):
        assert first in titles(report, typed)

    def test_what_is_called_so_comes_before_what_only_speaks_of_it(self, report):
        assert titles(report, "走访户")[0] == "走访户次"
        assert titles(report, "走访户数")[0] == "走访户数"

    def test_a_deputy_is_found_by_the_whole_name_only(self, report):
        cast.make_deputy(name="许桂兰")
        assert "人代会应到人次（许桂兰）" in titles(report, "许桂兰")
        assert titles(report, "许桂") == []

    def test_a_name_is_found_with_what_it_says(self, report):
        assert ways(report, "署名") == {"{署名}": "柳塘镇人大主席团"}

    @pytest.mark.parametrize("typed", ["", "  ", "没有这回事", "{走访户次}|", "%00", "（）"])
    def test_nothing_is_found_where_nothing_is_meant(self, report, typed):
        assert finding.search(report, typed) == ([], 0)

    def test_of_many_the_best_are_told_and_how_many_more_there_are(self, report):
        found, more = finding.search(report, "件数")
        assert len(found) == finding.FOUND_AT_MOST
        assert more > 20


class TestWays:
    def test_each_style_and_period_stands_ready_with_its_result(self, report):
        assert ways(report, "主席团会议次数") == {
            "{主席团会议次数}": "2次",
            "{主席团会议次数|汉字}": "两次",
            "{主席团会议次数|数}": "2",
            "{主席团会议次数|较上年}": "比上年增加1次",
            "{上年·主席团会议次数}": "1次",
            "{本届·主席团会议次数}": "2次",
            "{五年·主席团会议次数}": "3次",
        }

    def test_the_time_that_is_named_comes_first_in_every_style(self, report):
        assert list(ways(report, "去年 主席团会议次数").items())[:3] == [
            ("{上年·主席团会议次数}", "1次"),
            ("{上年·主席团会议次数|汉字}", "一次"),
            ("{上年·主席团会议次数|数}", "1"),
        ]

    @pytest.mark.parametrize("figure", REGISTRY.values(), ids=lambda figure: figure.name)
    def test_no_style_that_fits_is_left_out(self, figure):
        """Whatever FORMATS knows is offered, but what the parser itself refuses of this figure."""
        periods = drafting.draft("annual", 2022, text="标题\n一、会\n开会。", term=None).periods
        known = finding.ways_of(finding.MeantFigure(figure), "", periods)
        styles = {way.partition("|")[2] for way in known}
        missing = set(FORMATS[figure.shape]) - styles
        assert all(not finding.can_be_said(f"{figure.title}|{style}", periods) for style in missing)
        assert "" in styles

    def test_details_are_told_and_lead_to_each_member(self, report):
        cast.make_motion(proposer=cast.make_deputy(name="许桂兰"), submitted_on=day("2022-04-01"))
        [first, *_] = finding.search(report, "镇议案建议件数")[0]
        said = {way.placeholder: way.result for way in first.ways}
        topic = said["{镇议案建议件数|明细}"].removesuffix("1件")
        assert f"镇议案建议件数（{topic}）" in first.members
        assert first.split_by == "内容类别"

    def test_a_report_of_several_years_is_offered_no_year_before(self, clerk):
        report = services.begin(drafting.draft("five", 2022), by=clerk)
        assert not any("上年" in way for way in ways(report, "主席团会议次数"))

    def test_what_nobody_knows_is_marked(self, report):
        LedgerStart.objects.update(complete_from=day("2022-01-01"))
        [first, *_] = finding.search(report, "主席团会议次数")[0]
        gaps = [way.placeholder for way in first.ways if way.is_gap]
        assert "{上年·主席团会议次数}" in gaps and "{主席团会议次数}" not in gaps

    def test_they_are_in_the_words_of_the_town(self, report):
        TownName.objects.update(town="柳塘乡", kind="township")
        assert "{乡代表人数|汉字}" in ways(report, "多少代表")


class TestFiveYears:
    """The first term runs from 2016-12-20 to 2021-12-28, the second since then."""

    @pytest.mark.parametrize(
        ("year", "first", "last"),
        [
            (2022, "2018-01-01", "2022-12-31"),
            (2021, "2016-12-20", "2021-12-27"),
            (2025, "2021-01-01", "2025-12-31"),
        ],
    )
    def test_they_are_those_of_the_five_year_report(self, frame, year, first, last):
        annual, five = (drafting.draft(kind, year) for kind in ("annual", "five"))
        span = annual.periods.resolve("五年")
        assert (str(span.start), str(span.last_day)) == (first, last)
        assert span == five.period

    def test_half_a_year_ends_them(self, frame):
        half = drafting.draft("half", 2022)
        assert str(half.periods.resolve("五年")) == "2018-01-01至2022-06-30"

    def test_its_number_opens_its_records(self, client, clerk, report):
        client.force_login(clerk)
        text = "{镇}{年}年\n一、会\n开会{五年·主席团会议次数}。"
        block = outline.render(drafting.draft("annual", 2022, text=text)).blocks[3]
        assert block.text == "开会3次。"
        page = client.get(block.runs[1].url)
        assert [len(table["rows"]) for table in page.context["tables"]] == [3]


class TestPage:
    def test_without_a_script_it_is_a_page_to_copy_from(self, client, clerk, report):
        client.force_login(clerk)
        url = f"/reports/papers/{report.pk}/figures/"
        page = client.get(url, {"find": "培训"}).content.decode()
        assert "<code>{活动次数（学习培训）|汉字}</code>" in page and ">一次<" in page
        assert 'value="培训"' in page
        assert "没有找到“没有这回事”" in client.get(url, {"find": "没有这回事"}).content.decode()
        assert client.get(url).status_code == 200

    def test_the_editor_leads_there(self, client, clerk, report):
        client.force_login(clerk)
        page = client.get(report.sections.first().get_absolute_url()).content.decode()
        assert (
            f'action="/reports/papers/{report.pk}/figures/" role="search" target="_blank"' in page
        )
        assert all(f"<code>|{style}</code>" in page for style in STYLES if style)

    def test_it_is_the_offices(self, client, report):
        client.force_login(cast.make_user(Role.LEADER))
        assert client.get(f"/reports/papers/{report.pk}/figures/").status_code == 404

    @pytest.mark.parametrize("typed", ["培训", "满意", "主席团会议次数"])
    def test_it_asks_the_same_however_much_was_recorded(self, report, typed):
        def asked():
            with CaptureQueriesContext(connection) as captured:
                finding.search(report, typed)
            return len(captured)

        few = asked()
        for month in range(1, 10):
            cast.make_presidium_meeting(starts_on=day(f"2022-0{month}-15"), clean=False)
            cast.make_activity(kind="training", starts_on=day(f"2022-0{month}-16"))
        assert asked() == few


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("走访{走访户次}户次。", "{走访户次} 或者 {走访户次|数}户次"),
            ("开会{主席团会议次数|汉字}次。", "{主席团会议次数|汉字}"),
            ("满意率{满意率|百分比}%。", "{满意率|百分比}"),
            ("发放{代表补助发放金额|万元}万元。", "{代表补助发放金额|万元}"),
            ("走访｛走访户次｝户次。", "｛走访户次｝ 或者 ｛走访户次|数｝户次"),
        ],
    )
    def test_a_unit_that_stands_twice_is_told_with_what_is_right(self, text, right):
        [said] = units.doubled(text)
        assert f"请写成“{right}”。" in said

    @pytest.mark.parametrize(
        "text",
        [
            "{走访户次|数}户次",
            "{走访户次}，户次",
            "{代表补助发放金额|万元}元",
            "{镇}镇",
            "{没有}次",
            "{外出考察地}次",
        ],
    )
    def test_else_nothing_is_said(self, text):
        assert units.doubled(text) == []

    def test_the_editor_tells_it_beside_the_rendering(self, client, clerk, report):
        client.force_login(clerk)
        url = report.sections.first().get_absolute_url() + "preview/"
        sent = {"title": "会议", "text": "开会{主席团会议次数}次。", "version": "1"}
        page = client.post(url, sent).content.decode()
        assert "里的单位印两遍" in page and "开会" in page

    def test_a_county_table_tells_it_with_its_cell(self, clerk):
        add(clerk, county_book(C7="{走访户次}户次"))
        [said] = TableVersion.objects.get().remarks
        assert said.startswith("工作表“汇总”的C7：“{走访户次}户次”里的单位印两遍")


class TestMistakes:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("{本届.走访户次}", "本届·走访户次"),
            ("{2020年走访户次|数}", "2020年·走访户次|数"),
            ("{上年．活动次数（学习培训）}", "上年·活动次数（学习培训）"),
            ("{本届·走访户数次}", "本届·走访户次"),
            ("{五年走访户数次}", "五年·走访户次"),
            ("{主席团会次数|汉字}", "主席团会议次数|汉字"),
            ("{主席团会次数|百分比}", "主席团会议次数"),  # a style that it has not
            ("{没有这回事}{走访户次}", None),
        ],
    )
    def test_what_is_suggested_keeps_period_and_style(self, frame, typed, meant):
        assert placeholders.placeholders_meant(typed) == ([meant] if meant else [])

    def test_a_dot_of_another_kind_is_named(self, frame):
        with pytest.raises(ValidationError) as error:
            placeholders.check_words("甲\n开会{本届.主席团会议次数}。")
        assert error.value.messages == [
            "第2行第3个字：“{本届.主席团会议次数}”的期间和名称之间要写“·”：“{本届·主席团会议次数}”。"
        ]

    def test_a_suggestion_with_a_period_is_written_out(self, frame):
        with pytest.raises(ValidationError) as error:
            placeholders.check_words("{本届·主席团会次数}")
        assert error.value.messages[0].endswith("连同期间写作“{本届·主席团会议次数}”。")

    @pytest.mark.parametrize(
        ("line", "place"),
        [
            ("甲\n乙\n主席团开会很多次今年共{五次。", "第3行第12个字“{”没有成对。"),
            ("开会五次}。", "第5个字“}”没有成对。"),
            ("甲\n{镇}开会｛五次", "第2行第6个字“｛”没有成对。"),
            ("{镇}开会[[{主席团会议次数}", "第6个字“[[”没有成对。"),
        ],
    )
    def test_line_and_sign_are_named(self, frame, line, place):
        with pytest.raises(ValidationError) as error:
            placeholders.check_words(line)
        assert error.value.messages == [place]

    def preview(self, client, report, text):
        url = report.sections.first().get_absolute_url() + "preview/"
        sent = {"title": "会议", "text": text, "version": "1"}
        return client.post(url, sent).content.decode()

    @pytest.mark.parametrize(
        ("broken", "marked"),
        [
            ("{主席团会次数}", "【不认识：主席团会次数】"),
            ("{本届.主席团会议次数}", "【不认识：本届.主席团会议次数】"),
            ("{五次", "【不认识：{】</a>五次"),
            ("]]", "【不认识：]]】"),
            ("{人代会应到人数（九届九次）}", "【不认识：人代会应到人数（九届九次）】"),
            ("[[没有数字]]", ""),
            ("[[{主席团会次数}||没有]]", "【不认识：主席团会次数】"),
        ],
    )
    def test_the_rest_is_rendered_and_what_is_wrong_is_marked(
        self, client, clerk, report, broken, marked
    ):
        client.force_login(clerk)
        page = self.preview(client, report, f"开会{{主席团会议次数}}。\n又{broken}。")
        assert 'role="alert"' in page and "第2行第" in page
        assert ">2次</a>。" in page, "the sound line is rendered as ever"
        assert marked in page

    def test_the_suggestion_stands_with_its_value_of_its_own_period(self, client, clerk, report):
        client.force_login(clerk)
        page = self.preview(client, report, "{上年·主席团会次数}")
        assert "<code>{上年·主席团会议次数}</code> 1次" in page

    def test_of_several_years_what_compares_with_one_is_marked(self, client, clerk):
        client.force_login(clerk)
        report = services.begin(drafting.draft("five", 2022), by=clerk)
        page = self.preview(client, report, "开会{主席团会议次数}，{主席团会议次数|较上年}。")
        assert "【不认识：主席团会议次数|较上年】" in page and ">3次</a>" in page


def test_the_handbook_lists_every_style():
    text = (Path(settings.BASE_DIR) / "docs" / "手册.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if re.match(r"\| `[^`]*{", line)]
    written = set(re.findall(r"\\\|([^}`]+)\}", "\n".join(rows)))
    assert {style for style in STYLES if style} <= written
