"""Who took part in an activity: the deputies of its day are ticked, others stand in rows.

许桂兰, 单国富 and 曾玉梅 are deputies of the second term, 仇万里 was one of the first; 方医生 is none.
许桂兰 and 单国富 are of the first group, 曾玉梅 of none.
"""

import re

import lxml.html
import pytest

from congress.admin.activities import ActivityAdmin
from congress.models import Activity, Body, Participation
from tests import cast
from tests.price import price
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a form refuses is the same on both


@pytest.fixture
def people(db):
    frame = cast.make_frame()
    xu, shan, zeng = (cast.make_deputy(name=name) for name in ("许桂兰", "单国富", "曾玉梅"))
    qiu = cast.make_person(name="仇万里")
    cast.make_mandate(person=qiu, term=frame.first)
    group = cast.make_body(kind=Body.Kind.GROUP, name="第一代表小组")
    for person in (xu, shan):
        cast.make_post(body=group, person=person)
    return xu, shan, zeng, qiu, cast.make_person(name="方医生")


def change(activity):
    return url(Activity, "change", activity.pk)


def groups(page):
    """The names under each heading, those ticked with a star."""
    found = lxml.html.fromstring(page).xpath("//div[@class='tick-group']")
    return {group.get("aria-label"): names(group) for group in found}


def names(group):
    labels = group.xpath(".//label")
    return [
        label.text_content().strip() + "*" * len(label.xpath(".//@checked")) for label in labels
    ]


def there(activity):
    return {row.person.name: row.note for row in activity.participations.all()}


def new_form(office, **fields):
    form = AdminForm(office, url(Activity, "add"))
    told = {"title": "视察灌溉渠", "kind": "inspection", "starts_on": "2022-03-01"}
    return form.fill(**told | fields)


class TestTicked:
    def test_the_names_stand_under_their_groups(self, office, people):
        page = AdminForm(office, url(Activity, "add")).page
        assert groups(page) == {
            "第一代表小组": ["单国富", "许桂兰"], "没有编入小组的": ["曾玉梅"],
        }  # fmt: skip
        assert 'data-i="xgl"' in page

    def test_delegations_where_there_are_no_groups(self, office, people):
        Body.objects.filter(kind=Body.Kind.GROUP).update(kind=Body.Kind.DELEGATION)
        assert "第一代表小组" in groups(AdminForm(office, url(Activity, "add")).page)

    def test_who_is_ticked_was_there(self, office, people):
        xu, shan, *_ = people
        form = new_form(office)
        form["ticked"] = [str(xu.pk), str(shan.pk)]
        accepted(form.send())
        activity = Activity.objects.get()
        assert there(activity) == {"许桂兰": "", "单国富": ""}
        row = activity.participations.get(person=xu)
        assert row.history.get().history_user == cast.the_clerk()
        assert groups(AdminForm(office, change(activity)).page)["第一代表小组"] == [
            "单国富*", "许桂兰*",
        ]  # fmt: skip

    def test_a_tick_taken_away_voids_the_row(self, office, people):
        xu, shan, zeng, *_ = people
        activity = cast.make_activity(people=[xu, shan])
        form = AdminForm(office, change(activity))
        form["ticked"] = [str(shan.pk), str(zeng.pk)]
        accepted(form.send())
        assert there(activity) == {"单国富": "", "曾玉梅": ""}
        gone = Participation.with_voided.get(person=xu)
        assert gone.void_reason == "在所属页面上作废"
        assert gone.history.first().history_user == cast.the_clerk()
        again = AdminForm(office, change(activity))
        again["ticked"] = [str(xu.pk)]
        accepted(again.send())
        assert there(activity) == {"许桂兰": ""}
        assert Participation.with_voided.filter(activity=activity).count() == 4

    def test_nothing_changed_changes_nothing(self, office, people):
        activity = cast.make_activity(people=people[:3])
        before = Participation.history.count()
        accepted(AdminForm(office, change(activity)).send())
        assert Participation.history.count() == before

    def test_sent_twice_it_is_one(self, office, people):
        form = new_form(office)
        form["ticked"] = [str(people[0].pk)]
        accepted(form.send())
        accepted(form.send())
        assert Participation.objects.count() == 1

    def test_a_form_without_the_names_says_nothing_about_them(self, office, people):
        activity = cast.make_activity(people=people[:2])
        form = AdminForm(office, change(activity))
        del form.data["ticked"], form.data["ticked_on"]
        accepted(form.send())
        assert len(there(activity)) == 2

    def test_a_colleague_was_faster(self, office, people):
        xu, shan, *_ = people
        activity = cast.make_activity(people=[xu])
        form = AdminForm(office, change(activity))
        cast.make_participation(activity=activity, person=shan)
        form["ticked"] = []
        answer = form.send()
        assert "改过参加人员" in errors_of(answer)
        assert set(there(activity)) == {"许桂兰", "单国富"}
        # Whoever holds to their page takes off whom they saw, not whom the colleague added.
        again = re.search(r'name="_seen_again" value="([^"]+)"', answer.content.decode())[1]
        form.data["_seen_again"] = [again]
        accepted(form.send())
        assert set(there(activity)) == {"单国富"}

    @pytest.mark.parametrize("sent", ["x", "99999", "9" * 30])
    def test_what_is_nobody_is_refused(self, office, people, sent):
        form = new_form(office)
        form["ticked"] = [sent]
        errors_of(form.send())
        assert not Activity.objects.exists()


