"""会议与活动."""

from congress.admin import activities, bodies, elections, meetings, merits

__all__ = ["activities", "bodies", "elections", "meetings", "merits"]
