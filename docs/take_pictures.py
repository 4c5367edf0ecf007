"""Take the pictures of the handbook and the README from the demo town, in a real browser.

`make pictures`: it makes a demo town of its own in a temporary folder, and asks Debian's
Chromium. The pictures are of pages as they are, so they are taken again when a page changes.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PORT = 8399
SIZE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 780}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WAIT_SECONDS = 180

# file name → (who looks, address, what is clicked before the picture is taken, window)
SHOTS = {
    "worklist": ("staff", "/admin/", "", SIZE),
    "motion-through": ("staff", "/admin/motions/motion/through/", "", SIZE),
    "agenda": ("staff", "/admin/motions/supervisionact/agenda/", "", SIZE),
    "motions": ("staff", "/motions/", "", SIZE),
    "motion": ("leader", "the first answered motion", "", SIZE),
    "households": ("staff", "/households/?show=gap", "", SIZE),
    "hand-over": ("staff", "the first hand-over", "", SIZE),
    "household-term": ("staff", "/households/term/", "", SIZE),
    "household-entry": ("staff", "/households/entry/", "", SIZE),
    "report-2021": ("leader", "/reports/2021/", "article.sheet a.figure:has-text('五次')", SIZE),
}
# What has a number for its address is reached by a link: (the list, the link on it)
LINKS = {
    "the first answered motion": (
        "/motions/?status=replied", "main a[href^='/motions/']:has-text('关于')",
    ),
    "the first hand-over": ("/households/", "main a[href^='/households/hand-over/']"),
}  # fmt: skip


def main():
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "VAR": var, "BIND": f"127.0.0.1:{PORT}", "DEMO": "1"}
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
        try:
            wait_for(f"http://127.0.0.1:{PORT}/healthz")
            take_all((Path(var) / "demo_password").read_text().strip())
        finally:
            server.terminate()
            server.wait()


def wait_for(url):
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url)
            return
        except urllib.error.URLError:
            time.sleep(1)
    sys.exit("the server did not start")


def take_all(password):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for name, (user, address, click, size) in SHOTS.items():
            context = browser.new_context(
                base_url=f"http://127.0.0.1:{PORT}", viewport=size, locale="zh-CN"
            )
            take(context.new_page(), password, name, user, address, click)
            context.close()
        browser.close()


def take(page, password, name, user, address, click):
    page.goto("/login/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    if address in LINKS:
        listed, link = LINKS[address]
        page.goto(listed)
        page.locator(link).first.click()
        page.wait_for_load_state()
    else:
        page.goto(address)
    if click:
        page.click(click)
        page.wait_for_selector(".opened h2")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png", flush=True)


if __name__ == "__main__":
    main()
