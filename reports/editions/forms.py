"""The form of 定稿."""

import copy

from django import forms
from django.core.exceptions import ValidationError

from papers.scans import ScanUpload
from records.fields import day_field
from reports.models import Report
from township.spans import today
from township.words import said


class EditionForm(forms.Form):
    """定稿: who signs, on what day, up to what day it counts, and for a second edition why."""

    signer = forms.CharField(
        label="签发人",
        max_length=40,
        required=False,
        help_text=said("职务和姓名，如：镇人大主席　张三。"),
    )
    sheet = ScanUpload(
        label="签过字的签发单或首页", required=False, help_text="PDF或照片，与定稿一起保存。"
    )
    signed_on = day_field("成文日期", required=False)
    recorded_on = day_field(
        "截至日", required=False, help_text=Report._meta.get_field("recorded_on").help_text
    )
    reason = forms.CharField(
        label="更正了什么、为什么",
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, report, is_leader, is_correction, **kwargs):
        super().__init__(*args, **kwargs)
        unwanted = []
        if is_leader:
            unwanted += ["signer", "sheet"]
        if not is_correction:
            unwanted.append("reason")
        if report.signed_on or report.is_speech:
            unwanted.append("signed_on")
        for name in unwanted:
            del self.fields[name]
        if "signed_on" in self.fields:
            self.fields["signed_on"].initial = today()
        self.fields["recorded_on"].initial = report.recorded_on
        self.report = report

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day and day < self.report.starts_on:
            raise ValidationError("成文日期不能早于报告期。")
        return day

    def clean(self):
        said = super().clean()
        as_closed = copy.copy(self.report)
        as_closed.signed_on = self.report.signed_on or said.get("signed_on")
        as_closed.recorded_on = said.get("recorded_on")
        as_closed.refuse_odd_day_of_record()
        return said
