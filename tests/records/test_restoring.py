"""取消作废: what was voided by mistake stands again, with what was hidden with it.

王二保's household was kept in touch with by 许桂兰; a session had a roll.
"""

import importlib

import pytest
from django.apps import apps

from accounts.models import Role
from congress.models import Attendance, Meeting, PresidiumMeeting, Resolution, Session
from representatives.models import Assignment, Household, Mandate
from tests import cast
from tests.cast import day, refused
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def xu(db):
    cast.make_frame()
    return cast.make_deputy(name="许桂兰")


@pytest.fixture
def kept(xu):
    return cast.make_assignment(person=xu, household=cast.make_household(head_name="王二保"))


def verb(obj, slug):
    return url(type(obj), "verb", obj.pk, slug)


def change(obj):
    return url(type(obj), "change", obj.pk)


class TestByTheOffice:
    def test_a_household_comes_back_with_its_deputy(self, office, kept):
        home = kept.household
        home.void(reason="重复登记")
        assert not Assignment.objects.exists()
        page = office.get(change(home)).content.decode()
        assert verb(home, "restore") in page and "取消作废" in page
        assert verb(home, "void") not in page
        form = AdminForm(office, verb(home, "restore"))
        assert "取消作废要写明原因。" in errors_of(form.send())
        accepted(form.fill(reason="是另一户").send())
        assert Household.objects.get() == home
        assert Assignment.objects.get() == kept
        line = home.history.first()
        assert line.history_change_reason == "取消作废：是另一户"
        assert line.history_user == cast.the_clerk()
        page = office.get(url(Household, "history", home.pk)).content.decode()
        assert "取消作废：是另一户" in page and "作废：重复登记" in page
        assert office.get(verb(home, "restore")).status_code == 404  # it stands

    def test_who_only_reads_may_not(self, client, kept):
        kept.household.void(reason="重复登记")
        client.force_login(cast.make_user(Role.AUDITOR))
        assert (
            verb(kept.household, "restore")
            not in client.get(change(kept.household)).content.decode()
        )
        assert client.get(verb(kept.household, "restore")).status_code == 403

    def test_a_clash_is_said_on_the_form_and_nothing_is_stored(self, office, xu, kept):
        home = kept.household
        home.void(reason="重复登记")
        cast.make_assignment(person=xu, household=cast.make_household(head_name="李大有"))
        form = AdminForm(office, verb(home, "restore")).fill(reason="是另一户")
        said = errors_of(form.send())
        assert "许桂兰联系王二保（桥头村）：许桂兰在这段时间已有外出户，每名代表联系1户。" in said
        home.refresh_from_db()
        assert (home.voided_at is None, home.void_reason) == (False, "重复登记")
        assert home.history.count() == 2

    def test_the_list_of_the_voided_leads_to_it(self, office, kept):
        kept.household.void(reason="重复登记")
        page = office.get(url(Household, "changelist"), {"voided": "yes"}).content.decode()
        assert change(kept.household) in page


def test_what_a_verb_voided_is_not_restored_behind_it(office, xu):
    """Who had leave was taken off the roll by that verb, and comes back by its opposite alone."""
    row = cast.make_attendance(meeting=cast.make_session(), person=xu)
    row.void(reason="批准请假")
    page = office.get(change(row)).content.decode()
    assert verb(row, "restore") not in page
    assert office.get(verb(row, "restore")).status_code == 403


