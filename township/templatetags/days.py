import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

register = template.Library()
DAY = re.compile(r"\d{4}-\d\d-\d\d|(?:\d{4}年)?\d{1,2}月\d{1,2}日")


@register.filter
def whole_days(text):
    """`text` with its dates kept on one line: browsers break after a hyphen, and within 11月30日."""
    return mark_safe(DAY.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text)))


@register.filter
def breaking(number):
    """`number` with a place to break before its bracket: 92.6%（239/258） is too long for the end of a line."""
    return mark_safe(conditional_escape(number).replace("（", "<wbr>（"))
