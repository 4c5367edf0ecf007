"""Lists as a spreadsheet, for whoever goes on counting in WPS or Excel."""

import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these is a formula to a spreadsheet, whoever typed it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
DAY = "yyyy-mm-dd"


def write(title, columns, rows, *, frozen, wraps=False):
    """The bytes of an xlsx file: `columns` are pairs of heading and width, `rows` lists of values;
    what is left of and above the cell `frozen` stays in sight. Long text goes on in the next
    line where the list `wraps`, as what is to be printed has to.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append([heading for heading, _ in columns])
    for row in rows:
        sheet.append([neutral(value) for value in row])
    lay_out(sheet, [width for _, width in columns], frozen, wraps)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def neutral(value):
    """`value` as a spreadsheet may hold it: no text is ever a formula, nor breaks the file."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if text.startswith(FORMULA) else text


def lay_out(sheet, widths, frozen, wraps):
    """Headings that stay in sight, columns as wide as their text, days as days."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if cell.is_date:
                cell.number_format = DAY
            if wraps:
                cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.freeze_panes = frozen
    sheet.auto_filter.ref = sheet.dimensions
    lay_out_paper(sheet)


def lay_out_paper(sheet):
    """Printed as it is: across, as wide as the page, the headings on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
