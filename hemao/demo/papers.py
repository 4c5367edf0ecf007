"""The reports that the town has written, the plans in them, and the edition that it handed in."""

import datetime

from hemao.demo import data
from reports.editions import closing
from reports.editions import services as edition_services
from reports.models import PlanItem, Report
from reports.studio import services
from reports.words import drafting, meanings, plans
from township.spans import Period

HANDED_IN = 2021  # the year whose published report hemao is measured by
SIGNED = (1, 10)  # month and day of the year that follows


def years(build):
    """The years whose reports are stored: around the one that was handed in, and the last two."""
    last = build.today.year - 1
    return sorted({HANDED_IN - 1, HANDED_IN, last - 1, last})


def make(build):
    words = data.toml("papers")
    for year in years(build):
        report = draft(year)
        report.revisions = meanings.revisions()  # its words were written of what is counted today
        build.save([report])
        for section in report.draft:
            section.changed_at, section.changed_by = build.midnight, build.by
        build.save(report.draft)
        build.save(
            PlanItem(report=report, year=year + 1, order=order, **item)
            for order, item in enumerate(words["plan"], 1)
        )
    for year in years(build):
        if Period.of_year(year + 1).end <= build.today:
            answer(build, year + 1, words["answers"])


def draft(year):
    """The words of 2021 are those of the published report; others begin from the outline."""
    text = None
    if year == HANDED_IN:
        text = (data.FOLDER / "report-2021.txt").read_text(encoding="utf-8")
    signed_on = datetime.date(year + 1, *SIGNED)
    return drafting.draft(Report.Kind.ANNUAL, year, text=text, signed_on=signed_on)


def answer(build, year, words):
    """Say of each item that was planned for `year` what the records say."""
    for progress in plans.progress_in(year):
        is_done = progress.is_reached or progress.value is None
        outcome = PlanItem.Outcome.DONE if is_done else PlanItem.Outcome.PARTLY
        said = (
            words["no_number"]
            if progress.value is None
            else words["reached" if is_done else "short"]
        )
        services.answer(progress.item, outcome=outcome, answer=said, by=build.by)


def close(build):
    """定稿, by the chairman, of the report for 2021."""
    report = Report.objects.select_related("term").get(year=HANDED_IN, kind=Report.Kind.ANNUAL)
    seen = closing.take(report).mark
    edition_services.close(report, by=build.users["leader"], seen=seen)
