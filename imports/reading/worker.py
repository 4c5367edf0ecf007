"""Reads a workbook in a process of its own: bytes come in, JSON goes out.

A workbook of one cell at XFD1048576 makes its reader ask for 400 GB, and a reader that is refused memory
ends its process. That must not be the server's. So this file is run as a script, with a limit on memory
and time; it imports nothing of ours and is given no setting.
"""

import html
import io
import json
import re
import struct
import sys
import zipfile
from xml.etree import ElementTree

import python_calamine

MEMORY = 1024 * 1024 * 1024
SECONDS = 30
SHEETS, ROWS, COLUMNS = 50, 20_000, 200  # as in limits.py: a test holds them together
# Of all sheets together: cells, signs in them, and rows down to the last, with those that are empty.
CELLS, SIGNS, DOWN = 1_000_000, 20_000_000, 1_100_000

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
STORED = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
HIDDEN = re.compile(rb"""<(?:\w+:)?(row|col)\b([^>]*\shidden=["'](?:1|true)["'][^>]*)>""")
NUMBERS = re.compile(rb"""\b(r|min|max)=["']([0-9]{1,7})["']""")
WORKSHEET = "/worksheet"

OPEN_TABLE = re.compile(rb"<table:table\b([^>]*)>(.*?)</table:table>", re.DOTALL)
OPEN_ERROR = b'calcext:value-type="error"'
OPEN_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END = 0xFFFFFFFA  # sectors from here on are marks
SHEET, COLUMNS_INFO, ROW_INFO = 0x85, 0x7D, (0x208, 0x08)
BEGINNINGS, ERROR, FORMULAS = (0x809, 0x409, 0x209, 0x09), (0x205,), (0x06, 0x206, 0x406)
CODES = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip


class NotRead(Exception):
    """A workbook that is not read: `args[0]` says which sentence to say."""


def main():
    limit()
    content = sys.stdin.buffer.read()
    try:
        answer = {"sheets": read(content)}
    except NotRead as refusal:
        answer = {"refused": refusal.args[0]}
    except MemoryError:
        answer = {"refused": "much"}
    except python_calamine.PasswordError:
        answer = {"refused": "locked"}
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError):
        answer = {"refused": "damaged"}
    sys.stdout.write(json.dumps(answer, default=as_json))


def as_json(value):
    """Days and hours, which JSON has no word for."""
    if hasattr(value, "total_seconds"):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02}"
    return {"day": value.isoformat()} if hasattr(value, "year") else f"{value:%H:%M}"


def limit():
    """Give up memory and time beyond what a workbook of our size needs, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def read(content):
    book = python_calamine.load_workbook(io.BytesIO(content))
    if not book.sheet_names:
        raise NotRead("damaged")
    if len(book.sheet_names) > SHEETS:
        raise NotRead("sheets")
    extras = extras_of(content) if content.startswith(b"PK") else {}
    old = old_extras(content) if content.startswith(OLD) else []
    room = [CELLS, SIGNS, DOWN]
    return [
        read_sheet(book, kind, room) | extras.get(kind.name, old[at] if at < len(old) else {})
        for at, kind in enumerate(book.sheets_metadata)
        if kind.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]


def read_sheet(book, kind, room):
    sheet = book.get_sheet_by_name(kind.name)
    return {
        "name": kind.name,
        "is_hidden": kind.visible != python_calamine.SheetVisibleEnum.Visible,
        "merged": [(*start, *end) for start, end in (sheet.merged_cell_ranges or [])[:CELLS]],
        "rows": rows_of(sheet, room),
    }


def rows_of(sheet, room):
    """[(number from 0, values)] of the rows with something in them."""
    if sheet.start is None:
        return []
    room[2] -= sheet.end[0]
    before = [""] * sheet.start[1]
    found = []
    for number, row in enumerate(sheet.iter_rows()):
        last = next((at for at in range(len(row), 0, -1) if row[at - 1] != ""), 0)
        if not last:
            continue
        values = before + row[:last]
        room[0] -= last
        room[1] -= sum(len(value) for value in values if isinstance(value, str))
        if len(found) == ROWS:
            raise NotRead("rows")
        if len(values) > COLUMNS:
            raise NotRead("columns")
        if min(room) < 0:
            raise NotRead("much")
        found.append((number, values))
    return found


# What the reader of workbooks does not tell: errors, formulas without a result, what is hidden.


def extras_of(content):
    """{name of a sheet: what its XML says beside the values}, of an xlsx or ods file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = set(file.namelist())
        if "content.xml" in names:
            return dict(open_extras(file.read("content.xml")))
        if "xl/workbook.xml" not in names:
            return {}
        return {name: extras(file.read(part)) for name, part in parts_of(file) if part in names}


