"""附表 of 2022: two departments, two people on the rolls, two villages; all counted by hand.

水利站 leads two suggestions: one answered in time and rated 满意, one still with them and not due.
农业农村办公室 leads one, answered a day late and rated 基本满意.
许桂兰 is at both sittings of the session; 单国富 is on leave from one, 未登记 at the other.
尉迟明 (in the presidium, no deputy) is at one of two of its meetings, and absent from the other.
桥头村: two households, three visits to one of them; 岳山村: one, never met.
"""

import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx.oxml.ns import qn

from accounts.models import Role
from records.models import ReadRecord
from reports.asking.periods import Periods
from reports.asking.registry import REGISTRY, Asked
from reports.counting.evaluate import evaluate
from reports.figures.dimensions import PEOPLE, names_of_people
from reports.models import Baseline
from reports.paper import word
from reports.reading.figure_views import report_of
from reports.words import annex, outline
from reports.words.annex import AnnexColumn, AnnexTable, Head
from reports.words.document import Block, Document, Run
from representatives.models import Person
from tests import cast
from tests.cast import day
from tests.papers.official_layout import departures
from tests.papers.word_file import blocks, cells_of, said
from tests.stage import staged
from township.models import LedgerStart, Village
from township.spans import Period

pytestmark = pytest.mark.django_db

PAGE = "/reports/2022/annex/"
YEAR = Period.of_year(2022)


@staged
def frame():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2017-01-01")))
    return frame


@staged
def people(frame):
    return [cast.make_deputy(name="许桂兰"), cast.make_deputy(name="单国富")]


@staged
def motions(frame, people):
    farming, _, water = frame.departments
    for replied, department, result in [
        ("2022-04-01", water, "satisfied"), ("", water, ""), ("2022-06-02", farming, "mostly"),
    ]:  # fmt: skip
        row = cast.make_motion(
            proposer=people[0], status="replied" if replied else "referred",
            submitted_on=day("2022-03-01") if replied else day("2022-12-30"),
        )  # fmt: skip
        handling = {"replied_on": day(replied)} if replied else {}
        cast.make_handling(motion=row, department=department, **handling)
        if result:
            cast.make_rating(motion=row, result=result, rated_on=day("2022-07-01"))


@staged
def rolls(frame, people):
    xu, shan = people
    wei = cast.make_post(person=cast.make_person(name="尉迟明")).person
    session = cast.make_session(starts_on=day("2022-01-05"))
    for number, states in enumerate((("present", "leave"), ("present", "unknown")), 1):
        sitting = cast.make_sitting(meeting=session, number=number)
        for person, state in zip((xu, shan), states, strict=True):
            cast.make_attendance(meeting=session, sitting=sitting, person=person, state=state)
    for on, state in (("2022-03-01", "present"), ("2022-06-01", "absent")):
        meeting = cast.make_presidium_meeting(starts_on=day(on))
        cast.make_attendance(meeting=meeting, person=wei, state=state)
        cast.make_attendance(meeting=meeting, person=xu, capacity="guest", state="present")


@staged
def homes(frame, people):
    xu, shan = people
    bridge, hill, _ = frame.villages
    migrant, grower, _ = frame.categories
    seen = cast.make_assignment(person=xu, household=cast.make_household(village=bridge))
    cast.make_assignment(
        person=shan, household=cast.make_household(village=bridge), category=grower
    )
    missed = cast.make_assignment(
        person=shan, household=cast.make_household(village=hill), category=migrant
    )
    for month in (3, 6, 9):
        cast.make_visit(assignment=seen, visited_on=day(f"2022-0{month}-01"))
    cast.make_visit(assignment=missed, visited_on=day("2022-03-01"), was_met=False)


@staged
def town(motions, rolls, homes):
    """All of it."""


@pytest.fixture
def leader(client):
    client.force_login(cast.make_user(Role.LEADER))
    return client


def tables(year=2022):
    return annex.tables(Periods(year, report_of(year).own_term))


def texts(table):
    return [[cell.text for cell in line] for line in table.lines]


