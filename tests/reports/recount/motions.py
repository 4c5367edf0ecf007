"""Motions and suggestions, counted once more.

What was so on a day is told forward: from the beginning, by all that had happened until then.
"""

import datetime
import re
from decimal import Decimal
from functools import lru_cache

from motions.models import Handling, Motion, Satisfaction, SupervisionAct
from tests.reports.recount.rows import had_come, inside, recounts
from township.models import Level
from township.words import as_written

NOT_ACCEPTED = ("", "draft", "registered", "returned", "merged", "withdrawn")
EXTENDED_UNTIL = re.compile(r"延期至(\d{4}-\d\d-\d\d)")
DAYS = 32  # of record, for which what is asked again and again is kept


@lru_cache(maxsize=1)
def in_order(rows):
    """All that happened to motions, day by day."""
    return sorted(rows.events.values(), key=lambda row: (row.happened_on, row.id))


@lru_cache(maxsize=DAYS)
def states(rows, day):
    """{key of a motion: its state at the end of `day`}: where the last change by then led.

    What changes nothing (a promise that was kept) may be entered before a change of an earlier day.
    """
    changes = [row for row in in_order(rows) if row.from_status != row.to_status]
    return {row.motion_id: row.to_status for row in changes if row.happened_on <= day}


def state(rows, motion, day):
    """The state of `motion`; "" before anything happened to it."""
    return states(rows, day).get(motion.id, "")


def is_accepted(rows, motion, day):
    return state(rows, motion, day) not in NOT_ACCEPTED


@lru_cache(maxsize=1)
def of_handlings(rows):
    """{(key of a handling, verb): what happened to it, day by day}."""
    found = {}
    for row in in_order(rows):
        found.setdefault((row.handling_id, row.verb), []).append(row)
    return found


def due_on(rows, lead, day):
    """The due date at the end of `day`: the first one, moved by each extension of a day until then."""
    extensions = of_handlings(rows).get((lead.id, "extend"), [])
    due = extensions[0].due_before if extensions else lead.due_on
    for row in extensions:
        if row.happened_on <= day:
            due = datetime.date.fromisoformat(EXTENDED_UNTIL.match(row.note)[1])
    return due


def submitted(rows, seen, level="town"):
    """The accepted motions of a level that our deputies submitted in the period."""
    return [row for row in accepted(rows, seen, level) if not row.is_handed_down]


def accepted(rows, seen, level):
    return [
        row
        for row in rows.motions.values()
        if row.level == level
        and inside(row.submitted_on, seen)
        and is_accepted(rows, row, seen.day)
    ]


@lru_cache(maxsize=DAYS)
def leads(rows, day):
    """The handlings of the lead departments on `day`: {key of the motion: [round 1, round 2 …]}.

    Where a department had passed it on by then, that of the one which took it.
    """
    found = {key: [] for key in rows.motions}
    for row in sorted(rows.handlings.values(), key=lambda row: row.round):
        is_released = row.released_on is not None and row.released_on <= day
        if row.role == "lead" and row.handed_over_on <= day and not is_released:
            found[row.motion_id].append(row)
    return found


@lru_cache(maxsize=DAYS)
def replies(rows, day):
    """Those of them that had been replied to by then."""
    led = leads(rows, day).items()
    return {key: [lead for lead in found if is_answered(lead, day)] for key, found in led}


def is_answered(lead, day):
    return lead.replied_on is not None and lead.replied_on <= day


def of(rows, seen, member):
    """The town's motions of the period that are about the topic `member`, or led by it."""

    def names(motion):
        yield rows.topics[motion.topic_id].name
        led = leads(rows, seen.day)[motion.id]
        yield from (rows.departments[lead.department_id].name for lead in led)

    motions = submitted(rows, seen)
    return [row for row in motions if member in names(row)] if member else motions


def by_topic(rows, motions, member):
    names = [rows.topics[row.topic_id].name for row in motions]
    return names.count(member) if member else len(names)


@recounts("镇议案建议件数")
def town_motions(rows, seen, member):
    return by_topic(rows, submitted(rows, seen), member)


