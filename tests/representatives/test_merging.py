"""合并重复登记: 许桂兰 was entered twice, and so was the household of 王二保.

The clerk who came in 2023 did not find them, and entered both anew; then records hung on each row.
"""

import pytest
from django.apps import apps

from accounts.models import User
from congress.models import Allowance, Attendance, Honour
from motions.models import Motion, Signature
from records.base import hanging_on, relations_to
from representatives.merging import columns_of, merge, plan_of
from representatives.models import (
    Assignment,
    Household,
    HouseholdCategory,
    Mandate,
    Merge,
    Opinion,
    Person,
    Visit,
)
from tests import cast
from tests.cast import DAY, day, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def frame():
    return cast.make_frame()


@pytest.fixture
def xu(frame):
    return cast.make_deputy(name="许桂兰", phone="13800000001", gender="f")


@pytest.fixture
def again(frame):
    """The same woman once more, not yet a deputy."""
    return cast.make_person(name="许桂兰", phone="13900000002", party="cpc", note="会开车")


def merged(kept, gone, **said):
    return merge(kept, gone, by=cast.the_clerk(), **said)


def clashes(kept, gone):
    return [(type(one.row), one.why) for one in plan_of(kept, gone).clashes]


# What a test below moves, by the column that points to the person or household: whoever adds a
# relation adds it here, and to the story of it.
MOVED = {
    Person: {
        "representatives.Mandate.person", "representatives.Assignment.person",
        "representatives.Opinion.heard_by", "congress.Post.person", "congress.Participation.person",
        "congress.Meeting.chair", "congress.Candidacy.person", "congress.Honour.person",
        "congress.Reply.person", "congress.Attendance.person", "motions.Motion.proposer",
        "motions.Signature.person", "motions.SupervisionAct.person",
    },
    Household: {
        "representatives.HouseholdCategory.household", "representatives.Assignment.household",
        "representatives.Opinion.household",
    },
}  # fmt: skip


class TestEveryRelation:
    @pytest.mark.parametrize("model", [Person, Household])
    def test_is_moved_or_is_history(self, model):
        """Asked the other way round than the merge asks: from every column there is."""
        pointing = {
            str(column): other
            for other in apps.get_models(include_auto_created=True)
            for column in (*other._meta.concrete_fields, *other._meta.local_many_to_many)
            if getattr(column.related_model, "_meta", None)
            and column.related_model._meta.concrete_model is model
            and not other._meta.proxy
        }
        histories = {name for name, other in pointing.items() if hasattr(other, "history_type")}
        found = {str(relation.field) for relation in relations_to(model)}
        assert pointing.keys() - histories == found == MOVED[model]

    def test_moves_with_all_there_is(self, xu, again, frame):
        """A row of each relation hangs on the second 许桂兰; at the end on the first."""
        cast.make_mandate(person=again, term=frame.first)
        home = cast.make_household(head_name="王二保")
        cast.make_assignment(
            person=again, household=home, starts_on=day("2017-01-05"), ended_on=day("2018-01-01"),
            ended_for="swap", clean=False,
        )  # fmt: skip
        cast.make_opinion(heard_by=again)
        cast.make_post(person=again)
        cast.make_participation(person=again)
        cast.make_presidium_meeting(chair=again)
        cast.make_candidacy(person=again)
        cast.make_honour(person=again)
        cast.make_reply(person=again)
        cast.make_attendance(person=again, clean=False)
        mine = cast.make_motion(proposer=again, clean=False)
        cast.make_signature(person=again, clean=False)
        cast.make_act(person=again)
        gone_before = cast.make_honour(person=again, title="登记错的")
        gone_before.void(reason="登记错了")
        rows = {name: count for name, count in hanging_on(again)}
        assert len(rows) == len(MOVED[Person])
        clerk = cast.the_clerk()
        trace = merge(xu, again, by=clerk)
        again.refresh_from_db()
        assert hanging_on(again) == [] and again.voided_at
        assert dict(hanging_on(xu)) == rows | {"代表资格": 2}
        assert list(Person.objects.filter(name="许桂兰")) == [xu]
        gone_before.refresh_from_db()
        assert gone_before.person == xu  # what is voided goes along
        mine.refresh_from_db()
        line = mine.history.first()
        assert (line.proposer, line.history_user) == (xu, clerk)
        assert line.history_change_reason.startswith("合并重复登记：许桂兰（编号")
        assert mine.history.last().proposer_id == again.pk  # what was written stays
        assert (trace.kept, trace.gone, trace.by) == (xu.pk, again.pk, clerk)
        assert ["motions.Motion", mine.pk, "proposer"] in trace.content["moved"]
        assert Merge.objects.heir(Person, again.pk) == xu.pk
        with refused("已经并掉"):
            again.restore(reason="弄错了")

    def test_of_a_household_with_visits_and_opinions(self, xu):
        home = cast.make_household(head_name="王二保", members=3)
        twin = cast.make_household(head_name="王二保", group="6", phone="13700000003")
        kept = cast.make_assignment(person=xu, household=home, starts_on=day("2023-01-01"))
        other = cast.make_assignment(
            person=xu, household=twin, starts_on=day("2022-02-01"), ended_on=day("2022-12-01"),
            ended_for="swap",
        )  # fmt: skip
        visit = cast.make_visit(assignment=other, visited_on=day("2022-03-01"), clean=False)
        opinion = cast.make_opinion(visit=visit, household=twin)
        merged(home, twin)
        assert set(Assignment.objects.filter(household=home)) == {kept, other}
        assert Opinion.objects.get().household == home and Visit.objects.get() == visit
        assert opinion.history.count() == 2
        home.refresh_from_db()
        assert (home.group, home.phone, home.members) == ("6组", "13700000003", 3)
        assert Household.objects.get() == home
        # One category, since the earlier day of both.
        assert HouseholdCategory.objects.get().household == home


