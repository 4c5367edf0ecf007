"""What stands on paper, in its order: word.py and pdf.py set the same pieces."""

from dataclasses import dataclass

from papers.official import PaperCell, PaperRow
from records.written import spaced

# The title, and what stands below it before the empty line.
HEAD = ("title", "notice", "draft", "subtitle", "speaker", "record")
TAIL = ("signature", "date")
NUMBERED = "　　附件：{number}. {title}"
FOLLOWING = "　　　　　{number}. {title}"  # below the first, 回行与上一行附件名称首字对齐
ALONE = "　　附件：{title}"
NAMES = "姓名"  # the column of an annex that has people in it
ROW_HEIGHT = 8  # mm, at least


@dataclass(frozen=True)
class Piece:
    """A paragraph of a kind of papers.styles.STYLES; or one of these:

    empty: a line; enclosed: the lines of 附件说明; sign: `text` signs, on the day `dated`;
    annex: a mark on a new page; table: the rows of `table` (reports.words.annex.AnnexTable).
    """

    kind: str
    text: str = ""
    dated: str = ""
    table: object = None


def pieces(document):
    """The Pieces of a Document (reports.words.outline), its annex included."""
    blocks = [block for block in document.blocks if block.kind not in TAIL]
    length = next((n for n, block in enumerate(blocks) if block.kind not in HEAD), len(blocks))
    for number, block in enumerate(blocks):
        if number == length:
            yield Piece("empty")
        yield Piece(block.kind, block.text)
    if document.annex:
        yield Piece("enclosed", "\n".join(enclosures(document.annex)))
    if document.signed_by or document.dated:  # what is read out in a session is not signed
        yield Piece("sign", document.signed_by, document.dated)
    for number, table in enumerate(document.annex, 1):
        yield Piece("annex", f"附件{number}" if len(document.annex) > 1 else "附件")
        yield Piece("empty")
        yield Piece("title", table.title)
        yield Piece("empty")
        yield Piece("table", table=table)
        yield from (Piece("note", note) for note in table.notes)


def enclosures(annex):
    """附件说明, line by line: what is enclosed, without a full stop."""
    if len(annex) == 1:
        return [ALONE.format(title=annex[0].title)]
    return [
        (NUMBERED if number == 1 else FOLLOWING).format(number=number, title=table.title)
        for number, table in enumerate(annex, 1)
    ]


def head_rows(table):
    """The rows above a table, as papers.official.PaperRows; a cell over two rows goes on below."""
    first, *second = table.heads
    rows = [PaperRow(tuple(map(head_cell, first)), ROW_HEIGHT)]
    for heads in second:
        under = [PaperCell("", "head", down="continue") for head in first if head.down > 1]
        rows.append(PaperRow((*under, *map(head_cell, heads)), ROW_HEIGHT))
    return rows


def head_cell(head):
    return PaperCell(head.text, "head", span=head.across, down="restart" if head.down > 1 else "")


def rows_of(table):
    """Its rows as papers.official.PaperRows: whom a row is about at the left, numbers in the middle."""
    return [
        PaperRow(
            (PaperCell(head, "entry"), *(PaperCell(cell.text, "middle") for cell in cells)),
            ROW_HEIGHT,
        )
        for head, (_, *cells) in zip(heads_of_rows(table), table.lines, strict=True)
    ]


def heads_of_rows(table):
    """What stands at the left of each row; a column of names is set as offices set it."""
    heads = [line[0].text for line in table.lines]
    if table.columns[0].label != NAMES:
        return heads
    return [*map(spaced, heads[:-1]), heads[-1]]  # the last one is the total
