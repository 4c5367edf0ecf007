"""换用新提纲: what the outline that comes with the program says of each part of a report today.

A stored text is never touched by an upgrade. What its outline says by now is laid beside it, and the
office takes it over part by part, or leaves what it has.
"""

import difflib
import re
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from reports.asking import spelling
from reports.models import Section
from reports.words import drafting, outline

# How like one another a part of the outline and a section have to be, where their titles differ.
LIKENESS = 0.5
SENTENCES = re.compile(r"[^，。；：\n]*[，。；：\n]|[^，。；：\n]+")


@dataclass(frozen=True)
class OutlinePart:
    """A part of the outline (its `number` counts from 1) and the Section of the report that tells the
    same, or None where the report has no such part.
    """

    number: int
    title: str
    text: str
    section: Section | None

    @property
    def name(self):
        """What it is called on a page."""
        return spelling.said(self.title) or "开头"

    @property
    def is_same(self):
        """True where there is nothing to take over."""
        if self.section is None:
            return False
        return (self.section.title.strip(), plain(self.section.text)) == (self.title, self.text)

    @property
    def changes_count(self):
        """How many times somebody saved the section since it was begun."""
        return self.section.version - 1 if self.section else 0


def plain(text):
    """A text as outlines are written: its lines without space around them, none of them empty."""
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def compared(report, sections):
    """(the OutlineParts of the outline of `report`, those of its `sections` that are in none)."""
    _, parts = drafting.outline_of(report.kind, report.period)
    left = {section.title.strip(): section for section in reversed(sections)}
    found = {n: left.pop(title) for n, (title, _) in enumerate(parts) if title in left}
    rest = [section for section in sections if section not in found.values()]
    for n, part in enumerate(parts):
        if n not in found and (like := most_alike(part, rest)):
            found[n] = like
            rest.remove(like)
    known = [OutlinePart(n + 1, *part, found.get(n)) for n, part in enumerate(parts)]
    return known, rest


def most_alike(part, sections):
    """The one of `sections` that is most like a `part` (title, text); None where none is like it."""
    return max(
        (section for section in sections if likeness(part, section) >= LIKENESS),
        key=lambda section: likeness(part, section), default=None,
    )  # fmt: skip


def likeness(part, section):
    pairs = zip(part, (section.title, plain(section.text)), strict=True)
    return max(difflib.SequenceMatcher(None, *pair, autojunk=False).quick_ratio() for pair in pairs)


def printed(report, part):
    """(what the section says now, what it would say) as lists of paragraphs."""
    new = Section(report=report, order=part.number, title=part.title, text=part.text)
    if part.section is None:
        return [], paragraphs(report, new)
    new.order = part.section.order
    return paragraphs(report, part.section), paragraphs(report, new)


def paragraphs(report, section):
    return [block.text for block in outline.render_section(report, section).blocks]


def marked(before, after):
    """The paragraphs `before` and `after`, each as [(is it only here, words)], and how many stretches
    of `before` would be lost.
    """
    cut = [SENTENCES.findall("\n".join(texts)) for texts in (before, after)]
    old, new, lost = [], [], 0
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *cut, autojunk=False).get_opcodes():
        old.append((kind != "equal", "".join(cut[0][a:b])))
        new.append((kind != "equal", "".join(cut[1][c:d])))
        lost += kind in ("delete", "replace")
    return in_paragraphs(old), in_paragraphs(new), lost


def in_paragraphs(stretches):
    """Stretches (is it only here, words) cut at the ends of paragraphs."""
    lines = [[]]
    for is_only_here, words in stretches:
        first, *others = words.split("\n")
        lines[-1].append((is_only_here, first))
        lines += [[(is_only_here, other)] for other in others]
    return [[pair for pair in line if pair[1]] for line in lines if any(text for _, text in line)]


def with_words_before(sections):
    """The queryset `sections`, each with the number of the last row of its history that has other
    words (`before_id`).
    """
    rows = Section.history.filter(id=OuterRef("pk")).exclude(
        Q(title=OuterRef("title")) & Q(text=OuterRef("text"))
    )
    newest = rows.order_by("-history_id").values("history_id")[:1]
    return sections.annotate(before_id=Subquery(newest))
