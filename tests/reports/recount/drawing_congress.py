"""What the congress of a made-up town did: bodies, meetings, elections, activities, money."""

from decimal import Decimal

from tests.reports.recount.history import (
    FIRST_DAY,
    LATER,
    SECOND_TERM,
    THIRD_TERM,
    TODAY,
    day,
    later,
)
from tests.reports.recount.rows import in_force

# Days beyond today: what is announced.
ANNOUNCED = [later(TODAY, 1), day("2022-12-31"), day("2023-03-01")]
PRESIDIUM, NEXT_PRESIDIUM, GOVERNMENT = 1, 2, 3  # keys of bodies


def bodies(history):
    """Presidiums of two terms, the government, and what else sits or meets in the town."""
    for kind, starts_on, ended_on in [
        ("presidium", SECOND_TERM, THIRD_TERM),
        ("presidium", THIRD_TERM, None),
        ("government", day("2010-01-01"), None),
        ("qualification", SECOND_TERM, None),
        ("delegation", SECOND_TERM, day("2022-01-01")),
        ("group", day("2020-01-01"), None),
        ("station", day("2021-01-01"), day("2021-12-31")),
        ("station", day("2021-12-31"), None),
    ]:
        history.add("bodies", kind=kind, starts_on=starts_on, ended_on=ended_on)


def happened_or_announced(luck):
    return luck.choice(ANNOUNCED) if luck.chance(0.12) else luck.day()


def post(history, luck):
    """Somebody in some body, to its end or not; nobody twice in one."""
    body = history.tables["bodies"][luck.choice([1, 1, 2, 2, 2, 4, 4, 5, 6, 7])]
    taken = {row.person_id for row in history.all("posts") if row.body_id == body.id}
    who = luck.choice([key for key in history.tables["people"] if key not in taken])
    starts_on = max(body.starts_on, luck.maybe(0.7, body.starts_on, FIRST_DAY))
    last = later(body.ended_on, -1) if body.ended_on else TODAY
    ended_on = body.ended_on
    if luck.chance(0.4) and later(starts_on, 1) <= last:
        ended_on = luck.day(later(starts_on, 1), last)
    elif luck.chance(0.3):
        ended_on = None  # nobody wrote down that it ended with its body
    history.add(
        "posts", body_id=body.id, person_id=who, role="member", starts_on=starts_on,
        ended_on=ended_on, voided_at=luck.voided(),
    )  # fmt: skip


# Meetings.


def term_of(on):
    return 3 if on >= THIRD_TERM else 2


def meeting(history, luck, kind, starts_on, **fields):
    number = sum(row.kind == kind for row in history.tables["meetings"].values()) + 1
    row = history.add(
        "meetings", kind=kind, term_id=term_of(starts_on), number=number, starts_on=starts_on,
        voided_at=luck.voided(), **fields,
    )  # fmt: skip
    for order in range(1, luck.randint(0, 4) + 1):
        agenda_item(history, luck, row, order)
    for _ in range(luck.randint(0, 2) if starts_on <= TODAY else 0):
        resolution(history, luck, row)
    roll(history, luck, row)
    return row


def session(history, luck):
    starts_on = luck.choice(
        [
            happened_or_announced(luck),
            luck.choice([day("2020-12-31"), day("2021-12-31")]),  # into the next year
            luck.day(THIRD_TERM, TODAY),  # with the crowd to vote
        ]
    )
    last_on = luck.choice([None, later(starts_on, 1), later(starts_on, 3)])
    if last_on and (term_of(last_on) != term_of(starts_on) or starts_on <= TODAY < last_on):
        last_on = None
    row = meeting(
        history, luck, "session", starts_on, last_on=last_on, occasion="", session_id=None
    )
    if luck.chance(0.5):
        for kind, number in [("preparatory", 1)] * luck.choice([0, 1]) + [("full", 1), ("full", 2)]:
            sitting(history, luck, row, kind, number)
    if starts_on <= TODAY and luck.chance(0.8):
        election(history, luck, row)


