"""Devices that stay logged in, and how they end: by their owner, by the office, by a new PIN."""

import datetime
import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.entry import agents
from accounts.middleware import REFRESH_SECONDS
from accounts.models import Device, Role, User
from representatives import services
from tests import cast
from tests.at_once import at_once
from tests.records.admin_form import AdminForm

pytestmark = pytest.mark.django_db

PASSWORD = "liu-tang-2022"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; PCT-AL10) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 MicroMessenger/8.0.49"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) Version/16.6 Safari/604.1"
NINETY_DAYS = 90 * 24 * 3600


@pytest.fixture
def xu(db):
    cast.make_frame()
    return with_account("许桂兰", "xu")


def with_account(name, login):
    user = cast.make_user(Role.DEPUTY, username=login, password=PASSWORD, display_name=name)
    return cast.make_deputy(name=name, user=user, phone="13800138247")


def logged_in(username="xu", agent=WECHAT):
    phone = Client(headers={"user-agent": agent})
    answer = phone.post("/login/", {"username": username, "password": PASSWORD})
    assert answer.status_code == 302
    return phone


def is_in(phone):
    return phone.get("/me/").status_code == 200


def words(response):
    return response.content.decode()


class TestNinetyDays:
    def test_a_deputy_stays_in(self, xu):
        phone = logged_in()
        assert phone.session.get_expiry_age() == NINETY_DAYS
        assert phone.cookies["sessionid"]["max-age"] == NINETY_DAYS
        left = Session.objects.get().expire_date - timezone.now()
        assert datetime.timedelta(days=89, hours=23) < left <= datetime.timedelta(days=90)

    @pytest.mark.parametrize("role", [Role.STAFF, Role.LEADER, Role.AUDITOR, Role.ADMIN])
    def test_everybody_else_two_hours(self, xu, role):
        cast.make_user(role, username="other", password=PASSWORD)
        phone = logged_in("other")
        assert phone.session.get_expiry_age() == settings.SESSION_COOKIE_AGE == 7200
        assert Device.objects.get().user.username == "other"  # its browser is known from now on

    def test_each_use_begins_them_anew(self, xu):
        phone = logged_in()
        phone.get("/me/")
        nearly = timezone.now() + datetime.timedelta(days=1)
        Session.objects.update(expire_date=nearly)
        session = phone.session
        session["refreshed"] -= REFRESH_SECONDS + 1
        session.save()
        Session.objects.update(expire_date=nearly)
        before = Device.objects.get().last_used_at
        answer = phone.get("/me/")
        assert answer.cookies["sessionid"]["max-age"] == NINETY_DAYS
        assert Session.objects.get().expire_date > nearly + datetime.timedelta(days=80)
        assert Device.objects.get().last_used_at > before

    def test_the_time_is_written_at_most_every_five_minutes(self, xu):
        phone = logged_in()
        phone.get("/me/")
        before = Device.objects.get().last_used_at
        phone.get("/me/")
        assert Device.objects.get().last_used_at == before


