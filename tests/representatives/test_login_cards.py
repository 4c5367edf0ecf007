"""What the office hands out: one link for WeChat, or cards with QR codes, eight a page."""

import re
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import LoginLink, Role
from records.models import ReadRecord
from representatives import services
from representatives.admin import entering
from representatives.models import Person
from tests import cast
from township.models import Town, is_local
from township.spans import today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # the same paper on both

SITE = "https://rd.example.org"
CARDS = "/admin/representatives/deputy/cards/"
LIST = "/admin/representatives/deputy/"


@pytest.fixture
def xu(db):
    cast.make_frame()
    return cast.make_deputy(name="许桂兰", phone="13800138247")


@pytest.fixture
def office(client, xu):
    client.force_login(cast.the_clerk())
    return client


@pytest.fixture
def site(xu):
    Town.objects.update(site_url=SITE)


def words(response):
    return response.content.decode()


def make(client, ids=None, **data):
    """Send the page that asks, as it was opened, or for those with `ids`."""
    if ids is None:
        found = re.search(r'name="ids" value="([^"]*)"', words(client.get(CARDS)))
        ids = found[1] if found else ""
    return client.post(CARDS, {"ids": ids, "_once": uuid.uuid4()} | data)


def issue(client, person, **data):
    address = f"/admin/representatives/deputy/{person.pk}/do/login-link/"
    return client.post(address, {"_once": uuid.uuid4()} | data)


def tokens(response):
    return re.findall(r"/enter/([\w-]+)/", words(response))


class TestOneLink:
    def test_the_button_asks_first(self, office, xu):
        page = words(office.get(f"{LIST}{xu.pk}/change/"))
        assert f"{LIST}{xu.pk}/do/login-link/" in page
        page = words(office.get(f"{LIST}{xu.pk}/do/login-link/"))
        assert "以前发的链接和登录卡随即作废" in page
        assert not LoginLink.objects.exists()

    def test_the_page_has_words_for_wechat_and_a_code(self, office, xu, site):
        cast.make_assignment(person=xu, household=cast.make_household(head_name="王二保"))
        answer = issue(office, xu)
        page = words(answer)
        assert answer.status_code == 200
        [token] = set(tokens(answer))
        assert f"{SITE}/enter/{token}/" in page
        assert "许桂兰代表：" in page
        assert "王二保" not in page
        assert "<svg" in page and "style=" not in page.split("<svg")[1].split("</svg>")[0]
        assert Client().get(f"/enter/{token}/").status_code == 200

    def test_seen_once(self, office, xu, site):
        key = uuid.uuid4()
        first = issue(office, xu, _once=key)
        assert "no-store" in first.headers["Cache-Control"]
        again = issue(office, xu, _once=key)
        assert "这一页已经发放过，没有再发。" in words(again)
        assert tokens(again) == []
        assert LoginLink.objects.count() == 1
        assert LoginLink.objects.get().state == "open"

    def test_without_an_address_it_is_said_that_the_link_leads_nowhere(self, office, xu):
        page = words(issue(office, xu))
        assert "http://testserver/enter/" in page
        assert "请先填好对外网址，再重新发放。" in page

    def test_refusals_stand_on_the_form(self, office, xu):
        Person.objects.update(phone="")
        page = words(issue(office, xu))
        assert "许桂兰没有登记电话" in page
        assert not LoginLink.objects.exists()

    def test_without_key_nothing_is_issued(self, office, xu):
        issue(office, xu, _once="")
        assert not LoginLink.objects.exists()

    def test_who_did_it_is_written_down(self, office, xu, site):
        token = tokens(issue(office, xu))[0]
        assert LogEntry.objects.get().get_change_message() == "发登录链接"
        record = ReadRecord.objects.get()
        assert (record.what, record.object_id) == ("登录链接", str(xu.pk))
        assert token not in str(list(LogEntry.objects.values())) + str(list(xu.history.values()))

    @pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY, Role.AUDITOR, Role.ADMIN])
    def test_nobody_else(self, client, xu, role):
        client.force_login(cast.make_user(role))
        assert issue(client, xu).status_code in (403, 404)
        assert make(client, str(xu.pk)).status_code in (403, 404)
        assert not LoginLink.objects.exists()


