"""Two clerks at the same moment, each with a connection of their own. Only PostgreSQL has them."""

import threading

import pytest
from django.db import connection
from django.test import Client

from accounts.models import OnceKey, Role
from motions.models import Handling, Motion
from representatives.models import Household
from tests import cast
from tests.admin_form import AdminForm
from tests.test_admin import url

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = 8


def at_once(forms):
    """Send all `forms` in the same moment; returns the answers in their order."""
    answers, gate = [None] * len(forms), threading.Barrier(len(forms))

    def send(index):
        try:
            gate.wait(timeout=30)
            answers[index] = forms[index].send()
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[index]) for index in range(len(forms))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert None not in answers, "a thread did not end, or broke"
    return answers


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
    answers = at_once([form] * TIMES)
    assert statuses(answers) == [302] * TIMES
    assert Household.objects.count() == OnceKey.objects.count() == 1


def test_two_forms_are_two_records(clerks):
    assert statuses(at_once([new_household(browser) for browser in clerks])) == [302, 302]
    assert Household.objects.count() == 2


def test_the_second_to_save_is_told_and_overwrites_nothing(clerks):
    page = url(Motion, "change", cast.make_motion().pk)
    titles = ["关于修桥的建议", "关于修渠的建议"]
    forms = [
        AdminForm(browser, page).fill(title=title)
        for browser, title in zip(clerks, titles, strict=True)
    ]
    answers = at_once(forms)
    assert statuses(answers) == [200, 302]
    stored, refused = sorted(range(2), key=lambda index: -answers[index].status_code)
    assert Motion.objects.get().title == titles[stored]
    assert "没有保存" in answers[refused].content.decode()
    assert titles[refused] in answers[refused].content.decode()


def test_two_leads_for_one_motion(clerks):
    frame = cast.make_frame()
    page = url(Motion, "change", cast.make_motion().pk)
    forms = [
        AdminForm(browser, page).add_row(
            "handlings", department=department, role="lead", round=1, handed_over_on=cast.DAY
        )
        for browser, department in zip(clerks, frame.departments, strict=False)
    ]
    assert statuses(at_once(forms)) == [200, 302]
    assert Handling.objects.count() == 1
