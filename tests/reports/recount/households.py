"""Households, visits and what was heard, counted once more."""

from collections import Counter

from representatives.models import Opinion
from tests.reports.recount.deputies import seats_at_end
from tests.reports.recount.rows import had_come, in_force, inside, last_day, recounts


def held(rows, day):
    return [row for row in rows.assignments.values() if in_force(row, day)]


@recounts("联系户数")
def households_held(rows, seen, member):
    codes = [rows.categories[row.category_id].code for row in held(rows, last_day(seen))]
    return codes.count(member) if member else len(codes)


def village_and_code(rows, assignment):
    household = rows.households[assignment.household_id]
    village = rows.villages[household.village_id].name
    return village, rows.categories[assignment.category_id].code


@recounts("各村联系户数")
def by_village(rows, seen, member):
    found = [village_and_code(rows, row)[0] for row in held(rows, last_day(seen))]
    return found.count(member) if member else len(found)


@recounts("各村各类联系户数")
def by_village_and_category(rows, seen, member):
    found = ["·".join(village_and_code(rows, row)) for row in held(rows, last_day(seen))]
    return found.count(member) if member else len(found)


@recounts("联系代表人数")
def deputies_holding(rows, seen):
    return len({row.person_id for row in held(rows, last_day(seen))})


def deputies(rows, seen):
    return {seat.person_id for seat in seats_at_end(rows, seen, "town")}


@recounts("联系户配齐代表人数")
def deputies_complete(rows, seen):
    day = last_day(seen)
    holds = Counter((row.person_id, row.category_id) for row in held(rows, day))
    return sum(
        all(holds[person, key] >= row.per_deputy for key, row in rows.categories.items())
        for person in bound(rows, seen)
    )


def bound(rows, seen):
    """The deputies; nobody while nothing is said of what each is to keep in touch with."""
    return deputies(rows, seen) if rows.categories else set()


@recounts("联系户应配齐代表人数")
def deputies_bound(rows, seen):
    return len(bound(rows, seen))


@recounts("联系户配齐率")
def complete_share(rows, seen):
    return deputies_complete(rows, seen), len(bound(rows, seen))


@recounts("待安排户数")
def unassigned(rows, seen):
    """A household is on the books while it is of a category, and while nobody has given it one."""
    day = last_day(seen)
    dated = {span.household_id for span in rows.category_spans.values()}
    current = {span.household_id for span in rows.category_spans.values() if in_force(span, day)}
    on_the_books = {key for key in rows.households if key in current or key not in dated}
    return len(on_the_books - {row.household_id for row in held(rows, day)})


def met(rows, seen):
    """走访: what is called a visit is one on which somebody was met."""
    visits = rows.visits.values()
    return [visit for visit in visits if visit.was_met and inside(visit.visited_on, seen)]


def visited(rows, visit):
    """The household that was visited."""
    return rows.households[rows.assignments[visit.assignment_id].household_id]


@recounts("走访户次")
def visits(rows, seen, member):
    found = met(rows, seen)
    names = [rows.villages[visited(rows, visit).village_id].name for visit in found]
    return names.count(member) if member else len(found)


@recounts("电话微信走访户次")
def visits_from_afar(rows, seen, member):
    found = [visit for visit in met(rows, seen) if visit.method in ("phone", "wechat")]
    names = [rows.villages[visited(rows, visit).village_id].name for visit in found]
    return names.count(member) if member else len(found)


@recounts("走访未遇次数")
def attempts(rows, seen):
    return sum(not v.was_met and inside(v.visited_on, seen) for v in rows.visits.values())


def households_seen(rows, seen):
    return {visited(rows, visit).id for visit in met(rows, seen)}


@recounts("走访户数")
def households_visited(rows, seen, member):
    return len(of_village(rows, households_seen(rows, seen), member))


