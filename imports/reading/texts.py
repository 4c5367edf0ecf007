"""Tables as text: csv files of any office, and cells pasted from WPS or Excel."""

import codecs
import csv
import io
import re
from collections import Counter

from django.core.exceptions import ValidationError

from imports.reading.limits import within_size
from imports.reading.sheets import Sheet, tidied_rows

UNREADABLE = (
    "这个文件看不出是什么文字。请用WPS或者Excel打开，另存为“Excel 工作簿（*.xlsx）”再上传。"
)
UNCLOSED = "这个文件里有引号没有成对，分不清哪里是一格。请用WPS或者Excel另存为xlsx再上传。"
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
]  # fmt: skip
# Signs that no text has. GB18030 makes signs of nearly all bytes, so what is no text shows by these.
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
GUESSED = ("utf-16-le", "utf-16-be")
UNUSUAL = re.compile(
    "[^\t\r\n -~\u00a0-\u00ff\u2000-\u2fff\u3000-\u33ff\u3400-\u9fff\uff00-\uffef]"
)
SEPARATORS = "\t,;"
LINES_TRIED = 50
# Excel's way to say which sign parts the cells, and to keep a number as text.
SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
# What our own exports put before a text that a spreadsheet would take for a formula.
NEUTRAL = re.compile(r"'(?=[=+\-@])")
PASTED_CELL = re.compile(r'"((?:[^"\t]|"")*)"(?=[\t\r\n]|\Z)|[^\t\r\n]*')
LINE_END = re.compile(r"\r\n|\r|\n")


def read_csv(name, content):
    """The one Sheet of a csv file. Raises ValidationError."""
    return sheet_of_text(name, decoded(content))


def decoded(content):
    """The text of `content`: UTF-8, UTF-16 or GB18030, with its mark or without."""
    for encoding in encodings_of(content):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if not NO_TEXT.search(text) and (encoding not in GUESSED or is_usual(text)):
            return text
    raise ValidationError(UNREADABLE)


def encodings_of(content):
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return [encoding]
    if b"\0" in content[:4000]:
        # Of UTF-16 without its mark: line ends and commas have their zero on one side.
        return sorted(
            GUESSED,
            key=lambda e: -sum(content.count(s.encode(e)) for s in "\n,\t"),
        )
    return ["utf-8", "gb18030"]


def is_usual(text):
    """Any bytes are UTF-16 of something; of an office's text nearly all signs are Chinese or of a keyboard."""
    return len(UNUSUAL.findall(text)) * 10 < len(text)


def sheet_of_text(name, text):
    first = SEPARATOR_LINE.match(text)
    separator = first[1] if first else separator_of(text)
    rows = split(text[first.end() :] if first else text, separator)
    rows = [[]] * bool(first) + rows
    return Sheet(name, tidied_rows([[bare(value) for value in row] for row in rows]))


def split(text, separator):
    try:
        return within_size(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise ValidationError(UNCLOSED) from None


def separator_of(text):
    """The separator that gives the first lines the most equal number of cells, above one."""

    def evenness(separator):
        lines = text[:100_000].splitlines(keepends=True)[:LINES_TRIED]
        try:
            lengths = Counter(map(len, csv.reader(lines, delimiter=separator)))
        except csv.Error:
            return 0, 0
        return max(
            ((count, length) for length, count in lengths.items() if length > 1), default=(0, 0)
        )

    return max(SEPARATORS, key=evenness)


def bare(value):
    found = KEPT_AS_TEXT.fullmatch(value)
    return found[1] if found else NEUTRAL.sub("", value, count=1) if value[:1] == "'" else value


def sheet_of_pasted(text):
    """The Sheet of cells that were copied: parted by tabs, those of several lines in quotes.

    A quote that only happens to begin a cell (“5"管”) parts nothing. Without any tab the text is read as csv.
    """
    text = text.removeprefix("\ufeff")
    if "\t" not in text:
        return sheet_of_text("粘贴的内容", text)
    return Sheet("粘贴的内容", tidied_rows(within_size(copied_rows(text))))


def copied_rows(text):
    row, at = [], 0
    while at <= len(text):
        found = PASTED_CELL.match(text, at)
        row.append(unquoted(found))
        at = found.end()
        if text[at : at + 1] == "\t":
            at += 1
            continue
        yield row
        row = []
        end = LINE_END.match(text, at)
        if not end:
            break
        at = end.end()


def unquoted(found):
    inside = found[1]
    if inside is None or not ("\n" in inside or '""' in inside):
        return found[0]
    return inside.replace('""', '"')
