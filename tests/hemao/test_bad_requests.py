"""Whatever comes over the network is answered: 400 where it is no request, and never by silence."""

import io
import logging
from contextlib import closing

import pytest
from django.test import Client
from waitress.channel import ClientDisconnected

from hemao.failures import kept
from hemao.failures.journal import Journal
from hemao.server import requests
from tests import trial
from tests.hemao.bad_requests import made_up, parsed
from tests.hemao.test_journal import served
from tests.hemao.test_server import connected, hello, read, serving, wait_for

__all__ = ["served"]

MADE_UP = trial.length(sample=2_000, whole=200_000)
REFUSED = {400, 413, 431, 501}


def test_none_that_is_made_up_raises():
    statuses = set()
    for number in range(MADE_UP):
        request = parsed(made_up(number))
        if request.error:
            assert request.completed or request.error.code == 413, number
            assert not request.expect_continue, number
            statuses.add(request.error.code)
    assert {400, 501} <= statuses <= REFUSED


@pytest.mark.parametrize(
    "lines",
    [
        ["GET http://[::bad/ HTTP/1.1"],
        ["GET http://[ HTTP/1.1", "Host: x"],
        ["POST / HTTP/1.1", "Content-Length: " + "9" * 5_000],
        ["POST / HTTP/1.1", "Expect: 100-continue", "Content-Length: x"],
        ["POST / HTTP/1.0", "Transfer-Encoding: chunked"],
        ["POST / HTTP/1.1", "Expect: 100-continue", "Content-Length: 5", "Transfer-Encoding: chunked"],
    ],
)  # fmt: skip
def test_what_is_no_request_is_answered_and_the_connection_closed(lines):
    with serving(hello) as (_, port), closing(connected(port)) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        status, headers, page = read(line)
        assert (status, headers["Connection"]) == (400, "close")
        assert "请求无法识别" in page
        assert line.recv(1) == b""


@pytest.mark.parametrize("length", [0, 4, 40])
def test_a_request_with_two_ends_is_answered_once(length):
    """Where one reader goes by the length and another by the chunks, a second one hides in it."""
    hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
    told = f"POST / HTTP/1.1\r\nContent-Length: {length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    asked = []

    def remembering(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return hello(environ, start_response)

    with serving(remembering) as (_, port), closing(connected(port)) as line:
        line.sendall((told + hidden).encode())
        answer = line.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 400 ") and answer.count(b"HTTP/1.1 ") == 1
    assert asked == []


def test_one_that_comes_in_chunks_alone_is_taken():
    request = parsed(
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    )
    assert (request.error, request.completed) == (None, True)


def test_who_sends_no_request_and_hangs_up_is_no_error(caplog):
    """Gone before the answer is written, as whoever scans a network is."""
    with serving(hello) as (server, port), closing(connected(port)):
        [channel] = wait_for(server.channels)
        channel.requests, channel.write_soon = [parsed(b"nonsense\r\n\r\n")], hung_up
        channel.service()
    assert [record for record in caplog.records if record.levelno > logging.WARNING] == []


def hung_up(data):
    raise ClientDisconnected


@pytest.fixture
def written(var, monkeypatch):
    """What the whole log says, through a Journal of the test's own."""
    handler = Journal(io.StringIO())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return handler


def test_many_are_one_line_and_no_error(written):
    with serving(hello) as (_, port):
        for number in range(20):
            with closing(connected(port)) as line:
                line.sendall(f"GET http://[::bad{number}/ HTTP/1.1\r\n\r\n".encode())
                assert read(line)[0] == 400
    [told] = written.stream.getvalue().splitlines()
    assert told.endswith("WARNING 请求无法识别，已用400回答。")
    assert kept.since(0) == []


def test_what_breaks_a_connection_is_said_once_for_all(written, monkeypatch):
    """A mistake of ours in the reading: that stays an error, and is folded by its place."""

    def broken(self, header):
        raise LookupError(header)

    monkeypatch.setattr(requests.Request, "parse_header", broken)
    with serving(hello) as (_, port):
        for number in range(5):
            with closing(connected(port)) as line:
                line.sendall(f"GET /{number} HTTP/1.1\r\n\r\n".encode())
                assert line.recv(1) == b""
    text = written.stream.getvalue()
    assert text.count("ERROR 程序出错：LookupError（tests/hemao/test_bad_requests.py:") == 1
    assert text.count("Traceback") == 1
    [entry] = kept.since(0)
    assert entry.times == 1 and "LookupError" in entry.kind


def test_a_host_that_is_none_of_ours_is_one_line_and_no_error(db, served):
    client = Client()
    for number in range(20):
        assert client.get("/login/", headers={"host": f"evil{number}.example"}).status_code == 400
    [told] = served.stream.getvalue().splitlines()
    assert told.endswith("WARNING 请求的域名不在 ALLOWED_HOSTS 里 'evil0.example'")
    assert kept.since(0) == []
    served.tell_repeats()
    assert "又有19次：请求的域名不在 ALLOWED_HOSTS 里" in served.stream.getvalue()
