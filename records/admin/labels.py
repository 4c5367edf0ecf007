"""How the fields of a record ask: days, few choices, rows of other tables."""

from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models

from records.admin.choices import RowChoice, RowChoices
from records.controls import NOT_FILLED_IN
from records.fields import FEW, ButtonRow, DayField, DayInput


class RelatedLabels:
    """How the fields of a record, and of a row, ask: days, few choices, and rows of other tables.

    Chosen rows name themselves: what their names are made of is fetched along with them.
    """

    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2})},
        models.DateField: {"form_class": DayField, "widget": DayInput},
    }
    # The fields with 新增 beside their choices, besides those of what `is_added_beside`.
    added_beside = ()
    # Whether a few choices stand beside each other, or in a list to save room.
    few_choices_in_a_row = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            shown = field.widget
            shown.can_change_related = shown.can_delete_related = shown.can_view_related = False
            shown.can_add_related = shown.can_add_related and self.adds_beside(db_field)
        return field

    def adds_beside(self, db_field):
        """Whether whoever chooses here often meets what is not in the list yet."""
        related = self.admin_site._registry.get(db_field.remote_field.model)
        return db_field.name in self.added_beside or getattr(related, "is_added_beside", False)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if self.few_choices_in_a_row and 2 <= len(db_field.choices) <= FEW:
            none = [("", NOT_FILLED_IN)]
            kwargs.setdefault("widget", ButtonRow)
            kwargs.setdefault(
                "choices", db_field.get_choices(include_blank=db_field.blank, blank_choice=none)
            )
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if hasattr(related, "with_labels") and "queryset" not in kwargs:
            rows = db_field.remote_field.model._default_manager.all()
            kwargs["queryset"] = related.with_labels(rows)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowChoice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowChoices(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_view_on_site_url(self, obj=None):
        """The page of `obj` by its own address: the admin's short cut to it would only ask again."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None
