"""The fast lane: a whole case on one page, by the verbs it would have taken step by step;
and one verb on many motions, each success and each refusal told."""

import pytest
from django.contrib.messages import get_messages

from motions import services
from motions.documents import words
from motions.models import Motion, MotionEvent, SupervisionAct
from records.admin.forms import INCOMPLETE
from records.models import OnceKey
from tests import cast
from tests.cast import day
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office

__all__ = ["office"]

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says is the same on both
THROUGH, LIST = "/admin/motions/motion/through/", "/admin/motions/motion/"


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def xu(frame):
    return cast.make_deputy(name="许桂兰")


def page(office, frame, xu, **fields):
    """The page with the registration filled in, and what a test adds."""
    form = AdminForm(office, THROUGH)
    form.data["proposer"] = [str(xu.pk)]
    form.fill(title="关于清理水渠的建议", topic=frame.topics[0], submitted_on="2022-03-01")
    for name, value in fields.items():
        form.data[name] = value if isinstance(value, list) else [str(getattr(value, "pk", value))]
    return form


def whole_way(frame):
    return {
        "accepted_on": "2022-03-02", "handed_over_on": "2022-03-05", "lead": frame.departments[0],
        "assists": [str(frame.departments[1].pk)], "consulted_on": "2022-03-20", "way": "visit",
        "replied_on": "2022-04-01", "result_class": frame.classes[0], "reply": "水渠已经清理。",
        "reply_number": "柳水〔2022〕3号", "rated_on": "2022-04-08", "rated_work": "satisfied",
        "rated_result": "mostly", "closed_on": "2022-04-10",
    }  # fmt: skip


