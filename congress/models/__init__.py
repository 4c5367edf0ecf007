"""What the congress is and does: bodies, meetings, agendas, elections, activities, honours."""

from congress.models.activities import (
    Activity,
    ActivityPhoto,
    ActivityPlace,
    Campaign,
    Finding,
    Participation,
    ResearchReport,
)
from congress.models.agenda import AgendaItem, Resolution
from congress.models.bodies import Body, BodyName, Post
from congress.models.elections import Candidacy, Election, Poll
from congress.models.meetings import Meeting, PresidiumMeeting, Session
from congress.models.merits import Allowance, Honour
from congress.models.projects import Project
from congress.models.replies import Reply
from congress.models.rolls import Attendance, Sitting

__all__ = [
    "Activity",
    "ActivityPhoto",
    "ActivityPlace",
    "AgendaItem",
    "Allowance",
    "Attendance",
    "Body",
    "BodyName",
    "Campaign",
    "Candidacy",
    "Election",
    "Finding",
    "Honour",
    "Meeting",
    "Participation",
    "Poll",
    "Post",
    "PresidiumMeeting",
    "Project",
    "Reply",
    "ResearchReport",
    "Resolution",
    "Session",
    "Sitting",
]
