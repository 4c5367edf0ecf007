"""走访登记: what a deputy sends after a visit, once or fifty times, today or from last week's phone.

It is 2022-06-15. 许桂兰 keeps 王二保's household in touch since 2021-12-28.
"""

import datetime
import io
import json
import uuid

import lxml.html
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from motions.models import Motion
from records.models import ReadRecord
from representatives import services, visiting
from representatives.models import Opinion, Visit, VisitPhoto
from tests import cast
from tests.cast import day
from tests.papers.test_photos import content_of, file_of, picture, traces
from tests.representatives.test_households_pages import statements

pytestmark = pytest.mark.django_db

TODAY = day("2022-06-15")
LIST = "/households/"
UUID = "6a1f0c3e-9b7d-4e52-8d11-0a5b6c7d8e9f"
JSON = {"HTTP_ACCEPT": "application/json"}
NAMED = {"visit": UUID}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def home(frame):
    """许桂兰's assignment to the household of 王二保."""
    xu = cast.make_deputy(name="许桂兰", login="xu")
    return cast.make_assignment(
        person=xu, household=cast.make_household(head_name="王二保", group="6组")
    )


@pytest.fixture
def phone(client, home):
    client.force_login(home.person.user)
    return client


@pytest.fixture
def address(home):
    return reverse("household-visit", args=[home.household_id])


def said(**told):
    """What the form sends where nothing else is said, and whoever sends it was sure of that."""
    return untouched() | {"sure": ["nothing", "day", "again"]} | told


def untouched():
    """What one press of 保存 sends. A phone may keep it too: earlier scripts never asked."""
    return {"uuid": UUID, "visited_on": "2022-06-15", "method": "home", "was_met": "1"}


def heard(frame, **told):
    opinion = {"heard": "屋后的沟又堵了", "topic": frame.topics[2].pk, "disposal": "town"}
    return said(**opinion | told)


