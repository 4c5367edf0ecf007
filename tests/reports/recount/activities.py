"""Activities, research reports and projects, counted once more."""

from congress.models import Activity
from tests.reports.recount.deputies import is_deputy
from tests.reports.recount.rows import inside, recounts


def held(rows, period, *kinds):
    """The activities (of some kinds) that began in the period; a plan is not an activity yet."""
    return [
        row
        for row in rows.activities.values()
        if inside(row.starts_on, period)
        and row.starts_on <= rows.today
        and (not kinds or row.kind in kinds)
    ]


def of_those(activities, parts):
    """The `parts` (places, people, findings) of these activities."""
    keys = {activity.id for activity in activities}
    return [row for row in parts.values() if row.activity_id in keys]


def kind_of(activity):
    return Activity.Kind(activity.kind).label


@recounts("活动次数")
def activities(rows, period, member):
    labels = [kind_of(row) for row in held(rows, period)]
    return labels.count(member) if member else len(labels)


@recounts("专项行动活动次数")
def campaign_activities(rows, period, member):
    keys = [row.campaign_id for row in held(rows, period) if row.campaign_id]
    names = [rows.campaigns[key].name for key in keys]
    return names.count(member) if member else len(names)


@recounts("监督检查次数")
def monitoring(rows, period):
    return len(held(rows, period, "inspection", "research", "law_check", "appraisal"))


def deputies_there(rows, period):
    """(key of the person, activity) for each who took part as a deputy, of any congress."""
    for row in of_those(held(rows, period), rows.participations):
        activity = rows.activities[row.activity_id]
        if is_deputy(rows, row.person_id, activity.starts_on):
            yield row.person_id, activity


@recounts("活动参加代表人次")
def participations(rows, period, member):
    labels = [kind_of(activity) for _, activity in deputies_there(rows, period)]
    return labels.count(member) if member else len(labels)


@recounts("参加活动代表人数")
def participants(rows, period):
    return len({person for person, _ in deputies_there(rows, period)})


@recounts("活动办实事件数")
def good_deeds(rows, period):
    return sum(row.good_deed != "" for row in held(rows, period))


def places(rows, period, kind):
    """The names of the places, each once, in the order in which they were come to."""
    found = of_those(held(rows, period, kind), rows.places)
    found.sort(key=lambda row: (rows.activities[row.activity_id].starts_on, row.order, row.id))
    return tuple(dict.fromkeys(row.name for row in found))


@recounts("外出考察地")
def study_places(rows, period):
    return places(rows, period, "study_tour")


@recounts("防汛救灾地点")
def flood_places(rows, period):
    return places(rows, period, "flood")


@recounts("防汛救灾日期")
def flood_days(rows, period):
    days = sorted(row.starts_on for row in held(rows, period, "flood"))
    return tuple(dict.fromkeys(f"{day.month}月{day.day}日" for day in days))


@recounts("发现问题数")
def findings(rows, period):
    return len(of_those(held(rows, period), rows.findings))


@recounts("问题整改率")
def rectified(rows, period):
    found = of_those(held(rows, period), rows.findings)
    return sum(row.rectified_on is not None for row in found), len(found)


def submitted(rows, period):
    reports = rows.research_reports.values()
    return [row for row in reports if inside(row.submitted_on, period)]


@recounts("调研报告篇数")
def research_reports(rows, period):
    return len(submitted(rows, period))


@recounts("上级交办调研报告篇数")
def entrusted_reports(rows, period):
    return sum(row.entrusted_level == "county" for row in submitted(rows, period))


@recounts("调研报告题目")
def report_titles(rows, period):
    found = sorted(submitted(rows, period), key=lambda row: (row.submitted_on, row.id))
    return tuple(dict.fromkeys(row.title for row in found))


# Projects.


@recounts("谋划项目数")
def planned(rows, period):
    return sum(
        inside(row.planned_on, period) and row.planned_on <= rows.today
        for row in rows.projects.values()
    )


@recounts("争取项目数")
def won(rows, period):
    return sum(inside(row.won_on, period) for row in rows.projects.values())


@recounts("实施项目数")
def under_way(rows, period):
    """Under construction from the day it began to the day it was finished, that day included."""
    return sum(
        row.started_on is not None
        and row.started_on < period.end
        and (row.finished_on is None or row.finished_on >= period.start)
        for row in rows.projects.values()
    )


@recounts("完工项目数")
def finished(rows, period):
    return sum(inside(row.finished_on, period) for row in rows.projects.values())


@recounts("开工项目投资额")
def invested(rows, period):
    begun = [row for row in rows.projects.values() if inside(row.started_on, period)]
    return sum(row.investment for row in begun if row.investment is not None)


@recounts("检查项目数")
def inspected(rows, period):
    return len({row.project_id for row in of_those(held(rows, period), rows.inspections)})
