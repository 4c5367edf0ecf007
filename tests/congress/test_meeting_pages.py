"""会议和活动 as deputies, the office and leadership see them."""

import datetime

import pytest

from accounts.models import Role
from congress import services
from congress.models import Activity, Meeting, Reply
from tests import cast
from tests.price import price
from tests.records.admin_form import AdminForm, accepted
from tests.records.test_admin import url
from township.spans import today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says is the same on both

CANARY = "金丝雀不许外人看到"


def in_days(number):
    return today() + datetime.timedelta(days=number)


@pytest.fixture
def xu():
    return cast.make_deputy(name="许桂兰", login="xu")


@pytest.fixture
def shan():
    return cast.make_deputy(name="单国富", login="shan")


@pytest.fixture
def log_in(client):
    def log_in(who):
        client.force_login(getattr(who, "user", who))
        return client

    return log_in


def text_of(answer):
    return answer.content.decode()


def titles(entries):
    return [entry.title for entry in entries]


class TestWhoIsCalled:
    def seen(self, model, person):
        return set(model.objects.visible_to(person.user))

    def test_deputies_of_that_day_to_a_session(self, xu):
        old = cast.make_deputy(name="仇万里", login="qiu", term=cast.make_frame().first)
        now = cast.make_session(starts_on=in_days(4))
        then = cast.make_session(starts_on=cast.day("2019-03-01"), term=cast.make_frame().first)
        assert self.seen(Meeting, xu) == {now}
        assert self.seen(Meeting, old) == {then}

    def test_not_whose_mandate_is_pending_or_ended_that_day(self):
        pending = cast.make_person(user=cast.make_user(Role.DEPUTY))
        cast.make_mandate(person=pending, confirmed_on=None)
        gone = cast.make_person(user=cast.make_user(Role.DEPUTY))
        cast.make_mandate(person=gone, ended_on=cast.DAY, ended_for="moved")
        cast.make_session(starts_on=cast.DAY)
        assert self.seen(Meeting, pending) == self.seen(Meeting, gone) == set()

    def test_members_of_that_day_to_the_presidium(self, xu, shan):
        cast.make_post(person=xu, ended_on=in_days(10))
        near = cast.make_presidium_meeting(starts_on=in_days(4))
        cast.make_presidium_meeting(starts_on=in_days(10))
        assert self.seen(Meeting, xu) == {near}
        assert self.seen(Meeting, shan) == set()

    def test_a_post_elsewhere_is_none_in_the_presidium(self, xu):
        cast.make_post(person=xu, body=cast.make_body(kind="group", name="第一代表小组"))
        cast.make_presidium_meeting()
        assert self.seen(Meeting, xu) == set()

    def test_who_is_invited(self, shan):
        meeting = cast.make_presidium_meeting(starts_on=in_days(4))
        services.add_guests(meeting, [shan], by=cast.the_clerk())
        assert self.seen(Meeting, shan) == {meeting}

    def test_who_is_asked_to_an_activity(self, xu, shan):
        activity = cast.make_activity(people=[xu])
        photo = cast.make_photo(activity=activity)
        assert self.seen(Activity, xu) == {activity}
        assert self.seen(type(photo), xu) == {photo}
        assert self.seen(Activity, shan) == self.seen(type(photo), shan) == set()
        activity.participations.get().void(reason="填错了")
        assert self.seen(Activity, xu) == set()

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, Role.LIAISON])
    def test_nobody_else(self, client, role):
        pages = ["/meetings/", cast.make_session().get_absolute_url(), "/deputies/"]
        pages += [cast.make_activity().get_absolute_url(), f"/deputies/{cast.make_deputy().pk}/"]
        user = cast.make_user(role)
        assert not Meeting.objects.visible_to(user) and not Activity.objects.visible_to(user)
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {404}


