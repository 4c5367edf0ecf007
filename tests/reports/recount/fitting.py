"""What must be true of numbers among themselves, over a made-up town: parts of rates, and of each other."""

import functools

from hemao.demo import data
from reports.asking.days import Seen
from reports.asking.registry import REGISTRY, Shape, find
from reports.words import lines
from tests.reports import claims

# {whole: the figures whose rows together are its own, none of them twice}
MADE_OF = {
    "实施项目数": ("完工项目数", "在建项目数"),
    "先后联系户数": ("走访户数", "未走访户数"),
    "镇议案建议件数": ("镇议案件数", "镇建议件数"),
}


@functools.cache
def claimed():
    """What all outlines claim, and the report that the demo town closed."""
    papers = [*lines.OUTLINES.glob("*.txt"), data.FOLDER / "report-2021.txt"]
    found = [claims.claims(paper.read_text(encoding="utf-8")) for paper in papers]
    return [claim for of_paper in found for claim in of_paper]


def wrong(pairs):
    """What does not fit in any of `pairs` (period, day of record), in words."""
    return [fault for pair in pairs for fault in wrong_in(Seen(*pair))]


def wrong_in(seen):
    rows = claims.Rows(seen)
    yield from claims.false_claims(claimed(), seen)
    for figure in REGISTRY.values():
        if figure.shape is Shape.RATE and figure.parts:
            yield from wrong_parts(figure, rows)
    for name, parts in MADE_OF.items():
        yield from not_made_of(name, parts, rows)


def wrong_parts(figure, rows):
    """The figures that a rate names have its own rows, also of each member where they have members."""
    for name, counted in zip(figure.parts, range(2), strict=True):
        part, member = find(name)
        has_members = figure.dimension is not None and part.dimension is figure.dimension
        for each in ("", *(figure.dimension.members() if has_members else ())):
            if rows.of(part, member or each)[0] != rows.of(figure, each)[counted]:
                yield f"{name} is not what {figure.name}（{each}） counts, {rows.seen}"


def not_made_of(name, parts, rows):
    figure = REGISTRY[name]
    villages = figure.dimension.members() if "户" in name else ()
    for member in ("", *villages):
        found = [rows.of(REGISTRY[part], member)[0] for part in parts]
        whole = rows.of(figure, member)[0]
        if set.union(*found) != whole or sum(map(len, found)) != len(whole):
            yield f"{name}（{member}） is not {'、'.join(parts)} together, {rows.seen}"
