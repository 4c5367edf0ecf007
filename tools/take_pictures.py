"""Take the pictures of the handbook and the README from the demo town, in a real browser.

`make pictures`: it makes a demo town of its own in a temporary folder, and asks Debian's
Chromium. The pictures are of pages as they are, so they are taken again when a page changes;
`python tools/take_pictures.py phone-visit town` takes only those.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PORT = 8399
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 780}
TALL = {"width": 390, "height": 1120}  # a phone that was scrolled
DOOR = {"width": 760, "height": 1290}  # a form that stands alone
COLOURS = 128  # of a page; each picture takes a third of the bytes
WECHAT = (
    "Mozilla/5.0 (Linux; Android 12; V2166A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.40"
)
SITE = "https://rd.example.org"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--lang=zh-CN",
]  # fmt: skip
HOUSEHOLDS = """村\t组\t户主姓名\t家庭人口\t户别
桥头村\t3\t汪守信\t4人\t外出户
桥头村\t6\t程长贵\t很多\t帮扶户"""
WAIT_SECONDS = 180
DEPUTIES = [f"deputy{number}" for number in range(1, 66)]


# What is done on a page before its picture is taken.


def nothing(page):
    pass


def open_figure(page):
    page.click("article.sheet a.figure:has-text('五次')")
    page.wait_for_selector(".opened h2")


def open_part(page):
    page.click("a:has-text('修改文字')")
    page.click("h2 a:has-text('二、')")
    page.fill("#find", "zxt")
    page.wait_for_timeout(200)


def open_closing(page):
    page.click("a.button:has-text('更正')")


def send(page, button):
    """Press `button` of a form of the office, which asks for a fresh token before it is sent."""
    with page.expect_navigation():
        page.click(button)


def void_a_meeting(page):
    """A record of the closed year goes, so that there is something to see: shot last."""
    page.locator("main table a").first.click()
    page.locator("a:has-text('作废')").first.click()
    page.fill("[name=reason]", "登记重了")
    send(page, "[type=submit]:has-text('作废')")
    page.goto("/reports/2021/")
    page.click("a:has-text('看更正了什么')")


def write_visit(page):
    """A visit as it is typed, with two taps; seen from the household's name down."""
    page.click("[data-opens] >> nth=0")
    form = page.locator(".visit-form:visible")
    for part in ("production", "livelihood"):
        form.locator(f"[data-field={part}] [data-phrase]").first.click()
    top(page, ".card.household:has(.visit-form:visible)")


def wait_for_sheet(page):
    """It comes last of all; our pages forbid the evaluation that waiting for a function takes."""
    while not page.evaluate("Boolean(window.hemao && hemao.keeper.get(':sheet'))"):
        page.wait_for_timeout(50)


def save_without_network(page):
    wait_for_sheet(page)
    write_visit(page)
    page.context.set_offline(True)
    page.click(".visit-form:visible [type=submit]")
    page.wait_for_selector("#unsent summary")
    page.click("#unsent summary")


def open_the_sheet(page):
    """As in the village: the office is not to be reached, and the page was kept."""
    wait_for_sheet(page)
    page.context.set_offline(True)
    page.goto(f"{page.url.partition('/households/')[0]}/sheet/")
    page.wait_for_selector("#homes .household")


def fill_in_a_motion(page):
    page.fill("[name=title]", "关于清理桥头村水渠的建议")
    page.fill(
        "[name=grounds]",
        "桥头村6组至9组的水渠三年没有清理，淤泥有半米深，天旱时42户的水稻灌不上水。",
    )
    page.fill("[name=proposal]", "请镇水利站在明年春耕以前组织清淤，并修好两处塌了的渠壁。")


def ask_leave(page):
    page.click(".own label:has-text('请假')")
    page.fill(".own [name=reason]", "陪老伴到县医院复查")
    top(page, ".own")


def make_link(page):
    page.click("text=微信里打不开？")
    page.click("text=生成五分钟链接")
    page.wait_for_selector("#link")