class TestOwnList:
    def lists(self, log_in, person):
        answer = log_in(person).get("/meetings/")
        return answer.context["coming"], answer.context["past"]

    def test_coming_by_day_with_what_was_answered(self, log_in, xu):
        activity = cast.make_activity(title="视察饮水工程", starts_on=in_days(9), people=[xu])
        session = cast.make_session(starts_on=in_days(4))
        services.answer_call(session, xu, answer="leave", reason="住院", by=xu.user)
        coming, past = self.lists(log_in, xu)
        assert titles(coming) == ["镇第二届人代会第一次会议", "视察饮水工程"]
        assert [entry.words for entry in coming] == ["请假待批", "还没有回执"]
        assert [entry.url for entry in coming] == [
            f"/meetings/{session.pk}/", f"/activities/{activity.pk}/",
        ]  # fmt: skip
        assert past == []

    def test_a_session_that_sits_is_not_over(self, log_in, xu):
        cast.make_session(starts_on=in_days(-1), last_on=today())
        coming, _ = self.lists(log_in, xu)
        assert len(coming) == 1

    @pytest.mark.parametrize(
        ("state", "words"),
        [("present", "出席"), ("leave", "请假"), ("absent", "缺席"), ("unknown", "未登记"), (None, "未登记")],
    )  # fmt: skip
    def test_past_with_what_they_did(self, log_in, xu, monkeypatch, state, words):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: cast.day("2022-06-15"))
        session = cast.make_session(starts_on=cast.DAY)
        if state:
            cast.make_attendance(meeting=session, person=xu, state=state)
        _, past = self.lists(log_in, xu)
        assert [entry.words for entry in past] == [words]

    def test_several_sittings(self, log_in, xu, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: cast.day("2022-06-15"))
        session = cast.make_session(starts_on=cast.DAY)
        for number, state in enumerate(["present", "present", "leave"], 1):
            sitting = cast.make_sitting(meeting=session, number=number)
            cast.make_attendance(meeting=session, sitting=sitting, person=xu, state=state)
        _, past = self.lists(log_in, xu)
        assert [entry.words for entry in past] == ["出席2场，请假1场"]

    def test_of_this_year_only(self, log_in, xu, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: cast.day("2023-02-01"))
        cast.make_session(starts_on=cast.DAY)
        cast.make_activity(people=[xu], starts_on=cast.day("2023-01-05"), title="新年走访")
        coming, past = self.lists(log_in, xu)
        assert (titles(coming), titles(past)) == ([], ["新年走访"])
        assert past[0].words == "参加"

    def test_not_what_others_are_called_to(self, log_in, xu, shan):
        cast.make_activity(title=CANARY, people=[shan], places=[CANARY])
        cast.make_presidium_meeting(starts_on=in_days(3), place=CANARY)
        assert CANARY not in text_of(log_in(xu).get("/meetings/"))

    def test_statements_do_not_grow(self, log_in, xu):
        client = log_in(xu)

        def more():
            session = cast.make_session(starts_on=today())
            cast.make_attendance(meeting=session, person=xu)
            cast.make_reply(meeting=session, person=xu)
            cast.make_activity(people=[xu], starts_on=today(), places=["桥头村", "岳山村"])

        more()
        before = price(client, "/meetings/")
        for _ in range(6):
            more()
        assert price(client, "/meetings/") == before

    def test_a_deputys_account_of_nobody_finds_nothing(self, client):
        client.force_login(cast.make_user(Role.DEPUTY))
        assert client.get("/meetings/").status_code == 404


class TestWholeCalendar:
    @pytest.fixture(autouse=True)
    def year(self, xu):
        cast.make_session(starts_on=cast.day("2022-01-15"))
        cast.make_presidium_meeting(starts_on=cast.day("2022-06-20"))
        cast.make_activity(title="视察水利工程", starts_on=cast.day("2022-06-03"))
        cast.make_activity(title="去年的活动", starts_on=cast.day("2021-06-03"))

    def entries(self, client, query):
        return titles(client.get(f"/meetings/?{query}").context["page_obj"])

    @pytest.mark.parametrize("role", [Role.STAFF, Role.LEADER])
    def test_all_of_a_year_and_of_a_month(self, log_in, role):
        client = log_in(cast.make_user(role))
        assert self.entries(client, "year=2022") == [
            "镇第二届人代会第一次会议", "视察水利工程", "镇第二届主席团第一次会议",
        ]  # fmt: skip
        assert self.entries(client, "year=2022&month=6") == [
            "视察水利工程", "镇第二届主席团第一次会议",
        ]  # fmt: skip
        assert self.entries(client, "year=2020") == []

    def test_it_opens_at_this_month(self, log_in):
        answer = log_in(cast.make_user(Role.LEADER)).get("/meetings/")
        assert (answer.context["year"], answer.context["month"]) == (
            today().year, today().month,
        )  # fmt: skip

    def test_what_is_ahead_is_seen_also_at_the_end_of_a_month(self, log_in, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: cast.day("2021-12-30"))
        client = log_in(cast.make_user(Role.LEADER))
        answer = client.get("/meetings/")
        assert titles(answer.context["ahead"]) == [
            "镇第二届人代会第一次会议", "视察水利工程", "镇第二届主席团第一次会议",
        ]  # fmt: skip
        assert "下月以后已经定下的" in answer.content.decode()
        assert client.get("/meetings/?year=2021&month=12").context["ahead"] == []
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: cast.day("2022-06-01"))
        assert client.get("/meetings/").context["ahead"] == []  # all that comes is of this month

    @pytest.mark.parametrize("query", ["year=x", "year=1", "month=13&year=2022"])
    def test_no_such_time(self, log_in, query):
        assert log_in(cast.make_user(Role.LEADER)).get(f"/meetings/?{query}").status_code == 404

    def test_paged_at_a_constant_price(self, log_in):
        client = log_in(cast.make_user(Role.LEADER))

        before = price(client, "/meetings/?year=2022")
        for number in range(40):
            cast.make_activity(title=f"活动{number}", starts_on=cast.day("2022-03-03"))
        assert price(client, "/meetings/?year=2022") == before
        page = client.get("/meetings/?year=2022").context["page_obj"]
        assert (len(page), page.paginator.num_pages) == (30, 2)


