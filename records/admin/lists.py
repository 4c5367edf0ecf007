"""The lists of the admin: their filters, and what they answer to an address typed by hand."""

import re
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone

from records.admin.offers import (
    DAY_PARTS,
    LONGEST_SEARCH,
    NotOffered,
    is_day_part,
    is_key,
    is_page,
    is_search,
    not_offered,
    parameters_of,
)
from records.hooks import Hook

# More ways to fill a list than by hand.
ways_in = Hook(
    "records.admin.lists.ways_in",
    "By which pages may a user fill the list of a model, beside adding by hand?",
)
# A mistyped day must not make the list of years endless.
FIRST_YEAR = 1900
YEARS_AHEAD = 10
COLUMN = re.compile(r"-?([0-9]{1,3})")
QUOTES = re.compile("[\"']")
# How many filters stand beside the search; the others are behind 更多条件.
FILTERS_IN_SIGHT = 5
WRONG_VALUE = "地址里的筛选条件或页码不对：这个列表没有这一项。"


def anything(value):
    return True


def name_of(field, description):
    """A read-only column that says whom the relation `field` names, without a link to them."""

    @admin.display(description=description)
    def name(self, row):
        return str(getattr(row, field) or "系统")

    return name


class ChoiceFilter(admin.SimpleListFilter):
    """A filter of our own: a value that is not among its choices is refused."""

    def value(self):
        told = super().value()
        if told is not None and told not in {str(key) for key, _ in self.lookup_choices}:
            raise IncorrectLookupParameters(f"{self.parameter_name}={told}")
        return told


class VoidedFilter(ChoiceFilter):
    """Which records: those that stand (the default), the voided, or all. See get_queryset."""

    title = "作废"
    parameter_name = "voided"

    def lookups(self, request, model_admin):
        return [("all", "全部"), ("yes", "已作废")]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": "有效"}, *others]

    def queryset(self, request, queryset):
        return queryset.filter(voided_at__isnull=False) if self.value() == "yes" else queryset


def year_filter(field, title="年份"):
    """A list filter by the year of the date `field`; cheap where the date is indexed."""

    class YearFilter(ChoiceFilter):
        parameter_name = "year_of"

        def lookups(self, request, model_admin):
            ends = model_admin.model._default_manager.aggregate(first=Min(field), last=Max(field))
            if not ends["last"]:
                return []
            last = min(ends["last"].year, timezone.localdate().year + YEARS_AHEAD)
            years = range(last, max(ends["first"].year, FIRST_YEAR) - 1, -1)
            return [(str(year), f"{year}年") for year in years]

        def queryset(self, request, queryset):
            return queryset.filter(**{f"{field}__year": self.value()}) if self.value() else queryset

    YearFilter.title = title
    return YearFilter


@dataclass
class FilterMenu:
    """One filter of a list as it is shown: `choices` are Django's, each with its address."""

    title: str
    choices: list

    @property
    def is_set(self):
        """True where something else was chosen than what a list begins with."""
        return not self.choices[0]["selected"]

    @property
    def chosen(self):
        return next((choice["display"] for choice in self.choices if choice["selected"]), "")


@dataclass
class FilterBar:
    """The filters over a list: those in sight, those behind 更多条件, the address without any."""

    first: list
    more: list
    without: str


