"""What is too long for the gate: whole in `make trial`, a short fixed sample in the gate.

A test of this kind carries the mark `trial`, takes its size from `length()`, and tells the
figure it measured to the fixture `figure`; the run prints all figures at its end.
"""

import os

WHOLE = os.environ.get("TRIAL") == "1"


def length(*, sample: int, whole: int) -> int:
    """The size of this run: `sample` in the gate, `whole` in `make trial`."""
    return whole if WHOLE else sample
