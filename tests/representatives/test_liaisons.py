"""村联络员: who writes down visits for the deputies, in the villages served and nowhere else.

It is 2022-06-15. The liaison serves 桥头村; 许桂兰 keeps a household there and one in 岳山村.
"""

import re

import pytest
from django.urls import reverse

from accounts.models import Role, User
from records.models import ReadRecord
from representatives import opinions
from representatives.models import Assignment, Household, Opinion, Visit
from tests import cast
from tests.accounts.test_access import TABLE, address
from tests.cast import day, refused
from tests.representatives.test_households_pages import statements
from tests.representatives.test_visiting import JSON, UUID, said
from township.models import Liaison

pytestmark = pytest.mark.django_db

TODAY = day("2022-06-15")
LIST = "/households/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def xu(frame):
    return cast.make_deputy(name="许桂兰", login="xu")


@pytest.fixture
def here(frame, xu):
    home = cast.make_household(head_name="王二保", village=frame.villages[0], phone="0553-6211234")
    return cast.make_assignment(person=xu, household=home)


@pytest.fixture
def elsewhere(frame, xu):
    home = cast.make_household(head_name="李长根", village=frame.villages[1])
    return cast.make_assignment(person=xu, household=home, category=frame.categories[1])


@pytest.fixture
def liaison(client, here, elsewhere):
    row = cast.make_liaison(user=cast.make_user(Role.LIAISON, username="fang"))
    client.force_login(row.user)
    return client


def test_every_way_on_from_ones_own_page_leads_somewhere(liaison):
    """A helper is a person with a telephone, and no deputy: there is no 履职档案."""
    cast.make_person(name="方玉", user=User.objects.get(username="fang"))
    html = liaison.get("/me/").content.decode()
    ways = set(re.findall(r'<a [^>]*href="(/[^"#]*)"', html))
    assert {"/me/", "/password/"} <= ways
    assert [way for way in ways if liaison.get(way, follow=True).status_code != 200] == []


def visit_page(assignment):
    return reverse("household-visit", args=[assignment.household_id])


@pytest.mark.sqlite  # roles are asked, not the database
class TestWhatTheySee:
    def test_home_is_the_list_of_their_villages(self, liaison):
        html = liaison.get("/", follow=True).content.decode()
        assert "王二保" in html and "许桂兰代表联系" in html
        assert "李长根" not in html

    def test_found_by_name_or_pinyin(self, liaison, frame, xu):
        other = cast.make_household(head_name="赵春生")
        cast.make_assignment(person=xu, household=other, category=frame.categories[2])
        for text in ("赵", "zcs", "zhaochun"):
            deck = liaison.get(LIST, {"q": text}).context["cards"]
            assert [card.household.head_name for card in deck] == ["赵春生"]
        assert "没有找到" in liaison.get(LIST, {"q": "孙"}).content.decode()

    @pytest.mark.parametrize("text", ["王\x00", "王" * 31])
    def test_what_is_no_name_narrows_nothing(self, liaison, text):
        """PostgreSQL would end such a question with an error."""
        deck = liaison.get(LIST, {"q": text}).context["cards"]
        assert [card.household.head_name for card in deck] == ["王二保"]

    def test_one_of_another_village_is_not_there(self, liaison, here, elsewhere):
        assert liaison.get(here.household.get_absolute_url()).status_code == 200
        assert liaison.get(elsewhere.household.get_absolute_url()).status_code == 404
        assert liaison.get(visit_page(elsewhere)).status_code == 404
        assert liaison.post(visit_page(elsewhere), said()).status_code == 404

    def test_what_the_deputy_wrote_is_the_deputys(self, liaison, here):
        cast.make_visit(assignment=here, production="水稻46亩")
        cast.make_opinion(household=here.household, heard_by=here.person)
        html = liaison.get(here.household.get_absolute_url()).content.decode()
        assert "水稻46亩" not in html and "门前水渠" not in html

    def test_nothing_once_they_serve_no_longer(self, liaison, here):
        Liaison.objects.update(ended_on=TODAY)
        assert liaison.get(here.household.get_absolute_url()).status_code == 404
        assert "还没有联系户" in liaison.get(LIST).content.decode()

    def test_a_household_that_nobody_keeps_is_not_theirs(self, liaison, frame):
        waiting = cast.make_household(head_name="孙桂英", village=frame.villages[0])
        assert liaison.get(waiting.get_absolute_url()).status_code == 404

    def test_their_reading_is_recorded(self, liaison):
        liaison.get(LIST)
        record = ReadRecord.objects.get()
        assert (record.user.username, record.what, record.rows) == (
            "fang",
            "本村联系户（含电话）",
            1,
        )

    @pytest.mark.parametrize("more", [0, 20])
    def test_as_many_statements_for_many(self, liaison, here, more):
        for _ in range(more):
            cast.make_assignment(household=cast.make_household())
        liaison.get(LIST)
        # how many, which, the cards, what waits, the town's name
        assert statements(lambda: liaison.get(LIST)) <= 5

    def test_every_other_address_is_not_there(self, liaison, here):
        mine = {"home": 302, "login": 302, "household-list": 200}
        mine |= dict.fromkeys(
            [
                "logout",
                "switch",
                "password",
                "healthz",
                "ticket",
                "me",
                "help",
                "sheet",
                "sheet-worker",
            ],
            200,
        )
        for name, (arguments, _) in TABLE.items():
            if arguments:
                continue
            status = liaison.get(address(name, arguments, {})).status_code
            assert status == mine.get(name, 404), name

    def test_they_are_not_let_into_the_admin(self, liaison):
        assert liaison.get("/admin/").status_code == 404


