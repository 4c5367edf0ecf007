"""Reports as files, and the tables behind the annual one: once closed the stored files of the newest
edition, else (and by `?live=1`) a draft of today. For office and leadership; else 404.
"""

from django.http import Http404
from django.shortcuts import render

from accounts.file_links import single_file, word_file
from records import reads
from reports.asking.readers import for_readers, is_asked
from reports.editions import addresses, kept
from reports.editions.paper_views import send_pdf, send_word
from reports.models import Report
from reports.paper import pdf, word
from reports.paper.saved import saved_as
from reports.words import annex, outline
from reports.words.stored import annual_or_empty, stored_or_404

Kind = Report.Kind


def annual_or_404(year, kind=Kind.ANNUAL):
    """The Report of `year`; Http404 where nothing was recorded."""
    report = annual_or_empty(year, kind)
    if report is None:
        raise Http404
    return report


def document_of(request, report, form):
    """The Document that is put on paper, with its tables where `?annex=` asks for them."""
    document = outline.render(report).as_draft()
    if wants_tables(request, report.kind):
        annex.attach(document, report)
    tables = "（带附表）" if document.annex else ""
    reads.note(request, f"{report.get_kind_display()} {form}{tables}", object_id=report.year)
    return document


def plain_name(report, ending):
    """The name for what knows only ASCII: report-2021-draft.docx, handling-2021-draft.pdf."""
    kind = "report" if report.kind == Kind.ANNUAL else report.kind
    return f"{kind}-{report.year}-draft.{ending}"


def wants_tables(request, kind):
    return "annex" in request.GET and kind == Kind.ANNUAL


def newest_or_none(request, **report):
    """The newest Edition with its files; None where there is none or today's numbers are wanted.

    No edition holds the tables: with them it is today's numbers, and a draft.
    """
    is_live = is_asked(request, "live") or wants_tables(request, report.get("report__kind"))
    return None if is_live else kept.newest(whole=True, **report)


def word_of(request, report):
    document = document_of(request, report, "Word")
    name = saved_as(report, document.title, document.state)
    return word_file(word.write(document), f"{name}.docx", plain_name(report, "docx"))


def pdf_of(request, report):
    """The answer that sends `report` as a PDF; Http404 where nothing can set one."""
    if not pdf.is_available():
        raise Http404
    document = document_of(request, report, "PDF")
    name = saved_as(report, document.title, document.state)
    return word_file(
        pdf.write(document), f"{name}.pdf", plain_name(report, "pdf"), pdf.CONTENT_TYPE
    )


def word_of_year(request, year, kind):
    edition = newest_or_none(request, report__year=year, report__kind=kind)
    return send_word(request, edition) if edition else word_of(request, annual_or_404(year, kind))


def pdf_of_year(request, year, kind):
    edition = newest_or_none(request, report__year=year, report__kind=kind)
    return send_pdf(request, edition) if edition else pdf_of(request, annual_or_404(year, kind))


@single_file
@for_readers
def report_word(request, year):
    return word_of_year(request, year, Kind.ANNUAL)


@single_file
@for_readers
def report_pdf(request, year):
    return pdf_of_year(request, year, Kind.ANNUAL)


@single_file
@for_readers
def handling_word(request, year):
    return word_of_year(request, year, Kind.HANDLING)


@single_file
@for_readers
def handling_pdf(request, year):
    return pdf_of_year(request, year, Kind.HANDLING)


@single_file
@for_readers
def paper_word(request, pk):
    edition = newest_or_none(request, report__pk=pk)
    return send_word(request, edition) if edition else word_of(request, stored_or_404(pk))


@single_file
@for_readers
def paper_pdf(request, pk):
    edition = newest_or_none(request, report__pk=pk)
    return send_pdf(request, edition) if edition else pdf_of(request, stored_or_404(pk))


@for_readers
def report_annex(request, year):
    """附表: motions by department, attendance by person, households by village."""
    report = annual_or_404(year)
    reads.note(request, "年度报告附表", object_id=year)
    periods = report.periods
    context = {
        "year": year, "day": periods.day, "tables": annex.tables(periods),
        "files": files_with_annex(report),
    }  # fmt: skip
    return render(request, "reports/report_annex.html", context)


def files_with_annex(report):
    """(label, address) of its files with the tables behind the text, the Word last."""
    forms = [("PDF（草稿，带附表）", "pdf")] * pdf.is_available() + [
        ("Word（草稿，带附表）", "word")
    ]
    return [(f, f"{addresses.live_paper_url(report, form)}&annex=1") for f, form in forms]
