"""Power fails at any step of a backup or a restore: what looks whole is whole."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.hemao.backup.kills import SEED
from tests.hemao.test_setup import ROOT
from tests.trial import length

pytestmark = [pytest.mark.trial, pytest.mark.django_db]

# A server that starts its programs takes its time.
KILLS = length(sample=1 if connection.vendor == "postgresql" else 4, whole=60)


def happened(what, *arguments):
    command = [sys.executable, "-m", "tests.hemao.backup.kills", what, str(KILLS), *arguments]
    told = os.environ | {"DJANGO_SETTINGS_MODULE": "hemao.settings", "DEBUG": "1"}
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_backup_that_is_killed_is_no_backup_and_spoils_none(town, elsewhere, path, figure):
    told = happened("backups", *map(as_argument, (town, elsewhere)), path)
    figure(f"backup killed {told['died']} times (seed {SEED}), {told['whole']} archives, all whole")
    assert told["died"] >= (KILLS + 1) // 2


def test_a_restore_that_is_killed_is_never_taken_for_a_town(first_town, elsewhere, path, figure):
    told = happened("restores", *map(as_argument, (first_town, elsewhere)), path)
    figure(
        f"restore killed {told['died']} times (seed {SEED}): {told['whole']} were whole, the others "
        "were empty and done again"
    )
    assert told["died"] >= (KILLS + 1) // 2


def as_argument(place):
    return f"{place.var},{place.url}"
