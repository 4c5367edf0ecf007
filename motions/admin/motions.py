"""议案建议: the list, and a motion with everything that happened to it on one page."""

from django.contrib import admin, messages
from django.db.models import Case, F, TextField, When
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from motions import alike, deadlines, services
from motions.admin.many import refer_many, remind_many
from motions.admin.rows import (
    EventRows,
    HandlingRows,
    RatingRows,
    ScanRows,
    SignatureRows,
    SupervisionRows,
)
from motions.admin.steps import buttons_for
from motions.admin.through import first_values, through_view
from motions.forms import signed_notice
from motions.lateness import BADGES, Lateness
from motions.lifecycle import steps
from motions.models import Motion, Satisfaction, no_others_draft
from motions.story import FIRST
from motions.tracks import Tracks
from records.admin.lists import ChoiceFilter
from records.admin.pages import by_name
from records.admin.search import Apart, put_together
from township.admin import DueAdmin
from township.models import Department, Level
from township.spans import today

# Frozen by the review: whoever signed it, signed these words.
WORDS = [
    "level", "kind", "is_handed_down", "title", "proposer", "submitted_on", "occasion", "session",
    "grounds", "proposal", "opinion", "other_signers",
]  # fmt: skip


FIRST_ROWS = [
    ("level", "kind", "topic"), "title", ("proposer", "submitted_on"), ("occasion", "session"),
]  # fmt: skip


class OverdueFilter(ChoiceFilter):
    title = "超期"
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", "超期未答复")]

    def queryset(self, request, queryset):
        return queryset.overdue_on(today()) if self.value() else queryset


class DepartmentFilter(ChoiceFilter):
    title = "主办单位"
    parameter_name = "department"

    def lookups(self, request, model_admin):
        return list(Department.objects.values_list("pk", "name"))

    def queryset(self, request, queryset):
        return queryset.handled_by(self.value()) if self.value() else queryset


def link_to(motion):
    url = reverse("admin:motions_motion_change", args=[motion.pk])
    return format_html('<a href="{}">{}</a>（{}）', url, motion, motion.proposer)


