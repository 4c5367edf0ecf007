"""Records in the admin: voided, never deleted; no update lost; nothing stored twice; the verbs."""

import lxml.html
import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from congress.models import AgendaItem, Attendance, Meeting, Poll
from motions import services
from motions.models import Motion
from records.admin.forms import COLLISION, INCOMPLETE, RecordForm
from records.models import OnceKey
from representatives.models import Assignment, Household, Mandate, Person, Visit
from tests import cast
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from township.models import Holiday, Village

__all__ = ["office"]


@pytest.fixture
def frame(db):
    return cast.make_frame()


def change(row, model=None):
    return url(model or type(row), "change", row.pk)


def verb(row, slug):
    return url(type(row), "verb", row.pk, slug)


def said(response):
    return " / ".join(str(message) for message in get_messages(response.wsgi_request))


class TestVoid:
    @pytest.fixture
    def household(self, frame):
        return cast.make_household(head_name="王二保")

    def test_it_asks_why(self, office, household):
        assert verb(household, "void") in office.get(change(household)).content.decode()
        form = AdminForm(office, verb(household, "void"))
        assert "作废一条记录要写明原因。" in errors_of(form.send())
        household.refresh_from_db()
        assert household.voided_at is None

    def test_it_is_gone_from_the_list_and_kept_under_voided(self, office, household):
        form = AdminForm(office, verb(household, "void")).fill(reason="重复登记")
        assert accepted(form.send()).headers["Location"] == change(household)
        for query, number in (("", 0), ("?voided=yes", 1), ("?voided=all", 1)):
            page = office.get(f"/admin/representatives/household/{query}")
            assert len(page.context_data["cl"].result_list) == number
        assert household.history.first().history_user == cast.the_clerk()

    def test_it_can_then_only_be_read(self, office, household):
        household.void(reason="重复登记")
        page = office.get(change(household)).content.decode()
        assert "重复登记" in page
        assert 'name="_save"' not in page
        assert verb(household, "void") not in page
        assert office.post(change(household), {"head_name": "别人"}).status_code == 403
        assert office.get(verb(household, "void")).status_code == 404

    def test_nothing_is_deleted(self, office, household):
        assert (
            office.post(url(Household, "delete", household.pk), {"post": "yes"}).status_code == 403
        )
        assert office.post(url(Village, "delete", household.village_id)).status_code == 403
        assert Household.objects.exists()

    def test_a_holiday_is_no_record_and_may_go(self, office, frame):
        day = cast.keep(Holiday(day=cast.DAY, name="假日"))
        accepted(office.post(url(type(day), "delete", day.pk), {"post": "yes"}))

    def test_the_void_of_another_is_refused_to_who_may_not_change(self, client, household):
        client.force_login(cast.make_user(Role.AUDITOR))
        assert client.get(verb(household, "void")).status_code == 403

    def test_an_unknown_button(self, office, household):
        assert office.get(verb(household, "bless")).status_code == 404
        assert office.get(url(Household, "verb", 99, "void")).status_code == 404


