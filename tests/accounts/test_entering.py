"""The way in by a one-time link: who may send it, who may open it, what spends it."""

import datetime
import re
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.entry import pins
from accounts.models import ON_PHONES, Device, LoginLink, Role, User, hash_of
from records import reads
from records.masking import MaskTokens, masked
from records.models import ReadRecord
from representatives import services as representatives
from representatives.models import Person
from tests import cast
from tests.at_once import at_once
from tests.cast import day, refused
from township.spans import today

pytestmark = pytest.mark.django_db

PHONE = "138 0013-8247"
PIN = "583914"
WECHAT = "Mozilla/5.0 (Linux; Android 10; PCT-AL10) AppleWebKit/537.36 Chrome/107.0 MicroMessenger/8.0.49"
BOTS = [
    "facebookexternalhit/1.1", "Mozilla/5.0 (compatible; WeChatLinkPreview)", "TelegramBot (like TwitterBot)",
    WECHAT,
]  # fmt: skip


def link_for(person):
    """The address of a new link, as a phone is sent it."""
    return f"/enter/{representatives.issue_login_link(person, by=cast.the_clerk())}/"


@pytest.fixture
def xu(db):
    cast.make_frame()
    return cast.make_deputy(name="许桂兰", phone=PHONE, born_on=day("1961-05-08"))


@pytest.fixture
def link(xu):
    return link_for(xu)


@pytest.fixture
def phone():
    return Client(headers={"user-agent": WECHAT})


def press(phone, link):
    return phone.post(link)


def tell(phone, digits="8247"):
    return phone.post("/enter/digits/", {"digits": digits})


def choose(phone, secret=PIN, again=None, query=""):
    data = {"new_password1": secret, "new_password2": again or secret}
    return phone.post(f"/enter/secret/{query}", data)


def come_in(phone, link, secret=PIN):
    press(phone, link)
    tell(phone)
    return choose(phone, secret)


def words(response):
    return response.content.decode()


@pytest.mark.sqlite  # what a page says is the same on both
class TestTheWay:
    def test_three_steps_and_one_is_at_home(self, phone, link, xu):
        assert "人大代表登录" in words(phone.get(link))
        assert press(phone, link).headers["Location"] == "/enter/digits/"
        assert "手机号后四位" in words(phone.get("/enter/digits/"))
        assert tell(phone).headers["Location"] == "/enter/secret/"
        assert "许桂兰，请设置六位数字密码" in words(phone.get("/enter/secret/"))
        assert choose(phone).headers["Location"] == "/"
        assert phone.get("/", follow=True).redirect_chain == [("/households/", 302)]
        xu.refresh_from_db()
        assert xu.user.check_password(PIN)
        assert LoginLink.objects.get().used_at

    def test_a_password_instead(self, phone, link, xu):
        press(phone, link)
        tell(phone)
        assert "请设置密码" in words(phone.get("/enter/secret/?password"))
        assert choose(phone, "shi-liu-hua-2023", query="?password").status_code == 302
        xu.refresh_from_db()
        assert xu.user.check_password("shi-liu-hua-2023")

    def test_afterwards_by_phone_number_and_pin(self, phone, link):
        come_in(phone, link)
        phone.post("/logout/")
        answer = phone.post("/login/", {"username": "13800138247", "password": PIN})
        assert answer.headers["Location"] == "/"

    def test_it_is_used_once(self, phone, link):
        come_in(phone, link)
        other = Client()
        for answer in (other.get(link), press(other, link)):
            assert answer.status_code == 410
            assert "这个链接已经用过了" in words(answer)
        assert other.get("/enter/digits/").status_code == 404

    def test_it_stays_the_way_home_for_who_came_in_by_it(self, phone, link, xu):
        """Many will tap the same message in their chat every time."""
        come_in(phone, link)
        for answer in (phone.get(link), press(phone, link)):
            assert answer.headers["Location"] == "/"
        phone.force_login(cast.make_user(Role.DEPUTY, username="shan"))
        assert "这个链接已经用过了" in words(phone.get(link))

    @pytest.mark.parametrize(
        ("secret", "word"), [(PIN, "六位数字密码"), ("shi-liu-hua-2023", "密码")]
    )
    def test_who_came_in_is_told_how_to_the_next_time(self, phone, link, secret, word):
        press(phone, link)
        tell(phone)
        choose(phone, secret, query="?password" if word == "密码" else "")
        html = phone.get("/", follow=True).content.decode()
        assert f"{word}设好了。下次登录填手机号（或者姓名）和{word}；这台手机90天内" in html

    def test_who_comes_back_to_a_step_that_is_over_is_told(self, phone, link):
        come_in(phone, link)
        assert phone.get("/enter/secret/").status_code == 404

    def test_the_session_gets_another_key_at_each_rise(self, phone, link):
        press(phone, link)
        first = phone.session.session_key
        tell(phone)
        second = phone.session.session_key
        choose(phone)
        assert len({first, second, phone.session.session_key}) == 3
        assert Session.objects.count() == 1

    def test_somebody_else_who_was_logged_in_is_not_any_more(self, phone, link, xu):
        phone.force_login(cast.make_user(Role.DEPUTY, username="shan"))
        come_in(phone, link)
        xu.refresh_from_db()
        assert phone.session["_auth_user_id"] == str(xu.user_id)


