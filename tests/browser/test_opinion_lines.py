"""Opinions typed in lines with the keyboard alone, and the table that counts them."""

import pytest

from accounts.models import Role
from representatives.models import Opinion
from tests import cast
from tests.browser.axe import complaints_of, violations
from tests.browser.test_main_journey import PASSWORD, fits, log_in

QUICK = "/admin/representatives/opinion/quick/"
MONTHS = "/opinions/months/"


@pytest.fixture
def town(transactional_db):
    cast.make_frame()
    cast.make_deputy(name="许桂兰")
    for role in (Role.STAFF, Role.LEADER):
        cast.make_user(role, username=role.value, password=PASSWORD)


def typed(page, *words):
    """Type each of `words`, or go down so many choices, and on with Tab."""
    for word in words:
        if isinstance(word, int):
            for _ in range(word):
                page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type(word)
        page.keyboard.press("Tab")


def test_two_lines_without_a_mouse(town, desktop):
    complaints = complaints_of(desktop)
    log_in(desktop, "staff")
    desktop.goto(QUICK)
    assert fits(desktop)
    assert violations(desktop) == []
    desktop.fill("[name=form-0-heard_on]", "2022-03-01")
    desktop.focus("[name=form-0-source]")
    typed(desktop, 2, "xgl", "", "老周", 1, "水渠堵了")
    desktop.focus("[name=form-1-topic]")
    typed(desktop, 2, "路不平")
    desktop.locator("[name=_save]").press("Enter")
    desktop.wait_for_url("**/opinion/")
    rows = Opinion.objects.values_list("text", "source", "heard_by__name", "topic__name")
    assert set(rows) == {
        ("水渠堵了", "reception", "许桂兰", "农业农村"),
        ("路不平", "reception", "许桂兰", "道路交通"),
    }
    assert complaints == []


def test_on_a_phone_each_line_is_a_card(town, phone):
    log_in(phone, "staff")
    phone.goto(QUICK)
    assert fits(phone)
    assert violations(phone) == []
    phone.fill("[name=form-0-text]", "水渠堵了")
    phone.locator("[name=_save]").press("Enter")
    phone.wait_for_selector(".errorlist")
    assert fits(phone)
    assert phone.input_value("[name=form-0-text]") == "水渠堵了"


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_the_table_of_the_months(town, request, screen):
    page = request.getfixturevalue(screen)
    cast.make_opinion()
    log_in(page, "leader")
    page.goto(f"{MONTHS}?year=2022")
    assert fits(page)
    assert violations(page) == []
    page.click("text=3月")
    page.wait_for_url("**month=3**")
    page.click("table.months >> nth=1 >> tfoot a.figure >> nth=0")
    assert page.inner_text("h1") == "收集的群众意见"
