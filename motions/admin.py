"""议案建议: a motion with everything that happens to it, on one page."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils.html import format_html

from accounts.record_admin import (
    PartAdmin,
    RecordAdmin,
    StackedRows,
    TabularRows,
    by_name,
    year_filter,
)
from motions import services
from motions.forms import HandlingForm, SignatureFormSet
from motions.lateness import BADGES, Lateness, lateness
from motions.models import (
    Handling,
    Motion,
    MotionEvent,
    Rating,
    ResultClass,
    Satisfaction,
    Signature,
    SupervisionAct,
)
from township.models import Department, Town
from township.spans import today


class SignatureRows(TabularRows):
    model = Signature
    formset = SignatureFormSet
    row_select = ["person"]
    autocomplete_fields = ["person"]
    fields = ["person", "way", "signed_on"]


class HandlingRows(StackedRows):
    model = Handling
    form = HandlingForm
    row_select = ["motion", "department", "rule", "result_class"]
    autocomplete_fields = ["department"]
    readonly_fields = ["deadline"]
    show_change_link = True
    fields = [
        ("department", "role", "round", "handed_over_on"), "deadline",
        ("extended_to", "extension_reason"),
        ("accepted_on", "handler", "consulted_on", "consulted_by"),
        ("replied_on", "result_class", "reply_number"), "reply",
        ("promise", "promise_due_on", "promise_done_on"),
    ]  # fmt: skip

    @admin.display(description="办理期限")
    def deadline(self, handling):
        if handling is None or not handling.due_on:
            return "保存后按“办理期限”里的规定计算。"
        return handling.explanation or handling.due_on


class RatingRows(TabularRows):
    model = Rating
    fields = ["round", "handling", "result", "reason", "rated_on", "is_on_behalf"]


class SupervisionRows(TabularRows):
    model = SupervisionAct
    row_select = ["department", "motion"]
    autocomplete_fields = ["department"]
    fields = ["rung", "acted_on", "department", "content", "answered_on"]
    show_change_link = True


class EventRows(TabularRows):
    model = MotionEvent
    reads_only = True
    row_select = ["by"]
    fields = ["happened_on", "verb", "note", "by", "at"]
    readonly_fields = fields


class OverdueFilter(admin.SimpleListFilter):
    title = "超期"
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", "超期未答复")]

    def queryset(self, request, queryset):
        return queryset.overdue_on(today()) if self.value() else queryset


class DepartmentFilter(admin.SimpleListFilter):
    title = "主办单位"
    parameter_name = "department"

    def lookups(self, request, model_admin):
        return list(Department.objects.values_list("pk", "name"))

    def queryset(self, request, queryset):
        if not (self.value() or "").isdecimal():
            return queryset
        leads = Handling.objects.lead().filter(department=self.value())
        return queryset.filter(pk__in=leads.values("motion"))


def last_lead(column):
    """A column of a motion's lead handling, of the last round."""
    rows = Handling.objects.lead().filter(motion=OuterRef("pk")).order_by("-round")
    return Subquery(rows.values(column)[:1])