def open_replies(page):
    page.click("text=打开回执")
    page.wait_for_load_state()


def read_households(page):
    page.fill("[name=text]", HOUSEHOLDS)
    page.click("text=读入并核对")
    top(page, ".import-chips")


def fold_choices(page):
    page.click(".settle summary")


def from_the_sittings_down(page):
    top(page, "#sittings-group")


def from_the_names_down(page):
    top(page, "#names-group")


def top(page, selector):
    element = page.locator(selector).first
    element.evaluate("element => scrollBy(0, element.getBoundingClientRect().top - 12)")


@dataclass
class Shot:
    """Who looks at which address (or link, see LINKS); what is done there; how large."""

    user: str
    address: str
    before: Callable = nothing
    size: dict = field(default_factory=lambda: DESK)


# "a deputy" is the first one who has the link that is asked for.
SHOTS = {
    "worklist": Shot("staff", "/admin/"),
    "motion-through": Shot("staff", "/admin/motions/motion/through/"),
    "agenda": Shot("staff", "/admin/motions/supervisionact/agenda/"),
    "motions": Shot("staff", "/motions/"),
    "motion": Shot("leader", "the first answered motion"),
    "households": Shot("staff", "/households/?show=gap"),
    "household-assign": Shot("staff", "the first gap"),
    "hand-over": Shot("staff", "the first hand-over"),
    "household-term": Shot("staff", "/households/term/"),
    "household-late": Shot("staff", "/households/late/"),
    "import-list": Shot("staff", "/import/"),
    "import-detail": Shot("staff", "/import/households/new/", read_households),
    "household-entry": Shot("staff", "/households/entry/"),
    "replies": Shot("staff", "the next meeting", open_replies),
    "deputies": Shot("staff", "/deputies/"),
    "session": Shot("staff", "the first session", from_the_sittings_down),
    "poll": Shot("staff", "the first poll"),
    "election": Shot("staff", "the first election"),
    "body": Shot("staff", "the presidium", from_the_names_down),
    "allowances": Shot("staff", "/admin/congress/allowance/"),
    "project": Shot("staff", "the first project"),
    "notice": Shot("staff", "/deputies/notice/?year=2025", fold_choices),
    "report-2021": Shot("leader", "/reports/2021/", open_figure),
    "report-section": Shot("staff", "/reports/2021/?live=1", open_part),
    "report-close": Shot("leader", "/reports/2021/", open_closing),
    "report-check": Shot("staff", "/reports/2026/check/"),
    "overview": Shot("leader", "/overview/"),
    "report-annex": Shot("leader", "/reports/2021/annex/"),
    "report-span": Shot("leader", "/reports/2017-2021/"),
    "county-table": Shot("staff", "the first county table"),
    "export": Shot("staff", "/admin/representatives/household/export/"),
    "phone-households": Shot("a deputy", "who has something to tell", size=PHONE),
    "phone-household": Shot("deputy1", "the first household", size=PHONE),
    "phone-visit": Shot("deputy1", "/households/", write_visit, TALL),
    "phone-unsent": Shot("deputy1", "/households/", save_without_network, PHONE),
    "phone-sheet": Shot("deputy1", "/households/", open_the_sheet, PHONE),
    "phone-told": Shot("a deputy", "the first answer to tell", size=PHONE),
    "phone-motion": Shot("a deputy", "the first motion to rate", size=PHONE),
    "phone-motion-new": Shot("deputy1", "/motions/new/", fill_in_a_motion, TALL),
    "phone-meetings": Shot("deputy2", "/meetings/", size=PHONE),
    "phone-reply": Shot("a deputy", "the first call without a reply", ask_leave, PHONE),
    "phone-record": Shot("deputy1", "the own record", size=PHONE),
    "phone-file": Shot("deputy1", "the own record", make_link, PHONE),
    "phone-me": Shot("deputy1", "/me/", size=TALL),
    "phone-liaison": Shot("liaison1", "/households/", size=PHONE),
    "report-drift": Shot("staff", "/reports/2021/figures/主席团会议次数/", void_a_meeting),
}
# What has a number for its address is reached by a link: (the list, the link on it)
LINKS = {
    "the first answered motion": (
        "/motions/?status=replied", "main a[href^='/motions/']:has-text('关于')",
    ),
    "the first gap": ("/households/?show=gap", "main a[href^='/households/assign/']"),
    "the first hand-over": ("/households/", "main a[href^='/households/hand-over/']"),
    "the next meeting": ("/admin/", "li:has-text('召开') a"),
    "the first session": ("/admin/congress/session/", "#result_list tbody th a"),
    "the first poll": ("/admin/congress/poll/", "#result_list tbody th a"),
    "the first election": ("/admin/congress/election/", "#result_list tbody th a"),
    "the presidium": ("/admin/congress/body/?kind__exact=presidium", "#result_list a:has-text('第二届')"),
    "the first project": ("/admin/congress/project/", "#result_list tbody th a"),
    "the first county table": ("/reports/2021/tables/", ".table-line h2 a"),
    "who has something to tell": (
        "/households/",
        "body:has(.household:first-child .heard) nav.tabs a:has-text('联系户')",
    ),
    "the first household": ("/households/", ".household h2 a"),
    "the first answer to tell": ("/households/", ".heard a"),
    "the first motion to rate": ("/households/", ".duties a:has-text('1件建议有了答复，请评价')"),
    "the first call without a reply": ("/meetings/", ".event:has-text('还没有回执') a"),
    "the own record": ("/me/", "a:has-text('我的履职档案')"),
}  # fmt: skip


