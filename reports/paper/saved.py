"""The names that reports are saved under: a file is passed on without the page that it came from."""

from reports.asking.periods import days_in_words
from reports.models import Report


def saved_as(report, title, state=""):
    """鹤毛镇2021年人大工作总结（草稿）: a file's name without an ending, of `report` headed `title`.

    Every name holds its year. A free report may cover any days, so its name holds those, unless they
    are one whole year or the title has them already. `state` is what the paper is: 草稿, 第1版定稿.
    """
    days = days_of(report)
    if days in title:
        days = ""
    if not days and f"{report.year}年" not in title:
        title = f"{report.year}年{title}"
    notes = "，".join(note for note in (days, state) if note)
    return f"{title}（{notes}）" if notes else title


def days_of(report):
    """The days of a free report in words; nothing where its year says them all."""
    period = report.period
    is_a_year = period.is_whole_years and period.start.year == period.last_day.year
    return "" if report.kind != Report.Kind.FREE or is_a_year else days_in_words(period)
