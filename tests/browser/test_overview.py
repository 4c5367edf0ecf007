"""总览 as leadership opens it: on the office's screen, on a phone, on paper, with the keyboard alone."""

import pytest

from tests.browser.axe import complaints_of, violations
from tests.browser.test_main_journey import faults, fits, log_in, town

__all__ = ["town"]

PAGE = "/overview/"


def test_on_a_screen_by_mouse_and_keyboard(town, desktop):
    complaints = complaints_of(desktop)
    log_in(desktop, "leader")
    assert desktop.url.endswith(PAGE)
    assert fits(desktop)
    assert faults(desktop) == []

    summary = desktop.locator(".chart-table summary").first
    summary.focus()
    summary.press("Enter")
    cell = desktop.locator(".chart-table[open] td a").first
    assert cell.is_visible()
    number = cell.inner_text()
    link = desktop.locator(".chart-svg a").first
    link.focus()
    link.press("Enter")
    desktop.wait_for_url("**/figures/**")
    assert desktop.locator("tbody tr").count() == int(number)
    assert complaints == []


def test_each_bar_and_number_is_where_a_click_lands(town, desktop):
    log_in(desktop, "leader")
    desktop.goto(PAGE)
    card = desktop.locator("section:has(h2:text-is('各承办单位'))")
    number = card.locator(".number").first.text_content()
    for link in (card.locator(".chart-svg a").nth(0), card.locator(".chart-svg a").nth(1)):
        link.click()
        desktop.wait_for_url("**/figures/**")
        assert desktop.locator("tbody tr").count() == int(number)
        desktop.go_back()
    desktop.locator("section:has(h2:text-is('每月走访与目标')) .chart-svg a").nth(4).click()
    desktop.wait_for_url("**05-31")


@pytest.mark.parametrize("width", [390, 360])
def test_on_a_phone(town, phone, width):
    log_in(phone, "leader")
    phone.set_viewport_size({"width": width, "height": 780})
    phone.goto(PAGE)
    assert fits(phone)
    for summary in phone.locator("main summary").all():
        summary.click()
    assert fits(phone)
    assert violations(phone) == []
    bars = phone.locator(".chart-svg").all()
    drawing = phone.locator("main .chart").all()
    assert len(bars) == len(drawing) == 9
    for svg, box in zip(bars, drawing, strict=True):
        assert svg.bounding_box()["width"] <= box.bounding_box()["width"]
    assert overlapping(phone) == []


def overlapping(page):
    """Names of rows that run into the numbers beside them."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.chart-svg .row-name')].filter(name => {
            const row = name.getBoundingClientRect();
            return [...name.closest('[role=img]').querySelectorAll('.number')].some(number => {
                const box = number.getBoundingClientRect();
                return Math.abs(box.top - row.top) < 4 && box.left < row.right;
            });
        }).map(name => name.textContent)"""
    )


def test_on_paper_the_tables_are_open(town, desktop):
    log_in(desktop, "leader")
    desktop.goto(f"{PAGE}?year=2021")
    assert not desktop.locator(".chart-table table").first.is_visible()
    desktop.emulate_media(media="print")
    for table in desktop.locator(".chart-table table").all():
        assert table.is_visible()
        assert table.bounding_box()["height"] > 0
    assert not desktop.locator(".masthead").is_visible()
    assert not desktop.locator(".choices").is_visible()
