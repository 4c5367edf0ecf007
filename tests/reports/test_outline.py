"""Words: placeholders, their formats, and what prints where there is nothing to say."""

import contextlib
import datetime
import re
import time
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError

from reports.asking import placeholders
from reports.asking.periods import Periods, days_of
from reports.asking.placeholders import Clause, Name, Number, Unknown, parse, validate_outline
from reports.asking.registry import REGISTRY
from reports.counting.evaluate import Value
from reports.counting.sentences import change_words, rate_words, value_words
from reports.models import Baseline
from reports.words import drafting, lines, outline
from reports.words.lines import kind_of
from tests import cast
from township.models import Department, LedgerStart
from township.spans import Period

MEETINGS = "主席团会议次数"


def figure(name):
    return REGISTRY[name]


class TestPlaceholders:
    def test_a_figure_a_period_a_format(self):
        assert parse("本届·主席团会议次数|汉字") == Number(figure(MEETINGS), "", "本届", "汉字")

    def test_full_width_signs_are_what_people_type(self):
        parts = placeholders.pieces("共｛上年·主席团会议次数｜汉字｝。")
        assert parts == ["共", Number(figure(MEETINGS), "", "上年", "汉字"), "。"]

    def test_names_of_the_town(self):
        assert parse("镇") == Name("镇")
        assert parse("类别（帮扶）") == Name("类别", "帮扶")
        assert parse("类别(帮扶)") == Name("类别", "帮扶")

    @pytest.mark.django_db
    def test_a_member_may_have_a_comma_a_dot_or_brackets_in_it(self, monkeypatch):
        members = ["不属受理范围，已告知", "桥头村·外出户", "甲（乙）"]
        split = replace(figure("镇议案建议件数").dimension, members=lambda: members)
        family = replace(figure("镇议案建议件数"), dimension=split)
        monkeypatch.setitem(REGISTRY, family.name, family)
        for member in members:
            for style in ("", "|汉字", "，汉字", "｜汉字"):
                known = parse(f"2020年·{family.name}（{member}）{style}")
                assert known == Number(family, member, "2020年", style[1:])

    def test_a_named_year(self):
        assert parse("2020年·主席团会议次数").word == "2020年"

    def test_an_unknown_name_is_refused_with_the_nearest(self):
        with pytest.raises(Unknown, match="名字最像的是“主席团会议次数”"):
            parse("主席团会次数")

    @pytest.mark.parametrize("name", ["参选率", "述职满意率", "投票站数", "学习人次"])
    def test_no_other_number_is_offered_for_what_there_is_not(self, name):
        """Each was once answered with another number, which would have looked proved."""
        with pytest.raises(Unknown, match=f"^没有叫“{name}”的数字，可用的见数字目录。$"):
            parse(name)

    def test_an_unknown_period_is_refused(self):
        for word in ("去年", "1800年", "２０２１年份"):
            with pytest.raises(Unknown, match="期间"):
                parse(f"{word}·主席团会议次数")

    def test_a_format_that_does_not_fit_is_refused(self):
        with pytest.raises(Unknown, match="不能写成"):
            parse("满意率|汉字")
        with pytest.raises(Unknown, match="没有明细"):
            parse("主席团会议次数|明细")

    @pytest.mark.django_db
    def test_an_unknown_member_is_refused_with_the_nearest(self):
        cast.make_frame()
        assert parse("镇议案建议件数（水利设施）").member == "水利设施"
        with pytest.raises(Unknown, match="水利设施"):
            parse("镇议案建议件数（水利设备）")
        with pytest.raises(Unknown, match="不分类"):
            parse("主席团会议次数（水利设施）")

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "name",
        ["教育局（体育）", "城管(执法)局", "住建,交通", "甲，乙", "水|电", "阿依·古丽", "镇•办"],
    )
    def test_a_member_may_hold_the_signs_that_mean_something_outside(self, name):
        cast.make_frame()
        Department.objects.create(name=name)
        for text in (
            f"各承办单位件数（{name}）",
            f"本届·各承办单位件数({name})",
            f"上年・各承办单位件数（{name}）｜较上年",
        ):
            assert parse(text).member == name

    @pytest.mark.django_db
    def test_every_member_in_the_catalogue_can_be_written(self):
        frame = cast.make_frame()
        for _ in range(2):  # who share a name are told apart by ·number
            cast.make_deputy(name="尉迟·明")
        assert frame.villages
        for figure in REGISTRY.values():
            for member in figure.dimension.members() if figure.dimension else ():
                assert parse(f"本届·{figure.name}（{member}）").member == member

    @pytest.mark.parametrize("words", ["[", "[[a", "{", "（", "[[" + "a" * 20])
    def test_words_that_nobody_means_are_refused_in_time_that_grows_with_them(self, words):
        """Eight times as many take some eight times as long; squared it would be 64."""
        short, long = (self.time_to_refuse(words * count) for count in (250, 2_000))
        assert long < 30 * max(short, 0.001)

    @staticmethod
    def time_to_refuse(words):
        start = time.process_time()
        for text in (words, f"{{{words}}}", f"[[{words}"):
            with contextlib.suppress(ValidationError):
                placeholders.check_words(text)
        return time.process_time() - start

    @pytest.mark.django_db
    def test_an_outline_names_the_line_of_each_mistake(self):
        text = "标题\n共{主席团会次数}。\n又{镇议案建议件数"
        with pytest.raises(ValidationError) as error:
            validate_outline(text)
        assert len(error.value.messages) == 2
        assert error.value.messages[0].startswith("第2行第2个字：没有叫“主席团会次数”")
        assert error.value.messages[1] == "第3行第2个字“{”没有成对。"

    def test_a_clause_is_a_piece_of_its_own(self):
        parts = placeholders.pieces("甲[[，{超期件数}]]。")
        assert parts == ["甲", Clause(("，", Number(figure("超期件数"), "", "", ""))), "。"]

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("甲[[，{超期件数}。", "第2个字“[[”没有成对"),
            ("甲]]{超期件数}[[", "第2个字“]]”没有成对"),
            ("甲[[乙[[{超期件数}]]", "第2个字“[[”没有成对"),
            ("甲[[，没有数字]]。", "双方括号里要有数字"),
        ],
    )
    def test_a_clause_without_end_or_number_is_refused(self, line, problem):
        with pytest.raises(ValidationError, match=re.escape("第2行") + f".*{re.escape(problem)}"):
            validate_outline(f"标题\n{line}")

    @pytest.mark.django_db
    def test_the_outline_that_reports_start_from_is_sound(self):
        cast.make_frame()
        for name, least in (("annual", 45), ("handling", 30)):
            text = lines.default_outline(name)
            numbers = [p for p in lines.flat(placeholders.pieces(text)) if isinstance(p, Number)]
            assert len({n.figure.name for n in numbers}) >= least
            validate_outline(text)


