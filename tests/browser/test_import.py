"""A town's own tables in a browser: from an empty ledger to a year's report by files, and a table that is mended.

王丽 of 梅渚乡 has what every office has: a roster of 65, a list of 195 households with who keeps in touch
with them, 400 visits, 80 motions. What it costs her is counted: clicks, and what she types or chooses.
"""

import re

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.browser import test_first_day
from tests.browser.axe import complaints_of, violations
from tests.browser.conftest import DESKTOP
from tests.browser.test_daily_work import logged_in
from tests.browser.test_first_day import TERM, clerk, make_the_account, terminal
from tests.hemao.test_setup import port
from tests.imports.files import csv, xlsx

__all__ = ["clerk", "port", "terminal"]

pytestmark = pytest.mark.sqlite  # pages and a folder of its own; the verbs are asked on both

WIDTHS = (1440, 390, 360)
VILLAGES = [f"{name}村" for name in ("桥头", "岳山", "石坝", "新河", "临江", "花林", "白马")]
DEPARTMENTS = ("水利站", "农业农村办公室", "规划建设办公室", "财政所")
CATEGORIES = ("外出务工户", "种养户", "帮扶户")
DEPUTIES, HOMES, VISITS, MOTIONS = 65, 195, 400, 80
SEATS = 3
PEOPLE = [
    a + b + c for a in "赵钱孙李周吴郑王冯陈褚卫蒋" for b in "家国春秀" for c in "明英华兰平"
]  # 260
NAMES, HEADS = PEOPLE[:DEPUTIES], PEOPLE[DEPUTIES:]


def roster():
    """As the county wants it: a title, a head, a serial number, who filled it in."""
    rows = [["梅渚乡第十届人大代表名册"], ["序号", "姓 名", "性别", "出生年月", "党派", "单位职务",
            "手机号码", "选区", "代表团"]]  # fmt: skip
    for number, name in enumerate(NAMES):
        rows.append([
            number + 1, name, "女" if number % 3 == 0 else "男", f"19{60 + number % 30}.06",
            "中共党员" if number % 2 else "群众", f"{VILLAGES[number % 7]}村民", 13800000000 + number,
            f"第{number // SEATS + 1}选区", f"第{'一二三'[number % 3]}代表团",
        ])  # fmt: skip
    return xlsx([*rows, ["填表人：王丽"]])


