"""The editor as two clerks use it: a rendering that follows, and both versions."""

import pytest

from accounts.models import Role
from reports.models import Section
from reports.studio import services
from reports.words import drafting
from tests import cast
from tests.browser.axe import violations
from tests.cast import day
from township.models import LedgerStart

PASSWORD = "liu-tang-zhen-2022"
TEXT = "{镇}{年}年人大工作总结\n一、会议\n开会。\n二、不足\n再努力。"


@pytest.fixture
def report(transactional_db):
    cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    cast.make_presidium_meeting(starts_on=day("2022-03-01"))
    cast.make_presidium_meeting(starts_on=day("2022-09-01"))
    for name, title in (("zeng", "曾玉梅"), ("xie", "解晓燕")):
        cast.make_user(Role.STAFF, username=name, password=PASSWORD, display_name=title)
    clerk = cast.the_clerk()
    return services.begin(drafting.draft("annual", 2022, text=TEXT), by=clerk)


def enter(browser, live_server, name, width=1440, scripts=True):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, locale="zh-CN",
        java_script_enabled=scripts,
    )  # fmt: skip
    page = context.new_page()
    page.goto("/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    return page


def edit(page, report):
    page.goto(f"/reports/papers/{report.pk}/edit/")
    with page.expect_navigation():  # else a slow machine types into the page that goes
        page.click("text=一、会议")
    page.wait_for_selector("#preview h2")
    return page


def test_a_wrong_name_is_said_while_typing_and_stored_by_nobody(browser, live_server, report):
    page = edit(enter(browser, live_server, "zeng"), report)
    page.fill("[name=text]", "开会{主席团会次数}。\n又开会{主席团会议次数}。")
    page.wait_for_selector("#preview [role=alert]")
    assert "又开会2次。" in page.inner_text("#preview"), "the preview stays"
    assert "名字最像的是“主席团会议次数”" in page.inner_text("#preview")
    page.click("button:text-is('保存')")
    page.wait_for_selector(".errorlist")
    assert page.input_value("[name=text]") == "开会{主席团会次数}。\n又开会{主席团会议次数}。"
    assert Section.objects.get(title="会议").text == "开会。"


@pytest.mark.parametrize("scripts", [True, False])
def test_two_clerks_never_overwrite_each_other(browser, live_server, report, scripts):
    first = edit(enter(browser, live_server, "zeng", scripts=scripts), report)
    second = edit(enter(browser, live_server, "xie", scripts=scripts), report)
    for page, words in ((first, "曾写的。"), (second, "解写的。")):
        page.fill("[name=text]", words)
        page.click("button:text-is('保存')")
        page.wait_for_load_state()
    text = second.inner_text("main")
    assert "没有保存：曾玉梅刚刚改过这一部分。" in text
    assert "曾写的。" in second.inner_text(".differences")
    assert second.input_value("[name=text]") == "解写的。"
    assert Section.objects.get(title="会议").text == "曾写的。"
    second.fill("[name=text]", "两人写的。")
    second.click("button:text-is('保存')")
    second.wait_for_load_state()
    assert Section.objects.get(title="会议").text == "两人写的。"


@pytest.mark.parametrize("width", [1440, 390, 360])
def test_every_page_of_the_studio_fits_and_is_accessible(browser, live_server, report, width):
    page = enter(browser, live_server, "zeng", width)
    section = report.sections.first()
    for url in (
        "/reports/new/", f"/reports/papers/{report.pk}/edit/", section.get_absolute_url(),
        f"/reports/papers/{report.pk}/close/", "/reports/2022/plan/", "/reports/2022/",
        f"/reports/papers/{report.pk}/discard/",
    ):  # fmt: skip
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
        assert violations(page) == [], url


def test_leadership_closes_a_report_with_one_click(browser, live_server, report):
    cast.make_user(Role.LEADER, username="wei", password=PASSWORD, display_name="尉迟明")
    report.signed_on = day("2023-01-09")
    report.save()
    section = report.sections.first()
    services.write_section(
        section, title="会议", text="开会{主席团会议次数}。", version=1, by=cast.the_clerk()
    )
    page = enter(browser, live_server, "wei")
    page.goto("/reports/2022/")
    page.click("a.button:text-is('定稿')")
    page.click("button:text-is('定稿')")
    page.wait_for_load_state()
    assert "第1版定稿" in page.inner_text("main")
    assert "签发：尉迟明" in page.inner_text("main")
    cast.make_presidium_meeting(starts_on=day("2022-12-01"))
    assert "开会2次。" in page.inner_text(".sheet")
    page.click("text=定稿后变动")
    page.wait_for_load_state()
    assert "2次 → 3次" in page.inner_text("main")
    for width in (1440, 390, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    assert violations(page) == []
    page.goto("/reports/2022/")
    assert "开会2次。" in page.inner_text(".sheet")
    page.click("text=现在的数字（草稿）")
    page.wait_for_load_state()
    assert "开会3次。" in page.inner_text(".sheet")


def test_a_year_is_closed_on_another_day_of_record(browser, live_server, report):
    """The new numbers are shown before they are closed; then the year's page is the edition."""
    cast.make_user(Role.LEADER, username="wei", password=PASSWORD, display_name="尉迟明")
    motion = cast.make_motion(submitted_on=day("2022-11-01"), status="replied")
    cast.make_handling(
        motion=motion, handed_over_on=day("2022-11-02"), replied_on=day("2023-01-05")
    )
    report.signed_on = day("2023-01-09")
    report.save()
    section = report.sections.first()
    services.write_section(
        section, title="会议", text="答复{答复件数}。", version=1, by=cast.the_clerk()
    )
    page = enter(browser, live_server, "wei", 390)
    page.goto("/reports/2022/")
    assert "（草稿，数字随台账变动）" in page.inner_text(".sheet")
    page.click("a.button:text-is('定稿')")
    assert "答复0件。" in page.inner_text(".sheet")
    page.wait_for_selector(".day-pick")  # the script has set its buttons: nothing moves any more
    page.fill("[name=recorded_on]", "2023-01-09")
    with page.expect_navigation():
        page.click("button:text-is('定稿')")
    assert "截至日现在是2023年1月9日" in page.inner_text(".form-error")
    assert "答复1件。" in page.inner_text(".sheet")
    assert page.input_value("[name=recorded_on]") == "2023-01-09"
    page.click("button:text-is('定稿')")
    page.wait_for_load_state()
    page.goto("/reports/2022/")
    assert "第1版定稿" in page.inner_text("main")
    assert "草稿，数字" not in page.inner_text(".sheet")
    page.click(".sheet a.figure:text-is('1件')")  # what was counted, beside the text
    page.wait_for_selector(".opened li")
    for address in ("/reports/2022/", "/reports/2022/?live=1", "/reports/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert violations(page) == [], address
