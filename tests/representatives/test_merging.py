"""合并重复登记: 许桂兰 was entered twice, and so was the household of 王二保.

The clerk who came in 2023 did not find them, and entered both anew; then records hung on each row.
"""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from congress.models import Allowance, Attendance, Honour
from motions.models import Motion, Signature
from records.base import hanging_on, relations_to
from reports.checking.twins import person_twins
from representatives.merging import columns_of, merge, plan_of
from representatives.models import (
    Assignment,
    Deputy,
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
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url

__all__ = ["office"]
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


def change(row):
    return url(type(row), "change", row.pk)


def merge_page(row):
    return url(type(row), "verb", row.pk, "merge")


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
        rows = dict(hanging_on(again))
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
        there = cast.make_attendance(
            meeting=session, person=again, state="leave", reason="住院", clean=False
        )
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

    def test_the_statements_of_a_plan_do_not_grow(self, xu, again):
        def asked():
            with CaptureQueriesContext(
                connection,
            ) as seen:
                plan_of(xu, again)
            return len(seen)

        for person in (xu, again):
            cast.make_honour(person=person, awarded_on=DAY)
        few = asked()
        for _ in range(4):
            cast.make_honour(person=again)
            cast.make_participation(person=again)
        assert asked() == few and Honour.objects.count() == 6


class TestPages:
    def test_the_other_is_found_seen_and_merged(self, office, xu, again):
        page = office.get(change(xu)).content.decode()
        assert merge_page(xu) in page and "合并重复登记" in page
        page = office.get(merge_page(xu)).content.decode()
        assert f"{merge_page(xu)}?with={again.pk}" in page and "139****0002" in page
        assert f"?with={xu.pk}" not in page
        assert "没有找到另一条“李四”" in office.get(merge_page(xu), {"q": "李四"}).content.decode()
        cast.make_honour(person=again)
        form = AdminForm(office, f"{merge_page(xu)}?with={again.pk}")
        assert "合并以后不能撤回，只能从备份恢复。" in form.page
        assert "先进事迹、表彰（个人）" in form.page and "1项：许桂兰 优秀人大代表" in form.page
        assert "请核对两条是不是同一个" in errors_of(form.fill(phone="gone").send())
        assert Person.objects.count() == 2
        response = accepted(form.fill(sure=True).send())
        assert response["Location"] == form.send()["Location"] == change(xu)  # pressed twice
        xu.refresh_from_db()
        assert (xu.phone, xu.honours.count()) == ("13900000002", 1)
        # The old addresses lead to her; what was written of her there can be read.
        assert office.get(change(again))["Location"] == change(xu)
        history = url(Person, "history", again.pk)
        assert "合并重复登记，已并入编号" in office.get(history).content.decode()
        assert history in office.get(merge_page(xu)).content.decode()
        old = office.get(reverse("deputy-detail", args=[again.pk]))
        assert old["Location"] == reverse("deputy-detail", args=[xu.pk])
        assert office.get(url(Deputy, "change", again.pk))["Location"] == change(xu)

    def test_what_clashes_is_said_with_links(self, office, xu, again):
        session = cast.make_session()
        cast.make_attendance(meeting=session, person=xu, state="present")
        cast.make_attendance(meeting=session, person=again, state="absent", clean=False)
        address = f"{merge_page(xu)}?with={again.pk}"
        page = office.get(address).content.decode()
        assert "现在还不能合并" in page and "此人在这次会议已有出席登记。" in page
        assert "许桂兰 缺席" in page and 'name="sure"' not in page
        office.post(address, {"phone": "kept", "sure": "on"})
        assert Person.objects.count() == 2

    def test_what_is_registered_twice_is_said(self, office, xu):
        home, twin = (cast.make_household(head_name="王二保") for _ in range(2))
        for each in (home, twin):
            cast.of_category(each)
        form = AdminForm(office, f"{merge_page(home)}?with={twin.pk}")
        assert "户的类别1项：外出户" in form.page
        accepted(form.fill(sure=True).send())
        old = office.get(reverse("household-detail", args=[twin.pk]))
        assert old["Location"] == home.get_absolute_url()
        assert office.get(change(twin))["Location"] == change(home)

    def test_only_the_office_and_only_what_is_offered(self, office, client, xu, again):
        assert office.get(merge_page(xu), {"with": xu.pk}).status_code == 404
        assert office.get(merge_page(xu), {"with": "x"}).status_code == 400
        again.void(reason="登记错了")
        assert office.get(merge_page(xu), {"with": again.pk}).status_code == 404
        assert office.get(merge_page(again)).status_code == 403
        client.force_login(cast.make_user("leader"))
        assert client.get(merge_page(xu)).status_code in (302, 404)


class TestVoidingAPerson:
    def test_one_on_whom_nothing_hangs_goes_and_comes_back(self, office, again):
        form = AdminForm(office, url(Person, "verb", again.pk, "void"))
        assert "作废一条记录要写明原因。" in errors_of(form.send())
        accepted(form.fill(reason="填了一半").send())
        assert not Person.objects.named("许桂兰").exists()
        shown = [office.get(url(Person, "changelist"), {"voided": which}) for which in ("", "yes")]
        assert [change(again) in page.content.decode() for page in shown] == [False, True]
        box = {
            "app_label": "congress",
            "model_name": "honour",
            "field_name": "person",
            "term": "许桂兰",
        }
        assert office.get(reverse("admin:autocomplete"), box).json()["results"] == []
        accepted(
            AdminForm(office, url(Person, "verb", again.pk, "restore")).fill(reason="有此人").send()
        )
        assert Person.objects.get() == again

    def test_the_checks_ask_of_it_no_more(self, again, frame):
        for row in (again, cast.make_person(name="许桂兰", phone=again.phone, clean=False)):
            row.village = frame.villages[0]
            row.save()
        assert person_twins(None, DAY).count() == 2
        row.void(reason="重复登记")
        assert not person_twins(None, DAY).exists()

    def test_one_on_whom_something_hangs_is_refused_with_what(self, office, again):
        cast.make_honour(person=again)
        cast.make_attendance(person=again, clean=False)
        again.user = cast.make_user("deputy", username="xu")
        again.save()
        form = AdminForm(office, url(Person, "verb", again.pk, "void")).fill(reason="填了一半")
        said = errors_of(form.send())
        assert "先进事迹、表彰1项、出席1项、登录账号，不能作废" in said and "合并重复登记" in said
        again.refresh_from_db()
        assert again.voided_at is None

    def test_what_was_voided_with_an_owner_still_hangs(self, again):
        """A session that comes back brings its roll along: nobody on it may be voided."""
        row = cast.make_attendance(person=again, clean=False)
        row.meeting.void(reason="登记有误")
        with refused("出席1项"):
            again.void(reason="填了一半")

    def test_what_is_voided_itself_comes_back_after_the_person(self, again, frame):
        mandate = cast.make_mandate(person=again)
        mandate.void(reason="登记错了")
        again.void(reason="填了一半")
        with refused("姓名“许桂兰”已经作废，请先取消那一条的作废。"):
            mandate.restore(reason="没有登记错")
        again.restore(reason="有此人")
        mandate.refresh_from_db()
        mandate.restore(reason="没有登记错")
        assert Mandate.objects.get() == mandate