class TestOneVisit:
    def test_it_opens_with_sensible_defaults(self, phone, address):
        form = phone.get(address).context["form"]
        assert (form["visited_on"].value(), form["method"].value()) == (TODAY, "home")
        assert (form["was_met"].value(), form.untold) == ("1", {})

    def test_the_least_that_makes_a_record(self, phone, address, home):
        answer = phone.post(address, said())
        assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
        visit = Visit.objects.get()
        assert (visit.assignment, visit.visited_on, visit.was_met) == (home, TODAY, True)
        assert (str(visit.uuid), visit.recorded_by) == (UUID, home.person.user)
        assert (visit.is_on_behalf, visit.is_late_entry) == (False, False)
        assert visit.history.get().history_user == home.person.user

    def test_all_that_can_be_said(self, phone, address):
        texts = {"production": "晚稻长势好", "livelihood": "老人身体好", "policy": "医保缴费"}
        phone.post(address, said(method="phone", good_deed="代办医保缴费", **texts))
        visit = Visit.objects.get()
        assert {name: getattr(visit, name) for name in texts} == texts
        assert (visit.method, visit.good_deed) == ("phone", "代办医保缴费")

    def test_it_is_told_on_the_next_page(self, phone, address):
        html = phone.post(address, said(), follow=True).content.decode()
        assert '已登记<span class="nowrap">2022年6月15日</span>走访王二保家。' in html
        assert "1 / 4次" in html

    def test_who_was_not_at_home_counts_apart(self, phone, address):
        phone.post(address, said(was_met="0"))
        assert Visit.objects.attempted().count() == 1
        (card,) = phone.get(LIST).context["cards"]
        assert (card.visits_this_year, card.last_visit_words) == (0, "还没有走访")

    @pytest.mark.parametrize(("on", "is_late"), [("2022-06-08", False), ("2022-06-07", True)])
    def test_entered_a_week_later_it_is_marked(self, phone, address, on, is_late):
        phone.post(address, said(visited_on=on))
        assert Visit.objects.get().is_late_entry is is_late

    def test_the_office_fills_in_for_the_deputy(self, client, address):
        clerk = cast.the_clerk()
        client.force_login(clerk)
        assert "代许桂兰登记" in client.get(address).content.decode()
        client.post(address, said())
        visit = Visit.objects.get()
        assert (visit.is_on_behalf, visit.recorded_by) == (True, clerk)


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestAsked:
    """One slip of a thumb turned a household that waited 140 days green."""

    ASKED = "还一个字都没写：写一两个字、点一个短语，或者点“没有特别情况”。"

    def test_the_script_asks_the_same(self):
        script = (settings.BASE_DIR / "static/js/phone/visits.js").read_text("utf-8")
        assert f"const LONG_AGO = {visiting.LONG_AGO.days};" in script
        assert f'const NOTHING = "{visiting.NOTHING_SPECIAL}";' in script
        assert visiting.NO_WORD.replace(visiting.NOTHING_SPECIAL, "${NOTHING}") in script

    def test_a_visit_without_a_word_is_asked_about(self, phone, address):
        answer = phone.post(address, untouched())
        page = answer.content.decode()
        assert (answer.status_code, Visit.objects.count()) == (200, 0)
        assert self.ASKED in page
        button = '<button class="button primary" type="submit" name="sure" value="nothing">'
        assert f"{button}没有特别情况</button>" in page
        assert f'name="uuid" value="{UUID}"' in page
        assert phone.post(address, untouched() | {"sure": "nothing"}).status_code == 302
        visit = Visit.objects.get()
        assert (visit.visited_on, visit.production) == (TODAY, "没有特别情况")

    @pytest.mark.parametrize("told", [{"method": "phone"}, {"visited_on": "2022-06-14"}])
    def test_a_choice_alone_is_no_word(self, phone, address, told):
        assert self.ASKED in phone.post(address, untouched() | told).content.decode()

    @pytest.mark.parametrize(
        "told", [{"production": "收成正常"}, {"was_met": "0"}, {"good_deed": "送药"}]
    )
    def test_a_word_is_enough_and_who_was_not_met_said_none(self, phone, address, told):
        assert phone.post(address, untouched() | told).status_code == 302

    def test_a_photo_or_an_opinion_is_enough(self, phone, address, frame):
        for number, told in enumerate([{"photo": file_of(picture())}, heard(frame)]):
            sent = told | {"uuid": str(uuid.UUID(int=number)), "sure": "again"}
            assert phone.post(address, untouched() | sent).status_code == 302
        assert not Visit.objects.exclude(production="").exists()

    def test_each_kind_of_household_has_the_phrase(self, phone, home, frame):
        for category in frame.categories[1:]:
            cast.make_assignment(person=home.person, category=category)
        page = phone.get(LIST).content.decode()
        assert page.count('data-phrase="没有特别情况"') == len(frame.categories) == 3

    @pytest.mark.parametrize(
        ("visited", "asked"),
        [("2022-04-16", False), ("2022-04-15", True), ("2021-12-31", True)],
    )
    def test_a_day_long_ago_is_asked_about_once(self, phone, address, visited, asked):
        """TODAY is 2022-06-15: the sixtieth day before it is 2022-04-16."""
        told = untouched() | {"visited_on": visited, "production": "长势好"}
        page = phone.post(address, told, follow=True).content.decode()
        assert ("，对吗？" in page) == asked
        assert Visit.objects.count() == (not asked)
        phone.post(address, told | {"sure": "day"})
        assert Visit.objects.get().production == "长势好"

    def test_the_office_is_asked_too(self, client, address):
        client.force_login(cast.the_clerk())
        assert self.ASKED in client.post(address, untouched()).content.decode()

    def test_what_is_wrong_is_said_first(self, phone, address):
        page = phone.post(address, untouched() | {"was_met": ""}).content.decode()
        assert "请选见到人没有。" in page
        assert self.ASKED not in page

    @pytest.mark.parametrize("number", [1, 2])
    def test_what_a_phone_has_kept_is_taken(self, phone, address, number):
        for key in range(number):
            sent = untouched() | {"uuid": str(uuid.UUID(int=key))}
            assert phone.post(address, sent, **JSON).status_code == 200
        assert Visit.objects.filter(visited_on=TODAY, production="").count() == number

    def test_one_question_after_the_other_and_each_once(self, phone, address, home):
        cast.make_visit(assignment=home, visited_on=day("2022-04-01"))
        told = untouched() | {"visited_on": "2022-04-01"}
        sure = []
        for question, words in (
            ("nothing", "还一个字"),
            ("day", "对吗？"),
            ("again", "再记一次？"),
        ):
            page = phone.post(address, told | {"sure": sure}).content.decode()
            assert words in page
            assert page.count("form-error") == 1
            assert all(f'type="hidden" name="sure" value="{one}"' in page for one in sure)
            sure.append(question)
        assert phone.post(address, told | {"sure": sure}).status_code == 302
        assert Visit.objects.first().production == "没有特别情况"

    def test_an_answer_of_an_older_page_is_none(self, phone, address):
        assert self.ASKED in phone.post(address, untouched() | {"sure": "1"}).content.decode()


