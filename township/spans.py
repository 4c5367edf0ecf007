"""Days and spans. Every span is half-open: `ended_on` is the first day no longer in force."""

import contextvars
import datetime
from contextlib import contextmanager
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Period(NamedTuple):
    """The days from `start` up to, but not including, `end`."""

    start: datetime.date
    end: datetime.date

    @classmethod
    def of_year(cls, year):
        """The calendar year `year` (an int)."""
        return cls(datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1))

    @property
    def last_day(self):
        return self.end - datetime.timedelta(days=1)

    @property
    def is_whole_years(self):
        """Whether it cuts no calendar year: what is known by its year lies in it or does not."""
        return all((day.month, day.day) == (1, 1) for day in self)

    def __contains__(self, day):
        return self.start <= day < self.end

    def __str__(self):
        return f"{self.start}至{self.last_day}"


# The day that is supposed to be today, while a text is written about other days than these.
SUPPOSED = contextvars.ContextVar("supposed_today", default=None)


def today():
    """The local date in the town; the only place that asks the clock for a day."""
    return SUPPOSED.get() or timezone.localdate()


@contextmanager
def supposed_today(day):
    """While this lasts, `day` is today."""
    token = SUPPOSED.set(day)
    try:
        yield
    finally:
        SUPPOSED.reset(token)


def day_in_words(day: datetime.date):
    """2022年1月8日, as 公文 dates a document: no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


FOUNDED = datetime.date(1949, 10, 1)
PLANNED_AHEAD = datetime.timedelta(days=2 * 366)


def refuse_odd_days(row, *, happened=(), planned=()):
    """Raise ValidationError at each field of `row` whose day cannot be meant.

    What `happened` is not after today, what is `planned` at most two years ahead, and
    nothing is older than the republic.
    """
    day, wrong = today(), {}
    for field in (*happened, *planned):
        value, label = getattr(row, field), row._meta.get_field(field).verbose_name
        if value is None:
            continue
        if value > day and field in happened:
            wrong[field] = f"{label}不能在今天之后。"
        elif value > day + PLANNED_AHEAD:
            wrong[field] = f"{label}不能在两年以后，请核对年份。"
        elif value < FOUNDED:
            wrong[field] = f"{label}不能早于{FOUNDED}，请核对年份。"
    if wrong:
        raise ValidationError(wrong)


def in_force(day, prefix=""):
    """The condition that a span (`starts_on`, `ended_on`, behind `prefix`) covers `day`."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ended_on": None}) | Q(**{f"{prefix}ended_on__gt": day})
    )


def overlapping(start, end, prefix=""):
    """The condition that a span shares a day with [start, end); `end` None is open."""
    begun = Q() if end is None else Q(**{f"{prefix}starts_on__lt": end})
    return begun & (Q(**{f"{prefix}ended_on": None}) | Q(**{f"{prefix}ended_on__gt": start}))


def is_now(day):
    """True of None and of any day from today on: nothing is entered that happens tomorrow, so what
    happened since `day` need not be looked for.
    """
    return day is None or day >= today()


def happened(field, on=None):
    """The condition that the date `field` is known; with the day `on`, that it had come by then."""
    return Q(**{f"{field}__isnull": False}) if on is None else Q(**{f"{field}__lte": on})


def not_yet(field, on=None):
    """The opposite of `happened`."""
    never = Q(**{field: None})
    return never if on is None else never | Q(**{f"{field}__gt": on})


def within(period, field):
    """The condition that the date `field` lies in `period`."""
    return Q(**{f"{field}__gte": period.start, f"{field}__lt": period.end})


def span_in_order():
    """The constraint that a span has at least one day."""
    return models.CheckConstraint(
        condition=Q(ended_on=None) | Q(ended_on__gt=F("starts_on")),
        name="%(app_label)s_%(class)s_span_in_order",
        violation_error_message="结束日期要晚于开始日期。",
    )


def not_on_form(row, rows):
    """`rows` without `row` itself and those that are on the same form.

    A form with several rows compares these itself, as they will be once stored: so
    one row can be ended and the next begun in a single step (records.admin.forms).
    """
    return rows.exclude(pk__in={row.pk, *getattr(row, "same_form", ())})


class SpanQuerySet(models.QuerySet):
    def in_force(self, day):
        """The rows whose span covers `day`."""
        return self.filter(in_force(day))

    def overlapping(self, start, end):
        """The rows whose span shares a day with [start, end)."""
        return self.filter(overlapping(start, end))


ENDED_ON_HELP = "从这一天起不再有效；仍在有效期内的留空。"


def refuse_overlap(row, others, sentence):
    """Raise ValidationError when `row`'s span shares a day with one of `others`.

    `sentence` is Chinese and may name the `{other}` row.
    """
    if row.starts_on is None:
        return
    if row.ended_on is not None and row.ended_on <= row.starts_on:
        return  # the constraint says so, with its own sentence
    other = not_on_form(row, others).overlapping(row.starts_on, row.ended_on).first()
    if other:
        raise ValidationError(sentence.format(other=other))
