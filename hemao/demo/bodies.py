"""The bodies of the congress, and the posts that do not come from an election in a session."""

import datetime

from congress.models import Body, BodyName, Post
from hemao.demo import data
from hemao.demo.build import days
from representatives.models import Person
from representatives.models.deputies import Education, Gender, Occupation, Party
from township.models import Level

FOUNDED = datetime.date(2016, 10, 20)
ORDINAL = {1: "一", 2: "二"}
Role = Post.Role


def make(build):
    lists = data.toml("bodies")
    make_standing(build, lists)
    for number in (1, 2):
        term = build.terms[Level.TOWN, number]
        make_of_term(build, lists, term)
        make_election_committee(build, term)


def body(build, kind, names, *, starts_on, ended_on=None, **fields):
    """A body with its dated names [(name, from, to)]."""
    (row,) = build.save([Body(kind=kind, starts_on=starts_on, ended_on=ended_on, **fields)])
    build.save(BodyName(body=row, name=n, starts_on=a, ended_on=b) for n, a, b in names)
    return row


def make_standing(build, lists):
    """What is not founded anew with each term: congress, government, party, stations."""
    town = data.toml("town")["name"][0]["town"]
    for key, kind, name in (
        ("congress", Body.Kind.CONGRESS, f"{town}人大"),
        ("government", Body.Kind.GOVERNMENT, f"{town}人民政府"),
        ("party", Body.Kind.PARTY, f"{town}党委"),
    ):
        build.bodies[key] = body(build, kind, [(name, FOUNDED, None)], starts_on=FOUNDED)
    posts = [
        Post(
            body=build.bodies["party"], person=build.cast[row["who"]], role=row["role"],
            starts_on=row["starts_on"], ended_on=row.get("ended_on"),
        )
        for row in lists["party"]
    ]  # fmt: skip
    clerk = build.cast["人大干事"]
    posts.append(
        Post(body=build.bodies["congress"], person=clerk, role=Role.CLERK, starts_on=FOUNDED)
    )
    build.save(posts)
    make_stations(build, lists)


def make_stations(build, lists):
    """Stations with their rota, led by deputies; the liaison officer need not be one."""
    dates = lists["stations"]
    for order, row in enumerate(lists["station"], 1):
        names = [(row["name"], dates["starts_on"], dates["renamed_on"])]
        names.append((row["renamed"], dates["renamed_on"], None))
        station = body(
            build, Body.Kind.STATION, names, starts_on=dates["starts_on"], order=90 + order,
            place=row["place"], reception_days=row["reception_days"],
            rota=f"{'、'.join(row['villages'])}的代表按月轮流，每次两名。",
        )  # fmt: skip
        station.villages = row["villages"]
        build.stations.append(station)
        rng = build.rng("liaison", order)
        (liaison,) = build.save([liaison_officer(build, rng, row["villages"][-1])])
        build.people.append(liaison)
        posts = [Post(body=station, person=liaison, role=Role.LIAISON, starts_on=station.starts_on)]
        for number in (1, 2):
            term = build.terms[Level.TOWN, number]
            start = max(term.starts_on, station.starts_on)
            home = members(build, term, row["villages"])
            roles = [Role.LEADER, Role.VICE_LEADER, *[Role.MEMBER] * 6]
            posts += posts_of(station, term, home[: len(roles)], roles, start)
        build.posts += build.save(posts)


def liaison_officer(build, rng, village):
    gender = rng.choice(list(Gender))
    return Person(
        name=build.inventor.name(rng, gender), gender=gender,
        born_on=datetime.date(rng.randint(1984, 1996), rng.randint(1, 12), 1), party=Party.CPC,
        education=Education.COLLEGE, occupation=Occupation.OTHER, employer=f"{village}村委会委员",
        village=build.villages[village], phone=build.inventor.phone(),
    )  # fmt: skip


def members(build, term, villages=None):
    """The mandates of `term` in order of entry, of the people of `villages` (None: of all)."""
    return [
        m
        for m in build.mandates
        if m.term_id == term.pk
        and m.confirmed_on
        and (villages is None or m.person.village.name in villages)
    ]


