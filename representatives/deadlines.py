"""Opinions that nothing sets a due date for."""

from django.db.models import Count

from representatives.models import Opinion
from township import rulebook
from township.models import DeadlineRule, LedgerStart, Level
from township.spans import today

FAMILY = LedgerStart.Family.OPINIONS
RULE = (Level.TOWN, DeadlineRule.Event.OPINION)


def undated():
    """(level, event, day of hand-over, how many) of opinions without a due date; one statement."""
    rows = Opinion.objects.undated().order_by().values_list("handed_over_on")
    return [(*RULE, on, count) for on, count in rows.annotate(count=Count("pk"))]


def notice(user):
    """What `user` is told where lateness of opinions is shown; None where each has its rule."""
    return rulebook.told(undated(), [FAMILY], [RULE], user, today())
