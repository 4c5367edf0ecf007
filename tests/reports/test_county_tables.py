"""上级报表: the county's table is uploaded once, checked, and comes back filled for any year.

Of 2022 the cast has three presidium meetings and one session; of 2021 two presidium meetings, of
which one in the new term (it began on 2021-12-28); five suggestions in 2022, one in 2021.
"""

import io
import re

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import file_links
from accounts.models import Role
from papers import workbook
from papers.workbook import WorkbookCell
from records.models import OnceKey, ReadRecord
from reports.asking.registry import REGISTRY
from reports.county import pattern as county_pattern
from reports.county import services as county_services
from reports.county import tables as county_tables
from reports.models import CountyTable, TableVersion
from reports.words.drafting import report_of
from tests import cast
from tests.cast import day, refused
from tests.reports.county_book import county_book, part, rezipped, upload
from tests.representatives.test_households_pages import statements
from tests.stage import staged
from township.models import LedgerStart, TownName

# What comes out is a file, whatever database its rows lie in.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PAGE = "/reports/2022/tables/"
NEW = f"{PAGE}new/"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@staged
def town():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2021-01-01")))
    for on in ("2022-03-01", "2022-06-01", "2022-09-01"):
        cast.make_presidium_meeting(starts_on=day(on))
    cast.make_presidium_meeting(starts_on=day("2021-06-01"), term=frame.first)
    cast.make_presidium_meeting(starts_on=day("2021-12-30"))
    cast.make_session(starts_on=day("2022-01-10"))
    xu = cast.make_deputy(name="许桂兰")
    for on in ("2022-02-01", "2022-03-01", "2022-04-01", "2022-05-01", "2022-06-01"):
        cast.make_motion(proposer=xu, status="accepted", submitted_on=day(on))
    cast.make_motion(proposer=xu, status="accepted", submitted_on=day("2021-12-29"))
    return frame


@staged
def clerk(town):
    return cast.the_clerk()


@pytest.fixture
def office(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def leader(client, town):
    client.force_login(cast.make_user(Role.LEADER))
    return client


def add(clerk, content=None, name="镇人大工作情况统计表", note=""):
    file = workbook.prepare(upload(content))
    return county_services.add_table(name=name, note=note, file=file, by=clerk)


def address(table, page="detail", year=2022, **more):
    return reverse(f"table-{page}", kwargs={"year": year, "pk": table.pk} | more)


def downloaded(client, table, year=2022):
    answer = client.get(address(table, "file", year))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))["汇总"]


def send(client, page=NEW, content=None, file=True, **typed):
    """Send the form at `page` as a browser does, with its key."""
    key = re.search(r'name="_once" value="([^"]+)"', client.get(NEW).content.decode())[1]
    data = {"_once": key, "name": "统计表", "note": ""} | typed
    if file:
        data["file"] = upload(content)
    return client.post(page, data)


def values(sheet, *refs):
    return [sheet[ref].value for ref in refs]


