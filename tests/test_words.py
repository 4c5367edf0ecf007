"""What the people of the office read in the admin is Chinese: every page, notice and refusal."""

import json
import re
from collections import defaultdict
from pathlib import Path

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry

from accounts import emergencies
from accounts.models import Login, Role
from records.models import ReadRecord
from representatives import services
from tests import cast
from tests.crawl import Crawl, Limits
from tests.records.admin_form import AdminForm, errors_of
from tests.records.test_admin import LEDGER, make_some, url
from township.models import Village

ROOT = Path(__file__).resolve().parent.parent

# Names of formats and of a key, examples of pinyin and of an address.
KNOWN = {
    "Word", "URL", "Ctrl", "zhangguofu", "zgf", "wangerbao", "web", "https", "rd", "example", "org",
}  # fmt: skip
LOGS = ["loginrefusal", "login", "loginlink", "device", "wrongtries", "emergency"]
SEEN_ATTRIBUTES = ["title", "alt", "placeholder", "aria-label", "label"]


def words_of(page):
    """The Latin words of a page that a person sees or hears."""
    tree = lxml.html.fromstring(page)
    for node in tree.xpath("//script | //style | //comment()"):
        node.drop_tree()
    seen = [tree.text_content()]
    for name in SEEN_ATTRIBUTES:
        seen += tree.xpath(f"//@{name}")
    seen += tree.xpath("//input[@type='submit' or @type='button']/@value")
    return set(re.findall(r"[A-Za-z]{2,}", " ".join(seen)))


class Crawler(Crawl):
    """Follows every link of the admin, once for each kind of page, and reads its words."""

    def __init__(self, client, allowed=()):
        super().__init__(client, Limits(sets=1, names=1))
        self.allowed, self.found = KNOWN | set(allowed), defaultdict(set)

    def run(self):
        return super().run("/admin/") | self.found

    def is_wanted(self, link, match):
        is_ours = link.address.startswith("/admin/") and match.url_name != "logout"
        return is_ours and super().is_wanted(link, match)

    def look(self, address, page, tree=None):
        if words := words_of(page) - self.allowed:
            self.found[address] |= words


@pytest.mark.sqlite  # the same words on both
class TestEveryPage:
    @pytest.fixture
    def town(self, db):
        make_some()

    def test_of_staff(self, client, town):
        client.force_login(cast.the_clerk())
        crawler = Crawler(client, ["staff"])
        assert crawler.run() == {}
        assert len(crawler.routes) > 200

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
    def test_of_those_who_keep_watch(self, client, town, role):
        user = cast.make_user(role)
        ReadRecord.objects.create(user=user, what="联系户", path="/x/")
        LogEntry.objects.log_actions(cast.the_clerk().pk, [cast.make_frame().town], 2, "改了")
        client.post("/login/", {"username": "nobody", "password": "wrong"}, HTTP_USER_AGENT="-")
        Login.objects.create(username="nobody", ip_address="127.0.0.1", path_info="/login/")
        emergencies.break_glass(cast.the_clerk(), reason="钥匙丢了", hours=1, by="-")
        self.come_and_go(client)
        client.force_login(user)
        names = ["staff", "auditor", "admin", "liaison", "nobody", "chen"]
        addresses = ["accounts", "records", *LOGS]  # the log of reads says which pages were read
        crawler = Crawler(client, names + addresses)
        assert crawler.run() == {}
        logs = {f"admin:accounts_{name}_change" for name in LOGS} | {
            "admin:records_readrecord_change"
        }
        assert logs <= set(crawler.routes)

    def come_and_go(self, client):
        """A deputy is sent a link, errs, logs in and out: a line of each of these logs."""
        password = "liu-tang-2022"
        user = cast.make_user(
            Role.DEPUTY, username="chen", password=password, display_name="陈家和"
        )
        person = cast.make_deputy(user=user, phone="13800138247")
        services.issue_login_link(person, by=cast.the_clerk())
        for typed in ("wrong", password):
            client.post("/login/", {"username": "chen", "password": typed}, HTTP_USER_AGENT="-")
        client.post("/logout/")

    def test_what_is_refused(self, client, town):
        """Each empty form sent empty, and with a word in each of its fields."""
        client.force_login(cast.the_clerk())
        crawler = Crawler(client, ["staff", "xyzzy"])
        for address in self.empty_forms(client):
            for typed in ("", "xyzzy"):
                form = AdminForm(client, address)
                page = lxml.html.fromstring(form.page)
                fields = page.xpath(
                    "//main//input[@type='text' or @type='number'] | //main//textarea"
                )
                form.data |= {field.get("name"): [typed] for field in fields}
                answer = form.send()
                if answer.status_code == 200:
                    crawler.look(f"{address} ({typed})", answer.content.decode())
        assert dict(crawler.found) == {}

    def empty_forms(self, client):
        for model in LEDGER:
            address = url(model, "add")
            if client.get(address).status_code == 200:
                yield address