class List(ChangeList):
    longest_search = LONGEST_SEARCH

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ways_in = [] if self.is_popup else self.ways_for(args[0].user)
        if not self.is_popup:
            self.title = str(self.opts.verbose_name_plural)  # as in the menu and the breadcrumb

    def ways_for(self, user):
        """[(words, address)] of the pages by which `user` may fill this list."""
        return [way for ways in ways_in.ask(self.opts.label_lower, user) for way in ways]

    @property
    def filters_shown(self):
        """The FilterBar of this list. What was chosen is in sight, wherever it stands among the filters."""
        menus = [
            FilterMenu(str(spec.title), choices)
            for spec in self.filter_specs
            if (choices := list(spec.choices(self)))
        ]
        first = [
            menu for place, menu in enumerate(menus) if place < FILTERS_IN_SIGHT or menu.is_set
        ]
        if len(menus) == len(first) + 1:  # a menu for one filter would be no shorter
            first = menus
        more = [menu for menu in menus if menu not in first]
        return FilterBar(first, more, self.clear_all_filters_qs if self.has_active_filters else "")

    @property
    def is_asked(self):
        """True where the list shows what was searched or filtered for, not all there is."""
        return bool(self.query or self.has_active_filters)

    @property
    def address(self):
        """The list without any filter or word to search for."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def get_ordering(self, request, queryset):
        for told in filter(None, self.params.get(ORDER_VAR, "").split(".")):
            if not self.is_sortable(told):
                raise not_offered(self.model_admin, ORDER_VAR, told)
        return super().get_ordering(request, queryset)

    def is_sortable(self, told):
        """True where `told` (3, or -3) is the number of a column whose heading sorts the list."""
        match = COLUMN.fullmatch(told)
        if not match or int(match[1]) >= len(self.list_display):
            return False
        name = self.list_display[int(match[1])]
        return name in self.sortable_by and bool(self.get_ordering_field(name))

    def get_results(self, request):
        """Django asks the database before it knows that a value makes sense (?day__year=0)."""
        try:
            super().get_results(request)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error


class SafeList:
    """The part of an entry that is its list: it answers what its page offers, and refuses the rest."""

    # Counting for each choice of each filter would cost a pass over the list.
    show_facets = admin.ShowFacets.NEVER
    # Fields of other models that a page of this entry lets choose by typing.
    also_chosen = ()
    # What is done to many stands at the foot of the list, once something is ticked.
    actions_on_top = False
    actions_on_bottom = True
    # A field without a value leaves its place in a table blank.
    empty_value_display = ""
    # What will be in this list, said while it is empty.
    nothing_yet = ""

    def get_changelist(self, request, **kwargs):
        return List

    def get_sortable_by(self, request):
        """Django takes __str__ for a column that can be sorted by, and makes a link of no effect."""
        return [name for name in super().get_sortable_by(request) if name != "__str__"]

    def get_changelist_instance(self, request):
        self.refuse_what_is_not_offered(request)
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise NotOffered(WRONG_VALUE, self) from error

    def refuse_what_is_not_offered(self, request):
        """Raise NotOffered, before any row is asked for; PermissionDenied where the reader may see no list."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        offered = self.offered_parameters(request)
        for name, values in request.GET.lists():
            for value in values:
                if name not in offered or not offered[name](value):
                    raise not_offered(self, name, value)

    def get_action_choices(self, request, default_choices=(("", "请选择"),)):
        return super().get_action_choices(request, list(default_choices))

    def offered_parameters(self, request):
        """The parameters of the list's own links and boxes: {name: test of a value}."""
        offered = {PAGE_VAR: is_page, ALL_VAR: "".__eq__, ORDER_VAR: anything}
        if self.get_search_fields(request):
            offered[SEARCH_VAR] = is_search
        for each in self.get_list_filter(request):
            for name, values in parameters_of(each, self.model).items():
                offered[name] = anything if values is None else values.__contains__
        for part in DAY_PARTS if self.date_hierarchy else ():
            offered[f"{self.date_hierarchy}__{part}"] = is_day_part
        return offered

    def get_search_results(self, request, queryset, search_term):
        """Django takes a lone quotation mark for an empty word, which is in everything."""
        term = QUOTES.sub("", search_term)
        if search_term.strip() and not term.strip():
            return queryset.none(), False
        return super().get_search_results(request, queryset, term)

    def response_action(self, request, queryset):
        """Django asks for whatever the ticks claim to be."""
        for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
            if not is_key(self.model, key):
                raise not_offered(self, ACTION_CHECKBOX_NAME, key)
        return super().response_action(request, queryset)
