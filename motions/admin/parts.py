"""督办, the dictionary of result classes, and the parts of a motion with their history."""

from django.contrib import admin
from django.urls import path
from django.utils.html import format_html

from motions.admin.agenda import agenda_view
from motions.admin.deadlines import recompute_view
from motions.models import (
    Handling,
    Motion,
    MotionScan,
    Rating,
    Signature,
    SupervisionAct,
    no_others_draft,
)
from records.admin.lists import year_filter
from records.admin.pages import PartAdmin, RecordAdmin, by_name


@admin.register(SupervisionAct)
class SupervisionActAdmin(RecordAdmin):
    menu_order = 2
    nothing_yet = "催办、约谈、跟踪检查等督办。在一件议案建议的页面上登记。"
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

    def get_urls(self):
        view = self.admin_site.admin_view(lambda request: agenda_view(self, request))
        name = "motions_supervisionact_agenda"
        return [path("agenda/", view, name=name), *super().get_urls()]

    @admin.display(description="督办什么")
    def what(self, act):
        return act.motion or act.opinion or act.project or act.subject


class DraftPart(PartAdmin):
    """A row of a motion that exists before it is handed in: known to the draft's writer alone."""

    def get_queryset(self, request):
        states = (Motion.Status.DRAFT, Motion.Status.WITHDRAWN)
        rows = Motion.with_voided.filter(status__in=states)
        hidden = rows.exclude(no_others_draft(request.user))
        return super().get_queryset(request).exclude(motion__in=hidden)


@admin.register(Signature)
class SignatureAdmin(DraftPart):
    list_display = ["person", "motion", "way", "signed_on"]
    label_select = ["person"]
    list_select_related = ["motion"]
    search_fields = by_name("person")


class DayPart(PartAdmin):
    """A row with days that nobody may know: `said` is where they are said as far as they are known."""

    said = {}

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *self.said.values()]

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        return list(dict.fromkeys(self.said.get(name, name) for name in names))


@admin.register(Handling)
class HandlingAdmin(DayPart):
    said = {"handed_over_on": "handed_over", "replied_on": "replied"}
    list_display = [
        "motion",
        "department",
        "role",
        "round",
        "handed_over",
        "due_on",
        "replied",
    ]
    list_select_related = ["motion"]
    label_select = ["department"]
    list_filter = ["role", year_filter("handed_over_on")]
    search_fields = ["motion__title__contains", *by_name("department", is_person=False)]
    ordering = ["-handed_over_on", "-pk"]

    @admin.display(description="交办日期", ordering="handed_over_on")
    def handed_over(self, handling):
        return handling.handover_words

    @admin.display(description="答复日期", ordering="replied_on")
    def replied(self, handling):
        return handling.reply_words

    def get_urls(self):
        view = self.admin_site.admin_view(lambda request: recompute_view(self, request))
        return [path("recompute/", view, name="motions_handling_recompute"), *super().get_urls()]


@admin.register(Rating)
class RatingAdmin(DayPart):
    said = {"rated_on": "rated"}
    list_display = ["motion", "round", "handling", "result", "rated"]
    list_select_related = ["motion"]
    list_filter = ["handling", "result"]
    ordering = ["-pk"]

    @admin.display(description="反馈日期", ordering="rated_on")
    def rated(self, rating):
        return rating.rated_words


@admin.register(MotionScan)
class MotionScanAdmin(DraftPart):
    list_display = ["kind", "motion", "note"]
    list_select_related = ["motion"]
    list_filter = ["kind"]
    search_fields = ["motion__title__contains", "note__contains"]
    fields = ["motion", "kind", "paper", "note"]
    readonly_fields = ["paper"]

    @admin.display(description="扫描件")
    def paper(self, scan):
        if scan.voided_at or scan.motion.voided_at:
            return "已作废，不再显示。"
        return format_html('<a href="{}">打开扫描件</a>', scan.get_absolute_url())
