"""Reports as they read now: the list, each page, the Word file. For office and leadership; else 404."""

from django.shortcuts import redirect, render
from django.urls import reverse

from motions import deadlines
from reports.asking.readers import for_readers
from reports.asking.registry import REGISTRY
from reports.editions import corrections
from reports.figures.evaluate import evaluate
from reports.figures.sentences import headline
from reports.models import Edition, Report
from reports.paper import pdf
from reports.words import outline
from reports.words.stored import annual_or_empty, stored_or_404, years_with_data
from township.models import TownName
from township.spans import Period

HEADLINES = ("人代会次数", "主席团会议次数", "镇议案建议件数", "走访户次", "满意率")


@for_readers
def report_list(request):
    years = years_with_data()
    asked = {
        (year, name): periods.asked(REGISTRY[name])
        for year, periods in years.items()
        for name in HEADLINES
    }
    values = evaluate(asked.values())
    names = list(TownName.objects.order_by("starts_on"))
    entries = [
        {
            "year": year,
            "title": f"{town_in(year, names)}{year}年人大工作总结",
            "url": reverse("report-year", args=[year]),
            "word_url": reverse("report-word", args=[year]),
            "has_data": True,
            "counts": [
                (
                    name,
                    headline(REGISTRY[name], values[asked[year, name]]),
                    periods.address(asked[year, name]),
                )
                for name in HEADLINES
            ],
        }
        for year, periods in years.items()
    ]
    context = {
        "years": entries, "span_url": span_url(list(years)), "can_begin": request.user.is_office,
        "papers": Report.objects.exclude(kind__in=Report.ONE_A_YEAR).select_related("term"),
    }  # fmt: skip
    return render(request, "reports/report_list.html", context)


def span_url(years):
    """Where the last five of `years` (the latest first) stand side by side; "" for a single one."""
    if len(years) < 2:
        return ""
    return reverse("report-span", args=[max(years[-1], years[0] - 4), years[0]])


def town_in(year, names):
    """The town's name at the end of `year`, out of all its `names`, oldest first."""
    last = Period.of_year(year).last_day
    known = [name.town for name in names if name.starts_on <= last]
    return known[-1] if known else "本镇"


@for_readers
def report_year(request, year):
    """The annual report of a year: stored, or as it would begin."""
    return report_page(request, annual_or_empty(year, Report.Kind.ANNUAL), year)


@for_readers
def handling_year(request, year):
    """The report on the handling of motions, which the congress hears (代表法第五十一条)."""
    return report_page(request, annual_or_empty(year, Report.Kind.HANDLING), year)


@for_readers
def report_paper(request, pk):
    """A report of any other kind."""
    report = stored_or_404(pk)
    if report.kind in Report.ONE_A_YEAR:
        return redirect(report)
    return report_page(request, report, report.year)


def report_page(request, report, year):
    if report is None:
        return render(request, "reports/report_empty.html", {"year": year})
    renderer = outline.Renderer(report)
    document = renderer.render()
    editions = editions_of(report)
    context = {
        "town_name": renderer.names_now.town,
        "report": report, "title": document.title, "kind": report.get_kind_display(),
        "outline": document.headings, "blocks": document.blocks_for(request.user),
        "gaps": document.gaps if request.user.is_office else [],
        "numbers_count": document.numbers_count,
        "editions": editions, "since": since(editions, renderer),
        "links": links_of(report), "can_edit": request.user.is_office,
        "no_rule": no_rule(document, request.user),
    }  # fmt: skip
    return render(request, "reports/report.html", context)


def no_rule(document, user):
    """What no rule sets a due date for, where a number of `document` is about that; else None."""
    is_about = any(value.undated for value in document.values.values())
    return deadlines.notice(user, with_opinions=True) if is_about else None


def editions_of(report):
    """The editions of a report, the latest first; only the latest with its words and numbers."""
    if not report.pk:
        return []
    rows = Edition.objects.filter(report=report).select_related("made_by")
    return list(rows.without_bytes())


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
        "word": paper_url(report, "word"),
        "pdf": paper_url(report, "pdf") if pdf.is_available() else "",
        "others": others_of(report),
        "check": reverse("report-check", args=[year]) if is_annual else "",
        "begin": ""
        if pk or report.own_term is None
        else reverse("report-begin", args=[year, report.kind]),
        "edit": reverse("report-edit", args=[pk]) if pk else "",
        "close": reverse("report-close", args=[pk]) if pk else "",
    }


def others_of(report):
    """(label, address) of the pages about the same year."""
    pages = [("全部数字", "figure-list"), ("年度总结", "report-year")]
    if report.kind == Report.Kind.ANNUAL:
        pages = [
            ("全部数字", "figure-list"), ("附表", "report-annex"), ("上级报表", "table-list"),
            ("计划落实", "report-plan"),
            ("建议办理情况报告", "report-handling"),
        ]  # fmt: skip
    return [(label, reverse(name, args=[report.year])) for label, name in pages]


def paper_url(report, form):
    """The address of `report` as a file; `form` is word or pdf."""
    if report.kind == Report.Kind.ANNUAL:
        return reverse(f"report-{form}", args=[report.year])
    if report.kind == Report.Kind.HANDLING:
        return reverse(f"report-handling-{form}", args=[report.year])
    return reverse(f"report-paper-{form}", args=[report.pk])
