"""Plan and actual: what the year's report promised for the next, and what became of last year's."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet, modelformset_factory
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from records.admin.forms import SentRows, put_errors
from reports.asking.readers import for_readers
from reports.asking.registry import REGISTRY, Shape
from reports.models import PlanItem
from reports.studio import services
from reports.studio.forms import PlanAnswerForm, PlanItemForm
from reports.studio.views import for_office
from reports.words import plans
from reports.words.drafting import report_of
from township.spans import Period, today

MOST, SPARE = 30, 3


class PlanRows(SentRows, BaseModelFormSet):
    """The items of a plan."""


PlanFormSet = modelformset_factory(
    PlanItem,
    PlanItemForm,
    formset=PlanRows,
    can_delete=True,
    extra=SPARE,
    max_num=MOST,
    absolute_max=MOST + SPARE,
)


@for_readers
def report_plan(request, year, refused=None):
    """Last year's plan with its answers, and this year's report's plan for the next.

    `refused` is an (item, form) of an answer that could not be kept.
    """
    report, typed = report_of(year), []
    may_plan = request.user.is_office and bool(report.pk)
    formset = PlanFormSet(queryset=planned(report))
    if request.method == "POST" and may_plan and not refused:
        formset = PlanFormSet(request.POST, queryset=planned(report))
        try:
            if kept(formset, report, request):
                return redirect("report-plan", year)
        except services.Replanned as error:
            messages.error(request, error.message)
            typed, formset = typed_in(request.POST), PlanFormSet(queryset=planned(report))
    items = planned(report)
    context = {
        "year": year, "is_running": today() in Period.of_year(year), "report": report,
        "formset": formset, "items": [(item, goal_of(item)) for item in items],
        "typed": typed, "seen": plans.mark(items),
        "answers": answers(report, refused, request.user),
        "measures": [f.title for f in REGISTRY.values() if f.shape is not Shape.NAMES],
        "begin_url": reverse("report-begin", args=[year, report.kind]),
    }  # fmt: skip
    return render(request, "reports/report_plan.html", context)


def planned(report):
    return report.plan_items.all() if report.pk else PlanItem.objects.none()


def goal_of(item):
    return plans.goal(item) if plans.is_measured(item) else ""


def kept(formset, report, request):
    """True when the plan was stored; else the formset says why not. Raises services.Replanned."""
    seen = request.POST.get("seen", "")
    services.refuse_replanned(report, seen)  # before the forms: they may be of items that went
    if not formset.is_valid():
        return False
    forms = [form for form in formset.forms if form.has_changed() or form.instance.pk]
    items = [form.instance for form in forms if not form.cleaned_data.get("DELETE")]
    try:
        services.plan(report, items, by=request.user, seen=seen)
    except services.Replanned:
        raise
    except ValidationError as error:
        formset.non_form_errors().extend(error.messages)
        return False
    messages.success(request, f"{report.year + 1}年的计划事项存好了。")
    return True


def typed_in(data):
    """The lines of a sent plan as text: item, figure, target."""
    rows = (
        [data.get(f"form-{index}-{name}", "").strip() for name in ("text", "figure", "target")]
        for index in range(MOST + SPARE)
    )
    return ["，".join(filter(None, row)) for row in rows if any(row)]


def answers(report, refused, user):
    """(PlanProgress, PlanAnswerForm or None) of each item planned for the year of `report`."""
    entries = []
    for progress in plans.progress_in(report.year, report.periods.day):
        form = None
        if user.is_office:
            form = PlanAnswerForm(instance=progress.item, prefix=f"a{progress.item.pk}")
        if refused and refused[0] == progress.item.pk:
            form = refused[1]
        entries.append((progress, form))
    return entries


@for_office
@require_POST
def plan_answer(request, year, pk):
    """Say what became of one item."""
    item = get_object_or_404(PlanItem.objects.filter(year=year), pk=pk)
    form = PlanAnswerForm(request.POST, instance=item, prefix=f"a{pk}")
    if form.is_valid():
        try:
            services.answer(item, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "落实情况记下了。")
            return redirect("report-plan", year)
    return report_plan(request, year, refused=(pk, form))
