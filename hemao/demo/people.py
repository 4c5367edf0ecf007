"""The deputies: who they are, and the general elections that made them."""

import datetime
import itertools

from congress.models import Candidacy, Poll
from hemao.demo import by_elections, data
from hemao.demo.polls import ballots, nominator
from representatives.models import Constituency, Mandate, Person
from representatives.models.deputies import Education, Gender, Occupation, Party
from township.models import Level

# The first digits of no network in the country: nobody's telephone rings.
FIRST_PHONE = 10_000_000_001
LOSER = 9  # a seat no constituency has: any of its occupations will do
CONTINUING = 0.55  # of the deputies of the first term in the second


class Inventor:
    """Makes people up, no two of one name."""

    def __init__(self, build):
        self.build = build
        self.names = data.toml("names")
        self.lists = data.toml("people")
        self.used = set()
        self.phones = itertools.count(FIRST_PHONE)

    def name(self, rng, gender):
        surnames = "".join(self.names["surnames"].split())
        given = "".join(self.names["male" if gender == Gender.MALE else "female"].split())
        while True:
            name = rng.choice(surnames) + rng.choice(given)
            if rng.random() < 0.75:
                name += rng.choice(given)
            if len(set(name)) == len(name) and name not in self.used:
                self.used.add(name)
                return name

    def phone(self):
        return str(next(self.phones))

    def person(self, rng, *, occupation, village, year, gender=None):
        """An unsaved Person of `village`, grown up in `year`."""
        gender = gender or (Gender.FEMALE if rng.random() < 0.34 else Gender.MALE)
        word = Occupation(occupation).label
        employer = rng.choice(self.lists["employers"][word]).format(村=village.name)
        # Officials and village secretaries belong to the party; of the others about half.
        in_party = "书记" in employer or occupation == Occupation.CADRE or rng.random() < 0.52
        outside = Party.NONPARTISAN if rng.random() < 0.08 else Party.MASSES
        age = rng.randint(31, 61)
        return Person(
            name=self.name(rng, gender),
            gender=gender,
            born_on=datetime.date(year - age, rng.randint(1, 12), 1),
            ethnicity="回族" if rng.random() < 0.015 else "汉族",
            party=Party.CPC if in_party else outside,
            education=data.value_of(Education, rng.choice(self.lists["education"][word])),
            occupation=occupation,
            employer=employer,
            village=village,
            phone=self.phone(),
        )

    def for_seat(self, rng, constituency, seat):
        """An unsaved Person of one of the constituency's villages, fit for its `seat`."""
        lists = self.lists["seats"]
        words = lists.get(constituency.name, lists["村"])
        fixed = constituency.name in lists and seat < len(words)
        village = rng.choice(constituency.home)
        return self.person(
            rng,
            occupation=data.value_of(Occupation, words[seat] if fixed else rng.choice(words)),
            village=village,
            year=constituency.term.starts_on.year,
        )

    def cast(self):
        """The people whom the data files know by a code: code → Person."""
        rng = self.build.rng("cast")
        return {
            row["代号"]: Person(
                name=self.name(rng, data.value_of(Gender, row["性别"])),
                gender=data.value_of(Gender, row["性别"]),
                born_on=data.day(row["出生"]),
                party=Party.CPC,
                education=data.value_of(Education, row["学历"]),
                occupation=data.value_of(Occupation, row["身份"]),
                employer=row["单位及职务"],
                village=self.build.villages["鹤毛社区"],
                phone=self.phone(),
            )
            for row in data.table("cast")
        }


# Whom the files name for a seat: the column of data/cast.csv for each term.
CAST_COLUMNS = {
    (Level.TOWN, 1): "镇一届选区",
    (Level.COUNTY, 16): "市一届选区",
    (Level.TOWN, 2): "镇二届选区",
    (Level.COUNTY, 17): "市二届选区",
}


def make(build):
    """The people of both terms, in the order of time: a by-election can start a long career."""
    build.inventor = Inventor(build)
    build.cast = build.inventor.cast()
    build.people += build.save(build.cast.values())
    make_constituencies(build)
    for key, column in CAST_COLUMNS.items():
        general_election(build, build.terms[key], column)
        by_elections.make(build, build.terms[key])


def make_constituencies(build):
    rows = data.table("constituencies")
    made = [
        (
            Constituency(
                term=term, number=int(row["号"]), name=row["名称"], seats=int(row["名额"])
            ),
            row,
        )
        for term in sorted(build.terms.values(), key=lambda term: (term.starts_on, term.pk))
        for row in rows
        if row["级别"] == term.level
    ]
    build.save(constituency for constituency, _ in made)
    link = Constituency.villages.through
    build.save(
        link(constituency=constituency, village=build.villages[name])
        for constituency, row in made
        for name in data.names(row["村"])
    )
    for constituency, row in made:
        constituency.home = [build.villages[name] for name in data.names(row["村"])]
        build.constituencies[constituency.term_id, constituency.number] = constituency


