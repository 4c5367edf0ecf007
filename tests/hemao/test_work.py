"""What pages make the database do, at once and at eight times the records.

A page that shows all of something may cost eight times as much then, and one of a fixed
size no more. A statement that multiplies rows by rows would cost up to 64 times as much.
"""

import datetime
from types import SimpleNamespace

import pytest
from django.db.models import Count, Max

from accounts.models import Role, User
from congress.models import Activity, Attendance, Participation, PresidiumMeeting
from motions.models import Handling, Motion, Rating
from representatives.models import Assignment, Opinion, Visit
from tests import cast
from tests.cast import day
from tests.price import counted, work
from township.models import LedgerStart

pytestmark = pytest.mark.django_db
TODAY = day("2022-11-24")
COUNT, TIMES = 50, 8  # fifty rows fill a page of each list
FIRST_DAY = day("2022-01-04")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


def spread(count):
    """`count` days from the first week of the year to TODAY."""
    length = (TODAY - FIRST_DAY).days
    return [
        FIRST_DAY + datetime.timedelta(days=number * length // count) for number in range(count)
    ]


@pytest.fixture
def town():
    """许桂兰 with three households, and five deputies with one each."""
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2017-01-01")))
    xu = cast.make_deputy(name="许桂兰", login="xu")
    for category in frame.categories:
        cast.make_assignment(person=xu, category=category)
    others = cast.make_deputies(5)
    for person in others:
        cast.make_assignment(person=person)
    cast.make_liaison(user=cast.make_user(Role.LIAISON, username="helper"))
    for role in (Role.LEADER, Role.STAFF, Role.AUDITOR):
        cast.make_user(role, username=role.value)
    return SimpleNamespace(frame=frame, xu=xu, others=others, clerk=cast.the_clerk())


def make_visits(town, assignments, count):
    Visit.objects.bulk_create(
        Visit(assignment=row, visited_on=on, recorded_by=town.clerk)
        for row in assignments
        for on in spread(count)
    )


def make_opinions(town, count):
    people = town.others
    Opinion.objects.bulk_create(
        Opinion(
            source="letter", heard_on=on, topic=town.frame.topics[0], text="路灯不亮",
            heard_by=people[number % len(people)],
        )
        for number, on in enumerate(spread(count))
    )  # fmt: skip


def make_motions(town, count):
    proposer, topic = town.others[0], town.frame.topics[0]
    motions = Motion.objects.bulk_create(
        Motion(
            proposer=proposer, topic=topic, title=f"关于第{number}件事的建议", submitted_on=on,
            year=2022, status="replied",
        )
        for number, on in enumerate(spread(count))
    )  # fmt: skip
    Handling.objects.bulk_create(
        Handling(
            motion=motion, department=town.frame.departments[0], role="lead", round=1,
            handed_over_on=motion.submitted_on, due_on=motion.submitted_on,
            replied_on=motion.submitted_on, result_class=town.frame.classes[0],
        )
        for motion in motions
    )  # fmt: skip
    Rating.objects.bulk_create(
        Rating(
            motion=motion, round=1, handling="satisfied", result="satisfied",
            rated_on=motion.submitted_on,
        )
        for motion in motions
    )  # fmt: skip


def make_meetings(town, count):
    last = PresidiumMeeting.objects.count()
    meetings = PresidiumMeeting.objects.bulk_create(
        PresidiumMeeting(
            kind="presidium", term=town.frame.second, starts_on=on, occasion="between",
            number=last + number,
        )
        for number, on in enumerate(spread(count), 1)
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, state="present")
        for meeting in meetings
        for person in town.others
    )


def make_activities(town, count):
    activities = Activity.objects.bulk_create(
        Activity(title="视察水利工程", kind="inspect", starts_on=on) for on in spread(count)
    )
    Participation.objects.bulk_create(
        Participation(activity=activity, person=person)
        for activity in activities
        for person in town.others
    )