def main(asked):
    if not asked or set(FIRST_DAY) & set(asked):
        with served(DEMO="0") as var:
            take_the_first_day((var / "terminal").read_text(encoding="utf-8"))
    if not asked or set(asked) - set(FIRST_DAY):
        with served(DEMO="1") as var:
            take_all(asked, (var / "demo_password").read_text().strip())


@contextmanager
def served(**settings):
    """A server in a folder of its own, which is given; what it says lies there in `terminal`."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        environment = {**os.environ, "VAR": folder, "BIND": f"127.0.0.1:{PORT}", **settings}
        with (var / "terminal").open("w") as terminal:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=terminal
            )
        try:
            wait_for(f"http://127.0.0.1:{PORT}/healthz")
            yield var
        finally:
            server.terminate()
            server.wait()


def wait_for(url):
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url)
            return
        except urllib.error.URLError:
            time.sleep(1)
    sys.exit("the server did not start")


def take_all(asked, password):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        town = DemoTown(browser, password)
        for name, shot in SHOTS.items():
            if not asked or name in asked:
                take(town, name, shot)
        if not asked or set(WAY_IN) & set(asked):
            take_the_way_in(town)
        browser.close()


@dataclass
class DemoTown:
    browser: object
    password: str
    entered: dict = field(default_factory=dict)  # user → what the browser keeps of the login

    @contextmanager
    def page(self, size, user=""):
        """A page of a browser of its own, logged in as `user`; a phone is inside WeChat."""
        on_phone = {"is_mobile": True, "has_touch": True, "user_agent": WECHAT}
        context = self.browser.new_context(
            base_url=f"http://127.0.0.1:{PORT}", viewport=size, locale="zh-CN",
            timezone_id="Asia/Shanghai", storage_state=self.entered.get(user), **(on_phone if size in (PHONE, TALL) else {}),
        )  # fmt: skip
        page = context.new_page()
        if user and user not in self.entered:
            self.log_in(page, user)
            self.entered[user] = context.storage_state()
        yield page
        context.close()

    def log_in(self, page, user):
        page.goto("/login/")
        page.fill("[name=username]", user)
        page.fill("[name=password]", self.password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login/" not in url)


def take(town, name, shot):
    for user in DEPUTIES if shot.user == "a deputy" else [shot.user]:
        with town.page(shot.size, user) as page:
            if not reach(page, shot.address):
                continue
            shot.before(page)
            return keep(page, name)
    sys.exit(f"{name}: nobody has {shot.address}")


def reach(page, address):
    """Open `address`, or the link of that name; False where this reader has no such link."""
    listed, link = LINKS.get(address, (address, ""))
    page.goto(listed)
    if not link:
        return True
    if not page.locator(link).count():
        return False
    page.locator(link).first.click()
    page.wait_for_load_state()
    return True


def keep(page, name):
    page.wait_for_timeout(300)  # what slides or fades has come to rest
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(
        PICTURES / f"{name}.png", optimize=True
    )
    print(f"docs/pictures/{name}.png", flush=True)


# From the office's page to the deputy's phone: one story, in the order it happens.

WAY_IN = ("town", "login-link", "phone-enter", "phone-pin", "devices", "login-cards")


def take_the_way_in(town):
    with town.page(DESK, "staff") as office, town.page(PHONE) as phone:
        set_public_address(office)
        keep(office, "town")
        digits, address = send_link(office)
        keep(office, "login-link")
        phone.goto(urlsplit(address).path)
        keep(phone, "phone-enter")
        phone.click("[type=submit]")
        phone.fill("[name=digits]", digits)
        phone.click("[type=submit]")
        keep(phone, "phone-pin")
        town.log_in(phone, "deputy1")
        open_devices(office)
        keep(office, "devices")
        make_cards(office)
        keep(office, "login-cards")


def set_public_address(office):
    office.goto("/admin/township/town/1/change/")
    office.fill("[name=site_url]", SITE)
    send(office, "[name=_save]")
    office.goto("/admin/township/town/1/change/")


def send_link(office):
    """Issue a link to the second deputy of the list; returns the phone's last digits, and it."""
    office.goto("/admin/representatives/deputy/?duty=town")
    office.click(".field-by_strokes a >> nth=1")
    digits = office.input_value("[name=phone]")[-4:]
    office.click("a:has-text('发登录链接')")
    send(office, "#content [type=submit]")
    return digits, office.input_value("#message").split()[-1]


