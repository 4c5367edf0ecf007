"""What became of the records behind an edition: which changes concern it, and which of them correct.

Records go on living: what happened after the day of record is no correction. A change is life as far as
its columns are dated by a later day, or an event after that day was written together with it.
"""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import CharField, TextField

from motions.models import Handling, Motion, Rating, Signature, SupervisionAct, Verb
from motions.services import AMENDABLE
from reports.asking.registry import ANY_PERIOD, Asked, Behaviour, Shape, figure_called
from reports.models import Baseline
from reports.since import changes, drift, evidence
from reports.since.changes import CHANGED, DELETED, ENTERED, LABELS
from reports.since.watched import BY_LABEL, SETTINGS

# The columns of a motion that its verbs write; `amend` writes its words, before the review.
STATE = {
    *Motion.WRITTEN_BY_VERBS, "merged_into_id", "kind", "is_converted", "year", "review_note",
    "is_complex", "is_key", "key_on",
}  # fmt: skip
WORDS = {Motion._meta.get_field(name).attname for name in AMENDABLE}
PARTS_OF_MOTIONS = {row._meta.label for row in (Handling, Rating, Signature, SupervisionAct)}
MOTION = Motion._meta.label
# An event is written in the same transaction as what it changes.
AT_ONCE = datetime.timedelta(seconds=10)
COUNTED = (Shape.COUNT.value, Shape.RATE.value)


@dataclass
class Correction:
    """One RecordChange as far as it corrects: the `columns` that do, and the figures that moved with it."""

    change: changes.RecordChange
    columns: list = field(default_factory=list)
    is_untold: bool = False  # nothing was kept of what stood before
    moved: list = field(default_factory=list)

    @property
    def key(self):
        return self.change.key

    @cached_property
    def is_of_words(self):
        """True where only words were put in other words: that counts nothing else."""
        model = LABELS[self.change.label]
        fields = {each.attname: each for each in model._meta.concrete_fields}
        before, after = self.change.before, self.change.after
        return bool(self.columns and self.change.kind == CHANGED) and all(
            isinstance(fields[name], CharField | TextField)
            and not fields[name].choices and before[name] and after[name]
            for name in self.columns
        )  # fmt: skip