class TestPasswords:
    """The one refusal that everybody reads."""

    BAD = ["abc", "1234567890", "password123", "wang2022wang", "静水流深"]

    @pytest.fixture
    def keeper(self, client, db):
        cast.make_frame()
        user = cast.make_user(Role.ADMIN, username="keeper", password="liu-tang-2022")
        client.force_login(user)
        return client

    def refusals(self, client, address, fields, **known):
        for password in self.BAD:
            form = AdminForm(client, address).fill(**known)
            form.fill(**dict.fromkeys(fields, password))
            crawler = Crawler(client, ["keeper", "admin", "wang", "password"])
            answer = form.send()
            crawler.look(address, answer.content.decode())
            assert dict(crawler.found) == {}, password
            yield errors_of(answer)

    def test_of_a_new_account(self, keeper):
        said = " ".join(
            self.refusals(
                keeper, "/admin/accounts/user/add/", ["password1", "password2"],
                username="wang2022", role="staff",
            )
        )  # fmt: skip
        for words in ("密码太短，至少要10个字符。", "密码不能只有数字。", "很多人都用这个密码"):
            assert words in said
        assert "密码里的“wang2022”容易猜到" in said

    def test_of_another(self, keeper):
        user = cast.make_user(Role.STAFF, username="wang2022")
        address = f"/admin/accounts/user/{user.pk}/password/"
        said = " ".join(self.refusals(keeper, address, ["password1", "password2"]))
        assert "密码太短，至少要10个字符。" in said


class TestHistory:
    @pytest.fixture
    def office(self, client, db):
        cast.make_frame()
        client.force_login(cast.the_clerk())
        return client

    def lines(self, client, row):
        page = client.get(url(type(row), "history", row.pk)).content.decode()
        cells = lxml.html.fromstring(page).xpath("//table[@id='change-history']//td[5]/div")
        return [" ".join(cell.text_content().split()) for cell in cells]

    def test_choices_days_and_nothing(self, office):
        mandate = cast.make_mandate()
        mandate.ended_on, mandate.ended_for = cast.day("2022-06-01"), "moved"
        mandate.save()
        assert set(self.lines(office, mandate)) == {
            "资格终止日期：空 → 2022-06-01", "终止原因：空 → 迁出或者调离本行政区域",
        }  # fmt: skip

    def test_relations_and_ticks(self, office):
        person = cast.make_person()
        user = cast.make_user(Role.DEPUTY, display_name="许桂兰")
        person.user, person.village = user, cast.make_frame().villages[0]
        person.save()
        assert set(self.lines(office, person)) == {
            "登录账号：空 → 许桂兰", "所在村（社区）：空 → 桥头村",
        }  # fmt: skip
        visit = cast.make_visit()
        visit.was_met = False
        visit.save()
        assert self.lines(office, visit) == ["见到（联系上）：是 → 否"]

    def test_what_is_gone(self, office):
        village = cast.keep(Village(name="旧村"))
        person = cast.make_person(village=village)
        person.village = None
        person.save()
        village.delete()
        assert self.lines(office, person) == ["所在村（社区）：已删除的村（社区） → 空"]

    def test_several_at_once(self, office):
        constituency = cast.make_constituency()
        constituency.villages.set(Village.objects.filter(name__in=["桥头村", "岳山村"]))
        [line] = self.lines(office, constituency)
        assert line in (
            "所含村（社区）：空 → 桥头村、岳山村",
            "所含村（社区）：空 → 岳山村、桥头村",
        )

    def test_long_words(self, office):
        session = cast.make_session(note="甲" * 300)
        session.note = "甲" * 300 + "乙" * 300
        session.save()
        [line] = self.lines(office, session)
        assert re.search(r"（略\d+字）", line)
        assert not re.search("[A-Za-z]", line)


@pytest.mark.sqlite  # the same words on both
def test_what_scripts_say(client, db):
    """Of Django's scripts that speak, only the one of the lists stands on a page; it has its Chinese."""
    client.force_login(cast.the_clerk())
    script = client.get("/admin/jsi18n/").content.decode()
    catalogue = json.loads(re.search(r"newcatalog = (\{.*?\n  \});", script, re.S)[1])
    scripts = Path(admin.__file__).parent / "static/admin/js"
    asked = re.findall(
        r"gettext\(['\"]((?:[^'\"\\]|\\.)*)['\"]", (scripts / "actions.js").read_text()
    )
    assert len(asked) == 4
    assert {text for text in asked if text not in catalogue} == set()
    said = [v if isinstance(v, str) else v[0] for v in map(catalogue.get, asked)]
    assert [v for v in said if re.search("[A-Za-z]", re.sub(r"%(\(\w+\))?s", "", v))] == []
    for model in LEDGER:
        page = client.get(url(model, "add")).content.decode()
        assert not re.search("DateTimeShortcuts|calendar.js|SelectFilter2", page), model


class TestNumbersAndTheirUnits:
    """2026年, 105个: a number and its unit are one word."""

    APART = re.compile(
        r"(?:\}\}|\d)(?:</\w+>)? (?=年|个|条|件|处|项|页|格|户|次|名|张|天|分钟)"
        r"|(?<=[\u4e00-\u9fff，]) (?:\{\{[^}]*\}\}|\d+)(?=(?:</\w+>)?(?:年|个|条|件|处|项|页|格|户|次|名|张|天|分钟))"
    )

    def test_no_template_writes_a_space_between(self):
        found = {
            f"{path.relative_to(ROOT)}:{number}": line.strip()
            for path in sorted((ROOT / "templates").rglob("*.html"))
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
            if self.APART.search(line)
        }
        assert found == {}

    @pytest.mark.parametrize(
        "line", ["<b>{{ year }}</b> 年", "还有 {{ n }}处", "等 15 分钟", "{{ n }} 个数字"]
    )
    def test_one_that_does_would_be_found(self, line):
        assert self.APART.search(line)
