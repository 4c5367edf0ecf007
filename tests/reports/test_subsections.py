"""A section of several 小节, written one by one: 曾玉梅 in （一） and 解晓燕 in （二） do not meet.

柳塘镇 in 2022, two presidium meetings. It is 10 January 2023.
"""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from reports.models import Section
from reports.studio import services
from reports.words import drafting
from reports.words.subsections import counterpart, joined, place_of, subsections_of
from tests import cast
from tests.cast import day
from township.models import LedgerStart

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TEXT = "今年开会{主席团会议次数}。\n（一）会议\n开会。\n（二）建议\n办理。\n（三）不足\n再努力。"
TODAY = day("2023-01-10")


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
def colleague(clerk):
    return cast.make_user(Role.STAFF, display_name="解晓燕")


@pytest.fixture
def section(clerk):
    outline = f"{{镇}}{{年}}年人大工作总结\n一、工作\n{TEXT}\n二、打算\n再努力。"
    report = services.begin(drafting.draft("annual", 2022, text=outline), by=clerk)
    return report.sections.get(title="工作")


@pytest.fixture
def office(client, clerk):
    client.force_login(clerk)
    return client


def address(section, number):
    return f"{section.get_absolute_url()}subsections/{number}/"


def text_of(section):
    return Section.objects.get(pk=section.pk).text


def mark(section, number):
    return subsections_of(text_of(section))[number - 1].mark


def write(section, number, text, by, version=None):
    return services.write_subsection(
        section, index=number - 1, text=text, version=version or mark(section, number), by=by
    )


class TestCutting:
    def test_each_has_its_heading_and_what_stands_before_the_first_has_none(self):
        known = subsections_of(TEXT)
        assert [one.heading for one in known] == ["", "（一）会议", "（二）建议", "（三）不足"]
        assert [one.first for one in known] == [1, 1, 2, 3]
        assert known[2].text == "（二）建议\n办理。"

    @pytest.mark.parametrize(
        ("text", "headings"),
        [
            ("", [""]),
            ("一句。\n\n又一句。", [""]),
            ("（一）甲\n一句。", ["（一）甲"]),
            ("\n\n（一）甲\n（二）乙\n", ["（一）甲", "（二）乙"]),
            ("（一）这是一句话。\n甲", [""]),  # ends like a sentence: no heading
            ("  （一）甲\r\n一句。\r\n（二）乙\r\n", ["（一）甲", "（二）乙"]),
        ],
    )
    def test_where_there_is_none_the_section_is_whole(self, text, headings):
        assert [one.heading for one in subsections_of(text)] == headings

    @pytest.mark.parametrize("text", [TEXT, "甲\n\n（一）乙\n\n丙", "（一）甲\n（一）甲"])
    def test_put_together_again_nothing_is_lost(self, text):
        known = subsections_of(text)
        assert all(joined(known, n, one.text) == text for n, one in enumerate(known))

    def test_what_stands_above_moves_a_place_and_other_words_are_another(self):
        known = subsections_of(TEXT)
        later = subsections_of(TEXT.replace("（一）会议", "（一）新的\n甲。\n（二）会议"))
        assert place_of(known, 2, known[2].mark) == 2
        assert place_of(later, 2, known[2].mark) == 3
        assert place_of(later, 1, known[1].mark) is None
        assert counterpart(later, 9, "（二）建议") == later[3]
        assert counterpart(later, 9, "（九）没有") is None

    def test_of_two_alike_it_is_the_one_at_its_place(self):
        known = subsections_of("（一）甲\n（一）甲")
        assert place_of(known, 1, known[0].mark) == 1