class TestHelpersInTheVillages:
    """Their page is that of a person: they are no deputies."""

    @pytest.fixture
    def helper(self, office):
        user = cast.make_user(Role.LIAISON, display_name="周水生")
        return cast.make_person(name="周水生", phone="13900139000", user=user)

    def page(self, person):
        return f"/admin/representatives/person/{person.pk}/"

    def test_gets_a_link_there(self, office, helper):
        assert "do/login-link/" in words(office.get(self.page(helper) + "change/"))
        answer = office.post(self.page(helper) + "do/login-link/", {"_once": uuid.uuid4()})
        assert "周水生：这是您登录" in words(answer)
        assert f'href="{self.page(helper)}change/"' in words(answer)
        [token] = set(tokens(answer))
        phone = Client()
        phone.post(f"/enter/{token}/")
        phone.post("/enter/digits/", {"digits": "9000"})
        chosen = {"new_password1": "583914", "new_password2": "583914"}
        assert phone.post("/enter/secret/", chosen).headers["Location"] == "/"
        assert "do/devices/" in words(office.get(self.page(helper) + "change/"))

    def test_nobody_else_gets_one_there(self, office, xu):
        other = cast.make_person(name="韩立春", phone="13700137000")
        for person in (xu, other):
            assert "do/login-link/" not in words(office.get(self.page(person) + "change/"))
            assert office.get(self.page(person) + "do/login-link/").status_code == 404

    def test_stays_in_when_a_mandate_of_before_ends(self, office, helper):
        mandate = cast.make_mandate(person=helper)
        services.issue_login_link(helper, by=cast.the_clerk())
        services.end_mandate(mandate, on=today(), reason="resigned", by=cast.the_clerk())
        assert LoginLink.objects.get().state == "open"


