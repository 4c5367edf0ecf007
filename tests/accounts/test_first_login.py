"""Logins that end end for good; a password that somebody else set is changed before anything else."""

import pytest
from django.test import Client

from accounts import services
from accounts.models import Device, Role, User
from tests import cast
from tests.accounts.test_devices import is_in, words
from tests.records.admin_form import AdminForm

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says is the same on both

GIVEN, OWN = "shi-liu-hua-2023", "tree lamp 9 soup"


@pytest.fixture
def keeper(client, db):
    cast.make_frame()
    client.force_login(cast.make_user(Role.ADMIN, username="keeper"))
    return client


def log_in(username, password):
    browser = Client()
    browser.post("/login/", {"username": username, "password": password})
    return browser


def account(keeper, user, page="change"):
    return AdminForm(keeper, f"/admin/accounts/user/{user.pk}/{page}/")


class TestForGood:
    @pytest.fixture(params=[Role.STAFF, Role.LEADER, Role.DEPUTY])
    def user(self, request, keeper):
        return cast.make_user(request.param, username="wang", password=OWN)

    def test_who_was_switched_off_and_on_again_logs_in_again(self, keeper, user):
        browser = log_in("wang", OWN)
        assert is_in(browser)
        account(keeper, user).fill(is_active=False).send()
        assert not is_in(browser)
        account(keeper, user).fill(is_active=True).send()
        assert not is_in(browser)
        assert is_in(log_in("wang", OWN))

    def test_even_a_session_that_no_device_knows_of(self, keeper, user):
        """Those of before: nobody deleted the row in the table of sessions."""
        browser = Client()
        browser.force_login(user)
        assert not Device.objects.exists()
        services.shut_out(user, by=user)
        assert not is_in(browser)

    def test_a_new_role_begins_with_a_new_login(self, keeper, user):
        browser = log_in("wang", OWN)
        account(keeper, user).fill(role="auditor").send()
        assert not is_in(browser)
        account(keeper, user).fill(role=user.role).send()
        assert not is_in(browser)

    def test_a_password_that_is_reset_ends_it_too(self, keeper, user):
        browser = log_in("wang", OWN)
        account(keeper, user, "password").fill(password1=GIVEN, password2=GIVEN).send()
        assert not is_in(browser)

    def test_a_new_name_ends_nothing(self, keeper, user):
        browser = log_in("wang", OWN)
        account(keeper, user).fill(display_name="王守信").send()
        assert is_in(browser)

    def test_before_the_first_round_a_session_is_djangos(self, user):
        """So that an upgrade logs nobody out."""
        plain = super(User, user)
        assert user.get_session_auth_hash() == plain.get_session_auth_hash()
        user.session_round = 1
        assert user.get_session_auth_hash() == f"{plain.get_session_auth_hash()}.1"

    def test_another_secret_key_that_is_still_accepted_keeps_rounds_apart(self, user, settings):
        settings.SECRET_KEY_FALLBACKS = ["an older key" * 5]
        user.session_round = 2
        assert [known[-2:] for known in user.get_session_auth_fallback_hash()] == [".2"]


class TestTheFirstPassword:
    @pytest.fixture
    def handed(self, keeper):
        """An account that the administrator has just made, logged in for the first time."""
        form = AdminForm(keeper, "/admin/accounts/user/add/")
        form.fill(username="li", role="staff", password1=GIVEN, password2=GIVEN).send()
        return log_in("li", GIVEN)

    def change(self, browser, new, old=GIVEN):
        sent = {"old_password": old, "new_password1": new, "new_password2": new}
        return browser.post("/password/", sent)

    def test_nothing_else_is_opened_before(self, handed):
        for address in ("/", "/admin/", "/households/", "/reports/", "/me/", "/admin/jsi18n/"):
            assert handed.get(address).headers["Location"] == "/password/", address
        sent = handed.post("/admin/township/village/add/", {"name": "新村"})
        assert sent.headers["Location"] == "/password/"
        page = words(handed.get("/password/"))
        assert "您现在的密码是别人替您设的。" in page
        assert "返回，不改" not in page

    def test_the_ways_out_stay_open(self, handed):
        assert handed.get("/healthz").status_code == 200
        assert handed.post("/logout/").status_code == 302
        assert not is_in(handed)

    def test_then_all_is_as_ever(self, handed):
        assert self.change(handed, OWN).headers["Location"] == "/"
        assert handed.get("/admin/").status_code == 200
        assert "别人替您设的" not in words(handed.get("/password/"))
        assert is_in(log_in("li", OWN))

    def test_the_same_again_is_no_new_one(self, handed):
        assert "新的要和原来的不一样。" in words(self.change(handed, GIVEN))
        assert handed.get("/admin/").status_code == 302

    def test_a_reset_one_is_another_first_one(self, keeper, handed):
        self.change(handed, OWN)
        user = User.objects.get(username="li")
        account(keeper, user, "password").fill(password1=GIVEN, password2=GIVEN).send()
        assert log_in("li", GIVEN).get("/admin/").headers["Location"] == "/password/"

    def test_ones_own_is_ones_own(self, keeper):
        own = User.objects.get(username="keeper")
        account(keeper, own, "password").fill(password1=GIVEN, password2=GIVEN).send()
        assert keeper.get("/admin/").status_code == 200

    def test_demo_accounts_are_left_alone(self, keeper):
        demo = cast.make_user(Role.STAFF, username="staff", password=OWN, is_demo=True)
        account(keeper, demo, "password").fill(password1=GIVEN, password2=GIVEN).send()
        assert log_in("staff", GIVEN).get("/admin/").status_code == 200

    def test_a_deputy_with_a_typed_password_sets_a_pin(self, keeper):
        form = AdminForm(keeper, "/admin/accounts/user/add/")
        form.fill(username="xu", role="deputy", password1=GIVEN, password2=GIVEN).send()
        phone = log_in("xu", GIVEN)
        assert "修改六位数字密码" in words(phone.get("/password/"))
        assert self.change(phone, "583914").status_code == 302
        assert is_in(phone)

    @pytest.mark.parametrize("was_handed", [False, True])
    def test_who_sets_a_pin_by_a_link_is_asked_for_no_other(self, keeper, was_handed):
        user = cast.make_user(Role.DEPUTY, username="xu", must_change_password=was_handed)
        cast.make_deputy(name="许桂兰", user=user, phone="13800138247")
        link = services.issue_link(user, by=cast.the_clerk())
        phone = Client()
        phone.post(f"/enter/{link}/")
        phone.post("/enter/digits/", {"digits": "8247"})
        phone.post("/enter/secret/", {"new_password1": "583914", "new_password2": "583914"})
        assert phone.get("/households/").status_code == 200
