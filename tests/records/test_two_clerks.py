"""Two clerks at the same moment, each with a connection of their own. Only PostgreSQL has them."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Role, User
from congress.models import Poll
from motions import services
from motions.models import Handling, Motion, MotionEvent, NumberSeries
from records.models import OnceKey
from representatives.models import Household, Opinion
from tests import cast
from tests.at_once import at_once
from tests.records.admin_form import AdminForm
from tests.records.test_admin import url
from tests.records.test_admin_records import said
from township.models import DeadlineRule

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = 8


def sent_at_once(forms):
    return at_once(len(forms), lambda index: forms[index].send())


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


@pytest.fixture
def clerks():
    """Two browsers, a clerk at each."""
    cast.make_frame()
    browsers = []
    for name in ("曾玉梅", "解晓燕"):
        browser = Client()
        browser.force_login(cast.make_user(Role.STAFF, display_name=name))
        browsers.append(browser)
    return browsers


def new_household(browser):
    form = AdminForm(browser, url(Household, "add"))
    return form.fill(head_name="王二保", village=cast.make_frame().villages[0])


def test_one_form_sent_many_times_is_stored_once(clerks):
    form = new_household(clerks[0])
    answers = sent_at_once([form] * TIMES)
    assert statuses(answers) == [302] * TIMES
    assert Household.objects.count() == OnceKey.objects.count() == 1


def test_two_forms_are_two_records(clerks):
    heads = ["王二保", "李大有"]  # of one name, the second would be asked about
    forms = [
        new_household(one).fill(head_name=head) for one, head in zip(clerks, heads, strict=True)
    ]
    assert statuses(sent_at_once(forms)) == [302, 302]
    assert Household.objects.count() == 2


def test_the_second_to_save_is_told_and_overwrites_nothing(clerks):
    page = url(Motion, "change", cast.make_motion(status="registered").pk)
    titles = ["关于修桥的建议", "关于修渠的建议"]
    forms = [
        AdminForm(browser, page).fill(title=title)
        for browser, title in zip(clerks, titles, strict=True)
    ]
    answers = sent_at_once(forms)
    assert statuses(answers) == [200, 302]
    stored, refused = sorted(range(2), key=lambda index: -answers[index].status_code)
    assert Motion.objects.get().title == titles[stored]
    assert "没有保存" in answers[refused].content.decode()
    assert titles[refused] in answers[refused].content.decode()


def test_two_leads_for_one_motion(clerks):
    """Both press 交办; the second is told where the motion is by now."""
    motion, departments = cast.make_motion(), cast.make_frame().departments
    users = list(User.objects.filter(role=Role.STAFF))

    def refer(index):
        mine = Motion.objects.get(pk=motion.pk)
        try:
            services.refer(mine, by=users[index], on=cast.DAY, lead=departments[index])
        except ValidationError as error:
            return error.messages[0]
        return "done"

    answers = at_once(2, refer)
    assert sorted(answers) == [
        "done",
        "现在是“已交办”，不能办“交办”。可以办：签收、沟通、答复、督办。",
    ]
    first = answers.index("done")
    assert Handling.objects.get().department == departments[first]
    assert MotionEvent.objects.get().by == users[first]


def test_two_leads_for_one_motion_by_the_button(clerks):
    frame = cast.make_frame()
    motion = cast.make_motion()
    forms = [
        AdminForm(browser, url(Motion, "verb", motion.pk, "refer")).fill(lead=department)
        for browser, department in zip(clerks, frame.departments, strict=False)
    ]
    answers = sent_at_once(forms)
    assert statuses(answers) == [302, 302]
    assert len([answer for answer in answers if "不能办“交办”" in said(answer)]) == 1
    assert Handling.objects.count() == MotionEvent.objects.count() == 1


def test_twenty_are_accepted_at_once(clerks):
    """1 to 20, no gap and no double, though nobody waits for anybody."""
    rows = [cast.make_motion(status="registered") for _ in range(20)]
    clerk = cast.the_clerk()

    def accept(index):
        return services.accept(Motion.objects.get(pk=rows[index].pk), by=clerk, on=cast.DAY).note

    notes = at_once(20, accept)
    assert set(notes) == {f"编为第{number}号" for number in range(1, 21)}
    numbers = Motion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 21))
    assert NumberSeries.objects.get().last == 20


def test_lines_sent_many_times_are_stored_once(clerks):
    form = AdminForm(clerks[0], url(Opinion, "quick"))
    topic = cast.make_frame().topics[0]
    for number in range(3):
        form.fill(
            f"form-{number}", heard_on=cast.DAY, source="letter", topic=topic, text="水渠堵了"
        )
    assert statuses(sent_at_once([form] * TIMES)) == [302] * TIMES
    assert Opinion.objects.count() == 3
    assert OnceKey.objects.count() == 1


def test_two_suggestions_of_one_opinion(clerks):
    opinion = cast.make_opinion(heard_by=cast.make_deputy())
    page = url(Opinion, "verb", opinion.pk, "motion")
    answers = sent_at_once([AdminForm(browser, page) for browser in clerks])
    assert 302 in statuses(answers)
    assert opinion.motions.count() == 1


def test_due_dates_computed_again_by_two_at_once(clerks):
    cast.make_handling(motion=cast.make_motion())
    rule = DeadlineRule.objects.get(level="town", event="lead")
    rule.amount = 2
    cast.keep(rule)
    answers = sent_at_once([AdminForm(browser, url(Handling, "recompute")) for browser in clerks])
    assert statuses(answers) == [200, 302]
    assert "没有改" in next(a for a in answers if a.status_code == 200).content.decode()
    assert MotionEvent.objects.count() == 1


def test_two_polls_for_one_vacancy(clerks):
    constituency = cast.make_constituency(seats=1)
    left = cast.make_mandate(
        constituency=constituency, ended_on=cast.DAY, ended_for="moved", clean=False
    )
    forms = []
    for browser, held_on in zip(clerks, ("2022-03-10", "2022-03-11"), strict=True):
        poll = cast.make_poll(constituency=constituency, replaces=left, held_on=cast.day(held_on))
        cast.make_candidacy(poll=poll, votes_for=900, is_elected=True)
        forms.append(
            AdminForm(browser, url(Poll, "verb", poll.pk, "declare")).fill(on="2022-04-01")
        )
    assert statuses(sent_at_once(forms)) == [200, 302]
    assert constituency.mandates.filter(ended_on=None).count() == 1