class TestWhatStandsInTheCells:
    @pytest.fixture
    def sheet(self, office, clerk):
        return downloaded(office, add(clerk))

    def test_a_single_count_is_a_number(self, sheet):
        assert values(sheet, "B4", "C4", "D4") == [3, 2, 4]
        assert [sheet[ref].data_type for ref in ("B4", "C4", "D4")] == ["n", "n", "n"]

    def test_full_width_braces_too(self, sheet):
        assert sheet["B5"].value == 1

    def test_words_stay_words(self, sheet):
        assert values(sheet, "A1", "A2") == [
            "柳塘镇2022年人大工作情况统计表",
            "填报单位：柳塘镇人大主席团",
        ]
        assert sheet["C7"].value == "比上年增加4件"

    def test_no_session_in_2021_is_a_nought(self, sheet):
        """The ledger was complete then, so none is known; a table adds it up."""
        assert sheet["C5"].value == 0

    def test_formulas_number_formats_and_merged_cells_are_kept(self, sheet):
        assert values(sheet, "B6", "C6") == ["=SUM(B4:B5)", "=SUM(C4:C5)"]
        assert (sheet["B4"].number_format, sheet["B8"].number_format) == ("#,##0", "0.0%")
        assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:D1", "A2:C2"}

    def test_without_ratings_there_is_no_share(self, sheet):
        assert values(sheet, "B8", "C8") == ["暂无反馈", "暂无反馈"]

    def test_another_year(self, office, clerk):
        table = add(clerk)
        assert values(downloaded(office, table, 2021), "B4", "A1") == [
            2, "柳塘镇2021年人大工作情况统计表",
        ]  # fmt: skip

    def test_before_the_ledger_began(self, office, clerk):
        sheet = downloaded(office, add(clerk), 2020)
        assert sheet["B4"].value == "【待补：主席团会议次数】"

    def test_an_empty_town(self, office, clerk):
        """Nothing recorded in 2023, and the ledger is complete: noughts, no gap."""
        sheet = downloaded(office, add(clerk), 2023)
        assert values(sheet, "B4", "B5", "B7") == [0, 0, 0]

    def test_a_year_that_has_not_begun(self, office, clerk):
        """Nothing can be known of it: no nought, and the page lists the cells."""
        table = add(clerk)
        assert downloaded(office, table, 2100)["B4"].value == "【待填：主席团会议次数】"
        places = [cell.place for cell in office.get(address(table, year=2100)).context["missing"]]
        assert "工作表“汇总”的B4" in places


def begun_with_2022(family):
    """What was before 2022 the ledger cannot know."""
    LedgerStart.objects.filter(family=family).update(complete_from=day("2022-01-01"))


class TestFormats:
    """What one cell says, for each way of writing a placeholder."""

    @pytest.fixture
    def says(self, town):
        def says(text, *, is_percent=False, year=2022):
            cell = WorkbookCell("表", "A1", text, is_percent=is_percent)
            return county_tables.Filler(report_of(year), [cell]).fill(cell).value

        return says

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("{主席团会议次数}", 3),
            (" {主席团会议次数} ", 3),
            ("{主席团会议次数|数}", 3),
            ("{2021年·主席团会议次数}", 2),
            ("｛主席团会议次数｜数｝", 3),
            ("{主席团会议次数|汉字}", "三次"),
            ("共{主席团会议次数}", "共3次"),
            ("{主席团会议次数}次", "3次次"),
            ("{主席团会议次数}，{人代会次数}", "3次，1次"),
            ("{镇议案建议件数|较上年}", "比上年增加4件"),
            ("第一行\n{主席团会议次数}", "第一行\n3次"),
            ("  ·{镇}", "  ·柳塘镇"),
            ("{年}", "2022"),
            ("本年[[，有{超期件数}件超期]]。", "本年。"),
        ],
    )
    def test_each(self, says, text, value):
        assert says(text) == value

    def test_a_nought_is_a_number(self, says):
        assert says("{超期件数}") == 0

    def test_shares(self, says):
        """Two of three are satisfied; a cell made for shares gets the share itself."""
        for result in ("satisfied", "satisfied", "unsatisfied"):
            motion = cast.make_motion(status="replied", submitted_on=day("2022-03-01"))
            cast.make_handling(motion=motion, replied_on=day("2022-05-01"))
            cast.make_rating(motion=motion, result=result, reason="没有办")
        assert says("{满意率}") == "66.7%（2/3）"
        assert says("{满意率|百分比}") == "66.7%"
        assert float(says("{满意率|百分比}", is_percent=True)) == 0.667
        assert says("其中{满意率|百分比}", is_percent=True) == "其中66.7%"

    def test_yuan_are_numbers_to_the_cent(self, says):
        cast.make_allowance(amount="63200.50", paid_on=day("2022-05-01"))
        assert str(says("{代表补助发放金额}")) == "63200.5"
        assert str(says("{代表补助发放金额|万元}")) == "6.32"
        assert says("约{代表补助发放金额|万元}") == "约6.32万元"

    def test_days_on_average(self, says):
        assert says("{平均答复天数}") == "暂无数据"
        motion = cast.make_motion(status="replied", submitted_on=day("2022-03-01"))
        cast.make_handling(motion=motion, replied_on=day("2022-03-11"))
        assert says("{平均答复天数}") == 10

    def test_a_member_of_a_split(self, says, town):
        assert says(f"{{镇议案建议件数（{town.topics[0]}）}}") == 5
        assert says(f"{{镇议案建议件数（{town.topics[1]}）}}") == 0

    def test_a_name_that_begins_like_a_formula_is_words(self, says):
        TownName.objects.update(town="=cmd|' /C calc'!A0")
        assert says("{镇}") == "'=cmd|' /C calc'!A0"
        assert says("本镇{镇}") == "本镇=cmd|' /C calc'!A0"

    def test_a_figure_that_is_known_no_more_is_said(self, says, monkeypatch):
        """A table of years ago may name what a later version of the system calls otherwise."""
        text = "共{旧数字}，{主席团会议次数}"
        assert says(text) == "共【不认识：旧数字】，3次"


