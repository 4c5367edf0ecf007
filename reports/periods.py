"""The periods a report speaks of: its own year, the term, the year before, a named year."""

import re

from township.spans import Period

FIRST_YEAR, LAST_YEAR = 1950, 2100
OWN, TERM, PREVIOUS = "", "本届", "上年"
SPAN = re.compile(r"([0-9]{4})年至([0-9]{4})年")
SPAN_PARAMETER = re.compile(r"([0-9]{4})-([0-9]{4})")


def span_of(first, last):
    """The Period from the first day of the year `first` to the last of `last` (two ints).

    Raises LookupError where they are no years of ours, or not in order.
    """
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        raise LookupError(f"{first}年至{last}年不是一段年份")
    return Period(Period.of_year(first).start, Period.of_year(last).end)


class Periods:
    """The periods of the report for `year`, whose "本届" is `term` (a Term or None)."""

    def __init__(self, year, term):
        self.year = year
        self.term = term
        self.own = Period.of_year(year)

    @property
    def previous(self):
        return Period.of_year(self.year - 1)

    @property
    def of_term(self):
        """From the term's start to the earlier of its end and the report's; None without a term."""
        if self.term is None or self.term.starts_on >= self.own.end:
            return None
        end = min(self.term.ended_on or self.own.end, self.own.end)
        return Period(self.term.starts_on, end)

    def resolve(self, word):
        """The Period that `word` names ("", 本届, 上年, 2020年, 2017年至2021年); else LookupError."""
        if word == OWN:
            return self.own
        if word == PREVIOUS:
            return self.previous
        if word == TERM:
            if self.of_term is None:
                raise LookupError("这一年不在任何一届之内")
            return self.of_term
        span = SPAN.fullmatch(word)
        if span:
            return span_of(int(span[1]), int(span[2]))
        digits = word.removesuffix("年")
        is_year = word.endswith("年") and digits.isascii() and digits.isdigit()
        if is_year and FIRST_YEAR <= int(digits) <= LAST_YEAR:
            return Period.of_year(int(digits))
        raise LookupError(f"不认识的期间“{word}”")

    def parameter(self, word):
        """`word` as the `period` of an address: term, previous, 2020, 2017-2021, or "" for its own."""
        known = {OWN: "", TERM: "term", PREVIOUS: "previous"}
        return known.get(word, word.replace("年至", "-").removesuffix("年"))

    def from_parameter(self, text):
        """The word that an address means; the inverse of `parameter`."""
        known = {"": OWN, "term": TERM, "previous": PREVIOUS}
        span = SPAN_PARAMETER.fullmatch(text)
        return f"{span[1]}年至{span[2]}年" if span else known.get(text, f"{text}年")

    def name(self, word):
        """The period in a word: 2021年, 本届."""
        return {OWN: f"{self.year}年", PREVIOUS: f"{self.year - 1}年"}.get(word, word)

    def label(self, word):
        """The period in words, with its first and last day."""
        return f"{self.name(word)}（{days(self.resolve(word))}）"


def days(period):
    """A period's first and last day, as people write them."""
    return f"{period.start}至{period.last_day}"
