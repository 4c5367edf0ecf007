"""督办: how often the presidium pressed, and what it pressed about."""

from motions.models import Motion, SupervisionAct
from reports.asking.registry import choices_dimension
from reports.figures.motions import DISTINCT, motion

RUNG_DIMENSION, RUNGS = choices_dimension("督办方式", SupervisionAct.Rung)


@motion(
    "督办件数",
    "件",
    "期间内督办过的议案建议（镇级和县级的，不论何时提出），一件督办多次只计一件；督办了几次见督办议案建议次数。",
    behaviour=DISTINCT,
    by_day=False,
)
def supervised(period):
    return Motion.objects.supervised_in(period)


@motion(
    "督办次数",
    "次",
    "期间内对议案建议、群众意见、项目和专题督办的次数，一件督办几次计几次，可按方式分。",
    dimension=RUNG_DIMENSION,
    by_day=False,
)
def acts(period, member):
    rows = SupervisionAct.objects.acted_in(period)
    return rows.filter(rung=RUNGS[member]) if member else rows


@motion(
    "督办议案建议次数",
    "次",
    "督办次数中对议案建议（镇级和县级的，不论何时提出）督办的次数，一件督办几次计几次，可按方式分。",
    dimension=RUNG_DIMENSION,
    by_day=False,
)
def acts_on_motions(period, member):
    return acts(period, member).filter(motion__isnull=False)
