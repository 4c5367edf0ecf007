"""What an edition holds, and how it is taken from the live records.

`content` is JSON: the report's name and days, its town, its blocks (runs that say a figure point to it by
its place in `figures`), each figure with its value, definition and the rows it was counted from
(key, amount), the digests of those rows and the columns that they are over, the rules in force, and
the words as they were typed. Editions of the first form, hemao-edition/1, name no columns and no
`revision` of a figure, and up to hemao-edition/2 no day of record: reports.since.evidence and
reports.since.drift know what theirs were.
"""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property

from reports.asking.registry import DAYS, Shape
from reports.counting.sentences import headline
from reports.paper import pdf, word
from reports.since import evidence
from reports.words.outline import Renderer
from township.models import DeadlineRule

SCHEMA = "hemao-edition/3"
MARK_PARTS = "/"


@dataclass
class Draft:
    """A report as it stands now, with the rows behind every number."""

    report: object
    document: object
    evidence: dict
    digests: dict
    town: object
    rules: list = field(default_factory=list)
    following: int = 1  # the number that its edition would have

    @cached_property
    def asked(self):
        """Every Asked that the document says or compares with, in a fixed order."""
        return sorted(
            self.document.values,
            key=lambda a: (a.figure.name, a.member, a.period.start, a.period.end, a.day),
        )

    @property
    def is_consistent(self):
        """False where somebody stored a record between the counting and the listing."""
        return all(
            agrees(asked, self.document.values[asked], lists)
            for asked, lists in self.evidence.items()
        )

    @cached_property
    def content(self):
        return evidence.canonical(facts_of(self))

    @property
    def mark(self):
        """A short word for all that this draft says and rests on, and which edition it would be;
        but for the day it is dated: that is filled in while closing. It begins with the day of
        record, so that a reader of another day's numbers is told just that.
        """
        facts = facts_of(self) | {"following": self.following}
        facts["blocks"] = [block for block in facts["blocks"] if block["kind"] != "date"]
        digest = hashlib.sha256(evidence.canonical(facts)).hexdigest()[:16]
        return f"{self.report.periods.day}{MARK_PARTS}{digest}"


def take(report):
    """The Draft of `report`: its statements are as many as its page's, two, one for each 32 figures
    more, and one for each model that rows are counted of.
    """
    following = report.editions.following()
    renderer = Renderer(report)
    document = renderer.render()
    behind = evidence.rows_behind(document.values, renderer.ledger)
    digests = evidence.digests(evidence.keys_by_model(behind))
    rules = rules_of(report.period)
    return Draft(report, document, behind, digests, renderer.names, rules, following)


def saw_another_day(report, mark):
    """True where the draft of `mark` was counted on another day of record than `report` has."""
    return bool(mark) and mark.partition(MARK_PARTS)[0] != str(report.periods.day)


def called(following):
    """What closing is called on every page, where it makes the edition of that number."""
    return "定稿" if following == 1 else f"更正（出第{following}版）"


def agrees(asked, value, lists):
    if asked.figure.shape is Shape.RATE:
        return (value.n, value.total) == tuple(map(len, lists))
    if asked.figure.shape in DAYS:
        return value.total == len(lists[0])
    if asked.figure.shape is Shape.NAMES:
        return bool(value.names) <= bool(lists[0])
    known = value.baseline if asked.figure.shape is Shape.SUM else int(value.baseline)
    return value.number - known == sum(Decimal(amount) for _, amount in lists[0])


def rules_of(period):
    """The rules of deadlines that were in force at any time of `period`, as they read."""
    rows = DeadlineRule.objects.overlapping(*period).order_by("pk").values()
    return [{name: None if v is None else str(v) for name, v in row.items()} for row in rows]


def facts_of(draft):
    report, document = draft.report, draft.document
    places = {asked: index for index, asked in enumerate(draft.asked)}
    return {
        "schema": SCHEMA,
        "report": {
            "kind": report.kind, "kind_name": report.get_kind_display(), "year": report.year,
            "starts_on": str(report.starts_on), "last_day": str(report.period.last_day),
            "day": str(report.periods.day), "title": document.title,
        },
        "town": {name: getattr(draft.town, name) for name in ("town", "county", "prefecture")},
        "blocks": [
            {
                "kind": block.kind, "anchor": block.anchor,
                "runs": [run_facts(run, places) for run in block.runs],
            }
            for block in document.blocks
        ],
        "figures": [figure_facts(draft, asked) for asked in draft.asked],
        "rows": {
            label: {str(pk): digest for pk, digest in found.items()}
            for label, found in draft.digests.items()
        },
        "columns": {label: list(evidence.columns_of_label(label)) for label in draft.digests},
        "rules": draft.rules,
        "words": [
            {"title": report.title, "text": ""},
            *({"title": s.title, "text": s.text} for s in report.standing_sections()),
        ],
    }  # fmt: skip


def run_facts(run, places):
    return {"text": run.text, "kind": run.kind, "figure": places.get(run.asked)}


def figure_facts(draft, asked):
    figure, value = asked.figure, draft.document.values[asked]
    return {
        "name": figure.name, "member": asked.member, "group": figure.group, "unit": figure.unit,
        "definition": figure.definition, "revision": figure.revision,
        "behaviour": figure.behaviour.value, "shape": figure.shape.value,
        "starts_on": str(asked.period.start), "last_day": str(asked.period.last_day),
        "day": str(asked.day), "said": headline(figure, value),
        "number": None if value.number is None else str(value.number),
        "n": value.n, "total": value.total, "names": list(value.names),
        "sources": list(value.sources), "baseline": str(value.baseline),
        "is_missing": value.is_missing,
        "is_of_a_person": bool(asked.member and figure.dimension.is_personal),
        "records": [
            {"model": label, "rows": [list(row) for row in rows]}
            for label, rows in zip(
                evidence.models_of(asked), draft.evidence.get(asked, ()), strict=False
            )
        ],
    }  # fmt: skip


def files_of(draft):
    """(Word, PDF) of a Draft as bytes; no PDF where nothing sets one."""
    document = draft.document
    return word.write(document), pdf.write(document) if pdf.is_available() else b""
