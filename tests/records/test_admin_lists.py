"""The lists of the admin: nonsense in an address breaks nothing."""

import pytest
from django.contrib import admin

from accounts.models import Role
from congress.models import Attendance
from hemao import worklist
from motions.models import Motion
from records.models import ReadRecord
from representatives.models import Visit
from tests import cast
from tests.records.admin_form import AdminForm
from tests.records.test_admin import APPS, LEDGER, LOGS, models_of, office, some, url
from tests.trial import WHOLE
from township.spans import today

__all__ = ["office", "some"]

NONSENSE = ["abc", "99999999999999999999", "2022-13-01"]


def addresses_of(model, client):
    """Every list of `model` with nonsense in one parameter of one of its filters."""
    home = url(model, "changelist")
    shown = client.get(home, follow=True).context_data
    for spec in shown["cl"].filter_specs if "cl" in shown else []:
        for name in spec.expected_parameters():
            # In the gate one of them each, by turns.
            turn = len(name) % len(NONSENSE)
            asked = NONSENSE if WHOLE else NONSENSE[turn : turn + 1]
            yield from (f"{home}?{name}={value}" for value in asked)


def broken(client, models):
    """The addresses that answer with anything but a list, or words about what is not offered."""
    client.raise_request_exception = False
    asked = [address for model in models for address in addresses_of(model, client)]
    return {a: code for a in asked if (code := client.get(a).status_code) not in (200, 400)}


@pytest.mark.trial
@pytest.mark.parametrize("label", APPS)
def test_nonsense_in_an_address(office, some, label):
    assert broken(office, models_of(label)) == {}


def test_nonsense_in_the_address_of_a_log(client, db):
    keeper = cast.make_user(Role.ADMIN)
    ReadRecord.objects.create(user=keeper, what="联系户", path="/x/")
    client.force_login(keeper)
    assert broken(client, LOGS) == {}


def test_no_list_counts_for_each_choice_of_a_filter():
    shown = {admin.site.get_model_admin(model).show_facets for model in [*LEDGER, *LOGS]}
    assert shown == {admin.ShowFacets.NEVER}


def found(client, address):
    return list(client.get(address, follow=True).context_data["cl"].result_list)


class TestFiltersOnVoidedRows:
    def test_what_is_late_among_all(self, office, db):
        motion = cast.make_handling(motion=cast.make_motion(status="referred")).motion
        voided = cast.make_handling(motion=cast.make_motion(status="referred")).motion
        voided.void(reason="重复登记")
        assert found(office, url(Motion, "changelist") + "?overdue=yes") == [motion]
        # What is voided owes no answer.
        assert found(office, url(Motion, "changelist") + "?overdue=yes&voided=all") == [motion]
        assert found(office, url(Motion, "changelist") + "?overdue=yes&voided=yes") == []
        assert found(office, url(Motion, "changelist") + "?voided=yes") == [voided]

    def test_the_manager_of_all_rows_knows_the_same_questions(self, db):
        visit = cast.make_visit()
        visit.void(reason="重复登记")
        assert list(Visit.with_voided.all().met()) == [visit]
        assert not Visit.objects.met().exists()


class TestTheNumbersOfTheWorklist:
    """Each number opens the list of just what it counts."""

    def story(self):
        """One of each that waits, beside one that does not."""
        frame = cast.make_frame()
        cast.make_mandate(confirmed_on=None)
        kept = cast.make_assignment()
        cast.make_visit(assignment=cast.make_assignment(), visited_on=today())
        far = cast.make_assignment(category=frame.categories[1], person=kept.person)
        cast.make_visit(assignment=far, visited_on=cast.DAY)
        cast.make_opinion(heard_by=kept.person)
        cast.make_opinion(disposal="explained", answered_on=cast.DAY, outcome="explained")
        cast.make_opinion(
            household=kept.household, disposal="explained", answered_on=cast.DAY,
            outcome="explained",
        )  # fmt: skip
        known = cast.make_session()
        cast.make_attendance(meeting=known, state="present", person=kept.person)
        excused = cast.make_session()
        cast.make_attendance(meeting=excused, state="leave", person=kept.person)
        cast.make_attendance(meeting=cast.make_session(), state="absent", person=kept.person)
        cast.make_presidium_meeting()
        cast.make_reply(meeting=known, person=kept.person)
        cast.make_reply(meeting=known, answer="attend", person=cast.make_person())

    def test_as_many_as_it_says(self, office, db):
        self.story()
        counted = {}
        for group in worklist.groups(cast.the_clerk(), today()):
            if "/admin/" in group.url:
                assert "?" in group.url, group.title
                rows = office.get(group.url).context_data["cl"].result_count
                assert rows == group.count, group.title
                counted[group.title] = rows
        assert counted == {
            "主席团的决定待记为督办": 0, "会议": 2, "联系户没有安排齐的代表": 2,
            "该走访的联系户": 2, "群众意见待回音": 2, "待确认的代表资格": 1, "请假待批": 1,
            "未经批准缺席人代会": 1,
        }  # fmt: skip


class TestYears:
    def test_a_year_that_is_not_offered_is_refused(self, office, db):
        visit = cast.make_visit()
        page = f"{url(Visit, 'changelist')}?year_of="
        assert found(office, f"{page}2022") == [visit]
        for value in ("2021", "abc"):
            assert office.get(page + value).status_code == 400

    def test_a_mistyped_day_does_not_make_the_list_endless(self, office, db):
        for text in ("0001-01-01", "9999-12-31"):
            cast.make_activity(starts_on=cast.day(text), clean=False)
        page = office.get("/admin/congress/activity/").context_data["cl"]
        [years] = [s for s in page.filter_specs if s.expected_parameters() == ["year_of"]]
        assert len(years.lookup_choices) < 200


class TestRoll:
    """What the browser claims to have seen, of a roll that was never stored."""

    @pytest.mark.parametrize("seen", ["99", "abc", "", None])
    def test_a_number_that_makes_no_sense(self, office, db, seen):
        cast.make_frame()
        cast.make_deputies(3)
        session = cast.make_session()
        form = AdminForm(office, url(type(session), "roster", session.pk))
        form.data["_seen"] = [] if seen is None else [seen]
        page = form.send().content.decode()
        assert "没有保存：这一页没有完整打开就提交了。" in page
        assert not Attendance.objects.exists()
