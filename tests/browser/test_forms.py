"""A clerk and the forms of the admin: with the keyboard alone, left half-way, refused, without a
script, on the office's screen and on a phone.
"""

import pytest
from django.test import Client
from playwright.sync_api import expect

from motions.models import Verb
from tests import cast
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP
from township.models import DeadlineRule
from township.spans import today

ADD = "/admin/township/deadlinerule/add/"
MEETING = "/admin/congress/presidiummeeting/add/"
OFFICE = {"width": 1280, "height": 720}
FITS = "() => document.documentElement.scrollWidth <= innerWidth"
# Whether what has the focus lies above the bar.
IS_FREE = """() => {
  const place = document.activeElement.getBoundingClientRect();
  return place.bottom <= document.querySelector('.submit-row').getBoundingClientRect().top;
}"""


def log_in(page, live_server):
    client = Client()
    client.force_login(cast.the_clerk())
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])


@pytest.fixture
def frame(transactional_db):
    return cast.make_frame()


@pytest.fixture
def office(desktop, live_server, frame):
    """A page of a clerk who is logged in; what the browser asks is kept, and answered with no."""
    desktop.asked = []
    desktop.on("dialog", lambda dialog: (desktop.asked.append(dialog.type), dialog.dismiss()))
    log_in(desktop, live_server)
    return desktop


def bar(page):
    return page.locator(".bar-says")


def focus(page):
    return page.evaluate("document.activeElement.id || document.activeElement.name")


def test_a_rule_with_the_keyboard_alone(office):
    office.goto(ADD)
    expect(bar(office)).to_have_text("还有4处要填：从何时起算、期限、依据等")
    assert focus(office) == "id_level"  # one may type at once

    # Sent as it is: what was refused is told above, in the bar, and at the field that has the focus.
    with office.expect_navigation():
        office.keyboard.press("Control+s")
    assert office.locator(".mistakes a").all_inner_texts() == [
        "请选择从何时起算。", "请填写期限。", "请填写依据。", "请填写施行日期。",
    ]  # fmt: skip
    expect(bar(office)).to_have_text("有4处要改")
    assert focus(office) == "id_event_0"
    assert office.inner_text(".field-event .errorlist") == "请选择从何时起算。"
    office.click(".mistakes a >> nth=3")
    assert focus(office) == "id_starts_on"

    # Enter goes on to the next field and stores nothing; a day is one key.
    office.focus("#id_level")
    while office.inner_text("#id_level option:checked") != "省":
        office.keyboard.press("ArrowDown")
    office.keyboard.press("Tab")
    office.keyboard.press("Space")
    office.keyboard.press("Enter")
    assert focus(office) == "id_amount"
    office.keyboard.type("3")
    office.keyboard.press("Enter")
    assert focus(office) == "id_complex_amount"
    office.focus("#id_article")
    office.keyboard.type("代表法第五十一条")
    office.focus("#id_starts_on")
    office.keyboard.press("Control+;")
    expect(office.locator("#id_starts_on")).to_have_value(str(today()))
    expect(bar(office)).to_have_text("有改动，没有存")
    stored = DeadlineRule.objects.filter(level="province")
    assert not stored.exists()

    # Ctrl+Enter stores it and begins the next.
    with office.expect_navigation():
        office.keyboard.press("Control+Enter")
    assert ADD in office.url
    [rule] = stored
    assert (rule.event, rule.amount, rule.starts_on) == ("lead", 3, today())
    assert office.asked == []


def test_leaving_asks_only_where_something_was_typed(office):
    office.goto(ADD)
    office.click("text=返回，不存")
    office.wait_for_url("**/deadlinerule/")
    office.goto(ADD)
    office.fill("[name=article]", "代表法")
    office.click("text=返回，不存")
    expect(bar(office)).to_contain_text("还有3处要填")
    assert office.asked == ["beforeunload"]
    assert office.input_value("[name=article]") == "代表法"
    office.fill("[name=article]", "")  # as it was: nothing would be lost
    office.click("text=返回，不存")
    office.wait_for_url("**/deadlinerule/")
    assert office.asked == ["beforeunload"]


def test_a_day_is_typed_or_taken_from_the_calendar(office):
    # A row that is added has its box too.
    office.goto("/admin/representatives/household/add/")
    office.click("#category_spans-group .add-row a")
    expect(office.locator("#category_spans-1 .field-starts_on .day-pick")).to_be_visible()
    office.goto(MEETING)
    box = office.locator("#id_starts_on")
    frame = office.locator(".field-starts_on .day-box")
    frame.locator("text=今天").click()
    expect(box).to_have_value(str(today()))
    frame.locator(".day-calendar").evaluate(
        "one => { one.value = '2022-03-10'; one.dispatchEvent(new Event('change')); }"
    )
    expect(box).to_have_value("2022-03-10")
    assert focus(office) == "id_starts_on"
    box.fill("三月十日")
    with office.expect_navigation():
        office.keyboard.press("Control+s")
    assert office.inner_text(".field-starts_on .errorlist").startswith("“三月十日”没有写年份，")
    assert box.input_value() == "三月十日"
    # Of Django's calendar nothing is left.
    assert office.locator(".datetimeshortcuts, .calendarbox").count() == 0
    # On paper stands what was filled in.
    office.evaluate("dispatchEvent(new Event('beforeprint'))")
    office.emulate_media(media="print")
    assert office.is_visible(".field-starts_on")
    assert office.locator(".cell.blank").count() > 0
    assert office.locator(".cell.blank:visible").count() == 0
    assert not office.is_visible(".submit-row")


