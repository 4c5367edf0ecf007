"""Paper: Word files in the layout of GB/T 9704-2012 (党政机关公文格式), letters and forms alike.

22 lines of 28 characters: an exact pitch of 28.95 pt on a line grid, and 16 pt
text set 0.25 pt tighter. Fonts are named, not shipped: the official ones are
on every office PC and may not be given away.
"""

import datetime
import io
import re
from dataclasses import dataclass

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG, FANG, KAI, HEI, XIAOBIAO = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
WESTERN = "Times New Roman"
SYMBOLS = "Segoe UI Symbol"  # has an empty and a ticked box of one size
PITCH = Pt(28.95)  # 29 pt would give 21 lines on 225 mm
SPACING = -5  # twentieths of a point between letters
GAP = 110  # likewise, what an edge costs its line: the gap, and that numbers are not broken
EDGE = re.compile(r"[\u4e00-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u4e00-\u9fff])")
CHARACTER = 15.75  # points a character takes: 16 pt, 0.25 pt tighter
CHARACTERS = 28  # on a line
TEXT_WIDTH = 156  # mm
LYING_WIDTH = 257  # mm, of a page that lies on its side

BODY, SMALL, TINY = Pt(16), Pt(14), Pt(12)  # 三号、四号、小四
UNSEEN = Pt(1)
PITCHES = {SMALL: Pt(22), TINY: Pt(18), UNSEEN: UNSEEN}  # of what stands off the line grid
LEFT, CENTRE, RIGHT, BOTH = (
    None, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip

# kind of block: (style name, font, size, indented two characters, alignment, outline level)
STYLES = {
    "title": ("公文标题", XIAOBIAO, Pt(22), False, CENTRE, None),
    # Below the title of what is read out to the congress: of what session, by whom; a draft says so.
    "draft": ("公文稿别", KAI, BODY, False, CENTRE, None),
    "subtitle": ("公文副标题", KAI, BODY, False, CENTRE, None),
    "speaker": ("公文报告人", KAI, BODY, False, CENTRE, None),
    "to": ("公文主送机关", FANG, BODY, False, LEFT, None),
    "h1": ("公文一级标题", HEI, BODY, True, LEFT, 0),
    "h2": ("公文二级标题", KAI, BODY, True, LEFT, 1),
    "p": ("公文正文", FANG, BODY, True, BOTH, None),
    "signature": ("公文署名", FANG, BODY, False, RIGHT, None),
    "date": ("公文日期", FANG, BODY, False, RIGHT, None),
    "mark": ("公文标注", HEI, BODY, False, RIGHT, None),
    "enclosed": ("公文附件说明", FANG, BODY, False, LEFT, None),
    "annex": ("公文附件标识", HEI, BODY, False, LEFT, None),
    "copy": ("公文抄送机关", FANG, SMALL, False, LEFT, None),
    # In tables: what a cell is about, what it says, and text that is longer than a line.
    "label": ("表格栏目", HEI, SMALL, False, CENTRE, None),
    "cell": ("表格内容", FANG, SMALL, False, LEFT, None),
    "words": ("表格文字", FANG, SMALL, True, BOTH, None),
    "right": ("表格右侧", FANG, SMALL, False, RIGHT, None),
    # In lists with many columns, and below a form.
    "head": ("清单栏目", HEI, TINY, False, CENTRE, None),
    "entry": ("清单内容", FANG, TINY, False, LEFT, None),
    "middle": ("清单居中", FANG, TINY, False, CENTRE, None),
    "note": ("表格说明", FANG, TINY, True, BOTH, None),
    "end": ("表格以后", FANG, UNSEEN, False, LEFT, None),
}
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
class Cell:
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
class Row:
    """A row of a table, `height` mm at least; kept on one page unless it `breaks`."""

    cells: tuple
    height: float = 9
    breaks: bool = False


class Paper:
    """A Word file being written, from the title down."""

    def __init__(self, title, author=""):
        self.word = new_document()
        self.known = {}
        self.title_line = TITLE_LINE
        speak_chinese(self.word)
        lay_out(self.word)
        introduce(self.word, printable(title)[:255], printable(author)[:255])

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
        """A table of thin black lines; `widths` in mm; the rows of `head` (one Row or several)
        are repeated on every page.
        """
        table = add_table(self.word, widths)
        borders = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), THIN)
        set_table(table, widths, borders)
        for row in (head,) if isinstance(head, Row) else head:
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
        self.add_row(table, widths, Row((Cell(left, kinds[0]), Cell(right, kinds[1])), height=0))
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
# What the schema wants behind the frame, the borders and the grid of a paragraph.
AFTER_BORDERS = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


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


