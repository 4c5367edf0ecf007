"""改一改: a deputy mends their own visit within a day; later it is the office's.

许桂兰 recorded a visit of 2022-06-14 to 王二保's household on 2022-06-15 at 14:05.
"""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from representatives.models import Visit, VisitPhoto
from tests import cast
from tests.cast import day
from tests.papers.test_photos import file_of, picture
from tests.representatives.test_households_pages import statements
from tests.representatives.test_visiting import JSON, UUID

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a form refuses is the same on both

RECORDED = datetime.datetime(2022, 6, 15, 14, 5)
SENT = {
    "visited_on": "2022-06-14", "method": "home", "was_met": "1", "production": "收成正常",
    "livelihood": "", "policy": "", "good_deed": "",
}  # fmt: skip


@pytest.fixture
def clock(monkeypatch):
    """Sets what time it is, in local time; at first an hour after the visit was recorded."""

    def set_to(moment):
        now = timezone.make_aware(moment)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda at=now: local(at).date())

    local = timezone.localtime
    set_to(RECORDED + datetime.timedelta(hours=1))
    return set_to


@pytest.fixture
def home(db, clock):
    cast.make_frame()
    xu = cast.make_deputy(name="许桂兰", login="xu")
    return cast.make_assignment(person=xu, household=cast.make_household(head_name="王二保"))


@pytest.fixture
def visit(home):
    row = cast.make_visit(
        assignment=home, uuid=UUID, visited_on=day("2022-06-14"), production="收成正常"
    )
    Visit.objects.filter(pk=row.pk).update(recorded_at=timezone.make_aware(RECORDED))
    return Visit.objects.get()


@pytest.fixture
def phone(client, home):
    client.force_login(home.person.user)
    return client


@pytest.fixture
def address(visit):
    return reverse("visit-change", args=[visit.pk])


class TestWithinADay:
    def test_the_household_leads_there(self, phone, visit, address):
        page = phone.get(visit.assignment.household.get_absolute_url()).content.decode()
        assert f'href="{address}">改一改' in page
        assert "6月16日14:05以前可以改" in page

    def test_it_opens_with_what_was_written(self, phone, address):
        page = phone.get(address)
        form = page.context["form"]
        opened = {name: form[name].value() for name in SENT}
        assert opened == SENT | {"visited_on": day("2022-06-14")}
        assert "heard" not in form.fields and "told" not in form.fields
        assert "听到的意见另有记录，不在这里改" in page.content.decode()

    def test_it_is_changed_and_its_history_says_by_whom(self, phone, visit, address, home):
        told = SENT | {"production": "受灾减产", "method": "phone", "policy": "防溺水"}
        answer = phone.post(address, told, follow=True)
        assert "已改好" in answer.content.decode()
        visit.refresh_from_db()
        assert (visit.production, visit.method, visit.policy) == ("受灾减产", "phone", "防溺水")
        assert timezone.localtime(visit.recorded_at).replace(tzinfo=None) == RECORDED
        line = visit.history.first()
        assert (line.history_user, line.history_type) == (home.person.user, "~")
        assert line.history_change_reason == "登记后自己改的"
        assert not hasattr(line, "production")  # that it changed, not what it said

    def test_a_day_further_back_is_marked_late_as_of_the_day_it_was_recorded(
        self, phone, visit, address
    ):
        for on, is_late in (("2022-06-08", False), ("2022-06-07", True), ("2022-06-10", False)):
            phone.post(address, SENT | {"visited_on": on})
            visit.refresh_from_db()
            assert (str(visit.visited_on), visit.is_late_entry) == (on, is_late)

    def test_what_is_refused_changes_nothing_and_loses_nothing(self, phone, visit, address):
        told = SENT | {"visited_on": "2022-06-16", "livelihood": "老人身体好"}
        page = phone.post(address, told)
        assert page.context["form"].errors["visited_on"] == ["走访日期不能在今天之后。"]
        assert "老人身体好" in page.content.decode()
        visit.refresh_from_db()
        assert visit.livelihood == ""

    def test_the_same_questions_are_asked(self, phone, visit, address, home):
        page = phone.post(address, SENT | {"production": ""}).content.decode()
        assert "还一个字都没写" in page
        cast.make_visit(assignment=home, visited_on=day("2022-06-13"))
        page = phone.post(address, SENT | {"visited_on": "2022-06-13"}).content.decode()
        assert "6月13日已登记过一次" in page
        visit.refresh_from_db()
        assert (visit.production, visit.visited_on) == ("收成正常", day("2022-06-14"))

    def test_its_own_day_is_not_asked_about_again(self, phone, address, home):
        cast.make_visit(assignment=home, visited_on=day("2022-06-14"))
        assert phone.post(address, SENT).status_code == 302

    def test_as_many_statements_for_twenty_as_for_one(self, phone, visit, home):
        page = visit.assignment.household.get_absolute_url()
        phone.get(page)
        few = statements(lambda: phone.get(page))
        for _ in range(15):
            cast.make_visit(assignment=home, visited_on=day("2022-06-13"))
        assert statements(lambda: phone.get(page)) == few


