"""The office's pages about households, in a real browser: with the keyboard, on paper, on a phone."""

import pytest

from accounts.models import Role
from representatives.models import Assignment, Opinion, Visit
from tests import cast
from tests.browser.axe import complaints_of, violations
from tests.browser.test_main_journey import PASSWORD, fits, log_in
from tests.browser.test_opinion_lines import typed

ENTRY = "/households/entry/"


@pytest.fixture
def town(transactional_db):
    frame = cast.make_frame()
    bridge = frame.villages[0]
    xu = cast.make_deputy(name="许桂兰", village=bridge)
    for kind, head in zip(frame.categories, ["王二保", "李长根"], strict=False):
        home = cast.make_household(head_name=head, village=bridge, group="6组")
        cast.make_assignment(person=xu, household=home, category=kind)
    shan = cast.make_deputy(name="单国富", village=bridge)
    for head in ("赵春生", "孙桂英"):
        cast.of_category(cast.make_household(head_name=head), frame.categories[2])
    cast.make_user(Role.STAFF, username="staff", password=PASSWORD)
    cast.make_user(Role.LEADER, username="leader", password=PASSWORD)
    return {"许桂兰": xu, "单国富": shan}


def pages_of(town):
    xu, kind = town["许桂兰"].pk, cast.make_frame().categories[2].pk
    return [
        "/households/", f"/households/assign/{xu}/{kind}/", f"/households/hand-over/{xu}/",
        "/households/term/", "/households/late/", "/households/paper/", ENTRY,
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_every_page_fits_and_can_be_read_by_all(town, desktop, width):
    complaints = complaints_of(desktop)
    desktop.set_viewport_size({"width": width, "height": 900})
    log_in(desktop, "staff")
    desktop.goto(ENTRY)
    desktop.fill("[name=home]", "web")
    desktop.press("[name=home]", "Enter")  # so that the last ten are there
    for address in pages_of(town):
        desktop.goto(address)
        assert fits(desktop), address
        assert violations(desktop) == [], address
    log_out_and_in(desktop, "leader")
    desktop.goto("/households/")
    assert fits(desktop)
    assert violations(desktop) == []
    assert complaints == []


def log_out_and_in(page, name):
    page.context.clear_cookies()
    log_in(page, name)


def test_two_cards_with_the_keyboard_alone(town, desktop):
    log_in(desktop, "staff")
    desktop.goto(ENTRY)
    desktop.fill("[name=visited_on]", "2022-03-01")
    desktop.focus("[name=home]")
    desktop.keyboard.type("web")
    desktop.focus("[name=production]")
    typed(desktop, "水稻46亩", "", "", "", 1, "")  # the first topic, and the disposal as it is
    desktop.keyboard.type("水渠堵了")
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector(".message.success")
    # The cursor stands in the first field of the next, and the day is that of the last.
    assert desktop.evaluate("document.activeElement.name") == "home"
    assert desktop.input_value("[name=visited_on]") == "2022-03-01"
    desktop.keyboard.type("李长根")
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector(".last tbody tr:nth-child(2)", state="attached")  # they are folded
    rows = Visit.objects.order_by("pk").values_list(
        "assignment__household__head_name", "production"
    )
    assert list(rows) == [("王二保", "水稻46亩"), ("李长根", "")]
    assert Opinion.objects.get().text == "水渠堵了"


def test_enter_after_a_name_goes_on_and_sends_nothing(town, desktop):
    """Of two households to hand over, the second would have stayed behind."""
    log_in(desktop, "staff")
    desktop.goto(f"/households/hand-over/{town['许桂兰'].pk}/")
    boxes = desktop.locator("[list=deputies]")
    for place in range(boxes.count()):
        boxes.nth(place).fill("单国富")
        boxes.nth(place).press("Enter")
    desktop.wait_for_selector("button.primary:focus")
    assert not Assignment.objects.filter(person=town["单国富"]).exists()
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector(".message.success")
    assert Assignment.objects.filter(person=town["单国富"]).count() == 2


def test_a_gap_is_closed_with_two_clicks(town, desktop):
    log_in(desktop, "staff")
    desktop.goto("/households/?q=xgl")
    desktop.click("text=安排 >> nth=-1")
    desktop.click("button:has-text('安排给许桂兰') >> nth=0")
    desktop.wait_for_selector(".message.success")
    assert desktop.locator("tr:has-text('许桂兰') .badge:has-text('缺')").count() == 0
    assert Assignment.objects.filter(person=town["许桂兰"]).count() == 3


def test_a_reminder_is_copied(town, desktop):
    log_in(desktop, "staff")
    desktop.goto("/households/late/")
    desktop.click("[data-copy=text]")
    assert desktop.inner_text("[data-copy=text]") in ("已复制", "已选中，请按 Ctrl+C")
    chosen = "[getSelection().toString(), document.activeElement.value].find(Boolean)"
    assert "许桂兰（2户）" in desktop.evaluate(chosen)


def test_without_scripts_the_text_is_there_and_the_button_is_not(town, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, "staff")
    page.goto("/households/late/")
    assert "许桂兰（2户）" in page.input_value("#text")
    assert not page.is_visible("[data-copy=text]")
    context.close()
