"""How a command is written where a person is told to type it: by make, if make has a word for it."""

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


def typed(command: str) -> str:
    """What a person types: backup --prove → make backup OPTIONS=--prove."""
    name, _, options = command.partition(" ")
    if name not in TARGETS:
        return f"{PROGRAM} {command}"
    if not options:
        return f"make {TARGETS[name]}"
    # A shell would take the second word for a target of make.
    given = f'"{options}"' if " " in options else options
    return f"make {TARGETS[name]} OPTIONS={given}"