class TestWriting:
    def test_only_that_one_changes(self, section, clerk):
        write(section, 2, "（一）会议\n开会{主席团会议次数}。", clerk)
        assert text_of(section) == TEXT.replace("\n开会。", "\n开会{主席团会议次数}。")
        section.refresh_from_db()
        assert (section.version, section.changed_by) == (2, clerk)
        newest, oldest = section.history.order_by("-history_id")
        assert oldest.text == TEXT and newest.history_user == clerk

    def test_two_clerks_in_different_ones_do_not_meet(self, section, clerk, colleague):
        first, second = mark(section, 2), mark(section, 3)
        write(section, 3, "（二）建议\n她写的。", colleague, second)
        write(section, 2, "（一）会议\n我写的。", clerk, first)
        assert "我写的。" in text_of(section) and "她写的。" in text_of(section)

    def test_nor_where_a_colleague_put_one_more_in_above(self, section, clerk, colleague):
        seen = mark(section, 3)
        write(section, 1, "今年开会。\n（一）新的\n甲。", colleague)
        write(section, 3, "（二）建议\n我写的。", clerk, seen)
        headings = [one.heading for one in subsections_of(text_of(section))]
        assert headings == ["", "（一）新的", "（一）会议", "（二）建议", "（三）不足"]
        assert "（二）建议\n我写的。" in text_of(section)

    def test_in_the_same_one_the_second_is_told(self, section, clerk, colleague):
        seen = mark(section, 2)
        write(section, 2, "（一）会议\n她写的。", colleague, seen)
        with pytest.raises(services.Overtaken):
            write(section, 2, "（一）会议\n我写的。", clerk, seen)
        assert "她写的。" in text_of(section) and "我写的。" not in text_of(section)

    def test_who_writes_the_whole_section_meets_whoever_wrote_in_it(
        self, section, clerk, colleague
    ):
        write(section, 2, "（一）会议\n她写的。", colleague)
        with pytest.raises(services.Overtaken):
            services.write_section(section, title="工作", text="我写的。", version=1, by=clerk)

    def test_a_mistake_is_told_by_its_line_in_this_one_and_stores_nothing(self, section, clerk):
        with pytest.raises(ValidationError) as error:
            write(section, 3, "（二）建议\n共{次数}。", clerk)
        assert error.value.message_dict["text"][0].startswith("第2行第2个字：没有叫“次数”")
        assert text_of(section) == TEXT

    def test_a_mistake_elsewhere_hinders_nobody(self, section, clerk):
        """An upgrade took a figure away that another 小节 speaks of."""
        Section.objects.filter(pk=section.pk).update(text=TEXT.replace("办理。", "{旧数字}。"))
        write(section, 2, "（一）会议\n我写的。", clerk)
        assert "我写的。" in text_of(section) and "{旧数字}" in text_of(section)

    def test_a_section_grows_no_longer_than_can_be_edited_whole(self, section, clerk):
        with pytest.raises(ValidationError) as error:
            write(section, 2, "（一）会议\n" + "长" * 19_990, clerk)
        assert "整个部分超过20000个字" in error.value.message_dict["text"][0]

    def test_what_was_pasted_with_other_line_ends_is_kept_apart_all_the_same(self, section, clerk):
        Section.objects.filter(pk=section.pk).update(text=TEXT.replace("\n", "\r\n"))
        write(section, 3, "（二）建议\r\n我写的。", clerk)
        assert text_of(section).splitlines() == TEXT.replace("办理。", "我写的。").splitlines()


