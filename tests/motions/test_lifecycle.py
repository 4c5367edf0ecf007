"""The life of a motion: who may do what in which state, what a verb writes, what it refuses."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F

from accounts.models import Role
from motions import services
from motions.lifecycle import steps, table
from motions.lifecycle.steps import STEPS
from motions.models import (
    Handling,
    Motion,
    MotionEvent,
    NumberSeries,
    Rating,
    Signature,
    SupervisionAct,
    Verb,
)
from tests import cast
from tests.cast import day, refused
from tests.stage import staged
from township.models import DeadlineRule

pytestmark = pytest.mark.django_db

STATES = {
    "D": "draft", "R": "registered", "A": "accepted", "T": "returned", "M": "merged",
    "F": "referred", "H": "in_hand", "P": "replied", "E": "rehandling", "C": "closed",
    "W": "withdrawn",
}  # fmt: skip
WHO = ["staff", "leader", "own", "other", "auditor", "admin"]

# verb: who may do it, in which of the STATES. The draft is that of its proposer ("own");
# another deputy ("other") was asked to sign.
LEGAL = {
    "register": {"own": "D"},
    "amend": {"own": "DR", "staff": "R"},
    "invite": {"own": "DR", "staff": "R"},
    "cosign": {"other": "DR"},
    "paper": {"staff": "R"},
    "accept": {"staff": "R", "leader": "R"},
    "convert": {"staff": "R", "leader": "R"},
    "merge": {"staff": "R", "leader": "R"},
    "return": {"staff": "R", "leader": "R"},
    "refer": {"staff": "A"},
    "add_assist": {"staff": "FHE"},
    "sign_for": {"staff": "FHE"},
    "contest": {"staff": "FHE"},
    "uphold": {"staff": "FHE"},  # where it was contested
    "reassign": {"staff": "FHE"},
    "consult": {"staff": "FHPE"},
    "extend": {"staff": "FHE"},
    "assist": {"staff": "FHPE"},
    "draft": {"staff": "FHE"},
    "reply": {"staff": "FHE"},
    "rate": {"staff": "P", "own": "P"},
    "rehandle": {"staff": "P"},
    "fulfil": {"staff": "PEC"},
    "explain": {"staff": "PEC"},
    "supervise": {"staff": "FHPEC", "leader": "FHPEC"},
    "close": {"staff": "P"},
    "withdraw": {"own": "DRAFH", "staff": "RAFH"},
    "reopen": {"staff": "TMCW"},
}

# What is asked for besides the day, by its Chinese name.
NEEDS = {
    "invite": {"people": "请谁附议"},
    "paper": {"people": "谁签了名", "file": "签名页"},
    "convert": {"reason": "理由"},
    "merge": {"into": "并入哪一件"},
    "return": {"reason": "退回原因"},
    "refer": {"lead": "主办单位"},
    "add_assist": {"department": "协办单位"},
    "contest": {"reason": "理由"},
    "uphold": {"reason": "理由"},
    "reassign": {"lead": "新的主办单位", "reason": "理由"},
    "consult": {"way": "沟通方式"},
    "extend": {"until": "延期至", "reason": "理由"},
    "assist": {"opinion": "协办意见"},
    "draft": {"reply": "答复内容"},
    "reply": {"result_class": "结果类别", "reply": "答复内容"},
    "rate": {"handling": "对办理工作", "result": "对办理结果"},
    "rehandle": {"reason": "理由"},
    "explain": {"explanation": "说明"},
    "supervise": {"rung": "方式"},
    "withdraw": {"reason": "理由"},
    "reopen": {"reason": "理由"},
}

# verb: (from, to, the event's note, whose handling it is about), done on 2022-06-01.
HAPPY = {
    "register": ("D", "R", "", None),
    # Four had signed other words: they are asked anew.
    "amend": ("R", "R", "改了案由；重新请附议：曾玉梅、仇万里、尉迟明、张国富", None),
    "invite": ("R", "R", "解晓燕", None),
    "cosign": ("R", "R", "单国富", None),
    "paper": ("R", "R", "单国富", None),
    "accept": ("R", "A", "编为第1号", None),
    "convert": ("R", "R", "不属于镇人大的职权", None),
    "merge": ("R", "M", "并入第1号 关于修桥的建议", None),
    "return": ("R", "T", "没有具体内容", None),
    "refer": ("A", "F", "主办农业农村办公室、协办村镇建设办公室；期限2022-09-01", "农业农村办公室"),
    "add_assist": ("H", "H", "协办水利站；期限2022-07-01", "水利站"),
    "sign_for": ("F", "H", "农业农村办公室", "农业农村办公室"),
    "contest": ("F", "F", "农业农村办公室：不属本单位职责", "农业农村办公室"),
    "uphold": ("F", "F", "仍由农业农村办公室主办：职责清楚", "农业农村办公室"),
    "reassign": ("H", "F", "农业农村办公室改为水利站：属水利站职责；期限2022-09-01", "水利站"),
    "consult": ("H", "H", "上门走访", "农业农村办公室"),
    "extend": ("H", "H", "延期至2022-12-01：要等省里批复", "农业农村办公室"),
    "assist": ("H", "H", "村镇建设办公室", "村镇建设办公室"),
    "draft": ("H", "H", "", "农业农村办公室"),
    "reply": ("H", "P", "B类，承诺2022-12-31前：清淤", "农业农村办公室"),
    "rate": ("P", "P", "办理工作满意，办理结果基本满意", "农业农村办公室"),
    "rehandle": ("P", "E", "第2次办理，农业农村办公室；期限2022-07-01；渠还是不通", "农业农村办公室"),
    "fulfil": ("C", "C", "清淤", "农业农村办公室"),
    "explain": ("C", "C", "上级没有立项", "农业农村办公室"),
    "supervise": ("F", "F", "提醒：请抓紧", "农业农村办公室"),
    "close": ("P", "C", "", None),
    "withdraw": ("H", "W", "已经解决", None),
    "reopen": ("C", "P", "登记错了", None),
}  # fmt: skip

# The way to each state, and the days of its steps.
WAYS = {
    "D": "", "R": "", "A": "accept", "T": "return", "M": "merge", "F": "accept refer",
    "H": "accept refer sign_for", "P": "accept refer sign_for reply rate",
    "E": "accept refer sign_for reply rate rehandle",
    "C": "accept refer sign_for reply rate close", "W": "accept withdraw",
}  # fmt: skip
ENTERED = day("2022-03-01")
DAYS = {
    "accept": "2022-03-02", "return": "2022-03-02", "merge": "2022-03-02", "refer": "2022-03-03",
    "withdraw": "2022-03-04", "sign_for": "2022-03-05", "reply": "2022-04-01",
    "rate": "2022-04-10", "rehandle": "2022-04-11", "close": "2022-04-20",
}  # fmt: skip
ON = day("2022-06-01")
SILENT = {"handling": "none", "result": "none"}
SATISFIED = {"handling": "satisfied", "result": "satisfied"}
UNSATISFIED = {"handling": "mostly", "result": "unsatisfied", "reason": "渠还是不通"}


class Story:
    """许桂兰 moves a bill with four others on paper; 单国富 was asked to sign by login."""

    def __init__(self):
        self.frame = cast.make_frame()
        self.lead, self.assisting, self.station = self.frame.departments
        self.solved, self.planned, self.noted = self.frame.classes
        self.xu = cast.make_deputy(name="许桂兰", login="xu")
        self.shan = cast.make_deputy(name="单国富", login="shan")
        self.signers = cast.make_deputies(4)
        self.xie = cast.make_deputy(name="解晓燕")
        self.own, self.other = self.xu.user, self.shan.user
        for role in ("staff", "leader", "auditor", "admin"):
            setattr(self, role, cast.make_user(role))
        self.twin = self.enter(kind="suggestion", title="关于修桥的建议", by=self.staff)
        services.accept(self.twin, by=self.staff, on=ENTERED)

    def enter(self, *, by=None, signers=(), is_draft=False, **fields):
        fields = {"title": "关于修水渠的议案", "kind": "bill", "submitted_on": ENTERED} | fields
        fields = {"proposer": self.xu, "topic": self.frame.topics[0]} | fields
        motion = Motion(**fields)
        services.enter(motion, by=by or self.own, signers=signers, is_draft=is_draft)
        return motion

    def motion(self, state):
        """A motion in the state of that letter, brought there by the verbs."""
        motion = self.enter(signers=self.signers, is_draft=state == "D")
        services.ask_to_sign(motion, [self.shan], by=self.own)
        for verb in WAYS[state].split():
            told = SILENT if verb == "rate" else {}
            self.do(motion, verb, on=day(DAYS[verb]), **told)
        assert motion.status == STATES[state]
        return motion

    def do(self, motion, verb, *, by=None, on=ON, **told):
        return STEPS[verb].act(motion, by=by or self.staff, on=on, **(self.told(verb) | told))

    def told(self, verb):
        return {
            "amend": {"title": "关于再修水渠的议案"},
            "invite": {"people": [self.xie]},
            "paper": {"people": [self.shan], "file": SimpleUploadedFile("签名页.pdf", cast.PDF)},
            "convert": {"reason": "不属于镇人大的职权"},
            "merge": {"into": self.twin},
            "return": {"reason": "empty"},
            "refer": {"lead": self.lead, "assists": [self.assisting]},
            "add_assist": {"department": self.station},
            "contest": {"reason": "不属本单位职责"},
            "uphold": {"reason": "职责清楚"},
            "reassign": {"lead": self.station, "reason": "属水利站职责"},
            "consult": {"way": "visit"},
            "extend": {"until": day("2022-12-01"), "reason": "要等省里批复"},
            "assist": {"opinion": "管网图已提供"},
            "draft": {"reply": "拟于年底前清淤"},
            "reply": {
                "result_class": self.planned, "reply": "列入计划", "promise": "清淤",
                "promise_due_on": day("2022-12-31"),
            },
            "rate": {"handling": "satisfied", "result": "mostly"},
            "rehandle": {"reason": "渠还是不通"},
            "explain": {"explanation": "上级没有立项"},
            "supervise": {"rung": "remind", "content": "请抓紧"},
            "withdraw": {"reason": "已经解决"},
            "reopen": {"reason": "登记错了"},
        }.get(verb, {})  # fmt: skip

    def ready_for(self, states, state):
        """(verb, a motion in `state`, who does it) of those that `states` bring to it, in turn.

        What is done to one is taken back before the next.
        """
        pk = self.motion(state).pk
        for verb in [verb for verb in LEGAL if states[verb] == state]:
            with transaction.atomic():
                motion = Motion.objects.get(pk=pk)
                if verb == "uphold":
                    self.do(motion, "contest", on=day("2022-03-10"))
                yield verb, motion, getattr(self, next(iter(LEGAL[verb])))
                transaction.set_rollback(True)


@staged
def story():
    return Story()


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-15"))


def stored():
    """Everything that is on the books of motions."""
    models = (Motion, Signature, Handling, Rating, SupervisionAct, MotionEvent, NumberSeries)
    return [list(model._base_manager.order_by("pk").values()) for model in models]


def errors_of(do):
    """{field: what is said} of what `do` is refused for."""
    with pytest.raises(ValidationError) as caught:
        do()
    return {name: " ".join(said) for name, said in caught.value.message_dict.items()}


@pytest.mark.sqlite  # the table is asked, not the database
class TestTheTable:
    def test_it_names_every_verb(self):
        assert set(LEGAL) == set(HAPPY) == {verb for verb in STEPS if steps.offered(verb)}
        assert set(STATES.values()) == set(Motion.Status.values)

    @pytest.mark.parametrize("state", STATES)
    def test_who_may_do_what(self, story, state):
        """As the table says; else it is refused in Chinese, and nothing at all is stored."""
        motion = story.motion(state)
        before, said = stored(), {}
        for verb in LEGAL:
            with transaction.atomic():
                if verb == "uphold" and motion.status in table.OPEN:
                    story.do(motion, "contest")
                said |= self.attempts(story, motion, verb)
                transaction.set_rollback(True)
            motion.refresh_from_db()
        done = {attempt for attempt, words in said.items() if words is None}
        assert done == {
            (verb, who) for verb in LEGAL for who in WHO if state in LEGAL[verb].get(who, "")
        }
        wordless = [
            (attempt, words)
            for attempt, words in said.items()
            if words is not None and not re.search("[一-鿿].*。$", words)
        ]
        assert wordless == []
        assert stored() == before

    def attempts(self, story, motion, verb):
        """{(verb, who): what is said against it}; None where it was done, which is taken back."""
        count = MotionEvent.objects.count()
        return {
            (verb, who): self.attempt(story, motion, verb, getattr(story, who), count)
            for who in WHO
        }

    def attempt(self, story, motion, verb, user, count):
        motion.refresh_from_db()
        said = None
        with transaction.atomic():
            try:
                story.do(motion, verb, by=user)
                assert MotionEvent.objects.count() == count + 1
            except ValidationError as error:
                said = error.messages[0]
                assert MotionEvent.objects.count() == count
                assert Motion.objects.filter(pk=motion.pk, status=motion.status).exists()
            transaction.set_rollback(True)
        return said

    @pytest.mark.parametrize("state", STATES)
    def test_the_buttons_say_the_same(self, story, state):
        motion = story.motion(state)
        offered = {
            (step.verb, who) for who in WHO for step in steps.legal(motion, getattr(story, who))
        }
        assert offered == {
            (verb, who)
            for verb in LEGAL
            for who in WHO
            if verb != "uphold" and state in LEGAL[verb].get(who, "")
        }

    def test_who_was_locked_out_may_nothing(self, story):
        for name in ("staff", "own"):
            getattr(story, name).is_active = False
            getattr(story, name).save()
        motion = story.enter(by=story.own)
        assert steps.legal(motion, story.staff) == []
        with refused("您不能办“评价”"):
            story.do(motion, "rate", by=story.own)

    def test_a_refusal_says_what_can_be_done_instead(self, story):
        with refused("现在是“已受理”，不能办“答复”。可以办：交办。"):
            story.do(story.motion("A"), "reply")
        with refused("现在是“已办结”，不能办“评价”。可以办：承诺兑现、督办。"):
            story.do(story.motion("C"), "rate")
        with refused("现在是“已撤回”，不能办“交办”。可以办：恢复办理。"):
            story.do(story.motion("W"), "refer")
        with refused("您不能办“交办”，请交人大办公室办理。"):
            story.do(story.motion("A"), "refer", by=story.leader)
        with refused("草稿只有写它的人能办“登记”。"):
            story.do(story.motion("D"), "register", by=story.staff)


# May be dated before a step that was entered first; bounded by what they are about.
ENTERED_LATER = {"sign_for", "consult", "assist", "fulfil", "explain", "supervise"}


FIRST = {verb: next(iter(LEGAL[verb].values()))[0] for verb in LEGAL}
HAPPILY = {verb: HAPPY[verb][0] for verb in HAPPY}


class TestEachVerb:
    """Those that begin in the same state are tried on the same motion, which costs the most."""

    @pytest.mark.parametrize("state", sorted(set(HAPPILY.values())))
    def test_leaves_its_event(self, story, today, state):
        for verb, motion, by in story.ready_for(HAPPILY, state):
            self.leaves_its_event(story, verb, motion, by)

    def leaves_its_event(self, story, verb, motion, by):
        state, to, note, department = HAPPY[verb]
        event = story.do(motion, verb, by=by)
        assert event == motion.events.get(pk=event.pk)
        assert (event.verb, event.by, event.note) == (verb, by, note)
        assert (event.from_status, event.to_status) == (STATES[state], STATES[to])
        assert (event.handling.department.name if event.handling else None) == department
        motion.refresh_from_db()
        assert motion.status == STATES[to]
        assert motion.history.first().history_user == by
        assert str(event) == f"{event.happened_on} {Verb(verb).label}"
        assert event.happened_on == ON

    @pytest.mark.parametrize("state", sorted(set(FIRST.values())))
    def test_asks_for_what_it_needs(self, story, state):
        for verb, motion, by in story.ready_for(FIRST, state):
            self.asks_for_what_it_needs(story, verb, motion, by)

    def asks_for_what_it_needs(self, story, verb, motion, by):
        before = stored()
        wanted = {"on": "日期"} | NEEDS.get(verb, {})
        for nothing in (None, ""):
            told = dict.fromkeys(wanted, nothing)
            errors = errors_of(lambda told=told: story.do(motion, verb, by=by, **told))
            assert errors == {name: f"请填写{label}。" for name, label in wanted.items()}
        assert stored() == before

    @pytest.mark.parametrize("state", sorted(set(FIRST.values())))
    def test_neither_tomorrow_nor_before_the_step_before(self, story, today, state):
        for verb, motion, by in story.ready_for(FIRST, state):
            self.neither_tomorrow_nor_before(story, verb, motion, by)

    def neither_tomorrow_nor_before(self, story, verb, motion, by):
        changes = motion.events.exclude(from_status=F("to_status"))
        last = changes.last().happened_on
        before = stored()
        errors = errors_of(lambda: story.do(motion, verb, by=by, on=day("2022-06-16")))
        assert errors == {"on": "日期不能在今天之后。"}
        the_day_before = last - datetime.timedelta(days=1)
        errors = errors_of(lambda: story.do(motion, verb, by=by, on=the_day_before))
        bound = f"上一步：{last} .+" if verb not in ENTERED_LATER else f"(交办|答复)的{last}"
        assert re.fullmatch(f"日期不能早于{bound}。", errors["on"])
        assert stored() == before


class TestComingIn:
    def test_on_paper(self, story):
        motion = story.enter(by=story.staff, signers=story.signers[:2])
        event = motion.events.get()
        assert (event.verb, event.from_status, event.to_status) == ("register", "", "registered")
        assert (event.by, event.happened_on) == (story.staff, ENTERED)
        assert (motion.entered_by, motion.is_on_behalf, motion.number) == (story.staff, True, None)
        assert [(s.way, s.signed_on) for s in motion.signatures.all()] == [("paper", ENTERED)] * 2

    def test_by_the_proposer(self, story):
        assert not story.enter(by=story.own).is_on_behalf

    def test_a_draft_is_seen_by_its_writer_alone(self, story):
        draft = story.enter(is_draft=True)
        event = draft.events.get()
        assert (event.verb, event.from_status, event.to_status) == ("amend", "", "draft")
        seen = [
            who
            for who in WHO
            if Motion.objects.visible_to(getattr(story, who)).filter(pk=draft.pk).exists()
        ]
        assert seen == ["own"]
        story.do(draft, "register", by=story.own)
        seen = [
            who
            for who in WHO
            if Motion.objects.visible_to(getattr(story, who)).filter(pk=draft.pk).exists()
        ]
        assert seen == ["staff", "leader", "own"]

    def test_a_draft_that_is_thrown_away_is_nobody_elses_either(self, story):
        draft = story.motion("D")
        story.do(draft, "withdraw", by=story.own)
        for who in ("staff", "leader"):
            rows = Motion.objects.visible_to(getattr(story, who))
            assert list(rows) == [story.twin]
        assert draft in Motion.objects.visible_to(story.own)
        handed_in = story.motion("W")
        assert handed_in in Motion.objects.visible_to(story.staff)

    def test_a_draft_that_the_office_writes_is_seen_by_that_clerk_and_the_proposer(self, story):
        draft = story.enter(by=story.staff, is_draft=True)
        colleague = cast.make_user(Role.STAFF)
        seen = [
            user
            for user in (story.staff, colleague, story.leader, story.own, story.other)
            if Motion.objects.visible_to(user).filter(pk=draft.pk).exists()
        ]
        assert seen == [story.staff, story.own]
        assert steps.legal(draft, colleague) == []
        story.do(draft, "register", by=story.staff)

    @pytest.mark.parametrize("is_draft", [True, False])
    @pytest.mark.parametrize("who", ["leader", "other", "auditor", "admin"])
    def test_only_the_office_writes_for_another(self, story, who, is_draft):
        with refused("代表只能登记自己领衔的；别人领衔的，交人大办公室登记。"):
            story.enter(by=getattr(story, who), is_draft=is_draft)
        assert Motion.objects.get() == story.twin

    def test_it_is_submitted_on_the_day_it_is_handed_in(self, story):
        draft = story.enter(is_draft=True, kind="suggestion", submitted_on=day("2022-12-30"))
        story.do(draft, "register", by=story.own, on=day("2023-01-04"))
        draft.refresh_from_db()
        assert (draft.submitted_on, draft.year) == (day("2023-01-04"), 2023)

    def test_what_was_changed_is_named(self, story):
        motion = story.motion("R")
        event = story.do(
            motion, "amend", title="关于修路的议案", grounds="坑洼不平", is_public=True
        )
        assert event.note == "改了情况（案据）、案由"
        motion.refresh_from_db()
        assert (motion.title, motion.grounds) == ("关于修路的议案", "坑洼不平")

    def test_only_words_are_amended(self, story):
        motion = story.motion("R")
        event = services.amend(motion, by=story.staff, on=ON, status="closed", number=7)
        motion.refresh_from_db()
        assert (motion.status, motion.number, event.note) == ("registered", None, "")


class TestSigning:
    def test_by_login(self, story):
        motion = story.enter(signers=story.signers[:3])
        services.ask_to_sign(motion, [story.shan], by=story.own)
        row = motion.signatures.get(person=story.shan)
        assert (row.way, row.signed_on) == ("login", None)
        with refused("议案须有代表5人以上联名，现在4人", "请先办“议案转建议”。"):
            story.do(motion, "accept")
        services.cosign(motion, by=story.other, on=ON)
        row.refresh_from_db()
        assert row.signed_on == ON
        assert row.history.first().history_user == story.other
        story.do(motion, "accept")

    def test_once(self, story):
        motion = story.motion("R")
        services.cosign(motion, by=story.other, on=ON)
        with refused("附议由被请的代表本人登录确认，确认一次。"):
            services.cosign(motion, by=story.other, on=ON)

    def test_nobody_signs_for_whom_was_asked(self, story):
        motion = story.motion("R")
        for user in (story.staff, story.own):
            with refused("附议由被请的代表本人登录确认，确认一次。"):
                services.cosign(motion, by=user, on=ON)

    def test_who_was_asked_sees_the_draft(self, story):
        draft = story.motion("D")
        assert Motion.objects.visible_to(story.other).get() == draft

    def test_nobody_is_asked_after_the_review(self, story):
        with refused("审查以后不再加联名代表。"):
            services.ask_to_sign(story.motion("A"), cast.make_deputies(1), by=story.own)


class TestReview:
    def test_a_suggestion_needs_no_others(self, story):
        motion = story.enter(kind="suggestion")
        assert story.do(motion, "accept", note="符合要求").note == "编为第2号"  # after the twin
        motion.refresh_from_db()
        assert (motion.number, motion.review_note) == (2, "符合要求")

    def test_bills_and_suggestions_are_counted_apart(self, story):
        numbers = []
        for kind in ("bill", "criticism", "bill", "opinion"):
            motion = story.enter(kind=kind, signers=story.signers)
            story.do(motion, "accept")
            numbers.append(motion.number)
        assert numbers == [1, 2, 2, 3]

    def test_each_session_and_each_year_begins_at_one(self, story):
        spring = cast.make_session(starts_on=day("2022-02-20"))
        summer = cast.make_session(starts_on=day("2022-08-01"))
        numbers = []
        for fields in (
            {"session": spring, "occasion": "session"}, {"session": spring, "occasion": "session"},
            {"session": summer, "occasion": "session"}, {"submitted_on": day("2023-03-01")},
        ):  # fmt: skip
            motion = story.enter(kind="suggestion", **fields)
            story.do(motion, "accept", on=day("2023-03-02"))
            numbers.append(motion.number)
        assert numbers == [1, 2, 1, 1]

    def test_what_came_in_in_december_is_of_that_year(self, story):
        motion = story.enter(kind="suggestion", submitted_on=day("2022-12-30"))
        story.do(motion, "accept", on=day("2023-01-04"))
        assert (motion.year, motion.number) == (2022, 2)

    def test_a_number_is_not_given_again(self, story):
        story.twin.void(reason="重复登记。")
        motion = story.enter(kind="suggestion")
        story.do(motion, "accept")
        assert motion.number == 2

    def test_a_number_stays_given_though_its_motion_left_the_books_of_the_year(self, story):
        """No page takes it from there, but the database can: the paper with the number is out."""
        Motion.objects.filter(pk=story.twin.pk).update(year=2021)
        motion = story.enter(kind="suggestion")
        story.do(motion, "accept")
        assert motion.number == 2

    def test_an_acceptance_that_fails_midway_gives_its_number_back(self, story, monkeypatch):
        motions = [story.enter(kind="suggestion") for _ in range(2)]
        before = stored()
        with monkeypatch.context() as broken:
            broken.setattr(MotionEvent.objects, "create", lambda **values: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                story.do(motions[0], "accept")
        assert stored() == before
        for motion in motions:
            story.do(motion, "accept")
        assert [motion.number for motion in motions] == [2, 3]

    def test_numbers_go_on_from_those_of_older_records(self, story):
        cast.make_motion(proposer=story.xu, number=14)
        motion = story.enter(kind="suggestion")
        story.do(motion, "accept")
        assert motion.number == 15

    def test_that_of_the_paper_is_typed_and_the_series_goes_on_from_the_highest(self, story):
        """The town's twin has number 1. The paper's 30 is followed by 31, and 7 fills a gap."""
        motions = [story.enter(kind="suggestion", title=f"关于修桥的建议{n}") for n in range(4)]
        for motion, typed in zip(motions, (30, None, 7, None), strict=True):
            story.do(motion, "accept", number=typed)
        assert [motion.number for motion in motions] == [30, 31, 7, 32]
        assert motions[0].history.first().number == 30
        late = story.enter(kind="suggestion")
        motions[2].void(reason="登记重了。")
        errors = errors_of(lambda: story.do(late, "accept", number=7))
        link = f'<a href="/admin/motions/motion/{motions[2].pk}/change/">第7号 关于修桥的建议2</a>'
        assert errors["number"].endswith(f"编号不重复使用。是这一条的：{link}（已作废）。")
        assert services.number_proposed(late) == 33
        story.do(late, "accept")
        assert late.number == 33

    def test_merged_and_returned_ones_keep_the_number_of_their_paper(self, story):
        """Taken up again they wait for the review under it; nobody else gets it meanwhile."""
        for verb, number in (("merge", 40), ("return", 41)):
            motion = story.enter(kind="suggestion")
            story.do(motion, verb, number=number)
            motion.refresh_from_db()
            assert motion.numbered == f"2022年第{number}号"
            story.do(motion, "reopen")
            assert (motion.status, motion.number) == ("registered", number)
            story.do(motion, "withdraw")
            story.do(motion, "reopen")  # withdrawn before it was accepted: it goes back to there
            assert motion.status == "registered"
            story.do(motion, "accept")
            assert (motion.status, motion.number) == ("accepted", number)
            story.do(motion, "withdraw")
            story.do(motion, "reopen")
            assert motion.status == "accepted"

    def test_of_the_city_it_is_the_citys(self, story):
        cast.make_mandate(person=story.xu, term=story.frame.county_second)
        motion = story.enter(kind="suggestion", level="county")
        errors = errors_of(lambda: story.do(motion, "accept"))
        assert errors == {"number": "请照县里的编号填写。"}
        assert story.do(motion, "accept", number=147).note == "编为第147号"
        assert not NumberSeries.objects.filter(level="county").exists()

    def test_a_number_of_the_city_that_is_taken(self, story):
        """What was refused leaves the motion as it stands, also for the page that shows it."""
        cast.make_mandate(person=story.xu, term=story.frame.county_second)
        cast.make_motion(proposer=story.xu, level="county", number=147)
        motion = story.enter(kind="suggestion", level="county", title="关于修桥的建议")
        with refused("这一年的建议已有这个编号，编号不重复使用。"):
            story.do(motion, "accept", number=147)
        assert (motion.status, str(motion)) == ("registered", "关于修桥的建议")
        motion.save()  # and nothing of it is stored later, without its event
        assert Motion.objects.get(pk=motion.pk).status == "registered"

    def test_a_bill_becomes_a_suggestion(self, story):
        motion = story.enter(signers=story.signers[:1])
        story.do(motion, "convert")
        motion.refresh_from_db()
        assert (motion.kind, motion.is_converted) == ("suggestion", True)
        assert motion.review_note == "不属于镇人大的职权"
        story.do(motion, "accept")
        assert motion.number == 2  # of the suggestions

    def test_what_is_no_bill_is_not_converted(self, story):
        with refused("这一件不是镇的议案，直接办“受理”。"):
            story.do(story.enter(kind="suggestion"), "convert")

    def test_merged_only_into_one_that_is_handled_at_the_same_level(self, story):
        cast.make_mandate(person=story.xu, term=story.frame.county_second)
        county = story.enter(kind="suggestion", level="county")
        services.accept(county, by=story.staff, on=ENTERED, number=9)
        waiting = story.enter(kind="suggestion")
        withdrawn = story.motion("W")
        motion = story.motion("R")
        for into in (county, waiting, withdrawn):
            errors = errors_of(lambda into=into: story.do(motion, "merge", into=into))
            assert errors == {"into": "只能并入同一级的、已受理的一件。"}
        errors = errors_of(lambda: story.do(motion, "merge", into=motion))
        assert errors == {"into": "不能并入自己。"}
        story.do(motion, "merge")
        motion.refresh_from_db()
        assert (motion.merged_into, motion.number) == (story.twin, None)
        assert list(story.twin.merged.all()) == [motion]

    def test_sent_back_for_a_reason(self, story):
        motion = story.motion("R")
        event = story.do(motion, "return", reason="private", note="是自家的宅基地")
        assert event.note == "解决代表本人及亲属问题。是自家的宅基地"
        motion.refresh_from_db()
        assert (motion.return_reason, motion.review_note) == ("private", "是自家的宅基地")

    def test_not_for_any_reason(self, story):
        with refused("不是有效选项。"):
            story.do(story.motion("R"), "return", reason="dislike")


@pytest.mark.sqlite  # TestEachVerb and test_motion_machine do each on both
class TestHandling:
    def test_each_department_has_its_clock(self, story):
        motion = story.motion("A")
        story.do(motion, "refer", on=day("2022-11-30"))
        lead, assisting = motion.handlings.all()
        assert (lead.department, lead.role, lead.round) == (story.lead, "lead", 1)
        assert (assisting.department, assisting.role) == (story.assisting, "assist")
        assert (lead.due_on, assisting.due_on) == (day("2023-02-28"), day("2022-12-30"))
        assert lead.due_because == "2022-11-30 起 + 3个月（代表法第五十一条）= 2023-02-28"
        assert lead.rule == DeadlineRule.objects.get(level="town", event="lead")

    def test_a_complex_one_has_six_months(self, story):
        motion = story.motion("F")
        Motion.objects.filter(pk=motion.pk).update(is_complex=True)
        motion.refresh_from_db()
        services.judge_again(motion, by=story.staff)
        lead, assisting = motion.handlings.all()
        assert (lead.due_on, assisting.due_on) == (day("2022-09-03"), day("2022-04-03"))
        assert lead.due_because == "2022-03-03 起 + 6个月（代表法第五十一条）= 2022-09-03"
        assert lead.history.first().history_user == story.staff

    def test_the_lead_does_not_assist_itself(self, story):
        motion = story.motion("A")
        with refused("这个单位已在这次办理的承办单位中。"):
            story.do(motion, "refer", assists=[story.lead])
        assert not motion.handlings.exists()

    def test_of_what_is_handed_down_the_city_may_set_the_day(self, story):
        motion = story.enter(
            kind="suggestion", level="county", is_handed_down=True, proposer=story.signers[0],
            by=story.staff,
        )  # fmt: skip
        services.accept(motion, by=story.staff, on=ENTERED, number=31)
        errors = errors_of(lambda: story.do(motion, "refer", due_on=day("2022-05-31")))
        assert errors == {"due_on": "要求的期限不能早于交办日期2022-06-01。"}
        event = story.do(motion, "refer", assists=[], due_on=day("2022-07-15"))
        row = motion.handlings.get()
        assert (row.due_on, row.due_because) == (
            day("2022-07-15"),
            "市里交办要求 2022-07-15 前答复",
        )
        assert event.note == "主办农业农村办公室；期限2022-07-15"

    def test_of_the_towns_own_the_rule_does(self, story):
        motion = story.motion("A")
        errors = errors_of(lambda: story.do(motion, "refer", due_on=day("2022-07-15")))
        assert errors == {"due_on": "期限按规定计算，只有县里交办的才填县里要求的日期。"}

    def test_signed_for_by_the_lead_and_then_by_who_assists(self, story):
        motion = story.motion("F")
        lead, assisting = motion.handlings.all()
        story.do(motion, "sign_for", handler="赵春生")
        lead.refresh_from_db()
        assert (lead.accepted_on, lead.handler, lead.state) == (ON, "赵春生", "办理中")
        with refused("这个单位已签收。"):
            story.do(motion, "sign_for", handling=lead)
        event = story.do(motion, "sign_for", handling=assisting)
        assert (event.from_status, event.to_status) == ("in_hand", "in_hand")
        with refused("承办单位都已签收，不用再办。"):
            story.do(motion, "sign_for")

    def test_who_assists_signs_first(self, story):
        motion = story.motion("F")
        story.do(motion, "sign_for", handling=motion.handlings.assisting().get())
        assert motion.status == "referred"

    def test_in_the_second_round_too_the_lead_is_meant(self, story):
        """Though who assisted in the first round never signed."""
        motion = story.motion("E")
        story.do(motion, "sign_for")
        assert motion.handlings.lead().get(round=2).accepted_on == ON
        assert motion.handlings.assisting().get().accepted_on is None

    def test_contested_and_upheld(self, story):
        motion = story.motion("F")
        with refused("主办单位没有申请调整；要换主办单位的，直接办“调整主办”。"):
            story.do(motion, "uphold")
        story.do(motion, "contest", on=day("2022-03-10"))
        row = motion.handlings.lead().get()
        assert (row.contested_on, row.state) == (day("2022-03-10"), "申请调整")
        assert list(Handling.objects.contested()) == [row]
        for verb in ("reply", "draft", "contest"):
            with refused("主办单位申请了调整，请先办“调整主办”或者“不予调整”。"):
                story.do(motion, verb)
        errors = errors_of(lambda: story.do(motion, "uphold", on=day("2022-03-09")))
        assert errors == {"on": "日期不能早于申请调整的2022-03-10。"}
        due = row.due_on
        story.do(motion, "uphold")
        row.refresh_from_db()
        assert (row.contested_on, row.contest_reason, row.due_on) == (None, "", due)

    def test_contested_and_passed_on(self, story):
        motion = story.motion("H")
        story.do(motion, "contest", on=day("2022-03-10"))
        errors = errors_of(lambda: story.do(motion, "reassign", on=day("2022-03-09")))
        assert errors == {"on": "日期不能早于上一步的2022-03-10。"}
        errors = errors_of(lambda: story.do(motion, "reassign", lead=story.lead))
        assert errors == {"lead": "还是原来的主办单位；维持原主办的办“不予调整”。"}
        story.do(motion, "reassign", on=day("2022-03-11"))
        former = motion.handlings.get(department=story.lead)
        row = motion.handlings.lead().get()
        assert (former.released_on, former.state) == (day("2022-03-11"), "不再承办")
        assert former.release_reason == "调整给水利站：属水利站职责"
        assert (row.department, row.handed_over_on) == (story.station, day("2022-03-11"))
        assert (row.due_on, row.accepted_on) == (day("2022-06-11"), None)

    def test_passed_on_after_the_rule_changed_it_is_judged_by_the_new_one(self, story):
        motion = story.motion("H")
        old = DeadlineRule.objects.get(level="town", event="lead")
        old.ended_on = day("2022-05-01")
        cast.keep(old)
        cast.keep(
            DeadlineRule(
                level="town", event="lead", amount=2, article="新办法第九条",
                starts_on=day("2022-05-01"),
            )
        )  # fmt: skip
        story.do(motion, "reassign")
        former, row = motion.handlings.filter(role="lead").order_by("handed_over_on")
        assert (former.due_on, former.rule) == (day("2022-06-03"), old)
        assert row.due_because == "2022-06-01 起 + 2个月（新办法第九条）= 2022-08-01"

    def test_who_assisted_now_leads(self, story):
        motion = story.motion("H")
        story.do(motion, "reassign", lead=story.assisting)
        rows = motion.handlings.in_charge()
        assert [(row.department, row.role) for row in rows] == [(story.assisting, "lead")]

    def test_passed_on_in_the_second_round_it_stays_there(self, story):
        motion = story.motion("E")
        story.do(motion, "reassign")
        row = motion.handlings.lead().get(round=2)
        assert (motion.status, row.department) == ("rehandling", story.station)
        assert row.due_on == day("2022-07-01")  # a month, as for every second round

    def test_consulted(self, story):
        motion = story.motion("H")
        story.do(motion, "consult", way="meeting")
        row = motion.handlings.lead().get()
        assert (row.consulted_on, row.consulted_by) == (ON, "meeting")

    def test_extended_to_a_later_day(self, story):
        motion = story.motion("H")
        errors = errors_of(lambda: story.do(motion, "extend", until=day("2022-06-03")))
        assert errors == {"until": "要晚于现在的期限2022-06-03。"}
        story.do(motion, "extend", until=day("2022-09-01"))
        row = motion.handlings.lead().get()
        assert (row.due_on, row.extended_to) == (day("2022-09-01"), day("2022-09-01"))
        assert row.due_because == (
            "2022-03-03 起 + 3个月（代表法第五十一条）= 2022-06-03；"
            "2022-06-01 因要等省里批复延期至 2022-09-01"
        )
        errors = errors_of(lambda: story.do(motion, "extend", until=day("2022-08-01")))
        assert errors == {"until": "要晚于现在的期限2022-09-01。"}

    def test_the_reason_of_an_extension_is_as_long_as_its_form_allows(self, story):
        motion = story.motion("H")
        told = {"on": ON, "until": "2022-12-01"}
        form = STEPS["extend"].ask(motion, story.staff, told | {"reason": "等" * 101})
        assert list(form.errors) == ["reason"]
        form = STEPS["extend"].ask(motion, story.staff, told | {"reason": "等" * 100})
        assert form.is_valid()
        form.do()
        assert motion.handlings.lead().get().extension_reason == "等" * 100

    def test_who_assists_says_something(self, story):
        motion = story.motion("H")
        story.do(motion, "assist")
        row = motion.handlings.assisting().get()
        assert (row.replied_on, row.reply, row.state) == (ON, "管网图已提供", "已提意见")
        assert motion.status == "in_hand"
        with refused("没有等着提意见的协办单位。"):
            story.do(motion, "assist")

    def test_one_of_two_who_assist(self, story):
        motion = story.motion("H")
        story.do(motion, "add_assist")
        first, second = motion.handlings.assisting()
        story.do(motion, "assist", handling=second)
        with refused("这个单位已提意见。"):
            story.do(motion, "assist", handling=second)
        assert list(motion.handlings.assisting().unanswered()) == [first]


@pytest.mark.sqlite  # TestEachVerb and test_motion_machine do each on both
class TestTheAnswer:
    def test_a_draft_is_no_answer(self, story):
        motion = story.motion("H")
        story.do(motion, "draft")
        row = motion.handlings.lead().get()
        assert row.is_draft and row.is_open
        assert (row.reply, row.replied_on, row.state) == ("拟于年底前清淤", None, "办理中")
        assert not Motion.objects.answered().exists()
        story.do(motion, "reply", result_class=story.solved, reply="已清淤")
        row.refresh_from_db()
        assert (row.is_draft, row.reply, row.result_class) == (False, "已清淤", story.solved)

    def test_answered_is_not_closed(self, story):
        motion = story.motion("H")
        story.do(motion, "reply", number="农〔2022〕7号", signer="韩立春")
        row = motion.handlings.lead().get()
        assert (row.replied_on, row.reply_number, row.signer) == (ON, "农〔2022〕7号", "韩立春")
        assert (row.promise, row.promise_due_on) == ("清淤", day("2022-12-31"))
        assert motion.status == "replied"
        assert Motion.objects.open().filter(pk=motion.pk).exists()

    @pytest.mark.parametrize(
        "told", [{"promise": ""}, {"promise_due_on": None}, {"promise": "", "promise_due_on": None}]
    )
    def test_a_plan_says_what_and_by_when(self, story, told):
        motion = story.motion("H")
        errors = errors_of(lambda: story.do(motion, "reply", **told))
        assert errors == {"promise": "B类（正在解决或列入计划）要写明承诺什么、何时完成。"}

    def test_a_promise_lies_ahead(self, story):
        motion = story.motion("H")
        errors = errors_of(lambda: story.do(motion, "reply", promise_due_on=ON))
        assert errors == {"promise_due_on": "承诺期限要晚于答复日期。"}

    def test_a_no_needs_no_promise_and_is_tracked(self, story):
        motion = story.motion("H")
        told = {"result_class": story.noted, "promise": "", "promise_due_on": None}
        story.do(motion, "reply", **told)
        assert motion.handlings.lead().get().tracking == "继续跟踪"

    @pytest.mark.parametrize(
        ("verb", "words"), [("fulfil", "2022-06-01 已兑现"), ("explain", "2022-06-01 已说明")]
    )
    def test_tracked_until_kept_or_explained_though_closed(self, story, verb, words):
        motion = story.motion("C")
        row = motion.handlings.lead().get()
        assert list(Handling.objects.tracked()) == [row]
        assert row.tracking == "承诺 2022-12-31 前完成"
        story.do(motion, verb)
        row.refresh_from_db()
        assert row.tracking == words
        assert not Handling.objects.tracked().exists()
        assert Motion.objects.solved().filter(pk=motion.pk).exists() == (verb == "fulfil")
        for again in ("fulfil", "explain"):
            with refused("没有要跟踪的承诺：已是解决类答复，或者已兑现、已说明。"):
                story.do(motion, again)
        with refused("已经办结，也没有没兑现的承诺，不用再督办"):
            story.do(motion, "supervise")


@pytest.mark.sqlite  # TestEachVerb and test_motion_machine do each on both
class TestTheRating:
    @pytest.fixture
    def motion(self, story):
        motion = story.motion("H")
        story.do(motion, "reply", on=day("2022-04-01"))
        return motion

    def test_on_paper_it_is_marked_as_such(self, story, motion):
        story.do(motion, "rate")
        row = motion.ratings.get()
        assert (row.round, row.handling, row.result) == (1, "satisfied", "mostly")
        assert (row.rated_on, row.is_on_behalf) == (ON, True)
        with refused("这次办理代表已经评价；评价后又不满意的，办“重新办理”。"):
            story.do(motion, "rate")

    def test_by_the_proposer(self, story, motion):
        story.do(motion, "rate", by=story.own)
        assert not motion.ratings.get().is_on_behalf

    def test_silence_is_noted_and_may_still_be_broken(self, story, motion):
        with refused("先办“评价”；催促后代表仍不反馈的，评价登记为“未反馈”。"):
            story.do(motion, "close")
        story.do(motion, "rate", **SILENT)
        assert motion.ratings.get().rated_on is None
        story.do(motion, "rate", by=story.own, **SATISFIED)
        row = motion.ratings.get()
        assert (row.result, row.rated_on, row.is_on_behalf) == ("satisfied", ON, False)

    @pytest.mark.parametrize(("handling", "result"), [("none", "mostly"), ("mostly", "none")])
    def test_no_half_silence(self, story, motion, handling, result):
        errors = errors_of(lambda: story.do(motion, "rate", handling=handling, result=result))
        assert errors == {"result": "办理工作和办理结果要么都评价，要么都是未反馈。"}

    @pytest.mark.parametrize(
        ("handling", "result"), [("unsatisfied", "mostly"), ("mostly", "unsatisfied")]
    )
    def test_who_is_not_satisfied_says_why(self, story, motion, handling, result):
        with refused("不满意的要写理由。"):
            story.do(motion, "rate", handling=handling, result=result)
        assert not motion.ratings.exists()

    def test_unsatisfied_with_the_work_alone_it_is_not_done_again(self, story, motion):
        story.do(motion, "rate", handling="unsatisfied", result="mostly", reason="没有见面")
        assert motion.status == "replied"

    @pytest.mark.parametrize("who", ["staff", "own"])
    def test_unsatisfied_it_is_done_again_at_once(self, story, motion, who):
        """With a clock of its own, and the first answer stays where it was."""
        event = story.do(motion, "rate", by=getattr(story, who), **UNSATISFIED)
        assert (event.verb, event.to_status) == ("rate", "replied")
        follows = motion.events.last()
        assert (follows.verb, follows.from_status, follows.to_status) == (
            "rehandle", "replied", "rehandling",
        )  # fmt: skip
        assert follows.by == getattr(story, who)
        first, second = motion.handlings.lead().order_by("round")
        assert (first.round, first.reply, first.replied_on) == (1, "列入计划", day("2022-04-01"))
        assert (second.round, second.department, second.reply) == (2, story.lead, "")
        assert (second.handed_over_on, second.due_on) == (ON, day("2022-07-01"))
        assert motion.ratings.get(round=1).result == "unsatisfied"

    def test_unsatisfied_twice_the_office_decides(self, story, motion):
        story.do(motion, "rate", on=day("2022-04-10"), **UNSATISFIED)
        story.do(motion, "reply", on=day("2022-05-01"))
        story.do(motion, "rate", on=day("2022-05-10"), **UNSATISFIED)
        assert motion.status == "replied"
        assert [row.round for row in motion.ratings.all()] == [1, 2]
        errors = errors_of(lambda: story.do(motion, "close"))
        assert errors == {"note": "代表对结果仍不满意，请写明怎么向代表说明的。"}
        story.do(motion, "close", note="主席上门说明了资金情况")
        assert motion.closed_on == ON

    def test_or_has_it_done_a_third_time(self, story, motion):
        story.do(motion, "rate", on=day("2022-04-10"), **UNSATISFIED)
        story.do(motion, "reply", on=day("2022-05-01"))
        story.do(motion, "rate", on=day("2022-05-10"), **UNSATISFIED)
        story.do(motion, "rehandle", lead=story.station)
        row = motion.handlings.lead().get(round=3)
        assert (motion.status, row.department) == ("rehandling", story.station)

    def test_not_closed_before_it_was_rated(self, story, motion):
        story.do(motion, "rate", on=day("2022-04-10"), **SATISFIED)
        errors = errors_of(lambda: story.do(motion, "close", on=day("2022-04-09")))
        assert errors == {"on": "日期不能早于评价的2022-04-10。"}


@pytest.mark.sqlite  # TestEachVerb and test_motion_machine do each on both
class TestTheEnd:
    @pytest.mark.parametrize("state", "FH")
    def test_withdrawn_nobody_is_at_it_any_more(self, story, state):
        motion = story.motion(state)
        story.do(motion, "withdraw", by=story.own)
        assert [(row.released_on, row.release_reason) for row in motion.handlings.all()] == [
            (ON, "领衔代表撤回")
        ] * 2
        assert not Motion.objects.accepted().filter(pk=motion.pk).exists()

    @pytest.mark.parametrize(
        ("state", "to"), [("C", "replied"), ("T", "registered"), ("M", "registered"),
                          ("W", "accepted")],
    )  # fmt: skip
    def test_reopened_it_is_where_it_was(self, story, state, to):
        motion = story.motion(state)
        number = motion.number
        story.do(motion, "reopen")
        motion.refresh_from_db()
        assert (motion.status, motion.number) == (to, number)
        assert (motion.closed_on, motion.return_reason, motion.merged_into) == (None, "", None)

    def test_withdrawn_before_the_review_it_is_reviewed_when_reopened(self, story):
        motion = story.motion("R")
        story.do(motion, "withdraw", by=story.own)
        story.do(motion, "reopen")
        assert motion.status == "registered"

    def test_withdrawn_in_hand_it_is_handed_over_anew(self, story):
        motion = story.motion("H")
        for verb in ("withdraw", "reopen", "refer"):
            story.do(motion, verb)
        assert [(row.round, row.handed_over_on) for row in motion.handlings.lead()] == [(1, ON)]

    def test_supervised(self, story):
        motion = story.motion("H")
        event = story.do(
            motion, "supervise", by=story.leader, rung="inquire", content="", person=story.xu
        )
        row = motion.supervision_acts.get()
        assert event.act == row
        assert (row.rung, row.acted_on, row.person) == ("inquire", ON, story.xu)
        assert (row.department, event.note) == (story.lead, "询问")


class TestNothingElseWritesIt:
    def test_not_save(self, story):
        motion = story.motion("A")
        motion.status = "closed"
        with pytest.raises(TypeError, match=r"written by motions\.services alone"):
            motion.save()
        motion.refresh_from_db()
        assert motion.status == "accepted"
        motion.title = "关于修桥的议案"
        motion.save()

    def test_not_update(self, story):
        for values in (
            {"status": "closed"}, {"number": 7}, {"closed_on": ON}, {"return_reason": "empty"},
            {"merged_into": None},
        ):  # fmt: skip
            for rows in (Motion.objects, story.xu.motions, Motion.with_voided):
                with pytest.raises(TypeError, match=r"written by motions\.services alone"):
                    rows.update(**values)
        Motion.objects.update(is_key=True)

    def test_not_bulk_update(self, story):
        story.twin.status = "closed"
        with pytest.raises(TypeError, match=r"written by motions\.services alone"):
            Motion.objects.bulk_update([story.twin], ["status"])

    def test_not_what_was_loaded_without_its_state(self, story):
        motion = Motion.objects.defer("status").get(pk=story.twin.pk)
        motion.title = "关于修桥和修路的建议"
        motion.save()
        motion = Motion.objects.defer("status").get(pk=story.twin.pk)
        motion.status = "closed"
        with pytest.raises(TypeError):
            motion.save()
