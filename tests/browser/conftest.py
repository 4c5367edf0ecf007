"""A real Chromium (Debian's, not a download) in front of Django's live server."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

# Playwright's sync API keeps an event loop in this thread, and Django refuses to query the
# database from a thread that has one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Root needs --no-sandbox; the rest keeps it from calling home, which fails without a network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def go_by(page, selector):
    """Leave `page` by a link or a button. A deputy's page first asks whether there is a network, so
    that the click alone is over before the next page has begun.
    """
    with page.expect_navigation():
        page.click(selector)


def pytest_collection_modifyitems(items):
    # Called with the items of the whole run, not of this folder.
    for item in items:
        if "browser" in item.path.parent.parts:
            item.add_marker(pytest.mark.browser)
            # pytest-django makes the database only if a test is marked, or names a fixture,
            # that needs it; a page asked for by getfixturevalue() is neither.
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    if not path:
        pytest.skip("没有 Chromium：apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium):
    """Chromium; what a test has opened in it is closed with the test.

    It would keep its connections for five minutes, and the live server's threads would end in the
    middle of another test, whose database is not theirs.
    """
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def desktop(browser, live_server):
    """A page of an office PC; addresses are relative to the live server."""
    context = browser.new_context(base_url=live_server.url, viewport=DESKTOP, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser, live_server):
    """A page of a deputy's phone; addresses are relative to the live server."""
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE, locale="zh-CN", has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()
