"""What the admin refuses, and where it says so: a sentence beside the field, never an error page."""

import lxml.html
import pytest

from congress.models import Activity, Honour, Meeting, PresidiumMeeting, Session
from congress.models.agenda import SAME_ORDER
from representatives.models import Assignment, Household, Opinion, Person, Visit
from tests import cast
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url

__all__ = ["office"]

TYPO = "2022-13-01"


@pytest.fixture
def frame(db):
    return cast.make_frame()


class TestPeople:
    def test_a_person_who_is_no_deputy(self, office, frame):
        accepted(AdminForm(office, url(Person, "add")).fill(name="韩立春").send())
        assert Person.objects.get().name == "韩立春"


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestRowsOfARefusedRecord:
    """A row is compared with its record once the record is right by itself."""

    @pytest.mark.parametrize("typed", ["", TYPO])
    @pytest.mark.parametrize(
        ("rows", "row"),
        [
            ("resolutions", {"title": "关于预算的决议", "adopted_on": cast.DAY}),
            ("resolutions", {"title": "决议", "adopted_on": cast.DAY, "votes_for": 3}),
            ("agenda_items", {"votes_for": 3, "votes_against": 0, "abstained": 0}),
            ("agenda_items", {"decision": "汛前完成", "decision_done_on": cast.DAY}),
            ("sittings", {"held_on": cast.DAY}),
        ],
    )
    @pytest.mark.parametrize("model", [Session, PresidiumMeeting])
    def test_a_meeting_without_its_day(self, office, frame, model, rows, row, typed):
        if rows == "sittings" and model is PresidiumMeeting:
            return
        form = AdminForm(office, url(model, "add")).fill(term=frame.second, number=1)
        form.fill(starts_on=typed, place="大会堂")
        if model is PresidiumMeeting:
            form.fill(occasion="between")
        if rows == "agenda_items":
            row = {"title": "听取水利工程进展"} | row
        answer = form.add_row(rows, **row).send()
        words = errors_of(answer)
        assert ("没有13月，月份是1到12。" if typed else "请填写") in words
        page = answer.content.decode()
        assert "大会堂" in page
        assert all(str(value) in page for value in row.values())
        assert not Meeting.objects.exists()

    @pytest.mark.parametrize("typed", ["", TYPO])
    def test_an_activity_without_its_day(self, office, frame, typed):
        form = AdminForm(office, url(Activity, "add"))
        form.fill(title="视察水利工程", kind="inspection", starts_on=typed)
        form.add_row("findings", text="涵闸漏水", rectify_by="2022-04-01")
        answer = form.send()
        assert ("没有13月，月份是1到12。" if typed else "请填写") in errors_of(answer)
        assert "涵闸漏水" in answer.content.decode()

    def test_a_visit_of_tomorrow_on_which_something_was_heard(self, office, frame):
        form = AdminForm(office, url(Visit, "add"))
        form.fill(assignment=cast.make_assignment(), visited_on="2999-01-01")
        form.add_row("opinions", topic=frame.topics[0], text="路灯不亮")
        answer = form.send()
        assert "走访日期不能在今天之后。" in errors_of(answer)
        assert "路灯不亮" in answer.content.decode()

    def test_a_visit_moved_into_the_future(self, office, frame):
        visit = cast.make_visit()
        form = AdminForm(office, url(Visit, "change", visit.pk)).fill(visited_on="2999-01-01")
        form.add_row("opinions", topic=frame.topics[0], text="路灯不亮")
        assert "走访日期不能在今天之后。" in errors_of(form.send())
        assert not Opinion.objects.exists()

    def test_what_was_heard_is_still_compared_with_the_visit(self, office, frame):
        form = AdminForm(office, url(Visit, "add"))
        form.fill(assignment=cast.make_assignment(), visited_on=cast.DAY)
        form.add_row(
            "opinions", topic=frame.topics[0], text="路灯不亮", department=frame.departments[0],
            handed_over_on="2022-02-01",
        )  # fmt: skip
        assert "转办日期不能早于听到日期。" in errors_of(form.send())


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestWhatCannotBeTrue:
    def test_a_household_is_kept_as_what_it_is(self, office, frame):
        household = cast.of_category(cast.make_household(), frame.categories[0])
        form = AdminForm(office, url(Assignment, "add")).fill(
            person=cast.make_deputy(), household=household, category=frame.categories[1],
            starts_on=cast.DAY,
        )  # fmt: skip
        name = frame.categories[1].name_on(cast.DAY)
        assert f"这一户在2022-03-01不是{name}" in errors_of(form.send())
        accepted(form.fill(category=frame.categories[0]).send())

    def test_a_category_does_not_begin_tomorrow(self, office, frame):
        household = cast.make_household()
        form = AdminForm(office, url(Household, "change", household.pk))
        form.add_row("category_spans", category=frame.categories[0], starts_on="2999-01-01")
        assert "开始日期不能在今天之后。" in errors_of(form.send())

    def test_more_people_away_than_there_are(self, office, frame):
        household = cast.make_household()
        form = AdminForm(office, url(Household, "change", household.pk))
        assert "外出务工人数不能多于家庭人口。" in errors_of(form.fill(members=3, away=4).send())

    def test_what_was_heard_on_a_visit_was_heard_from_somebody(self, frame):
        with cast.refused("走访时听到的，要选提出的联系户"):
            cast.make_opinion(source="visit")
        cast.make_opinion(source="visit", household=cast.make_household())


def at_field(response, name):
    """The sentences that stand at the field `name`."""
    page = lxml.html.fromstring(response.content.decode())
    found = page.xpath(f"//ul[@class='errorlist' and @id='id_{name}_error']/li")
    return [item.text_content() for item in found]


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestSentencesAboutTwoFields:
    """They stand at the last of them that was filled in, not on top of the page."""

    def test_the_days_of_a_session(self, office, frame):
        form = AdminForm(office, url(Session, "add")).fill(term=frame.second, number=1)
        answer = form.fill(starts_on="2022-03-02", last_on="2022-03-01").send()
        assert at_field(answer, "last_on") == ["闭会日期不能早于召开日期。"]

    def test_ballots(self, office, frame):
        poll = cast.make_poll()
        form = AdminForm(office, url(type(poll), "change", poll.pk)).fill(ballots_invalid=9)
        assert at_field(form.send(), "ballots_invalid") == ["有效票与无效票之和要等于收回票数。"]

    def test_a_number_used_before(self, office, frame):
        held = cast.make_session(number=1)
        form = AdminForm(office, url(Session, "add")).fill(term=frame.second, number=1)
        answer = form.fill(starts_on=cast.DAY).send()
        assert at_field(answer, "number") == [f"本届已经有这个次数的会议。是这一条的：{held}。"]

    def test_neither_filled_in(self, office, frame):
        form = AdminForm(office, url(Honour, "add")).fill(title="优秀代表", awarded_on=cast.DAY)
        assert at_field(form.send(), "person") == ["个人和集体填一项，且只填一项。"]

    def test_of_a_row(self, office, frame):
        form = AdminForm(office, url(PresidiumMeeting, "add")).fill(term=frame.second, number=1)
        form.fill(occasion="between", starts_on=cast.DAY)
        form.add_row("agenda_items", title="审议", votes_for=0)
        assert at_field(form.send(), "agenda_items-0-votes_for") == [
            "赞成、反对、弃权要一起填写，没有的填0。"
        ]

    def test_of_rows_beside_each_other(self, office, frame):
        poll, person = cast.make_poll(), cast.make_person()
        form = AdminForm(office, url(type(poll), "change", poll.pk))
        for _ in range(2):
            form.add_row("candidacies", person=person, votes_for=10)
        assert at_field(form.send(), "candidacies-1-person") == ["此人已在候选人名单中。"]


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestTheOrderOfAnAgenda:
    def orders(self, meeting):
        return list(meeting.agenda_items.values_list("title", "order"))

    def test_items_without_a_number_come_last(self, office, frame):
        meeting = cast.make_presidium_meeting()
        cast.make_agenda_item(meeting=meeting, title="甲")
        form = AdminForm(office, url(PresidiumMeeting, "change", meeting.pk))
        form.add_row("agenda_items", title="乙").add_row("agenda_items", title="丙", order=4)
        accepted(form.add_row("agenda_items", title="丁").send())
        assert self.orders(meeting) == [("甲", 1), ("丙", 4), ("乙", 5), ("丁", 6)]

    def test_a_number_twice(self, office, frame):
        meeting = cast.make_presidium_meeting()
        cast.make_agenda_item(meeting=meeting)
        form = AdminForm(office, url(PresidiumMeeting, "change", meeting.pk))
        assert SAME_ORDER in errors_of(form.add_row("agenda_items", title="乙", order=1).send())
        with cast.refused(SAME_ORDER):
            cast.make_agenda_item(meeting=meeting, order=1)

    def test_two_items_change_places(self, office, frame):
        meeting = cast.make_presidium_meeting()
        for title in "甲乙":
            cast.make_agenda_item(meeting=meeting, title=title)
        form = AdminForm(office, url(PresidiumMeeting, "change", meeting.pk))
        accepted(form.fill("agenda_items-0", order=2).fill("agenda_items-1", order=1).send())
        assert self.orders(meeting) == [("乙", 1), ("甲", 2)]


def test_a_complaint_about_a_field_that_is_not_shown(office, frame):
    """The end of a mandate is filled in by a button; its absence is still said in words."""
    frame.second.ended_on = cast.day("2022-02-01")
    frame.second.save()
    mandate = cast.make_mandate(ended_on=None, clean=False)
    form = AdminForm(office, url(type(mandate), "change", mandate.pk)).fill(certificate="7")
    assert "请填终止日期和原因。" in errors_of(form.send())
