"""Sessions missed without leave: two of them end a mandate (代表法第六十二条第三项).

They are told as long as the mandate is in force: afterwards they have no more consequence.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from congress.models import Attendance
from representatives.models import Mandate, Person
from representatives.models.deputies import ABSENCES_THAT_END
from township.models import Level

ARTICLE = "代表法第六十二条第三项"


def missed(day, until=None):
    """The sessions up to the day `until` (None: up to `day`) that a deputy of the town missed without
    leave under the mandate in force on `day`: Attendance, one row for each deputy and session.
    """
    mandates = Mandate.objects.at(Level.TOWN).in_force(day).filter(
        person=OuterRef("person"), term=OuterRef("meeting__term"),
        starts_on__lte=OuterRef("meeting__starts_on"),
    )  # fmt: skip
    rows = Attendance.objects.unexcused().filter(meeting__starts_on__lte=until or day)
    return rows.filter(Exists(mandates))


@dataclass
class Absentee:
    """A deputy and the sessions (Meetings) they missed without leave, the first first."""

    person: Person
    sessions: list = field(default_factory=list)

    @property
    def is_to_end(self):
        """True where the law ends the mandate."""
        return len(self.sessions) >= ABSENCES_THAT_END

    @property
    def which(self):
        return "、".join(session.short_title for session in self.sessions)

    @property
    def words(self):
        return f"未经批准缺席{len(self.sessions)}次（{self.which}）"


def absentees(day):
    """The Absentees of `day`, those whose mandate ends first; one statement."""
    found = {}
    rows = missed(day).select_related("person", "meeting__term")
    for row in rows.order_by("person__spelling", "person", "meeting__starts_on"):
        one = found.setdefault(row.person_id, Absentee(row.person))
        one.sessions.append(row.meeting)
    return sorted(found.values(), key=lambda one: -len(one.sessions))