class TestWords:
    def test_small_numbers_in_words(self):
        words = [value_words(figure(MEETINGS), Value(n), "汉字") for n in (1, 2, 5, 10, 12)]
        assert words == ["一次", "两次", "五次", "十次", "十二次"]

    def test_numbers_with_their_unit_or_bare(self):
        assert value_words(figure(MEETINGS), Value(9)) == "9次"
        assert value_words(figure(MEETINGS), Value(9), "数") == "9"

    def test_the_town_may_prefer_words_up_to_ten(self):
        assert value_words(figure(MEETINGS), Value(9), chinese=True) == "九次"
        assert value_words(figure(MEETINGS), Value(11), chinese=True) == "11次"

    def test_a_nought_is_a_number(self):
        assert value_words(figure(MEETINGS), Value(0)) == "0次"
        assert value_words(figure(MEETINGS), Value(0), "汉字") == "0次"
        assert value_words(figure("超期件数"), Value(0, undated=2)) == ""  # of two nobody knows

    def test_yuan(self):
        paid = Value(Decimal("63200.00"))
        assert value_words(figure("代表补助发放金额"), paid) == "63200元"
        assert value_words(figure("代表补助发放金额"), paid, "万元") == "6.32万元"

    def test_a_rate_shows_n_and_N_and_never_a_hundred_per_cent_of_nothing(self):
        assert rate_words(Value(n=29, total=31)) == "93.5%（29/31）"
        assert rate_words(Value(n=31, total=31), "百分比") == "100%"
        assert rate_words(Value(n=0, total=0)) == "暂无数据"

    def test_against_the_year_before(self):
        assert change_words(Value(31), Value(27), "件") == "比上年增加4件"
        assert change_words(Value(27), Value(31), "件") == "比上年减少4件"
        assert change_words(Value(31), Value(31), "件") == "与上年持平"
        assert change_words(Value(31), Value(30), "件", "上年同期") == "比上年同期增加1件"
        assert change_words(Value(31), Value(is_missing=True), "件") == ""

    def test_headings_by_their_numbering(self):
        assert kind_of("一、今年以来的工作回顾") == "h1"
        assert kind_of("（一）巩固宣传阵地") == "h2"
        assert kind_of("一、这是一句话。") == "p"
        assert kind_of("一是坚持党的领导") == "p"

    def test_whom_a_report_addresses(self):
        assert kind_of("各位代表：") == "to"
        assert kind_of("各位代表、同志们：") == "to"
        assert kind_of("各位代表，让我们继续奋斗！") == "p"


