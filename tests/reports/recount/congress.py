"""Meetings, elections, bodies, honours and money, counted once more."""

from congress.models import AgendaItem
from tests.reports.recount.deputies import is_deputy
from tests.reports.recount.rows import in_force, inside, last_day, recounts


def held(rows, period, kind=None, occasion=None):
    """The keys of the meetings that began in the period; what is announced was not held yet."""
    return {
        key
        for key, row in rows.meetings.items()
        if inside(row.starts_on, period)
        and row.starts_on <= rows.today
        and kind in (None, row.kind)
        and occasion in (None, row.occasion)
    }


def between(rows, period):
    """主席团会议 without more words: those held 闭会期间."""
    return held(rows, period, "presidium", "between")


def of_meetings(meetings, parts):
    """The `parts` (items, people) of these meetings."""
    return [row for row in parts.values() if row.meeting_id in meetings]


@recounts("人代会次数")
def sessions(rows, period):
    return len(held(rows, period, "session"))


@recounts("主席团会议次数")
def presidium_meetings(rows, period):
    return len(between(rows, period))


@recounts("大会期间主席团会议次数")
def presidium_during(rows, period):
    return len(held(rows, period, "presidium", "during"))


def presidium_kinds(rows, period):
    return [row.kind for row in of_meetings(between(rows, period), rows.agenda_items)]


@recounts("主席团会议议题数")
def presidium_items(rows, period):
    return len(presidium_kinds(rows, period))


@recounts("传达学习件数")
def studied(rows, period):
    return presidium_kinds(rows, period).count("study")


@recounts("听取专项工作报告数")
def reports_heard(rows, period):
    return presidium_kinds(rows, period).count("report")


@recounts("主席团审议议题数")
def items_reviewed(rows, period):
    return presidium_kinds(rows, period).count("review")


@recounts("人代会议题数")
def session_items(rows, period):
    return len(of_meetings(held(rows, period, "session"), rows.agenda_items))


@recounts("议题数")
def items(rows, period, member):
    found = of_meetings(held(rows, period), rows.agenda_items)
    labels = [AgendaItem.Kind(row.kind).label for row in found]
    return labels.count(member) if member else len(labels)


@recounts("决议决定件数")
def resolutions(rows, period):
    return sum(inside(row.adopted_on, period) for row in rows.resolutions.values())


def decisions(rows, period):
    """With a unit and a date; one that comes back to a later meeting is the same decision."""
    return [
        row
        for row in of_meetings(held(rows, period), rows.agenda_items)
        if row.decision_department_id and row.decision_due_on and row.follows_id is None
    ]


@recounts("会议决定交办事项数")
def decisions_made(rows, period):
    return len(decisions(rows, period))


@recounts("会议决定落实率")
def decisions_done(rows, period):
    """Done is what was registered as done, be it on an agenda that it came back to."""
    done = set()
    for row in rows.agenda_items.values():
        key = row.id if row.decision_done_on else None
        while key is not None:
            done.add(key)
            key = rows.followed[key]
    found = decisions(rows, period)
    return sum(row.id in done for row in found), len(found)


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


@recounts("人代会出席率")
def session_attendance(rows, period):
    return present_of_registered(roll(rows, held(rows, period, "session")))


@recounts("主席团会议出席率")
def presidium_attendance(rows, period):
    return present_of_registered(roll(rows, between(rows, period)))


def recount_roll(name, meetings):
    """The five figures of who was expected at these `meetings`, as a whole and of one person."""
    states = {"出席": "present", "请假": "leave", "缺席": "absent", "未登记": "unknown"}

    @recounts(f"{name}应到人次")
    def expected(rows, period, member):
        return len(roll(rows, meetings(rows, period), person=member))

    for word, state in states.items():

        @recounts(f"{name}{word}人次")
        def counted(rows, period, member, state=state):
            return roll(rows, meetings(rows, period), person=member).count(state)


recount_roll("人代会", lambda rows, period: held(rows, period, "session"))
recount_roll("主席团会议", between)


@recounts("出席未登记人次")
def unknown_attendance(rows, period):
    return roll(rows, held(rows, period)).count("unknown")


@recounts("列席人次")
def guests(rows, period):
    return roll(rows, held(rows, period), "guest").count("present")