class TestWhatEachSays:
    def test_is_chosen_filled_or_joined(self, xu, again):
        again.note, xu.note = "会开车", "住桥头"
        again.save(), xu.save()
        columns = {one.name: one for one in columns_of(xu, again)}
        assert columns["phone"].differs and not columns["party"].differs
        assert not columns["note"].differs and not columns["name"].is_said_twice
        merged(xu, again, from_gone=["phone"])
        xu.refresh_from_db()
        assert (xu.phone, xu.other_phones) == ("13900000002", "13800000001")
        assert (xu.gender, xu.party, xu.note) == ("f", "cpc", "住桥头\n会开车")
        assert xu.history.first().history_change_reason.startswith("合并重复登记")

    def test_what_does_not_fit_together_is_refused(self, frame):
        home = cast.make_household(head_name="王二保", members=2)
        twin = cast.make_household(head_name="王二保", members=4, workers=3)
        with refused("劳动力不能多于家庭人口。"):
            merged(home, twin)
        twin.refresh_from_db()
        assert twin.voided_at is None and not Merge.objects.exists()

    def test_the_account_goes_along_and_two_are_refused(self, xu, again):
        again.user = cast.make_user("deputy", username="xu")
        again.save()
        merged(xu, again)
        assert User.objects.get(username="xu").person == xu
        third = cast.make_person(name="许桂兰", user=cast.make_user("deputy", username="xu2"))
        xu.refresh_from_db()
        assert [each.username for each in plan_of(xu, third).accounts] == ["xu", "xu2"]
        with refused("两边有冲突"):
            merged(xu, third)


