"""Entries for people, their mandates, and the constituencies."""

from django.contrib import admin
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Value
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from accounts import phones
from records.admin.lists import ChoiceFilter
from records.admin.pages import RecordAdmin, by_name
from records.admin.rows import StackedRows, TabularRows
from records.admin.search import Apart
from records.admin.verbs import Button, for_each
from records.fields import TickColumns
from records.hooks import Hook
from representatives import services
from representatives.admin import entering, labels
from representatives.admin.merging import MERGE, Merging
from representatives.admin.tables import assignments_held, counted, masked
from representatives.forms import EndMandateForm, EndTermForm, MandateFormSet, PersonForm
from representatives.models import (
    Assignment,
    Constituency,
    Deputy,
    Mandate,
    Person,
    households_wanted,
)
from representatives.models.certificates import certificate_hint
from representatives.models.deputies import ABSENCES_THAT_END
from township.admin import TermAdmin
from township.models import Level, Term
from township.spans import in_force, today
from township.words import say

sessions_missed = Hook(
    "representatives.admin.deputies.sessions_missed",
    "Which sessions did deputies miss without leave by a day: rows of a queryset, each with a person?",
)


def hint_at_certificate(form):
    """Say in the class `form` which number on a card would come next."""
    if "certificate" in form.base_fields:
        hint = certificate_hint(Mandate.objects.filter(term=Term.objects.of_town_on(today())))
        form.base_fields["certificate"].help_text = hint


class MandateRows(StackedRows):
    """What a person holds or held; once stored, a mandate is changed on its own page."""

    model = Mandate
    keeps = ["term", "gained_by", "starts_on", "confirmed_on"]
    row_select = ["term", "constituency__term", "person"]
    autocomplete_fields = ["constituency"]
    fields = [
        ("term", "constituency", "gained_by"), ("starts_on", "confirmed_on", "certificate"),
        ("ended_on", "ended_for"),
    ]  # fmt: skip
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        hint_at_certificate(formset.form)
        return formset

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class MandateRowsOfDeputy(MandateRows):
    formset = MandateFormSet


class MandateRowsOfPerson(MandateRows):
    reads_only = True


class AssignmentRowsOfDeputy(TabularRows):
    model = Assignment
    reads_only = True
    verbose_name_plural = "联系户"
    row_select = ["household__village", "category", "person"]
    fields = ["household", "category", "starts_on", "ended_on", "ended_for"]
    show_change_link = True


class PersonEntry(Merging, RecordAdmin):
    """What the entries 人员 and 代表 share."""

    form = PersonForm
    twins, twin_fields = ["name"], ["name", "phone"]
    label = F("name")
    apart = Apart.by("village__name", "employer")
    label_select = ["village"]
    search_fields = by_name()
    phone_search = "phone_digits"
    search_help_text = "姓名、拼音、首字母或电话，如：张国富、zhangguofu、zgf"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "gender", "born_on"), ("ethnicity", "party", "education"),
                    ("occupation", "employer"), ("phone", "other_phones"), ("village", "account"), "note",
                ]
            },
        )
    ]  # fmt: skip

    def twin_words(self, row):
        """Two of one name are told apart by where they live and work."""
        apart = "，".join(str(part) for part in (row.village, row.employer) if part)
        return f"“{row}”（{apart}）" if apart else f"“{row}”"

    def likely_twins(self, form):
        """Of one name, or with one telephone number: people log in by it."""
        number = phones.digits(form.instance.phone)
        same = Q(name=form.instance.name) | (Q(phone_digits=number) if number else Q(pk=None))
        return Person.objects.filter(same).exclude(pk=form.instance.pk).select_related("village")

    def twin_url(self, row):
        return reverse("admin:representatives_person_change", args=[row.pk])

    @admin.display(description="姓名", ordering="stroke_key")
    def by_strokes(self, person):
        """The list comes by pinyin; the head of this column sorts it by 姓氏笔画."""
        return person.name

    @admin.display(description="电话")
    def masked_phone(self, person):
        return masked(person.phone)


@admin.register(Person)
class PersonAdmin(PersonEntry):
    menu_order = 7
    nothing_yet = "代表和不是代表的有关人员。"
    reads_as = "人员"
    list_display = ["by_strokes", "gender", "party", "employer", "village", "masked_phone"]
    list_filter = ["gender", "party", "village"]
    inlines = [MandateRowsOfPerson]
    verbs = [entering.ISSUE_TO_LIAISON, entering.REVOKE, MERGE]


class DutyFilter(ChoiceFilter):
    title = "任职"
    parameter_name = "duty"

    def lookups(self, request, model_admin):
        return [
            ("town", say("现任镇代表")), ("above", "现任上级代表"), ("pending", "资格待确认"),
            ("former", "已不是代表"),
        ]  # fmt: skip

    def queryset(self, request, queryset):
        mine = Mandate.objects.filter(person=OuterRef("pk"))
        now = mine.in_force(today())
        conditions = {
            "town": Exists(now.at(Level.TOWN)),
            "above": Exists(now.exclude(term__level=Level.TOWN)),
            "pending": Exists(mine.pending()),
            "former": ~Exists(now) & ~Exists(mine.pending()),
        }
        wanted = conditions.get(self.value())
        return queryset if wanted is None else queryset.filter(wanted)


