"""A phone without a network: the town's server is gone, the browser was ended, and is opened again."""

import sqlite3
import time
from contextlib import closing

import pytest
from PIL import Image

from tests.browser.axe import violations
from tests.browser.pocket import SENT, WAITING, Pocket, write
from tests.browser.test_visits_kept import log_in, save, until
from tests.hemao.office import PASSWORD, Office, new_database
from tests.trial import length
from township.spans import today

# 许桂兰 keeps three households, one of each category; 单国富 one, and may use the same phone.
LIFE = f"""
from township.spans import today
from representatives.models import Person
xu = Person.objects.get(name="许桂兰")
frame_categories = list(__import__("representatives.models", fromlist=["Category"]).Category.objects.order_by("pk"))
taken = xu.assignments.get().category
for category, head in zip([row for row in frame_categories if row != taken], ("李长根", "宋小满")):
    cast.make_assignment(person=xu, household=cast.make_household(head_name=head), category=category)
user = cast.make_user(Role.DEPUTY, username="shan", password="{PASSWORD}", display_name="单国富")
cast.make_assignment(person=cast.make_deputy(name="单国富", user=user), household=cast.make_household(head_name="何大海"))
"""
HEADS = {"王二保", "李长根", "宋小满"}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with new_database() as database:
        office = Office(tmp_path_factory.mktemp("office"), database, LIFE)
        yield office
        office.switch_off()


@pytest.fixture
def office(town):
    """The server runs when a test begins, whatever the one before did to it."""
    if not town.process:
        town.switch_on()
    return town


@pytest.fixture
def pocket(browser, office, tmp_path):
    pocket = Pocket(browser, office, tmp_path / "phone")
    yield pocket
    pocket.close()


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "field.jpg"
    Image.effect_noise((1200, 900), 60).convert("RGB").save(file)
    return file


def heads(page):
    return set(page.locator(".household h2:not(form h2)").all_inner_texts())


def is_sheet(page):
    page.wait_for_selector("#homes .household")
    return page.evaluate("'sheet' in document.body.dataset")


# Asked of what the disk holds: before it was read a page knows of nothing that waits.
WAITS = """() => !window.hemao || !hemao.whole ||
    hemao.whole.then(() => hemao.keeper.keys().some((key) => key.includes(':unsent:')))"""


def all_sent(page):
    """What waited is gone: it is over where the office has named it, and nowhere else."""
    until = time.monotonic() + 90
    while page.evaluate(WAITS):
        assert time.monotonic() < until, page.inner_text("body")
        page.wait_for_timeout(50)


def comes_back(pocket, path="/households/"):
    """The server is there again, and somebody opens a page of ours."""
    pocket.close()
    pocket.office.switch_on()
    pocket.open(path)


