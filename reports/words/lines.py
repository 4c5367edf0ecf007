"""The paragraphs of a report's sections, in order, before any number is asked for."""

import itertools
import re
from pathlib import Path

from papers.official import heading_of
from reports.asking import placeholders
from reports.asking.placeholders import Clause, Number
from township.numbers import chinese_number

OUTLINES = Path(__file__).parent / "outlines"
SALUTATION = re.compile(r"^各位[^，。；：]{1,20}：$")
SUBHEADING = re.compile(r"^（[一二三四五六七八九十]+）")
# What people write before a comparison, which says it itself.
COMPARING = re.compile(r"(?:[比较与同]|相比)(?:上年|去年|上一年)(?:同期)?$")


def default_outline(name="annual"):
    """The outline that a report of the kind `name` starts from, as text."""
    return (OUTLINES / f"{name}.txt").read_text(encoding="utf-8")


def kind_of(line):
    """What a paragraph is: whom it addresses, or as its numbering says."""
    return "to" if SALUTATION.match(line) else heading_of(line)


def lines_of_section(section, number, numbers_sections=True, first=1):
    """(kind, words) of each paragraph of a Section, headings numbered; `number` is its own, `first`
    that of its first small heading.
    """
    if section.title:
        prefix = f"{chinese_number(number)}、" if numbers_sections else ""
        yield "h1", prefix + section.title.strip()
    count = first - 1
    for line in filter(None, map(str.strip, section.text.splitlines())):
        kind = kind_of(line)
        if kind == "h2":
            count += 1
            line = SUBHEADING.sub(f"（{chinese_number(count)}）", line)
        # 一、 numbers the sections. A line inside a section that begins so is a paragraph.
        yield ("p" if kind == "h1" and numbers_sections else kind), line


def lines_of(report):
    """(kind, words) of each paragraph of `report` below its title."""
    number = 0
    for section in report.standing_sections():
        number += bool(section.title)
        yield from lines_of_section(section, number, report.numbers_sections)


def fitting(pieces):
    """`pieces` without the 比上年 that people write before a comparison that says it itself."""
    fitted = []
    for piece, following in itertools.zip_longest(pieces, pieces[1:]):
        if isinstance(piece, Clause):
            piece = Clause(tuple(fitting(piece.pieces)), tuple(fitting(piece.otherwise)))
        compares = isinstance(following, Number) and following.style == placeholders.CHANGE
        if isinstance(piece, str) and compares:
            piece = COMPARING.sub("", piece)
        fitted.append(piece)
    return fitted


def flat(line):
    """The pieces of a line, those inside clauses included."""
    for piece in line:
        yield from (*piece.pieces, *piece.otherwise) if isinstance(piece, Clause) else (piece,)
