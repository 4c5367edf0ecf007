"""Whatever is sent in is read as values, or refused by a sentence that says what to do; nothing else happens."""

import io
import random
import struct
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from imports.reading import limits, read_file, read_pasted, understand, worker
from imports.reading.files import (
    ARCHIVE,
    DOCUMENT,
    NO_CELLS,
    NO_TABLE_FILE,
    NOTHING,
    OLD_UNKNOWN,
    PDF,
    PICTURE,
    SLIDES,
)
from imports.reading.limits import TOO_MANY_COLUMNS, TOO_MANY_ROWS, TOO_MANY_SHEETS
from imports.reading.markup import NO_TABLE
from imports.reading.texts import UNREADABLE
from papers.workbook import DAMAGED, LOCKED, OLD_BEGINS, TOO_LARGE, TOO_MUCH
from tests.imports import files

pytestmark = pytest.mark.sqlite

STORED = Path(__file__).parent / "stored"
XLS, ODS, REAL = ((STORED / f"roster.{kind}").read_bytes() for kind in ("xls", "ods", "xlsx"))
ROWS = [["姓名", "村"], ["许桂兰", "柳塘村"], ["赵磊", "河西社区"]]
GOOD = files.xlsx(ROWS)
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
BOMB = b'<!DOCTYPE l [<!ENTITY a0 "xxxxxxxxxx">%s]>' % b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
OUTSIDE = b'<!DOCTYPE l [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
RANDOM = random.Random(18)


def old(*streams):
    """The least that looks like an old file with these streams."""
    names = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return OLD_BEGINS + bytes(504) + names.ljust(4096, b"\0")


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            way = zipfile.ZIP_STORED if name == "mimetype" else None
            new.writestr(name.replace("__", "/"), content, way)
    return file.getvalue()


def far(row, column):
    return files.xlsx(ROWS, change=lambda sheet: sheet.cell(row, column, "远"))


def lying():
    """A part whose directory entry says that it is small."""
    content = files.rezipped(GOOD, {SHEET: lambda xml: xml + b" " * 5_000_000})
    size = zipfile.ZipFile(io.BytesIO(content)).getinfo(SHEET).file_size
    return content.replace(struct.pack("<I", size), struct.pack("<I", 10))


def flipped(content, seed):
    """`content` with some bytes changed, always the same."""
    chance = random.Random(seed)
    changed = bytearray(content)
    for _ in range(20):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def with_harm(harm, part, before=b"?>"):
    return files.rezipped(REAL, {part: lambda xml: xml.replace(before, before + harm, 1)})


def expanding(harm):
    """Its strings are to become long when they are read."""
    return files.rezipped(
        REAL,
        {
            STRINGS: lambda xml: xml.replace(b"?>", b"?>" + harm, 1).replace(
                "许桂兰".encode(), b"&a9;"
            )
        },
    )


def rows_of_nothing():
    empty = b"".join(b'<row r="%d" ht="15" customHeight="1"/>' % n for n in range(10, 200_000))
    return files.sheet_changed(GOOD, b"</sheetData>", lambda found: empty + found[0])


def too_many_sheets():
    def more(sheet):
        for _ in range(50):
            sheet.parent.create_sheet().append(["a"])

    return files.xlsx(ROWS, change=more)


def far_on_every_sheet():
    def more(sheet):
        for _ in range(20):
            sheet.parent.create_sheet().cell(1_048_576, 1, "a")

    return files.xlsx(ROWS, change=more)


