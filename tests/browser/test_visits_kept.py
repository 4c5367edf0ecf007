"""Nothing is lost in the village: a visit is typed and sent where the network comes and goes.

A phone with WeChat's browser, which has no service worker here. 许桂兰 keeps the household of
王二保, 单国富 that of 李长根; they may share one phone.
"""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from PIL import ExifTags, Image

from accounts.models import Role
from representatives.models import Assignment, Visit, VisitPhoto
from representatives.visiting import NO_WORD
from tests import cast
from tests.browser.axe import violations

PASSWORD = "liu-tang-zhen-2022"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/107.0.5304.141 Mobile Safari/537.36 XWEB/5023 MMWEBSDK/20230202 "
    "MicroMessenger/8.0.33.2320(0x28002151) WeChat/arm64 NetType/3G Language/zh_CN"
)
SENT = "**/visit/"
PIECES = "**/photo/"
WAITS = "还有1条没送出，已存在手机里。下次打开联系户，有网络就自动送。"


@pytest.fixture
def town(transactional_db):
    frame = cast.make_frame()
    for login, name, head in (("xu", "许桂兰", "王二保"), ("shan", "单国富", "李长根")):
        user = cast.make_user(Role.DEPUTY, username=login, password=PASSWORD, display_name=name)
        home = cast.make_household(head_name=head, phone="0553-6211234")
        cast.make_assignment(person=cast.make_deputy(name=name, user=user), household=home)
    return frame


@pytest.fixture
def wechat(browser, live_server, town):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, locale="zh-CN",
        user_agent=WECHAT, has_touch=True, is_mobile=True, service_workers="block",
    )  # fmt: skip
    yield context
    context.close()


@pytest.fixture
def page(wechat):
    page = wechat.new_page()
    log_in(page, "xu")
    return page


def log_in(page, login):
    page.goto("/login/")
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def fill(page, text="晚稻长势好"):
    page.click("text=走访登记")
    page.fill(".visit-form:visible [name=production]", text)


def save(page):
    page.click(".visit-form:visible [type=submit]")


def ask_to_leave(page):
    page.click("nav >> text=我的")
    page.click("text=退出登录")


def leave(page):
    """Log out as a deputy does: under 我的, after a question."""
    ask_to_leave(page)
    page.click("button >> text=退出")


def waits(page, sentence=WAITS):
    page.wait_for_selector(f"#unsent >> text={sentence}")


def press(page, label):
    """Press a button above the page, and wait until what it does is done and shown."""
    page.eval_on_selector(f"#unsent >> text={label}", "button => { button.id = 'pressed' }")
    page.click("#pressed")
    page.wait_for_selector("#pressed", state="detached")


def until(page, condition):
    """Wait until `condition` (JavaScript) is true of `page`.

    Playwright's wait_for_function evaluates text again and again, which our pages forbid (CSP): it
    fails wherever the first look is too early.
    """
    page.evaluate(
        f"() => new Promise((done) => {{ const look = () => ({condition}) ? done() : setTimeout(look, 50); look(); }})"
    )


def texts():
    return list(Visit.objects.order_by("pk").values_list("production", flat=True))


def kept(page):
    """The keys of the drafts and of what waits that the phone's plain storage holds."""
    return page.evaluate("Object.keys(localStorage).filter((key) => /:(draft|unsent):/.test(key))")


def base(page):
    """The keys of the drafts and of what waits that lie in the phone's IndexedDB."""
    return page.evaluate("""() => new Promise((done) => {
        const asked = indexedDB.open('hemao');
        asked.onsuccess = () => {
            const found = [];
            const cursor = asked.result.transaction('kept').objectStore('kept').openCursor();
            cursor.onsuccess = ({target: {result}}) => {
                if (!result) return done(found);
                if (!result.value.over && /:(draft|unsent):/.test(result.key)) found.push(result.key);
                result.continue();
            };
        };
    })""")