class TestThrough:
    def test_from_paper_to_the_end_with_every_event_on_its_own_day(self, office, frame, xu):
        accepted(page(office, frame, xu, **whole_way(frame)).send())
        motion = Motion.objects.get()
        assert (motion.status, motion.number, motion.closed_on) == ("closed", 1, day("2022-04-10"))
        assert motion.is_on_behalf
        events = [(e.verb, str(e.happened_on), e.to_status) for e in motion.events.all()]
        assert events == [
            ("register", "2022-03-01", "registered"),
            ("accept", "2022-03-02", "accepted"),
            ("refer", "2022-03-05", "referred"),
            ("consult", "2022-03-20", "referred"),
            ("reply", "2022-04-01", "replied"),
            ("rate", "2022-04-08", "replied"),
            ("close", "2022-04-10", "closed"),
        ]
        lead, assist = motion.handlings.order_by("-role")
        assert (lead.due_on, lead.reply_number) == (day("2022-06-05"), "柳水〔2022〕3号")
        assert assist.department == frame.departments[1]
        assert motion.ratings.get().result == "mostly"

    def test_as_far_as_it_came(self, office, frame, xu):
        told = {k: v for k, v in whole_way(frame).items() if k in ("accepted_on",)}
        accepted(page(office, frame, xu, **told).send())
        assert Motion.objects.get().status == "accepted"

    def test_only_registered(self, office, frame, xu):
        accepted(page(office, frame, xu).send())
        motion = Motion.objects.get()
        assert (motion.status, motion.number) == ("registered", None)

    def test_signers_on_paper(self, office, frame, xu):
        others = [cast.make_deputy() for _ in range(2)]
        form = page(office, frame, xu, signers=[str(person.pk) for person in others])
        accepted(form.send())
        rows = Motion.objects.get().signatures.all()
        assert [(row.person, row.way, str(row.signed_on)) for row in rows] == [
            (person, "paper", "2022-03-01") for person in others
        ]

    def test_under_the_number_of_its_paper(self, office, frame, xu):
        """It says which number the next would have; one that is taken is refused with a link to it."""
        cast.make_motion(proposer=xu, number=30, title="关于修桥的建议")
        form = page(office, frame, xu, accepted_on="2022-03-02", number="30")
        answer = form.send()
        assert (
            "这一年的建议已有这个编号，编号不重复使用。是这一条的：第30号 关于修桥的建议。"
            in errors_of(answer)
        )
        text = answer.content.decode()
        assert f'<a href="/admin/motions/motion/{Motion.objects.get().pk}/change/">第30号' in text
        assert "2022年闭会期间的建议，接着是第31号" in text
        form.data["number"] = ["12"]
        accepted(form.send())
        assert sorted(Motion.objects.values_list("number", flat=True)) == [12, 30]

    def test_of_the_city_with_the_citys_number(self, office, frame):
        deputy = cast.make_deputy(term=frame.county_second)
        form = page(office, frame, deputy, level="county", accepted_on="2022-03-02")
        assert "请照县里的编号填写。" in errors_of(form.send())
        form.data["number"] = ["87"]
        accepted(form.send())
        assert Motion.objects.get().number == 87

    def test_an_answer_whose_paper_is_lost_is_stored_without_its_words(self, office, frame, xu):
        told = whole_way(frame) | {"reply": ""}
        form = page(office, frame, xu, **told)
        assert "请填写答复内容。" in errors_of(form.send())
        form.data["reply_lost"] = ["on"]
        accepted(form.send())
        assert Motion.objects.get().handlings.get(role="lead").reply == "（原件未录）"

    def test_deputies_of_other_towns_sign_one_to_the_city(self, office, frame):
        """They have no records here: their names stand on the papers, as those of this town's do."""
        deputy = cast.make_deputy(name="许桂兰", term=frame.county_second)
        form = page(office, frame, deputy, other_signers="张 三，李晓红 张三")
        assert "镇级的由本镇代表联名" in errors_of(form.send())
        form.data["level"] = ["county"]
        form.data["other_signers"] = ["张 三，42"]
        assert "“42”不是姓名" in errors_of(form.send())
        form.data["other_signers"] = ["张 三，李晓红 张三"]
        accepted(form.send())
        motion = Motion.objects.get()
        assert motion.other_signers == "张三、李晓红"
        assert words.people(motion) == "领衔代表许桂兰，联名代表张三、李晓红"
        assert words.movers(motion) == "许桂兰、张三、李晓红"
        shown = office.get(motion.get_absolute_url()).content.decode()
        assert "领衔 许桂兰，联名 张三、李晓红" in shown

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"accepted_on": ""}, "不能办“交办”。可以办：修改、受理"),
            (
                {"accepted_on": "", "number": "7"},
                "填了编号的，请填受理日期；不知道哪天的勾“受理日期不详”。",
            ),
            ({"lead": ""}, "请填写主办单位。"),
            ({"result_class": ""}, "请填写结果类别。"),
            ({"rated_work": ""}, "请填写对办理工作。"),
            ({"rated_on": ""}, "填了对办理工作的，请填评价日期；不知道哪天的勾“评价日期不详”。"),
            ({"consulted_on": ""}, "填了沟通方式的，请填沟通日期。"),
            ({"is_reply_unknown": "on"}, "填了答复日期的，不勾“答复日期不详”。"),
            ({"handed_over_on": "2022-03-01"}, "日期不能早于上一步：2022-03-02 受理。"),
            ({"closed_on": "2999-01-01"}, "日期不能在今天之后。"),
            ({"title": ""}, "请填写案由。"),
            ({"rated_result": "unsatisfied"}, "不满意的要写理由。"),
        ],
    )
    def test_a_refusal_stores_nothing_and_keeps_all_that_was_typed(
        self, office, frame, xu, wrong, sentence
    ):
        form = page(office, frame, xu, **(whole_way(frame) | wrong))
        answer = form.send()
        assert sentence in errors_of(answer)
        text = answer.content.decode()
        assert "水渠已经清理。" in text
        assert "柳水〔2022〕3号" in text
        assert not Motion.objects.exists()
        assert not MotionEvent.objects.exists()
        assert not OnceKey.objects.exists()

    def test_unsatisfied_goes_into_a_second_round_instead_of_being_closed(self, office, frame, xu):
        told = whole_way(frame) | {"rated_result": "unsatisfied", "reason": "没有动工"}
        form = page(office, frame, xu, **told)
        assert "现在是“重新办理”，不能办“办结”" in errors_of(form.send())
        form.data["closed_on"] = [""]
        accepted(form.send())
        motion = Motion.objects.get()
        assert motion.status == "rehandling"
        assert [row.round for row in motion.handlings.lead().order_by("round")] == [1, 2]

    def test_sent_twice_it_is_stored_once(self, office, frame, xu):
        form = page(office, frame, xu)
        for _ in range(2):
            accepted(form.send())
        assert Motion.objects.count() == 1

    def test_a_page_that_came_without_its_key(self, office, frame, xu):
        form = page(office, frame, xu)
        form.data.pop("_once")
        answer = form.send()
        assert INCOMPLETE in errors_of(answer)
        assert answer.content.decode().count(INCOMPLETE) == 1
        assert not Motion.objects.exists()

    def test_statements_do_not_grow_with_the_town(
        self, office, frame, xu, django_assert_num_queries
    ):
        office.get(THROUGH)
        for _ in range(10):
            cast.make_deputy()
        with django_assert_num_queries(9):
            office.get(THROUGH)


