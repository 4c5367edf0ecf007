"""What of a .docx departs from GB/T 9704-2012, and how it falls on paper.

It reads the file as Word would: what a run does not say its style says, then the styles that
this is based on, then the defaults of the document. It knows nothing of `papers.official`.
"""

import io
import re
import subprocess
from collections import Counter

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

HAN = re.compile(r"[㐀-鿿]")
HEADINGS = {
    "一级标题": (re.compile(r"[一二三四五六七八九十]+、"), "黑体"),
    "二级标题": (re.compile(r"（[一二三四五六七八九十]+）"), "楷体"),
}
LONG = 40
"""A paragraph of more characters is text of the body, whatever else stands on the page."""
NO_BODY = f"没有超过{LONG}字的正文"


def departures(content):
    """Sentences about what is otherwise than the standard wants; none where all is as it wants."""
    document = docx.Document(io.BytesIO(content))
    title, *others = [p for p in document.paragraphs if p.text.strip()]
    found = [*of_page(document.sections[0]), *of_title(title)]
    for paragraph in others:
        found += of_paragraph(paragraph)
    if not any(len(paragraph.text.strip()) > LONG for paragraph in others):
        found.append(NO_BODY)
    return [*found, *of_page_numbers(document)]


# The page.

SIZES = {
    "page_width": 210, "page_height": 297, "top_margin": 37, "bottom_margin": 35,
    "left_margin": 28, "right_margin": 26,
}  # fmt: skip


def of_page(section):
    sizes = {name: getattr(section, name) / Mm(1) for name in SIZES}
    return [
        f"{name}是{sizes[name]:.1f}毫米，应为{wanted}毫米"
        for name, wanted in SIZES.items()
        if abs(sizes[name] - wanted) > 1.05
    ]


# Paragraphs.


def of_title(title):
    yield from of_type(title, "标题", "小标宋", 22)
    if first_said(paragraph_properties(title), "jc", "val") != "center":
        yield "标题没有居中"


def of_paragraph(paragraph):
    text = paragraph.text.strip()
    for role, (pattern, font) in HEADINGS.items():
        if pattern.match(text):
            return list(of_type(paragraph, role, font, 16, first_run_only=True))
    return list(of_body(paragraph)) if len(text) > LONG else []


def of_body(paragraph):
    yield from of_type(paragraph, "正文", "仿宋", 16)
    properties, start = paragraph_properties(paragraph), paragraph.text.strip()[:14]
    characters = int(first_said(properties, "ind", "firstLineChars") or 0)
    twips = int(first_said(properties, "ind", "firstLine") or 0)
    if abs(characters - 200) > 10 and abs(twips - 640) > 40:
        yield f"正文“{start}”首行没有空二字"
    if not 28.6 <= pitch(paragraph) <= 29.0:
        yield f"正文“{start}”行距{pitch(paragraph):.2f}磅，排不成每面22行"


def of_type(paragraph, role, font, points, first_run_only=False):
    runs = [run for run in paragraph.runs if HAN.search(run.text)]
    for run in runs[:1] if first_run_only else runs:
        properties = run_properties(paragraph, run)
        east_asian = first_said(properties, "rFonts", "eastAsia") or "没有写明"
        size = int(first_said(properties, "sz", "val") or 20) / 2
        colour = first_said(properties, "color", "val") or "auto"
        if font not in east_asian or size != points or colour not in ("auto", "000000"):
            yield f"{role}“{run.text[:14]}”是{size}磅{east_asian}、颜色{colour}"


def pitch(paragraph):
    """The distance of its lines in points: an exact one, else that of the page's grid."""
    properties = paragraph_properties(paragraph)
    exact = first_said(properties, "spacing", "lineRule") == "exact"
    grid = paragraph.part.document.sections[0]._sectPr.find(qn("w:docGrid"))
    twips = first_said(properties, "spacing", "line") if exact else grid.get(qn("w:linePitch"))
    return int(twips) / 20


