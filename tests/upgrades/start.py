"""python start.py NAME …: run `main(…)` of a module beside this one, in the version of the project
whose folder one is in.
"""

import os
import sys
from importlib import import_module

import django

sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "hemao.settings"
django.setup()
import_module(sys.argv[1]).main(*sys.argv[2:])
