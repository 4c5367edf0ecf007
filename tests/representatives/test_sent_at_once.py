"""A phone that does not hear an answer sends again, and again: stored once for all that."""

import json
import subprocess
import sys

import pytest

from tests.hemao.test_setup import ROOT, environment
from tests.representatives.send_fifty import TIMES, send_at_once
from tests.representatives.test_visiting import UUID

WANTED = {"answers": [[200, UUID]] * TIMES, "visits": 1, "opinions": 1}


@pytest.mark.sqlite
def test_fifty_times_at_once_on_a_file(tmp_path):
    command = "from tests.representatives.send_fifty import main; main()"
    result = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", command],
        env=environment(VAR=tmp_path), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == WANTED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_times_at_once():
    assert send_at_once() == WANTED