class TestWhichDevice:
    def test_what_it_is(self, xu):
        logged_in()
        device = Device.objects.get()
        assert (device.user, device.label) == (xu.user, "安卓手机·微信")
        assert str(device) == "许桂兰 安卓手机·微信"
        assert Session.objects.get().pk == device.session_hash

    @pytest.mark.parametrize(
        ("agent", "label"),
        [
            (WECHAT, "安卓手机·微信"), (IPHONE, "苹果手机·苹果浏览器"),
            (IPHONE + " MicroMessenger/8.0", "苹果手机·微信"),
            ("Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114 HuaweiBrowser/5.0", "鸿蒙手机·华为浏览器"),
            ("Mozilla/5.0 (Linux; Android 12; HarmonyOS) MicroMessenger/8", "鸿蒙手机·微信"),
            ("Mozilla/5.0 (Linux; U; Android 11) Chrome/100 MQQBrowser/13", "安卓手机·QQ浏览器"),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Edg/120", "Windows电脑·Edge浏览器"),
            ("Mozilla/5.0 (Linux; Android 10) wxwork/4.1 MicroMessenger/7", "安卓手机·企业微信"),
            ("curl/8", "未知设备"), ("", "未知设备"), ("x" * 3000, "未知设备"),
        ],
    )  # fmt: skip
    def test_in_words(self, agent, label):
        assert agents.label(agent) == label

    def test_the_same_browser_again_is_the_same_device(self, xu):
        phone = logged_in()
        first = Device.objects.get()
        phone.cookies.pop("sessionid")  # lost, as a phone that cleans up loses it
        phone.post("/login/", {"username": "xu", "password": PASSWORD})
        second = Device.objects.get()
        assert second.pk == first.pk
        assert second.session_hash != first.session_hash
        assert [row.pk for row in Session.objects.all()] == [second.session_hash]

    def test_another_browser_is_another_device(self, xu):
        logged_in(), logged_in(agent=IPHONE)
        assert Device.objects.live().count() == 2

    def test_what_was_not_used_for_ninety_days_is_none(self, xu):
        logged_in()
        Device.objects.update(last_used_at=timezone.now() - datetime.timedelta(days=90))
        assert not Device.objects.live().exists()

    @pytest.mark.parametrize(
        ("name", "changes"),
        [
            ("device_one_open", {"ended_at": None, "ended_for": ""}),
            ("device_end_has_reason", {"ended_for": ""}),
        ],
    )
    def test_the_database_refuses_nonsense(self, xu, name, changes):
        phone = logged_in()
        phone.post("/logout/")
        phone.post("/login/", {"username": "xu", "password": PASSWORD})
        ended = Device.objects.get(ended_for="logout")
        with cast.stopped_by(name):
            Device.objects.filter(pk=ended.pk).update(**changes)


@pytest.mark.sqlite  # what a page says is the same on both
class TestOwnPage:
    @pytest.mark.parametrize("role", list(Role))
    def test_everybody_has_one(self, client, db, role):
        cast.make_frame()
        client.force_login(cast.make_user(role, display_name="解晓燕"))
        page = words(client.get("/me/"))
        assert "解晓燕" in page
        assert role.label in page
        assert 'href="/password/"' in page
        asks = role in (Role.DEPUTY, Role.LIAISON)
        assert ('href="/logout/"' if asks else 'action="/logout/" data-leaves') in page
        assert ("切换代表" in page) is asks
        assert page.count("<h1>") == 1

    def test_own_devices_and_nobody_elses(self, xu):
        with_account("单国富", "shan")
        phone = logged_in()
        logged_in("shan", IPHONE)
        page = words(phone.get("/me/"))
        assert "安卓手机·微信" in page and "本机" in page
        assert "苹果手机" not in page

    def test_the_own_record_is_linked_where_there_is_one(self, xu):
        try:
            address = reverse("deputy-detail", args=[xu.pk])
        except NoReverseMatch:
            address = None
        page = words(logged_in().get("/me/"))
        assert ("我的履职档案" in page) is (address is not None)
        assert address is None or address in page

    def test_log_out_the_other_one(self, xu):
        phone, other = logged_in(), logged_in(agent=IPHONE)
        device = Device.objects.get(label__startswith="苹果")
        answer = phone.post(f"/me/devices/{device.pk}/end/", follow=True)
        assert "已退出：苹果手机·苹果浏览器。" in words(answer)
        assert is_in(phone) and not is_in(other)
        device.refresh_from_db()
        assert (device.ended_for, device.ended_by) == ("logout", xu.user)

    def test_log_out_this_one(self, xu):
        phone = logged_in()
        answer = phone.post(f"/me/devices/{Device.objects.get().pk}/end/")
        assert answer.headers["Location"] == "/login/"
        assert not is_in(phone)

    @pytest.mark.parametrize("whose", ["of another", "ended", "none"])
    def test_what_is_not_there_is_not_found(self, xu, whose):
        with_account("单国富", "shan")
        phone, other = logged_in(), logged_in("shan")
        device = Device.objects.get(user__username="shan")
        if whose == "ended":
            device = Device.objects.get(user=xu.user)
            logged_in("xu", IPHONE)
            Device.objects.filter(pk=device.pk).update(
                last_used_at=timezone.now() - datetime.timedelta(days=91)
            )
        pk = 0 if whose == "none" else device.pk
        assert phone.post(f"/me/devices/{pk}/end/").status_code == 404
        assert is_in(other)

    def test_an_address_alone_does_nothing(self, xu):
        phone = logged_in()
        assert phone.get("/me/devices/1/end/").headers["Location"] == "/me/"
        assert is_in(phone)

    def test_statements_do_not_grow(self, xu, django_assert_max_num_queries):
        phone = logged_in()
        phone.get("/me/")
        for _ in range(10):
            logged_in()
        # session, user; person, devices, town's name; the village for the form of address
        with django_assert_max_num_queries(7):
            assert (
                words(phone.get("/me/")).count("安卓手机") == 21
            )  # and once for those who hear it


