"""A made-up history is written down as a clerk would: by the verbs, day by day, then the rest.

`Office.store` is the only door. What is simply entered goes through `full_clean`; what a verb
makes, the verb makes. Keys of the history are translated by `Office.rows`.
"""

from contextlib import contextmanager
from unittest import mock

from congress import services as congress
from records.base import Record
from representatives import opinions
from representatives import services as representatives
from representatives.models import Opinion, Visit
from tests import cast
from tests.cast import keep
from tests.reports.recount.history import AT_ONCE, TODAY
from tests.reports.recount.rows import TABLES
from tests.reports.recount.storing_motions import MotionDesk
from township.models import DeadlineRule

SECOND_HAND = {  # what a row says of itself → the table in which it has its key
    "term": "terms", "village": "villages", "department": "departments", "topic": "topics",
    "category": "categories", "campaign": "campaigns", "result_class": "classes",
    "constituency": "constituencies", "body": "bodies", "person": "people", "mandate": "mandates",
    "post": "posts", "household": "households", "assignment": "assignments",
    "opinion": "opinions", "meeting": "meetings", "session": "meetings", "sitting": "sittings",
    "follows": "agenda_items", "decision_department": "departments", "poll": "polls",
    "election": "elections", "project": "projects", "activity": "activities",
    "motion": "motions", "merged_into": "motions", "proposer": "people", "handling": "handlings",
}  # fmt: skip
# Entered before the first deed, and after the last.
GROUND = [
    "villages", "departments", "topics", "categories", "campaigns", "classes", "people",
    "bodies", "households", "category_spans",
]  # fmt: skip
SIMPLE = [
    "posts", "meetings", "sittings", "agenda_items", "resolutions", "elections", "candidacies",
    "projects", "activities", "places", "findings", "participations", "research_reports",
    "honours", "allowances",
]  # fmt: skip
MADE_BY_VERBS = {"candidacies": ("mandate_id", "post_id")}
BALLOTS = {
    "electorate": 1200, "voted": 1000, "ballots_issued": 1000, "ballots_returned": 1000,
    "ballots_valid": 1000,
}  # fmt: skip
RULES = [
    ("town", "lead", 3, 6), ("town", "assist", 1, None), ("town", "rehandle", 1, None),
    ("county", "lead", 3, 6), ("prefecture", "lead", 3, 6), ("town", "opinion", 1, None),
]  # fmt: skip


class Clock:
    """The town's today, which a story moves."""

    def __init__(self):
        self.day = TODAY

    @contextmanager
    def running(self):
        with mock.patch("django.utils.timezone.localdate", lambda *args: self.day):
            yield self


