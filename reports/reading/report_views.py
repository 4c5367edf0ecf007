"""Reports on the page: once closed the newest edition, `?live=1` and until then today's numbers.

For office and leadership; else 404.
"""

from django.shortcuts import redirect, render
from django.urls import reverse

from motions import deadlines
from motions.models import Motion
from reports.asking.readers import for_readers, is_asked
from reports.asking.registry import REGISTRY
from reports.counting.evaluate import evaluate
from reports.counting.sentences import headline
from reports.editions import addresses, closing, kept
from reports.editions.views import edition_page
from reports.models import Edition, Report
from reports.paper import pdf
from reports.since import corrections
from reports.words import meanings, outline
from reports.words.stored import annual_or_empty, stored_or_404, years_with_data
from township.models import LedgerStart, TownName
from township.spans import Period
from township.words import say

HEADLINES = ("人代会次数", "主席团会议次数", "镇议案建议件数", "走访户次", "满意率")


@for_readers
def report_list(request):
    years = years_with_data()
    figures = [REGISTRY[name] for name in HEADLINES]
    values = evaluate(periods.asked(each) for periods in years.values() for each in figures)
    names = list(TownName.objects.order_by("starts_on"))
    closed = kept.newest_of_each()
    editions = closed_in_years(closed)
    entries = [
        year_entry(town_in(year, names), periods, values, editions.get(year))
        for year, periods in years.items()
    ]
    papers = Report.objects.exclude(kind__in=Report.ONE_A_YEAR).select_related("term")
    context = {
        "years": entries, "span_url": span_url(list(years)), "can_begin": request.user.is_office,
        "papers": [(paper, closed.get(paper.pk)) for paper in papers],
        "files": [(f"{entry['title']}（Word）", entry["word_url"]) for entry in entries],
    }  # fmt: skip
    return render(request, "reports/report_list.html", context)


def year_entry(town, periods, values, edition):
    """One year of the list: what its report is called, where it opens, and its first numbers."""
    year = periods.year
    asked = [periods.asked(REGISTRY[name]) for name in HEADLINES]
    return {
        "year": year,
        "title": f"{town}{year}年人大工作总结",
        "url": reverse("report-year", args=[year]),
        "word_url": reverse("report-word", args=[year]),
        "edition": edition,
        "counts": [
            (one.title, headline(one.figure, values[one]), periods.address(one)) for one in asked
        ],
    }


def closed_in_years(closed):
    """{year: the newest Edition of its annual report}, out of all that are `closed`."""
    annual = [row for row in closed.values() if row.report.kind == Report.Kind.ANNUAL]
    return {edition.report.year: edition for edition in annual}


def span_url(years):
    """Where the last five of `years` (the latest first) stand side by side; "" for a single one."""
    if len(years) < 2:
        return ""
    return reverse("report-span", args=[max(years[-1], years[0] - 4), years[0]])


def town_in(year, names):
    """The town's name at the end of `year`, out of all its `names`, oldest first."""
    last = Period.of_year(year).last_day
    known = [name.town for name in names if name.starts_on <= last]
    return known[-1] if known else say("本镇")


@for_readers
def report_year(request, year):
    """The annual report of a year: closed, stored, or as it would begin."""
    return year_page(request, year, Report.Kind.ANNUAL)


@for_readers
def handling_year(request, year):
    """The report on the handling of motions, which the congress hears (代表法第五十一条)."""
    return year_page(request, year, Report.Kind.HANDLING)


def year_page(request, year, kind):
    is_live = is_asked(request, "live")
    edition = None if is_live else kept.newest(report__year=year, report__kind=kind)
    if edition:
        return edition_page(request, edition)
    report = annual_or_empty(year, kind)
    if report is None:
        return render(request, "reports/report_empty.html", {"year": year})
    return live_page(request, report, editions_of(report) if is_live else [])


@for_readers
def report_paper(request, pk):
    """A report of any other kind."""
    report, is_live = stored_or_404(pk), is_asked(request, "live")
    if report.kind in Report.ONE_A_YEAR:
        return redirect(report.live_url if is_live else report)
    edition = None if is_live else kept.newest(report=pk)
    if edition:
        return edition_page(request, edition)
    return live_page(request, report, editions_of(report) if is_live else [])


def live_page(request, report, editions):
    """`report` with today's numbers: a draft, until it is closed as well as after its `editions`."""
    renderer = outline.Renderer(report)
    document = renderer.render().as_draft()
    context = {
        "town_name": renderer.names_now.town,
        "report": report, "title": document.title,
        "outline": document.headings, "blocks": document.blocks_for(request.user),
        "gaps": document.gaps if request.user.is_office else [],
        "numbers_count": document.numbers_count,
        "editions": editions, "since": since(editions, renderer),
        "called": closing.called(editions[0].number + 1 if editions else 1),
        "links": links_of(report), "can_edit": request.user.is_office,
        "no_rule": no_rule(document, request.user),
        "not_begun": not_begun(document, renderer.ledger),
        "unplaced": unplaced(document, report.period),
        "meanings": meanings.changed(report, document.values),
    }  # fmt: skip
    return render(request, "reports/report.html", context)


def no_rule(document, user):
    """What no rule sets a due date for, where a number of `document` is about that; else None."""
    is_about = any(value.undated for value in document.values.values())
    return deadlines.notice(user, with_opinions=True) if is_about else None


def unplaced(document, period):
    """How many motions are perhaps of the `period` of a `document` that counts motions: nobody knows."""
    asked = {one.figure.family for one in document.values}
    if LedgerStart.Family.MOTIONS not in asked or period.is_whole_years:
        return 0
    return Motion.objects.received().perhaps_in(period).count()


def not_begun(document, ledger):
    """The families of records that `document` counts and of which the ledger claims nothing, in words."""
    asked = {one.figure.family for one in document.values}
    return [family.label for family in LedgerStart.Family if family in asked - set(ledger.starts)]


def editions_of(report):
    """The editions of a report, the latest first, without their words, numbers and files."""
    return list(Edition.objects.filter(report=report).without_bytes()) if report.pk else []


def since(editions, renderer):
    """What became of the latest edition's records (corrections.Summary); None without an edition."""
    if not editions:
        return None
    return corrections.summary(editions[0], renderer.ledger, renderer.values)


def links_of(report):
    """Where else one goes from a report's page, and what takes it away on paper."""
    year, pk = report.year, report.pk
    is_annual = report.kind == Report.Kind.ANNUAL
    return {
        "files": live_files_of(report),
        "others": addresses.others_of(report),
        "check": reverse("report-check", args=[year]) if is_annual else "",
        "begin": ""
        if pk or report.own_term is None
        else reverse("report-begin", args=[year, report.kind]),
        "edit": reverse("report-edit", args=[pk]) if pk else "",
        "close": reverse("report-close", args=[pk]) if pk else "",
    }


def live_files_of(report):
    """(label, address) of its files with today's numbers, the Word last."""
    forms = [("PDF（草稿）", "pdf")] * pdf.is_available() + [("下载 Word（草稿）", "word")]
    return [(label, addresses.live_paper_url(report, form)) for label, form in forms]
