"""The form of 定稿."""

from django import forms
from django.core.exceptions import ValidationError

from papers.scans import ScanUpload
from records.fields import day_field
from township.spans import today


class EditionForm(forms.Form):
    """定稿: who signs, on what day, and for a second edition why."""

    signer = forms.CharField(
        label="签发人",
        max_length=40,
        required=False,
        help_text="职务和姓名，如：镇人大主席　张三。",
    )
    sheet = ScanUpload(
        label="签过字的签发单或首页", required=False, help_text="PDF或照片，与定稿一起保存。"
    )
    signed_on = day_field("成文日期", required=False)
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
        self.report = report

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day and day < self.report.starts_on:
            raise ValidationError("成文日期不能早于报告期。")
        return day
