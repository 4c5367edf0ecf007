"""What a deputy has half written stays on the phone until the office has stored it.

许桂兰 writes in the village, on the phone that 单国富 uses as well.
"""

import datetime

import pytest
from django.contrib.sessions.models import Session

from accounts.models import Role
from motions.models import Motion
from tests import cast
from township.spans import today

PASSWORD = "liu-tang-zhen-2022"
NEW = "/motions/new/"
TITLE, GROUNDS = "关于清理桥头村水渠的建议", "水渠堵了三年，一下雨就淹。"
NOTE = "text=这是上次没写完的，存在这部手机里。"


@pytest.fixture
def town(transactional_db):
    frame = cast.make_frame()
    for login, name in (("xu", "许桂兰"), ("shan", "单国富")):
        user = cast.make_user(Role.DEPUTY, username=login, password=PASSWORD, display_name=name)
        cast.make_deputy(name=name, user=user)
    return frame


@pytest.fixture
def xu(town):
    return cast.Person.objects.get(name="许桂兰")


@pytest.fixture
def page(phone, town):
    phone.context.set_default_timeout(8000)
    log_in(phone, "xu")
    return phone


def log_in(page, login):
    if "/login/" not in page.url:
        page.goto("/login/")
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def write(page, **fields):
    for name, text in fields.items():
        page.fill(f"[name={name}]", text)
    page.wait_for_selector(".kept >> text=写的已存在手机里。")


def send(page):
    page.click(".send [type=submit] >> nth=0")


def hand_in(page):
    """Send what stands in the form; the page that comes after it tells the phone."""
    with page.expect_navigation():
        send(page)
    begun(page)


def begun(page):
    page.evaluate("hemao.begun.then(() => undefined)")


def open_new(page):
    page.goto(NEW)
    page.wait_for_selector("[name=_draft]", state="attached")


def drafts(page):
    return page.evaluate(
        "Object.keys(localStorage).filter((key) => key.includes(':draft:')).length"
    )


def reopen(page, address=NEW):
    page.goto(address)
    page.wait_for_selector(NOTE)


def test_a_suggestion_that_the_network_keeps_from_the_office(page, town):
    page.goto(NEW)
    page.evaluate("hemao.whole.then(() => undefined)")
    page.context.set_offline(True)
    write(page, title=TITLE, grounds=GROUNDS, proposal="请清淤。")
    page.select_option("[name=topic]", str(town.topics[0].pk))
    send(page)
    page.wait_for_selector("text=没有送出；写的已存在手机里，有网络时再按一次。")
    page.context.set_offline(False)

    Session.objects.all().delete()  # the login ends meanwhile
    page.click("text=知道了")
    send(page)
    page.wait_for_url("**/login/**")
    log_in(page, "xu")
    reopen(page)
    assert page.input_value("[name=grounds]") == GROUNDS

    page.reload()
    page.wait_for_selector(NOTE)

    def lose(route):
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            return route.abort()
        return route.continue_()

    page.route("**" + NEW, lose)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        send(page)
    page.unroute("**" + NEW)
    page.context.clear_cookies(name="taken")  # it was in the answer that was lost
    assert Motion.objects.count() == 1  # the phone does not know it

    reopen(page)
    assert page.input_value("[name=title]") == TITLE
    hand_in(page)
    page.wait_for_selector("text=这一件已经存过了，没有重复登记。")
    assert Motion.objects.count() == 1
    assert drafts(page) == 0
    open_new(page)
    assert page.locator(NOTE).count() == 0


