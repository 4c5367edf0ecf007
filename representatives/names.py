"""What a clerk types for a name: all of it, its pinyin, its initials, or how it begins."""

from django.core.exceptions import ValidationError

from records.written import search_key

SHOWN_NAMES = 4


class Names:
    """Rows that are found by what a clerk types: the name, the pinyin, the initials.

    `label` gives the whole name of a row, where its own is not enough.
    """

    def __init__(self, rows, name, label=str):
        self.label = label
        self.rows = [(search_key(label(row)), getattr(row, name), row) for row in rows]

    def find(self, typed):
        """The rows that fit `typed` best: the whole name before the pinyin before a beginning."""
        key = search_key(typed)
        ways = (
            lambda label, name, row: key in (label, name),
            lambda label, name, row: key in (row.spelling, row.initials),
            lambda label, name, row: label.startswith(key) or row.spelling.startswith(key),
        )
        found = ([row for label, name, row in self.rows if fits(label, name, row)] for fits in ways)
        return next((rows for rows in found if rows), [])


def only(found, typed, instead, label=str):
    """The one row of `found`; where there is none (`instead` says what to do) or there are
    several, a ValidationError.
    """
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(f"没有找到“{typed}”，{instead}。")
    names = "、".join(label(row) for row in found[:SHOWN_NAMES])
    more = "等" if len(found) > SHOWN_NAMES else ""
    raise ValidationError(f"有{len(found)}个：{names}{more}，请写全。")