class Afterwards:
    """What became of the records behind `edition` since it was made: read once, told in two parts."""

    def __init__(self, edition, moved=()):
        self.edition, self.moved = edition, moved
        self.since = changes.read(edition)
        self.facts = self.since.facts
        self.day = str(drift.closing_day(self.facts, edition))
        self.events = [each for each in self.since.events if each["happened_on"] > self.day]

    @cached_property
    def recorded(self):
        """The keys (label, pk) of all rows of the edition."""
        rows = self.facts["rows"].items()
        return {(label, int(pk)) for label, found in rows for pk in found}

    @cached_property
    def starts(self):
        """{label of a model: the first day that a figure counts rows of it from}, as text."""
        found = {}
        for figure in self.facts["figures"]:
            is_stock = figure["behaviour"] == Behaviour.STOCK.value
            first = "" if is_stock else figure["starts_on"]
            for entry in figure["records"]:
                label = entry["model"]
                found[label] = min(first, found.get(label, first))
        return found

    @cached_property
    def shifted(self):
        """The keys of rows that came to a figure, left it, or were altered; known where `moved` is."""
        return {key for one in self.moved for key in (*one.came, *one.went, *one.changed)}

    @cached_property
    def altered(self):
        """The recorded rows that read otherwise now, of those that have changes history tells not of."""
        if self.moved:
            return self.shifted
        asked = {one.key for one in self.since.changes if is_blank(one)} & self.recorded
        if not asked:
            return set()
        proofs = evidence.proofs_in(self.facts, self.edition.rebased)
        wanted = {}
        for label, pk in asked:
            wanted.setdefault(label, {})[pk] = proofs[label][pk]
        return evidence.altered(evidence.tellable(wanted))

    def is_relevant(self, change):
        """True of what a number of the edition may rest on."""
        if change.label in SETTINGS:
            return any(speaks_for(change, figure) for figure in self.facts["figures"])
        if change.key in self.recorded or change.key in self.shifted:
            return True
        if self.since.owned.get(change.key, set()) & self.recorded:
            return True
        return self.is_of_its_time(change)

    def is_of_its_time(self, change):
        """True of a part of a recorded row, and of what is about the days that its figures tell of."""
        days = [day for day in change.about if day]
        watch = BY_LABEL[change.label]
        if change.owners_by(watch.part_of) & self.recorded and not is_after(days, self.day):
            return True
        if not watch.about or not (change.label in self.starts or change.owners & self.recorded):
            return False
        first = self.starts.get(change.label, self.facts["report"]["starts_on"])
        return not days or any(first <= day <= self.day for day in days)

    def events_at(self, change):
        """The motion events after the day of record that were written together with `change`."""
        motions = {pk for label, pk in {change.key, *change.owners} if label == MOTION}
        return [
            event
            for event in self.events
            if event["motion_id"] in motions
            and any(abs(event["at"] - at) <= AT_ONCE for at in change.times)
        ]

    def life_columns(self, change):
        """The columns of `change` that tell of what happened after the day of record, or of nothing."""
        watch = BY_LABEL[change.label]
        later = [name for name in watch.days if self.is_later(change, name)]
        found = {*watch.aside, *later, *(name for day in later for name in watch.days[day])}
        events = self.events_at(change)
        if change.label == MOTION and events:
            found |= STATE | (WORDS if has(events, Verb.AMEND) else set())
        elif change.label in PARTS_OF_MOTIONS and events:
            found |= set(change.columns)
        return found

    def is_later(self, change, column):
        """True of a day that was, and is, after the day of record or not there."""
        days = [row.get(column) for row in (change.before, change.after) if row]
        told = [day for day in days if day]
        return bool(told) and is_after(told, self.day)

    def is_new_life(self, change):
        """True of a new row about a later day, or of a later event."""
        if change.kind != ENTERED:
            return False
        days = [change.about[1]] if change.about and change.about[1] else []
        own = BY_LABEL[change.label].own_day
        is_event = change.label in PARTS_OF_MOTIONS and self.events_at(change)
        return bool(is_event or (own and days and is_after(days, self.day)))

    def is_of_later_days(self, change):
        """True of what was, and is, about days after the day of record: no edition told of it."""
        days = [day for day in change.about if day]
        return bool(days) and is_after(days, self.day) and change.key not in self.recorded

    def correction_of(self, change):
        """The Correction that is in `change`, or None."""
        if self.is_new_life(change) or self.is_of_later_days(change):
            return None
        if change.kind != CHANGED:
            return Correction(change, change.columns, change.kind == DELETED and not change.before)
        if is_blank(change):
            is_life = change.before is None and self.events_at(change)
            is_seen = change.key in self.altered or change.key not in self.recorded
            is_told = is_seen and (change.before is None or change.key in self.recorded)
            return Correction(change, is_untold=True) if is_told and not is_life else None
        life = self.life_columns(change)
        columns = [name for name in change.columns if name not in life]
        return Correction(change, columns) if columns else None

    @cached_property
    def relevant(self):
        """The changes that may concern the edition, the latest first."""
        found = [change for change in self.since.changes if self.is_relevant(change)]
        return sorted(found, key=lambda change: (change.at, change.key), reverse=True)

    @cached_property
    def corrections(self):
        """Every Correction, the latest first."""
        found = map(self.correction_of, self.relevant)
        return [one for one in found if one is not None]


def is_after(days, day):
    return all(each > day for each in days)


def has(events, verb):
    return any(event["verb"] == verb for event in events)


def is_blank(change):
    """True where history tells of a change and not of what it was."""
    return change.kind == CHANGED and not change.columns


def names_of(figure):
    """Under which names a number of the time before the ledger may be about `figure` (facts)."""
    known = figure_called(figure["name"])
    asked = known and Asked(known, ANY_PERIOD, figure["member"])
    return {figure["name"], drift.name_of(figure), *(asked.names if asked else ())}


def speaks_for(change, figure):
    """True where a start of the ledger, or a number of the time before it, is about `figure` (facts)."""
    rows = [row for row in (change.before, change.after) if row]
    if change.label == Baseline._meta.label:
        return any(row["figure"] in names_of(figure) for row in rows)
    known = figure_called(figure["name"])
    return known is not None and any(row["family"] == known.family for row in rows)
