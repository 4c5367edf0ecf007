"""Where things stand on the pages of the admin, measured in a real browser."""

import pytest

from accounts.models import Role
from congress import services as congress
from tests import cast
from tests.browser.axe import violations
from tests.records.test_admin import LEDGER, LOGS, url

PASSWORD = "liu-tang-2022"
LONG = "关于进一步加强全镇农村饮水安全工程建设和长效管护、切实保障群众饮水安全的建议"


def log_in(page, role):
    cast.make_user(role, username=role, password=PASSWORD)
    page.goto("/login/")
    page.fill("[name=username]", role)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def box(page, selector):
    return page.locator(selector).first.bounding_box()


@pytest.fixture
def town(transactional_db):
    return cast.make_frame()


def test_an_error_stands_under_its_field(town, desktop):
    log_in(desktop, "staff")
    desktop.goto("/admin/congress/poll/add/")
    with desktop.expect_navigation():
        desktop.click("[name=_save]")
    for name in ("held_on", "electorate", "voted", "ballots_issued"):
        field = box(desktop, f"#id_{name}")
        error = box(desktop, f".field-{name} > .errorlist")
        assert abs(error["x"] - field["x"]) < 2, name
        assert 0 <= error["y"] - (field["y"] + field["height"]) < 24, name
        assert error["height"] < 40, name


def make_long_rows(frame):
    """Rows with as many words as a real town writes."""
    department, village = frame.departments[0], frame.villages[0]
    for name in ("许桂兰", "单国富", "尉迟明月"):
        person = cast.make_deputy(name=name, phone="13812345678", village=village)
        constituency = cast.make_constituency(name="桥头村、岳山村和镇直机关联合选区")
        person.mandates.update(constituency=constituency, ended_on="2023-12-28", ended_for="moved")
        item = {"title": LONG, "decision_department": department, "decision_due_on": cast.DAY}
        cast.make_agenda_item(**item, decision_done_on=cast.DAY, outcome="revised")
        cast.make_project(
            name=LONG, department=department, village=village, investment="123456789.00",
            won_on=cast.DAY, started_on=cast.DAY, finished_on=cast.DAY,
        )  # fmt: skip
        motion = cast.make_motion(title=LONG, proposer=person, status="referred")
        cast.make_handling(motion=motion)
        cast.make_opinion(
            household=cast.make_household(village=village, group="12组"), text=LONG,
            department=department, handed_over_on=cast.DAY, topic=frame.topics[0],
        )  # fmt: skip
        poll = cast.make_poll(constituency=constituency)
        cast.make_candidacy(poll=poll, person=person, votes_for=900, is_elected=True)


WIDE = ["agendaitem", "mandate", "project", "poll", "motion", "deputy", "opinion"]


OFFICE = {"width": 1280, "height": 720}
# Red is for where one stands and for the one primary action; what is late is told by its badge.
RED_LINKS = """() => [...document.querySelectorAll("#content a")].filter((link) =>
  getComputedStyle(link).color === "rgb(168, 32, 26)" && link.checkVisibility()).map((a) => a.textContent)"""
IN_SIGHT = """() => [...document.querySelectorAll("#result_list tbody tr")]
  .filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length"""
LISTS_OF_THE_DAY = ["motion", "deputy", "opinion", "presidiummeeting"]


def test_lists_fit_an_office_screen(town, desktop):
    make_long_rows(town)
    log_in(desktop, "staff")
    desktop.set_viewport_size(OFFICE)
    for model in [m for m in LEDGER if m._meta.model_name in WIDE]:
        desktop.goto(url(model, "changelist"))
        results = desktop.locator("#changelist .results")
        assert results.evaluate("e => e.scrollWidth <= e.clientWidth"), model
        assert desktop.evaluate("document.documentElement.scrollWidth <= innerWidth"), model
    desktop.goto("/admin/representatives/deputy/")
    heights = desktop.eval_on_selector_all(
        "#result_list .field-by_strokes a",
        "links => links.map(a => a.getBoundingClientRect().height)",
    )
    assert heights and max(heights) < 30  # a name on one line


def make_a_dozen(frame):
    deputies = cast.make_deputies(12)
    for number, person in enumerate(deputies, start=1):
        cast.make_motion(title=f"关于桥头村修路的建议之{number}", proposer=person)
        cast.make_opinion(text="水渠堵了", topic=frame.topics[0])
        cast.make_presidium_meeting(number=number)


