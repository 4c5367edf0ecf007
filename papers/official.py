"""Paper: Word files in the layout of GB/T 9704-2012 (党政机关公文格式), letters and forms alike.

22 lines of 28 characters: an exact pitch of 28.95 pt on a line grid, and 16 pt
text set 0.25 pt tighter. Fonts are named, not shipped: the official ones are
on every office PC and may not be given away.
"""

import io
import re
from dataclasses import dataclass

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from papers.styles import (
    AFTER_BORDERS,
    CHARACTER,
    CHARACTERS,
    LYING_WIDTH,
    SPACING,
    STYLES,
    SYMBOLS,
    TEXT_WIDTH,
    add_style,
    element,
    introduce,
    lay_out,
    name_fonts,
    name_state,
    speak_chinese,
    tighten,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GAP = 110  # twentieths of a point, what an edge costs its line: the gap, and that numbers are not broken
EDGE = re.compile(r"[\u4e00-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u4e00-\u9fff])")
BOX, TICKED = "□", "☑"

HEADING_1 = re.compile(r"^[一二三四五六七八九十]+、\S.{0,38}$")
HEADING_2 = re.compile(r"^（[一二三四五六七八九十]+）\S.{0,38}$")
ENDS_SENTENCE = ("。", "；", "：", "！", "？")
# What XML cannot hold; python-docx raises where it meets one.
FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

TITLE_LINE, LYING_TITLE_LINE = 20, 32  # characters of 22 pt
# Where a title may be broken without tearing a word.
SEAM = re.compile(r"(?<=[年镇乡])|(?<=会议)|(?<=期间)|(?<=人大)(?!代表)|(?<=号)|(?<=、)")


@dataclass(frozen=True)
class PaperCell:
    """One cell of a table: its text, each line a paragraph of `kind`.

    Instead of text, `lines` gives pairs of kind and text. `span` counts columns. A cell that
    reaches `down` begins one ("restart"); those it covers in the rows below "continue" it.
    """

    text: str = ""
    kind: str = "cell"
    span: int = 1
    lines: tuple = ()
    from_top: bool = False
    down: str = ""

    @property
    def paragraphs(self):
        return self.lines or [(self.kind, line) for line in self.text.splitlines() or [""]]


@dataclass(frozen=True)
class PaperRow:
    """A row of a table, `height` mm at least; kept on one page unless it `breaks`."""

    cells: tuple
    height: float = 9
    breaks: bool = False


class Paper:
    """A Word file being written, from the title down."""

    def __init__(self, title, author="", state=""):
        self.word = new_document()
        self.known = {}
        self.title_line = TITLE_LINE
        speak_chinese(self.word)
        lay_out(self.word)
        introduce(self.word, printable(title)[:255], printable(author)[:255])
        if state:
            name_state(self.word, state)

    def lie_down(self):
        """Turn the pages on their side, for a table of many columns; LYING_WIDTH of text."""
        section = self.word.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm((297 - LYING_WIDTH) / 2)
        section.top_margin, section.bottom_margin = Mm(22), Mm(22)
        section.footer_distance = Mm(12)
        self.title_line = LYING_TITLE_LINE

    def style(self, kind):
        """The name of the style of `kind`, which comes into the file when it is first used."""
        self.style_id(kind)
        return STYLES[kind][0]

    def style_id(self, kind):
        """Its key in the file; python-docx would look through all styles for it, each time."""
        if kind not in self.known:
            add_style(self.word, kind)
            self.known[kind] = self.word.styles[STYLES[kind][0]].style_id
        return self.known[kind]

    def add(self, kind, text):
        """A paragraph of one of the kinds of STYLES; a title is followed by an empty line."""
        if kind == "title":
            self.title(text)
            self.empty_line()
        else:
            set_text(self.word.add_paragraph(style=self.style(kind)), kind, text)

    def title(self, text, *, on_new_page=False):
        """A title alone, as it stands over a table."""
        paragraph = self.word.add_paragraph(style=self.style("title"))
        if on_new_page:
            paragraph.paragraph_format.page_break_before = True
        set_text(paragraph, "title", "\n".join(title_lines(text, self.title_line)))

    def empty_line(self):
        self.word.add_paragraph(style=self.style("p"))

    def lines(self, count):
        """So many lines to be filled in by hand."""
        for _ in range(count):
            self.add("to", blank(CHARACTERS))

    def sign(self, name, date="", *, sealed=False):
        """署名和成文日期, after an empty line."""
        for kind, characters in signature_indents(name, date, sealed=sealed).items():
            style = self.word.styles[self.style(kind)]
            style.paragraph_format.right_indent = Pt(characters * CHARACTER)
        self.keep_with_signature()
        self.empty_line()
        self.keep_with_signature()
        self.add("signature", name)
        if date:
            self.keep_with_signature()
            self.add("date", date)

    def enclose(self, lines):
        """附件说明, after an empty line; it stands with the signature, and that with the text."""
        self.keep_with_signature()
        self.empty_line()
        for line in lines:
            self.keep_with_signature()
            self.add("enclosed", line)

    def keep_with_signature(self):
        """A signature never stands on a page without text (落款不得单独成页)."""
        if self.word.paragraphs:
            self.word.paragraphs[-1].paragraph_format.keep_with_next = True

    def annex(self, label):
        """附件1, in the upper left corner of a new page (另面编排)."""
        self.add("annex", label)
        self.word.paragraphs[-1].paragraph_format.page_break_before = True

    def table(self, widths, rows, *, head=()):
        """A table of thin black lines; `widths` in mm; the rows of `head` (one PaperRow or several)
        are repeated on every page.
        """
        table = add_table(self.word, widths)
        borders = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), THIN)
        set_table(table, widths, borders)
        for row in (head,) if isinstance(head, PaperRow) else head:
            self.add_row(table, widths, row, is_head=True)
        for row in rows:
            self.add_row(table, widths, row)

    def marks(self, left, right, kinds=("cell", "right")):
        """Two short texts on one line, without borders: session and number above a form,
        number and class above a letter.
        """
        widths = (TEXT_WIDTH * 2 / 3, TEXT_WIDTH / 3)
        table = add_table(self.word, widths)
        set_table(table, widths, {})
        self.add_row(
            table,
            widths,
            PaperRow((PaperCell(left, kinds[0]), PaperCell(right, kinds[1])), height=0),
        )
        self.end()

    def copy_to(self, text):
        """版记: 抄送 between two lines, at the foot of the last page."""
        paragraph = self.word.add_paragraph(style=self.style("copy"))
        set_text(paragraph, "copy", f"　抄送：{text}。")
        place_at_foot(paragraph._p.get_or_add_pPr())
        self.end()

    def end(self):
        """What parts two tables, or ends a file after one: a paragraph too low to be seen."""
        self.add("end", "")

    def add_row(self, table, widths, row, *, is_head=False):
        line = element(table._tbl, "tr")
        properties = element(line, "trPr")
        if not row.breaks:
            element(properties, "cantSplit")
        if row.height:
            element(properties, "trHeight", val=Mm(row.height).twips, hRule="atLeast")
        if is_head:
            element(properties, "tblHeader")
        column = 0
        for cell in row.cells:
            taken = widths[column : column + cell.span]
            self.add_cell(table, line, cell, sum(taken))
            column += cell.span

    def add_cell(self, table, line, cell, across):
        box = element(line, "tc")
        properties = element(box, "tcPr")
        element(properties, "tcW", w=Mm(across).twips, type="dxa")
        if cell.span > 1:
            element(properties, "gridSpan", val=cell.span)
        if cell.down:
            element(properties, "vMerge", val=cell.down)
        element(properties, "vAlign", val="top" if cell.from_top else "center")
        for kind, text in cell.paragraphs:
            paragraph = Paragraph(element(box, "p"), table)
            paragraph._p.style = self.style_id(kind)
            set_text(paragraph, kind, text)

    def content(self):
        """The bytes of the .docx."""
        buffer = io.BytesIO()
        self.word.save(buffer)
        return buffer.getvalue()


