"""The strategy that makes up a history: first the town, its deputies and their households."""

from hypothesis import strategies as st

from tests.reports.recount import drawing_congress, drawing_motions
from tests.reports.recount.history import (
    AT_ONCE,
    COUNTY_TERM,
    FIRST_DAY,
    LATER,
    NEXT_COUNTY_TERM,
    SECOND_TERM,
    THIRD_TERM,
    TODAY,
    History,
    Luck,
    add_months,
    day,
    later,
)
from tests.reports.recount.rows import in_force

# Sixteen coins for each thing, out of which all its choices follow. No numbers: those Hypothesis
# also takes out of whatever modules are loaded, and other tests beside these would change them.
LUCK = st.tuples(*[st.booleans()] * 16)
FIRST, SECOND, THIRD, OLD_COUNTY, NEW_COUNTY, PREFECTURE = 1, 2, 3, 4, 5, 6  # keys of the terms
CROWD = 9  # deputies without a story: with ten there is a nine in ten
# Of visits, by the day, so that nothing else is drawn otherwise.
METHODS = ["home", "phone", "wechat", "talk", "yard"]


def things(least, most):
    return st.lists(LUCK, min_size=least, max_size=most)


@st.composite
def histories(draw):
    """Some years of a small town: a History."""
    history = frame(Luck(f"frame {draw(LUCK)}"))
    for make, least, most in (
        (deputy, 4, 8),
        (mistaken_deputy, 1, 3),
        (poll, 2, 6),
        (household, 6, 12),
        (visit, 14, 34),
        (opinion, 8, 16),
        *drawing_congress.KINDS,
        *drawing_motions.KINDS,
    ):
        for number, luck in enumerate(draw(things(least, most))):
            # What is drawn repeats itself, and begins with noughts: no two things are alike.
            make(history, Luck(f"{make.__name__} {number} {luck}"))
    return history


# The frame.


def frame(luck):
    """Place and terms, which no history changes but for how many households a deputy takes."""
    history = History()
    history.add("towns", due_soon_days=7, very_late_days=30)
    for level, number, starts_on, ended_on in [
        ("town", 1, day("2012-01-06"), SECOND_TERM),
        ("town", 2, SECOND_TERM, THIRD_TERM),
        ("town", 3, THIRD_TERM, None),
        ("county", 16, COUNTY_TERM, NEXT_COUNTY_TERM),
        ("county", 17, NEXT_COUNTY_TERM, None),
        ("prefecture", 6, COUNTY_TERM, None),
    ]:
        history.add("terms", level=level, number=number, starts_on=starts_on, ended_on=ended_on)
    dictionaries(history, luck)
    change_of_term(history)
    drawing_congress.bodies(history)
    return history


def dictionaries(history, luck):
    names = {
        "villages": ["桥头村", "岳山村", "柳塘社区"],
        "topics": ["农业农村", "道路交通"],
        "campaigns": ["聚民意惠民生", "六小六起来"],
    }
    for table, known in names.items():
        for name in known:
            history.add(table, name=name)
    for name, kind in (("农业农村办公室", "town"), ("水利站", "town"), ("桥头村委会", "village")):
        history.add("departments", name=name, kind=kind)
    for code, count in (("外出户", 1), ("种植户", luck.choice([1, 2])), ("帮扶户", 1)):
        history.add("categories", code=code, per_deputy=count)
    for code in "ABC":
        history.add(
            "classes", code=code, name=code, is_solved=code == "A", needs_promise=code == "B"
        )


def change_of_term(history):
    """The third term begins with a crowd of new deputies; what was open of the old one ends."""
    for old, new in ((SECOND, THIRD), (OLD_COUNTY, NEW_COUNTY)):
        on = history.tables["terms"][new].starts_on
        history.do(on, "next_term", old=old, new=new)
        history.do(on, "end_term", term=old)
    for number in range(CROWD):
        member = history.person(Luck(number))
        history.crowd.add(member.id)
        history.add(
            "mandates", person_id=member.id, term_id=THIRD, constituency_id=None,
            gained_by="general", starts_on=THIRD_TERM, confirmed_on=THIRD_TERM, ended_on=None,
            ended_for="",
        )  # fmt: skip


# Deputies.


def deputy(history, luck):
    """Somebody who was a deputy for a term or two, to its end or not, of one congress or both."""
    who = history.person(luck)
    is_first = who.id == CROWD + 1  # there is always one to have households, whole terms long
    if luck.chance(0.5):
        seat(history, luck, who, FIRST, ended_on=SECOND_TERM, ended_for="term")
    shares = {SECOND: 0.75, THIRD: 0.75, OLD_COUNTY: 0.5, NEW_COUNTY: 0.5, PREFECTURE: 0.4}
    for term, share in shares.items():
        if is_first and term in (SECOND, THIRD):
            seat(history, luck, who, term, is_steady=True)
        elif luck.chance(share):
            seat(history, luck, who, term)


