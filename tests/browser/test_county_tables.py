"""上级报表 and 导出 in a real browser: uploaded, refused, mended, taken; and a list of chosen columns."""

import openpyxl
import pytest

from accounts.models import Role
from tests import cast
from tests.browser.axe import complaints_of, violations
from tests.browser.test_main_journey import PASSWORD, fits, log_in
from tests.reports.county_book import county_book
from township.models import LedgerStart

TABLES = "/reports/2022/tables/"


@pytest.fixture
def town(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=cast.day("2021-01-01")))
    cast.make_presidium_meeting(starts_on=cast.day("2022-03-01"))
    cast.make_presidium_meeting(starts_on=cast.day("2022-06-01"))
    xu = cast.make_deputy(name="许桂兰", phone="13800138247")
    cast.make_motion(proposer=xu)
    cast.make_user(Role.STAFF, username="staff", password=PASSWORD)


def upload(page, content, folder):
    file = folder / "统计表.xlsx"
    file.write_bytes(content)
    page.set_input_files("[name=file]", file)
    page.click("main form.card button")


def taken(page, button, folder):
    with page.expect_download() as waiting:
        page.click(button)
    path = folder / "taken.xlsx"
    waiting.value.save_as(path)
    return waiting.value.suggested_filename, openpyxl.load_workbook(path).active


def test_from_a_wrong_word_to_the_filled_table(town, desktop, tmp_path):
    log_in(desktop, "staff")
    desktop.goto(TABLES)
    desktop.click("text=添加报表")
    desktop.fill("[name=name]", "统计表")
    upload(desktop, county_book(B4="{主席会议次数}"), tmp_path)
    assert "名字最像的是“主席团会议次数”" in desktop.inner_text(".errorlist")
    assert desktop.input_value("[name=name]") == "统计表"
    upload(desktop, county_book(), tmp_path)
    desktop.wait_for_selector(".message.success")
    name, sheet = taken(desktop, "text=下载填好的表格", tmp_path)
    assert name == "2022年统计表.xlsx"
    assert (sheet["B4"].value, sheet["B6"].value) == (2, "=SUM(B4:B5)")
    desktop.click(".filled a.figure:has-text('2') >> nth=0")
    assert "主席团会议次数" in desktop.inner_text("h1")


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_every_page_fits_and_can_be_read_by_all(town, desktop, tmp_path, width):
    complaints = complaints_of(desktop)
    desktop.set_viewport_size({"width": width, "height": 900})
    log_in(desktop, "staff")
    desktop.goto(f"{TABLES}new/")
    desktop.fill("[name=name]", "统计表")
    upload(desktop, county_book(C7="{满意率|汉字}"), tmp_path)
    assert fits(desktop)
    assert violations(desktop) == []
    upload(desktop, county_book(), tmp_path)
    desktop.click("summary")
    addresses = [
        "", TABLES, "/motions/export/", "/households/export/", "/meetings/?year=2022",
        "/deputies/?year=2022", "/reports/2022/figures/主席团会议次数/",
        "/admin/representatives/deputy/export/", "/admin/representatives/deputy/",
    ]  # fmt: skip
    for address in addresses:
        if address:
            desktop.goto(address)
        assert fits(desktop), address
        assert violations(desktop) == [], address
    assert complaints == []


def test_chosen_columns_with_the_keyboard_alone(town, desktop, tmp_path):
    log_in(desktop, "staff")
    desktop.goto("/admin/representatives/deputy/")
    desktop.click(".object-tools >> text=导出")
    desktop.focus("[value=gender]")
    desktop.keyboard.press("Space")
    desktop.focus("[value=phone]")
    desktop.keyboard.press("Space")
    name, sheet = taken(desktop, "text=下载表格", tmp_path)
    assert name.startswith("代表_")
    headings = [cell.value for cell in sheet[1]]
    assert "性别" not in headings
    assert sheet.cell(2, headings.index("电话") + 1).value == "13800138247"
    desktop.reload()
    assert desktop.is_checked("[value=phone]")
