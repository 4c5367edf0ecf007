"""列入议程: what proposes itself for the presidium, and what it decided."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from congress.models import Meeting
from motions import deadlines, supervision
from motions.models import Tabling
from records.admin.forms import put_errors
from records.admin.lists import ChoiceFilter
from records.admin.pages import RecordAdmin
from records.admin.verbs import Button
from township.models import Town
from township.spans import today


class AgendaForm(forms.Form):
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="哪次主席团会议",
        error_messages={"required": "请选一次主席团会议；还没有的，先在“主席团会议”里新增。"},
    )  # fmt: skip
    chosen = forms.MultipleChoiceField(
        label="列入哪些", error_messages={"required": "请至少勾选一件。"}
    )

    def __init__(self, *args, proposals, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.subjects = {proposal.key: proposal.subject for proposal in proposals}
        self.fields["chosen"].choices = [(key, key) for key in self.subjects]
        rows = supervision.meetings_open_to(day)
        self.fields["meeting"].queryset = rows
        self.fields["meeting"].initial = rows.filter(starts_on__gte=day).first() or rows.last()

    def do(self, user):
        chosen = [self.subjects[key] for key in self.cleaned_data["chosen"]]
        return supervision.take_onto_agenda(self.cleaned_data["meeting"], chosen, by=user)


def agenda_view(model_admin, request):
    """The proposals of today with a tick each, and the meeting they go to."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    day = today()
    proposals = supervision.proposals(day, Town.get())
    initial = {"meeting": request.GET.get("meeting")} if "meeting" in request.GET else {}
    form = AgendaForm(request.POST or None, initial=initial, proposals=proposals, day=day)
    if request.method == "POST" and form.is_valid():
        try:
            rows = form.do(request.user)
        except ValidationError as error:
            put_errors(form, error)
        else:
            meeting = form.cleaned_data["meeting"]
            messages.success(request, f"已把{len(rows)}件列入{meeting}的议程。")
            return redirect("admin:congress_presidiummeeting_change", meeting.pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "no_rule": deadlines.notice(request.user, with_opinions=True),
        "title": "列入主席团议程", "opts": model_admin.opts, "form": form, "proposals": proposals,
        "ticked": form["chosen"].value() or [],
    }  # fmt: skip
    return TemplateResponse(request, "admin/motions/agenda.html", context)


def carry_back(tabling, request, data):
    act = supervision.carry_back(tabling, by=request.user)
    return f"已记为{act.get_rung_display()}。"


CARRY_BACK = Button(
    "carry", "把决定记为督办", carry_back,
    hint="会议对这一议题的决定记为一次主席团督办，写进这一件的经过。",
    applies=lambda tabling: tabling.act_id is None,
)  # fmt: skip


class DecidedFilter(ChoiceFilter):
    title = "决定"
    parameter_name = "decided"

    def lookups(self, request, model_admin):
        return [
            ("waiting", "有决定，待记为督办"),
            ("open", "会议还没有结果"),
            ("done", "已记为督办"),
        ]

    def queryset(self, request, queryset):
        silent = {"agenda_item__outcome": "", "agenda_item__decision": ""}
        if self.value() == "waiting":
            return queryset.filter(act=None).exclude(**silent)
        if self.value() == "open":
            return queryset.filter(act=None, **silent)
        return queryset.filter(act__isnull=False) if self.value() == "done" else queryset


@admin.register(Tabling)
class TablingAdmin(RecordAdmin):
    menu_order = 2.5
    nothing_yet = "列入主席团会议议程的议案建议和群众意见，会上的决定写回那一件。"
    list_display = ["what", "agenda_item", "day", "decision", "act"]
    list_filter = [DecidedFilter]
    search_fields = ["motion__title__contains", "agenda_item__title__contains"]
    label_select = ["agenda_item__meeting__term"]
    list_select_related = ["motion", "opinion", "act"]
    fields = readonly_fields = ["motion", "opinion", "agenda_item", "day", "decision", "act"]
    verbs = [CARRY_BACK]

    def has_add_permission(self, request):
        return False  # taken onto an agenda by agenda_view

    def may_void(self, obj):
        return obj.act_id is None

    @admin.display(description="督办什么")
    def what(self, tabling):
        return tabling.motion or tabling.opinion

    @admin.display(description="会议日期", ordering="agenda_item__meeting__starts_on")
    def day(self, tabling):
        return tabling.agenda_item.meeting.starts_on

    @admin.display(description="会议的决定")
    def decision(self, tabling):
        item = tabling.agenda_item
        return item.decision or item.get_outcome_display() or "还没有"
