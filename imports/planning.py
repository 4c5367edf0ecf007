"""From the cells of a table to what becomes of each row."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from imports.kinds.base import Doubt, Given, of_columns
from imports.kinds.cells import Unsaid, in_words, text_of
from imports.models import RowState
from township.words import reading_names_once

SAID_AT_MOST = 300
KNOWN_AT_MOST = 10_000  # so many readings are kept: villages, days and numbers come again and again


@dataclass(slots=True)
class Outcome:
    """What becomes of a row: its state, what there is to say of it and its cells, and its Work."""

    state: str
    says: str = ""
    cells: dict = field(default_factory=dict)
    work: object = None


@reading_names_once()
def plan(kind, table, rows, by, is_final=False, tell=None):
    """[Outcome] of `rows` (ImportRow, in their order) of the Import `table`.

    Later rows know of earlier ones. Statements do not grow with the rows but by the thousand, unless
    verbs do the work (imports.rehearsing).
    `is_final`: it is stored at once, in the transaction that is open. `tell` is services.confirm's.
    """
    planner = kind.planner(kind, table.answers, by)
    planner.is_final, planner.of = is_final, len(rows)
    planner.tell = tell or planner.tell
    places = fields_of(table)
    known = {}
    read = [read_row(kind, places[row.sheet], row, known) for row in rows]
    with planner.at_work(table):
        planner.load([given for given, _ in read if given is not None])
        return [
            outcome(planner, row, given, cells)
            for row, (given, cells) in zip(rows, read, strict=True)
        ]


def fields_of(table):
    """{sheet: [the column of the kind that each cell is, "" where it is not read]}."""
    found = {}
    for one in table.columns:
        found.setdefault(one["sheet"], []).append(one["field"])
    return found


def read_row(kind, fields, row, known):
    """(Given, {field: what there is to say}); Given is None where a cell is wrong or the row is
    left out. `known` keeps what short cells say, for the rows that say the same."""
    if row.is_left_out:
        return None, {}
    given, cells = dict(zip(fields, row.given, strict=False)), {}
    given |= row.mended
    values, is_wrong = {}, False
    for column in kind.columns:
        value = given.get(column.name)
        typed = text_of(value)
        if not typed:
            if column.is_required:
                cells[column.name] = {"state": "wrong", "says": f"请填{column.heading}。"}
                is_wrong = True
            continue
        try:
            found, words = reading(column, value, known)
        except Unsaid as told:
            cells[column.name] = {"state": "read", "read": "", "says": str(told)}
            continue
        except ValidationError as error:
            cells[column.name] = {"state": "wrong", "says": "".join(error.messages)}
            is_wrong = True
            continue
        if found is None or found == "" or found == ():
            continue
        values[column.name] = found
        if words != typed:
            cells[column.name] = {"state": "read", "read": words}
    return (None if is_wrong else Given(values, dict(row.chosen))), cells


def reading(column, value, known):
    """(what `column` reads in the cell `value`, and that in words)."""
    key = column.name, type(value), value
    if key not in known:
        found = column.read(value)
        told = found, in_words(found)
        if len(known) >= KNOWN_AT_MOST:
            return told
        known[key] = told
    return known[key]


def outcome(planner, row, given, cells):
    if row.is_left_out:
        return Outcome(RowState.LEFT_OUT)
    if given is None:
        return Outcome(RowState.WRONG, first_sentence(planner.kind, cells), cells)
    try:
        work = planner.run(given)
    except Doubt as doubt:
        cells[doubt.column] = cells.get(doubt.column, {}) | {
            "state": "doubtful", "says": doubt.sentence, "choices": doubt.choices,
        }  # fmt: skip
        return Outcome(RowState.DOUBTFUL, doubt.sentence[:SAID_AT_MOST], cells)
    except ValidationError as error:
        return wrong(planner.kind, error, cells)
    for name, old in work.olds.items():
        cells[name] = cells.get(name, {}) | {"state": "changed", "old": old}
        if name not in given and work.news.get(name):
            cells[name]["read"] = work.news[name]  # another cell of the row says it
    return Outcome(work.state, "；".join(work.says)[:SAID_AT_MOST], cells, work)


def wrong(kind, error, cells):
    """What a rule refused: said at its cell where the table has one, else of the row."""
    known, rest = {column.name for column in kind.columns}, []
    for name, messages in of_columns(error).items():
        if name in known:
            cells[name] = cells.get(name, {}) | {"state": "wrong", "says": "".join(messages)}
        else:
            rest += messages
    says = "".join(rest) or first_sentence(kind, cells)
    return Outcome(RowState.WRONG, says[:SAID_AT_MOST], cells)


def first_sentence(kind, cells):
    """The first cell's mistake, with the head of its column."""
    name, cell = next((n, c) for n, c in cells.items() if c["state"] == "wrong")
    return f"{kind.column(name).heading}：{cell['says']}"[:SAID_AT_MOST]
