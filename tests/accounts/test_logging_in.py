"""Logging in by whatever name is known, and what stops those who guess."""

import datetime

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import phones
from accounts.entry import brake
from accounts.models import Device, LoginRefusal, Role, User, WrongTries, hash_of
from tests import cast
from tests.records.admin_form import AdminForm

pytestmark = pytest.mark.django_db

PHONE = "138 0013-8247"
PASSWORD = "liu-tang-2022"
SENTENCE = "手机号（姓名、用户名）或者密码不对"


@pytest.fixture
def xu(db):
    cast.make_frame()
    return with_account("许桂兰", "xu", phone=PHONE)


def with_account(name, login, **fields):
    user = cast.make_user(Role.DEPUTY, username=login, password=PASSWORD, display_name=name)
    return cast.make_deputy(name=name, user=user, **fields)


def log_in(client, username, password=PASSWORD, address="10.0.0.1"):
    data = {"username": username, "password": password}
    return client.post("/login/", data, REMOTE_ADDR=address)


def words(response):
    return response.content.decode()


class TestNames:
    @pytest.mark.parametrize(
        "typed",
        [
            "xu", "许桂兰", "许 桂兰", " 许桂兰 ", "13800138247", "138 0013 8247", "138-0013-8247",
            "+86 138 0013 8247", "8613800138247", "0086 13800138247", "１３８００１３８２４７",
        ],
    )  # fmt: skip
    def test_all_mean_the_one_account(self, client, xu, typed):
        assert log_in(client, typed).status_code == 302
        assert client.session["_auth_user_id"] == str(xu.user_id)

    @pytest.mark.parametrize("stored", ["+86 138 0013 8247", "13800138247", "008613800138247"])
    def test_however_the_number_was_entered(self, client, stored):
        cast.make_frame()
        with_account("许桂兰", "xu", phone=stored)
        assert log_in(client, "13800138247").status_code == 302

    @pytest.mark.parametrize("typed", ["许", "桂兰", "8247", "1380013824", "XU", "nobody", "138"])
    def test_a_part_is_nobody(self, client, xu, typed):
        answer = log_in(client, typed)
        assert SENTENCE in words(answer)
        assert "_auth_user_id" not in client.session

    def test_two_of_one_name_log_in_by_number(self, client, xu):
        other = with_account("许桂兰", "xu2", phone="13900139000")
        answer = log_in(client, "许桂兰")
        assert "这里不止一个人用它，请用手机号登录。" in words(answer)
        assert 'value="许桂兰"' in words(answer)
        log_in(client, "13900139000")
        assert client.session["_auth_user_id"] == str(other.user_id)

    def test_two_with_one_number_log_in_by_name(self, client, xu):
        with_account("单国富", "shan", phone="13800138247")
        assert "请用姓名登录" in words(log_in(client, PHONE))
        assert log_in(client, "单国富").status_code == 302

    def test_a_login_name_goes_first(self, client, xu):
        """Whoever has a person's name, or number, for a login name takes it from nobody."""
        own = cast.make_user(Role.STAFF, username="许桂兰", password=PASSWORD)
        log_in(client, "许桂兰")
        assert client.session["_auth_user_id"] == str(own.pk)

    def test_a_closed_account_is_in_nobodys_way(self, client, xu):
        with_account("许桂兰", "xu2")
        User.objects.filter(username="xu2").update(is_active=False)
        assert log_in(client, "许桂兰").status_code == 302

    def test_a_person_without_account_is_in_nobodys_way(self, client, xu):
        cast.make_deputy(name="许桂兰", phone=PHONE)
        assert log_in(client, "许桂兰").status_code == 302
        assert log_in(Client(), PHONE).status_code == 302

    def test_staff_log_in_as_before(self, client, db):
        cast.make_frame()
        cast.make_user(Role.STAFF, username="staff", password=PASSWORD)
        assert log_in(client, "staff").headers["Location"] == "/"

    def test_one_statement_finds_them(self, xu, django_assert_num_queries):
        for _ in range(9):
            with_account("许桂兰", f"xu{_}", phone=f"1390013900{_}")
        for typed in ("xu", "许桂兰", PHONE):
            with django_assert_num_queries(1):
                list(User.objects.known_as(typed))

    @pytest.mark.parametrize(
        ("typed", "digits"),
        [
            ("138 0013-8247", "13800138247"), ("+8613800138247", "13800138247"), ("0553-6612345", "05536612345"),
            ("12", ""), ("", ""), (None, ""), ("许桂兰", ""), ("138a", ""), ("86123", "86123"),
        ],
    )  # fmt: skip
    def test_digits(self, typed, digits):
        assert phones.digits(typed) == digits