class TestWhatTheyWrite:
    def test_a_visit_for_the_deputy(self, liaison, here):
        assert "代许桂兰登记" in liaison.get(visit_page(here)).content.decode()
        answer = liaison.post(visit_page(here), said(production="水稻长势好"), **JSON)
        assert answer.json()["stored"] == UUID
        visit = Visit.objects.get()
        assert (visit.assignment, visit.is_on_behalf) == (here, True)
        assert visit.recorded_by.username == "fang"
        html = liaison.get(here.household.get_absolute_url()).content.decode()
        assert "水稻长势好" in html and "fang代填" in html

    def test_what_was_said_is_the_deputys_to_follow(self, liaison, here, xu, frame, client):
        told = {"heard": "路灯不亮", "topic": frame.topics[0].pk, "disposal": "town"}
        liaison.post(visit_page(here), said(**told))
        opinion = Opinion.objects.get()
        assert opinion.heard_by == xu
        client.force_login(xu.user)
        assert "路灯不亮" in client.get(LIST).content.decode()

    def test_they_do_not_hand_over(self, liaison, here, frame):
        liaison.post(
            visit_page(here),
            said(heard="路灯不亮", topic=frame.topics[0].pk, disposal="town"),
        )
        with refused("您不能办这一步"):
            opinions.hand_over_opinion(
                Opinion.objects.get(), by=User.objects.get(username="fang"), on=TODAY,
                department=frame.departments[0],
            )  # fmt: skip


class TestTheOfficeNamesThem:
    def post(self, client, **told):
        sent = {"account": "fang", "starts_on": "2022-06-01", "ended_on": "", "_save": "1"}
        sent["_once"] = "9f1f0c3e-9b7d-4e52-8d11-0a5b6c7d8e9f"
        client.force_login(cast.the_clerk())
        return client.post("/admin/township/liaison/add/", sent | told)

    def test_by_the_name_of_the_account(self, client, frame):
        user = cast.make_user(Role.LIAISON, username="fang")
        self.post(client, village=frame.villages[0].pk)
        assert Liaison.objects.get().user == user

    @pytest.mark.parametrize("account", ["nobody", "xu"])
    def test_only_an_account_of_that_role(self, client, frame, xu, account):
        answer = self.post(client, account=account, village=frame.villages[0].pk)
        assert "没有这个用户名的村联络员账号" in answer.content.decode()
        assert not Liaison.objects.exists()

    def test_once_at_a_time(self, frame):
        row = cast.make_liaison()
        with refused("此人在这个村（社区）的任职时间重叠"):
            cast.make_liaison(user=row.user, starts_on=day("2022-01-01"))

    def test_not_with_another_role(self, frame, xu):
        with refused("这个账号的角色不是村联络员"):
            cast.make_liaison(user=xu.user)


def test_rows_are_seen_by_the_same_rule_everywhere(here, elsewhere):
    user = cast.make_liaison().user
    assert list(Assignment.objects.visible_to(user)) == [here]
    assert list(Household.objects.visible_to(user)) == [here.household]