class Office:
    def __init__(self, history, clock):
        self.history, self.clock = history, clock
        self.rows = {name: {} for name in TABLES}
        self.by = cast.the_clerk()

    def store(self):
        self.open()
        for on, verb, told in self.history.in_order():
            self.clock.day = on
            getattr(self, verb)(**told)
        self.clock.day = TODAY
        self.enter_simple()
        desk = MotionDesk(self)
        for verb, told in self.history.steps:
            getattr(desk if "motion" in told else self, verb)(**told)
        desk.file()
        self.enter_rest()
        self.void_all()

    def enter_simple(self):
        elected = {row.post_id for row in self.history.tables["candidacies"].values()}
        for table in SIMPLE:
            for row in self.history.tables[table].values():
                if table != "posts" or row.id not in elected:
                    self.enter(table, row)
        for row in self.history.tables["inspections"].values():
            project = self.row("projects", row.project_id)
            self.row("activities", row.activity_id).projects.add(project)

    # Rows.

    def row(self, table, key):
        return self.rows[table][key]

    def fields(self, row, unknown=()):
        """The columns of `row` as the model wants them: rows instead of keys."""
        found = {}
        for column, value in vars(row).items():
            if column in unknown:
                continue
            name = column.removesuffix("_id")
            if name != column:
                found[name] = self.rows[SECOND_HAND[name]][value] if value else None
            elif column not in ("id", "voided_at"):
                found[column] = value
        return found

    def enter(self, table, row, **more):
        """Store `row` of a `table` that is simply entered; returns the model's row."""
        if row.id in self.rows[table]:
            return self.rows[table][row.id]
        fields = self.fields(row, MADE_BY_VERBS.get(table, ())) | more
        made = keep(TABLES[table][0](**fields))
        self.rows[table][row.id] = made
        if row.voided_at == AT_ONCE:
            made.void(reason="登记有误。")
        return made

    def plain(self, table, key):
        return self.history.tables[table][key]

    def open(self):
        """The ground on which everything else is entered."""
        self.enter("towns", self.plain("towns", 1))
        for level, event, amount, more in RULES:
            keep(
                DeadlineRule(
                    level=level, event=event, amount=amount, complex_amount=more, unit="month",
                    article="代表法第五十一条", starts_on=cast.day("2010-10-28"),
                )
            )  # fmt: skip
        for key, row in self.history.tables["terms"].items():
            if key not in (3, 5):
                was_open = key in (2, 4)
                fields = self.fields(row) | ({"ended_on": None} if was_open else {})
                self.rows["terms"][key] = keep(TABLES["terms"][0](**fields))
        for table in GROUND:
            for row in self.history.tables[table].values():
                self.enter(table, row)

    # Deeds: deputies.

    def next_term(self, old, new):
        """The old term ends with the day of the new one; then those who are new are entered."""
        before = self.row("terms", old)
        before.ended_on = self.clock.day
        keep(before)
        self.enter("terms", self.plain("terms", new))
        crowd = [
            row
            for row in self.history.tables["mandates"].values()
            if row.term_id == new and row.person_id in self.history.crowd
        ]
        for row in crowd:
            self.enter("mandates", row)

    def begin_mandate(self, mandate):
        row = self.plain("mandates", mandate)
        made = representatives.begin_mandate(
            person=self.row("people", row.person_id), term=self.row("terms", row.term_id),
            starts_on=row.starts_on, gained_by=row.gained_by, by=self.by,
        )  # fmt: skip
        self.rows["mandates"][mandate] = made
        if row.voided_at == AT_ONCE:
            made.void(reason="登记有误。")

    def confirm_mandate(self, mandate):
        made = self.row("mandates", mandate)
        representatives.confirm_mandate(made, on=self.clock.day, by=self.by)

    def end_mandate(self, mandate):
        row, made = self.plain("mandates", mandate), self.row("mandates", mandate)
        made.refresh_from_db()
        representatives.end_mandate(made, on=row.ended_on, reason=row.ended_for, by=self.by)

    def end_term(self, term):
        representatives.end_term(self.row("terms", term), on=self.clock.day, by=self.by)

    def hold_poll(self, poll):
        row = self.plain("polls", poll)
        self.enter("constituencies", self.plain("constituencies", row.constituency_id))
        self.enter("polls", row, **BALLOTS)
        for candidacy in self.history.tables["candidacies"].values():
            if candidacy.poll_id == poll:
                self.enter("candidacies", candidacy)

    def declare_poll(self, poll):
        made = congress.declare_elected(self.row("polls", poll), on=self.clock.day, by=self.by)
        theirs = self.history.tables["candidacies"].values()
        key = next(row.mandate_id for row in theirs if row.poll_id == poll and row.mandate_id)
        (self.rows["mandates"][key],) = made

    def qualify(self, poll):
        congress.confirm_qualifications(self.row("polls", poll), on=self.clock.day, by=self.by)

    # Deeds: households.

    def assign(self, assignment):
        row = self.plain("assignments", assignment)
        self.rows["assignments"][assignment] = representatives.assign(
            person=self.row("people", row.person_id), on=row.starts_on, by=self.by,
            household=self.row("households", row.household_id),
            category=self.row("categories", row.category_id),
        )  # fmt: skip

    def hand_over(self, assignment, to):
        taken = self.plain("assignments", to)
        self.rows["assignments"][to] = representatives.hand_over(
            self.row("assignments", assignment), to=self.row("people", taken.person_id),
            on=taken.starts_on, by=self.by,
        )  # fmt: skip

    def release(self, assignment):
        row = self.plain("assignments", assignment)
        made = self.row("assignments", assignment)
        made.refresh_from_db()
        representatives.release(made, on=row.ended_on, reason=row.ended_for, by=self.by)

    def visit(self, visit):
        row = self.plain("visits", visit)
        fields = self.fields(row)
        fields["assignment"].refresh_from_db()
        made, _ = representatives.record_visit(Visit(**fields), by=self.by)
        self.rows["visits"][visit] = made

    # Deeds: what was heard.

    def hear(self, opinion, disposal):
        told = self.fields(self.plain("opinions", opinion)) | {"disposal": disposal}
        made = Opinion(
            text="水渠堵了。", **{
                name: told[name]
                for name in ("heard_on", "topic", "household", "source", "disposal")
            }
        )  # fmt: skip
        self.rows["opinions"][opinion] = opinions.enter_opinion(made, by=self.by)

    def dispose(self, opinion, disposal):
        row = self.row("opinions", opinion)
        opinions.dispose(row, by=self.by, on=self.clock.day, disposal=disposal)

    def hand_opinion_over(self, opinion, department):
        opinions.hand_over_opinion(
            self.row("opinions", opinion), by=self.by, on=self.clock.day,
            department=self.row("departments", department),
        )  # fmt: skip

    def answer(self, opinion):
        row = self.plain("opinions", opinion)
        opinions.answer_opinion(
            self.row("opinions", opinion), by=self.by, on=row.answered_on, outcome=row.outcome,
            answer="已清理。",
        )  # fmt: skip

    def tell_back(self, opinion):
        row = self.plain("opinions", opinion)
        opinions.tell_back(
            self.row("opinions", opinion), by=self.by, on=row.told_back_on, way="phone"
        )

    # Steps: rolls and elections.

    def call_roll(self, meeting, sitting):
        """Everybody expected is put on the roll, and registered as far as it is known."""
        rows = [
            row
            for row in self.history.tables["attendances"].values()
            if (row.meeting_id, row.sitting_id) == (meeting, sitting) and row.capacity == "member"
        ]
        people = self.rows["people"]
        entries = {people[row.person_id].pk: (row.state, "") for row in rows}
        on = self.row("sittings", sitting) if sitting else None
        meeting = self.row("meetings", meeting)
        congress.register_roll(meeting, entries, by=self.by, sitting=on)
        made = {row.person_id: row for row in meeting.attendances.filter(sitting=on)}
        for row in rows:
            self.rows["attendances"][row.id] = made[people[row.person_id].pk]

    def declare_officers(self, election):
        made = congress.declare_officers(self.row("elections", election), by=self.by)
        theirs = self.history.tables["candidacies"].values()
        key = next(row.post_id for row in theirs if row.election_id == election and row.post_id)
        (self.rows["posts"][key],) = made

    def enter_rest(self):
        """Guests, and supervision that was not noted as it happened."""
        for table in ("attendances", "acts"):
            for row in self.history.tables[table].values():
                self.enter(table, row)

    def void_all(self):
        """At the end, what was entered wrongly."""
        for name, rows in self.history.tables.items():
            for key, row in rows.items():
                if row.voided_at and row.voided_at != AT_ONCE:
                    made = self.rows[name][key]
                    made.refresh_from_db()
                    # As any record: of motions into which others were merged towns have voided some.
                    Record.void(made, reason="重复登记。")
