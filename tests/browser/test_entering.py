"""A deputy of sixty gets a link in WeChat: from the first tap to the first visit."""

import re
import urllib.request

import pytest

from accounts.models import Device, LoginLink
from representatives import services
from representatives.models import Visit
from tests import cast
from tests.browser.axe import complaints_of, violations
from tests.browser.conftest import PHONE
from township.models import Town

WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; PCT-AL10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/107.0.5304.141 Mobile Safari/537.36 XWEB/5023 MicroMessenger/8.0.49 Language/zh_CN"
)
PREVIEW = "Mozilla/5.0 (compatible; link preview)"


def open_phone(browser, live_server, width=PHONE["width"]):
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE | {"width": width}, locale="zh-CN",
        has_touch=True, is_mobile=True, user_agent=WECHAT, service_workers="block",
    )  # fmt: skip
    page = context.new_page()
    page.complaints = complaints_of(page)
    return page


@pytest.fixture
def wechat(browser, live_server):
    page = open_phone(browser, live_server)
    yield page
    page.context.close()


@pytest.fixture
def xu(transactional_db):
    cast.make_frame()
    person = cast.make_deputy(name="许桂兰", phone="138 0013-8247")
    cast.make_assignment(person=person, household=cast.make_household(head_name="王二保"))
    return person


def link_for(person):
    return f"/enter/{services.issue_login_link(person, by=cast.the_clerk())}/"


def faults(page):
    return violations(page)


def looks_right(page):
    """It fits a narrow phone, also with text twice as large, and everybody can read and press."""
    assert faults(page) == []
    for width, size in ((390, ""), (360, ""), (390, "200%")):
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        page.evaluate("size => document.documentElement.style.fontSize = size", size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(PHONE)
    small = page.eval_on_selector_all(
        "main button, main input:not([type=hidden]):not(.visually-hidden), main a.button",
        "all => all.filter(one => one.offsetHeight < 44).map(one => one.outerHTML)",
    )
    assert small == [], page.url


def test_the_whole_minute_from_the_link_to_a_stored_visit(wechat, live_server, xu):
    link = link_for(xu)
    preview = urllib.request.Request(live_server.url + link, headers={"User-Agent": PREVIEW})
    with urllib.request.urlopen(preview) as answer:
        assert "许" not in answer.read().decode()

    wechat.goto(link)
    looks_right(wechat)
    wechat.click("text=开始登录")
    assert wechat.url.endswith("/enter/digits/")
    looks_right(wechat)

    wechat.fill("[name=digits]", "1111")
    wechat.click("text=下一步")
    assert "还可以试4次" in wechat.inner_text("main")
    wechat.fill("[name=digits]", "8247")
    wechat.press("[name=digits]", "Enter")
    wechat.wait_for_url("**/enter/secret/")
    looks_right(wechat)

    wechat.fill("[name=new_password1]", "123456")
    wechat.fill("[name=new_password2]", "123456")
    wechat.click("text=保存并登录")
    assert "太容易猜" in wechat.inner_text("main")
    wechat.fill("[name=new_password1]", "583914")
    wechat.fill("[name=new_password2]", "583914")
    wechat.click("text=保存并登录")
    wechat.wait_for_url("**/households/")
    assert wechat.inner_text("h1") == "我的联系户"
    assert "王二保" in wechat.inner_text("main")
    assert LoginLink.objects.get().state == "used"
    assert Device.objects.get().label == "安卓手机·微信"

    wechat.click("text=走访登记")
    wechat.click(".visit-form:visible >> text=长势好")
    wechat.click(".visit-form:visible [type=submit]")
    wechat.wait_for_selector("text=走访王二保家。")
    assert Visit.objects.get().recorded_by == LoginLink.objects.get().user

    wechat.goto("/me/")
    looks_right(wechat)
    wechat.goto(link)  # the message in the chat is where its owner looks for the way in
    assert wechat.url.endswith("/households/")
    wechat.context.clear_cookies()
    wechat.goto(link)
    assert "这个链接已经用过了" in wechat.inner_text("h1")
    looks_right(wechat)
    refused = [said for said in wechat.complaints if "410" not in said]
    assert refused == []


def test_the_browser_tells_the_link_to_nobody(wechat, xu):
    """Not even to ourselves: no request for a style, and no form, names the path of the link."""
    link = link_for(xu)
    named = []
    wechat.on("request", lambda request: named.append(request.headers.get("referer", "")))
    wechat.goto(link)
    wechat.click("text=开始登录")
    wechat.wait_for_url("**/enter/digits/")
    assert any(named)
    assert not any("/enter/" in referer for referer in named)


def test_two_deputies_on_one_phone(wechat, xu):
    shan = cast.make_deputy(name="单国富", phone="13900139000")
    cast.make_assignment(person=shan, household=cast.make_household(head_name="李长根"))
    for person, digits, pin in ((xu, "8247", "583914"), (shan, "9000", "902817")):
        wechat.goto(link_for(person))
        wechat.click("text=开始登录")
        wechat.fill("[name=digits]", digits)
        wechat.click("text=下一步")
        wechat.fill("[name=new_password1]", pin)
        wechat.fill("[name=new_password2]", pin)
        wechat.click("text=保存并登录")
        wechat.wait_for_url("**/households/")
    assert "李长根" in wechat.inner_text("main")

    wechat.goto("/me/")
    wechat.click("main a >> text=切换代表")
    wechat.click("button >> text=切换代表")
    wechat.wait_for_url(lambda url: url.endswith("/login/?next_deputy"))
    assert "请下一位代表登录" in wechat.inner_text("main")
    assert wechat.input_value("[name=username]") == ""
    looks_right(wechat)
    for _ in range(3):
        wechat.go_back()
        assert "单国富" not in wechat.inner_text("body")
        assert "李长根" not in wechat.inner_text("body")
    stored = wechat.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(stored) <= {"hemao::sheet"}  # when the sheet was fetched, and of nobody

    wechat.goto("/login/")
    wechat.fill("[name=username]", "138 0013 8247")
    wechat.fill("[name=password]", "583914")
    wechat.press("[name=password]", "Enter")
    wechat.wait_for_url("**/households/")
    assert "王二保" in wechat.inner_text("main")
    assert "单国富" not in wechat.content()


def test_what_the_office_sees_is_readable_by_all(desktop, xu):
    """The page with a link, and the sheet of cards: eight on a page of paper."""
    clerk = cast.make_user("staff", username="xie", password="liu-tang-2022")
    desktop.goto("/login/")
    desktop.fill("[name=username]", clerk.username)
    desktop.fill("[name=password]", "liu-tang-2022")
    desktop.press("[name=password]", "Enter")
    desktop.goto(f"/admin/representatives/deputy/{xu.pk}/do/login-link/")
    desktop.click("input.default")
    assert "许桂兰代表：" in desktop.input_value("#message")
    assert faults(desktop) == []

    for number in range(9):
        cast.make_deputy(phone=f"1390013900{number}")
    Town.objects.update(site_url="https://rd.example.org")
    desktop.goto("/admin/representatives/deputy/cards/")
    assert faults(desktop) == []
    with desktop.expect_navigation():
        desktop.click("input.default")
    assert desktop.locator(".login-card").count() == 10
    assert faults(desktop) == []
    sheet = desktop.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 2
    desktop.emulate_media(media="print")
    assert not desktop.is_visible("h1")


def test_at_360_pixels_from_a_card(browser, live_server, xu):
    page = open_phone(browser, live_server, width=360)
    page.goto(link_for(xu))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.inner_text("h1") == "人大代表登录"
    page.context.close()
