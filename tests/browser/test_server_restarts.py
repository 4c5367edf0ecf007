"""A phone and a server of its own: switched off while a visit is being sent, or asked twice at once.

The live server of the other stories has one connection for all its threads: two that save at the same
moment cannot both be answered there.
"""

import pytest

from tests.browser.test_visits_kept import WECHAT, fill, save, until, waits
from tests.hemao.office import PASSWORD, running_office


@pytest.fixture(scope="module")
def only_office(tmp_path_factory):
    with running_office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture
def office(only_office):
    if only_office.process is None:  # a story has left it switched off
        only_office.switch_on()
    return only_office


@pytest.fixture
def wechat(browser, office):
    return browser.new_context(base_url=office.url, user_agent=WECHAT, locale="zh-CN")


@pytest.fixture
def page(wechat):
    page = wechat.new_page()
    page.goto("/login/")
    page.fill("[name=username]", "xu")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("text=走访登记")
    page.wait_for_load_state()  # its scripts, too: the stories begin where they are there
    return page


def test_two_windows_send_one_visit_at_once(office, wechat, page):
    wechat.set_offline(True)
    fill(page, "稻田该放水了")
    page.click(
        ".visit-form:visible >> text=昨天"
    )  # of today is the other story's, on the same database
    save(page)
    waits(page)
    other = wechat.new_page()
    wechat.set_offline(False)
    other.goto("/households/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(other, "!Object.keys(localStorage).some((key) => key.includes(':unsent:'))")
    assert office.stored()["稻田该放水了"] == 1


def test_a_visit_outlives_the_server(office, wechat, page):
    fill(page)
    office.switch_off()
    save(page)
    waits(page)
    office.switch_on()
    page.click("text=现在就送")
    page.wait_for_selector("text=已送出1条。")
    office.switch_off()  # right after it said so
    wechat.close()
    assert office.stored()["晚稻长势好"] == 1
