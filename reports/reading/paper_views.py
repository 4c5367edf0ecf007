"""Reports as files, Word and PDF, and the tables behind the annual one. For office and leadership;
else 404.
"""

from django.http import Http404
from django.shortcuts import render

from accounts.file_links import word_file
from records import reads
from reports.asking.readers import for_readers
from reports.models import Report
from reports.paper import pdf, word
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
    document = outline.render(report)
    if "annex" in request.GET and report.kind == Kind.ANNUAL:
        annex.attach(document, report)
    tables = "（带附表）" if document.annex else ""
    reads.note(request, f"{report.get_kind_display()} {form}{tables}", object_id=report.year)
    return document


def plain_name(report, ending):
    """The name for what knows only ASCII: report-2021.docx, handling-2021.pdf."""
    kind = "report" if report.kind == Kind.ANNUAL else report.kind
    return f"{kind}-{report.year}.{ending}"


def word_of(request, report):
    document = document_of(request, report, "Word")
    return word_file(word.write(document), word.file_name(document), plain_name(report, "docx"))


def pdf_of(request, report):
    """The answer that sends `report` as a PDF; Http404 where nothing can set one."""
    if not pdf.is_available():
        raise Http404
    document = document_of(request, report, "PDF")
    return word_file(
        pdf.write(document), pdf.file_name(document), plain_name(report, "pdf"), pdf.CONTENT_TYPE
    )


@for_readers
def report_word(request, year):
    return word_of(request, annual_or_404(year))


@for_readers
def report_pdf(request, year):
    return pdf_of(request, annual_or_404(year))


@for_readers
def handling_word(request, year):
    return word_of(request, annual_or_404(year, Kind.HANDLING))


@for_readers
def handling_pdf(request, year):
    return pdf_of(request, annual_or_404(year, Kind.HANDLING))


@for_readers
def paper_word(request, pk):
    return word_of(request, stored_or_404(pk))


@for_readers
def paper_pdf(request, pk):
    return pdf_of(request, stored_or_404(pk))


@for_readers
def report_annex(request, year):
    """附表: motions by department, attendance by person, households by village."""
    report = annual_or_404(year)
    reads.note(request, "年度报告附表", object_id=year)
    context = {
        "year": year, "tables": annex.tables(report.periods), "has_pdf": pdf.is_available(),
    }  # fmt: skip
    return render(request, "reports/report_annex.html", context)
