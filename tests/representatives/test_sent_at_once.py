"""A phone that does not hear an answer sends again, and again: stored once for all that."""

import json
import subprocess
import sys

import pytest

from tests.hemao.test_setup import ROOT, environment
from tests.representatives.send_fifty import TIMES, send_at_once
from tests.representatives.send_pieces import WINDOWS, send_from_windows
from tests.representatives.test_visiting import UUID

WANTED = {"answers": [[200, UUID]] * TIMES, "visits": 1, "opinions": 1}
ONE_PHOTO = {"answers": ["stored"] * WINDOWS, "photos": 1, "left": []}


def on_a_file(module, var):
    """What `module`'s main prints, in a process whose database is a file in `var`."""
    command = f"from tests.representatives.{module} import main; main()"
    result = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", command],
        env=environment(VAR=var), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.sqlite
def test_fifty_times_at_once_on_a_file(tmp_path):
    assert on_a_file("send_fifty", tmp_path) == WANTED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_times_at_once():
    assert send_at_once() == WANTED


@pytest.mark.sqlite
def test_one_photo_from_ten_windows_on_a_file(tmp_path):
    assert on_a_file("send_pieces", tmp_path) == ONE_PHOTO


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_photo_from_ten_windows():
    assert send_from_windows() == ONE_PHOTO
