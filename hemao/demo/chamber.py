"""Bodies and posts, sessions and presidium meetings, and the officers elected in them."""

import datetime

from congress import services
from congress.models import (
    AgendaItem,
    Attendance,
    Body,
    BodyName,
    Candidacy,
    Election,
    Post,
    PresidiumMeeting,
    Resolution,
    Session,
    Sitting,
)
from hemao.demo import data
from hemao.demo.build import days
from township.models import Level

# (first day, last day) of each session; nine in the first term, as the report of 2021 says.
SESSIONS = {
    1: [
        ("2017-01-12", "2017-01-13"), ("2017-08-10", ""), ("2018-01-18", ""), ("2018-08-09", ""),
        ("2019-01-17", ""), ("2019-08-08", ""), ("2020-01-09", ""), ("2021-01-14", ""),
        ("2021-08-12", ""),
    ],
    2: [
        ("2022-01-13", "2022-01-14"), ("2022-08-11", ""), ("2023-01-12", ""), ("2023-08-10", ""),
        ("2024-01-11", ""), ("2024-08-08", ""), ("2025-01-09", ""), ("2025-08-14", ""),
        ("2026-01-15", ""), ("2026-08-13", ""), ("2027-01-14", ""), ("2027-08-12", ""),
    ],
}  # fmt: skip
# Presidium meetings between sessions: four a year, and the five of 2021.
QUARTERS = ["03-16", "06-15", "09-14", "12-07"]
OF_YEAR = {2021: ["02-25", "05-20", "07-22", "09-23", "12-09"]}
KINDS = AgendaItem.Kind


def make(build):
    make_bodies(build)
    for number in (1, 2):
        term = build.terms[Level.TOWN, number]
        make_term_bodies(build, term)
        make_meetings(build, term)
    make_roll(build)
    make_agendas(build)
    make_officers(build)


def body(build, kind, names, *, starts_on, ended_on=None, **fields):
    """A body with its dated names [(name, from, to)]."""
    (row,) = build.save([Body(kind=kind, starts_on=starts_on, ended_on=ended_on, **fields)])
    build.save(BodyName(body=row, name=n, starts_on=a, ended_on=b) for n, a, b in names)
    return row


def make_bodies(build):
    begin = datetime.date(2016, 10, 20)
    for key, kind, name in (
        ("congress", Body.Kind.CONGRESS, "鹤毛镇人大"),
        ("government", Body.Kind.GOVERNMENT, "鹤毛镇人民政府"),
        ("party", Body.Kind.PARTY, "鹤毛镇党委"),
    ):
        build.bodies[key] = body(build, kind, [(name, begin, None)], starts_on=begin)
    lists = data.toml("bodies")
    dates = lists["stations"]
    for order, row in enumerate(lists["station"]):
        names = [(row["name"], dates["starts_on"], dates["renamed_on"])]
        names.append((row["renamed"], dates["renamed_on"], None))
        build.bodies[row["name"]] = body(
            build, Body.Kind.STATION, names, starts_on=dates["starts_on"], order=order,
            place=row["place"], reception_days=row["reception_days"],
        )  # fmt: skip
    build.save(
        Post(
            body=build.bodies["party"], person=build.cast[row["who"]], role=row["role"],
            starts_on=row["starts_on"], ended_on=row.get("ended_on"),
        )
        for row in lists["party"]
    )  # fmt: skip


def make_term_bodies(build, term):
    lists = data.toml("bodies")
    start, end = term.starts_on, term.ended_on
    people = build.deputies(start)
    cast = build.cast
    number = {1: "一", 2: "二"}[term.number]
    leaders = [cast[f"主席{number}"], cast[f"副主席{number}"]]
    others = [person for person in people if person not in leaders]
    groups = [
        ("presidium", Body.Kind.PRESIDIUM, "鹤毛镇人大主席团", lists["presidium_seats"],
         [*leaders, *others[: lists["presidium_seats"] - 2]],
         [Post.Role.CHAIR, Post.Role.VICE_CHAIR]),
        ("qualification", Body.Kind.QUALIFICATION, "代表资格审查委员会", lists["qualification_seats"],
         [leaders[1], *others[10:14]], [Post.Role.DIRECTOR, Post.Role.VICE_DIRECTOR]),
    ]  # fmt: skip
    for order, row in enumerate(lists["delegation"]):
        home = [p for p in people if p.village and p.village.name in row["villages"]]
        roles = [Post.Role.LEADER, Post.Role.VICE_LEADER]
        groups.append((f"delegation{order}", Body.Kind.DELEGATION, row["name"], None, home, roles))
    for order, village in enumerate(build.villages.values()):
        home = [p for p in people if p.village_id == village.pk]
        name = f"{village.name}代表小组"
        groups.append((f"group{order}", Body.Kind.GROUP, name, None, home, [Post.Role.LEADER]))
    for order, (key, kind, name, seats, members, roles) in enumerate(groups, 1):
        row = body(
            build, kind, [(name, start, end)], starts_on=start, ended_on=end, term=term,
            seats=seats, order=order * 10,
        )  # fmt: skip
        build.bodies[key, term.number] = row
        build.posts += build.save(
            Post(
                body=row, person=person, starts_on=start, ended_on=end,
                role=roles[n] if n < len(roles) else Post.Role.MEMBER,
            )
            for n, person in enumerate(members)
        )  # fmt: skip