class TestLostUpdate:
    @pytest.fixture
    def motion(self, frame):
        return cast.make_motion(title="关于修路的建议", status="registered")

    @pytest.fixture
    def colleague(self, client, motion):
        """A second browser, in which another clerk works."""
        other = type(client)()
        other.force_login(cast.make_user(Role.STAFF, display_name="曾玉梅"))
        return other

    def test_the_second_save_is_refused_by_name_and_keeps_what_was_typed(
        self, office, colleague, motion
    ):
        mine, hers = AdminForm(office, change(motion)), AdminForm(colleague, change(motion))
        accepted(hers.fill(title="关于修桥的建议").send())
        answer = mine.fill(title="关于修渠的建议").send()
        words = errors_of(answer)
        assert "曾玉梅在20" in words
        assert "改过议案建议" in words
        assert "关于修渠的建议" in answer.content.decode()
        motion.refresh_from_db()
        assert motion.title == "关于修桥的建议"

    def test_whoever_has_looked_may_save_all_the_same(self, office, colleague, motion):
        mine, hers = AdminForm(office, change(motion)), AdminForm(colleague, change(motion))
        accepted(hers.fill(title="关于修桥的建议").send())
        mine.fill(title="关于修渠的建议")
        page = lxml.html.fromstring(mine.send().content.decode())
        mine.data["_seen_again"] = page.xpath('//input[@name="_seen_again"]/@value')
        accepted(mine.send())
        motion.refresh_from_db()
        assert motion.title == "关于修渠的建议"

    def test_a_row_changed_beneath_it(self, office, colleague, motion):
        mine, hers = AdminForm(office, change(motion)), AdminForm(colleague, change(motion))
        accepted(hers.add_row("signatures", person=cast.make_deputy()).send())
        answer = mine.add_row("signatures", person=(typed := cast.make_deputy())).send()
        assert "曾玉梅在20" in errors_of(answer)
        assert typed.name in answer.content.decode()
        assert motion.signatures.count() == 1

    def test_saving_twice_oneself_is_no_conflict(self, office, motion):
        accepted(AdminForm(office, change(motion)).fill(title="甲").send("_continue"))
        accepted(AdminForm(office, change(motion)).fill(title="乙").send())

    def test_a_number_that_makes_no_sense(self, office, motion):
        form = AdminForm(office, change(motion))
        form.data["_seen"] = ["0"]
        assert "没有保存" in errors_of(form.send())

    def test_a_page_that_came_without_its_number(self, office, colleague, motion):
        mine, hers = AdminForm(office, change(motion)), AdminForm(colleague, change(motion))
        accepted(hers.fill(title="关于修桥的建议").send())
        mine.data.pop("_seen")
        answer = mine.fill(title="关于修渠的建议").send()
        assert INCOMPLETE in errors_of(answer)
        assert "关于修渠的建议" in answer.content.decode()
        motion.refresh_from_db()
        assert motion.title == "关于修桥的建议"

    def test_under_a_proxys_entry(self, office, colleague, frame):
        session = cast.make_session()
        mine, hers = AdminForm(office, change(session)), AdminForm(colleague, change(session))
        accepted(hers.fill(place="大会堂").send())
        assert "曾玉梅" in errors_of(mine.fill(place="会议室").send())


class TestStoredOnce:
    def new(self, client):
        village = cast.make_frame().villages[0]
        form = AdminForm(client, url(Household, "add"))
        return form.fill(head_name="王二保", village=village)

    def test_the_same_form_sent_twice(self, office, frame):
        form = self.new(office)
        accepted(form.send())
        again = accepted(form.send())
        assert again.headers["Location"] == "/admin/representatives/household/"
        assert "这张表单已经保存过了，没有重复登记。" in said(again)
        assert Household.objects.count() == OnceKey.objects.count() == 1

    def test_another_form_is_another_record(self, office, frame):
        accepted(self.new(office).send())
        form = self.new(office)
        form["_not_twin"] = Household.objects.get().pk
        accepted(form.send())
        assert Household.objects.count() == 2

    def test_a_refused_form_may_be_sent_again(self, office, frame):
        form = self.new(office).fill(head_name="")
        errors_of(form.send())
        accepted(form.fill(head_name="王二保").send())

    @pytest.mark.parametrize("key", [None, "", "no key"])
    def test_a_page_that_came_without_its_key(self, office, frame, key):
        form = self.new(office)
        form.data.pop("_once") if key is None else form.fill(_once=key)
        answer = form.send()
        assert INCOMPLETE in errors_of(answer)
        assert "王二保" in answer.content.decode()
        assert not Household.objects.exists()

    def test_both_at_the_same_moment(self, office, frame, monkeypatch):
        """The other sending is stored after this one looked, and before it stores."""
        form = self.new(office)
        clean = RecordForm.clean

        def and_meanwhile(self):
            OnceKey.objects.get_or_create(key=form.data["_once"][0])
            return clean(self)

        monkeypatch.setattr(RecordForm, "clean", and_meanwhile)
        monkeypatch.setattr(
            "records.admin.pages.RecordAdmin.was_stored",
            lambda self, request, object_id, seen=[]: bool(seen or seen.append(1)),
        )
        assert "已经保存过了" in said(form.send())
        assert not Household.objects.exists()


def test_what_the_database_refuses_comes_back_as_it_was_typed(office, frame, monkeypatch):
    """Two clerks at the same moment: the check passed, the storing did not."""
    cast.make_session(number=1)
    monkeypatch.setattr(RecordForm, "check_constraints", lambda self: None)
    monkeypatch.setattr(Meeting, "refuse_taken_number", lambda self: None)
    form = AdminForm(office, "/admin/congress/session/add/")
    form.fill(term=frame.second, number=1, starts_on=cast.DAY, place="大会堂")
    answer = form.send()
    assert COLLISION in errors_of(answer)
    assert answer.content.decode().count(COLLISION) == 1
    assert "大会堂" in answer.content.decode()