@pytest.mark.sqlite  # what a page says is the same on both
class TestPreviews:
    """Chat programs fetch a link before, and after, the person it was sent to."""

    @pytest.mark.parametrize("agent", BOTS)
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_opening_spends_nothing_writes_nothing_and_names_nobody(self, link, agent, method):
        bot = Client(headers={"user-agent": agent})
        with connection.execute_wrapper(refuse_to_write):
            answer = getattr(bot, method)(link)
        assert answer.status_code == 200
        assert "许" not in words(answer)
        assert "138" not in words(answer)
        assert LoginLink.objects.get().state == "open"
        assert not Session.objects.exists()
        assert "sessionid" not in bot.cookies

    def test_a_hundred_times_and_the_link_still_opens(self, phone, link):
        bot = Client(headers={"user-agent": BOTS[0]})
        for _ in range(100):
            bot.get(link)
        assert come_in(phone, link).headers["Location"] == "/"

    def test_two_statements_whatever_is_stored(self, link, django_assert_num_queries):
        bot = Client()
        with django_assert_num_queries(2):  # the link, and the town's name
            bot.get(link)

    @pytest.mark.parametrize(
        "path", ["link", "/enter/digits/", "/enter/secret/", "/enter/nothing-of-ours/"]
    )
    def test_kept_nowhere_and_told_nobody(self, phone, link, path):
        answer = phone.get(link if path == "link" else path)
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "?" not in link

    def test_the_check_against_forged_forms_is_on(self, link):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(link).status_code == 403


def refuse_to_write(execute, sql, params, many, context):
    assert sql.lstrip().upper().startswith("SELECT"), sql
    return execute(sql, params, many, context)


class TestStepsCannotBeSkipped:
    @pytest.mark.parametrize("path", ["/enter/digits/", "/enter/secret/"])
    def test_without_a_link(self, phone, link, path):
        for answer in (phone.get(path), phone.post(path, {"digits": "8247"})):
            assert answer.status_code == 404
            assert "没有这个链接" in words(answer)

    def test_without_the_digits(self, phone, link, xu):
        press(phone, link)
        assert phone.get("/enter/secret/").status_code == 404
        answer = choose(phone)
        assert answer.status_code == 404
        assert "请重新开始" in words(answer)
        assert not User.objects.get(person=xu).has_usable_password()

    def test_with_wrong_digits(self, phone, link):
        press(phone, link)
        tell(phone, "0000")
        assert choose(phone).status_code == 404

    def test_on_another_phone(self, phone, link):
        press(phone, link)
        tell(phone)
        assert choose(Client()).status_code == 404
        assert LoginLink.objects.get().state == "open"

    def test_after_half_an_hour(self, phone, link, monkeypatch):
        press(phone, link)
        tell(phone)
        session = phone.session
        session["entering"] = session["entering"] | {"passed": session["entering"]["passed"] - 1801}
        session.save()
        assert choose(phone).status_code == 404
        assert "链接也还没有用掉" in words(phone.get("/enter/secret/"))
        assert come_in(phone, link).headers["Location"] == "/"

    def test_a_link_that_was_replaced_meanwhile(self, phone, link, xu):
        press(phone, link)
        tell(phone)
        link_for(xu)
        answer = choose(phone)
        assert answer.status_code == 410
        assert "已经换了新的" in words(answer)


