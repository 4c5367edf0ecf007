"""Every outline that a report may start from: for each year of the demo town, and for an empty one."""

import datetime
import re
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from reports.asking.registry import DAYS, Shape
from reports.counting.kept_sql import CHUNK
from reports.models import Report
from reports.studio import services
from reports.words import drafting, lines, outline
from tests import cast
from tests.demo_town import OfDemoTown
from township.models import LedgerStart
from township.spans import today

FIRST_YEAR = 2017
KINDS = Report.Kind.values
NOUGHT = re.compile(r"0(\.0+)?(?![0-9.])")
# What a page asks of others than the tables of the town.
NO_DOMAIN = re.compile('"django_session"|"accounts_|SAVEPOINT')
# What a town on its first day has not said yet, and can say.
MENDABLE = {"成文日期", "在哪次会上报告", "报告人", "计划事项", "存在的问题", "下一步工作"}
COMPARED = re.compile("比上年|与上年")
# What only markup has: a placeholder, a clause or a format that was left standing.
MARKUP = re.compile(r"[{}｛｝|｜]|\[\[|\]\]")


def bare_noughts(document):
    """The noughts of counts: a chairman says 没有召开, and leaves the rest out. 0%（0/5） is a share."""
    return [
        run.text
        for block in document.blocks
        for run in block.runs
        if NOUGHT.match(run.text)
        and not (
            run.asked and (run.asked.figure.shape is Shape.RATE or run.asked.figure.shape in DAYS)
        )
    ]


def assert_whole(document, kind):
    """Something in each paragraph, nothing left of the markup, and a gap where nothing is known."""
    assert document.title, kind
    for block in document.blocks:
        assert block.text.strip(), kind
        assert not MARKUP.search(block.text), block.text
    assert bare_noughts(document) == [], kind


def test_each_kind_has_an_outline_and_each_outline_a_kind():
    assert {path.stem for path in lines.OUTLINES.glob("*.txt")} == set(KINDS)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("0件", True), ("0", True), ("0.0", True), ("0.00元", True), ("0.5%（1/200）", False),
        ("10件", False), ("05月", False),
    ],
)  # fmt: skip
def test_what_a_bare_nought_is(text, is_one):
    assert bool(NOUGHT.match(text)) == is_one


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
class TestEmptyTown:
    """The first day of a town: nothing is recorded. Until its ledger has begun nobody can say that nothing happened."""

    def test_that_knows_its_terms(self, kind):
        cast.make_frame()
        document = outline.render(drafting.draft(kind, 2022))
        assert_whole(document, kind)
        assert document.numbers_count == 0  # no ledger begins: nothing is known, not even a nought

    def test_whose_ledger_has_begun(self, kind):
        cast.make_frame()
        for family in LedgerStart.Family:
            cast.keep(LedgerStart(family=family, complete_from=cast.day("2010-01-01")))
        document = outline.render(drafting.draft(kind, 2022))
        assert_whole(document, kind)
        assert all(gap.kind == "missing" for gap in document.gaps)
        assert {gap.text.partition("：")[0] for gap in document.gaps} <= MENDABLE

    def test_that_was_not_even_set_up(self, kind):
        assert_whole(outline.render(drafting.draft(kind, 2022)), kind)


