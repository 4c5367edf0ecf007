"""Telephone numbers as offices write them: （0553）6320001转8001, 138 0563 1235、6320001."""

import re

from django.core.exceptions import ValidationError

from records.written.characters import plain

BETWEEN = re.compile(r"[、,，;；/|\n或和]+")
# A spreadsheet makes a number of it: 13805631235.0.
FLOAT = re.compile(r"([0-9]{5,})\.0+")
SHORTENED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)\s*([0-9]{1,6})$", re.IGNORECASE)
BRACKETED = re.compile(r"^\((0[0-9]{2,3})\)")
LABEL = re.compile(
    r"^(?:手机号码|手机号|手机|办公电话|宅电|住宅|电话号码|电话|联系电话|座机|固话)[:：]?\s*|\([^()0-9]{1,6}\)$"
)
SIGNS = re.compile(r"[\s\-+]")
COUNTRY = re.compile(r"^(?:00)?86(?=1[0-9]{10}$|0[0-9]{9,11}$)")
MOBILE = re.compile(r"1[0-9]{10}")
LANDLINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([0-9]{7,8})")
# Without the code of the area; numbers of an office's own network have five or six digits.
LOCAL = re.compile(r"[2-9][0-9]{4,7}|1[0-9]{4}|[48]00[0-9]{7}")
# What stands in a cell where there is no number.
NOTHING = frozenset(["无", "暂无", "没有", "-", "--", "/"])
EXAMPLES = "手机写11位，如13800001111；座机写0553-6320001，有分机的加“转8001”"


def read_phones(value):
    """The telephone numbers that `value` (text, or a number of a cell) says, the first mobile first.

    Each in its normal form: 13805631235, 0553-6320001转8001. Raises a ValidationError.
    """
    text = plain(value)
    if MOBILE.fullmatch(text):
        return [text]
    if text in NOTHING:
        return []
    found = [
        number
        for part in BETWEEN.split(text)
        for number in numbers_of(part.strip())
        if part.strip()
    ]
    distinct = list(dict.fromkeys(found))
    return sorted(distinct, key=lambda number: not MOBILE.fullmatch(number))


def numbers_of(part):
    """The numbers in `part`, which has no sign between them: one, or several with spaces."""
    if not part:
        return []
    try:
        return [number(part)]
    except ValidationError:
        pieces = part.split(" ")
        if len(pieces) == 1:
            raise
        try:
            return [number(piece) for piece in pieces]
        except ValidationError:
            pass
        raise


def number(text):
    """The one number that `text` says, in its normal form."""
    typed, text = text, LABEL.sub("", text)
    if SHORTENED.fullmatch(text):
        raise ValidationError(f"“{typed}”是表格缩写的数，位数不全，请到原来的表格里查全再填。")
    if found := FLOAT.fullmatch(text):
        text = found[1]
    extension = EXTENSION.search(text)
    text = EXTENSION.sub("", text)
    digits = COUNTRY.sub("", SIGNS.sub("", BRACKETED.sub(r"\1-", text)))
    if not digits.isdecimal():
        raise ValidationError(f"“{typed}”不是电话号码：{EXAMPLES}。")
    if not extension and MOBILE.fullmatch(digits):
        return digits
    if found := LANDLINE.fullmatch(digits):
        digits = "-".join(found.groups())
    elif not LOCAL.fullmatch(digits):
        raise ValidationError(wrong(typed, digits))
    return f"{digits}转{extension[1]}" if extension else digits


def wrong(typed, digits):
    if digits.startswith("1") and len(digits) >= 8:
        return f"手机号是11位，“{typed}”有{len(digits)}位。"
    return f"“{typed}”不是电话号码：{EXAMPLES}。"