class TestRecords:
    def test_a_session_comes_back_with_its_roll(self, xu):
        session = cast.make_session()
        row = cast.make_attendance(meeting=session, person=xu)
        session.void(reason="登记有误")
        assert not Attendance.objects.exists()
        session.restore(reason="没有登记错")
        assert (Meeting.objects.get(), Attendance.objects.get()) == (session, row)

    def test_a_part_stands_only_with_what_it_belongs_to(self, kept):
        home = kept.household
        kept.void(reason="登记有误")
        home.void(reason="重复登记")
        with refused("它所属的记录已经作废，请先取消那一条的作废。"):
            kept.restore(reason="没有登记错")
        kept.refresh_from_db()
        assert kept.voided_at
        home.restore(reason="是另一户")
        assert not Assignment.objects.exists()  # it was voided by itself, and stays so
        kept.restore(reason="没有登记错")
        assert Assignment.objects.get() == kept

    def test_what_stands_is_not_restored(self, kept):
        with refused("这条记录没有作废，不用恢复。"):
            kept.restore(reason="没有登记错")

    def test_a_mandate_that_would_be_the_second_is_refused(self, xu):
        mandate = xu.mandates.get()
        mandate.void(reason="登记有误")
        cast.make_mandate(person=xu, starts_on=day("2022-01-01"))
        with refused("代表资格"):
            mandate.restore(reason="没有登记错")
        assert Mandate.objects.count() == 1

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_it_takes_a_reason(self, kept, reason):
        kept.void(reason="登记有误")
        with refused("取消作废要写明原因。"):
            kept.restore(reason=reason)


class TestNumbersOfAVoidedMeeting:
    """Its 会次 and the 文号 of what it adopted are free for the meeting that is entered instead."""

    NUMBER = "柳人发〔2022〕3号"

    def held(self, number):
        meeting = Session.objects.get(pk=cast.make_session(number=1).pk)
        return meeting, cast.make_resolution(meeting=meeting, number=number)

    def test_they_are_given_anew(self, xu):
        wrong, _ = self.held(self.NUMBER)
        wrong.void(reason="日期登错了")
        right, adopted = self.held(self.NUMBER)
        assert (Meeting.objects.get().pk, Resolution.objects.get()) == (right.pk, adopted)
        with refused("这个文号已经用过。"):
            cast.make_resolution(meeting=right, number=self.NUMBER)

    def test_the_first_does_not_come_back_beside_the_second(self, office, xu):
        wrong, hidden = self.held(self.NUMBER)
        wrong.void(reason="日期登错了")
        right, adopted = self.held(self.NUMBER)
        said = errors_of(AdminForm(office, verb(wrong, "restore")).fill(reason="没有错").send())
        assert f"本届已经有这个次数的会议。是这一条的：{right}。" in said
        right.number = 2
        cast.keep(right)
        said = errors_of(AdminForm(office, verb(wrong, "restore")).fill(reason="没有错").send())
        assert f"{hidden}：这个文号已经用过。是这一条的：{adopted}。" in said
        adopted.void(reason="登错了")
        accepted(AdminForm(office, verb(wrong, "restore")).fill(reason="没有错").send())
        assert Resolution.objects.get() == hidden
        with refused("这个文号已经用过。"):
            cast.make_resolution(meeting=right, number=self.NUMBER)
        with refused("这个文号已经用过。"):
            adopted.restore(reason="没有错")

    def test_a_presidium_meeting_likewise(self, xu):
        row = PresidiumMeeting.objects.get(pk=cast.make_presidium_meeting(number=1).pk)
        row.void(reason="日期登错了")
        cast.make_presidium_meeting(number=1)
        with refused("本届已经有这个次数的会议。"):
            row.restore(reason="没有错")

    def test_those_voided_before_there_was_this_rule(self, xu):
        """The migration frees the numbers of meetings that a town voided earlier."""
        wrong, hidden = self.held(self.NUMBER)
        wrong.void(reason="日期登错了")
        rows = Resolution.with_voided.filter(pk=hidden.pk)
        rows.update(is_meeting_voided=False)
        cast.make_resolution(meeting=self.held("")[0])
        name = "congress.migrations.0006_numbers_of_voided_meetings_are_free"
        importlib.import_module(name).mark(apps, None)
        assert set(Resolution.with_voided.filter(is_meeting_voided=True)) == {hidden}