# As a phone does that clears what pages keep: both stores, under the page.
WIPE = "localStorage.clear(); indexedDB.deleteDatabase('hemao')"


PLACE = b"31.3N 117.9E"


def jpeg_with_place(size):
    """A photo as heavy as a camera makes it, with the place in what it says about itself."""
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = PLACE.decode()
    buffer = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(buffer, "JPEG", quality=95, exif=exif)
    return buffer.getvalue()


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


def test_in_under_a_minute_without_another_page(page):
    page.click("text=走访登记")
    page.click(".visit-form:visible >> text=昨天")
    page.click(".visit-form:visible >> text=长势好")
    page.click(".visit-form:visible >> text=缺劳力")
    save(page)
    page.wait_for_selector("text=走访王二保家。")
    visit = Visit.objects.get()
    assert visit.production == "长势好，缺劳力"
    assert not visit.is_on_behalf
    assert kept(page) == []


def test_an_untouched_form_asks_before_it_is_a_visit(page, wechat):
    """One slip of a thumb is no visit, with a network and without; asked is whoever has said nothing."""
    page.click("text=走访登记")
    save(page)
    page.wait_for_selector(f"text={NO_WORD}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (Visit.objects.count(), kept(page)) == (0, [])
    page.click("text=我再改改")
    until(page, "document.activeElement.name === 'production'")
    assert page.locator(f"text={NO_WORD}").count() == 0
    wechat.set_offline(True)
    save(page)
    page.click(".sure button >> text=没有特别情况")
    waits(page)
    wechat.set_offline(False)
    page.wait_for_selector("text=已送出1条。")
    assert texts() == ["没有特别情况"]


def test_a_second_visit_of_the_day_is_asked_about(page, wechat):
    """Stored already, or waiting in the phone: whoever did not see it kept writes it once more."""
    fill(page)
    save(page)
    page.wait_for_selector("text=走访王二保家。")
    wechat.set_offline(True)
    fill(page, "下午又去了")
    save(page)
    entered = timezone.localtime(Visit.objects.get().recorded_at)
    page.wait_for_selector(f"text=今天已登记过一次（{entered:%H:%M}），再记一次？")
    page.click("text=对，是另一次走访")
    waits(page)
    fill(page, "第三次")
    save(page)
    page.wait_for_selector("text=今天已登记过一次（还没送出），再记一次？")
    page.click("text=我再改改")
    assert page.input_value(".visit-form:visible [name=production]") == "第三次"
    wechat.set_offline(False)
    page.wait_for_selector("text=已送出1条。")
    assert texts() == ["晚稻长势好", "下午又去了"]


def test_refused_it_is_still_there_and_says_why(page):
    fill(page)
    page.fill(".visit-form:visible [name=heard]", "屋后的沟又堵了")
    save(page)
    page.wait_for_selector("text=写了意见，请选怎么办：当场答复，还是转交办理？")
    assert page.input_value(".visit-form:visible [name=production]") == "晚稻长势好"
    page.click(".visit-form:visible >> text=镇政府（部门）办理")
    page.select_option(".visit-form:visible [name=topic]", label="水利设施")
    save(page)
    page.wait_for_selector("text=走访王二保家。")
    assert "待转办：屋后的沟又堵了" in page.inner_text("main")


def test_a_photo_that_no_phone_can_read_is_refused_when_it_is_chosen(page):
    """Nothing of it is sent; the words go without it."""
    fill(page)
    page.click(".visit-form:visible summary")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    heic = {"name": "IMG_1.heic", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic"}
    page.set_input_files(".visit-form:visible [name=photo]", heic)
    page.wait_for_selector("text=这张照片是HEIC格式，这部手机转不了")
    page.wait_for_selector(".visit-form:visible >> text=用相机拍一张 >> nth=-1")
    broken = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    page.set_input_files(".visit-form:visible [name=photo]", broken)
    page.wait_for_selector("text=这张照片打不开")
    assert page.locator("text=HEIC格式").count() == 0
    assert asked == []
    save(page)
    page.wait_for_selector("text=走访王二保家。")
    assert texts() == ["晚稻长势好"]
    assert not Visit.objects.get().photos.exists()


class TestNetworkCut:
    def test_while_typing(self, page, wechat):
        page.click("text=走访登记")
        wechat.set_offline(True)
        page.fill(".visit-form:visible [name=production]", "晚稻长势好")
        save(page)
        waits(page)
        assert texts() == []
        wechat.set_offline(False)
        page.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]
        assert kept(page) == []

    def test_before_the_form_was_opened(self, page, wechat):
        wechat.set_offline(True)
        fill(page)
        save(page)
        waits(page)
        wechat.set_offline(False)
        page.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]

    def test_while_sending(self, page):
        page.route(SENT, lambda route: route.abort())
        fill(page)
        save(page)
        waits(page)
        page.unroute(SENT)
        page.click("text=现在就送")
        page.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]

    def test_after_sending_and_before_the_answer(self, page):
        def lose(route):
            route.fetch()
            route.abort()

        page.route(SENT, lose)
        fill(page)
        save(page)
        waits(page)
        assert texts() == ["晚稻长势好"]  # it arrived, and the phone does not know
        page.unroute(SENT)
        page.click("text=现在就送")
        page.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]
        assert kept(page) == []

    def test_the_phone_ends_the_page_while_sending(self, page, wechat):
        """The draft is not offered again for what the queue holds, or it would be sent twice."""
        page.route(SENT, lambda route: None)  # no answer ever comes
        fill(page)
        with page.expect_request(SENT):
            save(page)
        page.close()
        later = wechat.new_page()
        later.goto("/households/")
        later.wait_for_selector("text=已送出1条。")
        assert later.locator("text=这是上次没写完的").count() == 0
        assert kept(later) == []
        assert texts() == ["晚稻长势好"]

    def test_what_went_out_later_is_on_the_cards_when_they_are_loaded_again(self, page, wechat):
        wechat.set_offline(True)
        fill(page)
        save(page)
        waits(page)
        wechat.set_offline(False)
        page.click("#unsent >> text=刷新本页")
        page.wait_for_selector("#unsent", state="hidden")
        assert page.inner_text(".tile >> nth=0").split() == ["上次走访", "今天"]

    def test_two_visits_wait_one_after_the_other(self, page, wechat):
        wechat.set_offline(True)
        for text in ("上午", "下午"):
            fill(page, text)
            save(page)
            if text == "下午":
                page.click("text=对，是另一次走访")
        waits(page, "还有2条没送出，已存在手机里。")
        wechat.set_offline(False)
        page.wait_for_selector("text=已送出2条。")
        assert texts() == ["上午", "下午"]

    def test_the_page_is_closed_and_opened_later(self, page, wechat):
        wechat.set_offline(True)
        fill(page)
        save(page)
        waits(page)
        page.close()
        wechat.set_offline(False)
        later = wechat.new_page()
        later.goto("/motions/")  # any page of ours
        later.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]

    def test_a_portal_that_answers_for_us_forgets_nothing(self, page):
        page.route(
            "**/ticket/", lambda route: route.fulfill(status=200, body="<h1>请登录WiFi</h1>")
        )
        fill(page)
        save(page)
        waits(page)