def test_a_suggestion_that_the_office_refuses_and_one_thrown_away(page, town):
    page.goto(NEW)
    write(page, title=TITLE, grounds="水渠")
    page.goto("/motions/")
    page.go_back()
    write(page, grounds=GROUNDS)
    assert page.input_value("[name=title]") == TITLE
    with page.expect_navigation():
        send(page)
    page.wait_for_selector(".errorlist >> nth=0")
    assert page.locator(NOTE).count() == 0
    write(page, proposal="请清淤，砌好两岸。")
    reopen(page)
    assert page.input_value("[name=proposal]") == "请清淤，砌好两岸。"
    page.select_option("[name=topic]", str(town.topics[0].pk))
    hand_in(page)
    assert Motion.objects.get().proposal == "请清淤，砌好两岸。"
    assert drafts(page) == 0

    page.goto(NEW)
    write(page, title="再写一件")
    reopen(page)
    page.click("text=清空重填")
    page.evaluate(
        "hemao.keeper.drop('nothing').then(() => undefined)"
    )  # what is dropped is dropped in turn
    assert page.input_value("[name=title]") == ""
    open_new(page)
    assert page.locator(NOTE).count() == 0


def test_two_deputies_of_one_phone(page):
    page.goto(NEW)
    write(page, title=TITLE)
    Session.objects.all().delete()
    log_in(page, "shan")
    open_new(page)
    assert page.input_value("[name=title]") == ""
    assert drafts(page) == 1

    Session.objects.all().delete()
    log_in(page, "xu")
    reopen(page)
    assert page.input_value("[name=title]") == TITLE
    page.click("nav >> text=我的")
    page.click("text=退出登录")
    page.click("button >> text=退出")
    page.wait_for_selector("text=还有1条没送出或没写完。")
    page.click("#unsent >> text=复制文字")
    copied = page.input_value(".copied") if page.locator(".copied").count() else None
    assert copied is None or f"案由：{TITLE}" in copied
    page.click("text=清除并退出")
    page.wait_for_url("**/login/**")
    assert drafts(page) == 0


def test_a_reply_a_rating_and_a_household_that_is_told(page, xu):
    session = cast.make_session(starts_on=today() + datetime.timedelta(days=4))
    motion = cast.make_motion(proposer=xu, status="replied")
    cast.make_handling(motion=motion, replied_on=cast.day("2022-04-01"), reply="已经清理。")
    home = cast.make_household()
    cast.make_assignment(person=xu, household=home)
    told = cast.make_opinion(
        household=home, heard_by=xu, answered_on=cast.DAY, outcome="solved", answer="已清理。"
    )

    def half_written(address, *ticks, **fields):
        page.goto(address)
        page.wait_for_selector("[name=_draft]", state="attached")
        for tick in ticks:
            page.click(tick)
        write(page, **fields)
        reopen(page, address)
        for name, text in fields.items():
            assert page.input_value(f"[name={name}]") == text
        hand_in(page)
        assert drafts(page) == 0

    half_written(session.get_absolute_url(), "main label >> text=请假", reason="住院一周")
    assert session.replies.get().reason == "住院一周"
    page.fill("[name=reason]", "住院两周")
    page.wait_for_selector(".kept >> text=写的已存在手机里。")
    session.replies.update(reason="外出")  # as the office was told by telephone
    page.goto(session.get_absolute_url())
    page.wait_for_selector("text=这里后来改过，上次没写完的没有填上。")
    assert page.input_value("[name=reason]") == "外出"

    page.evaluate("hemao.keeper.dropAll(hemao.mine('draft:'))")
    half_written(
        f"{motion.get_absolute_url()}do/rate/", "[name=handling] >> nth=0", "[name=result] >> nth=2",
        reason="清了一半就停了。",
    )  # fmt: skip
    assert motion.ratings.get().reason == "清了一半就停了。"
    half_written(f"/opinions/{told.pk}/told/", on=str(today() - datetime.timedelta(days=1)))
    told.refresh_from_db()
    assert told.told_back_on == today() - datetime.timedelta(days=1)


def test_without_script_as_before(browser, live_server, town):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, "xu")
    page.goto(NEW)
    for name, text in {"title": TITLE, "grounds": GROUNDS, "proposal": "请清淤。"}.items():
        page.fill(f"[name={name}]", text)
    page.select_option("[name=topic]", str(town.topics[0].pk))
    with page.expect_navigation():
        send(page)
    assert Motion.objects.get().title == TITLE
    assert context.cookies() and "taken" not in [cookie["name"] for cookie in context.cookies()]
