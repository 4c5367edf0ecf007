"""Entries for motions and suggestions, with everything that happens to one on its page."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Subquery
from django.db.models.functions import Coalesce

from accounts.record_admin import (
    PartAdmin,
    RecordAdmin,
    StackedRows,
    TabularRows,
    by_name,
    year_filter,
)
from accounts.record_forms import RecordFormSet
from motions import services
from motions.models import (
    Handling,
    Motion,
    MotionEvent,
    Rating,
    ResultClass,
    Signature,
    SupervisionAct,
)
from township.models import Town
from township.spans import today


class SignatureFormSet(RecordFormSet):
    """A town 议案 needs five deputies, the first included."""

    def clean(self):
        super().clean()
        standing = self.standing_forms()
        if any(form.errors for form in standing):
            return
        if any(form.instance.person_id == self.instance.proposer_id for form in standing):
            raise ValidationError("领衔代表不再列入联名。")
        self.instance.refuse_too_few_movers(len(standing))


class SignatureRows(TabularRows):
    model = Signature
    formset = SignatureFormSet
    row_select = ["person"]
    autocomplete_fields = ["person"]
    fields = ["person", "way", "signed_on"]


class HandlingRows(StackedRows):
    model = Handling
    row_select = ["department", "rule", "motion"]
    autocomplete_fields = ["department"]
    readonly_fields = ["deadline"]
    fieldsets = [
        (None, {"fields": [("department", "role", "round"), ("handed_over_on", "accepted_on", "handler")]}),
        ("期限", {"fields": ["deadline", ("extended_to", "extension_reason")]}),
        ("面商", {"fields": [("consulted_on", "consulted_by")]}),
        (
            "答复",
            {"fields": [("replied_on", "reply_number", "result_class"), "reply"]},
        ),
        ("承诺", {"fields": ["promise", ("promise_due_on", "promise_done_on")]}),
    ]  # fmt: skip

    @admin.display(description="办理期限")
    def deadline(self, handling):
        return handling.explanation or "保存后按“办理期限”里的规定计算。"


class RatingRows(TabularRows):
    model = Rating
    fields = ["round", "handling", "result", "reason", "rated_on", "is_on_behalf"]


class SupervisionRows(TabularRows):
    model = SupervisionAct
    row_select = ["department", "agenda_item", "person"]
    autocomplete_fields = ["department", "agenda_item", "person"]
    fields = [
        "rung", "acted_on", "department", "person", "agenda_item", "content", "answer", "answered_on",
    ]  # fmt: skip


class EventRows(TabularRows):
    model = MotionEvent
    reads_only = True
    extra = 0
    row_select = ["by"]
    fields = ["happened_on", "verb", "note", "by", "at"]
    readonly_fields = fields


class LatenessFilter(admin.SimpleListFilter):
    title = "期限"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [("overdue", "超期未答复"), ("open", "未办结")]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.overdue_on(today())
        return queryset.open() if self.value() == "open" else queryset


class DepartmentFilter(admin.SimpleListFilter):
    title = "主办单位"
    parameter_name = "department"

    def lookups(self, request, model_admin):
        rows = Handling.objects.lead().order_by("department__order", "department__name")
        return list(rows.values_list("department", "department__name").distinct())

    def queryset(self, request, queryset):
        return queryset.handled_by(self.value()) if self.value() else queryset


LEADS = Prefetch("handlings", Handling.objects.lead().select_related("department"), "leads")


@admin.register(Motion)
class MotionAdmin(RecordAdmin):
    menu_order = 1
    list_display = [
        "numbered", "title", "level", "kind", "topic", "proposer", "department", "status", "due",
        "verdict",
    ]  # fmt: skip
    list_display_links = ["numbered", "title"]
    list_filter = [
        year_filter("submitted_on"), "level", "kind", "status", LatenessFilter, "topic",
        DepartmentFilter, "is_key",
    ]  # fmt: skip
    search_fields = ["title__contains", *by_name("proposer")]
    search_help_text = "案由，或领衔代表的姓名、拼音、首字母"
    list_select_related = ["topic", "proposer"]
    list_prefetch_related = [LEADS, Prefetch("ratings", Rating.objects.all(), "verdicts")]
    autocomplete_fields = ["session", "proposer", "opinion", "merged_into", "topic"]
    inlines = [SignatureRows, HandlingRows, RatingRows, SupervisionRows, EventRows]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("level", "kind", "number", "year"),
                    "title",
                    ("occasion", "session"),
                    ("topic", "proposer", "submitted_on"),
                ]
            },
        ),
        ("内容", {"fields": ["grounds", "proposal", "opinion"]}),
        ("办理要求", {"fields": [("is_public", "is_key", "is_complex", "is_converted")]}),
        ("状态", {"fields": [("status", "closed_on"), ("return_reason", "merged_into")]}),
    ]

    def for_list(self, rows):
        soon = Town.objects.values("due_soon_days")[:1]
        return rows.annotate(due_soon=Coalesce(Subquery(soon), 7))

    def save_model(self, request, obj, form, change):
        request.previous_status = form.initial.get("status", "") if change else ""
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """The deadlines follow the handlings, and the event the status, in one transaction."""
        super().save_related(request, form, formsets, change)
        for handling in form.instance.handlings.select_related("motion"):
            before = (handling.rule_id, handling.due_on)
            services.judge(handling)
            if (handling.rule_id, handling.due_on) != before:
                handling.save(update_fields=["rule", "due_on"])
        services.record_status(form.instance, previous=request.previous_status, by=request.user)

    @admin.display(description="编号", ordering="number")
    def numbered(self, motion):
        return f"第{motion.number}号" if motion.number else "未编号"

    @admin.display(description="主办单位")
    def department(self, motion):
        return motion.leads[-1].department if motion.leads else "未交办"

    @admin.display(description="期限")
    def due(self, motion):
        if not motion.leads or not motion.leads[-1].due_on:
            return ""
        lead = motion.leads[-1]
        return f"{lead.due_on} {lead.lateness(today(), motion.due_soon)}"

    @admin.display(description="评价（办理结果）")
    def verdict(self, motion):
        return motion.verdicts[-1].get_result_display() if motion.verdicts else ""


@admin.register(ResultClass)
class ResultClassAdmin(RecordAdmin):
    menu_order = 3
    list_display = ["code", "name", "is_solved", "needs_promise", "order"]


@admin.register(SupervisionAct)
class SupervisionActAdmin(RecordAdmin):
    menu_order = 2
    list_display = ["acted_on", "rung", "whatever", "department", "answered_on"]
    list_filter = [year_filter("acted_on"), "rung"]
    search_fields = ["subject__contains", "motion__title__contains", "content__contains"]
    search_help_text = "专题、案由或内容"
    list_select_related = ["motion", "project", "opinion", "department"]
    autocomplete_fields = ["motion", "opinion", "project", "department", "agenda_item", "person"]
    fieldsets = [
        (None, {"fields": [("rung", "acted_on")]}),
        ("督办什么（填一项）", {"fields": ["motion", "opinion", "project", "subject"]}),
        ("怎么督办", {"fields": [("department", "person"), "agenda_item", "content"]}),
        ("回复", {"fields": ["answer", "answered_on"]}),
    ]

    @admin.display(description="对象")
    def whatever(self, act):
        return act.motion or act.opinion or act.project or act.subject


@admin.register(Handling)
class HandlingAdmin(PartAdmin):
    list_display = ["motion", "department", "role", "due_on", "replied_on"]
    list_select_related = ["motion", "department"]
    search_fields = ["motion__title__contains"]


@admin.register(Signature)
class SignatureAdmin(PartAdmin):
    list_display = ["motion", "person"]
    list_select_related = ["motion", "person"]


@admin.register(Rating)
class RatingAdmin(PartAdmin):
    list_display = ["motion", "round", "handling", "result", "rated_on"]
    list_select_related = ["motion"]
