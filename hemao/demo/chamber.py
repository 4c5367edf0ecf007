"""Sessions and presidium meetings, and who was there."""

from collections import Counter

from congress.models import Attendance, Body, Meeting, Sitting
from hemao.demo import data
from hemao.demo.bodies import ORDINAL
from hemao.demo.build import covers, days
from township.models import Level

States = Attendance.State
Kind, Occasion = Meeting.Kind, Meeting.Occasion
NEXT_MEETING = 10  # days after the load: announced, not held


def make(build):
    lists = data.toml("meetings")
    for number in (1, 2):
        make_meetings(build, lists, build.terms[Level.TOWN, number])
    make_sittings(build)
    Roll(build).call()


def make_meetings(build, lists, term):
    """Sessions, and the presidium's meetings during and between them, numbered through the term."""
    chair = build.cast[f"主席{ORDINAL[term.number]}"]
    common = {"term": term, "chair": chair, "recorder": lists["recorder"]}
    sessions = build.save(
        Meeting(
            kind=Kind.SESSION, number=number, starts_on=first, place=lists["session_place"],
            last_on=last if last != first else None, **common,
        )
        for number, (first, last) in enumerate(lists["sessions"][str(term.number)], 1)
        if last < build.today
    )  # fmt: skip
    build.sessions += sessions
    days_of_sessions = {session.starts_on for session in sessions}
    planned = [(session.starts_on, session) for session in sessions]
    planned += [
        (day, None)
        for day in lists["presidium"]["days"]
        if term.covers(day) and day < build.today and day not in days_of_sessions
    ]
    if term.ended_on is None:
        planned.append((build.today + days(NEXT_MEETING), None))
    build.presidium_meetings += build.save(
        Meeting(
            kind=Kind.PRESIDIUM, number=number, starts_on=day, session=session,
            occasion=Occasion.DURING if session else Occasion.BETWEEN,
            place=lists["presidium_place"], **common,
        )
        for number, (day, session) in enumerate(sorted(planned, key=lambda row: row[0]), 1)
    )  # fmt: skip


def make_sittings(build):
    """The preparatory sitting is on the eve of a session of two days, else the same morning."""
    rows = []
    for session in build.sessions:
        first, last = session.starts_on, session.last_on
        eve = first - days(1) if last else first
        # Before the first session of a term, nobody there is a deputy yet: they begin that day.
        kinds = [("preparatory", 1, eve), ("full", 1, first)]
        if last:
            kinds.append(("full", 2, last))
        session.rows = [
            Sitting(meeting=session, kind=kind, number=number, held_on=day)
            for kind, number, day in kinds
        ]
        rows += session.rows
    build.save(rows)


def presidium_on(build, day):
    """The people of the presidium on `day`, in the order of their posts."""
    return [
        post.person
        for post in build.posts
        if post.body.kind == Body.Kind.PRESIDIUM and covers(post, day)
    ]


def expected(build, meeting):
    """Who is expected at `meeting`: the same as Meeting.expected_people, from memory."""
    if meeting.is_session:
        return build.deputies(meeting.starts_on)
    return presidium_on(build, meeting.starts_on)


def turnout(build, meeting):
    """How many votes are cast at `meeting`: as many as were there, or may have been, at the full
    sitting with fewest. So no page that counts a session by another sitting has fewer than voted.
    """
    rolls = Counter(
        row.sitting
        for row in build.attendances
        if row.meeting == meeting
        and row.capacity == Attendance.Capacity.MEMBER
        and row.state in (States.PRESENT, States.UNKNOWN)
        and (row.sitting is None or row.sitting.kind == Sitting.Kind.FULL)
    )
    return min(rolls.values())


class Roll:
    """Attendance: nearly all present, some excused, very few absent, the latest not entered."""

    REASONS = ("外出务工", "因病", "家中有事", "参加上级会议")

    def __init__(self, build):
        self.build = build
        self.rows = []
        self.absences = {}  # (term, person) → sessions missed without leave
        held = [*build.sessions, *build.presidium_meetings]
        self.held = sorted(
            (m for m in held if m.starts_on < build.today), key=lambda m: (m.starts_on, m.kind)
        )
        between = [m for m in self.held if m.occasion == Occasion.BETWEEN]
        self.unentered, self.half_entered = between[-1], between[-2]
        # One deputy of the second term stays away twice: the office has to act (代表法第六十二条).
        second = [session for session in build.sessions if session.term.number == 2]
        self.truancy = [session.pk for session in second[1:4:2]]
        officials = set(build.cast.values()) | set(presidium_on(build, second[0].starts_on))
        others = [p for p in build.deputies(second[0].starts_on) if p not in officials]
        stayed = set(build.deputies(build.today))
        self.truant = next(person for person in reversed(others) if person in stayed)

    def call(self):
        for meeting in self.held:
            people = expected(self.build, meeting)
            rng = self.build.rng("roll", meeting.kind, meeting.starts_on)
            for person in people:
                self.enter(rng, meeting, person)
            if meeting.is_session:
                self.guests(meeting, people)
        self.build.attendances += self.build.save(self.rows)

    def enter(self, rng, meeting, person):
        """One state for the whole meeting; some come late to a session of several sittings."""
        state = self.state(rng, meeting, person)
        reason = rng.choice(self.REASONS) if state == States.LEAVE else ""
        sittings = meeting.rows if meeting.is_session else [None]
        for sitting in sittings:
            away = state == States.PRESENT and meeting.is_session and rng.random() < 0.015
            self.rows.append(
                Attendance(
                    meeting=meeting, sitting=sitting, person=person,
                    state=States.LEAVE if away else state,
                    reason="临时有事" if away else reason,
                )
            )  # fmt: skip

    def state(self, rng, meeting, person):
        chance = rng.random()
        if meeting == self.unentered or (meeting == self.half_entered and chance < 0.25):
            return States.UNKNOWN
        if person == meeting.chair or chance < 0.94:
            return States.ABSENT if self.plays_truant(meeting, person) else States.PRESENT
        if self.plays_truant(meeting, person):
            return States.ABSENT
        key = (meeting.term_id, person.pk)
        if meeting.is_session and chance > 0.994 and person != self.truant:
            if not self.absences.get(key):
                self.absences[key] = 1
                return States.ABSENT
        return States.LEAVE

    def plays_truant(self, meeting, person):
        return person == self.truant and meeting.pk in self.truancy

    def guests(self, meeting, people):
        """列席: those of the government and of the city's congress who are no deputies here."""
        build, day = self.build, meeting.starts_on
        listed = {person.pk for person in people}
        codes = ["纪委书记", "组织委员", "落选一", "落选二"]
        guests = [build.cast[code] for code in codes]
        guests += build.deputies(day, Level.COUNTY)
        opening = next(row for row in meeting.rows if row.kind == Sitting.Kind.FULL)
        for person in dict.fromkeys(guests):
            if person.pk not in listed:
                self.rows.append(
                    Attendance(
                        meeting=meeting, sitting=opening, person=person,
                        capacity=Attendance.Capacity.GUEST, state=States.PRESENT,
                    )
                )  # fmt: skip
