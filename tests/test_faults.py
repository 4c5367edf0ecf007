"""The tests see faults: each fault of tests/faults.py, made in a copy, lets tests of its app fail."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.faults import FAULTS
from tests.hemao.test_setup import ROOT, environment

NOT_OURS = shutil.ignore_patterns(".*", "var", "__pycache__", "pictures")
SEEN, UNSEEN = 1, 0  # how pytest ends


def test_each_fault_can_be_made():
    """Whoever rewrites such a place writes its fault anew: one that cannot be made shows nothing."""
    amiss = [fault for fault in FAULTS if (ROOT / fault.file).read_text().count(fault.old) != 1]
    assert not amiss
    named = [name.split("::") for fault in FAULTS for name in fault.tests.split()]
    for path, *parts in named:
        text = (ROOT / path).read_text()
        assert all(re.search(rf"^\s*(class|def) {part}\b", text, re.M) for part in parts), parts


@pytest.mark.trial
@pytest.mark.whole
@pytest.mark.sqlite
def test_each_fault_is_seen(tmp_path, figure):
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=NOT_OURS)
    names = sorted({name for fault in FAULTS for name in fault.tests.split()})
    assert ended(copy, names) == UNSEEN, "without a fault all of them have to pass"
    ends = {fault: ended_with(copy, fault) for fault in FAULTS}
    seen = sum(end == SEEN for end in ends.values())
    figure(f"{seen} of {len(FAULTS)} faults seen by the tests of their own app")
    assert not {fault.wrong: end for fault, end in ends.items() if end != SEEN}


def ended_with(copy, fault):
    """How the tests of the `fault` end while it is made in the `copy`."""
    file = copy / fault.file
    right = file.read_text()
    file.write_text(right.replace(fault.old, fault.new))
    try:
        # What is compiled of it must not outlive the fault.
        return ended(copy, fault.tests.split(), PYTHONDONTWRITEBYTECODE="1")
    finally:
        file.write_text(right)


def ended(copy, names, **more):
    """The exit code of pytest in the `copy`, which ends with the first test that fails."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not browser"]
    command += ["-p", "no:xdist", "-p", "no:cacheprovider", *names]
    own = environment(VAR=copy / "var", TRIAL="", **more)
    return subprocess.run(command, cwd=copy, env=own).returncode