class TestMotionsByDepartment:
    def test_the_one_with_the_most_comes_first(self, motions):
        table = tables()[0]
        assert [c.label for c in table.columns] == [
            "承办单位", "件数", "已答复", "按期答复率", "办结",
            "满意率", "满意", "基本满意", "不满意", "未反馈",
        ]  # fmt: skip
        # The third suggestion was handed over on 30 December: on the last day it is not late yet.
        assert texts(table) == [
            ["水利站", "2", "1", "100%（1/1）", "—", "100%", "1", "—", "—", "—"],
            ["农业农村办公室", "1", "1", "0%（0/1）", "—", "0%", "—", "1", "—", "—"],
            ["合计", "3", "2", "50%（1/2）", "0", "50%", "1", "1", "—", "—"],
        ]


@pytest.mark.sqlite  # the same cells on both
def test_each_heading_stands_over_its_column(town):
    """Read from the left: those that reach down two rows, and those below a band."""
    for table in tables():
        upper, *lower = table.heads
        below = iter(lower[0] if lower else ())
        read = []
        for head in upper:
            is_single = head.down == 2 or not lower
            read += [head.text] if is_single else [next(below).text for _ in range(head.across)]
        assert read == [column.label for column in table.columns]


class TestAttendanceByPerson:
    def test_each_who_was_expected_by_pinyin(self, rolls):
        table = tables()[1]
        assert texts(table) == [
            ["单国富", "1", "—", "1", "—", "—", "—", "—", "—", "—", "—"],
            ["许桂兰", "1", "1", "—", "—", "—", "—", "—", "—", "—", "—"],
            ["尉迟明", "—", "—", "—", "—", "—", "2", "1", "—", "1", "—"],
            ["合计", "2", "1", "1", "0", "0", "2", "1", "0", "1", "0"],
        ]

    def test_a_deputy_whom_no_roll_names_is_there_too(self, rolls):
        cast.make_deputy(name="曾玉梅")
        assert ["曾玉梅", *["—"] * 10] in texts(tables()[1])

    def test_the_figures_say_the_same_of_each(self, rolls):
        """By one statement for all, or by the figure that the number opens: the same."""
        table = tables()[1]
        names = [c.label for c in table.columns][1:]
        rolls_of = [c.band for c in table.columns][1:]
        figures = [REGISTRY[f"{r}{n}人次"] for r, n in zip(rolls_of, names, strict=True)]
        for name, *cells in texts(table)[:-1]:
            values = evaluate([Asked(figure, YEAR, name) for figure in figures])
            assert [cell.replace("—", "0") for cell in cells] == [
                str(value.number) for value in values.values()
            ]

    def test_two_of_one_name_are_told_apart(self, rolls, people):
        other = cast.make_deputy(name="许桂兰")
        members = [f"许桂兰·{person.pk}" for person in (people[0], other)]
        assert [names_of_people()[person.pk] for person in (people[0], other)] == members
        assert set(members) <= set(PEOPLE.members())
        rows = {name: cells for name, *cells in texts(tables()[1])}
        assert [rows[member][:2] for member in members] == [["1", "1"], ["—", "—"]]
        figure = REGISTRY["人代会应到人次"]
        assert [figure.rows(YEAR, member).count() for member in members] == [1, 0]

    def test_what_only_a_baseline_knows_nobody_knows_by_name(self, rolls):
        LedgerStart.objects.filter(family="meetings").update(complete_from=day("2022-02-01"))
        cast.keep(
            Baseline(
                figure="人代会应到人次", starts_on=YEAR.start, ended_on=day("2022-02-01"),
                value=70, source="会议记录簿",
            )
        )  # fmt: skip
        table = tables()[1]
        assert table.total[1].text == "70"  # the session of January is in the baseline
        assert (table.rows, table.nothing) == ((), "台账还没有登记到这一年，列不出来。")


class TestHouseholdsByVillage:
    def test_households_by_category_and_how_they_were_visited(self, homes):
        table = tables()[2]
        assert [c.label for c in table.columns] == [
            "村（社区）", "外出户", "种植户", "脱贫户", "合计", "户次", "户数", "覆盖率",
        ]  # fmt: skip
        assert texts(table) == [
            ["桥头村", "1", "1", "—", "2", "3", "1", "50%（1/2）"],
            ["岳山村", "1", "—", "—", "1", "—", "—", "0%（0/1）"],
            ["合计", "2", "1", "—", "3", "3", "1", "33.3%（1/3）"],
        ]

    def test_nobody_is_named(self, homes, leader):
        page = leader.get(PAGE).content.decode()
        assert not [name for name in ("王二保", "李长根", "赵春生") if name in page]

    def test_the_third_category_goes_by_its_name_of_that_year(self, homes):
        assert [c.label for c in tables(2021)[2].columns][3] == "贫困户"


