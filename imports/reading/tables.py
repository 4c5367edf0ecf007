"""A sheet understood: which rows are its body, which columns are kept, and what is neither."""

import re
from dataclasses import dataclass, field
from itertools import islice

from imports.reading.headings import JOINT, Heading, heading_of, tidy
from imports.reading.heads import LABELLED, filled, find_head, is_known, is_unit_row
from imports.reading.identity import NOT_READ as IDENTITY
from imports.reading.identity import is_heading as heads_identity
from imports.reading.sheets import (
    LeftOut,
    Sheet,
    Value,
    column_name,
    rows_named,
    shown,
)

SERIAL = re.compile(r"序号?|编?序|行号|顺序号?|项次|次序|no\.?|№", re.IGNORECASE)
TOTAL = re.compile(
    r"\(?[合总小共累]\s*计\)?(?:[数:(0-9].{0,12})?|总数|.{1,8}(?:合计|小计)|本页[合小]?计"
)
TAIL = re.compile(
    r"(?:填表|制表|填报|审核|审批|复核|校对|经办|报送|统计|登记|记录)(?:人|单位|日期|时间|员|部门|机关)?(?:签[字名]|\(.*\))?[:(].*"
    r"|(?:制表|填表|审核)人?|(?:单位|部门)?(?:主要|分管)?(?:负责人|领导|主席|联系人|联系电话|电话|日期|时间)(?:签[字名]|\(.*\))?:.*"
    r"|(?:单位|村|居)?(?:名称)?\(?(?:公章|盖章|签章|印章)\)?:?.*|.{0,12}\((?:公章|盖章|签章)\).*|(?:单位|报表时间|打印时间|签[字名]):.*",
    re.DOTALL,
)
NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填写说明|填报说明|注意|要求|提示)\s*[0-9一二三四五]?\s*[:.、].*|[※★*]\s*\S.*|以下空白|(?:说明|注)$",
    re.DOTALL,
)
GOES_ON = re.compile(r"[(]?[0-9一二三四五六七八九十①-⑳]+[).、].*|[①-⑳].*", re.DOTALL)
SAMPLE = re.compile(
    r"[(【]?(?:填写)?(?:示例|样例|举例|范例|例)[)】]?(?:[:：].*)?|[(【](?:填写)?(?:示例|样例|例)[)】].*"
)
ASKED = re.compile(r"(?:必|选|可不?)填.*")
SECTION = re.compile(
    r"\(?[一二三四五六七八九十]+[)、.].*|第[一二三四五六七八九十]+[^人名]{1,12}", re.DOTALL
)
LONG_NOTE = 30
AS_MANY_KNOWN = 3

TITLE = "表头上面的文字不读入"
REPEATED = "重复的表头不读入"
UNITS = "单位或者栏次行不读入"
HINTS = "表头下面的说明不读入"
SAMPLES = "示例行不读入"
TOTALS = "合计行不读入"
NOTES = "说明不读入"
TAILS = "填表、审核、盖章一行不读入"
SECTIONS = "分组的小标题不读入"
ONLY_SERIAL = "只有序号的空行不读入"
OTHER_TABLE = "下面像是另一张表，没有读入，请分开上传"
SERIALS = "序号列不读入"
EMPTY = "整列是空的"
HIDDEN = "隐藏的列不读入，要读入请先取消隐藏"


@dataclass
class TableRow:
    """A row of the body: its number in the file, from 1, and its cells in the order of the headings."""

    number: int
    cells: list[Value]


@dataclass
class Table:
    """A sheet understood. What is not in `headings` and `rows` is in `left_out`, in words.

    `remarks` are sentences about what was read otherwise than it looks.
    """

    sheet: str
    headings: list[Heading]
    rows: list[TableRow]
    left_out: list[LeftOut] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def has_head(self):
        return any(heading.words for heading in self.headings)


def understand(sheet, headings=None):
    """The Table that `sheet` holds.

    `headings` says of words whether they are a heading that is awaited; it helps to find the head.
    """
    return Understanding(sheet, headings).table()


