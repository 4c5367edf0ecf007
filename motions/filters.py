"""What the list of motions can be narrowed by. What an address says wrongly is told and left out."""

import django_filters as filters
from django import forms
from django.utils.functional import cached_property

from congress.models import Meeting
from motions import sums
from motions.lateness import Lateness
from motions.models import Motion, ResultClass, Satisfaction, Scope
from representatives.models import Person
from township.models import Department, Topic
from township.spans import Period

PENDING = "pending"
VERDICTS = [*Satisfaction.choices, (PENDING, "待评价")]
ANY = "不限"
UNKNOWN = {"invalid_choice": "没有这个选项，没有按它筛选。"}


def choice(label, choices, method, **options):
    choices = getattr(choices, "choices", choices)
    return filters.ChoiceFilter(
        label=label,
        choices=choices,
        method=method,
        empty_label=ANY,
        error_messages=UNKNOWN,
        **options,
    )


def row(label, queryset, **options):
    return filters.ModelChoiceFilter(
        label=label, queryset=queryset, empty_label=ANY, error_messages=UNKNOWN, **options
    )


class MotionFilter(filters.FilterSet):
    """Narrows `queryset` (motions) as of the day `on`.

    `level` and `sum` have no field of their own: they are the tabs and the sums of the page.
    """

    level = choice("级别", Scope, "of_level", widget=forms.HiddenInput)
    sum = choice("只看", sums.Sum, "of_sum", widget=forms.HiddenInput)
    q = filters.CharFilter(label="案由或编号", method="with_words", max_length=100)
    year = choice("年度", [], "of_year")
    status = choice("状态", Motion.Status, "of_status")
    department = row("主办单位", Department.objects.all(), method="of_department")
    proposer = filters.CharFilter(
        label="领衔代表", method="of_proposer", max_length=30, help_text="姓名、拼音或首字母"
    )
    late = choice("时限", Lateness, "that_are")
    verdict = choice("满意度", VERDICTS, "rated")
    result_class = row("结果类别", ResultClass.objects.all(), method="in_class")
    kind = choice("文种", Motion.Kind, "of_kind")
    topic = row("内容类别", Topic.objects.all())
    session = row("人代会", Meeting.objects.sessions().select_related("term"))
    key = filters.BooleanFilter(label="只看重点督办", method="only_key", widget=forms.CheckboxInput)

    class Meta:
        model = Motion
        fields = []

    # Those that are always seen; the others stand behind 更多条件.
    FIRST = ("q", "year", "status", "department")
    UNSEEN = ("level", "sum")

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        years = self.queryset.order_by().dates("submitted_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(str(d.year), f"{d.year}年") for d in years]

    # What the page asks.

    @cached_property
    def told(self):
        """{name: value} of what the address says, as far as it is understood."""
        self.form.is_valid()  # reads what was sent, and keeps what is right of it
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def first_fields(self):
        return [self.form[name] for name in self.FIRST]

    @property
    def other_fields(self):
        return [self.form[n] for n in self.filters if n not in (*self.FIRST, *self.UNSEEN)]

    @property
    def has_others(self):
        """One of the fields behind 更多条件 is in use, or was refused."""
        return any(field.name in self.told or field.errors for field in self.other_fields)

    def without(self, name):
        """The motions that all filters but `name` leave."""
        rows = self.queryset
        for other, value in self.told.items():
            if other != name:
                rows = self.filters[other].filter(rows, value)
        return rows

    # Each filter, in the words of the queryset.

    def filter_queryset(self, queryset):
        return self.without("")

    def of_level(self, rows, name, value):
        return rows.within_scope(value)

    def of_sum(self, rows, name, value):
        return sums.what(value, rows, self.on)

    def with_words(self, rows, name, value):
        return rows.about(value)

    def of_year(self, rows, name, value):
        return rows.submitted_in(Period.of_year(int(value)))

    def of_status(self, rows, name, value):
        return rows.filter(status=value)

    def of_department(self, rows, name, value):
        return rows.handled_by(value)

    def of_proposer(self, rows, name, value):
        return rows.filter(proposer__in=Person.objects.named(value))

    def that_are(self, rows, name, value):
        return rows.that_are(value, self.on)

    def rated(self, rows, name, value):
        return rows.awaiting_rating() if value == PENDING else rows.rated(value)

    def in_class(self, rows, name, value):
        return rows.in_class(value)

    def of_kind(self, rows, name, value):
        return rows.of_kind(value)

    def only_key(self, rows, name, value):
        return rows.key()