class TestLeaving:
    @pytest.mark.parametrize(
        ("path", "word", "sentence"),
        [
            ("/logout/", "退出", "要退出吗？退出以后，再用这部手机要重新填手机号（或者姓名）和密码。"),
            ("/me/switch/", "切换代表", "这部手机里不留您的任何内容，请下一位登录。"),
        ],
    )  # fmt: skip
    def test_it_is_asked_first(self, xu, path, word, sentence):
        """One touch would end a login that is kept for 90 days."""
        phone = logged_in()
        assert f'href="{path}"' in words(phone.get("/me/"))
        page = words(phone.get(path))
        assert sentence in page
        assert f'action="{path}" data-leaves' in page
        assert f'type="submit">{word}</button>' in page
        assert '<a class="button" href="/me/">不退出</a>' in page
        assert is_in(phone)

    @pytest.mark.parametrize("role", list(Role))
    def test_above_a_page_it_is_for_the_office_alone(self, client, db, role):
        """There a deputy's thumb found it beside the name."""
        cast.make_frame()
        client.force_login(cast.make_user(role))
        header = words(client.get("/me/")).partition("<main")[0]
        assert ("退出" in header) is (role not in (Role.DEPUTY, Role.LIAISON))

    def test_who_works_at_a_desk_hands_over_no_phone(self, client, db):
        cast.make_frame()
        client.force_login(cast.make_user(Role.STAFF))
        for answer in (client.get("/me/switch/"), client.post("/me/switch/")):
            assert answer.headers["Location"] == "/me/"
        assert is_in(client)

    @pytest.mark.parametrize("path", ["/logout/", "/me/switch/"])
    def test_everything_ends(self, xu, path):
        phone = logged_in()
        answer = phone.post(path)
        assert answer.headers["Clear-Site-Data"] == '"cache"'
        assert not Session.objects.exists()
        assert (Device.objects.get().ended_for, is_in(phone)) == ("logout", False)

    def test_the_next_deputy_finds_nothing_of_the_one_before(self, xu):
        shan = with_account("单国富", "shan")
        own = cast.make_household(head_name="王二保")
        cast.make_assignment(person=xu, household=own)
        cast.make_assignment(person=shan, household=cast.make_household(head_name="李长根"))
        phone = logged_in()
        assert "王二保" in words(phone.get("/households/"))
        page = phone.post("/me/switch/", follow=True)
        assert page.redirect_chain == [("/login/?next_deputy", 302)]
        assert "请下一位代表登录" in words(page)
        assert "许桂兰" not in words(page)
        assert not re.search(r'name="username"[^>]*value=', words(page))
        phone.post("/login/", {"username": "单国富", "password": PASSWORD})
        for path in ("/households/", "/me/"):
            assert "王二保" not in words(phone.get(path))
            assert "许桂兰" not in words(phone.get(path))
        assert phone.get(own.get_absolute_url()).status_code == 404
        assert [d.ended_for for d in Device.objects.order_by("pk")] == ["logout", ""]

    def test_pages_are_not_stored(self, xu):
        phone = logged_in()
        for path in ("/me/", "/households/", "/password/"):
            assert "no-store" in phone.get(path).headers["Cache-Control"]

    def test_the_login_page_alone_says_nothing_of_the_next(self, client, xu):
        assert "下一位" not in words(client.get("/login/"))