class TestPhotos:
    def test_one_is_added(self, phone, visit, address):
        phone.post(address, SENT | {"photo": file_of(picture())})
        assert VisitPhoto.objects.get().visit == visit

    def test_one_is_taken_away_and_another_added(self, phone, visit, address):
        old = cast.make_visit_photo(visit=visit)
        assert "这一张" in phone.get(address).content.decode()
        phone.post(address, SENT | {"dropped": [old.pk], "photo": file_of(picture())})
        old.refresh_from_db()
        assert (old.void_reason, old.history.first().history_user) == (
            "代表自己去掉的。", visit.recorded_by,
        )  # fmt: skip
        assert VisitPhoto.objects.exclude(pk=old.pk).count() == 1

    def test_nobody_takes_away_a_photo_of_another_visit(self, phone, visit, address, home):
        cast.make_visit_photo(visit=visit)
        other = cast.make_visit_photo(visit=cast.make_visit(assignment=home))
        page = phone.post(address, SENT | {"dropped": [other.pk]})
        assert "dropped" in page.context["form"].errors
        assert VisitPhoto.objects.count() == 2

    def test_a_photo_that_stays_tells_of_the_visit(self, phone, visit, address):
        photo = cast.make_visit_photo(visit=visit)
        told = SENT | {"production": ""}
        assert (
            "还一个字都没写" in phone.post(address, told | {"dropped": [photo.pk]}).content.decode()
        )
        assert phone.post(address, told).status_code == 302

    def test_one_of_several_is_called_by_its_place(self, phone, visit, address):
        for _ in range(2):
            cast.make_visit_photo(visit=visit)
        page = phone.get(address).content.decode()
        assert "第1张" in page and "第2张" in page


class TestWhatWasHeard:
    @pytest.fixture
    def opinion(self, visit):
        return cast.make_opinion(
            visit=visit, household=visit.assignment.household, heard_by=visit.assignment.person,
            heard_on=day("2022-06-14"),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("told", "field", "sentence"),
        [
            (
                {"was_met": "0"}, "was_met",
                "这次听到的意见已经登记，不能改成没见到；要改，请告诉人大办公室。",
            ),
            (
                {"visited_on": "2022-06-15"}, "visited_on",
                "这次听到的意见记在2022年6月14日，走访日期不能晚于这一天。",
            ),
        ],
    )  # fmt: skip
    def test_it_could_not_have_been_heard_so(
        self, phone, visit, address, opinion, told, field, sentence
    ):
        page = phone.post(address, SENT | told)
        assert page.context["form"].errors[field] == [sentence]
        visit.refresh_from_db()
        assert (visit.was_met, visit.visited_on) == (True, day("2022-06-14"))

    def test_it_stays_as_it_is_and_tells_of_the_visit(self, phone, address, opinion):
        before = opinion.text
        assert phone.post(address, SENT | {"production": ""}).status_code == 302
        opinion.refresh_from_db()
        assert opinion.text == before


class TestWhoAndWhen:
    def test_after_a_day_it_is_the_offices(self, phone, visit, address, clock):
        clock(RECORDED + datetime.timedelta(hours=23, minutes=59))
        phone.force_login(visit.recorded_by)  # a login lasts less than a day here
        assert phone.get(address).status_code == 200
        clock(RECORDED + datetime.timedelta(hours=24))
        phone.force_login(visit.recorded_by)  # a login lasts less than a day here
        page = phone.get(address, follow=True).content.decode()
        assert "登记超过24小时，不能自己改了；要改，请告诉人大办公室。" in page
        assert "改一改" not in page

    def test_what_was_typed_before_it_was_too_late_is_not_lost(self, phone, visit, address, clock):
        clock(RECORDED + datetime.timedelta(hours=24))
        phone.force_login(visit.recorded_by)  # a login lasts less than a day here
        page = phone.post(address, SENT | {"production": "受灾减产"}).content.decode()
        assert "登记超过24小时" in page and "受灾减产" in page
        visit.refresh_from_db()
        assert visit.production == "收成正常"

    def test_not_what_the_office_entered(self, phone, home):
        row = cast.make_visit(assignment=home, by=cast.the_clerk(), visited_on=day("2022-06-14"))
        path = reverse("visit-change", args=[row.pk])
        assert phone.get(path).status_code == phone.post(path, SENT).status_code == 404
        assert path not in phone.get(home.household.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("role", ["staff", "leader", "deputy"])
    def test_nobody_else(self, client, address, role):
        client.force_login(cast.make_user(role))
        assert client.get(address).status_code == client.post(address, SENT).status_code == 404

    def test_not_one_that_was_voided(self, phone, visit, address):
        visit.void(reason="记错了户。")
        assert phone.get(address).status_code == 404


class TestThePhoneSendsTheFirstOnce:
    """Its answer was lost; meanwhile the deputy saw the visit on the page and mended it there."""

    def first(self, phone, visit, **told):
        path = reverse("household-visit", args=[visit.assignment.household_id])
        return phone.post(path, SENT | {"uuid": UUID} | told, **JSON)

    def test_it_is_told_that_it_is_stored_and_what_was_mended_stays(self, phone, visit, address):
        phone.post(address, SENT | {"production": "受灾减产"})
        answer = self.first(phone, visit)
        assert (answer.status_code, answer.json()["differs"]) == (200, False)
        visit.refresh_from_db()
        assert visit.production == "受灾减产"
        assert Visit.objects.count() == 1

    def test_while_nobody_changed_it_other_words_are_told(self, phone, visit):
        assert self.first(phone, visit, production="长势好").status_code == 409

    def test_an_opinion_that_is_nowhere_is_told_all_the_same(self, phone, visit, address):
        phone.post(address, SENT | {"production": "受灾减产"})
        topic = cast.make_frame().topics[0].pk
        heard = {"heard": "沟堵了", "topic": topic, "disposal": "town"}
        assert self.first(phone, visit, **heard).status_code == 409

    def test_a_photo_that_was_taken_away_does_not_come_back(self, phone, visit, address):
        photo = cast.make_visit_photo(visit=visit)
        phone.post(address, SENT | {"dropped": [photo.pk]})
        assert self.first(phone, visit, photo=file_of(picture())).status_code == 200
        assert not VisitPhoto.objects.exists()
