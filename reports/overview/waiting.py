"""等待决定: what of the congress's business is due, late, or asks for the presidium's attention."""

import datetime
from dataclasses import dataclass, field

from congress.models import AgendaItem
from motions import supervision
from motions.models import Handling, Motion
from township.models import Town
from township.numbers import due_in

SHOWN = 5


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: `due_on` None where it has no day of its own."""

    text: str
    url: str
    due_on: datetime.date | None
    note: str
    state: str
    who: str = ""


@dataclass
class WaitingGroup:
    title: str
    items: list = field(default_factory=list)

    @property
    def first(self):
        return self.items[:SHOWN]

    @property
    def rest(self):
        return self.items[SHOWN:]


def groups(day):
    """What waits on `day`, as WaitingGroups, none of them empty: always eleven statements."""
    town = Town.get()
    proposed = {proposal.key: proposal for proposal in supervision.proposals(day, town)}
    soon = town.soon_after(day)
    late, promised = answers(soon, day, proposed), promises(soon, day, proposed)
    shown = {item.url for item in late + promised}
    found = [
        WaitingGroup("议案建议到期和超期", late),
        WaitingGroup("答复里的承诺到期", promised),
        WaitingGroup("会议的决定到期", decisions(soon, day)),
        WaitingGroup("还可以列入下次主席团会议", others(proposed.values(), shown)),
    ]
    return [group for group in found if group.items]


def answers(soon, day, proposed):
    """Answers that lead departments owe until `soon`, the first due first."""
    rows = Handling.objects.owed_by(soon).select_related("motion", "department")
    return [
        item_of(row, row.due_on, day, tabled(row.motion, proposed))
        for row in rows.order_by("due_on", "pk")
    ]


def promises(soon, day, proposed):
    """What was promised until `soon` and is neither done nor explained."""
    rows = Handling.objects.promises_open().filter(promise_due_on__lte=soon)
    rows = rows.select_related("motion", "department").order_by("promise_due_on", "pk")
    return [
        item_of(row, row.promise_due_on, day,
                tabled(row.motion, proposed) if row.promise_due_on < day else "")
        for row in rows
    ]  # fmt: skip


def tabled(motion, proposed):
    """What would propose itself for an agenda and does not is on one already."""
    return "" if f"motion-{motion.pk}" in proposed else "已列入议程"


def item_of(handling, due_on, day, note):
    who = "，".join(filter(None, [str(handling.department), note]))
    return WaitingItem(
        str(handling.motion), handling.motion.get_absolute_url(), due_on,
        due_in((due_on - day).days), state_of(due_on, day), who,
    )  # fmt: skip


def decisions(soon, day):
    """What meetings decided, with a department and a day until `soon`, and nobody did yet."""
    rows = AgendaItem.objects.undone().filter(decision_due_on__lte=soon)
    rows = rows.select_related("meeting__term", "decision_department")
    return [
        WaitingItem(
            row.decision or row.title, row.meeting.get_absolute_url(), row.decision_due_on,
            due_in((row.decision_due_on - day).days), state_of(row.decision_due_on, day),
            str(row.decision_department),
        )
        for row in rows.order_by("decision_due_on", "pk")
    ]  # fmt: skip


def others(proposals, shown):
    """The motions that propose themselves for another reason than those that stand above.

    Opinions of the people are a number here: who said what is not for every reader.
    """
    motions = [p for p in proposals if isinstance(p.subject, Motion)]
    rows = [(p, p.subject.get_absolute_url()) for p in motions]
    return [
        WaitingItem(str(proposal.subject), url, None, "", proposal.state, proposal.reason)
        for proposal, url in rows
        if url not in shown
    ]


def state_of(due_on, day):
    return "late" if due_on < day else "due"