def test_a_list_of_the_day_shows_nine_rows_and_no_red(town, desktop):
    make_a_dozen(town)
    log_in(desktop, "staff")
    desktop.set_viewport_size(OFFICE)
    for model in [m for m in LEDGER if m._meta.model_name in LISTS_OF_THE_DAY]:
        desktop.goto(url(model, "changelist"))
        assert desktop.evaluate(IN_SIGHT) >= 9, model
        assert desktop.evaluate(RED_LINKS) == [], model
        assert violations(desktop) == [], model


def test_a_filter_is_chosen_with_two_presses_and_kept(town, desktop):
    make_a_dozen(town)
    log_in(desktop, "staff")
    desktop.goto("/admin/motions/motion/")
    assert desktop.locator(".filter[open]").count() == 0
    desktop.click(".filter summary:has-text('状态')")
    desktop.click(".filter summary:has-text('级别')")
    assert desktop.locator(".filter[open]").count() == 1  # one menu at a time
    desktop.keyboard.press("Escape")
    assert desktop.locator(".filter[open]").count() == 0
    desktop.click(".filter summary:has-text('状态')")
    desktop.click(".filter[open] a:has-text('已受理')")
    assert desktop.inner_text(".filter.is-set strong") == "已受理"
    assert desktop.inner_text(".list-bar .count") == "共12条"

    address = desktop.url
    desktop.click("#result_list tbody th a >> nth=0")
    desktop.go_back()
    assert desktop.url == address
    desktop.click("text=清除条件")
    assert desktop.locator(".filter.is-set").count() == 0
    desktop.fill("#searchbar", "没有这样的案由")
    desktop.press("#searchbar", "Enter")
    assert desktop.inner_text(".empty h2") == "没有符合条件的议案建议"
    desktop.click("text=看全部")
    assert desktop.inner_text(".list-bar .count") == "共12条"


def test_what_is_done_to_many_waits_for_a_tick(town, desktop):
    make_a_dozen(town)
    log_in(desktop, "staff")
    desktop.goto("/admin/motions/motion/")
    assert not desktop.is_visible("#changelist .actions")
    desktop.check(".action-select >> nth=1")
    bar = box(desktop, "#changelist .actions")
    assert bar["y"] + bar["height"] <= 900
    assert desktop.locator(".actions option").first.inner_text() == "请选择"
    desktop.uncheck(".action-select >> nth=1")
    assert not desktop.is_visible("#changelist .actions")


def test_on_a_phone_a_record_is_a_card_and_the_tab_is_in_sight(town, phone):
    make_a_dozen(town)
    log_in(phone, "staff")
    phone.goto("/admin/motions/motion/")
    card = box(phone, "#result_list tbody tr")
    assert card["width"] <= 390 and card["height"] <= 100
    tab = box(phone, ".tabs [aria-current]")
    assert tab["x"] >= 0 and tab["x"] + tab["width"] <= 390
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.click(".ledgers summary")
    assert phone.is_visible(".ledgers a:has-text('主席团会议')")
    assert violations(phone) == []


def test_a_heading_without_buttons_beside_it_stands_alone(town, desktop):
    log_in(desktop, Role.AUDITOR.value)
    for model in [m for m in LOGS if m._meta.model_name != "user"]:
        desktop.goto(url(model, "changelist"))
        heading, body = box(desktop, "#content h1"), box(desktop, "#changelist")
        assert heading["y"] + heading["height"] <= body["y"], model


def test_buttons_stand_beside_a_heading_or_below_it_and_never_on_it(town, desktop):
    """A motion that waits for its review has ten buttons, and a title as long as a row."""
    motion, person = cast.make_motion(title=LONG, status="registered"), cast.make_person()
    log_in(desktop, "staff")
    for row, is_beside in ((motion, False), (person, True)):
        desktop.goto(url(type(row), "change", row.pk))
        heading, buttons = box(desktop, "#content h1"), box(desktop, ".object-tools")
        assert (buttons["y"] < heading["y"] + heading["height"]) is is_beside, row
        assert not is_beside or buttons["x"] >= heading["x"] + heading["width"], row


def test_a_roll_fits_a_phone(town, phone):
    cast.make_deputies(3)
    session = cast.make_session()
    congress.call_roll(session, by=cast.the_clerk())
    log_in(phone, "staff")
    phone.goto(url(type(session), "roster", session.pk))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    right = phone.eval_on_selector_all(
        ".roster .choices label",
        "all => Math.max(...all.map(e => e.getBoundingClientRect().right))",
    )
    assert right <= 390
