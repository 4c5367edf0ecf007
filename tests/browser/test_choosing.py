"""A name is typed into a box of the admin, and Enter is pressed before the server has answered.

The test moves the page's clock, and holds each answer until it lets it go: so the order in which
key, question and answer come is the test's, however slow the machine.
"""

import re
from contextlib import contextmanager

import pytest
from django.test import Client

from accounts.models import Role
from congress.models import Activity, Honour, PresidiumMeeting
from tests import cast

ASKED = re.compile("/admin/autocomplete/")
PAUSES = [0, 100, 200, 300, 500]  # milliseconds before the key; the box asks the server after 250
DELAY = 250
PASSWORD = "柳塘-liutang-2022"
ROW = ".select2-results__option[aria-selected]"
LONG = "关于进一步加强全镇农村饮水安全工程建设和长效管护、切实保障群众饮水安全的建议"


@pytest.fixture
def people(transactional_db):
    """In the order of the list: whoever comes first of all is 陈明强."""
    cast.make_frame()
    names = ("陈明强", "马涛静", "马小军", "王杰平")
    return {name: cast.make_deputy(name=name) for name in names}


@pytest.fixture
def office(desktop, live_server, people):
    """A page of a clerk who is logged in."""
    client = Client()
    client.force_login(cast.the_clerk())
    key = client.cookies["sessionid"].value
    desktop.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    desktop.clock.install()
    desktop.held, desktop.holds = [], False
    desktop.route(ASKED, lambda route: on_the_way(desktop, route))
    return desktop


def on_the_way(page, route):
    if page.holds:
        page.held.append(route)
    else:
        route.continue_()