# The bytes, and the sentence.
REFUSED = {
    "nothing": (b"", NOTHING),
    "blanks": (b" \r\n\t\0\0", NOTHING),
    "commas": (b",,,\n,,\n", NO_CELLS),
    "an empty sheet": (files.xlsx([]), NO_CELLS),
    "larger than a file may be": (b"a" * (10 * 1024 * 1024 + 1), TOO_LARGE),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", PDF),
    "a photo": (b"\xff\xd8\xff\xe0" + bytes(99), PICTURE),
    "a screenshot": (b"\x89PNG\r\n\x1a\n" + bytes(99), PICTURE),
    "a picture of a phone": (b"\0\0\0\x18ftypheic" + bytes(99), PICTURE),
    "a picture of the web": (b"RIFF\x10\0\0\0WEBPVP8 ", PICTURE),
    "a bitmap": (b"BM\x36\0\0\0\0\0\0\0\x36\0", PICTURE),
    "a zip": (zipped(a__csv=b"1,2"), ARCHIVE),
    "a zip that climbs": (zipped(**{"..__..__etc__passwd": b"x"}), ARCHIVE),
    "a rar": (b"Rar!\x1a\x07\0" + bytes(99), ARCHIVE),
    "a 7z": (b"7z\xbc\xaf\x27\x1c" + bytes(99), ARCHIVE),
    "docx": (zipped(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<x/>"}), DOCUMENT),
    "pptx": (zipped(ppt__presentation=b"<x/>"), SLIDES),
    "odt": (zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"}), DOCUMENT),
    "doc and wps": (old("Root Entry", "WordDocument"), DOCUMENT),
    "ppt": (old("PowerPoint Document"), SLIDES),
    "rtf": (b"{\\rtf1\\ansi}", DOCUMENT),
    "an old file of something": (old("Root Entry"), OLD_UNKNOWN),
    "an mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related", NO_TABLE_FILE),
    "encrypted": (old("EncryptedPackage", "EncryptionInfo"), LOCKED),
    "an old workbook cut off": (XLS[:3000], OLD_UNKNOWN),
    "an old workbook of nothing": (old("Workbook"), DAMAGED),
    "cut off": (GOOD[:2000], DAMAGED),
    "cut off at the end": (GOOD[:-30], DAMAGED),
    "a zip of noise": (b"PK\x03\x04" + RANDOM.randbytes(3000), DAMAGED),
    "no workbook": (files.rezipped(GOOD, {BOOK: None}), DAMAGED),
    "no sheet": (files.rezipped(GOOD, {SHEET: None}), DAMAGED),
    "no xml": (files.rezipped(GOOD, {SHEET: b"<worksheet"}), None),
    "a book of noise": (files.rezipped(GOOD, {BOOK: RANDOM.randbytes(500)}), DAMAGED),
    "ods without xml": (files.rezipped(ODS, {"content.xml": b"<office"}), DAMAGED),
    "unpacks to too much": (files.rezipped(GOOD, {"xl/x.bin": bytes(101 * 1024 * 1024)}), TOO_MUCH),
    "too many parts": (files.rezipped(GOOD, {f"xl/{n}.png": b"" for n in range(1001)}), TOO_MUCH),
    "a cell at the end of the world": (far(1_048_576, 16_384), TOO_MUCH),
    "a cell far to the right": (far(2, 16_384), TOO_MANY_COLUMNS),
    "a cell far to the right and below": (far(20_000, 10_000), TOO_MUCH),
    "cells far below on every sheet": (far_on_every_sheet(), TOO_MUCH),
    "too many rows": (files.xlsx([["a"]] * 20_001), TOO_MANY_ROWS),
    "too many columns": (files.xlsx([["a"] * 201]), TOO_MANY_COLUMNS),
    "too many sheets": (too_many_sheets(), TOO_MANY_SHEETS),
    "noise": (bytes([0, 1, 2, 3, 255]) * 200, UNREADABLE),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(200), UNREADABLE),
    "a page without a table": (b"<html><body>404 Not Found</body></html>", NO_TABLE),
    "an xml": (b"<?xml version='1.0'?><a/>", NO_TABLE),
    "a page of a million tags": (b"<table>" + b"<tr><td>a" * 450_000, TOO_MUCH),
    "five million lines": (b"a\n" * 5_000_000, TOO_MANY_ROWS),
    "laughs in the book": (with_harm(BOMB, BOOK), None),
    "laughs in the strings": (expanding(BOMB), None),
    "a file of ours in the strings": (expanding(OUTSIDE), None),
    "a lying directory": (lying(), None),
}  # fmt: skip

# What has its oddities and is read all the same: ROWS come out.
READ = {
    "a dimension of everything": files.sheet_changed(GOOD, rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"'),
    "a dimension of one cell": files.sheet_changed(GOOD, rb'<dimension ref="[^"]*"', b'<dimension ref="A1"'),
    "no dimension": files.sheet_changed(GOOD, rb'<dimension ref="[^"]*"\s*/>', b""),
    "rows of nothing": rows_of_nothing(),
    "a macro": files.rezipped(GOOD, {"xl/vbaProject.bin": b"x"}),
    "parts that climb": files.rezipped(GOOD, {"../../../tmp/x": b"x", "/etc/x": b"x"}),
    "no references": files.sheet_changed(GOOD, rb' r="[A-Z]+[0-9]+"', b""),
    "merged out of bounds": files.sheet_changed(GOOD, rb"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="C9:XFD1048576"/></mergeCells>'),
    "an unclosed page": files.web_page(ROWS).split(b"</td></tr>\n</table>")[0],
    "a page with spans beyond reason": files.web_page(ROWS).replace(b"<table>", b"<table><tr><td colspan=99999999 rowspan=99999999></td></tr>"[:7]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_a_sentence(name):
    content, expected = REFUSED[name]
    try:
        sheets = read_file(name, content)
    except ValidationError as error:
        (said,) = error.messages
        assert said.endswith("。")
        assert expected in (said, None)
    else:
        assert expected is None, name
        assert len(repr(sheets)) < 20_000, "nothing grew, and nothing was fetched"
        assert "root:" not in repr(sheets)


@pytest.mark.parametrize("name", READ)
def test_it_is_read_all_the_same(name):
    assert read_file(name, READ[name])[0].rows == ROWS


def test_only_a_head_is_a_table_without_rows():
    table = understand(read_file("a", files.xlsx([["姓名", "村"]]))[0])
    assert ([heading.words for heading in table.headings], table.rows) == (["姓名", "村"], [])


def test_a_quote_that_is_never_closed_does_not_swallow_what_was_pasted():
    assert read_pasted('姓名\t村\n"许桂兰\t柳塘村')[0].rows == [
        ["姓名", "村"],
        ['"许桂兰', "柳塘村"],
    ]


def test_files_that_lost_some_bytes():
    """Each is a sentence or a table; which of them chance decides, and a crash would show."""
    for seed, content in enumerate(
        [GOOD, REAL, XLS, ODS, files.web_page(ROWS), files.csv(ROWS)] * 3
    ):
        try:
            for sheet in read_file("a", flipped(content, seed)):
                understand(sheet)
        except ValidationError as error:
            assert error.messages[0].endswith("。")


def test_sentences_say_what_to_do():
    for said in (
        DOCUMENT,
        PDF,
        PICTURE,
        ARCHIVE,
        SLIDES,
        NO_TABLE_FILE,
        OLD_UNKNOWN,
        NO_TABLE,
        UNREADABLE,
    ):
        assert "请" in said


def test_a_workbook_may_hold_as_much_as_a_text():
    """The worker imports nothing of ours, so it says the limits a second time."""
    for name in ("SHEETS", "ROWS", "COLUMNS", "DOWN"):
        assert getattr(worker, name) == getattr(limits, name), name
