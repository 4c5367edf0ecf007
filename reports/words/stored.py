"""Which reports there are, of which years."""

from django.shortcuts import get_object_or_404

from congress.models import Activity, Meeting
from motions.models import Motion
from reports.asking.days import Seen, paper_day
from reports.asking.periods import FIRST_YEAR, LAST_YEAR, Periods
from reports.asking.registry import REGISTRY, Asked
from reports.counting.evaluate import Ledger, evaluate
from reports.models import Report
from reports.words.drafting import report_of
from representatives.models import Visit
from township.spans import Period, today

DATED = (
    (Meeting, "starts_on"),
    (Activity, "starts_on"),
    (Motion, "submitted_on"),
    (Visit, "visited_on"),
)


def years_with_data():
    """The years in which anything was recorded, the latest first: {year: its Periods}."""
    kept = Report.objects.filter(kind__in=Report.ONE_A_YEAR)
    rows = list(kept.values_list("year", "kind", "recorded_on"))
    years = {year for year, *_ in rows}
    days = {year: day for year, kind, day in rows if kind == Report.Kind.ANNUAL}
    for model, field in DATED:  # what is only announced is no data yet
        happened = model.objects.filter(**{f"{field}__lte": today()}).order_by()
        years |= {day.year for day in happened.dates(field, "year")}
    known = sorted((year for year in years if FIRST_YEAR <= year <= LAST_YEAR), reverse=True)
    return {year: whole_year(year, days.get(year)) for year in known}


def periods_of_years(years):
    """{year: its Periods}, each told whole, to stand beside others; one statement.

    Where its annual report has chosen a day after the year's end, on that day.
    """
    kept = Report.objects.filter(kind=Report.Kind.ANNUAL, year__in=years)
    days = dict(kept.values_list("year", "recorded_on"))
    return {year: whole_year(year, days.get(year)) for year in years}


def whole_year(year, chosen):
    """The Periods of `year` on the `chosen` day (None: none was), but where that would cut it short."""
    is_whole = chosen is not None and chosen >= Period.of_year(year).last_day
    return Periods(year, None, day=chosen if is_whole else None)


def periods_of_report(year):
    """The Periods of the annual report of `year` without its term; one statement."""
    kept = Report.objects.filter(kind=Report.Kind.ANNUAL, year=year)
    days = kept.values_list("recorded_on", "signed_on").first() or (None, None)
    return Periods(year, None, day=paper_day(*days, Period.of_year(year)))


def stored_or_404(pk):
    return get_object_or_404(Report.objects.select_related("term", "session__term"), pk=pk)


def annual_or_empty(year, kind):
    """The Report of `kind`, or None where nothing was ever recorded in `year`."""
    report = report_of(year, kind)
    return report if report.pk or has_data(year) else None


def seen_year(year):
    """`year` on the day of record that its annual report chose (a Seen); one statement."""
    periods = periods_of_years([year])[year]
    return Seen(periods.own, periods.day)


def has_data(year):
    """True when anything was recorded in `year`; one statement."""
    period = Period.of_year(year)
    figures = [
        REGISTRY[name]
        for name in ("人代会次数", "主席团会议次数", "活动次数", "镇议案建议件数", "走访户次")
    ]
    everything = Ledger({figure.family: period.start for figure in figures})
    # As of its last day, whether that is past or not: what is planned is something too.
    asked = [Asked(figure, period, day=period.last_day) for figure in figures]
    return any(known.number for known in evaluate(asked, everything).values())
