"""Which rows the demo brought: those that are there after its load and were not before.

Keys are handed out once and never again, on both databases, so that two numbers a table say it.
"""

from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db.models import Max

from accounts.models import DemoLoad, User

LEDGER = ("township", "representatives", "congress", "motions", "reports")


@contextmanager
def noted():
    """Note what comes into the database meanwhile as the demo's."""
    before = highest()
    yield
    after = highest()
    DemoLoad.objects.create(marks={label: [before[label], after[label]] for label in after})


@cache
def models():
    """Every table that the demo fills, with its histories and links."""
    found = [User]
    for label in LEDGER:
        rows = apps.get_app_config(label).get_models(include_auto_created=True)
        found += [model for model in rows if not model._meta.proxy]
    return found


def highest():
    """{label of a model: the highest key in its table}."""
    return {
        model._meta.label: model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        for model in models()
    }
