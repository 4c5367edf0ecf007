"""Motions and suggestions, counted once more."""

from decimal import Decimal
from functools import lru_cache

from motions.models import Motion, Satisfaction, SupervisionAct
from tests.reports.recount.rows import inside, last_day, recounts

NOT_ACCEPTED = ("draft", "registered", "returned", "merged", "withdrawn")


def submitted(rows, period, level="town"):
    """The accepted motions of a level that our deputies submitted in the period."""
    return [row for row in accepted(rows, period, level) if not row.is_handed_down]


def accepted(rows, period, level):
    return [
        row
        for row in rows.motions.values()
        if row.level == level
        and inside(row.submitted_on, period)
        and row.status not in NOT_ACCEPTED
    ]


@lru_cache(maxsize=1)
def leads(rows):
    """The handlings of the lead departments: {key of the motion: [round 1, round 2 …]}.

    Where a department passed it on, that of the one which took it.
    """
    found = {key: [] for key in rows.motions}
    for row in sorted(rows.handlings.values(), key=lambda row: row.round):
        if row.role == "lead" and row.released_on is None:
            found[row.motion_id].append(row)
    return found


def replies(rows):
    """Those of them that were replied to."""
    return {key: [r for r in found if r.replied_on] for key, found in leads(rows).items()}


def of(rows, period, member):
    """The town's motions of the period that are about the topic `member`, or led by it."""

    def names(motion):
        yield rows.topics[motion.topic_id].name
        yield from (rows.departments[lead.department_id].name for lead in leads(rows)[motion.id])

    motions = submitted(rows, period)
    return [row for row in motions if member in names(row)] if member else motions


def by_topic(rows, motions, member):
    names = [rows.topics[row.topic_id].name for row in motions]
    return names.count(member) if member else len(names)


@recounts("镇议案建议件数")
def town_motions(rows, period, member):
    return by_topic(rows, submitted(rows, period), member)


@recounts("县级议案建议件数")
def county_motions(rows, period, member):
    return by_topic(rows, submitted(rows, period, "county"), member)


@recounts("各文种件数")
def by_kind(rows, period, member):
    labels = [Motion.Kind(row.kind).label for row in submitted(rows, period)]
    return labels.count(member) if member else len(labels)


@recounts("镇议案件数")
def bills(rows, period):
    return sum(row.kind == "bill" for row in submitted(rows, period))


@recounts("镇建议件数")
def suggestions(rows, period):
    kinds = ("suggestion", "criticism", "opinion")
    return sum(row.kind in kinds for row in submitted(rows, period))


@recounts("大会期间件数")
def in_session(rows, period):
    return sum(row.occasion == "session" for row in submitted(rows, period))


@recounts("闭会期间件数")
def between_sessions(rows, period):
    return sum(row.occasion == "between" for row in submitted(rows, period))


def with_any(motions, found):
    """How many of the `motions` have something in `found` ({key of a motion: list})."""
    return sum(bool(found[motion.id]) for motion in motions)


@recounts("交办件数")
def handed_over(rows, period):
    return with_any(submitted(rows, period), leads(rows))


@recounts("各承办单位件数")
def by_department(rows, period, member):
    """A motion that two departments led, one after the other, is of both."""
    found = leads(rows)
    if not member:
        return with_any(submitted(rows, period), found)
    names = [
        {rows.departments[lead.department_id].name for lead in found[row.id]}
        for row in submitted(rows, period)
    ]
    return sum(member in theirs for theirs in names)


def owing(rows, motion):
    """The handlings of lead departments that did not answer yet: one at most."""
    return [lead for lead in leads(rows)[motion.id] if lead.replied_on is None]


def where_department(rows, period, member, fits):
    """How many motions that `member` led (all without one) fit what it still owes of them."""
    total = 0
    for motion in submitted(rows, period):
        theirs = [lead for lead in leads(rows)[motion.id] if is_of(rows, lead, member)]
        owed = [lead for lead in owing(rows, motion) if is_of(rows, lead, member)]
        total += bool(theirs) and fits(owed)
    return total


def is_of(rows, lead, member):
    return not member or rows.departments[lead.department_id].name == member


def is_late(rows, lead):
    return lead.due_on is not None and lead.due_on < rows.today


@recounts("各承办单位答复件数")
def answered_by_department(rows, period, member):
    return where_department(rows, period, member, lambda owed: not owed)


@recounts("各承办单位在办件数")
def in_hand_by_department(rows, period, member):
    return where_department(
        rows, period, member, lambda owed: bool(owed) and not is_late(rows, owed[0])
    )


@recounts("各承办单位超期未答复件数")
def late_by_department(rows, period, member):
    return where_department(
        rows, period, member, lambda owed: bool(owed) and is_late(rows, owed[0])
    )


@recounts("各办理状态件数")
def by_state(rows, period, member):
    labels = [Motion.Status(row.status).label for row in submitted(rows, period)]
    return labels.count(member) if member else len(labels)