def of_village(rows, keys, member):
    """Of the households `keys` those in the village `member`; all without one."""
    villages = {key: rows.villages[rows.households[key].village_id].name for key in keys}
    return {key for key, village in villages.items() if member in ("", village)}


def households_of(rows, seen, member=""):
    """The households (of the village `member`) that somebody kept in touch with on at least
    one day of the period."""
    found = {
        row.household_id
        for row in rows.assignments.values()
        if row.starts_on < seen.end and (row.ended_on is None or row.ended_on > seen.start)
    }
    names = {key: rows.villages[row.village_id].name for key, row in rows.households.items()}
    return {key for key in found if not member or names[key] == member}


@recounts("先后联系户数")
def households_kept(rows, seen, member):
    return len(households_of(rows, seen, member))


@recounts("走访覆盖率")
def coverage(rows, seen, member):
    theirs = households_of(rows, seen, member)
    return len(theirs & households_seen(rows, seen)), len(theirs)


@recounts("未走访户数")
def households_missed(rows, seen, member):
    return len(households_of(rows, seen, member) - households_seen(rows, seen))


@recounts("参加走访代表人数")
def visiting_deputies(rows, seen):
    return len({rows.assignments[v.assignment_id].person_id for v in met(rows, seen)})


@recounts("走访办实事件数")
def good_deeds(rows, seen):
    return sum(visit.good_deed != "" for visit in met(rows, seen))


@recounts("宣讲政策户次")
def policies_explained(rows, seen):
    return sum(visit.policy != "" for visit in met(rows, seen))


# What was heard.


def heard(rows, seen):
    return [row for row in rows.opinions.values() if inside(row.heard_on, seen)]


@recounts("意见建议条数")
def opinions(rows, seen, member):
    names = [rows.topics[row.topic_id].name for row in heard(rows, seen)]
    return names.count(member) if member else len(names)


@recounts("各来源意见建议条数")
def opinions_by_source(rows, seen, member):
    labels = [Opinion.Source(row.source).label for row in heard(rows, seen)]
    return labels.count(member) if member else len(labels)


@recounts("各处理方式意见建议条数")
def opinions_by_disposal(rows, seen, member):
    labels = [Opinion.Disposal(way_of(rows, row, seen).disposal).label for row in heard(rows, seen)]
    return labels.count(member) if member else len(labels)


def way_of(rows, opinion, seen):
    """The way that an opinion went at the end of the day of record: the last that began by then."""
    return [way for way in rows.ways[opinion.id] if way.since <= seen.day][-1]


@recounts("意见建议答复条数")
def opinions_answered(rows, seen):
    return sum(had_come(row.answered_on, seen) for row in heard(rows, seen))


@recounts("意见建议解决条数")
def opinions_solved(rows, seen):
    answered = [row for row in heard(rows, seen) if had_come(row.answered_on, seen)]
    return sum(row.outcome in ("adopted", "solved") for row in answered)


@recounts("意见建议答复率")
def answered_share(rows, seen):
    return opinions_answered(rows, seen), len(heard(rows, seen))


@recounts("回告条数")
def told_back(rows, seen):
    """Whoever is not a household of ours cannot be told back: the answer is enough."""
    return sum(
        had_come(row.answered_on, seen)
        and (had_come(row.told_back_on, seen) or row.household_id is None)
        for row in heard(rows, seen)
    )


@recounts("回告率")
def told_back_share(rows, seen):
    return told_back(rows, seen), len(heard(rows, seen))


@recounts("超期未答复意见建议条数")
def opinions_overdue(rows, seen):
    owed = [
        way_of(rows, row, seen).due_on
        for row in rows.opinions.values()
        if row.heard_on < seen.end and not had_come(row.answered_on, seen)
    ]
    return sum(due is not None and due < seen.day for due in owed)


@recounts("转为代表建议条数")
def became_motions(rows, seen):
    return sum(way_of(rows, row, seen).disposal == "motion" for row in heard(rows, seen))
