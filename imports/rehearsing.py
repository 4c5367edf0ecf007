"""Kinds whose records verbs make: a table is planned by doing it, in a transaction that is taken back.

A verb writes state and event together, asks where the record stands, and gives numbers. To reckon all
that in memory would be to write it twice. So the preview lets the verbs speak, and the confirmation
lets them do the same for good; what they wrote is caught as it is saved, to be undone.
"""

import threading
from collections import defaultdict
from contextlib import contextmanager
from html import unescape

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.utils.html import strip_tags

from imports.kinds.base import Planner, Work, of_columns
from imports.models import Trace
from imports.storing import fingerprint, plain
from imports.undoing import parts

TOLD_EACH = 20  # rows


class Rehearsal(Planner):
    """Plans each row by doing it. Unless the plan is final, all of it is taken back at the end."""

    @contextmanager
    def at_work(self, table):
        if self.is_final:
            with Witness(self.kind.stores, f"导入{table.pk}号：{self.kind.title}") as seen:
                yield
            seen.leave_traces(table)
            return
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def run(self, row):
        """The Work of `row`, which is done; what is refused leaves nothing behind."""
        self.work = Work()
        try:
            with transaction.atomic():
                self.plan(row)
        except ValidationError as error:
            raise in_plain_words(error) from error
        self.done += 1
        if self.is_final and self.done % TOLD_EACH == 0:
            self.tell(self.done, self.of)
        return self.work


def in_plain_words(error):
    """`error` without the links that a page would show in it."""
    return ValidationError(
        {
            name or NON_FIELD_ERRORS: [unescape(strip_tags(message)) for message in messages]
            for name, messages in of_columns(error).items()
        }
    )


class Witness:
    """Sees which rows of `models` this thread makes and changes, and what the changed ones said before."""

    def __init__(self, models, reason):
        self.models, self.reason = models, reason
        self.thread = threading.get_ident()
        self.made, self.before = defaultdict(set), defaultdict(dict)

    def __enter__(self):
        for model in self.models:
            pre_save.connect(self.saving, sender=model, weak=False)
            post_save.connect(self.saved, sender=model, weak=False)
        return self

    def __exit__(self, *error):
        for model in self.models:
            pre_save.disconnect(self.saving, sender=model)
            post_save.disconnect(self.saved, sender=model)

    def saving(self, sender, instance, **told):
        if threading.get_ident() != self.thread:
            return
        instance._change_reason = self.reason
        known = instance.pk in self.made[sender] or instance.pk in self.before[sender]
        if instance.pk is None or known:
            return
        row = sender._base_manager.filter(pk=instance.pk).first()
        if row is not None:
            self.before[sender][row.pk] = said_by(row)

    def saved(self, sender, instance, created, **told):
        if created and threading.get_ident() == self.thread:
            self.made[sender].add(instance.pk)

    def leave_traces(self, table):
        """Write down, for an undo of `table`, what was made and changed; a row that went again is none."""
        for model in self.models:
            for some in parts(sorted(self.made[model])):
                rows = model._base_manager.in_bulk(some)
                made = {key: fingerprint(row) for key, row in rows.items()}
                Trace.objects.create(table=table, model=model._meta.label, made=made)
            for some in parts(sorted(self.before[model])):
                self.trace_changes(table, model, model._base_manager.in_bulk(some))

    def trace_changes(self, table, model, rows):
        changed = {}
        for key, row in rows.items():
            now, before = said_by(row), self.before[model][key]
            olds = {name: value for name, value in before.items() if value != now[name]}
            if olds:
                changed[key] = {"before": olds, "after": fingerprint(row)}
        if changed:
            Trace.objects.create(table=table, model=model._meta.label, changed=changed)


def said_by(row):
    """{column: value as JSON keeps it} of a row."""
    kept = [one for one in row._meta.concrete_fields if not one.generated]
    return {one.name: plain(getattr(row, one.attname)) for one in kept}
