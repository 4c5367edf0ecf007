"""An empty table of a kind as a workbook: its head, an example, drop-downs, and how it is filled in."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from papers.spreadsheet import HEADING_PLACE, LONGEST_TITLE, NOT_IN_A_TITLE, neutral, signs
from township.words import say

NOTES, OPTIONS = "填写说明", "选项"
EXAMPLE = "例："  # a row whose first cell begins so is never read in
MARK = "（必填）"
LINES = 5000  # so many rows have drop-downs
# What WPS takes for a list that is written into the rule itself.
LONGEST_LIST = 255
# WPS makes 1975.6 of 1975.06, and 1.38E+10 of a telephone number; text stays as typed.
AS_TYPED = "@"
ROWS_AS_TYPED = 300  # some programs ask the cell and not its column
NARROWEST, WIDEST = 10, 30
NAMED = 12
NEEDED = Font(bold=True, color="C00000")
PLAIN_HEAD, GREY = Font(bold=True), Font(italic=True, color="808080")


def blank(kind):
    """The bytes of an xlsx file: the empty table of `kind`, a sheet of notes, the hidden options."""
    book = Workbook()
    sheet = book.active
    sheet.title = say(kind.title).translate(NOT_IN_A_TITLE)[:LONGEST_TITLE]
    notes = book.create_sheet(NOTES)
    options = book.create_sheet(OPTIONS)
    options.sheet_state = "hidden"
    for place, column in enumerate(kind.columns, 1):
        add_column(sheet, options, place, column)
    sheet.freeze_panes = "A2"
    write_notes(notes, kind)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def add_column(sheet, options, place, column):
    letter, words = get_column_letter(place), column.offers()
    head = sheet.cell(1, place, heading_of(column))
    head.font, head.alignment = (NEEDED if column.is_required else PLAIN_HEAD), HEADING_PLACE
    example = sheet.cell(
        2, place, neutral((EXAMPLE if place == 1 else "") + say(column.example)) or None
    )
    example.font = GREY
    whole = sheet.column_dimensions[letter]
    whole.number_format = head.number_format = example.number_format = AS_TYPED
    width = max(signs(heading_of(column)), signs(column.example) + 2 * len(EXAMPLE), NARROWEST) + 2
    whole.width = min(width, WIDEST)
    for row in range(3, 3 + ROWS_AS_TYPED):
        sheet.cell(row, place).number_format = AS_TYPED
    if words or column.hint:
        sheet.add_data_validation(rule(options, place, column, words, f"{letter}3:{letter}{LINES}"))


def heading_of(column):
    return say(column.heading) + (MARK if column.is_required else "")


def rule(options, place, column, words, cells):
    """The drop-down of a column, and what is told where it is filled in; other words may be typed."""
    rule = DataValidation(sqref=cells, allow_blank=True)
    if words:
        rule.type, rule.formula1 = "list", source(options, place, words)
        rule.showErrorMessage, rule.errorStyle = True, "warning"
        rule.errorTitle, rule.error = "请看一下", "这一格写的不在下拉的里面，导入时可能要改。"
    if column.hint:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = say(column.heading)[:32], say(column.hint)[:255]
    return rule


def source(options, place, words):
    """The list of `words` as a rule names it: within the rule, or by the cells of the hidden sheet."""
    inline = ",".join(words)
    if len(inline) <= LONGEST_LIST and not any("," in word or '"' in word for word in words):
        return f'"{inline}"'
    for row, word in enumerate(words, 1):
        options.cell(row, place, neutral(word)).number_format = AS_TYPED
    letter = get_column_letter(place)
    return f"{quote_sheetname(options.title)}!${letter}$1:${letter}${len(words)}"


def write_notes(sheet, kind):
    """How the table is filled in, a sentence a row."""
    sheet.column_dimensions["A"].width = 90
    for row, sentence in enumerate(sentences(kind), 1):
        cell = sheet.cell(row, 1, neutral(sentence))
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def sentences(kind):
    about = say(kind.about).removesuffix("。")
    yield f"{say(kind.title)}：{about}。"
    yield "红字、写着“必填”的列每行都要填；其他列可以空着，空着的不改台账里已有的。"
    yield "第2行灰字是例子，不会导入，可以删掉。列的先后可以换，用不着的列可以删掉。"
    yield "日期写成2021-03-05、2021.3.5、2021年3月5日都可以；出生年月写1975.06。"
    yield "身份证号不要填，填了也不会读入。"
    for column in kind.columns:
        yield f"{say(column.heading)}：{'；'.join(told_of(column))}。"


def told_of(column):
    """What there is to say of one column."""
    if column.is_required:
        yield "必填"
    if column.hint:
        yield say(column.hint).removesuffix("。")
    words = column.offers()
    if words:
        yield f"可以填{'、'.join(words[:NAMED])}{'等' if len(words) > NAMED else ''}"
    if column.example:
        yield f"例如{say(column.example)}"
    if not (column.is_required or column.hint or words or column.example):
        yield "可以不填"
