"""The small forms of the verbs: what each asks for. motions.lifecycle.table says which is whose.

The admin and the pages use the same forms. What a row of the table `needs` is required
here too; a refusal of the verb comes back on the field of its name.
"""

import datetime

from django import forms
from django.core.exceptions import ValidationError

from motions import raising, services
from motions.models import Handling, Motion, ResultClass, Satisfaction, SupervisionAct
from motions.models.motions import NUMBERS
from motions.tracks import Tracks
from papers.scans import ScanUpload
from records.fields import (
    ButtonRow,
    DayField,
    PhoneDayInput,
    TickColumns,
    choice_field,
    day_field,
    text_field,
)
from township.models import Department, Level, Topic
from township.spans import today
from township.words import said

MERGED_WITHIN = datetime.timedelta(days=365)  # a twin older than this has been dealt with


PAPER_NUMBER = "纸上编过号的照填，没有的空着。"
NAMES_HELP = "写姓名，用顿号或空格隔开。"


def signed_notice(motion, user):
    """What whoever changes the words of `motion` has to know first; "" where nobody signed it."""
    names = "、".join(map(str, services.bound_by_words(motion, user)))
    if not names:
        return ""
    return (
        f"{names}已经附议，附议的是现在的文字。改了案由、情况或者建议，他们的附议就不再算数，"
        "系统会重新请他们附议；只改内容类别、是否公开的不受影响。"
    )


def departments_on(day):
    return Department.objects.in_force(day)


class StepForm(forms.Form):
    """One `step` on `motion` by `user`: asks the day. `do()` does it and returns the event."""

    on = day_field()

    def __init__(self, *args, step, motion, user, **kwargs):
        self.step, self.motion, self.user = step, motion, user
        kwargs["initial"] = {"on": today()} | self.known() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if user.may_use_pin:  # who works on a phone
            for field in self.fields.values():
                field.widget = PhoneDayInput() if isinstance(field, DayField) else field.widget
        self.fit()

    def known(self):
        """Hook: what the form opens with."""
        return {}

    def fit(self):
        """Hook: choices and fields that depend on the motion."""

    def told(self):
        """The arguments of the verb."""
        return self.cleaned_data

    def do(self):
        return self.step.act(self.motion, by=self.user, **self.told())


class RegisterForm(StepForm):
    def clean(self):
        if not (self.motion.grounds and self.motion.proposal):
            raise ValidationError("还没有写明情况和建议，请先“修改”，写好再交。")
        return super().clean()


class AmendForm(StepForm):
    title = forms.CharField(label="案由", max_length=100)
    topic = forms.ModelChoiceField(Topic.objects, label="内容类别")
    grounds = text_field("情况（案据）", rows=6, max_length=5000, required=False)
    proposal = text_field("建议（方案）", rows=6, max_length=5000, required=False)
    is_public = forms.BooleanField(label="同意公开", required=False)

    def known(self):
        return {name: getattr(self.motion, name) for name in services.AMENDABLE}

    @property
    def notice(self):
        return signed_notice(self.motion, self.user)


class InviteForm(StepForm):
    """Deputies by name; the field refuses a name that fits no deputy, or several."""

    people = forms.CharField(label="请谁附议", max_length=300, help_text=NAMES_HELP)

    def clean_people(self):
        motion = self.motion
        return raising.deputies_named(
            self.cleaned_data["people"], motion.level, motion.submitted_on, motion.proposer
        )


class SignOnPaperForm(InviteForm):
    on = day_field("签名日期")
    people = forms.CharField(label="谁签了名", max_length=300, help_text=NAMES_HELP)
    file = ScanUpload(label="签名页", help_text="PDF，或者拍的照片。")

    def known(self):
        waiting = [row for row in self.motion.signatures.all() if row.is_awaited]
        return {"people": "、".join(map(str, waiting))}


def number_field(help_text=PAPER_NUMBER, **options):
    return forms.IntegerField(
        label="编号", validators=NUMBERS, required=False, help_text=help_text, **options
    )


class NumberedForm(StepForm):
    """A verb before which the motion may have borne a number on paper."""

    number = number_field()

    def known(self):
        return {"number": self.motion.number}


class AcceptForm(NumberedForm):
    note = text_field("审查意见", required=False)
    field_order = ["on", "number"]

    def fit(self):
        number = self.fields["number"]
        if self.motion.level != Level.TOWN:
            number.label, number.help_text, number.required = above_number(self.motion), "", True
        elif not self.motion.number:
            number.help_text = next_number_hint(self.motion)


def above_number(motion):
    return said("市里的编号") if motion.level == Level.COUNTY else "上级的编号"


def next_number_hint(motion):
    number = services.number_proposed(motion)
    return f"空着由系统编：{motion.series_name}，接着是第{number}号。纸上编过号的照填。"


class MergeForm(NumberedForm):
    into = forms.ModelChoiceField(Motion.objects.none(), label="并入哪一件")
    field_order = ["on", "into", "number"]

    def fit(self):
        rows = Motion.objects.at(self.motion.level).accepted()
        since = self.motion.submitted_on - MERGED_WITHIN
        rows = rows.filter(submitted_on__gte=since).exclude(pk=self.motion.pk)
        self.fields["into"].queryset = rows.exclude(status=Motion.Status.CLOSED)


