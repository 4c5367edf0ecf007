"""Characters that look alike and are not the same: wide ones, strange spaces, what nobody sees."""

import re

# Full-width letters, digits and signs, as an input method writes them: ２０２１．３．５.
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufffc]+")
# Zero-width signs, soft hyphens, marks of direction and order, control characters.
UNSEEN = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    r"\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
HYPHENS = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63]")
# What has none of these: nearly every cell, and known so at one look.
ORDINARY = re.compile("[!-~\u4e00-\u9fff\u3001\u3002\u300a\u300b\u201c\u201d]*")
CHINESE_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
}
TENS = {"十": 10, "百": 100}
# What one word of digits looks like, in either script.
NUMBER = r"(?:[0-9]{1,8}|[〇零○一二三四五六七八九十百两]{1,8})"


def plain(text):
    """`text` (any value of a cell) with narrow letters and digits, single spaces and no hidden signs."""
    text = "" if text is None else str(text)
    if ORDINARY.fullmatch(text):
        return text
    text = UNSEEN.sub("", text).translate(WIDE)
    return HYPHENS.sub("-", SPACES.sub(" ", text)).strip()


def seen(text):
    """`text` without what nobody sees, at its ends and within; its signs stay as they are."""
    return text if ORDINARY.fullmatch(text) else UNSEEN.sub("", text).strip()


def number_of(words):
    """The whole number that `words` say: 7, 七, 十二, 一百零五, 二〇二一."""
    if words.isascii():
        return int(words)
    if len(words) > 1 and not any(unit in words for unit in TENS):
        return int("".join(str(CHINESE_DIGITS[word]) for word in words))
    total = digit = 0
    for word in words:
        if word in TENS:
            total += (digit or 1) * TENS[word]
            digit = 0
        else:
            digit = CHINESE_DIGITS[word]
    return total + digit
