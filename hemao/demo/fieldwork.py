"""Households, who keeps in touch with them, the visits, and what was heard."""

import datetime
from datetime import time

from django.utils import timezone

from hemao.demo import data
from hemao.demo.build import days, own_times, spread
from representatives.models import (
    Assignment,
    Household,
    HouseholdCategory,
    Opinion,
    Visit,
)
from representatives.models.deputies import Gender
from township.models import DeadlineRule, Level

SETTLING = days(40)  # from the beginning of a mandate to the first assignments
OPINIONS_SINCE = datetime.date(2019, 1, 1)
OPEN_GAPS = 5  # assignments of today that nobody has made yet


def make(build):
    build.texts = data.toml("fieldwork")
    build.households = []
    make_assignments(build)
    make_visits(build)
    make_opinions(build)


def tenures(build):
    """(person, from, to) of each unbroken time as a deputy of the town, in order of days."""
    spans = []
    rows = [m for m in build.mandates if m.term.level == Level.TOWN and m.confirmed_on]
    for row in sorted(rows, key=lambda m: (m.person_id, m.starts_on)):
        if spans and spans[-1][0] is row.person and spans[-1][2] == row.starts_on:
            spans[-1] = (row.person, spans[-1][1], row.ended_on)
        else:
            spans.append((row.person, row.starts_on, row.ended_on))
    return sorted(spans, key=lambda span: (span[1], span[0].pk))


def make_assignments(build):
    """Each deputy's households, taken from those that are free, else new ones."""
    free = {code: [] for code in build.categories}  # code → [(household, free from)]
    rng = build.rng("households")
    rows, gaps = [], OPEN_GAPS
    for person, start, end in tenures(build):
        begin = start + SETTLING
        if begin >= (end or build.today):
            continue
        for code, category in build.categories.items():
            if end is None and gaps and rng.random() < 0.06:
                gaps -= 1
                continue
            household = take(build, free[code], person, begin) or new(build, rng, person, category)
            rows.append(
                Assignment(
                    person=person, household=household, category=category, starts_on=begin,
                    ended_on=end, ended_for=Assignment.EndedFor.MANDATE if end else "",
                )
            )  # fmt: skip
            free[code].append((household, end))
    for category in build.categories.values():
        for person in build.deputies(build.today)[:2]:
            new(build, rng, person, category)  # registered, waiting for somebody: 待安排户
    build.save(build.households)
    build.save(
        HouseholdCategory(
            household=row, category=row.first_category, starts_on=datetime.date(2017, 1, 12)
        )
        for row in build.households
    )
    build.assignments += build.save(rows)


def take(build, free, person, day):
    """A household nobody holds on `day`, of the person's village if there is one."""
    ready = [row for row in free if row[1] is not None and row[1] <= day]
    ready.sort(key=lambda row: row[0].village_id != person.village_id)
    if not ready:
        return None
    free.remove(ready[0])
    return ready[0][0]


def new(build, rng, person, category):
    code = category.code
    members = rng.randint(1, 6)
    workers = rng.randint(0, min(members, 3))
    row = Household(
        head_name=build.inventor.name(rng, rng.choice(list(Gender))),
        village=person.village, group=f"{rng.randint(1, 14)}组", phone=build.inventor.phone(),
        members=members, workers=workers,
        away=min(workers, rng.randint(1, 2)) if code == "外出" else 0,
        away_to=rng.choice(build.texts["away_to"]) if code == "外出" else "",
        industry=rng.choice(build.texts["industry"][code]),
    )  # fmt: skip
    row.first_category = category
    build.households.append(row)
    return row


def make_visits(build):
    """About three visits a year to each household; a few have waited long for the next one."""
    rows, texts = [], build.texts
    for index, assignment in enumerate(build.assignments):
        rng = build.rng("visits", index)
        end = min(assignment.ended_on or build.today, build.today)
        if index % 9 == 0:
            end = min(end, build.ago(150))  # waits for a visit
        day = assignment.starts_on
        while day < end:
            quarter = min(day + days(91), end)
            if rng.random() < 0.82 and quarter > day:
                rows.append(visit(build, rng, assignment, spread(rng, day, quarter), texts))
            day = quarter
    with own_times(Visit, "recorded_at"):
        build.visits += build.save(rows)


def visit(build, rng, assignment, day, texts):
    met = rng.random() < 0.93
    late = rng.random() < 0.05
    code = assignment.category.code
    entered = day + days(rng.randint(9, 30) if late else rng.randint(0, 5))
    row = Visit(
        uuid=build.uuid(rng), assignment=assignment, visited_on=day, was_met=met,
        method=rng.choice(["home", "home", "home", "phone", "talk"]) if code != "外出"
        else rng.choice(["phone", "wechat", "home"]),
        production=rng.choice(texts["production"][code]) if met else "",
        livelihood=rng.choice(texts["livelihood"]) if met else "",
        policy=rng.choice(texts["policy"]) if met and rng.random() < 0.35 else "",
        good_deed=rng.choice(texts["good_deed"]) if met and rng.random() < 0.1 else "",
        recorded_by=build.by, is_on_behalf=True, is_late_entry=late,
        recorded_at=min(timezone.make_aware(datetime.datetime.combine(entered, time(9))), build.midnight),
    )  # fmt: skip
    return row


def make_opinions(build):
    """What was heard on some of the visits, answered and told back, the latest still open."""
    rows, lists = [], build.texts["opinion"]
    for index, row in enumerate(v for v in build.visits if v.was_met):
        rng = build.rng("opinion", index)
        if row.visited_on < OPINIONS_SINCE or rng.random() > 0.075:
            continue
        rows.append(opinion(build, rng, row, rng.choice(lists)))
    build.opinions += build.save(rows)


def opinion(build, rng, visit_row, words):
    heard = visit_row.visited_on
    row = Opinion(
        heard_on=heard, visit=visit_row, household=visit_row.assignment.household,
        heard_by=visit_row.assignment.person, topic=build.topics[words["topic"]], text=words["text"],
    )  # fmt: skip
    if rng.random() < 0.3:
        row.disposal, answered = "explained", heard
        row.outcome, row.answer = "explained", "当场作了政策解释。"
    else:
        row.disposal = rng.choice(["town", "town", "village", "motion", "above"])
        row.department = build.departments[words["department"]]
        row.handed_over_on = min(heard + days(rng.randint(1, 5)), build.today)
        event = DeadlineRule.Event.OPINION
        row.set_deadline(build.rule(level=Level.TOWN, event=event, on=row.handed_over_on))
        answered = row.handed_over_on + days(rng.randint(4, 40))
        row.outcome = rng.choice(["solved", "solved", "adopted", "planned", "explained"])
        row.answer = "已到现场查看并答复。"
        row.horizon = rng.choice(["now", "short", "long"])
    told = answered + days(rng.randint(1, 25))
    if answered >= build.today or (heard > build.ago(150) and rng.random() < 0.2):
        row.outcome = row.answer = row.horizon = ""
        return row
    row.answered_on = answered
    if told < build.today and (heard < build.ago(150) or rng.random() < 0.6):
        row.told_back_on, row.told_back_by = told, rng.choice(["visit", "phone"])
    return row
