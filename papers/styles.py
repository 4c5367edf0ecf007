"""The page of an official document and its styles, as Word keeps them: faces, sizes, grid (GB/T 9704)."""

import datetime

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

SONG, FANG, KAI, HEI, XIAOBIAO = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
WESTERN = "Times New Roman"
SYMBOLS = "Segoe UI Symbol"  # has an empty and a ticked box of one size
PITCH = Pt(28.95)  # 29 pt would give 21 lines on 225 mm
SPACING = -5  # twentieths of a point between letters
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
    # Below the title: 草案, what the file is where it is not what was handed in (notice), to which day
    # its numbers go (record); of what is read out to the congress, at which session and by whom.
    "draft": ("公文稿别", KAI, BODY, False, CENTRE, None),
    "notice": ("公文稿件说明", KAI, BODY, False, CENTRE, None),
    "record": ("公文截至日", KAI, BODY, False, CENTRE, None),
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

# What the schema wants behind the frame, the borders and the grid of a paragraph.
AFTER_BORDERS = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


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


def name_state(word, state):
    """Say in the file's properties what it is, where it is not what was handed in (草稿)."""
    properties = word.core_properties
    properties.content_status = properties.keywords = state


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
