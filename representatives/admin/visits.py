"""The entry for visits, with what was heard on each."""

from django.contrib import admin

from records.admin.lists import name_of, year_filter
from records.admin.pages import RecordAdmin, by_name
from records.admin.rows import TabularRows
from representatives.admin import labels
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
    nothing_yet = "代表走访联系户的记录。代表在手机上登记的，办公室录入的，都在这里。"
    reads_as = "走访记录"
    list_display = [
        "visited_on", "deputy", "household", "method", "was_met", "has_deed", "is_on_behalf",
        "is_late_entry",
    ]  # fmt: skip
    whole_in_files = {"has_deed": ("good_deed",)}
    list_filter = [
        year_filter("visited_on"), "method", "was_met", "is_on_behalf", "is_late_entry",
        "assignment__household__village",
    ]  # fmt: skip
    search_fields = [
        *by_name("assignment__person"), *by_name("assignment__household", "head_name"),
    ]  # fmt: skip
    search_help_text = "代表或户主的姓名、拼音、首字母"
    label = labels.visit()
    label_select = ["assignment__person", "assignment__household__village"]
    list_select_related = ["assignment__category"]
    autocomplete_fields = ["assignment"]
    inlines = [OpinionRows]
    keeps = ["visited_on", "method"]
    twin_fields = ["assignment", "visited_on"]
    not_twin_word = "确实是另一次走访"
    recorder = name_of("recorded_by", "登记人")
    readonly_fields = ["recorder", "is_on_behalf", "is_late_entry"]
    fieldsets = [
        (None, {"fields": ["assignment", ("visited_on", "method", "was_met")]}),
        ("内容", {"fields": ["production", "livelihood", "policy", "good_deed"]}),
        ("登记", {"fields": [("recorder", "is_on_behalf", "is_late_entry")]}),
    ]

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        return sets if obj else sets[:-1]

    def likely_twins(self, form):
        """The deputy may have entered on the phone what the office has on paper."""
        visit = form.instance
        same = self.rows_beside(visit).filter(visited_on=visit.visited_on)
        same = same.filter(assignment__household=visit.assignment.household_id)
        return same.select_related(
            "recorded_by", "assignment__person", "assignment__household__village"
        )

    def twin_words(self, row):
        return f"“{row}”（{row.recorded_by}登记）"

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
