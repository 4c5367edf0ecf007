"""The database is full, locked, read-only or away: what each of them is told, and what goes on."""

import errno
import html
import sqlite3
from contextlib import closing, contextmanager

import django.db
import lxml.html
import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts.models import Role
from hemao import health
from hemao.failures import asked, causes, pages
from hemao.failures.causes import cause_of
from hemao.settings import LOCK_SECONDS, SQLITE, postgresql
from records import reads
from records.models import ReadRecord
from tests import cast
from tests.cast import DAY
from tests.records.admin_form import AdminForm
from tests.stage import staged
from township.models import Village

WRITES = ("INSERT", "UPDATE", "DELETE")


# Why the database refuses.


@contextmanager
def sqlite_file(path):
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as line:
        line.execute("CREATE TABLE visits (words TEXT)")
        yield line


def full(path):
    with sqlite_file(path) as line:
        line.execute("PRAGMA max_page_count = 2")
        line.execute("INSERT INTO visits VALUES (?)", ["字" * 100_000])


def locked(path):
    with sqlite_file(path) as line, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        line.execute("INSERT INTO visits VALUES ('')")


def read_only(path):
    with (
        sqlite_file(path),
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as line,
    ):
        line.execute("INSERT INTO visits VALUES ('')")


def away(path):
    sqlite3.connect(path / "nowhere" / "db.sqlite3")


def another_file(path):
    path.write_text("这不是数据库。" * 1000)
    with closing(sqlite3.connect(path)) as line:
        line.execute("SELECT * FROM visits")


def another_version(path):
    with sqlite_file(path) as line:
        line.execute("SELECT released_on FROM visits")


def no_tables(path):
    with sqlite_file(path) as line:
        line.execute("SELECT * FROM motions")


def a_mistake(path):
    with sqlite_file(path) as line:
        line.execute("SELEKT")


REFUSED_BY_SQLITE = [
    (full, causes.FULL), (locked, causes.LOCKED), (read_only, causes.READ_ONLY),
    (away, causes.AWAY), (another_file, causes.DAMAGED), (another_version, causes.MISFIT),
    (no_tables, causes.MISFIT), (a_mistake, None),
]  # fmt: skip


def error_of(refused, path):
    """The error that SQLite really raises."""
    with pytest.raises(sqlite3.Error) as caught:
        refused(path)
    return caught.value


def from_django(error):
    """As Django hands it on."""
    wrapped = django.db.OperationalError(str(error))
    wrapped.__cause__ = error
    return wrapped


