"""The sums above the list of motions; each opens the list of what it counts."""

import datetime

from django.db.models import Count, Q, TextChoices

from motions.models import Motion, Satisfaction
from township.models import Town


class Sum(TextChoices):
    HANDED_OVER = "handed_over", "已交办"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"
    OVERDUE = "overdue", "已超期"
    DUE = "due_this_week", "本周到期"
    AWAITING = "awaiting_rating", "待评价"
    RATED = "rated", "已评价"
    SATISFIED = "satisfied", "满意"
    PROMISED = "promised", "承诺未兑现"
    PRESSING = "pressing", "到期和超期"
    WAITING = "waiting", "等下一步"


def what(sum_, rows, day):
    """Those of `rows` (motions) that `sum_` counts on `day`.

    The week that 本周到期 means has the days left of it; what was due before is 已超期.
    """
    monday = day + datetime.timedelta(days=7 - day.weekday())
    counted = {
        Sum.HANDED_OVER: rows.handed_over,
        Sum.ANSWERED: rows.answered,
        Sum.CLOSED: rows.closed,
        Sum.OVERDUE: lambda: rows.overdue_on(day),
        Sum.DUE: lambda: rows.due_between(day, monday),
        Sum.AWAITING: rows.awaiting_rating,
        Sum.RATED: rows.rated,
        Sum.SATISFIED: lambda: rows.rated(Satisfaction.SATISFIED),
        Sum.PROMISED: rows.promised,
        Sum.PRESSING: lambda: rows.due_by(Town.get().soon_after(day)),
        Sum.WAITING: rows.waiting,
    }
    return counted[sum_]()


def count(rows, parts):
    """How many of `rows` are in each of `parts` (name: motions), and all as `total`: one statement."""
    columns = {
        name: Count("pk", filter=Q(pk__in=part.values("pk"))) for name, part in parts.items()
    }
    found = Motion.objects.filter(pk__in=rows.values("pk")).order_by()
    return found.aggregate(total=Count("pk"), **columns)


def counts_of(wanted, rows, day):
    """How many of `rows` each Sum of `wanted` counts on `day`, and all as `total`."""
    return count(rows, {sum_.value: what(sum_, Motion.objects, day) for sum_ in wanted})
