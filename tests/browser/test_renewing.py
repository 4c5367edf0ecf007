"""换用新提纲 in a browser: both texts beside each other, one part taken over, and taken back."""

import pytest

from reports.models import Section
from tests.browser.axe import violations
from tests.browser.test_studio import enter, report

__all__ = ["report"]  # the fixture of the editor's own tests: three sentences, no outline of ours


def test_a_part_is_taken_over_and_taken_back(browser, live_server, report):
    page = enter(browser, live_server, "zeng", scripts=False)
    page.goto(f"/reports/papers/{report.pk}/edit/")
    page.click("text=换用新提纲")
    page.click(".renewing-parts a:has-text('存在的不足')")
    assert "再努力。" in page.inner_text(".beside .old del >> nth=1")
    page.click("button:text-is('换用这一节')")
    assert "换成了新提纲的文字" in page.inner_text("main")
    section = Section.objects.get(title="存在的不足")
    assert section.text != "再努力。" and section.changed_by.display_name == "曾玉梅"
    page.click(".renewing-parts a:has-text('存在的不足')")
    page.click("button:text-is('换回原来的')")
    section.refresh_from_db()
    assert (section.title, section.text) == ("不足", "再努力。")
    page.click("a.button:text-is('保留现在的')")
    section.refresh_from_db()
    assert section.text == "再努力。"


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_it_fits_and_is_accessible(browser, live_server, report, width):
    page = enter(browser, live_server, "zeng", width)
    for part in (1, 3):
        page.goto(f"/reports/papers/{report.pk}/outline/?part={part}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []
