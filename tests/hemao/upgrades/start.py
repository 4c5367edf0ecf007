"""python start.py NAME …: run `main(…)` of a module beside this one, in the version of the project
whose folder one is in.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.db import connection

sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "hemao.settings"
django.setup()
if connection.vendor == "sqlite":
    Path(connection.settings_dict["NAME"]).touch(mode=0o600)  # the program makes none by itself
import_module(sys.argv[1]).main(*sys.argv[2:])