class TestCauses:
    @pytest.fixture(autouse=True)
    def there(self, tmp_path, monkeypatch):
        """What the settings name is where it should be."""
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path))

    @pytest.mark.parametrize(("refused", "cause"), REFUSED_BY_SQLITE)
    def test_of_sqlite(self, tmp_path, refused, cause):
        error = error_of(refused, tmp_path / "db.sqlite3")
        assert cause_of(error) is cause_of(from_django(error)) is cause

    @pytest.mark.parametrize(
        ("name", "cause"),
        [
            ("DiskFull", causes.FULL), ("LockNotAvailable", causes.LOCKED),
            ("DeadlockDetected", causes.LOCKED), ("QueryCanceled", causes.LOCKED),
            ("ReadOnlySqlTransaction", causes.READ_ONLY), ("AdminShutdown", causes.AWAY),
            ("CannotConnectNow", causes.AWAY), ("TooManyConnections", causes.AWAY),
            ("InvalidPassword", causes.AWAY), ("InvalidCatalogName", causes.AWAY),
            ("UndefinedTable", causes.MISFIT), ("UndefinedColumn", causes.MISFIT),
            ("IoError", causes.BROKEN_DISK), ("DataCorrupted", causes.DAMAGED),
            ("UniqueViolation", None), ("SyntaxError", None),
        ],
    )  # fmt: skip
    def test_of_postgresql(self, name, cause):
        error = getattr(psycopg.errors, name)("as the server says it")
        assert cause_of(from_django(error)) is cause

    def test_of_a_server_that_does_not_answer(self):
        with pytest.raises(psycopg.OperationalError) as caught:
            psycopg.connect("postgresql://127.0.0.1:1/hemao", connect_timeout=5)
        assert cause_of(from_django(caught.value)) is causes.AWAY
        assert cause_of(psycopg.InterfaceError("the connection is closed")) is causes.AWAY
        assert cause_of(psycopg.InterfaceError("cursor of another kind")) is None

    @pytest.mark.parametrize(
        ("number", "cause"),
        [
            (errno.ENOSPC, causes.FULL), (errno.EROFS, causes.CLOSED), (errno.EACCES, causes.CLOSED),
            (errno.EIO, causes.BROKEN_DISK), (errno.ENOENT, None), (errno.EPIPE, None),
        ],
    )  # fmt: skip
    def test_of_the_system(self, number, cause):
        assert cause_of(OSError(number, "in English")) is cause

    def test_of_a_full_disk_on_which_a_small_file_cannot_be_made(self, tmp_path, monkeypatch):
        monkeypatch.setattr(causes, "is_full", lambda: True)
        assert cause_of(error_of(away, tmp_path)) is causes.FULL
        assert cause_of(error_of(read_only, tmp_path / "db.sqlite3")) is causes.READ_ONLY

    @pytest.mark.parametrize("refused", [away, read_only])
    def test_of_a_file_that_was_taken_away(self, tmp_path, monkeypatch, refused):
        """Also for who had it open: what SQLite says is another code, and the same is wrong."""
        path = tmp_path / "db.sqlite3"
        error = error_of(refused, path)
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "gone.sqlite3"))
        assert cause_of(error) is causes.GONE

    def test_a_mistake_of_ours_is_none(self):
        assert cause_of(KeyError("motion")) is cause_of(None) is None


def test_a_lock_is_waited_for_five_seconds():
    """The busy timeout of SQLite, and what PostgreSQL is told; whoever waits holds a thread."""
    assert SQLITE["OPTIONS"]["timeout"] == LOCK_SECONDS == 5
    options = postgresql({"options": "-c search_path=town"})["OPTIONS"]
    assert options["options"] == "-c search_path=town -c jit=off -c lock_timeout=5s"
    assert options["connect_timeout"] == 5
    assert postgresql({"connect_timeout": "9"})["OPTIONS"]["connect_timeout"] == "9"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_postgresql_gives_up_on_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)
        cursor.execute("SET lock_timeout = '10ms'")
        told = connection.get_connection_params()
        with psycopg.connect(**{**told, "cursor_factory": psycopg.Cursor}) as other:
            other.execute("LOCK TABLE accounts_readrecord IN EXCLUSIVE MODE")
            with pytest.raises(django.db.OperationalError) as caught:
                ReadRecord.objects.create(what="联系户", path="/")
        cursor.execute("SET lock_timeout = '5s'")
    assert cause_of(caught.value) is causes.LOCKED


# What each of them is told.


@staged
def xu():
    """许桂兰 and her household."""
    user = cast.make_user(Role.DEPUTY, username="xu")
    cast.make_assignment(person=cast.make_deputy(name="许桂兰", user=user))
    return user


@staged
def clerk():
    return cast.make_user(Role.STAFF)


@pytest.fixture
def browser(db):
    """logged_in(user): a client in whose session nothing has to be refreshed."""

    def logged_in(user=None):
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
            assert client.get("/me/").status_code == 200
        return client

    return logged_in


@contextmanager
def refusing(cause, *, only=("",)):
    """The database refuses for `cause` the statements that begin with one of `only`; counts them."""
    refused = []

    def refuse(execute, sql, params, many, context):
        if sql.startswith(only):
            refused.append(sql)
            raise django.db.OperationalError("refused") from raw(cause)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield refused


def raw(cause):
    """An error as SQLite raises it for `cause`."""
    error = sqlite3.OperationalError("refused")
    error.sqlite_errorcode = {of: code for code, of in causes.OF_SQLITE.items()}[cause]
    return error


def said(answer):
    return html.unescape(answer.content.decode())


NO_WRITES = [causes.FULL, causes.LOCKED, causes.READ_ONLY]


