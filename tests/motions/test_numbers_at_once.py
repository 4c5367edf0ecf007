"""Numbers where several accept at the same moment: no gap, and none given twice.

On PostgreSQL tests/records/test_two_clerks.py does the same to live connections.
"""

import json
import subprocess
import sys

import pytest

from tests.hemao.test_setup import ROOT, environment


@pytest.mark.sqlite
def test_twenty_are_accepted_at_once_on_a_file(tmp_path):
    command = "from tests.motions.accept_twenty import main; main()"
    result = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", command],
        env=environment(VAR=tmp_path), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert sorted(found["notes"]) == sorted(f"编为第{number}号" for number in range(1, 21))
    assert found["numbers"] == list(range(1, 21))
    assert (found["last"], found["events"]) == (20, 20)
    assert found["journal"] == "wal"  # as in the office, not as in the other tests
