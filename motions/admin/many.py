"""Verbs on many motions at once: each success and each refusal is reported."""

from django import forms
from django.contrib import admin, messages
from django.template.response import TemplateResponse

from motions import services
from motions.forms import departments_on
from motions.models import SupervisionAct
from records.admin.verbs import for_each
from records.fields import day_field, text_field
from township.models import Department
from township.spans import today


class ManyForm(forms.Form):
    on = day_field(initial=today)


class ReferManyForm(ManyForm):
    lead = forms.ModelChoiceField(Department.objects.none(), label="主办单位")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = departments_on(today())


class RemindManyForm(ManyForm):
    rung = forms.ChoiceField(label="方式", choices=SupervisionAct.Rung.choices[:2])
    content = text_field("内容", initial="期限已过，请抓紧办理并书面答复。")


@admin.action(description="交办所选的")
def refer_many(model_admin, request, queryset):
    """Hand several accepted motions over to one department."""
    return ask(
        model_admin, request, queryset, ReferManyForm, "refer_many", "交办",
        lambda motion, told: services.refer(motion, by=request.user, **told),
    )  # fmt: skip


@admin.action(description="提醒所选的（超期未答复）")
def remind_many(model_admin, request, queryset):
    """Remind the departments of all that are late among the selected."""
    late = queryset.overdue_on(today())
    if not late.exists():
        messages.info(request, "所选的里面没有超期未答复的。")
        return None
    return ask(
        model_admin, request, late, RemindManyForm, "remind_many", "提醒",
        lambda motion, told: services.supervise(motion, by=request.user, **told),
    )  # fmt: skip


def ask(model_admin, request, queryset, form_class, action, label, act):
    """Ask once for all of `queryset`; then call `act(motion, told)` for each."""
    form = form_class(request.POST if "_apply" in request.POST else None)
    if form.is_valid():
        rows = list(queryset.order_by("pk"))
        done = f"已{label}{{count}}件。"
        for_each(request, rows, lambda row: act(row, dict(form.cleaned_data)), done)
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{label}{queryset.count()}件", "opts": model_admin.opts, "action": action,
        "label": label, "form": form, "motions": queryset.select_related("proposer"),
        "media": model_admin.media,
    }  # fmt: skip
    return TemplateResponse(request, "admin/motions/many.html", context)