@pytest.mark.sqlite  # what a page says is the same on both
class TestDigits:
    def test_wrong_ones_are_counted_down(self, phone, link):
        press(phone, link)
        assert "还可以试4次" in words(tell(phone, "1111"))
        assert "还可以试3次" in words(tell(phone, "2222"))
        assert tell(phone).status_code == 302

    def test_five_wrong_ones_void_the_link(self, phone, link):
        press(phone, link)
        for _ in range(4):
            assert tell(phone, "1111").status_code == 200
        answer = tell(phone, "1111")
        assert answer.status_code == 410
        assert "请打电话给人大办公室" in words(answer)
        assert LoginLink.objects.get().state == "digits"
        for again in (tell(phone), phone.get(link), press(Client(), link)):
            assert again.status_code == 410

    def test_five_for_the_link_not_for_each_phone(self, link):
        for number in range(5):
            phone = Client()
            press(phone, link)
            tell(phone, "1111")
            assert LoginLink.objects.get().wrong == number + 1
        assert LoginLink.objects.get().state == "digits"

    @pytest.mark.parametrize("typed", ["", "824", "82470", "abcd", "８２４７１", "8 24", "²²²²"])
    def test_what_is_no_answer_costs_no_try(self, phone, link, typed):
        press(phone, link)
        answer = tell(phone, typed)
        assert answer.status_code == 200
        assert "四位" in words(answer)
        assert LoginLink.objects.get().wrong == 0

    def test_the_number_of_today_counts(self, phone, link, xu):
        press(phone, link)
        Person.objects.update(phone="139 1111 2222")
        assert tell(phone).status_code == 200
        assert tell(phone, "2222").status_code == 302

    def test_no_number_no_way(self, phone, link, xu):
        press(phone, link)
        Person.objects.update(phone="")
        assert tell(phone, "0000").status_code == 200


@pytest.mark.sqlite  # drawn, not asked of the database
class TestPins:
    @pytest.fixture
    def at_last_step(self, phone, link):
        press(phone, link)
        tell(phone)
        return phone

    @pytest.mark.parametrize(
        ("pin", "sentence"),
        [
            ("111111", "太容易猜"), ("123456", "太容易猜"), ("654321", "太容易猜"),
            ("012345", "太容易猜"), ("567890", "太容易猜"), ("112233", "太容易猜"),
            ("996611", "太容易猜"), ("121212", "太容易猜"), ("123123", "太容易猜"),
            ("111222", "太容易猜"), ("147258", "太容易猜"), ("521314", "太容易猜"), ("800138", "不能是手机号里的数字"), ("138247", "不能是手机号里的数字"),
            ("610508", "生日的数字"), ("610501", "生日的数字"), ("196105", "生日的数字"), ("805084", "生日的数字"),
            ("12345", "要正好六位"), ("5839144", "要正好六位"), ("58391", "要正好六位"),
            ("583-914", "密码太短"), ("abcdef", "密码太短"),
        ],
    )  # fmt: skip
    def test_refused(self, at_last_step, pin, sentence):
        answer = choose(at_last_step, pin)
        assert answer.status_code == 200
        assert sentence in words(answer)
        assert LoginLink.objects.get().state == "open"

    @pytest.mark.parametrize("pin", ["583914", "902817", "739582", "640882"])
    def test_accepted(self, at_last_step, pin):
        assert choose(at_last_step, pin).status_code == 302

    def test_twice_the_same(self, at_last_step):
        assert "两次填的不一样" in words(choose(at_last_step, PIN, "583915"))

    def test_empty(self, at_last_step):
        answer = at_last_step.post("/enter/secret/", {})
        assert words(answer).count("请填写六位数字密码。") == 2

    def test_whose_birthday_is_not_known(self, db):
        user = cast.make_user(Role.DEPUTY)
        pins.validate_secret("902817", user)

    @pytest.mark.parametrize("role", [role for role in Role if role not in ON_PHONES])
    def test_nobody_else_has_one(self, client, db, role):
        cast.make_frame()
        user = cast.make_user(role, password="liu-tang-2022")
        with refused("密码太短，至少要10个字符。"):
            pins.validate_secret(PIN, user)
        client.force_login(user)
        data = {"old_password": "liu-tang-2022", "new_password1": PIN, "new_password2": PIN}
        assert "密码太短" in words(client.post("/password/", data))
        assert "六位数字" not in words(client.get("/password/"))

    def test_a_deputy_changes_it(self, phone, link, xu):
        come_in(phone, link)
        data = {"old_password": PIN, "new_password1": "902817", "new_password2": "902817"}
        assert "修改六位数字密码" in words(phone.get("/password/"))
        assert phone.post("/password/", data).headers["Location"] == "/me/"
        assert "六位数字密码已改" in words(phone.get("/me/"))
        xu.refresh_from_db()
        assert xu.user.check_password("902817")