class TurnBackForm(NumberedForm):
    reason = choice_field("退回原因", Motion.ReturnReason)
    note = text_field("审查意见", required=False)
    field_order = ["on", "reason", "note", "number"]


class ReferForm(StepForm):
    lead = forms.ModelChoiceField(Department.objects.none(), label="主办单位")
    assists = forms.ModelMultipleChoiceField(
        Department.objects.none(), label="协办单位", required=False,
        widget=TickColumns,
    )  # fmt: skip
    due_on = day_field(
        said("市里要求的期限"), required=False, help_text="没有写明的留空，按规定计算。"
    )

    def fit(self):
        self.fields["lead"].queryset = departments_on(today())
        self.fields["assists"].queryset = departments_on(today())
        if not self.motion.is_handed_down:
            del self.fields["due_on"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("lead") in (cleaned.get("assists") or ()):
            self.add_error("assists", "主办单位不再列入协办。")
        return cleaned


class HandlingChoice(StepForm):
    """A verb on one of several departments; where there is only one, nothing is asked."""

    handling = forms.ModelChoiceField(Handling.objects.none(), label="承办单位")

    def among(self, tracks):
        raise NotImplementedError

    def fit(self):
        rows = self.among(Tracks(self.motion))
        if len(rows) < 2:
            del self.fields["handling"]
            return
        field = self.fields["handling"]
        field.queryset = Handling.objects.filter(pk__in=[row.pk for row in rows])
        field.queryset = field.queryset.select_related("department")
        field.initial = rows[0].pk


class SignForForm(HandlingChoice):
    handler = forms.CharField(label="承办人", max_length=30, required=False)

    def among(self, tracks):
        return tracks.unsigned


class ConsultForm(StepForm):
    way = choice_field("沟通方式", Handling.Consultation)


class ReplyForm(StepForm):
    result_class = forms.ModelChoiceField(
        ResultClass.objects, label="结果类别", widget=ButtonRow, empty_label=None
    )
    reply = text_field("答复内容", rows=8, max_length=10_000)
    number = forms.CharField(label="答复文号", max_length=40, required=False)
    signer = forms.CharField(label="签发人", max_length=30, required=False)
    promise = forms.CharField(
        label="承诺事项", max_length=200, required=False, help_text="正在办或列入计划的要写。"
    )
    promise_due_on = day_field("承诺期限", required=False)

    def known(self):
        lead = Tracks(self.motion).open_lead
        return {"reply": lead.reply, "result_class": lead.result_class_id} if lead else {}

    def fit(self):
        self.fields["result_class"].label_from_instance = lambda row: f"{row} {row.name}"


class RateForm(StepForm):
    handling = choice_field("对办理工作", Satisfaction)
    result = choice_field("对办理结果", Satisfaction)
    reason = text_field("意见", required=False, help_text="不满意的要写理由。")

    def fit(self):
        if not self.user.is_office:  # a deputy rates; only the office notes that nothing came
            for name in ("handling", "result"):
                self.fields[name].choices = [
                    choice for choice in Satisfaction.choices if choice[0] != Satisfaction.NONE
                ]

    def clean(self):
        cleaned = super().clean()
        verdicts = (cleaned.get("handling"), cleaned.get("result"))
        if Satisfaction.UNSATISFIED in verdicts and not cleaned.get("reason"):
            self.add_error("reason", "不满意的要写理由。")
        return cleaned


class CloseForm(StepForm):
    note = text_field("说明", required=False, help_text="仍不满意的，写怎么向代表说明的。")


class SuperviseForm(StepForm):
    rung = choice_field("方式", SupervisionAct.Rung)
    content = text_field("内容", required=False)


class AddAssistForm(StepForm):
    department = forms.ModelChoiceField(Department.objects.none(), label="协办单位")

    def fit(self):
        self.fields["department"].queryset = departments_on(today())


class ReasonForm(StepForm):
    reason = text_field("理由")


class ReassignForm(ReasonForm):
    lead = forms.ModelChoiceField(Department.objects.none(), label="新的主办单位")

    def fit(self):
        self.fields["lead"].queryset = departments_on(today())


class ExtendForm(ReasonForm):
    until = day_field("延期至")
    reason = text_field("理由", max_length=100)
    field_order = ["on", "until"]


class GiveOpinionForm(HandlingChoice):
    opinion = text_field("协办意见", rows=5, max_length=5000)

    def among(self, tracks):
        return tracks.open_assists


class DraftReplyForm(StepForm):
    result_class = forms.ModelChoiceField(ResultClass.objects, label="结果类别", required=False)
    reply = text_field("答复内容", rows=8, max_length=10_000)

    known = ReplyForm.known


class RehandleForm(ReasonForm):
    lead = forms.ModelChoiceField(
        Department.objects.none(), label="换主办单位", required=False, empty_label="仍由原单位主办"
    )

    def fit(self):
        self.fields["lead"].queryset = departments_on(today())


class ExplainForm(StepForm):
    explanation = text_field("说明", help_text="解决不了的原因，怎么向代表说明的。")