def test_without_a_script_the_links_lead_to_the_fields(browser, live_server, frame):
    context = browser.new_context(
        base_url=live_server.url, viewport=DESKTOP, locale="zh-CN", java_script_enabled=False
    )
    page = context.new_page()
    log_in(page, live_server)
    page.goto(ADD)
    page.fill("[name=amount]", "3")
    page.click("[name=_save]")
    links = page.locator(".mistakes a")
    assert links.count() == 3
    for link in links.all():
        assert page.locator(link.get_attribute("href")).count() == 1
    assert page.locator("#id_starts_on").get_attribute("type") == "text"


def test_rows_are_lines_that_open_and_are_counted(office):
    meeting = cast.make_presidium_meeting()
    for number, title in enumerate(("听取水利工程进展", "审议视察安排"), 1):
        cast.make_agenda_item(meeting=meeting, order=number, title=title)
    office.set_viewport_size(OFFICE)
    office.goto(f"/admin/congress/presidiummeeting/{meeting.pk}/change/")
    count = office.locator(".rail a[href='#agenda_items-group'] .count")
    expect(count).to_have_text("2")
    lines = office.locator("#agenda_items-group .has_original > details > summary")
    assert [line.bounding_box()["height"] <= 48 for line in lines.all()] == [True, True]
    lines.first.click()
    office.check("#id_agenda_items-0-DELETE")
    expect(count).to_have_text("1")
    office.click("#agenda_items-group .add-row a")
    office.fill("[name=agenda_items-2-title]", "研究补选事项")
    expect(count).to_have_text("2")
    # Everything is named for those who hear it, and new boxes too.
    assert violations(office) == []
    office.focus("#agenda_items-group .add-row a")
    assert office.evaluate(IS_FREE)


def test_the_page_of_a_motion_says_what_comes_next(office, frame):
    motion = cast.make_motion(title="关于清理桥头村水渠的建议", status="replied")
    cast.make_handling(motion=motion, replied_on=cast.DAY)
    for verb in (Verb.REGISTER, Verb.ACCEPT, Verb.REFER, Verb.REPLY):
        motion.events.create(
            verb=verb, happened_on=cast.DAY, to_status="replied", by=cast.the_clerk()
        )
    office.set_viewport_size(OFFICE)
    office.goto(f"/admin/motions/motion/{motion.pk}/change/")
    assert "关于清理桥头村水渠的建议" in office.inner_text("h1")
    assert "修改议案建议" in office.inner_text(".breadcrumbs")
    first = office.locator(".object-tools a.addlink")
    assert first.all_inner_texts() == ["评价"]
    heights = office.eval_on_selector_all(
        ".object-tools > li", "all => all.map(one => one.firstElementChild.offsetHeight)"
    )
    assert set(heights) == {44}
    # What is only read is folded, with its number; what says nothing is left out.
    folds = office.locator(".fold > summary")
    assert [words.split("\n")[0] for words in folds.all_inner_texts()] == [
        "扫描件 0", "承办 1", "经过 4",
    ]  # fmt: skip
    values = [words.strip() for words in office.locator(".readonly").all_text_contents()]
    assert values
    assert not {"-", "—", ""} & set(values)
    assert office.evaluate("document.documentElement.scrollHeight") < 3 * OFFICE["height"]
    office.click(".rail a[href='#handlings-group']")
    expect(office.locator("#handlings-group summary >> nth=1")).to_be_visible()
    assert violations(office) == []


def test_the_bar_is_in_sight_on_every_screen(office, frame):
    motion = cast.make_motion()
    pages = [
        MEETING, "/admin/congress/activity/add/", "/admin/motions/motion/through/",
        "/admin/representatives/opinion/quick/", f"/admin/motions/motion/{motion.pk}/do/void/",
    ]  # fmt: skip
    for size in (OFFICE, {"width": 360, "height": 740}):
        office.set_viewport_size(size)
        for page in pages:
            office.goto(page)
            place = office.locator(".submit-row").bounding_box()
            assert place["y"] + place["height"] <= size["height"] + 1, page
            assert office.evaluate(FITS), page
    # Nothing is asked of whoever only looked.
    assert office.asked == []
