"""Loads the demo data: everything, or nothing."""

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from simple_history.utils import get_history_manager_for_model

from accounts.models import Role, User
from congress.models import Post
from hemao import demo_password
from hemao.demo import (
    agendas,
    bodies,
    calls,
    casework,
    chamber,
    county_table,
    duties,
    fieldwork,
    households,
    listening,
    marks,
    merits,
    officers,
    papers,
    people,
    place,
    supervision,
)
from hemao.demo.build import Build
from township.models import Liaison

OFFICE = [
    ("staff", "人大办公室", Role.STAFF, True),
    ("leader", "镇人大主席", Role.LEADER, False),
    ("auditor", "审计员", Role.AUDITOR, True),
]


@transaction.atomic
def load(today, say):
    """Fill the empty database as of the date `today`; `say(line)` is told of each step."""
    build = Build(today, say)
    with marks.noted():
        make_all(build)
    return build


def make_all(build):
    for number, (title, makers) in enumerate(STEPS, 1):
        build.say(f"  [{number}/{len(STEPS)}] {title}")
        count_rows()  # the last step asks for figures already
        for make in makers:
            make(build)
    count_rows()
    papers.close(build)


def count_rows():
    """Tell the database how much there is now.

    Until it has counted by itself, PostgreSQL takes the tables for empty and plans the
    report's statements accordingly: minutes instead of a fraction of a second.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {own_tables()}")


def own_tables():
    """What to write behind ANALYZE or VACUUM, so that it looks at our tables.

    By itself PostgreSQL looks at those of the whole server too, and keeps them from all other
    databases until the transaction ends.
    """
    if connection.vendor != "postgresql":
        return ""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return ", ".join(map(connection.ops.quote_name, sorted(names)))


def make_office_accounts(build):
    # One hash for all accounts: 68 of them would take half a minute to compute.
    build.password = make_password(demo_password.ensure())
    build.save_accounts(
        account(build, username=name, display_name=title, role=role, is_staff=is_staff)
        for name, title, role, is_staff in OFFICE
    )
    build.by = build.users["staff"]


def make_deputy_accounts(build):
    """deputy1 … deputyN: an account for each deputy of the town today."""
    people = build.deputies(build.today)
    build.save_accounts(
        account(build, username=f"deputy{n}", display_name=person.name, role=Role.DEPUTY)
        for n, person in enumerate(people, 1)
    )
    for number, person in enumerate(people, 1):
        person.user = build.users[f"deputy{number}"]
    build.update(people, "user")


def make_liaison_account(build):
    """liaison1: the first station's liaison officer, who helps the deputies of one village."""
    person = next(post.person for post in build.posts if post.role == Post.Role.LIAISON)
    build.save_accounts(
        [account(build, username="liaison1", display_name=person.name, role=Role.LIAISON)]
    )
    person.user = build.users["liaison1"]
    build.update([person], "user")
    build.save([Liaison(user=person.user, village=person.village, starts_on=build.today)])


def account(build, **fields):
    return User(is_demo=True, password=build.password, date_joined=build.midnight, **fields)


def settle_history(build):
    """Date the history that the verbs wrote like that of the rest: loaded on one day."""
    for model in apps.get_models():
        if hasattr(model._meta, "simple_history_manager_attribute") and not model._meta.proxy:
            rows = get_history_manager_for_model(model).filter(history_date__gt=build.midnight)
            rows.update(history_date=build.midnight)


# What is made, in this order: each uses what was made before it. A new maker is one more entry.
STEPS = [
    ("镇情、届次、字典", [make_office_accounts, place.make]),
    ("代表、换届选举和补选", [people.make, make_deputy_accounts]),
    (
        "机构、会议、大会选举",
        [bodies.make, make_liaison_account, chamber.make, agendas.make, officers.make],
    ),
    ("联系户和走访", [households.make, fieldwork.make]),
    ("活动、项目、调研报告", [duties.make, calls.make]),
    ("先进事迹、补助经费", [merits.make]),
    ("群众意见建议", [listening.make]),
    ("议案建议和督办", [casework.make, supervision.make]),
    ("年度报告", [papers.make, county_table.make, settle_history]),
]
