"""A table as a county asks for it, with figures in its cells: what 上级报表 is about."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from reports import county_services
from township import xlsx

NAME, NOTE = "镇人大工作情况统计表", "市人大每年12月要"
HEADINGS = ("项目", "单位", "本年", "上年", "本届累计")
ROWS = (
    ("人代会", "次", "人代会次数"),
    ("主席团会议", "次", "主席团会议次数"),
    ("代表活动", "次", "活动次数"),
    ("代表补选", "名", "补选镇代表人数"),
    ("议案", "件", "镇议案件数"),
    ("建议批评意见", "件", "镇建议件数"),
    ("　其中答复", "件", "答复件数"),
    ("走访联系户", "户次", "走访户次"),
    ("听取群众意见建议", "条", "意见建议条数"),
    ("发放代表补助", "元", "代表补助发放金额"),
)
WIDTHS = (24, 8, 14, 14, 14)
LINE = Side(style="thin")
BORDER = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
MIDDLE = Alignment(horizontal="center", vertical="center")


def make(build):
    file = SimpleUploadedFile(f"{NAME}.xlsx", workbook(build))
    county_services.add_table(name=NAME, note=NOTE, file=xlsx.prepare(file), by=build.by)


def workbook(build):
    book = Workbook()
    book.properties.created = book.properties.modified = build.midnight.replace(tzinfo=None)
    sheet = book.active
    sheet.title = "统计表"
    sheet.append(["{镇}{年}年人大工作情况统计表"])
    sheet.append(["填报单位：{署名}"])
    sheet.append(HEADINGS)
    for title, unit, figure in ROWS:
        sheet.append([title, unit, f"{{{figure}}}", f"{{上年·{figure}}}", f"{{本届·{figure}}}"])
    sheet.append(["议案建议合计", "件", "=C8+C9", "=D8+D9", "=E8+E9"])
    sheet.append(["代表对办理结果满意率", "", "{满意率}", "{上年·满意率}", "{本届·满意率}"])
    lay_out(sheet)
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def lay_out(sheet):
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A2:E2")
    sheet["A1"].font, sheet["A1"].alignment = Font(size=18, bold=True), MIDDLE
    sheet.row_dimensions[1].height = 36
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.border = BORDER
            cell.alignment = MIDDLE if cell.column > 1 else Alignment(vertical="center")
    for letter, width in zip("ABCDE", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.print_options.horizontalCentered = True
