"""What is likely registered already is asked about, with nothing lost and nothing stored.

许桂兰 was paid, honoured, took part, raised a motion and visited 王二保; all that is entered once more.
"""

import pytest
from django.urls import reverse

from congress.models import Activity, Allowance, Honour
from motions.models import Motion
from representatives.models import Deputy, Household, Person, Visit
from tests import cast
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url

__all__ = ["office"]


@pytest.fixture
def frame(db):
    return cast.make_frame()


class TestTwins:
    """Two that look like one are asked about before anything is stored; a tick says they are two."""

    @pytest.fixture
    def same(self, frame):
        """{model: what is entered a second time}."""
        xu = cast.make_deputy(name="许桂兰")
        home = cast.make_household(head_name="王二保")
        cast.make_visit(assignment=cast.make_assignment(person=xu, household=home))
        cast.make_honour(person=xu)
        paid = cast.make_allowance(mandate=xu.mandates.get())
        cast.make_activity(title="视察水利工程", places=["桥头村泵站"])
        motion = cast.make_motion(proposer=xu, title="关于清理桥头村水渠的建议")
        return {
            Person: {"name": "许 桂兰"},
            Household: {"head_name": "王二保", "village": home.village},
            Honour: {"title": "优秀人大代表", "person": xu, "awarded_on": cast.DAY},
            Allowance: {"mandate": paid.mandate, "amount": "200", "paid_on": cast.DAY},
            Activity: {"title": "视察", "kind": "inspection", "starts_on": cast.DAY, "places-0-name": "桥头村泵站"},
            Motion: {
                "title": "清理桥头村的水渠", "proposer": xu, "topic": motion.topic,
                "submitted_on": cast.DAY, "grounds": "堵了", "proposal": "清理",
            },
            Visit: {"assignment": home.assignments.get(), "visited_on": cast.DAY},
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("model", "twin", "word"),
        [
            (Person, "“许桂兰”", "确实不是同一个"),
            (Household, "“王二保（桥头村）”", "确实不是同一户"),
            (Honour, "“许桂兰 优秀人大代表”", "确实是另一次"),
            (Allowance, "许桂兰“2022-03-02 代表补助 200元”", "确实是另一笔"),
            (Activity, "2022-03-02“视察水利工程”", "确实是另一次活动"),
            (Motion, "“关于清理桥头村水渠的建议”", "确实是另一件"),
            (Visit, "“2022-03-02 许桂兰联系王二保（桥头村）”", "确实是另一次走访"),
        ],
    )
    def test_a_likely_twin_is_asked_about(self, office, same, model, twin, word):
        before = model.objects.count()
        form = AdminForm(office, url(model, "add"))
        form.fill(**same[model])
        answer = form.send()
        said = f"可能已经登记过：{twin.replace('2022-03-02', str(cast.DAY))}"
        assert said in errors_of(answer) and f"{word}的，勾选后再保存。" in errors_of(answer)
        assert model.objects.count() == before
        page = answer.content.decode()
        twin = model.objects.get()
        assert f'href="{url(model, "change", twin.pk)}"' in page
        assert word in page and f'name="_not_twin" value="{twin.pk}">' in page
        form["_not_twin"] = twin.pk
        accepted(form.send())
        assert model.objects.count() == before + 1

    def test_a_tick_stays_and_counts_for_what_it_was_set_at(self, office, frame):
        one = cast.make_person(name="许桂兰", employer="桥头小学")
        form = AdminForm(office, url(Person, "add")).fill(name="许桂兰", phone="1")
        form["_not_twin"] = one.pk
        page = form.send().content.decode()  # the phone is refused
        assert f'value="{one.pk}" checked' in page
        other = cast.make_person(name="许桂兰", clean=False)
        answer = form.fill(phone="13800000001").send()
        assert "“许桂兰”（桥头小学）、“许桂兰”。" in errors_of(answer)
        form["_not_twin"] = f"{one.pk},{other.pk}"
        accepted(form.send())

    def test_what_is_stored_is_asked_about_only_where_it_is_changed(self, office, frame):
        cast.make_person(name="许桂兰")
        person = cast.make_person(name="许桂兰", clean=False)
        accepted(AdminForm(office, url(Person, "change", person.pk)).fill(note="甲").send())
        other = cast.make_person(name="单国富")
        form = AdminForm(office, url(Person, "change", other.pk)).fill(name="许桂兰")
        assert "可能已经登记过" in errors_of(form.send())

    def test_a_deputy_is_asked_about_among_all_people(self, office, frame):
        twin = cast.make_person(name="许桂兰")
        form = AdminForm(office, url(Deputy, "add")).fill(name="许桂兰")
        form.add_row("mandates", term=frame.second, starts_on=cast.SECOND_TERM)
        answer = form.send()
        assert "到“代表资格”里给他登记这一届的。" in errors_of(answer)
        assert url(Person, "change", twin.pk) in answer.content.decode()

    def test_who_is_told_apart_is_not_asked_about(self, office, frame):
        cast.make_household(head_name="王二保", group="3组")
        form = AdminForm(office, url(Household, "add"))
        accepted(form.fill(head_name="王二保", village=frame.villages[0], group="6").send())
        honoured = cast.make_honour()
        again = {
            "title": honoured.title,
            "person": honoured.person,
            "awarded_on": cast.day("2023-03-02"),
        }
        accepted(AdminForm(office, url(Honour, "add")).fill(**again).send())

    def test_the_fast_lane_asks_too(self, office, same):
        form = AdminForm(office, reverse("admin:motions_motion_through")).fill(**same[Motion])
        assert "可能已经登记过：“关于清理桥头村水渠的建议”" in errors_of(form.send())
        assert Motion.objects.count() == 1
        form["_not_twin"] = Motion.objects.get().pk
        accepted(form.send())
