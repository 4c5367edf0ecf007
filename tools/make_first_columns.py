"""Make reports/since/first_columns.json: the columns that the editions of the first form were digested over.

Those editions (hemao-edition/1) do not say themselves which columns a row had. It is told once, by
the models of the last version that made such editions, so it has to be run on that version:

    git worktree add ../first bdbe581 && cd ../first
    VAR=ANY-EMPTY-FOLDER python THIS/tools/make_first_columns.py > THIS/reports/since/first_columns.json
"""

# ruff: noqa: E402 (what is imported depends on where this is run, and needs Django set up)

import json
import os
import sys

sys.path.insert(0, os.getcwd())  # the version that is asked, not the one that this file lies in
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemao.settings")

import django

django.setup()

from reports.registry import ANY_PERIOD, REGISTRY


def columns():
    """{label of a model that a figure counts rows of: the names of its stored columns}."""
    counted = {
        queryset.model
        for figure in REGISTRY.values()
        for queryset in figure.querysets(ANY_PERIOD, "")
    }
    return {
        model._meta.label: sorted(field.attname for field in model._meta.concrete_fields)
        for model in sorted(counted, key=lambda model: model._meta.label)
    }


lines = (f"{json.dumps(label)}: {json.dumps(names)}" for label, names in sorted(columns().items()))
print("{\n" + ",\n".join(lines) + "\n}")
