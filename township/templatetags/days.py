import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

register = template.Library()
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@register.filter
def whole_days(text):
    """`text` with its dates kept on one line: browsers break after a hyphen."""
    return mark_safe(DAY.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text)))