class HouseholdsFilter(ChoiceFilter):
    title = "联系户"
    parameter_name = "households"

    def lookups(self, request, model_admin):
        return [("short", say("没有安排齐的镇代表"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        short = Person.objects.short_of_households(today(), households_wanted())
        return queryset.filter(pk__in=short.values("pk"))


def missed(day):
    """How many sessions a person missed without leave, as an expression."""
    [rows] = sessions_missed.ask(day)
    return counted(rows.filter(person=OuterRef("pk")))


class AbsenceFilter(ChoiceFilter):
    title = "缺席人代会"
    parameter_name = "absences"

    def lookups(self, request, model_admin):
        return [("any", "有未经批准缺席的")]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.alias(missed=missed(today())).filter(missed__gt=0)


@admin.register(Deputy)
class DeputyAdmin(PersonEntry):
    menu_order = 1
    twin_hint = "是同一个人的，不用再新增，到“代表资格”里给他登记这一届的。"
    nothing_yet = "现任和历任代表。新增一名时一并登记代表资格。"
    reads_as = "代表"
    list_display = [
        "by_strokes", "gender", "held", "constituency", "party", "masked_phone", "households", "warning",
    ]  # fmt: skip
    list_filter = [
        DutyFilter, HouseholdsFilter, AbsenceFilter, entering.DeviceFilter, "gender", "party", "village",
    ]  # fmt: skip
    change_list_template = "admin/representatives/deputy_list.html"
    actions = ["make_cards"]
    verbs = [entering.ISSUE, entering.REVOKE, MERGE]
    list_prefetch_related = [
        Prefetch("mandates", Mandate.objects.select_related("term", "constituency"), "mine")
    ]
    inlines = [MandateRowsOfDeputy, AssignmentRowsOfDeputy]
    change_form_template = "admin/representatives/deputy_form.html"

    def may_void(self, obj):
        return False  # a mandate hangs on each of them

    def narrow(self, rows):
        return rows.filter(Exists(Mandate.objects.filter(person=OuterRef("pk"))))

    def kept(self, request):
        """The first deputy of a term opens with that term; each next one with what the last had."""
        if not hasattr(request, "kept_of_deputy"):
            request.kept_of_deputy = super().kept(request) or first_of_term()
        return request.kept_of_deputy

    def for_list(self, rows):
        day = today()
        return rows.annotate(
            sessions_missed=missed(day),
            households_held=assignments_held(day),
            households_wanted=Value(households_wanted()),
        )

    def get_urls(self):
        view = self.admin_site.admin_view(lambda request: entering.cards_view(self, request))
        return [path("cards/", view, name="representatives_deputy_cards"), *super().get_urls()]

    @admin.action(description="制作登录卡", permissions=["change"])
    def make_cards(self, request, rows):
        ids = ",".join(str(pk) for pk in rows.order_by("spelling").values_list("pk", flat=True))
        return redirect(self.url("cards", query={"ids": ids}))

    def mandates_now(self, person):
        day = today()
        return [m for m in person.mine if m.confirmed_on and m.covers(day)]

    @admin.display(description="届次")
    def held(self, person):
        now = self.mandates_now(person)
        if now:
            return "、".join(str(m.term) for m in now)
        last = person.mine[0]
        return f"{last.term}（{'已终止' if last.confirmed_on else '资格待确认'}）"

    @admin.display(description="选区")
    def constituency(self, person):
        return "、".join(str(m.constituency) for m in self.mandates_now(person) if m.constituency)

    @admin.display(description="联系户", ordering="households_held")
    def households(self, person):
        if not any(m.term.level == Level.TOWN for m in self.mandates_now(person)):
            return "—"
        return f"{person.households_held}/{person.households_wanted}"

    @admin.display(description="提醒", ordering="sessions_missed")
    def warning(self, person):
        return absence_badge(person.sessions_missed)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            own = Deputy.objects.filter(pk=obj.pk)
            context["absences"] = own.values_list(missed(today()), flat=True).get()
            context["absences_that_end"] = ABSENCES_THAT_END
        return super().render_change_form(request, context, add, change, form_url, obj)


def first_of_term():
    """The mandate of a deputy whom the general election brought, where the term has none yet."""
    term = Term.objects.of_town_on(today())
    if term is None or term.mandates.exists():
        return {}
    values = {"term": term.pk, "starts_on": term.starts_on, "confirmed_on": term.starts_on}
    return {f"mandates-{name}": str(value) for name, value in values.items()}


def absence_badge(count):
    """未经批准缺席人代会n次, with the article; the number at which the mandate ends stands out."""
    if not count:
        return ""
    words = '<span class="badge {}" title="{}">未经批准缺席人代会{}次</span>'
    if count < ABSENCES_THAT_END:
        return format_html(words, "due", "代表法第六十二条第三项：两次的，代表资格终止。", count)
    return format_html(words, "late", "代表法第六十二条第三项：代表资格终止。", count)


class PendingFilter(ChoiceFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("now", "有效"), ("pending", "资格待确认"), ("ended", "已终止")]

    def queryset(self, request, queryset):
        day = today()
        conditions = {
            "now": Q(confirmed_on__isnull=False) & in_force(day),
            "pending": Q(confirmed_on=None),
            "ended": Q(ended_on__lte=day),
        }
        return queryset.filter(conditions.get(self.value(), Q()))


def end_mandate(mandate, request, data):
    count = services.end_mandate(mandate, on=data["on"], reason=data["reason"], by=request.user)
    if not count:
        return "代表资格已终止。"
    hand_over = reverse("household-hand-over", args=[mandate.person_id])
    words = '代表资格已终止。其联系的{}户转入待安排户，<a href="{}">移交给别的代表</a>。'
    return format_html(words, count, hand_over)


def confirm_mandate(mandate, request, data=None):
    services.confirm_mandate(mandate, on=today(), by=request.user)
    return "代表资格已确认。"


@admin.register(Mandate)
class MandateAdmin(RecordAdmin):
    menu_order = 2
    nothing_yet = "每名代表的每一届资格：选区、起止、怎么产生和终止。"
    list_display = ["person", "term", "constituency", "starts_on", "confirmed_on", "end"]
    list_filter = [PendingFilter, "term", "gained_by", "ended_for"]
    search_fields = [*by_name("person"), "certificate__contains"]
    label = labels.mandate()
    apart = Apart.by("starts_on")
    search_help_text = "代表姓名、拼音、首字母或代表证号"
    label_select = ["person", "term", "constituency"]
    autocomplete_fields = ["person", "constituency"]
    fields = [
        "person", ("term", "constituency"), "gained_by", ("starts_on", "confirmed_on"),
        ("ended_on", "ended_for"), "certificate",
    ]  # fmt: skip
    ended_by_verb = ["ended_on", "ended_for"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        hint_at_certificate(form)
        return form

    keeps = ["term", "gained_by", "starts_on", "confirmed_on"]
    actions = ["confirm"]
    verbs = [
        Button(
            "confirm", "确认资格", confirm_mandate,
            hint="以今天为资格确认日期。经代表资格审查的，才能确认。",
            applies=lambda mandate: mandate.confirmed_on is None,
        ),
        Button(
            "end", "终止资格", end_mandate, form=EndMandateForm,
            hint="这是此人最后一项代表资格的，其联系户转入待安排户，走访记录保留。",
            applies=lambda mandate: mandate.ended_on is None,
            initial=lambda mandate: {"on": today()},
        ),
    ]  # fmt: skip

    @admin.display(description="终止", ordering="ended_on")
    def end(self, mandate):
        if not mandate.ended_on:
            return None
        return f"{date_format(mandate.ended_on)} {mandate.get_ended_for_display()}"

    @admin.action(description="确认资格（今天）", permissions=["change"])
    def confirm(self, request, rows):
        for_each(
            request, rows, lambda row: confirm_mandate(row, request), "已确认{count}项代表资格。"
        )


@admin.register(Constituency)
class ConstituencyAdmin(RecordAdmin):
    menu_order = 3
    nothing_yet = "每一届的选区和名额。"
    list_display = ["number", "name", "term", "seats", "seated"]
    list_display_links = ["number", "name"]
    list_filter = ["term"]
    search_fields = ["name__contains", "number__exact"]
    label = labels.constituency()
    apart = Apart({"term": labels.term("term__")})
    label_select = ["term"]
    formfield_overrides = RecordAdmin.formfield_overrides | {
        models.ManyToManyField: {"widget": TickColumns}
    }

    def for_list(self, rows):
        now = in_force(today(), "mandates__") & Q(
            mandates__voided_at=None, mandates__confirmed_on__isnull=False
        )
        return rows.annotate(seated=Count("mandates", filter=now))

    @admin.display(description="现有代表")
    def seated(self, constituency):
        return constituency.seated


def end_term(term, request, data):
    count = services.end_term(term, on=data["on"], by=request.user)
    words = (
        "{}已结束，终止代表资格{}项；不再连任的代表，其联系户转入待安排户，"
        '<a href="{}">一次安排给新的代表</a>。'
    )
    return format_html(words, term, count, reverse("household-term"))


admin.site.unregister(Term)


@admin.register(Term)
class TermWithMandatesAdmin(TermAdmin):
    """A term's end takes its mandates along: the verb is of this app, above the term's own.

    The day it ends is typed before, because the next term, its mandates and their
    confirmation have to be there when the verb decides who continues.
    """

    verbs = [
        Button(
            "end", "届满", end_term, form=EndTermForm,
            hint="请先在本页填好结束日期、登记下一届并确认其代表资格，再按此钮："
            "本届全部代表资格随之终止，连任代表的联系户不变。",
            applies=lambda term: term.mandates.filter(ended_on=None).exists(),
            initial=lambda term: {"on": term.ended_on or today()},
        )
    ]  # fmt: skip
