"""Entries for sessions and presidium meetings, their agendas and what they adopted."""

from django import forms
from django.contrib import admin
from django.db.models import F, OuterRef
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from congress import services
from congress.admin.replies import RepliesPage
from congress.admin.roster import RosterPage, quorum_sentence
from congress.forms import (
    AgendaFormSet,
    AgendaItemForm,
    MeetingForm,
    PresidiumMeetingForm,
    SittingFormSet,
    VotesFormSet,
)
from congress.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Post,
    PresidiumMeeting,
    Resolution,
    Session,
    Sitting,
)
from records.admin.lists import ChoiceFilter, year_filter
from records.admin.pages import PartAdmin, RecordAdmin, by_name
from records.admin.rows import StackedRows, TabularRows
from records.admin.search import Apart, put_together, word_of
from records.admin.verbs import Button
from representatives.admin import labels
from representatives.admin.tables import counted
from representatives.models import Mandate
from township.models import Level, Term
from township.spans import today
from township.words import said


class SittingRows(TabularRows):
    model = Sitting
    formset = SittingFormSet
    fields = ["kind", "number", "held_on"]


class AgendaRows(StackedRows):
    model = AgendaItem
    form = AgendaItemForm
    formset = AgendaFormSet
    row_select = ["decision_department"]
    autocomplete_fields = ["decision_department"]
    show_change_link = True
    # What every item has, on one line; the rest is opened where it is needed.
    fieldsets = [
        (None, {"fields": [("title", "kind", "outcome")]}),
        ("更多", {
            "classes": ["collapse"],
            "fields": [
                ("document_title", "document_number", "reporter"), "paper",
                ("votes_for", "votes_against", "abstained"), "decision",
                ("decision_department", "decision_due_on", "decision_done_on"), "order",
            ],
        }),
    ]  # fmt: skip

    class Media:
        js = [forms.Script("js/rows.js", defer=True)]

    def badges(self, row):
        """What was done with the item, beside its title: (state, words) each."""
        outcome = [("ok", row.get_outcome_display())] if row.outcome else []
        return [("", row.get_kind_display()), *outcome]


class ResolutionRows(TabularRows):
    model = Resolution
    folds_when_empty = True
    formset = VotesFormSet
    fields = ["kind", "title", "number", "adopted_on", "votes_for"]
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        hint_at_number(formset.form)
        return formset


def hint_at_number(form):
    """Say in the class `form` which 文号 would come next."""
    if "number" in form.base_fields:
        hint = Resolution.objects.number_hint()
        form.base_fields["number"].help_text = hint or form.base_fields["number"].help_text


def carry_open_decisions(meeting, request, data):
    items = services.carry_open_decisions(meeting, by=request.user)
    if not items:
        return "没有未完成的决定，议程没有变。"
    return f"已带入{len(items)}项未完成的决定，列在议程最后。"


CARRY = Button(
    "carry", "带入未完成的决定", carry_open_decisions,
    hint="把以前会议上有责任单位、有时限、还没有完成的决定列入这次议程；已经列过的不再列。",
)  # fmt: skip


def heads(state):
    """How many of those expected are in `state`, counted as Meeting.counts() does."""
    rows = Attendance.objects.members().that_count().filter(meeting=OuterRef("pk"), state=state)
    return counted(rows)


class RollFilter(ChoiceFilter):
    title = "出席"
    parameter_name = "roll"

    def lookups(self, request, model_admin):
        return [("none", "还没有登记")]

    def queryset(self, request, queryset):
        return queryset.without_attendance(today()) if self.value() else queryset


def meeting_label(path=""):
    """What a box shows of the meeting that `path` leads to, in digits: 镇第2届人代会第7次会议."""
    kinds = [(Meeting.Kind.SESSION, "人代会"), (Meeting.Kind.PRESIDIUM, "主席团")]
    number = put_together("第", F(f"{path}number"), "次会议")
    return put_together(labels.term(f"{path}term__"), word_of(f"{path}kind", kinds), number)


class SearchesMeetings:
    """A meeting is named by its number (9), its day (2021-03), or in full or in part by its label."""

    search_fields = ["starts_on__startswith", "place__contains"]
    label = meeting_label()

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        if term.isdecimal() and len(term) <= 2:
            return queryset.filter(number=int(term)), False
        return super().get_search_results(request, queryset, search_term)


