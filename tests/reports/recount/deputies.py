"""Deputies and their composition, counted once more."""

from functools import lru_cache

from representatives.models.deputies import Mandate, Occupation
from tests.reports.recount.rows import had_come, in_force, inside, last_day, recounts


def term_of(rows, mandate):
    return rows.terms[mandate.term_id]


def confirmed(rows, seen):
    """The mandates whose qualification had been confirmed by the day of record: the others do not
    count, whenever they began.
    """
    return [row for row in rows.mandates.values() if had_come(row.confirmed_on, seen)]


def seats_at_end(rows, seen, level):
    """The mandates of a level in force on the last day that is asked about."""
    found = [row for row in confirmed(rows, seen) if in_force(row, last_day(seen))]
    return [row for row in found if term_of(rows, row).level == level]


def is_deputy(rows, person, day, seen):
    """On `day`, of any congress."""
    theirs = seats_of(rows).get(person, [])
    return any(in_force(row, day) and had_come(row.confirmed_on, seen) for row in theirs)


@lru_cache(maxsize=1)
def seats_of(rows):
    """{key of a person: all mandates they ever had}"""
    found = {}
    for row in rows.mandates.values():
        found.setdefault(row.person_id, []).append(row)
    return found


def town_people(rows, seen):
    """The people behind the town's mandates at the period's end: one for each mandate."""
    seats = seats_at_end(rows, seen, "town")
    return [rows.people[mandate.person_id] for mandate in seats]


@recounts("镇代表人数")
def town_deputies(rows, seen):
    return len(town_people(rows, seen))


@recounts("县级代表人数")
def county_deputies(rows, seen):
    return len(seats_at_end(rows, seen, "county"))


@recounts("各类身份代表人数")
def by_occupation(rows, seen, member):
    people = town_people(rows, seen)
    labels = [Occupation(person.occupation).label for person in people if person.occupation]
    return labels.count(member) if member else len(people)


@recounts("妇女代表人数")
def women(rows, seen):
    return sum(person.gender == "f" for person in town_people(rows, seen))


@recounts("党员代表人数")
def party_members(rows, seen):
    return sum(person.party == "cpc" for person in town_people(rows, seen))


@recounts("基层代表人数")
def grassroots(rows, seen):
    classes = ("worker", "farmer", "specialist")
    return sum(person.occupation in classes for person in town_people(rows, seen))


@recounts("少数民族代表人数")
def minorities(rows, seen):
    return sum(person.ethnicity != "汉族" for person in town_people(rows, seen))


@recounts("连任代表人数")
def continuing(rows, seen):
    """Those who were deputies of the very term before theirs, at whatever time of it."""
    held = {
        (mandate.person_id, term_of(rows, mandate).number)
        for mandate in confirmed(rows, seen)
        if term_of(rows, mandate).level == "town"
    }
    seats = seats_at_end(rows, seen, "town")
    return sum((seat.person_id, term_of(rows, seat).number - 1) in held for seat in seats)


@recounts("妇女代表占比")
def women_share(rows, seen):
    return women(rows, seen), town_deputies(rows, seen)


@recounts("党员代表占比")
def party_share(rows, seen):
    return party_members(rows, seen), town_deputies(rows, seen)


@recounts("基层代表占比")
def grassroots_share(rows, seen):
    return grassroots(rows, seen), town_deputies(rows, seen)


@recounts("终止代表资格人数")
def mandates_ended(rows, seen, member):
    ended = [row for row in confirmed(rows, seen) if inside(row.ended_on, seen)]
    reasons = [Mandate.EndedFor(row.ended_for).label for row in ended if row.ended_for != "term"]
    return reasons.count(member) if member else len(reasons)


@recounts("新任代表人数")
def mandates_begun(rows, seen, member):
    begun = [row for row in confirmed(rows, seen) if inside(row.starts_on, seen)]
    ways = [
        Mandate.GainedBy(row.gained_by).label for row in begun if term_of(rows, row).level == "town"
    ]
    return ways.count(member) if member else len(ways)
