"""One 小节 of a section in the editor: two clerks in different ones, and how it looks."""

import pytest

from reports.models import Section
from reports.studio import services
from tests import cast
from tests.browser.axe import violations
from tests.browser.test_studio import edit, enter, report

__all__ = ["report"]  # the fixture of the editor's own tests
TEXT = "（一）会议\n开会{主席团会议次数}。\n（二）建议\n办理。"


@pytest.fixture
def section(report):
    section = report.sections.get(title="会议")
    services.write_section(section, title="会议", text=TEXT, version=1, by=cast.the_clerk())
    return section


@pytest.mark.parametrize("scripts", [True, False])
def test_two_clerks_write_in_different_ones(browser, live_server, report, section, scripts):
    pages = [enter(browser, live_server, name, scripts=scripts) for name in ("zeng", "xie")]
    for page, heading in zip(pages, ("（一）会议", "（二）建议"), strict=True):
        edit(page, report)
        with page.expect_navigation():
            page.click(f".subsections >> text={heading}")
        assert heading in page.input_value("[name=text]")
    for page, text in zip(pages, ("（一）会议\n曾写的。", "（二）建议\n解写的。"), strict=True):
        page.fill("[name=text]", text)
        page.click("button:text-is('保存')")
        page.wait_for_load_state()
        assert "存好了" in page.inner_text("main")
    assert Section.objects.get(pk=section.pk).text == "（一）会议\n曾写的。\n（二）建议\n解写的。"


def test_its_rendering_follows(browser, live_server, report, section):
    page = enter(browser, live_server, "zeng")
    page.goto(f"{section.get_absolute_url()}subsections/2/")
    page.fill("[name=text]", "（二）建议\n开会{主席团会议次数|汉字}。")
    page.wait_for_selector("#preview >> text=开会两次。")
    assert "（二）建议" in page.inner_text("#preview h3")


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_it_fits_and_is_accessible(browser, live_server, report, section, width):
    page = enter(browser, live_server, "zeng", width)
    for url in (
        f"{section.get_absolute_url()}subsections/1/",
        f"/reports/papers/{report.pk}/edit/",
    ):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
        assert violations(page) == [], url