# Elections.


def by_elected(rows, period, level):
    """Those elected in by-elections of the period, for whom a seat was written down and stands."""
    count = 0
    for row in rows.candidacies.values():
        if row.poll_id and row.is_elected and row.mandate_id in rows.mandates:
            poll = rows.polls[row.poll_id]
            term = rows.terms[rows.constituencies[poll.constituency_id].term_id]
            is_by_election = poll.kind == "by_election" and term.level == level
            count += is_by_election and inside(poll.held_on, period)
    return count


@recounts("补选县级代表人数")
def by_elected_county(rows, period):
    return by_elected(rows, period, "county")


@recounts("补选镇代表人数")
def by_elected_town(rows, period):
    return by_elected(rows, period, "town")


@recounts("代表选举场次")
def polls(rows, period):
    return sum(inside(row.held_on, period) for row in rows.polls.values())


def officers(rows, period, *roles):
    """The candidacies that a session of the period made officers of, with their elections."""
    found = []
    for row in rows.candidacies.values():
        if row.election_id and row.is_elected and row.post_id in rows.posts:
            election = rows.elections[row.election_id]
            day = rows.meetings[election.meeting_id].starts_on
            if inside(day, period) and (not roles or election.role in roles):
                found.append((row, election))
    return found


@recounts("选举职务人数")
def officers_elected(rows, period):
    return len(officers(rows, period))


@recounts("选举镇长副镇长人次")
def mayors_elected(rows, period):
    return len(officers(rows, period, "mayor", "vice_mayor"))


@recounts("高票当选镇长副镇长人次")
def mayors_high(rows, period):
    mayors = officers(rows, period, "mayor", "vice_mayor")
    return sum(row.votes_for * 10 >= election.ballots_valid * 9 for row, election in mayors)


# Bodies.


def bodies(rows, period, kind):
    found = [row for row in rows.bodies.values() if row.kind == kind]
    return sum(in_force(row, last_day(period)) for row in found)


def members(rows, period, kind):
    """Members as long as the body is there; whose end nobody wrote down are none any more."""
    day = last_day(period)
    bodies = {key for key, row in rows.bodies.items() if row.kind == kind and in_force(row, day)}
    return sum(row.body_id in bodies and in_force(row, day) for row in rows.posts.values())


@recounts("代表团数")
def delegations(rows, period):
    return bodies(rows, period, "delegation")


@recounts("代表小组数")
def groups(rows, period):
    return bodies(rows, period, "group")


@recounts("联络站数")
def stations(rows, period):
    return bodies(rows, period, "station")


@recounts("主席团成员人数")
def presidium_members(rows, period):
    return members(rows, period, "presidium")


@recounts("资格审查委员会人数")
def qualification_members(rows, period):
    return members(rows, period, "qualification")


# Honours and money.


def awarded(rows, period):
    return [row for row in rows.honours.values() if inside(row.awarded_on, period)]


@recounts("先进事迹数")
def honours(rows, period):
    return len(awarded(rows, period))


@recounts("展示先进事迹数")
def honours_displayed(rows, period):
    return sum(inside(row.displayed_on, period) for row in rows.honours.values())


@recounts("受表彰代表人数")
def people_honoured(rows, period):
    theirs = [
        row for row in awarded(rows, period) if is_deputy(rows, row.person_id, row.awarded_on)
    ]
    return len({row.person_id for row in theirs})


def paid(rows, period, *kinds):
    money = rows.allowances.values()
    return [row for row in money if row.kind in kinds and inside(row.paid_on, period)]


@recounts("代表补助发放金额")
def allowances(rows, period):
    return sum(row.amount for row in paid(rows, period, "allowance", "lost_work"))


@recounts("补选工作经费金额")
def election_costs(rows, period):
    return sum(row.amount for row in paid(rows, period, "election"))


@recounts("代表活动经费金额")
def activity_costs(rows, period):
    return sum(row.amount for row in paid(rows, period, "activity"))


@recounts("领取补助代表人数")
def people_paid(rows, period):
    money = paid(rows, period, "allowance", "lost_work")
    return len({rows.mandates[row.mandate_id].person_id for row in money})
