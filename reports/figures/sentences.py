"""How a figure is said: with its unit, as a share of what, and against the year before."""

from reports.asking import placeholders
from reports.asking.registry import DAYS, Shape
from reports.figures.evaluate import Value
from township.numbers import chinese_number, plain, share, share_of, ten_thousands

# Before a measure word, two is 两: 两次, 两篇.
COUNTING_TWO = {2: "两"}


def value_words(figure, value: Value, style="", *, chinese=False):
    """A value as the report writes it, its unit included; "" where there is nothing to say.

    A rate prints n/N and, without an N, 暂无数据: never 100 % of nothing.
    """
    if figure.shape is Shape.NAMES:
        return "、".join(value.names)
    if figure.shape is Shape.RATE:
        return rate_words(value, style, figure.nothing)
    if figure.shape in DAYS and not value.total and not value.sources:
        return figure.nothing
    # A zero from a source is known; any other may be something nobody entered.
    says_something = figure.zero_says_something and not value.is_unjudged
    is_known = says_something or value.sources or figure.shape in DAYS
    if not value.number and not is_known:
        return ""
    if style == placeholders.BARE:
        return plain(value.number)
    if figure.shape in DAYS:
        return f"{plain(value.number)}{figure.unit}"
    if style == placeholders.TEN_THOUSAND:
        return f"{ten_thousands(value.number)}万元"
    if style == placeholders.CHINESE or (chinese and 0 < value.number <= 10):
        whole = int(value.number)
        return COUNTING_TWO.get(whole, chinese_number(whole)) + figure.unit
    return f"{plain(value.number)}{figure.unit}"


def rate_words(value, style="", nothing="暂无数据"):
    if not value.total:
        return nothing
    say = share if style == placeholders.PERCENT else share_of
    return say(value.n, value.total)


def change_words(value, before, unit, than="上年"):
    """比上年增加4件, 比上年减少2件, 与上年持平; "" where the year before is not known."""
    if before.is_missing or before.is_unjudged or value.is_unjudged:
        return ""
    difference = (value.number or 0) - (before.number or 0)
    if not difference:
        return f"与{than}持平"
    return f"比{than}{'增加' if difference > 0 else '减少'}{plain(abs(difference))}{unit}"


def headline(figure, value):
    """A value as lists, cards and editions show it: 待补 or 暂无 where there is none to show."""
    return "待补" if value.is_missing else value_words(figure, value) or "暂无"
