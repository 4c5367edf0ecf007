"""A report is read aloud: what its outline says of the demo town's years, as a listener hears it."""

import re
from urllib.parse import urlencode

import pytest

from congress.models import Activity
from reports.asking.placeholders import Unknown, parse
from reports.asking.registry import figure_called
from reports.counting.evaluate import value
from reports.models import Baseline, Report
from reports.words import drafting, outline
from tests import cast
from tests.cast import day
from tests.demo_town import OfDemoTown
from tests.trial import length
from township.models import LedgerStart, Topic
from township.spans import Period, today

# The first year of a term, one in its middle, and the one that runs.
YEARS = length(sample=(2022, 2025, today().year), whole=range(2018, today().year + 1))
NUMBER = re.compile(
    r"[0-9]+(?:\.[0-9]+)?(?!年|[0-9])"
)  # the year is not one that is to be remembered
FRACTION = re.compile(r"[0-9]+/[0-9]+")
TWICE = re.compile(r"([\u4e00-\u9fff]{2,})\1")
# Paragraphs that the records of a year do not carry: the party line, and what is to be done.
LINE = (
    "坚持党的领导",
    "对照",
    "五年的工作使我们",
    "下半年，要",
    "各位代表",
    "以上报告",
    "一是",
    "二是",
    "三是",
)
MOST = {"annual": 50, "presidium": 45, "half": 25, "five": 40, "handling": 55, "free": 15}
LONGEST = 4500


def text_of(document):
    return "\n".join(block.text for block in document.blocks)


@pytest.mark.trial
@pytest.mark.sqlite  # the same words on both
class EveryYear(OfDemoTown):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.written = {
            (kind, year): outline.render(drafting.draft(kind, year))
            for kind in Report.Kind.values
            for year in YEARS
        }

    def documents(self):
        for (kind, year), document in self.written.items():
            with self.subTest(kind=kind, year=year):
                yield kind, document

    def test_what_a_listener_can_take_in(self):
        """No list of numbers: few in all and in a paragraph, and no share spelt out as n/N."""
        for kind, document in self.documents():
            text = text_of(document)
            self.assertLessEqual(len(NUMBER.findall(text)), MOST[kind], text)
            self.assertLessEqual(len(text), LONGEST)
            self.assertEqual(FRACTION.findall(text), [])
            for block in document.blocks:
                self.assertLessEqual(len(NUMBER.findall(block.text)), 12, block.text)

    def test_nothing_a_chairman_would_stumble_over(self):
        for _, document in self.documents():
            text = text_of(document)
            self.assertLessEqual(text.count("截至"), 1)
            self.assertNotIn("等等", text)
            self.assertNotIn("集中在无", text)
            self.assertEqual(TWICE.findall(text), [])

    def test_each_paragraph_tells_of_its_year(self):
        for _, document in self.documents():
            for block in document.blocks:
                if block.kind != "p" or block.text.startswith(LINE):
                    continue
                told = [run for run in block.runs if run.kind]
                self.assertTrue(told or re.search("[0-9]", block.text), block.text)


@pytest.fixture
def town(db):
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2010-01-01")))
    return frame


def names(figure, year=2022):
    return value(figure_called(figure), Period.of_year(year)).names


def paragraph(text, year=2022):
    report = drafting.draft("annual", year, text=f"题目\n{text}")
    return outline.render(report).blocks[-3].text


class TestMainOnes:
    """Three are read aloud; that there are more is said, and which they are stands in the annex."""

    def test_of_a_split_the_largest(self, town):
        for topic, count in zip(town.topics, (1, 2), strict=False):
            for _ in range(count):
                cast.make_motion(topic=topic)
        more = [Topic.objects.create(name=name) for name in ("水利设施一", "水利设施二")]
        said = "主要集中在{镇议案建议件数|主要}方面。"
        assert paragraph(said) == "主要集中在道路交通、农业农村方面。"
        for topic in more:
            for _ in range(3):
                cast.make_motion(topic=topic)
        assert paragraph(said) == "主要集中在水利设施一、水利设施二、道路交通等方面。"

    def test_each_opens_its_own_records(self, town):
        cast.make_motion(topic=town.topics[0])
        report = drafting.draft("annual", 2022, text="题目\n{镇议案建议件数|主要}")
        [run] = [run for run in outline.render(report).blocks[-3].runs if run.kind == "number"]
        assert run.text == "农业农村"
        assert run.url.endswith("?" + urlencode({"member": "农业农村"}))

    def test_a_sum_from_before_the_ledger_has_none(self, town):
        """384 opinions that another book knows: nobody can say what they were about."""
        LedgerStart.objects.filter(family="opinions").update(complete_from=day("2023-01-01"))
        cast.keep(
            Baseline(
                figure="意见建议条数", starts_on=day("2022-01-01"), ended_on=day("2023-01-01"),
                value=384, source="旧账",
            )
        )  # fmt: skip
        text = "听取{意见建议条数}[[，主要集中在{意见建议条数|主要}方面]]。"
        assert paragraph(text) == "听取384条。"

    def test_what_has_no_parts_is_refused(self):
        with pytest.raises(Unknown, match=re.escape("没有明细可列，请去掉“|主要”")):
            parse("主席团会议次数|主要")

    @pytest.mark.parametrize(("text", "found"), [("甲", 1), ("甲、乙、丙", 3), ("甲、乙、丙等", 4)])
    def test_of_a_list(self, town, text, found):
        for number, title in enumerate("甲乙丙丁"[:found]):
            cast.make_activity(title=title, starts_on=day(f"2022-03-0{number + 1}"))
        assert names("监督检查题目") == tuple("甲乙丙丁"[:found])
        assert paragraph("先后开展{监督检查题目|主要}。") == f"先后开展{text}。"


class TestSubjects:
    """What stands around every title is said once, before the list."""

    def test_of_what_was_heard(self, town):
        meeting = cast.make_presidium_meeting(starts_on=day("2022-03-10"))
        for title in (
            "听取农村道路养护专项工作报告", "听取民生项目情况汇报", "安全生产", "听取报告",
        ):  # fmt: skip
            cast.make_agenda_item(meeting=meeting, title=title, kind="report")
        assert names("专项工作报告题目") == ("农村道路养护", "民生项目", "安全生产", "听取报告")

    def test_of_what_was_studied(self, town):
        later = cast.make_presidium_meeting(starts_on=day("2022-06-10"))
        earlier = cast.make_presidium_meeting(starts_on=day("2022-03-10"))
        for meeting, name in (
            (later, "代表法"), (earlier, "中央一号文件"), (later, "中央一号文件"),
        ):  # fmt: skip
            cast.make_agenda_item(
                meeting=meeting, title="传达学习文件", kind="study", document_title=name
            )
        assert names("传达学习题目") == ("中央一号文件", "代表法")
        assert names("传达学习题目", 2021) == ()

    def test_of_what_the_town_organised_itself(self, town):
        cast.make_activity(title="代表培训班", kind=Activity.Kind.TRAINING)
        cast.make_activity(
            title="上级培训班", kind=Activity.Kind.TRAINING, organiser_level="county"
        )
        assert names("学习培训题目") == ("代表培训班",)

    def test_of_what_was_finished(self, town):
        cast.make_project(name="水渠改造", started_on=cast.DAY, finished_on=cast.DAY)
        cast.make_project(name="还在修的路", started_on=cast.DAY)
        assert names("完工项目名称") == ("水渠改造",)
