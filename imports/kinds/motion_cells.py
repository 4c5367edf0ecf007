"""How the cells of a table of motions are read: numbers, several names, verdicts, how far it came."""

import calendar
import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from imports.kinds import cells
from motions.models import Satisfaction
from motions.models.motions import NUMBERS
from records.fields import RoughDayField
from records.written import DAY_UNKNOWN, names_in, plain
from records.written.days import stretch_in_words
from township.models import Level
from township.words import say

NUMBER = re.compile(r"(?:.*?[〔\[(（【]?\d{4}[〕\])）】]?\s*[年\-－—]*\s*)?第?\s*0*(\d{1,4})\s*号?")
OF_SEVERAL = re.compile(r"等\s*\d*\s*(?:[名位个])?\s*(?:人大)?(?:代表|人)?$")
TICK = re.compile(r"[√✓✔☑]")
TICK_BEFORE = re.compile(r"[√✓✔☑](不满意|基本满意|满意)")
TICK_BEHIND = re.compile(r"(不满意|基本满意|满意)[（(]?[√✓✔☑]")


@dataclass(frozen=True)
class StateWord:
    """What a table says of how far a motion came, and the day that has to be there then."""

    words: str
    day: str

    def __str__(self):
        return self.words


@dataclass(frozen=True)
class HandedDown:
    """交办 by the congress of `level`."""

    level: Level
    words: str

    def __str__(self):
        return self.words


@dataclass(frozen=True)
class RoughDay:
    """Some day from `first` to `last`: of an old case only the month or the year is known."""

    first: datetime.date
    last: datetime.date

    def __str__(self):
        return stretch_in_words(self.first, self.last)


@dataclass(frozen=True)
class PromisedBy:
    """The last day of the month or the year by which something is promised."""

    day: datetime.date
    words: str

    def __str__(self):
        return str(self.day)


# 2027年6月底前, 2027年内, 2027年6月30日前: what stands behind says only that it is a term.
TERM = re.compile(r"(?<=[年月日号0-9])(?:底|末|内)?(?:以前|之前|前|内)?$")
WHOLE_YEAR = re.compile(r"(20\d\d)\s*年")
# What stands for a day in the cell of a step that was taken on a day that nobody knows.
UNKNOWN = "不详"
UNKNOWN_WORDS = frozenset([UNKNOWN, "日期不详", "时间不详", "不明", "未知", "不清楚"])

# In the order in which they are looked for: 已办结 before 已交办.
STATES = (
    ("并案", ""), ("退回", ""), ("撤回", ""),
    ("办结", "closed_on"), ("结案", "closed_on"), ("答复", "replied_on"), ("办复", "replied_on"),
    ("办理中", "handed_over_on"), ("正在办理", "handed_over_on"), ("交办", "handed_over_on"),
    ("受理", "accepted_on"), ("立案", "accepted_on"),
)  # fmt: skip


def typed(make):
    """A reader by the form field that `make` makes: its length and its sentences."""
    found = []

    def read(value):
        if not found:
            found.append(make())
        return found[0].clean(cells.text_of(value))

    return read


def step_day(value):
    """The day of a step, or UNKNOWN where the cell says 不详."""
    return UNKNOWN if plain(cells.text_of(value)) in UNKNOWN_WORDS else cells.day(value)


def day_roughly(value):
    """A day, or a RoughDay: 2021.3, 2021年."""
    text = cells.text_of(value).removesuffix(f"（{DAY_UNKNOWN}）")
    cells.refuse_lost_zero(value, text)
    read = RoughDayField(required=False).clean(text)
    return RoughDay(*read) if read and read.last else read and read.first


def promised_by(value):
    """A day, or PromisedBy: 2027年6月, 2027年底前."""
    words = plain(cells.text_of(value))
    cells.refuse_lost_zero(value, words)
    text = TERM.sub("", words)
    if found := WHOLE_YEAR.fullmatch(text):
        return PromisedBy(datetime.date(int(found[1]), 12, 31), words)
    try:
        month = cells.month(text)
    except ValidationError:
        month = None  # the day says what would be right
    if month and month.is_whole:
        last = calendar.monthrange(month.first.year, month.first.month)[1]
        return PromisedBy(month.first.replace(day=last), words)
    return cells.day(text)


def motion_number(value):
    """12, 第12号, 2022-12, 〔2022〕12号."""
    text = plain(cells.text_of(value))
    if not text:
        return None
    if text == "未编号":
        raise cells.Unsaid("还没有编号。")
    found = NUMBER.fullmatch(text)
    if not found or not int(found[1]):
        raise ValidationError(f"“{text}”不是编号，请填数字，如：12。")
    number = int(found[1])
    for check in NUMBERS:
        check(number)
    return number


def several_names(value):
    """The names in a cell, in their order; 张三等5名代表 is 张三."""
    text = OF_SEVERAL.sub("", plain(cells.text_of(value)))
    return tuple(names_in(text))


def class_words(value):
    """A, A类, Ａ or what the class means."""
    text = plain(cells.text_of(value))
    return text.upper() if len(text) <= 2 else text


def ticked(text):
    """The verdicts beside a tick: two of them where it stands close between both."""
    return {found[1] for form in (TICK_BEFORE, TICK_BEHIND) for found in form.finditer(text)}


def verdict(value):
    """满意; or, where all three are printed in the cell, the one that is ticked."""
    spaced = plain(cells.text_of(value))
    text = spaced.replace(" ", "")
    if not text:
        return None
    known = {str(label): key for key, label in Satisfaction.choices}
    if text in known:
        return Satisfaction(known[text])
    for words in (ticked(spaced), ticked(text)):
        if len(words) == 1 and len(TICK.findall(text)) == 1:
            return Satisfaction(known[words.pop()])
    raise ValidationError(f"“{text}”看不出是哪一个，请填：满意、基本满意、不满意、未反馈。")


def verdict_alone(text):
    """The verdict that is all that `text` says; None where it says anything else."""
    if re.sub(r"\W|_|不满意|基本满意|满意|未反馈", "", text or ""):
        return None
    try:
        return verdict((text or "").rstrip("。.！!"))
    except ValidationError:
        return None


LEVELS = {
    "镇": Level.TOWN, "镇级": Level.TOWN, "乡": Level.TOWN, "乡级": Level.TOWN,
    plain("县（市、区）"): Level.COUNTY, "县": Level.COUNTY, "县级": Level.COUNTY, "市": Level.COUNTY, "市级": Level.COUNTY,
    "区": Level.COUNTY, "区级": Level.COUNTY, "设区的市": Level.PREFECTURE,
    "省": Level.PROVINCE, "省级": Level.PROVINCE, "全国": Level.NATION,
}  # fmt: skip


def level_word(value):
    """The Level that the cell names; of 县里交办 a HandedDown."""
    text = plain(cells.text_of(value)).removesuffix("人大")
    if not text:
        return None
    named = text.removesuffix("交办").removesuffix("里")
    if named not in LEVELS:
        raise ValidationError(
            say(f"“{text}”看不出是哪一级，请填：镇级、市级、设区的市、省、全国。")
        )
    return HandedDown(LEVELS[named], text) if text.endswith("交办") else LEVELS[named]


NOT_YET = ("未", "没", "待", "不", "尚", "拟", "即将", "无需", "延期", "部分")


def state_word(value):
    """How far it came, by the table's own word; None where the word asks for no day."""
    text = plain(cells.text_of(value))
    if text.startswith(NOT_YET):
        return None
    return next((StateWord(text, day) for word, day in STATES if word in text), None)
