"""What a clerk's day costs: screens of scrolling, clicks, fields and pages of twelve tasks.

It is no test: it prints a table. It stores what it does, so the site has to hold demo data that
nobody needs: `python -m tests.browser.daily_work http://127.0.0.1:8000 staff PASSWORD`. A task is a
meeting, a suggestion …; a screen is 1280 × 720; a click is one press of the mouse, a choice from a
list is one, too; a field is one thing typed or chosen. What the page proposes costs nothing.
"""

import datetime
import shutil
import sys

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import ARGUMENTS

SCREEN = {"width": 1280, "height": 720}
TWELVE = 12
ITEMS = [
    ("study", "学习《代表法》", "studied"), ("report", "听取民生项目情况汇报", "heard"),
    ("review", "审议召开会议的方案", "passed"), ("suggestions", "代表建议办理情况", "heard"),
    ("plan", "下季度代表活动安排", "passed"), ("by_election", "补选事项", "passed"),
]  # fmt: skip


class Clerk:
    """Somebody at the keyboard, with a count of what was done."""

    def __init__(self, page):
        self.page = page
        self.begin()

    def begin(self):
        self.screens, self.clicks, self.fields, self.pages = 0, 0, 0, 0

    def counts(self):
        return self.screens, self.clicks, self.fields, self.pages

    def go(self, path):
        self.page.goto(path)
        self.pages += 1

    def click(self, selector):
        self.page.locator(selector).first.click()
        self.clicks += 1

    def press(self, selector):
        """Leave the page by a button: so much of it was scrolled."""
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.screens += height / SCREEN["height"]
        with self.page.expect_navigation():
            self.click(selector)
        self.pages += 1
        wrong = self.page.locator(".errorlist:visible, .form-error:visible").all_inner_texts()
        assert not wrong, wrong

    def fill(self, name, text):
        self.page.fill(f"[name='{name}']", text)
        self.page.dispatch_event(f"[name='{name}']", "change")
        self.fields += 1

    def select(self, name, value):
        self.page.select_option(f"[name='{name}']", value=value)
        self.clicks, self.fields = self.clicks + 1, self.fields + 1

    def tick(self, selector):
        self.page.locator(selector).first.check()
        self.clicks, self.fields = self.clicks + 1, self.fields + 1

    def choose(self, name, text):
        """Type a name into a box that completes it; its list takes the focus by a timer."""
        self.page.click(f"select[name='{name}'] ~ .select2")
        self.page.wait_for_selector(".select2-search__field:focus")
        self.page.keyboard.type(text)
        expect(self.page.locator(".select2-results__option--highlighted")).to_contain_text(text)
        self.page.keyboard.press("Enter")
        self.clicks, self.fields = self.clicks + 1, self.fields + 1


def second(page, name):
    """The second value that the list `name` offers."""
    return page.eval_on_selector(f"[name='{name}']", "list => list.options[1].value")


def day(ago=0):
    return str(datetime.date.today() - datetime.timedelta(days=ago))


def meeting(clerk, people):
    clerk.go("/admin/congress/presidiummeeting/add/")
    for number, (kind, title, outcome) in enumerate(ITEMS):
        row = f"agenda_items-{number}"
        clerk.fill(f"{row}-title", title)
        clerk.select(f"{row}-kind", kind)
        clerk.select(f"{row}-outcome", outcome)
    clerk.press("[name=_save]")
    clerk.press("[name=rest].default")


def suggestion(clerk, people):
    clerk.go("/admin/motions/motion/through/")
    clerk.fill("title", "关于整修灌溉渠的建议")
    clerk.select("topic", second(clerk.page, "topic"))
    clerk.choose("proposer", people[0])
    clerk.fill("submitted_on", day(90))
    clerk.fill("grounds", "渠道漏水，六十亩田用不上水。")
    clerk.fill("proposal", "请在冬修前整修。")
    clerk.fill("accepted_on", day(88))
    clerk.fill("handed_over_on", day(86))
    clerk.select("lead", second(clerk.page, "lead"))
    clerk.fill("consulted_on", day(70))
    clerk.tick("[name=way]")
    clerk.fill("replied_on", day(40))
    clerk.tick("[name=result_class]")
    clerk.fill("reply", "已列入冬修计划并动工。")
    clerk.fill("rated_on", day(30))
    clerk.tick("[name=rated_work]")
    clerk.tick("[name=rated_result]")
    clerk.press(".submit-row .default")