class TestIssuing:
    @pytest.fixture
    def clerk(self, db):
        cast.make_frame()
        return cast.the_clerk()

    def test_the_token_is_long_and_stored_nowhere(self, xu, clerk):
        token = representatives.issue_login_link(xu, by=clerk)
        link = LoginLink.objects.get()
        assert len(token) >= 22  # 128 bits in base64
        assert link.token_hash == hash_of(token) != token
        assert (link.issued_by, link.user.person) == (clerk, xu)
        assert token not in str(list(LoginLink.objects.values()))

    def test_the_one_before_is_void(self, xu, clerk, phone):
        old, new = link_for(xu), link_for(xu)
        assert "已经换了新的" in words(phone.get(old))
        assert phone.get(new).status_code == 200
        assert [row.state for row in LoginLink.objects.order_by("pk")] == ["reissued", "open"]

    def test_it_ends_after_fourteen_days(self, xu, clerk, phone):
        link = link_for(xu)
        LoginLink.objects.update(expires_at=timezone.now() + datetime.timedelta(hours=1))
        assert phone.get(link).status_code == 200
        LoginLink.objects.update(expires_at=timezone.now())
        answer = phone.get(link)
        assert answer.status_code == 410
        assert "这个链接过期了" in words(answer)

    def test_for_fourteen_days(self, xu, clerk):
        link_for(xu)
        link = LoginLink.objects.get()
        left = link.expires_at - link.issued_at
        assert abs(left - datetime.timedelta(days=14)) < datetime.timedelta(hours=1)

    def test_who_has_no_account_gets_one(self, xu, clerk):
        representatives.issue_login_link(xu, by=clerk)
        xu.refresh_from_db()
        assert (xu.user.role, xu.user.display_name) == (Role.DEPUTY, "许桂兰")
        assert not xu.user.has_usable_password()
        assert not xu.user.is_staff
        assert re.fullmatch(r"db-[a-z2-9]{10}", xu.user.username)
        assert xu.history.first().history_user == clerk

    def test_who_has_one_keeps_it(self, clerk):
        shan = cast.make_deputy(name="单国富", login="shan", phone="13900139000")
        representatives.issue_login_link(shan, by=clerk)
        assert User.objects.filter(role=Role.DEPUTY).count() == 1

    @pytest.mark.parametrize("phone", ["", "123"])
    def test_not_without_a_phone(self, clerk, phone):
        person = cast.make_deputy(name="曾玉梅", clean=False) if phone else cast.make_deputy()
        Person.objects.filter(pk=person.pk).update(phone=phone)
        with refused("没有登记电话。登录时要核对电话的后四位，请先登记本人的手机号，再发链接。"):
            representatives.issue_login_link(person, by=clerk)
        assert not LoginLink.objects.exists()
        assert not User.objects.filter(role=Role.DEPUTY).exists()

    def test_not_for_who_is_no_deputy(self, clerk):
        person = cast.make_person(name="韩立春", phone="13900139000")
        with refused("韩立春现在不是代表，不发登录链接。"):
            representatives.issue_login_link(person, by=clerk)

    def test_not_before_the_mandate_is_confirmed(self, clerk):
        person = cast.make_person(name="韩立春", phone="13900139000")
        cast.make_mandate(person=person, confirmed_on=None)
        with refused("现在不是代表"):
            representatives.issue_login_link(person, by=clerk)

    def test_not_for_an_account_of_the_office(self, clerk):
        person = cast.make_deputy(name="仇万里", phone="13900139000", user=clerk)
        with refused("的账号用密码登录，不发登录链接。"):
            representatives.issue_login_link(person, by=clerk)

    def test_not_for_a_closed_account(self, xu, clerk, phone):
        link = link_for(xu)
        User.objects.filter(person=xu).update(is_active=False)
        assert phone.get(link).status_code == 410
        with refused("的账号已经停用"):
            representatives.issue_login_link(xu, by=clerk)

    def test_not_for_an_account_of_nobody(self, clerk):
        with refused("没有登记电话"):
            services.issue_link(cast.make_user(Role.DEPUTY), by=clerk)

    @pytest.mark.parametrize(
        ("name", "changes"),
        [
            ("login_link_one_open", {"void_at": None, "void_for": ""}),
            ("login_link_used_or_void", {"used_at": timezone.now()}),
            ("login_link_void_has_reason", {"void_for": ""}),
        ],
    )
    def test_the_database_refuses_nonsense(self, xu, clerk, name, changes):
        link_for(xu), link_for(xu)
        first = LoginLink.objects.order_by("pk")[:1].values("pk")
        with cast.stopped_by(name):
            LoginLink.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(
                **changes
            )