REASONS = ["moved", "resigned", "absent", "recalled", "death"]


def seat(history, luck, who, term, *, is_steady=False, **end):
    """A mandate from a general election, and maybe one entered wrongly before it."""
    starts_on = history.tables["terms"][term].starts_on
    if luck.chance(0.15) and not is_steady:
        mandate(history, who, term, starts_on, None, voided_at=AT_ONCE, **end)
    late = [later(starts_on, 6), later(starts_on, 70)]
    confirmed_on = luck.choice([starts_on] * 6 + [*late, None, None])
    row = mandate(history, who, term, starts_on, starts_on if is_steady else confirmed_on, **end)
    if not end and not is_steady and luck.chance(0.4):
        leave_early(history, luck, row)
    elif not end:
        to_the_end(history, row)


def mandate(history, who, term, starts_on, confirmed_on, *, gained_by="general", **fields):
    """A mandate begun, and confirmed where there is a day of it, by the verbs."""
    end = {"ended_on": None, "ended_for": ""} | fields
    row = history.add(
        "mandates", person_id=who.id, term_id=term, constituency_id=None, gained_by=gained_by,
        starts_on=starts_on, confirmed_on=confirmed_on, **end,
    )  # fmt: skip
    history.do(starts_on, "begin_mandate", mandate=row.id)
    if confirmed_on and row.voided_at != AT_ONCE:
        history.do(confirmed_on, "confirm_mandate", mandate=row.id)
    return row


def leave_early(history, luck, row):
    """It ends before its term, by the verb."""
    term = history.tables["terms"][row.term_id]
    first = max(later(row.starts_on, 10), row.confirmed_on or FIRST_DAY, FIRST_DAY)
    last = min(later(term.ended_on, -1) if term.ended_on else TODAY, TODAY)
    row.ended_on, row.ended_for = luck.day(first, last), luck.choice(REASONS)
    history.do(row.ended_on, "end_mandate", mandate=row.id)


def to_the_end(history, row):
    """It ends with its term, where that has ended."""
    term = history.tables["terms"][row.term_id]
    if term.ended_on:
        row.ended_on, row.ended_for = term.ended_on, "term"


def mistaken_deputy(history, luck):
    """Entered as a deputy in the wrong town, and voided when it was seen."""
    who, term = history.person(luck), luck.choice([SECOND, THIRD, NEW_COUNTY])
    starts_on = history.tables["terms"][term].starts_on
    row = mandate(history, who, term, starts_on, starts_on, voided_at=LATER)
    to_the_end(history, row)


# Polls of voters.


def poll(history, luck):
    """The voters of a constituency of its own elect somebody new, or nobody yet."""
    term = luck.choice([SECOND, THIRD, OLD_COUNTY, NEW_COUNTY])
    begun = history.tables["terms"][term]
    is_general = luck.chance(0.35)
    first = begun.starts_on if is_general else max(later(begun.starts_on, 1), FIRST_DAY)
    last = min(later(begun.ended_on, -1) if begun.ended_on else TODAY, TODAY)
    held_on = first if is_general else luck.day(first, last)
    place = history.add(
        "constituencies",
        term_id=term,
        name="选区",
        number=len(history.tables["constituencies"]) + 1,
        seats=3,
    )
    row = history.add(
        "polls", constituency_id=place.id, kind="general" if is_general else "by_election",
        held_on=held_on, voided_at=luck.maybe(0.25, LATER),
    )  # fmt: skip
    history.do(held_on, "hold_poll", poll=row.id)
    declared_on = luck.maybe(0.85, min(later(held_on, luck.choice([0, 1, 4])), last))
    for number in range(luck.randint(1, 3)):
        candidate(history, luck, row, is_elected=number == 0, declared_on=declared_on)
    if declared_on:
        history.do(declared_on, "declare_poll", poll=row.id)
        qualify(history, luck, row, declared_on, last)


def candidate(history, luck, poll, *, is_elected, declared_on):
    """A candidate; of those who are elected and declared so, with the mandate that it makes."""
    who = history.person(luck)
    term = history.tables["terms"][history.tables["constituencies"][poll.constituency_id].term_id]
    row = None
    if is_elected and declared_on:
        by_election = poll.kind == "by_election"
        row = history.add(
            "mandates", person_id=who.id, term_id=term.id, constituency_id=poll.constituency_id,
            gained_by=poll.kind, starts_on=declared_on if by_election else term.starts_on,
            confirmed_on=None, ended_on=None, ended_for="", voided_at=luck.maybe(0.25, LATER),
        )  # fmt: skip
        to_the_end(history, row)
    history.add(
        "candidacies", poll_id=poll.id, election_id=None, person_id=who.id, is_elected=is_elected,
        votes_for=900 if is_elected else 20, mandate_id=row and row.id, post_id=None,
        voided_at=luck.voided(),
    )  # fmt: skip


