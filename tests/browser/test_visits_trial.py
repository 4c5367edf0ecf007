"""Visits are saved on a phone while whatever can go wrong on the way does, drawn by a seed.

许桂兰 visits 王二保 many times. Between her and the town: nothing, a portal, a proxy, a server that
is being changed, answers that come late, cut or never, for the words or for the picture. And the page
is loaded again, closed, opened twice; the browser is killed; the login ends or the device is ended; the
phone has no room, or may keep nothing; its clock is wrong; another deputy uses it; she writes on the
sheet without a network; the server is killed.
"""

import random
import re
import time
from collections import Counter
from contextlib import suppress

import pytest
from PIL import Image
from playwright.sync_api import Error

from tests.browser.pocket import Pocket, write
from tests.browser.test_offline import DENIED, FULL, LIFE
from tests.browser.test_visits_kept import log_in, save
from tests.hemao.office import Office, new_database
from tests.trial import length

SEED = 20261130
VISITS = length(sample=8, whole=520)
# A browser keeps no more than so many faults between two restarts, or one phone's folder grows old.
ASKED = re.compile(r"/(ticket|visit|photo)/$")


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
EVENTS = [
    "nothing", "nothing", "reload", "close", "second window", "login ends", "device ended", "killed",
    "killed at once", "full", "forbidden", "clock", "another deputy", "sheet", "server killed",
]  # fmt: skip
NOT_KEPT = "没能存进手机"
TOLD = "text=/已登记.*走访王二保家|条没送出|已送出|没能存进手机|已存在手机里/"
END_DEVICES = """
from accounts.entry import devices
from accounts.models import Device, User
devices.end(Device.objects.all(), reason=devices.REASON.LOGOUT, by=User.objects.first())
"""
# Before the store is read a page knows of nothing.
UNSENT = """() => hemao.whole.then(() =>
    [...hemao.keeper.all(hemao.me + ':unsent:'), ...hemao.keeper.all(':unsent:')].map((entry) =>
    [entry.fields.find(([name]) => name === 'production')[1], Boolean(entry.stored)]))"""


DRAFTS = """() => hemao.whole.then(() => hemao.keeper.all(hemao.me + ':draft:').map((draft) =>
    draft.fields.find(([name]) => name === 'production')[1]))"""


class Way:
    """What lies between the phone and the town: for each visit one fault, at one question."""

    def __init__(self):
        self.fault, self.at, self.met = None, "", Counter()

    def lies_before(self, context):
        context.route(ASKED, self.meet)

    def meet(self, route):
        if (
            route.request.resource_type == "xhr"
            and self.fault
            and f"/{self.at}/" in route.request.url
        ):
            self.met[self.fault] += 1
            try:
                FAULTS[self.fault](route)
            except Error:  # the window or the server went while it was on its way
                with suppress(Error):
                    route.abort()
        else:
            route.continue_()


