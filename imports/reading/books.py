"""Workbooks: xlsx, xls, et and ods, read in a process of their own (imports.reading.worker)."""

import datetime
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from django.core.exceptions import ValidationError

from imports.reading.limits import ROWS, TOO_MANY_COLUMNS, TOO_MANY_ROWS, TOO_MANY_SHEETS
from imports.reading.sheets import Sheet, cells_named, tidied_rows
from papers.workbook import DAMAGED, LOCKED, PARTS_AT_MOST, TOO_MUCH

WORKER = Path(__file__).with_name("worker.py")
SECONDS = 60
UNPACKED_MEGABYTES = 100
# The worker needs to find its libraries, and none of our secrets.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")

SENTENCES = {
    "damaged": DAMAGED,
    "locked": LOCKED,
    "much": TOO_MUCH,
    "sheets": TOO_MANY_SHEETS,
    "rows": TOO_MANY_ROWS,
    "columns": TOO_MANY_COLUMNS,
}


def read_book(content):
    """The Sheets of the workbook `content`. Raises ValidationError."""
    answer = asked_of_worker(content)
    if "refused" in answer:
        raise ValidationError(SENTENCES[answer["refused"]])
    return [sheet_of(**told) for told in answer["sheets"]]


def asked_of_worker(content):
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    command = [sys.executable, "-P", "-s", "-X", "utf8", str(WORKER)]
    try:
        done = subprocess.run(
            command, input=content, env=environment, capture_output=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return {"refused": "much"}
    # A negative code is a signal: out of memory or out of time. What it says may quote the file.
    if done.returncode:
        return {"refused": "much" if done.returncode < 0 else "damaged"}
    return json.loads(done.stdout, object_hook=with_days)


def with_days(told):
    if set(told) != {"day"}:
        return told
    text = told["day"]
    kind = datetime.datetime if "T" in text else datetime.date
    return kind.fromisoformat(text)


def sheet_of(name, rows, merged, is_hidden, hidden_rows=(), hidden_columns=(), **odd):
    full = [[] for _ in range(rows[-1][0] + 1)] if rows else []
    for number, values in rows:
        full[number] = values
    for row, column, error in odd.get("errors", ()):
        put(full, row, column, error)
    return Sheet(
        name, tidied_rows(full), [tuple(places) for places in merged],
        frozenset(hidden_columns), frozenset(hidden_rows), is_hidden,
        remarks=list(remarks(**odd)),
    )  # fmt: skip


def remarks(errors=(), unknown=(), has_errors=False, has_hidden=False):
    """What is to be said of cells without a value, and of what cannot be seen in the file."""
    if errors:
        yield f"公式出错：{cells_named([place[:2] for place in errors])}。"
    if unknown:
        yield (
            f"公式没有存下结果，按空白读：{cells_named(unknown)}。"
            "请用WPS或者Excel打开，保存以后再上传。"
        )
    if has_errors:
        yield "有公式出错的单元格，按空白读。请用WPS或者Excel打开，改好以后另存为xlsx再上传。"
    if has_hidden:
        yield "有隐藏的行或者列，也读入了。"


def put(rows, row, column, value):
    """Set a value that the reader of workbooks takes for nothing."""
    if row < len(rows) or row <= ROWS:
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] = rows[row] + [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value


def parts_of(content):
    """{name: size} of the parts of a zip file; ValidationError where it unpacks to too much.

    Nothing is unpacked for it. Names are only looked at, never written to.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = file.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise ValidationError(DAMAGED) from None
    size = sum(part.file_size for part in parts)
    if len(parts) > PARTS_AT_MOST or size > UNPACKED_MEGABYTES * 1024 * 1024:
        raise ValidationError(TOO_MUCH)
    return {part.filename: part.file_size for part in parts}