def numbered(clerk, people, ago=60):
    """One whose number was printed on its paper before it was entered."""
    clerk.go("/admin/motions/motion/through/")
    clerk.fill("title", "关于安装路灯的建议")
    clerk.select("topic", second(clerk.page, "topic"))
    clerk.choose("proposer", people[0])
    clerk.fill("submitted_on", day(ago))
    clerk.fill("grounds", "夜里看不清路。")
    clerk.fill("proposal", "请装路灯。")
    clerk.fill("accepted_on", day(ago - 2))
    clerk.fill("number", datetime.datetime.now().strftime("7%M"))  # free in the demo at each trial
    clerk.press(".submit-row .default")


def old_case(clerk, people):
    """One of the term's first years, of which the number alone is known."""
    numbered(clerk, people, ago=1500)


def activity(clerk, people):
    clerk.go("/admin/congress/activity/add/")
    clerk.fill("title", "视察民生实事项目")
    clerk.select("kind", "inspection")
    for number in range(TWELVE):
        clerk.tick(f".tick-group >> nth=0 >> input >> nth={number}")
    clerk.fill("places-0-name", "桥头村")
    clerk.press("[name=_save]")


def honour(clerk, people):
    clerk.go("/admin/congress/honour/add/")
    clerk.fill("title", "优秀代表")
    clerk.choose("person", people[0])
    clerk.fill("awarded_by", "县人大")
    clerk.press("[name=_addanother]")


def next_honour(clerk, people):
    clerk.fill("title", "优秀代表")
    clerk.choose("person", people[1])
    clerk.press("[name=_save]")


def allowance(clerk, people):
    clerk.go("/admin/congress/allowance/add/")
    clerk.choose("mandate", people[0])
    clerk.press("[name=_addanother]")


def next_allowance(clerk, people):
    clerk.choose("mandate", people[1])
    clerk.press("[name=_save]")


def many_allowances(clerk, people):
    clerk.go("/admin/congress/allowance/many/")
    clerk.click(".tick-tools [data-tick-all]")
    clerk.press(".submit-row .default")
    clerk.press("[name=_save]")


def household(clerk, people):
    clerk.go("/admin/representatives/household/add/")
    clerk.fill("head_name", "汪守信")
    clerk.fill("phone", "13805550101")
    clerk.select("village", second(clerk.page, "village"))
    clerk.fill("group", "3组")
    clerk.fill("members", "4")
    clerk.select("category_spans-0-category", "1")
    clerk.choose("deputy", WITHOUT_ONE)
    clerk.press("[name=_save]")


def card(clerk, people):
    clerk.go("/households/entry/")
    homes = clerk.page.eval_on_selector_all("#homes option", "all => all.map((one) => one.value)")
    clerk.fill("home", homes[TWELVE])
    clerk.fill("visited_on", day(3))
    clerk.fill("production", "收成正常")
    clerk.fill("livelihood", "一家平安")
    clerk.press(".entry button.primary")


TASKS = {
    "主席团会议，六项议题，点名": meeting, "一件建议，从纸上到评价": suggestion,
    "一件建议，纸上已有编号": numbered, "一件四年前的建议，受理为止": old_case,
    "一次活动，十二名代表": activity, "一项先进事迹": honour, "接着下一项": next_honour,
    "一笔补助": allowance, "接着下一笔": next_allowance,
    "一次补助，全体代表": many_allowances, "一户，连同联系代表": household,
    "一张走访登记卡": card,
}  # fmt: skip
# A deputy of the demo who has no household of the first category yet.
WITHOUT_ONE = "彭敏"


def log_in(page, username, password):
    page.goto("/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def main(address, username, password):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        page = browser.new_context(base_url=address, viewport=SCREEN, locale="zh-CN").new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        log_in(page, username, password)
        page.goto("/admin/congress/activity/add/")
        people = [name.strip() for name in page.locator(".tick-group label").all_inner_texts()]
        clerk = Clerk(page)
        print("| 事 | 屏 | 点击 | 填 | 页 |\n|---|---|---|---|---|")
        for words, task in TASKS.items():
            clerk.begin()
            task(clerk, people)
            screens, clicks, fields, pages = clerk.counts()
            print(f"| {words} | {screens:.1f} | {clicks} | {fields} | {pages} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