@admin.register(Motion)
class MotionAdmin(DueAdmin):
    menu_order = 1
    own_page_word = "看办理页"
    nothing_yet = "代表提出的议案和建议，从登记到评价、办结都在这里。"
    change_list_template = "admin/motions/motion_list.html"
    notice = staticmethod(deadlines.notice)
    list_display = ["numbered", "title", "proposer", "lead", "status", "due", "verdict"]
    list_display_links = ["numbered", "title"]
    list_filter = [
        "year", OverdueFilter, "status", "level", "is_handed_down", "kind", "topic",
        DepartmentFilter, "is_key",
    ]  # fmt: skip
    search_fields = ["title__contains", "number__exact", *by_name("proposer")]
    search_help_text = "案由、编号，或领衔代表的姓名、拼音、首字母"
    label = Case(
        When(number=None, then=F("title")),
        default=put_together("第", F("number"), "号", F("title")),
        output_field=TextField(),
    )
    apart = Apart.by("submitted_on")
    list_select_related = ["proposer"]
    autocomplete_fields = ["session", "proposer", "opinion"]
    keeps = ["level", "kind", "submitted_on", "occasion", "session"]
    added_beside = ["proposer"]
    twin_fields = ["proposer", "title", "grounds", "proposal"]
    not_twin_word = "确实是另一件"
    inlines = [SignatureRows, ScanRows, HandlingRows, RatingRows, SupervisionRows, EventRows]
    actions = [refer_many, remind_many]
    fieldsets = [
        (
            None,
            {
                "fields": FIRST_ROWS
            },
        ),
        ("内容", {"fields": ["grounds", "proposal", "opinion"]}),
        ("其他乡镇的联名代表", {"classes": ["collapse"], "fields": ["other_signers"]}),
        (
            "办理",
            {
                "fields": [
                    ("is_key", "key_on", "key_source"),
                    ("is_complex", "is_public", "is_handed_down"),
                ]
            },
        ),
    ]  # fmt: skip
    standing = (
        "现在",
        {"fields": [("numbered", "status", "standing_since"), "joined", "review_note"]},
    )

    def first_values(self, request):
        return first_values()

    def may_void(self, obj):
        return not obj.merged.exists()

    def likely_twins(self, form):
        return alike.likely_twins(form.instance)

    # What may be typed.

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        first, words, *rest = self.fieldsets
        if obj.submitted_last_on:  # the day is not known, and that of the column is never said
            fields = [
                ("proposer", "submitted") if "submitted_on" in row else row for row in FIRST_ROWS
            ]
            first = (first[0], {"fields": fields})
        notice = signed_notice(obj, request.user) if obj.is_unreviewed else ""
        first = (first[0], first[1] | {"description": notice}) if notice else first
        return [self.standing, first, words, *rest]

    def get_readonly_fields(self, request, obj=None):
        fields = [
            *super().get_readonly_fields(request, obj),
            "status",
            "numbered",
            "standing_since",
            "joined",
            "key_source",
            "submitted",
        ]
        if obj is None:
            return fields
        return [*fields, "review_note", *([] if obj.is_unreviewed else WORDS)]

    def get_inlines(self, request, obj):
        return self.inlines if obj else self.inlines[:2]

    def get_changeform_initial_data(self, request):
        return {"submitted_on": today()} | super().get_changeform_initial_data(request)

    def verbs_for(self, request, obj):
        others = super().verbs_for(request, obj)
        return [*buttons_for(obj, request.user), *others] if others else []

    def next_step(self, obj, verbs):
        """The one that stands out on the motion's own page too."""
        by_slug = {verb.slug: verb for verb in verbs}
        return next((by_slug[verb.value] for verb in FIRST if verb.value in by_slug), None)

    def no_verb(self, request, obj, slug):
        """Somebody was faster, or the page is old: told where the motion is, and what can be done."""
        step = steps.offered(slug)
        reason = step and steps.why_not(step, obj, Tracks(obj))
        if not reason:
            return super().no_verb(request, obj, slug)
        messages.warning(request, reason)
        return redirect(self.url("change", obj.pk))

    def get_queryset(self, request):
        """A draft is its writer's alone until it is handed in."""
        return super().get_queryset(request).filter(no_others_draft(request.user))

    def store(self, request, obj, form, change):
        if "key_on" in form.changed_data:
            obj.key_on_from = ""
        if not change:
            services.enter(obj, by=request.user)
        elif obj.is_unreviewed:
            services.store_amended(obj, form.changed_data, by=request.user)
        else:
            super().store(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and "is_complex" in form.changed_data:
            services.judge_again(form.instance, by=request.user)

    # Pages beside.

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_through"
        view = self.admin_site.admin_view(lambda request: through_view(self, request))
        return [path("through/", view, name=name), *super().get_urls()]

    def response_add(self, request, obj, post_url_continue=None):
        if "_continue" not in request.POST and "_addanother" not in request.POST:
            super().response_add(request, obj, post_url_continue)
            return redirect(reverse("admin:motions_motion_change", args=[obj.pk]))
        return super().response_add(request, obj, post_url_continue)

    # The list.

    def for_list(self, rows):
        return rows.with_lead(today())

    @admin.display(description="编号", ordering="number")
    def numbered(self, motion):
        if motion.level == Level.TOWN:
            return motion.numbered
        return format_html('{} <span class="badge">{}</span>', motion.numbered, motion.level_label)

    @admin.display(description="提出日期", ordering="submitted_on")
    def submitted(self, motion):
        return motion.submitted_words

    @admin.display(description="从哪天起")
    def standing_since(self, motion):
        last = motion.events.last()
        return str(last or motion.submitted_words)

    @admin.display(description="并案")
    def joined(self, motion):
        """Where it went, or what was merged into it, each with its page."""
        if motion.merged_into:
            return format_html("并入{}", link_to(motion.merged_into))
        return format_html_join("、", "{}", ((link_to(row),) for row in motion.together[1:])) or "—"

    @admin.display(description="日期怎么来的")
    def key_source(self, motion):
        return motion.get_key_on_from_display() or ("登记的" if motion.key_on else "—")

    @admin.display(description="主办单位")
    def lead(self, motion):
        return motion.lead_name

    @admin.display(description="办理期限", ordering="last_due")
    def due(self, motion):
        """The day, and how late it is as long as somebody owes something."""
        if not motion.late_word:
            return motion.last_due
        word = Lateness(motion.late_word)
        badge = format_html('<span class="badge {}">{}</span>', BADGES.get(word, ""), word.label)
        if not motion.last_due:
            return badge
        return format_html("{} {}", date_format(motion.last_due), badge)

    @admin.display(description="对结果")
    def verdict(self, motion):
        return Satisfaction(motion.last_result).label if motion.last_result else None