def presidium_meeting(history, luck):
    """闭会期间, or during one of the sessions."""
    held = [row for row in history.all("meetings") if row.kind == "session"]
    if held and luck.chance(0.3):
        during = luck.choice(held)
        on = luck.choice([during.starts_on, during.last_on or during.starts_on])
        fields = {"occasion": "during", "session_id": during.id}
    else:
        on, fields = happened_or_announced(luck), {"occasion": "between", "session_id": None}
    meeting(history, luck, "presidium", on, last_on=None, **fields)


def sitting(history, luck, meeting, kind, number):
    row = history.add(
        "sittings", meeting_id=meeting.id, kind=kind, number=number,
        held_on=meeting.starts_on, voided_at=luck.maybe(0.3, LATER),
    )  # fmt: skip
    roll(history, luck, meeting, row)


KINDS_OF_ITEMS = [
    "study", "study", "review", "review", "report", "report", "briefing", "suggestions", "prepare",
    "qualification", "by_election", "election", "ballot", "plan", "other",
]  # fmt: skip


def agenda_item(history, luck, meeting, order):
    """An item, often with a decision; some go on with what was decided before."""
    department, due_on, done_on = None, None, None
    if luck.chance(0.6):
        department = luck.randint(1, 3)
        due_on = luck.maybe(0.8, later(meeting.starts_on, 30))
        if meeting.starts_on <= TODAY:
            done_on = luck.maybe(0.4, luck.day(meeting.starts_on, TODAY))
    kind = luck.choice(KINDS_OF_ITEMS)
    follows = luck.maybe(0.5, followed(history, luck, meeting))
    voided_at = luck.maybe(0.3 if follows else 0.14, LATER)
    if follows and voided_at and meeting.starts_on <= TODAY:
        done_on = meeting.starts_on  # what is voided does nothing for what it went on with
    history.add(
        "agenda_items", meeting_id=meeting.id, order=order, kind=kind, title="水利工程",
        document_title="通知" if kind == "study" else "", decision_department_id=department,
        decision_due_on=due_on, decision_done_on=done_on, follows_id=follows,
        voided_at=voided_at,
    )  # fmt: skip


def followed(history, luck, meeting):
    """An item of an earlier meeting of the kind, which an item of `meeting` may go on with."""
    earlier = [
        row.id
        for row in history.tables["agenda_items"].values()
        if row.decision_due_on
        and history.tables["meetings"][row.meeting_id].kind == meeting.kind
        and history.tables["meetings"][row.meeting_id].starts_on < meeting.starts_on
    ]
    return luck.choice(earlier[-3:]) if earlier else None


def resolution(history, luck, meeting):
    history.add(
        "resolutions", meeting_id=meeting.id, title="决议",
        kind=luck.choice(["resolution", "decision", "rules"]),
        adopted_on=luck.choice([meeting.starts_on, meeting.last_on or meeting.starts_on]),
        voided_at=luck.voided(),
    )  # fmt: skip


def roll(history, luck, meeting, sitting=None):
    """Called and registered in full, in half or not at all; with guests."""
    expected = expected_at(history, meeting)
    guests = [key for key in history.tables["people"] if key not in expected]
    states = ["present", "present", "present", "leave", "absent", "unknown"]
    if meeting.starts_on > TODAY:
        states = ["leave", "unknown", "unknown"]
    if luck.chance(0.75):
        for who in expected:
            attend(history, luck, meeting, sitting, who, luck.choice(states))
        history.steps.append(
            ("call_roll", {"meeting": meeting.id, "sitting": sitting and sitting.id})
        )
    for who in luck.sample(guests, min(len(guests), luck.choice([0, 0, 1, 2]))):
        attend(history, luck, meeting, sitting, who, luck.choice(states), capacity="guest")


def attend(history, luck, meeting, sitting, who, state, capacity="member"):
    history.add(
        "attendances", meeting_id=meeting.id, sitting_id=sitting and sitting.id, person_id=who,
        capacity=capacity, state=state, voided_at=luck.voided(),
    )  # fmt: skip