class TestAnotherDay:
    def test_of_an_earlier_term_the_clerk_is_asked(self, office, people):
        """The form was opened today: what is ticked may be somebody who was no deputy then."""
        xu, *_, qiu, _ = people
        form = new_form(office, starts_on="2021-03-01")
        form["ticked"] = [str(xu.pk)]
        answer = form.send()
        assert "许桂兰在2021年3月1日不是镇人大代表。" in errors_of(answer)
        assert groups(answer.content.decode()) == {
            "没有编入小组的": ["仇万里"], "那一天不是代表的": ["许桂兰*"],
        }  # fmt: skip
        form["ticked"], form.data["ticked_on"] = [str(qiu.pk)], ["2021-03-01"]
        accepted(form.send())
        assert there(Activity.objects.get()) == {"仇万里": ""}

    def test_who_was_there_all_the_same_is_ticked_once_more(self, office, people):
        form = new_form(office, starts_on="2021-03-01")
        form["ticked"] = [str(people[0].pk)]
        errors_of(form.send())
        form.data["ticked_on"] = ["2021-03-01"]
        accepted(form.send())
        assert there(Activity.objects.get()) == {"许桂兰": ""}

    def test_who_is_recorded_stays_shown(self, office, people):
        xu, *_, qiu, doctor = people
        activity = cast.make_activity(people=[xu, qiu, doctor])
        form = AdminForm(office, change(activity))
        assert groups(form.page)["那一天不是代表的"] == ["方医生*", "仇万里*"]
        accepted(form.send())
        assert len(there(activity)) == 3

    def test_a_day_moved_asks_about_who_was_there(self, office, people):
        xu = people[0]
        activity = cast.make_activity(people=[xu])
        form = AdminForm(office, change(activity)).fill(starts_on="2021-03-01")
        assert "许桂兰在2021年3月1日不是镇人大代表。" in errors_of(form.send())
        form.data["ticked_on"] = ["2021-03-01"]
        accepted(form.send())
        assert there(activity) == {"许桂兰": ""}

    def test_a_day_that_is_none_is_said_at_its_field(self, office, people):
        form = new_form(office, starts_on="三月")
        form["ticked"] = [str(people[0].pk)]
        answer = form.send()
        assert "“三月”看不出是哪一天" in errors_of(answer)
        assert "许桂兰*" in groups(answer.content.decode())["第一代表小组"]


class TestRows:
    """Somebody who is no deputy, and whoever something is said of."""

    def test_what_is_said_of_somebody_stays(self, office, people):
        xu, shan, *_, doctor = people
        activity = cast.make_activity(people=[shan])
        cast.make_participation(activity=activity, person=xu, note="带队")
        cast.make_participation(activity=activity, person=doctor, note="镇卫生院")
        form = AdminForm(office, change(activity))
        assert "写了说明的在下面：方医生、许桂兰。" in form.page
        assert groups(form.page)["第一代表小组"] == ["单国富*"]
        form["ticked"] = []
        accepted(form.send())
        assert there(activity) == {"许桂兰": "带队", "方医生": "镇卫生院"}

    def test_a_tick_and_a_row_are_one(self, office, people):
        xu, *_ = people
        form = new_form(office)
        form["ticked"] = [str(xu.pk)]
        form.add_row("participations", person=xu, note="带队")
        accepted(form.send())
        assert there(Activity.objects.get()) == {"许桂兰": "带队"}

    def test_of_whom_a_tick_has_something_is_said_later(self, office, people):
        xu, *_ = people
        activity = cast.make_activity(people=[xu])
        form = AdminForm(office, change(activity))
        form.add_row("participations", person=xu, note="带队")
        accepted(form.send())
        assert there(activity) == {"许桂兰": "带队"}
        assert Participation.with_voided.filter(activity=activity).count() == 1

    def test_twice_in_the_rows_is_refused(self, office, people):
        form = new_form(office)
        for note in ("带队", "记录"):
            form.add_row("participations", person=people[0], note=note)
        assert "此人已在参加名单中。" in errors_of(form.send())

    def test_a_row_is_voided_as_before(self, office, people):
        activity = cast.make_activity()
        cast.make_participation(activity=activity, person=people[4], note="镇卫生院")
        form = AdminForm(office, change(activity))
        form.data["participations-0-DELETE"] = ["on"]
        accepted(form.send())
        assert there(activity) == {}


def test_who_may_only_read_reads_the_names(office, people, monkeypatch):
    activity = cast.make_activity(people=people[:2])
    monkeypatch.setattr(ActivityAdmin, "has_change_permission", lambda *args: False)
    page = office.get(change(activity)).content.decode()
    assert "许桂兰、单国富" in page
    assert 'name="ticked"' not in page


def test_as_many_statements_for_thirty_deputies_as_for_three(office, people):
    add = url(Activity, "add")
    office.get(add)
    few = price(office, add)
    body = Body.objects.get(kind=Body.Kind.GROUP)
    for person in cast.make_deputies(27):
        cast.make_post(body=body, person=person)
    many = price(office, add)
    assert many == few
