"""Identity numbers never leave the reader, in whatever shape they stand in a file. All are invented:
there is no area 349912.
"""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.reading import read_file, read_pasted, understand
from tests.imports import files

pytestmark = pytest.mark.sqlite

ONE, TWO, OLD = "349912199001011234", "34991219681211501X", "349912680101123"
ALONE = [
    ONE, TWO, TWO.lower(), int(ONE), float(ONE), f" {ONE}\t", "349912 19900101 1234", "349912-19900101-1234",
    "３４９９１２１９９００１０１１２３４", f"'{ONE}"[1:], f"身份证号：{ONE}", f"{ONE[:10]}\n{ONE[10:]}",
    "349912.19900101.1234", "349912\u200b199001011234",
]  # fmt: skip
WITHIN = [
    (f"许桂兰（{ONE}）", "许桂兰（（已略去身份证号））"),
    (f"{ONE},{TWO}", "（已略去身份证号）,（已略去身份证号）"),
    (f"许桂兰{TWO}，柳塘村", "许桂兰（已略去身份证号），柳塘村"),
]
KEPT = [
    "13800001111", 13800001111, "6217001234567890123", "349912209913011234x9", "20260305123456789", 12.5,
    "2026030520260306", "349912199013011234", OLD, "第349912号", "911302250031234567", True,
]  # fmt: skip


def numbers_in(sheets):
    text = repr(sheets)
    return [
        digits for digits in (ONE, ONE[:15], TWO, OLD, "19900101", "19681211") if digits in text
    ]


@pytest.mark.parametrize("value", ALONE)
def test_a_cell_with_nothing_else_is_emptied(value):
    (sheet,) = read_file("a", files.xlsx([["姓名", "号"], ["许桂兰", value]]))
    assert sheet.rows == [["姓名", "号"], ["许桂兰"]]
    assert [str(out) for out in sheet.left_out] == ["身份证号不读入：B列，1格"]
    assert numbers_in([sheet]) == []


@pytest.mark.parametrize(("value", "kept"), WITHIN)
def test_a_longer_text_loses_the_number_only(value, kept):
    (sheet,) = read_file("a", files.xlsx([["姓名", "备注"], ["许桂兰", value]]))
    assert sheet.rows[1] == ["许桂兰", kept]
    assert [str(out) for out in sheet.left_out] == ["身份证号不读入：B列，1格"]


@pytest.mark.parametrize("value", KEPT)
def test_other_long_numbers_stay(value):
    (sheet,) = read_pasted(f"姓名\t卡号\n许桂兰\t{value}")
    assert sheet.rows[1] == ["许桂兰", str(value)]
    assert sheet.left_out == []


HEADS = [
    "身份证号",
    "身 份 证\n号 码",
    "公民身份号码",
    "居民身份证号码（18位）",
    "户主身份证",
    "证件号码",
    "*身份证号",
]


@pytest.mark.parametrize("head", HEADS)
def test_beneath_its_heading_even_what_lost_a_digit_is_nobodys_business(head):
    rows = [
        ["名册"],
        ["姓名", head, "村"],
        ["许桂兰", ONE[:17], "柳塘村"],
        ["赵磊", OLD, "河西"],
        ["孙小满", 349912199001010000, "河西"],
        ["周敏", "待补", "河西"],
    ]
    for sheets in (read_file("a", files.xlsx(rows)), read_file("a", files.csv(rows))):
        assert numbers_in(sheets) == []
        table = understand(sheets[0])
        assert [heading.words for heading in table.headings] == ["姓名", "村"]
        assert [row.cells for row in table.rows] == [
            ["许桂兰", "柳塘村"],
            ["赵磊", "河西"],
            ["孙小满", "河西"],
            ["周敏", "河西"],
        ]
        assert "身份证号不读入：B列，3格" in map(str, table.left_out)


def test_a_column_with_the_word_that_holds_something_else_stays():
    rows = [
        ["姓名", "是否有身份证", "代表证号码", "社会身份"],
        ["许桂兰", "有", "20160012345678", "农民"],
    ]
    (sheet,) = read_file("a", files.xlsx(rows))
    assert sheet.rows == rows


def test_a_file_of_numbers_only_is_said_to_be_one():
    (sheet,) = read_pasted(f"{ONE}\n{TWO}")
    table = understand(sheet)
    assert (table.headings, table.rows) == ([], [])
    assert [str(out) for out in table.left_out] == ["身份证号不读入：A列，2格"]


def test_no_refusal_quotes_one():
    for content in (f'"{ONE}'.encode() * 20_000, b"PK" + ONE.encode(), f"<b>{ONE}</b>".encode()):
        try:
            assert numbers_in(read_file(f"{ONE}.csv", content)) == []
        except ValidationError as error:
            assert ONE not in str(error)


BIRTHS = st.dates(
    min_value=__import__("datetime").date(1900, 1, 1),
    max_value=__import__("datetime").date(2026, 1, 1),
)


@settings(max_examples=60, deadline=None, database=None)
@given(
    area=st.integers(110000, 659999), birth=BIRTHS, rest=st.integers(0, 999), check=st.sampled_from("0123456789Xx"),
    before=st.sampled_from(["", "许桂兰", "号:", "(", "a", "、"]), after=st.sampled_from(["", "，柳塘村", ")", " ", "、"]),
)  # fmt: skip
def test_no_number_gets_through(area, birth, rest, check, before, after):
    number = f"{area}{birth:%Y%m%d}{rest:03}{check}"
    (sheet,) = read_pasted(f"姓名\t备注\n许桂兰\t{before}{number}{after}")
    assert number not in repr(sheet)
    assert f"{birth:%Y%m%d}" not in repr(sheet)
    assert len(sheet.left_out) == 1
