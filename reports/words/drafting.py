"""Where a report's words come from: the outline of its kind, or what was said the year before."""

import datetime
import re

from papers.official import heading_of
from reports.asking.periods import span_of
from reports.asking.spelling import said_outline
from reports.models import Report, Section
from reports.words import meanings
from reports.words.lines import default_outline
from township.models import Level, Term
from township.spans import Period
from township.words import speaking_on

NUMBERING = re.compile(r"^[一二三四五六七八九十]+、")
Kind = Report.Kind


def parts_of(text):
    """(title, [(heading, text)]) of an outline: headings are numbered 一、, and lose the number."""
    title, *lines = [line.strip() for line in text.splitlines() if line.strip()]
    parts = [["", []]]
    for line in lines:
        if heading_of(line) == "h1":
            parts.append([NUMBERING.sub("", line), []])
        else:
            parts[-1][1].append(line)
    return title, [(head, "\n".join(words)) for head, words in parts if head or words]


def outline_of(kind, period):
    """(title, [(heading, text)]) of the outline of `kind`, in the words of the last day of `period`."""
    with speaking_on(period.last_day):
        return parts_of(said_outline(default_outline(kind)))


def sections_of(report, parts):
    return [
        Section(report=report, order=order, title=title, text=text)
        for order, (title, text) in enumerate(parts, 1)
    ]


def period_of(kind, year):
    """The Period that a report of `kind` in `year` speaks of."""
    if kind == Kind.FIVE:
        return five_years(year)
    if kind == Kind.HALF:
        return Period(datetime.date(year, 1, 1), datetime.date(year, 7, 1))
    return Period.of_year(year)


def five_years(year):
    """The Period of the five years up to the end of `year`.

    Where the first and the last of them are of one term of the congress they are that term's days:
    then 五年 and 本届 are said of the same work, and are one number in every paper.
    """
    span, term = span_of(year - 4, year), term_of(year)
    if term is None or term != term_of(year - 4):
        return span
    return Period(term.starts_on, min(term.ended_on or span.end, span.end))


def days_between(first, last):
    """The Period of the dates `first` to `last`, both in it."""
    return Period(first, last + datetime.timedelta(days=1))


def term_of(year):
    """The town's Term that most of `year` lies in, or None: whose work the year's report tells."""
    days = Period.of_year(year)
    terms = Term.objects.at(Level.TOWN).overlapping(*days).order_by("starts_on")
    return max(terms, key=lambda term: shared_days(term, days), default=None)


def shared_days(term, period):
    """How many days `term` and `period` have in common."""
    end = min(term.ended_on or period.end, period.end)
    return (end - max(term.starts_on, period.start)).days


def draft(kind, year, *, period=None, text=None, model=None, **fields):
    """A Report of `kind` that nobody has stored, its sections in `draft`.

    Its words are those of `model` (another Report), of `text`, or of the outline of its kind.
    """
    period = period or period_of(kind, year)
    if "term" not in fields:
        fields["term"] = term_of(year)
    title, parts = outline_of(kind, period) if text is None else parts_of(text)
    if model is not None:
        title = model.title
        fields.setdefault("numbers_sections", model.numbers_sections)
        parts = [(section.title, section.text) for section in model.standing_sections()]
    report = Report(
        kind=kind, year=year, starts_on=period.start, ended_on=period.end, title=title, **fields
    )
    # What was written of numbers that have come to mean something else is told of those.
    report.revisions = meanings.revisions() if model is None else dict(model.revisions)
    report.draft = sections_of(report, parts)
    return report


def report_of(year, kind=Kind.ANNUAL):
    """The stored Report of `year`, or the draft of one."""
    stored = (
        Report.objects.select_related("term", "session__term").filter(year=year, kind=kind).first()
    )
    return stored or draft(kind, year, signed_on=signed_with_annual(year, kind))


def signed_with_annual(year, kind):
    """The report on the handling of motions is handed in with the annual one, if that is dated."""
    if kind != Kind.HANDLING:
        return None
    return (
        Report.objects.filter(year=year, kind=Kind.ANNUAL)
        .values_list("signed_on", flat=True)
        .first()
    )
