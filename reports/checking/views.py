"""数据核对, for the office (which mends) and leadership (which looks)."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from motions import deadlines
from records import reads
from records.admin.forms import put_errors
from reports.asking.readers import for_readers
from reports.checking import checks, services
from reports.models import Waiver
from township.spans import today
from township.words import said


class WaiveForm(forms.Form):
    reason = forms.CharField(
        label=said("为什么本镇不适用"),
        max_length=200,
        error_messages={"required": said("请写明为什么本镇不适用。")},
    )


@for_readers
def report_check(request, year, refused=None):
    """What is missing of `year`; `refused` is a (code, form) that was sent and could not be kept."""
    waivers = {row.code: row for row in Waiver.objects.select_related("by")}
    review = checks.review(year, today(), waivers, request.user)
    reads.note(request, "数据核对", object_id=year)
    code, form = refused or ("", WaiveForm())
    context = {
        "year": year, "review": review, "can_mend": request.user.is_office,
        "refused": code, "form": form, "no_rule": deadlines.notice(request.user, with_opinions=True),
    }  # fmt: skip
    return render(request, "reports/report_check.html", context)


@for_readers
@require_POST
def report_waive(request, year, code):
    """本镇不适用, with its reason; or, where `again` is sent, applicable after all."""
    if not request.user.is_office or code not in checks.codes():
        raise Http404
    if "again" in request.POST:
        for waiver in Waiver.objects.filter(code=code):
            services.apply_again(waiver, by=request.user)
        return redirect("report-check", year)
    form = WaiveForm(request.POST)
    if not form.is_valid() or not waived(form, code, request.user):
        return report_check(request, year, refused=(code, form))
    return redirect("report-check", year)


def waived(form, code, user):
    """True when it was noted; else `form` says why not."""
    try:
        services.waive(code, by=user, **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return False
    return True
