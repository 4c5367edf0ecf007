from django import template

from township import words

register = template.Library()


@register.filter
def said(text):
    """`text`, one of our own, in the words of this town: "交镇人大"|said. Never what people typed."""
    return words.say(text)