# What may stand between a phone and us, and answer in our place: none of it names the visit.
NOT_OURS = [
    *(
        {"status": status, "body": "<h1>nginx</h1>"}
        for status in (200, 400, 403, 404, 410, 413, 502)
    ),
    {"status": 302, "headers": {"Location": "/login/"}},
    *({"status": status, "json": {}} for status in (200, 404, 409, 422)),
    {"status": 422, "json": {"errors": {"": ["请先登录WiFi"]}}},
    {"status": 404, "json": {"gone": True, "visit": "6a1f0c3e-9b7d-4e52-8d11-0a5b6c7d8e9f"}},
]


class TestHeld:
    """Held is what the server itself gave a reason for, and only until somebody tries again."""

    def test_nobody_elses_word_condemns_or_forgets_a_visit(self, page):
        answers = list(NOT_OURS)
        page.route(SENT, lambda route: route.fulfill(**answers.pop(0)))
        fill(page)
        save(page)
        waits(page)
        while answers:
            press(page, "现在就送")
            assert page.locator("#unsent >> text=" + WAITS).count() == 1
            assert "原因在下面" not in page.inner_text("#unsent")
            assert len(kept(page)) == 1
        page.unroute(SENT)
        page.click("text=现在就送")
        page.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]

    def test_an_answer_to_another_deputy_of_this_phone_condemns_nothing(self, page):
        """The cookies are another's between the two questions; the household is not theirs."""

        def as_another(route):
            body = {"gone": True, "visit": number, "user": "999"}
            route.fulfill(status=404, json=body)

        fill(page)
        number = page.input_value(".visit-form:visible [name=uuid]")
        page.route(SENT, as_another)
        save(page)
        waits(page)
        assert "原因在下面" not in page.inner_text("#unsent")

    def test_the_household_is_hers_no_more_and_then_again(self, page):
        """What waits behind it goes all the same; given back, it goes when tried again."""
        mine = Assignment.objects.filter(household__head_name="王二保")
        mine.update(ended_on=cast.DAY, ended_for="swap")
        fill(page)
        save(page)
        waits(page, "有1条没送出，原因在下面。")
        waits(page, "这一户现在不由您联系，存不进去；请复制下来交给人大办公室。")
        press(page, "再试一次")
        waits(page, "有1条没送出，原因在下面。")
        assert page.locator("text=现在就送").count() == 0
        for width in (390, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        mine.update(ended_on=None, ended_for="")
        page.click("text=再试一次")
        page.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]

    def test_what_an_earlier_page_condemned_is_tried_again_by_itself(self, page, wechat):
        wechat.set_offline(True)
        fill(page)
        save(page)
        waits(page)
        page.evaluate(CONDEMN)
        page.close()
        wechat.set_offline(False)
        later = wechat.new_page()
        later.goto("/households/")
        later.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]


