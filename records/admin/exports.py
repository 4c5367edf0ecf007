"""导出 of the admin's lists: what a list shows, and what else is entered on the record's form."""

import html
import re
from collections.abc import Iterable

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets, label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.db.models import Prefetch
from django.urls import path
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from records import exports
from records.exports import ExportColumn, Listing

ROWS_AT_A_TIME = 10_000  # SQLite takes no more than 32,766 parameters in a statement
LINE_END = re.compile(r"<br\s*/?>|</(?:p|li|div)>")
YES_NO = {True: "是", False: "否", None: None}


class Exports:
    """The part of an entry that exports its list. For a RecordAdmin."""

    # The fields by which somebody is found or called: chosen on purpose, and recorded.
    personal_fields = ("phone",)
    # Columns of the list that are no use in a file: the number with its middle left out.
    not_exported = (ACTION_CHECKBOX_NAME, "masked_phone")
    # {column of the list: the fields that a file has instead}: what the list shortens or joins.
    whole_in_files = {}

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name=name), *super().get_urls()]

    @property
    def export_address(self):
        return self.url("export")

    def export_view(self, request):
        """The list under the filters, search and order of the address it is asked with."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        shown = self.get_changelist_instance(request)
        back = self.url("changelist", query=request.GET)
        listing = Listing(
            self.opts.label_lower, str(self.opts.verbose_name_plural), self.export_columns(request),
            lambda chosen: self.export_rows(shown.queryset, chosen), shown.result_count, back, "条",
        )  # fmt: skip
        return exports.answer(request, listing)

    def export_rows(self, rows, chosen):
        needs = [need for column in chosen for need in column.needs]
        return rows.prefetch_related(*needs).iterator(chunk_size=ROWS_AT_A_TIME)

    def export_columns(self, request):
        """Those of the list, and after them the other fields that the form shows."""
        shown = [n for n in self.get_list_display(request) if n not in self.not_exported]
        listed = [each for n in shown for each in self.whole_in_files.get(n, (n,))]
        columns = [self.listed_column(name) for name in listed]
        names = flatten_fieldsets(self.get_fieldsets(request))
        fields = {field.name: field for field in self.opts.get_fields() if is_shown(field)}
        others = [fields[n] for n in dict.fromkeys(names) if n in fields and n not in listed]
        return columns + [self.field_column(field) for field in others]

    def listed_column(self, name):
        heading = str(label_for_field(name, self.model, self))
        is_personal = name in self.personal_fields
        return ExportColumn(
            name, heading, lambda row: value_of(name, row, self), not is_personal, is_personal
        )

    def field_column(self, field):
        related = field.remote_field and self.admin_site._registry.get(field.remote_field.model)
        needs = ()
        if related:
            # A voided row too keeps its name on what it was entered for.
            rows = field.remote_field.model._base_manager.all()
            rows = related.with_labels(rows) if hasattr(related, "with_labels") else rows
            needs = (Prefetch(field.name, rows),)
        return ExportColumn(
            field.name, str(field.verbose_name), lambda row: plain(field, getattr(row, field.name)),
            is_usual=False, is_personal=field.name in self.personal_fields, needs=needs,
        )  # fmt: skip


def is_shown(field):
    """Fields with a value to write into a cell: no files, nothing from the other side of a relation."""
    if field.auto_created or not hasattr(field, "verbose_name"):
        return False
    return not isinstance(field, models.FileField)


def value_of(name, row, model_admin):
    """What the column `name` of the list says of `row`, as a value of a cell."""
    try:
        field, attribute, value = lookup_field(name, row, model_admin)
    except ObjectDoesNotExist:
        return None  # nothing on the other side of a one-to-one relation
    if field is None and getattr(attribute, "boolean", False):
        return YES_NO[value]
    return plain(field, value)


def plain(field, value):
    """`value` as a cell holds it: numbers and days as such, choices and relations in words."""
    if field is not None and getattr(field, "flatchoices", None):
        return str(dict(field.flatchoices).get(value, value or ""))
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, SafeString):
        return html.unescape(strip_tags(LINE_END.sub("\n", value))).strip()
    if hasattr(value, "get_queryset"):
        return "、".join(map(str, value.all()))
    if isinstance(value, (str, models.Model)):
        return str(value)
    return "、".join(map(str, value)) if isinstance(value, Iterable) else value
