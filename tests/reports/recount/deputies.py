"""Deputies and their composition, counted once more."""

from representatives.models.deputies import Occupation
from tests.reports.recount.rows import in_force, inside, last_day, recounts


def term_of(rows, mandate):
    return rows.terms[mandate.term_id]


def seats_on(rows, day, level):
    """The mandates of a level in force on `day`; one that was never confirmed does not count."""
    return [
        mandate
        for mandate in rows.mandates.values()
        if mandate.confirmed_on and in_force(mandate, day) and term_of(rows, mandate).level == level
    ]


def is_deputy(rows, person, day):
    """Of any congress."""
    return any(
        mandate.person_id == person and mandate.confirmed_on and in_force(mandate, day)
        for mandate in rows.mandates.values()
    )


def town_people(rows, period):
    """The people behind the town's mandates at the period's end: one for each mandate."""
    seats = seats_on(rows, last_day(period), "town")
    return [rows.people[mandate.person_id] for mandate in seats]


@recounts("镇代表人数")
def town_deputies(rows, period):
    return len(town_people(rows, period))


@recounts("县级代表人数")
def county_deputies(rows, period):
    return len(seats_on(rows, last_day(period), "county"))


@recounts("各类身份代表人数")
def by_occupation(rows, period, member):
    people = town_people(rows, period)
    labels = [Occupation(person.occupation).label for person in people if person.occupation]
    return labels.count(member) if member else len(people)


@recounts("妇女代表人数")
def women(rows, period):
    return sum(person.gender == "f" for person in town_people(rows, period))


@recounts("党员代表人数")
def party_members(rows, period):
    return sum(person.party == "cpc" for person in town_people(rows, period))


@recounts("基层代表人数")
def grassroots(rows, period):
    classes = ("worker", "farmer", "specialist")
    return sum(person.occupation in classes for person in town_people(rows, period))


@recounts("少数民族代表人数")
def minorities(rows, period):
    return sum(person.ethnicity != "汉族" for person in town_people(rows, period))


@recounts("连任代表人数")
def continuing(rows, period):
    """Those who were deputies of the very term before theirs, at whatever time of it."""
    held = {
        (mandate.person_id, term_of(rows, mandate).number)
        for mandate in rows.mandates.values()
        if mandate.confirmed_on and term_of(rows, mandate).level == "town"
    }
    seats = seats_on(rows, last_day(period), "town")
    return sum((seat.person_id, term_of(rows, seat).number - 1) in held for seat in seats)


@recounts("妇女代表占比")
def women_share(rows, period):
    return women(rows, period), town_deputies(rows, period)


@recounts("党员代表占比")
def party_share(rows, period):
    return party_members(rows, period), town_deputies(rows, period)


@recounts("基层代表占比")
def grassroots_share(rows, period):
    return grassroots(rows, period), town_deputies(rows, period)


@recounts("终止代表资格人数")
def mandates_ended(rows, period):
    return sum(
        bool(mandate.confirmed_on)
        and inside(mandate.ended_on, period)
        and mandate.ended_for != "term"
        for mandate in rows.mandates.values()
    )


@recounts("新任代表人数")
def mandates_begun(rows, period):
    return sum(
        bool(mandate.confirmed_on)
        and inside(mandate.starts_on, period)
        and term_of(rows, mandate).level == "town"
        for mandate in rows.mandates.values()
    )
