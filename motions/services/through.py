"""A case that is already through: registered, and each stage that it went, with its true day.

Departments have no login, and much is settled before it is entered. The page of one case and the
import of a table go this way, so both say the same of the same mistake.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from motions.lifecycle.steps import STEPS
from motions.models import Motion, Verb
from motions.services.entry import enter

# What stands for the words of an answer whose paper is lost.
REPLY_LOST = "（原件未录）"

# What is so is not on the way through.
OTHER_WAYS = (
    Motion.Status.DRAFT, Motion.Status.MERGED, Motion.Status.RETURNED, Motion.Status.WITHDRAWN,
)  # fmt: skip
# Of what is not yet accepted the day can be asked: the law counts from it.
ROUGH_BEFORE_ACCEPTANCE = "只知道年份或者月份的，用在以前已经受理的；还没有受理的，写明哪一天。"


@dataclass(frozen=True)
class Stage:
    """One verb of the way through, done when its `day` is filled in, or ticked to be unknown.

    `told`: argument → field.
    """

    title: str
    verb: Verb
    day: str
    told: dict = field(default_factory=dict)
    seldom: tuple = ()  # what of it few cases have
    unknown: str = ""  # the field that is ticked where nobody knows the day

    @property
    def fields(self):
        return [self.day, *filter(None, [self.unknown]), *self.told.values()]

    def was_done(self, told):
        """Whether its day is `told` ({field: value}), or that nobody knows it."""
        return bool(told.get(self.day) or told.get(self.unknown))


STAGES = [
    Stage(
        "受理", Verb.ACCEPT, "accepted_on", {"number": "number"}, unknown="is_acceptance_unknown"
    ),
    Stage(
        "交办", Verb.REFER, "handed_over_on", {"lead": "lead", "assists": "assists"}, ("assists",),
        "is_handover_unknown",
    ),
    Stage("沟通", Verb.CONSULT, "consulted_on", {"way": "way"}),
    Stage(
        "答复", Verb.REPLY, "replied_on",
        {
            "result_class": "result_class", "reply": "reply", "number": "reply_number",
            "promise": "promise", "promise_due_on": "promise_due_on",
        },
        ("reply_number", "promise", "promise_due_on", "reply_lost"), "is_reply_unknown",
    ),
    Stage(
        "评价", Verb.RATE, "rated_on",
        {"handling": "rated_work", "result": "rated_result", "reason": "reason"},
        ("reason",), "is_rating_unknown",
    ),
    Stage("办结", Verb.CLOSE, "closed_on", unknown="is_close_unknown"),
]  # fmt: skip


@transaction.atomic
def enter_through(motion, told, *, by, signers=()):
    """Register the new `motion` (unsaved) with `signers` (Persons) on paper, and do each stage that is
    `told` of, by its day or that nobody knows it: {field of the page: value}. Returns the motion.

    Raises ValidationError on the field that it concerns.
    """
    enter(motion, by=by, signers=signers)
    return go_on(motion, [stage for stage in STAGES if stage.was_done(told)], told, by=by)


@transaction.atomic
def go_on(motion, stages, told, *, by):
    """Do `stages` (some of STAGES, in order) to a stored `motion`, each on the day that is `told`, or on one that nobody knows."""
    for stage in stages:
        do_stage(motion, stage, told, by)
    return motion


def do_stage(motion, stage, told, by):
    step = STEPS[stage.verb]
    given = {name: told.get(typed) for name, typed in stage.told.items()}
    given = {n: value for n, value in given.items() if n in step.needs or value not in (None, "")}
    on = told.get(stage.day)
    if on is None:
        on, given["is_day_unknown"] = earliest_day(motion), True
    try:
        step.act(motion, by=by, on=on, **given)
    except ValidationError as error:
        raise on_fields(error, {"on": stage.day, **stage.told}, stage.day) from error


def earliest_day(motion):
    """The day before which the next stage cannot have been: that of the last one. It is never said."""
    return motion.events.exclude(verb=Verb.CONSULT).last().happened_on


def stages_left(motion):
    """The stages that come after all that was done to `motion`; none where it went another way."""
    if motion.status in OTHER_WAYS:
        return []
    done = set(motion.events.values_list("verb", flat=True))
    last = max((at for at, stage in enumerate(STAGES) if stage.verb in done), default=-1)
    return STAGES[last + 1 :]


def on_fields(error, names, rest):
    """`error` of a verb, on the fields of the page: by `names`, or on the field `rest`."""
    if not hasattr(error, "error_dict"):
        return ValidationError({rest: error.messages})
    found = {}
    for name, errors in error.error_dict.items():
        found.setdefault(names.get(name, rest), []).extend(errors)
    return ValidationError(found)
