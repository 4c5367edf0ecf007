"""What the words of an outline claim of its numbers, and whether it is so.

其中 claims that each number after it, up to the next ； or 。, counts some of what the number before it
counts. 占 claims to be a share of the number before it. Any other rate behind numbers claims that one of
them is what it is of, or lies around that, or is its part. What follows 涉及 is only what it is about.
"""

import re
from dataclasses import dataclass

from congress.models import Post
from reports.asking import placeholders
from reports.asking.placeholders import Number
from reports.asking.registry import Shape
from reports.words.lines import flat
from representatives.models import Mandate

MARKS = re.compile("(其中|；|。)")
# One person holds one mandate of a congress: whoever counts people counts them too.
WHOSE = {Mandate: "person", Post: "person"}
PART, SHARE, RATE = "其中", "占", "率"


class Misleading(AssertionError):
    """Words that claim what no number can be."""


@dataclass(frozen=True)
class Claim:
    """`number` is a part or a share of one of `wholes` (Numbers said before it in the sentence)."""

    kind: str
    number: Number
    wholes: tuple

    def __str__(self):
        return f"{self.number.figure.name}：{self.kind} of {'、'.join(w.figure.name for w in self.wholes)}"


def claims(words):
    """The Claims in the lines of `words`; raises Misleading where a part stands behind no whole."""
    return [claim for line in words.splitlines() for claim in claims_of(line)]


def claims_of(line):
    said, whole, before = [], None, ""
    for piece in flat(placeholders.pieces(line)):
        if isinstance(piece, str):
            for text in MARKS.split(piece):
                if text in ("；", "。"):
                    said, whole = [], None
                elif text == "其中":
                    whole = whole_of(said, line)
            before = piece
        if isinstance(piece, Number):
            yield from claims_about(piece, said, whole, before)
            if says_how_many(piece.figure) or piece.style == placeholders.CHANGE:
                said.append(piece)
            before = ""


def says_how_many(figure):
    """Whether it says how many; 人次 may be added up from the records of whole activities."""
    return figure.shape is Shape.COUNT or figure.unit == "人次"


def whole_of(said, line):
    """The last number, which 其中 is about; what compares with the year before has no parts."""
    if not said or said[-1].style == placeholders.CHANGE:
        raise Misleading(f"其中 is said of no number: {line}")
    return said[-1]


def claims_about(number, said, whole, before):
    counts = tuple(one for one in said if one.style != placeholders.CHANGE)
    if number.figure.shape is Shape.RATE:
        if before.endswith("占") and counts:
            yield Claim(SHARE, number, counts[-1:])
        elif counts:
            yield Claim(RATE, number, counts)
    elif whole and says_how_many(number.figure) and not before.endswith("涉及"):
        yield checked(Claim(PART, number, (whole,)))


def checked(claim):
    """`claim`, where both numbers count the same kind of thing, in the same time."""
    part, [whole] = claim.number, claim.wholes
    if part.word != whole.word:
        raise Misleading(f"{claim}: of two periods")
    if part.figure.unit != whole.figure.unit:
        raise Misleading(f"{claim}: {part.figure.unit} are no part of {whole.figure.unit}")
    return claim


class Rows:
    """The keys of the rows behind numbers, of a period as it stands on a day (a Seen); each asked once."""

    def __init__(self, seen):
        self.seen, self.found = seen, {}

    def of(self, figure, member=""):
        """A set of (model, key) for each queryset behind the figure."""
        if (figure.name, member) not in self.found:
            querysets = figure.querysets(self.seen, member)
            self.found[figure.name, member] = [keys_of(rows) for rows in querysets]
        return self.found[figure.name, member]

    def count(self, number):
        return self.of(number.figure, number.member)[0]


def keys_of(queryset):
    owner = WHOSE.get(queryset.model)
    model = queryset.model._meta.get_field(owner).related_model if owner else queryset.model
    return {(model, key) for key in queryset.values_list(owner or "pk", flat=True)}


def is_so(claim, rows):
    """Whether `claim` is true of the `rows` (Rows)."""
    if claim.kind == PART:
        return all(part <= rows.count(claim.wholes[0]) for part in parts_of(claim.number, rows))
    n, total = rows.of(claim.number.figure, claim.number.member)
    wholes = [rows.count(whole) for whole in claim.wholes]
    if claim.kind == SHARE:
        return not total or total == wholes[0]  # of nobody no share is said
    return any(total <= whole or n == whole for whole in wholes)


def parts_of(number, rows):
    """The rows of a number; of one that is told by its members, those of each."""
    figure = number.figure
    if number.style != placeholders.DETAIL:
        return [rows.count(number)]
    return [rows.of(figure, member)[0] for member in figure.dimension.members()]


def false_claims(claimed, seen):
    """Those of `claimed` (Claims) that are not so in the period `seen`, in words."""
    rows = Rows(seen)
    return [f"{claim}，{seen}，截至{seen.day}" for claim in claimed if not is_so(claim, rows)]
