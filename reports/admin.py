"""Entries for the reports' words and for the figures older than the ledger."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from accounts.record_admin import RecordAdmin
from accounts.record_forms import RecordForm
from reports.models import Baseline, Report
from reports.outline import default_outline
from reports.registry import Shape, find
from township.models import LedgerStart, Level, Term
from township.spans import Period


class ReportForm(RecordForm):
    class Meta:
        widgets = {"outline": forms.Textarea(attrs={"rows": 32, "cols": 100})}


class BaselineForm(RecordForm):
    """A baseline is of a figure that adds up from rows, and of days before the ledger began."""

    def clean(self):
        cleaned = super().clean()
        name, end = cleaned.get("figure"), cleaned.get("ended_on")
        if name and end:
            figure, _ = find(name)
            start = LedgerStart.objects.filter(family=figure.family).first()
            if start and end > start.complete_from:
                self.add_error("ended_on", f"{start}起台账已登记齐全，期初数只到那一天为止。")
        return cleaned

    def clean_figure(self):
        name = self.cleaned_data["figure"].strip()
        try:
            figure, _ = find(name)
        except LookupError as error:
            hint = f"，是不是“{error}”？" if str(error) else "。"
            raise ValidationError(f"没有叫“{name}”的数字{hint}") from error
        if figure.shape not in (Shape.COUNT, Shape.SUM):
            raise ValidationError("比率、平均数和名单没有期初数，请填它所依据的件数。")
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
    deletable = True  # nothing refers to it, and its history stays
    list_display = ["figure", "starts_on", "ended_on", "value", "source"]
    search_fields = ["figure__contains", "source__contains"]
    fields = ["figure", ("starts_on", "ended_on"), "value", "source"]