class TestPages:
    def test_the_outline_leads_to_each(self, office, section):
        for url in (section.get_absolute_url(), f"/reports/papers/{section.report_id}/edit/"):
            page = office.get(url).content.decode()
            for number, heading in enumerate(["开头", "（一）会议", "（二）建议", "（三）不足"], 1):
                assert f'href="{address(section, number)}">{heading}</a>' in page

    def test_it_opens_alone_with_the_number_that_it_has_in_print(self, office, section):
        page = office.get(address(section, 3))
        assert page.context["form"]["text"].value() == "（二）建议\n办理。"
        sheet = page.content.decode().partition('id="preview"')[2].partition("</article>")[0]
        assert "（二）建议" in sheet and "（一）" not in sheet
        assert 'aria-current="page">（二）建议' in page.content.decode()
        assert 'name="title"' not in page.content.decode()

    def test_saving_changes_only_it(self, office, section):
        sent = {"text": "（二）建议\n我写的。", "version": mark(section, 3)}
        answer = office.post(address(section, 3), sent)
        assert answer.url == address(section, 3)
        assert text_of(section) == TEXT.replace("办理。", "我写的。")
        sent["version"] = mark(section, 3)
        back = office.post(address(section, 3), sent | {"back": "1"})
        assert back.url == f"/reports/papers/{section.report_id}/edit/"

    def test_the_second_in_the_same_one_sees_both_and_may_save_over(
        self, office, section, colleague
    ):
        seen = mark(section, 2)
        write(section, 2, "（一）会议\n她写的。", colleague)
        sent = {"text": "（一）会议\n我写的。", "version": seen}
        page = office.post(address(section, 2), sent)
        shown = page.content.decode()
        assert "没有保存：解晓燕刚刚改过这一部分。" in shown
        assert "她写的。" in shown and "我写的。" in shown and "办理。" not in shown
        version = page.context["form"]["version"].value()
        office.post(
            address(section, 2), sent | {"text": "（一）会议\n合起来。", "version": version}
        )
        assert "合起来。" in text_of(section)

    def test_what_a_colleague_took_out_is_told_and_nothing_typed_is_lost(
        self, office, section, colleague
    ):
        seen = mark(section, 4)
        services.write_section(section, title="工作", text="一句。", version=1, by=colleague)
        page = office.post(address(section, 4), {"text": "（三）不足\n我写的。", "version": seen})
        shown = page.content.decode()
        assert page.status_code == 200
        assert "把这一小节去掉了" in shown and "我写的。" in shown
        assert text_of(section) == "一句。"

    def test_an_empty_one_is_refused(self, office, section):
        page = office.post(address(section, 2), {"text": " ", "version": mark(section, 2)})
        assert page.context["form"].errors["text"] == [
            "小节不能空着。要去掉它，请到整个部分里去改。"
        ]
        assert text_of(section) == TEXT

    def test_where_its_heading_went_the_whole_section_opens(self, office, section, clerk):
        text = "（一）会议\n开会。\n（二）建议\n办理。"
        services.write_section(section, title="工作", text=text, version=1, by=clerk)
        sent = {"text": "办理。", "version": mark(section, 2)}
        assert office.post(address(section, 2), sent).url == section.get_absolute_url()

    def test_the_preview_is_of_it_alone(self, office, section):
        sent = {"text": "（九）建议\n共{主席团会议次数}。", "version": mark(section, 3)}
        page = office.post(address(section, 3) + "preview/", sent).content.decode()
        assert "（二）建议" in page and ">2次</a>" in page and "工作" not in page
        assert text_of(section) == TEXT

    @pytest.mark.parametrize("number", [0, 5, 99])
    def test_there_is_no_other(self, office, section, number):
        assert office.get(address(section, number)).status_code == 404

    def test_a_section_without_them_has_none(self, office, section):
        plain = section.report.sections.get(title="打算")
        assert office.get(address(plain, 1)).status_code == 404
        assert "小节" not in office.get(plain.get_absolute_url()).content.decode()

    def test_it_is_the_offices(self, client, section):
        client.force_login(cast.make_user(Role.LEADER))
        assert client.get(address(section, 1)).status_code == 404

    def test_it_asks_the_same_however_many_there_are(self, office, section, clerk):
        def asked():
            with CaptureQueriesContext(connection) as captured:
                assert office.get(address(section, 2)).status_code == 200
            return len(captured)

        asked()
        few = asked()
        more = TEXT + "".join(f"\n（四）第{n}\n一句。" for n in range(20))
        services.write_section(section, title="工作", text=more, version=1, by=clerk)
        assert asked() == few
