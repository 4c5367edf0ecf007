"""Which documents there are of a motion, and for whom. Each is a function of records → .docx.

What is missing in a record prints as a line to fill in by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from motions.documents.forms import form, survey
from motions.documents.letters import hand_over, reply, urge
from motions.documents.lists import hand_over_list
from motions.tracks import Tracks
from township.spans import today

__all__ = [
    "MotionDocument", "documents_for", "form", "hand_over", "hand_over_list", "reply", "survey", "urge",
]  # fmt: skip


@dataclass(frozen=True)
class MotionDocument:
    """One document that somebody may download; `about` tells those of one `name` apart."""

    name: str  # as in its address
    label: str
    motion: object
    content: Callable[[], bytes]
    handling: object = None
    about: str = ""

    @property
    def url(self):
        query = {"handling": self.handling.pk} if self.handling else None
        return reverse("motion-document", args=[self.motion.pk, self.name], query=query)

    @property
    def file_name(self):
        """第5号建议答复函.docx"""
        case = self.motion.case
        number = f"第{case.number}号" if case.number else ""
        number += "（并案）" if self.motion.merged_into else ""
        noun = self.motion.noun
        return f"{number}{noun}{self.label.removeprefix(noun)}{self.about}.docx"


def documents_for(motion, user, tracks=None):
    """The documents of `motion` that `user` may download now, in the order of its life.

    The office and leadership: all that its state allows. A deputy: the answers that were
    issued to them, and the survey about their own. Of what was merged (并案) there are the answers
    to its case, and a survey of its own.
    """
    tracks = tracks or Tracks(motion)
    if user.reads_everything_public:
        letters = [] if motion.merged_into else of_the_office(tracks)
        answers = of_the_answers(motion, tracks.leads)
        return [*of_the_motion(motion, user), *letters, *answers]
    answers = of_the_answers(motion, [row for row in tracks.leads if row.replied_on])
    if motion.proposer.user_id == user.pk:
        return answers
    if motion.signatures.given().filter(person__user=user).exists():
        return [document for document in answers if document.name == "reply"]
    return []


def of_the_motion(motion, user):
    yield MotionDocument(
        "form", f"{motion.noun}专用表", motion, lambda: form(motion, with_phone=user.is_office)
    )


def of_the_office(tracks):
    for row in tracks.handlings:
        about = f"（{row.department}）"
        yield MotionDocument(
            "hand-over", "交办通知单", row.motion, lambda row=row: hand_over([row]), row, about
        )
        if is_late(row, tracks):
            yield MotionDocument(
                "urge", "催办通知单", row.motion, lambda row=row: urge(row, today()), row, about
            )


def is_late(row, tracks):
    """Its department can be urged; once the lead has answered nobody waits for who assists."""
    waits = row.is_open and tracks.open_lead and row.round == tracks.round
    return waits and row.due_on and row.due_on < today()


def of_the_answers(motion, leads):
    found = []
    for row in leads:
        about = f"（第{row.round}次办理）" if len(leads) > 1 else ""
        found += [
            MotionDocument(
                "reply", "答复函", motion, lambda row=row: reply(row, today()), row, about
            ),
            MotionDocument(
                "survey", "征询意见表", motion, lambda row=row: survey(row, motion), row, about
            ),
        ]
    return found
