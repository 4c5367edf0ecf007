"""A table that waits, as its page shows it: rows of cells, each with what was read and what is wrong."""

from dataclasses import dataclass

from imports.kinds.base import Column
from imports.kinds.cells import text_of
from imports.models import STOPS, RowState
from imports.planning import fields_of

TONES = {
    RowState.NEW: "ok", RowState.CHANGED: "due", RowState.DOUBTFUL: "late", RowState.WRONG: "late",
}  # fmt: skip

BAD = "bad"  # the filter for whatever has to be settled


@dataclass
class PreviewCell:
    """One cell: the column it is, what the table or the clerk says there, and what is said of it."""

    column: Column
    given: str
    told: dict
    picked: str = ""
    is_mended: bool = False
    is_open: bool = False

    @property
    def state(self):
        return self.told.get("state", "")

    @property
    def new(self):
        return self.told.get("read", self.given)

    @property
    def is_read_otherwise(self):
        return "read" in self.told

    @property
    def has_lines(self):
        """Whether it takes a field of several lines: one of a single line would lose their ends."""
        return "\n" in self.given or "\r" in self.given

    @property
    def is_asked(self):
        """Whether something can be typed here now."""
        return self.is_open or self.state == "wrong"


@dataclass
class PreviewLine:
    """One row of the table, with its cells in the order of the page's columns."""

    row: object
    cells: list
    is_open: bool

    @property
    def tone(self):
        return TONES.get(self.row.state, "")

    @property
    def says(self):
        """What there is to say of the row that no cell of the page says."""
        said = [cell.told["says"] for cell in self.cells if cell.told.get("says")]
        return "" if any(words in self.row.says for words in said) else self.row.says

    @property
    def brief(self):
        """The reason that a cell of the page says: on a phone that cell is far from the row's head."""
        return "" if self.says else self.row.says


class Preview:
    """The rows of one page: `columns` are those about which the page has something to say."""

    def __init__(self, kind, table, rows, open_row=None):
        self.places = fields_of(table)
        rows = list(rows)
        named = {name for fields in self.places.values() for name in fields if name}
        for row in rows:
            named |= {*row.cells, *row.mended}
        self.columns = [
            column for column in kind.columns if open_row is not None or column.name in named
        ]
        self.lines = [self.line(row, row.pk == open_row) for row in rows]

    def line(self, row, is_open):
        texts = texts_of(self.places[row.sheet], row)
        cells = [
            PreviewCell(
                column, texts.get(column.name, ""), row.cells.get(column.name, {}),
                row.chosen.get(column.name, ""), column.name in row.mended, is_open,
            )
            for column in self.columns
        ]  # fmt: skip
        return PreviewLine(row, cells, is_open)

    @property
    def is_asked(self):
        """Whether anything on the page can be typed or chosen."""
        return any(
            cell.is_asked or cell.told.get("choices") for line in self.lines for cell in line.cells
        )


def texts_of(fields, row):
    """{column: what the row says there, as somebody would type it}; what was mended counts."""
    given = {name: text_of(value) for name, value in zip(fields, row.given, strict=False) if name}
    return given | row.mended


@dataclass
class SameCell:
    """What several rows say in a column, that is wrong in each: it is mended once for all of them."""

    column: Column
    given: str
    rows: list
    offers: list  # what a drop-down would show; [] where anything is typed

    @property
    def number(self):
        return len(self.rows)


def by_words(table):
    """{(column, what is typed there): [row]} of the wrong cells."""
    found = {}
    for row, name, text in wrong_cells(table):
        found.setdefault((name, text), []).append(row)
    return found


def same_cells(kind, found):
    """[SameCell] of what of `found` (by_words) two rows or more say, the most frequent first."""
    often = [one for one in found.items() if len(one[1]) > 1]
    often.sort(key=lambda one: -len(one[1]))
    offers = {name: kind.column(name).offers() for name in {name for (name, _), _ in often}}
    return [
        SameCell(kind.column(name), text, rows, offers[name])
        for (name, text), rows in often
        if text or offers[name]  # what nobody filled in is seldom the same in all rows
    ]


def rows_saying(table, column, text):
    """The rows of `table` that say `text` in `column`, where that is wrong."""
    return [row for row, name, told in wrong_cells(table) if (name, told) == (column, text)]


def wrong_cells(table):
    """(row, column, what is typed there) of each wrong cell, in one statement."""
    places = fields_of(table)
    for row in table.rows.filter(state=RowState.WRONG):
        texts = None
        for name, told in row.cells.items():
            if told.get("state") == "wrong":
                texts = texts or texts_of(places[row.sheet], row)
                yield row, name, texts.get(name, "")


@dataclass
class StateChip:
    """One filter of the rows: all of them, or those of a state."""

    state: str
    words: str
    number: int


def chips(table):
    counted = [
        StateChip(state.value, state.label, table.totals.get(state, 0)) for state in RowState
    ]
    every = StateChip("", "全部", sum(chip.number for chip in counted))
    stopping = [chip.number for chip in counted if chip.state in STOPS and chip.number]
    bad = [StateChip(BAD, "要处理", sum(stopping))] if len(stopping) > 1 else []
    return [every, *bad, *(chip for chip in counted if chip.number)]


def missing(kind, table):
    """The columns that a table of `kind` must have, and that were not found in it."""
    read = {one["field"] for one in table.columns}
    return [one.heading for one in kind.columns if one.is_required and one.name not in read]


def unread(table):
    """The head words of the columns that are not read."""
    return [one["words"] for one in table.columns if not one["field"] and one["words"]]


@dataclass
class Outlook:
    """What 确认 would do, in words."""

    new: int
    changed: int
    same: int
    bad: int
    left_out: int
    unit: str
    totals: dict

    @classmethod
    def of(cls, kind, table):
        count = {state: table.totals.get(state, 0) for state in RowState}
        return cls(
            count[RowState.NEW], count[RowState.CHANGED], count[RowState.SAME],
            sum(count[state] for state in STOPS), count[RowState.LEFT_OUT], kind.unit, count,
        )  # fmt: skip

    @property
    def rows(self):
        return self.new + self.changed + self.same

    @property
    def does_something(self):
        return bool(self.new or self.changed)

    @property
    def words(self):
        return f"导入{self.rows}行：新增{self.new}，改动{self.changed}"

    @property
    def words_without_bad(self):
        return f"这{self.bad}行不导入，导入其余{self.rows}行"

    @property
    def idle_words(self):
        if self.same:
            return f"没有要导入的：{self.same}行都和台账里的一样。"
        return "没有要导入的行。"

    @property
    def seen(self):
        """The totals as the form sends them back, in the order of RowState."""
        return "-".join(str(self.totals[state]) for state in RowState)