class MeetingEntry(SearchesMeetings, RosterPage, RepliesPage, RecordAdmin):
    """What the two kinds of meeting share; each entry sees its own kind only."""

    label_select = ["term"]
    autocomplete_fields = ["chair"]
    list_filter = [RollFilter, year_filter("starts_on"), "term"]
    search_help_text = "日期（如2021-03）、第几次（如9、二届七次）或地点"
    readonly_fields = ["roll", "answers"]

    def narrow(self, rows):
        return rows.filter(kind=self.form.kind)

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.fieldsets[:-1]

    def first_values(self, request):
        """The next number of the term, where and under whom the last one was held."""
        term = Term.objects.of_town_on(today())
        held = Meeting.objects.filter(kind=self.form.kind, term=term).order_by("number")
        last = held.last() if term else None
        if last is None:
            return {"term": term, "number": 1} if term else {}
        as_last = {"place": last.place, "chair": last.chair_id, "recorder": last.recorder}
        return {"term": term, "number": last.number + 1, **as_last}

    def response_add(self, request, obj, post_url_continue=None):
        """Who has entered a meeting that was held calls the roll next."""
        answer = super().response_add(request, obj, post_url_continue)
        if "_save" in request.POST and obj.has_begun:
            return redirect(self.url("roster", obj.pk))
        return answer

    def for_list(self, rows):
        rows = rows.annotate(expected=self.expected())
        return rows.annotate(**{f"n_{state}": heads(state) for state in Attendance.State.values})

    @admin.display(description="会议", ordering="number")
    def which(self, meeting):
        return str(meeting)

    @admin.display(description="应到")
    def n_expected(self, meeting):
        return meeting.expected

    @admin.display(description="出席")
    def present(self, meeting):
        return meeting.n_present

    @admin.display(description="请假")
    def leave(self, meeting):
        return meeting.n_leave

    @admin.display(description="缺席")
    def absent(self, meeting):
        return meeting.n_absent

    @admin.display(description="未登记")
    def unknown(self, meeting):
        registered = meeting.n_present + meeting.n_leave + meeting.n_absent
        return max(meeting.n_unknown, meeting.expected - registered)

    @admin.display(description="法定人数")
    def quorum(self, meeting):
        registered = meeting.n_present + meeting.n_leave + meeting.n_absent
        if not registered:
            return "未登记"
        enough = meeting.n_present >= meeting.quorum(meeting.expected)
        state, words = ("ok", "够") if enough else ("late", "不够")
        return format_html('<span class="badge {}">{}</span>', state, words)

    @admin.display(description="出席")
    def roll(self, meeting):
        if meeting.pk is None:
            return ""
        counts = meeting.counts()
        link = format_html('<a href="{}">打开点名册</a>', self.url("roster", meeting.pk))
        sentence = quorum_sentence(meeting, **{k: counts[k] for k in ("expected", "present")})
        others = f"请假{counts['leave']}人，缺席{counts['absent']}人。"
        rest = f"还有{counts['unknown']}人未登记。" if counts["unknown"] else ""
        return format_html("{}{}{} {}", sentence, others, rest, link)


WHEN_AND_WHERE = [("starts_on", "last_on"), ("place", "chair", "recorder"), "note"]
HEADS = ["n_expected", "present", "leave", "absent", "unknown", "quorum"]
ROLL = ("出席情况", {"fields": ["answers", "roll"]})


@admin.register(Session)
class SessionAdmin(MeetingEntry):
    menu_order = 1
    nothing_yet = said("镇人民代表大会的每次会议：议题、决议、场次和点名。")
    form = MeetingForm
    list_display = ["which", "starts_on", "last_on", *HEADS]
    fieldsets = [(None, {"fields": [("term", "number"), *WHEN_AND_WHERE]}), ROLL]
    inlines = [SittingRows, AgendaRows, ResolutionRows]
    verbs = [CARRY]

    def expected(self):
        deputies = Mandate.objects.in_force(OuterRef("starts_on")).at(Level.TOWN)
        return counted(deputies, of="person")


@admin.register(PresidiumMeeting)
class PresidiumMeetingAdmin(MeetingEntry):
    menu_order = 2
    nothing_yet = "主席团的每次会议：议题、决定和点名。"
    change_form_template = "admin/congress/presidium_meeting.html"
    form = PresidiumMeetingForm
    list_display = ["which", "starts_on", "occasion", *HEADS]
    list_filter = [*MeetingEntry.list_filter, "occasion"]
    autocomplete_fields = ["chair", "session"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("term", "number", "starts_on"),
                    ("occasion", "session"),
                    ("place", "chair", "recorder"),
                ]
            },
        ),
        ("闭会日期、备注", {"classes": ["collapse"], "fields": ["last_on", "note"]}),
        ROLL,
    ]
    inlines = [AgendaRows, ResolutionRows]
    verbs = [CARRY]

    def first_values(self, request):
        """Today, between sessions; under the chairman where whoever chaired last is in office no more."""
        known = super().first_values(request)
        posts = Post.objects.presidium_on(today()).order_by("starts_on")
        roles = dict(posts.values_list("person", "role"))
        if known.get("chair") not in roles:
            known["chair"] = next((p for p, role in roles.items() if role == Post.Role.CHAIR), None)
        return known | {"starts_on": today(), "occasion": Meeting.Occasion.BETWEEN}

    def expected(self):
        return counted(Post.objects.presidium_on(OuterRef("starts_on")), of="person")


