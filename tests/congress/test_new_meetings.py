"""A meeting as a clerk enters it: most of it is proposed, an item is one line, the roll comes next.

The presidium of the second term met once, on 2022-03-01, under 许桂兰; 单国富 is its chairman.
"""

import lxml.html
import pytest

from congress.forms import document_in
from congress.models import Post, PresidiumMeeting, Resolution, Session
from records.written.numbers import following
from representatives.models import Mandate
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


class TestNumbers:
    def test_a_number_left_out_is_the_next_and_one_that_is_taken_is_refused_where_it_stands(
        self, office, presidium
    ):
        form = AdminForm(office, url(PresidiumMeeting, "add"))
        assert "空着由系统接着本届最大的编。" in form.page
        form["number"] = "1"
        held = PresidiumMeeting.objects.get()
        answer = form.send()
        assert f"本届已经有这个次数的会议。是这一条的：{held}。" in errors_of(answer)
        field = lxml.html.fromstring(answer.content).get_element_by_id("id_number_error")
        assert f"/admin/congress/meeting/{held.pk}/change/" in field.xpath(".//a/@href")
        assert (
            "&lt;a" not in answer.content.decode()
        )  # nor above, where all that is wrong is listed
        form["number"] = "17"
        accepted(form.send())
        form = AdminForm(office, url(PresidiumMeeting, "add"))
        form["number"] = ""
        accepted(form.send())
        numbers = PresidiumMeeting.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [1, 17, 18]

    def test_what_a_meeting_adopted_has_its_own_and_the_page_says_the_next(self, office, presidium):
        meeting = cast.make_session()
        first = cast.make_resolution(meeting=meeting, number="柳人发〔2022〕3号")
        form = AdminForm(office, url(Resolution, "add"))
        assert f"上一个是柳人发〔2022〕3号，接着是柳人发〔{today().year}〕1号" in form.page
        form.fill(
            meeting=meeting,
            title="关于预算的决议",
            number=first.number,
            adopted_on=meeting.starts_on,
        )
        assert f"这个文号已经用过。是这一条的：{first}。" in errors_of(form.send())
        rows = AdminForm(office, url(Session, "change", meeting.pk))
        rows.add_row(
            "resolutions",
            title="公告",
            kind="notice",
            number=first.number,
            adopted_on=meeting.starts_on,
        )
        assert "这个文号已经用过。" in errors_of(rows.send())
        form["number"] = "柳人发〔2022〕9号"
        accepted(form.send())

    def test_a_card_belongs_to_one_deputy_of_a_term(self, office, presidium):
        xu, shan = presidium
        xu.mandates.update(certificate="20220007")
        mandate = shan.mandates.get()
        form = AdminForm(office, url(Mandate, "change", mandate.pk))
        assert "本届最大的是20220007，接着是20220008。" in form.page
        form["certificate"] = "20220007"
        assert f"这一届已有这个代表证号。是这一条的：{xu.mandates.get()}。" in errors_of(
            form.send()
        )
        shan.mandates.update(certificate="20220007")  # stored before: whoever changes the rest may
        form = AdminForm(office, url(Mandate, "change", mandate.pk))
        accepted(form.send())

    @pytest.mark.parametrize(("number", "after"), [
        ("鹤人发〔2021〕3号", "鹤人发〔2021〕4号"), ("0099", "0100"), ("A-9", "A-10"),
        ("人发〔2021〕号", ""), ("无", ""),
    ])  # fmt: skip
    def test_what_follows_what(self, number, after):
        assert following(number) == after
        assert following(number, 2021) == after


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