class TestMeetingPage:
    @pytest.fixture
    def meeting(self, xu):
        meeting = cast.make_session(starts_on=in_days(4), place="镇政府三楼会议室")
        cast.make_agenda_item(
            meeting=meeting, title="听取政府工作报告", kind="report",
            paper="各位代表：\n现在报告工作。\n\n第二段。",
        )  # fmt: skip
        return meeting

    def test_agenda_papers_and_place(self, log_in, xu, meeting):
        page = text_of(log_in(xu).get(meeting.get_absolute_url()))
        assert "柳塘镇第二届人民代表大会第一次会议" in page
        for words in ("镇政府三楼会议室", "听取政府工作报告", "现在报告工作。", "<p>第二段。</p>"):
            assert words in page
        assert "应到" not in page  # heads are counted for office and leadership

    def test_the_preparatory_sitting_comes_before_the_full_one_of_its_day(
        self, log_in, xu, meeting
    ):
        for kind in ("full", "preparatory"):
            cast.make_sitting(meeting=meeting, kind=kind, held_on=meeting.starts_on)
        page = text_of(log_in(xu).get(meeting.get_absolute_url()))
        assert page.index("预备会议</li>") < page.index("第一次全体会议</li>")

    def test_whom_nobody_registered_is_said_apart(self, log_in, xu):
        held = cast.make_presidium_meeting(starts_on=in_days(-3))
        cast.make_post(person=xu)
        text = text_of(log_in(cast.make_user(Role.LEADER)).get(held.get_absolute_url()))
        assert "应到1人，出席0人，请假0人，缺席0人，未登记1人，法定人数1人。" in text

    def test_resolutions_and_outcome(self, log_in, xu):
        meeting = cast.make_session()
        cast.make_agenda_item(meeting=meeting, outcome="heard", decision="抓紧修复")
        cast.make_resolution(
            meeting=meeting, title="关于工作报告的决议", number="柳人发〔2022〕1号"
        )
        page = text_of(log_in(xu).get(meeting.get_absolute_url()))
        for words in ("抓紧修复", "关于工作报告的决议", "柳人发〔2022〕1号"):
            assert words in page

    def test_papers_are_text_and_nothing_else(self, log_in, xu, meeting):
        cast.make_agenda_item(meeting=meeting, paper="<script>alert(1)</script>")
        page = text_of(log_in(xu).get(meeting.get_absolute_url()))
        assert "<script>alert" not in page

    def test_answering(self, log_in, xu, meeting):
        client = log_in(xu)
        answer = client.post(
            meeting.get_absolute_url(), {"answer": "leave", "reason": "住院"}, follow=True
        )
        assert "请假已经交给镇人大，批了会显示在这一页。" in text_of(answer)
        services.grant_leave(Reply.objects.get(), by=cast.the_clerk(), note="注意休息")
        page = text_of(client.get(meeting.get_absolute_url()))
        assert "已准假" in page and "审批意见：注意休息" in page

    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ({"answer": "leave", "reason": ""}, "请假要写事由。"),
            ({"answer": "", "reason": "孙子满月"}, "请选参加还是请假。"),
            ({"answer": "maybe", "reason": "孙子满月"}, "maybe"),
            ({"answer": "leave", "reason": "很" * 61}, "60"),
        ],
    )
    def test_a_refusal_keeps_what_was_typed_and_stores_nothing(
        self, log_in, xu, meeting, told, said
    ):
        answer = log_in(xu).post(meeting.get_absolute_url(), told)
        assert answer.status_code == 200
        assert said in text_of(answer)
        assert told["reason"] in text_of(answer)
        assert not Reply.objects.exists()

    def test_nothing_more_to_answer_once_it_began(self, log_in, xu):
        meeting = cast.make_session(starts_on=today())
        answer = log_in(xu).post(meeting.get_absolute_url(), {"answer": "attend"})
        assert "请打电话告诉人大办公室" in text_of(answer)
        assert answer.context["form"] is None
        assert not Reply.objects.exists()

    def test_others_find_nothing(self, log_in, shan):
        cast.make_agenda_item(
            meeting=cast.make_presidium_meeting(starts_on=in_days(3), note=CANARY),
            title=CANARY, paper=CANARY, decision=CANARY,
        )  # fmt: skip
        meeting = Meeting.objects.get()
        client = log_in(shan)
        for answer in (
            client.get(meeting.get_absolute_url()),
            client.post(meeting.get_absolute_url(), {"answer": "attend"}),
        ):
            assert answer.status_code == 404
            assert CANARY not in text_of(answer)
        assert not Reply.objects.exists()

    def test_another_persons_answer_is_not_shown(self, log_in, xu, shan, meeting):
        services.answer_call(meeting, shan, answer="leave", reason=CANARY, by=shan.user)
        assert CANARY not in text_of(log_in(xu).get(meeting.get_absolute_url()))

    def test_leadership_answers_nothing(self, log_in, meeting):
        client = log_in(cast.make_user(Role.LEADER))
        client.post(meeting.get_absolute_url(), {"answer": "attend"})
        assert not Reply.objects.exists()
        assert client.get(meeting.get_absolute_url()).context["counts"]["expected"] == 1

    def test_the_office_pastes_the_paper_on_the_meetings_page(self, log_in, meeting):
        client = log_in(cast.the_clerk())
        form = AdminForm(client, url(cast.Session, "change", meeting.pk))
        form["agenda_items-0-paper"] = "新的材料"
        accepted(form.send())
        assert meeting.agenda_items.get().paper == "新的材料"

    def test_statements_do_not_grow(self, log_in, xu, meeting):
        client = log_in(xu)

        before = price(client, meeting.get_absolute_url())
        for _ in range(6):
            cast.make_agenda_item(
                meeting=meeting, decision_department=cast.make_frame().departments[0]
            )
        assert price(client, meeting.get_absolute_url()) == before


