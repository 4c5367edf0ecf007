"""Loads the demo data: everything, or nothing."""

import datetime

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from accounts.models import Role, User
from hemao import demo_password
from hemao.demo import (
    by_elections,
    casework,
    chamber,
    data,
    duties,
    fieldwork,
    people,
    place,
)
from hemao.demo.build import Build
from reports.models import Report
from township.models import Level

STEPS = [
    ("镇情、届次、字典", place.make),
    ("代表与换届选举", people.make),
    ("补选", by_elections.make),
    ("机构、会议、大会选举", chamber.make),
    ("联系户、走访、群众意见", fieldwork.make),
    ("活动、项目、荣誉、补助", duties.make),
    ("议案建议", casework.make),
]
OFFICE = [
    ("staff", "人大办公室", Role.STAFF, True),
    ("leader", "镇人大主席", Role.LEADER, False),
    ("auditor", "审计员", Role.AUDITOR, True),
]


@transaction.atomic
def load(today, say):
    """Fill the empty database as of the date `today`; `say(line)` is told of each step."""
    build = Build(today, say)
    password = make_password(demo_password.ensure())  # one hash: 68 would take half a minute
    build.users = {
        name: User.objects.create(
            username=name, display_name=title, role=role, is_staff=is_staff, is_demo=True,
            password=password,
        )
        for name, title, role, is_staff in OFFICE
    }  # fmt: skip
    build.by = build.users["staff"]
    for number, (title, make) in enumerate([*STEPS, ("账号与报告", make_rest)], 1):
        say(f"  [{number}/{len(STEPS) + 1}] {title}")
        make(build)
    count_rows()
    return build


def count_rows():
    """Tell the database how much there is now.

    Until it has counted by itself, PostgreSQL takes the tables for empty and plans the
    report's statements accordingly: minutes instead of a fraction of a second.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def make_rest(build):
    make_deputy_accounts(build)
    text = (data.FOLDER / "report-2021.txt").read_text(encoding="utf-8")
    report = Report(
        year=2021,
        term=build.terms[Level.TOWN, 1],
        outline=text,
        signed_on=datetime.date(2022, 1, 10),
    )
    build.save([report])


def make_deputy_accounts(build):
    password = build.by.password
    for number, person in enumerate(build.deputies(build.today), 1):
        person.user = User.objects.create(
            username=f"deputy{number}", display_name=person.name, role=Role.DEPUTY, is_demo=True,
            password=password,
        )  # fmt: skip
        person._history_user, person._history_date = build.by, build.midnight
        person.save(update_fields=["user"])
