"""The figures themselves. Importing this package fills reports.asking.registry; the app does so when ready."""

from reports.figures import (
    activities,
    congress,
    deputies,
    households,
    motions,
    motions_beyond,
    motions_in_time,
    motions_led,
    motions_talked,
    ratings,
    rolls,
    supervision,
)

__all__ = [
    "activities", "congress", "deputies", "households", "motions", "motions_beyond",
    "motions_in_time", "motions_led", "motions_talked", "ratings", "rolls", "supervision",
]  # fmt: skip
