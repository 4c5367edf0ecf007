"""Meetings, elections, bodies, honours and money, counted once more."""

from congress.models import AgendaItem, Post, Resolution
from tests.reports.recount.deputies import is_deputy
from tests.reports.recount.rows import had_come, in_force, inside, last_day, recounts
from township.numbers import chinese_number


def held(rows, seen, kind=None, occasion=None):
    """The keys of the meetings that began in the period; what is announced was not held yet."""
    return {
        key
        for key, row in rows.meetings.items()
        if inside(row.starts_on, seen)
        and row.starts_on <= rows.today
        and kind in (None, row.kind)
        and occasion in (None, row.occasion)
    }


def between(rows, seen):
    """主席团会议 without more words: those held 闭会期间."""
    return held(rows, seen, "presidium", "between")


def of_meetings(meetings, parts):
    """The `parts` (items, people) of these meetings."""
    return [row for row in parts.values() if row.meeting_id in meetings]


@recounts("人代会次数")
def sessions(rows, seen):
    return len(held(rows, seen, "session"))


@recounts("主席团会议次数")
def presidium_meetings(rows, seen):
    return len(between(rows, seen))


@recounts("召开主席团会议的季度数")
def quarters_with_presidium(rows, seen):
    days = [rows.meetings[key].starts_on for key in between(rows, seen)]
    return len({(day.year, (day.month - 1) // 3) for day in days})


@recounts("大会期间主席团会议次数")
def presidium_during(rows, seen):
    return len(held(rows, seen, "presidium", "during"))


def presidium_kinds(rows, seen):
    return [row.kind for row in of_meetings(between(rows, seen), rows.agenda_items)]


@recounts("主席团会议议题数")
def presidium_items(rows, seen):
    return len(presidium_kinds(rows, seen))


@recounts("传达学习件数")
def studied(rows, seen):
    return presidium_kinds(rows, seen).count("study")


@recounts("听取专项工作报告数")
def reports_heard(rows, seen):
    """By a session, or by the presidium between two of them."""
    heard = held(rows, seen, "session") | between(rows, seen)
    return sum(row.kind == "report" for row in of_meetings(heard, rows.agenda_items))


def subjects(rows, meetings, kind, *shorn, of="title"):
    """The titles of the items of a kind, without what of `shorn` they begin or end with."""
    found = [row for row in of_meetings(meetings, rows.agenda_items) if row.kind == kind]
    found.sort(key=lambda row: (rows.meetings[row.meeting_id].starts_on, row.order, row.id))
    titles = []
    for row in found:
        title = getattr(row, of)
        for words in shorn:
            title = title.removeprefix(words).removesuffix(words)
        titles.append(title.strip() or getattr(row, of))
    return tuple(dict.fromkeys(filter(None, titles)))


@recounts("传达学习题目")
def subjects_studied(rows, seen):
    return subjects(rows, between(rows, seen), "study", of="document_title")


@recounts("专项工作报告题目")
def subjects_of_reports_heard(rows, seen):
    heard = held(rows, seen, "session") | between(rows, seen)
    return subjects(rows, heard, "report", "听取", "专项工作报告", "情况汇报")


@recounts("主席团审议议题数")
def items_reviewed(rows, seen):
    return presidium_kinds(rows, seen).count("review")


@recounts("人代会议题数")
def session_items(rows, seen):
    return len(of_meetings(held(rows, seen, "session"), rows.agenda_items))


@recounts("议题数")
def items(rows, seen, member):
    found = of_meetings(held(rows, seen), rows.agenda_items)
    labels = [AgendaItem.Kind(row.kind).label for row in found]
    return labels.count(member) if member else len(labels)


@recounts("决议决定件数")
def resolutions(rows, seen, member):
    found = [row for row in rows.resolutions.values() if inside(row.adopted_on, seen)]
    return sum(member in ("", Resolution.Kind(row.kind).label) for row in found)


def decisions(rows, seen):
    """With a unit and a date; one that comes back to a later meeting is the same decision."""
    return [
        row
        for row in of_meetings(held(rows, seen), rows.agenda_items)
        if row.decision_department_id and row.decision_due_on and row.follows_id is None
    ]


@recounts("会议决定交办事项数")
def decisions_made(rows, seen):
    return len(decisions(rows, seen))


@recounts("会议决定落实事项数")
def decisions_done(rows, seen):
    """Done is what was done by the day of record, be it on an agenda that it came back to."""
    done = set()
    for row in rows.agenda_items.values():
        key = row.id if had_come(row.decision_done_on, seen) else None
        while key is not None:
            done.add(key)
            key = rows.followed[key]
    return sum(row.id in done for row in decisions(rows, seen))


@recounts("会议决定落实率")
def decisions_done_share(rows, seen):
    return decisions_done(rows, seen), len(decisions(rows, seen))


def roll(rows, meetings, capacity="member", person=""):
    """How each of those expected (or of the guests) at these meetings is registered."""
    found = of_meetings(meetings, rows.attendances)
    return [
        row.state
        for row in found
        if row.capacity == capacity and person in ("", rows.people[row.person_id].name)
    ]


def present_of_registered(states):
    return states.count("present"), len(states) - states.count("unknown")


def once_each(rows, meetings):
    """{(meeting, person): row} of those expected: of a session by its first full sitting with a roll,
    else by its first other one, else as a whole.
    """
    found = {}
    for meeting in meetings:
        members = [
            row for row in of_meetings({meeting}, rows.attendances) if row.capacity == "member"
        ]
        called = {row.sitting_id for row in members if row.sitting_id}
        in_order = sorted(
            called, key=lambda key: (rows.sittings[key].kind != "full", rows.sittings[key].number)
        )
        first = in_order[0] if in_order else None
        found |= {(meeting, row.person_id): row for row in members if row.sitting_id == first}
    return found


def session_roll(rows, seen, person=""):
    """How each of those expected at a session is registered, once a session."""
    found = once_each(rows, held(rows, seen, "session")).values()
    return [row.state for row in found if person in ("", rows.people[row.person_id].name)]


@recounts("人代会出席率")
def session_attendance(rows, seen):
    return present_of_registered(session_roll(rows, seen))


def people_of_sessions(rows, seen, member, *states):
    """The people in one of `states` (any, where none is named) at one session, or at any."""
    people = set()
    for (meeting, person), row in once_each(rows, held(rows, seen, "session")).items():
        of = rows.meetings[meeting]
        term, number = rows.terms[of.term_id].number, of.number
        name = f"{chinese_number(term)}届{chinese_number(number)}次"
        if member in ("", name) and (not states or row.state in states):
            people.add(person)
    return len(people)


@recounts("人代会应到人数")
def people_expected(rows, seen, member):
    return people_of_sessions(rows, seen, member)


@recounts("人代会实到人数")
def people_present(rows, seen, member):
    return people_of_sessions(rows, seen, member, "present")


@recounts("未经批准不出席人代会人次")
def sessions_missed(rows, seen, member):
    """Present at none of the full sittings (or of the session as a whole), and absent from one."""
    states = {}
    for row in of_meetings(held(rows, seen, "session"), rows.attendances):
        is_full = row.sitting_id is None or rows.sittings[row.sitting_id].kind == "full"
        named = member in ("", rows.people[row.person_id].name)
        if row.capacity == "member" and is_full and named:
            states.setdefault((row.meeting_id, row.person_id), set()).add(row.state)
    return sum("absent" in known and "present" not in known for known in states.values())


@recounts("主席团会议出席率")
def presidium_attendance(rows, seen):
    return present_of_registered(roll(rows, between(rows, seen)))


def recount_roll(name, states_of):
    """The six figures of who was expected, as a whole and of one person."""
    states = {"出席": "present", "请假": "leave", "缺席": "absent", "未登记": "unknown"}

    @recounts(f"{name}应到人次")
    def expected(rows, seen, member):
        return len(states_of(rows, seen, member))

    @recounts(f"{name}已登记人次")
    def registered(rows, seen, member):
        return sum(state != "unknown" for state in states_of(rows, seen, member))

    for word, state in states.items():

        @recounts(f"{name}{word}人次")
        def counted(rows, seen, member, state=state):
            return states_of(rows, seen, member).count(state)


recount_roll("人代会", session_roll)
recount_roll("主席团会议", lambda rows, seen, who: roll(rows, between(rows, seen), person=who))


@recounts("出席未登记人次")
def unknown_attendance(rows, seen):
    meetings = held(rows, seen, "presidium")
    return roll(rows, meetings).count("unknown") + session_roll(rows, seen).count("unknown")


@recounts("列席人次")
def guests(rows, seen):
    """Somebody who sat in on two sittings of a session sat in once."""
    found = of_meetings(held(rows, seen), rows.attendances)
    there = [row for row in found if (row.capacity, row.state) == ("guest", "present")]
    return len({(row.meeting_id, row.person_id) for row in there})


# Elections.


def by_elected(rows, seen, level):
    """Those elected in by-elections of the period, for whom a seat was written down and stands."""
    count = 0
    for row in rows.candidacies.values():
        if row.poll_id and row.is_elected and row.mandate_id in rows.mandates:
            poll = rows.polls[row.poll_id]
            term = rows.terms[rows.constituencies[poll.constituency_id].term_id]
            is_by_election = poll.kind == "by_election" and term.level == level
            count += is_by_election and inside(poll.held_on, seen)
    return count


@recounts("补选县级代表人数")
def by_elected_county(rows, seen):
    return by_elected(rows, seen, "county")


@recounts("补选镇代表人数")
def by_elected_town(rows, seen):
    return by_elected(rows, seen, "town")


@recounts("代表选举场次")
def polls(rows, seen):
    return sum(inside(row.held_on, seen) for row in rows.polls.values())


def officers(rows, seen, *roles):
    """The candidacies that a session of the period made officers of, with their elections."""
    found = []
    for row in rows.candidacies.values():
        if row.election_id and row.is_elected and row.post_id in rows.posts:
            election = rows.elections[row.election_id]
            day = rows.meetings[election.meeting_id].starts_on
            if inside(day, seen) and (not roles or election.role in roles):
                found.append((row, election))
    return found


@recounts("选举职务人数")
def officers_elected(rows, seen, member):
    roles = [Post.Role(election.role).label for _, election in officers(rows, seen)]
    return roles.count(member) if member else len(roles)


@recounts("选举镇长副镇长人次")
def mayors_elected(rows, seen):
    return len(officers(rows, seen, "mayor", "vice_mayor"))


@recounts("高票当选镇长副镇长人次")
def mayors_high(rows, seen):
    mayors = officers(rows, seen, "mayor", "vice_mayor")
    return sum(row.votes_for * 10 >= election.ballots_valid * 9 for row, election in mayors)


# Bodies.


def bodies(rows, seen, kind):
    found = [row for row in rows.bodies.values() if row.kind == kind]
    return sum(in_force(row, last_day(seen)) for row in found)


def members(rows, seen, kind):
    """Members as long as the body is there; whose end nobody wrote down are none any more."""
    day = last_day(seen)
    bodies = {key for key, row in rows.bodies.items() if row.kind == kind and in_force(row, day)}
    return sum(row.body_id in bodies and in_force(row, day) for row in rows.posts.values())


@recounts("代表团数")
def delegations(rows, seen):
    return bodies(rows, seen, "delegation")


@recounts("代表小组数")
def groups(rows, seen):
    return bodies(rows, seen, "group")


@recounts("联络站数")
def stations(rows, seen):
    return bodies(rows, seen, "station")


@recounts("主席团成员人数")
def presidium_members(rows, seen):
    return members(rows, seen, "presidium")


@recounts("资格审查委员会人数")
def qualification_members(rows, seen):
    return members(rows, seen, "qualification")


# Honours and money.


def awarded(rows, seen):
    return [row for row in rows.honours.values() if inside(row.awarded_on, seen)]


@recounts("先进事迹数")
def honours(rows, seen):
    return len(awarded(rows, seen))


@recounts("展示先进事迹数")
def honours_displayed(rows, seen):
    return sum(inside(row.displayed_on, seen) for row in rows.honours.values())


@recounts("受表彰代表人数")
def people_honoured(rows, seen):
    theirs = [
        row for row in awarded(rows, seen) if is_deputy(rows, row.person_id, row.awarded_on, seen)
    ]
    return len({row.person_id for row in theirs})


def paid(rows, seen, *kinds):
    money = rows.allowances.values()
    return [row for row in money if row.kind in kinds and inside(row.paid_on, seen)]


@recounts("代表补助发放金额")
def allowances(rows, seen):
    return sum(row.amount for row in paid(rows, seen, "allowance", "lost_work"))


@recounts("补选工作经费金额")
def election_costs(rows, seen):
    return sum(row.amount for row in paid(rows, seen, "election"))


@recounts("代表活动经费金额")
def activity_costs(rows, seen):
    return sum(row.amount for row in paid(rows, seen, "activity"))


@recounts("领取补助代表人数")
def people_paid(rows, seen):
    money = paid(rows, seen, "allowance", "lost_work")
    return len({rows.mandates[row.mandate_id].person_id for row in money})
