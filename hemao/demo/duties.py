"""What deputies do between meetings: activities, projects, reports, honours, allowances."""

import datetime
from decimal import Decimal

from congress.models import (
    Activity,
    ActivityPlace,
    Allowance,
    Campaign,
    Finding,
    Honour,
    Participation,
    Project,
    ResearchReport,
)
from hemao.demo import data
from hemao.demo.build import days
from township.models import Level


def make(build):
    lists = data.toml("duties")
    campaigns = {}
    for row in lists["campaign"]:
        (campaigns[row["name"]],) = build.save([Campaign(**row)])
    make_projects(build, lists)
    for row in lists["once"]:
        make_activity(build, row, campaigns, row["day"])
    for year in build.years:
        for row in lists["yearly"]:
            if row.get("since", 0) <= year <= row.get("until", 9999):
                day = data.day(f"{year}-{row['on']}")
                make_activity(build, row, campaigns, day)
    make_reports(build, lists)
    make_honours(build, lists)
    make_allowances(build)


def make_activity(build, row, campaigns, day):
    if not datetime.date(2017, 1, 12) < day < build.today:
        return
    rng = build.rng("activity", str(day), row["title"])
    (activity,) = build.save(
        [
            Activity(
                title=row["title"], kind=row["kind"], starts_on=day,
                last_on=day + days(row["days"] - 1) if row.get("days", 1) > 1 else None,
                organiser=row.get("organiser", "镇人大主席团"), organiser_level=Level.TOWN,
                campaign=campaigns.get(row.get("campaign")), content=row.get("content", ""),
                other_people=row.get("others", 0), is_approximate=row.get("others", 0) > 20,
                good_deed=row.get("good_deed", ""),
            )
        ]
    )  # fmt: skip
    build.activities.append(activity)
    places = row.get("places", [])
    build.save(ActivityPlace(activity=activity, name=n, order=i) for i, n in enumerate(places, 1))
    people = build.deputies(day)
    people = rng.sample(people, min(row["people"], len(people)))
    build.save(Participation(activity=activity, person=person) for person in people)
    if row["kind"] in ("inspection", "law_check"):
        activity.projects.add(
            *[p for p in build.projects if p.started_on and p.started_on < day][-2:]
        )
        by = day + days(30)
        done = by - days(rng.randint(1, 20))
        build.save(
            Finding(
                activity=activity, text=text, department=build.departments[department], rectify_by=by,
                rectified_on=done if done < build.today else None,
            )
            for text, department in rng.sample(FINDINGS, 2)
        )  # fmt: skip


FINDINGS = [
    ("沟渠有淤塞段", "水利站"),
    ("路面有破损，警示标志缺失", "交管站"),
    ("垃圾收集点清运不及时", "环卫所"),
    ("公示栏内容没有更新", "村镇建设规划办"),
    ("工程进度比计划慢", "村镇建设规划办"),
]


def make_projects(build, lists):
    """Four projects a year: planned in winter, funds won in spring, built until the next winter."""
    villages = list(build.villages.values())
    for year in build.years:
        for number, row in enumerate(lists["project"]):
            village = villages[(year + number * 3) % len(villages)]
            planned = datetime.date(year, 1, 20 + number)
            won, started = planned + days(70), planned + days(110)
            finished = started + days(150 + 40 * number)
            if planned >= build.today:
                continue
            build.projects += build.save(
                [
                    Project(
                        name=f"{village.name}{row['name']}", kind="livelihood" if number < 3 else "voted",
                        department=build.departments[row["department"]], village=village,
                        investment=Decimal(row["investment"] * 10_000 + 5000 * (year % 7)),
                        planned_on=planned, won_on=past(build, won), started_on=past(build, started),
                        finished_on=past(build, finished),
                    )
                ]
            )  # fmt: skip


def past(build, day):
    return day if day < build.today else None


def make_reports(build, lists):
    for row in lists["report"]:
        if row["submitted_on"] >= build.today:
            continue
        (report,) = build.save([ResearchReport(**row)])
        grown = [
            a
            for a in build.activities
            if a.kind == "research" and 0 < (row["submitted_on"] - a.starts_on).days < 400
        ]
        report.activities.add(*grown)


def make_honours(build, lists):
    """A few each year; in 2021 the exhibition in the office."""
    for year in build.years:
        day = datetime.date(year, 7, 1)
        people = build.deputies(day) if day < build.today else []
        rng = build.rng("honours", year)
        for number, person in enumerate(
            rng.sample(people, min(len(people), 8 if year == 2021 else 3))
        ):
            title = lists["honours"][number % len(lists["honours"])]
            build.save(
                [
                    Honour(
                        title=title, person=person, awarded_by="鹤毛镇党委、政府", awarded_on=day,
                        displayed_on=day + days(20) if year == 2021 or number == 0 else None,
                        deeds="积极履职，热心为群众办事。",
                    )
                ]
            )  # fmt: skip


def make_allowances(build):
    """Complete from 2018 on; what was paid in 2017 is known as one sum from the archive."""
    rows = []
    for year in range(2018, build.today.year + 1):
        for month, kind, amount in ((6, "lost_work", "120.00"), (12, "allowance", "600.00")):
            day = datetime.date(year, month, 20)
            if day < build.today:
                rows += [
                    Allowance(kind=kind, mandate=mandate, amount=Decimal(amount), paid_on=day)
                    for mandate in build.holders(day)
                ]
        day = datetime.date(year, 9, 10)
        if day < build.today:
            rows += [
                Allowance(
                    kind="activity",
                    mandate=mandate,
                    amount=Decimal("1500.00"),
                    paid_on=day,
                    note="代表小组活动",
                )
                for mandate in build.holders(day)[:8]
            ]
    build.save(rows)
