"""A phone without a network: the town's server is gone, and the browser has been ended and opened again.

The phone is a Chromium with a folder of its own, so that what lies on its disk can be told from what
its windows remember.
"""

import pytest
from PIL import Image

from tests.browser.conftest import ARGUMENTS
from tests.browser.test_visits_kept import log_in, save
from tests.hemao.office import running_office

WAITING = "#unsent >> text=1条没送出"
SENT = "text=已送出1条。"


class Phone:
    """A browser on the folder `folder`; it may be closed and opened again."""

    def __init__(self, browser, office, folder, **options):
        self.kind, self.path = browser.browser_type, "/usr/bin/chromium"
        self.office, self.folder, self.options = office, folder, options
        self.open()

    def open(self):
        self.context = self.kind.launch_persistent_context(
            self.folder, executable_path=self.path, args=ARGUMENTS, base_url=self.office.url,
            locale="zh-CN", viewport={"width": 390, "height": 844}, **self.options,
        )  # fmt: skip
        self.page = self.context.pages[0]

    def close(self):
        self.context.close()


def wait_for_sheet(phone):
    """It comes when nothing else is on its way; the page says nothing of it, its store does."""
    until = "async () => { for (;;) { if (await hemao.keeper.get(':sheet')) break; await new Promise((go) => setTimeout(go, 50)); } }"
    phone.page.evaluate(until)


@pytest.fixture
def office(tmp_path):
    with running_office(tmp_path / "office") as office:
        yield office


@pytest.fixture
def phone(browser, office, tmp_path):
    phone = Phone(browser, office, tmp_path / "phone", service_workers="block")
    log_in(phone.page, "xu")
    phone.page.goto("/households/")
    wait_for_sheet(phone)
    yield phone
    phone.close()


def write_on_sheet(page, text):
    page.wait_for_selector("text=王二保")
    page.click(".household [data-opens]")
    page.fill(".visit-form:visible [name=production]", text)
    page.click(".visit-form:visible summary")
    page.set_input_files(".visit-form:visible [name=photo]", page.picture)
    page.wait_for_selector(".visit-form:visible .preview")
    save(page)
    page.wait_for_selector(WAITING)


def test_it_opens_with_the_server_gone_and_sends_once_when_it_is_back(phone, office, tmp_path):
    picture = tmp_path / "field.jpg"
    Image.new("RGB", (800, 600), "green").save(picture)
    phone.close()
    office.switch_off()
    phone.open()
    phone.page.picture = picture
    phone.page.goto("/sheet/")
    write_on_sheet(phone.page, "晚稻长势好")
    phone.close()
    office.switch_on()
    phone.open()
    phone.page.goto("/households/")
    phone.page.wait_for_selector(SENT)
    phone.page.wait_for_selector("text=没送出", state="detached")
    assert office.stored()["晚稻长势好"] == 1
    assert len(list((office.var / "uploads").rglob("*.jpg"))) >= 1