class TestMany:
    def send(self, office, action, motions, **told):
        ticked = {"action": action, "_selected_action": [motion.pk for motion in motions]}
        asked = office.post(LIST, ticked)
        assert asked.status_code == 200
        return office.post(LIST, ticked | {"_apply": "1"} | told)

    def said(self, response):
        return [str(message) for message in get_messages(response.wsgi_request)]

    def test_hand_several_over_and_tell_each_refusal(self, office, frame):
        ready = [cast.make_motion(title=f"关于修路的建议{n}") for n in (1, 2)]
        late = cast.make_motion(title="关于修桥的建议", status="registered")
        told = {"on": "2022-03-05", "lead": frame.departments[0].pk}
        answer = self.send(office, "refer_many", [*ready, late], **told)
        assert answer.status_code == 302
        said = self.said(answer)
        assert said[0] == "已交办2件。"
        assert said[1].startswith("关于修桥的建议：现在是“已登记”，不能办“交办”。")
        assert Motion.objects.filter(status="referred").count() == 2

    def test_what_is_missing_is_asked_again(self, office, frame):
        answer = self.send(office, "refer_many", [cast.make_motion()], on="2022-03-05", lead="")
        assert answer.status_code == 200
        assert Motion.objects.get().status == "accepted"

    def test_remind_all_that_are_late_among_the_ticked(self, office, frame):
        clerk = cast.the_clerk()
        motions = [cast.make_motion(title=f"关于修路的建议{n}") for n in (1, 2, 3)]
        for motion in motions[:2]:
            services.refer(motion, by=clerk, on=day("2022-03-02"), lead=frame.departments[0])
        told = {"on": "2022-07-01", "rung": "urge", "content": "请抓紧"}
        answer = self.send(office, "remind_many", motions, **told)
        assert self.said(answer) == ["已提醒2件。"]
        acts = SupervisionAct.objects.order_by("pk")
        assert [(a.motion, a.rung, a.content) for a in acts] == [
            (motion, "urge", "请抓紧") for motion in motions[:2]
        ]
        assert motions[0].events.last().note == "催办通知：请抓紧"

    def test_nothing_late_among_them(self, office, frame):
        ticked = {"action": "remind_many", "_selected_action": [cast.make_motion().pk]}
        answer = office.post(LIST, ticked)
        assert self.said(answer) == ["所选的里面没有超期未答复的。"]


class TestEnteredLater:
    """What was forgotten is entered with its true day, also before a step that is in already."""

    @pytest.fixture
    def motion(self, frame):
        clerk, motion = cast.the_clerk(), cast.make_motion()
        services.refer(
            motion, by=clerk, on=day("2022-03-05"), lead=frame.departments[0],
            assists=[frame.departments[1]],
        )  # fmt: skip
        services.reply(
            motion, by=clerk, on=day("2022-04-01"), result_class=frame.classes[1],
            reply="列入计划", promise="清淤", promise_due_on=day("2022-09-30"),
        )  # fmt: skip
        services.rate(motion, by=clerk, on=day("2022-04-08"), handling="satisfied", result="mostly")
        services.close(motion, by=clerk, on=day("2022-06-01"))
        return motion

    def test_a_promise_kept_before_the_motion_was_closed(self, motion):
        services.fulfil(motion, by=cast.the_clerk(), on=day("2022-05-01"))
        assert motion.handlings.lead().get().promise_done_on == day("2022-05-01")
        assert motion.status == "closed"

    def test_a_meeting_with_the_deputy_before_the_answer(self, motion):
        services.reopen(motion, by=cast.the_clerk(), on=day("2022-06-02"), reason="补记")
        services.consult(motion, by=cast.the_clerk(), on=day("2022-03-20"), way="visit")
        verbs = [event.verb for event in motion.events.all()]
        assert verbs.index("consult") < verbs.index("reply")

    @pytest.mark.parametrize(
        ("verb", "on", "told", "sentence"),
        [
            ("fulfil", "2022-03-31", {}, "日期不能早于答复的2022-04-01。"),
            ("supervise", "2022-03-04", {"rung": "remind"}, "日期不能早于交办的2022-03-05。"),
        ],
    )
    def test_but_not_before_what_it_is_about(self, motion, verb, on, told, sentence):
        with cast.refused(sentence):
            getattr(services, verb)(motion, by=cast.the_clerk(), on=day(on), **told)
