"""The pages beside the admin, as they are seen: on an office screen, on a phone, on paper."""

import re
import shutil
import subprocess

import pytest

from motions.models import Motion
from representatives.models import Assignment
from tests.browser.test_main_journey import fits, log_in, town
from tests.papers.word_file import pages
from township.spans import today

__all__ = ["town"]

YEAR = today().year - 1
OFFICE = {"width": 1280, "height": 720}
PHONE = {"width": 360, "height": 740}
ADDRESSES = [
    "/admin/", "/motions/", "/households/", "/households/late/", "/meetings/", "/deputies/", "/reports/",
    f"/reports/{YEAR}/", f"/reports/{YEAR}/check/", f"/reports/{YEAR}/plan/", f"/reports/{YEAR}/figures/",
    f"/reports/{YEAR - 1}-{YEAR}/", "/opinions/months/", "/overview/",
]  # fmt: skip
# Those on which a phone folds something away; what axe finds on each page, test_every_page asks.
FOLDED = {"/motions/", "/households/", f"/reports/{YEAR}/", f"/reports/{YEAR}/figures/"}
# What may be red: the town, where one stands or what is chosen, the primary action, what is late.
RED = """() => {
  const may = ".skip, .outline, .brand, [aria-current], .primary, .default, .late, .bad, .emergency";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const seen = walker.currentNode.textContent.trim() && element.checkVisibility();
    const red = ["rgb(168, 32, 26)", "rgb(133, 21, 15)"].includes(getComputedStyle(element).color);
    if (seen && red && !element.closest(may)) found.push(walker.currentNode.textContent.trim());
  }
  return found;
}"""
# The rows of a list that are wholly in sight, and how far down the first one begins.
ROWS = """(selector) => {
  const boxes = [...document.querySelectorAll(selector)].map((row) => row.getBoundingClientRect());
  return [boxes.filter((box) => box.bottom <= innerHeight).length, boxes[0].top];
}"""


def looked_at(page, addresses):
    """What is wrong on each page, by its address."""
    found = {}
    for address in addresses:
        page.goto(address)
        wrong = page.evaluate(RED) + ([] if fits(page) else ["goes past the edge"])
        if wrong:
            found[address] = wrong
    return found


def test_on_screens(town, desktop):
    """Laid once, and looked at by the office, and on phones."""
    log_in(desktop, "staff")
    desktop.set_viewport_size(OFFICE)
    assert looked_at(desktop, ADDRESSES) == {}
    begin_on_the_first_screen(desktop)
    find_a_figure(desktop)
    desktop.set_viewport_size(PHONE)
    assert looked_at(desktop, FOLDED) == {}
    unfold_on_a_phone(desktop)
    keep_the_names_in_sight(desktop)


def begin_on_the_first_screen(page):
    for address, selector, least in (
        ("/admin/", ".pressing li", 12),
        ("/deputies/", ".people li", 15),
        (f"/meetings/?year={YEAR}", ".event", 5),
        ("/households/", ".overview tbody tr", 3),
        ("/motions/", ".motions tbody tr", 4),
    ):
        page.goto(address)
        assert page.evaluate(ROWS, selector)[0] >= least, address
    page.goto(f"/meetings/?year={YEAR}")
    assert {round(row.bounding_box()["height"]) for row in page.locator(".event").all()} <= {52, 53}
    page.goto("/reports/")
    heights = [row.bounding_box()["height"] for row in page.locator(".years tbody tr").all()]
    assert heights and max(heights) <= 45


def find_a_figure(page):
    page.goto(f"/reports/{YEAR}/figures/")
    rows, groups = (page.locator(f".catalogue {what}:visible") for what in ("tbody tr", "section"))
    whole = rows.count()
    page.fill("#find", "满意")
    assert 0 < rows.count() < whole
    assert all("满意" in row for row in rows.all_inner_texts())
    assert page.locator(".jump a:visible").count() == groups.count()
    page.fill("#find", "没有这样的字")
    assert page.is_visible("#none") and rows.count() == 0
    page.fill("#find", "")
    assert rows.count() == whole


def unfold_on_a_phone(page):
    for address, selector in (
        ("/motions/", ".motions tbody tr"),
        ("/households/", ".overview tbody tr"),
    ):
        page.goto(address)
        assert page.evaluate(ROWS, selector)[1] < 560, address
        assert not page.is_visible("form.folding")
        page.focus("#fold")
        page.keyboard.press("Space")
        assert page.is_visible("form.folding")
    page.goto(f"/reports/{YEAR}/")
    assert not page.is_visible(".outline ol")
    assert page.locator(".bar .actions > *").first.inner_text().startswith("下载 Word")


def keep_the_names_in_sight(page):
    page.goto(f"/reports/{YEAR - 1}-{YEAR}/")
    box = page.locator(".table-box").first
    name = box.locator("tbody th").first
    before = name.bounding_box()["x"]
    box.evaluate("e => e.scrollTo(200, 0)")
    assert box.evaluate("e => e.scrollLeft") > 0
    assert abs(name.bounding_box()["x"] - before) <= 16


@pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="没有 pdftotext：apt-get install poppler-utils"
)
def test_on_paper(town, desktop, tmp_path):
    log_in(desktop, "staff")
    path = tmp_path / "printed.pdf"

    def printed(address):
        desktop.goto(address)
        desktop.pdf(path=str(path), prefer_css_page_size=True)
        return pages(path)

    households = printed("/households/")
    text = "".join(households)
    assert "移交" not in text and "登记卡" not in text and "筛选" not in text
    size = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    width, height = map(float, re.search(r"Page size: +([\d.]+) x ([\d.]+)", size).groups())
    assert width > height  # lying
    assert len(households) <= 5  # a line a deputy: two cards a page would take thirty-two
    assert all(home.household.head_name in text for home in Assignment.objects.all()[:5])

    motions = "".join(printed("/motions/"))
    assert "对结果" in motions and "筛选" not in motions and "导出" not in motions
    motion = "".join(printed(Motion.objects.first().get_absolute_url()))
    assert "微信" not in motion and "文书" not in motion and "改台账" not in motion
    names = "".join(printed(f"/deputies/?year={today().year}"))
    assert "查找" not in names and "导出" not in names