THIN, THICK = 4, 8  # eighths of a point; 0.35 mm is 1 pt
BESIDE = 57  # twips between a line of the table and its text: 1 mm


def add_table(word, widths):
    return word.add_table(rows=0, cols=len(widths))


def place_at_foot(properties):
    """Take a paragraph out of the text, to the foot of its page, between two lines."""
    frame = OxmlElement("w:framePr")
    for name, value in {
        "w": Mm(TEXT_WIDTH).twips, "hRule": "auto", "wrap": "around", "vAnchor": "margin",
        "hAnchor": "margin", "xAlign": "left", "yAlign": "bottom",
    }.items():  # fmt: skip
        frame.set(qn(f"w:{name}"), str(value))
    borders = OxmlElement("w:pBdr")
    for side in ("top", "bottom"):
        element(borders, side, val="single", sz=THICK, space=1, color="000000")
    for node in (frame, borders):
        properties.insert_element_before(node, *AFTER_BORDERS)


def set_table(table, widths, borders):
    """Width, place and `borders` of a table; the schema wants them in this order."""
    properties = table._tbl.tblPr
    for node in list(properties):
        properties.remove(node)
    element(properties, "tblW", w=Mm(sum(widths)).twips, type="dxa")
    element(properties, "jc", val="center")
    lines = element(properties, "tblBorders")
    for side, thickness in borders.items():
        element(lines, side, val="single", sz=thickness, space=0, color="000000")
    element(properties, "tblLayout", type="fixed")
    margins = element(properties, "tblCellMar")
    for side in ("left", "right"):
        element(margins, side, w=BESIDE, type="dxa")
    for column, across in zip(table.columns, widths, strict=True):
        column.width = Mm(across)


