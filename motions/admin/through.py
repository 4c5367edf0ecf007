"""The fast lane: a case that is already through, entered on one page with its true dates.

Departments have no login, and much is settled before it is entered. Each date that is
filled in is one verb, done in the order of the life cycle; all are stored, or none. Of what an old
ledger says without its day, that is ticked instead of a date.
"""

import uuid
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from motions.forms import departments_on, next_number_hint, number_field
from motions.models import Handling, Motion, ResultClass, Satisfaction, Signature
from motions.services.through import REPLY_LOST, ROUGH_BEFORE_ACCEPTANCE, STAGES, enter_through
from records.admin import twins
from records.admin.choices import RowChoice, RowChoices
from records.admin.form_parts import Cell, FormPart, laid
from records.admin.forms import RecordForm, put_errors
from records.fields import (
    ButtonRow,
    DayField,
    DayInput,
    RoughDayField,
    TickColumns,
    choice_field,
    day_field,
    text_field,
)
from records.models import OnceKey
from records.once import once_key
from representatives.models import Person
from township.models import Department
from township.spans import today


def unknown_field(label):
    help_text = "旧台账上没有写哪天的勾上，日期空着。"
    return forms.BooleanField(label=f"{label}不详", required=False, help_text=help_text)


class ThroughForm(RecordForm):
    """Registration, and what came after it as far as it came."""

    signers = forms.ModelMultipleChoiceField(
        Person.objects, label="联名代表", required=False, help_text="亲笔签了名的。"
    )
    accepted_on = day_field("受理日期", required=False, help_text="审查通过的日期。")
    is_acceptance_unknown = unknown_field("受理日期")
    number = number_field()
    handed_over_on = day_field("交办日期", required=False)
    is_handover_unknown = unknown_field("交办日期")
    lead = forms.ModelChoiceField(Department.objects.none(), label="主办单位", required=False)
    assists = forms.ModelMultipleChoiceField(
        Department.objects.none(), label="协办单位", required=False,
        widget=TickColumns,
    )  # fmt: skip
    consulted_on = day_field("沟通日期", required=False)
    way = choice_field("沟通方式", Handling.Consultation, required=False)
    replied_on = day_field("答复日期", required=False)
    is_reply_unknown = unknown_field("答复日期")
    result_class = forms.ModelChoiceField(
        ResultClass.objects, label="结果类别", required=False, widget=ButtonRow, blank=False
    )
    reply_number = forms.CharField(label="答复文号", max_length=40, required=False)
    reply = text_field("答复内容", rows=5, max_length=10_000, required=False)
    reply_lost = forms.BooleanField(
        label="答复原件未录", required=False, help_text="答复过，但是原件找不到了的，答复内容空着。"
    )
    promise = forms.CharField(
        label="承诺事项", max_length=200, required=False, help_text="正在办或列入计划的要写。"
    )
    promise_due_on = day_field("承诺期限", required=False)
    rated_on = day_field("评价日期", required=False)
    is_rating_unknown = unknown_field("评价日期")
    rated_work = choice_field("对办理工作", Satisfaction, required=False)
    rated_result = choice_field("对办理结果", Satisfaction, required=False)
    reason = forms.CharField(
        label="意见", max_length=200, required=False, help_text="不满意的要写理由。"
    )
    closed_on = day_field("办结日期", required=False)
    is_close_unknown = unknown_field("办结日期")

    class Meta:
        model = Motion
        fields = [
            "level", "kind", "is_handed_down", "topic", "title", "proposer", "submitted_on",
            "occasion", "session", "grounds", "proposal", "is_key", "key_on", "is_complex",
            "is_public", "other_signers",
        ]  # fmt: skip
        widgets = {
            "kind": ButtonRow, "occasion": ButtonRow, "submitted_on": DayInput, "key_on": DayInput,
        }  # fmt: skip
        field_classes = {"submitted_on": RoughDayField, "key_on": DayField}
        help_texts = {"submitted_on": "旧台账上只有年月的写2021.3，只有年份的写2021年。"}

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("proposer", "session"):
            widget = RowChoice(Motion._meta.get_field(name), site)
            widget.choices = self.fields[name].widget.choices
            self.fields[name].widget = widget
        widget = RowChoices(Signature._meta.get_field("person"), site)
        widget.choices = self.fields["signers"].widget.choices
        self.fields["signers"].widget = widget
        for name in ("grounds", "proposal"):
            self.fields[name].widget.attrs["rows"] = 4
        for name in ("lead", "assists"):
            self.fields[name].queryset = departments_on(today())
        self.fields["result_class"].label_from_instance = lambda row: f"{row} {row.name}"

    def clean_submitted_on(self):
        told = self.cleaned_data["submitted_on"]
        self.instance.submitted_last_on = told.last
        return told.first

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reply_lost") and not cleaned.get("reply"):
            cleaned["reply"] = REPLY_LOST
        for stage in STAGES:
            self.refuse_unclear_day(stage)
        if self.instance.submitted_last_on and not STAGES[0].was_done(self.cleaned_data):
            self.add_error("submitted_on", ROUGH_BEFORE_ACCEPTANCE)
        return cleaned

    def refuse_unclear_day(self, stage):
        """Of what is told of a stage its day is told too, or that nobody knows it; never both."""
        cleaned, label = self.cleaned_data, self.fields[stage.day].label
        if cleaned.get(stage.day) and cleaned.get(stage.unknown):
            self.add_error(stage.day, f"填了{label}的，不勾“{label}不详”。")
        told = [self.fields[name].label for name in stage.told.values() if cleaned.get(name)]
        if told and not stage.was_done(cleaned) and stage.day not in self.errors:
            unless = f"；不知道哪天的勾“{label}不详”" if stage.unknown else ""
            self.add_error(stage.day, f"填了{told[0]}的，请填{label}{unless}。")

    def say_next_number(self):
        """Of the series of what was typed, or else of this year's suggestions."""
        known = self.instance if self.instance.year else Motion(year=today().year)
        self["number"].help_text = next_number_hint(known)

    def do(self, user):
        """Register and do each stage; raises ValidationError on the field it concerns."""
        told, motion = self.cleaned_data, self.save(commit=False)
        return enter_through(motion, told, by=user, signers=told["signers"])