def test_a_constraint_that_names_a_hidden_field_is_checked(office, frame):
    cast.make_session(number=1)
    form = AdminForm(office, "/admin/congress/session/add/")
    form.fill(term=frame.second, number=1, starts_on=cast.DAY)
    assert "本届已经有这个次数的会议。" in errors_of(form.send())


class TestMandates:
    def test_confirming_tells_of_each_refusal(self, office, frame):
        pending = cast.make_mandate(confirmed_on=None)
        confirmed = cast.make_mandate()
        answer = office.post(
            url(Mandate, "changelist"),
            {"action": "confirm", "index": 0, "_selected_action": [pending.pk, confirmed.pk]},
        )
        words = said(answer)
        assert "已确认1项代表资格。" in words
        assert f"{confirmed}：" in words
        pending.refresh_from_db()
        assert pending.confirmed_on

    def test_the_end_gives_the_households_back(self, office, frame):
        assignment = cast.make_assignment()
        mandate = assignment.person.mandates.get()
        form = AdminForm(office, verb(mandate, "end")).fill(on="2022-06-01", reason="moved")
        assert "其联系的1户转入待安排户，" in said(accepted(form.send()))
        assignment.refresh_from_db()
        assert assignment.ended_for == "mandate"
        assert office.get(verb(mandate, "end")).status_code == 404

    def test_a_refusal_stands_on_the_form(self, office, frame):
        form = AdminForm(office, verb(cast.make_mandate(), "end"))
        form.fill(on="2020-01-01", reason="moved")
        assert "结束日期要晚于开始日期。" in errors_of(form.send())

    def test_no_reason_is_proposed(self, office, frame):
        mandate = cast.make_mandate()
        form = AdminForm(office, verb(mandate, "end"))
        assert form.data["reason"] == [""]
        assert "终止原因" in errors_of(form.send())
        mandate.refresh_from_db()
        assert mandate.ended_on is None

    def test_the_end_is_not_typed(self, office, frame):
        mandate = cast.make_mandate()
        assert 'name="ended_on"' not in office.get(change(mandate)).content.decode()

    def test_a_term_ends_with_its_mandates(self, office, frame):
        cast.make_mandate()
        form = AdminForm(office, verb(frame.second, "end")).fill(on="2022-06-01")
        assert "终止代表资格1项" in said(accepted(form.send()))

    def test_sessions_missed_are_shown(self, office, frame):
        person = cast.make_deputy(phone="13812345678")
        for number, badge in ((1, "due"), (2, "late")):
            session = cast.make_session(number=number)
            cast.make_attendance(meeting=session, person=person, state="absent")
            page = office.get("/admin/representatives/deputy/").content.decode()
            assert f'<span class="badge {badge}"' in page
            assert f"未经批准缺席人代会{number}次" in page
        assert "138****5678" in page
        assert "13812345678" not in page
        assert "0/3" in page


