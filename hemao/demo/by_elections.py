"""Mandates that ended early, and the by-elections that refilled them."""

import datetime
from decimal import Decimal

from congress import services
from congress.models import Allowance, Candidacy, Poll
from hemao.demo import data
from hemao.demo.build import days
from hemao.demo.people import ballots, invent
from representatives.models import Mandate
from township.models import Level


def make(build):
    """All by-elections in the order of their days, by the verbs that the office uses."""
    rows = [dated(build, row) for row in data.toml("elections")["by_election"]]
    rows = [row for row in rows if row["ended_on"] < build.today]
    for number, row in enumerate(sorted(rows, key=lambda row: row["ended_on"])):
        rng = build.rng("by-election", number)
        vacancy = vacate(build, row, rng)
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


def term_of(build, level, day):
    return next(t for t in build.terms.values() if t.level == level and t.covers(day))


def vacate(build, row, rng):
    """End the mandate that falls vacant; whose it is, the file says or chance."""
    term = term_of(build, row["level"], row["ended_on"])
    constituency = build.constituencies[term.pk, row["constituency"]]
    open_ones = [
        m
        for m in build.mandates
        if m.constituency_id == constituency.pk
        and (m.ended_on is None or m.ended_on == term.ended_on)
    ]
    if "leaver" in row:
        (mandate,) = [m for m in open_ones if m.person == build.cast[row["leaver"]]]
    else:
        cast = set(build.cast.values())
        others = [m for m in open_ones if m.person not in cast]
        # Who dies or moves leaves every seat: better someone who holds only this one.
        mandate = rng.choice([m for m in others if only_one(build, m)] or others or open_ones)
    mandate.ended_on, mandate.ended_for = row["ended_on"], row["ended_for"]
    mandate._history_user, mandate._history_date = build.by, build.midnight
    mandate.save()
    return mandate


def only_one(build, mandate):
    """Whether this is all its person holds: whoever dies or moves leaves every seat."""
    return sum(m.person_id == mandate.person_id for m in build.mandates) == 1


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
    loser = invent(build, constituency, constituency.term, rng, 9)
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
    declare(build, poll, row)
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
    return invent(build, constituency, constituency.term, rng, 0)


def declare(build, poll, row):
    """The office's own verbs: the result, then the qualification."""
    declared_on = row["held_on"] + datetime.timedelta(days=1)
    made = services.declare_elected(poll, on=declared_on, by=build.by)
    if "confirmed_on" in row and row["confirmed_on"] < build.today:
        services.confirm_qualifications(poll, on=row["confirmed_on"], by=build.by)
    poll.refresh_from_db()
    people = {person.pk: person for person in build.people}
    for mandate in Mandate.objects.filter(pk__in=[m.pk for m in made]):
        # The rows in memory share their relations, so that a later change is seen by all.
        mandate.person = people[mandate.person_id]
        mandate.term = poll.constituency.term
        mandate.constituency = poll.constituency
        build.mandates.append(mandate)
