"""Entries for the reports' words and for the figures older than the ledger."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from records.admin.forms import RecordForm
from records.admin.pages import RecordAdmin
from reports.asking import spelling
from reports.asking.registry import ANY_PERIOD, Asked, Shape, find
from reports.models import Baseline, Report
from township.models import LedgerStart


class BaselineForm(RecordForm):
    """A baseline is of a figure that adds up from rows, and of days before the ledger began."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.figure:
            self.initial["figure"] = spelling.said_name(self.instance.figure)

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
            figure, member = find(name)
        except LookupError as error:
            raise ValidationError(str(error)) from error
        if figure.shape not in (Shape.COUNT, Shape.SUM):
            raise ValidationError("比率、平均数和名单没有期初数，请填它所依据的件数。")
        return Asked(figure, ANY_PERIOD, member).name  # as it is called today


class ReportForm(RecordForm):
    """The title is asked for in the words of the town, and kept in those of the registry."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["title"] = spelling.said(self.instance.title)

    def clean_title(self):
        return spelling.stored(self.cleaned_data["title"])


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    """What a report is called, and who makes it where. Its words have an editor of their own."""

    menu_order = 1
    nothing_yet = "年度报告和其他报告。在“年度报告”页面上起草。"
    form = ReportForm
    list_display = ["__str__", "called", "term", "recorded_on", "signed_on"]
    list_select_related = ["term"]
    list_filter = ["kind"]
    autocomplete_fields = ["session"]
    fields = [
        "title", "term", ("recorded_on", "signed_on"), ("session", "speaker"), ("mark", "numbers_sections"),
    ]  # fmt: skip

    @admin.display(description="标题", ordering="title")
    def called(self, report):
        return spelling.said(report.title)

    def has_add_permission(self, request):
        return False  # it begins from an outline, on the page of the reports


@admin.register(Baseline)
class BaselineAdmin(RecordAdmin):
    menu_order = 2
    nothing_yet = "台账起始日以前的数字，例如本届前几年的次数。"
    form = BaselineForm
    deletable = True  # nothing refers to it, and its history stays
    list_display = ["called", "starts_on", "ended_on", "value", "source"]
    search_fields = ["figure__contains", "source__contains"]
    fields = ["figure", ("starts_on", "ended_on"), "value", "source"]

    @admin.display(description="数字名称", ordering="figure")
    def called(self, baseline):
        return spelling.said_name(baseline.figure)
