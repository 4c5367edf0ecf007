"""Entries for households and for who keeps in touch with them."""

from django.contrib import admin, messages
from django.db.models import OuterRef, Prefetch, Q, Subquery

from records.admin.forms import RecordFormSet
from records.admin.lists import ChoiceFilter
from records.admin.pages import PartAdmin, RecordAdmin, by_name
from records.admin.rows import TabularRows
from records.admin.search import Apart
from records.admin.verbs import Button
from representatives import services
from representatives.admin import labels
from representatives.admin.first_days import next_category, proposed
from representatives.admin.first_deputy import HouseholdForm, NotAssigned
from representatives.admin.merging import MERGE, Merging
from representatives.admin.tables import masked
from representatives.forms import AssignmentForm, ReleaseForm
from representatives.models import (
    Assignment,
    Category,
    CategoryName,
    Household,
    HouseholdCategory,
    Visit,
)
from township.models import Town
from township.spans import in_force, today


class CategoryNameFormSet(RecordFormSet):
    overlap_fields = ("category",)
    overlap_sentence = "与另一行名称的时间重叠。"


class CategoryNameRows(TabularRows):
    model = CategoryName
    formset = CategoryNameFormSet
    verbose_name_plural = "名称（按时间）"


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    deletable_unused = True
    menu_order = 8
    nothing_yet = "联系户的类别，每类每名代表联系几户。"
    list_display = ["code", "name_now", "per_deputy", "order"]
    list_prefetch_related = ["names"]
    search_fields = ["code__contains"]
    inlines = [CategoryNameRows]

    @admin.display(description="现用名称")
    def name_now(self, category):
        return category.name_on(today())


@admin.register(CategoryName)
class CategoryNameAdmin(PartAdmin):
    list_display = ["category", "name", "starts_on", "ended_on"]
    list_select_related = ["category"]


class HouseholdCategoryFormSet(RecordFormSet):
    overlap_fields = ("household", "category")
    overlap_sentence = "这一户的同一类别时间重叠。"


class HouseholdCategoryRows(TabularRows):
    model = HouseholdCategory
    keeps = ["category", "starts_on"]
    formset = HouseholdCategoryFormSet
    row_select = ["category"]

    def first_values(self):
        return {"starts_on": today()}


class AssignmentRowsOfHousehold(TabularRows):
    model = Assignment
    reads_only = True
    row_select = ["person", "category", "household__village"]
    fields = ["person", "category", "starts_on", "ended_on", "ended_for"]
    show_change_link = True


class WaitingFilter(ChoiceFilter):
    title = "安排"
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        return [("no", "待安排户"), ("yes", "已有代表联系")]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.unassigned(today())
        held = Assignment.objects.in_force(today()).values("household")
        return queryset.filter(pk__in=held) if self.value() == "yes" else queryset


def spans_now(household):
    """The categories it is of today, of its prefetched `spans`."""
    day = today()
    return [span for span in household.spans if span.covers(day)]


