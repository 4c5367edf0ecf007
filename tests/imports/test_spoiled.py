"""A good table, spoiled in every way that offices know: each cell is right, or said to be left out."""

import re
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.reading import read_file, read_pasted, understand
from tests.imports import files

pytestmark = pytest.mark.sqlite

COLUMNS = {
    "姓名": ["许桂兰", "赵　磊", "孙小满", "王二保", "周敏", "艾合买提·吐尔逊"],
    "性别": ["女", "男"],
    "出生年月": ["1975.06", "1968年12月", "1980-1"],
    "村": ["柳塘村", "河西社区"],
    "手机号码": ["13800001111", "0553-6320001、13800002222"],
    "耕地": ["3.5", "0", "12"],
    "党员": ["√", "", "否"],
    "备注": ["", "组长", "长期在外，\n春节回来", "合计以外的"],
}
KNOWN = {*COLUMNS, "住房·结构", "住房·面积"}
GROUP = {"住房·结构": ["砖混", "砖木"], "住房·面积": ["80", "120"]}

TITLES = [
    ["柳塘镇2026年代表名册"],
    ["填报单位：柳塘镇人大", "", "填报日期：2026年3月5日"],
    ["（2026年3月）"],
    ["附件1"],
]
NOTES = [["注：党员打√。"], ["备注：以2026年3月底为准"], ["说明：1.按户口填写"], ["※ 空着的不用填"]]
TAILS = [
    ["填表人：周敏", "", "审核人："],
    ["单位（盖章）："],
    ["制表：周敏", "", "2026年3月5日"],
    ["负责人：", "联系电话：6320001"],
]
PADDED = [
    lambda word: word, lambda word: "　".join(word), lambda word: " ".join(word), lambda word: f"*{word}", lambda word: f"{word}（必填）",
    lambda word: f"{word[:1]}\n{word[1:]}", lambda word: f" {word}：", lambda word: f"{word}\n(注：照实填)", lambda word: f"{word}【选填】",
]  # fmt: skip


@dataclass
class Spoiled:
    """The rows of a file, and what is right: cells by row number, rows and columns to be left out."""

    rows: list = field(default_factory=list)
    merges: list = field(default_factory=list)
    body: dict = field(default_factory=dict)
    left: set = field(default_factory=set)  # row numbers
    words: list = field(default_factory=list)
    kind: str = ""
    asks: bool = True

    def add(self, cells, is_left=False):
        self.rows.append(list(cells))
        if is_left:
            self.left.add(len(self.rows))
        return len(self.rows)


@st.composite
def spoiled(draw):
    made = Spoiled(kind=draw(st.sampled_from(sorted(KINDS))), asks=draw(st.booleans()))
    words = draw(
        st.permutations(list(COLUMNS)).map(
            lambda words: words[:6] if "姓名" in words[:6] else [*words[:5], "姓名"]
        )
    )
    has_group, has_serial = draw(st.booleans()), draw(st.booleans())
    shift = draw(st.integers(0, 2))
    made.words = [*words, *(GROUP if has_group else [])]
    width = shift + has_serial + len(made.words)

    def placed(cells, serial=""):
        return [*[""] * shift, *([serial] if has_serial else []), *cells]

    def maybe(rows, most=2):
        return draw(st.lists(st.sampled_from(rows), max_size=most, unique_by=str))

    for title in maybe(TITLES):
        number = made.add([*[""] * shift, *title], is_left=True)
        if len(title) == 1:
            made.merges.append(f"{letter(shift)}{number}:{letter(width - 1)}{number}")
    if draw(st.booleans()):
        made.add([])
    heads = head_rows(draw, words, has_group)
    for number, head in enumerate(heads):
        made.add(
            placed(head, "" if number else draw(st.sampled_from(["序号", "序　号", "No.", "序"])))
        )
    if has_group:
        row, left = len(made.rows) - 1, width - 2
        made.merges.append(f"{letter(left)}{row}:{letter(left + 1)}{row}")
    if draw(st.booleans()):
        made.add(
            placed([str(n + 1 + has_serial) for n in range(len(made.words))], "1"), is_left=True
        )
    fill_body(draw, made, placed, heads)
    if draw(st.booleans()):
        made.add([])
    for tail in [*maybe(NOTES, 1), *maybe(TAILS)]:
        made.add([*[""] * shift, *tail], is_left=True)
    return made


def head_rows(draw, words, has_group):
    padded = [draw(st.sampled_from(PADDED))(word) for word in words]
    padded = [
        f"{head}（亩）" if word == "耕地" else head
        for head, word in zip(padded, words, strict=True)
    ]
    if not has_group:
        return [padded]
    return [[*padded, "住房", ""], [*[""] * len(words), "结　构", "面积\n(平方米)"]]


def fill_body(draw, made, placed, heads):
    choices = COLUMNS | GROUP
    for number in range(1, draw(st.integers(3, 7))):
        cells = [draw(st.sampled_from(choices[word])) for word in made.words]
        cells[made.words.index("姓名")] = COLUMNS["姓名"][number % 6]
        made.body[made.add(placed(cells, str(number)))] = cells
        extra = draw(st.sampled_from([None, None, None, "blank", "serial", "total", "head"]))
        if extra == "blank":
            made.add([])
        elif extra == "serial" and "序" in str(made.rows):
            made.add(placed([], str(number)), is_left=True)
        elif extra == "total":
            made.add(placed(["合　计", *[""] * (len(made.words) - 2), "7"]), is_left=True)
        elif extra == "head":
            for head in heads:
                made.add(placed(head, "序号" if head is heads[0] else ""), is_left=True)


def letter(column):
    return chr(65 + column)


KINDS = {
    "xlsx": lambda made: read_file("a", files.xlsx(blanked(made.rows), made.merges)),
    "bare xlsx": lambda made: read_file("a", files.xlsx(blanked(made.rows))),
    "page": lambda made: read_file("a", files.web_page(made.rows, made.merges)),
    "csv": lambda made: read_file("a", files.csv(made.rows)),
    "csv of WPS": lambda made: read_file("a", files.csv(made.rows, ";", "gb18030")),
    "text": lambda made: read_file("a", files.csv(made.rows, "\t", "utf-16")),
    "pasted": lambda made: read_pasted(files.pasted(made.rows)),
    "pasted again": lambda made: read_pasted(files.pasted(made.rows)),
}


def blanked(rows):
    return [[value or None for value in row] for row in rows]


def left_rows(table):
    """The numbers of the rows that are said to be left out."""
    found = set()
    for out in table.left_out:
        if out.row is not None:
            for first, last in re.findall(r"(\d+)(?:—(\d+))?", out.where):
                found |= set(range(int(first), int(last or first) + 1))
    return found


@settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(spoiled())
def test_each_cell_is_right_or_said_to_be_left_out(made):
    (sheet,) = KINDS[made.kind](made)
    table = understand(sheet, KNOWN.__contains__ if made.asks else None)
    columns = [heading.words for heading in table.headings]
    empty = [word for word in made.words if word not in columns]
    assert columns == [word for word in made.words if word not in empty]
    for word in empty:
        assert not any(cells[made.words.index(word)] for cells in made.body.values())
        assert any(out.what.startswith(word) for out in table.left_out)
    read = {row.number: dict(zip(columns, row.cells, strict=True)) for row in table.rows}
    assert read == {
        number: {
            word: cell or None
            for word, cell in zip(made.words, cells, strict=True)
            if word in columns
        }
        for number, cells in made.body.items()
    }
    assert left_rows(table) == made.left
    assert {heading.unit for heading in table.headings if heading.words == "耕地"} <= {"亩"}