def qualify(history, luck, poll, declared_on, last):
    """The mandates that a poll made are confirmed, some days later or not at all."""
    if luck.chance(0.8):
        on = min(later(declared_on, luck.choice([0, 0, 5, 40])), last)
        for row in history.tables["candidacies"].values():
            if row.poll_id == poll.id and row.mandate_id:
                history.tables["mandates"][row.mandate_id].confirmed_on = on
        history.do(on, "qualify", poll=poll.id)


# Households, and who keeps in touch with them.


def household(history, luck):
    row = history.add(
        "households", head_name=f"户主{len(history.tables['households']) + 1}",
        village_id=luck.randint(1, 3), voided_at=luck.voided(),
    )  # fmt: skip
    spans = categories(history, luck, row)
    if spans:
        assignments(history, luck, row, spans)


def categories(history, luck, home):
    """Of one category for ever, of another from some day, of none any more, or of none at all."""
    if home.id > 8 and luck.chance(0.3):
        return []
    # The first eight are what two deputies need who are to have them all.
    first = (1, 2, 3, 2)[(home.id - 1) % 4] if home.id <= 8 else luck.randint(1, 3)
    change = luck.day(FIRST_DAY, TODAY)
    fate = luck.choice(["stays"] * (6 if home.id <= 8 else 2) + ["changes", "leaves"])
    ended_on = None if fate == "stays" else change
    spans = [(first, day("2018-01-01"), ended_on)]
    if fate == "changes":
        spans.append((first % 3 + 1, change, None))
    return [
        history.add(
            "category_spans", household_id=home.id, category_id=key, starts_on=start, ended_on=end
        )
        for key, start, end in spans
    ]


def assignments(history, luck, home, spans):
    """One deputy after the other keeps in touch, each for a category that the household has."""
    start, giver = luck.day(day("2019-06-01"), luck.choice([FIRST_DAY, TODAY])), None
    for _ in range(4):
        row = assignment(history, luck, home, spans, start, giver)
        if row is None or row.ended_on is None or row.ended_on >= TODAY:
            return
        giver = row if row.ended_for == "swap" and luck.chance(0.7) else None
        start = row.ended_on if giver else later(row.ended_on, luck.choice([1, 3, 40]))
        if start > TODAY:
            return


def assignment(history, luck, home, spans, start, giver):
    """From `start`, handed over by the holder of `giver` or assigned; None where nobody may."""
    span = next((span for span in spans if in_force(span, start)), None)
    if span is None or (giver and span.category_id != giver.category_id):
        return None
    takers = [who for who in everybody(history) if may_take(history, who, span, start)]
    if not takers:
        return None
    taker = takers[0] if home.id <= 8 else luck.choice(takers)
    end, reason = end_of(history, luck, taker, span, start)
    row = history.add(
        "assignments", person_id=taker, household_id=home.id, category_id=span.category_id,
        starts_on=start, ended_on=end, ended_for=reason, voided_at=luck.voided(),
    )  # fmt: skip
    if giver:  # who would have given it up hands it over instead
        history.deeds.remove((start, "release", {"assignment": giver.id}))
        history.do(start, "hand_over", assignment=giver.id, to=row.id)
    else:
        history.do(start, "assign", assignment=row.id)
    if reason not in ("", "mandate"):
        history.do(end, "release", assignment=row.id)
    return row


def end_of(history, luck, taker, span, start):
    """(day, reason): as planned, or before, when the deputy is no deputy any more."""
    end, reason = planned_end(luck, span, start)
    left = loses_households(history, taker, start)
    return (left, "mandate") if left and (end is None or left <= end) else (end, reason)


def planned_end(luck, span, start):
    """(day, reason) on which it is given up, unless the deputy has to before."""
    if span.ended_on and span.ended_on > start and luck.chance(0.6):
        return span.ended_on, "category"
    if start < later(TODAY, -2) and luck.chance(0.5):
        return luck.day(later(start, 1), TODAY), luck.choice(["swap", "swap", "moved", "mistake"])
    return None, ""


def everybody(history):
    return [key for key in history.tables["people"] if key > CROWD]


def may_take(history, who, span, start):
    """A deputy known as such on `start`, who has not got enough of the category at any time."""
    if not history.seats(who, start, known_on=start):
        return False
    theirs = [
        row
        for row in history.tables["assignments"].values()
        if row.person_id == who
        and row.category_id == span.category_id
        and (row.ended_on is None or row.ended_on >= start)
    ]
    return len(theirs) < history.tables["categories"][span.category_id].per_deputy


