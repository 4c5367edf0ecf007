"""A name is typed into a box of the admin, and Enter is pressed before the server has answered.

The test moves the page's clock, and holds each answer until it lets it go: so the order in which
key, question and answer come is the test's, however slow the machine.
"""

import re
from contextlib import contextmanager

import pytest
from django.test import Client

from congress.models import Activity
from tests import cast

ASKED = re.compile("/admin/autocomplete/")
PAUSES = [0, 100, 200, 300, 500]  # milliseconds before the key; the box asks the server after 250
DELAY = 250
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
        self.shown.click()
        self.page.wait_for_selector(ROW)

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

    def rows(self):
        return self.page.locator(ROW).all_inner_texts()

    def says(self, sentence):
        self.page.wait_for_selector(f".select2-results__message:text-is('{sentence}')")

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
    for key in ("Enter", "Tab"):
        chair.open()
        with chair.slow():
            chair.type("吴用")
            chair.press(key)
        chair.says("没有找到“吴用”，这一格没有动。请核对写法。")
        chair.press("Tab")
        assert chair.value == ""
        assert chair.note.inner_text() == "没有找到“吴用”，这一格没有动。"

    # The network breaks, an error comes, or the page that asks to log in: the key takes nothing, says
    # which it was, and asks again when pressed again.
    login = {"status": 200, "content_type": "text/html", "body": "<title>登录</title>"}
    for broken, why in (
        (None, "没有连上服务器，这一格没有动。"),
        ({"status": 500}, "服务器出错了，这一格没有动。"),
        (login, "登录已过期，这一格没有动。请另开一页重新登录，回到这里。"),
    ):
        chair.open()
        office.holds = True
        chair.type("mtj")
        chair.press("Enter")
        chair.under_way()
        office.holds = False
        route = office.held.pop()
        route.fulfill(**broken) if broken else route.abort()
        chair.says(f"{why}请再按一次回车。")
        assert chair.value == ""
        chair.press("Enter")
        office.clock.run_for(DELAY)
        chair.takes(people["马涛静"])
        chair.clear()


def test_six_names_typed_in_a_hurry_are_six_people_in_the_database(office, people):
    """Rows are added while one types; the box of several takes as well; and all of it is stored."""
    project = cast.make_project(name=LONG)
    office.goto("/admin/congress/activity/add/")
    office.fill("[name=title]", "视察水利工程")
    office.select_option("[name=kind]", label="视察")
    office.fill("[name=starts_on]", "2022-03-10")
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