class TestTheSheet:
    def test_asked_by_a_page_that_says_what_becomes_of_the_old(self, office, site):
        page = words(office.get(CARDS))
        assert "将为1名代表各做一张登录卡，A4纸1张" in page
        assert "以前收到的链接和登录卡随即作废" in page
        assert not LoginLink.objects.exists()

    def test_a_card_each(self, office, xu, site):
        shan = cast.make_deputy(name="单国富", phone="13900139000")
        cast.make_assignment(person=xu, household=cast.make_household(head_name="王二保"))
        answer = make(office)
        page = words(answer)
        assert page.count('class="login-card"') == page.count("<svg") == 2
        for word in ("许桂兰", "单国富", "柳塘镇人大代表", SITE, "填手机号后四位"):
            assert word in page
        for word in ("王二保", "13800138247", "桥头村"):
            assert word not in page
        assert "no-store" in answer.headers["Cache-Control"]
        shan.refresh_from_db()
        assert shan.user.role == Role.DEPUTY
        assert LoginLink.objects.open().count() == 2

    def test_the_code_leads_to_the_link(self, office, xu, site, monkeypatch):
        drawn = []
        original = entering.segno.make
        monkeypatch.setattr(
            entering.segno, "make", lambda text, **how: drawn.append(text) or original(text, **how)
        )
        make(office)
        [address] = drawn
        assert address.startswith(f"{SITE}/enter/")
        assert Client().get(address.removeprefix(SITE)).status_code == 200

    def test_the_token_is_in_the_code_alone(self, office, xu, site):
        assert tokens(make(office)) == []

    def test_seen_once(self, office, xu, site):
        key = uuid.uuid4()
        make(office, str(xu.pk), _once=key)
        again = make(office, str(xu.pk), _once=key)
        assert "这一页已经发放过" in words(again)
        assert 'login-card"' not in words(again)
        assert LoginLink.objects.count() == 1

    def test_not_by_an_address(self, office, xu, site):
        office.get(f"{CARDS}?ids={xu.pk}")
        make(office, str(xu.pk), _once="")
        assert not LoginLink.objects.exists()

    def test_for_those_who_were_ticked(self, office, xu, site):
        shan = cast.make_deputy(name="单国富", phone="13900139000")
        asked = office.post(LIST, {"action": "make_cards", "_selected_action": [shan.pk]})
        page = words(office.get(asked.headers["Location"]))
        assert "单国富" in page and "许桂兰" not in page
        assert words(make(office, str(shan.pk))).count('class="login-card"') == 1

    def test_by_itself_for_those_who_are_logged_in_nowhere(self, office, xu, site):
        user = cast.make_user(Role.DEPUTY, username="shan", password="liu-tang-2022")
        cast.make_deputy(name="单国富", phone="13900139000", user=user)
        former = cast.make_deputy(name="仇万里", phone="13700137000", term=cast.make_frame().first)
        Client().post("/login/", {"username": "shan", "password": "liu-tang-2022"})
        page = words(office.get(CARDS))
        assert "许桂兰" in page and "单国富" not in page
        assert former.name not in page

    def test_nobody_left(self, office, xu, site):
        Person.objects.update(phone="")
        page = words(office.get(CARDS))
        assert "有1名代表还没有登记电话：许桂兰" in page
        assert "<form" not in page.split('id="content-main"')[1].split("footer")[0]

    def test_who_has_no_phone_is_named_and_left_out(self, office, xu, site):
        nobody = cast.make_deputy(name="单国富")
        page = words(office.get(CARDS))
        assert "没有登记电话、做不了卡的" in page and "单国富" in page
        page = words(make(office, f"{xu.pk},{nobody.pk}"))
        assert page.count('class="login-card"') == 1
        assert "单国富没有登记电话" in page

    def test_who_did_it_is_written_down(self, office, xu, site):
        make(office)
        assert LogEntry.objects.get().get_change_message() == "登录卡"
        assert (ReadRecord.objects.get().what, ReadRecord.objects.get().rows) == ("代表登录卡", 1)

    @pytest.mark.parametrize("ids", ["x", "0", "999999", "1;2", "-1", "²", "9" * 30])
    def test_odd_numbers_break_nothing(self, office, xu, site, ids):
        assert office.get(CARDS, {"ids": ids}).status_code == 200
        assert make(office, ids).status_code == 200
        assert not LoginLink.objects.exists()

    def test_statements_do_not_grow(self, office, xu, site, django_assert_max_num_queries):
        office.get(CARDS)
        cast.make_deputies(20)
        with django_assert_max_num_queries(8):
            office.get(CARDS)


class TestWhereTheSiteIs:
    """A card whose code leads nowhere is worse than none."""

    @pytest.mark.parametrize(
        "url",
        [
            "", "http://127.0.0.1:8000", "http://localhost/", "http://192.168.1.20", "https://10.0.0.8",
            "http://172.16.3.1", "http://[::1]:8000", "http://[fd00::1]", "http://169.254.1.1", "http://hemao",
            "http://office.local", "https://rd.lan/", "http://100.64.0.1", "http://0.0.0.0",
        ],
    )  # fmt: skip
    def test_local(self, office, xu, url):
        assert is_local(url)
        Town.objects.update(site_url=url)
        for answer in (office.get(CARDS), make(office, str(xu.pk))):
            page = words(answer)
            assert "所以还不能印" in page
            assert "/admin/township/town/" in page
            assert "网络管理员" in page
            assert "制作登录卡" not in page
        assert not LoginLink.objects.exists()

    @pytest.mark.parametrize(
        "url",
        ["https://rd.example.org", "http://rd.example.org:8080/", "https://114.114.114.114/rd"],
    )
    def test_public(self, office, xu, url):
        assert not is_local(url)
        Town.objects.update(site_url=url)
        assert Town.get().public_address == url.rstrip("/")
        assert "制作登录卡" in words(office.get(CARDS))
