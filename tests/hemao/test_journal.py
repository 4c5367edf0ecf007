"""The log: one line a failure, repeats counted, a traceback once; and what is kept of the errors."""

import io
import logging
import re
import sys

import psycopg
import pytest
from django.conf import settings as ours
from django.test import Client

from accounts.models import Role
from hemao.failures import causes, journal, kept
from hemao.failures.journal import Journal
from tests import cast
from tests.hemao.test_outages import refusing

NOON = 1_790_000_000.0


@pytest.fixture
def written(var, monkeypatch):
    """A Journal of the test's own, its clock and its stream."""
    handler = Journal(io.StringIO())
    handler.now = NOON
    return handler


def tell(handler, message="%s: %s", *args, error=None, level=logging.ERROR, request=None):
    """Log something at the handler's own time."""
    record = logging.LogRecord("django.request", level, __file__, 1, message, args, None)
    record.created = handler.now
    record.exc_info = (type(error), error, error.__traceback__) if error else None
    if request is not None:
        record.request = request
    handler.handle(record)


def lines(handler):
    return handler.stream.getvalue().splitlines()


def raised(make):
    """An error with the traceback of a place of ours."""
    try:
        raise make
    except type(make):
        return sys.exc_info()[1]


class TestRepeats:
    def test_the_first_is_told_whole_and_the_others_are_counted(self, written):
        for second in range(50):
            written.now = NOON + second
            tell(written, "broken", error=raised(ValueError("of this one")))
        said = lines(written)
        assert "ERROR 程序出错：ValueError（tests/hemao/test_journal.py:" in said[0]
        assert said[0].endswith("ValueError: of this one")
        assert said[1] == "Traceback (most recent call last):"
        assert written.stream.getvalue().count("Traceback") == 1
        assert "又有" not in written.stream.getvalue()
        written.tell_repeats(NOON + 60)
        assert "又有49次：程序出错：ValueError" in lines(written)[-1]

    def test_the_next_minute_has_its_line_and_no_second_traceback(self, written):
        for second in (0, 1, 61):
            written.now = NOON + second
            tell(written, "broken", error=raised(ValueError("of this one")))
        text = written.stream.getvalue()
        assert text.count("Traceback") == 1 and text.count("又有1次") == 1
        assert text.count("ERROR 程序出错") == 2

    def test_another_kind_is_explained_too(self, written):
        tell(written, "broken", error=raised(ValueError("one")))
        tell(written, "broken", error=raised(KeyError("two")))
        assert written.stream.getvalue().count("Traceback") == 2

    def test_what_is_counted_is_said_at_the_end(self, written):
        for _ in range(3):
            tell(written, "一个服务进程被系统终止（信号 9）")
        written.close()
        assert "又有2次：一个服务进程被系统终止" in lines(written)[-1]

    def test_many_kinds_at_once_are_counted_together(self, written):
        for number in range(1000):
            tell(written, f"kind {number}")
        assert len(lines(written)) == journal.KINDS_AT_MOST + 1
        written.tell_repeats()
        assert f"又有{999 - journal.KINDS_AT_MOST}次：其他错误" in lines(written)[-1]

    def test_a_long_error_is_cut(self, written):
        tell(written, "broken", error=raised(ValueError("字" * 100_000)))
        assert len(written.stream.getvalue()) < journal.TRACEBACK_CHARACTERS + 1000


class TestOneLine:
    def test_it_names_the_cause_the_kind_of_page_and_the_account(self, written, rf):
        request = rf.get("/households/7/?q=王二保")
        request.resolver_match = type("Match", (), {"route": "households/<int:pk>/"})
        request._cached_user = type("User", (), {"pk": 12, "is_authenticated": True})
        error = raised(psycopg.errors.DiskFull("could not extend file"))
        tell(
            written, "%s: %s", "Service Unavailable", "/households/7/", error=error, request=request
        )
        line = lines(written)[0]
        assert line.partition(" ERROR ")[2] == (
            "磁盘已满 households/<int:pk>/ 账号12 DiskFull: could not extend file"
        )
        assert "王二保" not in written.stream.getvalue()

    def test_addresses_that_are_not_there_are_one_kind(self, written, rf):
        for name in ("wp-login.php", "phpmyadmin"):
            request = rf.get(f"/{name}")
            tell(written, "%s: %s", "Not Found", f"/{name}", level=logging.WARNING, request=request)
        assert len(lines(written)) == 1 and lines(written)[0].endswith("WARNING Not Found")
        assert kept.since(0) == []  # no error of ours

    def test_a_token_stands_in_no_line(self, written):
        tell(
            written,
            "/enter/abcdefgh12345678/ is broken",
            error=raised(ValueError("/enter/abcdefgh12345678/")),
        )
        assert "abcdefgh" not in written.stream.getvalue()