class TestChecking:
    """What is wrong is said with the name of its cell, and nothing is stored."""

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (
                "{主席会议次数}",
                "工作表“汇总”的C7：没有叫“主席会议次数”的数字。名字最像的是“主席团会议次数”：期间内在闭会期间召开的主席团会议。意思一样才换成它。",
            ),
            ("{去年·人代会次数}", "的C7：“{去年·人代会次数}”中的期间“去年”不认识"),
            ("{满意率|汉字}", "的C7：“{满意率|汉字}”不能写成“|汉字”"),
            ("{镇议案建议件数（教育）}", "的C7：“镇议案建议件数”里没有“教育”这一类"),
            ("{满意率", "的C7第1个字“{”没有成对"),
            ("[[没有数字]]{人代会次数}", "的C7：双方括号里要有数字"),
            ('="本年"&"{满意率}"', "的C7：公式里的占位符不会填写"),
        ],
    )
    def test_a_wrong_one(self, clerk, words, sentence):
        with refused(sentence):
            add(clerk, county_book(C7=words))
        assert not CountyTable.objects.exists()
        assert not TableVersion.objects.exists()

    def test_all_wrong_ones_are_said_together(self, clerk):
        with refused("的B4：没有叫“甲次数”", "的B7：没有叫“乙件数”"):
            add(clerk, county_book(B4="{甲次数}", B7="{乙件数}"))

    def test_no_endless_list(self, clerk):
        wrong = {f"H{row}": "{甲次数}" for row in range(1, 31)}
        with refused("另外还有18处，改好上面的再上传。"):
            add(clerk, county_book(**wrong))

    def test_braces_of_a_formula_are_its_own(self, clerk):
        add(clerk, county_book(C7="=SUM({1,2,3})"))
        assert "C7" not in [cell[1] for cell in TableVersion.objects.get().cells]

    def test_a_table_without_placeholders(self, clerk):
        plain = dict.fromkeys(
            ("A1", "A2", "B4", "C4", "D4", "B5", "C5", "B7", "C7", "B8", "C8"), "字"
        )
        with refused("表格里没有占位符"):
            add(clerk, county_book(**plain))

    def test_nothing_is_left_of_a_refused_file(self, clerk, uploads):
        with refused("没有叫"):
            add(clerk, county_book(B4="{甲次数}"))
        assert not list(uploads.rglob("*.xlsx"))

    def test_an_undone_transaction_leaves_no_file(self, clerk, uploads):
        with pytest.raises(RuntimeError), transaction.atomic():
            add(clerk)
            assert list(uploads.rglob("*.xlsx"))
            raise RuntimeError
        assert not list(uploads.rglob("*.xlsx"))


