"""Every page of a deputy, looked at: narrow, with large type, by those who see or hold badly."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Role
from representatives.models import Person
from tests import cast
from tests.browser.axe import violations
from tests.browser.test_entering import link_for
from tests.browser.test_visits_kept import PASSWORD, WECHAT, log_in
from tests.trial import length
from township.models import Town
from township.spans import today

NARROW = {"width": 360, "height": 740}
THUMB, LEGIBLE = 44, 16  # px
# What can be pressed and is smaller than a thumb, but for links within a sentence (WCAG 2.5.8), and
# what is written smaller than one reads without glasses. What is hidden or only heard is neither.
SMALL = """([thumb, legible]) => {
    const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.visually-hidden, .skip');
    const within = (link) => getComputedStyle(link).display === 'inline' && [...link.parentElement.childNodes]
        .some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const found = [];
    for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
        if (!seen(one) || within(one)) continue;
        const target = one.matches('[type=radio], [type=checkbox]') ? one.closest('label') : one;
        const box = target.getBoundingClientRect();
        if (box.width < thumb - 0.5 || box.height < thumb - 0.5)
            found.push([Math.round(box.width), Math.round(box.height), one.outerHTML.slice(0, 90)]);
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const [text, one] = [texts.currentNode.textContent.trim(), texts.currentNode.parentElement];
        if (text && seen(one) && parseFloat(getComputedStyle(one).fontSize) < legible)
            found.push([getComputedStyle(one).fontSize, text.slice(0, 30)]);
    }
    return found;
}"""


def small(page):
    """What on `page` is too small to press or to read, with everything unfolded."""
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    return page.evaluate(SMALL, [THUMB, LEGIBLE])


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
        "/households/", home, f"{home}visit/", f"/visits/{visit.pk}/change/", f"/opinions/{heard.pk}/told/", "/motions/",
        "/motions/new/", f"/motions/new/?opinion={open_one.pk}", motion.get_absolute_url(),
        reverse("motion-do", args=[motion.pk, "rate"]), draft.get_absolute_url(),
        reverse("motion-do", args=[draft.pk, "invite"]),
        "/meetings/", session.get_absolute_url(), activity.get_absolute_url(), record, "/me/",
        "/password/", "/password/?password", "/files/?file=/households/record-book/", "/logout/",
        "/me/switch/", "/help/", "/help/deputies/",
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


SIZES = [(width, size) for width in (390, 360, 414) for size in ("100%", "200%")]
BAR = "all => all.filter(one => one.getBoundingClientRect().right > innerWidth).length"


def narrow(page):
    """What is cut off at the width of `page`; the bar of tabs scrolls, and so hides what is."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return ["too wide"] * wide + ["a tab is cut off"] * page.eval_on_selector_all(".tabs a", BAR)


@pytest.mark.trial
def test_each_is_for_everybody(phone, pages, figure):
    """In the gate axe looks at the common width; what is cut off is looked for at each."""
    found, looked_at = {}, 0
    for path in [*pages, "/sheet/"]:
        answer = phone.goto(path)
        wrong = found[path] = [] if answer.status == 200 else [answer.status]
        if path == "/households/":
            phone.click("text=走访登记")
            phone.wait_for_selector(".visit-form:visible")
        for number, (width, size) in enumerate(SIZES):
            phone.set_viewport_size({"width": width, "height": 844})
            phone.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)
            examined = number < length(sample=1, whole=len(SIZES))
            looked_at += examined
            faults = [*narrow(phone), *(violations(phone) if examined else [])]
            wrong += [(width, size, fault) for fault in faults]
    figure(
        f"a deputy's {len(found)} pages: axe at {looked_at} sizes of them, nothing cut off at any"
    )
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_nothing_is_too_small_for_a_thumb_or_for_old_eyes(phone, pages):
    phone.set_viewport_size(NARROW)
    found = {}
    for path in pages:
        phone.goto(path)
        if path == "/households/":
            phone.click("text=走访登记")
            phone.wait_for_selector(".visit-form:visible")
        found[path] = small(phone)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_nor_on_the_way_in(phone, pages):
    """With an office that can be called, and each refusal that a link gives."""
    Town.objects.update(office_phone="0553-6320001")
    xu, found = Person.objects.get(name="许桂兰"), {}
    phone.context.clear_cookies()
    phone.set_viewport_size(NARROW)

    def look(what):
        found[what] = small(phone)

    for path in ("/login/", "/login/?next_deputy", "/enter/no-such-link/", "/nowhere/"):
        phone.goto(path)
        look(path)
    phone.goto("/login/")
    phone.click("[type=submit]")
    look("refused login")
    old, new = link_for(xu), link_for(xu)
    phone.goto(old)
    look("reissued link")
    phone.goto(new)
    look("link")
    phone.click("text=开始登录")
    phone.fill("[name=digits]", "1111")
    phone.click("text=下一步")
    look("wrong digits")
    phone.fill("[name=digits]", "8247")
    phone.click("text=下一步")
    phone.click("[type=submit]")
    look("refused digits to choose")
    phone.goto("/enter/secret/?password")
    look("password to choose")
    for _ in range(5):
        phone.goto("/login/")
        phone.fill("[name=username]", "xu")
        phone.fill("[name=password]", "111111")
        phone.click("[type=submit]")
    assert "登录暂停15分钟" in phone.inner_text("h1")
    look("lockout")
    assert {what: wrong for what, wrong in found.items() if wrong} == {}


# Where what has the focus is covered by the button that sends, or out of sight: the line in which one
# begins to write, of what is higher than that.
COVERED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const send = document.querySelector('form:not([hidden]) .send');
    const line = one.matches('textarea') ? 1.5 * parseFloat(getComputedStyle(one).lineHeight) : box.height;
    const told = [box.top, box.top + line, send.getBoundingClientRect().top];
    return !send.contains(one) && (told[0] < -1 || told[1] > told[2] + 1) && told;
}"""
# How far the button that sends is from the upper edge of the menu at the thumb: never below it.
ABOVE = """() => document.querySelector('.tabs').getBoundingClientRect().top
    - document.querySelector('form:not([hidden]) .send [type=submit]').getBoundingClientRect().bottom"""
CONTROLS = (
    "form:not([hidden]) :is(input:not([type=hidden]), textarea, select, summary, button):visible"
)


@pytest.mark.parametrize("size", ["100%", "200%"])
@pytest.mark.parametrize("width", [390, 360])
def test_sending_stays_at_the_thumb(phone, pages, width, size):
    """It was two screens below the top of the form of a visit, and almost four with large type."""
    phone.set_viewport_size({"width": width, "height": 740})
    phone.emulate_media(reduced_motion="reduce")
    for path in ("/households/", pages[2], "/motions/new/"):
        phone.goto(path)
        phone.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)
        if path == "/households/":
            phone.click("text=走访登记")
            phone.wait_for_selector(".visit-form:visible")
        assert 0 <= phone.evaluate(ABOVE) < 740 - 56 - 44, path
        phone.evaluate(
            "document.querySelectorAll('main details').forEach((one) => { one.open = true })"
        )
        controls = phone.locator(CONTROLS)
        assert controls.count() > 5, path
        for control in controls.all():
            control.focus()
            assert not phone.evaluate(COVERED), (path, control.evaluate("one => one.outerHTML"))
            assert phone.evaluate(ABOVE) >= 0, path


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