class TestEveryNumber:
    def test_opens_its_records(self, town, leader):
        urls = {cell.url for table in tables() for line in table.lines for cell in line if cell.url}
        assert len(urls) > 40
        for url in urls:
            assert leader.get(url).status_code == 200, url

    def test_is_what_the_page_behind_it_says(self, town, leader):
        cell = next(c for c in tables()[1].rows[0] if c.text == "1")
        page = leader.get(cell.url)
        assert page.context["figure"]["name"] == "人代会应到人次（单国富）"
        assert page.context["value"] == "1人次"
        assert len(page.context["tables"][0]["rows"]) == 1

    def test_a_dash_opens_nothing(self, town):
        dashes = [c for t in tables() for line in t.lines for c in line if c.text == "—"]
        assert {cell.url for cell in dashes} == {""}

    @pytest.mark.parametrize(
        "address",
        [
            "人代会出席人次/?member=nobody",
            "各村各类联系户数/?member=桥头村",
            "各村各类联系户数/?member=桥头村·没有这一类",
            "走访覆盖率/?member=没有这个村",
        ],
    )
    def test_a_member_that_is_none_is_not_there(self, town, leader, address):
        assert leader.get(f"/reports/2022/figures/{address}").status_code == 404


@pytest.mark.sqlite  # what a page says is the same on both
class TestPage:
    def test_it_says_who_looked(self, town, leader):
        page = leader.get(PAGE)
        assert page.status_code == 200
        assert ReadRecord.objects.latest("pk").what == "年度报告附表"
        assert "Word（草稿，带附表）" in page.content.decode()

    def test_the_report_leads_there(self, town, leader):
        assert PAGE in leader.get("/reports/2022/").content.decode()

    def test_it_says_what_day_its_numbers_stand_on(self, town, leader):
        assert "数字截至2022年12月31日，" in leader.get(PAGE).content.decode()
        listed = leader.get("/reports/2022/figures/镇议案建议件数/?day=2022-12-31").content.decode()
        assert "会次" in listed and "数字截至2022年12月31日" in listed

    def test_a_year_without_anything_is_not_there(self, frame, leader):
        assert leader.get("/reports/2019/annex/").status_code == 404

    def test_a_table_without_rows_says_so(self, homes, leader):
        page = leader.get(PAGE).content.decode()
        assert page.count("还没有记录。") == 2

    def statements(self):
        with CaptureQueriesContext(
            connection,
        ) as context:
            tables()
        return len(context)

    def test_more_people_and_visits_cost_no_more_statements(self, town):
        before = self.statements()
        session = cast.make_session(starts_on=day("2022-12-01"))
        for person in cast.make_deputies(60):
            cast.make_attendance(meeting=session, person=person, state="present")
        assert self.statements() == before

    def test_one_more_statement_for_each_32_figures(self, town):
        """A village asks for four figures and one more for each of three categories."""
        before = self.statements()
        Village.objects.bulk_create(Village(name=f"新村{n}", order=9 + n) for n in range(16))
        assert self.statements() <= before + (16 * 7) // 32 + 1


@pytest.mark.sqlite  # what a page says is the same on both
class TestHeads:
    def test_one_row_without_bands(self):
        columns = (AnnexColumn("承办单位", 50), AnnexColumn("件数", 16))
        assert AnnexTable("表", columns, (), (), ()).heads == [[Head("承办单位"), Head("件数")]]

    def test_two_with(self):
        columns = (
            AnnexColumn("姓名", 22),
            AnnexColumn("应到", 13, "人代会"),
            AnnexColumn("出席", 13, "人代会"),
        )
        assert AnnexTable("表", columns, (), (), ()).heads == [
            [Head("姓名", down=2), Head("人代会", across=2)], [Head("应到"), Head("出席")],
        ]  # fmt: skip

    def test_every_table_is_as_wide_as_the_text(self, town):
        assert [sum(c.width for c in table.columns) for table in tables()] == [156] * 3


