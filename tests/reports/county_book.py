"""The county's table as the tests know it: made by hand, with all that makes a layout."""

import io
import zipfile
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as Picture
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

THIN = Side(style="thin")
CELLS = {
    "A1": "{镇}{年}年人大工作情况统计表",
    "A2": "填报单位：{署名}", "D2": "单位：次、件",
    "A3": "项目", "B3": "本年", "C3": "上年", "D3": "备注",
    "A4": "主席团会议", "B4": "{主席团会议次数}", "C4": "{上年·主席团会议次数}", "D4": "{本届·主席团会议次数}",
    "A5": "人代会", "B5": "｛人代会次数｝", "C5": "{上年·人代会次数}",
    "A6": "合计", "B6": "=SUM(B4:B5)", "C6": "=SUM(C4:C5)",
    "A7": "建议", "B7": "{镇议案建议件数}", "C7": "比上年{镇议案建议件数|较上年}",
    "A8": "满意率", "B8": "{满意率|百分比}", "C8": "{满意率}",
}  # fmt: skip


@cache  # the hour is in it: made again, it would be another file
def county_book(**changed):
    """The bytes of the table; `changed` puts other words into some of its cells."""
    return shared(plain_book(**changed))


def plain_book(**changed):
    """The same as openpyxl writes it: the words of a cell in the cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "汇总"
    for ref, text in (CELLS | changed).items():
        sheet[ref] = text
    lay_out(sheet)
    book.create_sheet("空表")["B2"] = 2022
    book.save(file := io.BytesIO())
    return file.getvalue()


def lay_out(sheet):
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A2:C2")
    sheet["A1"].font = Font(name="方正小标宋简体", size=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    for row in sheet["A3:D8"]:
        for cell in row:
            cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
    for cell in sheet[3]:
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
    sheet["B4"].number_format = "#,##0"
    sheet["B8"].number_format = "0.0%"
    sheet.row_dimensions[1].height = 36
    for letter, width in zip("ABCD", (14, 10.5, 22, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.print_area = "A1:D8"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_margins.left = 0.4
    sheet.oddFooter.center.text = "第 &P 页"
    sheet.freeze_panes = "B4"
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add("D7")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add(
        "B4:B5", CellIsRule(operator="lessThan", formula=["4"], font=Font(color="FF0000"))
    )
    picture(sheet)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=3, max_row=5), titles_from_data=True)
    sheet.add_chart(chart, "F3")


def picture(sheet):
    Image.new("RGB", (40, 20), "red").save(file := io.BytesIO(), "PNG")
    sheet.add_image(Picture(io.BytesIO(file.getvalue())), "F12")


def rezipped(content, parts):
    """The zip `content` with the `parts` ({name: bytes or None}) changed."""
    old, file = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info, old.read(info.filename))
        for name, data in parts.items():
            if data is not None:
                new.writestr(name, data)
    return file.getvalue()


def part(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


def upload(content=None, name="统计表.xlsx"):
    return SimpleUploadedFile(name, county_book() if content is None else content)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def shared(content):
    """The same workbook as Excel and WPS write it: words in a table of their own, told by number."""
    strings, sheets = [], {}
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        root = etree.fromstring(part(content, name))
        for cell in root.iter(f"{{{MAIN}}}c"):
            if cell.get("t") == "inlineStr":
                [holder] = cell
                cell.remove(holder)
                holder.tag = f"{{{MAIN}}}si"
                cell.set("t", "s")
                etree.SubElement(cell, f"{{{MAIN}}}v").text = str(len(strings))
                strings.append(holder)
        sheets[name] = etree.tostring(root)
    table = etree.Element(f"{{{MAIN}}}sst", nsmap={None: MAIN})
    table.extend(strings)
    types = part(content, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    relations = part(content, "xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'sharedStrings" Target="sharedStrings.xml" Id="rId99"/></Relationships>',
    )
    return rezipped(content, sheets | {
        "xl/sharedStrings.xml": etree.tostring(table), "[Content_Types].xml": types,
        "xl/_rels/workbook.xml.rels": relations,
    })  # fmt: skip