class TestKept:
    def test_each_kind_with_its_number(self, written):
        for second in (0, 1, 2, 70):
            written.now = NOON + second
            tell(written, "broken", error=raised(psycopg.errors.DiskFull("full")))
        entries = kept.since(0)
        assert [(entry.kind, entry.times, entry.is_cause) for entry in entries] == [
            ("磁盘已满", 1, True), ("磁盘已满", 2, True), ("磁盘已满", 1, True),
        ]  # fmt: skip
        assert [entry.at for entry in entries] == [NOON, NOON + 2, NOON + 70]
        assert kept.since(NOON + 3) == entries[2:]

    def test_nobody_else_may_read_it(self, written, var):
        tell(written, "broken")
        modes = [path.stat().st_mode & 0o777 for path in (var / "log", var / "log" / kept.NAME)]
        assert modes == [0o700, 0o600]

    def test_a_full_disk_loses_none(self, written, monkeypatch):
        def refuse(entries):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(kept, "add", refuse)
        tell(written, "one")
        monkeypatch.undo()
        ours.VAR.mkdir(exist_ok=True)
        tell(written, "two")
        assert [entry.kind for entry in kept.since(0)] == ["one", "two"]

    def test_the_file_is_bounded(self, var, monkeypatch):
        monkeypatch.setattr(kept, "BYTES", 2000)
        for number in range(200):
            kept.add([kept.FailureEntry(NOON + number, "磁盘已满", "", "", 1, True)])
            assert not kept.is_cut(NOON) or number > 20
        sizes = [(var / "log" / name).stat().st_size for name in (kept.NAME, kept.OLDER)]
        assert max(sizes) < 2200
        assert kept.since(0)[-1].at == NOON + 199
        assert kept.is_cut(NOON) and not kept.is_cut(NOON + 199)

    def test_half_a_line_is_passed_over(self, var):
        kept.add([kept.FailureEntry(NOON, "磁盘已满", "", "", 1, True)])
        with (var / "log" / kept.NAME).open("a") as file:
            file.write('[17900, "cut sh\n')
        kept.add([kept.FailureEntry(NOON, "数据库只读", "", "", 1, True)])
        assert [entry.kind for entry in kept.since(0)] == ["磁盘已满", "数据库只读"]


@pytest.fixture
def served(var, monkeypatch):
    """The Journal that the settings name, with a stream of ours."""
    [handler] = [one for one in logging.getLogger("django").handlers if isinstance(one, Journal)]
    monkeypatch.setattr(handler, "stream", io.StringIO())
    monkeypatch.setattr(handler, "counts", {})
    monkeypatch.setattr(handler, "explained", {})
    return handler


@pytest.mark.sqlite  # what is logged is the same on both
def test_a_thousand_failed_requests_are_a_few_kilobytes(db, served):
    """An outage once wrote 6 KB for each request: these would have been 6 MB."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.make_user(Role.DEPUTY))
    paths = ["/households/", "/motions/", "/me/", "/meetings/"]
    with refusing(causes.AWAY):
        statuses = {client.get(paths[number % 4]).status_code for number in range(1000)}
    served.tell_repeats()
    text = served.stream.getvalue()
    assert statuses == {503}
    assert len(text.encode()) < 20_000
    assert (text.count("ERROR 连不上数据库"), text.count("Traceback")) == (4, 1)
    assert sum(map(int, re.findall("又有([0-9]+)次", text))) + 4 == 1000
    assert sum(entry.times for entry in kept.since(0)) == 1000
    assert {entry.kind for entry in kept.since(0)} == {"连不上数据库"}


def test_no_address_of_a_link_and_no_name_stands_in_it(db, served):
    client = Client(raise_request_exception=False)
    client.force_login(cast.make_user(Role.STAFF))
    with refusing(causes.AWAY):
        client.get("/households/?q=王二保")
    assert "王二保" not in served.stream.getvalue()
    assert "连不上数据库 households/ " in served.stream.getvalue()


def test_the_server_tells_what_was_counted(served):
    for _ in range(3):
        logging.getLogger("django").error("broken")
    journal.tell_repeats(float("inf"))
    assert "又有2次：broken" in served.stream.getvalue()
