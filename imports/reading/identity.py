"""Identity numbers: they are taken out of what was read before anybody else sees it.

The product stores none (only those who need it for a right may), and what is never read cannot leak.
Nothing here quotes a number, in an error or elsewhere.
"""

import re
from collections import Counter

from imports.reading.sheets import LeftOut, column_name, trimmed
from records.written import plain

REMOVED = "（已略去身份证号）"
NOT_READ = "身份证号不读入"
DIGIT, BETWEEN = "[0-9０-９]", r"[ \t\r\n\u00a0\u3000\u200b-\u200d\u2060\ufeff.-]{0,2}"
# Eighteen signs, however they are spaced, that are no part of a longer number (of a bank card).
NUMBER = re.compile(
    rf"(?<!{DIGIT})[1-9１-９](?:{BETWEEN}{DIGIT}){{16}}{BETWEEN}[0-9０-９XxＸｘ](?![0-9０-９A-Za-z])"
)
OLD = re.compile(rf"(?<!{DIGIT})[1-9１-９](?:{BETWEEN}{DIGIT}){{14}}(?!{DIGIT})")
BIRTH = re.compile(r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
HEADED = re.compile(
    r"(?!是否|有无).{0,8}?(?:身份证(?:件)?(?:号码|编号|号)?|公民身份号码|身份号码|证件号码|证件号)"
)
LABEL = re.compile(r"[\s:：]*(?:(?:公民|居民)?身份证?(?:号码|号)?)?[\s:：]*")
SHORTEST = 18
DIGITS_OF_ONE = 6  # beneath the heading: even one that lost digits is somebody's


def is_heading(value):
    """Does the cell head a column of identity numbers?"""
    if not isinstance(value, str) or len(value) > 40 or not ("证" in value or "身" in value):
        return False
    text = re.sub(r"\s|\([^()]*(?:位|填|注|:)[^()]*\)|[*()\[\]【】:]", "", plain(value))
    return bool(HEADED.fullmatch(text))


def strip_identity(sheet):
    """Take every identity number out of `sheet`, and note in its `left_out` where they were."""
    found = Counter()
    headed = {}
    for number, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            if value is None:
                continue
            kept = without(value, column in headed)
            if kept is not value:
                row[column] = kept
                found[column] += 1
            elif is_heading(value):
                headed.setdefault(column, number)
        sheet.rows[number] = trimmed(row)
    sheet.name = without(sheet.name, is_headed=False) or "表"
    sheet.left_out += [
        LeftOut(NOT_READ, f"{column_name(column)}，{count}格", column=column)
        for column, count in sorted(found.items())
    ]


def without(value, is_headed):
    """`value` without identity numbers: the very same object where there are none."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return None if is_number(value, is_headed) else value
    if not isinstance(value, str):
        return value
    if is_headed and len(re.findall(DIGIT, value)) >= DIGITS_OF_ONE:
        return None
    return cut_out(value) if len(value) >= SHORTEST else value


def without_identity(text):
    """`text` that somebody typed, or the name of a file, without identity numbers."""
    return without(text, is_headed=False) or ""


def is_number(value, is_headed):
    """A number that a spreadsheet made of it keeps its first fifteen digits: 3.41e17."""
    if not 10**5 <= abs(value) < 10**18:
        return False
    digits = str(int(value))
    return is_headed or (len(digits) == SHORTEST and bool(BIRTH.match(digits, 6)))


def cut_out(text):
    removed = NUMBER.sub(lambda found: "\0" if has_birth(found[0]) else found[0], text)
    if "\0" not in removed:
        return text
    if LABEL.fullmatch(removed.replace("\0", "")):
        return None
    return removed.replace("\0", REMOVED)


def has_birth(number):
    digits = re.sub("[^0-9Xx]", "", plain(number))
    return bool(BIRTH.match(digits, 6))
