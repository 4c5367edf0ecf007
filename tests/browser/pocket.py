"""A phone with a disk: a Chromium on a folder of its own, which can be closed, killed and opened again,
so that what lies on its disk can be told from what its windows remember.
"""

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error

from tests.browser.conftest import ARGUMENTS
from tests.browser.test_visits_kept import WECHAT, log_in, save, until

WAITING = "#unsent >> text=条没送出"
KEPT = "text=已存在手机里"
SENT = "text=/已送出\\d条。/"


class Pocket:
    """The phone of one deputy, or of two. `options` are those of a browser's context."""

    def __init__(self, browser, office, folder, **options):
        self.kind, self.office, self.folder = browser.browser_type, office, Path(folder)
        self.options = {"user_agent": WECHAT, "service_workers": "block"} | options
        self.open()

    def open(self, path=""):
        self.context = self.kind.launch_persistent_context(
            self.folder, executable_path=shutil.which("chromium"), args=ARGUMENTS,
            base_url=self.office.url, locale="zh-CN", timezone_id="Asia/Shanghai",
            viewport={"width": 390, "height": 844}, **self.options,
        )  # fmt: skip
        self.context.set_default_timeout(
            120_000
        )  # a busy machine is slow, and that is no fault of ours
        self.page = self.context.pages[0]
        if path:
            self.page.goto(path)
        return self.page

    def close(self):
        self.context.close()

    def kill(self):
        """End the browser as a phone does that needs its memory, without a word to it."""
        pid = self.pid()
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}").exists() and state_of(pid) != "Z":
            time.sleep(0.01)  # until the machine has taken it away
        with suppress(Error):  # it is gone
            self.context.close()
        for lock in self.folder.glob("Singleton*"):
            lock.unlink(missing_ok=True)

    def pid(self):
        """The browser's own process: the one on our folder that is no part of another."""
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().split(b"\0")
            except OSError:
                continue
            if f"--user-data-dir={self.folder}".encode() in words and not any(
                word.startswith(b"--type=") for word in words
            ):
                return int(path.parent.name)
        raise AssertionError("the browser is not running")

    def log_in(self, login="xu"):
        log_in(self.page, login)
        self.close()  # a browser writes its cookies to the disk half a minute later, or now
        self.open("/households/")
        self.wait_for_sheet()

    def wait_for_sheet(self):
        """It comes when nothing else is on its way, and the names for it; the page says nothing of
        either, its store does.
        """
        until(self.page, "window.hemao && hemao.me && hemao.keeper.get(':sheet')")
        until(self.page, "hemao.keeper.get(hemao.mine('homes'))")

    def open_without_network(self, path="/sheet/"):
        """Close all, and open `path` with the server gone."""
        self.close()
        self.office.switch_off()
        self.open(path)


def state_of(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def write(page, text, head="王二保", picture=None):
    """Fill in the form of the household `head` on the sheet or on a deputy's page, and save it."""
    card = page.locator(".household", has_text=head)
    card.locator("[data-opens]").click()
    page.fill(".visit-form:visible [name=production]", text)
    if picture:
        page.click(".visit-form:visible summary")
        page.set_input_files(".visit-form:visible [name=photo]", picture)
        page.wait_for_selector(".visit-form:visible canvas[role=img]")
    save(page)
    again = page.locator(".sure >> text=对，是另一次走访")
    if again.count():
        again.click()
