"""Entries for honours and for money paid."""

from django.contrib import admin
from django.db.models import Sum
from django.urls import path

from congress.admin.allowances import many_view
from congress.models import Allowance, Honour
from records.admin.lists import year_filter
from records.admin.pages import RecordAdmin, by_name
from township.numbers import plain
from township.spans import today


@admin.register(Honour)
class HonourAdmin(RecordAdmin):
    menu_order = 13
    nothing_yet = "代表的先进事迹和受到的表彰。"
    twins, twin_fields = ["title", "person", "body"], ["title", "person", "body", "awarded_on"]
    not_twin_word = "确实是另一次"
    list_display = ["title", "whose", "awarded_by", "level", "awarded_on", "displayed_on"]
    list_filter = [
        year_filter("awarded_on"), "level", ("displayed_on", admin.EmptyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["title__contains", *by_name("person"), "awarded_by__contains"]
    list_select_related = ["person", "body"]
    list_prefetch_related = ["body__names"]
    autocomplete_fields = ["person", "body"]
    keeps = ["awarded_by", "level", "awarded_on", "displayed_on"]
    fieldsets = [
        (None, {"fields": [("title", "person"), ("awarded_on", "awarded_by", "level")]}),
        (
            "集体、上墙展示、事迹",
            {"classes": ["collapse"], "fields": [("body", "displayed_on"), "deeds"]},
        ),
    ]

    def first_values(self, request):
        return {"awarded_on": today()}

    def likely_twins(self, form):
        """What is given every year is another one each year."""
        same = super().likely_twins(form).select_related("person", "body")
        return same.filter(awarded_on__year=form.instance.awarded_on.year)

    @admin.display(description="谁")
    def whose(self, honour):
        return honour.person or honour.body


@admin.register(Allowance)
class AllowanceAdmin(RecordAdmin):
    menu_order = 14
    nothing_yet = "发给代表的补助和用掉的工作经费。"
    list_display = ["paid_on", "kind", "whom", "amount", "note"]
    list_filter = [year_filter("paid_on"), "kind"]
    search_fields = [*by_name("mandate__person"), "note__contains"]
    search_help_text = "代表姓名、拼音、首字母，或说明"
    change_list_template = "admin/congress/allowance_list.html"
    list_select_related = ["mandate__person", "mandate__term", "poll__constituency", "activity"]
    autocomplete_fields = ["mandate", "poll", "activity"]
    keeps = ["kind", "poll", "activity", "amount", "paid_on"]
    twin_fields = ["mandate", "poll", "activity", "amount", "paid_on"]
    not_twin_word = "确实是另一笔"
    fieldsets = [
        (None, {"fields": [("mandate", "kind"), ("amount", "paid_on", "note")]}),
        (
            "工作经费用在哪次活动、哪次选举",
            {"classes": ["collapse"], "fields": [("activity", "poll")]},
        ),
    ]

    def first_values(self, request):
        """As much as was paid last, today: an allowance is the same for all."""
        last = Allowance.objects.filter(mandate__isnull=False).order_by("-paid_on", "-pk").first()
        of_last = {"kind": last.kind, "amount": last.amount} if last else {}
        return of_last | {"paid_on": today()}

    def likely_twins(self, form):
        """As much was paid to the same deputy, or for the same election, on that day."""
        paid = form.instance
        same = self.rows_beside(paid).filter(
            paid_on=paid.paid_on, amount=paid.amount, poll=paid.poll, activity=paid.activity
        )
        if paid.mandate_id:
            same = same.filter(mandate__person=paid.mandate.person_id)
        if not (paid.mandate_id or paid.poll_id or paid.activity_id):
            same = same.filter(mandate=None, note=paid.note)
        return same.select_related("mandate__person", "poll__constituency", "activity")

    def twin_words(self, row):
        return f"{row.mandate.person if row.mandate else row.whom}“{row}”"

    @admin.display(description="发给（用于）")
    def whom(self, allowance):
        return allowance.whom

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_many"
        view = self.admin_site.admin_view(lambda request: many_view(self, request))
        return [path("many/", view, name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        """The sum of what is listed stands above the list."""
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            rows = shown["cl"].queryset
            total = rows.order_by().aggregate(total=Sum("amount"))["total"] or 0
            shown["subtitle"] = f"下面{shown['cl'].result_count}笔合计{plain(total)}元"
        return response