def at(visit, moment):
    """`visit` as if it had been entered at `moment`, local time."""
    stamp = timezone.make_aware(datetime.datetime.fromisoformat(moment))
    Visit.objects.filter(pk=visit.pk).update(recorded_at=stamp)
    return visit


class TestTwiceADay:
    """What a deputy does who did not see whether it was stored: the same, once more."""

    @pytest.fixture
    def visit(self, home):
        return at(cast.make_visit(assignment=home, visited_on=TODAY), "2022-06-15 14:05")

    TOLD = {"production": "长势好"}

    def test_a_second_one_is_asked_about(self, phone, address, visit):
        told = untouched() | self.TOLD
        page = phone.post(address, told).content.decode()
        assert "今天已登记过一次（14:05），再记一次？" in page
        assert 'name="sure" value="again">再记一次</button>' in page
        assert Visit.objects.count() == 1
        assert phone.post(address, told | {"sure": "again"}).status_code == 302
        assert Visit.objects.count() == 2

    def test_so_is_a_third_one_of_another_day(self, phone, address, home):
        for hour in ("09:30", "16:00"):
            row = cast.make_visit(assignment=home, visited_on=day("2022-06-13"))
            at(row, f"2022-06-13 {hour}")
        told = untouched() | self.TOLD | {"visited_on": "2022-06-13"}
        page = phone.post(address, told).content.decode()
        assert "6月13日已登记过两次（09:30、16:00），再记一次？" in page

    def test_the_same_form_sent_twice_is_no_second_visit(self, phone, address, visit):
        told = untouched() | self.TOLD | {"uuid": str(visit.uuid)}
        assert "后来改的内容没有存" in phone.post(address, told, follow=True).content.decode()

    def test_not_what_was_voided_nor_what_another_deputy_did(self, phone, address, home, visit):
        visit.void(reason="记错了户。")
        before = cast.make_assignment(
            person=cast.make_deputy(name="单国富"), household=home.household, clean=False,
            starts_on=day("2021-12-01"),
            ended_on=home.starts_on, ended_for="swap",
        )  # fmt: skip
        cast.make_visit(assignment=before, visited_on=TODAY, clean=False)
        assert phone.post(address, untouched() | self.TOLD).status_code == 302

    def test_the_phone_knows_the_week_without_asking(self, phone, address, home, visit, frame):
        for on in ("2022-06-08", "2022-06-09", "2022-06-14"):
            at(cast.make_visit(assignment=home, visited_on=day(on)), "2022-06-15 00:10")
        cast.make_assignment(person=home.person, category=frame.categories[1])
        known = [["2022-06-09", "00:10"], ["2022-06-14", "00:10"], ["2022-06-15", "14:05"]]
        page = lxml.html.fromstring(phone.get(address).content.decode())
        [form] = page.xpath("//form[@data-visited]")
        assert json.loads(form.get("data-visited")) == known
        assert form.get("data-where") == f"{home.household.village} 6组"
        assert form.get("data-category") == frame.categories[0].card_name_on(TODAY)
        cards = lxml.html.fromstring(phone.get(LIST).content.decode()).xpath(
            "//form[@data-visited]"
        )
        assert sorted(json.loads(card.get("data-visited")) for card in cards) == [[], known]
        assert {card.get("data-category") for card in cards} == {
            frame.categories[place].card_name_on(TODAY) for place in (0, 1)
        }


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestRefused:
    @pytest.mark.parametrize(
        ("told", "field", "sentence"),
        [
            ({"visited_on": "2022-06-16"}, "visited_on", "走访日期不能在今天之后。"),
            ({"visited_on": ""}, "visited_on", "请填哪天去的。"),
            ({"visited_on": "六月"}, "visited_on", "日期写法不对。"),
            ({"visited_on": "2021-12-27"}, "visited_on", "2021-12-27这一户不由许桂兰联系。"),
            ({"was_met": ""}, "was_met", "请选见到人没有。"),
            ({"policy": "长" * 2001}, "policy", "最多写2000字，现在有2001字。"),
            ({"uuid": "x"}, "uuid", "页面不完整，请刷新后再登记。"),
            ({"heard": "沟堵了"}, "disposal", "写了意见，请选怎么办：当场答复，还是转交办理？"),
            ({"heard": "沟堵了", "disposal": "town"}, "topic", "写了意见，请选是哪方面的事。"),
            ({"answer": "解释过了"}, "heard", "写了答复，请把反映的意见也写上。"),
            (
                {"was_met": "0", "heard": "沟堵了"}, "heard",
                "没见到人，就没有他反映的意见；听别人说的，请交人大办公室登记。",
            ),
        ],
    )  # fmt: skip
    def test_with_a_sentence_at_the_field(self, phone, address, told, field, sentence):
        answer = phone.post(address, said(production="晚稻长势好", **told))
        assert answer.status_code == 200
        assert answer.context["form"].errors[field] == [sentence]
        assert not Visit.objects.exists()
        assert "晚稻长势好" in answer.content.decode()  # nothing that was typed is lost

    def test_the_folded_part_opens_where_it_holds_something(self, phone, address):
        answer = phone.post(address, said(visited_on="", policy="医保缴费"))
        assert '<details class="field fold" open>' in answer.content.decode()

    def test_a_phone_gets_the_same_in_json(self, phone, address, home):
        answer = phone.post(address, said(visited_on="2022-06-16"), **JSON)
        assert answer.status_code == 422
        errors = {"visited_on": ["走访日期不能在今天之后。"]}
        assert answer.json() == NAMED | {"user": str(home.person.user_id), "errors": errors}

    def test_nothing_is_kept_of_a_visit_whose_opinion_is_refused(self, phone, address, frame):
        phone.post(address, heard(frame, disposal="nothing"))
        assert not (Visit.objects.exists() or Opinion.objects.exists())

    def test_somebody_elses_household(self, phone, frame):
        shan = cast.make_deputy(name="单国富", login="shan")
        other = cast.make_assignment(person=shan, household=cast.make_household())
        path = reverse("household-visit", args=[other.household_id])
        assert phone.get(path).status_code == 404
        assert phone.post(path, said()).status_code == 404
        assert not Visit.objects.exists()


