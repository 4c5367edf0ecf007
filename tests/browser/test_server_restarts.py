"""The office's machine is switched off while a visit is being sent, and on again later."""

import pytest

from tests.browser.test_visits_kept import WECHAT
from tests.hemao.office import PASSWORD, running_office


@pytest.fixture
def office(tmp_path):
    with running_office(tmp_path) as office:
        yield office


def test_a_visit_outlives_the_server(browser, office):
    context = browser.new_context(base_url=office.url, user_agent=WECHAT, locale="zh-CN")
    page = context.new_page()
    page.goto("/login/")
    page.fill("[name=username]", "xu")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.click("text=走访登记")
    page.fill(".visit-form:visible [name=production]", "晚稻长势好")
    office.switch_off()
    page.click(".visit-form:visible [type=submit]")
    page.wait_for_selector("text=还有1条没送出，打开本页时会再送。")
    office.switch_on()
    page.click("text=现在就送")
    page.wait_for_selector("text=已送出1条。")
    office.switch_off()  # right after it said so
    context.close()
    assert office.stored() == {"晚稻长势好": 1}
