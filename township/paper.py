"""Paper: Word files in the layout of GB/T 9704-2012 (党政机关公文格式).

22 lines of 28 characters: an exact pitch of 28.95 pt on a line grid, and 16 pt
text set 0.25 pt tighter. Fonts are named, not shipped: the official ones are
on every office PC and may not be given away.
"""

import io
import re

from docx import Document as new_document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG, FANG, KAI, HEI, XIAOBIAO = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
WESTERN = "Times New Roman"
PITCH = Pt(28.95)  # 29 pt would give 21 lines on 225 mm
BODY_SIZE = Pt(16)
SPACING = -5  # twentieths of a point between letters
GAP = 110  # likewise, what an edge costs its line: the gap, and that numbers are not broken
EDGE = re.compile(r"[\u4e00-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u4e00-\u9fff])")
CHARACTER = 15.75  # points a character takes: 16 pt, 0.25 pt tighter

# kind of block: (style name, font, size, indented two characters, alignment, outline level)
STYLES = {
    "title": ("公文标题", XIAOBIAO, Pt(22), False, WD_ALIGN_PARAGRAPH.CENTER, None),
    "h1": ("公文一级标题", HEI, BODY_SIZE, True, None, 0),
    "h2": ("公文二级标题", KAI, BODY_SIZE, True, None, 1),
    "p": ("公文正文", FANG, BODY_SIZE, True, WD_ALIGN_PARAGRAPH.JUSTIFY, None),
    "signature": ("公文署名", FANG, BODY_SIZE, False, WD_ALIGN_PARAGRAPH.RIGHT, None),
    "date": ("公文日期", FANG, BODY_SIZE, False, WD_ALIGN_PARAGRAPH.RIGHT, None),
}


class Paper:
    """A Word file being written, from the title down."""

    def __init__(self, title, author=""):
        self.word = new_document()
        for kind in STYLES:
            add_style(self.word, kind)
        lay_out(self.word)
        self.word.core_properties.title = title
        self.word.core_properties.author = author

    def add(self, kind, text):
        """A paragraph of one of the kinds of STYLES; a title is followed by an empty line."""
        name, font, *_ = STYLES[kind]
        paragraph = self.word.add_paragraph(style=name)
        run = paragraph.add_run(text)
        properties = run._r.get_or_add_rPr()
        name_fonts(properties, font)
        if kind == "p":
            tighten(properties, spacing_of(text))
        if kind == "title":
            self.empty_line()

    def empty_line(self):
        self.word.add_paragraph(style=STYLES["p"][0])

    def sign(self, name, date=""):
        """署名右空二字，日期首字比署名首字右移二字；日期较长的，日期右空二字。"""
        right = {"signature": 2, "date": width(name) - width(date)}
        if width(date) > width(name):
            right = {"signature": width(date) + 4 - width(name), "date": 2}
        for kind, characters in right.items():
            style = self.word.styles[STYLES[kind][0]]
            style.paragraph_format.right_indent = Pt(characters * CHARACTER)
        self.empty_line()
        self.add("signature", name)
        if date:
            self.add("date", date)

    def content(self):
        """The bytes of the .docx."""
        buffer = io.BytesIO()
        self.word.save(buffer)
        return buffer.getvalue()


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
    layout.line_spacing = PITCH
    layout.space_before = layout.space_after = Pt(0)
    layout.widow_control = False  # it would leave pages of 21 lines
    if alignment is not None:
        layout.alignment = alignment
    paragraph = style.element.get_or_add_pPr()
    if indented:
        layout.first_line_indent = Pt(2 * CHARACTER)
        paragraph.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")
    if kind in ("h1", "h2"):
        layout.keep_with_next = True
    if level is not None:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        paragraph.append(outline)


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
    return max(SPACING - round(gaps * GAP / len(text)), SPACING - 20)


def width(text):
    """How many characters wide `text` is set: Latin digits take half a cell."""
    return sum(0.5 if ord(letter) < 128 else 1 for letter in text)