@pytest.mark.sqlite  # what a page says is the same on both
class TestThePage:
    def test_labels_and_what_a_phone_needs_to_know(self, client, xu):
        page = words(client.get("/login/"))
        assert "手机号、姓名或用户名" in page
        assert "代表、村联络员填六位数字。" in page
        assert 'autocomplete="username"' in page
        assert 'autocomplete="current-password"' in page
        assert 'autocapitalize="none"' in page

    @pytest.mark.parametrize(
        "username", ["xu", "nobody", PHONE, "13912345678", "许桂兰", "查无此人"]
    )
    def test_the_same_sentence_whichever_was_wrong(self, client, xu, username):
        page = words(log_in(client, username, "wrong"))
        assert page.count(SENTENCE) == 1
        assert "没有这个" not in page

    def test_unknown_names_cost_the_same_hashing(self, xu, monkeypatch, settings):
        """One hash is computed whether the account is there, has a password, or is not there."""
        made = []
        hasher = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
        settings.PASSWORD_HASHERS = [hasher]
        user = xu.user
        user.set_password(PASSWORD)
        user.save()
        cast.make_user(Role.DEPUTY, username="unset")
        encode = f"{hasher}.encode"
        original = hashers.PBKDF2PasswordHasher.encode
        monkeypatch.setattr(
            encode, lambda self, *args, **kwargs: made.append(1) or original(self, *args, **kwargs)
        )
        for name in ("xu", "unset", "nobody"):
            made.clear()
            log_in(Client(), name, "wrong")
            assert len(made) == 1, name


class TestLockout:
    """Five mistakes lock the account from that address, whatever name was typed."""

    FORMS = ["xu", "许桂兰", PHONE, "13800138247", "+86 13800138247"]

    @pytest.fixture
    def locked(self, client, xu):
        answers = [log_in(client, typed, "wrong").status_code for typed in self.FORMS]
        assert answers == [200, 200, 200, 200, 429]
        return client

    @pytest.mark.parametrize("typed", FORMS)
    def test_all_forms_are_locked_together(self, locked, typed):
        answer = log_in(locked, typed)
        assert answer.status_code == 429
        assert "登录暂停15分钟" in words(answer)
        assert "请他们发一个登录链接" in words(answer)

    def test_others_on_the_same_wifi_come_in(self, locked):
        with_account("单国富", "shan", phone="13900139000")
        assert log_in(Client(), "单国富").status_code == 302

    def test_elsewhere_the_owner_comes_in(self, locked):
        assert log_in(Client(), PHONE, address="10.0.0.2").status_code == 302

    def test_behind_the_same_address_the_owners_phone_comes_in(self, xu):
        """All phones of a village may have one address: a stranger's mistakes are not the owner's."""
        phone = Client()
        log_in(phone, "xu")
        phone.post("/logout/")
        for _ in range(6):
            log_in(Client(), "xu", "wrong")
        assert log_in(Client(), "xu").status_code == 429
        assert log_in(phone, "xu", "wrong").status_code != 302
        assert log_in(phone, "xu").status_code == 302

    def test_five_mistakes_lock_the_owners_phone_too(self, xu):
        phone = Client()
        log_in(phone, "xu")
        phone.post("/logout/")
        answers = [log_in(phone, "xu", "wrong").status_code for _ in range(5)]
        assert answers == [200, 200, 200, 200, 429]
        assert log_in(phone, "xu").status_code == 429

    def test_an_unknown_name_is_paused_alike(self, client, xu):
        answers = [log_in(client, "nobody", "wrong") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]

    def test_who_is_logged_in_stays(self, xu):
        phone = Client()
        log_in(phone, "xu")
        for _ in range(6):
            log_in(Client(), "xu", "wrong")
        assert phone.get("/me/").status_code == 200