class TestPeriods:
    @pytest.mark.parametrize(
        ("first", "last", "earlier"),
        [
            ("2024-01-01", "2024-06-30", "2023-01-01至2023-06-30"),
            ("2024-02-01", "2024-02-29", "2023-02-01至2023-02-28"),
            ("2024-01-01", "2024-02-28", "2023-01-01至2023-02-28"),
            ("2024-02-29", "2024-02-29", "2023-02-28至2023-02-28"),
            ("2025-01-01", "2025-02-28", "2024-01-01至2024-02-29"),
            ("2023-03-01", "2024-02-29", "2022-03-01至2023-02-28"),
        ],
    )
    def test_the_same_days_of_the_year_before(self, first, last, earlier):
        own = days_of(first, last)
        periods = Periods(own.last_day.year, None, own)
        assert periods.is_within_a_year
        assert str(periods.resolve("上年")) == earlier

    def test_more_than_a_year_has_none(self):
        for own in (days_of("2023-02-28", "2024-02-28"), days_of("2023-01-01", "2024-01-01")):
            assert not Periods(2024, None, own).is_within_a_year

    def periods(self, year):
        cast.make_frame()
        return Periods(year, cast.make_frame().first)

    @pytest.mark.django_db
    def test_the_term_ends_where_the_report_does(self):
        # The first term runs from 2016-12-20 to 2021-12-28.
        start = cast.day("2016-12-20")
        assert self.periods(2019).of_term == Period(start, cast.day("2020-01-01"))
        assert self.periods(2021).of_term == Period(start, cast.day("2021-12-28"))

    @pytest.mark.django_db
    def test_a_year_before_the_term_has_no_term(self):
        assert self.periods(2016).of_term is not None
        assert self.periods(2015).of_term is None
        with pytest.raises(LookupError):
            self.periods(2015).resolve("本届")

    def test_addresses_and_words_are_inverse(self):
        periods = Periods(2021, None)
        for word in ("", "本届", "上年", "2019年"):
            assert periods.from_parameter(periods.parameter(word)) == word


def one_line_report(text, year=2022, **fields):
    frame = cast.make_frame()
    fields = {"term": frame.second, "signed_on": datetime.date(year + 1, 1, 10)} | fields
    return drafting.draft(fields.pop("kind", "annual"), year, text=f"标题\n{text}", **fields)


def ledger_from(day):
    for family in LedgerStart.Family:
        LedgerStart.objects.create(family=family, complete_from=cast.day(day))


