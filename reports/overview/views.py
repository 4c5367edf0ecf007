"""总览, for office and leadership."""

import re

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from motions import deadlines
from reports.asking.periods import FIRST_YEAR, Periods
from reports.asking.readers import for_readers
from reports.overview import board as boards
from reports.overview import waiting
from reports.words import plans
from reports.words.stored import years_with_data
from township.models import Town
from township.spans import today

YEAR = re.compile("[0-9]{4}")


@for_readers
@Town.read_once()
def overview(request):
    """The year so far beside the last to the same day; `?year=` an earlier one as a whole."""
    day, years = today(), years_with_data()
    year = asked_year(request, day)
    # The year that runs is shown as it is today, whatever day a report of it has chosen.
    periods = Periods(year, None) if year == day.year else years.get(year, Periods(year, None))
    sight = boards.Sight(periods)
    board = boards.Board(sight) if sight.year in years else None
    links = year_links(years, sight, day)
    context = {
        "sight": sight,
        "years": links,
        "other": next((link for link in links if not link["current"]), None),
        "has_data": board is not None,
        "headlines": boards.headlines(board) if board else [],
        "cards": boards.cards(board) if board else [],
        "waiting": waiting.groups(day) if sight.is_running else [],
        "plan": plans.progress_in(sight.year, sight.day, board and board.ledger),
        "late_opinions": boards.late_opinions(board) if board and sight.is_running else None,
        "no_rule": deadlines.notice(request.user, with_opinions=True),
    }
    return render(request, "reports/overview.html", context)


def asked_year(request, day):
    """The year that the address names, else this one; 404 if that is no year, or has not begun."""
    text = request.GET.get("year") or str(day.year)
    if not YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= day.year:
        raise Http404
    return int(text)


def year_links(years, sight, day):
    """This year and every other with data, the latest first."""
    begun = {year for year in years if year <= day.year}
    known = sorted({*begun, day.year, sight.year}, reverse=True)
    return [
        {
            "label": f"{year}年",
            "url": reverse("overview", query=None if year == day.year else {"year": year}),
            "current": year == sight.year,
        }
        for year in known
    ]
