"""会议和活动."""

from congress.admin import activities, bodies, elections, meetings, merits, replies

__all__ = ["activities", "bodies", "elections", "meetings", "merits", "replies"]
