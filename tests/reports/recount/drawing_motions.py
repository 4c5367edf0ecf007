"""What a made-up town's deputies moved, and what became of it until today."""

from tests.reports.recount.history import DUE_NOW, TODAY, add_months, day, later

KINDS_OF_MOTIONS = ["bill", "bill", "suggestion", "suggestion", "criticism", "opinion"]
# What the rules of storing.RULES give a department: (level, event) → (months, if complex).
TERMS = {
    ("town", "lead"): (3, 6), ("town", "assist"): (1, 1), ("town", "rehandle"): (1, 1),
    ("county", "lead"): (3, 6), ("prefecture", "lead"): (3, 6),
}  # fmt: skip
# Verbs that are stored under an older word.
STORED = {"turn_back": "return", "give_opinion": "assist"}
BY = [TODAY, day("2021-10-31"), day("2021-10-31")]
SOLVED, PLANNED, NOTED = 1, 2, 3  # keys of the classes of replies
# How a department talks with the deputy, and what the event says of it.
WAYS = {"visit": "上门走访", "phone": "电话", "meeting": "座谈", "other": "其他"}


def motion(history, luck):
    """One motion of any level, from the day it is handed in as far as it comes."""
    level = luck.choice(["town"] * 4 + ["county"] * 2 + ["prefecture"])
    # Most come early enough for something to become of them.
    on = luck.choice(DUE_NOW) if luck.chance(0.2) else luck.day(last=luck.choice(BY))
    movers = history.deputies(on, level, known_on=on)
    is_handed_down = level != "town" and luck.chance(0.3)
    if is_handed_down:
        movers = list(history.tables["people"])
    if not movers:
        return
    session = in_session(history, luck, level)
    row = history.add(
        "motions", level=level, kind=luck.choice(KINDS_OF_MOTIONS), title="关于水渠的建议",
        occasion="session" if session or (level != "town" and luck.chance(0.3)) else "between",
        session_id=session, topic_id=luck.randint(1, 2), proposer_id=luck.choice(movers),
        submitted_on=on, status="", merged_into_id=None, **marked(luck, on),
        is_complex=on.month == 12 if on in DUE_NOW else luck.chance(0.3), is_handed_down=is_handed_down, is_converted=False,
        voided_at=luck.voided(),
    )  # fmt: skip
    Story(history, luck, row).run()


# The verbs that may bring a motion into another state.
MOVING = {
    "enter", "register", "accept", "refer", "sign_for", "reassign", "reply", "rate", "rehandle",
    "close", "withdraw", "reopen",
}  # fmt: skip


def marked(luck, on):
    """Whether it is 重点督办, and since when."""
    is_key = luck.chance(0.3)
    return {"is_key": is_key, "key_on": luck.choice([on, luck.day(first=on)]) if is_key else None}


def in_session(history, luck, level):
    """The key of the session in which a motion of the town is moved, or None."""
    sessions = [row.id for row in history.all("meetings") if row.kind == "session"]
    return luck.choice(sessions) if level == "town" and sessions and luck.chance(0.5) else None