class TestActivityPage:
    @pytest.fixture
    def activity(self, xu, shan):
        activity = cast.make_activity(
            title="视察饮水工程", starts_on=in_days(9), people=[xu, shan],
            places=["桥头村", "岳山村"], content="看三处水厂", other_people=5, is_approximate=True,
            unnamed_deputies=30, is_unnamed_approximate=True,
        )  # fmt: skip
        cast.make_finding(activity=activity, text="水泵老化")
        cast.make_photo(activity=activity, caption="水厂大门")
        return activity

    def test_what_is_there(self, log_in, xu, activity):
        page = text_of(log_in(xu).get(activity.get_absolute_url()))
        for words in (
            "桥头村、岳山村",
            "看三处水厂",
            "水泵老化",
            "未整改",
            "水厂大门",
            "许桂兰、单国富",
            "没有登记姓名的代表约30人",
            "另有约5人",
        ):
            assert words in page

    def test_answering(self, log_in, xu, activity):
        log_in(xu).post(activity.get_absolute_url(), {"answer": "attend", "reason": ""})
        assert Reply.objects.get().activity == activity

    def test_others_find_nothing(self, log_in, activity):
        cha = cast.make_deputy(name="查德胜", login="cha")
        client = log_in(cha)
        assert client.get(activity.get_absolute_url()).status_code == 404
        answer = client.post(activity.get_absolute_url(), {"answer": "attend"})
        assert answer.status_code == 404

    def test_statements_do_not_grow(self, log_in, xu, activity):
        client = log_in(xu)

        before = price(client, activity.get_absolute_url())
        for person in cast.make_deputies(6):
            cast.make_participation(activity=activity, person=person)
            cast.make_finding(activity=activity, department=cast.make_frame().departments[0])
            cast.make_photo(activity=activity)
        assert price(client, activity.get_absolute_url()) == before
