"""The one page that everybody sees, in a real browser, under our Content-Security-Policy."""

import pytest

from tests.browser.axe import complaints_of, violations


@pytest.fixture(params=["desktop", "phone"])
def page(request):
    page = request.getfixturevalue(request.param)
    page.complaints = complaints_of(page)
    page.on("requestfailed", lambda failed: page.complaints.append(failed.url))
    page.goto("/login/")
    return page


def test_nothing_is_blocked_or_missing(page):
    assert page.complaints == []


def test_accessible_to_everyone(page):
    assert violations(page) == []


def test_fits_the_screen(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_wrong_password_is_told_in_chinese(page):
    page.fill("[name=username]", "staff")
    page.fill("[name=password]", "no-such-password")
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    assert "密码不对" in page.inner_text("main")
