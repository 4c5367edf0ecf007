"""代表与联系户."""

from representatives.admin import deputies, households, visits

__all__ = ["deputies", "households", "visits"]