class TestAssignments:
    def test_release(self, office, frame):
        assignment = cast.make_assignment()
        form = AdminForm(office, verb(assignment, "release")).fill(on="2022-06-01", reason="swap")
        accepted(form.send())
        assert not Assignment.objects.get().covers(cast.day("2022-06-01"))

    def test_a_household_is_not_given_away_twice(self, office, frame):
        held = cast.make_assignment()
        form = AdminForm(office, url(Assignment, "add"))
        form.fill(
            person=cast.make_deputy(), household=held.household, category=frame.categories[0],
            starts_on="2022-06-01",
        )  # fmt: skip
        assert "同一时间只能由一名代表联系" in errors_of(form.send())

    def test_it_does_not_begin_tomorrow(self, office, frame):
        form = AdminForm(office, url(Assignment, "add"))
        form.fill(
            person=cast.make_deputy(), household=cast.make_household(),
            category=frame.categories[0], starts_on="2999-01-01",
        )  # fmt: skip
        assert "开始日期不能在今天之后。" in errors_of(form.send())

    def test_waiting_households(self, office, frame):
        cast.make_assignment(household=cast.make_household(head_name="王二保"))
        cast.make_household(head_name="李长根")
        page = office.get("/admin/representatives/household/?assigned=no")
        assert [h.head_name for h in page.context_data["cl"].result_list] == ["李长根"]


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestVisits:
    def test_it_is_signed_by_who_writes_it_down(self, office, frame):
        form = AdminForm(office, url(Visit, "add"))
        accepted(form.fill(assignment=cast.make_assignment(), visited_on=cast.DAY).send())
        visit = Visit.objects.get()
        assert visit.recorded_by == cast.the_clerk()
        assert visit.is_on_behalf and visit.is_late_entry

    def test_a_correction_leaves_the_signature(self, office, frame):
        deputy = cast.make_deputy(login="xu")
        visit = cast.make_visit(assignment=cast.make_assignment(person=deputy))
        accepted(AdminForm(office, change(visit)).fill(policy="医保").send())
        visit.refresh_from_db()
        assert visit.recorded_by == deputy.user

    def test_what_was_heard_has_a_deadline(self, office, frame):
        opinion = cast.make_opinion()
        form = AdminForm(office, verb(opinion, "hand-over"))
        form.fill(department=frame.departments[0], on="2022-03-01")
        accepted(form.send())
        opinion.refresh_from_db()
        assert opinion.due_on == cast.day("2022-03-29")  # twenty working days


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestPeople:
    def test_an_account_is_named(self, office, frame):
        person, user = cast.make_person(), cast.make_user(Role.DEPUTY, username="xu")
        accepted(AdminForm(office, change(person)).fill(account="xu").send())
        person.refresh_from_db()
        assert person.user == user
        other = AdminForm(office, change(cast.make_person())).fill(account="xu")
        assert "这个账号已由另一个人使用。" in errors_of(other.send())
        accepted(AdminForm(office, change(person)).fill(account="").send())
        person.refresh_from_db()
        assert person.user is None

    def test_an_account_nobody_opened(self, office, frame):
        form = AdminForm(office, change(cast.make_person())).fill(account="nobody")
        assert "没有这个用户名" in errors_of(form.send())

    def test_a_deputy_leaves_history_under_both_entries(self, office, frame):
        person = cast.make_deputy(name="许桂兰")
        page = AdminForm(office, url(cast.Person, "change", person.pk).replace("person", "deputy"))
        accepted(page.fill(employer="桥头村").send())
        assert Person.history.filter(id=person.pk).first().history_user == cast.the_clerk()


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestElections:
    @pytest.fixture
    def poll(self, frame):
        poll = cast.make_poll()
        cast.make_candidacy(
            poll=poll, person=cast.make_person(name="许桂兰"), votes_for=800, is_elected=True
        )
        return poll

    def test_from_ballots_to_a_seat(self, office, poll):
        form = AdminForm(office, verb(poll, "declare")).fill(on="2022-03-02")
        assert "许桂兰当选，代表资格待确认" in said(accepted(form.send()))
        mandate = Mandate.objects.get()
        assert mandate.confirmed_on is None
        form = AdminForm(office, verb(poll, "qualify")).fill(on="2022-03-05")
        accepted(form.send())
        mandate.refresh_from_db()
        assert mandate.confirmed_on == cast.day("2022-03-05")

    def test_then_who_was_elected_is_closed(self, office, poll):
        accepted(AdminForm(office, verb(poll, "declare")).fill(on="2022-03-02").send())
        page = AdminForm(office, change(poll))
        assert "candidacies-0-is_elected" not in page.data
        assert verb(poll, "void") not in page.page
        accepted(page.fill(mobile_boxes=2).send())

    def test_too_few_votes(self, office, frame):
        poll = cast.make_poll()
        cast.make_candidacy(poll=poll, votes_for=400, is_elected=True)
        form = AdminForm(office, verb(poll, "declare"))
        assert "不能当选" in errors_of(form.send())
        assert Poll.objects.get(pk=poll.pk).declared_on is None

    def test_officers(self, office, frame):
        cast.make_deputies(3)
        election = cast.make_election()
        cast.make_candidacy(
            election=election, person=cast.make_person(name="韩立春"), votes_for=3, is_elected=True
        )
        assert "韩立春任职" in said(accepted(AdminForm(office, verb(election, "declare")).send()))


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestMotions:
    def test_due_dates_follow(self, office, frame):
        motion = cast.make_motion()
        form = AdminForm(office, verb(motion, "refer"))
        form.fill(on="2022-03-02", lead=frame.departments[0])
        assert "已办“交办”。主办农业农村办公室；期限2022-06-02" in said(accepted(form.send()))
        assert motion.handlings.get().due_on == cast.day("2022-06-02")
        assert "代表法第五十一条" in office.get(change(motion)).content.decode()
        accepted(AdminForm(office, change(motion)).fill(is_complex=True).send())
        assert motion.handlings.get().due_on == cast.day("2022-09-02")

    def test_a_colleague_was_faster(self, office, frame):
        """The button of a page opened before is no dead end."""
        motion = cast.make_motion()
        form = AdminForm(office, verb(motion, "refer")).fill(lead=frame.departments[0])
        services.refer(motion, by=cast.the_clerk(), on=cast.DAY, lead=frame.departments[1])
        answer = accepted(form.send())
        assert answer.headers["Location"] == change(motion)
        assert "现在是“已交办”，不能办“交办”。可以办：签收、" in said(answer)
        assert motion.handlings.get().department == frame.departments[1]
        assert office.get(verb(motion, "bless")).status_code == 404

    def test_nobody_types_what_the_verbs_write(self, office, frame):
        motion = cast.make_motion(status="registered")
        for page in (AdminForm(office, url(Motion, "add")), AdminForm(office, change(motion))):
            assert page.could_send("title")
            written = ["status", "number", "closed_on", "return_reason", "merged_into"]
            assert [name for name in written if page.could_send(name)] == []

    def test_entering_and_amending_leave_their_events(self, office, frame):
        form = AdminForm(office, url(Motion, "add"))
        form.fill(
            title="关于修路的建议", topic=frame.topics[0], proposer=cast.make_deputy(),
            submitted_on=cast.DAY,
        )  # fmt: skip
        accepted(form.send())
        motion = Motion.objects.get()
        accepted(AdminForm(office, change(motion)).fill(title="关于修桥的建议").send())
        assert [(event.verb, event.note) for event in motion.events.all()] == [
            ("register", ""), ("amend", "改了案由"),
        ]  # fmt: skip
        assert {event.by for event in motion.events.all()} == {cast.the_clerk()}

    def test_the_draft_of_another_is_not_there(self, office, frame):
        shan = cast.make_deputy(name="单国富", login="shan")
        draft = cast.make_motion(
            proposer=shan, status="draft", title="关于修路的建议", entered_by=shan.user
        )
        assert "关于修路的建议" not in office.get("/admin/motions/motion/").content.decode()
        assert office.get(change(draft)).status_code == 302  # as for a row that is not there
        assert office.get(verb(draft, "register")).status_code == 404
        signature = cast.make_signature(motion=draft)
        assert "关于修路的建议" not in office.get("/admin/motions/signature/").content.decode()
        assert office.get(change(signature)).status_code == 302
        services.withdraw(draft, by=shan.user, on=cast.DAY, reason="不提了")
        for row in (draft, signature):  # nor when it was thrown away
            assert office.get(change(row)).status_code == 302
        mine = cast.make_motion(proposer=shan, status="draft", entered_by=cast.the_clerk())
        assert office.get(change(cast.make_signature(motion=mine))).status_code == 200

    def test_the_list_says_how_late(self, office, frame):
        cast.make_handling(motion=cast.make_motion(number=14))
        page = office.get("/admin/motions/motion/?overdue=yes").content.decode()
        assert "严重超期" in page
        assert "2022年第14号" in page
        department = frame.departments[1].pk
        page = office.get(f"/admin/motions/motion/?department={department}")
        assert len(page.context_data["cl"].result_list) == 0

    def test_a_number_that_the_city_gave_before(self, office, frame):
        """On the form where it was typed, and the motion waits as before."""
        xu = cast.make_deputy(name="许桂兰", term=frame.county_second)
        cast.make_motion(proposer=xu, level="county", number=14)
        motion = cast.make_motion(proposer=xu, level="county", status="registered")
        form = AdminForm(office, verb(motion, "accept")).fill(on="2022-03-05", number=14)
        assert "这一年的建议已有这个编号，编号不重复使用。" in errors_of(form.send())
        assert Motion.objects.filter(number=14).count() == 1
        assert Motion.objects.get(pk=motion.pk).status == "registered"
        assert not motion.events.exists()