# As the script did that believed any 404.
CONDEMN = """() => {
    const key = Object.keys(localStorage).find((key) => key.includes(':unsent:'));
    const entry = JSON.parse(localStorage.getItem(key));
    localStorage.setItem(key, JSON.stringify({...entry, state: 'gone', why: '这一户现在不由您联系'}));
}"""


class TestDraft:
    def test_the_phone_ends_the_page(self, page, wechat):
        fill(page)
        page.fill(".visit-form:visible [name=livelihood]", "老人身体好")
        page.close()
        again = wechat.new_page()
        again.goto("/households/")
        again.wait_for_selector("text=这是上次没写完的，存在这部手机里。")
        assert again.input_value(".visit-form:visible [name=livelihood]") == "老人身体好"
        save(again)
        again.wait_for_selector("text=走访王二保家。")
        assert texts() == ["晚稻长势好"]

    def test_thrown_away_on_purpose(self, page):
        fill(page)
        page.reload()
        page.click("text=清空重填")
        until(
            page,
            "document.querySelector('.visit-form:not([hidden]) [name=production]').value === ''",
        )
        assert (kept(page), base(page)) == ([], [])

    def test_the_storage_is_wiped_while_typing(self, page):
        fill(page)
        page.evaluate(WIPE)
        save(page)
        page.wait_for_selector("text=走访王二保家。")
        assert texts() == ["晚稻长势好"]

    def test_the_storage_is_wiped_while_it_waits(self, page, wechat):
        wechat.set_offline(True)
        fill(page)
        save(page)
        waits(page)
        page.evaluate(WIPE)
        wechat.set_offline(False)
        page.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]

    def test_no_storage_at_all(self, wechat, town):
        wechat.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied') }})"
        )
        page = wechat.new_page()
        log_in(page, "xu")
        fill(page)
        save(page)
        page.wait_for_selector("text=走访王二保家。")
        assert texts() == ["晚稻长势好"]

    def test_an_old_phone_makes_its_numbers_itself(self, wechat, town):
        wechat.add_init_script("Object.defineProperty(window, 'crypto', {value: undefined})")
        page = wechat.new_page()
        log_in(page, "xu")
        until(page, "document.querySelector('.visit-form [name=uuid]').value")
        number = page.input_value(".visit-form [name=uuid]")
        assert re.fullmatch(
            r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", number
        )
        fill(page)
        save(page)
        page.wait_for_selector("text=走访王二保家。")
        assert str(Visit.objects.get().uuid) == number


