"""The periods a report speaks of: its own year, the term, the year before, a named year."""

import datetime
import re

from django.urls import reverse

from reports.asking.days import usual_day, year_before, years_before
from reports.asking.registry import Asked
from township.spans import Period, day_in_words, today

FIRST_YEAR, LAST_YEAR = 1950, 2100
OWN, TERM, PREVIOUS, FIVE = "", "本届", "上年", "五年"
SEVERAL_YEARS = (TERM, FIVE)  # they end where the report does
SPAN = re.compile(r"([0-9]{4})年至([0-9]{4})年")
SPAN_PARAMETER = re.compile(r"([0-9]{4})-([0-9]{4})")
DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
DAYS = re.compile(f"{DAY}至{DAY}")
DAYS_PARAMETER = re.compile(f"{DAY}_{DAY}")


def span_of(first, last):
    """The Period from the first day of the year `first` to the last of `last` (two ints).

    Raises LookupError where they are no years of ours, or not in order.
    """
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        raise LookupError(f"{first}年至{last}年不是一段年份")
    return Period(Period.of_year(first).start, Period.of_year(last).end)


def days_of(first, last):
    """The Period of the days `first` to `last`, both in it (two texts such as 2021-06-30).

    Raises LookupError where they are no days, none of our years, or not in order.
    """
    try:
        start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    except ValueError:
        raise LookupError(f"{first}至{last}不是一段日期") from None
    if start > end or start.year < FIRST_YEAR or end.year > LAST_YEAR:
        raise LookupError(f"{first}至{last}不是一段日期")
    return Period(start, end + datetime.timedelta(days=1))


def days_in_words(period):
    """2021年3月 where it is a whole month, else 2021年1月1日至6月30日."""
    first, last = period.start, period.last_day
    if first.day == period.end.day == 1 and (last - first).days < 31:
        return f"{first.year}年{first.month}月"
    if first == last:
        return day_in_words(first)
    until = day_in_words(last)
    return f"{day_in_words(first)}至{until.removeprefix(f'{first.year}年')}"


