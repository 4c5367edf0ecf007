"""Secrets that let somebody in: the browser holds them, the database only what they hash to."""

import asyncio
import base64
import datetime
import logging
import re
import sys
import types

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from accounts import file_links
from accounts.entry import devices
from accounts.entry.sessions import SessionStore, hash_of_key
from accounts.models import Device, Role
from records.masking import MaskTokens
from tests import cast
from tests.accounts.test_entering import PHONE, PIN, come_in, link_for, words

pytestmark = pytest.mark.django_db

NEW_PIN, MISTYPED, PASSWORD = "902817", "736104", "liu-tang-2022"


@pytest.fixture
def xu(db):
    cast.make_frame()
    return cast.make_deputy(name="许桂兰", phone=PHONE, login="xu")


@pytest.fixture
def phone(xu):
    phone = Client()
    come_in(phone, link_for(xu))
    return phone


def key_of(client):
    return client.cookies["sessionid"].value


def with_cookie(value):
    client = Client()
    client.cookies["sessionid"] = value
    return client


def is_in(client):
    return client.get("/me/").status_code == 200


def every_cell():
    """(table, everything stored in it) for each table of the database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            yield table, str(cursor.fetchall())


class TestTheKey:
    def test_the_cookie_has_the_key_and_the_table_its_hash(self, phone):
        stored = Session.objects.get()
        assert stored.pk == hash_of_key(key_of(phone)) == Device.objects.get().session_hash
        assert len(stored.pk) == 40
        assert stored.get_decoded()["device"] == Device.objects.get().pk

    def test_the_digest_is_sha_256(self):
        """The digest of "abc" that the standard itself gives, in base 85."""
        known = bytes.fromhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        assert base64.b85decode(hash_of_key("abc")) == known

    def test_who_reads_the_hash_is_not_in(self, phone):
        assert is_in(phone)
        assert not is_in(with_cookie(Session.objects.get().pk))

    def test_a_key_of_somebody_elses_making_is_not_taken_over(self, xu):
        planted = with_cookie("planted" * 5)
        cast.make_user(Role.STAFF, username="staff", password=PASSWORD)
        planted.post("/login/", {"username": "staff", "password": PASSWORD})
        assert is_in(planted)
        assert not is_in(with_cookie("planted" * 5))

    def test_a_cookie_that_nobody_made_is_nobody(self, xu):
        for odd in ("", "short", "é" * 20, "x" * 5000, "a\0b" * 10):
            assert not is_in(with_cookie(odd))
            assert SessionStore(odd).load() == {}

    def test_another_key_keeps_the_contents_and_ends_the_one_before(self, phone):
        before, session = key_of(phone), phone.session
        session.cycle_key()
        session.save()
        assert is_in(with_cookie(session.session_key)) and not is_in(with_cookie(before))

    def test_a_session_is_flushed(self, phone):
        phone.session.flush()
        assert not Session.objects.exists()
        SessionStore().delete()  # of a session that has no key yet there is nothing to delete

    def test_what_has_run_out_is_cleared(self, phone):
        cast.make_user(Role.STAFF, username="staff", password=PASSWORD)
        office = Client()
        office.post("/login/", {"username": "staff", "password": PASSWORD})
        past = timezone.now() - datetime.timedelta(seconds=1)
        Session.objects.filter(pk=hash_of_key(key_of(office))).update(expire_date=past)
        assert not is_in(office)
        call_command("clearsessions")
        assert [row.pk for row in Session.objects.all()] == [hash_of_key(key_of(phone))]
        assert is_in(phone)


@pytest.mark.django_db(transaction=True)
def test_asynchronous_code_stores_the_hash_as_well():
    async def live():
        session = SessionStore()
        await session.aset("word", "水渠")
        await session.asave()
        again = SessionStore(session.session_key)
        assert await again.aget("word") == "水渠"
        assert await again.aexists(session.session_key)
        stored = [row.pk async for row in Session.objects.all()]
        assert stored == [session.session_hash]
        await again.acycle_key()
        assert not await again.aexists(session.session_key)
        await again.adelete()
        assert not await Session.objects.aexists()
        # The thread that asked has a connection of its own, which nobody else would close.
        await sync_to_async(connections.close_all)()

    asyncio.run(live())


def test_no_way_leads_to_the_methods_of_django_that_ask_by_the_key():
    """What a later Django adds to its store has to be looked at before it is used."""
    ours = {"load", "exists", "create_model_instance", "delete"}
    in_threads = {"aload", "aexists", "adelete", "acreate", "asave"}
    without_key = {"__init__", "get_model_class", "model", "clear_expired", "aclear_expired"}
    through_ours = {"create", "save"}
    unused = {"_get_session_from_db", "_aget_session_from_db", "acreate_model_instance"}
    known = ours | in_threads | without_key | through_ours | unused
    assert set(vars(db.SessionStore)) - {"__module__", "__doc__"} <= known
    assert ours | in_threads <= set(vars(SessionStore))


def test_ending_asks_the_engine_of_the_settings(phone, settings, monkeypatch):
    ended = []

    class Listening(SessionStore):
        @classmethod
        def end(cls, hashes):
            ended.extend(hashes)
            super().end(hashes)

    module = types.ModuleType("listening_sessions")
    module.SessionStore = Listening
    monkeypatch.setitem(sys.modules, "listening_sessions", module)
    here = Device.objects.get()
    settings.SESSION_ENGINE = "listening_sessions"
    devices.end(Device.objects.all(), reason=devices.REASON.REVOKED, by=here.user)
    assert ended == [here.session_hash]
    assert not is_in(phone)


def test_ours_is_the_engine():
    assert settings.SESSION_ENGINE == "accounts.entry.sessions"


class TestNoSecretIsKeptAsItIsUsed:
    def test_in_no_column_of_any_table(self, xu):
        """Each way in, each mistake on it; then whatever opened a door is looked for everywhere."""
        phone, office, link = Client(), Client(), link_for(xu)
        secrets = {link.split("/")[2], PIN, NEW_PIN, MISTYPED, PASSWORD}
        come_in(phone, link)
        secrets |= {key_of(phone), phone.cookies["browser"].value}
        cast.make_user(Role.STAFF, username="staff", password=PASSWORD)
        form = words(office.get("/login/"))
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        secrets |= {token, office.cookies["csrftoken"].value}
        sent = {"username": "staff", "csrfmiddlewaretoken": token, "next": "/"}
        office.post("/login/", sent | {"password": MISTYPED})
        rows = dict(every_cell())
        assert "'staff'" in rows["axes_accessattempt"]  # the mistake is stored
        assert not [(t, s) for t, cells in rows.items() for s in secrets if s in cells]
        office.post("/login/", sent | {"password": PASSWORD})
        secrets |= {key_of(office), office.cookies["csrftoken"].value}
        path = f"/deputies/{xu.pk}/word/?year=2022"
        file = file_links.token_of(xu.user, path)
        secrets.add(file)
        assert Client().get(f"/files/{file}/").status_code == 200
        assert phone.get("/files/", {"file": path}).status_code == 200
        new = {"new_password1": NEW_PIN, "new_password2": NEW_PIN}
        phone.post("/password/", new | {"old_password": MISTYPED})
        phone.post("/password/", new | {"old_password": PIN})
        secrets.add(key_of(phone))
        assert (
            office.get("/households/").status_code == phone.get("/households/").status_code == 200
        )
        assert len(secrets) == 13
        rows = dict(every_cell())
        assert {"django_session", "accounts_device", "accounts_readrecord"} <= set(rows)
        assert not [(t, s) for t, cells in rows.items() for s in secrets if s in cells]

    def test_a_link_to_a_file_in_the_log_of_the_server(self, xu, caplog):
        caplog.handler.addFilter(MaskTokens())
        file = file_links.token_of(xu.user, "/deputies/0/word/?year=2022")
        assert Client().get(f"/files/{file}/").status_code == 410
        assert "Gone: /files/…/" in caplog.text
        assert file not in caplog.text

    def test_what_the_server_itself_logs(self, caplog):
        """It has no handler of its own: its lines go where all go, which masks them."""
        logger = logging.getLogger("waitress")
        assert logger.propagate and not logger.handlers
        assert settings.LOGGING["root"]["handlers"] == ["console"]
        assert "tokens" in settings.LOGGING["handlers"]["console"]["filters"]
        caplog.handler.addFilter(MaskTokens())
        logger.error("Exception while serving %s", "/enter/Ab_-567890123456/")
        assert caplog.messages == ["Exception while serving /enter/…/"]


class TestNobodyIsShownTheHash:
    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
    def test_on_no_page_of_the_devices(self, phone, role):
        reader, device = Client(), Device.objects.get()
        reader.force_login(cast.make_user(role))
        base = "/admin/accounts/device/"
        pages = [words(reader.get(base + path)) for path in ("", f"{device.pk}/change/", "?q=许")]
        assert all("许桂兰" in page for page in pages)
        for page in pages:
            assert device.session_hash not in page and device.browser not in page
            assert "会话" not in page and "session_hash" not in page
        assert reader.get(f"{base}export/").status_code in (302, 404)