# Where Word looks for a property, in this order.


def paragraph_properties(paragraph):
    styles = [style.element.pPr for style in based_on(paragraph.style)]
    return [paragraph._p.pPr, *styles, *defaults(paragraph, "w:pPrDefault/w:pPr")]


def run_properties(paragraph, run):
    styles = [*based_on(run.style), *based_on(paragraph.style)]
    own = [run._r.rPr, *(style.element.rPr for style in styles)]
    return own + defaults(paragraph, "w:rPrDefault/w:rPr")


def based_on(style):
    while style is not None:
        yield style
        style = style.base_style


def defaults(paragraph, path):
    return paragraph.style.element.getparent().xpath(f"w:docDefaults/{path}")


def first_said(properties, tag, attribute):
    for each in properties:
        node = None if each is None else each.find(qn(f"w:{tag}"))
        value = None if node is None else node.get(qn(f"w:{attribute}"))
        if value is not None:
            return value
    return None


# Page numbers: 14 points between two dashes, right on odd pages and left on even ones.


def of_page_numbers(document):
    if not document.settings.odd_and_even_pages_header_footer:
        yield "单页和双页用了同一个页脚"
    section = document.sections[0]
    for name, footer, side in [
        ("单页", section.footer, ("right", "end")),
        ("双页", section.even_page_footer, ("left", "start", "both", None)),
    ]:
        yield from of_page_number(name, footer, side)


def of_page_number(name, footer, side):
    numbered = [p for p in footer.paragraphs if p._p.xpath(".//w:instrText | .//w:fldSimple")]
    if not numbered:
        yield f"{name}没有页码"
        return
    paragraph = numbered[0]
    if not re.search(r"—.*—", paragraph.text):
        yield f"{name}页码不在两条一字线之间：{paragraph.text}"
    if first_said(paragraph_properties(paragraph), "jc", "val") not in side:
        yield f"{name}页码不在外侧"
    sizes = {first_said(run_properties(paragraph, run), "sz", "val") for run in paragraph.runs}
    if sizes != {"28"}:
        yield f"{name}页码不是4号：{sizes}"


# How it falls on paper.

LINE = re.compile(
    r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</line>', re.S
)
# In points: a full line begins and ends at the edges of the text, give or take half a character.
LEFT_EDGE, RIGHT_EDGE = 84, 510


def fall_of_lines(content, folder):
    """(how many lines stand on each page, how many full lines hold how many characters)."""
    (folder / "report.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*command, folder / "report.docx"], check=True, capture_output=True, timeout=300)
    read = ["pdftotext", "-bbox-layout", folder / "report.pdf", "-"]
    xml = subprocess.run(read, check=True, capture_output=True, text=True).stdout
    pages = [lines_of(page) for page in re.findall(r"<page .*?</page>", xml, re.S)]
    full = [
        characters(text)
        for lines in pages
        for left, right, text in lines
        if left < LEFT_EDGE and right > RIGHT_EDGE
    ]
    return [len(lines) for lines in pages], Counter(full)


def lines_of(page):
    """(left, right, text) of each line; what stands at one height is one line."""
    rows = {}
    for left, top, right, words in LINE.findall(page):
        text = "".join(re.findall(r">([^<]*)</word>", words))
        if not re.fullmatch(r"[—\d\s]*", text):  # a page number
            height = next((each for each in rows if abs(each - float(top)) < 6), float(top))
            rows.setdefault(height, []).append((float(left), float(right), text))
    return [
        (min(x[0] for x in parts), max(x[1] for x in parts), "".join(x[2] for x in sorted(parts)))
        for parts in rows.values()
    ]


def characters(text):
    """How many places a line takes: a digit or a Latin letter takes half a one."""
    return round(sum(1 if ord(sign) > 0x2000 else 0.5 for sign in text))
