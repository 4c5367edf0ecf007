"""参会回执: a call is answered, leave is decided, and the roll is prefilled but never overwritten."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Role
from congress import services
from congress.models import Attendance, Participation, Reply
from hemao import worklist
from records.models import ReadRecord
from tests import cast
from tests.at_once import at_once
from tests.cast import refused
from tests.price import price
from tests.records.admin_form import AdminForm
from tests.records.test_admin import office, url
from township.spans import today

__all__ = ["office"]

pytestmark = pytest.mark.django_db


def in_days(number):
    return today() + datetime.timedelta(days=number)


@pytest.fixture
def xu():
    return cast.make_deputy(name="许桂兰", login="xu")


@pytest.fixture
def shan():
    return cast.make_deputy(name="单国富", login="shan")


@pytest.fixture
def session(xu):
    return cast.make_session(starts_on=in_days(4))


@pytest.fixture
def clerk():
    return cast.the_clerk()


def ask_leave(event, person, reason="住院"):
    return services.answer_call(event, person, answer="leave", reason=reason, by=person.user)


class TestAnswering:
    def test_coming(self, session, xu):
        row = services.answer_call(session, xu, answer="attend", by=xu.user)
        assert (row.words, row.state, row.replied_by) == ("参加", "ok", xu.user)
        assert abs((row.replied_at.date() - today()).days) <= 1

    def test_leave_waits_for_the_office(self, session, xu):
        row = ask_leave(session, xu)
        assert (row.words, row.reason, row.decision) == ("请假待批", "住院", "")
        assert list(Reply.objects.undecided()) == [row]

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_leave_needs_a_reason(self, session, xu, reason):
        with refused("请假要写事由。"):
            ask_leave(session, xu, reason)
        assert not Reply.objects.exists()

    def test_a_reason_of_who_comes_is_not_kept(self, session, xu):
        row = services.answer_call(session, xu, answer="attend", reason="住院", by=xu.user)
        assert row.reason == ""

    def test_a_changed_mind_changes_the_one_reply_and_has_its_history(self, session, xu, clerk):
        services.answer_call(session, xu, answer="attend", by=xu.user)
        services.grant_leave(ask_leave(session, xu), by=clerk, note="注意休息")
        row = services.answer_call(session, xu, answer="attend", by=xu.user)
        assert Reply.objects.get() == row
        assert (row.decision, row.decided_by, row.note) == ("", None, "")
        lines = row.history.order_by("history_id").values_list("answer", "decision")
        assert list(lines) == [
            ("attend", ""), ("leave", ""), ("leave", "granted"), ("attend", ""),
        ]  # fmt: skip

    def test_the_same_answer_again_changes_nothing(self, session, xu, clerk):
        services.grant_leave(ask_leave(session, xu), by=clerk)
        again = ask_leave(session, xu)
        assert (again.is_granted, again.history.count()) == (True, 2)

    def test_another_reason_is_decided_again(self, session, xu, clerk):
        services.grant_leave(ask_leave(session, xu), by=clerk)
        assert ask_leave(session, xu, "外出务工").is_undecided

    def test_not_after_it_began(self, xu, clerk):
        session = cast.make_session(starts_on=today())
        with refused("已经开始，不能再改回执。有变化请打电话告诉人大办公室。"):
            ask_leave(session, xu)
        row = services.answer_call(session, xu, answer="leave", reason="住院", by=clerk)
        assert row.replied_by == clerk  # who telephones is entered by the office

    def test_only_who_is_called(self, session, clerk):
        with refused("韩立春不在应到和受邀的名单里，不用回执。"):
            services.answer_call(
                session, cast.make_person(name="韩立春"), answer="attend", by=clerk
            )

    def test_not_for_another(self, session, xu, shan):
        with refused("回执由本人填写，或者由人大办公室代为登记。"):
            services.answer_call(session, xu, answer="attend", by=shan.user)

    @pytest.mark.parametrize("answer", ["", "maybe"])
    def test_nothing_else(self, session, xu, answer):
        with pytest.raises(Exception) as caught:
            services.answer_call(session, xu, answer=answer, by=xu.user)
        assert caught.type.__name__ == "ValidationError"

    def test_who_is_invited_answers_too(self, session, clerk):
        han = cast.make_person(name="韩立春", user=cast.make_user(Role.DEPUTY))
        services.add_guests(session, [han], by=clerk)
        assert services.answer_call(session, han, answer="attend", by=han.user).words == "参加"


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres  # SQLite in memory is one connection
def test_two_answers_at_once_are_one_reply(db):
    xu = cast.make_deputy(name="许桂兰", login="xu")
    session = cast.make_session(starts_on=in_days(4))

    def answer(number):
        reasons = ("住院", "外出")
        row = services.answer_call(session, xu, answer="leave", reason=reasons[number], by=xu.user)
        return row.pk

    assert len(set(at_once(2, answer))) == 1
    assert Reply.objects.count() == 1


class TestDeciding:
    def test_granted_by_whom_and_when(self, session, xu, clerk):
        row = services.grant_leave(ask_leave(session, xu), by=clerk, note=" 注意休息 ")
        assert (row.words, row.decided_by, row.note) == ("已准假", clerk, "注意休息")
        assert row.decided_at is not None

    def test_refused(self, session, xu, clerk):
        row = services.refuse_leave(ask_leave(session, xu), by=clerk, note="有选举，请尽量参加")
        assert (row.words, row.state) == ("没有准假", "late")

    def test_the_office_may_think_again_but_not_say_it_twice(self, session, xu, clerk):
        row = services.refuse_leave(ask_leave(session, xu), by=clerk)
        assert services.grant_leave(row, by=clerk).is_granted
        with refused("许桂兰的请假已经批过：已准假。"):
            services.grant_leave(row, by=clerk)

    @pytest.mark.parametrize("verb", [services.grant_leave, services.refuse_leave])
    def test_only_the_office_and_only_leave(self, session, xu, clerk, verb):
        with refused("请假由人大办公室审批。"):
            verb(ask_leave(session, xu), by=xu.user)
        row = services.answer_call(session, xu, answer="attend", by=xu.user)
        with refused("许桂兰现在回的是参加，没有请假要批。"):
            verb(row, by=clerk)


class TestActivities:
    """Who has leave does not take part, and is counted nowhere as if they had."""

    @pytest.fixture
    def activity(self, xu, shan):
        return cast.make_activity(starts_on=in_days(9), people=[xu, shan])

    def people(self, activity):
        return {row.person.name for row in activity.participations.all()}

    def test_leave_takes_off_the_list(self, activity, xu, clerk):
        row = ask_leave(activity, xu)
        assert self.people(activity) == {"许桂兰", "单国富"}  # not before it is granted
        services.grant_leave(row, by=clerk)
        assert self.people(activity) == {"单国富"}
        assert Participation.with_voided.get(person=xu).void_reason == "已准假"

    def test_they_see_what_became_of_it(self, activity, xu, clerk):
        services.grant_leave(ask_leave(activity, xu), by=clerk)
        assert list(type(activity).objects.visible_to(xu.user)) == [activity]

    @pytest.mark.parametrize("back", ["a changed mind", "a refusal"])
    def test_and_back_on_it(self, activity, xu, clerk, back):
        row = services.grant_leave(ask_leave(activity, xu), by=clerk)
        if back == "a refusal":
            services.refuse_leave(row, by=clerk)
        else:
            services.answer_call(activity, xu, answer="attend", by=xu.user)
        assert self.people(activity) == {"许桂兰", "单国富"}


@pytest.mark.sqlite  # what a page says is the same on both
class TestTheRoll:
    """What was registered stands, whatever was answered; what was answered is only proposed."""

    @pytest.fixture
    def held(self, xu, shan):
        return cast.make_session(starts_on=cast.DAY)

    @pytest.fixture
    def granted(self, held, xu, clerk):
        row = services.answer_call(held, xu, answer="leave", reason="住院", by=clerk)
        return services.grant_leave(row, by=clerk)

    def states(self, meeting):
        return {row.person.name: (row.state, row.reason) for row in meeting.attendances.all()}

    def roster(self, office, meeting):
        return AdminForm(office, url(type(meeting), "roster", meeting.pk))

    def test_granting_registers_nothing(self, held, granted):
        assert not Attendance.objects.exists()

    def test_the_page_opens_with_granted_leave(self, office, held, granted, xu, shan):
        form = self.roster(office, held)
        assert form.data[f"state-0-{xu.pk}"] == ["leave"]
        assert form.data[f"reason-0-{xu.pk}"] == ["住院"]
        assert form.data[f"state-0-{shan.pk}"] == ["unknown"]
        form.send()
        assert self.states(held) == {"许桂兰": ("leave", "住院"), "单国富": ("unknown", "")}

    def test_the_rest_are_present_but_not_who_has_leave(self, held, granted, clerk):
        services.call_roll(held, by=clerk)
        assert services.mark_rest_present(held, by=clerk) == 2
        assert self.states(held) == {"许桂兰": ("leave", "住院"), "单国富": ("present", "")}

    @pytest.mark.parametrize("state", ["present", "absent", "leave"])
    def test_what_is_registered_is_never_overwritten(self, office, held, xu, clerk, state):
        services.register_roll(held, {xu.pk: (state, "旧")}, by=clerk)
        row = services.answer_call(held, xu, answer="leave", reason="住院", by=clerk)
        services.grant_leave(row, by=clerk)
        form = self.roster(office, held)
        assert form.data[f"state-0-{xu.pk}"] == [state]
        form.send("rest")
        services.mark_rest_present(held, by=clerk)
        assert self.states(held)["许桂兰"] == (state, "旧")

    @pytest.mark.parametrize("decision", ["", "refused"])
    def test_leave_that_was_not_granted_proposes_nothing(self, office, held, xu, clerk, decision):
        row = services.answer_call(held, xu, answer="leave", reason="住院", by=clerk)
        if decision:
            services.refuse_leave(row, by=clerk)
        form = self.roster(office, held)
        assert form.data[f"state-0-{xu.pk}"] == ["unknown"]
        assert row.words in form.page or "没有准假" in form.page
        services.call_roll(held, by=clerk)
        assert self.states(held)["许桂兰"] == ("unknown", "")  # 缺席 is what the office registers

    def test_who_came_all_the_same_is_present(self, office, held, granted, xu):
        form = self.roster(office, held)
        form[f"state-0-{xu.pk}"] = "present"
        form[f"reason-0-{xu.pk}"] = ""
        form.send()
        assert self.states(held)["许桂兰"] == ("present", "")

    def test_each_sitting_has_its_own_roll(self, held, granted, clerk):
        sittings = [cast.make_sitting(meeting=held, number=number) for number in (1, 2)]
        for sitting in sittings:
            services.call_roll(held, by=clerk, sitting=sitting)
            services.mark_rest_present(held, by=clerk, sitting=sitting)
        rows = Attendance.objects.filter(person__name="许桂兰")
        assert [row.state for row in rows] == ["leave", "leave"]


@pytest.mark.sqlite  # what a page says is the same on both
class TestTheOfficesPage:
    @pytest.fixture
    def meeting(self, xu, shan):
        cast.make_deputy(name="曾玉梅")
        return cast.make_session(starts_on=in_days(4))

    def address(self, event, name="session"):
        return reverse(f"admin:congress_{name}_replies", args=[event.pk])

    def test_counts_and_the_text_for_the_group(self, office, meeting, xu, shan):
        services.answer_call(meeting, xu, answer="attend", by=xu.user)
        ask_leave(meeting, shan)
        answers = office.get(self.address(meeting)).context["answers"]
        assert answers.sentence == "应回3人：参加1人，请假1人（待批1人），未回1人。"
        assert "：曾玉梅。谢谢！" in answers.reminder
        assert "许桂兰" not in answers.reminder
        assert ReadRecord.objects.get().what == "参会回执"

    def test_one_click_grants(self, office, meeting, xu):
        row = ask_leave(meeting, xu)
        office.post(self.address(meeting), {"grant": row.pk, "note": "注意休息"})
        row.refresh_from_db()
        assert (row.words, row.note) == ("已准假", "注意休息")

    @pytest.mark.parametrize(("button", "words"), [("grant", "已准假"), ("refuse", "没有准假")])
    def test_many_at_once(self, office, meeting, xu, shan, button, words):
        rows = [ask_leave(meeting, person) for person in (xu, shan)]
        chosen = [row.pk for row in rows]
        office.post(self.address(meeting), {button: "chosen", "chosen": chosen})
        assert [row.words for row in Reply.objects.all()] == [words] * 2

    def test_nothing_chosen_is_said(self, office, meeting):
        answer = office.post(self.address(meeting), {"grant": "chosen"}, follow=True)
        assert "没有选中请假的人。" in answer.content.decode()

    def test_what_belongs_to_another_meeting_is_not_decided_here(self, office, meeting, xu):
        other = cast.make_session(starts_on=in_days(40))
        row = ask_leave(other, xu)
        office.post(self.address(meeting), {"grant": row.pk})
        row.refresh_from_db()
        assert row.is_undecided

    def test_somebody_telephones(self, office, meeting, xu):
        told = {"on_behalf": "1", "person": xu.pk, "answer": "leave", "reason": ""}
        answer = office.post(self.address(meeting), told)
        page = answer.content.decode()
        assert page.count("请假要写事由。") == 2  # in the note above, and at the field
        assert "：</label>" not in page and 'class="desk-form"' in page
        assert not Reply.objects.exists()
        office.post(self.address(meeting), told | {"reason": "孙子满月"})
        assert Reply.objects.get().replied_by.role == "staff"

    def test_of_an_activity_likewise(self, office, xu):
        activity = cast.make_activity(starts_on=in_days(9), people=[xu])
        row = ask_leave(activity, xu)
        office.post(self.address(activity, "activity"), {"grant": row.pk})
        row.refresh_from_db()
        assert row.is_granted

    def test_statements_do_not_grow(self, office, meeting):
        before = price(office, self.address(meeting))
        for person in cast.make_deputies(10):
            cast.make_reply(meeting=meeting, person=person)
        assert price(office, self.address(meeting)) == before

    def test_the_list_decides_many_and_says_what_it_refuses(self, office, meeting, xu, shan):
        rows = [ask_leave(meeting, xu)]
        rows.append(services.answer_call(meeting, shan, answer="attend", by=shan.user))
        answer = office.post(
            url(Reply, "changelist"),
            {"action": "grant_many", "_selected_action": [row.pk for row in rows]}, follow=True,
        )  # fmt: skip
        page = answer.content.decode()
        assert "准假1人。" in page
        assert "单国富现在回的是参加，没有请假要批。" in page

    def test_the_list_says_what_waits(self, office, meeting, xu, shan):
        ask_leave(meeting, xu)
        services.answer_call(meeting, shan, answer="attend", by=shan.user)
        page = office.get(url(Reply, "changelist")).content.decode()
        assert page.count('class="field-standing">请假待批</td>') == 1
        assert page.count('class="field-standing"></td>') == 1

    def test_the_button_of_one_reply(self, office, meeting, xu):
        row = ask_leave(meeting, xu)
        office.post(url(Reply, "verb", row.pk, "refuse"), {"note": "有选举"})
        row.refresh_from_db()
        assert (row.words, row.note) == ("没有准假", "有选举")


class TestTheWorklist:
    def group(self, clerk):
        return next(g for g in worklist.groups(clerk, today()) if g.title == "请假待批")

    def test_leave_that_waits(self, session, xu, shan, clerk, office):
        assert self.group(clerk).count == 0
        row = ask_leave(session, xu)
        services.grant_leave(ask_leave(session, shan), by=clerk)
        group = self.group(clerk)
        assert group.count == 1
        assert group.items[0].text.startswith("许桂兰 请假：")
        assert office.get(group.url).context["cl"].result_count == 1
        services.refuse_leave(row, by=clerk)
        assert self.group(clerk).count == 0
