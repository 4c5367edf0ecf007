"""The table of the verbs: one row each, and all that follows from a row."""

import pytest
from django.db import models
from django.urls import reverse

from accounts.models import Role
from motions import forms, services
from motions.lifecycle import steps, table
from motions.lifecycle.chart import chart
from motions.models import Motion, Verb
from motions.services.doing import begin
from tests import cast
from tests.cast import day, refused

pytestmark = pytest.mark.django_db
Status = Motion.Status
ON = day("2022-06-01")


class Odd(models.TextChoices):
    """A verb that the town does not have."""

    SHELVE = "shelve", "搁置"


def shelve(motion, *, by, on, reason):
    act = begin(motion, Odd.SHELVE, by=by, on=on, reason=reason)
    return act.done(to=Status.WITHDRAWN, note=reason)


ROW = steps.Step(
    Odd.SHELVE, shelve, forms.ReasonForm, (Status.REGISTERED,), Status.WITHDRAWN, (Role.LEADER,),
    table.DAY | {"reason": "理由"}, hint="条件还不成熟。",
)  # fmt: skip


@pytest.fixture
def odd_row(monkeypatch):
    """The table has one more row."""
    monkeypatch.setitem(steps.STEPS, Odd.SHELVE, ROW)


@pytest.fixture
def xu():
    return cast.make_deputy(name="许桂兰", login="xu")


@pytest.fixture
def motion(xu):
    return cast.make_motion(proposer=xu, submitted_on=day("2022-03-01"), status="registered")


def logged_in(client, role):
    client.force_login(cast.make_user(role))
    return client


class TestEachVerbHasOneRow:
    def test_and_no_more(self):
        assert [step.verb for step in table.LIFE] == list(steps.STEPS)
        assert sorted(step.verb for step in table.LIFE) == sorted(Verb)

    def test_and_the_name_of_its_function(self):
        named = {step.verb.name.lower(): step.act.__name__ for step in table.LIFE}
        assert {verb: act for verb, act in named.items() if verb != act} == {}

    def test_which_others_call_by_that_name(self):
        strangers = [s.verb for s in table.LIFE if getattr(services, s.act.__name__) is not s.act]
        assert strangers == []

    def test_whose_form_asks_for_what_it_needs(self):
        lacking = {
            step.verb.value: set(step.needs) - set(step.form.base_fields)
            for step in table.LIFE
            if step.form and not set(step.needs) <= set(step.form.base_fields)
        }
        assert lacking == {}

    def test_and_what_is_stored_of_it_did_not_change(self):
        """Events of towns, and addresses, have the old words."""
        assert {verb.name: verb.value for verb in Verb if verb.name.lower() != verb.value} == {
            "SIGN_ON_PAPER": "paper", "TURN_BACK": "return", "GIVE_OPINION": "assist",
            "DRAFT_REPLY": "draft",
        }  # fmt: skip


class TestWhatFollowsFromARow:
    def test_a_button_where_it_is_legal(self, odd_row, motion, client):
        office = logged_in(client, "staff")
        page = reverse("admin:motions_motion_change", args=[motion.pk])
        assert "搁置" in office.get(page).content.decode()
        services.accept(motion, by=cast.the_clerk(), on=ON)
        assert "搁置" not in office.get(page).content.decode()

    def test_its_form_in_the_admin_does_it(self, odd_row, motion, client):
        logged_in(client, "staff")
        url = reverse("admin:motions_motion_verb", args=[motion.pk, "shelve"])
        assert "条件还不成熟。" in client.get(url).content.decode()
        assert "请填写理由。" in client.post(url, {"on": "2022-06-01"}).content.decode()
        client.post(url, {"on": "2022-06-01", "reason": "等明年"})
        event = motion.events.last()
        assert (event.verb, event.to_status, event.note) == ("shelve", "withdrawn", "等明年")

    def test_on_the_page_of_the_leader_too(self, odd_row, motion, client):
        logged_in(client, "leader")
        url = reverse("motion-do", args=[motion.pk, "shelve"])
        assert f'href="{url}"' in client.get(motion.get_absolute_url()).content.decode()
        client.post(url, {"on": "2022-06-01", "reason": "等明年"})
        motion.refresh_from_db()
        assert motion.status == "withdrawn"

    def test_refusals_in_its_name(self, odd_row, motion, xu):
        clerk = cast.the_clerk()
        with refused("您不能办“搁置”，请交人大办公室办理。"):
            shelve(motion, by=xu.user, on=ON, reason="等明年")
        with refused("请填写理由。"):
            shelve(motion, by=clerk, on=ON, reason="")
        services.accept(motion, by=clerk, on=ON)
        with refused("现在是“已受理”，不能办“搁置”。可以办：交办。"):
            shelve(motion, by=clerk, on=ON, reason="等明年")

    def test_its_arrow_in_the_chart(self, odd_row):
        assert "    已登记 --> 已撤回: 撤回、搁置\n" in chart()


class TestWhoAsksForAVerb:
    """On the public page: one question, one answer."""

    def test_a_name_that_no_row_has(self, motion):
        assert steps.answer_to("shelve", motion, cast.the_clerk()) == (None, "")

    def test_a_row_that_is_done_elsewhere(self, motion):
        assert steps.answer_to("recompute", motion, cast.the_clerk()) == (None, "")

    def test_a_verb_of_others(self, motion, xu):
        assert steps.answer_to("accept", motion, xu.user) == (None, "")

    def test_one_that_can_be_done_now(self, motion, xu):
        assert steps.answer_to("withdraw", motion, xu.user) == (steps.STEPS["withdraw"], "")

    def test_one_whose_time_is_over(self, motion, xu):
        services.accept(motion, by=cast.the_clerk(), on=ON)
        step, refusal = steps.answer_to("amend", motion, xu.user)
        assert step is steps.STEPS["amend"]
        assert refusal == "现在是“已受理”，“修改”已经办过，或者还不能办。"
        _, told = steps.answer_to("amend", motion, cast.the_clerk())
        assert told == "现在是“已受理”，不能办“修改”。可以办：交办。"

    def test_a_signature_that_was_given(self, motion, xu):
        shan = cast.make_deputy(name="单国富", login="shan")
        services.ask_to_sign(motion, [shan], by=xu.user)
        assert steps.answer_to("cosign", motion, shan.user) == (steps.STEPS["cosign"], "")
        services.cosign(motion, by=shan.user, on=ON)
        assert steps.answer_to("cosign", motion, shan.user)[1] == "您已经附议，不用再办。"
