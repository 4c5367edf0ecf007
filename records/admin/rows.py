"""The rows of a record on the page of the record they belong to."""

from django.contrib import admin
from django.forms.models import _get_foreign_key

from records.admin.forms import (
    RecordFormSet,
    RowForm,
)
from records.admin.labels import RelatedLabels

# Of one kind on one page: more than any session has deputies.
ROWS_AT_MOST = 500


class Rows(RelatedLabels):
    """Rows on the page of the record they belong to."""

    form = RowForm
    formset = RecordFormSet
    max_num = ROWS_AT_MOST
    # The relations that the rows' names and columns follow.
    row_select = ()
    row_prefetch = ()
    reads_only = False
    # The fields that a new row has in common with that of the record before (see Keeping).
    keeps = ()
    # Rows that few records have: their empty table stays folded.
    folds_when_empty = False

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related(*self.row_select)
            .prefetch_related(*self.row_prefetch)
        )

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, absolute_max=ROWS_AT_MOST, **kwargs)
        formset.form.request = request
        if hasattr(self.model, "voided_at"):
            # Voiding leaves the rows in place that point here: nothing has to be protected.
            formset.form.hand_clean_DELETE = lambda form: None
        return formset

    def first_values(self):
        """Hook: what the first new row opens with, {field: value}."""
        return {}

    def may_write(self, request, obj):
        """Hook: whether the rows of `obj` can be written now."""
        return not self.reads_only

    def has_add_permission(self, request, obj=None):
        return self.may_write(request, obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.may_write(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_write(request, obj) and super().has_delete_permission(request, obj)


class TabularRows(Rows, admin.TabularInline):
    template = "admin/record_tabular.html"
    few_choices_in_a_row = False
    extra = 1


class StackedRows(Rows, admin.StackedInline):
    """Rows of many fields. What is stored is a line with its name, until it is opened."""

    template = "admin/record_stacked.html"

    def badges(self, row):
        """Hook: (state, words) of each badge beside the name of `row`."""
        return []

    def get_extra(self, request, obj=None, **kwargs):
        """An empty block where there is none yet; without a script it is the only way to add one."""
        return 0 if obj and self.get_queryset(request).filter(**{self.owner(): obj}).exists() else 1

    def owner(self):
        return _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name).name
