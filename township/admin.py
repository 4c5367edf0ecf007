"""镇情与届次: the frame, one entry for each kind of record."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html

from records.admin.lists import year_filter
from records.admin.pages import RecordAdmin, by_name
from records.hooks import Hook
from records.once import unless_overtaken
from township.forms import LiaisonForm
from township.holidays import pages
from township.holidays.storing import years_offered
from township.ledger import one_day_view
from township.models import (
    DeadlineRule,
    Department,
    Holiday,
    LedgerStart,
    Liaison,
    Term,
    Topic,
    Town,
    TownName,
    Village,
)
from township.rulebook import in_words
from township.shipped import rules as shipped
from township.words import said

would_change = Hook(
    "township.admin.would_change",
    "How many due dates would be others by the rules of today, and which page shows them? "
    "`(number, address)`.",
)


class LawAdmin(RecordAdmin):
    """What due dates are computed from: a change moves none by itself, but offers to."""

    change_list_template = "admin/township/law_list.html"

    def store(self, request, obj, form, change):
        super().store(request, obj, form, change)
        self.offer_to_recompute(request)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.offer_to_recompute(request)

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self.offer_to_recompute(request)

    def offer_to_recompute(self, request):
        words = '有{}件按现在的规定期限会变，还没有改。<a href="{}">看是哪些，再决定改不改</a>'
        for number, url in would_change.ask():
            if number:
                messages.warning(request, format_html(words, number, url))


class DueAdmin(RecordAdmin):
    """Records that are due on a day: above their list stands what is missing for that."""

    # A function of a module `deadlines`: what a user is told, or None.
    notice = None

    def changelist_view(self, request, extra_context=None):
        told = {"no_rule": self.notice(request.user)} | (extra_context or {})
        return super().changelist_view(request, told)


@admin.register(Town)
class TownAdmin(RecordAdmin):
    """One row: the menu leads straight to its form."""

    menu_order = 1
    fields = [
        "number_style", "visits_a_year", "shows_earlier_visits", "due_soon_days", "very_late_days",
        "office_phone", "site_url",
    ]  # fmt: skip

    def has_add_permission(self, request):
        return not Town.objects.exists() and super().has_add_permission(request)

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)  # refuses who may not see it
        if request.method != "GET":
            return response
        town = Town.objects.first()
        return redirect(self.url("change", town.pk) if town else self.url("add"))


@admin.register(TownName)
class TownNameAdmin(RecordAdmin):
    menu_order = 2
    nothing_yet = "乡镇、县、市和党委的名称，从哪天到哪天叫什么。改名或者合并时加一条。"
    list_display = ["town", "kind", "county", "prefecture", "signing_body", "starts_on", "ended_on"]
    fields = [
        "town", "kind", "county", "county_kind", "county_party", "prefecture", "signing_body",
        "starts_on", "ended_on",
    ]  # fmt: skip
    search_fields = ["town__contains", "county__contains"]


@admin.register(Term)
class TermAdmin(RecordAdmin):
    menu_order = 3
    nothing_yet = said("镇人大和县（市、区）人大的届次。代表资格、会议都要选届次。")
    list_display = ["__str__", "level", "number", "starts_on", "ended_on"]
    list_filter = ["level"]
    search_fields = ["number__exact", "starts_on__startswith"]


@admin.register(Village)
class VillageAdmin(RecordAdmin):
    menu_order = 4
    nothing_yet = said("本镇的村和社区。代表、联系户、意见建议按村归类。")
    list_display = ["name", "population", "order"]
    search_fields = by_name(is_person=False)


@admin.register(Liaison)
class LiaisonAdmin(RecordAdmin):
    menu_order = 4.5
    nothing_yet = "替代表登记走访的村干部，各管哪个村。"
    form = LiaisonForm
    list_display = ["user", "village", "starts_on", "ended_on"]
    list_filter = ["village"]
    list_select_related = ["user", "village"]
    search_fields = ["user__display_name__contains", "user__username__startswith"]
    fields = ["account", "village", "starts_on", "ended_on"]


@admin.register(Department)
class DepartmentAdmin(RecordAdmin):
    menu_order = 5
    is_added_beside = True
    nothing_yet = "承办议案建议和群众意见的单位。"
    list_display = ["name", "kind", "contact", "starts_on", "ended_on", "order"]
    list_filter = ["kind"]
    search_fields = by_name(is_person=False)


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    deletable_unused = True
    menu_order = 6
    nothing_yet = "议案建议和群众意见按内容归的类。"
    list_display = ["name", "order"]
    search_fields = ["name__contains"]


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(LawAdmin):
    deletable_unused = True
    menu_order = 7
    nothing_yet = "每一步在多长时间内办完，依据哪一条。没有它，什么都不会算超期。"
    list_display = ["level", "event", "time", "complex_time", "article", "starts_on", "ended_on"]
    list_display_links = ["level", "event"]
    list_filter = ["level", "event"]
    search_fields = ["article__contains"]
    add_form_template = "admin/township/rule_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.adopt_view)
        return [path("adopt/", view, name="township_deadlinerule_adopt"), *super().get_urls()]

    def first_values(self, request):
        """Where the page is opened for one event at one level: what comes with the program for it."""
        rule = shipped.proposal(request.GET.get("level"), request.GET.get("event"))
        names = ("amount", "complex_amount", "unit", "article", "starts_on")
        return {name: getattr(rule, name) for name in names} if rule else {}

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(
            request, form_url, {"offers": shipped.offers()} | (extra_context or {})
        )

    def adopt_view(self, request):
        """One button: the rules that the law lays down for what the town has none for."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        level, event = request.POST.get("level"), request.POST.get("event")
        offer = unless_overtaken(lambda: shipped.adopt(level, event, by=request.user), None)
        if offer:
            messages.success(request, f"已登记{offer.name}的办理期限：{offer.words}。")
            self.offer_to_recompute(request)
        else:
            messages.info(request, "这一项已经有规定了，没有再加。")
        return redirect(self.url("changelist"))

    @admin.display(description="期限")
    def time(self, rule):
        return rule.length()

    @admin.display(description="复杂的", empty_value="同一般的")
    def complex_time(self, rule):
        return rule.length(is_complex=True) if rule.complex_amount else None


@admin.register(Holiday)
class HolidayAdmin(LawAdmin):
    menu_order = 8
    nothing_yet = "每年的放假和调休。按工作日算的期限要用它。"
    change_list_template = "admin/township/holiday_list.html"
    deletable = True
    list_display = ["day", "kind", "name"]
    list_filter = [year_filter("day"), "kind"]
    search_fields = ["name__contains", "day__startswith"]

    def get_urls(self):
        pages_ = [("paste", pages.paste_view), ("published", pages.add_published_view)]
        own = [
            path(
                f"{name}/",
                self.admin_site.admin_view(partial(view, self)),
                name=f"township_holiday_{name}",
            )
            for name, view in pages_
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        told = {"years_offered": in_words(years_offered())} | (extra_context or {})
        return super().changelist_view(request, told)


@admin.register(LedgerStart)
class LedgerStartAdmin(RecordAdmin):
    menu_order = 9
    nothing_yet = "每一类记录从哪天起是完整的。报告只用完整以后的数字。"
    list_display = ["family", "complete_from"]
    change_list_template = "admin/township/ledger_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(lambda request: one_day_view(self, request))
        name = "township_ledgerstart_one_day"
        return [path("one-day/", view, name=name), *super().get_urls()]