class TestRemarks:
    """What will not be as it was is said on uploading, and afterwards on the page."""

    def test_nothing_to_remark(self, clerk):
        add(clerk)
        assert TableVersion.objects.get().remarks == []

    def test_placeholders_that_are_in_no_cell(self, clerk):
        sheet = part(county_book(), "xl/worksheets/sheet1.xml")
        footed = sheet.replace(b"<oddHeader/>", "<oddHeader>{年}年</oddHeader>".encode())
        assert footed != sheet
        add(clerk, rezipped(county_book(), {"xl/worksheets/sheet1.xml": footed}))
        [said] = TableVersion.objects.get().remarks
        assert "页眉页脚里的占位符不填" in said

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("xl/pivotTables/pivotTable1.xml", "数据透视表"),
            ("xl/externalLinks/externalLink1.xml", "引用了别的文件"),
            ("_xmlsignatures/sig1.xml", "数字签名"),
        ],
    )
    def test_what_cannot_stay_as_it_was(self, office, clerk, name, words):
        table = add(clerk, rezipped(county_book(), {name: b"<x/>"}))
        [said] = TableVersion.objects.get().remarks
        assert words in said
        assert said in office.get(address(table)).content.decode()


class TestUploading:
    def test_the_form_stores_and_shows_the_table(self, office, clerk):
        answer = send(office, name="镇人大工作情况统计表", note="市人大每年12月要")
        table = CountyTable.objects.get()
        assert answer.headers["Location"] == address(table)
        assert (table.name, table.note) == ("镇人大工作情况统计表", "市人大每年12月要")
        version = table.versions.get()
        assert (version.number, version.given_name, version.uploaded_by) == (
            1,
            "统计表.xlsx",
            clerk,
        )
        assert table.history.get().history_user == clerk

    def test_the_file_is_kept_as_it_came_under_a_name_that_tells_nothing(self, office, uploads):
        send(office)
        [file] = uploads.rglob("*.xlsx")
        assert re.fullmatch(r"[0-9a-f]{32}\.xlsx", file.name)
        assert file.read_bytes() == county_book()

    def test_the_same_form_twice_stores_once(self, office):
        key = "6f1f9e3e-0d63-4b6c-8b0e-0d3f3a7d9a11"
        for _ in range(2):
            office.post(NEW, {"_once": key, "name": "统计表", "file": upload()})
        assert CountyTable.objects.count() == OnceKey.objects.count() == 1

    def test_without_its_key_nothing_is_stored(self, office):
        page = office.post(NEW, {"name": "统计表", "file": upload()}).content.decode()
        assert "没有完整打开" in page
        assert not CountyTable.objects.exists()

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (workbook.OLD_BEGINS + bytes(4000), workbook.OLD_BOOK),
            (b"nonsense", workbook.NO_BOOK),
            (county_book(B4="{主席会议次数}"), "工作表“汇总”的B4：没有叫“主席会议次数”的数字"),
        ],
    )
    def test_a_refused_file_keeps_what_was_typed(self, office, content, sentence):
        page = send(office, content=content, name="统计表甲", note="每年要").content.decode()
        assert sentence in page
        assert 'value="统计表甲"' in page
        assert 'value="每年要"' in page
        assert "文件“统计表.xlsx”没有保存，请再选一次。" in page
        assert not CountyTable.objects.exists()

    def test_without_a_file_or_a_name(self, office):
        page = send(office, file=False, name="").content.decode()
        assert workbook.MISSING in page
        assert "请" in page

    def test_a_name_that_there_is(self, office, clerk):
        add(clerk, name="统计表")
        assert "已有同名的报表" in send(office, name="统计表").content.decode()


