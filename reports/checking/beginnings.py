"""Checks of 数据核对 about what a town has from its first day: a name, and a term's first session.

Both are rows that are not there, so no queryset of wrong rows finds them. Without them a first report
says 没有召开人代会, and 本镇 in place of a name, of a town that only has not registered them.
"""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from congress.models import Meeting
from reports.checking.asked import CheckLine, Family, Grade, Result
from township.models import Level, Term, town_name

FIRST_SESSION, NAME = "first-session", "name"


def beginnings(period, today, starts, user):
    """The Results of the year `period`, as `user` may mend them; `starts` is {family: first day}."""
    results = [name_of_the_year(period, today, user)]
    if starts.get(Family.MEETINGS, period.end) < period.end:
        results.append(first_session(period, today, user))
    return results


def name_of_the_year(period, today, user):
    """Whether the town has a name on the last day that the report speaks of."""
    day = min(today, period.last_day)
    is_named = town_name(day).pk is not None
    line = CheckLine(f"登记{day}使用的名称", mended(user, "township_townname_changelist"))
    return Result(
        NAME, Grade.MUST, "没有登记这一年的名称", "报告用年末的名称，没有登记的写不出乡镇名和署名。",
        int(not is_named), "处", [] if is_named else [line],
    )  # fmt: skip


def first_session(period, today, user):
    """The town's terms of the year that have begun, and of which no session is registered."""
    registered = Meeting.objects.sessions().filter(term=OuterRef("pk"))
    begun = Term.objects.at(Level.TOWN).overlapping(period.start, period.end)
    begun = begun.filter(starts_on__lt=today)
    url = mended(user, "congress_session_add")
    lines = [
        CheckLine(f"{term}，{term.starts_on}开始，登记第一次会议", url)
        for term in begun.filter(~Exists(registered)).order_by("starts_on")
    ]
    return Result(
        FIRST_SESSION, Grade.MUST, "本届第一次会议还没有登记",
        "每届从第一次会议开始。没有登记的，报告会说没有召开人代会。", len(lines), "届", lines,
    )  # fmt: skip


def mended(user, page):
    """The address of the `page` of the admin where `user` mends it; "" for who only looks."""
    return reverse(f"admin:{page}") if user.is_office else ""
