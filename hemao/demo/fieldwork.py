"""The visits of deputies to their households."""

import datetime

from hemao.demo import data
from hemao.demo.build import days, own_times
from representatives.models import Visit
from representatives.models.visits import LATE_AFTER

WAITS = 9  # every ninth household waits for a visit longer than it should
ONLINE_SINCE = datetime.date(2022, 3, 1)  # from then on, deputies enter their visits themselves
METHODS = {
    "外出": ["phone", "phone", "wechat", "home"],
    "种植": ["home", "home", "home", "yard", "talk"],
    "帮扶": ["home", "home", "home", "phone"],
}


def make(build):
    """Visits to each household, at its own pace; some are still waiting for the next one."""
    lists = data.toml("fieldwork")
    rows = []
    for index, assignment in enumerate(build.assignments):
        rng = build.rng("visits", assignment.starts_on, index)
        end = min(assignment.ended_on or build.today, build.today)
        if index % WAITS == 0 and assignment.ended_on is None:
            end = min(end, build.ago(150))
        rows += visits(build, rng, lists, assignment, end)
    rows[len(rows) // 2].voided_at = build.midnight
    rows[len(rows) // 2].void_reason = "同一次走访登记了两遍。"
    with own_times(Visit, "recorded_at"):
        rows = build.save(sorted(rows, key=lambda row: row.visited_on))
    build.visits += [row for row in rows if not row.voided_at]


def visits(build, rng, lists, assignment, end):
    """About three a year on paper, and four a year since deputies enter them themselves."""
    day = assignment.starts_on + days(rng.randint(8, 70))
    while day < end:
        yield visit(build, rng, lists, assignment, day)
        day += days(rng.randint(90, 160) if day < ONLINE_SINCE else rng.randint(68, 118))


def visit(build, rng, lists, assignment, day):
    code = assignment.category.code
    is_met = rng.random() < 0.93
    waited = days(rng.randint(9, 30) if rng.random() < 0.05 else rng.randint(0, 5))
    row = Visit(
        uuid=build.uuid(rng), assignment=assignment, visited_on=day, was_met=is_met,
        method=rng.choice(METHODS[code]), recorded_at=build.evening(day + waited),
    )  # fmt: skip
    row.is_late_entry = row.recorded_at.date() - day > LATE_AFTER
    own = assignment.person.user if day >= ONLINE_SINCE and rng.random() < 0.75 else None
    row.recorded_by = own or build.by
    row.is_on_behalf = own is None
    if is_met:
        tell(rng, lists, row, code)
    return row


def tell(rng, lists, row, code):
    """What was seen, said and done: a few words, as a deputy would write them."""
    season = (row.visited_on.month - 1) // 3
    row.production = rng.choice(lists["production"][code][season])
    row.livelihood = rng.choice(lists["livelihood"])
    if rng.random() < 0.4:
        fitting = [
            policy
            for policy in lists["policy"]
            if policy.get("since", 0) <= row.visited_on.year <= policy.get("until", 9999)
        ]
        row.policy = rng.choice(fitting)["name"]
    if rng.random() < 0.1:
        row.good_deed = rng.choice(lists["good_deed"])