def first_values():
    """What a clerk would type anyway: most motions come between two sessions."""
    return {"submitted_on": today(), "occasion": Motion.Occasion.BETWEEN}


def through_view(model_admin, request):
    """The page of the fast lane; like every form that creates, it is stored once."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if model_admin.was_stored(request, None):
        return model_admin.already_stored(request)
    form = ThroughForm(request.POST or None, site=model_admin.admin_site)
    form.initial = first_values() | form.initial
    form.request, form.entry = request, model_admin
    if request.method == "POST" and form.is_valid():
        motion = stored(model_admin, request, form)
        if motion:
            messages.success(request, f"已登记{motion}，现在是“{motion.get_status_display()}”。")
            return redirect("admin:motions_motion_change", motion.pk)
    form.say_next_number()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "一页登记办过的建议", "opts": model_admin.opts, "form": form, "parts": list(parts(form)),
        "media": model_admin.media + form.media, "once": once_key(request) or uuid.uuid4(),
        "twins": twins.shown(model_admin, request),
    }  # fmt: skip
    return TemplateResponse(request, "admin/motions/through.html", context)


def stored(model_admin, request, form):
    """The Motion, stored with all its stages and its one-time key; None where a verb refuses."""
    try:
        with transaction.atomic():
            OnceKey.objects.create(key=once_key(request))
            motion = form.do(request.user)
            model_admin.log_addition(request, motion, "一页登记")
            return motion
    except ValidationError as error:
        put_errors(form, error)
        return None


# What every case says, in the order of the paper; the rest of the registration few cases need.
REGISTERED = (
    "title", "topic", "proposer", "submitted_on", "occasion", "session", "grounds", "proposal",
)  # fmt: skip


@dataclass
class ThroughPart(FormPart):
    """A section of the page, and what of it is folded away."""

    seldom: list = ()
    called: str = ""


def parts(form):
    """The registration, and the stages: closed until something is written there."""
    others = [*(name for name in form.Meta.fields if name not in REGISTERED), "signers"]
    yield part(form, "登记", REGISTERED, others, "级别、文种、联名、重点督办、公开")
    for stage in STAGES:
        names = [name for name in stage.fields if name not in stage.seldom]
        one = part(form, stage.title, names, stage.seldom)
        one.is_folded = not any(cell.is_filled for cell in (*one.cells, *one.seldom))
        yield one


def part(form, title, names, seldom, called=""):
    shown = laid(Cell(form[name].label, form[name]) for name in names)
    folded = laid(Cell(form[name].label, form[name]) for name in seldom)
    wrong = sum(len(cell.control.errors) > 0 for cell in (*shown, *folded))
    labels = "、".join(str(cell.label) for cell in folded)
    return ThroughPart(
        title, f"stage-{names[0]}", shown, mistakes=wrong, seldom=folded, called=called or labels
    )
