"""The report as a Word file, over the same blocks as the page."""

from papers.official import Paper
from reports.paper.pieces import head_rows, pieces, rows_of


def write(document):
    """The bytes of a .docx with the blocks of `document` (reports.words.document.Document)."""
    paper = Paper(document.title, document.signed_by, document.state)
    for piece in pieces(document):
        put(paper, piece)
    return paper.content()


def put(paper, piece):
    """Set one of the reports.paper.pieces.Piece on `paper`."""
    if piece.kind == "empty":
        paper.empty_line()
    elif piece.kind == "title":
        paper.title(piece.text)
    elif piece.kind == "enclosed":
        paper.enclose(piece.text.splitlines())
    elif piece.kind == "sign":
        paper.sign(piece.text, piece.dated)
    elif piece.kind == "annex":
        paper.annex(piece.text)
    elif piece.kind == "table":
        widths = [column.width for column in piece.table.columns]
        paper.table(widths, rows_of(piece.table), head=head_rows(piece.table))
    else:
        paper.add(piece.kind, piece.text)