class TestReplacing:
    @pytest.fixture
    def table(self, clerk):
        return add(clerk)

    def replace(self, client, table, content):
        return client.post(address(table, "replace"), {"file": upload(content, "新的.xlsx")})

    def test_the_new_file_is_filled_and_the_old_one_stays(self, office, table):
        new = county_book(A7="议案建议", B7="{人代会次数}")
        assert self.replace(office, table, new).status_code == 302
        assert downloaded(office, table)["B7"].value == 1
        assert [row.number for row in table.versions.all()] == [2, 1]
        page = office.get(address(table)).content.decode()
        assert "第1版“统计表.xlsx”" in page
        old = office.get(address(table, "version", number=1))
        assert old.content == county_book()

    def test_the_same_file_again(self, office, table):
        page = self.replace(office, table, county_book()).content.decode()
        assert county_services.SAME_FILE in page
        assert table.versions.count() == 1

    def test_a_wrong_placeholder_changes_nothing(self, office, table):
        page = self.replace(office, table, county_book(B4="{甲次数}")).content.decode()
        assert "工作表“汇总”的B4" in page
        assert table.versions.count() == 1

    def test_another_name(self, office, table):
        office.post(address(table, "describe"), {"name": "新名称", "note": "说明"})
        table.refresh_from_db()
        assert (table.name, table.note) == ("新名称", "说明")

    def test_a_name_that_there_is(self, office, table, clerk):
        add(clerk, county_book(A7="甲"), name="另一张")
        page = office.post(address(table, "describe"), {"name": "另一张"}).content.decode()
        assert "已有同名的报表" in page
        table.refresh_from_db()
        assert table.name == "镇人大工作情况统计表"

    def test_retired_and_in_use_again(self, office, table):
        office.post(address(table, "describe"), {"retire": "1"})
        page = office.get(PAGE)
        assert (page.context["lines"], len(page.context["retired"])) == ([], 1)
        assert office.get(address(table, "file")).status_code == 200
        office.post(address(table, "describe"), {"retire": "0"})
        assert len(office.get(PAGE).context["lines"]) == 1


class TestPages:
    def test_the_list_says_what_is_missing(self, office, clerk):
        begun_with_2022("meetings")
        add(clerk, note="每年12月")
        [(version, _, missing, count)] = office.get(PAGE).context["lines"]
        assert (version.table.note, missing, count) == ("每年12月", 3, 11)

    def test_each_number_opens_its_records(self, office, clerk):
        page = office.get(address(add(clerk)))
        cells = {cell.cell.ref: cell for cell in page.context["cells"]}
        [run] = cells["C4"].runs
        assert (run.text, run.kind) == ("2", "number")
        assert office.get(run.url).context["value"] == "2次"
        assert f'href="{run.url}"' in page.content.decode()

    def test_cells_without_data_are_listed_with_where_to_mend(self, office, clerk):
        begun_with_2022("meetings")
        page = office.get(address(add(clerk)))
        [cell, *_] = missing = page.context["missing"]
        assert [one.place.removeprefix("工作表“汇总”的") for one in missing] == ["C4", "D4", "C5"]
        assert "还有3格没有数" in page.content.decode()
        assert office.get(cell.gaps[0].url).status_code == 200

    def test_the_file_is_called_after_year_and_table(self, office, clerk):
        answer = office.get(address(add(clerk), "file"))
        assert file_links.name_of(answer) == "2022年镇人大工作情况统计表.xlsx"
        assert answer["Cache-Control"] == "private, no-store"

    def test_who_looked_and_who_took_it_is_recorded(self, office, clerk):
        table = add(clerk)
        for page in ("detail", "file"):
            office.get(address(table, page))
        assert list(ReadRecord.objects.order_by("pk").values_list("what", "object_id")) == [
            ("上级报表", str(table.pk)), ("上级报表 下载", str(table.pk)),
        ]  # fmt: skip

    def test_leadership_reads_and_takes_it_and_changes_nothing(self, leader):
        table = add(cast.the_clerk())
        page = leader.get(address(table)).content.decode()
        assert "换文件" not in page
        assert "添加报表" not in leader.get(PAGE).content.decode()
        assert downloaded(leader, table)["B4"].value == 3
        for name, more in (("version", {"number": 1}), ("replace", {}), ("describe", {})):
            page = address(table, name, **more)
            assert leader.post(page).status_code == 404
            assert leader.get(page).status_code in (404, 405)
        assert leader.get(f"{PAGE}pattern/").status_code == 404
        assert leader.post(NEW, {}).status_code == 404

    def test_a_link_of_five_minutes_opens_it_elsewhere(self, office, clerk, client):
        path = address(add(clerk), "file")
        link = f"/files/{file_links.token_of(clerk, path)}/"
        client.logout()
        answer = client.get(link)
        assert openpyxl.load_workbook(io.BytesIO(answer.content))["汇总"]["B4"].value == 3

    def test_a_file_that_is_gone(self, office, clerk):
        table = add(clerk)
        default_storage.delete(table.versions.get().file.name)
        assert office.get(address(table, "file")).status_code == 404

    @pytest.mark.parametrize("year", [1949, 2101])
    def test_years_of_no_report(self, office, clerk, year):
        assert office.get(f"/reports/{year}/tables/").status_code == 404

    def test_no_such_table(self, office):
        assert office.get(f"{PAGE}77/").status_code == 404