def test_open_decisions_come_back(office, frame):
    earlier = cast.make_presidium_meeting()
    cast.make_agenda_item(
        meeting=earlier, title="清淤", decision="汛前完成", decision_due_on="2022-05-01",
        decision_department=frame.departments[0],
    )  # fmt: skip
    meeting = cast.make_presidium_meeting(starts_on=cast.day("2022-06-01"))
    assert "已带入1项" in said(accepted(AdminForm(office, verb(meeting, "carry")).send()))
    assert "没有未完成的决定" in said(accepted(AdminForm(office, verb(meeting, "carry")).send()))
    assert AgendaItem.objects.filter(meeting=meeting).count() == 1


def test_the_sum_of_a_list_stands_above_it(office, frame):
    for amount in ("200.00", "1300.50"):
        cast.make_allowance(amount=amount)
    page = office.get("/admin/congress/allowance/").content.decode()
    assert "下面2笔合计1500.5元" in page
    assert (
        "下面0笔合计0元"
        in office.get("/admin/congress/allowance/?kind__exact=lost_work").content.decode()
    )


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestRoll:
    """Twelve deputies; two thirds are eight."""

    @pytest.fixture
    def session(self, frame):
        cast.make_deputies(12)
        return cast.make_session()

    def roll(self, meeting):
        return url(type(meeting), "roster", meeting.pk)

    def states(self, form):
        return [name for name in form.data if name.startswith("state-")]

    def test_opening_it_writes_nothing(self, office, session):
        form = AdminForm(office, self.roll(session))
        assert len(self.states(form)) == 12
        assert not Attendance.objects.exists()
        assert "应到12人，还没有登记出席。" in form.page

    def test_one_button_stores_all(self, office, session):
        form = AdminForm(office, self.roll(session))
        names = self.states(form)
        for name in names[:8]:
            form[name] = "present"
        form[names[8]] = "leave"
        form[names[8].replace("state", "reason")] = "住院"
        form[names[9]] = "absent"
        assert "改动10处" in said(accepted(form.send()))
        page = office.get(self.roll(session)).content.decode()
        assert "应到12人，实到8人，达到三分之二，符合法定人数。" in page
        assert "请假1人，缺席1人，未登记2人，列席0人。" in page
        assert Attendance.objects.count() == 12
        assert Attendance.objects.get(state="leave").reason == "住院"
        assert "实到8人" in office.get(change(session)).content.decode()

    def test_the_rest_was_there(self, office, session):
        form = AdminForm(office, self.roll(session))
        form[self.states(form)[0]] = "absent"
        form.data["rest"] = ["0"]
        accepted(form.send())
        page = office.get(self.roll(session)).content.decode()
        assert "应到12人，实到11人，超过三分之二，符合法定人数。" in page
        assert Attendance.history.filter(history_user=cast.the_clerk()).exists()

    def test_too_few(self, office, session):
        form = AdminForm(office, self.roll(session))
        form[self.states(form)[0]] = "present"
        accepted(form.send())
        page = office.get(self.roll(session)).content.decode()
        assert "应到12人，实到1人，不足三分之二（须8人），不够法定人数。" in page

    def test_each_sitting_has_its_own(self, office, session):
        first = cast.make_sitting(meeting=session)
        second = cast.make_sitting(meeting=session, number=2)
        form = AdminForm(office, self.roll(session))
        assert len(self.states(form)) == 24
        form.data["rest"] = [str(first.pk)]
        accepted(form.send())
        assert first.attendances.present().count() == 12
        assert second.attendances.unknown().count() == 12

    def test_guests(self, office, session):
        guest = cast.make_person(name="韩立春")
        form = AdminForm(office, self.roll(session))
        form.data["guests-0-people"] = [str(guest.pk)]
        accepted(form.send())
        row = Attendance.objects.get(person=guest)
        assert (row.capacity, row.state) == ("guest", "present")
        form = AdminForm(office, self.roll(session))
        form[f"off-0-{guest.pk}"] = "on"
        accepted(form.send())
        assert not Attendance.objects.filter(person=guest).exists()

    def test_who_is_expected_is_no_guest(self, office, session):
        form = AdminForm(office, self.roll(session))
        person = session.expected_people().first()
        form.data["guests-0-people"] = [str(person.pk)]
        form[self.states(form)[1]] = "leave"
        answer = form.send()
        assert f"{person}已在点名册上，不再列为列席。" in answer.content.decode()
        assert 'value="leave" checked' in answer.content.decode()
        assert not Attendance.objects.exists()

    @pytest.mark.parametrize("field", ["state", "reason"])
    def test_nonsense_is_refused(self, office, session, field):
        form = AdminForm(office, self.roll(session))
        form[self.states(form)[0].replace("state", field)] = "很" * 61
        answer = form.send()
        assert "没有保存" in answer.content.decode()
        assert not Attendance.objects.exists()

    def test_a_colleague_was_faster(self, office, session):
        mine, hers = AdminForm(office, self.roll(session)), AdminForm(office, self.roll(session))
        hers.data["rest"] = ["0"]
        accepted(hers.send())
        mine[self.states(mine)[0]] = "leave"
        answer = mine.send()
        assert "改过点名册" in answer.content.decode()
        page = lxml.html.fromstring(answer.content.decode())
        mine.data["_seen_again"] = page.xpath('//input[@name="_seen_again"]/@value')
        accepted(mine.send())
        assert Attendance.objects.filter(state="leave").count() == 1

    def test_as_many_statements_for_ten_times_the_people(self, office, frame):
        self.send(office, cast.make_session())  # content types and the like are asked for once
        few, many = [], []
        for count, found in ((3, few), (27, many)):
            cast.make_deputies(count)
            session = cast.make_session(starts_on=cast.DAY)
            for step in (self.open, self.send, self.open):
                found.append(step(office, session))
        assert many == few

    def open(self, client, session):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(self.roll(session)).status_code == 200
        return len(captured)

    def send(self, client, session):
        form = AdminForm(client, self.roll(session))
        for name in self.states(form):
            form[name] = "present"
        with CaptureQueriesContext(connection) as captured:
            accepted(form.send())
        return len(captured)

    def test_of_the_presidium(self, office, frame):
        body = cast.make_body()
        for _ in range(3):
            cast.make_post(body=body)
        meeting = cast.make_presidium_meeting()
        form = AdminForm(office, self.roll(meeting))
        form.data["rest"] = ["0"]
        accepted(form.send())
        page = office.get(self.roll(meeting)).content.decode()
        assert "应到3人，实到3人，超过半数，符合法定人数。" in page

    def test_it_is_not_for_the_auditor(self, client, session):
        client.force_login(cast.make_user(Role.AUDITOR))
        assert client.get(self.roll(session)).status_code == 403
        assert client.post(self.roll(session)).status_code == 403

    def test_no_such_meeting(self, office, session):
        assert office.get("/admin/congress/presidiummeeting/99/roster/").status_code == 404
        assert (
            office.get(f"/admin/congress/presidiummeeting/{session.pk}/roster/").status_code == 404
        )

    def test_a_voided_meeting_is_only_read(self, office, session):
        session.void(reason="登记有误")
        assert (
            'type="submit"'
            not in office.get(self.roll(session)).content.decode().split("</header>")[1]
        )
        assert office.post(self.roll(session), {}).status_code == 403


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestAccounts:
    @pytest.fixture
    def keeper(self, client, db):
        client.force_login(cast.make_user(Role.ADMIN, username="keeper"))
        return client

    @pytest.mark.parametrize(
        ("role", "enters"), [("staff", True), ("deputy", False), ("auditor", True)]
    )
    def test_who_works_in_the_admin_follows_from_the_role(self, keeper, role, enters):
        form = AdminForm(keeper, url(User, "add"))
        form.fill(
            username="wang",
            display_name="王",
            role=role,
            password1="shi-liu-hua-2023",
            password2="shi-liu-hua-2023",
        )
        accepted(form.send())
        assert User.objects.get(username="wang").is_staff is enters

    def test_the_role_is_chosen(self, keeper):
        form = AdminForm(keeper, url(User, "add"))
        form.fill(username="wang", password1="shi-liu-hua-2023", password2="shi-liu-hua-2023")
        assert form.data.get("role", [""]) == [""]
        assert "请选择角色。" in errors_of(form.send())

    def test_nobody_locks_themselves_out(self, keeper):
        form = AdminForm(keeper, url(User, "change", User.objects.get(username="keeper").pk))
        assert "不能停用自己的账号" in errors_of(form.fill(role="staff").send())

    def test_an_account_stays(self, keeper):
        user = cast.make_user(Role.STAFF)
        assert keeper.post(url(User, "delete", user.pk), {"post": "yes"}).status_code == 403
        page = AdminForm(keeper, url(User, "change", user.pk))
        assert "is_superuser" not in page.data
        accepted(page.fill(is_active=False).send())
        user.refresh_from_db()
        assert not user.is_active
