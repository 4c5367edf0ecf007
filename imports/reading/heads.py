"""Where the head of a table is: one row or several, under titles, over notes."""

import re
from dataclasses import dataclass

from imports.reading.content import kinds_of
from imports.reading.headings import UNIT, Heading, heading_of, tell_apart, tidy

LOOKED_AT = 60  # rows from the top; no office writes a longer preface
LEVELS = 3
DATA = frozenset({"day", "month", "phone", "number", "sex"})
MARK_ALONE = frozenset(["√", "✓", "✔", "☑", "×", "✗"])
# 填报单位：柳塘镇 says something of the whole sheet; 姓名： is a heading.
LABELLED = re.compile(
    r"[^:()]{1,12}:[^(].*|(?:填|报|制表|审核|单位|日期|时间)[^:]{0,8}:|.{0,8}\((?:公章|盖章)\):?.*",
    re.DOTALL,
)
HINT = re.compile(r"[(\[【].*|(?:注|说明|备注)\d?:.*", re.DOTALL)
LONGEST = 40


@dataclass
class TableHead:
    """The head: its first and last row (from 0; last < first where there is none) and its headings."""

    first: int
    last: int
    headings: list[Heading]

    @property
    def is_found(self):
        return self.last >= self.first


def find_head(sheet, known):
    """The TableHead of `sheet`; `known` says of words whether a heading of that name is awaited, or is None.

    The row with the most known headings; without `known`, the first of several words over rows of data.
    """
    candidates = [
        head_at(sheet, row, known)
        for row in range(min(len(sheet.rows), LOOKED_AT))
        if may_head(sheet, row)
    ]
    if known:
        scored = [(known_of(head, known), -head.first, head) for head in candidates]
        best = max(scored, key=lambda scored: scored[:2], default=None)
        if best and (best[0] >= 2 or (best[0] and len(filled(sheet, best[2].first)) <= 2)):
            return best[2]
    for head in candidates:
        if heads_data(sheet, head):
            return head
    first = next((n for n, row in enumerate(sheet.rows) if any(v is not None for v in row)), 0)
    return TableHead(first, first - 1, [Heading(column, "") for column in range(sheet.width)])


def known_of(head, known):
    """How many different headings of `head` are known, by all their words or those of their last row."""
    return len({h.words for h in head.headings if h.words and is_known(h, known)})


def is_known(heading, known):
    return bool(known(heading.words) or known(heading.last))


def may_head(sheet, row):
    """Words that are no data: in at least one cell, mostly without what only a body has."""
    values = filled(sheet, row)
    words = [value for value in values.values() if is_words(value)]
    return bool(words) and len(words) * 2 > len(values)


def is_words(value):
    text = tidy(value)
    return isinstance(value, str) and not kinds_of(value) & DATA and text not in MARK_ALONE


def heads_data(sheet, head):
    """Several different words, as wide as what follows, and something does follow."""
    words = {tidy(value) for value in filled(sheet, head.first).values()}
    named = sum(bool(heading.words) for heading in head.headings)
    if len(words) < 2 or any(LABELLED.fullmatch(text) for text in words):
        return False
    if any(len(text) > LONGEST for text in words) or not all_words(sheet, head.first):
        return False
    below = [len(filled(sheet, row)) for row in range(head.last + 1, head.last + 6)]
    return not any(below) or named * 2 >= max(below)


def all_words(sheet, row):
    """No cell of the row is data: 2021年 may head a column, 男 or a telephone number may not."""
    return all(
        not kinds_of(value) & (DATA - {"number", "month"}) for value in filled(sheet, row).values()
    )


def filled(sheet, row):
    """{column: value} of what stands in a row, merged cells once."""
    values = sheet.rows[row] if 0 <= row < len(sheet.rows) else []
    return {column: value for column, value in enumerate(values) if value is not None}


# A head of several rows.


def head_at(sheet, row, known):
    """The head whose first row is `row`."""
    spread = spread_merges(sheet, row)
    last = row
    while last + 1 < row + LEVELS and is_continued(sheet, spread, last, known):
        last += 1
        spread = spread | inherited(sheet, spread, last)
    width = max((len(sheet.rows[at]) for at in range(row, last + 1)), default=0)
    width = max(width, *(right + 1 for _, right in spread_ranges(sheet, row)), 0)
    columns = [
        heading_of(column, [spread.get((at, column)) for at in range(row, last + 1)])
        for column in range(min(width, sheet.width))
    ]
    tell_apart(columns)
    return TableHead(row, last, columns)