class Understanding:
    """One sheet on its way to a Table."""

    def __init__(self, sheet: Sheet, known):
        self.sheet, self.known = sheet, known
        self.head = find_head(sheet, known)
        self.head_words = {
            word for h in self.head.headings for word in (h.words, *h.words.split(JOINT)) if word
        }
        self.serial = self.serial_column()
        self.left_out = list(sheet.left_out)
        self.serials_alone, self.repeated = [], []
        self.in_notes = False

    def table(self):
        self.leave_preface()
        rows = self.body()
        filled_down = self.fill_merged(rows)
        self.leave_rows(ONLY_SERIAL, self.serials_alone)
        self.leave_rows(REPEATED, self.repeated)
        kept = [h for h in self.head.headings if not self.is_left_column(h, rows)]
        cells = [
            TableRow(number + 1, [rows[number].get(heading.column) for heading in kept])
            for number in sorted(rows)
        ]
        return Table(self.sheet.name, kept, cells, self.left_out, self.remarks(rows, filled_down))

    # Rows.

    def leave(self, why, row, values):
        what = shown("　".join(str(value) for value in values.values()))
        self.left_out.append(LeftOut(why, f"第{row + 1}行", what, row=row + 1))

    def leave_rows(self, why, rows):
        if rows:
            numbers = [row + 1 for row in rows]
            self.left_out.append(LeftOut(why, rows_named(numbers), row=numbers[0]))

    def leave_preface(self):
        for row in range(self.head.first):
            if values := filled(self.sheet, row):
                self.leave(TITLE, row, values)

    def body(self):
        """{row: {column: value}} of the rows that are data."""
        rows = {}
        self.is_first = True
        for row in range(self.head.last + 1, len(self.sheet.rows)):
            values = filled(self.sheet, row)
            if not values:
                continue
            if self.is_other_table(values):
                self.leave_rest(row)
                break
            why = self.why_not(row, values)
            if why is None:
                rows[row] = values
                self.is_first = self.in_notes = False
            elif why == ONLY_SERIAL:
                self.serials_alone.append(row)
            elif why == REPEATED:
                self.repeated.append(row)
            else:
                self.leave(why, row, values)
        return rows

    def leave_rest(self, row):
        rest = [n + 1 for n in range(row, len(self.sheet.rows)) if filled(self.sheet, n)]
        self.left_out.append(LeftOut(OTHER_TABLE, rows_named(rest), row=row + 1))

    def why_not(self, row, values):
        """Why the row is no data; None where it is."""
        if set(values) == {self.serial} and self.head.is_found and is_serial(values[self.serial]):
            return ONLY_SERIAL
        texts = [tidy(value) for value in islice(values.values(), 2)]
        if self.is_head_again(values):
            return REPEATED
        if self.is_first and self.head.is_found:
            if is_unit_row(values.values()):
                return UNITS
            if sum(is_asked(value) for value in values.values()) * 2 > len(values):
                return HINTS
        if SAMPLE.fullmatch(texts[0]):
            return SAMPLES
        return self.why_tail(row, values, texts)

    def is_head_again(self, values):
        """Do all cells say words of the head? It is printed anew on each page."""
        cells = (value for column, value in values.items() if column != self.serial)
        first = next(cells, None)
        if not self.head.is_found or heading_of(0, [first]).words not in self.head_words:
            return False
        words = {heading_of(0, [value]).words for value in (first, *cells)}
        return len(words) > 1 and words <= self.head_words | {""}

    def why_tail(self, row, values, texts):
        beginning = texts[: 2 if min(values) == self.serial else 1]
        if any(TOTAL.fullmatch(text) for text in beginning):
            return TOTALS
        is_alone = len(set(map(str, values.values()))) == 1 and len(self.head.headings) > 1
        if NOTE.fullmatch(texts[0]) and len(values) <= 2:
            self.in_notes = True
            return HINTS if self.is_first else NOTES
        if self.in_notes and is_alone and GOES_ON.fullmatch(texts[0]):
            return NOTES
        if TAIL.fullmatch(texts[0]) and (self.is_sparse(values) or LABELLED.fullmatch(texts[0])):
            return TAILS
        if is_alone and self.is_across(row, values):
            return NOTES if len(texts[0]) > LONG_NOTE else SECTIONS
        return None

    def is_sparse(self, values):
        return len(values) <= max(2, len(self.head.headings) // 3)

    def is_across(self, row, values):
        """One cell that belongs to no column: merged over several, or words where a serial stands."""
        column = min(values)
        if any(top == row and right > left == column for top, left, _, right in self.sheet.merged):
            return True
        text = tidy(values[column])
        if column == self.serial:
            return not is_serial(values[column])
        return column == 0 and len(self.head.headings) > 2 and bool(SECTION.fullmatch(text))

    def is_other_table(self, values):
        if not self.known or not self.head.is_found:
            return False
        if any(not isinstance(value, str) or value[:1].isdigit() for value in values.values()):
            return False
        found = [heading_of(0, [value]).words for value in values.values()]
        news = [words for words in found if words and self.known(words)]
        is_head = len(news) >= AS_MANY_KNOWN and len(news) * 5 >= len(values) * 3
        return is_head and not set(news) <= self.head_words

    # Columns.

    def serial_column(self):
        """The column of running numbers, unless the kind asks for it."""
        for heading in self.head.headings:
            is_asked = self.known and heading.words and is_known(heading, self.known)
            if SERIAL.fullmatch(heading.words) and not is_asked:
                return heading.column
        nameless = [h.column for h in self.head.headings[:2] if not h.words]
        return next((column for column in nameless if self.runs(column)), None)

    def runs(self, column):
        """1, 2, 3 … downwards, and other words are headed."""
        below = range(self.head.last + 1, len(self.sheet.rows))
        values = [self.sheet.value(row, column) for row in below]
        numbers = [str(value) for value in values if value is not None and is_serial(value)]
        is_run = numbers == [str(n) for n in range(1, len(numbers) + 1)]
        return self.head.is_found and len(numbers) >= 2 and is_run

    def is_left_column(self, heading, rows):
        values = [rows[row].get(heading.column) for row in rows]
        is_empty = all(value is None for value in values)
        if heading.column == self.serial:
            return self.leave_column(heading, SERIALS)
        if heads_identity(heading.last) or heads_identity(heading.words):
            return self.leave_column(heading, IDENTITY)
        if heading.column in self.sheet.hidden_columns and not (is_empty and not heading.words):
            return self.leave_column(heading, HIDDEN)
        if is_empty and not heading.words:
            return True
        return is_empty and bool(rows) and self.leave_column(heading, EMPTY)

    def leave_column(self, heading, why):
        where = column_name(heading.column)
        is_said = any(o.why == why and o.column == heading.column for o in self.left_out)
        if not is_said:
            self.left_out.append(LeftOut(why, where, shown(heading.words), column=heading.column))
        return True

    # Merged cells of the body.

    def fill_merged(self, rows):
        """Put the value of a cell that is merged over several rows into each; the columns where it was so."""
        columns = set()
        for top, left, bottom, _ in self.sheet.merged:
            if top not in rows or bottom == top:
                continue
            value = rows[top].get(left)
            if value is None or left == self.serial:
                continue
            for row in range(top + 1, bottom + 1):
                if row in rows and rows[row].get(left) is None:
                    rows[row][left] = value
                    columns.add(left)
        return columns

    def remarks(self, rows, columns):
        said = list(self.sheet.remarks)
        names = "、".join(column_name(column) for column in sorted(columns))
        if columns:
            said.append(f"{names}合并的单元格，合并的每一行都按同样的内容读入。")
        hidden = [row + 1 for row in rows if row in self.sheet.hidden_rows]
        if hidden:
            said.append(f"{rows_named(hidden)}在表格里是隐藏的（或者筛选掉了），也读入了。")
        if not self.head.is_found:
            said.append("没有找到表头，全部当作内容读入。")
        return said


def is_serial(value):
    return isinstance(value, int) or tidy(value).strip("().、").isdecimal()


def is_asked(value):
    """必填, 选填: what a template asks for, below its headings."""
    return bool(ASKED.fullmatch(tidy(value).strip("()")))
