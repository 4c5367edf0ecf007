"""The verbs on checks."""

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.models import Waiver
from township.words import say


@transaction.atomic
def waive(code, *, reason, by):
    """Note that the check `code` does not apply to this town, and why. Returns the Waiver."""
    if not reason.strip():
        raise ValidationError({"reason": say("请写明为什么本镇不适用。")})
    waiver = Waiver.objects.filter(code=code).first() or Waiver(code=code)
    waiver.reason, waiver.by = reason.strip(), by
    waiver._history_user = by
    waiver.full_clean()
    waiver.save()
    return waiver


@transaction.atomic
def apply_again(waiver, *, by):
    """The check applies after all: its `waiver` goes, and stays in the history."""
    waiver._history_user = by
    waiver.delete()