class TestClashes:
    def test_what_was_said_twice_becomes_one(self, xu, again, frame):
        """The second one got the same mandate, was paid, and is 未登记 on the roll."""
        twin = cast.make_mandate(person=again)
        paid = cast.make_allowance(mandate=twin)
        session = cast.make_session()
        there = cast.make_attendance(meeting=session, person=xu, state="present")
        blank = cast.make_attendance(meeting=session, person=again)
        plan = plan_of(xu, again)
        assert plan.is_clear and [fold.goes for fold in plan.folds] == [twin, blank]
        merged(xu, again)
        assert (Mandate.objects.get().person, Attendance.objects.get()) == (xu, there)
        assert Allowance.objects.get(pk=paid.pk).mandate == xu.mandates.get()
        assert "合并重复登记" in Mandate.with_voided.get(pk=twin.pk).void_reason

    def test_the_row_that_says_more_stays(self, xu, again):
        session = cast.make_session()
        cast.make_attendance(meeting=session, person=xu)
        there = cast.make_attendance(meeting=session, person=again, state="leave", reason="住院", clean=False)
        merged(xu, again)
        row = Attendance.objects.get()
        assert (row, row.person) == (there, xu)

    def test_what_contradicts_is_refused(self, xu, again, frame):
        cast.make_mandate(person=again, starts_on=day("2022-03-01"))
        session, board = cast.make_session(), cast.make_body()
        cast.make_attendance(meeting=session, person=xu, state="present")
        cast.make_attendance(meeting=session, person=again, state="absent")
        cast.make_post(body=board, person=xu, ended_on=day("2023-01-01"))
        cast.make_post(body=board, person=again, role="chair")
        motion = cast.make_motion(proposer=xu)
        cast.make_signature(motion=motion, person=again, clean=False)
        assert clashes(xu, again) == [
            (Mandate, "此人在这一届已有未终止的代表资格。"),
            (type(board.posts.first()), "此人在这个机构的两段任职时间重叠。"),
            (Attendance, "此人在这次会议已有出席登记。"),
            (Signature, "领衔代表不再列入联名。"),
        ]
        before = Mandate.history.count()
        with refused("两边有冲突，先办好下面列出的，再来合并。"):
            merged(xu, again)
        again.refresh_from_db()
        assert again.voided_at is None and Mandate.history.count() == before
        assert Motion.objects.get().proposer == xu

    def test_two_deputies_cannot_have_had_one_household_at_once(self, xu):
        home, twin = (cast.make_household(head_name="王二保") for _ in range(2))
        cast.make_assignment(person=xu, household=home)
        cast.make_assignment(household=twin)
        assert clashes(home, twin) == [(Assignment, "这一户已有代表联系，请先结束原来的安排。")]

    def test_one_deputy_has_it_from_the_first_day_of_both(self, xu):
        home, twin = (cast.make_household(head_name="王二保") for _ in range(2))
        one = cast.make_assignment(person=xu, household=home, starts_on=day("2022-06-01"))
        two = cast.make_assignment(person=xu, household=twin, clean=False)
        visit = cast.make_visit(assignment=two, visited_on=day("2022-03-01"))
        [spans, fold] = plan_of(home, twin).folds
        assert (fold.stays, fold.is_longer, spans.is_longer) == (one, True, False)
        merged(home, twin)
        row = Assignment.objects.get()
        assert (row, row.starts_on, row.household) == (one, two.starts_on, home)
        assert Visit.objects.get(pk=visit.pk).assignment == one
        assert row.history.first().starts_on == two.starts_on

    def test_one_that_was_merged_away_is_merged_no_more(self, xu, again):
        merged(xu, again)
        with refused("刚刚被别人改动过"):
            merged(xu, again)
        third = cast.make_person(name="许桂兰")
        merged(third, xu)
        assert Merge.objects.heir(Person, again.pk) == third.pk
        assert Merge.objects.heir(Person, third.pk) is None

    def test_the_statements_of_a_plan_do_not_grow(self, xu, again, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def asked():
            with CaptureQueriesContext(connection, ) as seen:
                plan_of(xu, again)
            return len(seen)

        for person in (xu, again):
            cast.make_honour(person=person, awarded_on=DAY)
        few = asked()
        for _ in range(4):
            cast.make_honour(person=again)
            cast.make_participation(person=again)
        assert asked() == few and Honour.objects.count() == 6
