"""The draft on a phone ends with the one answer that says that its form was stored."""

import uuid

import pytest

from motions.models import Motion
from tests import cast

pytestmark = pytest.mark.django_db

NUMBER = "3c5f8a70-8a1e-4f0d-9a35-0f2a6f0f9d11"
NEW = "/motions/new/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: cast.day("2022-06-15"))


@pytest.fixture
def xu():
    cast.make_frame()
    return cast.make_deputy(name="许桂兰", login="xu")


@pytest.fixture
def phone(client, xu):
    client.force_login(xu.user)
    return client


def words(**changed):
    return {
        "_once": str(uuid.UUID(int=7)), "_draft": NUMBER, "kind": "suggestion", "then": "register",
        "topic": cast.make_frame().topics[0].pk, "title": "关于清理桥头村水渠的建议",
        "grounds": "水渠堵了。", "proposal": "请清淤。",
    } | changed  # fmt: skip


def taken(answer):
    cookie = answer.cookies.get("taken")
    return cookie and cookie.value


def test_a_form_that_was_stored_names_its_draft(phone, settings):
    answer = phone.post(NEW, words())
    assert answer.status_code == 302
    cookie = answer.cookies["taken"]
    assert cookie.value == NUMBER
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/", "Lax", "")
    assert (cookie["max-age"], cookie["secure"]) == (24 * 60 * 60, "")

    settings.SESSION_COOKIE_SECURE = True
    again = phone.post(NEW, words(), secure=True)  # its answer was lost: told once more
    assert again.cookies["taken"]["secure"]
    assert Motion.objects.count() == 1


def test_what_was_changed_after_an_answer_was_lost_stays_on_the_phone(phone):
    phone.post(NEW, words())
    phone.cookies.pop("taken")
    answer = phone.post(NEW, words(grounds="水渠堵了三年。"), follow=True)
    assert "taken" not in phone.cookies
    assert "后来改的没有存进去" in answer.content.decode()
    assert Motion.objects.get().grounds == "水渠堵了。"


def test_every_other_answer_leaves_the_draft(phone, client, xu):
    assert taken(phone.post(NEW, words(title=""))) is None
    assert taken(phone.get(NEW)) is None
    phone.logout()
    away = client.post(NEW, words())
    assert away.status_code == 302
    assert away.url.startswith("/login/")
    assert taken(away) is None
    assert Motion.objects.count() == 0


@pytest.mark.parametrize("number", ["", "x; path=/admin", "许", None])
def test_only_a_number_is_repeated(phone, number):
    sent = words() | {"_draft": number}
    if number is None:
        del sent["_draft"]
    assert taken(phone.post(NEW, sent)) is None
    assert Motion.objects.count() == 1


def test_rating_replying_and_telling_say_so_too(phone, xu):
    session = cast.make_session(starts_on=cast.day("2022-06-25"))
    activity = cast.make_activity(starts_on=cast.day("2022-06-26"), people=[xu])
    motion = cast.make_motion(proposer=xu, status="replied")
    cast.make_handling(motion=motion, replied_on=cast.day("2022-04-01"), reply="已经清理。")
    home = cast.make_household()
    cast.make_assignment(person=xu, household=home)
    told = cast.make_opinion(
        household=home, heard_by=xu, answered_on=cast.DAY, outcome="solved", answer="已清理。"
    )
    rating = {"on": "2022-04-20", "handling": "satisfied", "result": "satisfied", "reason": ""}
    for path, sent in (
        (session.get_absolute_url(), {"answer": "attend"}),
        (activity.get_absolute_url(), {"answer": "attend"}),
        (f"{motion.get_absolute_url()}do/rate/", rating),
        (f"/opinions/{told.pk}/told/", {"on": "2022-05-01", "way": "visit"}),
    ):
        assert taken(phone.post(path, {"_draft": "nonsense"})) is None, path
        assert taken(phone.post(path, sent | {"_draft": NUMBER})) == NUMBER, path