def lateness(rows, motion):
    """The word for the last round, as the clerk would say it: see motions.lateness."""
    last = leads(rows)[motion.id][-1] if leads(rows)[motion.id] else None
    if last is None or last.due_on is None:
        return "没有期限"
    if last.replied_on:
        return "超期答复" if last.replied_on > last.due_on else "按期答复"
    days = (last.due_on - rows.today).days
    if days < 0:
        return "严重超期" if -days >= rows.town.very_late_days else "超期"
    return "即将到期" if days <= rows.town.due_soon_days else "正常"


@recounts("各办理时限件数")
def by_lateness(rows, period, member):
    words = [lateness(rows, motion) for motion in submitted(rows, period)]
    return words.count(member) if member else len(words)


@recounts("超期未答复件数")
def overdue(rows, period):
    """On the period's last day, or today; an answer of a later day does not help."""
    day, keys = min(last_day(period), rows.today), set()
    for key, found in leads(rows).items():
        motion = rows.motions[key]
        if motion.level == "town" and motion.status not in NOT_ACCEPTED:
            unanswered = [lead for lead in found if not lead.replied_on or lead.replied_on > day]
            if any(lead.due_on and lead.due_on < day for lead in unanswered):
                keys.add(key)
    return len(keys)


@recounts("承办单位数")
def departments(rows, period):
    found = leads(rows)
    return len({lead.department_id for row in submitted(rows, period) for lead in found[row.id]})


@recounts("答复件数")
def answered(rows, period):
    return with_any(submitted(rows, period), replies(rows))


@recounts("办结件数")
def closed(rows, period):
    return sum(row.status == "closed" for row in submitted(rows, period))


def last_replies(rows, motions):
    """The last reply to each of the `motions` that has one, and its class."""
    found = replies(rows)
    last = [found[row.id][-1] for row in motions if found[row.id]]
    return [(reply, rows.classes[reply.result_class_id]) for reply in last]


def how_many_solved(rows, motions):
    """What was promised counts as solved once it is kept."""
    found = last_replies(rows, motions)
    return sum(bool(kind.is_solved or reply.promise_done_on) for reply, kind in found)


@recounts("解决件数")
def solved(rows, period):
    return how_many_solved(rows, submitted(rows, period))


@recounts("各类答复件数")
def by_class(rows, period, member):
    codes = [kind.code for _, kind in last_replies(rows, submitted(rows, period))]
    return codes.count(member) if member else len(codes)


@recounts("答复率")
def answered_share(rows, period, member):
    motions = of(rows, period, member)
    return with_any(motions, replies(rows)), with_any(motions, leads(rows))


def late_rounds(rows):
    """Of each motion the rounds answered, or owed today, after the last day of their term."""

    def is_late(lead):
        return lead.due_on and (lead.replied_on or rows.today) > lead.due_on

    return {key: list(filter(is_late, found)) for key, found in leads(rows).items()}


@recounts("按期答复率")
def in_time_share(rows, period, member):
    """Of what can be judged: who has neither answered nor run out of time is in neither number,
    and who was due on no day is neither.
    """
    late = late_rounds(rows)
    dated = {k: [r for r in found if r.due_on] for k, found in replies(rows).items()}
    motions = [row for row in of(rows, period, member) if dated[row.id] or late[row.id]]
    return len(motions) - with_any(motions, late), len(motions)


@recounts("超期件数")
def late(rows, period):
    return with_any(submitted(rows, period), late_rounds(rows))


@recounts("办结率")
def closed_share(rows, period, member):
    found = leads(rows)
    ours = [row for row in of(rows, period, member) if found[row.id]]
    return sum(row.status == "closed" for row in ours), len(ours)


@recounts("解决率")
def solved_share(rows, period, member):
    motions = of(rows, period, member)
    return how_many_solved(rows, motions), with_any(motions, replies(rows))


def consultations(rows):
    return {key: [lead for lead in led if lead.consulted_on] for key, led in leads(rows).items()}


@recounts("面商件数")
def consulted(rows, period):
    return with_any(submitted(rows, period), consultations(rows))


@recounts("面商率")
def consulted_share(rows, period, member):
    motions = of(rows, period, member)
    return with_any(motions, consultations(rows)), with_any(motions, leads(rows))


def first_waits(rows, period, member):
    """How many days the lead department took for its first answer, shortest first.

    Of a department it is its own answers, whoever took over after a rating.
    """
    found = leads(rows)
    first = [
        lead
        for row in submitted(rows, period)
        for lead in found[row.id]
        if lead.round == 1
        and member
        in ("", rows.topics[row.topic_id].name, rows.departments[lead.department_id].name)
    ]
    return sorted((lead.replied_on - lead.handed_over_on).days for lead in first if lead.replied_on)