def test_the_sheet_opens_is_written_on_and_arrives_once(pocket, office, picture, tmp_path):
    """Without a service worker: the phone was restarted, and there is no network at the door."""
    pocket.log_in()
    pocket.open_without_network("/sheet/")
    page = pocket.page
    assert is_sheet(page)
    assert heads(page) == HEADS
    assert violations(page) == []
    for width in (360, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    write(page, "在门口写的", picture=picture)
    page.wait_for_selector(WAITING)
    pocket.kill()
    pocket.open("/sheet/")
    pocket.page.wait_for_selector(WAITING)
    before = len(list((office.var / "uploads").rglob("*.jpg")))
    comes_back(pocket)
    pocket.page.wait_for_selector(SENT)
    all_sent(pocket.page)
    assert office.stored()["在门口写的"] == 1
    assert len(list((office.var / "uploads").rglob("*.jpg"))) == before + 2  # and its thumbnail


@pytest.mark.parametrize("path", ["/households/", "/motions/"])
def test_a_worker_shows_the_sheet_where_no_page_comes(browser, office, tmp_path, path):
    pocket = Pocket(browser, office, tmp_path / "phone", service_workers="allow")
    pocket.log_in()
    until(pocket.page, "navigator.serviceWorker.controller")
    pocket.page.goto("/me/")
    pocket.wait_for_sheet()
    pocket.kill()
    office.switch_off()
    page = pocket.open(path)
    assert is_sheet(page)
    assert heads(page) == HEADS
    write(page, f"从{path}写的", head="李长根")
    page.wait_for_selector(WAITING)
    office.switch_on()
    page.goto("/households/")
    all_sent(page)  # from here, or by the sheet before
    assert office.stored()[f"从{path}写的"] == 1
    pocket.close()


def test_a_tap_on_the_bar_takes_the_page_away_only_where_another_comes(pocket, office):
    pocket.log_in()
    page = pocket.page
    write_half(page)
    office.switch_off()
    page.click(".tabs >> text=我的")
    page.wait_for_selector(".stay >> text=现在没有网络，先不要离开这一页")
    assert "/households/" in page.url
    assert page.input_value(".visit-form:visible [name=production]") == "写到一半"
    assert violations(page) == []
    page.click("text=知道了")
    office.switch_on()
    page.click(".tabs >> text=我的")
    page.wait_for_url("**/me/")


def write_half(page):
    page.locator(".household", has_text="王二保").locator("[data-opens]").click()
    page.fill(".visit-form:visible [name=production]", "写到一半")


# Seconds after the words: the second copy is not yet on the disk, then perhaps, then it is.
MOMENTS = [0.3, 0, 2]


@pytest.mark.trial
@pytest.mark.parametrize("moment", MOMENTS[: length(sample=1, whole=3)])
def test_what_is_said_to_be_kept_outlives_the_browser(pocket, office, moment):
    text = f"{moment}秒后断电"
    pocket.log_in()
    office.switch_off()
    write(pocket.page, text)
    pocket.page.wait_for_selector("#unsent >> text=已存在手机里")
    time.sleep(moment)  # the moment is what is tried
    pocket.kill()
    office.switch_on()
    pocket.open("/households/")
    all_sent(pocket.page)
    assert office.stored()[text] == 1


class TestNames:
    """They stand on the sheet only while this phone is hers, and the office was heard of late."""

    def nameless(self, page):
        page.wait_for_selector("[name=head]")
        words = page.inner_text("body")
        return not any(head in words for head in HEADS)

    def test_they_go_when_she_leaves_and_are_not_another_deputys(self, pocket, office):
        pocket.log_in()
        page = pocket.page
        page.goto("/logout/")
        page.click("[data-leaves] [type=submit]")
        page.wait_for_url("**/login/")
        page.goto("/sheet/")
        assert self.nameless(page)
        pocket.log_in("shan")
        page = pocket.page
        page.goto("/sheet/")
        page.wait_for_selector("#homes >> text=何大海")
        assert heads(page) == {"何大海"}

    def test_they_go_at_the_first_word_from_the_office_after_the_phone_was_cut_off(
        self, pocket, office
    ):
        pocket.log_in()
        pocket.page.goto("/sheet/")
        assert heads_after(pocket.page) == HEADS
        office.manage("shell", "--no-imports", "-c", END_ALL)
        write(pocket.page, "手机丢了以后")
        pocket.page.wait_for_selector("[name=head]")
        assert self.nameless(pocket.page)
        # What waits is not shown to whoever has found the phone, and is not lost.
        pocket.page.wait_for_selector(WAITING)
        assert "手机丢了以后" not in pocket.page.inner_text("body")
        pocket.log_in()
        pocket.page.wait_for_selector(SENT)
        assert office.stored()["手机丢了以后"] == 1

    def test_after_two_weeks_without_a_word_they_are_hidden(self, pocket, office):
        pocket.log_in()
        pocket.open_without_network("about:blank")
        page = pocket.page
        page.clock.install(time=time.time() + 15 * 86400)
        page.goto("/sheet/")
        page.wait_for_selector("text=这部手机14天没有和办公室联系，名单先不显示。")
        assert self.nameless(page)
        page.fill("[name=head]", "宋小满")
        page.fill("[name=production]", "两周以后写的")
        page.fill("[name=visited_on]", f"{today()}")
        save(page)
        page.wait_for_selector("text=没有名单时写的1条，已存在手机里")
        comes_back(pocket)
        pocket.page.wait_for_selector(SENT)  # one household of hers has that name
        assert office.stored()["两周以后写的"] == 1

    def test_written_before_anybody_was_known_it_asks_whose_it_is(self, pocket, office):
        page = pocket.page
        page.goto("/sheet/")
        page.wait_for_selector("[name=head]")
        page.fill("[name=production]", "谁写的")
        save(page)
        page.wait_for_selector("text=请写是哪一户")
        page.fill("[name=head]", "老宋")
        save(page)
        page.wait_for_selector("text=没有名单时写的1条")
        pocket.log_in()
        page = pocket.page
        page.wait_for_selector("text=登记页上写的“老宋”是哪一户？")
        assert office.stored()["谁写的"] == 0
        page.select_option("#unsent select", label="宋小满")
        page.click("text=是我写的，放到这一户")
        page.wait_for_selector(SENT)
        assert office.stored()["谁写的"] == 1


def heads_after(page):
    page.wait_for_selector("#homes [data-opens]")
    return heads(page)


END_ALL = "from accounts.entry import devices; from accounts.models import Device, User; devices.end(Device.objects.all(), reason=devices.REASON.LOGOUT, by=User.objects.first())"

# As a phone answers that has no room left: in the middle of a transaction, and at once.
FULL = """() => {
    const full = () => { throw new DOMException('full', 'QuotaExceededError') };
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...told) { put.apply(this, told); this.transaction.abort(); };
    Storage.prototype.setItem = full;
}"""
DENIED = "Object.defineProperty(window, '{0}', {{get() {{ throw new Error('denied') }}}});"


class TestNothingCanBeKept:
    """Then nobody is told that it was."""

    NOT_KEPT = "text=没能存进手机，关了这一页就没有了，请现在复制。"

    def test_full(self, pocket, office):
        pocket.log_in()
        page = pocket.page
        page.evaluate(FULL)
        office.switch_off()
        write(page, "满了")
        self.is_told(page, "满了")
        office.switch_on()
        page.click("#unsent >> text=现在就送")
        all_sent(page)
        assert office.stored()["满了"] == 1

    def test_forbidden(self, pocket, office):
        pocket.context.add_init_script(DENIED.format("localStorage") + DENIED.format("indexedDB"))
        log_in(pocket.page, "xu")
        page = pocket.page
        page.locator(".household", has_text="王二保").locator("[data-opens]").click()
        page.wait_for_selector(".visit-form:visible >> text=这部手机现在存不住写的内容")
        page.click(".visit-form:visible [data-closes]")
        until(page, "hemao.queue")
        office.switch_off()
        write(page, "无痕")
        self.is_told(page, "无痕")
        office.switch_on()

    def is_told(self, page, text):
        page.wait_for_selector(self.NOT_KEPT)
        page.wait_for_selector("#unsent >> text=没能存进手机")
        assert "已存在手机里" not in page.inner_text("main")
        page.click("#unsent .unsent-row >> text=复制文字")
        assert text in page.input_value("#unsent textarea.copied")


def test_kept_by_an_earlier_script_it_is_taken_over_first(pocket, office):
    """One that waited in page storage alone, with its photo as text."""
    pocket.log_in()
    page = pocket.page
    url = page.get_attribute(".household:has-text('王二保') .visit-form", "action")
    page.evaluate(OF_BEFORE, [url, "从前存的"])
    page.goto("/households/")
    page.wait_for_selector(SENT)
    all_sent(page)
    assert office.stored()["从前存的"] == 1
    with closing(sqlite3.connect(office.var / "db.sqlite3")) as line:
        asked = "SELECT count(*) FROM representatives_visitphoto p JOIN representatives_visit v ON v.id = p.visit_id WHERE v.production = '从前存的'"
        assert line.execute(asked).fetchone() == (1,)


OF_BEFORE = """([url, text]) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const uuid = '6a1f0c3e-9b7d-4e52-8d11-0a5b6c7d8e9f';
    const day = document.querySelector('[name=visited_on]').value;
    const fields = [['uuid', uuid], ['visited_on', day], ['method', 'home'], ['was_met', '1'], ['production', text]];
    const entry = {uuid, url, head: '王二保', fields, lines: [], at: Date.now(), photo: canvas.toDataURL('image/jpeg')};
    localStorage.setItem(`hemao:${document.body.dataset.user}:unsent:${uuid}`, JSON.stringify(entry));
}"""