def grow(town, count):
    """`count` more of each that grows, none of them 许桂兰's own."""
    make_visits(town, Assignment.objects.exclude(person=town.xu), count)
    for make in (make_opinions, make_motions, make_meetings, make_activities):
        make(town, count)


SAME = 1.5  # a page of a fixed size: as much, whatever else there is
GROWN = TIMES * 1.1  # all of it is read, or counted: as many times as much, and never the square
PAGES = {
    "xu": {"/households/": SAME, "/me/": SAME, "/motions/": GROWN, "/meetings/": GROWN},
    "helper": {"/households/": GROWN},
    "leader": {
        "/deputies/": SAME, "/deputies/{xu}/": GROWN, "/households/": GROWN, "/meetings/": GROWN,
        "/motions/": GROWN, "/opinions/months/": GROWN, "/overview/": GROWN, "/reports/": GROWN,
        "/reports/2022/": GROWN, "/reports/2022/annex/": GROWN, "/reports/2022/handling/": GROWN,
    },
    "staff": {
        "/admin/": GROWN, "/households/late/": GROWN, "/reports/2022/": GROWN,
        "/reports/2022/check/": GROWN,
        "/admin/representatives/assignment/": SAME, "/admin/representatives/constituency/": SAME,
        "/admin/representatives/deputy/": GROWN, "/admin/representatives/household/": SAME,
        "/admin/representatives/opinion/": GROWN, "/admin/representatives/visit/": GROWN,
        "/admin/representatives/visit/?q=wang": GROWN, "/admin/motions/motion/": GROWN,
        "/admin/motions/motion/?q=a b": GROWN, "/admin/congress/presidiummeeting/": GROWN,
        "/admin/congress/attendance/": GROWN, "/admin/congress/activity/": GROWN,
        "/admin/congress/activity/?q=xu": GROWN, "/admin/congress/participation/": GROWN,
    },
    "auditor": {"/admin/records/readrecord/": GROWN},
}  # fmt: skip
OWN = {"/households/": GROWN, "/me/": SAME, "/motions/": SAME, "/meetings/": SAME}


def works(town, client, names=PAGES):
    """{(name, address): the work of the page} for each page of those called `names`."""
    found = {}
    for name in names:
        client.force_login(User.objects.get(username=name))
        for address in PAGES[name]:
            found[name, address] = work(client, address.format(xu=town.xu.pk))
    return found


def test_eight_times_the_records_of_others_and_eight_times_ones_own(town, client):
    mine = town.xu.assignments.all()
    make_visits(town, mine, COUNT)
    grow(town, COUNT)
    few = works(town, client)
    grow(town, COUNT * (TIMES - 1))
    many = works(town, client)
    bounds = {(name, page): b for name, pages in PAGES.items() for page, b in pages.items()}
    assert dearer(few, many, bounds) == {}
    make_visits(town, mine, COUNT * (TIMES - 1))
    own = works(town, client, ["xu"])
    assert dearer(many, own, {("xu", page): bound for page, bound in OWN.items()}) == {}


def dearer(before, after, bounds):
    """How many times as much as before those pages cost that cost more than their bound."""
    growth = {key: after[key] / before[key] for key in bounds}
    return {key: round(times, 1) for key, times in growth.items() if times > bounds[key]}


def test_the_square_is_seen(town):
    """What this file is for: two joins that multiply, though the number they give is right."""
    mine = Assignment.objects.filter(person=town.xu)
    joined = mine.annotate(
        n=Count("visits", distinct=True), last=Max("household__assignments__visits__visited_on")
    )
    grown = []
    for count in (COUNT, COUNT * (TIMES - 1)):
        make_visits(town, mine, count)
        with counted() as counter:
            rows = list(joined.all())
        grown.append(counter.total)
    assert {row.n for row in rows} == {COUNT * TIMES}
    assert grown[1] > grown[0] * GROWN