def document_with(*found):
    kinds = [
        ("title", "柳塘镇2022年人大工作总结"),
        ("p", "全年召开会议。"),
        ("date", "2023年1月8日"),
    ]
    document = Document([Block(kind, (Run(text),)) for kind, text in kinds])
    document.annex = found
    return document


@pytest.mark.sqlite  # the same paper on both
class TestOnPaper:
    def test_what_is_enclosed_is_said_below_the_text(self, town):
        document = document_with(*tables())
        lines = said(word.write(document))
        at = lines.index("　　附件：1. 代表建议办理情况")
        assert lines[at + 1 : at + 3] == [
            "　　　　　2. 代表出席会议情况",
            "　　　　　3. 联系户和走访情况",
        ]
        assert lines[at + 3] == "2023年1月8日"
        assert lines[at + 4 : at + 7] == [
            "附件1",
            "代表建议办理情况",
            "承办单位 | 件数 | 已答复 | 按期答复率 | 办结 | 满意率 | 代表评价（件）",
        ]

    def test_a_single_one_has_no_number(self, town):
        lines = said(word.write(document_with(tables()[0])))
        assert "　　附件：代表建议办理情况" in lines
        assert "附件" in lines

    def test_without_tables_nothing_is_said(self):
        assert not [line for line in said(word.write(document_with())) if "附件" in line]

    def test_each_begins_a_page_and_repeats_its_head(self, town):
        parts = blocks(word.write(document_with(*tables())))
        marks = [
            p for p in parts if getattr(p, "text", "").startswith("附件") and p.text[2:].isdigit()
        ]
        assert [p.paragraph_format.page_break_before for p in marks] == [True] * 3
        attendance = [part for part in parts if hasattr(part, "rows")][1]
        heads = [row.trPr.find(qn("w:tblHeader")) is not None for row in attendance._tbl.tr_lst]
        assert heads == [True, True, False, False, False, False]
        assert cells_of(attendance)[0] == ["姓名", "人代会", "主席团会议"]
        assert cells_of(attendance)[1][:3] == ["", "应到", "出席"]

    def test_on_paper_a_name_of_two_characters_is_as_wide_as_one_of_three(self, town):
        Person.objects.filter(name="单国富").update(name="单富")
        found = tables()
        assert "单富" in [line[0] for line in texts(found[1])]
        attendance = [p for p in blocks(word.write(document_with(*found))) if hasattr(p, "rows")][1]
        heads = [cells[0] for cells in cells_of(attendance)[2:]]
        assert "单　富" in heads and heads[-1] == "合计"

    def test_a_head_over_two_rows_is_one_cell(self, town):
        table = [p for p in blocks(word.write(document_with(*tables()))) if hasattr(p, "rows")][1]
        first, second = (row.tc_lst[0].tcPr.find(qn("w:vMerge")) for row in table._tbl.tr_lst[:2])
        assert (first.get(qn("w:val")), second.get(qn("w:val"))) == ("restart", "continue")

    def test_official_layout(self, town):
        document = document_with(*tables())
        document.blocks.insert(2, Block("p", (Run("四十个字以上的正文。" * 6),)))
        assert departures(word.write(document)) == []

    def test_only_where_it_is_asked_for(self, town, leader):
        asked = [leader.get(f"/reports/2022/word/{query}") for query in ("", "?annex=1")]
        found = ["附件" in "".join(said(answer.content)) for answer in asked]
        assert found == [False, True]
        assert [record.what for record in ReadRecord.objects.order_by("pk")] == [
            "年度工作总结 Word", "年度工作总结 Word（带附表）",
        ]  # fmt: skip

    def test_a_table_without_rows_is_not_enclosed(self, homes):
        document = outline.render(report_of(2022))
        annex.attach(document, report_of(2022))
        assert [table.title for table in document.annex] == ["联系户和走访情况"]


def test_a_file_with_an_annex_opens(town):
    content = word.write(document_with(*tables()))
    assert len(docx.Document(io.BytesIO(content)).tables) == 3