@recounts("县级议案建议件数")
def county_motions(rows, seen, member):
    return by_topic(rows, submitted(rows, seen, "county"), member)


@recounts("各文种件数")
def by_kind(rows, seen, member):
    labels = [Motion.Kind(row.kind).label for row in submitted(rows, seen)]
    return labels.count(member) if member else len(labels)


@recounts("镇议案件数")
def bills(rows, seen):
    return sum(row.kind == "bill" for row in submitted(rows, seen))


@recounts("镇建议件数")
def suggestions(rows, seen):
    kinds = ("suggestion", "criticism", "opinion")
    return sum(row.kind in kinds for row in submitted(rows, seen))


@recounts("大会期间件数")
def in_session(rows, seen):
    return sum(row.occasion == "session" for row in submitted(rows, seen))


@recounts("闭会期间件数")
def between_sessions(rows, seen):
    return sum(row.occasion == "between" for row in submitted(rows, seen))


def with_any(motions, found):
    """How many of the `motions` have something in `found` ({key of a motion: list})."""
    return sum(bool(found[motion.id]) for motion in motions)


@recounts("交办件数")
def handed_over(rows, seen):
    return with_any(submitted(rows, seen), leads(rows, seen.day))


@recounts("各承办单位件数")
def by_department(rows, seen, member):
    """A motion that two departments led, one after the other, is of both."""
    found = leads(rows, seen.day)
    if not member:
        return with_any(submitted(rows, seen), found)
    names = [
        {rows.departments[lead.department_id].name for lead in found[row.id]}
        for row in submitted(rows, seen)
    ]
    return sum(member in theirs for theirs in names)


def owing(rows, motion, day):
    """The handlings of lead departments that had not answered by the end of `day`: one at most."""
    return [lead for lead in leads(rows, day)[motion.id] if not is_answered(lead, day)]


def where_department(rows, seen, member, fits):
    """How many motions that `member` led (all without one) fit what it still owes of them."""
    total = 0
    for motion in submitted(rows, seen):
        led, owes = leads(rows, seen.day)[motion.id], owing(rows, motion, seen.day)
        theirs = [lead for lead in led if is_of(rows, lead, member)]
        owed = [lead for lead in owes if is_of(rows, lead, member)]
        total += bool(theirs) and fits(owed)
    return total


def is_of(rows, lead, member):
    return not member or rows.departments[lead.department_id].name == member


def is_late(rows, lead, day):
    """Whether it had run out on `day`, unanswered."""
    due = due_on(rows, lead, day)
    return due is not None and due < day


@recounts("各承办单位答复件数")
def answered_by_department(rows, seen, member):
    return where_department(rows, seen, member, lambda owed: not owed)


@recounts("各承办单位在办件数")
def in_hand_by_department(rows, seen, member):
    return where_department(
        rows, seen, member, lambda owed: bool(owed) and not is_late(rows, owed[0], seen.day)
    )


@recounts("各承办单位超期未答复件数")
def late_by_department(rows, seen, member):
    return where_department(
        rows, seen, member, lambda owed: bool(owed) and is_late(rows, owed[0], seen.day)
    )


@recounts("各办理状态件数")
def by_state(rows, seen, member):
    found = [state(rows, row, seen.day) for row in submitted(rows, seen)]
    labels = [Motion.Status(status).label for status in found]
    return labels.count(member) if member else len(labels)


def lateness(rows, motion, day):
    """The word for the last round, as the clerk would say it on `day`: see motions.lateness."""
    led = leads(rows, day)[motion.id]
    due = due_on(rows, led[-1], day) if led else None
    if due is None:
        return "没有期限"
    if is_answered(led[-1], day):
        return "超期答复" if led[-1].replied_on > due else "按期答复"
    days = (due - day).days
    if days < 0:
        return "严重超期" if -days >= rows.town.very_late_days else "超期"
    return "即将到期" if days <= rows.town.due_soon_days else "正常"


@recounts("各办理时限件数")
def by_lateness(rows, seen, member):
    words = [lateness(rows, motion, seen.day) for motion in submitted(rows, seen)]
    return words.count(member) if member else len(words)


