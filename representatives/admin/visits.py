"""Entries for visits and for what was heard."""

from django.contrib import admin
from django.db.models import Q
from django.utils.text import Truncator

from accounts.record_admin import RecordAdmin, TabularRows, by_name, year_filter
from representatives import services
from representatives.forms import HeardOnVisitForm
from representatives.models import Opinion, Visit


class OpinionRows(TabularRows):
    model = Opinion
    form = HeardOnVisitForm
    verbose_name_plural = "听到的意见建议"
    row_select = ["topic", "department", "household__village"]
    autocomplete_fields = ["department"]
    fields = ["topic", "text", "disposal", "department", "handed_over_on"]
    show_change_link = True


@admin.register(Visit)
class VisitAdmin(RecordAdmin):
    menu_order = 6
    reads_as = "走访记录"
    list_display = [
        "visited_on", "deputy", "household", "method", "was_met", "has_deed", "is_on_behalf",
        "is_late_entry",
    ]  # fmt: skip
    list_filter = [
        year_filter("visited_on"), "method", "was_met", "is_on_behalf", "is_late_entry",
        "assignment__household__village",
    ]  # fmt: skip
    search_fields = [
        *by_name("assignment__person"), *by_name("assignment__household", "head_name"),
    ]  # fmt: skip
    search_help_text = "代表或户主的姓名、拼音、首字母"
    label_select = ["assignment__person", "assignment__household__village"]
    list_select_related = ["assignment__category"]
    autocomplete_fields = ["assignment"]
    inlines = [OpinionRows]
    readonly_fields = ["recorded_by", "is_on_behalf", "is_late_entry"]
    fieldsets = [
        (None, {"fields": ["assignment", ("visited_on", "method", "was_met")]}),
        ("内容", {"fields": ["production", "livelihood", "policy", "good_deed"]}),
        ("登记", {"fields": [("recorded_by", "is_on_behalf", "is_late_entry")]}),
    ]

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        return sets if obj else sets[:-1]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.sign(request.user)
        super().save_model(request, obj, form, change)

    @admin.display(description="代表", ordering="assignment__person__spelling")
    def deputy(self, visit):
        return visit.assignment.person

    @admin.display(description="联系户")
    def household(self, visit):
        return visit.assignment.household

    @admin.display(description="办实事", boolean=True)
    def has_deed(self, visit):
        return bool(visit.good_deed)


class EchoFilter(admin.SimpleListFilter):
    title = "回音"
    parameter_name = "echo"

    def lookups(self, request, model_admin):
        return [("unanswered", "待答复"), ("untold", "待回告"), ("closed", "已有回音")]

    def queryset(self, request, queryset):
        untold = Q(household__isnull=False, told_back_on=None)
        if self.value() == "unanswered":
            return queryset.filter(answered_on=None)
        if self.value() == "untold":
            return queryset.filter(untold, answered_on__isnull=False)
        if self.value() == "closed":
            return queryset.exclude(untold).exclude(answered_on=None)
        return queryset


@admin.register(Opinion)
class OpinionAdmin(RecordAdmin):
    menu_order = 6.5
    reads_as = "群众意见建议"
    list_display = [
        "heard_on", "short_text", "source", "whose", "topic", "department", "due_on", "echo",
    ]  # fmt: skip
    list_display_links = ["heard_on", "short_text"]
    list_filter = [year_filter("heard_on"), EchoFilter, "source", "topic", "disposal", "outcome"]
    search_fields = ["text__contains", *by_name("household", "head_name"), *by_name("heard_by")]
    search_help_text = "内容，或户主、听取人的姓名、拼音、首字母"
    list_select_related = ["household__village", "topic", "department"]
    autocomplete_fields = ["visit", "household", "heard_by", "department"]
    readonly_fields = ["deadline"]
    fieldsets = [
        (None, {"fields": [("heard_on", "source", "topic"), "text"]}),
        ("从哪里来", {"fields": [("household", "raiser"), ("heard_by", "visit")]}),
        ("处理", {"fields": ["disposal", ("department", "handed_over_on"), "deadline"]}),
        (
            "答复与回告",
            {
                "fields": [
                    ("answered_on", "outcome", "horizon"), "answer", ("told_back_on", "told_back_by"),
                ]
            },
        ),
    ]  # fmt: skip

    def save_model(self, request, obj, form, change):
        services.judge(obj)
        super().save_model(request, obj, form, change)

    @admin.display(description="内容")
    def short_text(self, opinion):
        return Truncator(opinion.text).chars(30)

    @admin.display(description="提出人")
    def whose(self, opinion):
        return opinion.household or opinion.raiser

    @admin.display(description="回音")
    def echo(self, opinion):
        if not opinion.answered_on:
            return "待答复"
        return "待回告" if opinion.household_id and not opinion.told_back_on else "已有回音"

    @admin.display(description="办理期限")
    def deadline(self, opinion):
        if not opinion.due_on:
            return "填写转办日期后按“办理期限”里的规定计算。"
        return opinion.rule.explain(opinion.handed_over_on) if opinion.rule else opinion.due_on
