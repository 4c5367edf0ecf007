"""Which records decide the numbers of an edition, and which of their columns tell of which day.

Of a closed report what happened after its day of record is life; what changed about the time before
is a correction. So every column that is filled in later has to say by which day it is dated.
"""

from functools import cache
from typing import NamedTuple

from congress.models import (
    Activity,
    ActivityPlace,
    AgendaItem,
    Allowance,
    Attendance,
    Body,
    BodyName,
    Candidacy,
    Election,
    Finding,
    Honour,
    Meeting,
    Participation,
    Poll,
    Post,
    Project,
    ResearchReport,
    Resolution,
    Sitting,
)
from motions.models import Handling, Motion, Rating, Signature, SupervisionAct
from reports.models import Baseline
from representatives.models import (
    Assignment,
    Household,
    HouseholdCategory,
    Mandate,
    Opinion,
    Person,
    Visit,
)
from township.models import Department, LedgerStart


class Watched(NamedTuple):
    """How the rows of one model are looked at.

    `about` leads to the day that a row is about. `days` are the columns of things that happen later,
    each with what is written along with it; `no_event` the other dates. A row belongs to the records
    that `part_of` names, and `further` leads on to their owners. What stands in columns `aside` is
    ours, not the town's. What is about a later day is not even read, unless `reads_later`.
    """

    about: str = ""
    days: dict = {}
    part_of: tuple = ()
    further: tuple = ()
    no_event: tuple = ()
    aside: tuple = ()
    reads_later: bool = False

    @property
    def own_day(self):
        """The column of the row itself with the day that it is about; "" where its owner says so."""
        return "" if "__" in self.about else self.about


ENDED = {"ended_on": ("ended_for",)}
OF_ACTIVITY = {"about": "activity__starts_on", "part_of": ("activity",)}

WATCHED = {
    Motion: Watched("submitted_on", {
        "closed_on": ("status", "is_close_day_unknown"), "key_on": ("is_key",),
    }, no_event=("submitted_last_on",)),
    Handling: Watched(
        "handed_over_on",
        {
            "replied_on": (
                "reply_number", "signer", "reply", "result_class_id", "promise", "promise_due_on",
                "is_reply_day_unknown",
            ),
            "consulted_on": ("consulted_by",), "promise_done_on": (),
            "explained_on": ("explanation",), "accepted_on": ("handler",),
            "contested_on": ("contest_reason",), "released_on": ("release_reason",),
        },
        part_of=("motion",), further=("motion__proposer",),
        no_event=("due_on", "extended_to", "promise_due_on"), reads_later=True,
    ),
    Rating: Watched(
        "rated_on",
        {
            "rated_on": ("handling", "result", "reason", "is_on_behalf", "is_day_unknown"),
            "silent_on": ("handling", "result"),
        },
        part_of=("motion",), further=("motion__proposer",), reads_later=True,
    ),
    Signature: Watched("signed_on", part_of=("motion",)),
    SupervisionAct: Watched(
        "acted_on", {"answered_on": ("answer",)}, reads_later=True,
        part_of=("motion", "opinion", "project", "agenda_item"),
    ),
    Meeting: Watched("starts_on", no_event=("last_on",)),
    Sitting: Watched("held_on", part_of=("meeting",)),
    Attendance: Watched("meeting__starts_on", part_of=("meeting", "sitting")),
    AgendaItem: Watched(
        "meeting__starts_on", {"decision_done_on": ()}, part_of=("meeting",),
        no_event=("decision_due_on",),
    ),
    Resolution: Watched("adopted_on", part_of=("meeting", "agenda_item")),
    Poll: Watched("held_on", {"declared_on": ()}),
    Election: Watched("meeting__starts_on", {"declared_on": ()}, part_of=("meeting",)),
    Candidacy: Watched(part_of=("poll", "election"), further=("election__meeting",)),
    Body: Watched("starts_on", {"ended_on": ()}),
    BodyName: Watched("starts_on", {"ended_on": ()}, part_of=("body",)),
    Post: Watched("starts_on", {"ended_on": ()}),
    Honour: Watched("awarded_on", {"displayed_on": ()}),
    Allowance: Watched("paid_on", further=("mandate__person",)),
    Activity: Watched("starts_on", no_event=("last_on",)),
    ActivityPlace: Watched(**OF_ACTIVITY),
    Participation: Watched(**OF_ACTIVITY),
    Finding: Watched(**OF_ACTIVITY, days={"rectified_on": ()}, no_event=("rectify_by",)),
    ResearchReport: Watched("submitted_on", no_event=("entrusted_on",)),
    Project: Watched(
        "planned_on", {"won_on": ("note",), "started_on": ("note",), "finished_on": ("note",)}
    ),
    Person: Watched(no_event=("born_on",), aside=("user_id",)),
    Mandate: Watched("starts_on", ENDED | {"confirmed_on": ("certificate",)}),
    Household: Watched(),
    HouseholdCategory: Watched("starts_on", {"ended_on": ()}, part_of=("household",)),
    Assignment: Watched("starts_on", ENDED),
    Visit: Watched("visited_on", further=("assignment__person", "assignment__household")),
    Opinion: Watched(
        "heard_on",
        {
            "handed_over_on": ("department_id", "disposal", "rule_id", "due_on"),
            "disposed_on": ("disposal", "former_disposal", "former_handed_over_on", "former_due_on"),
            "answered_on": ("outcome", "horizon", "answer"), "told_back_on": ("told_back_by",),
        },
        no_event=("due_on", "former_due_on", "former_handed_over_on"), further=("visit__assignment",),
    ),
    Department: Watched(days={"ended_on": ()}, no_event=("starts_on",)),
    LedgerStart: Watched(no_event=("complete_from",)),
    Baseline: Watched(no_event=("starts_on", "ended_on")),
}  # fmt: skip

BY_LABEL = {model._meta.label: watch for model, watch in WATCHED.items()}
# What they say is no record of the town's, but how far its records speak.
SETTINGS = {LedgerStart._meta.label, Baseline._meta.label}
# What is no row of any list is told by the record that it is part of; of households, to some only.
PERSONAL_PARTS = {HouseholdCategory._meta.label}


@cache
def paths_of(model):
    """The ways from a row of `model` to the records that own it, each with the label of theirs."""
    direct = {
        field.name: field.related_model._meta.concrete_model
        for field in model._meta.concrete_fields
        if field.is_relation
    }
    known = {name: owner for name, owner in direct.items() if owner in WATCHED}
    for path in WATCHED[model].further:
        first, second = path.split("__")
        field = direct[first]._meta.get_field(second)
        known[path] = field.related_model._meta.concrete_model
    return {path: owner._meta.label for path, owner in known.items()}
