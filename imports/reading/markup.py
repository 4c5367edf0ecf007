"""Tables of a web page, which systems hand out under the name of xls or xlsx."""

import re

from django.core.exceptions import ValidationError
from lxml import etree, html

from imports.reading.limits import COLUMNS, SHEETS, TOO_MANY_SHEETS, within_size
from imports.reading.sheets import Sheet, tidied_rows
from imports.reading.texts import decoded
from papers.workbook import TOO_MUCH

NO_TABLE = "这是网页，里面没有表格。请用WPS或者Excel打开，另存为“Excel 工作簿（*.xlsx）”再上传。"
BEGINNING = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<", re.DOTALL)
TABLE = re.compile(r"<table\b", re.IGNORECASE)
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*(gb\w+)""", re.IGNORECASE)
DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
NOT_READ = {"script", "style", "head", "template"}
SPACES = re.compile(r"[ \t\r\n]+")
LARGEST_SPAN = 1000
# Of 20,000 rows of fifteen cells each; a tag takes some hundred bytes once it is parsed.
TAGS_AT_MOST = 800_000


def is_markup(content):
    """Do the bytes begin like a web page?"""
    return bool(BEGINNING.match(content))


def read_markup(name, content):
    """The Sheets of the tables in the web page `content`. Raises ValidationError."""
    text = content.decode("gb18030", "replace") if CHARSET.search(content) else decoded(content)
    if text.count("<") > TAGS_AT_MOST:
        raise ValidationError(TOO_MUCH)
    if not TABLE.search(text):
        raise ValidationError(NO_TABLE)
    tables = tables_of(DECLARED.sub("", text))
    if len(tables) > SHEETS:
        raise ValidationError(TOO_MANY_SHEETS)
    several = len(tables) > 1
    return [
        sheet_of(f"{name}（第{number}个表）" if several else name, table)
        for number, table in enumerate(tables, 1)
    ]


def tables_of(text):
    """The tables with no table inside: those around them only lay out the page."""
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text, parser)
    except (etree.ParserError, ValueError):
        raise ValidationError(NO_TABLE) from None
    return [
        table for table in root.iter("table") if next(table.iterdescendants("table"), None) is None
    ]


def sheet_of(name, table):
    rows, merged, taken = [], [], {}
    caption = table.find("caption")
    if caption is not None and words_of(caption):
        rows.append([words_of(caption)])
    for row in table.iter("tr"):
        place_row(rows, merged, taken, row)
    return Sheet(name, tidied_rows(within_size(rows)), merged)


def place_row(rows, merged, taken, row):
    """Put the cells of `row` where no cell of an earlier row reaches down."""
    number, values, column = len(rows), [], 0
    for cell in row.iterchildren("td", "th"):
        while taken.get(column, -1) >= number:
            column += 1
        wide, high = span(cell, "colspan"), span(cell, "rowspan")
        if column >= COLUMNS * 2:
            break
        values += [""] * (column - len(values)) + [words_of(cell)]
        if wide > 1 or high > 1:
            merged.append((number, column, number + high - 1, column + wide - 1))
        for at in range(column, column + wide):
            taken[at] = number + high - 1
        column += wide
    rows.append(values)


def span(cell, name):
    found = re.match(r"\s*([0-9]{1,4})", cell.get(name, ""))
    return min(max(int(found[1]), 1), LARGEST_SPAN) if found else 1


def words_of(element):
    """What `element` shows, its <br> and paragraphs as ends of lines."""
    return "\n".join(
        filter(
            None, (SPACES.sub(" ", line).strip() for line in "".join(pieces(element)).split("\v"))
        )
    )


def pieces(element):
    """The texts in `element`; \\v for an end of line, since ends of lines in the source mean nothing."""
    if element.tag in NOT_READ or UNSEEN.search(element.get("style", "")):
        return
    yield "\v" if element.tag in ("br", "p", "div") else ""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from pieces(child)
        yield child.tail or ""
    yield "\v" if element.tag in ("p", "div") else ""
