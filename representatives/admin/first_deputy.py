"""A new household with the deputy who keeps in touch with it, on one page."""

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from records.admin.choices import RowChoice
from records.admin.forms import RecordForm, put_errors
from records.fields import day_field
from representatives import services
from representatives.admin.first_days import proposed
from representatives.models import Assignment, Person

# Where the sentences of the verb stand on this form.
PLACES = {"starts_on": "since"}
NO_CATEGORY = "这一户在{day}没有类别。要安排代表联系，请在下面填类别，开始日期不晚于联系的那一天。"


class NotAssigned(Exception):
    """The deputy cannot take the household; `error` (a ValidationError) says why."""

    def __init__(self, error):
        super().__init__(error.messages)
        self.error = error


class HouseholdForm(RecordForm):
    deputy = forms.ModelChoiceField(
        Person.objects.all(), label="联系代表", required=False, help_text="还没有定的留空。"
    )
    since = day_field("从哪天起联系", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in {"deputy", "since"} & set(self.fields):
                del self.fields[name]
        elif "deputy" in self.fields:
            field = self.fields["deputy"]
            widget = RowChoice(Assignment._meta.get_field("person"), admin.site)
            widget.choices = field.widget.choices
            field.widget = widget
            self.fields["since"].help_text = proposed(self.request).hint

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("deputy") and not cleaned.get("since") and "since" not in self.errors:
            self.add_error("since", "选了联系代表，请填从哪天起联系。")
        refusal = getattr(self.request, "not_assigned", None)
        if refusal:
            put_errors(self, refusal)
        return cleaned

    def assign(self, *, by):
        """Give the household, just stored, to its deputy; raises NotAssigned with the reason."""
        person, day = self.cleaned_data.get("deputy"), self.cleaned_data.get("since")
        if not person:
            return
        spans = self.instance.category_spans.in_force(day).order_by("category__order")
        try:
            span = spans.select_related("category").first()
            if span is None:
                raise ValidationError(NO_CATEGORY.format(day=day))
            services.assign(
                person=person, household=self.instance, category=span.category, on=day, by=by
            )
        except ValidationError as error:
            raise NotAssigned(here(error)) from error


def here(error):
    """`error` of the verb at the fields of this form: what is about none is about the deputy."""
    named = getattr(error, "error_dict", None) or {NON_FIELD_ERRORS: error.error_list}
    found = {}
    for name, errors in named.items():
        found.setdefault(PLACES.get(name, "deputy"), []).extend(errors)
    return ValidationError(found)
