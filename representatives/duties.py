"""等我办的: what waits for a deputy anywhere in the program, found in one statement.

Each app says what of its own waits (`asked_of`); a line goes away by itself once that is done, because
it is counted anew each time.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import DateField, F, Value
from django.db.models.functions import Cast
from django.urls import reverse

from records.hooks import Hook
from representatives.models import Opinion
from township.spans import today

asked_of = Hook(
    "representatives.duties.asked_of",
    "What of yours waits for the deputy who is logged in as `user`, on `day`? Duties.",
)


@dataclass(frozen=True)
class Duty:
    """Something that waits for a deputy.

    `rows` are the records, `day` their column with the day that belongs to it. `words(count, day)` says
    it, with the earliest day; one record is opened at `one`, several at `many`: names of addresses.
    """

    tab: str  # under which tab it is done: hemao.desk.shelves
    rows: object
    day: str
    words: Callable
    one: str
    many: str = ""


@dataclass(frozen=True)
class Line:
    tab: str
    words: str
    url: str
    count: int


def of_request(request):
    """The Lines of whoever asks, found once a request: the page and its masthead show the same."""
    if not hasattr(request, "duty_lines"):
        request.duty_lines = waiting_for(request.user, today())
    return request.duty_lines


def by_tab(lines):
    """{tab: how many things wait under it}."""
    return dict(sum((Counter({line.tab: line.count}) for line in lines), Counter()))


def waiting_for(user, day):
    """The Lines of what waits for `user`, a deputy, on `day`: what is asked at all in one statement."""
    duties = [duty for answer in [own(user), *asked_of.ask(user, day)] for duty in answer]
    found = {place: [] for place in range(len(duties))}
    for place, pk, on in together(duties):
        found[place].append((on, pk))
    return [line(duty, found[place]) for place, duty in enumerate(duties) if found[place]]


def together(duties):
    """(place of the duty, key, day) of all their rows."""
    parts = [
        duty.rows.order_by()
        .annotate(duty_place=Value(place), duty_day=Cast(F(duty.day), DateField()))
        .values_list("duty_place", "pk", "duty_day")
        for place, duty in enumerate(duties)
    ]
    first, *others = parts
    return first.union(*others, all=True) if others else first


def line(duty, rows):
    first_day, first = min(rows)
    is_one = len(rows) == 1 or not duty.many
    url = reverse(duty.one, args=[first]) if is_one else reverse(duty.many)
    return Line(duty.tab, duty.words(len(rows), first_day), url, len(rows))


def own(user):
    """What was answered, and the household was not told."""
    visible = Opinion.objects.visible_to(user).untold().filter(heard_by__user=user)
    return [Duty("households", visible, "answered_on", told_back, "opinion-told")]


def told_back(count, day):
    return f"{count}条意见有了答复，请告诉本人"