def open_devices(office):
    office.goto("/admin/representatives/deputy/?device=some")
    office.click(".field-by_strokes a >> nth=0")
    office.click("summary:has-text('更多')")
    office.click("a:has-text('注销登录设备')")
    office.wait_for_load_state()


def make_cards(office):
    office.goto("/admin/representatives/deputy/cards/")
    office.click("[value=制作登录卡]")
    office.wait_for_selector(".login-card")


# The first day of 梅渚乡, from the address in the terminal to the guide.

FIRST_DAY = ("first-account", "first-list", "first-guide")


def take_the_first_day(said):
    address = re.search(r"http://\S+/start/\S+", said)[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        page = browser.new_page(viewport=DOOR, locale="zh-CN")
        page.goto(address)
        fill(page, display_name="王丽", username="wangli")
        keep(page, "first-account")
        page.set_viewport_size(DESK)
        fill(page, password1=PASSWORD, password2=PASSWORD)
        page.click("button.primary")
        take_step(page, town="梅渚乡", county="郎溪县", prefecture="宣城市")
        page.click(NEXT)
        fill(page, lines="桥头村\n岳山村\n星旗村\n梅渚社区")
        keep(page, "first-list")
        page.click("main .button.primary")
        take_step(page, lines="农业农村办公室\n村镇建设办公室\n派出所")
        take_step(page, town_number="10", town_starts_on="2021-12-28")
        page.goto(page.url)  # without the message
        keep(page, "first-guide")
        browser.close()


PASSWORD = "shi-liu-8x7k-deng"  # of a town that is thrown away with its folder
NEXT = ".next-step .button"


def take_step(page, **values):
    page.click(NEXT)
    fill(page, **values)
    page.click("main .button.primary")
    page.wait_for_load_state()


def fill(page, **values):
    for name, value in values.items():
        page.fill(f"[name={name}]", value)


if __name__ == "__main__":
    main(sys.argv[1:])
