"""The lists of the admin: their filters, and what an address means that nobody would click on."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Max, Min
from django.utils import timezone

# A mistyped day must not make the list of years endless.
FIRST_YEAR = 1900
YEARS_AHEAD = 10


def name_of(field, description):
    """A read-only column that says whom the relation `field` names, without a link to them."""

    @admin.display(description=description)
    def name(self, row):
        return str(getattr(row, field) or "系统")

    return name


class ChoiceFilter(admin.SimpleListFilter):
    """A filter of our own: a value that is not among its choices filters nothing."""

    def value(self):
        known = {str(key) for key, _ in self.lookup_choices}
        return super().value() if super().value() in known else None


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


class List(ChangeList):
    """Django asks the database before it knows that an address makes sense (?day__year=0)."""

    def get_results(self, request):
        try:
            super().get_results(request)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error


class SafeList:
    """The part of an entry that is its list: what is typed into its address never breaks it."""

    # Counting for each choice of each filter would cost a pass over the list.
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request, **kwargs):
        return List
