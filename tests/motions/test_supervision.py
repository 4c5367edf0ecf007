"""What is late goes onto a presidium agenda with one tick, and the decision comes back to it."""

import pytest

from congress.models import AgendaItem
from motions import services, supervision
from motions.models import Motion, SupervisionAct, Tabling
from tests import cast
from tests.cast import day, refused
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from township.models import Town

__all__ = ["office"]

pytestmark = pytest.mark.django_db
AGENDA = "/admin/motions/supervisionact/agenda/"


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def clerk(frame):
    return cast.the_clerk()


def referred(title, *, on="2022-03-02", by, **fields):
    """A motion of 许桂兰 handed over on `on`: due three months later."""
    motion = cast.make_motion(title=title, **fields)
    services.refer(motion, by=by, on=day(on), lead=cast.make_frame().departments[0])
    return motion


def reasons(on):
    rows = supervision.proposals(day(on), Town.get())
    return [(str(row.subject), row.reason) for row in rows]


class TestProposals:
    def test_soon_due_late_and_very_late(self, clerk):
        motion = referred("关于修渠的建议", by=clerk)
        name = str(motion.handlings.get().department)
        assert reasons("2022-05-25") == []
        assert reasons("2022-05-26") == [("关于修渠的建议", f"{name} 还有7天到期")]
        assert reasons("2022-06-03") == [("关于修渠的建议", f"{name} 超期1天")]
        assert reasons("2022-07-02") == [("关于修渠的建议", f"{name} 严重超期30天")]

    def test_what_is_of_weight_from_the_first_day(self, clerk):
        motion = referred("关于修渠的建议", by=clerk, is_key=True)
        name = motion.handlings.get().department
        assert reasons("2022-03-03") == [("关于修渠的建议", f"重点督办，{name}在办")]

    def test_a_promise_not_kept(self, frame, clerk):
        motion = referred("关于修渠的建议", by=clerk)
        planned = next(c for c in frame.classes if c.needs_promise)
        services.reply(
            motion, by=clerk, on=day("2022-04-01"), result_class=planned, reply="列入计划",
            promise="清淤", promise_due_on=day("2022-09-30"),
        )  # fmt: skip
        assert reasons("2022-09-30") == []
        name = motion.handlings.get().department
        wanted = f"{name} 承诺2022-09-30前完成，没有兑现"
        assert reasons("2022-10-01") == [("关于修渠的建议", wanted)]
        services.fulfil(motion, by=clerk, on=day("2022-10-02"))
        assert reasons("2022-10-03") == []

    def test_unsatisfied_a_second_time(self, frame, clerk):
        motion = referred("关于修渠的建议", by=clerk)
        solved = frame.classes[0]
        verdict = {"handling": "mostly", "result": "unsatisfied", "reason": "没有动工"}
        for replied, rated in (("2022-04-01", "2022-04-10"), ("2022-05-01", "2022-05-05")):
            services.reply(motion, by=clerk, on=day(replied), result_class=solved, reply="已办")
            services.rate(motion, by=clerk, on=day(rated), **verdict)
        assert motion.status == Motion.Status.REPLIED
        assert reasons("2022-05-06") == [("关于修渠的建议", "第2次办理后代表仍不满意")]

    def test_a_late_opinion(self, frame, clerk):
        opinion = cast.make_opinion(department=frame.departments[0], handed_over_on=cast.DAY)
        assert opinion.due_on == day("2022-03-29")  # twenty working days after 1 March
        wanted = f"{frame.departments[0]} 超期4天没有答复"
        assert reasons("2022-04-02") == [(str(opinion), wanted)]

    def test_the_longest_waiting_first_and_each_once(self, clerk):
        referred("关于修桥的建议", on="2022-03-05", by=clerk)
        referred("关于修渠的建议", on="2022-03-02", by=clerk, is_key=True)
        names = [name for name, _ in reasons("2022-06-10")]
        assert names == ["关于修渠的建议", "关于修桥的建议"]

    def test_statements_do_not_grow(self, clerk, django_assert_num_queries):
        for _ in range(5):
            referred("关于修渠的建议", by=clerk)
        with django_assert_num_queries(8):  # and the town's settings
            assert len(supervision.proposals(day("2022-06-10"), Town.get())) == 5


