"""Where things stand on the pages of the admin, measured in a real browser."""

import pytest

from accounts.models import Role
from congress import services as congress
from tests import cast
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


def test_lists_fit_an_office_screen(town, desktop):
    make_long_rows(town)
    log_in(desktop, "staff")
    for model in [m for m in LEDGER if m._meta.model_name in WIDE]:
        desktop.goto(url(model, "changelist"))
        results = desktop.locator("#changelist .results")
        assert results.evaluate("e => e.scrollWidth <= e.clientWidth"), model
    desktop.goto("/admin/representatives/deputy/")
    heights = desktop.eval_on_selector_all(
        "#result_list .field-by_strokes a",
        "links => links.map(a => a.getBoundingClientRect().height)",
    )
    assert heights and max(heights) < 30  # a name on one line


def test_a_heading_without_buttons_beside_it_stands_alone(town, desktop):
    log_in(desktop, Role.AUDITOR.value)
    for model in [m for m in LOGS if m._meta.model_name != "user"]:
        desktop.goto(url(model, "changelist"))
        heading, body = box(desktop, "#content h1"), box(desktop, "#changelist")
        assert heading["y"] + heading["height"] <= body["y"], model


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
