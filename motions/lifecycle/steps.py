"""What a row of the table is, and the questions that are asked of the rows.

The services ask here whether a verb is legal, and a row names the service: one of the two
has to come first. So this module knows no row. `motions.lifecycle.table` imports services
and forms, and its rows are laid here when the app is ready (`motions.apps`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Role
from motions.models import Motion, Verb
from motions.tracks import Tracks

Status = Motion.Status
STEPS = {}


@dataclass(frozen=True)
class Step:
    """One verb: `act` does it, legal in `sources`; for the office always, for `roles` as `may` says.

    `form` is the class of the form that asks for it; None where another page than the motion's
    does. `needs` maps what has to be told to its Chinese name. `says_no(motion, tracks)` is the
    sentence that refuses it although the state would allow it, "" where nothing does.
    `target` is where it leads; None where the state stays, or follows from what is told:
    then `also` says where it may lead, for the chart. What is not `in_order` may be entered
    later with its true day, before a step that was entered first; its own row bounds it.
    What `is_aside` stands beside the way, and is never named as the next step on it.
    """

    verb: Verb
    act: Callable
    form: type | None
    sources: tuple
    target: Status | None = None
    roles: tuple = ()
    needs: dict = None
    hint: str = ""
    is_rare: bool = False
    says_no: Callable = lambda motion, tracks: ""
    also: tuple = ()
    in_order: bool = True
    is_aside: bool = False

    @property
    def label(self):
        return self.verb.label

    def ask(self, motion, user, *posted):
        """The form of the verb, for `user` to do it to `motion`: blank, or with what was sent."""
        return self.form(*posted, step=self, motion=motion, user=user)


def lay(rows):
    """Make `rows` the table that is asked from now on."""
    STEPS.clear()
    STEPS.update({step.verb: step for step in rows})


def offered(name):
    """The step called `name` (a str) that a page of the motion may offer, or None."""
    step = STEPS.get(name)
    return step if step and step.form else None


def may(step, motion, user):
    """True when `user` is one of those who do `step` to `motion`, whatever its state.

    A department's person has no account, and so never rates (facts: 代表评价).
    """
    if step.verb == Verb.COSIGN:
        return is_asked(motion, user)
    if motion.status == Status.DRAFT:
        return user.pk in (motion.entered_by_id, motion.proposer.user_id)
    if user.is_office:
        return True
    if not user.is_active or not user.holds(*step.roles):
        return False
    return not user.holds(Role.DEPUTY) or motion.proposer.user_id == user.pk


def not_yours(step, motion):
    """What somebody is told who may not do `step` to `motion` (see `may`), as a sentence."""
    if step.verb == Verb.COSIGN:
        return "附议由被请的代表本人登录确认，确认一次。"
    if motion.status == Status.DRAFT:
        return f"草稿只有写它的人能办“{step.label}”。"
    return f"您不能办“{step.label}”，请交人大办公室办理。"


def is_asked(motion, user):
    """True when `user` was asked to sign `motion`."""
    return motion.signatures.filter(person__user=user, signed_on=None).exists()


def why_not(step, motion, tracks):
    """Why `step` cannot be done to `motion` now, and what can, as a sentence; "" where it can."""
    if motion.status not in step.sources:
        return f"现在是“{motion.get_status_display()}”，不能办“{step.label}”。{instead(motion, tracks)}"
    return step.says_no(motion, tracks)


def instead(motion, tracks):
    """可以办：…, the verbs that an office would use next; "" where nothing is left."""
    steps = [step for step in possible(motion, tracks) if not step.is_aside]
    labels = [step.label for step in steps if not step.is_rare]
    labels = labels or [step.label for step in steps]
    return f"可以办：{'、'.join(labels)}。" if labels else ""


def possible(motion, tracks):
    """The steps that the state of `motion` allows, in the order of its life."""
    return [
        step
        for step in STEPS.values()
        if step.form and motion.status in step.sources and not step.says_no(motion, tracks)
    ]


def legal(motion, user, tracks=None):
    """The steps that `user` can do to `motion` now: what its page offers as buttons."""
    tracks = tracks or Tracks(motion)
    return [step for step in possible(motion, tracks) if may(step, motion, user)]


def answer_to(name, motion, user):
    """(step, refusal) for `user` who asks to do the verb called `name` to `motion`.

    The step is None where it is not for them, now or at another time. The refusal says why it
    cannot be done any more (a form sent twice, or somebody was faster), and is "" where it can.
    """
    step = offered(name)
    if step and step.verb == Verb.COSIGN and has_signed(motion, user):
        return step, "您已经附议，不用再办。"
    if step is None or not may(step, motion, user):
        return None, ""
    reason = why_not(step, motion, Tracks(motion))
    if reason and not user.is_office:
        state = motion.get_status_display()
        reason = f"现在是“{state}”，“{step.label}”已经办过，或者还不能办。"
    return step, reason


def has_signed(motion, user):
    return motion.signatures.given().filter(person__user=user).exists()
