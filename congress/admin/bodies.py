"""Entries for bodies and posts."""

from django.contrib import admin
from django.db.models import F, OuterRef, Q

from congress.forms import BodyNameFormSet, PostFormSet
from congress.models import Body, BodyName, Post
from records.admin.lists import ChoiceFilter
from records.admin.pages import PartAdmin, RecordAdmin, by_name
from records.admin.rows import TabularRows
from records.admin.search import Apart
from representatives.admin import labels
from representatives.admin.tables import counted
from township.spans import in_force, today


class BodyNameRows(TabularRows):
    model = BodyName
    formset = BodyNameFormSet
    verbose_name_plural = "名称（按时间）"


class PostRows(TabularRows):
    model = Post
    formset = PostFormSet
    row_select = ["person"]
    autocomplete_fields = ["person"]
    fields = ["person", "role", "starts_on", "ended_on"]
    show_change_link = True


class NowFilter(ChoiceFilter):
    title = "时间"
    parameter_name = "now"

    def lookups(self, request, model_admin):
        return [("now", "现在"), ("past", "已结束")]

    def queryset(self, request, queryset):
        conditions = {"now": in_force(today()), "past": Q(ended_on__lte=today())}
        return queryset.filter(conditions.get(self.value(), Q()))


@admin.register(Body)
class BodyAdmin(RecordAdmin):
    menu_order = 3
    nothing_yet = "主席团、代表小组、代表团等机构，每届一个。"
    list_display = ["__str__", "kind", "term", "posts_now", "seats", "starts_on", "ended_on"]
    list_filter = [NowFilter, "kind", "term"]
    search_fields = ["names__name__contains", "place__contains"]
    label = F("names__name")
    apart = Apart({"term": labels.term("term__"), "starts_on": F("starts_on")})
    label_select = ["term"]
    label_prefetch = ["names"]
    inlines = [BodyNameRows, PostRows]
    fieldsets = [
        (None, {"fields": [("kind", "term"), ("starts_on", "ended_on"), ("seats", "order")]}),
        (
            "联络站",
            {"fields": ["place", "reception_days", "rota"], "classes": ["collapse"]},
        ),
    ]

    def for_list(self, rows):
        now = Post.objects.in_force(today()).filter(body=OuterRef("pk"))
        return rows.annotate(holders=counted(now))

    @admin.display(description="现任", ordering="holders")
    def posts_now(self, body):
        return body.holders


@admin.register(BodyName)
class BodyNameAdmin(PartAdmin):
    list_display = ["name", "body", "starts_on", "ended_on"]
    list_select_related = ["body"]
    list_prefetch_related = ["body__names"]


@admin.register(Post)
class PostAdmin(RecordAdmin):
    menu_order = 4
    nothing_yet = "谁在哪个机构任什么职务，从哪天到哪天。"
    list_display = ["person", "body", "role", "starts_on", "ended_on"]
    list_filter = [NowFilter, "body__kind", "role"]
    search_fields = [*by_name("person"), "body__names__name__contains"]
    search_help_text = "姓名、拼音、首字母，或机构名称"
    label_select = ["person", "body"]
    label_prefetch = ["body__names"]
    autocomplete_fields = ["body", "person"]
    fields = [("body", "person"), "role", ("starts_on", "ended_on")]
