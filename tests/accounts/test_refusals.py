"""What failed at the login stays to be read, whatever succeeds afterwards."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from accounts.entry.addresses import address_of, network_of
from accounts.models import LoginRefusal, Role, User
from tests import cast
from tests.accounts.test_devices import WECHAT, words

pytestmark = pytest.mark.django_db

PASSWORD = "liu-tang-2022"


@pytest.fixture
def clerk(db):
    return cast.make_user(Role.STAFF, username="wang", password=PASSWORD, display_name="王守信")


def log_in(username="wang", password="wrong", address="10.0.0.1", client=None):
    data = {"username": username, "password": password}
    client = client or Client(headers={"user-agent": WECHAT})
    return client.post("/login/", data, REMOTE_ADDR=address)


def whys(**which):
    return list(LoginRefusal.objects.filter(**which).order_by("pk").values_list("why", flat=True))


class TestWhatIsKept:
    def test_who_from_where_with_what_and_why(self, clerk):
        log_in()
        row = LoginRefusal.objects.get()
        assert (row.user, row.why, row.address) == (clerk, "wrong", "10.0.0.1")
        assert (row.device, row.browser) == ("安卓手机·微信", WECHAT[:200])
        assert str(row).startswith("王守信 20")

    def test_the_right_password_wipes_nothing(self, clerk):
        for _ in range(3):
            log_in()
        assert log_in(password=PASSWORD).status_code == 302
        assert whys() == ["wrong"] * 3
        assert not AccessAttempt.objects.exists()  # of axes' rows nothing is left

    def test_nor_does_anybodys_login_later(self, clerk):
        cast.make_user(Role.LEADER, username="yu", password=PASSWORD)
        log_in("yu")
        long_ago = timezone.now() - datetime.timedelta(minutes=16)
        AccessAttempt.objects.update(attempt_time=long_ago)
        log_in(password=PASSWORD)
        assert whys(user__username="yu") == ["wrong"]
        assert not AccessAttempt.objects.exists()

    def test_the_pause_is_a_line_when_it_begins_and_each_time_it_is_met(self, clerk):
        for _ in range(5):
            log_in()
        assert whys() == ["wrong"] * 5 + ["locked"]
        assert log_in(password=PASSWORD).status_code == 429
        assert whys()[6:] == ["locked"]

    def test_a_closed_account_says_so_with_any_password(self, clerk):
        User.objects.update(is_active=False)
        log_in(password=PASSWORD), log_in()
        assert whys(user=clerk) == ["inactive"] * 2

    def test_a_name_that_nobody_has_is_not_kept(self, clerk):
        """People type their PIN where the name belongs."""
        log_in("583914"), log_in("")
        row = LoginRefusal.objects.get()
        assert (row.user, row.why) == (None, "wrong")
        assert str(row).startswith("（没有这个账号）")
        assert not [value for value in vars(row).values() if "583914" in str(value)]

    def test_the_old_pin_and_the_digits_of_a_link(self, clerk):
        from accounts import services

        user = cast.make_user(Role.DEPUTY, username="xu", password=PASSWORD)
        cast.make_deputy(name="许桂兰", user=user, phone="13800138247")
        phone = Client()
        log_in("xu", PASSWORD, client=phone)
        new = {"new_password1": "583914", "new_password2": "583914"}
        phone.post("/password/", {"old_password": "wrong", **new})
        phone.post(f"/enter/{services.issue_link(user, by=clerk)}/")
        phone.post("/enter/digits/", {"digits": "0000"})
        assert whys(user=user) == ["old", "digits"]

    @pytest.mark.parametrize("address", ["", "junk", "1.2.3.4:5678", "a" * 300])
    def test_an_address_that_is_none_stops_nobody(self, clerk, address):
        assert log_in(address=address).status_code == 200
        assert LoginRefusal.objects.get().address is None


class TestAddresses:
    @pytest.mark.parametrize(
        ("told", "address", "network"),
        [
            ("10.1.2.3", "10.1.2.3", "10.1.2.3"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2::9", "2001:db8:1:2::9", "2001:db8:1:2::"),
            ("::ffff:10.1.2.3", "10.1.2.3", "10.1.2.3"),
            ("unknown", None, None), ("", None, None),
        ],
    )  # fmt: skip
    def test_one_network_is_one_ipv4_address_or_a_64(self, rf, told, address, network):
        request = rf.get("/", REMOTE_ADDR=told)
        assert (address_of(request), network_of(request)) == (address, network)


@pytest.mark.sqlite  # what a page says is the same on both
class TestTheAuditorReads:
    @pytest.fixture(params=[Role.AUDITOR, Role.ADMIN])
    def reader(self, request, client, clerk):
        for _ in range(5):
            log_in()
        log_in("nobody", address="2001:db8::7")
        client.force_login(cast.make_user(request.param))
        return client

    BASE = "/admin/accounts/loginrefusal/"

    def test_the_list_by_kind_by_day_and_by_name(self, reader):
        today = timezone.localdate()
        for query, count in [
            ({}, 7), ({"why__exact": "locked"}, 1), ({"q": "王守信"}, 6), ({"q": "2001:db8"}, 1),
            ({"at__year": today.year, "at__month": today.month, "at__day": today.day}, 7),
            ({"at__year": today.year - 1}, 0),
        ]:  # fmt: skip
            page = reader.get(self.BASE, query)
            assert page.context["cl"].result_count == count, query
        assert "没有这个账号" in words(reader.get(self.BASE))

    @pytest.mark.parametrize(
        "query", ["user__exact=1", "network__startswith=2", "at__year=x", "at__hour=1"]
    )
    def test_nothing_is_asked_that_the_page_does_not_offer(self, reader, query):
        assert reader.get(f"{self.BASE}?{query}").status_code == 400

    def test_nothing_is_changed_or_taken_away(self, reader):
        row = LoginRefusal.objects.first()
        assert "浏览器" in words(reader.get(f"{self.BASE}{row.pk}/change/"))
        for page in (f"{row.pk}/change/", f"{row.pk}/delete/", "add/"):
            assert reader.post(self.BASE + page, {"why": "wrong"}).status_code == 403
        assert LoginRefusal.objects.count() == 7
