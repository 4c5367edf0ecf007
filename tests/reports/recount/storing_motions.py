"""What was done to the motions of a made-up history is done again, by the verbs of motions."""

from motions import services
from motions.models import Motion, Signature
from tests.cast import keep


class MotionDesk:
    """Each method is one thing that a Story tells; `office` (storing.Office) has the rows."""

    def __init__(self, office):
        self.office = office

    def motion(self, key):
        return self.office.row("motions", key)

    def departments(self, keys):
        return [self.office.row("departments", key) for key in keys]

    def do(self, verb, motion, on, **told):
        return verb(self.motion(motion), by=self.office.by, on=on, **told)

    # Coming in.

    def enter(self, motion, on, is_draft):
        """As it was handed in: what verbs make of it later is not typed."""
        row = self.office.plain("motions", motion)
        fields = self.office.fields(row, unknown=("merged_into_id",))
        fields |= {"status": "registered", "is_converted": False}
        fields["kind"] = "bill" if row.is_converted else row.kind
        made = Motion(year=on.year, **fields)
        services.enter(made, by=self.office.by, is_draft=is_draft)
        self.office.rows["motions"][motion] = made

    def sign(self, motion, on):
        for row in self.office.history.tables["signatures"].values():
            if row.motion_id == motion:
                made = keep(Signature(**self.office.fields(row)))
                self.office.rows["signatures"][row.id] = made

    def register(self, **told):
        self.do(services.register, **told)

    def turn_back(self, **told):
        self.do(services.turn_back, **told)

    def merge(self, into, **told):
        self.do(services.merge, into=self.motion(into), **told)

    def convert(self, **told):
        self.do(services.convert, **told)

    def accept(self, **told):
        self.do(services.accept, **told)

    def withdraw(self, **told):
        self.do(services.withdraw, **told)

    def reopen(self, **told):
        self.do(services.reopen, **told)

    # Handling.

    def refer(self, lead, assists, **told):
        (lead,) = self.departments([lead])
        self.do(services.refer, lead=lead, assists=self.departments(assists), **told)

    def sign_for(self, **told):
        self.do(services.sign_for, **told)

    def reassign(self, lead, **told):
        (lead,) = self.departments([lead])
        self.do(services.reassign, lead=lead, **told)

    def consult(self, **told):
        self.do(services.consult, **told)

    def extend(self, **told):
        self.do(services.extend, **told)

    def give_opinion(self, **told):
        self.do(services.give_opinion, **told)

    def supervise(self, act, **told):
        self.office.rows["acts"][act] = self.do(services.supervise, **told).act

    # The outcome.

    def reply(self, result_class, **told):
        kind = self.office.row("classes", result_class)
        self.do(services.reply, result_class=kind, **told)

    def fulfil(self, **told):
        self.do(services.fulfil, **told)

    def explain(self, **told):
        self.do(services.explain, **told)

    def rate(self, **told):
        self.do(services.rate, **told)

    def rehandle(self, lead, **told):
        (lead,) = self.departments([lead])
        self.do(services.rehandle, lead=lead, **told)

    def close(self, **told):
        self.do(services.close, **told)

    def file(self):
        """Find what the verbs made, and wrote down of it: it came in the same order."""
        for table in ("handlings", "events", "ratings"):
            for key, motion in self.office.rows["motions"].items():
                rows = self.office.history.tables[table].items()
                keys = [row_key for row_key, row in rows if row.motion_id == key]
                made = getattr(motion, table).order_by("pk")
                self.office.rows[table] |= dict(zip(keys, made, strict=True))
