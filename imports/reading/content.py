"""What the values of a column look like, so that a column can be proposed by what stands in it."""

import datetime
import re

from records.written import plain

MOST = 0.6
LOOKED_AT = 200
DAY = re.compile(
    r"(?:18|19|20)\d{2}\s*[-/.年、]\s*\d{1,2}\s*[-/.月、]\s*\d{1,2}\s*[日号]?(?: \d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
MONTH = re.compile(
    r"(?:18|19|20)\d{2}\s*[-/.年]\s*(?:0?[1-9]|1[0-2])\s*月?|(?:19|20)\d{2}(?:0[1-9]|1[0-2])"
)
PHONE = re.compile(
    r"(?:\+?86)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|(?:\(?0\d{2,3}\)?[ -]?)\d{7,8}(?:转\d+)?|[2-8]\d{6,7}"
)
TWO_PHONES = re.compile(r"[、,;/|\s]+")
# No name of a person is longer than five characters without a point.
PERSON = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|[\u3400-\u9fff]{2,8}(?:[·•‧・.][\u3400-\u9fff]{1,8})+"
)
NO_NAME = re.compile(r".*(?:[村镇乡县市省区组队部局所站委办会族户]|社区|本科|大专|高中|初中|小学|中共|群众|党员|是|否|有|无)$")  # fmt: skip
MARKS = frozenset(["√", "✓", "✔", "☑", "有", "是", "无", "否", "×", "✗", "x", "X", "□"])
NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?%?")
VILLAGE = re.compile(r".{1,12}(?:村|社区|居委会|村委会|居民委员会|村民委员会)")


def looks_like(values):
    """What most of `values` look like: a set of day, month, phone, name, mark, number, village, sex.

    Empty values do not count; a column of nothing looks like nothing.
    """
    filled = [value for value in values if value is not None and plain(value)][:LOOKED_AT]
    counts = {}
    for value in filled:
        for kind in kinds_of(value):
            counts[kind] = counts.get(kind, 0) + 1
    return {kind for kind, count in counts.items() if count >= MOST * len(filled)}


def kinds_of(value):
    """What one value looks like; it may be several: 1975.06 is a month and a number."""
    if isinstance(value, bool):
        return {"mark"}
    if isinstance(value, datetime.date):
        return {"day"}
    text = plain(value)
    kinds = {kind for kind, form in FORMS.items() if form.fullmatch(text)}
    if isinstance(value, (int, float)):
        kinds.add("number")
    if text in ("男", "女"):
        kinds.add("sex")
    if text in MARKS:
        kinds.add("mark")
    if all(PHONE.fullmatch(part) for part in TWO_PHONES.split(text)):
        kinds.add("phone")
    joined = text.replace(" ", "")
    if PERSON.fullmatch(joined) and not NO_NAME.match(joined):
        kinds.add("name")
    return kinds


FORMS = {"day": DAY, "month": MONTH, "phone": PHONE, "number": NUMBER, "village": VILLAGE}