def general_election(build, term, column):
    """Fill all seats of `term`: polls, candidates with votes, and the mandates."""
    days = data.toml("elections")["general"][f"{term.level}-{term.number}"]
    rng = build.rng("general", term.level, term.number)
    constituencies = [row for row in build.constituencies.values() if row.term_id == term.pk]
    fixed = cast_by_constituency(build, column)
    pool = continuing(build, term, rng)
    winners = {row: choose(build, row, fixed, pool, rng) for row in constituencies}
    losers = {row: [build.inventor.for_seat(rng, row, LOSER)] for row in constituencies}
    newcomers = [p for row in constituencies for p in winners[row] + losers[row] if p.pk is None]
    build.people += build.save(newcomers)
    mandates = build.save(
        Mandate(
            person=person,
            term=term,
            constituency=row,
            starts_on=term.starts_on,
            confirmed_on=days["confirmed_on"],
            ended_on=term.ended_on,
            ended_for=Mandate.EndedFor.TERM if term.ended_on else "",
            certificate=f"{term.starts_on.year}{row.number:02}{seat}",
        )
        for row in constituencies
        for seat, person in enumerate(winners[row], 1)
    )
    build.mandates += mandates
    of_seat = {(m.constituency_id, m.person_id): m for m in mandates}
    polls = build.save(general_poll(row, days, rng) for row in constituencies)
    build.save(
        candidacy
        for poll in polls
        for candidacy in candidacies(poll, winners, losers, of_seat, rng)
    )


def cast_by_constituency(build, column):
    seats = {}
    for row in data.table("cast"):
        if row[column]:
            seats.setdefault(int(row[column]), []).append(build.cast[row["代号"]])
    return seats


def continuing(build, term, rng):
    """Those of the last term who stand again, by the constituency's number."""
    cast = {person.pk for person in build.cast.values()}
    again = {}
    for row in build.mandates:
        before = row.term.level == term.level and row.term.ended_on == term.starts_on
        if before and row.ended_on == term.starts_on and row.person_id not in cast:
            if rng.random() < CONTINUING:
                again.setdefault(row.constituency.number, []).append(row.person)
    return again


def choose(build, constituency, fixed, pool, rng):
    """Who wins the seats: those the files name, those who stand again, then others."""
    winners = list(fixed.get(constituency.number, []))[: constituency.seats]
    if constituency.term.level == Level.COUNTY:
        winners += both_levels(build, constituency, winners)
    winners += pool.get(constituency.number, [])
    winners = list(dict.fromkeys(winners))[: constituency.seats]
    for seat in range(len(winners), constituency.seats):
        winners.append(build.inventor.for_seat(rng, constituency, seat))
    return winners


def both_levels(build, constituency, taken):
    """One deputy of the town from these villages who is elected to the county's as well."""
    villages = {village.pk for village in constituency.home}
    people = [
        person
        for person in build.deputies(constituency.term.starts_on)
        if person.village_id in villages and person.occupation == Occupation.FARMER
    ]
    return [person for person in people if person not in taken][1:2]


def general_poll(constituency, days, rng):
    electorate = rng.randint(690, 930) * (1 if constituency.term.level == Level.TOWN else 9)
    return Poll(
        kind=Mandate.GainedBy.GENERAL,
        constituency=constituency,
        held_on=days["held_on"],
        declared_on=days["declared_on"],
        seats=constituency.seats,
        stations=max(len(constituency.home), 1),
        mobile_boxes=rng.randint(1, 3),
        **ballots(electorate, rng),
    )


def candidacies(poll, winners, losers, of_seat, rng):
    """Each winner has more than half of those who voted; the rest share what is left."""
    constituency = poll.constituency
    left = poll.ballots_valid * poll.seats
    for person in winners[constituency]:
        votes = max(round(poll.ballots_valid * rng.uniform(0.71, 0.82)), poll.voted // 2 + 1)
        left -= votes
        yield Candidacy(
            poll=poll,
            person=person,
            nominated_by=nominator(rng),
            votes_for=votes,
            is_elected=True,
            mandate=of_seat[constituency.pk, person.pk],
        )
    for person in losers[constituency]:
        yield Candidacy(
            poll=poll,
            person=person,
            nominated_by=nominator(rng),
            votes_for=min(round(poll.ballots_valid * rng.uniform(0.14, 0.28)), left),
        )
