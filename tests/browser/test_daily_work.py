"""A clerk's day in a browser: names are ticked, items typed one below the other, a roll is called.

许桂兰, 单国富 and 许光明 are deputies and the presidium; the first two are of one group.
"""

import datetime
import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from congress import services
from congress.models import Activity, Body, PresidiumMeeting, Reply
from motions.models import Motion
from tests import cast
from tests.browser.axe import violations
from tests.browser.test_visits_kept import until
from township.spans import today

OFFICE = {"width": 1280, "height": 720}
NAMES = ("许桂兰", "单国富", "许光明")


@pytest.fixture
def people(transactional_db):
    frame = cast.make_frame()
    xu, shan, guang = (cast.make_deputy(name=name) for name in NAMES)
    group = cast.make_body(kind=Body.Kind.GROUP, name="第一代表小组")
    for person in (xu, shan):
        cast.make_post(body=group, person=person)
    for person in (xu, shan, guang):
        cast.make_post(person=person)
    cast.make_mandate(person=cast.make_person(name="仇万里"), term=frame.first)
    return xu, shan, guang


def logged_in(page, live_server):
    client = Client()
    client.force_login(cast.the_clerk())
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    return page


@pytest.fixture
def office(desktop, live_server, people):
    desktop.set_viewport_size(OFFICE)
    return logged_in(desktop, live_server)


def ticked(page):
    return page.locator(
        "[name=ticked]:checked + *, label:has([name=ticked]:checked)"
    ).all_inner_texts()


def names_of(page):
    return [name.strip() for name in page.locator(".tick-group label:visible").all_inner_texts()]


def test_names_are_ticked_by_letters_by_group_and_all(office):
    office.goto("/admin/congress/activity/add/")
    office.fill("[name=title]", "视察灌溉渠")
    office.select_option("[name=kind]", "inspection")
    search = office.locator(".tick-search")
    search.fill("x")
    assert names_of(office) == ["许桂兰", "许光明"]
    search.press("Enter")  # of two it is nobody
    assert ticked(office) == []
    search.fill("zzz")
    assert office.inner_text(".tick-count") == "没有找到“zzz”"
    search.press("Escape")
    assert (search.input_value(), len(names_of(office))) == ("", 3)
    search.fill("xgl")
    search.press("Enter")
    assert [name.strip() for name in ticked(office)] == ["许桂兰"]
    assert search.input_value() == ""
    assert office.inner_text(".tick-count") == "已选1人"
    office.click(".tick-group:has-text('第一代表小组') [data-tick-all]")
    assert office.inner_text(".tick-count") == "已选2人"
    office.click(".tick-tools [data-tick-all]")
    assert office.inner_text(".tick-count") == "已选3人"
    office.click("label:has-text('许光明')")
    assert violations(office) == []
    section = office.locator("section:has(.people-ticks)").bounding_box()
    assert section["height"] < OFFICE["height"]
    with office.expect_navigation():
        office.click("[name=_save]")
    there = Activity.objects.get().participations
    assert sorted(there.values_list("person__name", flat=True)) == ["单国富", "许桂兰"]


def test_another_day_shows_who_was_in_office_then(office):
    office.goto("/admin/congress/activity/add/")
    office.click("label:has-text('许桂兰')")
    office.fill("[name=starts_on]", "2021-03-01")
    office.press("[name=starts_on]", "Tab")
    expect(office.locator(".tick-group label")).to_have_count(2)
    absent = office.locator(".tick-group:has-text('那一天不是代表，请核对')")
    assert (
        absent.locator("label").inner_text().strip() == "许桂兰"
    )  # what was ticked stays in sight
    assert names_of(office) == ["许桂兰", "仇万里"]
    assert [name.strip() for name in ticked(office)] == ["许桂兰"]
    office.fill("[name=title]", "视察灌溉渠")
    office.select_option("[name=kind]", "inspection")
    with office.expect_navigation():
        office.click("[name=_save]")
    assert "许桂兰在2021年3月1日不是镇人大代表" in office.inner_text("#content")
    assert not Activity.objects.exists()
    office.fill("[name=starts_on]", "2022-03-01")
    office.press("[name=starts_on]", "Tab")
    expect(office.locator(".tick-group label")).to_have_count(3)
    assert [name.strip() for name in ticked(office)] == ["许桂兰"]


def test_six_items_are_six_lines(office):
    office.goto("/admin/congress/presidiummeeting/add/")
    for number in range(6):  # whoever types in the last line has the next below it
        office.fill(f"[name=agenda_items-{number}-title]", f"审议第{number + 1}项")
        until(office, f"document.querySelector('[name=agenda_items-{number + 1}-title]')")
        assert office.evaluate("document.activeElement.name") == f"agenda_items-{number}-title"
    office.fill("[name=agenda_items-0-title]", "审议第一项")
    assert office.locator("[name=agenda_items-7-title]").count() == 0
    lines = office.locator(".inline-related[id^=agenda_items]:not(.empty-form)").all()
    assert max(line.bounding_box()["height"] for line in lines) <= 100
    assert not office.is_visible("[name=agenda_items-0-reporter]")
    office.click("#agenda_items-0 summary")
    office.fill("[name=agenda_items-0-reporter]", "单国富")
    assert violations(office) == []
    with office.expect_navigation():
        office.click("[name=_save]")
    assert "/roster/" in office.url
    with office.expect_navigation():
        office.click(".submit-row [name=rest]")
    meeting = PresidiumMeeting.objects.get()
    assert [item.order for item in meeting.agenda_items.order_by("order")] == [1, 2, 3, 4, 5, 6]
    assert meeting.attendances.filter(state="present").count() == 3