class Box:
    """One box of a form, as a clerk uses it with the keyboard."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        self.shown = page.locator(f"[name={name}] + .select2")
        self.note = page.locator(f".related-widget-wrapper:has([name={name}]) + .chosen-note")

    def open(self):
        self.click()
        self.page.wait_for_selector(ROW)

    def click(self):
        """Open the list. select2 moves the focus into it by a timer, and a page that was in the
        background has its timers late: keys that came before it would be lost."""
        self.shown.click()
        self.page.wait_for_selector(".select2-search__field:focus")

    def type(self, words, pause=DELAY):
        self.page.keyboard.type(words)
        self.page.clock.run_for(pause)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    @contextmanager
    def slow(self):
        """Answers are held within, and let go at its end."""
        self.page.holds = True
        yield
        self.let_go()

    def let_go(self):
        self.page.holds = False
        while self.page.held:
            self.page.held.pop().continue_()

    def under_way(self, count=1):
        """Wait until so many questions are held."""
        while len(self.page.held) < count:
            self.page.evaluate("0")  # Playwright hears of questions while it is asked something

    @property
    def value(self):
        return self.page.eval_on_selector(f"[name={self.name}]", "box => box.value")

    def has_focus(self):
        return self.shown.evaluate("box => box.contains(document.activeElement)")

    def rows(self):
        return self.page.locator(ROW).all_inner_texts()

    def says(self, sentence):
        self.page.wait_for_selector(f".select2-results__message:text-is('{sentence}')")

    def notes(self, sentence):
        """Wait for `sentence` under the box."""
        self.page.wait_for_selector(f".chosen-note:text-is('{sentence}')")

    def takes(self, person):
        self.page.wait_for_selector(f"[name={self.name}] + .select2 .just-chosen")
        chosen = (self.value, self.shown.inner_text().strip("×\n"))
        assert chosen == (str(person.pk), person.name)
        assert self.note.inner_text().startswith(f"已选：{person.name}。")

    def clear(self):
        self.page.evaluate(
            "name => django.jQuery(`[name=${name}]`).val(null).trigger('change')", self.name
        )


def test_whoever_was_typed_is_taken_however_soon_the_key_comes(office, people):
    office.goto("/admin/congress/presidiummeeting/add/")
    chair = Box(office, "chair")
    typed = [("马涛静", "Enter", "马涛静"), ("mtj", "Tab", "马涛静"), ("wjp", "Enter", "王杰平")]
    for pause in PAUSES:
        for words, key, name in typed:
            chair.open()
            with chair.slow():
                chair.type(words, pause)
                chair.press(key)
                office.clock.run_for(DELAY)
                assert chair.value == "", (words, key, pause)  # it waits for the answer
            chair.takes(people[name])
            chair.clear()


def test_what_else_may_happen_while_the_answer_is_on_its_way(office, people):
    office.goto("/admin/congress/presidiummeeting/add/")
    chair = Box(office, "chair")

    # The answer is there: the key takes its first row, or the one that was gone to.
    for keys, name in (
        (["Enter"], "马涛静"),
        (["Tab"], "马涛静"),
        (["ArrowDown", "Enter"], "马小军"),
    ):
        chair.open()
        chair.type("马")
        office.wait_for_selector(".select2-results__option--highlighted:text('马涛静')")
        chair.press(*keys)
        chair.takes(people[name])
        assert chair.note.inner_text() == f"已选：{name}。"
        chair.clear()
    # Two fit, and nobody has seen them.
    chair.open()
    with chair.slow():
        chair.type("马")
        chair.press("Enter")
    chair.takes(people["马涛静"])
    assert "符合“马”的不止一个，选的是第一个，请核对。" in chair.note.inner_text()
    chair.clear()

    # The list comes up under a mouse at rest: that is no wish for the row that lies there.
    office.evaluate("""() => addEventListener('mouseover', (event) => {
        document.documentElement.dataset.over = event.target.textContent;
    }, true)""")
    chair.open()
    office.hover(f"{ROW} >> nth=1")
    chair.type("m")
    office.wait_for_selector("html[data-over=马小军]")
    chair.press("Enter")
    chair.takes(people["马涛静"])
    chair.clear()

    # Typing on after the key: what is taken is asked for anew.
    chair.open()
    with chair.slow():
        chair.type("m")
        chair.under_way()
        chair.press("Enter")
        chair.type("tj")
        chair.under_way(2)  # and the later one is answered first
    office.wait_for_selector(ROW)
    assert (chair.rows(), chair.value) == (["马涛静"], "")
    chair.press("Enter")
    chair.takes(people["马涛静"])
    chair.clear()

    # Whoever leaves the box takes nothing, and what was asked for does not appear afterwards.
    chair.open()
    with chair.slow():
        chair.type("mtj", 0)
        chair.press("Enter", "Escape", "Enter")
        office.clock.run_for(2 * DELAY)
        assert chair.rows() == []
    office.wait_for_selector(ROW)
    assert chair.rows() == ["陈明强", "马涛静", "马小军", "王杰平"]
    # Nothing was typed: a second Enter, or Tab, takes nobody.
    chair.press("Enter", "Tab")
    assert (chair.value, chair.rows()) == ("", [])

    # Nobody is called so. Enter keeps the words, to mend them; Tab leaves.
    chair.open()
    with chair.slow():
        chair.type("吴用")
        chair.press("Enter")
    chair.says("没有找到“吴用”，这一格没有动。请核对写法。")
    chair.press("Tab")
    chair.notes("没有找到“吴用”，这一格没有动。")
    chair.open()
    with chair.slow():
        chair.type("吴用")
        chair.press("Tab")
    chair.notes("“吴用”没有选上：没有找到，请核对写法。")
    assert (chair.value, chair.rows()) == ("", [])

    # The network breaks, an error or a refusal comes, or the page that asks to log in: the key takes
    # nothing, says which it was, and asks again when pressed again.
    login = {"status": 200, "content_type": "text/html", "body": "<title>登录</title>"}
    refused = [
        ({"status": status}, f"服务器没有答应这一次查询（{status}），这一格没有动。"
         "请过一会儿再按一次回车。一直这样的，请告诉系统管理员。")
        for status in (400, 403, 404, 429)
    ]  # fmt: skip
    for broken, why in (
        (None, "没有连上服务器，这一格没有动。请再按一次回车。"),
        ({"status": 500}, "服务器出错了，这一格没有动。请再按一次回车。"),
        (login, "登录已过期，这一格没有动。请另开一页重新登录，回到这里再按一次回车。"),
        *refused,
    ):
        chair.open()
        office.holds = True
        chair.type("mtj")
        chair.press("Enter")
        chair.under_way()
        office.holds = False
        route = office.held.pop()
        route.fulfill(**broken) if broken else route.abort()
        chair.says(why)
        assert chair.value == ""
        chair.press("Enter")
        office.clock.run_for(DELAY)
        chair.takes(people["马涛静"])
        chair.clear()


def test_a_key_that_waits_outlives_its_list(office, people):
    """Enter, and on to the next field before the answer: the name is taken when it comes."""
    office.goto("/admin/congress/honour/add/")
    person = Box(office, "person")
    title = office.locator("[name=title]")

    for key in ("Enter", "Tab"):
        person.open()
        with person.slow():
            person.type("mtj")
            person.under_way()
            person.press(key)
            if key == "Enter":
                title.click()
            office.keyboard.type("先进个人")  # not appended to what is looked for
            office.clock.run_for(2 * DELAY)
            assert (person.value, person.rows()) == ("", [])
            person.notes("正在找“mtj”，找到就选上。")
            assert len(office.held) == 1
        person.takes(people["马涛静"])
        # The answer does not call back who has gone on, with the mouse or with Tab.
        assert person.has_focus() is False
        assert (key == "Tab") or title.evaluate("field => field === document.activeElement")
        person.clear()
    assert title.input_value() == "先进个人"

    # It was not found, or not asked: that is said where it was typed, though the list is closed.
    for answer, why in (
        (None, "“吴用”没有选上：没有连上服务器。请再选一次。"),
        ({"status": 429}, "“吴用”没有选上：服务器没有答应这一次查询（429）。"
         "请过一会儿再选一次。一直这样的，请告诉系统管理员。"),
        ({"json": {"results": []}}, "“吴用”没有选上：没有找到，请核对写法。"),
    ):  # fmt: skip
        person.open()
        office.holds = True
        person.type("吴用")
        person.under_way()
        person.press("Enter")
        title.click()
        office.holds = False
        route = office.held.pop()
        route.fulfill(**answer) if answer else route.abort()
        person.notes(why)
        assert person.value == ""

    # No key was pressed: a click elsewhere takes nothing, and says so.
    person.open()
    person.type("mtj")
    title.click()
    person.notes("“mtj”没有选，这一格没有动。")
    assert person.value == ""


def test_a_form_waits_for_its_boxes(office, people):
    office.goto("/admin/congress/honour/add/")
    person = Box(office, "person")
    save = office.locator("[name=_save]")
    office.fill("[name=title]", "优秀人大代表")
    office.select_option("[name=level]", index=1)
    office.fill("[name=awarded_on]", "2022-03-10")
    office.fill("[name=awarded_by]", "县人大常委会")

    def send(words, key, answer=None):
        """Type and press Save before the answer; where one is given, it is the answer."""
        person.open()
        office.holds = True
        person.type(words)
        person.under_way()
        if key:
            person.press(key)
        save.click()
        if key:
            person.notes(f"正在找“{words}”，选上以后接着保存。")
            office.wait_for_selector(".not-sent:text-is('有一格正在找，选上以后接着保存。')")
        if answer:
            office.held.pop().fulfill(**answer)
        person.let_go()

    # Nobody is called so, no answer comes, or several fit and nobody saw which: the form stays.
    nobody = {"json": {"results": [], "pagination": {"more": False}}}
    for words, key, answer, why in (
        ("吴用", "Enter", nobody, "“吴用”没有选上：没有找到，请核对写法。"),
        ("mtj", "Tab", {"status": 500}, "“mtj”没有选上：服务器出错了。请再选一次。"),
        ("马", "Enter", None, "已选：马涛静。符合“马”的不止一个，选的是第一个，请核对。"),
        # Nor does it go with words for which no key was pressed, not at once.
        (
            "mxj",
            "",
            None,
            "“mxj”没有选，这一格没有动，还没有保存。请先选好；要空着的，再按一次保存。",
        ),
    ):
        send(words, key, answer)
        person.notes(why)
        office.wait_for_selector(".not-sent", state="detached")
        person.clear()
    assert not Honour.objects.exists()

    with office.expect_navigation():
        send("mtj", "Enter")
    [honour] = Honour.objects.all()
    assert (honour.person, honour.body) == (people["马涛静"], None)


def test_one_click_on_save_is_enough(office, people):
    """Also where a list is open and its box is out of view."""
    office.set_viewport_size({"width": 1440, "height": 500})
    office.goto("/admin/congress/activity/add/")
    office.click("summary:has-text('检查的项目')")
    body = Box(office, "body")
    body.shown.scroll_into_view_if_needed()
    body.click()
    office.evaluate("scrollTo(0, document.body.scrollHeight)")
    save = office.locator("[name=_save]").bounding_box()
    assert body.shown.bounding_box()["y"] < 0
    with office.expect_navigation():
        office.mouse.move(save["x"] + 9, save["y"] + 9)
        office.mouse.down()
        office.mouse.up()
    assert office.locator(".errornote").count()


def test_whoever_logs_in_again_elsewhere_saves_what_was_typed_here(desktop, people):
    """What the page advises when the login has run out ends in a stored record."""
    names = {"clerk": "许桂兰", "other": "单良"}
    for name in names:
        cast.make_user(Role.STAFF, username=name, password=PASSWORD)
    page, elsewhere = desktop, desktop.context.new_page()

    def log_in(tab, name):
        tab.fill("[name=username]", name)
        tab.fill("[name=password]", PASSWORD)
        with tab.expect_navigation():
            tab.click("main [type=submit]")

    def log_out():
        elsewhere.goto("/admin/")
        elsewhere.click("header button:text-is('退出')")
        elsewhere.wait_for_url("**/login/**")

    page.goto("/admin/congress/presidiummeeting/add/")
    log_in(page, "clerk")
    chair = Box(page, "chair")
    page.select_option("[name=term]", label="镇第二届")
    page.fill("[name=number]", "3")
    page.check("[name=occasion][value=between]")
    page.fill("[name=starts_on]", "2022-03-10")
    log_out()

    chair.click()
    page.keyboard.type("mtj")
    page.keyboard.press("Enter")
    chair.says("登录已过期，这一格没有动。请另开一页重新登录，回到这里再按一次回车。")
    page.keyboard.press("Escape")
    page.click("[name=_save]")
    note = page.locator(".not-sent")
    assert note.inner_text().startswith("登录已过期，还没有保存，填的都还在。请另开一页登录，")
    with page.context.expect_page() as opened:
        note.locator("a").click()
    log_in(opened.value, "other")
    page.click("[name=_save]")
    page.wait_for_selector(".not-sent:has-text('这一页打开以后换了账号登录')")
    log_out()
    elsewhere.goto("/login/")
    log_in(elsewhere, "clerk")

    page.bring_to_front()
    chair.click()
    page.keyboard.type("mtj")
    page.keyboard.press("Enter")
    chair.takes(people["马涛静"])
    page.route("**/ticket/", lambda route: route.abort())
    page.click("[name=_save]")
    page.wait_for_selector(".not-sent:has-text('没有连上服务器，还没有保存')")
    page.unroute("**/ticket/")
    with page.expect_navigation():
        page.click("[name=_save]")
    [meeting] = PresidiumMeeting.objects.all()
    assert (meeting.number, meeting.chair) == (3, people["马涛静"])


def test_six_names_typed_in_a_hurry_are_six_people_in_the_database(office, people):
    """Rows are added while one types; the box of several takes as well; and all of it is stored."""
    project = cast.make_project(name=LONG)
    office.goto("/admin/congress/activity/add/")
    office.fill("[name=title]", "视察水利工程")
    office.select_option("[name=kind]", label="视察")
    office.fill("[name=starts_on]", "2022-03-10")
    office.click("#participations-group summary")
    office.click("summary:has-text('检查的项目')")
    hurried = {"mtj": "马涛静", "王杰平": "王杰平", "mxj": "马小军", "陈明": "陈明强"}
    for row, words in enumerate(hurried):
        person = Box(office, f"participations-{row}-person")
        if not person.shown.count():
            office.click("#participations-group .add-row a")
        person.open()
        person.type(words, 100)
        person.press("Enter")
        person.takes(people[hurried[words]])
    projects = Box(office, "projects")
    projects.shown.click()
    projects.type("饮水", 0)
    projects.press("Tab")
    office.wait_for_selector(f".field-projects .select2-selection__choice[title='{LONG}']")
    choice = office.locator(".field-projects .select2-selection__choice")
    assert choice.evaluate("box => box.offsetWidth <= box.parentElement.clientWidth")
    with office.expect_navigation():
        office.click("[name=_save]")
    activity = Activity.objects.get()
    names = [row.person.name for row in activity.participations.order_by("pk")]
    assert names == list(hurried.values())
    assert list(activity.projects.all()) == [project]


def test_the_name_that_was_chosen_is_read_whole(office, people):
    meeting = cast.make_presidium_meeting()
    cast.make_agenda_item(meeting=meeting, title=LONG)
    office.goto("/admin/congress/resolution/add/")
    item = Box(office, "agenda_item")
    item.open()
    item.type("饮水", 0)
    item.press("Enter")
    office.wait_for_selector(".just-chosen")
    shown = office.locator(".field-agenda_item .select2-selection__rendered")
    assert LONG in shown.inner_text()
    assert shown.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert shown.evaluate(
        "box => box.offsetHeight <= box.closest('.select2-selection').clientHeight"
    )