@recounts("平均答复天数")
def mean_wait(rows, period, member):
    """In tenths of a day, a half rounded up."""
    waits = first_waits(rows, period, member)
    count = len(waits)
    return Decimal((20 * sum(waits) + count) // (2 * count)) / 10 if waits else None


@recounts("答复天数中位数")
def median_wait(rows, period, member):
    waits = first_waits(rows, period, member)
    if not waits:
        return None
    low, high = waits[(len(waits) - 1) // 2], waits[len(waits) // 2]
    return Decimal(low + high) / 2


def last_verdicts(rows, motions):
    """The last verdict on the result of each of the `motions` that has one."""
    last = {}
    for row in sorted(rows.ratings.values(), key=lambda row: row.round):
        last[row.motion_id] = row.result
    return [last[row.id] for row in motions if row.id in last]


def verdicts(rows, motions):
    """Those without the ones that gave none."""
    return [verdict for verdict in last_verdicts(rows, motions) if verdict != "none"]


@recounts("各满意度件数")
def by_verdict(rows, period, member):
    found = last_verdicts(rows, submitted(rows, period))
    labels = [Satisfaction(verdict).label for verdict in found]
    return labels.count(member) if member else len(labels)


@recounts("已评价件数")
def rated(rows, period):
    return len(verdicts(rows, submitted(rows, period)))


@recounts("未反馈件数")
def silent(rows, period):
    found = replies(rows)
    motions = [row for row in submitted(rows, period) if found[row.id]]
    return len(motions) - len(verdicts(rows, motions))


@recounts("满意率")
def satisfied_share(rows, period, member):
    found = verdicts(rows, of(rows, period, member))
    return found.count("satisfied"), len(found)


@recounts("满意和基本满意率")
def content_share(rows, period, member):
    found = verdicts(rows, of(rows, period, member))
    return found.count("satisfied") + found.count("mostly"), len(found)


@recounts("不满意件数")
def unsatisfied(rows, period):
    return verdicts(rows, submitted(rows, period)).count("unsatisfied")


@recounts("重新办理件数")
def rehandled(rows, period):
    again = {row.motion_id for row in rows.handlings.values() if row.round > 1}
    return sum(row.id in again for row in submitted(rows, period))


@recounts("退回件数")
def returned(rows, period):
    return sum(
        row.level == "town" and row.status == "returned" and inside(row.submitted_on, period)
        for row in rows.motions.values()
    )


@recounts("重点督办件数")
def key(rows, period):
    return sum(row.is_key for row in submitted(rows, period))


def acted(rows, period):
    return [row for row in rows.acts.values() if inside(row.acted_on, period)]


@recounts("督办件数")
def supervised(rows, period):
    """Of either level, whatever became of them and whenever they were submitted."""
    return len({row.motion_id for row in acted(rows, period)} - {None})


@recounts("督办次数")
def acts(rows, period, member):
    labels = [SupervisionAct.Rung(row.rung).label for row in acted(rows, period)]
    return labels.count(member) if member else len(labels)


@recounts("领衔代表人数")
def proposers(rows, period):
    return len({row.proposer_id for row in submitted(rows, period)})


@recounts("联名代表人次")
def signatures(rows, period):
    """Who was asked to sign by login, and did not yet, has not signed."""
    keys = {row.id for row in submitted(rows, period)}
    signed = [row for row in rows.signatures.values() if row.way == "paper" or row.signed_on]
    return sum(row.motion_id in keys for row in signed)


@recounts("县级议案建议办结件数")
def county_closed(rows, period):
    return sum(row.status == "closed" for row in submitted(rows, period, "county"))


@recounts("县级议案建议答复件数")
def county_answered(rows, period):
    return with_any(submitted(rows, period, "county"), replies(rows))


@recounts("县级交办件数")
def handed_down(rows, period):
    return sum(row.is_handed_down for row in accepted(rows, period, "county"))


@recounts("县级交办答复件数")
def handed_down_answered(rows, period):
    found = [row for row in accepted(rows, period, "county") if row.is_handed_down]
    return with_any(found, replies(rows))


def replies_to_town(rows):
    """Each reply to an accepted motion of the town, of whatever year: [those to one motion]."""
    for key, found in replies(rows).items():
        motion = rows.motions[key]
        if motion.level == "town" and motion.status not in NOT_ACCEPTED:
            yield found


def tracked_on(rows, day):
    """The last replies until `day` that solved nothing by then: neither kept nor explained."""
    for found in replies_to_town(rows):
        until = [reply for reply in found if reply.replied_on <= day]
        if until and not rows.classes[until[-1].result_class_id].is_solved:
            settled = (until[-1].promise_done_on, until[-1].explained_on)
            if not any(when and when <= day for when in settled):
                yield until[-1]


@recounts("跟踪件数")
def tracked(rows, period):
    return len(list(tracked_on(rows, last_day(period))))


@recounts("未兑现承诺件数")
def promises(rows, period):
    return sum(bool(reply.promise_due_on) for reply in tracked_on(rows, last_day(period)))


@recounts("兑现承诺件数")
def promises_kept(rows, period):
    days = [reply.promise_done_on for found in replies_to_town(rows) for reply in found]
    return sum(inside(day, period) for day in days)
