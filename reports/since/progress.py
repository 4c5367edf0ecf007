"""定稿以后的进展: what happened, after its day of record, to the records that an edition tells of."""

from typing import NamedTuple

from motions.models import Verb
from reports.since.afterwards import MOTION, PARTS_OF_MOTIONS
from reports.since.changes import ENTERED, LABELS
from reports.since.watched import BY_LABEL

TITLES = {
    "motions.Handling": {"handed_over_on": "交办", "replied_on": "答复", "promise_done_on": "承诺兑现"},
    "motions.Motion": {"closed_on": "办结", "key_on": "列为重点督办"},
    "motions.Rating": {"rated_on": "评价", "silent_on": "评价"},
    "motions.SupervisionAct": {"acted_on": "督办", "answered_on": "督办回复"},
    "representatives.Opinion": {
        "disposed_on": "意见定处理方式", "handed_over_on": "意见转办", "answered_on": "意见答复",
        "told_back_on": "意见回告",
    },
    "congress.Finding": {"rectified_on": "整改"},
    "congress.AgendaItem": {"decision_done_on": "会议决定落实"},
    "congress.Project": {"won_on": "项目争取到位", "started_on": "项目开工", "finished_on": "项目完工"},
    "congress.Poll": {"declared_on": "选举结果确认"},
    "congress.Post": {"ended_on": "离任"},
    "congress.Honour": {"displayed_on": "上墙展示"},
    "representatives.Mandate": {"confirmed_on": "代表资格确认", "ended_on": "代表资格终止"},
    "representatives.Assignment": {"ended_on": "联系结束"},
}  # fmt: skip
# What the office writes for itself before it is sent.
NOT_SAID = frozenset({Verb.DRAFT_REPLY})


class SinceLine(NamedTuple):
    """One thing that happened: what, on which day (a str), to which record (label, pk)."""

    title: str
    day: str
    key: tuple


def lines(after):
    """Every SinceLine of the edition that `after` is about, the latest first."""
    motions = motions_of(after)
    found = {
        SinceLine(
            str(Verb(event["verb"]).label), event["happened_on"], (MOTION, event["motion_id"])
        )
        for event in after.events
        if event["motion_id"] in motions and event["verb"] not in NOT_SAID
    }
    for change in after.relevant:
        found.update(lines_of(after, change))
    return sorted(found, key=lambda line: (line.day, line.title, line.key), reverse=True)


def motions_of(after):
    """The motions of the edition, and those that its other rows belong to."""
    near = {key for change in after.relevant for key in {change.key, *change.owners}}
    known = after.recorded | near
    return {pk for label, pk in known if label == MOTION}


def lines_of(after, change):
    """The SinceLines that one change tells; none where a motion's own event tells it."""
    if is_told_by_event(after, change):
        return []
    if change.kind == ENTERED:
        return [new_line(change)] if after.is_new_life(change) else []
    days = BY_LABEL[change.label].days
    return [
        SinceLine(title_of(change.label, name), change.after[name], change.key)
        for name in change.columns
        if name in days and not change.before[name] and after.is_later(change, name)
    ]


def is_told_by_event(after, change):
    is_of_motion = change.label == MOTION or change.label in PARTS_OF_MOTIONS
    return is_of_motion and bool(after.events_at(change))


def new_line(change):
    column = BY_LABEL[change.label].own_day
    return SinceLine(title_of(change.label, column), change.about[1] or "", change.key)


def title_of(label, column):
    """What happened, in a word: of columns without one of their own, what the forms call them."""
    field = LABELS[label]._meta.get_field(column)
    return TITLES.get(label, {}).get(column) or (
        f"{LABELS[label]._meta.verbose_name}{field.verbose_name.removesuffix('日期')}"
    )


def groups(found):
    """[(title, its SinceLines)] of SinceLines, what happened most often first."""
    by_title = {}
    for line in found:
        by_title.setdefault(line.title, []).append(line)
    return sorted(by_title.items(), key=lambda item: (-len(item[1]), item[0]))