class TestLoginExpired:
    def test_it_asks_who_it_is_and_then_sends(self, page, wechat):
        fill(page)
        Session.objects.all().delete()
        save(page)
        waits(page)
        page.click("text=重新登录后就送出")
        page.fill("[name=username]", "xu")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]

    def test_what_was_hers_is_not_sent_by_another(self, page, wechat):
        fill(page)
        Session.objects.all().delete()
        save(page)
        waits(page)
        log_in(page, "shan")
        waits(page, "这部手机里还有另一位代表没送出的1条，请他登录后送出。")
        assert "王二保" not in page.content()
        assert texts() == []
        Session.objects.all().delete()
        log_in(page, "xu")
        page.wait_for_selector("text=已送出1条。")
        assert texts() == ["晚稻长势好"]


class TestTwoWindows:
    def test_one_draft_finished_in_both_is_not_lost(self, page, wechat):
        """The second has other words under the same number: nobody throws either away."""
        fill(page, "在第一个窗口")
        other = wechat.new_page()
        other.goto("/households/")
        other.wait_for_selector("text=这是上次没写完的")
        save(page)
        page.wait_for_selector("text=走访王二保家。")
        other.fill(".visit-form:visible [name=production]", "在第二个窗口")
        save(other)
        other.wait_for_selector("text=这里写的和登记的不一样")
        other.click("text=作为另一次走访送出")
        other.wait_for_selector("text=已送出1条。")
        assert texts() == ["在第一个窗口", "在第二个窗口"]


class TestLeavingThePhone:
    def test_unsent_it_warns_offers_the_text_and_then_forgets(self, page, wechat):
        page.route(SENT, lambda route: route.abort())
        fill(page)
        save(page)
        waits(page)
        ask_to_leave(page)
        waits(page)  # tried once more, and not got through
        page.click("button >> text=退出")
        page.wait_for_selector("text=退出会把它们从这部手机清除")
        page.click("#unsent >> text=复制文字")
        copied = page.input_value("textarea.copied")
        assert "联系户：王二保" in copied and "生产情况：晚稻长势好" in copied
        page.click("text=清除并退出")
        page.wait_for_url("**/login/")
        assert kept(page) == []

    def test_half_written_counts_too(self, page):
        fill(page)
        leave(page)
        page.wait_for_selector("text=还有1条没送出或没写完。")
        assert "/logout/" in page.url
        page.click("text=清除并退出")
        page.wait_for_url("**/login/")
        assert (kept(page), base(page)) == ([], [])

    def test_with_nothing_kept_it_just_leaves(self, page):
        leave(page)
        page.wait_for_url("**/login/")
        assert kept(page) == []

    def test_nothing_of_the_first_remains_for_the_second(self, page):
        leave(page)
        page.wait_for_url("**/login/")
        log_in(page, "shan")
        assert "李长根" in page.content()
        for _ in range(4):
            page.go_back()
            page.wait_for_load_state()
            assert "王二保" not in page.content()


