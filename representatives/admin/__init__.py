"""代表与联系户."""

from representatives.admin import deputies, households, opinions, visits

__all__ = ["deputies", "households", "opinions", "visits"]
