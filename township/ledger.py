"""台账起始日: from when on the ledger is complete, for all families of records at once."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from simple_history.utils import bulk_create_with_history

from records.fields import day_field
from records.once import unless_overtaken
from township.models import LedgerStart
from township.spans import today

NOTHING_MISSING = "每一类记录都有起始日了，没有要补的。要改哪一类，点它的名称。"


def families_without_start():
    """The families that have no 台账起始日 yet: of these the ledger claims nothing."""
    known = set(LedgerStart.objects.values_list("family", flat=True))
    return [family for family in LedgerStart.Family if family not in known]


@transaction.atomic
def begin_ledgers(*, on, by=None):
    """Let each family that has no start date be complete from the day `on`; which these are."""
    families = families_without_start()
    rows = [LedgerStart(family=family, complete_from=on) for family in families]
    bulk_create_with_history(rows, LedgerStart, default_user=by)
    return families


class OneDayForm(forms.Form):
    """The one day for all families of records, here and in 开始使用."""

    on = day_field(
        "从哪天起登记齐全",
        help_text="通常填今年1月1日：今年的会议、走访、建议补登齐了，今年的报告就是全的。"
        "打算把本届的都补登的，填本届开始的那一天。",
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > today():
            raise ValidationError("不能在今天之后：填从哪一天起的记录已经登记齐全，或者正在补登。")
        return day


def one_day_view(model_admin, request):
    """各类记录都从同一天起: one day for the families that have none; what has its own keeps it."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = OneDayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        day = form.cleaned_data["on"]
        done = unless_overtaken(lambda: begin_ledgers(on=day, by=request.user), [])
        messages.success(request, told(done, day))
        return redirect(model_admin.url("changelist"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "各类记录都从同一天起", "opts": model_admin.opts, "form": form,
        "media": model_admin.media + form.media, "back": model_admin.url("changelist"),
        "missing": [family.label for family in families_without_start()],
        "known": LedgerStart.objects.all(), "nothing_missing": NOTHING_MISSING,
    }  # fmt: skip
    return TemplateResponse(request, "admin/township/one_day.html", context)


def told(families, on):
    if not families:
        return NOTHING_MISSING
    return f"{'、'.join(family.label for family in families)}，都从{on}起登记齐全。"
