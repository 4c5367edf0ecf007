#!/usr/bin/env python
"""Django's command line, with plain words for what goes wrong at start."""

import sys

from django.core.management import execute_from_command_line

from hemao import startup

if __name__ == "__main__":
    # Where Chinese cannot be shown, codes are: a server need not stop over it.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        startup.load()
        with startup.reachable_database():
            execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        # Ctrl+C is how a person ends `make run`; 130 is what a shell expects of it.
        sys.exit(130)
