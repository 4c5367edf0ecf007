"""The day of record (截至日): a period as it stands at the end of a day, and the year before it."""

import datetime

from township.spans import Period, today


class Seen(Period):
    """A Period as it stands at the end of `day`: what came later is not in it.

    A day after the period lengthens nothing: states are those of that day.
    """

    def __new__(cls, period, day):
        end = min(period.end, max(period.start, day + datetime.timedelta(days=1)))
        seen_period = super().__new__(cls, period.start, end)
        seen_period.day = day
        return seen_period


def usual_day(period):
    """The day of record where nobody chose one: the period's last, or today while it runs."""
    return min(period.last_day, today())


def paper_day(chosen, signed_on, period):
    """The day of record of a paper about `period`: the `chosen` one, else that of a signature in it.

    What is signed cannot tell of later days. None leaves it at the usual day.
    """
    is_early = signed_on is not None and signed_on <= period.last_day
    return chosen or (signed_on if is_early else None)


def seen(period):
    """`period` as it is, where it is a Seen; else as it stands on its usual day of record."""
    return period if isinstance(period, Seen) else Seen(period, usual_day(period))


def years_before(day, years=1):
    """The same day of an earlier year; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def year_before(period):
    """The same days a year earlier. What ends with 28 February of a leap year does so in any."""
    start, end = period
    leaps = (end.month, end.day) == (2, 29)
    return Period(
        years_before(start), end.replace(end.year - 1, 3, 1) if leaps else years_before(end)
    )