@admin.register(Meeting)
class MeetingAdmin(SearchesMeetings, PartAdmin):
    """Not in the menu: it answers when a form searches for a meeting of either kind."""

    list_display = ["__str__", "kind", "starts_on", "place"]
    list_filter = [RollFilter, "kind", "term"]
    label_select = ["term"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Whoever follows a link to a meeting comes to the entry of its kind."""
        meeting = self.get_object(request, object_id)
        if meeting is None or not self.has_view_permission(request, meeting):
            return super().change_view(request, object_id, form_url, extra_context)
        kind = "session" if meeting.is_session else "presidiummeeting"
        return redirect(reverse(f"admin:congress_{kind}_change", args=[meeting.pk]))


class DecisionFilter(ChoiceFilter):
    title = "决定的落实"
    parameter_name = "done"

    def lookups(self, request, model_admin):
        return [("no", "未完成"), ("yes", "已完成")]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.filter(pk__in=AgendaItem.objects.undone().values("pk"))
        return queryset.filter(decision_done_on__isnull=False) if self.value() else queryset


@admin.register(AgendaItem)
class AgendaItemAdmin(RecordAdmin):
    menu_order = 7
    nothing_yet = "各次会议的议题和结果。在会议的页面上登记。"
    list_display = [
        "title", "kind", "which", "outcome", "decision_department", "decision_due_on",
        "decision_done_on",
    ]  # fmt: skip
    list_filter = [
        year_filter("meeting__starts_on"), "meeting__kind", "kind", "outcome", DecisionFilter,
    ]  # fmt: skip
    search_fields = ["title__contains", "document_title__contains", "document_number__contains"]
    search_help_text = "议题、文件名称或文号"
    label = F("title")
    apart = Apart({"meeting": meeting_label("meeting__")})
    label_select = ["meeting__term"]
    list_select_related = ["meeting__term", "decision_department"]
    ordering = ["-meeting__starts_on", "-meeting__pk", "order", "pk"]
    keeps = ["meeting"]
    autocomplete_fields = ["meeting", "decision_department", "opinions"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "meeting",
                    ("order", "kind", "title"),
                    ("document_title", "document_number", "reporter"),
                    "paper",
                    ("outcome", "votes_for", "votes_against", "abstained"),
                ]
            },
        ),
        (
            "决定",
            {
                "fields": [
                    "decision",
                    ("decision_department", "decision_due_on", "decision_done_on"),
                    "opinions",
                ]
            },
        ),
    ]

    @admin.display(description="会议", ordering="meeting__starts_on")
    def which(self, item):
        return f"{item.meeting.starts_on} {item.meeting.short_title}"


@admin.register(Resolution)
class ResolutionAdmin(RecordAdmin):
    menu_order = 8
    nothing_yet = "会议通过的决议、决定。在会议的页面上登记。"
    list_display = ["title", "kind", "number", "adopted_on", "meeting"]
    list_filter = [year_filter("adopted_on"), "kind", "meeting__kind"]
    search_fields = ["title__contains", "number__contains"]
    search_help_text = "名称或文号"
    list_select_related = ["meeting__term"]
    keeps = ["meeting", "kind", "adopted_on"]
    autocomplete_fields = ["meeting", "agenda_item"]
    fields = ["meeting", "agenda_item", ("kind", "title"), ("number", "adopted_on", "votes_for")]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        hint_at_number(form)
        return form


@admin.register(Sitting)
class SittingAdmin(PartAdmin):
    list_display = ["__str__", "meeting", "held_on"]
    list_select_related = ["meeting__term"]


@admin.register(Attendance)
class AttendanceAdmin(PartAdmin):
    list_display = ["person", "meeting", "sitting", "capacity", "state", "reason"]
    label_select = ["person"]
    list_select_related = ["meeting__term", "sitting"]
    list_filter = ["state", "capacity", "meeting__kind"]
    search_fields = by_name("person")
    ordering = ["-pk"]
