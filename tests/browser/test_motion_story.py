"""One suggestion through every stage, by the hands of those who take it there.

许桂兰 raises it on her phone and asks 单国富 to sign; the chair accepts it; the clerk has it
handled; she is not satisfied, it is handled again, she is satisfied, and it is closed.
"""

import pytest

from accounts.models import Role
from motions.models import Motion
from tests import cast
from tests.browser.axe import complaints_of, violations
from tests.browser.conftest import go_by

PASSWORD = "liu-tang-zhen-2022"
WIDE, PHONE, NARROW = 1440, 390, 360


@pytest.fixture
def town(transactional_db):
    cast.make_frame()
    for login, name in (("xu", "许桂兰"), ("shan", "单国富")):
        user = cast.make_user(Role.DEPUTY, username=login, password=PASSWORD, display_name=name)
        cast.make_deputy(name=name, user=user)
    cast.make_user(Role.STAFF, username="staff", password=PASSWORD, display_name="王专干")
    cast.make_user(Role.LEADER, username="leader", password=PASSWORD, display_name="尉迟主席")


@pytest.fixture
def people(browser, live_server, town):
    """A window for each of those who take part; `complaints` is what the consoles said."""
    complaints, contexts, pages = [], [], {}
    for login, width in (("xu", PHONE), ("shan", PHONE), ("leader", WIDE), ("staff", WIDE)):
        size = {"width": width, "height": 844}
        contexts.append(
            browser.new_context(base_url=live_server.url, viewport=size, locale="zh-CN")
        )
        page = pages[login] = contexts[-1].new_page()
        complaints_of(page, complaints)
        page.on("requestfailed", lambda failed: complaints.append(failed.url))
        page.goto("/login/")
        page.fill("[name=username]", login)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()
    yield pages
    for context in contexts:
        context.close()
    assert complaints == []


def look_over(page):
    """Nothing inaccessible on a desk or a phone, and nothing beyond the edge of a narrow one."""
    before = page.viewport_size
    for width in (WIDE, PHONE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.set_viewport_size(before)


def open_motion(page):
    page.goto("/motions/")
    go_by(page, "text=关于清理桥头村水渠的建议")
    page.wait_for_load_state()
    return page


def step(page, button, **told):
    """Press `button` on the motion's page, tell the small form what it asks, and send it."""
    open_motion(page)
    if not page.is_visible(f".steps >> text='{button}'"):
        page.click("details.more summary")
    go_by(page, f".steps >> text='{button}'")
    for name, value in told.items():
        field = page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            page.check(f"[name={name}][value='{value}']")
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    go_by(page, "form:has([name=on]) [type=submit]")
    page.wait_for_load_state()


def headlines(page):
    return open_motion(page).locator(".headline").all_inner_texts()


def class_of(code):
    return str(next(row.pk for row in cast.make_frame().classes if row.code == code))


def test_from_the_phone_to_the_close(people):
    xu, shan, leader, staff = (people[name] for name in ("xu", "shan", "leader", "staff"))

    go_by(xu, "header nav >> text=建议")
    go_by(xu, "text=提一件建议")
    look_over(xu)
    xu.fill("[name=title]", "关于清理桥头村水渠的建议")
    xu.select_option("[name=topic]", label="水利设施")
    xu.fill("[name=grounds]", "水渠堵了三年，十一户受淹。")
    xu.fill("[name=proposal]", "请水利站汛前清淤一次。")
    xu.fill("[name=cosigners]", "单国富、张三")
    go_by(xu, "button:has-text('交给镇人大')")
    assert "没有叫张三的代表" in xu.inner_text("main")
    assert xu.input_value("[name=grounds]") == "水渠堵了三年，十一户受淹。"
    look_over(xu)
    xu.fill("[name=cosigners]", "单国富")
    go_by(xu, "button:has-text('交给镇人大')")
    assert "已经交给镇人大，等审查。" in xu.inner_text("main")

    shan.goto("/motions/")
    assert "请您附议" in shan.inner_text("main")
    look_over(shan)
    go_by(shan, ".asked >> text='附议'")
    go_by(shan, "form:has([name=on]) [type=submit]")
    assert "已办“附议”。" in shan.inner_text("main")

    step(leader, "受理")
    assert "第1号" in leader.inner_text(".crumbs")

    step(staff, "交办", lead="水利站")
    step(staff, "签收", handler="李站长")
    step(staff, "沟通", way="visit")
    step(staff, "答复", result_class=class_of("C"), reply="今年没有资金，留作参考。")
    assert headlines(xu) == ["已答复\n按期答复", "C类\n继续跟踪", "待评价"]
    look_over(xu)

    go_by(open_motion(xu), ".steps >> text='评价'")
    look_over(xu)
    step(xu, "评价", handling="mostly", result="unsatisfied")
    assert "不满意的要写理由。" in xu.inner_text(".errorlist")
    assert xu.is_checked("[name=result][value=unsatisfied]")
    step(xu, "评价", handling="mostly", result="unsatisfied", reason="水还是淹")
    assert "第2次办理" in xu.inner_text(".tracks")
    assert headlines(leader)[2] == "正在重新办理"

    step(staff, "答复", result_class=class_of("A"), reply="已经清淤一百八十米。")
    answers = open_motion(xu).locator("h2:has-text('次答复')").all_inner_texts()
    assert answers == ["第2次答复", "第1次答复"]
    step(xu, "评价", handling="satisfied", result="satisfied")
    step(staff, "办结")

    assert headlines(leader) == ["已办结\n按期答复", "A类", "满意"]
    verbs = leader.locator(".timeline .moment p:last-child").all_inner_texts()
    assert [words.partition("：")[0] for words in verbs] == [
        "办结", "评价", "答复", "重新办理", "评价", "答复", "沟通", "签收", "交办", "受理",
        "附议", "登记",
    ]  # fmt: skip
    for page in (leader, staff):
        look_over(open_motion(page))
        page.goto("/motions/")
        look_over(page)
    assert "满意率 100%（1/1）" in leader.inner_text(".sums").replace("\n", " ")
    assert Motion.objects.get().status == Motion.Status.CLOSED