def loses_households(history, who, start):
    """The day from `start` on which the verbs take them away: no mandate is in force any more."""
    ends = {
        row.ended_on
        for row in history.all("mandates")
        if row.person_id == who and row.ended_on and row.ended_on >= start
    }
    return next((on for on in sorted(ends) if not history.seats(who, on, known_on=on)), None)


def visit(history, luck):
    """A visit, or an attempt, entered on the day or up to two weeks later."""
    rows = [row for row in history.all("assignments") if row.starts_on <= TODAY]
    if not rows:
        return
    to = luck.choice(rows)
    last = later(to.ended_on, -1) if to.ended_on else TODAY
    on = luck.day(to.starts_on, min(last, TODAY))
    was_met = luck.chance(0.75)
    row = history.add(
        "visits", assignment_id=to.id, visited_on=on, was_met=was_met, method=METHODS[on.day % 5],
        good_deed=luck.maybe(0.4, "代缴医保", ""), policy=luck.maybe(0.4, "医保政策", ""),
        voided_at=luck.voided(),
    )  # fmt: skip
    history.do(min(later(on, luck.choice([0, 0, 8, 14])), TODAY), "visit", visit=row.id)


# What is heard.

ON_THE_SPOT = ("explained", "outside")
BY_DEPARTMENT = ("village", "town")


def opinion(history, luck):
    """Something that was heard, and how far it came until today."""
    homes = list(history.tables["households"])
    home = luck.choice(homes) if homes and luck.chance(0.6) else None
    on = luck.day(luck.choice([FIRST_DAY, FIRST_DAY, day("2022-05-20")]))
    row = history.add(
        "opinions", heard_on=on, topic_id=luck.randint(1, 2), household_id=home,
        source=luck.choice(["visit", "reception", "talk"] if home else ["talk", "meeting", "letter"]),
        department_id=None, handed_over_on=None, answered_on=None, outcome="", told_back_on=None,
        former_disposal="", former_handed_over_on=None, former_due_on=None,
        voided_at=luck.voided(),
    )  # fmt: skip
    ways = ["explained", "village", "town", "town", "motion", "above", "outside"]
    history.goes(row, on, disposal=luck.choice(ways))
    history.do(on, "hear", opinion=row.id, disposal=row.disposal)
    if row.disposal in ON_THE_SPOT:
        row.answered_on, row.outcome = on, "explained"
        row.told_back_on = on if home else None
    else:
        follow_up(history, luck, row)


def follow_up(history, luck, row):
    """Handed over, answered and told back, as far as it comes until today."""
    # Its row keeps one former way, so that none changes twice.
    change = luck.choice(["at first", "another department", "in the end", "none"])
    on = row.heard_on
    if change == "at first":
        on = change_way(history, luck, row, on)
    if on and row.disposal in BY_DEPARTMENT:
        on = hand_opinion_over(history, luck, row, on)
    if on and row.handed_over_on and change == "another department":
        on = hand_opinion_over(history, luck, row, on)
    if on and change == "in the end":
        on = change_way(history, luck, row, on)
    waits = row.disposal in BY_DEPARTMENT and not row.handed_over_on  # to be handed over first
    on = on and not waits and soon(luck, on)
    if not on:
        return
    row.answered_on = on
    row.outcome = luck.choice(["adopted", "solved", "planned", "explained", "referred"])
    history.do(on, "answer", opinion=row.id)
    on = soon(luck, on)
    if on and row.household_id:
        row.told_back_on = on
        history.do(on, "tell_back", opinion=row.id)


def change_way(history, luck, row, on):
    """It goes on as a suggestion, or to those above; or a department is to answer it after all.

    Returns the day, None where it has not come yet.
    """
    to = {"motion": "town", "above": "village"}.get(row.disposal) or luck.choice(
        ["motion", "above"]
    )
    on = soon(luck, on)
    if on:
        history.goes(row, on, disposal=to)
        history.do(on, "dispose", opinion=row.id, disposal=to)
    return on


def hand_opinion_over(history, luck, row, on):
    """To a department for the first time, or from one to another; returns the day as above."""
    known = [1, 2] if row.disposal == "town" else [3]
    among = [
        key for key in ([1, 2, 3] if row.handed_over_on else known) if key != row.department_id
    ]
    on = soon(luck, on)
    if on:
        row.department_id = luck.choice(among)
        disposal = "village" if row.department_id == 3 else "town"
        history.goes(row, on, disposal=disposal, due_on=add_months(on, 1))
        row.handed_over_on = on
        history.do(on, "hand_opinion_over", opinion=row.id, department=row.department_id)
    return on


def soon(luck, on):
    """A day on or after `on`, or None where it has not come yet."""
    on = later(on, luck.choice([0, 1, 10, 40]))
    return on if on <= TODAY and luck.chance(0.8) else None
