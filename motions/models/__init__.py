"""The rows of motions and what must be true of them; their states change in motions.services."""

from motions.models.events import MotionEvent, NumberSeries, Verb
from motions.models.handlings import DUE_UNKNOWN, SET_BY_CITY, Handling
from motions.models.motions import MOVERS_OF_A_BILL, Motion
from motions.models.querysets import no_others_draft
from motions.models.ratings import Rating
from motions.models.result_classes import ResultClass
from motions.models.scans import MotionScan
from motions.models.signatures import Signature
from motions.models.states import Satisfaction, Scope
from motions.models.supervision import SupervisionAct, Tabling

__all__ = [
    "DUE_UNKNOWN",
    "MOVERS_OF_A_BILL",
    "SET_BY_CITY",
    "Handling",
    "Motion",
    "MotionEvent",
    "MotionScan",
    "NumberSeries",
    "Rating",
    "ResultClass",
    "Satisfaction",
    "Scope",
    "Signature",
    "SupervisionAct",
    "Tabling",
    "Verb",
    "no_others_draft",
]