@admin.register(Motion)
class MotionAdmin(RecordAdmin):
    menu_order = 1
    list_display = [
        "numbered", "title", "level", "kind", "topic", "proposer", "lead", "status", "due",
        "how_late", "verdict",
    ]  # fmt: skip
    list_display_links = ["numbered", "title"]
    list_filter = [
        "year", OverdueFilter, "status", "level", "kind", "topic", DepartmentFilter, "is_key",
    ]  # fmt: skip
    search_fields = ["title__contains", "number__exact", *by_name("proposer")]
    search_help_text = "案由、编号，或领衔代表的姓名、拼音、首字母"
    list_select_related = ["topic", "proposer"]
    autocomplete_fields = ["session", "proposer", "opinion", "merged_into"]
    inlines = [SignatureRows, HandlingRows, RatingRows, SupervisionRows, EventRows]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("level", "kind", "topic"), ("year", "number"), "title",
                    ("proposer", "submitted_on"), ("occasion", "session"),
                ]
            },
        ),
        ("内容", {"fields": ["grounds", "proposal", "opinion"]}),
        (
            "办理",
            {
                "fields": [
                    ("status", "closed_on"), ("return_reason", "merged_into"),
                    ("is_complex", "is_key", "is_public", "is_converted"),
                ]
            },
        ),
    ]  # fmt: skip

    def for_list(self, rows):
        rows = rows.annotate(
            lead_name=last_lead("department__name"),
            last_due=last_lead("due_on"),
            last_reply=last_lead("replied_on"),
            last_result=Subquery(
                Rating.objects.filter(motion=OuterRef("pk")).order_by("-round").values("result")[:1]
            ),
        )
        return rows.annotate(
            late_word=lateness(today(), Town.get(), due="last_due", replied="last_reply")
        )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        previous = form.initial.get("status", "") if change else ""
        services.record_status(obj, previous=previous, by=request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and {"is_complex", "level"} & set(form.changed_data):
            self.judge_again(form.instance)

    def judge_again(self, motion):
        """What is due follows from the motion, also for handlings nobody touched."""
        for handling in motion.handlings.all():
            before = handling.due_on, handling.rule_id
            services.judge(handling)
            if (handling.due_on, handling.rule_id) != before:
                handling.save()

    @admin.display(description="编号", ordering="number")
    def numbered(self, motion):
        return f"{motion.year}年第{motion.number}号" if motion.number else "未编号"

    @admin.display(description="主办单位")
    def lead(self, motion):
        return motion.lead_name

    @admin.display(description="办理期限", ordering="last_due")
    def due(self, motion):
        return motion.last_due

    @admin.display(description="时限")
    def how_late(self, motion):
        if not motion.late_word or motion.status not in motion.HANDLED:
            return None
        word = Lateness(motion.late_word)
        return format_html('<span class="badge {}">{}</span>', BADGES.get(word, ""), word.label)

    @admin.display(description="对结果")
    def verdict(self, motion):
        return Satisfaction(motion.last_result).label if motion.last_result else None


@admin.register(SupervisionAct)
class SupervisionActAdmin(RecordAdmin):
    menu_order = 2
    list_display = ["acted_on", "rung", "what", "department", "person", "answered_on"]
    list_display_links = ["acted_on", "rung"]
    list_filter = [
        year_filter("acted_on"), "rung", ("answered_on", admin.EmptyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["motion__title__contains", "subject__contains", "project__name__contains"]
    list_select_related = ["motion", "opinion", "project", "department", "person"]
    autocomplete_fields = ["motion", "opinion", "project", "department", "agenda_item", "person"]
    fieldsets = [
        (None, {"fields": [("rung", "acted_on"), ("department", "person"), "agenda_item"]}),
        ("督办什么（填一项）", {"fields": ["motion", "opinion", "project", "subject"]}),
        ("内容与回复", {"fields": ["content", "answered_on", "answer"]}),
    ]

    @admin.display(description="督办什么")
    def what(self, act):
        return act.motion or act.opinion or act.project or act.subject


@admin.register(ResultClass)
class ResultClassAdmin(RecordAdmin):
    menu_order = 3
    list_display = ["code", "name", "is_solved", "needs_promise", "order"]
    search_fields = ["code__contains", "name__contains"]


@admin.register(Signature)
class SignatureAdmin(PartAdmin):
    list_display = ["person", "motion", "way", "signed_on"]
    label_select = ["person"]
    list_select_related = ["motion"]
    search_fields = by_name("person")


@admin.register(Handling)
class HandlingAdmin(PartAdmin):
    list_display = [
        "motion",
        "department",
        "role",
        "round",
        "handed_over_on",
        "due_on",
        "replied_on",
    ]
    list_select_related = ["motion"]
    label_select = ["department"]
    list_filter = ["role", year_filter("handed_over_on")]
    search_fields = ["motion__title__contains", *by_name("department")]
    ordering = ["-handed_over_on", "-pk"]


@admin.register(Rating)
class RatingAdmin(PartAdmin):
    list_display = ["motion", "round", "handling", "result", "rated_on"]
    list_select_related = ["motion"]
    list_filter = ["handling", "result"]
    ordering = ["-pk"]