def parts_of(file):
    try:
        relations = ElementTree.fromstring(file.read("xl/_rels/workbook.xml.rels"))
        root = ElementTree.fromstring(file.read("xl/workbook.xml"))
    except (ElementTree.ParseError, KeyError):
        raise NotRead("damaged") from None
    targets = {
        row.get("Id"): row.get("Target", "").removeprefix("/xl/").removeprefix("./")
        for row in relations
        if row.get("Type", "").endswith(WORKSHEET)
    }
    for row in root.iterfind("{*}sheets/{*}sheet"):
        key = next((value for name, value in row.attrib.items() if name.endswith("}id")), None)
        if key in targets:
            yield row.get("name"), f"xl/{targets[key]}"


def extras(xml):
    errors, unknown = [], []
    if b'"e"' in xml or b"'e'" in xml or FORMULA.search(xml):
        for attributes, inside in CELL.findall(xml):
            kind = re.search(rb"""\bt=["'](\w+)["']""", attributes)
            kind = kind and kind[1]
            stored = STORED.search(inside)
            place = place_of(attributes)
            if place and kind == b"e" and stored:
                errors.append((*place, stored[1].decode("utf-8", "replace")[:20]))
            elif place and not stored and kind != b"str" and FORMULA.search(inside):
                unknown.append(place)
    rows, columns = hidden(xml)
    return {"errors": errors, "unknown": unknown, "hidden_rows": rows, "hidden_columns": columns}


def open_extras(xml):
    """Of an ods file only that there are errors or hidden cells: its rows and columns are written in runs."""
    for attributes, inside in OPEN_TABLE.findall(xml):
        if name := re.search(rb'table:name="([^"]*)"', attributes):
            told = {
                "has_errors": OPEN_ERROR in inside,
                "has_hidden": bool(OPEN_HIDDEN.search(inside)),
            }
            yield html.unescape(name[1].decode("utf-8", "replace")), told


def place_of(attributes):
    found = REFERENCE.search(attributes)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]) - 1, column - 1


def hidden(xml):
    """The hidden rows that stand in the file, and the hidden columns, from 0."""
    rows, columns = [], []
    for kind, attributes in HIDDEN.findall(xml):
        numbers = {name: int(number) for name, number in NUMBERS.findall(attributes)}
        if kind == b"row" and b"r" in numbers:
            rows.append(numbers[b"r"] - 1)
        elif kind == b"col" and b"min" in numbers:
            last = min(numbers.get(b"max", 0), COLUMNS)
            columns += range(numbers[b"min"] - 1, last)
    return rows[:ROWS], columns


# The same of an xls file: a small file system, in it a stream of records, each a number, a length, a body.


def old_extras(content):
    """[what the records say beside the values], sheet for sheet; [] where the file is odd."""
    try:
        return extras_of_records(workbook_stream(content))
    except (struct.error, IndexError, KeyError):
        return []


def workbook_stream(content):
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise KeyError(shift)
    sector = 1 << shift

    def at(number):
        return content[(number + 1) * sector : (number + 2) * sector]

    def whole(number):
        parts = []
        while number < END and len(parts) * sector < len(content):
            parts.append(at(number))
            number = following[number]
        return b"".join(parts)

    tables = [n for n in struct.unpack_from("<109I", content, 76) if n < END]
    more, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, 64)):
        *numbers, more = struct.unpack(f"<{sector // 4}I", at(more))
        tables += [n for n in numbers if n < END]
    following = struct.unpack(f"<{len(tables) * sector // 4}I", b"".join(map(at, tables)))
    directory = whole(struct.unpack_from("<I", content, 48)[0])
    entries = {}
    for place in range(0, len(directory), 128):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        name = directory[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
        entries[name] = struct.unpack_from("<II", directory, place + 116)
    first, size = entries["Workbook"] if "Workbook" in entries else entries["Book"]
    if size < struct.unpack_from("<I", content, 56)[0]:
        return b""  # kept among the small ones; no workbook of a program is
    return whole(first)[:size]


def extras_of_records(stream):
    starts, sheets, place, now = [], {}, 0, None
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + length]
        if kind == SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind in BEGINNINGS and place in starts:
            now = sheets[place] = {"errors": [], "hidden_rows": [], "hidden_columns": []}
        elif now is not None:
            note_record(now, kind, body)
        place += 4 + length
    return [sheets.get(start, {}) for start in starts]


def note_record(sheet, kind, body):
    if kind == COLUMNS_INFO and body[8] & 1:
        first, last = struct.unpack_from("<HH", body)
        sheet["hidden_columns"] += range(first, min(last + 1, COLUMNS))
    elif kind in ROW_INFO and body[12] & 0x20:
        sheet["hidden_rows"].append(struct.unpack_from("<H", body)[0])
    elif kind in ERROR and body[7]:
        sheet["errors"].append((*struct.unpack_from("<HH", body), CODES.get(body[6], "#ERR!")))
    elif kind in FORMULAS and body[12:14] == b"\xff\xff" and body[6] == 2:
        sheet["errors"].append((*struct.unpack_from("<HH", body), CODES.get(body[8], "#ERR!")))


if __name__ == "__main__":
    main()