class TestSentAgain:
    def test_twice_is_once(self, phone, address):
        for _ in range(3):
            assert phone.post(address, said()).status_code == 302
        assert Visit.objects.count() == 1

    def test_the_phone_hears_its_own_number(self, phone, address, home):
        for _ in range(2):
            answer = phone.post(address, said(), **JSON)
            assert answer.status_code == 200
            told = {"stored": UUID, "differs": False, "url": LIST}
            assert answer.json() == NAMED | {"user": str(home.person.user_id)} | told

    def test_with_its_opinion_once(self, phone, address, frame):
        for _ in range(2):
            assert phone.post(address, heard(frame), **JSON).json()["differs"] is False
        assert Opinion.objects.count() == 1

    @pytest.mark.parametrize("other", [{"production": "受灾减产"}, {"visited_on": "2022-06-14"}])
    def test_with_other_words_it_is_told(self, phone, address, other):
        phone.post(address, said(production="长势好"))
        answer = phone.post(address, said(**{"production": "长势好"} | other), **JSON)
        assert (answer.status_code, answer.json()["differs"]) == (409, True)
        assert Visit.objects.get().production == "长势好"

    def test_with_another_opinion_it_is_told(self, phone, address, frame):
        phone.post(address, said())
        assert phone.post(address, heard(frame), **JSON).status_code == 409
        assert not Opinion.objects.exists()

    def test_on_a_page_it_is_told_too(self, phone, address):
        phone.post(address, said())
        html = phone.post(address, said(policy="防溺水"), follow=True).content.decode()
        assert "后来改的内容没有存" in html

    def test_what_the_office_voided_does_not_come_back(self, phone, address):
        phone.post(address, said())
        Visit.objects.get().void(reason="记错了户。")
        assert phone.post(address, said(), **JSON).json()["stored"] == UUID
        assert not Visit.objects.exists()

    def test_a_number_used_for_another_household(self, phone, address, home, frame):
        other = cast.make_assignment(person=home.person, category=frame.categories[1])
        cast.make_visit(assignment=other, uuid=uuid.UUID(UUID))
        answer = phone.post(address, said(), **JSON)
        assert answer.status_code == 422
        assert list(answer.json()["errors"].values()) == [["这份登记用过了，请刷新页面重新登记。"]]


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestAfterTheEnd:
    """The assignment ended on 2022-06-01: what was visited before may arrive until 06-15."""

    @pytest.fixture
    def ended(self, home):
        services.release(home, on=day("2022-06-01"), reason="swap", by=cast.the_clerk())

    def test_the_household_is_not_shown(self, phone, address, ended):
        assert phone.get(address).status_code == 404

    def test_what_a_phone_kept_is_taken(self, phone, address, ended):
        answer = phone.post(address, said(visited_on="2022-05-31"), **JSON)
        assert (answer.status_code, answer.json()["stored"]) == (200, UUID)

    def test_not_of_a_day_after_the_end(self, phone, address, ended):
        answer = phone.post(address, said(visited_on="2022-06-01"), **JSON)
        assert answer.json()["errors"] == {"visited_on": ["2022-06-01这一户不由许桂兰联系。"]}

    def test_not_fifteen_days_later(self, phone, address, home, ended, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-16"))
        answer = phone.post(address, said(visited_on="2022-05-31"), **JSON)
        assert answer.status_code == 404
        assert answer.json() == NAMED | {"user": str(home.person.user_id), "gone": True}
        assert phone.post(address, said(visited_on="2022-05-31")).status_code == 404
        assert not Visit.objects.exists()

    @pytest.mark.parametrize("number", ["", "x", UUID])
    def test_whatever_number_it_has_is_named(self, phone, address, ended, monkeypatch, number):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-16"))
        assert phone.post(address, said(uuid=number), **JSON).json()["visit"] == number

    def test_what_was_stored_in_time_is_known_for_ever(self, phone, address, home, monkeypatch):
        """Its answer was lost, and the phone asks again when the household has long gone."""
        sent = said(visited_on="2022-06-14")
        phone.post(address, sent, **JSON)
        services.release(home, on=TODAY, reason="swap", by=cast.the_clerk())
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-08-01"))
        answer = phone.post(address, sent, **JSON)
        assert (answer.status_code, answer.json()["stored"]) == (200, UUID)
        for other in ({"policy": "防溺水"}, {"visited_on": ""}):
            assert phone.post(address, sent | other, **JSON).status_code == 409
        assert Visit.objects.count() == 1

    def test_the_one_in_force_on_the_day_is_meant(self, phone, address, home, ended, frame):
        again = cast.make_assignment(
            person=home.person, household=home.household, starts_on=day("2022-06-10")
        )
        for on in ("2022-05-31", "2022-06-11"):
            phone.post(address, said(uuid=str(uuid.uuid4()), visited_on=on))
        assert [visit.assignment for visit in Visit.objects.order_by("pk")] == [home, again]


class TestHeard:
    def test_it_goes_to_the_office(self, phone, address, home, frame):
        phone.post(address, heard(frame))
        opinion = Opinion.objects.get()
        assert (opinion.visit, opinion.household) == (Visit.objects.get(), home.household)
        assert (opinion.heard_by, opinion.heard_on) == (home.person, TODAY)
        assert (opinion.source, opinion.echo) == ("visit", "待转办")
        (waiting,) = phone.get(LIST).context["cards"][0].waiting
        assert waiting.words == "待转办：屋后的沟又堵了"

    def test_answered_on_the_spot_it_is_closed(self, phone, address, frame):
        phone.post(address, heard(frame, disposal="explained", answer="村里周五来清。"))
        opinion = Opinion.objects.get()
        assert (opinion.answer, opinion.outcome) == ("村里周五来清。", "explained")
        assert (opinion.told_back_on, opinion.told_back_by) == (TODAY, "visit")

    def test_told_on_the_telephone(self, phone, address, frame):
        phone.post(address, heard(frame, disposal="explained", method="phone"))
        assert Opinion.objects.get().told_back_by == "phone"

    def test_with_one_tap_it_becomes_a_suggestion(self, phone, address, frame):
        answer = phone.post(address, heard(frame, disposal="motion"))
        opinion = Opinion.objects.get()
        assert answer.headers["Location"] == f"/motions/new/?opinion={opinion.pk}"
        form = phone.get(answer.headers["Location"]).context["form"]
        assert form["grounds"].value() == "屋后的沟又堵了"  # the text is carried over
        assert not Motion.objects.exists()


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestToldBack:
    @pytest.fixture
    def answered(self, home):
        return cast.make_opinion(
            household=home.household, heard_by=home.person, answered_on=day("2022-05-01"),
            outcome="solved", answer="水利站已清理。", heard_on=day("2022-04-01"),
        )  # fmt: skip

    def test_on_the_next_visit(self, phone, address, answered):
        html = phone.get(address).content.decode()
        assert "门前水渠堵了，一下雨就淹。——水利站已清理。" in html
        phone.post(address, said(told=[answered.pk], visited_on="2022-06-14"))
        answered.refresh_from_db()
        assert (answered.told_back_on, answered.told_back_by) == (day("2022-06-14"), "visit")

    def test_not_before_the_answer(self, phone, address, answered):
        answer = phone.post(address, said(told=[answered.pk], visited_on="2022-04-30"))
        assert answer.context["form"].errors["told"] == ["日期不能早于答复的2022-05-01。"]
        assert not Visit.objects.exists()

    def test_by_telephone_without_a_visit(self, phone, answered):
        path = reverse("opinion-told", args=[answered.pk])
        assert "水利站已清理。" in phone.get(path).content.decode()
        answer = phone.post(path, {"on": "2022-06-15", "way": "phone"}, follow=True)
        assert "王二保家知道答复了" in answer.content.decode()
        answered.refresh_from_db()
        assert (answered.told_back_on, answered.told_back_by) == (TODAY, "phone")
        assert phone.get(LIST).context["cards"][0].waiting == []

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"on": "2022-06-16", "way": "phone"}, "日期不能在今天之后。"),
            ({"on": "2022-04-30", "way": "phone"}, "日期不能早于答复的2022-05-01。"),
            ({"on": "", "way": "phone"}, "请填写回告日期。"),
        ],
    )
    def test_a_day_that_cannot_be(self, phone, answered, sent, sentence):
        answer = phone.post(reverse("opinion-told", args=[answered.pk]), sent)
        assert sentence in answer.content.decode()
        answered.refresh_from_db()
        assert answered.told_back_on is None

    def test_what_is_not_answered_cannot_be_told(self, phone, home):
        opinion = cast.make_opinion(household=home.household, heard_by=home.person)
        path = reverse("opinion-told", args=[opinion.pk])
        assert "还没有答复" in phone.get(path).content.decode()
        phone.post(path, {"on": "2022-06-15", "way": "phone"})
        opinion.refresh_from_db()
        assert opinion.told_back_on is None

    @pytest.mark.parametrize(("on", "is_late"), [("2022-06-15", False), ("2022-06-16", True)])
    def test_after_a_fortnight_it_waits_too_long(self, phone, answered, on, is_late, monkeypatch):
        type(answered).objects.update(answered_on=day("2022-06-01"))
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day(on))
        (waiting,) = phone.get(LIST).context["cards"][0].waiting
        assert waiting.is_late is is_late
        assert ("等得太久了" in phone.get(LIST).content.decode()) is is_late


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestEarlierDeputies:
    """王二保's household is 仇万里's since 06-01; the town says whether he reads 许桂兰's notes."""

    @pytest.fixture
    def qiu(self, client, home):
        visit = cast.make_visit(assignment=home, production="水稻46亩")
        cast.make_opinion(
            visit=visit, household=home.household, heard_by=home.person,
            answered_on=day("2022-05-01"), outcome="solved",
        )  # fmt: skip
        cast.make_visit_photo(visit=visit)
        services.release(home, on=day("2022-06-01"), reason="swap", by=cast.the_clerk())
        qiu = cast.make_deputy(name="仇万里", login="qiu")
        cast.make_assignment(person=qiu, household=home.household, starts_on=day("2022-06-01"))
        client.force_login(qiu.user)
        return client

    def pages(self, qiu, home):
        opinion, photo = Opinion.objects.get(), VisitPhoto.objects.get()
        html = qiu.get(home.household.get_absolute_url()).content.decode()
        told = qiu.get(reverse("opinion-told", args=[opinion.pk])).status_code
        return "水稻46亩" in html, "门前水渠" in html, told, qiu.get(photo.get_absolute_url())

    def test_they_are_not_shown_by_themselves(self, qiu, home):
        *shown, photo = self.pages(qiu, home)
        assert shown == [False, False, 404]
        assert photo.status_code == 404

    def test_they_are_where_the_town_says_so(self, qiu, home, frame):
        frame.town.shows_earlier_visits = True
        frame.town.save()
        *shown, photo = self.pages(qiu, home)
        photo.getvalue()
        assert shown == [True, True, 200]
        assert photo.status_code == 200

    def test_then_the_successor_tells_what_became_of_it(self, qiu, frame):
        frame.town.shows_earlier_visits = True
        frame.town.save()
        opinion = Opinion.objects.get()
        path = reverse("opinion-told", args=[opinion.pk])
        qiu.post(path, {"on": "2022-06-15", "way": "visit"})
        opinion.refresh_from_db()
        assert opinion.told_back_on == TODAY

    def test_the_predecessor_reads_them_no_more(self, qiu, client, home, frame):
        frame.town.shows_earlier_visits = True
        frame.town.save()
        client.force_login(home.person.user)
        assert client.get(home.household.get_absolute_url()).status_code == 404


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestPhotos:
    def test_one_is_kept_without_the_place(self, phone, address):
        phone.post(address, said(photo=file_of(picture(), exif=traces())))
        photo = VisitPhoto.objects.get()
        assert not Image.open(io.BytesIO(content_of(photo))).getexif()
        html = phone.get(Visit.objects.get().assignment.household.get_absolute_url())
        assert photo.get_thumbnail_url() in html.content.decode()

    def test_what_broke_off_before_the_photo_is_completed_once(self, phone, address):
        """A network that ends in the middle of sending: the server has the words, and no more."""
        phone.post(address, said())
        for _ in range(2):
            answer = phone.post(address, said(photo=file_of(picture())), **JSON)
            assert answer.json()["stored"] == UUID
        assert VisitPhoto.objects.get().visit == Visit.objects.get()

    def test_a_photo_that_the_office_voided_does_not_come_back(self, phone, address):
        phone.post(address, said(photo=file_of(picture())))
        VisitPhoto.objects.get().void(reason="拍错了")
        phone.post(address, said(photo=file_of(picture())), **JSON)
        assert not VisitPhoto.objects.exists()

    def test_looking_at_one_is_recorded(self, phone, home):
        photo = cast.make_visit_photo(visit=cast.make_visit(assignment=home))
        phone.get(photo.get_absolute_url()).getvalue()
        phone.get(photo.get_thumbnail_url()).getvalue()  # a part of the household's page
        record = ReadRecord.objects.get()
        assert (record.what, record.object_id) == ("走访照片", str(photo.pk))

    def test_what_is_no_photo_is_refused_and_the_words_are_kept(self, phone, address):
        file = SimpleUploadedFile("a.jpg", b"no photo")
        answer = phone.post(address, said(photo=file, production="长势好"))
        assert "这个文件不是照片" in answer.content.decode()
        assert "长势好" in answer.content.decode()
        assert not Visit.objects.exists()