class TestANewPin:
    def test_ends_the_others_and_not_this_one(self, xu):
        phone, other = logged_in(), logged_in(agent=IPHONE)
        new = {"new_password1": "583914", "new_password2": "583914"}
        phone.post("/password/", {"old_password": PASSWORD, **new})
        assert is_in(phone) and not is_in(other)
        here = Device.objects.live().get()
        assert here.session_hash == phone.session.session_hash
        assert Device.objects.get(ended_for="password").label.startswith("苹果")

    def test_this_one_can_still_be_revoked(self, xu):
        phone = logged_in()
        new = {"new_password1": "583914", "new_password2": "583914"}
        phone.post("/password/", {"old_password": PASSWORD, **new})
        phone.post("/logout/")
        assert not Device.objects.live().exists()

    def test_revoked_at_this_very_moment(self, xu):
        phone = logged_in()
        Device.objects.update(ended_at=timezone.now(), ended_for="revoked")
        new = {"new_password1": "583914", "new_password2": "583914"}
        phone.post("/password/", {"old_password": PASSWORD, **new})
        assert not is_in(phone)


@pytest.mark.sqlite  # what a page says is the same on both
class TestTheOffice:
    """Staff end devices on the deputy's page; the list of accounts is not theirs."""

    @pytest.fixture
    def office(self, client, xu):
        client.force_login(cast.the_clerk())
        return client

    def page(self, xu):
        return f"/admin/representatives/deputy/{xu.pk}/do/devices/"

    def test_revoked_at_once(self, office, xu):
        phone, other = logged_in(), logged_in(agent=IPHONE)
        lost = Device.objects.get(label__startswith="安卓")
        form = AdminForm(office, self.page(xu))
        assert "安卓手机·微信：" in form.page
        form["devices"] = str(lost.pk)
        assert form.send().status_code == 302
        assert is_in(other) and not is_in(phone)
        lost.refresh_from_db()
        assert (lost.ended_for, lost.ended_by) == ("revoked", cast.the_clerk())

    def test_a_page_on_its_way_brings_it_not_back(self, xu):
        """The session is gone from the database: a request under way cannot write it again."""
        phone = logged_in()
        session = phone.session
        session["refreshed"] = 0
        Session.objects.all().delete()
        with pytest.raises(UpdateError):
            session.save()
        assert not is_in(phone)

    def test_which_ones_has_to_be_said(self, office, xu):
        logged_in()
        assert "请勾选要注销的设备。" in words(office.post(self.page(xu), {}))

    def test_not_those_of_another(self, office, xu):
        with_account("单国富", "shan")
        logged_in()
        other = logged_in("shan")
        pk = Device.objects.get(user__username="shan").pk
        assert office.post(self.page(xu), {"devices": [pk]}).status_code == 200
        assert is_in(other)

    def test_no_button_where_there_is_none(self, office, xu):
        assert "do/devices/" not in words(office.get(xu_page(xu)))
        assert office.get(self.page(xu)).status_code == 404
        logged_in()
        assert "do/devices/" in words(office.get(xu_page(xu)))

    @pytest.mark.parametrize(("wanted", "found"), [("some", "许桂兰"), ("none", "单国富")])
    def test_who_is_logged_in(self, office, xu, wanted, found):
        with_account("单国富", "shan")
        logged_in()
        page = words(office.get(f"/admin/representatives/deputy/?device={wanted}"))
        names = {name for name in ("许桂兰", "单国富") if f">{name}</a>" in page}
        assert names == {found}


