"""How a cell is read: by the field of the form in which it would be typed, so with its sentences."""

import datetime
import re
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Choices

from records.fields import DayField
from records.written import normal, plain, read_mark, read_month, read_phones
from records.written.characters import NUMBER, number_of, seen
from records.written.phones import NOTHING
from township.spans import today
from township.words import say

MANY = 50_000


def text_of(value):
    """What a cell says, as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return seen(str(value))


def text(model, column):
    one = model._meta.get_field(column)
    found = []

    def read(value):
        if not found:
            found.append(one.formfield(required=False))
        return found[0].clean(text_of(value))

    return read


def name(value):
    """A person's name, in its normal form."""
    return normal(text_of(value))


@lru_cache(MANY)
def day(value):
    """A day; a whole number in a cell may be a spreadsheet's own (44260)."""
    return DayField(required=False).clean(value if value is None else str(value))


@lru_cache(MANY)
def month(value):
    """A records.written.Month: 1975.6, 1975-06, or a day."""
    text = text_of(value)
    refuse_lost_zero(value, text)
    return read_month(text, today=today()) if text else None


def refuse_lost_zero(value, text):
    """A spreadsheet keeps 1975.10 as the number 1975.1: which month it was nobody can see."""
    if isinstance(value, float) and LOST_ZERO.fullmatch(text):
        year = text.removesuffix(".1")
        raise ValidationError(
            f"表格把“{year}.10”也存成“{text}”，分不清是1月还是10月，请写成{year}年1月或者{year}年10月。"
        )


class Unsaid(Exception):
    """A cell has something in it that says nothing of the record; the sentence says why."""


LOST_ZERO = re.compile(r"(?:19|20)\d\d\.1")
HIDDEN = re.compile(r"[0-9*＊xX×]*[0-9][*＊xX×]{2,}[0-9*＊xX×]*")


def phones(value):
    """The telephone numbers of a cell, the first mobile first.

    One with its middle left out, as lists show it, is no number: Unsaid.
    """
    text = text_of(value)
    if HIDDEN.search(text):
        raise Unsaid(f"“{text}”隐去了几位，不读入，台账里的号码不变。")
    return tuple(read_phones(text))


def mark(value):
    return read_mark(text_of(value))


WHOLE = forms.IntegerField(required=False)
# 3,4 says three or four, and not thirty-four.
THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+")


NO_NUMBER = NOTHING | {"—", "——"}
"""What forms write where there is no number: nobody is away, or nobody counted. Nothing is said by it."""


def number(unit=""):
    """A whole number; its unit may stand behind it: 4人."""

    def read(value):
        words = plain(text_of(value)).removesuffix(unit)
        if words in NO_NUMBER:
            return None
        return WHOLE.clean(words.replace(",", "") if THOUSANDS.fullmatch(words) else words)

    return read


def choice(choices, also=None, blank=""):
    """One of `choices` by its label; `also`: {other word: value}. What fits none is refused."""
    also = also or {}

    @lru_cache(1000)
    def read(value):
        words = plain(text_of(value))
        if not words:
            return blank
        known = labels_of(choices) | also
        if words in known:
            return choices(known[words])
        parts = {key for label, key in known.items() if words in label.split("、")}
        if len(parts) == 1:
            return choices(parts.pop())
        labels = "、".join(say(str(label)) for key, label in choices.choices if key)
        raise ValidationError(f"“{words}”不在可以填的里面，请填：{labels}。")

    return read


def labels_of(choices):
    """{label: value}, as it stands in the program and as this town says it."""
    pairs = [(key, str(label)) for key, label in choices.choices if key]
    return {plain(words): key for key, label in pairs for words in (label, say(label))}


def shown(row, column, value):
    """A value of a record in words, as the preview shows it: 2021-03-05, 男, 桥头村."""
    field = row._meta.get_field(column)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.choices:
        return say(str(dict(field.flatchoices).get(value, value)))
    return str(value)


def in_words(value):
    """What was read from a cell, in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Choices):
        return say(str(value.label))
    if type(value) in (tuple, list):  # a Month says itself
        return "、".join(map(str, value))
    if isinstance(value, datetime.datetime):
        return str(value.date())
    return str(value)


NUMBERED = re.compile(rf"第?({NUMBER})(?:号|选区)*")


def constituency_number(value):
    """The number of a constituency: 3, 第3选区, 三."""
    text = plain(text_of(value))
    found = NUMBERED.fullmatch(text.replace(" ", ""))
    return number_of(found[1]) if found else WHOLE.clean(text)
