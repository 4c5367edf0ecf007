"""更正: what was changed after an edition was made about the time it tells of, event by event.

Each names the figures that moved with it; what no history explains is told apart.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from reports.since import drift, progress
from reports.since.afterwards import COUNTED, Afterwards, speaks_for
from reports.since.watched import SETTINGS


@dataclass
class Leftover:
    """A row that came, went or reads otherwise, of which no history tells."""

    key: tuple
    kind: str
    moved: list = field(default_factory=list)


CAME, WENT, ALTERED = "现在多出", "现在没有", "内容不同"


def attach(after):
    """Tell each correction of `after` which of its `moved` figures (with their rows) moved with it.

    Returns (the Leftovers, the Moved that nothing explains).
    """
    numbers = [one for one in after.moved if is_other_number(one)]
    own = {one.key for one in after.corrections}
    unexplained = []
    for number in numbers:
        touched = touched_by(number)
        found = [one for one in after.corrections if moves(after, one, number, touched, own)]
        for one in found:
            one.moved.append(number)
        if not found:
            unexplained.append(number)
    left = leftovers(after)
    return left, [one for one in unexplained if not any(one in each.moved for each in left)]


def is_other_number(moved):
    """True of a figure of which the value or the rows are others, though it is defined as before."""
    rows = moved.came or moved.went
    return bool(not moved.note and (rows or (moved.is_other_value and not moved.redefined)))


def touched_by(number):
    """The keys of the rows that made a figure another: all of its rows where none stands out."""
    rows = {*number.came, *number.went}
    if number.is_other_value and number.facts["shape"] not in COUNTED:
        rows |= set(number.changed)
    if rows or number.facts["shape"] in COUNTED:
        return rows
    recorded = number.facts["records"]
    return {(entry["model"], row[0]) for entry in recorded for row in entry["rows"]}


def moves(after, correction, number, touched, own):
    """True where `correction` made `number` another: by its row, or for those above and below it.

    Rows with a correction of their own (`own`) were moved by that.
    """
    if is_setting(correction):
        return number.is_other_value and speaks_for(correction.change, number.facts)
    if correction.is_of_words and number.facts["shape"] in COUNTED:
        return False
    if correction.key in touched:
        return True
    near = correction.change.owners | after.since.owned.get(correction.key, set())
    return bool(near & (touched - own))


def leftovers(after):
    """A Leftover for each row that is another and that no change tells of."""
    changed = {one.key for one in after.since.changes}
    near = changed.union(
        *(one.owners for one in after.since.changes),
        *(after.since.owned.get(key, ()) for key in changed),
    )
    settled = [one for each in after.corrections if is_setting(each) for one in each.moved]
    found = {}
    for one in after.moved:
        if one in settled:
            continue  # its rows are there: the ledger does not reach them any more
        kinds = ((CAME, one.came, near), (WENT, one.went, near), (ALTERED, one.changed, changed))
        for kind, keys, told in kinds:
            for key in set(keys) - told:
                left = found.setdefault(key, Leftover(key, kind))
                if kind != ALTERED or one.is_other_value:
                    left.kind = kind
                    left.moved.append(one)
    return [found[key] for key in sorted(found)]


def is_setting(correction):
    return correction.change.label in SETTINGS


class Summary(NamedTuple):
    """What a page says of an edition in one line, and the figures that say something else now."""

    corrections: int
    progress: int
    moved: list
    edition: object

    @property
    def drifted(self):
        """The figures that say something else although they are defined as they were."""
        return [one for one in self.moved if not one.note and not one.redefined]

    @property
    def redefined(self):
        return [one for one in self.moved if one.redefined]

    @property
    def gone(self):
        return [one for one in self.moved if one.note]

    @property
    def sentence(self):
        """定稿后更正3处，影响2个数字；定稿以后的进展5件。"""
        parts = [corrected(self.corrections, len(self.drifted))]
        if self.progress:
            parts.append(f"定稿以后的进展{self.progress}件")
        if self.redefined:
            parts.append(f"{len(self.redefined)}个数字因口径已变而不同")
        if self.gone:
            parts.append(f"{len(self.gone)}个数字目录里已经没有")
        return "；".join(parts) + "。"


def corrected(count, numbers):
    if count:
        return f"定稿后更正{count}处，" + (f"影响{numbers}个数字" if numbers else "没有影响数字")
    if numbers:
        return f"没有查到更正，但有{numbers}个数字和定稿时不同"
    return "定稿后没有更正"


def summary(edition, ledger=None, values=None):
    """The Summary of `edition`; `values` ({Asked: Value}) are known already.

    One statement, and one for each 32 figures of which the value is not known. What history does
    not keep is compared by digests: one more for each model of which such a row was stored.
    """
    after = Afterwards(edition)
    return summary_of(after, drift.values_moved(edition, ledger, values, after.facts))


def summary_of(after, moved=None):
    """The Summary of what was read already; `moved` where `after` knows of no moved figures."""
    moved = after.moved if moved is None else moved
    moved = [one for one in moved if one.is_other_value]
    return Summary(len(after.corrections), len(progress.lines(after)), moved, after.edition)
