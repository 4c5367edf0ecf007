"""Lists as a spreadsheet, for whoever goes on counting in WPS or Excel."""

import datetime
import io
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these is a formula to a spreadsheet, whoever typed it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MINUTE = "yyyy-mm-dd hh:mm"
NARROWEST, WIDEST = 6, 46  # in signs, a Chinese one being two
FILTER_MARK = 3  # the arrow of the filter beside a heading
PORTRAIT = 92  # signs that fit beside each other on an upright sheet of A4
NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", ""))
LONGEST_TITLE = 31
LINE = 15  # the height of a line, in points
A4 = 9

HEADING, HEADING_PLACE = Font(bold=True), Alignment(wrap_text=True, vertical="center")
LONG_PLACE = Alignment(wrap_text=True, vertical="top")


@dataclass
class ExportTable:
    """A sheet: its title, its headings, its rows as lists of values."""

    title: str
    headings: list
    rows: list
    frozen: str = "A2"  # what is left of and above this cell stays in sight
    widths: list | None = None  # in signs; by default those of the words
    wraps: bool = False  # long text goes on in the next line, as on what hangs on a wall
    notes: tuple = ()  # sentences below the table, each across all of it


def write(*tables):
    """The bytes of an xlsx file with a sheet for each of `tables`.

    Rows are written one after the other and let go of, so that thousands cost no memory.
    """
    book = Workbook(write_only=True)
    for table in tables:
        add(book, table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def add(book, table):
    sheet = book.create_sheet(table.title.translate(NOT_IN_A_TITLE)[:LONGEST_TITLE])
    rows = [[neutral(value) for value in row] for row in table.rows]
    widths = table.widths or [
        width_of(heading, (row[place] for row in rows))
        for place, heading in enumerate(table.headings)
    ]
    lay_out(sheet, widths, table.frozen)
    sheet.append([styled(sheet, text, HEADING_PLACE, HEADING) for text in table.headings])
    make = wrapped if table.wraps else cell_of
    for row in rows:
        sheet.append([make(sheet, value) for value in row])
    last = get_column_letter(max(len(widths), 1))
    sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    for number, note in enumerate(table.notes, len(rows) + 2):
        # A row that is written already takes no height any more.
        sheet.row_dimensions[number].height = LINE * -(-signs(note) // sum(widths))
        sheet.append([styled(sheet, neutral(note), LONG_PLACE)])
        sheet.merged_cells.ranges.add(CellRange(f"A{number}:{last}{number}"))


def neutral(value):
    """`value` as a spreadsheet may hold it: no text is ever a formula, nor breaks the file."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or isinstance(value, (int, float, Decimal, datetime.date)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA) else text


def signs(text):
    """How wide `text` is, where a Chinese sign takes two places: the longest of its lines."""
    return max(len(line.encode("gbk", "replace")) for line in text.split("\n"))


def width_of(heading, values):
    """The width of a column: as its longest value, within what can be read and printed."""
    longest = signs(heading) + FILTER_MARK
    for value in values:
        if isinstance(value, datetime.datetime):
            longest = max(longest, len(MINUTE) + 1)
        elif isinstance(value, datetime.date):
            longest = max(longest, 11)
        elif value is not None:
            longest = max(longest, signs(str(value)) + 1)
    return min(max(longest, NARROWEST), WIDEST)


def lay_out(sheet, widths, frozen):
    """On screen the headings stay in sight; on paper all columns fit, the headings on each page.

    It comes before the rows: a sheet that is written row by row begins with it.
    """
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = frozen
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "portrait" if sum(widths) <= PORTRAIT else "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def styled(sheet, value, place, font=None):
    cell = WriteOnlyCell(sheet, value)
    cell.alignment = place
    if font:
        cell.font = font
    return cell


def wrapped(sheet, value):
    return styled(sheet, value, HEADING_PLACE)


def cell_of(sheet, value):
    if isinstance(value, str):
        return styled(sheet, value, LONG_PLACE) if "\n" in value or signs(value) > WIDEST else value
    if isinstance(value, datetime.datetime):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = MINUTE
        return cell
    return value
