"""Every page of a deputy, looked at: narrow, with large type, by those who see or hold badly."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Role
from tests import cast
from tests.browser.axe import violations
from tests.browser.test_visits_kept import PASSWORD, WECHAT, log_in
from township.spans import today

# Too small for a thumb: what can be pressed, but for links within a sentence.
SMALL = """() => [...document.querySelectorAll(
    'main :is(a.button, button, input:not([type=hidden], [type=radio], [type=checkbox]), select, summary)')]
    .filter((one) => one.offsetHeight && one.offsetHeight < 44).map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture
def pages(transactional_db):
    """The addresses of 许桂兰's pages, each with something on it."""
    cast.make_frame()
    user = cast.make_user(Role.DEPUTY, username="xu", password=PASSWORD, display_name="许桂兰")
    xu = cast.make_deputy(name="许桂兰", user=user, phone="13800138247")
    row = cast.make_assignment(person=xu, household=cast.make_household(phone="0553-6211234"))
    visit = cast.make_visit(assignment=row, production="晚稻长势好")
    cast.make_visit_photo(visit=visit)
    heard = cast.make_opinion(
        household=row.household, heard_by=xu, answered_on=cast.DAY, outcome="solved", answer="已清理。",
    )  # fmt: skip
    open_one = cast.make_opinion(household=row.household, heard_by=xu, text="路灯不亮")
    motion = cast.make_motion(proposer=xu, status="replied")
    cast.make_handling(motion=motion, replied_on=cast.day("2022-04-01"), reply="已经清理。")
    draft = cast.make_motion(proposer=xu, status="draft")
    soon = today() + datetime.timedelta(days=4)
    session = cast.make_session(starts_on=soon)
    cast.make_agenda_item(meeting=session, title="听取政府工作报告", paper="各位代表：\n现在报告。")
    activity = cast.make_activity(starts_on=soon, people=[xu])
    home = row.household.get_absolute_url()
    record = f"/deputies/{xu.pk}/"
    return [
        "/households/", home, f"{home}visit/", f"/opinions/{heard.pk}/told/", "/motions/",
        "/motions/new/", f"/motions/new/?opinion={open_one.pk}", motion.get_absolute_url(),
        reverse("motion-do", args=[motion.pk, "rate"]), draft.get_absolute_url(),
        reverse("motion-do", args=[draft.pk, "invite"]),
        "/meetings/", session.get_absolute_url(), activity.get_absolute_url(), record, "/me/",
        "/password/", "/password/?password", "/files/?file=/households/record-book/", "/logout/",
    ]  # fmt: skip


@pytest.fixture
def phone(browser, live_server, pages):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, locale="zh-CN",
        user_agent=WECHAT, has_touch=True, is_mobile=True, service_workers="block",
    )  # fmt: skip
    page = context.new_page()
    log_in(page, "xu")
    yield page
    context.close()


def faults(page):
    return violations(page)


def test_each_is_for_everybody(phone, pages):
    found = {}
    for path in pages:
        answer = phone.goto(path)
        wrong = found[path] = [] if answer.status == 200 else [answer.status]
        for width, size in ((390, ""), (360, ""), (390, "200%")):
            phone.set_viewport_size({"width": width, "height": 844})
            phone.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)
            wrong += faults(phone)
            if not phone.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                wrong.append(f"too wide at {width} {size}")
        phone.evaluate("document.documentElement.style.fontSize = ''")
        wrong += phone.evaluate(SMALL)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_each_prints_black_on_white_without_buttons(phone, pages):
    phone.emulate_media(media="print")
    for path in [*pages[:3], "/motions/", "/meetings/"]:
        phone.goto(path)
        assert not phone.is_visible("header nav"), path
        assert phone.locator("main button:visible").count() == 0, path
        assert phone.locator("h1").is_visible(), path


def test_what_is_seldom_written_opens_on_every_screen(phone, pages):
    phone.goto(pages[2])
    for width in (360, 390, 1280):
        phone.set_viewport_size({"width": width, "height": 844})
        phone.click("main summary:has-text('讲政策')")
        assert phone.is_visible("[name=policy]"), width
        assert phone.is_visible("[name=good_deed]"), width
        phone.click("main summary:has-text('讲政策')")
        assert not phone.is_visible("[name=policy]"), width
