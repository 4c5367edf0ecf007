"""Plan and actual: what the year's report promised for the next, and what became of last year's."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import modelformset_factory
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.record_forms import put_errors
from reports import plans, services
from reports.drafting import report_of
from reports.models import PlanItem
from reports.registry import REGISTRY, Shape
from reports.studio_forms import AnswerForm, PlanItemForm
from reports.studio_views import for_office
from reports.views import for_readers
from township.spans import Period, today

PlanFormSet = modelformset_factory(PlanItem, PlanItemForm, extra=3, can_delete=True, max_num=30)


@for_readers
def report_plan(request, year, refused=None):
    """Last year's plan with its answers, and this year's report's plan for the next.

    `refused` is an (item, form) of an answer that could not be kept.
    """
    report = report_of(year)
    rows = report.plan_items.all() if report.pk else PlanItem.objects.none()
    may_plan = request.user.is_office and bool(report.pk)
    formset = PlanFormSet(request.POST if may_plan and not refused else None or None, queryset=rows)
    if (
        request.method == "POST"
        and may_plan
        and not refused
        and kept(formset, report, request.user)
    ):
        messages.success(request, f"{year + 1}年的计划事项存好了。")
        return redirect("report-plan", year)
    context = {
        "year": year, "is_running": today() in Period.of_year(year), "report": report, "formset": formset, "items": rows,
        "answers": answers(year, refused, request.user),
        "measures": [f.name for f in REGISTRY.values() if f.shape is not Shape.NAMES],
        "begin_url": reverse("report-begin", args=[year, report.kind]),
    }  # fmt: skip
    return render(request, "reports/report_plan.html", context)


def kept(formset, report, user):
    """True when the plan was stored; else the formset says why not."""
    if not formset.is_valid():
        return False
    forms = [form for form in formset.forms if form.has_changed() or form.instance.pk]
    items = [form.instance for form in forms if not form.cleaned_data.get("DELETE")]
    try:
        services.plan(report, items, by=user)
    except ValidationError as error:
        formset.non_form_errors().extend(error.messages)
        return False
    return True


def answers(year, refused, user):
    """(Progress, AnswerForm or None) of each item that was planned for `year`."""
    entries = []
    for progress in plans.progress_in(year):
        form = None
        if user.is_office:
            form = AnswerForm(instance=progress.item, prefix=f"a{progress.item.pk}")
        if refused and refused[0] == progress.item.pk:
            form = refused[1]
        entries.append((progress, form))
    return entries


@for_office
@require_POST
def plan_answer(request, year, pk):
    """Say what became of one item."""
    item = get_object_or_404(PlanItem.objects.filter(year=year), pk=pk)
    form = AnswerForm(request.POST, instance=item, prefix=f"a{pk}")
    if form.is_valid():
        try:
            services.answer(item, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "落实情况记下了。")
            return redirect("report-plan", year)
    return report_plan(request, year, refused=(pk, form))
