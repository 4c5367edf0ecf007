"""The verbs on motions: every change of state, each with its event, in one transaction.

Each takes `by` (the User who does it) and `on` (the day it happened, which may lie back:
paper is entered later), asks motions.lifecycle.steps whether it is legal, and raises
ValidationError with the sentence that the user will read. All return the MotionEvent.
"""
# ruff: noqa: F401 -- these imports are the list of what others call by name; a second list of
# the same names (`__all__`) would only have to be kept equal to it.

from motions.services.entry import (
    AMENDABLE,
    amend,
    ask_to_sign,
    bound_by_words,
    cosign,
    enter,
    invite,
    motion_from_opinion,
    register,
    sign_on_paper,
    store_amended,
)
from motions.services.handling import (
    add_assist,
    consult,
    contest,
    extend,
    give_opinion,
    judge,
    judge_again,
    reassign,
    recompute,
    refer,
    sign_for,
    uphold,
)
from motions.services.outcome import (
    close,
    draft_reply,
    explain,
    fulfil,
    rate,
    rehandle,
    reopen,
    reply,
    withdraw,
)
from motions.services.review import accept, convert, merge, number_proposed, turn_back
from motions.services.supervising import supervise, supervise_other
