"""Any town's first day: from an empty folder to the first short report, as 梅渚乡 of 郎溪县 in 宣城市.

A real server on a database that nobody has made; 王丽, the clerk, has nothing but the address that the
terminal shows. What it costs is counted as a clerk's day is (daily_work): clicks, fields, pages.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP
from tests.browser.daily_work import Clerk, day
from tests.hemao.test_setup import ROOT, environment, port

__all__ = ["port"]

pytestmark = pytest.mark.sqlite  # a folder of its own is what the test is about

TERM = "2021-12-28"
PASSWORD = "shi-liu-8x7k-deng"
DEPUTIES = ("马涛静", "王杰平", "陈明强")
NEXT = ".next-step .button"


@pytest.fixture
def terminal(tmp_path, port):
    """The server of an empty folder, until the end; what its terminal says."""
    place = environment(VAR=tmp_path / "var", BIND=f"127.0.0.1:{port}", DEMO="0")
    server = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "serve"], env=place, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    said = []
    for line in server.stdout:
        said.append(line)
        if "Ctrl+C" in line:
            break
    answers(port)
    yield "".join(said)
    os.killpg(server.pid, signal.SIGTERM)
    server.communicate()


def answers(port, patience=30):
    """Wait until the server listens: it tells its address a moment before."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
    raise AssertionError(f"nobody listens at {port}")


@pytest.fixture
def clerk(browser, terminal):
    """王丽 at her PC; she has copied the only address that she was told."""
    [address] = re.findall(r"http://\S+", terminal)
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", base_url=address)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    clerk = Clerk(page)
    clerk.go(address)
    return clerk


def follow(clerk, title):
    """Press the button of the next step, which is `title`."""
    expect(clerk.page.locator(".next-title")).to_have_text(title)
    clerk.press(NEXT)


def paste(clerk, *lines):
    clerk.fill("lines", "\n".join(lines))
    clerk.press("main .button.primary")


def way(clerk, step, words):
    """Press a button of a step of the guide that is not the next."""
    clerk.go("/start/")
    clerk.press(f"#{step} .button:has-text('{words}')")


def test_from_an_empty_folder_to_the_first_report(clerk, terminal, figure):
    assert "还没有账号" in terminal and "createsuperuser" in terminal
    page = clerk.page
    key_page = page.url
    make_the_account(clerk)
    name_the_town(clerk)
    bring_in_the_people(clerk)
    first_records(clerk)
    read_the_report(clerk)
    page.goto("/admin/")
    expect(page.locator(".guide-line")).to_contain_text("开始使用 12/15")
    page.goto(key_page)
    expect(page.get_by_role("heading")).to_have_text("这个网址已经用过了")
    screens, clicks, fields, pages = clerk.counts()
    assert (clicks, fields, pages) <= (45, 40, 45)
    figure(f"the first day: {clicks} clicks, {fields} fields, {pages} pages, {screens:.0f} screens")


def for_everybody(page):
    """No fault for who cannot see or point well; at no width is anything cut."""
    assert violations(page) == []
    for width in (360, 390, DESKTOP["width"]):
        page.set_viewport_size({"width": width, "height": DESKTOP["height"]})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def make_the_account(clerk):
    for_everybody(clerk.page)
    clerk.fill("display_name", "王丽")
    clerk.fill("username", "wangli")
    clerk.fill("password1", PASSWORD)
    clerk.fill("password2", PASSWORD)
    clerk.press("button.primary")
    assert clerk.page.url.endswith("/start/")


def name_the_town(clerk):
    follow(clerk, "名称和类别")
    clerk.fill("town", "梅渚乡")
    clerk.fill("county", "郎溪县")
    clerk.fill("prefecture", "宣城市")
    clerk.press("main .button.primary")
    expect(clerk.page.locator(".messages")).to_contain_text("梅渚乡、乡党委、乡长、县里、县委")
    for_everybody(clerk.page)
    follow(clerk, "村（社区）")
    for_everybody(clerk.page)
    paste(clerk, "桥头村", "岳山村", "梅渚社区")
    follow(clerk, "承办单位")
    paste(clerk, "农业农村办公室", "规划建设办公室")
    follow(clerk, "届次")  # the law has come with the program
    clerk.fill("town_number", "10")
    clerk.fill("town_starts_on", TERM)
    clerk.press("main .button.primary")


def bring_in_the_people(clerk):
    follow(clerk, "选区")
    paste(clerk, "桥头选区 2", "岳山选区 1")
    follow(clerk, "代表")
    for name, where in zip(DEPUTIES, ("桥头", "桥头", "岳山"), strict=True):
        clerk.fill("name", name)
        clerk.choose("mandates-0-constituency", where)
        clerk.press("[name=_save]" if name == DEPUTIES[-1] else "[name=_addanother]")
    for_everybody(clerk.page)
    clerk.press(".way-back a")
    expect(clerk.page.locator("#deputies")).to_contain_text("已有3名")
    follow(clerk, "主席团成员")
    paste(clerk, "马涛静 主席", "王杰平 副主席", "陈明强")
    follow(clerk, "联系户")
    clerk.fill("head_name", "汪守信")
    clerk.select("village", second(clerk, "village"))
    clerk.select("category_spans-0-category", second(clerk, "category_spans-0-category"))
    clerk.choose("deputy", DEPUTIES[0])
    clerk.press("[name=_save]")
    way(clerk, "groups", "录入代表小组")
    paste(clerk, "第一代表小组")


def first_records(clerk):
    way(clerk, "ledger", "填写起始日")
    clerk.press("main .button.primary")
    way(clerk, "meetings", "登记主席团会议")
    clerk.fill("agenda_items-0-title", "审议召开会议的方案")
    clerk.select("agenda_items-0-kind", "review")
    clerk.press("[name=_save]")
    clerk.press("[name=rest].default")
    clerk.go("/households/entry/")
    homes = clerk.page.eval_on_selector_all("#homes option", "all => all.map((one) => one.value)")
    clerk.fill("home", homes[0])
    clerk.fill("production", "收成正常")
    clerk.press(".entry button.primary")
    way(clerk, "motions", "一页登记办过的")
    clerk.fill("title", "关于整修灌溉渠的建议")
    clerk.select("topic", second(clerk, "topic"))
    clerk.choose("proposer", DEPUTIES[1])
    clerk.fill("submitted_on", day())
    clerk.fill("proposal", "请在冬修前整修。")
    clerk.press(".submit-row .default")


def read_the_report(clerk):
    page = clerk.page
    clerk.go("/reports/")
    clerk.press("main table a >> nth=0")
    sheet = page.locator("article.sheet")
    expect(sheet).to_contain_text("梅渚乡")
    expect(sheet).to_contain_text("县人大")
    text = sheet.inner_text()
    assert "镇" not in text.replace("乡镇", ""), text


def second(clerk, name):
    return clerk.page.eval_on_selector(f"[name='{name}']", "list => list.options[1].value")
