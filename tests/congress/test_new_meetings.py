"""A meeting as a clerk enters it: most of it is proposed, an item is one line, the roll comes next.

The presidium of the second term met once, on 2022-03-01, under 许桂兰; 单国富 is its chairman.
"""

import lxml.html
import pytest

from congress.forms import document_in
from congress.models import Post, PresidiumMeeting, Session
from tests import cast
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from township.spans import today

__all__ = ["office"]
pytestmark = pytest.mark.django_db
PROPOSED = ("term", "number", "place", "chair", "recorder", "starts_on", "occasion")


@pytest.fixture
def presidium(db):
    cast.make_frame()
    xu, shan = cast.make_deputy(name="许桂兰"), cast.make_deputy(name="单国富")
    cast.make_post(person=xu)
    cast.make_post(person=shan, role=Post.Role.CHAIR)
    cast.make_presidium_meeting(chair=xu, place="镇政府三楼", recorder="王文书")
    return xu, shan


def proposed(form):
    """What the form proposes, days as the database has them."""
    told = {name: form.data.get(name, [""])[0].replace("/", "-") for name in PROPOSED}
    return {name: text for name, text in told.items() if text}


class TestProposed:
    def test_the_next_of_the_term_as_the_last_was_held(self, office, presidium):
        xu, _ = presidium
        assert proposed(AdminForm(office, url(PresidiumMeeting, "add"))) == {
            "term": str(cast.make_frame().second.pk), "number": "2", "place": "镇政府三楼",
            "chair": str(xu.pk), "recorder": "王文书", "starts_on": str(today()), "occasion": "between",
        }  # fmt: skip

    def test_whoever_left_the_presidium_does_not_chair_it(self, office, presidium):
        xu, shan = presidium
        xu.posts.update(ended_on=today())
        form = AdminForm(office, url(PresidiumMeeting, "add"))
        assert form.data["chair"] == [str(shan.pk)]

    def test_the_first_of_all(self, office, db):
        cast.make_frame()
        form = AdminForm(office, url(PresidiumMeeting, "add"))
        assert proposed(form)["number"] == "1"
        assert "place" not in proposed(form)

    def test_a_session_has_numbers_of_its_own_and_a_day_to_be_said(self, office, presidium):
        cast.make_session(place="镇政府礼堂")
        told = proposed(AdminForm(office, url(Session, "add")))
        assert (told["number"], told["place"]) == ("2", "镇政府礼堂")
        assert "starts_on" not in told


class TestStored:
    def test_the_roll_comes_next(self, office, presidium):
        form = AdminForm(office, url(PresidiumMeeting, "add"))
        answer = accepted(form.send())
        meeting = PresidiumMeeting.objects.get(number=2)
        assert answer.headers["Location"] == url(PresidiumMeeting, "roster", meeting.pk)

    @pytest.mark.parametrize(("button", "day"), [("_save", "9"), ("_continue", "0")])
    def test_not_of_what_is_only_announced(self, office, presidium, button, day):
        form = AdminForm(office, url(PresidiumMeeting, "add"))
        if day == "9":
            form["starts_on"] = str(today().replace(year=today().year + 1, day=1))
        assert "/roster/" not in accepted(form.send(button)).headers["Location"]

    def test_six_items_of_three_words_each(self, office, presidium):
        form = AdminForm(office, url(PresidiumMeeting, "add"))
        kinds = ["study", "report", "review", "suggestions", "plan", "by_election"]
        for number, kind in enumerate(kinds, 1):
            title = f"学习《代表法》第{number}章" if kind == "study" else f"第{number}项"
            form.add_row("agenda_items", title=title, kind=kind, outcome="heard")
        accepted(form.send())
        items = list(PresidiumMeeting.objects.get(number=2).agenda_items.order_by("order"))
        assert [item.kind for item in items] == kinds
        assert [item.order for item in items] == [1, 2, 3, 4, 5, 6]
        assert items[0].document_title == "《代表法》"

    def test_the_rest_of_an_item_is_folded_until_something_in_it_is_wrong(self, office, presidium):
        form = AdminForm(office, url(PresidiumMeeting, "add"))
        form.add_row("agenda_items", title="传达学习", kind="study")
        answer = form.send()
        assert "传达学习要写明文件或会议的名称。" in errors_of(answer)
        folded = "//*[@id='agenda_items-0']//details[not(@open)]//input[contains(@name, 'document_title')]"
        assert lxml.html.fromstring(form.page).xpath(folded)
        assert not lxml.html.fromstring(answer.content.decode()).xpath(folded)


@pytest.mark.parametrize(
    ("title", "document"),
    [
        ("传达学习中央农村工作会议精神", "中央农村工作会议精神"),
        ("学习《地方组织法》和《代表法》", "《地方组织法》和《代表法》"),
        ("县委扩大会议精神", "县委扩大会议精神"), ("传达学习", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_title_names_what_is_studied(title, document):
    assert document_in(title) == document


class TestRoll:
    def test_the_fastest_button_is_at_the_top_and_in_the_bar(self, office, presidium):
        meeting = PresidiumMeeting.objects.get()
        page = office.get(url(PresidiumMeeting, "roster", meeting.pk)).content.decode()
        tree = lxml.html.fromstring(page)
        assert len(tree.xpath("//button[@name='rest']")) == 2
        (bar,) = tree.xpath("//div[@class='submit-row']")
        first = bar.xpath("./*[self::button or self::input]")[0]
        assert (first.get("name"), first.get("class")) == ("rest", "button default")
        office.post(
            url(PresidiumMeeting, "roster", meeting.pk),
            {"_seen": tree.xpath("//input[@name='_seen']/@value")[0], "rest": first.get("value")},
        )
        assert meeting.attendances.filter(state="present").count() == 2
        page = office.get(url(PresidiumMeeting, "roster", meeting.pk)).content.decode()
        assert 'name="rest"' not in page

    def test_of_a_session_the_bar_names_the_sitting(self, office, presidium):
        session = cast.make_session()
        cast.make_sitting(meeting=session)
        cast.make_sitting(meeting=session, kind="preparatory", number=1)
        page = office.get(url(Session, "roster", session.pk)).content.decode()
        bar = lxml.html.fromstring(page).xpath("//div[@class='submit-row']")[0]
        assert "会议其余登记为出席，并保存" in bar.text_content()

    def test_words_about_somebody_who_came_after_all_are_kept(self, office, presidium):
        meeting, (xu, _) = PresidiumMeeting.objects.get(), presidium
        cast.make_attendance(meeting=meeting, person=xu, state="leave", reason="住院")
        form = AdminForm(office, url(PresidiumMeeting, "roster", meeting.pk))
        assert form.data[f"reason-0-{xu.pk}"] == ["住院"]