@recounts("超期未答复件数")
def overdue(rows, seen):
    """Of whatever year; an answer of a later day does not help."""
    return sum(
        any(is_late(rows, lead, seen.day) for lead in owing(rows, motion, seen.day))
        for motion in of_any_year(rows, seen)
    )


def of_any_year(rows, seen):
    """The accepted motions of the town that were submitted before the period ended."""
    return submitted(rows, seen._replace(start=datetime.date.min))


@recounts("承办单位数")
def departments(rows, seen):
    found = leads(rows, seen.day)
    return len({lead.department_id for row in submitted(rows, seen) for lead in found[row.id]})


@recounts("答复件数")
def answered(rows, seen):
    return with_any(submitted(rows, seen), replies(rows, seen.day))


def how_many_closed(rows, motions, day):
    return sum(state(rows, row, day) == "closed" for row in motions)


@recounts("办结件数")
def closed(rows, seen):
    return how_many_closed(rows, submitted(rows, seen), seen.day)


def last_replies(rows, motions, day):
    """The last reply by `day` to each of the `motions` that has one, and its class."""
    found = replies(rows, day)
    last = [found[row.id][-1] for row in motions if found[row.id]]
    return [(reply, rows.classes[reply.result_class_id]) for reply in last]


def how_many_solved(rows, motions, seen):
    """What was promised counts as solved once it is kept."""
    found = last_replies(rows, motions, seen.day)
    return sum(kind.is_solved or had_come(reply.promise_done_on, seen) for reply, kind in found)


@recounts("解决件数")
def solved(rows, seen):
    return how_many_solved(rows, submitted(rows, seen), seen)


@recounts("各类答复件数")
def by_class(rows, seen, member):
    codes = [kind.code for _, kind in last_replies(rows, submitted(rows, seen), seen.day)]
    return codes.count(member) if member else len(codes)


@recounts("答复率")
def answered_share(rows, seen, member):
    motions = of(rows, seen, member)
    return with_any(motions, replies(rows, seen.day)), with_any(motions, leads(rows, seen.day))


@lru_cache(maxsize=DAYS)
def late_rounds(rows, day):
    """Of each motion the rounds answered, or owed on `day`, after the last day of their term."""

    def is_late(lead):
        due = due_on(rows, lead, day)
        return due is not None and min(lead.replied_on or day, day) > due

    return {key: list(filter(is_late, found)) for key, found in leads(rows, day).items()}


@recounts("按期答复率")
def in_time_share(rows, seen, member):
    """Of what can be judged: who has neither answered nor run out of time is in neither number,
    and who was due on no day is neither.
    """
    late = late_rounds(rows, seen.day)
    dated = {
        key: [lead for lead in found if due_on(rows, lead, seen.day)]
        for key, found in replies(rows, seen.day).items()
    }
    motions = [row for row in of(rows, seen, member) if dated[row.id] or late[row.id]]
    return len(motions) - with_any(motions, late), len(motions)


@recounts("按期答复件数")
def answered_in_time(rows, seen):
    return in_time_share(rows, seen, "")[0]


@recounts("应答复件数")
def judged(rows, seen):
    return in_time_share(rows, seen, "")[1]


@recounts("超期件数")
def late(rows, seen):
    return with_any(submitted(rows, seen), late_rounds(rows, seen.day))


@recounts("办结率")
def closed_share(rows, seen, member):
    found = leads(rows, seen.day)
    ours = [row for row in of(rows, seen, member) if found[row.id]]
    return how_many_closed(rows, ours, seen.day), len(ours)


@recounts("解决率")
def solved_share(rows, seen, member):
    motions = of(rows, seen, member)
    return how_many_solved(rows, motions, seen), with_any(motions, replies(rows, seen.day))


def talks(rows, motion, seen):
    """The ways in which the departments that led `motion` had talked with the deputy by then."""
    for lead in leads(rows, seen.day)[motion.id]:
        told = of_handlings(rows).get((lead.id, "consult"), [])
        yield from (row.note for row in told if had_come(row.happened_on, seen))
        if had_come(lead.consulted_on, seen):
            yield Handling.Consultation(lead.consulted_by).label