class TestWrongLinks:
    @pytest.mark.parametrize(
        "token", ["x", "no-such-token-of-ours", "A" * 200, "许桂兰", "%00", "' or 1=1"]
    )
    def test_not_found_and_what_to_do(self, phone, link, token):
        answer = phone.get(f"/enter/{token}/")
        assert answer.status_code == 404
        assert "没有这个链接" in words(answer)
        assert "人大办公室" in words(answer)

    def test_cut_off_in_the_middle(self, phone, link):
        assert phone.get(link[:-4] + "/").status_code == 404


class TestTwoPhonesAtOnce:
    def test_the_first_wins(self, link, xu):
        first, second = Client(), Client()
        for phone in (first, second):
            press(phone, link)
            tell(phone)
        assert choose(first, "583914").status_code == 302
        answer = choose(second, "902817")
        assert answer.status_code == 410
        assert "不是您本人用的" in words(answer)
        xu.refresh_from_db()
        assert xu.user.check_password("583914")

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_in_the_same_moment_one_wins(self):
        cast.make_frame()
        link = link_for(cast.make_deputy(name="许桂兰", phone=PHONE))
        phones = [Client(), Client()]
        for phone in phones:
            press(phone, link)
            tell(phone)
        secrets = ["583914", "902817"]
        answers = at_once(2, lambda index: choose(phones[index], secrets[index]).status_code)
        assert sorted(answers) == [302, 410]
        user = User.objects.get(role=Role.DEPUTY)
        assert user.check_password(secrets[answers.index(302)])
        assert Device.objects.count() == 1


class TestNoTokenAnywhere:
    def test_in_the_log_of_the_server(self, link, caplog, settings):
        assert settings.LOGGING["handlers"]["console"]["filters"] == ["visitors", "tokens"]
        caplog.handler.addFilter(MaskTokens())
        strict = Client(enforce_csrf_checks=True)
        strict.post(link)
        strict.get(link[:-1] + "x/")
        assert caplog.text.count("/enter/…") == 2
        assert link.split("/")[2] not in caplog.text

    def test_in_the_records_of_reads_and_logins(self, phone, link, client):
        token = link.split("/")[2]
        come_in(phone, link)
        phone.post("/logout/")
        phone.post("/login/", {"username": "许桂兰", "password": "wrong"})
        phone.get("/households/")
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')
                assert token not in str(cursor.fetchall()), table

    def test_in_an_address_that_was_read(self, rf, xu):
        request = rf.get("/enter/abcdefghijklmnop/")
        request.user = cast.the_clerk()
        reads.note(request, "登录链接")
        reads.write(request)
        assert ReadRecord.objects.get().path == "/enter/…/"

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("/enter/Ab_-567890123456/", "/enter/…/"),
            ("Not Found: /enter/Ab_-567890123456/", "Not Found: /enter/…/"),
            ("/enter/digits/", "/enter/digits/"), ("/enter/secret/", "/enter/secret/"),
            ("/households/12/", "/households/12/"),
        ],
    )  # fmt: skip
    def test_masked(self, text, shown):
        assert masked(text) == shown


class TestWhenAMandateEnds:
    def end(self, person, on=None):
        mandate = person.mandates.get()
        representatives.end_mandate(
            mandate, on=on or today(), reason="resigned", by=cast.the_clerk()
        )

    def test_the_phone_is_logged_out_and_the_link_void(self, phone, link, xu):
        come_in(phone, link)
        other = link_for(xu)
        self.end(xu)
        assert phone.get("/me/").headers["Location"] == "/login/?next=/me/"
        assert "这个链接不能用了" in words(Client().get(other))
        assert Device.objects.get().ended_for == "closed"

    def test_the_account_stays(self, phone, link, xu):
        come_in(phone, link)
        self.end(xu)
        answer = phone.post("/login/", {"username": PHONE, "password": PIN})
        assert answer.status_code == 302
        assert "还没有联系户" in words(phone.get("/households/"))

    def test_who_goes_on_stays_in(self, phone, link, xu):
        cast.make_mandate(person=xu, term=cast.make_frame().county_second)
        come_in(phone, link)
        town = xu.mandates.get(term__level="town")
        representatives.end_mandate(town, on=today(), reason="resigned", by=cast.the_clerk())
        assert phone.get("/me/").status_code == 200

    def test_who_has_no_account_is_no_matter(self, xu):
        self.end(xu)
        assert not xu.mandates.in_force(today()).exists()


def test_history_and_log_of_the_admin_name_the_deed_alone(client, xu):
    client.force_login(cast.the_clerk())
    client.post(f"/admin/representatives/deputy/{xu.pk}/do/login-link/", {"_once": uuid.uuid4()})
    entry = LogEntry.objects.get()
    assert entry.get_change_message() == "发登录链接"
