"""What changed, as a line of history says it: in the words of the forms."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper, ObjDiffDisplay

from records.written import DAY_UNKNOWN

NOTHING = "空"


class Words(HistoricalRecordContextHelper):
    """The words of the changes from one record to the next.

    A model says in `days_in_doubt` which column tells of a day that it only keeps the order.
    """

    compared = ()

    def context_for_delta_changes(self, delta):
        self.compared = delta.old_record, delta.new_record
        return super().context_for_delta_changes(delta)

    def is_in_doubt(self, name, value):
        doubt = getattr(self.model, "days_in_doubt", {}).get(name)
        rows = [row for row in self.compared if getattr(row, name) == value]
        return bool(doubt and value and any(getattr(row, doubt) for row in rows))

    def prepare_delta_change_value(self, change, value):
        value = super().prepare_delta_change_value(change, value)
        field = self.model._meta.get_field(change.field)
        if isinstance(value, list):
            return "、".join(word(field, one) for one in value) or NOTHING
        if self.is_in_doubt(change.field, value):
            return DAY_UNKNOWN
        return word(field, value)

    def get_obj_diff_display(self):
        return Shortened(max_length=self.max_displayed_delta_change_chars)


class Shortened(ObjDiffDisplay):
    def shortened_str(self, prefix, num_skipped_chars, suffix):
        return f"{prefix}（略{num_skipped_chars}字）{suffix}"


def word(field, value):
    """The `value` of a model's `field` as a form shows it."""
    if isinstance(value, DeletedObject):
        return NOTHING if value.pk is None else f"已删除的{value.model._meta.verbose_name}"
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    return date_format(value) if isinstance(value, datetime.date) else str(value)
