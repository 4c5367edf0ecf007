"""A password is typed blind on a small keyboard, unless one looks at it."""

import pytest

from accounts.models import Role
from tests import cast
from tests.browser.axe import complaints_of, violations
from tests.browser.test_entering import link_for
from tests.browser.test_visits_kept import PASSWORD, log_in

MISMATCH = "两次填的不一样。两栏都已清空，请重新填：第二次和第一次填一样的。"


@pytest.fixture
def xu(transactional_db):
    cast.make_frame()
    user = cast.make_user(Role.DEPUTY, username="xu", password=PASSWORD, display_name="许桂兰")
    return cast.make_deputy(name="许桂兰", user=user, phone="138 0013-8247")


def show(page, number=0):
    return page.locator("[data-shows]").nth(number)


def test_the_login_shows_what_is_typed_and_sends_it_hidden(phone, xu):
    complaints = complaints_of(phone)
    phone.goto("/login/")
    assert phone.evaluate("document.activeElement.name") == "username"
    phone.focus("[name=password]")
    phone.keyboard.type("liu-tang")
    show(phone).click()
    assert phone.get_attribute("[name=password]", "type") == "text"
    assert show(phone).get_attribute("aria-pressed") == "true"
    assert phone.evaluate("document.activeElement.name") == "password"  # one goes on typing
    phone.keyboard.type("-zhen-2022")
    assert phone.input_value("[name=password]") == PASSWORD
    assert violations(phone) == []
    phone.evaluate("""() => document.forms[0].addEventListener('submit', (event) => {
        sessionStorage.type = document.querySelector('[name=password]').type;
    })""")
    phone.fill("[name=username]", "xu")
    phone.click("[type=submit]")
    phone.wait_for_url("**/households/")
    assert phone.evaluate("sessionStorage.type") == "password"  # as the browser would keep it
    assert complaints == []


def test_it_hides_again(phone, xu):
    phone.goto("/login/")
    phone.fill("[name=password]", "583914")
    show(phone).click()
    show(phone).click()
    assert phone.get_attribute("[name=password]", "type") == "password"
    assert show(phone).get_attribute("aria-pressed") == "false"


def test_with_the_keyboard_alone(phone, xu):
    phone.goto("/login/")
    phone.focus("[name=password]")
    phone.keyboard.type("583914")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    assert phone.get_attribute("[name=password]", "type") == "text"


def test_each_field_has_its_own_on_the_way_in_and_under_me(phone, xu):
    phone.goto(link_for(xu))
    phone.click("text=开始登录")
    phone.fill("[name=digits]", "8247")
    phone.click("text=下一步")
    assert_two_differ_and_it_is_said(phone)
    log_in(phone, "xu")
    phone.goto("/password/")
    assert phone.locator("[data-shows]:visible").count() == 3
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def assert_two_differ_and_it_is_said(page):
    page.fill("[name=new_password1]", "583914")
    page.fill("[name=new_password2]", "583915")
    show(page, 1).click()
    assert page.get_attribute("[name=new_password1]", "type") == "password"
    assert page.get_attribute("[name=new_password2]", "type") == "text"
    page.click("[type=submit]")
    page.wait_for_selector(f"text={MISMATCH}")
    assert (
        page.input_value("[name=new_password1]") == page.input_value("[name=new_password2]") == ""
    )


def test_without_any_script_there_is_no_button(browser, live_server, xu):
    page = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    page.goto("/login/")
    assert page.locator("[data-shows]").count() == 1
    assert not show(page).is_visible()
