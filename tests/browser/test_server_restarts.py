"""The office's machine is switched off while a visit is being sent, and on again later.

A server of its own, on a file of its own: what it said was stored is there after it was killed.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.browser.test_visits_kept import PASSWORD, WECHAT
from tests.test_setup import ROOT, environment

CAST = f"""
from accounts.models import Role
from tests import cast
cast.make_frame()
user = cast.make_user(Role.DEPUTY, username="xu", password="{PASSWORD}", display_name="许桂兰")
home = cast.make_household(head_name="王二保")
cast.make_assignment(person=cast.make_deputy(name="许桂兰", user=user), household=home)
"""
STORED = "from representatives.models import Visit; print(*Visit.objects.values_list('production', flat=True))"


class Office:
    """The machine in the office: it can be switched on, and off without warning."""

    def __init__(self, var):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = environment(VAR=var, BIND=f"127.0.0.1:{self.port}", DEMO="0")
        self.manage("migrate", "--verbosity", "0")
        self.manage("shell", "--no-imports", "-c", CAST)
        self.process = None

    def manage(self, *words):
        command = [sys.executable, ROOT / "manage.py", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def switch_on(self):
        command = [sys.executable, ROOT / "manage.py", "serve"]
        self.process = subprocess.Popen(
            command, env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while not self.answers():
            assert time.monotonic() < until, "the server did not come up"
            time.sleep(0.1)

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def switch_off(self):
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    office.switch_on()
    yield office
    office.switch_off()


def test_a_visit_outlives_the_server(browser, office):
    context = browser.new_context(base_url=office.url, user_agent=WECHAT, locale="zh-CN")
    page = context.new_page()
    page.goto("/login/")
    page.fill("[name=username]", "xu")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.click("text=走访登记")
    page.fill(".visit-form:visible [name=production]", "晚稻长势好")
    office.switch_off()
    page.click(".visit-form:visible [type=submit]")
    page.wait_for_selector("text=还有1条没送出，打开本页时会再送。")
    office.switch_on()
    page.click("text=现在就送")
    page.wait_for_selector("text=已送出1条。")
    office.switch_off()  # right after it said so
    context.close()
    assert office.manage("shell", "--no-imports", "-c", STORED).split() == ["晚稻长势好"]
