"""How numbers are said, wherever they stand: in Chinese words, as a share, as money, as a size."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "〇一二三四五六七八九"
SIZES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB"))


def chinese_number(number):
    """A whole number from 0 to 99,999,999 in Chinese words: 12 → 十二, 105 → 一百零五."""
    if number == 0:
        return "零"
    high, low = divmod(number, 10_000)
    words = four_digits(low)
    if high:
        words = four_digits(high) + "万" + ("零" if 0 < low < 1000 else "") + words
    return words.removeprefix("一") if words.startswith("一十") else words


def four_digits(number):
    """A number below 10,000 as it reads inside a longer one: 10 → 一十, 0 → nothing."""
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = bool(words)
    return words


def plain(number):
    """A number without needless zeros: 63200.00 → 63200, 6.30 → 6.3."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def half_up(number, places):
    """`number` rounded to so many decimals, a half upwards as people do it by hand (a Decimal)."""
    return Decimal(number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def per_cent(n, total):
    """n of total in per cent, not rounded (a Decimal): to compare with, never to be shown."""
    return Decimal(n) * 100 / Decimal(total)


def percentage(n, total):
    """n of total in per cent, rounded to one decimal, without a trailing .0 (a str): 56.3."""
    # Rounded once, from 1000 n / total: dividing first can make an exact half of what is none.
    return plain(half_up(Decimal(n) * 1000 / Decimal(total), 0) / 10)


def share(n, total):
    """56.3%"""
    return f"{percentage(n, total)}%"


def share_of(n, total):
    """A share with what it is of: 56.3%（9/16）."""
    return f"{share(n, total)}（{n}/{total}）"


def points(before, now):
    """The change from one (n, total) to another in 百分点, rounded to one decimal (a Decimal)."""
    return half_up(per_cent(*now) - per_cent(*before), 1)


def late_by(days, word="超期"):
    """By how much something is late, wherever that is said: 超期9天, after more than a year 超期6年.

    Nobody does anything else about 2217 days than about six years. More than a month beside the years
    is said as 多: 700 days are not one year. What is evidence says the days (motions.story, letters).
    """
    if days <= 365:
        return f"{word}{days}天"
    years, rest = divmod(days, 365)
    return f"{word}{years}年{'多' if rest > 30 else ''}"


def due_in(days):
    """How it stands with what is due `days` from today: 还有3天, 今天到期, 超期9天."""
    if days < 0:
        return late_by(-days)
    return f"还有{days}天" if days else "今天到期"


def ten_thousands(yuan):
    """An amount in 万元, rounded to two decimals: 12450 → 1.25."""
    return plain(half_up(Decimal(yuan) / 10_000, 2))


def size(count):
    """A number of bytes: 12300000 → 12.3MB.

    Rounded down, so that what is a little less than it should be never reads as if it were enough.
    """
    for unit, name in SIZES:
        if count >= unit:
            return f"{plain(Decimal(count * 10 // unit) / 10)}{name}"
    return f"{count}字节"