def make_meetings(build, term):
    """Sessions, the presidium's meetings during and between them, numbered through the term."""
    chair = build.cast[{1: "主席一", 2: "主席二"}[term.number]]
    planned = []
    for number, (first, last) in enumerate(SESSIONS[term.number], 1):
        start = data.day(first)
        if start >= build.today:
            break
        (session,) = build.save(
            [
                Session(
                    kind="session", term=term, number=number, starts_on=start,
                    last_on=data.day(last), place="鹤毛镇政府三楼会议室", chair=chair,
                    recorder="人大办公室",
                )
            ]
        )  # fmt: skip
        build.sessions.append(session)
        planned.append((start, session))
    end = term.ended_on or build.today
    for year in range(term.starts_on.year, end.year + 1):
        for text in OF_YEAR.get(year, QUARTERS):
            day = data.day(f"{year}-{text}")
            if term.starts_on < day < end:
                planned.append((day, None))
    if term.ended_on is None:
        planned.append((build.today + days(12), None))  # the next one, announced
    for number, (day, session) in enumerate(sorted(planned, key=lambda row: row[0]), 1):
        build.presidium_meetings += build.save(
            [
                PresidiumMeeting(
                    kind="presidium", term=term, number=number, starts_on=day, session=session,
                    occasion="during" if session else "between", chair=chair,
                    place="鹤毛镇人大办公室", recorder="人大办公室",
                )
            ]
        )  # fmt: skip


def make_roll(build):
    """Attendance: nearly all present, some excused, very few absent, the last one not entered."""
    states = Attendance.State
    last = max(m.starts_on for m in build.presidium_meetings if m.starts_on < build.today)
    rows = []
    for meeting in [*build.sessions, *build.presidium_meetings]:
        if meeting.starts_on >= build.today:
            continue
        rng = build.rng("roll", meeting.kind, str(meeting.starts_on))
        sittings = sittings_of(build, meeting) if meeting.is_session else [None]
        people = list(meeting.expected_people())
        for sitting in sittings:
            for person in people:
                chance = rng.random()
                state = states.PRESENT if chance < 0.93 else states.LEAVE
                if chance > 0.992:
                    state = states.ABSENT
                if meeting.starts_on == last and chance > 0.4:
                    state = states.UNKNOWN
                reason = (
                    rng.choice(["外出务工", "因病", "家中有事"]) if state == states.LEAVE else ""
                )
                rows.append(
                    Attendance(
                        meeting=meeting, sitting=sitting, person=person, state=state, reason=reason
                    )
                )
        listed = {person.pk for person in people}
        for guest in [build.cast["副书记"], build.cast["纪委书记"], build.cast["组织委员"]]:
            if meeting.is_session and guest.pk not in listed:
                rows.append(
                    Attendance(
                        meeting=meeting,
                        sitting=sittings[-1],
                        person=guest,
                        capacity="guest",
                        state=states.PRESENT,
                    )
                )
    build.attendances += build.save(rows)


def sittings_of(build, session):
    rows = [Sitting(meeting=session, kind="full", number=1, held_on=session.starts_on)]
    if session.number == 1:
        early = session.starts_on - days(1)
        rows.insert(0, Sitting(meeting=session, kind="preparatory", number=1, held_on=early))
        rows.append(Sitting(meeting=session, kind="full", number=2, held_on=session.last_on))
    return build.save(rows)