class TestPhoto:
    """A photo is taken by whoever wants to: from a camera that notes where it was."""

    @pytest.fixture
    def picture(self, tmp_path):
        file = tmp_path / "IMG_20220601.jpg"
        file.write_bytes(jpeg_with_place((2400, 1800)))
        return file

    def test_the_words_are_kept_before_the_camera_opens(self, page):
        fill(page)
        page.click(".visit-form:visible summary")
        page.evaluate("localStorage.clear()")  # as a phone may do while its camera is open
        with page.expect_file_chooser():
            page.click(".visit-form:visible [name=photo]")
        assert [key.split(":")[2] for key in kept(page)] == ["draft"]
        page.reload()
        assert page.input_value(".visit-form:visible [name=production]") == "晚稻长势好"

    def choose(self, page, picture):
        page.click(".visit-form:visible summary")
        page.set_input_files(".visit-form:visible [name=photo]", picture)
        page.wait_for_selector(".visit-form:visible canvas[role=img]")

    def test_it_is_shown_made_small_and_names_no_place(self, page, picture, uploads):
        """The words arrive before it; it goes in pieces, and what arrived of it is not sent again."""
        sent = []

        def stall(route):
            """The second piece breaks off."""
            sent.append(route.request.post_data_buffer)
            route.abort() if len(sent) == 2 else route.continue_()

        fill(page)
        self.choose(page, picture)
        page.route(PIECES, stall)
        save(page)
        page.wait_for_selector("text=走访王二保家。")
        page.wait_for_selector("text=还有1张照片没送出，已存在手机里。")
        assert texts() == ["晚稻长势好"]
        assert not VisitPhoto.objects.exists()
        while len(sent) < 2:
            page.wait_for_timeout(20)  # Playwright hears of requests while it is asked something
        press(page, "现在就送")
        page.wait_for_selector("text=已送出1条。")
        assert PLACE in picture.read_bytes() and not any(PLACE in piece for piece in sent)
        starts = [int(re.search(rb'name="start"\r\n\r\n(\d+)', piece)[1]) for piece in sent]
        # Asked with a small piece, the office says how much it has; from there it goes on.
        assert starts[:5] == [0, 1024, 0, 1024, 1024 + 98304]
        assert len(set(starts)) == len(starts) - 2
        with VisitPhoto.objects.get().image.open() as file, Image.open(file) as stored:
            assert stored.size == (1600, 1200) and not stored.getexif()
        assert (kept(page), base(page)) == ([], [])

    def test_taken_off_again_it_is_not_sent(self, page, picture, uploads):
        fill(page)
        self.choose(page, picture)
        page.reload()  # chosen is kept
        page.wait_for_selector(".visit-form:visible canvas[role=img]")
        page.click("text=去掉这张照片")
        page.wait_for_selector("canvas[role=img]", state="detached")
        save(page)
        page.wait_for_selector("text=走访王二保家。")
        page.wait_for_load_state()
        assert not VisitPhoto.objects.exists()

    def test_what_the_office_cannot_take_is_held_and_says_why(self, page, picture, uploads):
        """The words are stored; the picture waits for somebody to say what shall become of it."""
        fill(page)
        self.choose(page, picture)

        def refuse(route):
            number = re.search(r"/visits/(.+)/photo/", route.request.url)[1]
            user = page.evaluate("document.body.dataset.user")
            told = {"visit": number, "user": user, "errors": {"photo": ["照片文件已损坏。"]}}
            route.fulfill(status=422, json=told)

        page.route(PIECES, lambda route: route.fulfill(status=413))
        save(page)
        page.wait_for_selector("text=还有1张照片没送出")
        page.wait_for_selector("#unsent >> text=照片还没送出", state="attached")  # it was tried
        page.unroute(PIECES)
        page.route(PIECES, refuse)
        page.click("#unsent >> text=现在就送")
        page.wait_for_selector("text=文字已经登记，照片没有收：照片文件已损坏。")
        page.click("#unsent >> text=删除")
        page.click("#unsent >> text=确定不要这张照片")
        page.wait_for_selector("#unsent", state="hidden")
        assert (texts(), kept(page)) == (["晚稻长势好"], [])

    def test_without_network_it_waits_with_its_visit(self, page, wechat, picture, uploads):
        fill(page)
        wechat.set_offline(True)
        self.choose(page, picture)
        save(page)
        waits(page)
        wechat.set_offline(False)
        page.reload()
        page.wait_for_selector("text=已送出1条。")
        until(page, "!Object.keys(localStorage).some((key) => key.includes(':unsent:'))")
        assert VisitPhoto.objects.get().visit.production == "晚稻长势好"


