"""Every figure of the registry once more, in plain Python. Importing this fills RECOUNTS."""

from tests.reports.recount import activities, congress, deputies, households, motions
from tests.reports.recount.rows import RECOUNTS, Rows, as_of

__all__ = [
    "RECOUNTS", "Rows", "activities", "as_of", "congress", "deputies", "households", "motions",
]  # fmt: skip
