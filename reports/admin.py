"""Entries for the reports' words and for the figures older than the ledger."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from accounts.record_admin import RecordAdmin
from accounts.record_forms import RecordForm
from reports.models import Baseline, Report
from reports.outline import default_outline
from reports.registry import find
from township.models import Level, Term
from township.spans import Period


class ReportForm(RecordForm):
    class Meta:
        widgets = {"outline": forms.Textarea(attrs={"rows": 32, "cols": 100})}


class BaselineForm(RecordForm):
    def clean_figure(self):
        name = self.cleaned_data["figure"].strip()
        try:
            find(name)
        except LookupError as error:
            hint = f"，是不是“{error}”？" if str(error) else "。"
            raise ValidationError(f"没有叫“{name}”的数字{hint}") from error
        return name


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    menu_order = 1
    form = ReportForm
    list_display = ["year", "term", "signed_on"]
    list_select_related = ["term"]
    fields = [("year", "term", "signed_on"), "outline"]

    def get_changeform_initial_data(self, request):
        """A new report starts from the outline file, in the term of its year."""
        initial = super().get_changeform_initial_data(request)
        initial.setdefault("outline", default_outline())
        year = str(initial.get("year", ""))
        if year.isascii() and year.isdigit() and 1900 < int(year) < 2200:
            terms = Term.objects.at(Level.TOWN).overlapping(*Period.of_year(int(year)))
            initial.setdefault("term", terms.order_by("starts_on").first())
        return initial


@admin.register(Baseline)
class BaselineAdmin(RecordAdmin):
    menu_order = 2
    form = BaselineForm
    list_display = ["figure", "starts_on", "ended_on", "value", "source"]
    search_fields = ["figure__contains", "source__contains"]
    fields = ["figure", ("starts_on", "ended_on"), "value", "source"]
