"""Fields that the small forms of many verbs have in common."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from records.bounds import DAYS
from records.written import read_day, read_month, read_roughly

# So many choices stand beside each other; more are a list.
FEW = 4
AS_SHOWN = "%Y-%m-%d"


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
    """A day as offices write it; what says none is refused with what would be right."""

    widget = DayInput

    def to_python(self, value):
        return read_day(value, today=timezone.localdate())


class MonthField(forms.Field):
    """出生年月: a month, or a day of it. What is cleaned is a `records.written.Month`, or None."""

    widget = forms.TextInput

    def to_python(self, value):
        return read_month(value, today=timezone.localdate())

    def has_changed(self, initial, data):
        try:
            return str(self.to_python(initial)) != str(self.to_python(data))
        except ValidationError:
            return True


class RoughDayField(forms.Field):
    """A day of long ago, or only its month or year. What is cleaned is a `records.written.Stretch`."""

    widget = DayInput

    def to_python(self, value):
        return read_roughly(value, today=timezone.localdate())


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