def test_a_roll_on_a_phone(phone, live_server, people):
    xu, shan, _ = people
    meeting = cast.make_presidium_meeting()
    cast.make_attendance(meeting=meeting, person=shan, state="absent", reason="外出")
    logged_in(phone, live_server)
    phone.goto(f"/admin/congress/presidiummeeting/{meeting.pk}/roster/")
    rows = phone.locator(".roster tbody tr")
    one = phone.locator("tr:has-text('许桂兰')")
    assert one.bounding_box()["height"] <= 90
    assert not one.locator(".reason input").is_visible()
    one.locator("label:has-text('请假')").click()
    assert one.locator(".reason input").is_visible()
    other = phone.locator("tr:has-text('单国富')")
    assert other.locator(".reason input").is_visible()  # words that are there are never hidden
    bar = phone.locator(".submit-row").bounding_box()
    assert bar["y"] + bar["height"] <= 844 + 1
    assert bar["height"] <= 130
    assert rows.count() == 3
    for width in (390, 360):
        phone.set_viewport_size({"width": width, "height": 844})
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    one.locator(".reason input").fill("住院")
    with phone.expect_navigation():
        phone.click(".submit-row [name=rest]")
    assert meeting.attendances.get(person=xu).reason == "住院"
    assert meeting.attendances.filter(state="present").count() == 1


def test_a_roll_half_called_is_not_left_and_ctrl_s_stores_what_was_called(office, people):
    xu, shan, _ = people
    meeting = cast.make_presidium_meeting()
    asked = []
    office.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    office.goto(f"/admin/congress/presidiummeeting/{meeting.pk}/roster/")
    office.locator("tr:has-text('许桂兰') label:has-text('请假')").click()
    expect(office.locator(".bar-says")).to_have_text("有改动，没有存")
    office.click("text=返回会议")
    until(office, "document.querySelector('.bar-says').textContent")
    assert asked == ["beforeunload"]
    reason = office.locator("tr:has-text('许桂兰') .reason input")
    reason.fill("住院")
    reason.press("Enter")  # goes on, behind the last name to the guests: it registers nobody
    assert office.evaluate("document.activeElement.closest('.guests') !== null")
    assert not meeting.attendances.exists()
    with office.expect_navigation():
        office.keyboard.press("Control+s")
    assert asked == ["beforeunload"]
    assert meeting.attendances.get(person=xu).reason == "住院"
    assert not meeting.attendances.filter(state="present").exists()

    # A roll that was refused holds what nobody stored.
    row = meeting.attendances.get(person=shan)
    row.state = "absent"
    row.save()
    with office.expect_navigation():
        office.click("[value=保存点名册]")
    office.click("tr:has-text('许桂兰') label:has-text('请假')")
    office.click("text=返回会议")
    until(office, "document.querySelector('.messagelist')")
    assert asked == ["beforeunload"] * 2
    assert violations(office) == []


def test_of_two_forms_the_keys_are_about_the_one_in_use(office, people):
    xu, shan, _ = people
    event = cast.make_presidium_meeting(starts_on=today() + datetime.timedelta(days=4))
    services.answer_call(event, xu, answer="leave", reason="住院", by=cast.the_clerk())
    office.goto(f"/admin/congress/presidiummeeting/{event.pk}/replies/")
    office.select_option("[name=person]", label="单国富")
    office.click("label:has-text('请假'):not(td *)")
    office.press("[name=reason]", "Control+s")
    expect(office.locator("#mistakes")).to_have_text(re.compile("请假要写事由。"))
    assert violations(office) == []
    office.fill("[name=reason]", "外出")
    with office.expect_navigation():
        office.press("[name=reason]", "Control+s")
    assert [row.words for row in Reply.objects.order_by("pk")] == ["请假待批"] * 2
    office.check(f"[aria-label=选{xu}]")
    office.fill("[name=note]", "注意休息")
    with office.expect_navigation():
        office.press("[name=note]", "Control+s")
    assert Reply.objects.get(person=xu).note == "注意休息"
    assert Reply.objects.get(person=shan).is_undecided
    for width in (390, 360):
        office.set_viewport_size({"width": width, "height": 844})
        assert office.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_of_a_case_that_is_through_the_next_stage_opens(office):
    office.goto("/admin/motions/motion/through/")
    stages = office.locator("[data-stage]")
    assert stages.evaluate_all("all => all.filter((one) => one.open).length") == 0
    assert office.locator("[name=signers], [name=assists]").first.is_visible() is False
    office.fill("[name=proposal]", "请在冬修前整修。")
    office.press("[name=proposal]", "Tab")
    for name in ("accepted_on", "handed_over_on", "consulted_on"):
        office.fill(f"[name={name}]", "2022-03-01")
        office.press(f"[name={name}]", "Tab")
    expect(office.locator("[name=replied_on]")).to_be_visible()
    assert not office.is_visible("[name=rated_on]")
    with office.expect_navigation():
        office.click(".submit-row .default")  # nothing is said of what it is about
    assert office.is_visible("[name=consulted_on]")  # what was typed stays open
    assert not office.is_visible("[name=rated_on]")
    assert violations(office) == []
    assert not Motion.objects.exists()
