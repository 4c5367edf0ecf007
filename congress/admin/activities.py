"""Entries for activities, campaigns, projects and research reports."""

import re

from django import forms
from django.contrib import admin
from django.db.models import F, OuterRef, Q
from django.template.loader import render_to_string

from congress.admin.participants import ActivityForm, ParticipationFormSet
from congress.admin.replies import RepliesPage
from congress.models import (
    Activity,
    ActivityPhoto,
    ActivityPlace,
    Campaign,
    Finding,
    Participation,
    Project,
    ResearchReport,
)
from records.admin.lists import ChoiceFilter, year_filter
from records.admin.pages import PartAdmin, RecordAdmin, by_name, view_name
from records.admin.rows import TabularRows
from records.admin.search import Apart
from representatives.admin.tables import counted
from township.spans import today
from township.words import said

PLACE_NAME = re.compile(r"places-[0-9]+-name")


class PlaceRows(TabularRows):
    model = ActivityPlace
    fields = ["order", "name"]

    class Media:
        js = [forms.Script("js/rows.js", defer=True)]


class ParticipationRows(TabularRows):
    """Whoever has no tick above: people who are no deputies, and those of whom a 说明 is kept."""

    model = Participation
    folds_when_empty = True
    formset = ParticipationFormSet
    verbose_name_plural = "其他参加人员，和要写说明的"
    row_select = ["person"]
    autocomplete_fields = ["person"]
    fields = ["person", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(note="")


class FindingRows(TabularRows):
    model = Finding
    folds_when_empty = True
    row_select = ["department"]
    autocomplete_fields = ["department"]
    fields = ["text", "department", "rectify_by", "rectified_on"]


class PhotoRows(TabularRows):
    model = ActivityPhoto
    folds_when_empty = True
    fields = ["order", "image", "caption"]


@admin.register(Activity)
class ActivityAdmin(RepliesPage, RecordAdmin):
    menu_order = 9
    nothing_yet = "视察、调研、接待、培训等代表活动，谁参加了，发现了什么问题。"
    form = ActivityForm
    list_display = ["starts_on", "title", "kind", "where", "deputies", "others", "organiser_level"]
    list_display_links = ["title"]
    list_filter = [year_filter("starts_on"), "kind", "organiser_level", "campaign"]
    search_fields = [
        "title__contains",
        "places__name__contains",
        *by_name("participations__person"),
    ]
    search_help_text = "名称、地点，或参加代表的姓名、拼音、首字母"
    label = F("title")
    apart = Apart.by("starts_on")
    list_prefetch_related = ["places"]
    autocomplete_fields = ["body", "campaign", "projects", "opinions"]
    inlines = [PlaceRows, ParticipationRows, FindingRows, PhotoRows]
    readonly_fields = ["answers"]
    keeps = ["kind", "organiser", "organiser_level", "body", "campaign"]
    twin_fields = ["kind", "starts_on", "title"]
    not_twin_word = "确实是另一次活动"
    fieldsets = [
        (None, {"fields": [("title", "kind"), ("starts_on", "last_on")]}),
        ("谁参加了", {"fields": ["ticked", ("other_people", "is_approximate")]}),
        ("只知道来了多少代表、不知道姓名的", {
            "classes": ["collapse"], "fields": [("unnamed_deputies", "is_unnamed_approximate")],
        }),
        ("内容", {"fields": ["content"]}),
        ("办的实事，由谁组织，检查的项目和听到的意见", {
            "classes": ["collapse"],
            "fields": [
                "good_deed", ("organiser", "organiser_level"), ("body", "campaign"), "projects",
                "opinions",
            ],
        }),
    ]  # fmt: skip
    called = ("参会回执", {"fields": ["answers"]})

    def likely_twins(self, form):
        """One of the kind on that day, called the same or at one of the same places."""
        row, sent = form.instance, form.request.POST
        places = {sent[name].strip() for name in sent if PLACE_NAME.fullmatch(name)} - {""}
        at_one = ActivityPlace.objects.filter(name__in=places).values("activity")
        same = self.rows_beside(row).filter(kind=row.kind, starts_on=row.starts_on)
        return same.filter(Q(title=row.title) | Q(pk__in=at_one))

    def twin_words(self, row):
        return f"{row.starts_on}“{row}”"

    def get_fieldsets(self, request, obj=None):
        return [*self.fieldsets, self.called] if obj else self.fieldsets

    def first_values(self, request):
        return {"starts_on": today()}

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "ticked"] if view_name(request).endswith("_simple_history") else fields

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        rows = next(one for one in formsets if isinstance(one, ParticipationFormSet))
        form.keep_ticks(by=request.user, in_rows=rows.people)

    @admin.display(description="参加的代表")
    def ticked(self, activity):
        """For whoever may only read."""
        people = activity.participations.filter(note="").select_related("person")
        return "、".join(row.person.name for row in people)

    def for_list(self, rows):
        mine = Participation.objects.filter(activity=OuterRef("pk"))
        return rows.annotate(participants=counted(mine, of="person"))

    @admin.display(description="地点")
    def where(self, activity):
        return "、".join(place.name for place in activity.places.all())

    @admin.display(description="参加代表", ordering="participants")
    def deputies(self, activity):
        """Those with names, and how many more were there."""
        named, more = activity.participants, activity.unnamed_in_words
        return more if not named else f"{named}+{more}" if more else named

    @admin.display(description="其他人员", ordering="other_people")
    def others(self, activity):
        return activity.others_in_words or 0