def were_met(rows, motion, seen):
    """Whether they had met; a call before or after changes nothing about that."""
    return bool({"上门走访", "座谈"} & set(talks(rows, motion, seen)))


@recounts("面商件数")
def met(rows, seen):
    return sum(were_met(rows, row, seen) for row in submitted(rows, seen))


@recounts("电话等沟通件数")
def called(rows, seen):
    motions = [row for row in submitted(rows, seen) if not were_met(rows, row, seen)]
    return sum(any(talks(rows, row, seen)) for row in motions)


@recounts("面商率")
def met_share(rows, seen, member):
    motions = of(rows, seen, member)
    led = leads(rows, seen.day)
    return sum(were_met(rows, row, seen) for row in motions), with_any(motions, led)


def first_waits(rows, seen, member):
    """How many days the lead department took for its first answer, shortest first.

    Of a department it is its own answers, whoever took over after a rating.
    """
    found = replies(rows, seen.day)
    first = [
        lead
        for row in submitted(rows, seen)
        for lead in found[row.id]
        if lead.round == 1
        and member
        in ("", rows.topics[row.topic_id].name, rows.departments[lead.department_id].name)
    ]
    return sorted((lead.replied_on - lead.handed_over_on).days for lead in first)


@recounts("平均答复天数")
def mean_wait(rows, seen, member):
    """In tenths of a day, a half rounded up."""
    waits = first_waits(rows, seen, member)
    count = len(waits)
    return Decimal((20 * sum(waits) + count) // (2 * count)) / 10 if waits else None


@recounts("答复天数中位数")
def median_wait(rows, seen, member):
    waits = first_waits(rows, seen, member)
    if not waits:
        return None
    low, high = waits[(len(waits) - 1) // 2], waits[len(waits) // 2]
    return Decimal(low + high) / 2


def verdict_on(row, seen):
    """What a rating said on the day of record; None before it was there.

    Silence that was noted on no day was always so.
    """
    if had_come(row.rated_on, seen):
        return row.result
    is_noted = had_come(row.silent_on, seen) or (row.rated_on is None and row.silent_on is None)
    return "none" if is_noted else None


def cases(rows, seen):
    """{key of a motion of the period: key of its case}: of what was accepted, or merged into that."""
    found = {}
    for row in rows.motions.values():
        host = rows.motions.get(row.merged_into_id)
        is_ours = row.level == "town" and inside(row.submitted_on, seen)
        if is_ours and is_accepted(rows, row, seen.day):
            found[row.id] = row.id
        elif is_ours and host and state(rows, row, seen.day) == "merged":
            if is_accepted(rows, host, seen.day):
                found[row.id] = host.id
    return found


def verdicts(rows, seen, member="", column="result", rounds=range(1, 100)):
    """{key: the last verdict on the result, or the work} of each motion of the period with a rating,
    of the topic or department `member`.
    """
    found = {}
    asked = of_member(rows, seen, member)
    for row in sorted(rows.ratings.values(), key=lambda row: row.round):
        if row.motion_id in asked and row.round in rounds and verdict_on(row, seen):
            said = verdict_on(row, seen)
            found[row.motion_id] = getattr(row, column) if said != "none" else said
    return found


def of_member(rows, seen, member):
    """The keys of those motions about the topic, or whose case was led by the department, `member`."""

    def names(key, case):
        yield rows.topics[rows.motions[key].topic_id].name
        led = leads(rows, seen.day)[case]
        yield from (rows.departments[lead.department_id].name for lead in led)

    found = cases(rows, seen).items()
    return {key for key, case in found if not member or member in names(key, case)}


def share_of(good, said):
    given = [verdict for verdict in said.values() if verdict != "none"]
    return sum(verdict in good for verdict in given), len(given)


def words_said(rows, seen):
    """{key: 满意, 基本满意, 不满意 or 未反馈} of each motion that was answered, or rated all the same."""
    said, answered = verdicts(rows, seen), replies(rows, seen.day)
    found = {key: said.get(key, "none") for key, case in cases(rows, seen).items()
             if answered[case] or said.get(key, "none") != "none"}  # fmt: skip
    return {key: Satisfaction(verdict).label for key, verdict in found.items()}


@recounts("各满意度件数")
def by_verdict(rows, seen, member):
    labels = list(words_said(rows, seen).values())
    return labels.count(member) if member else len(labels)


@recounts("各承办单位各满意度件数")
def by_department_and_verdict(rows, seen, member):
    found = words_said(rows, seen)
    if not member:
        return len(found)
    name, word = member.rsplit("·", 1)
    led, case = leads(rows, seen.day), cases(rows, seen)
    return sum(
        label == word and any(is_of(rows, lead, name) for lead in led[case[key]])
        for key, label in found.items()
    )


SATISFIED = {"满意": ("satisfied",), "满意和基本满意": ("satisfied", "mostly")}


def recount_ratings(name, **asked):
    """The five figures of what was rated: how many, and how many were satisfied in each sense of it."""

    @recounts(f"{name}已评价件数")
    def rated(rows, seen, member):
        return share_of((), verdicts(rows, seen, member, **asked))[1]

    for word, good in SATISFIED.items():

        @recounts(f"{name}{word}率")
        def share(rows, seen, member, good=good):
            return share_of(good, verdicts(rows, seen, member, **asked))

        @recounts(f"{name}{word}件数")
        def counted(rows, seen, member, good=good):
            return share_of(good, verdicts(rows, seen, member, **asked))[0]


recount_ratings("")
recount_ratings("初次办理", rounds=(1,))
recount_ratings("办理工作", column="handling")


@recounts("未反馈件数")
def silent(rows, seen):
    said, answered = verdicts(rows, seen), replies(rows, seen.day)
    keys = [key for key, case in cases(rows, seen).items() if answered[case]]
    return sum(said.get(key, "none") == "none" for key in keys)


@recounts("不满意件数")
def unsatisfied(rows, seen):
    return list(verdicts(rows, seen).values()).count("unsatisfied")


@recounts("重新办理件数")
def rehandled(rows, seen):
    rounds = [row for row in rows.handlings.values() if row.round > 1]
    again = {row.motion_id for row in rounds if row.handed_over_on <= seen.day}
    return sum(row.id in again for row in submitted(rows, seen))


def how_many_in_state(rows, seen, *wanted):
    """How many motions that came to the town in the period were in one of these states on the day."""
    return sum(
        row.level == "town" and state(rows, row, seen.day) in wanted
        for row in rows.motions.values()
        if inside(row.submitted_on, seen)
    )


@recounts("退回件数")
def returned(rows, seen):
    return how_many_in_state(rows, seen, "returned")


@recounts("镇议案建议并案件数")
def merged(rows, seen):
    return how_many_in_state(rows, seen, "merged")


@recounts("镇议案建议待审查件数")
def unreviewed(rows, seen):
    return how_many_in_state(rows, seen, "registered")


@lru_cache(maxsize=DAYS)
def thrown_away(rows, day):
    """The keys of the motions that went last from a draft into the basket."""
    last = {row.motion_id: row for row in in_order(rows)
            if row.happened_on <= day and row.from_status != row.to_status}  # fmt: skip
    return {key for key, row in last.items()
            if (row.from_status, row.to_status) == ("draft", "withdrawn")}  # fmt: skip


@recounts("镇议案建议撤回件数")
def withdrawn(rows, seen):
    dropped = thrown_away(rows, seen.day)
    return how_many_in_state(rows, seen, "withdrawn") - sum(
        rows.motions[key].level == "town" and inside(rows.motions[key].submitted_on, seen)
        for key in dropped if key in rows.motions
    )  # fmt: skip


@recounts("镇议案建议收到件数")
def received(rows, seen):
    """Whoever was handed in by the day; before that it is nothing, or a draft."""
    dropped = thrown_away(rows, seen.day)
    return sum(
        row.level == "town" and key not in dropped
        and state(rows, row, seen.day) not in ("", "draft")
        for key, row in rows.motions.items()
        if inside(row.submitted_on, seen)
    )  # fmt: skip


@recounts("重点督办件数")
def key(rows, seen):
    """What was marked on no day was always so."""
    marked = [row for row in submitted(rows, seen) if row.is_key]
    return sum(row.key_on is None or row.key_on <= seen.day for row in marked)


def acted(rows, seen):
    return [row for row in rows.acts.values() if inside(row.acted_on, seen)]


@recounts("督办件数")
def supervised(rows, seen):
    """Of either level, whatever became of them and whenever they were submitted."""
    return len({row.motion_id for row in acted(rows, seen)} - {None})


@recounts("督办次数")
def acts(rows, seen, member):
    labels = [SupervisionAct.Rung(row.rung).label for row in acted(rows, seen)]
    return labels.count(member) if member else len(labels)


@recounts("督办议案建议次数")
def acts_on_motions(rows, seen, member):
    about = [row for row in acted(rows, seen) if row.motion_id is not None]
    labels = [SupervisionAct.Rung(row.rung).label for row in about]
    return labels.count(member) if member else len(labels)


@recounts("领衔代表人数")
def proposers(rows, seen):
    return len({rows.motions[key].proposer_id for key in cases(rows, seen)})


@recounts("联名代表人次")
def signatures(rows, seen):
    """Who was asked to sign by login, and had not yet, has not signed."""
    keys = cases(rows, seen)
    return sum(
        row.motion_id in keys
        and (had_come(row.signed_on, seen) or (row.way == "paper" and row.signed_on is None))
        for row in rows.signatures.values()
    )


@recounts("县级议案建议办结件数")
def county_closed(rows, seen):
    return how_many_closed(rows, submitted(rows, seen, "county"), seen.day)


@recounts("县级议案建议答复件数")
def county_answered(rows, seen):
    return with_any(submitted(rows, seen, "county"), replies(rows, seen.day))


@recounts("县级交办件数")
def handed_down(rows, seen):
    return sum(row.is_handed_down for row in accepted(rows, seen, "county"))


@recounts("县级交办答复件数")
def handed_down_answered(rows, seen):
    found = [row for row in accepted(rows, seen, "county") if row.is_handed_down]
    return with_any(found, replies(rows, seen.day))


def above(rows, seen, member, handed_down=False):
    with as_written():  # a member is named as it is stored, not as this town says it
        known = [level for level in Level if level != "town" and member in ("", str(level.label))]
    found = [row for level in known for row in accepted(rows, seen, level)]
    return [row for row in found if row.is_handed_down == handed_down]


@recounts("上级议案建议件数")
def motions_above(rows, seen, member):
    return len(above(rows, seen, member))


@recounts("上级议案建议答复件数")
def above_answered(rows, seen, member):
    return with_any(above(rows, seen, member), replies(rows, seen.day))


@recounts("上级议案建议办结件数")
def above_closed(rows, seen, member):
    return how_many_closed(rows, above(rows, seen, member), seen.day)


@recounts("上级交办件数")
def handed_down_from_above(rows, seen, member):
    return len(above(rows, seen, member, handed_down=True))


def still_open(rows, seen):
    """The last replies that had solved nothing by then: neither kept nor explained."""
    for reply, kind in last_replies(rows, of_any_year(rows, seen), seen.day):
        settled = (reply.promise_done_on, reply.explained_on)
        if not kind.is_solved and not any(had_come(on, seen) for on in settled):
            yield reply


@recounts("跟踪件数")
def tracked(rows, seen):
    return len(list(still_open(rows, seen)))


@recounts("未兑现承诺件数")
def promises(rows, seen):
    return sum(bool(reply.promise_due_on) for reply in still_open(rows, seen))


@recounts("兑现承诺件数")
def promises_kept(rows, seen):
    """In the period; whenever it was promised, and whatever answer came after it."""
    found = replies(rows, seen.day)
    ours = [row.id for row in of_any_year(rows, seen)]
    days = [reply.promise_done_on for key in ours for reply in found[key]]
    return sum(inside(day, seen) for day in days)