class Trial:
    """One phone and what became of each visit that was saved on it."""

    def __init__(self, pocket, picture, chance):
        self.pocket, self.picture, self.chance = pocket, picture, chance
        self.office, self.way = pocket.office, Way()
        self.saved, self.not_kept, self.events, self.finished = [], set(), Counter(), 0
        self.way.lies_before(pocket.context)
        self.begin()

    def begin(self):
        self.way.fault = None
        self.open("/households/")
        if "/login/" in self.pocket.page.url:
            log_in(self.pocket.page, "xu")
            self.restart()

    def open(self, path):
        """A page of its own: the one before may be on its way to another."""
        before, self.pocket.page = self.pocket.page, self.pocket.context.new_page()
        # Without waiting: a page that is just on its way to another sometimes never says that it closed.
        before.close(run_before_unload=True)
        self.pocket.page.goto(path)

    def restart(self):
        """The browser is closed in peace, which puts its cookies on the disk, and opened again."""
        self.pocket.close()
        self.reopen()

    def reopen(self, path="/households/"):
        self.pocket.open()
        self.way.lies_before(self.pocket.context)
        self.pocket.page.goto(path)

    def is_whole(self):
        page = self.pocket.page
        while not page.evaluate("Boolean(window.hemao && hemao.unsent && hemao.homeless)"):
            page.wait_for_timeout(20)

    def visit(self, number):
        """Save one visit; what happens then, and what goes wrong, is drawn."""
        text, event = f"第{number}次", self.chance.choice(EVENTS)
        self.events[event] += 1
        self.begin()
        self.is_whole()
        self.way.fault = self.chance.choice([*FAULTS, *[None] * 8])
        self.way.at = self.chance.choice(["ticket", "visit", "visit", "photo"])
        picture = self.picture if self.chance.random() < 0.2 else None
        page = self.pocket.page
        self.before(event, page)
        self.pocket.page.evaluate("window.isBefore = true")
        write(
            self.pocket.page, text, picture=picture if event not in ("full", "forbidden") else None
        )
        self.saved.append(text)
        if event in ("full", "forbidden"):
            self.is_told_of_it()
        elif event not in ("reload", "close", "second window"):
            self.pocket.page.wait_for_selector(TOLD)
        said = self.pocket.page.inner_text("body") if event in ("full", "forbidden") else ""
        self.after(event, text, said)
        self.finish(text)

    def is_told_of_it(self):
        """That it cannot be kept, or by another page: any other word may be of a visit before."""
        page, until = self.pocket.page, time.monotonic() + 100
        with suppress(Error):  # it is on its way to the other page
            while page.evaluate("window.isBefore") and NOT_KEPT not in page.inner_text("main"):
                assert time.monotonic() < until, page.inner_text("main")
                page.wait_for_timeout(20)

    def finish(self, text):
        """What the browser was killed over before it was saved lies in the form again: it is saved."""
        self.begin()
        self.is_whole()
        while text in self.pocket.page.evaluate(DRAFTS):
            self.finished += 1
            page = self.pocket.page
            assert page.input_value(".visit-form:visible [name=production]") == text
            save(page)
            again = page.locator(".sure >> text=对，是另一次走访")
            if again.count():
                again.click()
            page.wait_for_timeout(500)
            self.begin()
            self.is_whole()

    def before(self, event, page):
        if event == "login ends":
            self.pocket.context.clear_cookies(name="sessionid")
        if event == "device ended":
            self.office.manage("shell", "--no-imports", "-c", END_DEVICES)
        if event == "full":
            page.evaluate(FULL)
        if event == "forbidden":
            self.pocket.context.add_init_script(
                DENIED.format("localStorage") + DENIED.format("indexedDB")
            )
            self.open("/households/")
            self.is_whole()
        if event == "clock":
            self.open("/healthz")
            page = self.pocket.page
            page.clock.install(time=time.time() + self.chance.choice([-700, -2, 3]) * 86400)
            page.goto("/households/")
            self.is_whole()
        if event == "sheet":
            self.open("/sheet/")
            self.is_whole()
            self.pocket.context.set_offline(True)

    def after(self, event, text, said):
        pocket = self.pocket
        if event == "reload":
            pocket.page.reload()
        if event == "close":
            self.open("/households/")
        if event == "second window":
            other = pocket.context.new_page()
            other.goto("/households/")
            other.close(run_before_unload=True)
        if event in ("killed", "killed at once"):
            if event == "killed":
                pocket.page.wait_for_timeout(self.chance.random() * 1500)
            pocket.kill()
            self.reopen()
        if event == "forbidden":
            # What is nowhere but in this window: it is sent from there, or the page has said that it goes.
            if NOT_KEPT in said:
                self.not_kept.add(text)
            self.restart()
        if event == "full":
            if NOT_KEPT in said:
                self.not_kept.add(text)
            self.open("/households/")
        if event == "clock":
            self.restart()
        if event == "another deputy":
            pocket.context.clear_cookies(name="sessionid")
            self.open("/login/")
            log_in(pocket.page, "shan")
            pocket.page.wait_for_selector(".household")
            assert text not in pocket.page.inner_text("body")
            pocket.context.clear_cookies(name="sessionid")
        if event == "sheet":
            pocket.context.set_offline(False)
        if event == "server killed":
            self.office.switch_off()
            self.office.switch_on()

    def kept(self):
        """What the phone still has: {words: whether the office has them and only the picture waits}."""
        self.begin()
        self.is_whole()
        return dict(self.pocket.page.evaluate(UNSENT))

    def sends_all(self):
        until = time.monotonic() + 300
        self.begin()
        while self.kept():
            assert time.monotonic() < until, self.pocket.page.inner_text("#unsent")
            self.pocket.page.wait_for_timeout(200)


@pytest.fixture
def office(tmp_path):
    with new_database() as database:
        office = Office(tmp_path / "office", database, LIFE)
        office.switch_on()
        yield office
        office.switch_off()


@pytest.fixture
def pocket(browser, office, tmp_path):
    pocket = Pocket(browser, office, tmp_path / "phone")
    pocket.context.set_default_timeout(600_000)
    yield pocket
    pocket.close()


@pytest.mark.trial
def test_nothing_is_lost_doubled_or_wrongly_shown(pocket, office, figure, tmp_path):
    picture = tmp_path / "field.jpg"
    Image.effect_noise((640, 480), 60).convert("RGB").save(picture)
    trial = Trial(pocket, picture, random.Random(SEED))
    wrongly_shown = 0
    for number in range(VISITS):
        trial.visit(number)
        waiting, stored = trial.kept(), office.stored()
        # Of all that was said to be kept or sent, each is in one of the two places.
        wrongly_shown += len(set(trial.saved) - trial.not_kept - set(waiting) - set(stored))
    waited = len(trial.kept())
    trial.sends_all()
    stored = office.stored()
    lost = [text for text in trial.saved if not stored[text] and text not in trial.not_kept]
    doubled = [text for text, times in stored.items() if times > 1]
    met = trial.way.met
    figure(
        f"phone: {VISITS} visits, {met.total()} faults of {len(met)} kinds, {len(trial.events)} kinds of events "
        f"(seed {SEED}), {len(trial.not_kept)} said not to be kept, {trial.finished} offered again as drafts, {waited} waited to the end; "
        f"{len(lost)} lost, {len(doubled)} doubled, {wrongly_shown} wrongly shown as kept or sent"
    )
    assert (lost, doubled, wrongly_shown) == ([], [], 0)
    assert met.total() >= VISITS / 4
