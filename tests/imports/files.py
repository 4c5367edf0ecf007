"""One table written as every kind of file that an office may have it in."""

import html
import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.utils import range_boundaries


def xlsx(rows, merges=(), title="名册", change=None):
    """The bytes of an xlsx file with `rows`; `change(sheet)` does what else is wanted."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for reference in merges:
        sheet.merge_cells(reference)
    if change:
        change(sheet)
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rezipped(content, changes):
    """A zip file with other contents in some parts; None takes one away, a function changes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for part in old.infolist():
            given = changes.get(part.filename, old.read(part.filename))
            given = given(old.read(part.filename)) if callable(given) else given
            if given is not None:
                new.writestr(part.filename, given)
        for name in set(changes) - set(old.namelist()):
            new.writestr(name, changes[name])
    return file.getvalue()


def csv(rows, separator=",", encoding="utf-8"):
    return separated(rows, separator).encode(encoding)


def pasted(rows):
    """The cells as WPS puts them on the clipboard."""
    return separated(rows, "\t")


def separated(rows, separator):
    width = max(map(len, rows))
    lines = [[*map(text_of, row), *[""] * (width - len(row))] for row in rows]
    return "\r\n".join(separator.join(quoted(text, separator) for text in row) for row in lines)


def text_of(value):
    return "" if value is None else str(value)


def quoted(text, separator):
    if any(sign in text for sign in ("\n", '"', separator)):
        return '"' + text.replace('"', '""') + '"'
    return text


def web_page(rows, merges=(), encoding="utf-8"):
    """The table as a system hands it out: HTML, whatever it is called."""
    spans, hidden = {}, set()
    for reference in merges:
        left, top, right, bottom = range_boundaries(reference)
        spans[top, left] = f' colspan="{right - left + 1}" rowspan="{bottom - top + 1}"'
        places = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        hidden |= places - {(top, left)}
    width = max(map(len, rows))
    lines = []
    for number, row in enumerate(rows, 1):
        cells = [*row, *[None] * (width - len(row))]
        lines.append(
            "".join(
                f"<td{spans.get((number, column), '')}>{marked_up(value)}</td>"
                for column, value in enumerate(cells, 1)
                if (number, column) not in hidden
            )
        )
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    page = f"<html><head><meta charset={encoding}></head><body><table>{body}</table></body></html>"
    return page.encode(encoding)


def marked_up(value):
    return html.escape(text_of(value)).replace("\n", "<br>")


def ods(rows):
    """The least that is a spreadsheet of OpenDocument; all values as text."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{html.escape(text_of(value))}'
            "</text:p></table:table-cell>"
            if value is not None
            else "<table:table-cell/>"
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="名册">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        new.writestr("mimetype", kind)
        new.writestr("content.xml", content)
        new.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def sheet_changed(content, pattern, replacement, part="xl/worksheets/sheet1.xml"):
    """An xlsx file whose first sheet has its XML changed by a regular expression."""

    def change(xml):
        changed = re.sub(pattern, replacement, xml)
        assert changed != xml
        return changed

    return rezipped(content, {part: change})
