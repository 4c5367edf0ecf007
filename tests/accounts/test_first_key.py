"""The first account of a town, made in a browser at the address that the terminal shows.

王丽 begins 柳塘镇, where nobody has an account.
"""

import datetime

import pytest
from axes.models import AccessLog
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.entry import brake
from accounts.models import FirstKey, LoginRefusal, Role, User, hash_of
from records.masking import masked
from tests import cast
from tests.accounts.test_devices import words
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

PASSWORD = "shi-liu-8x7k-deng"
FORM = {
    "display_name": "王 丽", "username": "wangli", "password1": PASSWORD, "password2": PASSWORD,
    "keeps_ledger": "yes",
}  # fmt: skip


def address(key):
    return reverse("first-account", args=[key])


@pytest.fixture
def key(db):
    return services.issue_first_key()


def send(key, client=None, **changed):
    return (client or Client()).post(address(key), FORM | changed)


class TestTheKey:
    def test_the_database_has_its_hash_alone(self, key):
        row = FirstKey.objects.get()
        assert row.key_hash == hash_of(key) and len(key) >= 24
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM accounts_firstkey")
            assert key not in str(cursor.fetchall())
        assert masked(f"Not Found: {address(key)}") == "Not Found: /start/…/"

    def test_a_new_start_takes_the_place_of_the_last(self, key):
        again = services.issue_first_key()
        assert FirstKey.objects.count() == 1
        assert Client().get(address(key)).status_code == 404
        assert Client().get(address(again)).status_code == 200

    def test_it_has_an_end(self, key):
        FirstKey.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
        for answer in (Client().get(address(key)), send(key)):
            assert answer.status_code == 410 and "这个网址过期了" in words(answer)
        assert not User.objects.exists()
        known = FirstKey.objects.get()
        assert not services.make_first_account(known, User(username="wangli"), keeps_ledger=True)

    def test_a_wrong_one_learns_nothing(self, key):
        """Nor whether the address once was right."""
        pages = [Client().get(address(other)) for other in ("x" * 24, key[:-1], key + "x")]
        assert {page.status_code for page in pages} == {404}
        assert len({words(page) for page in pages}) == 1 and "没有这个网址" in words(pages[0])

    def test_an_account_made_in_another_way_closes_the_page(self, key):
        cast.make_user(Role.ADMIN)
        answer = send(key)
        assert answer.status_code == 410 and "已经用过了" in words(answer)
        assert User.objects.count() == 1

    def test_demo_accounts_open_nothing_in_earnest(self, key, settings):
        cast.make_user(Role.STAFF, is_demo=True)
        assert Client().get(address(key)).status_code == 410
        settings.HTTPS = True
        assert Client().get(address(key), secure=True).status_code == 200


class TestTheBrake:
    def test_a_hundred_wrong_ones_of_a_network_pause_it_for_the_day(self, key, monkeypatch):
        monkeypatch.setattr(brake, "A_DAY_FROM_NETWORK", 3)
        guesser, there = Client(), {"REMOTE_ADDR": "10.0.0.9"}
        statuses = [guesser.get(address(f"guess{n:019}"), **there).status_code for n in range(4)]
        assert statuses == [404, 404, 404, 429]
        rows = LoginRefusal.objects.all()
        assert [row.why for row in rows] == ["key"] * 3
        assert guesser.get(address(key), **there).status_code == 429
        # Neither another network nor the machine itself is held.
        assert Client().get(address(key), REMOTE_ADDR="10.0.0.8").status_code == 200
        assert Client().get(address(key)).status_code == 200

    def test_once_there_is_an_account_nothing_is_written(self, key):
        send(key)
        assert Client().get(address("guess")).status_code == 404
        assert not LoginRefusal.objects.exists()


class TestTheAccount:
    def test_one_clerk_holds_both_roles_and_is_logged_in(self, key, client):
        page = client.get(address(key))
        assert "建立第一个账号" in words(page) and "柳塘" not in words(page)
        assert page.headers["Referrer-Policy"] == "strict-origin"
        answer = send(key, client)
        assert answer.status_code == 302 and answer.headers["Location"] == "/start/"
        user = User.objects.get()
        assert user.roles == {Role.ADMIN, Role.STAFF} and user.display_name == "王丽"
        assert not user.is_superuser and not user.must_change_password
        assert user.check_password(PASSWORD) and user.devices.count() == 1
        assert AccessLog.objects.get().path_info == "/start/"  # the log keeps no key
        assert client.get("/start/").status_code == 200
        gone = client.get(address(key))
        assert gone.status_code == 410 and "这个网址已经用过了" in words(gone)

    def test_or_keeps_the_accounts_alone(self, key, client):
        send(key, client, keeps_ledger="no")
        assert User.objects.get().roles == {Role.ADMIN}
        assert "由工作人员办" in words(client.get("/start/"))

    def test_what_is_wrong_stands_at_its_field(self, key):
        page = send(key, password1="wangli", password2="x", display_name="", username="王 丽")
        errors = page.context["form"].errors
        assert set(errors) == {"display_name", "username", "password1", "password2"}
        assert "至少要10个字符" in errors["password1"][0]
        assert any(
            "“wangli”" in one
            for one in send(key, password1="wangli").context["form"].errors["password1"]
        )
        assert errors["password2"] == ["两次填的密码不一样。"]
        assert 'value="王 丽"' in page.content.decode()  # nothing typed is lost
        assert not User.objects.exists() and FirstKey.objects.get().used_at is None

    def test_the_login_page_says_where_to_begin(self, key, client):
        assert "这里还没有账号" in words(client.get("/login/"))
        send(key)
        assert "这里还没有账号" not in words(client.get("/login/"))

    def test_of_two_browsers_one_makes_the_account(self, key):
        """The form of the second was judged before the first one's was stored."""
        known = FirstKey.objects.get()
        make = services.make_first_account
        assert make(FirstKey.objects.get(), User(username="wangli"), keeps_ledger=True)
        User.objects.update(is_active=False)  # the key alone refuses, too
        assert not make(known, User(username="lihua"), keeps_ledger=True)
        assert User.objects.get().username == "wangli"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_in_the_same_moment_one_makes_it():
    key = services.issue_first_key()
    answers = at_once(2, lambda n: send(key, username=f"wangli{n}").status_code)
    assert sorted(answers) == [302, 410]
    assert User.objects.count() == 1