def set_text(paragraph, kind, text):
    """Write `text` into `paragraph` in the face of `kind`; boxes in a face that has both of them."""
    text = printable(text)
    for part in re.split(f"([{BOX}{TICKED}]+)", text):
        if not part:
            continue
        run = paragraph.add_run(part)
        properties = run._r.get_or_add_rPr()
        name_fonts(properties, STYLES[kind][1])
        if part[0] in (BOX, TICKED):
            for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
                properties.rFonts.set(qn(f"w:{slot}"), SYMBOLS)
        if kind in ("p", "subtitle"):  # of which a session's name fills a line
            tighten(properties, spacing_of(text))


def printable(text):
    """`text` without the characters that a Word file cannot hold."""
    return FORBIDDEN.sub("", text)


def signature_indents(name, date="", *, sealed=False):
    """How many characters 署名 and 成文日期 stand off the right edge: {"signature": …, "date": …}.

    不加印章：署名右空二字，日期首字比署名首字右移二字；日期较长的，日期右空二字。
    加盖印章：日期右空四字，署名以日期居中。
    """
    if sealed:
        overhang = (width(name) - width(date)) / 2
        return {"signature": max(4 - overhang, 0), "date": max(4, overhang)}
    if width(date) > width(name):
        return {"signature": width(date) + 4 - width(name), "date": 2}
    return {"signature": 2, "date": width(name) - width(date)}


def blank(characters):
    """A line to be filled in, so many characters wide."""
    return "＿" * characters


def heading_of(line):
    """What a line of text is by its numbering in 公文 order: h1, h2 or p."""
    if not line.endswith(ENDS_SENTENCE):
        if HEADING_1.match(line):
            return "h1"
        if HEADING_2.match(line):
            return "h2"
    return "p"


def title_lines(text, line=TITLE_LINE):
    """`text` as it is broken in a title: 词意完整，排列对称，长短适宜."""
    if width(text) <= line:
        return [text]
    seams = [match.start() for match in SEAM.finditer(text)]
    halves = [(text[:seam], text[seam:]) for seam in seams]
    fitting = [pair for pair in halves if max(map(width, pair)) <= line and all(pair)]
    return list(min(fitting, key=lambda pair: abs(width(pair[0]) - width(pair[1])), default=[text]))


def spacing_of(text):
    """The letter spacing of a paragraph, in twentieths of a point, that keeps 28 cells a line.

    Word and LibreOffice put a gap between Chinese and digits (LibreOffice whatever the
    file says); a line with three numbers would hold two characters less. What the gaps
    cost is taken back evenly from all letters, at most one point from each.
    """
    gaps = len(EDGE.findall(text))
    return max(SPACING - round(gaps * GAP / max(len(text), 1)), SPACING - 20)


def width(text):
    """How many characters wide `text` is set: Latin digits take half a cell."""
    return sum(0.5 if ord(letter) < 128 else 1 for letter in text)
