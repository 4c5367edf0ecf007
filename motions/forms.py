"""What the admin's forms of motions check beyond their models."""

from accounts.record_forms import RecordFormSet, RowForm
from motions import services


class HandlingForm(RowForm):
    def save(self, commit=True):
        """The due date is computed whenever a handling is stored; nobody types it."""
        services.judge(self.instance)
        return super().save(commit)


class SignatureFormSet(RecordFormSet):
    def clean(self):
        super().clean()
        self.instance.refuse_too_few_movers(len(self.standing_forms()))
