"""The machine goes dark in the middle of a confirmation: nothing of the table is stored, and it still waits."""

import json
import subprocess
import sys

import pytest

from tests.hemao.office import Office, new_database
from tests.hemao.test_setup import ROOT

# It has a database of its own.
pytestmark = pytest.mark.django_db

ROWS = 1200  # a thousand are stored at once
BEGIN = f"""
from accounts.models import Role
from imports import services
from imports.kinds import KINDS
clerk = cast.make_user(Role.STAFF, username="zhou")
lines = "\\n".join("第%d村" % number for number in range({ROWS}))
services.read_in(KINDS["villages"], by=clerk, text="村名\\n" + lines)
"""
CONFIRM = """
import sys
from accounts.models import User
from imports import services
from imports.models import Import

def wait(done, of):
    if 0 < done < of and {stops}:
        print(done, flush=True)
        sys.stdin.read()

services.confirm(Import.objects.get(), by=User.objects.get(username="zhou"), tell=wait)
"""
SAID = """
import json
from imports.models import Import, ImportRow, Trace
from township.models import Village
told = [Village.objects.filter(name__startswith="第").count(), Village.history.filter(name__startswith="第").count()]
print(json.dumps([*told, Trace.objects.count(), ImportRow.objects.count(), Import.objects.get().state]))
"""


def shell(office, code):
    return office.manage("shell", "--no-imports", "-c", code)


def test_killed_in_mid_confirm_leaves_nothing(tmp_path):
    with new_database() as database:
        office = Office(tmp_path, database, life=BEGIN)
        before = json.loads(shell(office, SAID))
        assert before == [0, 0, 0, ROWS, "waiting"]
        killed_after = confirm_and_kill(office)
        assert 0 < killed_after < ROWS
        assert json.loads(shell(office, SAID)) == before
        shell(office, CONFIRM.format(stops=False))
        assert json.loads(shell(office, SAID)) == [ROWS, ROWS, 2, 0, "stored"]


def confirm_and_kill(office):
    """Kill -9 the process that confirms once it says that so many rows are stored."""
    command = [
        sys.executable,
        ROOT / "manage.py",
        "shell",
        "--no-imports",
        "-c",
        CONFIRM.format(stops=True),
    ]
    with subprocess.Popen(
        command, env=office.environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        said = child.stdout.readline()
        child.kill()
    return int(said)
