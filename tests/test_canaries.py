"""Not one byte of another deputy's household: every address is walked with the ids of theirs.

Every text that 单国富's household left anywhere holds a word that is nowhere else. 许桂兰, a
村联络员 of another village, leadership, auditors and administrators ask for everything.
"""

import itertools
import re

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.models import Role
from motions.models import Motion
from reports.asking.registry import REGISTRY
from representatives import services
from representatives.models import Household, Opinion, Visit, VisitPhoto
from tests import cast
from tests.accounts.test_access import patterns

pytestmark = pytest.mark.django_db

CANARIES = ["金丝雀户", "金丝雀组", "0553-7777777", "金丝雀产业", "金丝雀生产", "金丝雀生活",
            "金丝雀政策", "金丝雀实事", "金丝雀意见", "金丝雀答复"]  # fmt: skip
SLUGS = {"verb": ["accept", "sign", "rate"], "name": ["reply", "走访户次"], "token": ["x" * 43]}


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def theirs(frame):
    """What 单国富 has, with a canary in every field that holds words."""
    shan = cast.make_deputy(name="单国富", login="shan")
    home = cast.make_household(
        head_name="金丝雀户", group="金丝雀组", phone="0553-7777777", industry="金丝雀产业",
        village=frame.villages[1],
    )  # fmt: skip
    row = cast.make_assignment(person=shan, household=home)
    visit = cast.make_visit(
        assignment=row, production="金丝雀生产", livelihood="金丝雀生活", policy="金丝雀政策",
        good_deed="金丝雀实事",
    )  # fmt: skip
    cast.make_visit_photo(visit=visit)
    cast.make_opinion(
        visit=visit, household=home, heard_by=shan, text="金丝雀意见", answer="金丝雀答复",
        answered_on=cast.DAY, outcome="solved",
    )  # fmt: skip
    cast.make_motion(proposer=shan, status="draft", title="金丝雀意见", grounds="金丝雀意见")
    return row


@pytest.fixture
def askers(frame, theirs):
    xu = cast.make_deputy(name="许桂兰", login="xu")
    cast.make_assignment(person=xu, household=cast.make_household(head_name="王二保"))
    former = cast.make_deputy(name="仇万里", login="qiu")
    lost = cast.make_household(head_name="金丝雀户旧", village=frame.villages[1])
    row = cast.make_assignment(person=former, household=lost)
    cast.make_visit(assignment=row, production="金丝雀生产")
    services.release(row, on=cast.day("2022-06-01"), reason="swap", by=cast.the_clerk())
    helper = cast.make_liaison(village=frame.villages[0]).user
    others = [cast.make_user(role) for role in (Role.LEADER, Role.AUDITOR, Role.ADMIN)]
    return [xu.user, former.user, helper, *others]


def addresses():
    """Every address outside the admin, with every id that anything has."""
    models = (Household, Visit, Opinion, VisitPhoto, Motion)
    ids = {pk for model in models for pk in model.objects.values_list("pk", flat=True)}
    nodes = [n for n in get_resolver().url_patterns if getattr(n, "namespace", "") != "admin"]
    for pattern in patterns(nodes):
        converters = pattern.pattern.converters
        values = [
            [2022] if name == "year" else sorted(ids) if name not in SLUGS else SLUGS[name]
            for name in converters
        ]
        for combination in itertools.product(*values):
            try:
                yield reverse(pattern.name, kwargs=dict(zip(converters, combination, strict=True)))
            except NoReverseMatch:
                continue


@pytest.mark.sqlite  # the same rows are theirs on both
def test_nothing_of_theirs_comes_out_of_any_address(client, askers):
    paths = list(addresses())
    assert len(paths) > 60
    for user in askers:
        client.force_login(user)
        for path in paths:
            response = client.get(path)
            content = response.getvalue() if response.streaming else response.content
            found = [word for word in CANARIES if word.encode() in content]
            assert found == [], (user.username, path)


def test_nothing_comes_out_of_any_number_of_the_report(client, askers):
    """Leaders open what each number counts, and search: the list is as empty as it may be."""
    searches = ["/households/?q=金丝雀户", "/households/?show=late", "/deputies/?name=单国富"]
    searches += [
        f"/opinions/months/rows/?year=2022&column={name}" for name in ("collected", "overdue")
    ]
    figures = [reverse("figure-rows", args=[2022, name]) for name in REGISTRY]
    assert len(figures) > 60
    client.force_login(next(user for user in askers if user.role == Role.LEADER))
    opened = 0
    for path in figures + searches:
        answer = client.get(path)
        opened += answer.status_code == 200
        assert not [word for word in CANARIES if word.encode() in answer.content], path
    assert opened > 60


def test_nothing_of_theirs_is_changed_by_any_address(client, askers, theirs):
    before = [list(model.objects.values()) for model in (Household, Visit, Opinion, VisitPhoto)]
    sent = {"uuid": "6a1f0c3e-9b7d-4e52-8d11-0a5b6c7d8e9f", "visited_on": "2022-05-01"}
    sent |= {"method": "home", "was_met": "1", "on": "2022-06-01", "way": "visit"}
    for user in askers[:3]:
        for path in addresses():
            if not re.search("household|opinion|visit", path):
                continue
            client.force_login(user)
            response = client.post(path, sent)
            content = response.getvalue() if response.streaming else response.content
            assert not [w for w in CANARIES if w.encode() in content], (user.username, path)
    mine = Visit.objects.exclude(assignment=theirs).exclude(production="金丝雀生产")
    mine.delete()
    after = [list(model.objects.values()) for model in (Household, Visit, Opinion, VisitPhoto)]
    assert after == before
