"""Reads what the State Council's office writes of days off, day by day.

一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。 What is not understood is
refused with its very words: a day that was overlooked would move due dates, and nobody would see it.
Weekdays and 共3天 are no news but a proof: they tell a notice of another year, or a slip.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from township.models import Holiday

NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
SHORT = {"清明": "清明节", "五一": "劳动节", "端午": "端午节", "中秋": "中秋节", "国庆": "国庆节"}
# Longest first: 清明 is a part of 清明节.
NAMED = re.compile("|".join([*NAMES, "除夕", *SHORT]))
NAME_LENGTH = Holiday._meta.get_field("name").max_length
LONGEST = 31  # days that one range may have: more is a slip of the pen
WEEKDAYS = "一二三四五六日"
NUMBERS = {number: n for n, number in enumerate("一二三四五六七八九十", 1)}

WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天]"
DAY = f"(?:\\d{{4}}年)?(?:\\d{{1,2}}月)?\\d{{1,2}}日(?:{WEEKDAY})?"
ONE_DAY = re.compile(
    rf"(?:(?P<year>\d{{4}})年)?(?:(?P<month>\d{{1,2}})月)?(?P<day>\d{{1,2}})日(?P<weekday>{WEEKDAY})?"
)
ITEM = f"{DAY}(?:[至到]{DAY})?"
CLAUSE = re.compile(
    rf"(?P<days>{ITEM}(?:[、,和及与]{ITEM})*)(?:为|,)?(?:正常|照常|均|调休)?"
    r"(?P<verb>放假|休息|休假|上班|补班)(?:调休)?"
    r"(?:,?共?(?P<count>\d{1,2}|[一二三四五六七八九十])天)?"
)
# What may stand between the days and says nothing of them.
FILLER = re.compile("(?:[,、:]|不?调休|与周末连休|连休|补班|其中)*")
HEADING = re.compile(
    "(?:\\d{4}年|部分|节假日|放假|休假|假期|时间|安排|调整|如下|具体|将|的|为|是|、|:)*"
)
NUMBERING = re.compile(
    r"[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)][、.]?|[、.])(?!\d{1,2}日)"
)
# Sentences around the arrangement, and the year in them.
AROUND = re.compile("通知|鼓励|值班|各地区|各部门|经国务院|按照|国务院办公厅|国办|现将")
SIGNED = re.compile(r"(?:国务院办公厅)?\d{4}年\d{1,2}月\d{1,2}日")
OF_YEAR = re.compile(r"(20\d\d)年[^。\n\d]{0,60}?(?:节假日|放假|假期|安排)")


@dataclass(frozen=True)
class NoticeDay:
    """One day as a notice has it."""

    day: datetime.date
    kind: str
    name: str


@dataclass
class Understood:
    """The days of a notice in their order, and the sentences that say nothing of days."""

    days: list
    passed_over: list = field(default_factory=list)


def read(text, year=None):
    """What `text` says, an Understood. `year` is that of days without one, where the text names none.

    Raises ValidationError with a sentence for each thing that is not understood.
    """
    return Reader(text, year).read()


class Slip(Exception):
    """One thing that is not understood, as a sentence."""


class Reader:
    def __init__(self, text, year=None):
        self.text = tidied(text)
        self.year = year_named(self.text) or year
        self.last_year = self.fallback = None  # written out in this sentence, and in the text
        self.month = None
        self.name = ""
        self.found, self.passed_over, self.slips = [], [], []

    def read(self):
        for line in self.text.split("\n"):
            self.name, self.month = "", None
            for sentence in filter(None, re.split("[。;]", line)):
                try:
                    self.read_sentence(sentence)
                except Slip as slip:
                    self.slips.append(str(slip))
        if not (self.found or self.slips):
            self.slips.append(
                "没有找到放假或者上班的日子。写法如：2月15日至23日放假，2月14日上班。"
            )
        days = self.by_day()
        if self.slips:
            raise ValidationError(self.slips)
        return Understood([days[day] for day in sorted(days)], self.passed_over)

    def read_sentence(self, sentence):
        if says_no_day(sentence):
            self.passed_over.append(quoted(sentence))
            return
        clauses = list(CLAUSE.finditer(sentence))
        if not clauses:
            raise Slip(not_understood(sentence))
        self.take_heading(sentence[: clauses[0].start()])
        self.demand_filler(sentence, clauses)
        self.last_year = None
        spans = [self.days_of(clause) for clause in clauses]
        offs = [days for clause, days in zip(clauses, spans, strict=True) if kind_of(clause) == OFF]
        self.name = self.name or (name_by_date(offs[0]) if offs else "")
        for clause, days in zip(clauses, spans, strict=True):
            name = self.name or "调休"
            self.found += [NoticeDay(day, kind_of(clause), name) for day in days]

    def take_heading(self, words):
        """`words` stand before the first day: 一、国庆节、中秋节："""
        words = NUMBERING.sub("", words, count=1) if NUMBERING.match(words) else words
        names = list(dict.fromkeys(SHORT.get(name, name) for name in NAMED.findall(words)))
        rest = HEADING.sub("", NAMED.sub("", words))
        if rest and not (words.endswith(":") and len(words) <= NAME_LENGTH):
            raise Slip(f"没有看懂“{quoted(words)}”：日子前面只写节日的名称，如“春节：”。")
        name = "、".join(names) or (words.strip(":、,") if rest else "")
        self.name = name[:NAME_LENGTH] or self.name

    def demand_filler(self, sentence, clauses):
        ends = [clause.end() for clause in clauses]
        starts = [*(clause.start() for clause in clauses[1:]), len(sentence)]
        for start, end in zip(ends, starts, strict=True):
            words = sentence[start:end]
            if not FILLER.fullmatch(words):
                raise Slip(not_understood(words.strip(",、")))

    def days_of(self, clause):
        days = []
        for item in re.split("[、,和及与]", clause["days"]):
            first, _, last = item.replace("到", "至").partition("至")
            start = self.day_of(first)
            end = self.day_of(last) if last else start
            days += span(start, end, item)
        self.demand_count(clause, days)
        return days

    def day_of(self, words):
        found = ONE_DAY.fullmatch(words)
        if found["year"]:
            self.last_year = self.fallback = int(found["year"])
        self.month = int(found["month"]) if found["month"] else self.month
        year = self.last_year or self.year or self.fallback
        if year is None:
            raise Slip(f"“{words}”没有写是哪一年，通知里也没有写：请在下面选年份。")
        if self.month is None:
            raise Slip(f"“{words}”没有写月份。")
        return checked_day(year, self.month, int(found["day"]), found["weekday"], words)

    def demand_count(self, clause, days):
        said = clause["count"]
        wanted = said and (NUMBERS.get(said) or int(said))
        if wanted and wanted != len(days):
            raise Slip(f"“{quoted(clause[0])}”写的是{said}天，日子算出来是{len(days)}天，请核对。")

    def by_day(self):
        days = {}
        for one in self.found:
            other = days.setdefault(one.day, one)
            if other.kind != one.kind:
                self.slips.append(f"{one.day}既写了放假，又写了上班，请核对。")
        return days


OFF, WORK = Holiday.Kind.OFF, Holiday.Kind.WORK


def kind_of(clause):
    return WORK if clause["verb"] in ("上班", "补班") else OFF


def tidied(text):
    """`text` in one spelling: half-width, without spaces, brackets with their weekday alone."""
    text = unicodedata.normalize("NFKC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[^\S\n]+", "", text)
    text = re.sub(rf"(?<=\d)号(?={WEEKDAY}|[、,至到~—–―－〜()放休上补-])", "日", text)
    text = re.sub(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d|日)", r"\1年\2月\3日", text)
    text = re.sub(r"(\d{1,2}月\d{1,2})日?[-~—–―－〜]+", r"\1日至", text)
    text = re.sub(rf"(日(?:{WEEKDAY})?)[-~—–―－〜]+", r"\1至", text)
    text = re.sub(r"\(([^()]*)\)", in_brackets, text)
    return re.sub(rf"(?<=日)农历[^\d至到、,。;放上]*?(?=至|到|放|上|、|,|{WEEKDAY})", "", text)


def in_brackets(found):
    """Of （农历腊月二十八、周日） the weekday; a number like （一） and words with days stay."""
    inside = found[1]
    if weekday := re.search(WEEKDAY, inside):
        return weekday[0]
    return found[0] if re.search(r"\d日|^[一二三四五六七八九十\d]+$", inside) else ""


def year_named(text):
    found = OF_YEAR.search(text)
    return int(found[1]) if found else None


def says_no_day(sentence):
    """True of what stands around an arrangement: letterhead, greetings, who signed it."""
    has_day = re.search(r"\d日", sentence)
    if SIGNED.fullmatch(sentence):
        return True
    if CLAUSE.search(sentence.partition("鼓励")[0]):  # what is encouraged is no arrangement
        return False
    if AROUND.search(sentence) or is_title(sentence):
        return True
    return not has_day and not re.search("放假|上班|休息|调休|补班", sentence)


def is_title(sentence):
    return "安排" in sentence and not HEADING.sub("", NAMED.sub("", sentence))


def quoted(words):
    """`words` with the marks that a Chinese text has."""
    return words.translate(str.maketrans(",:()", "，：（）"))


def not_understood(words):
    return f"没有看懂“{quoted(words)}”。写法如：2月15日至23日放假，2月14日上班。"


def checked_day(year, month, number, weekday, words):
    if not 2000 <= year <= 2100:
        raise Slip(f"“{words}”的年份不对，请核对。")
    try:
        day = datetime.date(year, month, number)
    except ValueError:
        raise Slip(f"没有{year}年{month}月{number}日这一天。") from None
    said = weekday and weekday[-1].replace("天", "日")
    if said and said != WEEKDAYS[day.weekday()]:
        raise Slip(
            f"{day}是星期{WEEKDAYS[day.weekday()]}，写的是“{words}”：请核对是不是{year}年的通知。"
        )
    return day


def span(start, end, words):
    if end < start:
        raise Slip(
            f"“{words}”的后一天早于前一天；跨年的请写明年份，如2026年12月31日至2027年1月2日。"
        )
    if (end - start).days >= LONGEST:
        raise Slip(f"“{words}”超过{LONGEST}天，请核对。")
    return [start + datetime.timedelta(days=n) for n in range((end - start).days + 1)]


def name_by_date(days):
    """The festival that these days off are for, where nobody wrote it; those of the moon by their month."""
    fixed = {
        (1, 1): "元旦",
        (4, 4): "清明节",
        (4, 5): "清明节",
        (5, 1): "劳动节",
        (10, 1): "国庆节",
    }
    for day in days:
        if name := fixed.get((day.month, day.day)):
            return name
    return {1: "春节", 2: "春节", 5: "端午节", 6: "端午节", 9: "中秋节"}.get(days[0].month, "放假")
