"""Where the pages and files of a report are."""

from django.urls import reverse

from reports.models import Report


def paper_url(report, form):
    """The address of `report` as a file; `form` is word or pdf. Once closed it is the newest edition."""
    if report.kind == Report.Kind.ANNUAL:
        return reverse(f"report-{form}", args=[report.year])
    if report.kind == Report.Kind.HANDLING:
        return reverse(f"report-handling-{form}", args=[report.year])
    return reverse(f"report-paper-{form}", args=[report.pk])


def live_paper_url(report, form):
    """The address of the file with today's numbers."""
    return f"{paper_url(report, form)}?live=1"


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


def figure_address(edition, index):
    """The rows that were counted for the figure at place `index` of `edition`; "" without one."""
    if index is None:
        return ""
    return reverse("report-edition-figure", args=[edition.report_id, edition.number, index])


def edition_file(edition, form, **query):
    """The address of `edition` as a file; `form` is word, pdf, json or sheet."""
    arguments = [edition.report_id, edition.number]
    return reverse(f"report-edition-{form}", args=arguments, query=query or None)
