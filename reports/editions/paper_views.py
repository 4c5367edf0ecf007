"""An edition as a file: as it was closed or, once it is corrected, with a line that says so.

What is stored is never changed: `?exact=1` sends it byte for byte, as a proof.
"""

from django.http import Http404, JsonResponse
from django.shortcuts import render

from accounts.file_links import single_file, word_file
from papers import notices, scans
from papers.official import CONTENT_TYPE as WORD
from records import reads
from reports.asking.readers import for_readers, is_asked
from reports.editions import exchange, kept
from reports.editions.kept import edition_or_404
from reports.editions.text import document_of
from reports.paper import pdf
from reports.paper.saved import saved_as


def name_of(edition, successor=None):
    """The name that the files of an edition are saved under."""
    since = f"，{kept.state_of(successor)}" if successor else ""
    state = f"第{edition.number}版定稿{since}"
    return saved_as(edition.report, edition.facts["report"]["title"], state)


def plain_name(edition, ending, successor=None):
    """The name for what knows only ASCII: edition-1.docx, edition-1-corrected.docx."""
    return f"edition-{edition.number}{'-corrected' if successor else ''}.{ending}"


def correcting(request, edition):
    """The Edition that a file has to name; None where the file is wanted as it was closed."""
    return None if is_asked(request, "exact") else edition.successor()


def sent(request, edition, successor, content, ending, content_type):
    """The answer that sends `content`; the record of reads says which edition was taken away."""
    label = {"docx": "Word", "pdf": "PDF"}[ending]
    reads.note(request, f"定稿 {label}", object_id=edition.pk)
    name, plain = name_of(edition, successor), plain_name(edition, ending, successor)
    return word_file(content, f"{name}.{ending}", plain, content_type)


def send_word(request, edition):
    successor, content = correcting(request, edition), bytes(edition.word)
    if successor:
        content = notices.noticed(content, kept.notice_of(successor), kept.state_of(successor))
    return sent(request, edition, successor, content, "docx", WORD)


def send_pdf(request, edition):
    """The PDF of an edition, or a page that says why there is none: never another document."""
    successor = correcting(request, edition)
    if not edition.pdf or (successor and not pdf.is_available()):
        context = {"edition": edition, "report": edition.report, "successor": successor}
        return render(request, "reports/edition_no_pdf.html", context, status=404)
    content = pdf.write(document_of(edition, successor)) if successor else bytes(edition.pdf)
    return sent(request, edition, successor, content, "pdf", pdf.CONTENT_TYPE)


@single_file
@for_readers
def edition_word(request, pk, number):
    return send_word(request, edition_or_404(pk, number, whole=True))


@single_file
@for_readers
def edition_pdf(request, pk, number):
    return send_pdf(request, edition_or_404(pk, number, whole=True))


@single_file
@for_readers
def edition_json(request, pk, number):
    """Figures and definitions for the county, in the form of docs/edition.schema.json."""
    edition = edition_or_404(pk, number)
    successor = edition.successor()
    reads.note(request, "定稿 JSON", object_id=edition.pk)
    answer = JsonResponse(
        exchange.export(edition, successor), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    name, plain = name_of(edition, successor), plain_name(edition, "json", successor)
    named = word_file(b"", f"{name}.json", plain)
    answer["Content-Disposition"] = named["Content-Disposition"]
    return answer


@single_file
@for_readers
def edition_sheet(request, pk, number):
    """The signed sheet that the office attached."""
    edition = edition_or_404(pk, number)
    if not edition.sheet:
        raise Http404
    reads.note(request, "签发单", object_id=edition.pk)
    return scans.show(edition.sheet.name, f"签发单-{edition.report.year}-{number}")
