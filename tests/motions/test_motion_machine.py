"""Whatever is done to motions, by whomever and whenever: the books stay true.

A machine enters a few motions of three levels and both kinds and fires verbs at them, mostly
what the page would offer, else anything by anybody. After each step the whole of the books
is read and must hold; after each refusal it must be as it was.
"""

import datetime
import random
from collections import Counter, defaultdict

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from motions import services
from motions.lifecycle import steps
from motions.lifecycle.steps import STEPS
from motions.models import (
    Handling,
    Motion,
    MotionEvent,
    NumberSeries,
    Rating,
    Signature,
    SupervisionAct,
    Verb,
)
from motions.tracks import Tracks
from tests import cast
from tests.cast import day
from tests.trial import length

BOOKS = (Motion, Signature, Handling, Rating, SupervisionAct, MotionEvent, NumberSeries)
CLOCK_RUNS = {"referred", "in_hand", "rehandling"}
MOTIONS = 6
ABOVE = ("above", "handed down")  # to the congress of the county or of the 设区的市, or from there
FIRST, DAYS = day("2022-01-10"), 1000  # they come in on some day of three years

# One number for each step, out of which all its choices are drawn: drawn one by one they
# repeat each other, and most motions would never leave the review.
LUCK = st.integers(0, 2**32)
# Days after what happened last.
SOON = [0, 0, 0, 1, 2, 3, 7, 7, 14, 30, 60, -1]
EVER = [0, 0, 7, 30, -1, -40, 40_000]
# What can be done again and again, or ends too many too soon.
ASIDE = {Verb.AMEND, Verb.INVITE, Verb.SIGN_ON_PAPER, Verb.CONSULT, Verb.SUPERVISE, Verb.TURN_BACK}


class Town:
    """Who is there, and where: made once, before the machine starts."""

    def __init__(self):
        frame = self.frame = cast.make_frame()
        self.sessions = [
            cast.make_session(starts_on=day(text)) for text in ("2022-01-10", "2023-02-01")
        ]
        prefecture = cast.make_term(level="prefecture", number=7, starts_on=cast.SECOND_TERM)
        self.deputies = []
        for name, login in (("许桂兰", "xu"), ("单国富", "shan")):
            person = cast.make_deputy(name=name, login=login)
            cast.make_mandate(person=person, term=frame.county_second)
            cast.make_mandate(person=person, term=prefecture)
            self.deputies.append(person)
        self.signers = cast.make_deputies(4)
        self.stranger = cast.make_person(name="韩立春")
        roles = ("staff", "staff", "leader", "auditor", "admin")
        self.users = [cast.make_user(role) for role in roles]
        self.users += [person.user for person in self.deputies]
        self.clerk = self.users[0]
        self.at_work = [user for user in self.users if user.role not in ("auditor", "admin")]


