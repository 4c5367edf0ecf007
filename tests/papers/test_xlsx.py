"""Somebody else's workbook: what is refused, what is read, and that nothing but the words changes."""

import io
import struct
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from papers import workbook as xlsx
from papers.workbook import Book
from tests.cast import refused
from tests.reports.county_book import CELLS, county_book, part, plain_book, rezipped, upload

SHEET = "xl/worksheets/sheet1.xml"


def opened(content, **options):
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def saved(book):
    book.save(file := io.BytesIO())
    return file.getvalue()


def look(cell):
    parts = (cell.font, cell.border, cell.fill, cell.alignment, cell.number_format, cell.protection)
    return [repr(part) for part in parts]


class TestReading:
    def test_words_and_formulas_in_the_order_of_reading(self):
        cells = Book(county_book()).cells()
        assert [(c.ref, c.text) for c in cells if not c.is_formula][:4] == [
            ("A1", CELLS["A1"]), ("A2", CELLS["A2"]), ("D2", CELLS["D2"]), ("A3", "项目"),
        ]  # fmt: skip
        assert [(c.ref, c.text) for c in cells if c.is_formula] == [
            ("B6", "SUM(B4:B5)"), ("C6", "SUM(C4:C5)"),
        ]  # fmt: skip
        assert {cell.sheet for cell in cells} == {"汇总"}

    def test_which_cells_show_shares(self):
        cells = Book(county_book()).cells()
        assert [cell.ref for cell in cells if cell.is_percent] == ["B8"]

    def test_its_place_in_words(self):
        assert Book(county_book()).cells()[0].place == "工作表“汇总”的A1"

    def test_cells_without_a_reference_count_on(self):
        """Some programs leave out what follows from the order."""
        sheet = (
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            b'<row><c t="inlineStr"><is><t>a</t></is></c><c><v>1</v></c></row>'
            b'<row r="7"><c/><c t="inlineStr"><is><t>b</t></is></c></row></sheetData></worksheet>'
        )
        cells = Book(rezipped(county_book(), {SHEET: sheet})).cells()
        assert [(cell.ref, cell.text) for cell in cells] == [("A1", "a"), ("B7", "b")]

    def test_readings_of_signs_are_no_words(self):
        strings = (
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>项目</t>'
            '<rPh sb="0" eb="1"><t>xiang</t></rPh></si></sst>'
        )
        sheet = (
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            b'<row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'
        )
        content = rezipped(county_book(), {SHEET: sheet, "xl/sharedStrings.xml": strings.encode()})
        assert [cell.text for cell in Book(content).cells()] == ["项目"]

    @pytest.mark.parametrize(("number", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
    def test_letters_of_columns(self, number, text):
        assert xlsx.letters(number) == text


class TestFilling:
    ANSWERS = {("汇总", "B4"): 5, ("汇总", "C4"): Decimal("6.30"), ("汇总", "A1"): "柳塘镇2022年"}

    @pytest.fixture(params=[county_book, plain_book])
    def both(self, request):
        content = request.param()
        return content, Book(content).filled(self.ANSWERS)

    def test_numbers_are_numbers_and_words_words(self, both):
        sheet = opened(both[1])["汇总"]
        assert [sheet["B4"].value, sheet["C4"].value, sheet["A1"].value] == [5, 6.3, "柳塘镇2022年"]
        assert [sheet[ref].data_type for ref in ("B4", "C4", "A1")] == ["n", "n", "s"]

    def test_a_nought_is_one(self):
        sheet = opened(Book(county_book()).filled({("汇总", "B4"): Decimal("0.00")}))["汇总"]
        assert sheet["B4"].value == 0

    def test_every_other_cell_is_as_it_was(self, both):
        before, after = (opened(content) for content in both)
        assert before.sheetnames == after.sheetnames
        for sheet in before:
            twin = after[sheet.title]
            assert sheet.dimensions == twin.dimensions
            for row in sheet.iter_rows():
                for cell in row:
                    other = twin[cell.coordinate]
                    if (sheet.title, cell.coordinate) not in self.ANSWERS:
                        assert cell.value == other.value, cell.coordinate
                    assert look(cell) == look(other), cell.coordinate

    def test_the_layout_is_kept(self, both):
        before, after = (opened(content)["汇总"] for content in both)
        assert after.merged_cells.ranges == before.merged_cells.ranges
        widths = {key: column.width for key, column in before.column_dimensions.items()}
        assert {k: column.width for k, column in after.column_dimensions.items()} == widths
        assert after.row_dimensions[1].height == 36
        assert after.print_area == before.print_area == "'汇总'!$A$1:$D$8"
        assert after.page_setup.orientation == "landscape"
        assert after.page_margins.left == 0.4
        assert after.oddFooter.center.text == "第 &P 页"
        assert after.freeze_panes == "B4"
        assert [rule.sqref for rule in after.data_validations.dataValidation] == [
            rule.sqref for rule in before.data_validations.dataValidation
        ]
        assert len(after.conditional_formatting) == 1
        assert (len(after._images), len(after._charts)) == (1, 1)

    def test_every_other_part_is_byte_for_byte_the_same(self, both):
        """Pictures, charts, styles, relations: not read and written, but copied."""
        names = [zipfile.ZipFile(io.BytesIO(content)).namelist() for content in both]
        assert names[0] == names[1]
        changed = {name for name in names[0] if part(both[0], name) != part(both[1], name)}
        assert changed == {"xl/workbook.xml", SHEET, "xl/worksheets/sheet2.xml"}

    def test_formulas_stay_and_are_computed_anew(self, both):
        content = both[1]
        assert opened(content)["汇总"]["B6"].value == "=SUM(B4:B5)"
        assert b'fullCalcOnLoad="1"' in part(content, "xl/workbook.xml")

    def test_what_a_formula_came_to_before_is_forgotten(self):
        """Whoever looks without computing, in a chat, must not read an old sum."""
        sheet = part(county_book(), SHEET).replace(
            b"<f>SUM(B4:B5)</f><v", b"<f>SUM(B4:B5)</f><v>99</v><v"
        )
        assert b"<v>99</v>" in sheet
        content = Book(rezipped(county_book(), {SHEET: sheet})).filled({})
        assert b"99" not in part(content, SHEET)

    def test_settings_of_calculation_are_added_where_there_are_none(self):
        workbook = part(county_book(), "xl/workbook.xml")
        start = workbook.index(b"<calcPr")
        end = workbook.index(b"/>", start) + 2
        bare = rezipped(county_book(), {"xl/workbook.xml": workbook[:start] + workbook[end:]})
        content = Book(bare).filled({})
        assert opened(content).calculation.fullCalcOnLoad
        text = part(content, "xl/workbook.xml")
        assert text.index(b"<definedNames") < text.index(b"<calcPr")

    def test_the_same_twice(self):
        book = Book(county_book())
        assert book.filled(self.ANSWERS) == book.filled(self.ANSWERS)

    @pytest.mark.parametrize("words", ["=cmd|' /C calc'!A0", "+1", "@SUM(1)", "-2"])
    def test_words_are_never_a_formula(self, words):
        cell = opened(Book(county_book()).filled({("汇总", "A1"): words}))["汇总"]["A1"]
        assert (cell.data_type, cell.value) == ("s", words)
        content = Book(county_book()).filled({("汇总", "A1"): words})
        assert b't="inlineStr"' in part(content, SHEET)
        assert b"<f>cmd" not in part(content, SHEET)

    def test_signs_that_no_cell_holds_are_left_out(self):
        sheet = opened(Book(county_book()).filled({("汇总", "A1"): "甲\x0b乙\ufffe丙\n丁"}))["汇总"]
        assert sheet["A1"].value == "甲乙丙\n丁"

    def test_spaces_at_the_ends_stay(self):
        sheet = opened(Book(county_book()).filled({("汇总", "A1"): "  甲 "}))["汇总"]
        assert sheet["A1"].value == "  甲 "

    def test_words_in_several_fonts_take_the_first(self):
        book = Workbook()
        red = InlineFont(color="FFFF0000", b=True)
        book.active["A1"] = CellRichText(TextBlock(red, "共{人"), "代会次数}次")
        content = saved(book)
        title = book.active.title
        assert [cell.text for cell in Book(content).cells()] == ["共{人代会次数}次"]
        filled = opened(Book(content).filled({(title, "A1"): "共1次"}), rich_text=True)
        [run] = filled[title]["A1"].value
        assert (run.text, run.font.b) == ("共1次", True)


def encrypted():
    """What a workbook with a password is: a compound file that says so in UTF-16."""
    return xlsx.OLD_BEGINS + bytes(2000) + xlsx.ENCRYPTED + bytes(2000)


def with_type(old, new):
    types = part(county_book(), "[Content_Types].xml").decode()
    assert old in types
    return rezipped(county_book(), {"[Content_Types].xml": types.replace(old, new).encode()})


def doctype():
    sheet = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet += part(county_book(), SHEET).partition(b"?>")[2] or part(county_book(), SHEET)
    return rezipped(county_book(), {SHEET: sheet})


def bomb():
    """A few kilobytes that say they unpack to 80 megabytes, and would."""
    return rezipped(county_book(), {"xl/media/huge.png": bytes(80 * 1024 * 1024)})


def many_cells():
    row = b"<row>" + b"<c><v>1</v></c>" * 1000 + b"</row>"
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row * 51 + b"</sheetData></worksheet>"
    )  # fmt: skip
    return rezipped(county_book(), {SHEET: sheet})


def broken_inside():
    """The directory is whole, what it points to is not."""
    content = bytearray(county_book())
    where = zipfile.ZipFile(io.BytesIO(content)).getinfo(SHEET).header_offset
    name, extra = struct.unpack("<HH", content[where + 26 : where + 30])
    start = where + 30 + name + extra
    content[start : start + 200] = bytes(200)
    return bytes(content)


def lying():
    """A sheet whose directory entry says that it is small."""
    content = rezipped(county_book(), {"xl/media/x.png": bytes(1_000_000)})
    size = struct.pack("<I", 1_000_000)
    assert content.count(size) == 2
    return content.replace(size, struct.pack("<I", 10))


BAD = {
    "xls": (xlsx.OLD_BEGINS + bytes(4000), xlsx.OLD_BOOK),
    "encrypted": (encrypted(), xlsx.LOCKED),
    "text": (b"a,b\n1,2", xlsx.NO_BOOK),
    "empty zip": (rezipped(county_book(), {"[Content_Types].xml": None}), xlsx.NO_BOOK),
    "word": (with_type("spreadsheetml", "wordprocessingml"), xlsx.NO_BOOK),
    "macros": (rezipped(county_book(), {"xl/vbaProject.bin": b"x"}), xlsx.MACROS),
    "called macros": (
        with_type(xlsx.MAIN, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), xlsx.MACROS,
    ),
    "a template": (with_type("sheet.main+xml", "template.main+xml"), xlsx.OTHER_KIND),
    "embedded": (rezipped(county_book(), {"xl/embeddings/oleObject1.bin": b"x"}), xlsx.EMBEDDED),
    "controls": (rezipped(county_book(), {"xl/activeX/activeX1.xml": b"<x/>"}), xlsx.EMBEDDED),
    "doctype": (doctype(), xlsx.DAMAGED),
    "bomb": (bomb(), xlsx.TOO_MUCH),
    "long sheet": (rezipped(county_book(), {SHEET: bytes(13 * 1024 * 1024)}), xlsx.TOO_MUCH),
    "many cells": (many_cells(), xlsx.TOO_MUCH),
    "many parts": (
        rezipped(county_book(), {f"xl/media/{n}.png": b"" for n in range(1001)}), xlsx.TOO_MUCH,
    ),
    "cut off": (county_book()[:3000], xlsx.DAMAGED),
    "broken inside": (broken_inside(), xlsx.DAMAGED),
    "no workbook": (rezipped(county_book(), {"xl/workbook.xml": None}), xlsx.DAMAGED),
    "no xml": (rezipped(county_book(), {SHEET: b"<worksheet"}), xlsx.DAMAGED),
    "string too many": (
        rezipped(county_book(), {"xl/sharedStrings.xml": b"<sst xmlns='x'/>"}), xlsx.DAMAGED,
    ),
}  # fmt: skip


class TestRefusals:
    @pytest.mark.parametrize("name", BAD)
    def test_what_is_no_workbook_or_does_harm(self, name):
        content, sentence = BAD[name]
        with refused(sentence):
            xlsx.prepare(upload(content))

    @pytest.mark.parametrize("name", ["统计表.xls", "统计表.et", "统计表.xlsm", "统计表"])
    def test_the_name_says_nothing(self, name):
        assert xlsx.prepare(upload(name=name)).cells

    def test_too_large(self):
        with refused(xlsx.TOO_LARGE):
            xlsx.prepare(upload(b"PK" + bytes(10 * 1024 * 1024)))

    def test_a_part_that_is_larger_than_it_says_is_never_unpacked(self):
        """zipfile stops at the size that the directory names; the rest is damage."""
        content = lying()
        with pytest.raises(zipfile.BadZipFile):
            Book(content).read("xl/media/x.png")

    def test_nothing_is_fetched_for_it(self):
        sheet = part(county_book(), SHEET)
        harm = b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet
        with refused(xlsx.DAMAGED):
            xlsx.prepare(upload(rezipped(county_book(), {SHEET: harm})))

    def test_the_sentences_say_what_to_do(self):
        for sentence in (xlsx.OLD_BOOK, xlsx.LOCKED, xlsx.MACROS, xlsx.OTHER_KIND, xlsx.NO_BOOK):
            assert "请" in sentence
            assert "另存" in sentence or "清空密码" in sentence