class TestOntoTheAgendaAndBack:
    @pytest.fixture
    def motion(self, clerk):
        return referred("关于修渠的建议", by=clerk)

    @pytest.fixture
    def meeting(self, frame):
        return cast.make_presidium_meeting(starts_on=day("2022-06-20"))

    def test_an_item_at_the_end_that_knows_the_motion(self, motion, meeting, clerk):
        cast.make_agenda_item(meeting=meeting, order=3)
        [row] = supervision.take_onto_agenda(meeting, [motion], by=clerk)
        assert (row.agenda_item.order, row.agenda_item.title) == (4, "督办关于修渠的建议")
        assert row.agenda_item.kind == AgendaItem.Kind.SUGGESTIONS
        assert row.history.get().history_user == clerk
        assert reasons("2022-06-20") == []

    def test_not_twice_and_not_to_a_session(self, motion, meeting, clerk):
        supervision.take_onto_agenda(meeting, [motion], by=clerk)
        with refused("已在"):
            supervision.take_onto_agenda(meeting, [motion], by=clerk)
        with refused("只能列入主席团会议的议程。"):
            supervision.take_onto_agenda(cast.make_session(), [cast.make_motion()], by=clerk)
        assert Tabling.objects.count() == 1

    def test_nothing_comes_back_before_the_meeting_said_something(self, motion, meeting, clerk):
        [row] = supervision.take_onto_agenda(meeting, [motion], by=clerk)
        assert not supervision.decided().exists()
        with refused("会议还没有结果"):
            supervision.carry_back(row, by=clerk)

    def test_the_decision_becomes_an_act_on_the_motion(self, motion, meeting, clerk):
        [row] = supervision.take_onto_agenda(meeting, [motion], by=clerk)
        AgendaItem.objects.filter(pk=row.agenda_item_id).update(decision="七月底前清淤")
        assert list(supervision.decided()) == [row]
        act = supervision.carry_back(row, by=clerk)
        assert (act.rung, act.acted_on) == (SupervisionAct.Rung.PRESIDIUM, day("2022-06-20"))
        assert (act.content, act.agenda_item) == ("七月底前清淤", row.agenda_item)
        event = motion.events.last()
        assert (event.verb, event.note) == ("supervise", "主席团督办：七月底前清淤")
        assert not supervision.decided().exists()
        with refused("这项决定已经记为督办。"):
            supervision.carry_back(row, by=clerk)
        assert SupervisionAct.objects.count() == 1

    def test_it_may_be_proposed_again_once_the_decision_is_back(self, motion, meeting, clerk):
        [row] = supervision.take_onto_agenda(meeting, [motion], by=clerk)
        AgendaItem.objects.filter(pk=row.agenda_item_id).update(outcome="heard")
        supervision.carry_back(row, by=clerk)
        assert [name for name, _ in reasons("2022-06-21")] == ["关于修渠的建议"]

    def test_an_opinion_too(self, frame, meeting, clerk):
        opinion = cast.make_opinion(department=frame.departments[1], handed_over_on=cast.DAY)
        [row] = supervision.take_onto_agenda(meeting, [opinion], by=clerk)
        AgendaItem.objects.filter(pk=row.agenda_item_id).update(decision="抓紧办")
        act = supervision.carry_back(row, by=clerk)
        assert (act.opinion, act.department) == (opinion, frame.departments[1])

    def test_a_voided_item_frees_the_motion(self, motion, meeting, clerk):
        [row] = supervision.take_onto_agenda(meeting, [motion], by=clerk)
        row.agenda_item.void(reason="列错了")
        assert [name for name, _ in reasons("2022-06-10")] == ["关于修渠的建议"]


@pytest.mark.sqlite  # what a page says is the same on both
class TestThePage:
    @pytest.fixture
    def story(self, clerk, monkeypatch):
        monkeypatch.setattr("motions.admin.agenda.today", lambda: day("2022-06-10"))
        motions = [referred(f"关于修渠的建议{n}", by=clerk) for n in (1, 2)]
        return motions, cast.make_presidium_meeting(starts_on=day("2022-06-20"))

    def page(self, office, ticked, meeting):
        form = AdminForm(office, AGENDA)
        assert form.data["meeting"] == [str(meeting.pk)]  # the next one, without looking for it
        form.data["chosen"] = [f"motion-{motion.pk}" for motion in ticked]
        return form

    def test_one_tick_one_button(self, office, story):
        motions, meeting = story
        answer = accepted(self.page(office, motions[:1], meeting).send())
        assert answer.headers["Location"].endswith(f"/presidiummeeting/{meeting.pk}/change/")
        assert Tabling.objects.get().motion == motions[0]
        page = office.get(AGENDA).content.decode()
        assert f"motion-{motions[1].pk}" in page
        assert f"motion-{motions[0].pk}" not in page

    def test_nothing_ticked(self, office, story):
        assert "请至少勾选一件。" in errors_of(self.page(office, [], story[1]).send())

    def test_what_is_not_proposed_cannot_be_sent(self, office, story):
        form = self.page(office, [], story[1])
        form.data["chosen"] = ["motion-999"]
        errors_of(form.send())
        assert not Tabling.objects.exists()

    def test_a_refusal_keeps_the_ticks(self, office, story):
        motions, meeting = story
        form = self.page(office, motions, meeting)
        form.data["meeting"] = [""]
        answer = form.send()
        assert "请选一次主席团会议" in errors_of(answer)
        assert answer.content.decode().count(" checked") == 2

    def test_nothing_waits(self, office, frame):
        assert "没有要列入议程的" in office.get(AGENDA).content.decode()

    def test_the_meeting_offers_it(self, office, story):
        page = office.get(url(type(story[1]), "change", story[1].pk)).content.decode()
        assert f"{AGENDA}?meeting={story[1].pk}" in page

    def test_the_decision_is_carried_back_by_a_button(self, office, story, clerk):
        motions, meeting = story
        [row] = supervision.take_onto_agenda(meeting, motions[:1], by=clerk)
        AgendaItem.objects.filter(pk=row.agenda_item_id).update(decision="七月底前清淤")
        page = office.get("/admin/motions/tabling/?decided=waiting").content.decode()
        assert "七月底前清淤" in page
        accepted(AdminForm(office, url(Tabling, "verb", row.pk, "carry")).send())
        assert motions[0].supervision_acts.get().content == "七月底前清淤"
        assert url(Tabling, "verb", row.pk, "carry") not in office.get(
            url(Tabling, "change", row.pk)
        ).content.decode()  # fmt: skip
