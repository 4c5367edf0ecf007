"""Numbers that are on paper: one that another record has, and the one that comes next."""

import re
from html import unescape

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, strip_tags

# The last run of digits; the year in brackets of 鹤人发〔2021〕3号.
COUNTER = re.compile(r"\d+(?=\D*$)")
YEAR = re.compile(r"(?<=[〔\[（(【])\d{4}(?=[〕\]）)】])")


def refuse_taken(field, sentence, holder):
    """Raise ValidationError at `field`: the `sentence`, and which record `holder` has the number."""
    url = reverse(
        f"admin:{holder._meta.app_label}_{holder._meta.model_name}_change", args=[holder.pk]
    )
    voided = "（已作废）" if holder.voided_at else ""
    words = '{}是这一条的：<a href="{}">{}</a>{}。'
    raise ValidationError({field: format_html(words, sentence, url, holder, voided)})


def without_links(sentence):
    """`sentence` as text: of one that links to a record, as `refuse_taken` makes it, the words."""
    is_markup = hasattr(sentence, "__html__")
    return unescape(strip_tags(sentence)) if is_markup else str(sentence)


def following(number, year=None):
    """What comes after `number` as it is written: 鹤人发〔2021〕3号 → 鹤人发〔2021〕4号, 0099 → 0100.

    A number that names another year begins anew in `year`. "" where it has no digits.
    """
    found = COUNTER.search(number)
    named = YEAR.search(number)
    if not found or (named and named.span() == found.span()):
        return ""
    digits = found[0]
    if named and year and named[0] != str(year):
        after, number = "1", YEAR.sub(str(year), number)
    else:
        after = str(int(digits) + 1).zfill(len(digits))
    return number[: found.start()] + after + number[found.end() :]