@pytest.mark.django_db
class TestRendering:
    def paragraph(self, text, year=2022):
        document = outline.render(one_line_report(text, year))
        return next(block for block in document.blocks if block.kind == "p"), document

    def test_the_number_is_a_link_to_its_records(self):
        ledger_from("2010-01-01")
        cast.make_presidium_meeting(starts_on=cast.day("2022-03-01"))
        cast.make_presidium_meeting(starts_on=cast.day("2022-06-01"))
        block, document = self.paragraph(
            "召开{主席团会议次数|汉字}会议，本届{本届·主席团会议次数}。"
        )
        assert block.text == "召开两次会议，本届2次。"
        urls = [run.url for run in block.runs if run.kind == "number"]
        assert urls[0].endswith(
            "/figures/%E4%B8%BB%E5%B8%AD%E5%9B%A2%E4%BC%9A%E8%AE%AE%E6%AC%A1%E6%95%B0/"
        )
        assert urls[1].endswith("?period=term")
        assert document.numbers_count == 2
        assert document.gaps == []

    def test_what_the_ledger_knows_to_be_none_is_none(self):
        ledger_from("2010-01-01")
        block, document = self.paragraph("召开{主席团会议次数}，到过{外出考察地}。")
        assert block.text == "召开0次，到过无。"
        assert document.gaps == []

    def test_a_year_that_has_not_begun_is_not_known(self, monkeypatch):
        ledger_from("2010-01-01")
        first = cast.make_frame().first
        cast.make_presidium_meeting(starts_on=cast.day("2021-06-01"), term=first)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: cast.day("2021-12-31"))
        for text in (
            "{主席团会议次数}", "{主席团会议次数|较上年}", "{走访覆盖率}", "{未走访户数}",
            "[[组织视察{活动次数（视察）}||没有组织视察]]",
        ):  # fmt: skip
            block, document = self.paragraph(text)
            assert "【待填：" in block.text and "没有" not in block.text, block.text
            assert [(gap.kind, gap.word) for gap in document.gaps] == [("ahead", "待填")]
            assert "missing" in {run.kind for run in block.runs}  # as it looks on the page
            assert "还没有开始" in document.gaps[0].text

    def test_while_the_year_runs_what_was_not_done_is_not_done_yet(self, monkeypatch):
        ledger_from("2010-01-01")
        text = "[[，组织视察{活动次数（视察）}||，没有组织视察]]。"
        assert self.paragraph(f"今年{text}")[0].text == "今年，没有组织视察。"
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: cast.day("2022-12-30"))
        assert self.paragraph(f"今年{text}")[0].text == "今年，目前没有组织视察。"

    def test_up_to_now_says_up_to_when(self, monkeypatch):
        """Answered in January: not in the year's paper, and said of today only with its day."""
        ledger_from("2010-01-01")
        motion = cast.make_motion(status="replied", submitted_on=cast.day("2022-03-01"))
        cast.make_handling(motion=motion, replied_on=cast.day("2023-01-05"))
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: cast.day("2023-01-10"))
        block, _ = self.paragraph("答复{答复件数}，现已答复{答复件数|至今}。")
        assert block.text == "答复0件，现已答复1件（截至2023年1月10日）。"
        with pytest.raises(
            Unknown, match="过了报告期就不再变，请去掉“|至今”。".replace("|", r"\|")
        ):
            parse("走访户次|至今")

    def test_a_clause_that_says_nothing_leaves_no_mark_alone(self):
        ledger_from("2010-01-01")
        cast.make_presidium_meeting(starts_on=cast.day("2022-06-01"))
        none, one = "{活动次数（视察）}", "{主席团会议次数}"
        for text, said in {
            f"[[视察{none}]][[，开会{one}]]。": "开会1次。",
            f"全年[[视察{none}]][[，开会{one}]]。[[视察{none}]]。": "全年，开会1次。",
            f"开会{one}。[[视察{none}]][[，又视察{none}]]。完。": "开会1次。完。",
            f"[[开会{one}，]][[视察{none}]]。": "开会1次。",
        }.items():
            assert self.paragraph(text)[0].text == said

    def test_a_comparison_with_what_nobody_knows_goes_with_its_clause(self):
        ledger_from("2022-01-01")
        cast.make_presidium_meeting(starts_on=cast.day("2022-06-01"))
        block, document = self.paragraph("开会{主席团会议次数}[[，{主席团会议次数|较上年}]]。")
        assert (block.text, document.gaps) == ("开会1次。", [])

    def test_what_is_older_than_the_ledger_is_a_gap_of_another_kind(self):
        ledger_from("2022-03-01")
        cast.make_presidium_meeting(starts_on=cast.day("2022-06-01"))
        block, document = self.paragraph("召开{主席团会议次数}。")
        assert block.text == "召开【待补：主席团会议次数】。"
        assert [gap.kind for gap in document.gaps] == ["backfill"]

    def test_a_town_that_never_said_when_its_ledger_began_claims_nothing(self):
        cast.make_presidium_meeting(starts_on=cast.day("2022-06-01"))
        block, _ = self.paragraph("召开{主席团会议次数}。")
        assert block.text == "召开【待补：主席团会议次数】。"

    def test_names_follow_the_day(self):
        block, _ = self.paragraph("{镇}、{上级市}、{设区市}、{上级党委}、{上级简称}、{届}、{下年}")
        assert block.text == "柳塘镇、东陵县、江州市、县委、县、第二届、2023"

    def test_details_largest_first(self):
        ledger_from("2010-01-01")
        frame = cast.make_frame()
        proposer = cast.make_deputy(name="许桂兰")
        for topic in (0, 1, 1):
            cast.make_motion(proposer=proposer, topic=frame.topics[topic])
        block, _ = self.paragraph("{镇议案建议件数|明细}")
        assert block.text == "道路交通2件、农业农村1件"

    def test_each_part_of_a_detail_opens_its_own_records(self):
        ledger_from("2010-01-01")
        frame = cast.make_frame()
        for topic in (0, 1, 1):
            cast.make_motion(topic=frame.topics[topic])
        block, document = self.paragraph("{镇议案建议件数|明细}")
        runs = [(run.text, run.url.partition("?")[2]) for run in block.runs if run.kind == "number"]
        roads, farms = (urlencode({"member": name}) for name in ("道路交通", "农业农村"))
        assert runs == [("2件", roads), ("1件", farms)]
        assert document.numbers_count == 2

    def test_a_clause_is_left_out_where_its_number_is_nothing(self):
        ledger_from("2010-01-01")
        frame = cast.make_frame()
        text = "有差距[[，超期{超期件数}]][[，不满意{不满意件数}]]；其次。"
        assert self.paragraph(text)[0].text == "有差距；其次。"
        motion = cast.make_motion()
        cast.make_handling(motion=motion, department=frame.departments[0])  # never answered
        block, document = self.paragraph(text)
        assert block.text == "有差距，超期1件；其次。"
        assert document.gaps == []

    def test_a_clause_older_than_the_ledger_is_not_left_out(self):
        ledger_from("2022-03-01")
        assert (
            self.paragraph("有差距[[，超期{超期件数}]]。")[0].text
            == "有差距，超期【待补：超期件数】。"
        )

    def test_the_running_year_says_up_to_which_day(self, monkeypatch):
        text = "{全年}召开会议，{年末}在任。"
        assert self.paragraph(text)[0].text == "全年召开会议，年末在任。"
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: cast.day("2022-11-24"))
        block, document = self.paragraph(text)
        assert block.text == "今年召开会议，目前在任。"
        assert document.blocks[1].text == "（数字截至2022年11月24日）"

    def test_a_zero_with_a_source_is_said(self):
        ledger_from("2023-01-01")
        cast.keep(
            Baseline(
                figure="补选工作经费金额", starts_on=cast.day("2022-01-01"), source="2022年账本",
                ended_on=cast.day("2023-01-01"), value=0,
            )
        )  # fmt: skip
        assert self.paragraph("支出{补选工作经费金额}。")[0].text == "支出0元。"

    def test_what_cannot_be_compared_says_which_year_is_missing(self):
        ledger_from("2022-01-01")
        cast.make_presidium_meeting(starts_on=cast.day("2022-06-01"))
        block, _ = self.paragraph("比上年{主席团会议次数|较上年}。")
        assert block.text == "比上年【待填：上年主席团会议次数】。"

    def test_a_class_of_answers_is_called_a_class(self):
        ledger_from("2010-01-01")
        cast.make_handling(replied_on=cast.day("2022-04-01"))
        block, _ = self.paragraph("{各类答复件数|明细}")
        assert block.text == "A类1件"

    def test_every_demo_style_of_outline_renders_for_an_empty_town(self):
        frame = cast.make_frame()
        report = drafting.draft("annual", 2022, term=frame.second)
        document = outline.render(report)
        text = "".join(block.text for block in document.blocks)
        assert "{" not in text
        assert document.title == "柳塘镇2022年人大工作总结"
        assert [block.text for block in document.blocks[-2:]] == [
            "柳塘镇人大主席团", "【待填：成文日期】",
        ]  # fmt: skip

    def test_the_report_on_motions_of_an_empty_town_says_so(self):
        ledger_from("2010-01-01")
        frame = cast.make_frame()
        document = outline.render(drafting.draft("handling", 2022, term=frame.second))
        text = "\n".join(block.text for block in document.blocks)
        assert document.title == "柳塘镇2022年代表建议办理情况报告"
        assert [block.kind for block in document.blocks[:3]] == ["title", "record", "to"]
        assert "全年没有收到代表议案、建议。受理的件数与上年持平。\n没有交办的" in text
        assert "没有代表评价过的议案、建议。" in text
        assert [gap.text for gap in document.gaps] == ["成文日期：还没有填写"]
        assert "{" not in text


@pytest.mark.django_db
class TestReportsAsRecords:
    def test_the_term_is_one_of_that_year(self):
        frame = cast.make_frame()  # the first term ends on 2021-12-28, the second begins then
        for year, term in ((2019, frame.second), (2023, frame.first)):
            with cast.refused(f"不在{year}年。"):
                cast.keep(drafting.draft("annual", year, term=term))
        cast.keep(drafting.draft("annual", 2021, term=frame.first))

    def test_it_is_not_signed_before_its_year(self):
        report = one_line_report("甲。", 2022)
        report.signed_on = cast.day("2021-12-31")
        with cast.refused("成文日期不能早于2022年。"):
            cast.keep(report)

    def test_a_baseline_is_never_negative(self):
        row = Baseline(
            figure="走访户次", starts_on=cast.day("2020-01-01"), ended_on=cast.day("2021-01-01"),
            value=-1, source="账本",
        )  # fmt: skip
        with pytest.raises(ValidationError):
            cast.keep(row)
