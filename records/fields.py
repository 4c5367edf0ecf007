"""Fields that the small forms of many verbs have in common."""

import re

from django import forms
from django.core.exceptions import ValidationError

from records.bounds import DAYS

# So many choices stand beside each other; more are a list.
FEW = 4
AS_SHOWN = "%Y-%m-%d"
# The form of a day, whatever its numbers.
NO_DAY = re.compile(r"([0-9]{4})[-/年]([0-9]{1,2})[-/月]([0-9]{1,2})日?")


class DayInput(forms.DateInput):
    """A day to be typed; days.js sets 今天 and the browser's own calendar beside it."""

    def __init__(self, attrs=None):
        super().__init__({"class": "day"} | (attrs or {}), format=AS_SHOWN)


class PhoneDayInput(forms.DateInput):
    """The browser's own calendar: it needs no script and fits a thumb."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format=AS_SHOWN)


class DayField(forms.DateField):
    """A day as it is typed in any form of the office: the place where a reader of days belongs."""

    widget = DayInput

    def to_python(self, value):
        """The day. What has its form and is no day (2026-02-30) is refused by what is wrong with it."""
        try:
            return super().to_python(value)
        except ValidationError:
            found = NO_DAY.fullmatch(str(value).strip())
            if not found:
                raise
            year, month, day = map(int, found.groups())
            if not 1 <= month <= 12:
                raise ValidationError(f"没有{month}月，月份是1到12。") from None
            raise ValidationError(f"{year}年{month}月没有{day}日。") from None


class TickColumns(forms.CheckboxSelectMultiple):
    """Many choices, any number of them, in columns."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "tick-columns"} | (attrs or {}), choices)


class ButtonRow(forms.RadioSelect):
    """Choices side by side, each a button to the eye (see .choice-row in the stylesheets)."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "choice-row"} | (attrs or {}), choices)


def day_field(label="日期", **options):
    return DayField(label=label, validators=DAYS, **options)


def text_field(label, *, rows=3, max_length=200, **options):
    widget = forms.Textarea(attrs={"rows": rows, "cols": 60})
    return forms.CharField(label=label, max_length=max_length, widget=widget, **options)


def choice_field(label, choices, **options):
    """Up to four choices are buttons in a row; more are a list."""
    choices = list(getattr(choices, "choices", choices))
    widget = ButtonRow if len(choices) <= FEW else forms.Select
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **options)