class Periods:
    """The periods of a report: its `own`, by default all of `year`; "本届" is `term` (or None).

    `day` is its day of record, by default the usual one of its own period, and never after today.
    An address names a year and means the annual report's term: of any other report
    (`is_annual` False) 本届 is named by its days.
    """

    def __init__(self, year, term, own=None, *, is_annual=True, day=None):
        self.year = year
        self.term = term
        self.own = own or Period.of_year(year)
        self.is_annual = is_annual
        self.day = min(day, today()) if day else usual_day(self.own)

    @property
    def is_running(self):
        """True where the day of record lies before the last day of the report's own period."""
        return self.day < self.own.last_day

    @property
    def is_ahead(self):
        """True where it lies before the first: nothing can be said of that time yet."""
        return self.day < self.own.start

    def day_of(self, word):
        """The day of record of the period that `word` names.

        What reaches up to the report stands on the report's day. A year that is named beside it is
        told whole, and as late after its end as the report is after its own.
        """
        if word in (OWN, *SEVERAL_YEARS):
            return self.day
        last = self.resolve(word).last_day
        late = years_before(self.day, self.own.last_day.year - last.year)
        return min(max(late, last), today())

    def on(self, day, word=OWN):
        """These Periods with such a day of record that what `word` names stands on `day`."""
        years = self.own.last_day.year - self.resolve(word).last_day.year
        own_day = day if word in SEVERAL_YEARS else years_before(day, -years)
        return Periods(self.year, self.term, self.own, is_annual=self.is_annual, day=own_day)

    def asked(self, figure, word=OWN, member=""):
        """The Asked for `figure` in the period that `word` names; LookupError where it names none."""
        return Asked(figure, self.resolve(word), member, self.day_of(word))

    @property
    def is_of_a_year(self):
        return self.own == Period.of_year(self.year)

    @property
    def is_within_a_year(self):
        """False of what spans more than twelve months, and so has no year before it."""
        return self.own.start >= year_before(self.own).end

    @property
    def previous(self):
        """The same days a year earlier."""
        return year_before(self.own)

    @property
    def of_term(self):
        """From the term's start to the earlier of its end and the report's; None without a term."""
        if self.term is None or self.term.starts_on >= self.own.end:
            return None
        end = min(self.term.ended_on or self.own.end, self.own.end)
        return Period(self.term.starts_on, end)

    @property
    def of_five_years(self):
        """The five years up to the end of the report; None where the first is none of ours.

        Where most of the first is of the report's term they are that term's days, as in 五年工作回顾.
        """
        if self.year - 4 < FIRST_YEAR:
            return None
        first = Period.of_year(self.year - 4)
        if self.of_term and (first.end - self.of_term.start) * 2 > first.end - first.start:
            return self.of_term
        return Period(first.start, self.own.end)

    def resolve(self, word):
        """The Period that `word` names; LookupError where it names none.

        Known are "", 本届, 上年, 五年, 2020年, 2017年至2021年, and 2021-01-01至2021-06-30 (both days in it).
        """
        if word == OWN:
            return self.own
        if word == PREVIOUS:
            if not self.is_within_a_year:
                raise LookupError("报告期超过一年，没有“上年”")
            return self.previous
        if word == TERM:
            if self.of_term is None:
                raise LookupError("这一年不在任何一届之内")
            return self.of_term
        if word == FIVE:
            if self.of_five_years is None:
                raise LookupError("五年要从有台账的年份算起")
            return self.of_five_years
        span = SPAN.fullmatch(word)
        if span:
            return span_of(int(span[1]), int(span[2]))
        dates = DAYS.fullmatch(word)
        if dates:
            return days_of(dates[1], dates[2])
        digits = word.removesuffix("年")
        is_year = word.endswith("年") and digits.isascii() and digits.isdigit()
        if is_year and FIRST_YEAR <= int(digits) <= LAST_YEAR:
            return Period.of_year(int(digits))
        raise LookupError(f"不认识的期间“{word}”")

    def parameter(self, word):
        """`word` as the `period` of an address, "" for its own.

        term, previous, 2020, 2017-2021, 2021-01-01_2021-06-30.
        """
        known = {OWN: "", TERM: "term", PREVIOUS: "previous"}
        if word in known:
            # The address knows the year only: what ends elsewhere is named by its days.
            is_known = self.is_of_a_year and (self.is_annual or word != TERM)
            return known[word] if is_known else parameter_of(self.resolve(word))
        if word == FIVE:
            return parameter_of(self.resolve(word))
        return word.replace("年至", "-").replace("至", "_").removesuffix("年")

    def address(self, asked, word=OWN, *, page="figure-rows", **query):
        """The address of the records behind `asked` (reports.asking.registry.Asked); `word` names its period.

        `page` is another page about the same number, and `query` what else that page is told. The
        day of record is named where it is not the period's usual one.
        """
        # The page takes the member by itself: a name that holds one is no figure's name.
        day = "" if asked.day == usual_day(asked.period) else asked.day
        query = {"period": self.parameter(word), "member": asked.member, "day": day, **query}
        told = {key: text for key, text in query.items() if text not in ("", None)}
        return reverse(page, args=[self.year, asked.figure.name], query=told)

    def from_parameter(self, text):
        """The word that an address means; the inverse of `parameter`."""
        known = {"": OWN, "term": TERM, "previous": PREVIOUS}
        span, dates = SPAN_PARAMETER.fullmatch(text), DAYS_PARAMETER.fullmatch(text)
        if dates:
            return f"{dates[1]}至{dates[2]}"
        return f"{span[1]}年至{span[2]}年" if span else known.get(text, f"{text}年")

    def name(self, word):
        """The period in a word: 2021年, 本届, 2021年3月."""
        if DAYS.fullmatch(word):
            return days_in_words(self.resolve(word))
        if not self.is_of_a_year and word in (OWN, PREVIOUS):
            return days_in_words(self.resolve(word))
        return {OWN: f"{self.year}年", PREVIOUS: f"{self.year - 1}年"}.get(word, word)

    def label(self, word):
        """The period in words, with its first and last day."""
        if DAYS.fullmatch(word):
            return self.name(word)
        return f"{self.name(word)}（{days(self.resolve(word))}）"


def parameter_of(period):
    """A period by its days, both in it: 2021-01-01_2021-06-30; whole years as 2017-2021."""
    first, last = period.start, period.last_day
    if period == Period(Period.of_year(first.year).start, Period.of_year(last.year).end):
        return f"{first.year}-{last.year}" if first.year < last.year else f"{first.year}"
    return f"{first}_{last}"


def days(period):
    """A period's first and last day, as people write them."""
    return f"{period.start}至{period.last_day}"
