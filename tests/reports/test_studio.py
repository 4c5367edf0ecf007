"""The report studio: reports of every kind, their sections, and two clerks over one text.

柳塘镇 in 2022: two presidium meetings (1 March, 1 September), one session, a motion of 许桂兰.
It is 10 January 2023.
"""

import re
import time
import uuid
from collections import Counter
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from reports.models import Report, Section
from reports.studio import services
from reports.studio.views import differences
from reports.words import drafting, outline
from tests import cast
from tests.cast import day, refused
from tests.records.admin_form import AdminForm
from township.models import LedgerStart

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says is the same on both

TODAY = day("2023-01-10")


def statements(browser, url):
    """How many statements the page asks of the tables of the town."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def frame():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    cast.make_presidium_meeting(starts_on=day("2022-03-01"))
    cast.make_presidium_meeting(starts_on=day("2022-09-01"))
    cast.make_motion(proposer=cast.make_deputy(name="许桂兰"), submitted_on=day("2022-04-01"))
    return frame


@pytest.fixture
def clerk(frame):
    return cast.the_clerk()


@pytest.fixture
def report(clerk):
    """The annual report of 2022, three parts, stored by the clerk."""
    text = "{镇}{年}年人大工作总结\n一、会议\n开会{主席团会议次数}。\n二、建议\n建议{镇议案建议件数}。\n三、不足\n再努力。"
    return services.begin(drafting.draft("annual", 2022, text=text), by=clerk)


@pytest.fixture
def office(client, clerk):
    client.force_login(clerk)
    return client


def words(report):
    """What the report says, a paragraph a line, without its day of record and who signed it when."""
    report = Report.objects.get(pk=report.pk)
    blocks = outline.render(report).blocks
    return [block.text for block in blocks if block.kind not in ("record", "signature", "date")]


def parts(report):
    return list(report.sections.order_by("order").values_list("title", flat=True))


class TestKinds:
    @pytest.mark.parametrize(
        ("kind", "first", "last"),
        [
            ("annual", "2022-01-01", "2022-12-31"),
            ("presidium", "2022-01-01", "2022-12-31"),
            ("five", "2018-01-01", "2022-12-31"),  # of two terms
            ("half", "2022-01-01", "2022-06-30"),
            ("handling", "2022-01-01", "2022-12-31"),
        ],
    )
    def test_each_speaks_of_its_own_days(self, frame, kind, first, last):
        draft = drafting.draft(kind, 2022)
        assert (str(draft.starts_on), str(draft.period.last_day)) == (first, last)

    @pytest.mark.parametrize(
        ("year", "first", "last"),
        [
            (2021, "2016-12-20", "2021-12-27"),
            (2025, "2021-01-01", "2025-12-31"),  # most of 2021 was of the term before
            (2026, "2021-12-28", "2026-12-31"),
        ],
    )
    def test_the_five_years_of_a_term_are_its_own(self, frame, year, first, last):
        draft = drafting.draft("five", year)
        assert (str(draft.starts_on), str(draft.period.last_day)) == (first, last)
        if year != 2025:
            assert (
                draft.period
                == draft.periods.of_term
                == drafting.draft("annual", year).periods.of_term
            )

    @pytest.mark.parametrize(
        ("year", "number"), [(2015, None), (2016, 1), (2020, 1), (2021, 1), (2022, 2)]
    )
    def test_the_term_is_the_one_that_most_of_the_year_lies_in(self, frame, year, number):
        """The first term ends, and the second begins, on 28 December 2021."""
        term = drafting.term_of(year)
        assert (term.number if term else None) == number

    def test_a_term_that_begins_in_january_has_that_year(self, frame):
        for term in (frame.first, frame.second):
            field = "ended_on" if term.number == 1 else "starts_on"
            type(term).objects.filter(pk=term.pk).update(**{field: day("2022-01-13")})
        assert drafting.term_of(2022).number == 2
        assert drafting.term_of(2021).number == 1

    @pytest.mark.parametrize("kind", Report.Kind.values)
    def test_each_outline_can_be_stored_as_it_is(self, clerk, kind):
        report = services.begin(drafting.draft(kind, 2022), by=clerk)
        for section in report.sections.all():
            section.full_clean()
        assert report.sections.count() >= 3

    @pytest.mark.parametrize("kind", Report.Kind.values)
    def test_each_outline_renders_without_a_brace_or_a_bare_nought(self, frame, kind):
        text = "\n".join(block.text for block in outline.render(drafting.draft(kind, 2022)).blocks)
        assert not set("{}[]|") & set(text)
        assert "None" not in text
        # A share says 0/5; nothing else says nought.
        assert re.findall(r"(?<![0-9.（/])0(?![0-9.%]).{0,6}", text) == []

    def test_half_a_year_counts_half_a_year(self, clerk):
        draft = drafting.draft(
            "half", 2022, text="小结\n一、会\n开会{主席团会议次数}，{主席团会议次数|较上年}。"
        )
        document = outline.render(draft)
        assert document.blocks[3].text == "开会1次，比上年同期增加1次。"
        assert document.blocks[3].runs[1].url.endswith("?period=2022-01-01_2022-06-30")

    def test_the_number_of_half_a_year_opens_its_one_record(self, office):
        draft = drafting.draft("half", 2022, text="小结\n一、会\n开会{主席团会议次数}。")
        url = outline.render(draft).blocks[3].runs[1].url
        page = office.get(url)
        assert [len(table["rows"]) for table in page.context["tables"]] == [1]

    def test_five_years_are_compared_with_no_year(self, frame):
        section = Section(report=drafting.draft("five", 2022), text="{主席团会议次数|较上年}")
        with refused("第1个字：这份报告不止一年，“主席团会议次数”不能“较上年”。"):
            section.clean()
        section.text = "开会{上年·主席团会议次数}。"
        with refused("第3个字：这份报告不止一年，不能用“上年”，请写明哪一年，如“2020年·”。"):
            section.clean()

    def test_a_speech_names_session_and_speaker_and_is_not_signed(self, clerk):
        session = cast.make_session(starts_on=day("2023-01-06"))
        draft = drafting.draft(
            "presidium", 2022, session=session, speaker="镇人大主席　尉迟明", mark="draft"
        )
        document = outline.render(draft)
        assert [(block.kind, block.text) for block in document.blocks[:6]] == [
            ("title", "柳塘镇人民代表大会主席团工作报告"),
            ("draft", "（草案）"),
            ("subtitle", "——2023年1月6日在柳塘镇第二届人民代表大会第一次会议上"),
            ("speaker", "镇人大主席　尉迟明"),
            ("record", "（数字截至2022年12月31日）"),
            ("to", "各位代表："),
        ]
        assert document.blocks[-1].text == "以上报告，请予审议。"
        assert document.signed_by == document.dated == ""

    def test_a_speech_without_session_or_speaker_says_what_is_missing(self, frame):
        document = outline.render(drafting.draft("presidium", 2022))
        texts = [block.text for block in document.blocks[:3]]
        assert texts[1:] == ["【待填：在哪次会上报告】", "【待填：报告人】"]

    def test_a_report_is_made_in_a_session_not_in_the_presidium(self, clerk):
        meeting = cast.make_presidium_meeting(starts_on=day("2022-11-01"))
        draft = drafting.draft("presidium", 2022, session=meeting)
        with refused("报告是在人代会上作的，请选一次人代会。"):
            services.begin(draft, by=clerk)

    def test_last_years_words_with_this_years_numbers(self, clerk, report):
        before = services.begin(drafting.draft("annual", 2021, model=report), by=clerk)
        assert parts(before) == ["会议", "建议", "不足"]
        assert words(before)[0] == "柳塘镇2021年人大工作总结"
        assert "开会0次。" in words(before)

    def test_a_year_has_one_annual_report_and_the_second_to_begin_gets_the_first(
        self, clerk, report
    ):
        again = services.begin(drafting.draft("annual", 2022), by=clerk)
        assert (again, Report.objects.count()) == (report, 1)

    def test_the_database_allows_one_annual_report_a_year(self, report):
        twin = drafting.draft("annual", 2022)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()

    def test_other_kinds_may_come_twice(self, clerk):
        for _ in range(2):
            services.begin(drafting.draft("presidium", 2022), by=clerk)
        assert Report.objects.filter(kind="presidium").count() == 2


class TestSentences:
    def said(self, text, kind="annual", year=2022):
        return (
            outline.render(drafting.draft(kind, year, text=f"标题\n一、会\n{text}")).blocks[3].text
        )

    @pytest.mark.parametrize("before", ["比上年", "与上年", "较上年", "同上年", ""])
    def test_a_comparison_brings_its_own_words(self, frame, before):
        cast.make_presidium_meeting(term=frame.first, starts_on=day("2021-05-01"))
        text = f"开会{{主席团会议次数}}，{before}{{主席团会议次数|较上年}}。"
        assert self.said(text) == "开会2次，比上年增加1次。"
        cast.make_presidium_meeting(term=frame.first, starts_on=day("2021-06-01"))
        assert self.said(text) == "开会2次，与上年持平。"
        cast.make_presidium_meeting(term=frame.first, starts_on=day("2021-07-01"))
        assert self.said(text) == "开会2次，比上年减少1次。"

    def test_the_running_year_is_compared_up_to_the_same_day(self, frame):
        """On 10 January 2023: one meeting on the 5th, against none up to that day in 2022."""
        cast.make_presidium_meeting(starts_on=day("2023-01-05"))
        assert self.said("{主席团会议次数|较上年}。", year=2023) == "比上年同期增加1次。"

    def test_on_the_29th_of_february_with_the_28th(self, frame, monkeypatch):
        for today, meetings, said in (
            ("2024-02-28", ["2023-02-28"], "与上年同期持平。"),
            ("2024-02-29", [], "与上年同期持平。"),
            ("2024-03-01", ["2024-02-29"], "比上年同期增加1次。"),
            ("2025-02-28", ["2025-02-02"], "与上年同期持平。"),
        ):
            for date in meetings:
                cast.make_presidium_meeting(starts_on=day(date), clean=False)
            if today == "2024-02-28":
                cast.make_presidium_meeting(starts_on=day("2024-01-05"), clean=False)
            monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, t=today: day(t))
            year = int(today[:4])
            assert self.said("{主席团会议次数|较上年}。", year=year) == said, today

    def test_half_a_year_is_compared_with_half_a_year(self, frame):
        cast.make_presidium_meeting(term=frame.first, starts_on=day("2021-05-01"))
        cast.make_presidium_meeting(term=frame.first, starts_on=day("2020-05-01"))
        cast.make_presidium_meeting(term=frame.first, starts_on=day("2020-09-01"))
        text = "{主席团会议次数|较上年}，{上年·主席团会议次数|较上年}，{本届·主席团会议次数}。"
        assert self.said(text, "half") == "与上年同期持平，与前年同期持平，1次。"

    def test_a_named_year_is_compared_with_the_one_before(self, frame):
        assert self.said("{2022年·主席团会议次数|较上年}。") == "比2021年增加2次。"

    def test_otherwise_is_said_where_there_is_nothing(self, frame):
        text = "[[视察{活动次数（视察）}||没有组织视察]]，[[开会{主席团会议次数}||没有开会]]。"
        assert self.said(text) == "没有组织视察，开会2次。"

    def test_a_paragraph_that_is_all_clause_goes_with_it(self, frame):
        draft = drafting.draft("annual", 2022, text="标题\n一、会\n[[超期{超期件数}。]]\n完。")
        assert [block.text for block in outline.render(draft).blocks[2:4]] == ["一、会", "完。"]

    @pytest.mark.parametrize(
        "text", ["｛主席团会议次数｜汉字｝", "{主席团会议次数，汉字}", "{主席团会议次数,汉字}"]
    )
    def test_what_an_input_method_writes_is_understood(self, frame, text):
        assert self.said(f"开会{text}。") == "开会两次。"

    def test_full_width_clauses_and_dots(self, frame):
        assert self.said("［［开会{本届・主席团会议次数}｜｜没有］］。") == "开会2次。"


class TestSections:
    def test_headings_are_numbered_in_their_order(self, report):
        assert words(report) == [
            "柳塘镇2022年人大工作总结",
            "一、会议", "开会2次。", "二、建议", "建议1件。", "三、不足", "再努力。",
        ]  # fmt: skip

    def test_moved_and_left_out_they_are_numbered_anew(self, clerk, report):
        first, second, _ = report.sections.order_by("order")
        services.move_section(second, up=True, by=clerk)
        assert parts(report) == ["建议", "会议", "不足"]
        services.leave_out(first, is_left_out=True, by=clerk)
        assert words(report)[1:] == ["一、建议", "建议1件。", "二、不足", "再努力。"]
        services.leave_out(first, is_left_out=False, by=clerk)
        assert words(report)[3] == "二、会议"

    def test_the_first_moves_no_further_up(self, clerk, report):
        services.move_section(report.sections.first(), up=True, by=clerk)
        assert parts(report) == ["会议", "建议", "不足"]

    def test_small_headings_are_numbered_within_their_part(self, clerk, report):
        section = report.sections.first()
        text = "（三）甲\n一句。\n（三）乙"
        services.write_section(section, title="会议", text=text, version=1, by=clerk)
        assert words(report)[2:5] == ["（一）甲", "一句。", "（二）乙"]

    @pytest.mark.parametrize("pasted", ["一、会议", " 三、 会议", "会议"])
    def test_a_number_that_was_pasted_with_the_heading_is_not_printed_twice(
        self, clerk, report, pasted
    ):
        section = report.sections.first()
        services.write_section(section, title=pasted, text="开会。", version=1, by=clerk)
        assert words(report)[1] == "一、会议"
        services.add_section(report, title=pasted, by=clerk)
        assert words(report)[-1] == "四、会议"

    def test_what_was_typed_to_be_filled_in_later_is_a_gap(self, clerk, report):
        section = report.sections.first()
        text = "开会【待填】，【待补：议题】，{主席团会议次数}。"
        services.write_section(section, title="会议", text=text, version=1, by=clerk)
        document = outline.render(Report.objects.get(pk=report.pk))
        assert [gap.text for gap in document.gaps[:2]] == [
            "正文：文字里写着待填", "议题：文字里写着待填",
        ]  # fmt: skip
        assert document.gaps[0].url == f"/reports/papers/{report.pk}/edit/"
        assert document.blocks[3].text == "开会【待填】，【待补：议题】，2次。"

    def test_a_report_may_go_without_numbers(self, report):
        report.numbers_sections = False
        report.save()
        assert words(report)[1] == "会议"

    def test_what_changed_is_kept_with_who_changed_it(self, clerk, report):
        section = report.sections.first()
        services.write_section(section, title="会议", text="开会。", version=1, by=clerk)
        newest, oldest = section.history.order_by("-history_id")
        assert (oldest.text, newest.text) == ("开会{主席团会议次数}。", "开会。")
        assert newest.history_user == clerk

    def test_a_new_part_stands_at_the_end(self, clerk, report):
        services.add_section(report, title="{下年}年计划", by=clerk)
        assert words(report)[-1] == "四、2023年计划"

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("开会{主席团会次数}。", "第3个字：没有叫“主席团会次数”的数字。名字最像的是“主席团会议次数”：期间内在闭会期间召开的主席团会议。意思一样才换成它。"),
            ("甲\n开会{主席团会议次数。", "第2行第3个字“{”没有成对。"),
            ("{去年·主席团会议次数}", "第1个字：“{去年·主席团会议次数}”中的期间“去年”不认识，可以用：本届、上年、五年、2020年这样的年份。"),
            ("{主席团会议次数|百分比}", "第1个字：“{主席团会议次数|百分比}”不能写成“|百分比”，请去掉竖线后面的写法。"),
            ("{本届·主席团会议次数|较上年}", "第1个字：“{本届·主席团会议次数|较上年}”是几年的合计，不能“较上年”，请去掉竖线后面的写法。"),
            ("{活动次数（xyz）}", "第1个字：“活动次数”里没有“xyz”这一类，可以用：视察、调研、执法检查、工作评议、学习培训、外出考察、选民接待、代表小组活动、联络站活动、代表述职等。"),
            ("[[没有数字]]", "第1个字：双方括号里要有数字，没有数字的去掉双方括号。"),
            ("[[{超期件数}||甲||乙]]", "第1个字：一对双方括号里只能有一个“||”。"),
            ("", "标题和正文不能都空着。"),
        ],
    )  # fmt: skip
    def test_words_that_nobody_can_render_are_refused_and_nothing_is_stored(
        self, clerk, report, text, sentence
    ):
        section = report.sections.first()
        with pytest.raises(ValidationError) as error:
            title = "会议" if text else ""
            services.write_section(section, title=title, text=text, version=1, by=clerk)
        assert error.value.message_dict["text"] == [sentence]
        section.refresh_from_db()
        assert (section.text, section.version) == ("开会{主席团会议次数}。", 1)


class TestEditor:
    def test_the_page_shows_words_rendering_and_catalogue(self, office, report):
        page = office.get(report.sections.first().get_absolute_url()).content.decode()
        assert "开会{主席团会议次数}。" in page
        assert "一、会议" in page
        assert 'data-words="{主席团会议次数}"' in page

    def test_saving_and_what_is_refused(self, office, report):
        section = report.sections.first()
        sent = {"title": "会议", "text": "开{主席团会次数}。", "version": "1"}
        page = office.post(section.get_absolute_url(), sent)
        assert page.status_code == 200
        shown = page.content.decode()
        assert "名字最像的是“主席团会议次数”" in shown
        near = shown.partition('<ul class="near">')[2].partition("</ul>")[0]
        assert "<code>{主席团会议次数}</code> 2次" in near, "its value in this very report"
        assert "期间内在闭会期间召开的主席团会议。" in near
        assert "开{主席团会次数}。" in page.content.decode()  # nothing typed is lost
        answer = office.post(section.get_absolute_url(), sent | {"text": "开{主席团会议次数}会。"})
        assert answer.status_code == 302
        assert words(report)[2] == "开2次会。"

    def test_what_is_too_long_is_refused_and_never_cut_by_the_browser(self, office, report):
        section = report.sections.first()
        url = section.get_absolute_url()
        assert "maxlength" not in office.get(url).content.decode()
        sent = {"title": "会议", "text": "长" * 20_001, "version": "1"}
        page = office.post(url, sent)
        assert "20000" in page.context["form"].errors["text"][0]
        assert sent["text"] in page.content.decode()

    def test_saving_may_lead_back_to_the_parts(self, office, report):
        sent = {"title": "会议", "text": "甲。", "version": "1", "back": "1"}
        answer = office.post(report.sections.first().get_absolute_url(), sent)
        assert answer.url == f"/reports/papers/{report.pk}/edit/"

    def test_a_preview_stores_nothing(self, office, report):
        url = report.sections.first().get_absolute_url() + "preview/"
        sent = {"title": "会议", "text": "共{主席团会议次数|汉字}。", "version": "1"}
        page = office.post(url, sent).content.decode()
        assert "两次" in page and "<html" not in page
        page = office.post(url, sent | {"text": "共{次数"}).content.decode()
        assert "第2个字“{”没有成对。" in page
        assert words(report)[2] == "开会2次。"

    def test_the_second_to_save_sees_both_versions_and_overwrites_nothing(self, office, report):
        section, colleague = (
            report.sections.first(),
            cast.make_user(Role.STAFF, display_name="解晓燕"),
        )
        services.write_section(section, title="会议", text="她写的。", version=1, by=colleague)
        sent = {"title": "会议", "text": "我写的。", "version": "1"}
        page = office.post(section.get_absolute_url(), sent)
        text = page.content.decode()
        assert page.status_code == 200
        assert "没有保存：解晓燕刚刚改过这一部分。" in text
        assert "她写的。" in text and "我写的。" in text
        assert words(report)[2] == "她写的。"
        # What is sent from that page is sent knowingly.
        version = page.context["form"]["version"].value()
        office.post(section.get_absolute_url(), sent | {"text": "合起来。", "version": version})
        assert words(report)[2] == "合起来。"

    def test_two_long_versions_of_which_no_line_is_the_same_are_shown_at_once(self, report):
        said = {
            "title": "会议",
            "text": "\n".join(f"今年的第{n}行，开会。" * 4 for n in range(300)),
        }
        theirs = Section(
            title="会议", text="\n".join(f"旧年的第{n}行，视察。" * 4 for n in range(300))
        )
        start = time.process_time()
        lines = list(differences(theirs, SimpleNamespace(cleaned_data=said)))
        assert time.process_time() - start < 1
        assert Counter(kind for kind, _ in lines) == {"same": 1, "theirs": 300, "mine": 300}

    def test_parts_are_moved_and_left_out_by_buttons(self, office, report):
        first = report.sections.first()
        url = first.get_absolute_url() + "do/"
        assert office.post(url, {"do": "down"}).url == f"/reports/papers/{report.pk}/edit/"
        assert parts(report) == ["建议", "会议", "不足"]
        office.post(url, {"do": "out"})
        page = office.get(f"/reports/papers/{report.pk}/edit/").content.decode()
        assert "不印" in page
        assert office.post(url, {"do": "burn"}).status_code == 404

    def test_a_part_of_another_report_is_not_here(self, office, clerk, report):
        other = services.begin(drafting.draft("half", 2022), by=clerk)
        url = f"/reports/papers/{other.pk}/{report.sections.first().pk}/"
        assert office.get(url).status_code == 404

    def test_the_years_draft_is_stored_by_a_button(self, office):
        page = office.get("/reports/2022/").content.decode()
        assert 'action="/reports/2022/begin/annual/"' in page
        answer = office.post("/reports/2022/begin/annual/")
        report = Report.objects.get(kind="annual", year=2022)
        assert answer.url == f"/reports/papers/{report.pk}/edit/"
        assert report.sections.count() == 5
        again = office.post("/reports/2022/begin/annual/")
        assert (again.url, Report.objects.count()) == (answer.url, 1)

    def test_a_new_part_is_added_once_by_its_form(self, office, report):
        url, sent = f"/reports/papers/{report.pk}/edit/", once() | {"title": "计划"}
        first, second = (office.post(url, sent) for _ in range(2))
        assert parts(report) == ["会议", "建议", "不足", "计划"]
        assert first.url == report.sections.last().get_absolute_url()
        assert second.url == url
        page = office.post(url, once() | {"title": "{次数}"})
        assert "没有叫“次数”的数字" in page.context["form"].errors["title"][0]
        assert len(parts(report)) == 4

    def test_leadership_closes_what_nobody_has_edited(self, client, frame):
        client.force_login(cast.make_user(Role.LEADER))
        url = "/reports/2022/begin/annual/"
        assert client.post(url).status_code == 404  # to edit is the office's
        assert Report.objects.count() == 0
        answer = client.post(url, {"then": "close"})
        assert answer.url == f"/reports/papers/{Report.objects.get().pk}/close/"

    def test_only_kinds_that_a_year_has_once_begin_like_that(self, office):
        assert office.post("/reports/2022/begin/presidium/").status_code == 404
        assert office.get("/reports/2022/begin/annual/").status_code == 405

    def test_before_the_first_term_there_is_nothing_to_begin(self, office):
        answer = office.post("/reports/2010/begin/annual/")
        assert (answer.url, Report.objects.count()) == ("/reports/2010/", 0)

    def test_the_editor_asks_the_same_however_long_the_report(self, office, report, clerk):
        url = report.sections.first().get_absolute_url()
        statements(office, url)  # the first page of a session also stores the session
        few = statements(office, url)
        for number in range(20):
            services.add_section(report, title=f"第{number}部分", by=clerk)
        assert statements(office, url) == few
        edit = f"/reports/papers/{report.pk}/edit/"
        many = statements(office, edit)
        report.sections.filter(title__startswith="第").delete()
        assert statements(office, edit) == many


def once():
    return {"_once": str(uuid.uuid4())}


class TestNewReport:
    URL = "/reports/new/"

    def test_one_form_sent_twice_begins_one_report(self, office, frame):
        sent = once() | {"kind": "presidium", "year": "2022"}
        first, second = (office.post(self.URL, sent) for _ in range(2))
        assert Report.objects.count() == 1
        assert (first.url, second.url) == (
            f"/reports/papers/{Report.objects.get().pk}/edit/", "/reports/",
        )  # fmt: skip

    def test_a_form_that_was_cut_off_begins_none(self, office, frame):
        page = office.post(self.URL, {"kind": "presidium", "year": "2022"})
        assert "没有完整打开" in page.content.decode()
        assert Report.objects.count() == 0

    def test_a_work_report_is_begun_for_a_session(self, office, frame):
        session = cast.make_session(starts_on=day("2023-01-06"))
        answer = office.post(
            self.URL, once() | {"kind": "presidium", "year": "2022", "session": session.pk}
        )
        report = Report.objects.get()
        assert answer.url == f"/reports/papers/{report.pk}/edit/"
        assert report.session_id == session.pk
        page = office.get(f"/reports/papers/{report.pk}/").content.decode()
        assert "柳塘镇第二届人民代表大会第一次会议上" in page

    def test_free_days(self, office, frame):
        sent = {"kind": "free", "year": "2022", "starts_on": "2022-03-01", "last_on": "2022-03-31"}
        office.post(self.URL, once() | sent)
        report = Report.objects.get()
        assert str(report.period) == "2022-03-01至2022-03-31"
        assert words(report)[2] == "这一时期召开主席团会议1次。"

    @pytest.mark.parametrize(
        ("sent", "field", "sentence"),
        [
            ({"kind": "free", "year": "2022"}, "starts_on", "请写明报告的起止日期。"),
            (
                {"kind": "free", "year": "2022", "starts_on": "2022-03-02", "last_on": "2022-03-01"},
                "last_on", "最后一天不能早于第一天。",
            ),
            (
                {"kind": "free", "year": "2021", "starts_on": "2022-03-01", "last_on": "2022-03-02"},
                "year", "年份要与最后一天一致。",
            ),
            ({"kind": "presidium", "year": "2010"}, "year", "2010年不在任何一届之内，请先登记届次。"),
            ({"kind": "five", "year": "1952"}, "year", "五年要从有台账的年份算起。"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_begun_is_said_at_the_field(self, office, sent, field, sentence):
        page = office.post(self.URL, once() | sent)
        assert page.context["form"].errors[field] == [sentence]
        assert Report.objects.count() == 0

    def test_days_that_were_typed_stand_in_the_refused_form(self, office, frame):
        sent = {"kind": "free", "year": "2021", "starts_on": "2022-03-01", "last_on": "2022-03-02"}
        page = office.post(self.URL, once() | sent).content.decode()
        assert 'value="2022-03-01"' in page and 'value="2022-03-02"' in page

    def test_a_second_annual_report_is_refused_in_words(self, office, report):
        page = office.post(self.URL, once() | {"kind": "annual", "year": "2022"})
        assert page.context["form"].errors["year"] == [
            "2022年年度工作总结已经有了，请在原来那一份上改。"
        ]

    @pytest.mark.parametrize("kind", ["half", "five", "presidium"])
    def test_nor_is_a_second_of_the_same_days_begun_by_mistake(self, office, frame, kind):
        session = cast.make_session(starts_on=day("2022-12-28"))
        sent = {"kind": kind, "year": "2022"}
        office.post(self.URL, once() | sent)
        page = office.post(self.URL, once() | sent)
        assert "已经有了，请在原来那一份上改。" in page.context["form"].errors["year"][0]
        office.post(self.URL, once() | sent | {"session": session.pk})
        assert Report.objects.filter(kind=kind).count() == 2

    def test_from_an_earlier_report(self, office, report):
        office.post(self.URL, once() | {"kind": "half", "year": "2022", "model": report.pk})
        half = Report.objects.get(kind="half")
        assert parts(half) == ["会议", "建议", "不足"]
        assert "开会1次。" in words(half)


class TestSettings:
    def test_title_and_day_are_changed_in_the_office(self, office, report):
        url = f"/admin/reports/report/{report.pk}/change/"
        AdminForm(office, url).fill(title="{镇}的{年}年", signed_on="2023-01-08").send()
        assert outline.render(Report.objects.get()).blocks[0].text == "柳塘镇的2022年"

    def test_a_title_that_nobody_can_render_is_refused(self, office, report):
        url = f"/admin/reports/report/{report.pk}/change/"
        answer = AdminForm(office, url).fill(title="{镇长}的报告").send()
        assert "没有叫“镇长”的数字" in answer.content.decode()
        assert Report.objects.get().title == "{镇}{年}年人大工作总结"