class Machine(RuleBasedStateMachine):
    town = None
    reached = set()  # the states of all examples together

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.motions, self.numbers, self.changes, self.turn = [], {}, Counter(), 0
        self.books = read()

    def teardown(self):
        try:
            for model in (Motion, Signature, Handling, Rating, SupervisionAct):
                for row in model.objects.all():
                    row.full_clean()  # an event is never changed, and needs none
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    # What happens.

    @initialize(luck=LUCK)
    def begin(self, luck):
        for _ in range(3):
            self.enter(self.draw(luck))

    @rule(luck=LUCK)
    def press(self, luck):
        """One of the buttons that somebody is offered; what leads on is pressed more often."""
        rng = self.draw(luck)
        motion = self.some(rng)
        tracks = Tracks(motion)
        offered = [
            (user, step) for user in self.town.at_work for step in steps.legal(motion, user, tracks)
        ]
        if offered:
            weights = [1 if step.is_rare or step.verb in ASIDE else 4 for _, step in offered]
            by, step = rng.choices(offered, weights)[0]
            self.do(motion, step.verb, by, rng, later=rng.choice(SOON))

    @rule(luck=LUCK)
    def meddle(self, luck):
        """Anything by anybody."""
        rng = self.draw(luck)
        kind = rng.choices(["verb", "enter", "ask to sign", "void"], [10, 3, 4, 1])[0]
        motion, by = self.some(rng), rng.choice(self.town.users)
        if kind == "verb":
            self.do(
                motion,
                rng.choice(sorted(filter(steps.offered, STEPS))),
                by,
                rng,
                later=rng.choice(EVER),
            )
        elif kind == "enter" and len(self.motions) < MOTIONS:
            self.enter(rng)
        elif kind == "ask to sign":
            people = [rng.choice(self.town.deputies)]
            by = rng.choice([motion.proposer.user or by, by])
            self.attempt(services.ask_to_sign, motion, people, by=by)
        elif kind == "void" and len(self.motions) > 2:
            self.motions.remove(motion)
            self.attempt(motion.void, reason="重复登记。")

    def draw(self, luck):
        self.turn += 1
        return random.Random(f"{luck} {self.turn}")

    def some(self, rng):
        return Motion.objects.get(pk=rng.choice(self.motions).pk)

    def enter(self, rng):
        """A new motion of some kind, entered by who may, or by anybody."""
        kind = rng.choice(["bill", "bill", *Motion.SUGGESTIONS])
        where = rng.choice(["town", "town", "session", *ABOVE])
        level = rng.choice(["county", "prefecture"]) if where in ABOVE else "town"
        is_handed_down = where == "handed down"
        proposer = self.town.stranger if is_handed_down else rng.choice(self.town.deputies)
        motion = Motion(
            kind=kind, title="关于清理水渠的建议", topic=self.town.frame.topics[0],
            proposer=proposer, level=level,
            submitted_on=FIRST + datetime.timedelta(days=rng.randrange(DAYS)),
            is_handed_down=is_handed_down,
        )  # fmt: skip
        if where == "session":
            motion.session, motion.occasion = rng.choice(self.town.sessions), "session"
        by = rng.choice([self.town.clerk, proposer.user or self.town.clerk, *self.town.users])
        signers = [] if where in ABOVE else self.town.signers[: rng.choice([0, 3, 4, 4])]
        how = {"signers": signers, "is_draft": rng.random() < 0.3}
        if self.attempt(services.enter, motion, by=by, **how):
            self.motions.append(motion)
        elif not self.motions:
            self.enter(rng)  # a machine without any motion would show nothing

    def do(self, motion, verb, by, rng, later):
        on = motion.events.last().happened_on + datetime.timedelta(days=later)
        told = self.told(verb, motion, on, rng)
        self.attempt(STEPS[verb].act, motion, by=by, on=on, **told)

    def told(self, verb, motion, on, rng):
        """The arguments of `verb`; not all of them make sense."""
        departments = self.town.frame.departments
        department = rng.choice(departments)
        rows = list(motion.handlings.all())
        row = {"handling": rng.choice(rows)} if rows and rng.random() < 0.5 else {}
        reason = {"reason": rng.choice(["理由充分"] * 9 + [""])}
        ahead = on + datetime.timedelta(days=rng.randrange(-10, 200))
        promise = rng.choice(["清淤", "清淤", ""])
        verdicts = ["satisfied", "mostly", "unsatisfied", "unsatisfied"]
        verdicts = rng.choice([verdicts, verdicts, ["none"]])
        return {
            "amend": {"title": f"关于清理第{rng.randrange(9)}条水渠的建议"},
            "invite": {"people": rng.sample(self.town.signers + self.town.deputies, 1)},
            "paper": {
                "people": rng.sample(self.town.signers + self.town.deputies, 2),
                "file": SimpleUploadedFile("签名页.pdf", cast.PDF),
            },
            "accept": {"number": rng.randint(1, 6)} if motion.level != "town" else {},
            "convert": reason,
            "merge": {"into": self.another(motion, rng)},
            "return": {"reason": rng.choice(["empty", "private", "dislike"])},
            "refer": {
                "lead": department, "assists": rng.sample(departments, rng.choice([0, 0, 1, 2])),
                "due_on": rng.choice([ahead, None]) if motion.is_handed_down else None,
            },
            "add_assist": {"department": department},
            "sign_for": row,
            "contest": reason,
            "uphold": reason,
            "reassign": reason | {"lead": department},
            "consult": {"way": rng.choice(Handling.Consultation.values)},
            "extend": reason | {"until": ahead},
            "assist": row | {"opinion": "管网图已提供"},
            "draft": {"reply": "拟于年底前清淤"},
            "reply": {
                "result_class": rng.choice(self.town.frame.classes), "reply": "已研究",
                "promise": promise, "promise_due_on": ahead if promise else None,
            },
            "rate": reason | {"handling": rng.choice(verdicts), "result": rng.choice(verdicts)},
            "rehandle": reason | {"lead": rng.choice([department, None])},
            "explain": {"explanation": reason["reason"]},
            "supervise": {"rung": rng.choice(SupervisionAct.Rung.values)},
            "close": {"note": reason["reason"]},
            "withdraw": reason,
            "reopen": reason,
        }.get(verb, {})  # fmt: skip

    def another(self, motion, rng):
        """One into which `motion` may be merged, or just any."""
        rows = list(Motion.objects.at(motion.level).accepted())
        return rng.choice(rows if rows and rng.random() < 0.8 else self.motions)

    def attempt(self, do, *args, **kwargs):
        """What `do` returned, or None where it was refused, and then nothing was stored."""
        try:
            found = do(*args, **kwargs)
        except ValidationError as error:
            assert all(error.messages)
            assert read() == self.books
            return None
        before, self.books = self.books, read()
        self.count_changes(before)
        return found

    def count_changes(self, before):
        was = {row["id"]: row["status"] for row in before[Motion]}
        for row in self.books[Motion]:
            self.changes[row["id"]] += row["status"] != was.get(row["id"])
            self.reached.add(row["status"])

    # What holds.

    @invariant()
    def one_clock_at_most(self):
        for motion in self.books[Motion]:
            clocks = [
                row["round"]
                for row in self.rows_of(motion, Handling)
                if row["role"] == "lead" and row["replied_on"] is row["released_on"] is None
            ]
            assert len(clocks) == (motion["status"] in CLOCK_RUNS)
            if clocks:
                assert (clocks[0] > 1) == (motion["status"] == "rehandling")

    @invariant()
    def each_change_of_state_has_its_event(self):
        for motion in self.books[Motion]:
            events = self.rows_of(motion, MotionEvent)
            states = ["", *(event["to_status"] for event in events)]
            assert [event["from_status"] for event in events] == states[:-1]
            assert states[-1] == motion["status"]
            changes = [event for event in events if event["from_status"] != event["to_status"]]
            assert len(changes) == self.changes[motion["id"]]
            days = [event["happened_on"] for event in changes]
            assert days == sorted(days)
            assert days[-1] <= datetime.date.today()

    @invariant()
    def numbers_have_no_gap_and_no_double(self):
        given = defaultdict(list)
        for motion in self.books[Motion]:
            number = self.numbers.setdefault(motion["id"], motion["number"])
            self.numbers[motion["id"]] = motion["number"]
            assert number in (None, motion["number"])  # once given, it stays
            if motion["number"]:
                given[scope_of(motion)].append(motion["number"])
        series = {
            (row["level"], row["family"], row["session_id"], row["year"]): row["last"]
            for row in self.books[NumberSeries]
        }
        for scope, numbers in given.items():
            assert len(set(numbers)) == len(numbers)
            if scope[0] == "town":
                assert sorted(numbers) == list(range(1, len(numbers) + 1))
                assert series.pop(scope) == len(numbers)
        assert series == {}

    @invariant()
    def closed_has_a_day_and_nothing_else_has(self):
        for motion in self.books[Motion]:
            assert (motion["closed_on"] is not None) == (motion["status"] == "closed")

    @invariant()
    def what_is_merged_is_in_a_case_that_goes_on(self):
        cases = {motion["id"]: motion for motion in self.books[Motion]}
        for motion in self.books[Motion]:
            if motion["merged_into_id"]:
                case = cases[motion["merged_into_id"]]
                assert case["status"] in Motion.HANDLED and case["voided_at"] is None

    @invariant()
    def what_is_rated_was_answered(self):
        cases = {motion["id"]: motion for motion in self.books[Motion]}
        for motion in self.books[Motion]:
            case = cases[motion["merged_into_id"] or motion["id"]]
            answered = {
                row["round"]
                for row in self.rows_of(case, Handling)
                if row["role"] == "lead" and row["replied_on"]
            }
            assert {row["round"] for row in self.rows_of(motion, Rating)} <= answered

    def rows_of(self, motion, model):
        return [row for row in self.books[model] if row["motion_id"] == motion["id"]]


def read():
    """Everything that is on the books of motions, voided or not."""
    return {model: list(model._base_manager.order_by("pk").values()) for model in BOOKS}


def scope_of(motion):
    family = "bill" if motion["kind"] == "bill" else "suggestion"
    year = None if motion["session_id"] else motion["year"]
    return motion["level"], family, motion["session_id"], year


# As many as come to every end; the gate tries the first few, PostgreSQL fewer still.
ENOUGH = 16
LIVES = length(sample=4, whole=150)


@pytest.mark.trial
@pytest.mark.django_db
def test_the_books_stay_true(figure):
    Machine.town = Town()
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=LIVES, stateful_step_count=40, deadline=None, derandomize=True,
            # Steps that depend on their place in the row do not get simpler by leaving some out.
            phases=[Phase.generate], report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    figure(f"{LIVES} made-up lives of motions, up to 40 steps each, the books true after each step")
    if LIVES < ENOUGH:
        return
    # It came as far as to the second round, and to the end.
    assert CLOCK_RUNS | {"draft", "replied", "closed", "withdrawn"} <= Machine.reached
