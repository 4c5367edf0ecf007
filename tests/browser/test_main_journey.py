"""The main job as its users do it: from the login to the records behind a number, and to paper."""

import io

import docx
import pytest

from accounts.models import User
from tests.browser.axe import complaints_of, violations
from tests.demo_town import lay_demo_town

PASSWORD = "liu-tang-zhen-2021"


@pytest.fixture
def town(transactional_db):
    lay_demo_town()
    for name in ("leader", "staff", "deputy1"):
        user = User.objects.get(username=name)
        user.set_password(PASSWORD)
        user.save()


def log_in(page, name):
    page.goto("/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def faults(page):
    return violations(page)


def test_from_login_to_the_records_and_the_word_file(town, desktop, phone):
    complaints = complaints_of(desktop)

    log_in(desktop, "leader")
    assert desktop.url.endswith("/overview/")
    desktop.goto("/reports/2021/")
    assert "召开主席团会议五次" in desktop.inner_text("article.sheet")
    assert faults(desktop) == []

    with desktop.expect_download() as download:
        desktop.click("text=下载 Word")
    assert download.value.suggested_filename == "鹤毛镇2021年人大工作总结（第1版定稿）.docx"
    with open(download.value.path(), "rb") as file:
        words = "".join(p.text for p in docx.Document(io.BytesIO(file.read())).paragraphs)
    assert "人大例会9次" in words

    desktop.click("article.sheet a.figure:has-text('五次')")
    desktop.wait_for_selector(".opened h2")
    assert desktop.inner_text(".opened h2 >> nth=0") == "主席团会议次数"
    assert desktop.locator(".opened ol li").count() == 5
    assert faults(desktop) == []
    desktop.press("body", "Escape")
    assert not desktop.is_visible(".opened")

    desktop.click("article.sheet a.figure:has-text('五次')")
    desktop.click("text=全部记录")
    desktop.wait_for_load_state()
    assert desktop.inner_text("h1") == "主席团会议次数"
    assert desktop.locator("tbody tr").count() == 5
    assert faults(desktop) == []

    log_in(phone, "deputy1")
    assert phone.url.endswith("/households/")
    assert phone.inner_text("h1") == "我的联系户"
    assert fits(phone)
    assert faults(phone) == []
    phone.goto("/reports/2021/")
    assert "2021年人大工作总结" not in phone.content()

    desktop.context.clear_cookies()
    log_in(desktop, "staff")
    assert desktop.url.endswith("/admin/")
    assert "议案建议到期" in desktop.inner_text("main, #content")
    assert complaints == []
