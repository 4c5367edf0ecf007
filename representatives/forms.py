"""What the admin's forms ask for beyond the fields of their models."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from records.admin.forms import RecordForm, RecordFormSet, RowForm
from records.fields import DayField, DayInput, MonthField, choice_field, day_field, text_field
from representatives import opinions
from representatives.models import Assignment, Household, Mandate, Opinion, Person
from township.models import Department
from township.spans import today


class PersonForm(RecordForm):
    """An account is named, not picked: the office does not see the list of accounts."""

    born_on = MonthField(
        label="出生年月", required=False, help_text="如：1975.6；知道哪一天的也可以写全。"
    )
    account = forms.CharField(
        label="登录账号", required=False, max_length=150, help_text="填用户名；不登录的留空。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.user_id:
            self.initial.setdefault("account", self.instance.user.username)
        if self.instance.born_on and "born_on" in self.initial:
            self.initial["born_on"] = str(self.instance.birth)

    def clean_born_on(self):
        birth = self.cleaned_data["born_on"]
        self.instance.is_born_by_month = bool(birth and birth.is_whole)
        return birth and birth.first

    def clean_account(self):
        username = self.cleaned_data["account"].strip()
        if not username:
            self.instance.user = None
            return ""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise ValidationError("没有这个用户名，请先由系统管理员开设账号。")
        if Person.objects.filter(user=user).exclude(pk=self.instance.pk).exists():
            raise ValidationError("这个账号已由另一个人使用。")
        self.instance.user = user
        return username


class MandateFormSet(RecordFormSet):
    """Mandates of one person: none of the same level may overlap, and a new deputy has one."""

    overlap_fields = ("person",)
    overlap_sentence = "与另一行的代表资格同一级，时间不能重叠。"

    def clean(self):
        super().clean()
        if self.instance._state.adding and not self.standing_forms():
            raise ValidationError("新增代表要填一项代表资格；不是代表的，请在“人员”里新增。")

    def overlap(self, one, other):
        return one.term.level == other.term.level and super().overlap(one, other)


class EndMandateForm(forms.Form):
    on = day_field("资格终止日期", help_text="从这一天起不再是代表。")
    # None is proposed: a death is not to be recorded as the end of the term by one careless press.
    reason = forms.ChoiceField(
        label="终止原因", choices=[("", "请选择"), *Mandate.EndedFor.choices]
    )


class ReleaseForm(forms.Form):
    on = day_field("结束日期", help_text="从这一天起不再由这名代表联系。")
    reason = forms.ChoiceField(label="结束原因", choices=Assignment.EndedFor.choices)


class EndTermForm(forms.Form):
    on = day_field("结束日期", help_text="下一届第一次会议的第一天。")


class AssignmentForm(RecordForm):
    def clean(self):
        """Locks both, as services.assign does: two clerks cannot give away one household."""
        cleaned = super().clean()
        for model, name in ((Person, "person"), (Household, "household")):
            if cleaned.get(name):
                model.objects.select_for_update().get(pk=cleaned[name].pk)
        return cleaned


class HeardOnVisitForm(RowForm):
    """An opinion heard on the visit whose page this is: day, household and hearer follow from it.

    Typed as far as it came; what is stored already goes on by the verbs of its own page.
    """

    by_verbs = ("disposal", "department", "handed_over_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.by_verbs:
                self.fields[name].disabled = True

    def clean(self):
        cleaned = super().clean()
        visit, opinion = self.parent, self.instance
        if opinion._state.adding and visit.assignment_id and visit.visited_on:
            opinion.source = Opinion.Source.VISIT
            opinion.heard_on = visit.visited_on
            opinion.household = visit.assignment.household
            opinion.heard_by = visit.assignment.person
        return cleaned

    def save(self, commit=True):
        if self.instance._state.adding:
            opinions.settle(self.instance)
        return super().save(commit)


class OpinionVerbForm(forms.Form):
    """What a verb on an opinion needs to know; its refusals come back on the field of their name."""

    on = day_field()


class HandOverForm(OpinionVerbForm):
    on = day_field("转办日期")
    department = forms.ModelChoiceField(Department.objects.none(), label="承办单位")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.in_force(today())


class OpinionAnswerForm(OpinionVerbForm):
    on = day_field("答复日期")
    outcome = choice_field("结果", [("", "请选择"), *Opinion.Outcome.choices])
    horizon = choice_field("解决时限", Opinion.Horizon, required=False)
    answer = text_field("答复内容", rows=5, max_length=5000)


class TellBackForm(OpinionVerbForm):
    on = day_field("回告日期")
    way = choice_field("回告方式", Opinion.ToldBack)


class DisposeForm(OpinionVerbForm):
    disposal = choice_field("处理方式", Opinion.Disposal)
    answer = text_field(
        "怎么答复的", rows=3, max_length=5000, required=False,
        help_text="当场答复解释的、不属受理范围已告知的填写，就此算作已答复。",
    )  # fmt: skip


class CorrectForm(forms.Form):
    """Every field that a verb writes, as it was entered."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = opinions.CORRECTABLE
        fields = forms.fields_for_model(
            Opinion, names, widgets=DAY_WIDGETS, field_classes=DAY_CLASSES
        )
        self.fields.update(fields)


DAYS_OF_OPINION = ("handed_over_on", "answered_on", "told_back_on")
DAY_WIDGETS = dict.fromkeys(DAYS_OF_OPINION, DayInput())
DAY_CLASSES = dict.fromkeys(DAYS_OF_OPINION, DayField)
