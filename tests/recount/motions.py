"""Motions and suggestions, counted once more."""

from motions.models import Motion, SupervisionAct
from tests.recount.rows import inside, last_day, recounts

NOT_ACCEPTED = ("draft", "registered", "returned", "merged", "withdrawn")


def submitted(rows, period, level="town"):
    """The accepted motions of a level that our deputies submitted in the period."""
    return [
        row
        for row in rows.motions.values()
        if row.level == level
        and not row.is_handed_down
        and inside(row.submitted_on, period)
        and row.status not in NOT_ACCEPTED
    ]


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
    """A motion that two departments led one after the other is of both."""
    found = leads(rows)
    if not member:
        return with_any(submitted(rows, period), found)
    (key,) = (key for key, row in rows.departments.items() if row.name == member)
    theirs = {motion: [r for r in led if r.department_id == key] for motion, led in found.items()}
    return with_any(submitted(rows, period), theirs)


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


def last_replies(rows, period):
    """The last reply to each motion that has one, and its class."""
    found = replies(rows)
    last = [found[row.id][-1] for row in submitted(rows, period) if found[row.id]]
    return [(reply, rows.classes[reply.result_class_id]) for reply in last]


@recounts("解决件数")
def solved(rows, period):
    """What was promised counts as solved once it is kept."""
    found = last_replies(rows, period)
    return sum(bool(kind.is_solved or reply.promise_done_on) for reply, kind in found)


@recounts("各类答复件数")
def by_class(rows, period, member):
    codes = [kind.code for _, kind in last_replies(rows, period)]
    return codes.count(member) if member else len(codes)


@recounts("答复率")
def answered_share(rows, period):
    return answered(rows, period), handed_over(rows, period)


@recounts("按期答复率")
def in_time_share(rows, period):
    """By the first round alone: a second has a clock of its own."""
    in_time = {
        key: [r for r in found if r.round == 1 and r.due_on and r.replied_on <= r.due_on]
        for key, found in replies(rows).items()
    }
    return with_any(submitted(rows, period), in_time), handed_over(rows, period)


@recounts("办结率")
def closed_share(rows, period):
    found = leads(rows)
    ours = [row for row in submitted(rows, period) if found[row.id]]
    return sum(row.status == "closed" for row in ours), len(ours)


@recounts("解决率")
def solved_share(rows, period):
    return solved(rows, period), answered(rows, period)


@recounts("面商件数")
def consulted(rows, period):
    found = {key: [r for r in led if r.consulted_on] for key, led in leads(rows).items()}
    return with_any(submitted(rows, period), found)


@recounts("面商率")
def consulted_share(rows, period):
    return consulted(rows, period), handed_over(rows, period)


def verdicts(rows, period):
    """The last verdict on each motion's result, without those who gave none."""
    last = {}
    for row in sorted(rows.ratings.values(), key=lambda row: row.round):
        last[row.motion_id] = row.result
    found = [last[row.id] for row in submitted(rows, period) if row.id in last]
    return [verdict for verdict in found if verdict != "none"]


@recounts("已评价件数")
def rated(rows, period):
    return len(verdicts(rows, period))


@recounts("满意率")
def satisfied_share(rows, period):
    return verdicts(rows, period).count("satisfied"), rated(rows, period)


@recounts("满意和基本满意率")
def content_share(rows, period):
    good = sum(verdict in ("satisfied", "mostly") for verdict in verdicts(rows, period))
    return good, rated(rows, period)


@recounts("不满意件数")
def unsatisfied(rows, period):
    return verdicts(rows, period).count("unsatisfied")


@recounts("重新办理件数")
def rehandled(rows, period):
    again = {row.motion_id for row in rows.handlings.values() if row.round > 1}
    return sum(row.id in again for row in submitted(rows, period))


@recounts("超期件数")
def late(rows, period):
    """The last day of the term is in time, for the reply as for today."""

    def is_late(handling):
        return handling.due_on and (handling.replied_on or rows.today) > handling.due_on

    found = {key: list(filter(is_late, led)) for key, led in leads(rows).items()}
    return with_any(submitted(rows, period), found)


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


@recounts("未兑现承诺件数")
def promises(rows, period):
    """What the last reply until the period's end promised, and nobody had kept or explained."""
    day = last_day(period)
    count = 0
    for key, found in replies(rows).items():
        motion, until = rows.motions[key], [reply for reply in found if reply.replied_on <= day]
        if until and motion.level == "town" and motion.status not in NOT_ACCEPTED:
            last = until[-1]
            is_plan = last.promise_due_on and not rows.classes[last.result_class_id].is_solved
            settled = (last.promise_done_on, last.explained_on)
            count += bool(is_plan) and not any(when and when <= day for when in settled)
    return count
