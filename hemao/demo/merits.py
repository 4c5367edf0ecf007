"""Honours and their exhibition, and the money paid to deputies."""

import datetime
from decimal import Decimal

from congress.models import Allowance, Body, Honour
from hemao.demo import data
from hemao.demo.build import covers, days
from representatives.models.deputies import Occupation
from township.models import LedgerStart, Level

# Who has no wage is paid for the days a session takes (代表法第四十一条).
UNPAID = {Occupation.FARMER, Occupation.OWNER, Occupation.OTHER}


def make(build):
    lists = data.toml("merits")
    make_honours(build, lists)
    make_allowances(build, lists)


def make_honours(build, lists):
    """A few each year; in the year of the exhibition more, and all of them on the wall."""
    rows = []
    for year in build.years:
        day = datetime.date(year, 7, 1)
        if day >= build.ago(30):
            break
        rng = build.rng("honours", year)
        is_exhibition = year == lists["exhibition"]
        count = lists["shown"] if is_exhibition else lists["a_year"]
        for number, person in enumerate(rng.sample(build.deputies(day), count)):
            words = lists["honour"][(number + year) % len(lists["honour"])]
            rows.append(
                Honour(
                    title=words["title"], person=person, awarded_by=words["by"],
                    level=words["level"], awarded_on=day, deeds=words["deeds"],
                    displayed_on=day + days(20) if is_exhibition or number == 0 else None,
                )
            )  # fmt: skip
        station = build.stations[year % len(build.stations)]
        if year % 2:
            rows.append(
                Honour(
                    title="示范代表联络站", body=station, awarded_on=day, level=Level.COUNTY,
                    awarded_by=lists["station_by"],
                )
            )  # fmt: skip
    build.save(rows)


def make_allowances(build, lists):
    """Complete from the ledger's start on; what was paid before is known as one sum."""
    first = LedgerStart.objects.get(family=LedgerStart.Family.ALLOWANCES).complete_from
    rows = []
    for year in range(first.year, build.today.year + 1):
        for month in lists["quarters"]:
            day = datetime.date(year, month, 20)
            rows += [
                allowance(Allowance.Kind.ALLOWANCE, mandate, lists["allowance"], day)
                for mandate in build.holders(day)
            ]
        rows += activity_funds(build, lists, datetime.date(year, 9, 10))
    for session in build.sessions:
        if session.starts_on >= first:
            rows += lost_work(build, lists, session)
    build.save(
        sorted((row for row in rows if row.paid_on < build.today), key=lambda row: row.paid_on)
    )


def allowance(kind, mandate, amount, day, note=""):
    return Allowance(kind=kind, mandate=mandate, amount=Decimal(amount), paid_on=day, note=note)


def lost_work(build, lists, session):
    """A day's wage for each day of the session to those who were there and have none."""
    day = session.last_on or session.starts_on
    amount = Decimal(lists["lost_work"]) * ((day - session.starts_on).days + 1)
    there = {
        row.person_id
        for row in build.attendances
        if row.meeting_id == session.pk and row.state == row.State.PRESENT
    }
    for mandate in build.holders(session.starts_on):
        if mandate.person.occupation in UNPAID and mandate.person_id in there:
            note = f"{session.short_title}误工补贴"
            yield allowance(Allowance.Kind.LOST_WORK, mandate, amount, day + days(7), note)


def activity_funds(build, lists, day):
    """The year's funds of each group, handed to its leader."""
    mandates = {mandate.person_id: mandate for mandate in build.holders(day)}
    for post in build.posts:
        leads = post.body.kind == Body.Kind.GROUP and post.role == post.Role.LEADER
        if leads and covers(post, day) and post.person_id in mandates:
            yield allowance(
                Allowance.Kind.ACTIVITY, mandates[post.person_id], lists["group_funds"], day,
                "代表小组活动",
            )  # fmt: skip