class TestLook:
    def test_a_button_of_a_card_breaks_into_no_column_of_characters(self, page):
        page.set_viewport_size({"width": 360, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        lines = page.eval_on_selector_all(
            ".household > .actions .button", "all => all.map(one => one.offsetHeight)"
        )
        assert max(lines) < 100  # one line of 36 px, and its padding

    def test_with_the_keyboard_alone(self, page):
        page.focus("text=走访登记")
        page.keyboard.press("Enter")
        page.wait_for_selector(".visit-form:visible")
        page.focus(".visit-form:visible [name=production]")
        page.keyboard.type("晚稻长势好")
        page.focus(".visit-form:visible [type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=走访王二保家。")
        assert texts() == ["晚稻长势好"]


def test_without_any_script(browser, live_server, town):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, "xu")
    page.click("text=走访登记")
    page.click("main [type=submit]")
    page.click("text=我再改改")
    page.fill("[name=production]", "晚稻长势好")
    page.click("main >> text=保存")
    page.wait_for_selector("text=走访王二保家。")
    assert texts() == ["晚稻长势好"]
    page.click("text=走访登记")
    page.click("main [type=submit]")
    page.click("button:has-text('没有特别情况')")
    page.wait_for_selector("text=今天已登记过一次")
    page.click("button:has-text('再记一次')")
    page.wait_for_selector("text=走访王二保家。")
    assert texts() == ["晚稻长势好", "没有特别情况"]
    context.close()


def test_what_is_mended_is_kept_by_no_phone(page):
    """The form of a stored visit is sent as any form: the queue knows only visits that are new."""
    fill(page)
    save(page)
    page.wait_for_selector("text=走访王二保家。")
    page.click(".household h2 a")
    page.click("a:has-text('改一改')")
    page.fill("[name=production]", "晚稻倒伏")
    page.click("main >> text=保存")
    page.wait_for_selector("text=已改好")
    assert texts() == ["晚稻倒伏"]
    assert not kept(page)


@pytest.mark.parametrize("off", ["2019-01-01T08:00:00", "2031-06-05T08:00:00"])
def test_the_day_is_the_offices_whatever_the_phones_clock_says(wechat, town, off):
    """A clock two years behind once put a visit into another year's report, without a word."""
    page = wechat.new_page()
    page.clock.set_fixed_time(off)
    log_in(page, "xu")
    today = timezone.localdate()
    page.click("text=走访登记")
    assert "这部手机的时间不对" in page.inner_text(".visit-form:visible")
    day = ".visit-form:visible [name=visited_on]"
    assert page.input_value(day) == today.isoformat()
    page.click(".visit-form:visible >> text=昨天")
    assert page.input_value(day) == (today - timedelta(days=1)).isoformat()
    page.click(".visit-form:visible >> text=今天")
    page.fill(".visit-form:visible [name=production]", "晚稻长势好")
    save(page)
    page.wait_for_selector("text=走访王二保家。")
    assert Visit.objects.get().visited_on == today


def test_a_day_long_ago_is_asked_about_once(page):
    """Before it is kept: without a network nobody else would ask."""
    old = timezone.localdate() - timedelta(days=61)
    page.click("text=走访登记")
    page.fill(".visit-form:visible [name=production]", "晚稻长势好")
    page.fill(".visit-form:visible [name=visited_on]", old.isoformat())
    save(page)
    page.wait_for_selector(f"text=走访日期是{old.year}年{old.month}月{old.day}日，对吗？")
    assert not Visit.objects.exists()
    page.click("text=对，就是这一天")
    page.wait_for_selector("text=走访王二保家。")
    assert Visit.objects.get().visited_on == old
