"""What the form of a new household proposes: from which day, and as which category the next one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from representatives.models import Assignment, Category, Mandate
from township.models import LedgerStart, Level
from township.spans import today

BY_MANDATE = (
    "先填的{day}，是还没有联系户的代表任职的第一天；类别的开始日期也先填这一天。以后才联系的请改。"
)
BY_LEDGER = (
    "先填的{day}，是联系户的台账起始日：还有代表没有联系户。类别的开始日期也先填这一天。"
    "以后才联系的请改。"
)


@dataclass(frozen=True)
class FirstDay:
    """The `day` that is proposed, and in `hint` why it is not today."""

    day: date
    hint: str = ""


def proposed(request):
    """The FirstDay of the form that `request` opens or sends, looked for once."""
    if not hasattr(request, "proposed_first_day"):
        request.proposed_first_day = first_day()
    return request.proposed_first_day


def first_day():
    """From when a new household is kept in touch with, as far as the records tell.

    As long as a deputy of the town never had a household, the lists are being brought in: then it is
    the mandate's first day, or the ledger's where that comes later. In a town at work, and where no
    ledger is said to be complete, it is today: an earlier day would change the years before.
    """
    now = today()
    starts = LedgerStart.objects.filter(family=LedgerStart.Family.HOUSEHOLDS)
    ledger = starts.values_list("complete_from", flat=True).first()
    if ledger is None:
        return FirstDay(now)
    had = Assignment.objects.filter(person=OuterRef("person"))
    bare = Mandate.objects.in_force(now).at(Level.TOWN).filter(~Exists(had))
    mandate = bare.order_by("starts_on").values_list("starts_on", flat=True).first()
    if mandate is None or ledger > now:
        return FirstDay(now)
    day, hint = (mandate, BY_MANDATE) if mandate >= ledger else (ledger, BY_LEDGER)
    return FirstDay(day, hint.format(day=day))


def next_category(person, day):
    """The first Category of which `person` has not all households from `day` on; None where all are full."""
    held = Q(assignments__person=person, assignments__voided_at=None)
    held &= Q(assignments__ended_on=None) | Q(assignments__ended_on__gt=day)
    rows = Category.objects.annotate(held=Count("assignments", filter=held))
    return rows.filter(held__lt=F("per_deputy")).order_by("order", "code").first()
