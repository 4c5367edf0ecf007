"""Visits are saved on a phone while whatever can go wrong on the way does, drawn by a seed.

许桂兰 visits 王二保 many times. Between her and the town: nothing, a portal, a proxy, a server that
is being changed, answers that come late, cut or never; and the page is loaded again, closed, opened
twice, or its login ends.
"""

import random
import re
from collections import Counter

import pytest

from tests.browser.test_visits_kept import WECHAT, fill, log_in, save, until
from tests.hemao.office import running_office
from tests.trial import length

SEED = 20261130
VISITS = length(sample=6, whole=60)
ASKED = re.compile(r"/(ticket|visit)/$")
QUEUE = """() => Object.keys(localStorage).filter((key) => key.includes(':unsent:')).map((key) =>
    JSON.parse(localStorage.getItem(key)).fields.find(([name]) => name === 'production')[1])"""


def answer(**told):
    return lambda route: route.fulfill(**told)


def lose(route):
    """It arrives, and the answer is lost."""
    route.fetch(max_redirects=0)
    route.abort()


def cut(route):
    """It arrives, and the answer breaks off."""
    whole = route.fetch(max_redirects=0)
    route.fulfill(status=whole.status, body=whole.body()[:-9])


def replace(route):
    """It arrives, and a proxy that waited too long answers for us."""
    route.fetch(max_redirects=0)
    route.fulfill(status=504, body="<h1>504</h1>")


FAULTS = {
    "no network": lambda route: route.abort(),
    "lost": lose,
    "cut": cut,
    "504 after it was stored": replace,
    "portal": answer(status=200, body="<h1>请登录WiFi</h1>", content_type="text/html"),
    "portal in JSON": answer(status=200, json={"code": 0}),
    "login page": answer(status=302, headers={"Location": "/login/"}),
    **{str(status): answer(status=status) for status in (400, 403, 404, 410, 429, 500, 502, 503)},
}
EVENTS = ["nothing", "nothing", "reload", "close", "second window", "login ends"]


class Way:
    """What lies between the phone and the town: for each visit one fault, at one question."""

    def __init__(self, context):
        self.fault, self.at, self.is_slow = None, "", False
        self.held, self.met = [], Counter()
        context.route(ASKED, self.meet)

    def meet(self, route):
        if route.request.resource_type != "fetch":
            route.continue_()
        elif self.is_slow:
            self.held.append(route)
        else:
            self.let_go(route)

    def let_go(self, route):
        if self.fault and f"/{self.at}/" in route.request.url:
            self.met[self.fault] += 1
            FAULTS[self.fault](route)
        else:
            route.continue_()

    def wait_for_question(self, page):
        while not self.held:
            page.evaluate("0")  # Playwright hears of questions while it is asked something

    def clear(self, *, is_open):
        """Answer what is held, if the pages that asked are still there; hold no more."""
        self.is_slow = False
        held, self.held = self.held, []
        for route in held if is_open else ():
            self.let_go(route)


class Phone:
    """The phone of 许桂兰; `witness` is a page that never moves, and sees what is kept."""

    def __init__(self, context):
        self.context = context
        self.way = Way(context)
        self.page = context.new_page()
        log_in(self.page, "xu")
        self.cookies = context.cookies()
        self.witness = context.new_page()
        self.witness.goto("/healthz")

    def open(self):
        page = self.context.new_page()
        page.goto("/households/")
        return page

    def visit(self, text, chance):
        """Save one visit; what happens then, and what goes wrong, is drawn from `chance`."""
        self.way.fault = chance.choice([*FAULTS, *[None] * 8])
        self.way.at = chance.choice(["ticket", "visit", "visit"])
        event = chance.choice(EVENTS)
        self.context.add_cookies(self.cookies)
        self.page.close()
        self.page = self.open()
        fill(self.page, text)
        if event == "login ends":
            self.context.clear_cookies()
        self.way.is_slow = event in ("reload", "close", "second window")
        save(self.page)
        if self.way.is_slow:
            self.way.wait_for_question(self.page)
            self.meanwhile(event)
        else:
            self.is_told()

    def meanwhile(self, event):
        """While the question is on its way; what it was kept for is not told to anybody."""
        other = self.open() if event == "second window" else None
        if event == "close":
            self.page.close()
            self.page = self.open()
        if event == "reload":
            self.page.reload()
        self.way.clear(is_open=event == "second window")
        if other:
            self.is_told()
            other.close()

    def is_told(self):
        self.page.wait_for_selector("text=/已登记.*走访王二保家|条没送出/")

    def sends_all(self):
        """The network is good again: the phone sends what it kept, by itself."""
        self.way.fault = None
        self.context.add_cookies(self.cookies)
        self.page.close()
        self.page = self.open()
        until(self.witness, f"!({QUEUE})().length")

    def queue(self):
        return self.witness.evaluate(QUEUE)


@pytest.fixture
def office(tmp_path):
    with running_office(tmp_path) as office:
        yield office


@pytest.fixture
def phone(browser, office):
    context = browser.new_context(
        base_url=office.url, user_agent=WECHAT, locale="zh-CN", service_workers="block"
    )
    context.set_default_timeout(600_000)  # a busy machine is slow, and that is no fault of ours
    yield Phone(context)
    context.close()


@pytest.mark.trial
def test_nothing_is_lost_doubled_or_wrongly_shown_as_sent(phone, office, figure):
    chance = random.Random(SEED)
    saved, wrongly_sent = [], 0
    for number in range(VISITS):
        saved.append(f"第{number}次")
        phone.visit(saved[-1], chance)
        waiting, stored = phone.queue(), office.stored()
        wrongly_sent += len(set(saved) - set(waiting) - set(stored))
    waited = len(phone.queue())
    phone.sends_all()
    stored = office.stored()
    lost = [text for text in saved if not stored[text]]
    doubled = [text for text, times in stored.items() if times > 1]
    met = phone.way.met
    figure(
        f"phone: {VISITS} visits, {met.total()} faults of {len(met)} kinds (seed {SEED}), {waited} "
        f"waited to the end; {len(lost)} lost, {len(doubled)} doubled, {wrongly_sent} wrongly shown as sent"
    )
    assert (lost, doubled, wrongly_sent) == ([], [], 0)
    assert met.total() >= VISITS / 2
