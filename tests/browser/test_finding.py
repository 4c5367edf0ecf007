"""The search of figures beside the editor, with a script and without."""

import pytest

from reports.models import Section
from tests.browser.axe import violations
from tests.browser.test_studio import edit, enter, report

__all__ = ["report"]  # the fixture of the editor's own tests


def test_a_number_is_found_by_pinyin_and_written_at_the_cursor(browser, live_server, report):
    page = edit(enter(browser, live_server, "zeng"), report)
    page.evaluate("document.querySelector('[name=text]').setSelectionRange(2, 2)")
    page.fill("#find", "zxthycs")
    page.click("button[data-words='{主席团会议次数|汉字}']")
    assert page.input_value("[name=text]") == "开会{主席团会议次数|汉字}。"
    page.wait_for_selector("#preview >> text=开会两次。")
    page.fill("#find", "本届 主席团会议次数")
    page.wait_for_selector("button[data-words='{本届·主席团会议次数|数}']")
    page.press("#find", "Enter")  # the first that stands there
    page.wait_for_selector("#preview >> text=开会两次2次。")
    page.click("button:text-is('保存')")
    page.wait_for_load_state()
    assert (
        Section.objects.get(title="会议").text == "开会{主席团会议次数|汉字}{本届·主席团会议次数}。"
    )


def test_everyday_words_lead_to_members_with_their_results(browser, live_server, report):
    page = edit(enter(browser, live_server, "zeng"), report)
    page.fill("#find", "培训")
    page.wait_for_selector(".found >> text=活动次数（学习培训）")
    assert "0次" in page.inner_text(".ways >> nth=0")
    assert page.is_hidden(".catalogue-list")
    page.fill("#find", "没有这回事")
    page.wait_for_selector(".found >> text=没有找到“没有这回事”")
    page.wait_for_selector(".catalogue-list")  # the catalogue is there to look in
    page.fill("#find", "")
    page.wait_for_selector(".found", state="hidden")


def test_one_member_of_a_family_is_written_with_it(browser, live_server, report):
    page = edit(enter(browser, live_server, "zeng"), report)
    page.fill("[name=text]", "")
    page.fill("#find", "镇议案建议件数")
    page.click("summary:has-text('只说其中一类（内容类别）')")
    page.click("a[data-find='镇议案建议件数（水利设施）']")
    assert page.input_value("#find") == "镇议案建议件数（水利设施）"
    page.click("button[data-words='{镇议案建议件数（水利设施）}']")
    assert page.input_value("[name=text]") == "{镇议案建议件数（水利设施）}"


def test_what_the_catalogue_wrote_can_be_undone(browser, live_server, report):
    page = edit(enter(browser, live_server, "zeng"), report)
    page.press("[name=text]", "End")
    page.keyboard.type("又开会")
    page.fill("#find", "主席团 会议次数")
    page.press("#find", "Enter")  # before the answer came
    page.wait_for_selector("#preview >> text=开会。又开会2次")
    assert page.input_value("[name=text]") == "开会。又开会{主席团会议次数}"
    page.keyboard.press("Control+z")
    assert page.input_value("[name=text]") == "开会。又开会"


def test_another_way_is_one_click_from_the_catalogue(browser, live_server, report):
    page = edit(enter(browser, live_server, "zeng"), report)
    page.click(".group summary:text-is('会议')")
    page.click("a[data-find='主席团会议次数']")
    page.click("button[data-words='{主席团会议次数|较上年}']")
    assert "{主席团会议次数|较上年}" in page.input_value("[name=text]")


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_without_a_script_a_page_of_its_own_leaves_the_text_alone(
    browser, live_server, report, width
):
    page = edit(enter(browser, live_server, "zeng", width, scripts=False), report)
    page.fill("[name=text]", "写到一半")
    page.fill("#find", "开会")
    with page.expect_popup() as opened:
        page.press("#find", "Enter")
    found = opened.value
    found.wait_for_load_state()
    assert "{主席团会议次数|汉字}" in found.inner_text(".found")
    assert "两次" in found.inner_text(".found")
    assert page.input_value("[name=text]") == "写到一半"
    assert found.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_what_is_found_fits_and_is_accessible(browser, live_server, report, width):
    page = edit(enter(browser, live_server, "zeng", width), report)
    page.fill("#find", "满意")
    page.wait_for_selector(".found .ways")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.goto(f"/reports/papers/{report.pk}/figures/?find=满意")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
