"""What the admin refuses, and where it says so: a sentence beside the field, never an error page."""

import pytest

from congress.models import Activity, Meeting, PresidiumMeeting, Session
from representatives.models import Opinion, Person, Visit
from tests import cast
from tests.admin_form import AdminForm, accepted, errors_of
from tests.test_admin import office, url

__all__ = ["office"]

TYPO = "2022-13-01"


@pytest.fixture
def frame(db):
    return cast.make_frame()


class TestPeople:
    def test_a_person_who_is_no_deputy(self, office, frame):
        accepted(AdminForm(office, url(Person, "add")).fill(name="韩立春").send())
        assert Person.objects.get().name == "韩立春"


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
        assert ("输入一个有效的日期。" if typed else "必填") in words
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
        assert ("输入一个有效的日期。" if typed else "必填") in errors_of(answer)
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


def test_a_complaint_about_a_field_that_is_not_shown(office, frame):
    """The end of a mandate is filled in by a button; its absence is still said in words."""
    frame.second.ended_on = cast.day("2022-02-01")
    frame.second.save()
    mandate = cast.make_mandate(ended_on=None, clean=False)
    form = AdminForm(office, url(type(mandate), "change", mandate.pk)).fill(certificate="7")
    assert "请填终止日期和原因。" in errors_of(form.send())
