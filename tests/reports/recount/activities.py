"""Activities, research reports and projects, counted once more."""

from congress.models import Activity
from tests.reports.recount.deputies import is_deputy
from tests.reports.recount.rows import had_come, inside, last_day, recounts
from township.models import Level
from township.words import as_written


def held(rows, seen, *kinds):
    """The activities (of some kinds) that began in the period; a plan is not an activity yet."""
    return [
        row
        for row in rows.activities.values()
        if inside(row.starts_on, seen)
        and row.starts_on <= rows.today
        and (not kinds or row.kind in kinds)
    ]


def of_those(activities, parts):
    """The `parts` (places, people, findings) of these activities."""
    keys = {activity.id for activity in activities}
    return [row for row in parts.values() if row.activity_id in keys]


def kind_of(activity):
    return Activity.Kind(activity.kind).label


def by_label(labels, member):
    return labels.count(member) if member else len(labels)


def held_by(rows, seen, *, town):
    """Those that the town organised itself, or those that a higher level did."""
    return [row for row in held(rows, seen) if (row.organiser_level == "town") == town]


@recounts("活动次数")
def activities(rows, seen, member):
    return by_label([kind_of(row) for row in held_by(rows, seen, town=True)], member)


@recounts("上级组织活动次数")
def activities_from_above(rows, seen, member):
    return by_label([kind_of(row) for row in held_by(rows, seen, town=False)], member)


@recounts("各级组织活动次数")
def activities_of_all_levels(rows, seen, member):
    with as_written():  # a member is named as it is stored, not as this town says it
        levels = [str(Level(row.organiser_level).label) for row in held(rows, seen)]
    return by_label(levels, member)


@recounts("其他参加人次")
def other_people(rows, seen, member):
    found = [row for row in held(rows, seen) if member in ("", kind_of(row))]
    return sum(row.other_people for row in found)


@recounts("专项行动活动次数")
def campaign_activities(rows, seen, member):
    keys = [row.campaign_id for row in held(rows, seen) if row.campaign_id]
    names = [rows.campaigns[key].name for key in keys]
    return names.count(member) if member else len(names)


@recounts("监督检查次数")
def monitoring(rows, seen):
    kinds = ("inspection", "research", "law_check", "appraisal")
    return sum(row.kind in kinds for row in held_by(rows, seen, town=True))


def deputies_there(rows, seen):
    """(key of the person, activity) for each who took part as a deputy, of any congress."""
    for row in of_those(held(rows, seen), rows.participations):
        activity = rows.activities[row.activity_id]
        if is_deputy(rows, row.person_id, activity.starts_on, seen):
            yield row.person_id, activity


@recounts("活动参加代表人次")
def participations(rows, seen, member):
    found = [activity for _, activity in deputies_there(rows, seen)]
    named = sum(member in ("", kind_of(activity)) for activity in found)
    of_kind = [row for row in held(rows, seen) if member in ("", kind_of(row))]
    return named + sum(row.unnamed_deputies for row in of_kind)


@recounts("参加活动代表人数")
def participants(rows, seen):
    return len({person for person, _ in deputies_there(rows, seen)})


@recounts("活动办实事件数")
def good_deeds(rows, seen):
    return sum(row.good_deed != "" for row in held(rows, seen))


def places(rows, seen, kind):
    """The names of the places, each once, in the order in which they were come to."""
    found = of_those(held(rows, seen, kind), rows.places)
    found.sort(key=lambda row: (rows.activities[row.activity_id].starts_on, row.order, row.id))
    return tuple(dict.fromkeys(row.name for row in found))


def titles(rows, seen, *kinds):
    found = [row for row in held_by(rows, seen, town=True) if row.kind in kinds]
    found.sort(key=lambda row: (row.starts_on, row.id))
    return tuple(dict.fromkeys(row.title for row in found))


@recounts("监督检查题目")
def monitoring_titles(rows, seen):
    return titles(rows, seen, "inspection", "research", "law_check", "appraisal")


@recounts("学习培训题目")
def training_titles(rows, seen):
    return titles(rows, seen, "training")


@recounts("外出考察地")
def study_places(rows, seen):
    return places(rows, seen, "study_tour")


@recounts("防汛救灾地点")
def flood_places(rows, seen):
    return places(rows, seen, "flood")


@recounts("防汛救灾日期")
def flood_days(rows, seen):
    days = sorted(row.starts_on for row in held(rows, seen, "flood"))
    return tuple(dict.fromkeys(f"{day.month}月{day.day}日" for day in days))


@recounts("发现问题数")
def findings(rows, seen):
    return len(of_those(held(rows, seen), rows.findings))


@recounts("整改问题数")
def put_right(rows, seen):
    found = of_those(held(rows, seen), rows.findings)
    return sum(had_come(row.rectified_on, seen) for row in found)


@recounts("问题整改率")
def rectified(rows, seen):
    return put_right(rows, seen), len(of_those(held(rows, seen), rows.findings))


def submitted(rows, seen):
    reports = rows.research_reports.values()
    return [row for row in reports if inside(row.submitted_on, seen)]


@recounts("调研报告篇数")
def research_reports(rows, seen):
    return len(submitted(rows, seen))


@recounts("上级交办调研报告篇数")
def entrusted_reports(rows, seen):
    return sum(row.entrusted_level == "county" for row in submitted(rows, seen))


@recounts("调研报告题目")
def report_titles(rows, seen):
    found = sorted(submitted(rows, seen), key=lambda row: (row.submitted_on, row.id))
    return tuple(dict.fromkeys(row.title for row in found))


# Projects.


@recounts("谋划项目数")
def planned(rows, seen):
    return sum(
        inside(row.planned_on, seen) and row.planned_on <= rows.today
        for row in rows.projects.values()
    )


@recounts("争取项目数")
def won(rows, seen):
    return sum(inside(row.won_on, seen) for row in rows.projects.values())


@recounts("实施项目数")
def under_way(rows, seen):
    """Under construction from the day it began to the day it was finished, that day included."""
    return sum(
        row.started_on is not None
        and row.started_on < seen.end
        and (row.finished_on is None or row.finished_on >= seen.start)
        for row in rows.projects.values()
    )


@recounts("完工项目数")
def finished(rows, seen):
    return sum(inside(row.finished_on, seen) for row in rows.projects.values())


@recounts("完工项目名称")
def finished_names(rows, seen):
    found = [row for row in rows.projects.values() if inside(row.finished_on, seen)]
    found.sort(key=lambda row: (row.finished_on, row.id))
    return tuple(dict.fromkeys(row.name for row in found))


@recounts("在建项目数")
def being_built(rows, seen):
    day = last_day(seen)
    return sum(
        row.started_on is not None
        and row.started_on <= day
        and not (row.finished_on and row.finished_on <= day)
        for row in rows.projects.values()
    )


@recounts("开工项目投资额")
def invested(rows, seen):
    begun = [row for row in rows.projects.values() if inside(row.started_on, seen)]
    return sum(row.investment for row in begun if row.investment is not None)


@recounts("检查项目数")
def inspected(rows, seen):
    return len({row.project_id for row in of_those(held(rows, seen), rows.inspections)})