class DemoTown(OfDemoTown):
    @pytest.mark.sqlite  # the same words on both
    def test_every_outline_of_every_year(self):
        for year in range(FIRST_YEAR, today().year + 1):
            for kind in KINDS:
                with self.subTest(kind=kind, year=year):
                    document = outline.render(drafting.draft(kind, year))
                    assert_whole(document, kind)
                    self.assertGreater(document.numbers_count, 0)
                    self.assert_mendable(document.gaps, kind, year)

    def assert_mendable(self, gaps, kind, year):
        """What is missing can be mended, or is older than the ledger.

        Opinions are complete since 2019, all else since the first term; 2022 begins the second.
        """
        older = [gap.text for gap in gaps if gap.kind == "backfill"]
        if kind != "five":
            self.assertTrue(not older or year < 2019)
            self.assertTrue(all("意见建议" in text or "回告率" in text for text in older))
        others = {gap.text.partition("：")[0] for gap in gaps if gap.kind != "backfill"}
        unmended = {name for name in others if not name.endswith("的落实情况")}
        self.assertLessEqual(unmended, MENDABLE)

    @pytest.mark.sqlite
    def test_a_comparison_says_of_what_it_is(self):
        """代表满意率60.9%；与上年持平 would tell of the share what is meant of the motions."""
        for kind in KINDS:
            document = outline.render(drafting.draft(kind, 2024))
            for block in document.blocks:
                for place, run in enumerate(block.runs):
                    if COMPARED.match(run.text):
                        earlier = [each for each in block.runs[:place] if each.asked]
                        is_next = earlier[-1].asked.figure == run.asked.figure
                        named = block.runs[place - 1].text.endswith(("件数", "户次"))
                        self.assertTrue(is_next or named, block.text)

    @pytest.mark.sqlite
    def test_who_led_and_rated_is_told_of_the_motions_it_was_counted_of(self):
        """Of 2026 one motion waits for its review and one was returned, each of another deputy; of
        2022 one was merged, and its deputy has not rated.
        """
        words = {
            year: outline.render(drafting.draft("handling", year)).blocks for year in (2022, 2026)
        }
        text = {year: "\n".join(block.text for block in blocks) for year, blocks in words.items()}
        self.assertIn("收到代表议案、建议33件，受理31件，", text[2026])
        self.assertIn("受理（含并案）的由23名代表领衔提出、30人次联名。", text[2026])
        self.assertNotIn("分别评价", text[2026])
        self.assertIn("已答复26件", text[2022])
        self.assertIn("并案办理的1件由各自的代表分别评价，计入以下各数。", text[2022])

    @pytest.mark.sqlite
    def test_nothing_is_said_of_a_year_that_has_not_begun(self):
        """Its reports have gaps where numbers are to come: no nought, no 没有, no comparison."""
        year = today().year + 1
        for kind in set(KINDS) - {"five"}:
            with self.subTest(kind=kind):
                report = drafting.draft(kind, year)
                document = outline.render(report)
                told = [run for block in document.blocks for run in block.runs if run.asked]
                self.assertEqual(
                    [run.text for run in told if run.asked.period == report.period], []
                )
                text = "\n".join(block.text for block in document.blocks)
                for false in (
                    "0%",
                    "没有召开",
                    "没有组织",
                    "没有走访联系户",
                    "没有受理",
                    "比上年",
                    "都走访到",
                ):
                    self.assertNotIn(false, text)
                self.assertIn("【待填：", text)
                self.assertNotIn("数字截至", text)

    @pytest.mark.sqlite
    def test_the_third_of_january_claims_nothing_yet(self):
        new_year = datetime.date(today().year + 1, 1, 3)
        with mock.patch("django.utils.timezone.localdate", lambda *args: new_year):
            for kind in ("annual", "presidium", "half", "handling"):
                with self.subTest(kind=kind):
                    document = outline.render(drafting.draft(kind, new_year.year))
                    assert_whole(document, kind)
                    text = "\n".join(block.text for block in document.blocks)
                    self.assertNotIn("0%（0/", text)
                    self.assertNotIn("全年没有", text)
                    self.assertIn("目前没有", text)
                    self.assertIn(f"（数字截至{new_year.year}年1月3日）", text)

    @pytest.mark.sqlite  # Django asks as often on both
    def test_each_page_within_its_budget(self):
        """Eight statements, and one for each 32 figures and periods that the words ask for; one more where
        the period cuts a year, for the motions of which only the year is known.
        """
        leader = User.objects.get(username="leader")
        staff = User.objects.get(username="staff")
        self.client.force_login(leader)
        for kind in KINDS:
            report = Report.objects.filter(kind=kind, year=2021).first()
            if report is None:
                report = drafting.draft(kind, 2021)
                services.begin(report, by=staff)
            with self.subTest(kind=kind):
                budget = 8 + self.chunks(report) + (not report.period.is_whole_years)
                self.assertLessEqual(self.statements(report), budget)

    def statements(self, report):
        """How many the page asks of the tables of the town."""
        address = report.get_absolute_url()
        self.client.get(address)  # the first page of a session also stores it
        with CaptureQueriesContext(connection) as captured:
            self.assertEqual(self.client.get(address).status_code, 200)
        asked = [query["sql"][:400] for query in captured]
        return sum(not NO_DOMAIN.search(sql) for sql in asked)

    def chunks(self, report):
        wanted = set(outline.Renderer(report).wanted())
        return -(-len(wanted) // CHUNK)
