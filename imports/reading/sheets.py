"""A sheet as it was read: its values by row and column, and what of it was left out already."""

import datetime
from dataclasses import dataclass, field
from itertools import groupby

from papers.workbook import letters

Value = str | int | float | bool | datetime.date | datetime.datetime | None

SHOWN = 30  # signs of what was left out; the file has the rest
LARGEST_WHOLE = 10**18  # beyond, a spreadsheet's number says nothing exact


@dataclass(frozen=True)
class LeftOut:
    """Something that was not taken over: why, where it stands, what it says; in words by str().

    `row` is counted from 1, `column` from 0; each is None where all of them are meant.
    """

    why: str
    where: str
    what: str = ""
    row: int | None = None
    column: int | None = None

    def __str__(self):
        return f"{self.why}：{self.where}{f'“{self.what}”' if self.what else ''}"


@dataclass
class Sheet:
    """A sheet: row i of `rows` is the file's row i + 1, and ends with its last value.

    `merged` are (top, left, bottom, right), all counted from 0 and inclusive. `left_out` is what
    reading itself left out, `remarks` what it read otherwise than it looks, in sentences.
    """

    name: str
    rows: list[list[Value]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    left_out: list[LeftOut] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def width(self):
        return max(map(len, self.rows), default=0)

    def value(self, row, column):
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        return cells[column] if 0 <= column < len(cells) else None

    def is_empty(self):
        return not any(any(value is not None for value in row) for row in self.rows)


def tidied(value):
    """`value` of a cell as a Value: 3.0 is 3, a day without a time is a date, blanks are None."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        is_whole = value.is_integer() and abs(value) < LARGEST_WHOLE
        return int(value) if is_whole else value
    if isinstance(value, datetime.datetime) and not value.time():
        return value.date()
    return value


def tidied_rows(rows):
    """`rows` of values as a Sheet keeps them: each ends with its last value, and so do they."""
    kept = [trimmed([tidied(value) for value in row]) for row in rows]
    return trimmed(kept)


def trimmed(values):
    """`values` without the empty ones at its end."""
    length = len(values)
    while length and values[length - 1] in (None, []):
        length -= 1
    return values[:length]


def shown(value):
    """`value` as it is quoted to the reader, in one line and not too long."""
    text = " ".join(str(value).split())
    return f"{text[:SHOWN]}…" if len(text) > SHOWN else text


def column_name(column):
    """The column as a spreadsheet calls it: 0 is A列."""
    return f"{letters(column + 1)}列"


def rows_named(numbers):
    """Rows in words: [3, 4, 5, 9] is 第3—5、9行."""
    runs = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in run]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}")
    return f"第{'、'.join(runs)}行"


def cells_named(places):
    """[(row, column)] in words, the first three named: B3、B4、B5等7格."""
    names = [f"{letters(column + 1)}{row + 1}" for row, column in places[:3]]
    return "、".join(names) + (f"等{len(places)}格" if len(places) > 3 else "")