class TestNothingCanBeWritten:
    @pytest.mark.parametrize("cause", NO_WRITES)
    def test_pages_with_personal_data_say_why_they_stay_closed(self, browser, clerk, cause):
        client = browser(clerk)
        with refusing(cause, only=WRITES) as refused:
            answer = client.get("/households/")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "60" and "no-store" in answer["Cache-Control"]
        assert f"<h1>{cause.title}，" in said(answer) and cause.advice in said(answer)
        assert "都要先记下来" in said(answer)
        assert len(refused) == 1  # it waited once, not once more for the session

    def test_other_pages_go_on(self, browser, clerk):
        client = browser(clerk)
        with refusing(causes.LOCKED, only=WRITES):
            for path in ("/reports/", "/overview/", "/me/", "/admin/", "/login/"):
                assert client.get(path).status_code in (200, 302), path
            assert client.get("/nowhere/").status_code == 404

    @pytest.mark.parametrize("role", [Role.STAFF, Role.DEPUTY])
    def test_also_where_the_login_should_be_refreshed(self, browser, role):
        """Neither the session nor the device can be written, and the page needs neither."""
        user = cast.make_user(role, username="zeng", password="liu-tang-zhen-2022")
        client = browser()
        client.post("/login/", {"username": "zeng", "password": "liu-tang-zhen-2022"})
        assert client.session["_auth_user_id"] == str(user.pk)
        session = client.session
        session["refreshed"] = 0
        session.save()
        with refusing(causes.LOCKED, only=WRITES) as refused:
            assert client.get("/me/").status_code == 200
        assert len(refused) == 1
        assert client.session["refreshed"] == 0
        assert client.get("/me/").status_code == 200
        assert client.session["refreshed"] > 0

    def test_a_deputy_is_told_in_short(self, browser, xu):
        client = browser(xu)
        with refusing(causes.FULL, only=WRITES):
            answer = client.get("/households/")
        assert answer.status_code == 503
        assert "磁盘已满" in said(answer) and "请过几分钟再试" in said(answer)
        assert causes.FULL.advice not in said(answer)

    def test_a_login_that_cannot_be_stored_says_why(self, browser, clerk):
        clerk.set_password("liu-tang-zhen-2022")
        clerk.save()
        told = {"username": clerk.username, "password": "liu-tang-zhen-2022"}
        with refusing(causes.READ_ONLY, only=WRITES):
            answer = browser().post("/login/", told)
        assert answer.status_code == 503 and "数据库只读" in said(answer)
        assert "liu-tang-zhen" not in said(answer)  # a password is not written out again
        assert "浏览器的“后退”" in said(answer)

    def test_what_was_typed_can_be_sent_again(self, browser, clerk):
        form = AdminForm(browser(clerk), "/admin/township/village/add/?_popup=1")
        form.fill(name='观音"<桥>村', population=1200)
        with refusing(causes.LOCKED, only=WRITES):
            answer = form.client.post(form.url, form.data)
        assert answer.status_code == 503 and "再送一次" in said(answer)
        page = lxml.html.fromstring(answer.content.decode()).forms[0]
        assert page.action == form.url
        assert dict(page.form_values()) == {name: value for name, [value] in form.data.items()}
        assert form.client.post(page.action, dict(page.form_values())).status_code == 200
        assert Village.objects.get(population=1200).name == '观音"<桥>村'

    def test_a_file_cannot_be_filled_in_by_a_page(self, rf, clerk):
        photo = SimpleUploadedFile("photo.jpg", b"a picture")
        sent = rf.post("/households/1/visit/", {"production": "茶园长势好", "photo": photo})
        page = said(pages.unavailable(sent, causes.FULL, False))
        assert "再送一次" not in page and "刷新这一页" in page
        sent = rf.post("/households/1/visit/", {"production": "茶园\n长势好"})
        assert asked.typed_in(sent) == [("production", "茶园\n长势好")]
        assert asked.typed_in(rf.get("/households/?q=王")) == []

    def test_a_phone_keeps_its_visit(self, browser, xu):
        """visits.js takes for stored only what names the visit, and asks for JSON in vain."""
        client = browser(xu)
        path = f"/households/{xu.person.assignments.get().household_id}/visit/"
        told = {
            "uuid": "6a1f2c1e-4f57-4c6e-9a0b-3f2a5c7d8e90", "visited_on": str(DAY),
            "method": "home", "was_met": "1", "production": "茶园长势好",
        }  # fmt: skip
        with refusing(causes.LOCKED, only=WRITES):
            answer = client.post(path, told, headers={"Accept": "application/json"})
        assert answer.status_code == 503
        assert not answer["Content-Type"].startswith("application/json")
        stored = client.post(path, told, headers={"Accept": "application/json"})
        assert stored.json()["stored"] == told["uuid"]