@admin.register(Household)
class HouseholdAdmin(Merging, RecordAdmin):
    merges = Household
    verbs = [MERGE]
    menu_order = 4
    form = HouseholdForm
    is_added_beside = True
    nothing_yet = "代表联系的外出户、种植户、贫困户等。"
    reads_as = "联系户"
    twins, twin_fields = ["head_name", "village"], ["head_name", "village", "group"]
    not_twin_word = "确实不是同一户"
    list_display = [
        "head_name", "village", "group", "categories", "holder", "members", "masked_phone",
    ]  # fmt: skip
    list_filter = [WaitingFilter, "village"]
    search_fields = by_name(name="head_name")
    label = labels.household()
    phone_search = "phone"
    search_help_text = "户主姓名、拼音、首字母或电话，如：wangerbao、web"
    label_select = ["village"]
    list_prefetch_related = [
        Prefetch(
            "category_spans",
            HouseholdCategory.objects.select_related("category").order_by("category__order"),
            "spans",
        )
    ]
    inlines = [HouseholdCategoryRows, AssignmentRowsOfHousehold]
    keeps = ["village", "group", "deputy", "since"]
    fieldsets = [
        (
            None,
            {"fields": [("head_name", "phone", "other_phones"), ("village", "group", "members")]},
        ),
        (
            "家庭情况",
            {
                "classes": ["collapse"],
                "fields": [("workers", "away", "away_to"), "industry", "note"],
            },
        ),
    ]
    first_deputy = ("由谁联系", {"fields": [("deputy", "since")]})

    def likely_twins(self, form):
        """Two groups tell two households of one name apart, where both are written down."""
        found = super().likely_twins(form).select_related("village")
        group = form.instance.group
        return found.filter(group__in=["", group]) if group else found

    def get_fieldsets(self, request, obj=None):
        who, home = self.fieldsets
        return self.fieldsets if obj else [who, self.first_deputy, home]

    def get_inlines(self, request, obj):
        return self.inlines if obj else [HouseholdCategoryRows]

    def first_values(self, request):
        return {"since": proposed(request).day}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """The row of a new household opens with the day on which its deputy begins."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if not obj.pk and inline.model is HouseholdCategory:
            given["initial"] = [
                {"starts_on": proposed(request).day} | self.kept_of_row(request, inline, prefix)
            ]
        return given

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotAssigned as refusal:
            # Nothing is stored; the form comes back as it was typed, and says why.
            request.not_assigned = refusal.error
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            form.assign(by=request.user)
            if "_addanother" in request.POST and form.cleaned_data.get("deputy"):
                self.propose_category(request, form.cleaned_data)

    def propose_category(self, request, told):
        """Keep for the next of the pile a category that its deputy has room for; say where there is none."""
        kept, row = request.session[self.kept_under], "category_spans-category"
        category = next_category(told["deputy"], told["since"])
        if category:
            kept[row] = str(category.pk)
        else:
            kept.pop(row, None)
            messages.info(
                request,
                f"{told['deputy']}各类联系户都已安排齐，没有先填类别：下一户请换一名代表，再选类别。",
            )
        request.session[self.kept_under] = kept

    def for_list(self, rows):
        now = Assignment.objects.in_force(today()).filter(household=OuterRef("pk"))
        return rows.annotate(holder_name=Subquery(now.values("person__name")[:1]))

    @admin.display(description="类别")
    def categories(self, household):
        return "、".join(str(span.category) for span in spans_now(household))

    @admin.display(description="联系代表")
    def holder(self, household):
        """Who is of no category any more is off the books, and waits for nobody."""
        if household.holder_name:
            return household.holder_name
        return "待安排" if spans_now(household) or not household.spans else "不在册"

    @admin.display(description="电话")
    def masked_phone(self, household):
        return masked(household.phone)


@admin.register(HouseholdCategory)
class HouseholdCategoryAdmin(PartAdmin):
    reads_as = "户的类别"
    list_display = ["household", "category", "starts_on", "ended_on"]
    list_select_related = ["household__village", "category"]


class OpenFilter(ChoiceFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", "联系中"), ("due", "该走访了"), ("ended", "已结束")]

    def queryset(self, request, queryset):
        if self.value() == "due":
            due = Assignment.objects.waiting_for_visit(today(), Town.get().visits_a_year)
            return queryset.filter(pk__in=due.values("pk"))
        conditions = {"open": in_force(today()), "ended": Q(ended_on__lte=today())}
        return queryset.filter(conditions.get(self.value(), Q()))


def release(assignment, request, data):
    services.release(assignment, on=data["on"], reason=data["reason"], by=request.user)
    return "联系已结束，这一户转入待安排户，走访记录保留。"


@admin.register(Assignment)
class AssignmentAdmin(RecordAdmin):
    menu_order = 5
    nothing_yet = "哪名代表从哪天起联系哪一户。"
    reads_as = "联系安排"
    form = AssignmentForm
    list_display = [
        "person", "household", "category", "starts_on", "ended_on", "ended_for", "last_visit",
    ]  # fmt: skip
    list_filter = [OpenFilter, "category", "household__village"]
    search_fields = [*by_name("person"), *by_name("household", "head_name")]
    label = labels.assignment()
    apart = Apart.by("starts_on")
    search_help_text = "代表或户主的姓名、拼音、首字母，可用空格隔开同时查"
    label_select = ["person", "household__village", "category"]
    autocomplete_fields = ["person", "household"]
    fields = [("person", "household"), "category", ("starts_on", "ended_on", "ended_for")]
    keeps = ["person", "starts_on"]
    ended_by_verb = ["ended_on", "ended_for"]
    verbs = [
        Button(
            "release", "结束联系", release, form=ReleaseForm,
            hint="结束后这一户转入待安排户；走访记录和联系经过保留。",
            applies=lambda assignment: assignment.ended_on is None,
            initial=lambda assignment: {"on": today()},
        )
    ]  # fmt: skip

    def first_values(self, request):
        return {"starts_on": today()}

    def for_list(self, rows):
        met = Visit.objects.met().filter(assignment=OuterRef("pk")).order_by("-visited_on")
        return rows.annotate(last=Subquery(met.values("visited_on")[:1]))

    @admin.display(description="最近走访", ordering="last", empty_value="还没有")
    def last_visit(self, assignment):
        return assignment.last
