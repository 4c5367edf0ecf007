"""许桂兰 is called to a session: she reads the paper in WeChat, asks leave, is told what became of
it, and takes her 述职 out of WeChat by a link. No script is needed for any of it but the copying.
"""

import datetime

import pytest

from accounts.models import Role
from congress import services
from congress.models import Reply
from tests import cast
from tests.browser.axe import violations
from tests.browser.conftest import go_by
from township.spans import today

PASSWORD = "liu-tang-zhen-2022"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/107.0 Mobile Safari/537.36 MMWEBID/1 MicroMessenger/8.0.40 NetType/3G"
)


@pytest.fixture
def session(transactional_db):
    cast.make_frame()
    user = cast.make_user(Role.DEPUTY, username="xu", password=PASSWORD, display_name="许桂兰")
    cast.make_deputy(name="许桂兰", user=user)
    cast.the_clerk()
    session = cast.make_session(starts_on=today() + datetime.timedelta(days=4))
    cast.make_agenda_item(meeting=session, title="听取政府工作报告", paper="各位代表：\n现在报告。")
    return session


def wechat(browser, live_server, *, scripts=True, width=360):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 740}, locale="zh-CN",
        user_agent=WECHAT, java_script_enabled=scripts,
    )  # fmt: skip
    page = context.new_page()
    page.goto("/login/")
    page.fill("[name=username]", "xu")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    return page


def look_over(page):
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    low = page.evaluate(
        "[...document.querySelectorAll('main :is(a, button, summary)')]"
        ".filter(e => e.offsetHeight && e.offsetHeight < 44).map(e => e.outerHTML)"
    )
    assert low == []


def test_called_and_excused(browser, live_server, session):
    page = wechat(browser, live_server)
    page.goto("/meetings/")
    look_over(page)
    go_by(page, "text=人代会第一次会议")
    look_over(page)
    page.click("summary:has-text('看材料')")
    assert page.is_visible("text=现在报告。")
    page.click("label:has-text('请假')")
    go_by(page, "text=交回执")
    assert "请假要写事由。" in page.inner_text("main")
    look_over(page)
    page.fill("[name=reason]", "住院")
    go_by(page, "text=交回执")
    page.wait_for_load_state()
    look_over(page)
    services.grant_leave(Reply.objects.get(), by=cast.the_clerk(), note="注意休息")
    page.goto(session.get_absolute_url())
    assert "已准假" in page.inner_text(".own")
    assert "注意休息" in page.inner_text(".own")
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_out_of_wechat(browser, live_server, session, scripts):
    page = wechat(browser, live_server, scripts=scripts)
    page.goto("/meetings/")
    go_by(page, "text=我的履职档案")
    page.wait_for_load_state()
    if scripts:
        look_over(page)
    go_by(page, "text=微信里打不开？")
    go_by(page, "text=生成五分钟链接")
    page.wait_for_load_state()
    if scripts:
        look_over(page)
    assert page.is_visible("text=复制链接") == scripts
    link = page.input_value("#link")
    page.context.close()

    outside = browser.new_context(accept_downloads=True)  # the phone's own browser: no login
    other = outside.new_page()
    with other.expect_download() as download:
        other.evaluate("address => { location.href = address }", link)
    assert download.value.suggested_filename.endswith("述职报告.docx")
    assert other.goto(link[:-4] + "/").status == 410
    assert "这个链接已经失效" in other.inner_text("main")
    look_over(other)
    outside.close()