class TestNothingAnswers:
    def test_pages_say_so_to_whoever_asks(self, browser, clerk):
        client = browser(clerk)
        with refusing(causes.AWAY) as refused:
            answer = client.get("/households/")
        assert answer.status_code == 503
        assert causes.AWAY.title in said(answer) and causes.AWAY.advice in said(answer)
        assert len(refused) == 1  # the middleware does not fail a second time

    @pytest.mark.parametrize(
        ("path", "status"),
        [("/nowhere/", 404), ("/healthz", 200), ("/healthz?x=1", 200), ("/static/x.css", 404)],
    )
    def test_what_needs_no_database_asks_none(self, browser, clerk, path, status):
        """With a cookie in hand: nothing looks for the session that it names."""
        client = browser(clerk)
        with refusing(causes.AWAY) as refused:
            assert client.get(path).status_code == status
        assert refused == []

    def test_the_pages_that_say_no_ask_none(self, rf, django_assert_num_queries, clerk):
        request = rf.get("/households/")
        request.user = clerk
        with django_assert_num_queries(0):
            assert pages.not_found(request).status_code == 404
            assert pages.refused(request).status_code == 403
            assert pages.failed(request).status_code == 500

    def test_a_mistake_of_ours_is_not_blamed_on_the_machine(self, browser, clerk, monkeypatch):
        client = browser(clerk)
        monkeypatch.setattr(reads, "store", lambda request, read: {}["motion"])
        answer = client.get("/households/")
        assert answer.status_code == 500
        assert "系统出错" in said(answer)


# The sign of life.


class TestSignOfLife:
    def test_it_answers_anybody(self, client, db):
        page = client.get("/healthz")
        assert (page.status_code, page.content) == (200, b"ok")
        assert client.post("/healthz").status_code == 405

    def test_it_says_when_the_database_does_not_answer(self, client, db, monkeypatch):
        for name in ("sqlite_answers", "server_answers"):
            monkeypatch.setattr(health, name, raising(django.db.InterfaceError))
        page = client.get("/healthz")
        assert (page.status_code, page.content) == (503, b"database unavailable")

    def test_it_is_asked_before_all_else(self):
        assert settings.MIDDLEWARE[0] == "hemao.health.HealthMiddleware"

    @pytest.mark.sqlite
    def test_it_waits_for_no_lock_of_sqlite(self, tmp_path, monkeypatch):
        path = tmp_path / "数据 #1.sqlite3"
        monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
        assert not health.answers()
        assert not path.exists()  # asking makes no file
        with sqlite_file(path) as line:
            line.execute("PRAGMA journal_mode = WAL")
            line.execute("BEGIN IMMEDIATE")
            line.execute("INSERT INTO visits VALUES ('')")
            assert health.answers()  # who writes keeps nobody from reading
            line.execute("COMMIT")
            line.execute("PRAGMA locking_mode = EXCLUSIVE")
            line.execute("INSERT INTO visits VALUES ('')")
            waited = []
            monkeypatch.setattr(sqlite3, "connect", remembering(sqlite3.connect, waited))
            assert not health.answers()
            assert waited == [health.MOMENT]


def raising(error):
    def raise_it():
        raise error("refused")

    return raise_it


def remembering(connect, waited):
    def connected(*args, timeout, **kwargs):
        waited.append(timeout)
        return connect(*args, timeout=timeout, **kwargs)

    return connected
