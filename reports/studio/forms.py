"""Forms of the report studio: a new report, one of its sections, its plan, and 定稿."""

from django import forms
from django.core.exceptions import ValidationError

from congress.models import Meeting
from records.fields import day_field
from reports.asking import spelling
from reports.asking.periods import FIRST_YEAR, LAST_YEAR
from reports.models import PlanItem, Report
from reports.studio.services import LARGEST
from reports.words import drafting
from township.numbers import plain

Kind = Report.Kind
KNOWN = "{}已经有了，请在原来那一份上改。"


class NewReportForm(forms.Form):
    """What kind of report, of which days, and whose words it starts from."""

    kind = forms.ChoiceField(label="种类", choices=Kind, widget=forms.RadioSelect)
    year = forms.IntegerField(
        label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR,
        help_text="五年工作回顾写最后一年。",
    )  # fmt: skip
    starts_on = day_field("第一天", required=False, help_text="只有“其他报告”要写起止日期。")
    last_on = day_field("最后一天", required=False)
    session = forms.ModelChoiceField(
        Meeting.objects.none(), label="在哪次人代会上报告", required=False,
        empty_label="还没有定", help_text="工作报告在标题下印出日期和会次，可以以后再填。",
    )  # fmt: skip
    model = forms.ModelChoiceField(
        Report.objects.none(), label="从哪里开始", required=False, empty_label="系统的提纲",
        help_text="也可以从以前的一份报告开始，文字照搬，数字随新的报告期。",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A town holds two sessions a year and makes few reports: neither list grows long.
        sessions = Meeting.objects.sessions().select_related("term").order_by("-starts_on")
        self.fields["session"].queryset = sessions
        self.fields["model"].queryset = Report.objects.all()

    def clean(self):
        cleaned = super().clean()
        kind, year = cleaned.get("kind"), cleaned.get("year")
        if kind == Kind.FREE:
            self.check_days(cleaned)
        if kind in Report.ONE_A_YEAR and year:
            known = Report.objects.filter(kind=kind, year=year).first()
            if known:
                self.add_error("year", KNOWN.format(known))
        if kind == Kind.FIVE and year and year - 4 < FIRST_YEAR:
            self.add_error("year", "五年要从有台账的年份算起。")
        if year and not self.errors and drafting.term_of(year) is None:
            self.add_error("year", f"{year}年不在任何一届之内，请先登记届次。")
        return cleaned

    def check_days(self, cleaned):
        first, last = cleaned.get("starts_on"), cleaned.get("last_on")
        for name in ("starts_on", "last_on"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "请写明报告的起止日期。")
        if first and last and last < first:
            self.add_error("last_on", "最后一天不能早于第一天。")
        if last and cleaned.get("year") and last.year != cleaned["year"]:
            self.add_error("year", "年份要与最后一天一致。")

    def refuse_second(self):
        """Raises ValidationError where there is such a report already. A free one may come twice,
        and a year may have two sessions, each with a report of its own.
        """
        said = self.cleaned_data
        same = Report.objects.filter(kind=said["kind"], year=said["year"], session=said["session"])
        if said["kind"] != Kind.FREE and same.exists():
            raise ValidationError({"year": KNOWN.format(same[0])})

    def draft(self):
        """The unstored Report that was asked for."""
        said = self.cleaned_data
        period = drafting.period_of(said["kind"], said["year"])
        if said["kind"] == Kind.FREE:
            period = drafting.days_between(said["starts_on"], said["last_on"])
        return drafting.draft(
            said["kind"], said["year"], period=period, model=said["model"], session=said["session"]
        )


def whole(field):
    """`field` without its maxlength: a browser cuts what is pasted there, and says nothing."""
    field.widget.attrs.pop("maxlength", None)
    return field


class SectionForm(forms.Form):
    """The words of one section, and the version they were typed over."""

    title = forms.CharField(
        label="标题", max_length=60, required=False, help_text="编号自动加，不用写。"
    )
    text = forms.CharField(
        label="正文", max_length=LARGEST, required=False,
        widget=forms.Textarea({"rows": 22, "spellcheck": "false"}),
        help_text="一行一段；小标题写作“（一）……”。",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "text"):
            whole(self.fields[name])


class SubsectionForm(forms.Form):
    """The words of one 小节 with its heading, and the mark of those that they were typed over."""

    text = forms.CharField(
        label="小节", max_length=LARGEST, widget=forms.Textarea({"rows": 22, "spellcheck": "false"}),
        help_text="第一行是小标题，写作“（一）……”；一行一段。",
        error_messages={"required": "小节不能空着。要去掉它，请到整个部分里去改。"},
    )  # fmt: skip
    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self.fields["text"])


class NewSectionForm(forms.Form):
    title = forms.CharField(
        label="新的一部分", max_length=60,
        error_messages={"required": "请写上这一部分的标题。"},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self.fields["title"])


class DiscardForm(forms.Form):
    """Why a report is thrown away; it stays in the history."""

    reason = forms.CharField(label="为什么不要", max_length=90, help_text="如：年份选错了。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self.fields["reason"])


class PlanItemForm(forms.ModelForm):
    class Meta:
        model = PlanItem
        fields = ["text", "figure", "target"]
        widgets = {"figure": forms.TextInput({"list": "figure-names", "autocomplete": "off"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["figure"] = self.instance.measure
        if self.instance.target is not None:
            self.initial["target"] = plain(self.instance.target)  # 4, as it was typed

    def clean_figure(self):
        return spelling.kept_name(self.cleaned_data["figure"])


class PlanAnswerForm(forms.ModelForm):
    class Meta:
        model = PlanItem
        fields = ["outcome", "answer"]
        widgets = {"outcome": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = PlanItem.Outcome.choices
        self.fields["outcome"].required = True
        self.fields["outcome"].error_messages["required"] = "请选落实得怎样。"
