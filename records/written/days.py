"""Days as offices write them: 2021.3.5, 2021年3月5日, 20210305, 21.3.5, 二〇二一年三月五日, 44260."""

import calendar
import datetime
import re
from typing import NamedTuple

from django.core.exceptions import ValidationError

from records.bounds import DAY_SENTENCE
from records.written.characters import NUMBER, number_of, plain

EXAMPLES = "请写成2026-03-05、2026.3.5或者2026年3月5日"
ROUGHLY = "请写成2021-03-05、2021年3月5日，只知道月份的写2021.3，只知道年份的写2021年"
MONTHS = "请写成1975.6、1975年6月或者1975-06-12"
SEPARATOR = r"\s*[-/.．。、,，年月]\s*"
WHOLE = re.compile(rf"({NUMBER}){SEPARATOR}({NUMBER}){SEPARATOR}({NUMBER})\s*[日号]?")
MONTH = re.compile(rf"({NUMBER})\s*[-/.．。、,，年]\s*({NUMBER})\s*月?(?:份)?")
YEAR = re.compile(rf"({NUMBER})\s*年?")
OF_THIS_YEAR = re.compile(rf"({NUMBER})\s*月\s*({NUMBER})\s*[日号]?")
# What a spreadsheet hangs on: the time of day, the day of the week.
TIME = re.compile(r"[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?[AP]M)?$", re.IGNORECASE)
WEEKDAY = re.compile(r"\s*\(?(周|星期|礼拜)[一二三四五六日天]\)?$")
# Spreadsheets count days from here. What is typed is such a number only where it says a day of these
# years: 20213 and 19756 look like a year and a month, and are asked for again.
SERIAL_START = datetime.date(1899, 12, 30)
SERIALS_FROM = datetime.date(1990, 1, 1)
SERIAL = re.compile(r"([1-9][0-9]{4})(\.[0-9]+)?")
# Two digits of a year are of this century up to so many years from now, or else of the last.
AHEAD = 5
LAST_DAY = 31


class Month(NamedTuple):
    """A month, or a day of it: `first` is the day, or the month's first where `is_whole`."""

    first: datetime.date
    is_whole: bool

    def __str__(self):
        return f"{self.first:%Y-%m}" if self.is_whole else f"{self.first:%Y-%m-%d}"


class Stretch(NamedTuple):
    """Some day from `first` to `last`; the day `first` itself where `last` is None."""

    first: datetime.date
    last: datetime.date | None = None

    def __str__(self):
        return stretch_in_words(self.first, self.last)


DAY_UNKNOWN = "日期不详"


def stretch_in_words(first, last):
    """2021-03-05; 2021年3月（日期不详）, 2021年（日期不详） of some day from `first` to `last`."""
    if last is None:
        return str(first)
    month = f"{first.month}月" if (first.year, first.month) == (last.year, last.month) else ""
    return f"{first.year}年{month}（{DAY_UNKNOWN}）"


def read_day(value, today):
    """The date that `value` (text, or a value of a cell) says; None where it is empty.

    `today` decides the century of 21.3.5. Raises a ValidationError with what would be right.
    """
    read = read_date(value, today)
    if read and read.is_whole:
        raise ValidationError(f"“{plain(value)}”没有写是哪一天，{EXAMPLES}。")
    return read and read.first


def read_month(value, today):
    """The Month that `value` says: 1975.6, 1975年6月, 197506, or a whole day; None where it is empty."""
    try:
        return read_date(value, today)
    except ValidationError as error:
        raise ValidationError(error.messages[0].replace(EXAMPLES, MONTHS)) from None


def read_roughly(value, today):
    """The Stretch that `value` says: 2021.3.5, or 2021.3 and 2021年, as far as today; None where empty."""
    text = plain(value)
    found = YEAR.fullmatch(text)
    if found and len(found[1]) == 4:
        check_month(year := number_of(found[1]), 1)
        return as_far_as(today, datetime.date(year, 1, 1), datetime.date(year, 12, LAST_DAY))
    try:
        read = read_date(value, today)
    except ValidationError as error:
        raise ValidationError(error.messages[0].replace(EXAMPLES, ROUGHLY)) from None
    if not read or not read.is_whole:
        return read and Stretch(read.first)
    days = calendar.monthrange(read.first.year, read.first.month)[1]
    return as_far_as(today, read.first, read.first.replace(day=days))


def as_far_as(today, first, last):
    """What has happened did so by `today`; of what is still to come nothing is cut off."""
    if first == today:
        return Stretch(first)
    return Stretch(first, min(last, today) if first < today else last)


def read_date(value, today):
    if isinstance(value, datetime.date):
        day = value.date() if isinstance(value, datetime.datetime) else value
        return Month(day, is_whole=False)
    text = WEEKDAY.sub("", TIME.sub("", plain(value)))
    if not text:
        return None
    for form in (digits_alone, whole_day, month_alone):
        if read := form(text, today):
            return read
    if OF_THIS_YEAR.fullmatch(text):
        raise ValidationError(f"“{text}”没有写年份，{EXAMPLES}。")
    raise ValidationError(f"“{text}”看不出是哪一天，{EXAMPLES}。")


def digits_alone(text, today):
    """20210305, 210305, 197506 and 44260; None for what has other signs."""
    if found := SERIAL.fullmatch(text):
        day = SERIAL_START + datetime.timedelta(days=int(found[1]))
        is_near = day >= SERIALS_FROM and day.year <= today.year + AHEAD
        return Month(day, is_whole=False) if is_near else None
    if not re.fullmatch(r"[0-9]{6}|[0-9]{8}", text):
        return None
    if len(text) == 8:
        return made(text[:4], text[4:6], text[6:], today)
    if text[:2] in ("19", "20") and 1 <= int(text[4:]) <= 12:
        return month(text[:4], text[4:], today)
    return made(text[:2], text[2:4], text[4:], today)


def whole_day(text, today):
    found = WHOLE.fullmatch(text)
    return found and made(*found.groups(), today)


def month_alone(text, today):
    found = MONTH.fullmatch(text)
    # 3.5 is the fifth of March of no year, and not March of the year 3.
    is_small = found and len(found[1]) < 4 and number_of(found[1]) <= LAST_DAY
    if not found or (is_small and "年" not in text):
        if found:
            raise ValidationError(f"“{text}”没有写年份，{EXAMPLES}。")
        return None
    return month(*found.groups(), today)


def made(year, month, day, today):
    year, month, day = year_of(year, today), number_of(month), number_of(day)
    check_month(year, month)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValidationError(f"{year}年{month}月没有{day}日。")
    return Month(datetime.date(year, month, day), is_whole=False)


def month(year, month, today):
    year, month = year_of(year, today), number_of(month)
    check_month(year, month)
    return Month(datetime.date(year, month, 1), is_whole=True)


def check_month(year, month):
    if not 1900 <= year <= 2999:
        raise ValidationError(DAY_SENTENCE)
    if not 1 <= month <= 12:
        raise ValidationError(f"没有{month}月，月份是1到12。")


def year_of(text, today):
    """The year that `text` says; of two digits, the one that is near: 21 → 2021, 75 → 1975."""
    year = number_of(text)
    if len(text) == 1:  # 5/3/21 may be May or March
        raise ValidationError(f"年份写两位或者四位，{EXAMPLES}。")
    if len(text) > 2:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + AHEAD else century - 100 + year
