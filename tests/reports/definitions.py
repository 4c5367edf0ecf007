"""What every figure meant when somebody last looked: tests/reports/definitions.json.

A figure that is defined anew says so in `redefined` where it is registered, or its old editions
would call the difference a change of records. tests/reports/test_edition_upgrades.py compares; to write the
list anew after that, `python -m tests.reports.definitions`. Where a sentence was only worded better and no
other rows count, name the figure: `python -m tests.reports.definitions 满意率`.
"""

import json
import os
import sys
from pathlib import Path

FILE = Path(__file__).with_name("definitions.json")


def meanings():
    """{name of a figure: its revision, and all that says what it counts}."""
    from reports.asking.registry import ANY_PERIOD, REGISTRY

    return {
        figure.name: {
            "revision": figure.revision, "definition": figure.definition, "unit": figure.unit,
            "shape": figure.shape.value, "behaviour": figure.behaviour.value, "column": figure.field,
            "rows": [rows.model._meta.label for rows in figure.querysets(ANY_PERIOD)],
        }
        for figure in REGISTRY.values()
    }  # fmt: skip


def known():
    return json.loads(FILE.read_text("utf-8"))


def called_now(name):
    """What the figure that was called `name` is called today; None where there is none any more."""
    from reports.asking.registry import figure_called

    figure = figure_called(name)
    return figure and figure.name


def gone(then):
    """The names of `then` that nothing is called any more: words and editions of towns use them."""
    return [name for name in then if called_now(name) is None]


def redefined_silently(then, now):
    """The figures, by name, that mean something else though their revision is that of `then`."""
    today = {name: now[called_now(name)] for name in then if called_now(name) in now}
    return [
        name
        for name, meaning in today.items()
        if meaning != then[name] and meaning["revision"] <= then[name]["revision"]
    ]


def main(reworded):
    now = meanings()
    if lost := gone(known()):
        sys.exit(f"keep the old names in `aliases`: {'、'.join(lost)}")
    silent = [name for name in redefined_silently(known(), now) if name not in reworded]
    if silent:
        sys.exit(
            f"say in `redefined`, where they are registered, what changed: {'、'.join(silent)}"
        )
    lines = (f"{dumped(name)}: {dumped(meaning)}" for name, meaning in sorted(now.items()))
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def dumped(value):
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemao.settings")
    django.setup()
    main(sys.argv[1:])
