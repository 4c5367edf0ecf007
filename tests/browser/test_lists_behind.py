"""The list behind each rate, as the leader opens it: those not in it first, each where it leads to."""

import lxml.html
import pytest

from accounts.models import User
from reports.asking.registry import REGISTRY, Shape
from reports.figures.rows import is_withheld
from tests.browser.axe import complaints_of
from tests.browser.test_main_journey import faults, fits, log_in, town
from township.spans import Period

__all__ = ["town"]

YEAR = 2024


def rates(leader):
    """The rates whose rows the leader may see, and those of which they see a table without names."""
    found = {True: [], False: []}
    for figure in REGISTRY.values():
        if figure.shape is Shape.RATE:
            model = figure.querysets(Period.of_year(2000))[0].model
            found[is_withheld(model, leader)].append(figure.name)
    return found[False], found[True]


def test_behind_each_rate(town, desktop):
    complaints = complaints_of(desktop)
    opened, withheld = rates(User.objects.get(username="leader"))
    log_in(desktop, "leader")
    missed = 0
    for name in opened:
        desktop.goto(f"/reports/{YEAR}/figures/{name}/")
        first, second = desktop.locator("section:has(.card-head)").all()
        assert first.locator("h2").inner_text().startswith("不在其中"), name
        assert second.locator("h2").inner_text().startswith("在其中"), name
        links = first.locator("tbody a")
        assert links.count() in (0, first.locator("tbody tr").count())
        if "/motions/" in (links.first.get_attribute("href") if links.count() else ""):
            missed += 1
            title = first.locator("tbody tr").first.locator("td").nth(1).inner_text()
            links.first.click()
            desktop.wait_for_url("**/motions/*/")
            assert title in desktop.inner_text("h1")
    assert missed >= 5
    for name in withheld:
        desktop.goto(f"/reports/{YEAR}/figures/{name}/")
        assert desktop.locator("main tbody a").count() == 0
    assert complaints == []


def test_beside_the_closed_report(town, desktop):
    log_in(desktop, "leader")
    desktop.goto("/reports/2021/")
    desktop.locator("article.sheet a.figure:has-text('%')").last.click()
    desktop.wait_for_selector(".opened h3")
    titles = desktop.locator(".opened h3").all_inner_texts()
    assert titles in (["不在其中", "在其中"], ["在其中"], ["不在其中"])
    assert faults(desktop) == []


@pytest.mark.parametrize("width", [390, 360])
def test_on_a_phone(town, phone, width):
    log_in(phone, "leader")
    phone.set_viewport_size({"width": width, "height": 780})
    for name in ("按期答复率", "走访户次", "意见建议条数", "满意率"):
        phone.goto(f"/reports/{YEAR}/figures/{name}/")
        assert fits(phone), name
        assert faults(phone) == [], name


def test_no_small_count_stands_on_a_page_about_households(town, desktop):
    """Of every figure that is withheld, each way that the page offers."""
    log_in(desktop, "leader")
    leader = User.objects.get(username="leader")
    seen = 0
    for figure in REGISTRY.values():
        if not is_withheld(figure.querysets(Period.of_year(2000))[0].model, leader):
            continue
        desktop.goto(f"/reports/{YEAR}/figures/{figure.name}/")
        ways = [
            link.get_attribute("href")
            for link in desktop.locator("nav[aria-label='换一种分法'] a").all()
        ]
        for way in ways or [desktop.url]:
            desktop.goto(way)
            page = lxml.html.fromstring(desktop.content())
            cells = page.xpath("//section[@aria-labelledby='split']//tbody//td[@class='amount']")
            counts = [
                int(text) for cell in cells if (text := cell.text_content().strip()).isdigit()
            ]
            assert all(count >= 3 or count == 0 for count in counts), (figure.name, way)
            seen += bool(counts)
    assert seen >= 8