def xu_page(xu):
    return f"/admin/representatives/deputy/{xu.pk}/change/"


@pytest.mark.sqlite  # what a page says is the same on both
class TestTheKeeperOfAccounts:
    @pytest.fixture
    def keeper(self, client, xu):
        client.force_login(cast.make_user(Role.ADMIN))
        return client

    @pytest.mark.parametrize("change", [{"is_active": None}, {"role": "leader"}])
    def test_closing_or_changing_an_account_ends_its_devices(self, keeper, xu, change):
        phone = logged_in()
        form = AdminForm(keeper, f"/admin/accounts/user/{xu.user_id}/change/")
        for name, value in change.items():
            form.data.pop(name)
            if value:
                form[name] = value
        assert form.send().status_code == 302
        assert not is_in(phone)
        assert Device.objects.get().ended_for == "closed"

    def test_a_new_name_ends_nothing(self, keeper, xu):
        phone = logged_in()
        form = AdminForm(keeper, f"/admin/accounts/user/{xu.user_id}/change/")
        form["display_name"] = "许桂蘭"
        assert form.send().status_code == 302
        assert is_in(phone)

    def test_a_password_that_is_reset_ends_them(self, keeper, xu):
        logged_in()
        form = AdminForm(keeper, f"/admin/accounts/user/{xu.user_id}/password/")
        form.fill(password1="shi-liu-hua-2023", password2="shi-liu-hua-2023")
        assert form.send().status_code == 302
        assert User.objects.get(username="xu").check_password("shi-liu-hua-2023")
        assert not Device.objects.live().exists()

    def test_a_login_is_listed_with_the_persons_name(self, keeper, xu):
        logged_in()
        Client().post("/login/", {"username": "xu", "password": "wrong"})
        for name in ("login", "loginrefusal"):
            assert "许桂兰" in words(keeper.get(f"/admin/accounts/{name}/"))

    @pytest.mark.parametrize("name", ["loginlink", "device"])
    def test_reads_and_changes_nothing(self, keeper, xu, name):
        logged_in().post("/logout/")
        services.issue_login_link(xu, by=cast.the_clerk())
        page = words(keeper.get(f"/admin/accounts/{name}/"))
        assert "许桂兰" in page
        pk = (Device.objects.get() if name == "device" else xu.user.login_links.get()).pk
        detail = words(keeper.get(f"/admin/accounts/{name}/{pk}/change/"))
        assert 'name="_save"' not in detail
        assert Device.objects.get().session_hash not in detail
        assert xu.user.login_links.get().token_hash not in detail
        assert keeper.get(f"/admin/accounts/{name}/add/").status_code == 403
        assert keeper.post(f"/admin/accounts/{name}/{pk}/delete/").status_code == 403


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_button_tapped_four_times_makes_one_device():
    """A slow network, and a browser that has logged in before: one login stays. A tap whose login
    was replaced meanwhile may hear 400; no browser shows the answer to any but the last.
    """
    cast.make_frame()
    with_account("许桂兰", "xu")
    known = logged_in().cookies["browser"].value
    phones = [Client(headers={"user-agent": WECHAT}) for _ in range(4)]
    for phone in phones:
        phone.raise_request_exception = False

    def tap(index):
        phones[index].cookies["browser"] = known
        sent = {"username": "xu", "password": PASSWORD}
        return phones[index].post("/login/", sent).status_code

    Device.objects.all().delete()
    answers = at_once(4, tap)
    assert 302 in answers and set(answers) <= {302, 400}
    assert Device.objects.get().label == "安卓手机·微信"
    assert sum(is_in(phone) for phone in phones) == 1
