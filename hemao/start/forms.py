"""The short forms of 开始使用: names, terms, and the day from which the ledger is complete."""

import datetime

from django import forms
from django.core.exceptions import ValidationError

from records.bounds import between
from records.fields import day_field
from township.ledger import OneDayForm, begin_ledgers, families_without_start
from township.models import CountyKind, Level, Term, TownKind, TownName
from township.spans import today
from township.words import say

# Early enough that whatever old record a town enters falls on a day with a name.
LONG_AGO = datetime.date(2000, 1, 1)
BY_NAME = ("", "按名称认")


class NamesForm(forms.ModelForm):
    """Step one. Party committee and signing body follow from the names (TownName.settle_kinds)."""

    kind = forms.ChoiceField(
        label="乡镇类别", required=False, choices=[BY_NAME, *TownKind.choices],
        help_text="名称最后一个字说明了的，不用选。",
    )  # fmt: skip
    county_kind = forms.ChoiceField(
        label="县（市、区）类别", required=False, choices=[BY_NAME, *CountyKind.choices]
    )
    starts_on = day_field(
        "从哪天起叫这个名字", initial=LONG_AGO,
        help_text="不清楚的不用改。要登记的记录，最早的也要在这一天以后；后来改过名的，以后在“名称沿革”里加一条。",
    )  # fmt: skip

    class Meta:
        model = TownName
        fields = ["town", "county", "prefecture", "kind", "county_kind", "starts_on"]
        labels = {
            "town": "乡镇名", "county": "所属的县（市、区）", "prefecture": "所属的设区的市",
        }  # fmt: skip
        help_texts = {
            "town": "写全称，如：梅渚乡、新田镇、茶山瑶族乡。街道没有人民代表大会，不能用本系统。",
            "county": "写全称，如：郎溪县、巢湖市、巴林右旗。",
            "prefecture": "如：宣城市。自治州、盟、地区也填在这里；省直管的填省名。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["town"].widget.attrs["autofocus"] = True

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day > today():
            raise ValidationError("不能在今天之后：今天起的页面和公文就要用这个名称。")
        return day

    def store(self, by):
        self.save()

    def said(self):
        """What follows from the names, to be read once."""
        row = self.instance
        return (
            f"名称已经填好。各页和公文里写：{row.town}、{row.kind_word}党委、{row.head_word}、"
            f"{row.county_word}里、{row.county_party}，报告署名“{row.signing_body}”。"
        )


class TermsForm(forms.Form):
    """The terms that run, of the town and of the county; what is registered already is not asked."""

    LEVELS = ((Level.TOWN, "town", "镇人大", True), (Level.COUNTY, "county", "市人大", False))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        day = today()
        there = set(Term.objects.in_force(day).values_list("level", flat=True))
        self.asked = [row for row in self.LEVELS if row[0] not in there]
        self.rows = []
        for _, name, body, is_wanted in self.asked:
            self.fields[f"{name}_number"] = forms.IntegerField(
                label=say(f"{body}本届是第几届"), required=is_wanted, validators=between(1, 99),
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                help_text="填数字，如：10。" if is_wanted else say("还不知道的可以不填；登记市级代表以前要有。"),
            )  # fmt: skip
            self.fields[f"{name}_starts_on"] = day_field(
                say(f"{body}本届从哪天起"), required=is_wanted,
                help_text="本届第一次会议的第一天。" if is_wanted else "",
            )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        for level, name, _, _ in self.asked:
            number, day = cleaned.get(f"{name}_number"), cleaned.get(f"{name}_starts_on")
            fields = {"number": f"{name}_number", "starts_on": f"{name}_starts_on"}
            if {*fields.values()} & set(self.errors) or not (number or day):
                continue
            for value, field, words in (
                (number, fields["number"], "请一起填第几届。"),
                (day, fields["starts_on"], "请一起填从哪天起。"),
            ):
                if not value:
                    self.add_error(field, words)
            if number and day:
                self.read(Term(level=level, number=number, starts_on=day), fields)
        return cleaned

    def read(self, term, fields):
        if term.starts_on > today():
            return self.add_error(fields["starts_on"], "本届已经开始，这一天不能在今天之后。")
        try:
            term.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(fields.get(name, fields["number"]), messages)
        else:
            self.rows.append(term)

    def store(self, by):
        for term in self.rows:
            term.save()

    def said(self):
        return f"已登记{'、'.join(map(str, self.rows))}。"


class LedgerForm(OneDayForm):
    """The one day, for the families of records that have none; it opens with the first of the year."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today().replace(month=1, day=1)
        if not families_without_start():
            del self.fields["on"]

    def store(self, by):
        self.families = begin_ledgers(on=self.cleaned_data["on"], by=by)

    def said(self):
        return f"{len(self.families)}类记录的台账起始日都填好了，各类不一样的，以后可以分别改。"
