"""How a command is written where a person is told to type it: by make, if make has a word for it.

A place that VAR names on the line has to be named again: without it the command would work on
another town.
"""

import os
import shlex

from django.conf import settings

# Commands of manage.py that have a target in the Makefile.
TARGETS = {
    "serve": "run",
    "password": "password",
    "backup": "backup",
    "restore": "restore",
    "upgrade": "upgrade",
    "bench_report": "bench",
}
PROGRAM = ".venv/bin/python manage.py"
BACK = "upgrade --back"


def typed(command: str) -> str:
    """What a person types: backup --prove → VAR=/srv/data make backup OPTIONS=--prove.

    After restore stands its file, as a shell reads it.
    """
    return given() + spelled(command)


def given() -> str:
    """What stands before a command so that it works on the same place: "VAR=/srv/data ", or ""."""
    return f"VAR={shlex.quote(str(settings.VAR))} " if os.environ.get("VAR") else ""


def spelled(command):
    name, _, options = command.partition(" ")
    if name not in TARGETS:
        return f"{PROGRAM} {command}"
    if name == "restore":
        return f"make restore FILE={options}"
    if command.startswith(BACK):
        return with_options("downgrade", command.removeprefix(BACK).strip())
    return with_options(TARGETS[name], options)


def with_options(target, options):
    if not options:
        return f"make {target}"
    # A shell would take the second word for a target of make.
    return f"make {target} OPTIONS=" + (f'"{options}"' if " " in options else options)
