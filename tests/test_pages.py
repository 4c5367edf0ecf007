"""The pages themselves: the way in, the ways to be told no, and what every template must keep to."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import Role
from hemao import views
from tests import cast

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PASSWORD = "liu-tang-2022"
OUTSIDERS = [Role.LEADER, Role.DEPUTY]


def headings(html):
    return re.findall(r"<h1\b[^>]*>(.*?)</h1>", html, re.S)


def title(html):
    return re.search(r"<title>(.*?)</title>", html, re.S)[1].strip()


def is_chinese(text):
    return re.search(r"[一-鿿]", text) and not re.search(r"[A-Za-z]{3}", text)


def assert_one_chinese_heading(html):
    assert len(headings(html)) == 1
    assert is_chinese(headings(html)[0]), headings(html)
    assert is_chinese(title(html)), title(html)


@pytest.fixture
def town(db):
    cast.make_frame()


# The way in.


@pytest.fixture
def login_page(client, town):
    return client.get(reverse("login")).content.decode()


def test_login_page_asks_for_name_and_password(login_page):
    assert_one_chinese_heading(login_page)
    assert 'name="username"' in login_page
    assert 'name="password"' in login_page
    assert "柳塘镇人大" in login_page


def test_wrong_password_keeps_the_name_and_says_what_is_wrong(client, town):
    cast.make_user(Role.STAFF, username="xie", password=PASSWORD)
    page = client.post("/login/", {"username": "xie", "password": "wrong"})
    assert page.status_code == 200
    assert 'value="xie"' in page.content.decode()
    assert "手机号（姓名、用户名）或者密码不对，请核对后再试" in page.content.decode()


def test_empty_login_form_asks_for_what_is_missing(client, town):
    page = client.post("/login/", {}).content.decode()
    assert "请填写手机号、姓名或用户名。" in page
    assert "请填写密码。" in page


@pytest.mark.parametrize("path", ["/", "/households/", "/reports/", "/reports/2021/"])
def test_anonymous_is_sent_to_the_login_page_and_back(client, db, path):
    assert client.get(path).headers["Location"] == f"/login/?next={path}"


def test_the_admin_has_no_login_page_of_its_own(client, db):
    chain = client.get("/admin/motions/", follow=True).redirect_chain
    assert chain[-1] == ("/login/?next=/admin/motions/", 302)


def test_login_leads_to_where_one_was_going(client, town):
    cast.make_user(Role.DEPUTY, username="xu", password=PASSWORD)
    sent = client.post(
        "/login/?next=/reports/", {"username": "xu", "password": PASSWORD, "next": "/reports/"}
    )
    assert sent.headers["Location"] == "/reports/"


def test_who_is_logged_in_needs_no_login_page(client, db):
    client.force_login(cast.make_user(Role.DEPUTY))
    assert client.get("/login/").headers["Location"] == "/"


def test_logout_is_a_form_and_ends_at_the_login_page(client, db):
    client.force_login(cast.make_user(Role.DEPUTY))
    page = client.get("/logout/")
    assert_one_chinese_heading(page.content.decode())
    assert "_auth_user_id" in client.session
    assert client.post("/logout/").headers["Location"] == "/login/"
    assert "_auth_user_id" not in client.session


class TestOwnPassword:
    @pytest.mark.parametrize("role", list(Role))
    def test_everybody_changes_their_own(self, client, town, role):
        user = cast.make_user(role, username="xie", password=PASSWORD)
        client.force_login(user)
        page = client.get("/password/").content.decode()
        assert_one_chinese_heading(page)
        assert 'href="/me/"' in page.split("</header>")[0]
        assert 'href="/password/"' in client.get("/me/").content.decode()
        new = {"new_password1": "shi-liu-hua-2023", "new_password2": "shi-liu-hua-2023"}
        refused = client.post("/password/", {"old_password": "wrong", **new})
        assert "原密码不对，请重新填写。" in refused.content.decode()
        answer = client.post("/password/", {"old_password": PASSWORD, **new})
        assert answer.headers["Location"] == "/me/"
        user.refresh_from_db()
        assert user.check_password("shi-liu-hua-2023")
        assert client.get("/password/").status_code == 200  # still logged in

    def test_refusals_are_chinese(self, client, town):
        client.force_login(cast.make_user(Role.DEPUTY, username="xie", password=PASSWORD))
        answer = client.post(
            "/password/",
            {"old_password": PASSWORD, "new_password1": "abc", "new_password2": "abc"},
        )
        page = answer.content.decode()
        assert "密码太短，至少要10个字符。" in page
        assert "This" not in page


@pytest.mark.parametrize("path", ["/", "/password/", "/households/", "/reports/", "/admin/"])
def test_nothing_behind_the_login_stays_in_the_browser(client, town, path):
    client.force_login(cast.make_user(Role.STAFF))
    kept = client.get(path).headers["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


def test_what_everybody_may_see_may_stay(client, db):
    assert "no-store" not in client.get("/nowhere/").headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.STAFF, "/admin/"),
        (Role.ADMIN, "/admin/"),
        (Role.AUDITOR, "/admin/"),
        (Role.DEPUTY, "/households/"),
        (Role.LEADER, "/overview/"),
    ],
)
def test_everyone_has_a_home(client, db, role, place):
    client.force_login(cast.make_user(role))
    assert client.get("/").headers["Location"] == place


def test_every_role_has_a_home():
    assert set(views.HOMES) == set(Role)


# The admin.


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/motions/", "/admin/jsi18n/", "/admin/nowhere/"]
)
def test_the_admin_does_not_exist_for_outsiders(client, db, role, path):
    client.force_login(cast.make_user(role))
    assert client.get(path).status_code == 404


@pytest.fixture
def workbench(client, town):
    client.force_login(cast.make_user(Role.STAFF, is_staff=True))
    return client.get("/admin/")


def test_the_workbench_begins_with_what_waits(workbench):
    html = workbench.content.decode()
    assert_one_chinese_heading(html)
    assert workbench.context["site_header"] == "柳塘镇人大 · 工作台"
    for begins in ("开始使用", "还没有登记议案建议。"):  # nothing waits where nothing has begun
        assert html.index(begins) < html.index("shelf-title")


def test_the_menu_has_the_fixed_order(workbench):
    wanted = ["township", "representatives", "congress", "motions", "reports"]
    labels = [app["app_label"] for app in workbench.context["app_list"]]
    assert labels == [label for label in wanted if label in labels]


class Early(admin.ModelAdmin):
    menu_order = 1


def menu_of(role, registered):
    """The menu (label: names) that a user of `role` gets from a site with `registered` models."""
    from hemao.admin_site import HemaoAdminSite

    site = HemaoAdminSite()
    for model, model_admin in registered.items():
        site.register(model, model_admin)
    request = RequestFactory().get("/admin/")
    request.user = cast.make_user(role, is_staff=True)
    return site, request


def test_menu_order_goes_before_the_name(db):
    from township.models import Department, Topic, Village

    registered = {Department: None, Topic: None, Village: Early}
    site, request = menu_of(Role.STAFF, registered)
    [entry] = site.get_app_list(request)
    assert entry["name"] == "镇情与届次"
    assert [model["model"] for model in entry["models"]] == [Village, Topic, Department]


def test_accounts_and_logs_are_one_entry(db):
    from django.contrib.admin.models import LogEntry

    from records.models import ReadRecord

    site, request = menu_of(Role.AUDITOR, {LogEntry: None, ReadRecord: None})
    [entry] = site.get_app_list(request)
    assert site.get_app_list(request, "admin") == [entry]
    assert site.get_app_list(request, "township") == []
    assert entry["name"] == "账号与日志"
    assert {model["model"] for model in entry["models"]} == {LogEntry, ReadRecord}


# The ways to be told no.


@pytest.mark.parametrize(
    "name", ["400", "403", "404", "500", "503", "403_csrf", "accounts/lockout"]
)
def test_pages_that_say_no_need_nothing(name):
    """No request, no database, no context: they must work when all of that is broken."""
    html = render_to_string(f"{name}.html")
    assert_one_chinese_heading(html)
    assert 'class="actions"' in html


def test_not_found_looks_like_ours(client, town):
    client.force_login(cast.make_user(Role.DEPUTY))
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert_one_chinese_heading(page.content.decode())


@pytest.mark.urls("tests.test_pages")
def test_a_crash_looks_like_ours(client, town):
    client.raise_request_exception = False
    client.force_login(cast.make_user(Role.DEPUTY))
    page = client.get("/crash/")
    assert page.status_code == 500
    assert_one_chinese_heading(page.content.decode())


def test_five_wrong_passwords_close_the_door(client, town):
    for _ in range(5):
        page = client.post("/login/", {"username": "nobody", "password": "wrong"})
    assert page.status_code == 429
    assert "15分钟" in page.content.decode()


def test_a_form_from_elsewhere_is_refused_in_chinese(town):
    from django.test import Client

    page = Client(enforce_csrf_checks=True).post("/login/", {"username": "xie"})
    assert page.status_code == 403
    assert_one_chinese_heading(page.content.decode())


# What every template keeps to.


def without_comments(text):
    return re.sub(r"{#.*?#}", "", text)


# Whole in one file, so that a browser keeps all of it or nothing; its policy names its own script and
# style by their hashes (tests/representatives/test_sheet.py).
WHOLE_SHEET = ROOT / "templates/representatives/sheet/sheet.html"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_needs_inline_style_or_script(path):
    text = without_comments(path.read_text())
    if path == WHOLE_SHEET:
        for part in ("<style>{{ style|safe }}</style>", "<script>{{ script|safe }}</script>"):
            assert part in text
            text = text.replace(part, "")
    assert not re.search(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)


def test_the_policy_allows_nothing_inline(client, db):
    policy = client.get("/login/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_pages_ask_not_to_be_indexed(login_page):
    assert '<meta name="robots" content="noindex, nofollow">' in login_page


def test_stylesheets_load_nothing_from_elsewhere():
    for path in (ROOT / "static").rglob("*.css"):
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", path.read_text()), path


STYLESHEETS = sorted((ROOT / "static/css").rglob("*.css"))


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.stem)
def test_colours_have_one_home(path):
    """A colour is named in tokens.css; print's black and the sheet's faint shadow are none."""
    text = path.read_text() if path.stem != "tokens" else ""
    colours = re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", text)
    assert [colour for colour in colours if colour != "#000"] == []


# Contrast (WCAG 2.2, AA): 4.5 for text, 3 for what only marks a border or a focus.

TEXT_ON = {
    "paper": ["ink", "quiet", "accent", "accent-deep"],
    "card": ["ink", "quiet", "accent", "accent-deep", "late", "due", "ok"],
    "well": ["ink", "quiet", "accent", "accent-deep"],
    "notice": ["ink", "accent"],
    "accent": ["on-accent"],
    "accent-deep": ["on-accent"],
    "accent-pale": ["accent", "ink"],
    "ok-pale": ["ok"],
    "due-pale": ["due"],
    "late-pale": ["late"],
}
TOKENS = dict(
    re.findall(r"--([a-z-]+):\s*#([0-9a-f]{6});", (ROOT / "static/css/tokens.css").read_text())
)


def luminance(name):
    channels = [int(TOKENS[name][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ground", "voice"), [(ground, voice) for ground, voices in TEXT_ON.items() for voice in voices]
)
def test_text_can_be_read(ground, voice):
    assert contrast(ground, voice) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize("mark", ["edge", "accent"])
def test_edges_of_fields_can_be_seen(ground, mark):
    assert contrast(ground, mark) >= 3


# The words of others.


@pytest.mark.parametrize("package", ["django_filters"])
def test_libraries_speak_chinese_under_zh_hans(package):
    """What the library's own zh_CN catalogue has, ours must have: Django looks in zh_Hans only."""
    import gettext
    import importlib

    from django.utils.translation import gettext as translated

    home = Path(importlib.import_module(package).__file__).parent
    with (home / "locale/zh_CN/LC_MESSAGES/django.mo").open("rb") as file:
        theirs = [key for key in gettext.GNUTranslations(file)._catalog if key]
    assert theirs
    assert [key for key in theirs if translated(key) == key] == []


def test_the_compiled_catalogue_is_the_written_one():
    import gettext

    folder = ROOT / "locale/zh_Hans/LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = {key for key in gettext.GNUTranslations(file)._catalog if isinstance(key, str)}
    single = re.findall(r'^msgid "(.+)"\nmsgstr ', (folder / "django.po").read_text(), re.M)
    assert {key.replace('\\"', '"') for key in single} == compiled - {""}


# For the tests that need an address of their own.


def crash(request):
    raise RuntimeError("as a test asked")


def __getattr__(name):
    # ROOT_URLCONF of test_a_crash_looks_like_ours; built late, since it needs loaded apps.
    if name == "urlpatterns":
        from django.urls import path

        from hemao.urls import urlpatterns

        return [path("crash/", crash), *urlpatterns]
    raise AttributeError(name)
