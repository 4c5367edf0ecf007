"""Mandates that ended early, and the by-elections that refilled them."""

import datetime
from decimal import Decimal

from congress import services
from congress.models import Allowance, Candidacy, Poll
from hemao.demo import data
from hemao.demo.build import days
from hemao.demo.polls import ballots
from representatives.models import Mandate
from township.models import Level

ANY_SEAT = 9


def make(build, term):
    """The by-elections of `term` in the order of their days, by the verbs of the office."""
    rows = [dated(build, row) for row in data.toml("elections")["by_election"]]
    rows = [
        row
        for row in rows
        if row["level"] == term.level
        and term.covers(row["ended_on"])
        and row["ended_on"] < build.today
    ]
    for row in sorted(rows, key=lambda row: row["ended_on"]):
        rng = build.rng("by-election", row["level"], row["constituency"], row["ended_for"])
        vacancy = vacate(build, row, term, rng)
        if row["held_on"] and row["held_on"] < build.today - days(2):
            build.polls.append(hold(build, row, vacancy, rng))


def dated(build, row):
    """`row` with dates where the file counts days back from the load."""
    row = dict(row)
    for name in ("ended", "held"):
        if f"{name}_days_ago" in row:
            row[f"{name}_on"] = build.ago(row[f"{name}_days_ago"])
    row.setdefault("held_on", None)
    return row


def vacate(build, row, term, rng):
    """End the mandate that falls vacant; whose it is, the file says or chance."""
    constituency = build.constituencies[term.pk, row["constituency"]]
    holders = [
        m
        for m in build.holders(row["ended_on"], term.level)
        if m.constituency_id == constituency.pk
    ]
    if "leaver" in row:
        (mandate,) = [m for m in holders if m.person == build.cast[row["leaver"]]]
    else:
        cast = set(build.cast.values())
        mandate = rng.choice(
            [m for m in holders if m.person not in cast and only_one(build, m, row["ended_on"])]
        )
    mandate.ended_on, mandate.ended_for = row["ended_on"], row["ended_for"]
    mandate._history_user = build.by
    mandate.save()
    return mandate


def only_one(build, mandate, day):
    """Whether this is all its person holds: whoever dies or moves leaves every seat."""
    rows = [m for m in build.mandates if m.person_id == mandate.person_id]
    return sum(m.ended_on is None or m.ended_on > day for m in rows) == 1


def hold(build, row, vacancy, rng):
    constituency = vacancy.constituency
    electorate = rng.randint(690, 930) * (1 if row["level"] == Level.TOWN else 9)
    poll = Poll(
        constituency=constituency,
        held_on=row["held_on"],
        replaces=vacancy,
        stations=len(constituency.home),
        mobile_boxes=rng.randint(1, 2) + len(constituency.home),
        **ballots(electorate, rng),
    )
    (poll,) = build.save([poll])
    winner = winner_of(build, row, constituency, rng)
    loser = build.inventor.for_seat(rng, constituency, ANY_SEAT)
    build.people += build.save([p for p in (winner, loser) if p.pk is None])
    votes = round(poll.ballots_valid * rng.uniform(0.82, 0.93))
    build.save(
        [
            Candidacy(
                poll=poll,
                person=winner,
                nominated_by=Candidacy.NominatedBy.PARTY,
                votes_for=votes,
                is_elected=True,
            ),
            Candidacy(
                poll=poll,
                person=loser,
                nominated_by=Candidacy.NominatedBy.VOTERS,
                votes_for=round((poll.ballots_valid - votes) * 0.8),
            ),
        ]
    )
    declare(build, poll, row, constituency)
    build.save(
        [
            Allowance(
                kind=Allowance.Kind.ELECTION,
                poll=poll,
                amount=Decimal(row["cost"]),
                paid_on=row["held_on"] + datetime.timedelta(days=2),
                note="宣传、票箱、会场和工作人员补助",
            )
        ]
    )
    return poll


def winner_of(build, row, constituency, rng):
    if "winner" in row:
        return build.cast[row["winner"]]
    if row.get("winner_is_deputy"):
        villages = {village.pk for village in constituency.home}
        held = {m.person_id for m in build.holders(row["held_on"], row["level"])}
        town = build.deputies(row["held_on"])
        return next(p for p in town if p.village_id in villages and p.pk not in held)
    return build.inventor.for_seat(rng, constituency, ANY_SEAT)


def declare(build, poll, row, constituency):
    """The office's own verbs: the result, then the qualification."""
    declared_on = row["held_on"] + datetime.timedelta(days=1)
    made = services.declare_elected(poll, on=declared_on, by=build.by)
    if "confirmed_on" in row and row["confirmed_on"] < build.today:
        services.confirm_qualifications(poll, on=row["confirmed_on"], by=build.by)
    poll.declared_on = declared_on
    people = {person.pk: person for person in build.people}
    for mandate in Mandate.objects.filter(pk__in=[m.pk for m in made]):
        # The rows in memory share their relations, so that a later change is seen by all.
        mandate.person = people[mandate.person_id]
        mandate.constituency, mandate.term = constituency, constituency.term
        build.mandates.append(mandate)