def make_agendas(build):
    lists = data.toml("agendas")
    numbers = {}
    for meeting in build.sessions:
        first_half = meeting.starts_on.month < 6
        titles = lists["session"]["winter" if first_half else "summer"]
        expected = meeting.expected_people().count()
        items = build.save(
            AgendaItem(
                meeting=meeting, order=n, kind=KINDS.REVIEW, title=title, outcome="passed",
                votes_for=expected - 4, votes_against=0, abstained=1,
            )
            for n, title in enumerate(titles, 1)
        )  # fmt: skip
        for item in items[:3]:
            year = meeting.starts_on.year
            numbers[year] = numbers.get(year, 0) + 1
            build.save(
                [
                    Resolution(
                        meeting=meeting, agenda_item=item, kind="resolution",
                        title=f"关于{item.title}的决议", number=f"鹤人发〔{year}〕{numbers[year]}号",
                        adopted_on=meeting.starts_on, votes_for=expected - 4,
                    )
                ]
            )  # fmt: skip
    held = [m for m in build.presidium_meetings if m.starts_on < build.today]
    for index, meeting in enumerate(held):
        build.agenda_items += build.save(presidium_items(build, lists, meeting, index, held[-1]))


def presidium_items(build, lists, meeting, index, last):
    """Study, a special report, what the time of year asks for, and a decision to be done."""
    rng = build.rng("agenda", str(meeting.starts_on))
    study = rng.choice(lists["study"])
    yield AgendaItem(
        meeting=meeting, order=1, kind=KINDS.STUDY, title=f"传达学习{study}", document_title=study,
        outcome="studied",
    )  # fmt: skip
    if meeting.occasion == "during":
        yield AgendaItem(
            meeting=meeting, order=2, kind=KINDS.REVIEW, title="审议各项决议草案", outcome="passed"
        )
        return
    report = lists["reports"][index % len(lists["reports"])]
    done = meeting != last
    yield AgendaItem(
        meeting=meeting, order=2, kind=KINDS.REPORT, title=f"听取{report['about']}专项工作报告",
        reporter=report["department"], outcome="heard", decision=f"抓紧推进{report['about']}，按季度报告进展。",
        decision_department=build.departments[report["department"]],
        decision_due_on=meeting.starts_on + days(60),
        decision_done_on=meeting.starts_on + days(rng.randint(20, 58)) if done else None,
    )  # fmt: skip
    yield AgendaItem(
        meeting=meeting,
        order=3,
        kind=KINDS.SUGGESTIONS,
        title="听取代表建议办理情况",
        outcome="heard",
    )
    month = meeting.starts_on.month
    kind, title = (
        (KINDS.PLAN, "审议年度工作要点") if month < 4
        else (KINDS.PREPARE, "讨论人代会筹备工作") if month in (6, 7, 12)
        else (KINDS.REVIEW, "审议代表视察调研安排")
    )  # fmt: skip
    yield AgendaItem(meeting=meeting, order=4, kind=kind, title=title, outcome="passed")


def make_officers(build):
    """Elections in sessions, confirmed by the office's own verb."""
    by_number = {(s.term.number, s.number): s for s in build.sessions}
    for row in data.toml("elections")["officers"]:
        meeting = by_number.get(tuple(row["session"]))
        if meeting is None:
            continue
        leave_office(build, row, meeting)
        expected = meeting.expected_people().count()
        valid = expected - 5
        (election,) = build.save(
            [
                Election(
                    meeting=meeting, body=build.bodies[row["body"]], role=row["role"],
                    seats=len(row["elected"]), ballots_issued=expected - 4,
                    ballots_returned=expected - 4, ballots_valid=valid, ballots_invalid=1,
                )
            ]
        )  # fmt: skip
        rng = build.rng("officers", *row["session"], row["role"])
        rows = [(code, True) for code in row["elected"]] + [
            (c, False) for c in row.get("losers", [])
        ]
        build.save(
            Candidacy(
                election=election, person=build.cast[code], is_elected=elected,
                votes_for=valid - rng.randint(0, 3) if elected else 3,
                votes_against=0, abstained=0,
            )
            for code, elected in rows
        )  # fmt: skip
        services.declare_officers(election, by=build.by)


def leave_office(build, row, meeting):
    for code in row.get("leaving", []):
        day = row.get("left_on", meeting.last_on or meeting.starts_on)
        posts = Post.objects.filter(
            person=build.cast[code], body=build.bodies[row["body"]], ended_on=None
        )
        for post in posts:
            post.ended_on = day
            post._history_user = build.by
            post.save()