class TestLooking:
    def test_each_page_is_recorded(self, phone, address):
        phone.get(LIST)
        phone.get(address)
        what = list(ReadRecord.objects.order_by("pk").values_list("what", flat=True))
        assert what == ["我的联系户（含电话）", "走访登记"]

    @pytest.mark.parametrize("opinions", [1, 6])
    def test_as_many_statements_whatever_waits(self, phone, address, home, opinions):
        for number in range(opinions):
            cast.make_opinion(
                household=home.household, heard_by=home.person, text=f"第{number}件",
                answered_on=day("2022-05-01"), outcome="solved",
            )  # fmt: skip
        phone.get(address)
        # the assignment, what is to be told, names of the category, topics, the town's name
        assert statements(lambda: phone.get(address)) <= 6


class TestTicket:
    def test_it_says_who_asks_and_gives_a_token(self, phone, home):
        answer = phone.get("/ticket/")
        assert answer.json()["user"] == str(home.person.user_id)
        assert len(answer.json()["token"]) == 64
        assert "no-store" in answer.headers["Cache-Control"]

    def test_nobody_gets_none(self, client, frame):
        assert client.get("/ticket/").json() == {"user": None, "token": "", "speaks": 1}

    def test_the_token_is_good(self, home, address):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(home.person.user)
        assert strict.post(address, said()).status_code == 403
        token = json.loads(strict.get("/ticket/").content)["token"]
        sent = said() | {"csrfmiddlewaretoken": token}
        assert strict.post(address, sent, **JSON).status_code == 200