def expected_at(history, meeting):
    """Whom the law calls: all deputies of the day, or the members of the presidium."""
    if meeting.kind == "session":
        return history.deputies(meeting.starts_on)
    return sorted(
        {
            row.person_id
            for row in history.all("posts")
            if row.body_id in (PRESIDIUM, NEXT_PRESIDIUM)
            and in_force(row, meeting.starts_on)
            and in_force(history.tables["bodies"][row.body_id], meeting.starts_on)
        }
    )


def election(history, luck, meeting):
    """A session elects somebody new, with nine tenths of the ballots or just about."""
    everybody = len(history.deputies(meeting.starts_on))
    voters = min([everybody, *could_vote(history, meeting)])
    valid = min(voters, luck.choice([10, 10, 10, 30]))
    need = everybody // 2 + 1
    if valid < need:
        return
    body_id, role = luck.choice(
        [
            (GOVERNMENT, "mayor"),
            (GOVERNMENT, "vice_mayor"),
            (GOVERNMENT, "vice_mayor"),
            (0, "chair"),
        ]
    )
    body = history.tables["bodies"][body_id or term_of(meeting.starts_on) - 1]
    row = history.add(
        "elections", meeting_id=meeting.id, body_id=body.id, role=role, ballots_issued=voters,
        ballots_returned=valid, ballots_valid=valid, voided_at=luck.voided(),
    )  # fmt: skip
    is_declared = luck.chance(0.85)
    nine_tenths = max(valid * 9 // 10, need)
    votes = luck.choice([valid, nine_tenths, nine_tenths, nine_tenths, max(nine_tenths - 1, need)])
    for is_elected in (True, False):
        officer(history, luck, row, votes if is_elected else 0, is_elected, is_declared)
    if is_declared:
        history.steps.append(("declare_officers", {"election": row.id}))


def could_vote(history, meeting):
    """How many may have been at each full sitting, or at the meeting as a whole: none casts more."""
    rolls = {}
    for row in history.tables["attendances"].values():
        is_full = (
            row.sitting_id is None or history.tables["sittings"][row.sitting_id].kind == "full"
        )
        if row.meeting_id == meeting.id and row.capacity == "member" and is_full:
            rolls.setdefault(row.sitting_id, []).append(row.state)
    return [sum(state in ("present", "unknown") for state in roll) for roll in rolls.values()]


def officer(history, luck, election, votes, is_elected, is_declared):
    who = history.person(luck)
    meeting = history.tables["meetings"][election.meeting_id]
    row = None
    if is_elected and is_declared:
        row = history.add(
            "posts", body_id=election.body_id, person_id=who.id, role=election.role,
            starts_on=meeting.last_on or meeting.starts_on,
            ended_on=history.tables["bodies"][election.body_id].ended_on,
            voided_at=luck.maybe(0.3, LATER),
        )  # fmt: skip
    history.add(
        "candidacies", poll_id=None, election_id=election.id, person_id=who.id, votes_for=votes,
        is_elected=is_elected, mandate_id=None, post_id=row and row.id, voided_at=luck.voided(),
    )  # fmt: skip


# Activities and what belongs to them.

KINDS_OF_ACTIVITIES = [
    "inspection", "research", "law_check", "appraisal", "training", "study_tour", "reception",
    "group", "station", "account", "talk", "briefing", "party_report", "publicity", "flood",
    "epidemic", "upkeep", "other",
]  # fmt: skip


def activity(history, luck):
    kind = luck.choice(
        ["flood", "study_tour", "inspection", "appraisal", luck.choice(KINDS_OF_ACTIVITIES)]
    )
    row = history.add(
        "activities", kind=kind, title="活动", starts_on=happened_or_announced(luck),
        campaign_id=luck.choice([None, None, 1, 2]), good_deed=luck.choice(["", "疏通水渠"]),
        organiser_level=luck.choice(["town", "town", "county", "prefecture"]),
        unnamed_deputies=luck.choice([0, 0, 0, 30]), is_unnamed_approximate=luck.chance(0.5),
        other_people=luck.choice([0, 0, 12, 25]), is_approximate=luck.chance(0.3),
        voided_at=luck.voided(),
    )  # fmt: skip
    for order, name in enumerate(luck.sample(["陡沟", "巢湖", "安吉"], luck.randint(0, 3)), 1):
        history.add("places", activity_id=row.id, name=name, order=order)
    people = list(history.tables["people"])
    for who in luck.sample(people, min(len(people), luck.randint(0, 4))):
        history.add("participations", activity_id=row.id, person_id=who, voided_at=luck.voided())
    for _ in range(luck.choice([0, 0, 1, 2])):
        finding(history, luck, row)
    for project in luck.sample(projects := list(history.tables["projects"]), min(len(projects), 1)):
        history.add("inspections", activity_id=row.id, project_id=project)


def finding(history, luck, activity):
    day_of = activity.starts_on
    history.add(
        "findings", activity_id=activity.id, text="涵闸漏水",
        rectified_on=luck.maybe(0.5, luck.day(day_of, TODAY)) if day_of <= TODAY else None,
        voided_at=luck.voided(),
    )  # fmt: skip


def research_report(history, luck):
    number = len(history.tables["research_reports"]) + 1
    history.add(
        "research_reports", title=f"调研报告{number % 5}", submitted_on=luck.maybe(0.85, luck.day()),
        entrusted_level=luck.choice(["county", "county", "town"]), voided_at=luck.voided(),
    )  # fmt: skip


def project(history, luck):
    """Planned, won, begun and finished, as far as it has come."""
    planned_on = luck.choice(ANNOUNCED) if luck.chance(0.2) else luck.day()
    won_on, started_on, finished_on = None, None, None
    if planned_on <= TODAY and luck.chance(0.8):
        won_on = luck.maybe(0.8, luck.day(planned_on, TODAY))
        started_on = luck.maybe(0.8, luck.day(won_on or planned_on, TODAY))
        finished_on = started_on and luck.maybe(0.6, luck.day(started_on, TODAY))
    history.add(
        "projects", name="水渠改造", planned_on=planned_on, won_on=won_on, started_on=started_on,
        finished_on=finished_on, voided_at=luck.maybe(0.25, LATER),
        investment=luck.maybe(0.8, Decimal(luck.randint(1, 10**9)) / 100),
    )  # fmt: skip


def honour(history, luck):
    who = luck.choice([None, *history.tables["people"]])
    awarded_on = luck.day()
    history.add(
        "honours", title="先进", person_id=who, body_id=None if who else 6, awarded_on=awarded_on,
        displayed_on=luck.maybe(0.6, luck.day(awarded_on, TODAY)), voided_at=luck.voided(),
    )  # fmt: skip


def allowance(history, luck):
    kind = luck.choice(["allowance", "lost_work", "activity", "election"])
    of_poll = luck.choice([*history.tables["polls"], None]) if kind == "election" else None
    known = [row for row in history.all("mandates") if row.starts_on <= TODAY]
    if kind == "election" and not of_poll:
        return
    row, spent = luck.choice(known), {}
    if kind == "activity" and luck.choice([True, False]):  # it need not go to anybody
        spent = {"activity_id": luck.choice([*history.tables["activities"], None]), "note": "文具"}
    first = FIRST_DAY if of_poll or spent else max(FIRST_DAY, row.starts_on)
    history.add(
        "allowances", kind=kind, poll_id=of_poll,
        mandate_id=None if of_poll or spent else row.id, **spent,
        amount=Decimal(luck.randint(1, 50_000)) / 100, paid_on=luck.day(first, TODAY),
        voided_at=luck.voided(),
    )  # fmt: skip


KINDS = [
    (post, 6, 14), (session, 2, 5), (presidium_meeting, 3, 8), (project, 4, 8), (activity, 8, 16),
    (research_report, 2, 6), (honour, 3, 6), (allowance, 7, 13),
]  # fmt: skip
