"""公示 on paper: the sheet as a spreadsheet, and as a Word file that lies on its side."""

from papers import spreadsheet
from papers.official import Paper, PaperCell, PaperRow
from papers.spreadsheet import ExportTable
from papers.styles import LYING_WIDTH
from reports.deputies.notice import NAME, NUMBER, REMARK
from reports.models.notices import NoticeColumn

# How wide the columns are, in characters of a spreadsheet; on paper in proportion.
WIDTHS = {
    NUMBER: 6, NAME: 10, NoticeColumn.GENDER.label: 6, NoticeColumn.ETHNICITY.label: 8, NoticeColumn.PARTY.label: 11,
    NoticeColumn.OCCUPATION.label: 13, NoticeColumn.EMPLOYER.label: 22, NoticeColumn.CONSTITUENCY.label: 20,
    NoticeColumn.DELEGATION.label: 18, NoticeColumn.GROUP.label: 18, NoticeColumn.OFFICE.label: 16, REMARK: 18,
}  # fmt: skip
OF_COUNTS = 10


def widths_of(sheet):
    return [WIDTHS.get(head, OF_COUNTS) for head in sheet.heads]


def table_of(sheet):
    """The bytes of the .xlsx: the table, its counts as numbers, and below it what they add up to."""
    return spreadsheet.write(
        ExportTable(
            "代表信息公示", sheet.heads, sheet.rows, "C2", widths=widths_of(sheet), wraps=True,
            notes=tuple(filter(None, [sheet.sums_note])),
        )
    )  # fmt: skip


def word_of(sheet):
    """The bytes of the .docx: title, table, notes, signature and date."""
    paper = Paper(sheet.title, sheet.names.signing_body)
    paper.lie_down()
    paper.add("title", sheet.title)
    widths = widths_of(sheet)
    across = [LYING_WIDTH * width / sum(widths) for width in widths]
    rows = [
        PaperRow(
            tuple(
                PaperCell(str(cell), "entry" if kind == "text" else "middle") for kind, cell in row
            )
        )
        for row in sheet.body_cells
    ]
    paper.table(across, rows, head=PaperRow(tuple(PaperCell(head, "head") for head in sheet.heads)))
    for note in sheet.notes:
        paper.add("note", note)
        paper.keep_with_signature()
    paper.sign(sheet.names.signing_body, sheet.dated)
    return paper.content()
