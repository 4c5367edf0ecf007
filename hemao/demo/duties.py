"""What deputies do between meetings: activities, projects and research reports."""

import datetime
from decimal import Decimal

from congress.models import (
    Activity,
    ActivityPhoto,
    ActivityPlace,
    Campaign,
    Finding,
    Participation,
    Project,
    ResearchReport,
)
from hemao.demo import data, pictures
from hemao.demo.build import covers, days
from papers import photos
from township.models import Level

INSPECTING = (Activity.Kind.INSPECTION, Activity.Kind.LAW_CHECK)
MANY = 20  # other people than this are counted by eye
PHOTOS_SINCE = datetime.date(2024, 1, 1)  # from then on, the office keeps photos


def make(build):
    lists = data.toml("duties")
    make_projects(build, lists)
    campaigns = build.save(Campaign(**row) for row in lists["campaign"])
    Diary(build, lists, {row.name: row for row in campaigns}).keep()
    make_reports(build, lists)


class Diary:
    """The activities in the order of their days, each with its places and people."""

    def __init__(self, build, lists, campaigns):
        self.build = build
        self.campaigns = campaigns
        self.findings = lists["finding"]
        planned = [(row["day"], row, None) for row in lists["once"]]
        for year in build.years:
            for row in lists["yearly"]:
                if row.get("since", 0) <= year <= row.get("until", 9999):
                    planned += self.of_year(year, row)
        first = build.terms[Level.TOWN, 1].starts_on
        self.planned = [entry for entry in planned if first < entry[0] < build.today]
        self.planned.sort(key=lambda entry: entry[0])

    def of_year(self, year, row):
        """The day of a yearly activity, a few days off; with `each`, one for each such body."""
        for number, body in enumerate(self.bodies(row.get("each"), year) or [None]):
            day = datetime.date.fromisoformat(f"{year}-{row['on']}")
            if not row.get("exact"):
                rng = self.build.rng("day", year, row["title"], row["on"], number)
                day += days(rng.randint(-6, 6))
            yield day, row, body

    def bodies(self, kind, year):
        if kind == "station":
            return self.build.stations
        number = 1 if year < self.build.terms[Level.TOWN, 2].starts_on.year else 2
        if kind == "group":
            return [self.build.bodies[name, number] for name in self.build.villages]
        return []

    def keep(self):
        rows = [(self.activity(*entry), *entry) for entry in self.planned]
        self.build.activities += self.build.save(activity for activity, *_ in rows)
        self.build.save(place for activity, _, row, _ in rows for place in places(activity, row))
        self.build.save(
            photo for activity, _, row, _ in rows for photo in self.photos(activity, row)
        )
        people = [(*entry, self.people(*entry)) for entry in rows]
        for activity, *_, who in people:
            activity.who = who
        self.build.save(
            Participation(activity=activity, person=person)
            for activity, *_, who in people
            for person in who
        )
        inspections = [activity for activity, *_ in rows if activity.kind in INSPECTING]
        self.build.save(row for activity in inspections for row in self.found(activity))
        link = Activity.projects.through
        self.build.save(
            link(activity=activity, project=project)
            for activity in inspections
            for project in self.seen(activity)
        )

    def activity(self, day, row, body):
        others = row.get("others", 0)
        title = f"{body.name_on(day)}{row['title']}" if body else row["title"]
        return Activity(
            title=title, kind=row["kind"], starts_on=day, body=body,
            last_on=day + days(row["days"] - 1) if "days" in row else None,
            organiser=row.get("organiser", "镇人大主席团"),
            organiser_level=row.get("level", Level.TOWN),
            campaign=self.campaigns.get(row.get("campaign")), content=row.get("content", ""),
            other_people=others, is_approximate=others > MANY, good_deed=row.get("good_deed", ""),
        )  # fmt: skip

    def people(self, activity, day, row, body):
        rng = self.build.rng("people", day, activity.title)
        if body:
            deputies = set(self.build.deputies(day))
            posts = (post for post in self.build.posts if post.body_id == body.pk)
            pool = [p.person for p in posts if covers(p, day) and p.person in deputies]
        else:
            pool = self.build.deputies(day, row.get("level", Level.TOWN))
        return rng.sample(pool, min(row["people"], len(pool)))

    def photos(self, activity, row):
        """The photos that the file asks for, each drawn and named by its activity's day and title."""
        if activity.starts_on < PHOTOS_SINCE:
            return
        for order, (scene, caption) in enumerate(row.get("photos", []), 1):
            rng = self.build.rng("photo", activity.starts_on, activity.title, order)
            name = photos.name_from(self.build.uuid(rng))
            pictures.keep(name, rng, scene)
            yield ActivityPhoto(activity=activity, image=name, caption=caption, order=order)

    def found(self, activity):
        rng = self.build.rng("findings", activity.starts_on, activity.title)
        by = activity.starts_on + days(30)
        for row in rng.sample(self.findings, rng.randint(1, 3)):
            done = by + days(rng.randint(-20, 12))
            yield Finding(
                activity=activity, text=row["text"], rectify_by=by,
                department=self.build.departments[row["department"]],
                rectified_on=done if done < self.build.today and rng.random() < 0.95 else None,
            )  # fmt: skip

    def seen(self, activity):
        """The projects under way that an inspection looked at; of the scenic area, its own."""
        begun = [
            p for p in self.build.projects if p.started_on and p.started_on < activity.starts_on
        ]
        scenic = [p for p in begun if "景区" in p.name]
        return scenic[-2:] if "景区" in activity.title else begun[-3:]