class TestTheBrake:
    """Many addresses: each of them may err four times, all together thirty times a day."""

    def guess(self, count, username="xu", browser=None):
        browser = browser or Client()
        return [
            log_in(browser, username, "wrong", f"10.1.{n // 250}.{n % 250}").status_code
            for n in range(count)
        ]

    def test_after_thirty_no_stranger_tries_again_that_day(self, client, xu):
        assert set(self.guess(30)) == {200}
        answer = log_in(client, "xu", address="10.9.9.9")
        assert answer.status_code == 429
        assert "_auth_user_id" not in client.session
        assert WrongTries.objects.get().number == 30

    def test_twenty_nine_are_forgiven(self, client, xu):
        self.guess(29)
        assert log_in(client, "xu", address="10.9.9.9").status_code == 302

    def test_the_next_day_it_is_over(self, client, xu):
        self.guess(30)
        WrongTries.objects.update(on=timezone.localdate() - datetime.timedelta(days=1))
        assert log_in(client, "xu", address="10.9.9.9").status_code == 302
        log_in(Client(), "xu", "wrong", "10.9.9.8")
        assert WrongTries.objects.get().number == 1

    @pytest.mark.sqlite  # its count is tried on both above
    def test_whatever_name_they_type(self, client, xu):
        for name in ("xu", "许桂兰", PHONE):
            self.guess(10, name)
        assert log_in(client, "xu", address="10.9.9.9").status_code == 429

    @pytest.mark.sqlite  # its count is tried on both above
    def test_others_are_not_touched(self, client, xu):
        with_account("单国富", "shan")
        self.guess(30)
        assert log_in(client, "单国富", address="10.9.9.9").status_code == 302

    @pytest.mark.sqlite  # its count is tried on both above
    def test_the_owners_phone_is_known(self, xu):
        """Logged in once, logged out since: no stranger locks it out."""
        phone = Client()
        log_in(phone, "xu")
        phone.post("/logout/")
        self.guess(30)
        assert log_in(phone, "xu", address="10.9.9.9").status_code == 302

    @pytest.mark.sqlite  # its count is tried on both above
    def test_the_phone_that_is_logged_in_stays_in(self, xu):
        phone = Client()
        log_in(phone, "xu")
        self.guess(40)
        assert phone.get("/me/").status_code == 200

    @pytest.mark.sqlite  # its count is tried on both above
    def test_a_known_phone_has_thirty_of_its_own(self, xu):
        phone = Client()
        log_in(phone, "xu")
        phone.post("/logout/")
        self.guess(30, browser=phone)
        assert log_in(phone, "xu", address="10.9.9.9").status_code == 429
        assert log_in(Client(), "xu", address="10.9.9.9").status_code == 302

    @pytest.mark.parametrize("reason", ["revoked", "password", "closed"])
    @pytest.mark.sqlite  # its count is tried on both above
    def test_a_phone_that_was_cut_off_is_a_stranger(self, xu, reason):
        phone = Client()
        log_in(phone, "xu")
        Device.objects.update(ended_at=timezone.now(), ended_for=reason)
        Session.objects.all().delete()
        self.guess(30)
        assert log_in(phone, "xu", address="10.9.9.9").status_code == 429

    @pytest.mark.sqlite  # its count is tried on both above
    def test_a_phone_of_another_is_a_stranger(self, xu):
        with_account("单国富", "shan")
        phone = Client()
        log_in(phone, "shan")
        phone.post("/logout/")
        self.guess(30)
        assert log_in(phone, "xu", address="10.9.9.9").status_code == 429

    @pytest.mark.parametrize("secret", ["", "made-up", "x" * 5000])
    @pytest.mark.sqlite  # its count is tried on both above
    def test_a_made_up_cookie_is_a_stranger(self, xu, secret):
        self.guess(30)
        liar = Client()
        liar.cookies["browser"] = secret
        assert log_in(liar, "xu", address="10.9.9.9").status_code == 429

    @pytest.mark.parametrize("role", [Role.STAFF, Role.LEADER, Role.AUDITOR, Role.ADMIN])
    @pytest.mark.sqlite  # its count is tried on both above
    def test_the_office_is_braked_too_but_never_locked_out(self, client, xu, role):
        """A stranger uses up the strangers' thirty; the office's own computer is known."""
        cast.make_user(role, username="office", password=PASSWORD)
        own = Client()
        log_in(own, "office", address="10.8.8.8")
        own.post("/logout/")
        self.guess(30, "office")
        assert log_in(client, "office", address="10.9.9.9").status_code == 429
        assert log_in(own, "office", address="10.9.9.9").status_code == 302

    @pytest.mark.sqlite  # its count is tried on both above
    def test_a_password_that_the_administrator_sets_lifts_it(self, client, xu):
        office = cast.make_user(Role.STAFF, username="office", password=PASSWORD)
        self.guess(30, "office")
        keeper = Client()
        keeper.force_login(cast.make_user(Role.ADMIN))
        form = AdminForm(keeper, f"/admin/accounts/user/{office.pk}/password/")
        form.fill(password1="shi-liu-hua-2023", password2="shi-liu-hua-2023").send()
        answer = log_in(client, "office", "shi-liu-hua-2023", address="10.9.9.9")
        assert answer.status_code == 302
        assert LoginRefusal.objects.filter(user=office).count() == 31  # thirty, and the brake

    @pytest.mark.sqlite  # its count is tried on both above
    def test_whoever_runs_the_machine_lifts_it(self, client, xu, capsys):
        self.guess(30), [log_in(Client(), "xu", "wrong") for _ in range(5)]
        call_command("unlock", "xu")
        assert "登录失败的记录都还在" in capsys.readouterr().out
        assert log_in(client, "xu").status_code == 302
        with pytest.raises(CommandError, match="没有用户名是 nobody 的账号"):
            call_command("unlock", "nobody")

    def test_one_network_of_ipv6_is_one_address(self, client, xu):
        """2**64 addresses: the sixth try is paused, whichever of them it comes from."""
        answers = [
            log_in(Client(), "xu", "wrong", f"2001:db8:1:2::{n}").status_code for n in range(6)
        ]
        assert answers == [200, 200, 200, 200, 429, 429]
        assert log_in(client, "xu", address="2001:db8:1:2:ffff::1").status_code == 429
        assert log_in(client, "xu", address="2001:db8:1:3::1").status_code == 302
        assert AccessLog.objects.get().ip_address == "2001:db8:1:3::1"

    def test_a_network_that_tries_everybody_is_stopped(self, client, xu):
        """A hundred wrong tries on a hundred names, then no stranger from there; others come in."""
        own = Client()
        log_in(own, "xu", address="10.7.7.7")
        own.post("/logout/")
        for n in range(100):
            log_in(Client(), f"nobody{n}", "wrong", "10.7.7.7")
        assert log_in(client, "xu", address="10.7.7.7").status_code == 429
        assert log_in(client, "nobody", address="10.7.7.7").status_code == 429
        assert log_in(own, "xu", address="10.7.7.7").status_code == 302
        assert log_in(client, "xu", address="10.7.7.8").status_code == 302

    def try_everybody(self, network="2001:db8:9:9::", count=100):
        """Stored at once: a hundred logins take seconds (the test above makes them)."""
        LoginRefusal.objects.bulk_create(
            LoginRefusal(why="wrong", network=network, address=f"{network}{n + 1:x}")
            for n in range(count)
        )

    @pytest.mark.sqlite  # its count is tried on both above
    def test_the_page_says_that_the_network_is_paused_and_what_helps(self, client, xu):
        """No new password does; the page names the network, whichever of its addresses asked."""
        self.try_everybody()
        page = words(log_in(client, "xu", address="2001:db8:9:9:ffff::1"))
        assert "从这个网络登录，今天输错的次数太多" in page
        assert "manage.py unlock --address 2001:db8:9:9::。" in page
        assert "设好就能登录" not in page and "15分钟" not in page
        assert words(log_in(client, "nobody", address="2001:db8:9:9::5")) == page

    @pytest.mark.sqlite  # its count is tried on both above
    def test_the_page_of_a_paused_name_does_not_speak_of_the_network(self, client, xu):
        self.guess(30)
        page = words(log_in(client, "xu", address="10.9.9.9"))
        assert "设好就能登录" in page and "--address" not in page

    @pytest.mark.sqlite  # its count is tried on both above
    def test_a_known_phone_that_erred_is_told_of_its_name_not_of_the_network(self, xu):
        phone = Client()
        log_in(phone, "xu")
        phone.post("/logout/")
        self.guess(30, browser=phone)
        self.try_everybody()
        page = words(log_in(phone, "xu", address="2001:db8:9:9::5"))
        assert "设好就能登录" in page and "--address" not in page

    @pytest.mark.sqlite  # its count is tried on both above
    def test_unlocking_a_name_names_the_networks_that_stay_paused(self, client, xu, capsys):
        self.try_everybody()
        self.try_everybody("2001:db8:7:7::", 99)
        call_command("unlock", "xu")
        told = capsys.readouterr().out
        assert "网络 2001:db8:9:9:: 今天输错太多，仍在暂停" in told
        assert ".venv/bin/python manage.py unlock --address 2001:db8:9:9::。" in told
        assert "2001:db8:7:7::" not in told
        assert log_in(client, "xu", address="2001:db8:9:9::5").status_code == 429

    def test_whoever_runs_the_machine_lifts_a_network(self, client, xu, capsys):
        """By any address in it. The record loses nothing, and gains a line that says so."""
        self.try_everybody(), [log_in(Client(), "xu", "wrong", "2001:db8:9:9::1")]
        before = list(LoginRefusal.objects.values_list("pk", flat=True))
        call_command("unlock", address="2001:db8:9:9::77")
        assert "网络 2001:db8:9:9:: 的登录暂停已经解除" in capsys.readouterr().out
        assert log_in(client, "xu", address="2001:db8:9:9::5").status_code == 302
        assert set(before) < set(LoginRefusal.objects.values_list("pk", flat=True))
        line = LoginRefusal.objects.get(why="lifted")
        assert (line.network, line.user, line.whose) == ("2001:db8:9:9::", None, "整个网段")
        assert str(line).startswith("（整个网段）")

    def test_a_network_that_was_lifted_has_a_hundred_again(self, client, xu):
        self.try_everybody()
        call_command("unlock", address="2001:db8:9:9::")
        self.try_everybody(count=99)
        assert log_in(Client(), "xu", "wrong", "2001:db8:9:9::5").status_code == 200
        assert log_in(client, "xu", address="2001:db8:9:9::5").status_code == 429

    def test_a_network_is_lifted_together_with_its_names(self, client, xu):
        """Five wrong tries on one name there were paused for fifteen minutes too."""
        self.try_everybody()
        AccessAttempt.objects.create(
            username="xu", ip_address="2001:db8:9:9::", failures_since_start=5
        )
        call_command("unlock", "xu", address="2001:db8:9:9::")
        assert log_in(client, "xu", address="2001:db8:9:9::5").status_code == 302

    def test_what_is_not_paused_is_not_lifted(self, xu, capsys):
        self.try_everybody(count=3)
        call_command("unlock", address="2001:db8:9:9::1")
        assert "今天没有暂停，不用解除" in capsys.readouterr().out
        assert not LoginRefusal.objects.filter(why="lifted").exists()

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({}, "请写用户名，或者写 --address"),
            ({"address": "许桂兰"}, "不是一个网络地址"),
            ({"address": "::ffff:127.0.0.1"}, "是服务器自己的地址"),
        ],
    )
    def test_unlock_says_what_it_wants(self, xu, typed, said):
        with pytest.raises(CommandError, match=said):
            call_command("unlock", **typed)

    @pytest.mark.sqlite  # its count is tried on both above
    def test_the_machine_itself_is_no_network(self, client, xu):
        """Else a proxy that tells no addresses would make one of all visitors."""
        for n in range(101):
            log_in(Client(), f"nobody{n}", "wrong", "127.0.0.1")
        assert log_in(client, "xu", address="127.0.0.1").status_code == 302

    def test_tries_that_were_not_let_through_do_not_count(self, client, xu):
        for _ in range(9):
            log_in(client, "xu", "wrong")
        assert WrongTries.objects.get().number == 5
        assert AccessAttempt.objects.get().failures_since_start == 5

    @pytest.mark.sqlite  # its count is tried on both above
    def test_the_old_pin_cannot_be_tried_for_ever(self, xu):
        """On a phone that lies about, logged in."""
        phone = Client()
        log_in(phone, "xu")
        new = {"new_password1": "583914", "new_password2": "583914"}
        for _ in range(30):
            page = words(phone.post("/password/", {"old_password": "wrong", **new}))
            assert "原密码不对" in page
        answer = phone.post("/password/", {"old_password": PASSWORD, **new})
        assert "今天输错的次数太多" in words(answer)
        assert User.objects.get(username="xu").check_password(PASSWORD)

    @pytest.mark.sqlite  # its count is tried on both above
    def test_rows_do_not_grow(self, xu):
        self.guess(20)
        self.guess(20, "nobody")
        assert WrongTries.objects.count() == 1
        assert "20次" in str(WrongTries.objects.get())

    def test_the_database_keeps_one_row(self, xu):
        today = timezone.localdate()
        WrongTries.objects.create(user=xu.user, on=today)
        with cast.stopped_by("wrong_tries_one_row"):
            WrongTries.objects.create(user=xu.user, on=today)


class TestTheCookie:
    def test_it_says_nothing_and_lasts(self, client, xu):
        log_in(client, "xu")
        cookie = client.cookies["browser"]
        assert cookie["httponly"] and cookie["samesite"] == "Lax"
        assert int(cookie["max-age"]) == 400 * 24 * 3600
        assert "xu" not in cookie.value
        assert Device.objects.get().browser == hash_of(cookie.value) != cookie.value

    def test_staff_get_one_too(self, client, xu):
        """By it the office's own computer is known; their login ends after two hours as before."""
        cast.make_user(Role.STAFF, username="staff", password=PASSWORD)
        log_in(client, "staff")
        assert client.cookies[brake.BROWSER_COOKIE].value
        assert client.session.get_expiry_age() == 7200