@admin.register(ActivityPlace)
class ActivityPlaceAdmin(PartAdmin):
    list_display = ["name", "activity"]
    list_select_related = ["activity"]
    search_fields = ["name__contains"]


@admin.register(ActivityPhoto)
class ActivityPhotoAdmin(PartAdmin):
    list_display = ["caption", "activity", "order"]
    list_display_links = ["activity"]
    list_select_related = ["activity"]
    search_fields = ["caption__contains", "activity__title__contains"]
    fields = ["activity", "picture", "caption", "order"]
    readonly_fields = ["picture"]

    @admin.display(description="照片")
    def picture(self, photo):
        if photo.voided_at or photo.activity.voided_at:
            return "已作废，不再显示。"
        return render_to_string("components/photo.html", {"photo": photo.image})


@admin.register(Participation)
class ParticipationAdmin(PartAdmin):
    list_display = ["person", "activity", "note"]
    label_select = ["person"]
    list_select_related = ["activity"]
    search_fields = by_name("person")


@admin.register(Finding)
class FindingAdmin(PartAdmin):
    list_display = ["text", "activity", "department", "rectify_by", "rectified_on"]
    list_select_related = ["activity", "department"]
    search_fields = ["text__contains"]


@admin.register(Campaign)
class CampaignAdmin(RecordAdmin):
    menu_order = 10
    nothing_yet = said("上级或者本镇组织的专项行动，由若干次活动组成。")
    list_display = ["name", "started_by", "activities"]
    search_fields = ["name__contains"]

    def for_list(self, rows):
        mine = Activity.objects.filter(campaign=OuterRef("pk"))
        return rows.annotate(n=counted(mine))

    @admin.display(description="活动", ordering="n")
    def activities(self, campaign):
        return campaign.n


class StageFilter(ChoiceFilter):
    title = "阶段"
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [("plan", "谋划"), ("won", "争取"), ("built", "实施"), ("done", "已完工")]

    def queryset(self, request, queryset):
        conditions = {
            "plan": Q(won_on=None, started_on=None, finished_on=None),
            "won": Q(won_on__isnull=False, started_on=None, finished_on=None),
            "built": Q(started_on__isnull=False, finished_on=None),
            "done": Q(finished_on__isnull=False),
        }
        return queryset.filter(conditions.get(self.value(), Q()))


@admin.register(Project)
class ProjectAdmin(RecordAdmin):
    menu_order = 11
    nothing_yet = "民生实事项目，从谋划、争取到完工。"
    list_display = [
        "name", "stage_now", "department", "village", "investment", "planned_on", "finished_on",
    ]  # fmt: skip
    list_filter = [StageFilter, "kind", "village", year_filter("planned_on", "谋划年份")]
    search_fields = ["name__contains"]
    list_select_related = ["department", "village"]
    autocomplete_fields = ["department"]
    fields = [
        ("name", "kind"), ("department", "village"), "investment", ("planned_on", "won_on"),
        ("started_on", "finished_on"), "note",
    ]  # fmt: skip

    @admin.display(description="阶段")
    def stage_now(self, project):
        return project.stage


@admin.register(ResearchReport)
class ResearchReportAdmin(RecordAdmin):
    menu_order = 12
    nothing_yet = "调研形成的报告，受谁委托，什么时候交的。"
    list_display = ["title", "entrusted_by", "entrusted_level", "entrusted_on", "submitted_on"]
    list_filter = [year_filter("submitted_on"), "entrusted_level"]
    search_fields = ["title__contains", "entrusted_by__contains"]
    autocomplete_fields = ["activities"]
    fields = [
        "title", ("entrusted_by", "entrusted_level"), ("entrusted_on", "submitted_on"), "summary",
        "activities",
    ]  # fmt: skip