def places(activity, row):
    for order, name in enumerate(row.get("places", []), 1):
        yield ActivityPlace(activity=activity, name=name, order=order)


def make_projects(build, lists):
    """Those the file names, and each year some of the usual kinds in one village or another."""
    rows = [named(build, row) for row in lists["named_project"]]
    for year in build.years:
        rows += [usual(build, row, year, n) for n, row in enumerate(lists["project"])]
    rows = [row for row in rows if row.planned_on < build.today]
    for row in rows:
        for stage in ("won_on", "started_on", "finished_on"):
            day = getattr(row, stage)
            if day and day >= build.today:
                setattr(row, stage, None)
    build.projects += build.save(sorted(rows, key=lambda row: row.planned_on))
    build.projects.sort(key=lambda row: row.started_on or datetime.date.max)


def named(build, row):
    fields = {key: value for key, value in row.items() if key.endswith("_on")}
    return project(build, row, row["name"], build.villages[row["village"]], **fields)


def usual(build, row, year, number):
    """Planned in winter, funds won in spring, built until the next winter; some stay a plan."""
    rng = build.rng("project", year, number)
    village = list(build.villages.values())[(year + number * 3) % len(build.villages)]
    planned = datetime.date(year, 1, 20) + days(rng.randint(0, 30))
    won = planned + days(rng.randint(50, 90))
    started = won + days(rng.randint(20, 60))
    fields = {"planned_on": planned}
    if rng.random() < 0.85:
        finished = started + days(rng.randint(90, 260))
        fields |= {"won_on": won, "started_on": started, "finished_on": finished}
    kind = Project.Kind.LIVELIHOOD
    if row.get("voted_since", 9999) <= year:
        kind = Project.Kind.VOTED
    return project(build, row, f"{village.name}{row['name']}", village, kind=kind, **fields)


def project(build, row, name, village, **fields):
    return Project(
        name=name, village=village, department=build.departments[row["department"]],
        investment=Decimal(str(row["investment"])) * 10_000, **fields,
    )  # fmt: skip


def make_reports(build, lists):
    """Research reports, linked to the activities of the year before that they grew from."""
    for row in lists["report"]:
        if row["submitted_on"] < build.today:
            (report,) = build.save([ResearchReport(**row)])
            report.activities.set(
                activity
                for activity in build.activities
                if activity.kind == Activity.Kind.RESEARCH
                and row["entrusted_on"] - days(60) < activity.starts_on < row["submitted_on"]
            )