def households():
    """Three households of each deputy, one of each category."""
    rows = [["村", "组", "户主姓名", "家庭人口", "户别", "联系电话", "联系代表"]]
    for number, name in enumerate(HEADS[:HOMES]):
        rows.append([
            VILLAGES[number % 7], number % 9 + 1, name, f"{number % 5 + 1}人", CATEGORIES[number % 3],
            f"139{number:08}", NAMES[number // 3],
        ])  # fmt: skip
    return csv(rows, encoding="gb18030")


def visits(year):
    """Two rounds through all households, and ten once more."""
    rows = [["代表姓名", "户主姓名", "村", "走访日期", "走访方式", "生产情况"]]
    for number in range(VISITS):
        home = number % HOMES
        rows.append([
            NAMES[home // 3], HEADS[home], VILLAGES[home % 7], f"{year}.{number // HOMES + 3}.{home % 28 + 1}",
            "入户", "收成正常",
        ])  # fmt: skip
    return xlsx(rows)


def motions(year):
    """Suggestions that were handled: a motion a day of February, answered in April."""
    rows = [[
        "序号", "案由", "领衔代表", "提出日期", "受理日期", "内容类别", "承办单位", "交办日期", "答复日期",
        "结果类别", "评价日期", "满意度",
    ]]  # fmt: skip
    for number in range(MOTIONS):
        day = number % 20 + 1
        rows.append([
            number + 1, f"关于整修{VILLAGES[number % 7]}第{number + 1}条水渠的建议",
            NAMES[number % DEPUTIES], f"{year}年2月{day}日", f"{year}.2.{day}", "水利设施",
            DEPARTMENTS[number % 4], f"{year}-02-{day + 2:02}", f"{year}-04-{day:02}", "A",
            f"{year}-04-{day + 5:02}", "满意",
        ])  # fmt: skip
    return xlsx(rows)


def bring_in(clerk, key, content, name, rows):
    """From the list of kinds to the ledger, by a file: three clicks, one choice of a file."""
    clerk.go("/import/")
    clerk.press(f"a[href='/import/{key}/new/']")
    clerk.page.set_input_files("[name=file]", {"name": name, "mimeType": "", "buffer": content})
    clerk.clicks, clerk.fields = clerk.clicks + 1, clerk.fields + 1
    clerk.press("main .button.primary")
    button = clerk.page.locator(".import-bar .button.primary")
    expect(button).to_contain_text(f"新增{rows}，改动0")
    with clerk.page.expect_navigation(timeout=120_000):
        clerk.click(".import-bar .button.primary")
    if clerk.page.locator(".import-progress").count():
        expect(clerk.page.locator(".import-end")).to_contain_text("导入好了", timeout=120_000)
    else:
        expect(clerk.page.locator(".messages")).to_contain_text("导入好了。")
    clerk.pages += 1


def test_an_empty_town_has_its_ledger_from_files(clerk, figure):
    page, year = clerk.page, test_first_day.day()[:4]
    make_the_account(clerk)
    name_the_town_alone(clerk)
    bring_in(clerk, "villages", csv([["村名"], *([name] for name in VILLAGES)]), "村.csv", 7)
    departments = csv([["单位名称"], *([name] for name in DEPARTMENTS)])
    bring_in(clerk, "departments", departments, "承办单位.csv", 4)
    numbers = range(1, -(-DEPUTIES // SEATS) + 1)
    seats = csv([["选区号", "选区名称", "名额"], *([n, f"第{n}选区", SEATS] for n in numbers)])
    bring_in(clerk, "constituencies", seats, "选区.csv", 22)
    bring_in(clerk, "roster", roster(), "代表名册.xlsx", DEPUTIES)
    bring_in(clerk, "households", households(), "联系户.csv", HOMES)
    bring_in(clerk, "visits", visits(year), "走访.xlsx", VISITS)
    bring_in(clerk, "motions", motions(year), "建议.xlsx", MOTIONS)
    test_first_day.way(clerk, "ledger", "填写起始日")
    clerk.press("main .button.primary")
    clerk.go(f"/reports/{year}/figures/")
    shown = re.sub(r"\s+", "", page.inner_text("main"))
    for words in ("65名", "195户", "400户次", "80件"):
        assert words in shown, words
    _, clicks, fields, pages = clerk.counts()
    assert clicks + fields < 60
    figure(
        f"65 deputies, 195 households, 400 visits, 80 motions by file into an empty town: "
        f"{clicks} clicks, {fields} typed or chosen, {pages} pages"
    )


def name_the_town_alone(clerk):
    """The names and the terms: what no table says."""
    test_first_day.follow(clerk, "名称和类别")
    for name, words in (("town", "梅渚乡"), ("county", "郎溪县"), ("prefecture", "宣城市")):
        clerk.fill(name, words)
    clerk.press("main .button.primary")
    clerk.go("/start/terms/")
    clerk.fill("town_number", "10")
    clerk.fill("town_starts_on", TERM)
    clerk.press("main .button.primary")


# Pages that anybody can use, at every width.


@pytest.fixture
def office(desktop, live_server, transactional_db):
    frame = cast.make_frame()
    cast.make_household(head_name="王二保", village=frame.villages[0], group="1组")
    cast.make_household(head_name="王二保", village=frame.villages[0], group="2组")
    return logged_in(desktop, live_server)


MESSY = (
    "村\t户主姓名\t家庭人口\t联系电话\t身份证号\t颜色\n"
    "桥头村\t王二保\t4人\t13805631235\t11010519491231002X\t红\n"
    "桥头村\t李长根\t很多\t1380563\t\t\n"
    "岳山村\t何大海\t3\t13805631236\t\t\n"
    "合计\t\t7\t\t\t"
)


def for_everybody(page):
    """No fault for who cannot see or point well, at an office's width and a phone's; nothing is cut."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": DESKTOP["height"]})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            page.url,
            width,
        )
        assert violations(page) == [], (page.url, width)
    page.set_viewport_size(DESKTOP)


def test_a_messy_table_is_mended_stored_and_taken_back(office):
    page, said = office, complaints_of(office)
    page.goto("/import/")
    for_everybody(page)
    page.click("a[href='/import/households/new/']")
    page.click("main .button.primary")
    expect(page.locator(".errorlist")).to_contain_text("请选择文件")
    for_everybody(page)
    page.fill("[name=text]", MESSY)
    page.click("main .button.primary")
    expect(page.locator(".message")).to_contain_text("身份证号")
    expect(page.locator(".import-stop")).to_contain_text("还有2行")
    for_everybody(page)
    page.click("summary:has-text('各列是什么')")
    page.click("summary:has-text('没有读入的')")
    for_everybody(page)
    page.click("a:has-text('要处理')")
    page.check("label:has-text('2组') input")
    bad = page.locator("tr.is-wrong")
    bad.locator("input[name$=members]").fill("5")
    bad.locator("input[name$=phones]").fill("13805631237")
    page.click(".import-save button >> nth=0")
    expect(page.locator(".messages")).to_contain_text("改了3格")
    page.click("a:has-text('全部')")
    page.click("tr:has-text('何大海') a:has-text('改')")
    for_everybody(page)
    page.click("tr.is-open button:has-text('不导入')")
    expect(page.locator(".import-bar .primary")).to_have_text("导入2行：新增1，改动1")
    for_everybody(page)
    page.click(".import-bar .primary")
    expect(page.locator(".messages")).to_contain_text("导入好了。")
    for_everybody(page)
    page.click("a:has-text('撤回')")
    for_everybody(page)
    page.click("button:has-text('撤回这张表')")
    expect(page.locator(".messages")).to_contain_text("撤回好了")
    page.goto("/import/")
    for_everybody(page)
    assert said == []


def test_paper_shows_the_table_and_nothing_to_press(office):
    page = office
    page.goto("/import/households/new/")
    page.fill("[name=text]", MESSY)
    page.click("main .button.primary")
    page.emulate_media(media="print")
    for selector in (".import-bar", ".import-save", ".import-chips", ".import-table .does"):
        assert page.locator(selector).first.is_hidden(), selector
    assert page.locator(".import-table tbody tr").count() == 3