def element(parent, tag, **attributes):
    """Append <w:tag w:…> to `parent` and return it."""
    node = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), str(value))
    parent.append(node)
    return node


def name_fonts(properties, east_asian):
    """Name both fonts; without w:eastAsia Word sets Chinese in its own default."""
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), WESTERN)
    fonts.set(qn("w:eastAsia"), east_asian)


def tighten(properties, amount):
    """Set the letter spacing, in twentieths of a point; the schema wants it before the size."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(amount))
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")


def add_style(word, kind):
    name, font, size, indented, alignment, level = STYLES[kind]
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = None
    style.font.size = size
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    name_fonts(properties, font)
    tighten(properties, SPACING)
    layout = style.paragraph_format
    layout.line_spacing = PITCHES.get(size, PITCH)
    layout.space_before = layout.space_after = Pt(0)
    layout.widow_control = False  # it would leave pages of 21 lines
    if alignment is not None:
        layout.alignment = alignment
    paragraph = style.element.get_or_add_pPr()
    if indented:
        layout.first_line_indent = Pt(2 * (size.pt - 0.25))
        paragraph.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")
    if kind in ("h1", "h2", "head"):
        layout.keep_with_next = True
    if size != BODY:  # on the grid, a line that is higher by a hair takes two
        off_grid = OxmlElement("w:snapToGrid")
        off_grid.set(qn("w:val"), "0")
        paragraph.insert_element_before(off_grid, *AFTER_BORDERS)
    if level is not None:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        paragraph.append(outline)


def speak_chinese(word):
    """The language of the text, by which punctuation is set. Latin stays English: as Chinese,
    a number would be broken between any two of its digits.
    """
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for owner, tag in ((defaults, "w:lang"), (word.settings.element, "w:themeFontLang")):
        node = owner.find(qn(tag))
        node.set(qn("w:val"), "en-US")
        node.set(qn("w:eastAsia"), "zh-CN")


def introduce(word, title, author):
    """What the file says of itself, in place of what python-docx's own template says."""
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title, properties.author, properties.language = title, author, "zh-CN"
    properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.created = properties.modified = now
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith(("/thumbnail", "/extended-properties")):
            del package.rels[key]


def lay_out(word):
    """A4, margins 37/35/28/26 mm, 22 lines a page, page numbers outside on odd and even pages."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(22.5)  # the dash stands 7 mm below the text
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = element(section._sectPr, "docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    word.settings.odd_and_even_pages_header_footer = True
    number_pages(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    number_pages(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def number_pages(footer, alignment):
    """— 1 — in 14 pt 宋体, one character in from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    layout = paragraph.paragraph_format
    if alignment == WD_ALIGN_PARAGRAPH.RIGHT:
        layout.right_indent = Pt(14)
    else:
        layout.left_indent = Pt(14)
    add_footer_run(paragraph, "— ")
    for kind in ("begin", None, "end"):
        run = add_footer_run(paragraph, "")
        if kind:
            element(run._r, "fldChar", fldCharType=kind)
        else:
            element(run._r, "instrText").text = "PAGE"
    add_footer_run(paragraph, " —")


def add_footer_run(paragraph, text):
    run = paragraph.add_run(text)
    run.font.size = Pt(14)
    name_fonts(run._r.get_or_add_rPr(), SONG)
    # Page numbers are set in 宋体 too, not in the western face.
    for slot in ("ascii", "hAnsi"):
        run._r.rPr.rFonts.set(qn(f"w:{slot}"), SONG)
    return run


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
