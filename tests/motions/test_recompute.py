"""A rule or a holiday changes: what is open shows its other due date, and gets it when told to."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from motions import deadlines, services
from motions.models import Handling, Motion, MotionEvent
from representatives import opinions
from representatives.models import Opinion
from tests import cast
from tests.cast import day, keep, refused
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from tests.representatives.test_opinions import again, frame, today, water
from tests.test_pages import assert_one_chinese_heading
from township.models import DeadlineRule, Holiday
from township.rulebook import Rulebook

__all__ = ["frame", "office", "today", "water"]  # 2022-06-15
pytestmark = pytest.mark.django_db

PAGE = "/admin/motions/handling/recompute/"


@pytest.fixture
def clerk(frame):
    return cast.the_clerk()


@pytest.fixture
def of_march(frame):
    return cast.make_handling(motion=cast.make_motion(submitted_on=day("2022-03-01")))


@pytest.fixture
def of_may(frame):
    return cast.make_handling(motion=cast.make_motion(submitted_on=day("2022-05-10")))


@pytest.fixture
def heard(frame, water):
    """Handed over on Friday 2022-04-01; twenty working days later is Friday 04-29."""
    opinion = cast.make_opinion(
        heard_on=day("2022-04-01"), department=water, handed_over_on=day("2022-04-01")
    )
    assert opinion.due_on == day("2022-04-29")
    return opinion


def change_the_law(event="lead", amount=2, on="2022-05-01", **fields):
    """From `on`, what took as long as the rule so far says takes `amount`."""
    old = DeadlineRule.objects.get(level="town", event=event)
    old.ended_on = day(on)
    keep(old)
    fields = {"unit": old.unit, "article": "办理办法（修订）", "starts_on": day(on)} | fields
    return keep(DeadlineRule(level="town", event=event, amount=amount, **fields))


def add_tomb_sweeping_day():
    """清明: Monday and Tuesday off, worked for on the Saturday before."""
    for on, kind in (("2022-04-02", "work"), ("2022-04-04", "off"), ("2022-04-05", "off")):
        keep(Holiday(day=day(on), kind=kind, name="清明节"))


def said(response):
    return " / ".join(str(message) for message in get_messages(response.wsgi_request))


def moved():
    """{row: (due before, due after)}"""
    return {c.row: (str(c.before.on), str(c.after.on)) for c in deadlines.changes()}


class TestWhatWouldChange:
    def test_nothing_as_long_as_nothing_changed(self, of_march, of_may, heard):
        assert deadlines.changes() == []

    def test_a_rule_changed_in_mid_year(self, of_march, of_may, heard):
        """What was handed over before the day of the new rule stays with the old one."""
        assert (of_march.due_on, of_may.due_on) == (day("2022-06-01"), day("2022-08-10"))
        change_the_law()
        assert moved() == {of_may: ("2022-08-10", "2022-07-10")}
        (change,) = deadlines.changes()
        assert change.after.because == "2022-05-10 起 + 2个月（办理办法（修订））= 2022-07-10"
        assert (change.moved, change.kind, change.subject) == (
            "提前31天",
            "议案建议",
            of_may.motion,
        )

    def test_a_rule_put_right(self, of_march, of_may):
        rule = DeadlineRule.objects.get(level="town", event="lead")
        rule.amount, rule.complex_amount = 4, 6
        keep(rule)
        assert moved() == {
            of_march: ("2022-06-01", "2022-07-01"), of_may: ("2022-08-10", "2022-09-10"),
        }  # fmt: skip
        assert [change.moved for change in deadlines.changes()] == ["推后30天", "推后31天"]

    def test_a_complex_one_by_its_own_length(self, frame):
        motion = cast.make_motion(submitted_on=day("2022-05-10"), is_complex=True)
        row = cast.make_handling(motion=motion)
        change_the_law(amount=2, complex_amount=4)
        assert moved() == {row: ("2022-11-10", "2022-09-10")}

    def test_a_rule_taken_away(self, of_may):
        rule = DeadlineRule.objects.get(level="town", event="lead")
        rule.ended_on = day("2022-05-01")
        keep(rule)
        assert moved() == {of_may: ("2022-08-10", "None")}
        assert deadlines.changes()[0].moved == ""

    def test_a_rule_where_there_was_none(self, frame):
        DeadlineRule.objects.filter(level="town", event="assist").delete()
        motion = cast.make_motion(submitted_on=day("2022-05-10"))
        row = cast.make_handling(motion=motion, role="assist")
        assert row.due_on is None
        keep(
            DeadlineRule(
                level="town", event="assist", amount=1, article="办法", starts_on=day("2022-01-01")
            )
        )
        assert moved() == {row: ("None", "2022-06-10")}

    def test_a_holiday_moves_what_counts_working_days(self, of_march, of_may, heard):
        """04-02 is the first, 04-06 the second; 04-29 the nineteenth, Monday 05-02 the twentieth."""
        add_tomb_sweeping_day()
        assert moved() == {heard: ("2022-04-29", "2022-05-02")}

    def test_a_holiday_moved(self, clerk, heard):
        add_tomb_sweeping_day()
        opinions.recompute_opinion(heard, by=clerk, on=day("2022-06-15"))
        second = Holiday.objects.get(day=day("2022-04-05"))
        second.day = day("2022-04-06")  # still one of the twenty days
        keep(second)
        assert moved() == {}
        second.day = day("2022-05-02")  # after the twentieth, which is 04-29 again
        keep(second)
        assert moved() == {heard: ("2022-05-02", "2022-04-29")}

    def test_the_latest_last(self, of_march, of_may, heard):
        rule = DeadlineRule.objects.get(level="town", event="lead")
        rule.amount, rule.complex_amount = 4, 6
        keep(rule)
        add_tomb_sweeping_day()
        assert [change.row for change in deadlines.changes()] == [heard, of_march, of_may]


class TestLeftAlone:
    @pytest.fixture(autouse=True)
    def law(self, frame):
        """Made before the rule changed, by each test; see `after`."""

    def after(self):
        change_the_law()
        change_the_law("opinion", 10)
        return deadlines.changes()

    @pytest.fixture
    def motion(self, frame, clerk):
        """Handed over on 2022-05-10 to the first department."""
        motion = cast.make_motion(submitted_on=day("2022-05-10"), status="registered")
        services.accept(motion, by=clerk, on=day("2022-05-10"))
        services.refer(motion, by=clerk, on=day("2022-05-10"), lead=frame.departments[0])
        return motion

    def test_what_was_extended(self, motion, clerk):
        services.extend(
            motion, by=clerk, on=day("2022-06-01"), until=day("2022-09-01"), reason="要勘察"
        )
        assert self.after() == []

    def test_what_has_a_day_of_the_citys(self, frame, clerk):
        motion = cast.make_motion(
            level="county", is_handed_down=True, submitted_on=day("2022-05-10"), number=7
        )
        services.refer(
            motion, by=clerk, on=day("2022-05-10"), lead=frame.departments[0],
            due_on=day("2022-07-31"),
        )  # fmt: skip
        rule = DeadlineRule.objects.get(level="county", event="lead")
        rule.amount = 1
        keep(rule)
        assert deadlines.changes() == []
        services.judge_again(motion, by=clerk)
        assert motion.handlings.get().due_on == day("2022-07-31")

    def test_what_is_answered(self, motion, frame, clerk):
        services.reply(
            motion, by=clerk, on=day("2022-06-01"), result_class=frame.classes[0], reply="已修好。"
        )
        assert self.after() == []

    def test_what_is_withdrawn(self, motion, clerk):
        services.withdraw(motion, by=clerk, on=day("2022-06-01"), reason="已解决")
        assert self.after() == []

    def test_what_another_department_took_over_is_judged_from_that_day(self, motion, frame, clerk):
        services.reassign(
            motion, by=clerk, on=day("2022-05-20"), lead=frame.departments[1], reason="职责"
        )
        (change,) = self.after()
        assert (change.row.department, change.after.on) == (frame.departments[1], day("2022-07-20"))

    @pytest.mark.parametrize(
        "fields",
        [
            {"answered_on": day("2022-05-12"), "outcome": "solved"},
            {"disposal": "motion"},
            {"disposal": "above"},
            {"handed_over_on": None},
        ],
    )
    def test_opinions_that_no_department_is_at(self, frame, water, fields):
        given = {"department": water, "handed_over_on": day("2022-05-10")}
        cast.make_opinion(heard_on=day("2022-05-10"), **(given | fields))
        assert self.after() == []

    def test_what_is_voided(self, frame, water, of_may):
        of_may.motion.void(reason="重复登记")
        opinion = cast.make_opinion(department=water, handed_over_on=day("2022-05-10"))
        opinion.void(reason="重复登记")
        assert self.after() == []


class TestVerbs:
    def test_a_handling_gets_its_new_day_with_event_and_history(self, clerk, of_may):
        change_the_law()
        event = services.recompute(of_may, by=clerk, on=day("2022-06-15"))
        row = again(of_may)
        assert (row.due_on, row.rule.article) == (day("2022-07-10"), "办理办法（修订）")
        assert row.history.first().history_user == clerk
        assert (event.verb, event.by, event.handling) == ("recompute", clerk, row)
        assert event.from_status == event.to_status == row.motion.status
        assert event.note == (
            "农业农村办公室：期限2022-08-10改为期限2022-07-10。"
            "2022-05-10 起 + 2个月（办理办法（修订））= 2022-07-10"
        )

    def test_an_opinion_gets_it_with_history(self, clerk, heard):
        add_tomb_sweeping_day()
        opinions.recompute_opinion(heard, by=clerk, on=day("2022-06-15"))
        line = again(heard).history.first()
        assert (line.due_on, line.history_user) == (day("2022-05-02"), clerk)
        assert line.history_change_reason == "重新计算期限：2022-04-29改为2022-05-02"

    def test_where_nothing_changed(self, clerk, of_may, heard):
        with refused("按现行规定期限没有变化，不用重新计算。"):
            services.recompute(of_may, by=clerk, on=day("2022-06-15"))
        with refused("按现行规定期限没有变化，不用重新计算。"):
            opinions.recompute_opinion(heard, by=clerk, on=day("2022-06-15"))

    def test_what_is_through(self, clerk, frame, heard):
        motion = cast.make_motion(submitted_on=day("2022-05-10"), status="replied")
        row = cast.make_handling(motion=motion, replied_on=day("2022-05-20"))
        with refused("已经办完，或者期限是延期、县里要求定的，不重新计算。"):
            services.recompute(row, by=clerk, on=day("2022-06-15"))
        opinions.answer_opinion(
            heard, by=clerk, on=day("2022-05-01"), outcome="solved", answer="好了"
        )
        with refused("没有单位正在办理，期限不再重新计算。"):
            opinions.recompute_opinion(heard, by=clerk, on=day("2022-06-15"))

    def test_only_the_office_does_it(self, of_may):
        change_the_law()
        with refused("您不能重新计算期限，请交人大办公室办理。"):
            services.recompute(of_may, by=cast.make_user(Role.LEADER), on=day("2022-06-15"))


class TestRulebook:
    @pytest.mark.parametrize("on", ["2010-10-27", "2010-10-28", "2022-04-30", "2022-05-01"])
    def test_it_answers_as_the_table_does(self, frame, on):
        change_the_law()
        asked = {"level": "town", "event": "lead", "on": day(on)}
        assert Rulebook().applying(**asked) == DeadlineRule.objects.applying(**asked)

    def test_it_knows_the_holidays(self, frame, django_assert_num_queries):
        add_tomb_sweeping_day()
        with django_assert_num_queries(2):
            book = Rulebook()
            rule = book.applying(level="town", event="opinion", on=day("2022-04-01"))
            assert rule.due_on(day("2022-04-01")) == day("2022-05-02")


# The page.


@pytest.mark.sqlite  # what a page says is the same on both
class TestPage:
    @pytest.fixture
    def rows(self, of_march, of_may, heard):
        """of_may moves to 2022-07-10, heard to 2022-05-02."""
        change_the_law()
        add_tomb_sweeping_day()
        return of_march, of_may, heard

    def stored(self):
        """Everything that a recomputing would write."""
        return [
            list(Handling.objects.values()), list(Opinion.objects.values()),
            list(Motion.objects.values()), MotionEvent.objects.count(),
            Handling.history.count(), Opinion.history.count(), Motion.history.count(),
        ]  # fmt: skip

    def test_it_shows_the_difference_and_writes_nothing(self, office, rows):
        before = self.stored()
        html = office.get(PAGE).content.decode()
        assert_one_chinese_heading(html)
        _, of_may, heard = rows
        for words in (
            str(of_may.motion), "2022-08-10", "2022-07-10", "提前31天", str(heard), "2022-04-29",
            "2022-05-02", "推后3天", "水利站", "2022-05-10 起 + 2个月（办理办法（修订））= 2022-07-10",
        ):  # fmt: skip
            assert words in html, words
        assert html.count('type="checkbox"') == 2
        assert self.stored() == before

    def test_it_does_what_was_ticked_and_no_more(self, office, rows):
        form = AdminForm(office, PAGE)
        form.data["change"] = [key for key in form.data["change"] if key.startswith("handling")]
        response = accepted(form.send())
        assert "已重新计算1件的办理期限。" in said(response)
        assert response.headers["Location"] == PAGE
        _, of_may, heard = rows
        assert (again(of_may).due_on, again(heard).due_on) == (day("2022-07-10"), day("2022-04-29"))
        assert moved() == {heard: ("2022-04-29", "2022-05-02")}

    def test_all_at_once(self, office, rows):
        accepted(AdminForm(office, PAGE).send())
        assert deadlines.changes() == []
        assert MotionEvent.objects.get().by == cast.the_clerk()
        assert Opinion.history.first().history_user == cast.the_clerk()
        assert "都不用改期限" in office.get(PAGE).content.decode()

    def test_nothing_to_do(self, office, of_march, heard):
        html = office.get(PAGE).content.decode()
        assert_one_chinese_heading(html)
        assert "没有办完的都不用改期限" in html
        assert 'type="checkbox"' not in html

    def test_nothing_ticked(self, office, rows):
        before = self.stored()
        form = AdminForm(office, PAGE)
        form.data.pop("change")
        assert "一件也没有选，期限都没有动。" in errors_of(form.send())
        assert self.stored() == before

    def test_what_changed_meanwhile_is_shown_again_before_anything_is_done(self, office, rows):
        form = AdminForm(office, PAGE)
        rule = DeadlineRule.objects.get(article="办理办法（修订）")
        rule.amount = 1
        keep(rule)
        before = self.stored()
        response = form.send()
        assert "没有改：您打开这一页以后，情况又有变化。" in errors_of(response)
        assert "2022-06-10" in response.content.decode()
        assert self.stored() == before

    def test_sent_twice_it_is_done_once(self, office, rows):
        form = AdminForm(office, PAGE)
        accepted(form.send())
        assert "没有改" in errors_of(form.send())
        assert MotionEvent.objects.count() == 1

    def test_one_that_fails_takes_the_others_back(self, office, rows, monkeypatch):
        form = AdminForm(office, PAGE)
        before = self.stored()

        def answered(opinion, by, on):
            opinions.take_up(opinion, lambda opinion: "刚刚答复了。", by, on)

        monkeypatch.setattr(opinions, "recompute_opinion", answered)
        assert "没有改" in errors_of(form.send())
        assert self.stored() == before

    @pytest.mark.parametrize(
        ("role", "status"),
        [(Role.LEADER, 404), (Role.DEPUTY, 404), (Role.AUDITOR, 403), (Role.ADMIN, 403)],
    )
    def test_for_the_office_only(self, client, rows, role, status):
        client.force_login(cast.make_user(role))
        before = self.stored()
        assert client.get(PAGE).status_code == status
        assert client.post(PAGE, {"change": "handling-1"}).status_code == status
        assert self.stored() == before

    def test_it_costs_the_same_for_ten_times_as_many(self, office, rows, water):
        def cost():
            office.get(PAGE)
            with CaptureQueriesContext(connection) as captured:
                office.get(PAGE)
            return len(captured)

        few = cost()
        for _ in range(9):
            motion = cast.make_motion(submitted_on=day("2022-05-10"))
            keep_old_due(cast.make_handling(motion=motion))
            keep_old_due(
                cast.make_opinion(
                    heard_on=day("2022-04-01"), department=water, handed_over_on=day("2022-04-01")
                )
            )
        assert len(deadlines.changes()) == 20
        assert cost() == few


def keep_old_due(row):
    type(row).objects.filter(pk=row.pk).update(due_on=day("2022-12-31"))


class TestTheOffer:
    """Saving a rule or a holiday says what it would move, and moves nothing."""

    def test_a_rule(self, office, of_may):
        rule = DeadlineRule.objects.get(level="town", event="lead")
        form = AdminForm(office, url(DeadlineRule, "change", rule.pk))
        words = said(accepted(form.fill(amount=2).send()))
        assert "有1件按现在的规定期限会变，还没有改。" in words
        assert f'<a href="{PAGE}">' in words
        assert again(of_may).due_on == day("2022-08-10")

    def test_a_holiday_that_is_new_and_one_that_is_gone(self, office, heard, clerk):
        form = AdminForm(office, url(Holiday, "add"))
        response = accepted(form.fill(day="2022-04-05", kind="off", name="清明节").send())
        assert "有1件按现在的规定" in said(response)
        accepted(AdminForm(office, PAGE).send())
        holiday = Holiday.objects.get()
        response = accepted(office.post(url(Holiday, "delete", holiday.pk), {"post": "yes"}))
        assert "有1件按现在的规定" in said(response)

    def test_many_holidays_gone(self, office, heard, clerk):
        add_tomb_sweeping_day()
        opinions.recompute_opinion(heard, by=clerk, on=day("2022-06-15"))
        chosen = {"_selected_action": list(Holiday.objects.values_list("pk", flat=True))}
        told = {"action": "delete_selected", "post": "yes", **chosen}
        assert "有1件按现在的规定" in said(accepted(office.post(url(Holiday, "changelist"), told)))

    def test_nothing_is_said_where_nothing_moves(self, office, of_may):
        form = AdminForm(office, url(Holiday, "add"))
        response = accepted(form.fill(day="2022-04-05", kind="off", name="清明节").send())
        assert "没有办完的" not in said(response)

    @pytest.mark.parametrize("model", [DeadlineRule, Holiday])
    def test_the_lists_lead_to_the_page(self, office, frame, model):
        assert f'href="{PAGE}"' in office.get(url(model, "changelist")).content.decode()
