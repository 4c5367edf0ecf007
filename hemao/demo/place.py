"""The town: its names, terms, villages, departments, lists and rules."""

import datetime

from hemao.demo import data
from motions.models import ResultClass
from reports.models import Baseline
from representatives.models import Category, CategoryName
from township.models import (
    DeadlineRule,
    Department,
    Holiday,
    LedgerStart,
    Term,
    Topic,
    Town,
    TownName,
    Village,
)


def named(row):
    """The TownName `row` with the kinds that its names say."""
    row.settle_kinds()
    return row


def make(build):
    town = data.toml("town")
    settings = ("visits_a_year", "due_soon_days", "very_late_days")
    build.save([Town(pk=1, **{name: town[name] for name in settings})])
    build.save(named(TownName(**row)) for row in town["name"])
    for term in build.save(Term(**row) for row in town["term"]):
        build.terms[term.level, term.number] = term
    villages = [Village(order=n, **row) for n, row in enumerate(town["village"], 1)]
    build.villages = by_name(build.save(villages))
    build.departments = by_name(build.save(departments(town["departments"], villages)))
    topics = [Topic(name=name, order=n) for n, name in enumerate(town["topics"]["names"], 1)]
    build.topics = by_name(build.save(topics))
    classes = [ResultClass(order=n, **row) for n, row in enumerate(town["result_class"], 1)]
    build.classes = {row.code: row for row in build.save(classes)}
    make_categories(build, town["category"])
    build.rules = build.save(
        DeadlineRule(level=level, **{key: value for key, value in row.items() if key != "levels"})
        for row in town["rule"]
        for level in row["levels"]
    )
    build.save(holidays())
    make_ledger(build, town)


def by_name(rows):
    return {row.name: row for row in rows}


def departments(names, villages):
    kinds = Department.Kind
    named = [(name, kinds.TOWN) for name in names["town"]]
    named += [(village.name, kinds.VILLAGE) for village in villages]
    named += [(name, kinds.ABOVE) for name in names["above"]]
    return [Department(name=name, kind=kind, order=n) for n, (name, kind) in enumerate(named, 1)]


def make_categories(build, rows):
    categories = [
        Category(order=n, **{name: value for name, value in row.items() if name != "names"})
        for n, row in enumerate(rows, 1)
    ]
    build.categories = {row.code: row for row in build.save(categories)}
    build.save(
        CategoryName(category=build.categories[row["code"]], **name)
        for row in rows
        for name in row["names"]
    )


def holidays():
    kinds = {"放假": Holiday.Kind.OFF, "上班": Holiday.Kind.WORK}
    for row in data.table("holidays"):
        day, last = data.day(row["从"]), data.day(row["到"])
        while day <= last:
            yield Holiday(day=day, kind=kinds[row["类别"]], name=row["名称"])
            day += datetime.timedelta(days=1)


def make_ledger(build, town):
    starts = town["ledger"]
    build.save(
        LedgerStart(family=family, complete_from=starts.get(family, starts["default"]))
        for family in LedgerStart.Family.values
    )
    build.save(Baseline(**row) for row in town["baseline"])
