"""How a figure is said: with its unit, as a share of what, and against the year before."""

from reports.asking import placeholders
from reports.asking.registry import DAYS, Shape
from reports.counting.evaluate import Value
from township.numbers import chinese_number, plain, share, share_of, ten_thousands

# Before a measure word, two is 两: 两次, 两篇.
COUNTING_TWO = {2: "两"}
# As many of a list as are read aloud.
MAIN_ONES = 3


def value_words(figure, value: Value, style="", *, chinese=False):
    """A value as the report writes it, its unit included; "" where nobody knows it, or no name is listed.

    A nought is a number like any other. A rate prints n/N and, without an N, 暂无数据: never 100 % of
    nothing.
    """
    if figure.shape is Shape.NAMES:
        return (main_of if style == placeholders.MAIN else "、".join)(value.names)
    if figure.shape is Shape.RATE:
        return rate_words(value, style, figure.nothing, figure.aside)
    if figure.shape in DAYS and not value.total and not value.sources:
        return figure.nothing
    if value.is_unjudged:
        return ""  # none is late, of what could be late: of the rest nobody knows
    if style == placeholders.BARE:
        return plain(value.number)
    about = figure.aside.before if figure.aside and value.aside else ""
    return about + number_words(figure, value, style, chinese)


def main_of(names):
    """水利设施、人居环境、平安法治等: the first three of a list, and that there are more."""
    return "、".join(names[:MAIN_ONES]) + "等" * (len(names) > MAIN_ONES)


def number_words(figure, value, style, chinese):
    """A number with its unit: 12件, 十二件, 1.2万元."""
    if figure.shape in DAYS:
        return f"{plain(value.number)}{figure.unit}"
    if style == placeholders.TEN_THOUSAND:
        return f"{ten_thousands(value.number)}万元"
    if value.number > 0 and (style == placeholders.CHINESE or (chinese and value.number <= 10)):
        whole = int(value.number)
        return COUNTING_TWO.get(whole, chinese_number(whole)) + figure.unit
    return f"{plain(value.number)}{figure.unit}"


def rate_words(value, style="", nothing="暂无数据", aside=None):
    """95.7%（22/23）, and beside it what an `aside` (registry.Aside) has to say: how many nobody knows."""
    cloud = value.aside if aside else 0
    if value.total and style != placeholders.PERCENT:
        more = f"，{aside.words.format(cloud)}）" if cloud else "）"
        return share_of(value.n, value.total).removesuffix("）") + more
    words = share(value.n, value.total) if value.total else nothing
    return f"{words}（{aside.brief.format(cloud)}）" if cloud else words


def change_words(value, before, unit, than="上年"):
    """比上年增加4件, 比上年减少2件, 与上年持平; "" where the year before is not known."""
    if before.is_missing or before.is_unjudged or value.is_unjudged:
        return ""
    difference = (value.number or 0) - (before.number or 0)
    if not difference:
        return f"与{than}持平"
    return f"比{than}{'增加' if difference > 0 else '减少'}{plain(abs(difference))}{unit}"


def headline(figure, value):
    """A value as lists, cards and editions show it; in a word, why there is none to show."""
    if value.is_missing:
        return missing_word(value)
    return value_words(figure, value) or ("无" if figure.shape is Shape.NAMES else "暂无")


def missing_word(value):
    """Why nothing can be said of a figure: its time has not begun, or is older than the ledger."""
    return "还没到" if value.is_ahead else "待补"
