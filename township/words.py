"""The words that follow from what a town is: 镇长 or 乡长, 市级 or 县级.

Our own texts are written as for a town (镇) in a city (市). `said` says them as this town does, when
they are shown; what people typed and what is stored is never touched. The names of the town are dated,
so the words are too: `speaking_on` says them as of another day.
"""

import functools
import re
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.utils.functional import lazy

from township.spans import today

# 乡镇 and 城镇 mean any town; 市 alone may be the prefecture.
TOWN = re.compile("(?<![乡城集])镇(?!长)")
HEAD = re.compile("(?<!乡)镇长")
COUNTY = re.compile("县（市、区）|(?<!上级)市(?=里|级|委|人大|政府)")

# The rows of TownName, where somebody reads them once; None where nobody does.
NAMES = ContextVar("NAMES", default=None)
# The day whose words are spoken; None for today.
DAY = ContextVar("DAY", default=None)
# True while our texts are meant as they are written: migrations compare them.
AS_WRITTEN = ContextVar("AS_WRITTEN", default=False)


def say(text, on=None):
    """`text`, one of our own, in the words of this town on the day `on`; by default on that of
    `speaking_on`, or today.
    """
    if AS_WRITTEN.get() or not apps.ready or not follows_the_kind(text):
        return text
    return in_words_of(text, name_on(on or DAY.get() or today()))


# For labels: it is said when it is shown.
said = lazy(say, str)


def spellings(text):
    """`text`, one of our own, as towns of every kind say it (a set)."""
    return {
        replaced(text, town, head, county)
        for town, head, county in names_model().words_of_all_kinds()
    }


def in_words_of(text, name):
    """`text`, one of our own, in the words of the TownName `name`."""
    return replaced(text, name.kind_word, name.head_word, name.county_word)


@functools.lru_cache(maxsize=4096)
def follows_the_kind(text):
    """Whether towns say `text` in different words: most of our texts are the same everywhere."""
    return any(pattern.search(text) for pattern in (TOWN, HEAD, COUNTY))


@functools.lru_cache(maxsize=4096)
def replaced(text, town, head, county):
    return COUNTY.sub(county, TOWN.sub(town, HEAD.sub(head, text)))


@contextmanager
def speaking_on(day):
    """While this lasts, words are those of `day`: a report speaks as its year did."""
    token = DAY.set(day)
    try:
        yield
    finally:
        DAY.reset(token)


@contextmanager
def as_written():
    """While this lasts, nothing is said otherwise, and the database is not asked."""
    token = AS_WRITTEN.set(True)
    try:
        yield
    finally:
        AS_WRITTEN.reset(token)


# The names, read once.


@contextmanager
def reading_names_once():
    """While this lasts, the names are asked for once, and not at all where no word needs them."""
    if NAMES.get() is not None:
        yield
        return
    token = NAMES.set([])
    try:
        yield
    finally:
        NAMES.reset(token)


def forget_names():
    """What was read of the names does not hold any more: one was stored."""
    if rows := NAMES.get():
        rows.clear()


def name_on(day):
    """The TownName in force on `day`; where none is, one that says 本镇 or, by its neighbour, 本乡."""
    rows = known_names()
    found = next((row for row in rows if row.covers(day)), None)
    return found or names_model().unnamed(like=nearest(rows, day))


def known_names():
    """All rows of TownName, the earliest first: a town has few."""
    kept = NAMES.get()
    if kept:
        return kept[0]
    rows = list(names_model().objects.order_by("starts_on"))
    if kept is not None:
        kept.append(rows)
    return rows


def names_model():
    return apps.get_model("township", "TownName")  # whose own labels are said here


def nearest(rows, day):
    """The row that begins next after `day`, or else the last; None where there is no row."""
    return next((row for row in rows if row.starts_on > day), rows[-1] if rows else None)


class NamesMiddleware:
    """Each request reads the names of the town once, whatever it says."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with reading_names_once():
            return self.get_response(request)