class TestStatements:
    """However many tables and cells there are, the figures are asked for together."""

    def asked(self, client, page):
        client.get(page)  # the session's own statements
        return statements(lambda: client.get(page))

    def test_of_the_list(self, office, clerk):
        add(clerk)
        few = self.asked(office, PAGE)
        for number in range(5):
            add(clerk, county_book(A7=f"表{number}"), name=f"表{number}")
        assert self.asked(office, PAGE) == few

    def test_of_a_table(self, office, clerk):
        few = self.asked(office, address(add(clerk)))
        more = {f"J{row}": "{上年·人代会次数}，{主席团会议次数|汉字}" for row in range(1, 60)}
        table = add(clerk, county_book(**more), name="大表")
        assert self.asked(office, address(table)) == few


class TestPattern:
    """空白样表: every figure, to copy from; and it can itself be uploaded and filled."""

    @pytest.fixture
    def book(self, office):
        answer = office.get(f"{PAGE}pattern/")
        assert file_links.name_of(answer) == "全部数字的占位符（空白样表）.xlsx"
        return answer.content

    def test_every_figure_with_its_definition(self, book):
        sheet = openpyxl.load_workbook(io.BytesIO(book))["全部数字"]
        rows = {row[1]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
        assert set(rows) == set(REGISTRY)
        figure = REGISTRY["主席团会议次数"]
        assert rows["主席团会议次数"] == (
            figure.group, figure.name, "{主席团会议次数}", "{上年·主席团会议次数}", "{本届·主席团会议次数}",
            figure.unit, figure.definition,
        )  # fmt: skip

    def test_members_of_what_is_split(self, book, town):
        sheet = openpyxl.load_workbook(io.BytesIO(book))["分项数字"]
        rows = [row[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]
        topic = town.topics[0].name
        assert ("镇议案建议件数", topic, f"{{镇议案建议件数（{topic}）}}") in rows

    def test_it_passes_the_check_and_is_filled(self, book, clerk, office):
        table = add(clerk, book, name="样表")
        answer = office.get(address(table, "file"))
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["全部数字"]
        rows = {row[1]: row[2] for row in sheet.iter_rows(min_row=2, values_only=True)}
        assert rows["主席团会议次数"] == 3
        assert not [name for name, said in rows.items() if said in (None, "")]

    def test_statements_do_not_grow_with_the_figures(self, office):
        with CaptureQueriesContext(connection) as caught:
            county_pattern.write()
        # one for each way to split figures by the town's own data, and one for its names
        assert len(caught) < 15