def posts_of(row, term, mandates, roles, start):
    """A post for each of `mandates` while it is in force; later ones come in as members."""
    for number, mandate in enumerate(mandates):
        first = mandate.gained_by == mandate.GainedBy.GENERAL and number < len(roles)
        begin = max(start, mandate.starts_on)
        if mandate.ended_on is None or begin < mandate.ended_on:
            yield Post(
                body=row, person=mandate.person, role=roles[number] if first else Role.MEMBER,
                starts_on=begin, ended_on=mandate.ended_on,
            )  # fmt: skip


def make_of_term(build, lists, term):
    """Presidium, qualification committee, delegations and groups of one term."""
    presidium, qualification = committees(build, lists, term)
    groups = [
        ("presidium", Body.Kind.PRESIDIUM, f"第{ORDINAL[term.number]}届主席团",
         lists["presidium_seats"], presidium, [Role.CHAIR, Role.VICE_CHAIR]),
        ("qualification", Body.Kind.QUALIFICATION, f"第{ORDINAL[term.number]}届代表资格审查委员会",
         lists["qualification_seats"], qualification, [Role.DIRECTOR, Role.VICE_DIRECTOR]),
    ]  # fmt: skip
    for order, row in enumerate(lists["delegation"]):
        home = members(build, term, row["villages"])
        roles = [Role.LEADER, Role.VICE_LEADER]
        groups.append((f"delegation{order}", Body.Kind.DELEGATION, row["name"], None, home, roles))
    for village in build.villages.values():
        home = members(build, term, [village.name])
        roles = [Role.LEADER, Role.VICE_LEADER]
        name = f"{village.name}代表小组"
        groups.append((village.name, Body.Kind.GROUP, name, None, home, roles))
    for order, (key, kind, name, seats, mandates, roles) in enumerate(groups, 1):
        row = body(
            build, kind, [(name, term.starts_on, term.ended_on)], starts_on=term.starts_on,
            ended_on=term.ended_on, term=term, seats=seats, order=order * 2,
        )  # fmt: skip
        build.bodies[key, term.number] = row
        roles = [*roles, *[Role.MEMBER] * len(mandates)]
        build.posts += build.save(posts_of(row, term, mandates, roles, term.starts_on))


def committees(build, lists, term):
    """The mandates behind the presidium and the qualification committee.

    No one of the government sits in the presidium: it is to watch over it.
    """
    ordinal = ORDINAL[term.number]
    chair, vice = build.cast[f"主席{ordinal}"], build.cast[f"副主席{ordinal}"]
    rows = [m for m in members(build, term) if m.gained_by == m.GainedBy.GENERAL]
    of_person = {m.person: m for m in rows}
    mayors = {person for code, person in build.cast.items() if "镇长" in code}
    others = [m for m in rows if m.person not in mayors | {chair, vice}]
    rng = build.rng("presidium", term.number)
    drawn = rng.sample(others, lists["presidium_seats"] - 2 + lists["qualification_seats"] - 1)
    cut = lists["presidium_seats"] - 2
    return [of_person[chair], of_person[vice], *drawn[:cut]], [of_person[vice], *drawn[cut:]]


def make_election_committee(build, term):
    """The committee that ran the general election: in office for some weeks."""
    held = data.toml("elections")["general"][f"town-{term.number}"]["held_on"]
    start, end = held - days(75), held + days(30)
    row = body(
        build, Body.Kind.ELECTION, [(f"第{ORDINAL[term.number]}届选举委员会", start, None)],
        starts_on=start, ended_on=end, seats=5, order=80,
    )  # fmt: skip
    codes = (
        ["书记一", "副书记"] if term.number == 1 else ["书记二", "副书记", "组织委员", "纪委书记"]
    )
    roles = [Role.DIRECTOR, Role.VICE_DIRECTOR, Role.MEMBER, Role.MEMBER]
    build.save(
        Post(body=row, person=build.cast[code], role=role, starts_on=start, ended_on=end)
        for code, role in zip(codes, roles, strict=False)
    )