def spread_ranges(sheet, row):
    return [(left, right) for top, left, _, right in sheet.merged if top == row] or [(0, -1)]


def spread_merges(sheet, row):
    """{(row, column): value} of the rows from `row` on that can be head, a merged cell's in all its places."""
    values = {
        (at, column): value
        for at in range(row, row + LEVELS)
        for column, value in filled(sheet, at).items()
    }
    for top, left, bottom, right in sheet.merged:
        if row <= top < row + LEVELS and (top, left) in values:
            for at in range(top, min(bottom, row + LEVELS - 1) + 1):
                for column in range(left, min(right, sheet.width) + 1):
                    values[at, column] = values[top, left]
    return values


def is_continued(sheet, spread, row, known):
    """Does the next row go on with the head: words below groups of columns only?

    Groups are merged cells; or, where a file has none, a word with empty places on its right.
    """
    below = filled(sheet, row + 1)
    words = {column: value for column, value in below.items() if not is_hint(value)}
    if not below or not all(is_words(value) for value in below.values()):
        return False
    if len(words) < len(below) and not words:
        return not is_note_row(sheet, row + 1)
    merged = merged_groups(sheet, row)
    if merged and set(words) <= merged:
        return not any(LABELLED.fullmatch(tidy(v)) for v in filled(sheet, row).values()) and (
            len({tidy(v) for v in filled(sheet, row).values()}) > 1
        )
    return not merged and is_inferred(sheet, row, words, known)


def is_hint(value):
    return bool(HINT.fullmatch(tidy(value)))


def is_note_row(sheet, row):
    """One sentence across the table, which belongs to no column."""
    values = filled(sheet, row)
    column = min(values)
    return len(values) == 1 and (
        column == 0 or any(top == row and right > left for top, left, _, right in sheet.merged)
    )


def merged_groups(sheet, row):
    """The columns of cells that are merged across several columns and end with `row`."""
    return {
        column
        for top, left, bottom, right in sheet.merged
        if top <= row == bottom and right > left
        for column in range(left, right + 1)
    }


def is_inferred(sheet, row, words, known):
    upper = filled(sheet, row)
    if len(upper) < 2 or any(LABELLED.fullmatch(tidy(value)) for value in upper.values()):
        return False
    groups = inferred_groups(upper, words)
    is_open = any(column not in words for column in upper)
    if not groups or not set(words) <= set(groups) or not is_open:
        return False
    # A row of data with the same gaps as the next one is data.
    after = filled(sheet, row + 2)
    if not after or set(after) == set(words):
        return False
    if known is None:
        return True
    joined = [heading_of(column, [upper.get(groups[column]), words[column]]) for column in words]
    is_wanted = sum(is_known(heading, known) for heading in joined) * 2 >= len(joined)
    return is_wanted or not any(known(tidy(upper[start])) for start in groups.values())


def inferred_groups(upper, words):
    """{column: the column of the word above} of the places to the right of a word in `upper`."""
    groups = {}
    for start in upper:
        column = start + 1
        while column in words and column not in upper:
            groups[column] = start
            column += 1
        if column > start + 1 and start in words:
            groups[start] = start
    return {c: start for c, start in groups.items() if start in words}


def inherited(sheet, spread, row):
    """What stands above the places of `row`: the group's word, where it was not merged."""
    above = filled(sheet, row - 1)
    groups = inferred_groups(above, filled(sheet, row))
    return {
        (row - 1, column): above[start]
        for column, start in groups.items()
        if (row - 1, column) not in spread
    }


def is_unit_row(values):
    """A row below the head that says units, or the numbers of the columns."""
    texts = [tidy(value) for value in values]
    if texts and all(UNIT.fullmatch(text.strip("()")) for text in texts):
        return True
    numbers = [text for text in texts if text not in ("甲", "乙", "丙", "丁")]
    return len(numbers) >= 3 and numbers == [str(n) for n in range(1, len(numbers) + 1)]