class Story:
    """A motion under way: its row, what is done to it, and the day to which that has come."""

    def __init__(self, history, luck, row):
        self.history, self.luck, self.row = history, luck, row
        self.on = row.submitted_on
        self.round, self.lead, self.assist, self.answers = 0, None, None, []
        self.began = len(history.steps)

    def do(self, verb, **told):
        self.history.steps.append((verb, {"motion": self.row.id, "on": self.on, **told}))

    def tell(self, verb, *, to=None, about=None, written=None, **told):
        """Do it, and note what happened: the state `to` it led, which handling it is `about`."""
        self.do(verb, **told)
        self.happened(STORED.get(verb, verb), to, about, **(written or {}))

    def happened(self, verb, to=None, about=None, **written):
        before = self.row.status
        self.row.status = to or before
        self.history.add(
            "events", motion_id=self.row.id, verb=verb, happened_on=self.on, from_status=before,
            to_status=self.row.status, handling_id=about and about.id,
            **{"due_before": None} | written,
        )  # fmt: skip

    def goes_on(self, *gaps, share=0.95):
        """Let some days pass; False where that leads past today, or nothing more happens."""
        on = later(self.on, self.luck.choice(gaps or (0, 0, 1, 7, 40)))
        if self.luck.chance(0.4):
            on = self.luck.day(self.on, min(later(self.on, 90), TODAY))
        if on > TODAY or not self.luck.chance(share):
            return False
        self.on = on
        return True

    def run(self):
        is_draft = self.luck.chance(0.2)
        self.do("enter", is_draft=is_draft)
        self.happened("amend" if is_draft else "register", "draft" if is_draft else "registered")
        self.sign()
        if is_draft and not self.hand_in():
            return
        if self.on in DUE_NOW and not is_draft and self.luck.chance(0.7):
            self.be_due_now()
        elif self.goes_on() and self.review() and self.goes_on():
            self.refer()
            self.be_handled()

    def be_due_now(self):
        """Handed over on the very day it came: the answer is due today, or was yesterday."""
        if self.accept():
            self.refer()

    def hand_in(self):
        if self.luck.chance(0.3):
            return False
        self.tell("register", to="registered")
        return True

    def sign(self):
        """Other deputies of the day sign on paper or by login, or are only asked to."""
        others = [
            key
            for key in self.history.deputies(self.on, self.row.level, known_on=self.on)
            if key != self.row.proposer_id
        ]
        count = min(len(others), 5 if self.row.kind == "bill" else self.luck.randint(0, 3))
        for who in self.luck.sample(others, count):
            way, signed_on = self.luck.choice(
                [("paper", self.row.submitted_on)] * 6 + [("paper", None)]
                + [("login", self.row.submitted_on), ("login", None)]
            )  # fmt: skip
            if self.row.kind != "bill" and signed_on and self.luck.chance(0.2):
                signed_on = min(later(signed_on, 30), TODAY)
            self.history.add(
                "signatures", motion_id=self.row.id, person_id=who, way=way, signed_on=signed_on,
                voided_at=self.luck.voided(),
            )  # fmt: skip
        self.do("sign")

    # Review.

    def review(self):
        """Whether it is taken on."""
        seldom = ["returned", "returned", "merged", "merged", "merged", "withdrawn", "waits"]
        if self.row.level != "town":
            seldom += ["returned"] * 3  # counted by no figure, and not to be
        fate = self.luck.choice(seldom + ["accepted"] * 14)
        if fate == "returned":
            self.tell("turn_back", to="returned", reason="letter")
        elif fate == "withdrawn":
            self.withdraw()
        elif fate == "merged":
            self.merge()
        elif fate == "accepted":
            return self.accept()
        return False

    def merge(self):
        """Into one of the same level that is being handled, since that day or before."""
        events = self.history.tables["events"].values()
        since = {
            row.motion_id for row in events if row.verb == "accept" and row.happened_on <= self.on
        }
        since -= {row.motion_id for row in events if row.verb == "withdraw"}
        motions = self.history.tables["motions"].values()
        others = [row.id for row in motions if row.level == self.row.level and row.id in since]
        others = [key for key in others if self.may_join(key)]
        if not others:
            return
        into = self.luck.choice(others)
        self.row.merged_into_id = into
        merged_on = self.on
        self.tell("merge", to="merged", into=into)
        spot = self.put_among(into, lambda verb, on: verb in MOVING and on <= merged_on)
        for lead, *span in self.spans_to_rate(into, merged_on):
            self.began = len(self.history.steps)
            self.rate_with(lead, *span)
            answered_on = lead.replied_on
            self.put_among(
                into, lambda verb, on, day=answered_on: (verb, on) == ("reply", day), spot
            )

    def put_among(self, into, is_before, spot=0):
        """Have this one's last steps done among those of the case `into`, which are told already: after
        the last of them that `is_before`, and not before the place `spot`. Returns the place after.
        """
        steps = self.history.steps
        mine, steps[self.began :] = steps[self.began :], []
        theirs = [place for place, (verb, told) in enumerate(steps)
                  if told.get("motion") == into and is_before(verb, told["on"])]  # fmt: skip
        spot = max(spot, theirs[-1] + 1)
        steps[spot:spot] = mine
        return spot + len(mine)

    def changes_of(self, key):
        events = self.history.tables["events"].values()
        return [row for row in events
                if row.motion_id == key and row.from_status != row.to_status]  # fmt: skip

    def spans_to_rate(self, into, merged_on):
        """When the case `into` was answered, from the day on which this one was part of it, as
        (its answer, first day, last day, whether its rating was waited for).

        What the case goes through is told already, and done first on each day.
        """
        spans, changes = [], self.changes_of(into)
        for number, event in enumerate(changes):
            following = changes[number + 1 :][:1]
            first = max(event.happened_on, merged_on)
            last = later(following[0].happened_on, -1) if following else TODAY
            is_closed = bool(following) and following[0].to_status == "closed"
            if event.to_status == "replied" and (first <= last or is_closed):
                lead = self.history.tables["handlings"][event.handling_id]
                spans.append((lead, first, last, is_closed))
        return spans

    def may_join(self, into):
        """Whether the case is open yet, and leaves its new deputy a day to rate before it is closed."""
        closed = [row for row in self.changes_of(into) if row.to_status == "closed"]
        if any(row.happened_on <= self.on for row in closed):
            return False
        return all(
            first <= last
            for _, first, last, is_closed in self.spans_to_rate(into, self.on)
            if is_closed
        )

    def rate_with(self, lead, first, last, is_closed):
        """The deputy of a merged one says how the case was handled, perhaps silent at first.

        A first answer that does not satisfy would open a round that the case never had.
        """
        if not is_closed and self.luck.chance(0.3):
            return
        self.round, self.lead = lead.round, lead
        words = ["satisfied", "satisfied", "mostly", "none"]
        self.on = self.luck.day(first, last)
        result = self.luck.choice(words if self.round == 1 else [*words, "unsatisfied"])
        rating = self.rate(None, result)
        if result == "none" and self.luck.chance(0.4):
            self.on = self.luck.day(self.on, last)
            self.rate(rating, "mostly")

    def accept(self):
        if self.row.kind == "bill" and self.row.level == "town":
            given = [
                row
                for row in self.history.tables["signatures"].values()
                if row.motion_id == self.row.id and (row.way == "paper" or row.signed_on)
            ]
            if len(given) < 4:
                self.row.kind, self.row.is_converted = "suggestion", True
                self.tell("convert", reason="联名人数不足")
        number = None if self.row.level == "town" else self.row.id
        self.tell("accept", to="accepted", number=number)
        return True

    def withdraw(self):
        for row in self.history.tables["handlings"].values():
            if row.motion_id == self.row.id and not row.replied_on and not row.released_on:
                row.released_on = self.on
        self.tell("withdraw", to="withdrawn", reason="已解决")

    # Handling.

    def hand_over(self, role, department, event=None):
        """A department's handling with its clock; returns the row."""
        event = event or ("assist" if role == "assist" else "lead")
        months = TERMS.get((self.row.level, event))
        is_complex = self.row.is_complex
        return self.history.add(
            "handlings", motion_id=self.row.id, department_id=department, role=role,
            round=self.round, handed_over_on=self.on,
            due_on=add_months(self.on, months[is_complex]) if months else None,
            released_on=None, consulted_on=None, consulted_by="", replied_on=None, result_class_id=None,
            promise_due_on=None, promise_done_on=None, explained_on=None,
            voided_at=self.luck.maybe(0.06, "later"),
        )  # fmt: skip

    def refer(self):
        first, second = self.luck.sample([1, 2, 3], 2)
        self.round = 1
        self.lead = self.hand_over("lead", first)
        self.assist = self.hand_over("assist", second) if self.luck.chance(0.4) else None
        due_on = None
        if self.row.is_handed_down and self.luck.chance(0.5):
            due_on = self.lead.due_on = later(self.on, 20)
        told = {"lead": first, "assists": [second] if self.assist else [], "due_on": due_on}
        self.tell("refer", to="referred", about=self.lead, **told)

    def be_handled(self):
        """Round after round until nothing more is done about it."""
        if self.luck.chance(0.1) and self.goes_on():
            self.withdraw()
            if self.luck.chance(0.5) and self.goes_on():
                self.reopen()
            return
        while self.be_answered() and self.be_judged():
            pass

    def reopen(self):
        """What was withdrawn is taken up again, by another department."""
        self.tell("reopen", to="accepted", reason="没有解决")
        if self.goes_on():
            self.assist = None
            self.refer()

    def be_answered(self):
        """Whether the department came as far as to answer."""
        if self.luck.chance(0.5) and self.goes_on(0, 1):
            to = "in_hand" if self.row.status == "referred" else None
            self.tell("sign_for", to=to, about=self.lead)
        if self.luck.chance(0.3) and self.goes_on(0, 5):
            self.reassign()
        for share in (0.35, 0.2):  # and maybe once more
            if self.luck.chance(share) and self.goes_on(0, 10):
                self.consult()
        for share in (0.25, 0.15):
            if self.luck.chance(share) and self.goes_on(0, 10, *self.around_due()):
                self.extend()
        if self.luck.chance(0.3):
            self.supervise()
        if self.assist and not self.assist.replied_on and self.goes_on(0, 50):
            self.assist.replied_on = self.on
            self.tell("give_opinion", about=self.assist, opinion="同意")
            if self.luck.chance(0.4):
                return False  # and the lead does not answer for that
        return self.reply()

    def reassign(self):
        if self.luck.chance(0.7):
            self.consult()
        taken = (self.lead.department_id, self.assist and self.assist.department_id)
        to = next(key for key in (1, 2, 3) if key not in taken)
        self.lead.released_on = self.on
        self.lead = self.hand_over("lead", to, "lead" if self.round == 1 else "rehandle")
        again = "referred" if self.round == 1 else "rehandling"
        self.tell("reassign", to=again, about=self.lead, lead=to, reason="职责")

    def consult(self):
        """By the day, so that nothing else is drawn otherwise; the row keeps the last talk alone."""
        way = list(WAYS)[self.on.toordinal() % len(WAYS)]
        self.lead.consulted_on, self.lead.consulted_by = self.on, way
        self.tell("consult", about=self.lead, written={"note": WAYS[way]}, way=way)

    def around_due(self):
        """How many days it is to the due date, and to the days beside it."""
        due = (self.lead.due_on - self.on).days if self.lead.due_on else 0
        return [gap for gap in (due - 1, due, due + 1) if gap >= 0]

    def extend(self):
        before, until = self.lead.due_on, later(max(self.lead.due_on or self.on, self.on), 20)
        self.lead.due_on = until
        written = {"due_before": before, "note": f"延期至{until}：要勘察"}
        self.tell("extend", about=self.lead, written=written, until=until, reason="要勘察")

    def supervise(self):
        rung = self.luck.choice(["remind", "urge", "presidium", "inquire", "congress"])
        act = self.history.add(
            "acts", motion_id=self.row.id, opinion_id=None, project_id=None, subject="",
            rung=rung, acted_on=self.on, voided_at=self.luck.voided(),
        )  # fmt: skip
        self.tell("supervise", about=self.lead, rung=rung, act=act.id)

    def reply(self):
        """On the day it is due or the day after, or at any time."""
        gaps = (0, 3, 30, 100, *self.around_due())
        if not self.goes_on(*gaps, share=0.9 if self.round == 1 else 0.75):
            return False
        kinds = [SOLVED, PLANNED, PLANNED, NOTED]
        kind = self.luck.choice([kind for kind in kinds if kind not in self.answers])
        self.answers.append(kind)
        self.lead.replied_on, self.lead.result_class_id = self.on, kind
        promise = {}
        if kind == PLANNED or self.luck.chance(0.2):
            self.lead.promise_due_on = later(self.on, 60)
            promise = {"promise": "修好", "promise_due_on": self.lead.promise_due_on}
        told = {"result_class": kind, "reply": "已安排。", **promise}
        self.tell("reply", to="replied", about=self.lead, **told)
        if self.luck.chance(0.1) and self.goes_on(0, 10):
            self.consult()
        if self.luck.chance(0.6):
            self.settle()
        return True

    def settle(self):
        """The promise is kept or explained, some time after the answer.

        What happened between may be entered after it.
        """
        lead, before = self.lead, self.on
        if lead.result_class_id == SOLVED or lead.promise_done_on or lead.explained_on:
            return
        if not self.goes_on(0, 5, 60, 200):
            return
        self.on = self.luck.day(self.on, min(later(self.on, 250), TODAY))
        if self.luck.chance(0.5):
            lead.promise_done_on = self.on
            self.tell("fulfil", about=lead)
        else:
            lead.explained_on = self.on
            self.tell("explain", about=lead, explanation="资金没有到位。")
        if self.luck.chance(0.3):
            self.on = before

    # The deputy's word.

    def be_judged(self):
        """Rated, closed or handled once more; whether it is."""
        if not self.goes_on():
            return False
        words = ["satisfied", "mostly", "none", "none", *["unsatisfied"] * 3]
        if self.round > 1:
            words = ["satisfied", "satisfied", "mostly", "unsatisfied", "none"]
        result = self.luck.choice(words)
        rating = self.rate(None, result)
        if result == "none" and self.luck.chance(0.3) and self.goes_on():
            result = self.luck.choice(["satisfied", "unsatisfied"])
            self.rate(rating, result)
        if result == "unsatisfied" and self.round == 1:
            self.again(self.lead.department_id)  # by the verb that rated
            return True
        if self.luck.chance(0.6) and self.round == 1 and self.goes_on():
            return self.rehandle()
        if self.luck.chance(0.85) and self.goes_on():
            self.tell("close", to="closed", note="已说明")
        if self.luck.chance(0.5):
            self.settle()
        return False

    def rate(self, rating, result):
        """A new rating of this round, or the same with another word."""
        work = "none" if result == "none" else self.luck.choice(["satisfied", "mostly"])
        if rating is None:
            rating = self.history.add(
                "ratings", motion_id=self.row.id, round=self.round, silent_on=None,
                voided_at=self.luck.maybe(0.08, "later"),
            )  # fmt: skip
        rating.handling, rating.result = work, result
        rating.rated_on = None if result == "none" else self.on
        rating.silent_on = self.on if result == "none" else rating.silent_on
        self.tell("rate", about=self.lead, handling=work, result=result, reason="没有解决")
        return rating

    def rehandle(self):
        to = next(key for key in (1, 2, 3) if key != self.lead.department_id)
        self.do("rehandle", reason="再办一次", lead=to)
        self.again(to)
        return True

    def again(self, department):
        self.round += 1
        self.lead = self.hand_over("lead", department, "rehandle")
        self.assist = None
        self.happened("rehandle", "rehandling", self.lead)
        if self.luck.chance(0.2):
            self.settle_first()

    def settle_first(self):
        """What the first answer promised is done while the second round is under way."""
        first = [
            row
            for row in self.history.tables["handlings"].values()
            if row.motion_id == self.row.id and row.replied_on and row.role == "lead"
        ][-1]
        now, self.lead = self.lead, first
        self.settle()
        self.lead = now


# Supervision of whatever else.


def act(history, luck):
    """Of a motion entered later, of an opinion, a project or a topic."""
    keys = {"motion_id": None, "opinion_id": None, "project_id": None}
    what = luck.choice([*keys, "project_id", "subject"])
    table = {"motion_id": "motions", "opinion_id": "opinions", "project_id": "projects"}.get(what)
    if table and not history.tables[table]:
        return
    since = None
    if table:
        keys[what] = luck.choice(list(history.tables[table]))
        row = history.tables[table][keys[what]]
        since = getattr(
            row, {"motions": "submitted_on", "opinions": "heard_on"}.get(table, "planned_on")
        )
    if since and since > TODAY:
        return  # a project that is only to be planned
    history.add(
        "acts", **keys, subject="" if table else "农村饮水",
        acted_on=luck.day(since, TODAY) if since else luck.day(),
        rung=luck.choice(["remind", "urge", "presidium", "inquire", "congress"]),
        voided_at=luck.voided(),
    )  # fmt: skip


KINDS = [(motion, 13, 20), (act, 4, 9)]
