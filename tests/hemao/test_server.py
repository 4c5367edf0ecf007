"""The server: bad lines stop nobody, a request is bounded, and an end loses nothing."""

import http.client
import io
import itertools
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.request
import uuid
from collections import Counter
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from django.contrib import admin
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image
from waitress.adjustments import Adjustments

from hemao import health
from hemao.management.commands import serve
from hemao.server import answering, limits, processes, requests
from papers import photos, scans, workbook
from tests.cast import DAY
from tests.hemao import bad_requests
from tests.hemao.bad_requests import made_up
from tests.hemao.office import running_office
from tests.hemao.test_kills import Deputy
from tests.hemao.test_setup import ROOT
from tests.trial import length

MB = limits.MEGABYTE
STALLED = length(sample=30, whole=200)
MADE_UP = length(sample=150, whole=5_000)


def head(path, port, *lines, method="POST"):
    told = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *lines, "", ""]
    return "\r\n".join(told).encode()


def read(line):
    """The status, headers and text of the answer on the socket `line`."""
    answer = http.client.HTTPResponse(line)
    answer.begin()
    return answer.status, dict(answer.getheaders()), answer.read().decode()


class TestLimits:
    """Each page takes what it promises, and words beside it."""

    @pytest.mark.parametrize(
        ("path", "megabytes"),
        [
            ("/households/7/visit/", 11),
            ("/motions/7/do/paper/", 21),
            ("/admin/motions/motion/7/do/accept/", 21),
            ("/admin/motions/motion/7/change/", 21),
            ("/admin/congress/activity/add/", 21),
            ("/admin/congress/activityphoto/add/", 11),
            ("/reports/2021/tables/new/", 11),
            ("/reports/2021/tables/3/replace/", 11),
            ("/reports/papers/3/close/", 21),
            ("/reports/papers/3/5/", 1),
            ("/households/entry/", 1),
            ("/login/", 1),
            ("/", 1),
            ("/nowhere/\xff", 1),
        ],
    )
    def test_of_a_page(self, path, megabytes):
        assert limits.limit_of(path).megabytes == megabytes

    def test_what_a_page_promises_goes_through(self):
        promised = {
            "照片": (limits.PHOTO, photos), "扫描件": (limits.SCAN, scans), "表格": (limits.TABLE, workbook)
        }  # fmt: skip
        for what, (limit, kind) in promised.items():
            assert f"{what}不能大于{kind.MEGABYTES}MB" in limit.advice
            assert limit.bytes == (kind.MEGABYTES + 1) * MB

    def test_no_record_with_a_file_is_forgotten(self):
        """Whoever gives an entry of the admin a file says here how large it may be."""
        for model, entry in admin.site._registry.items():
            shown = [model, *(inline.model for inline in entry.inlines)]
            if any(has_file(one) for one in shown):
                name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
                assert {f"{name}_add", f"{name}_change"} <= set(limits.PAGES)

    def test_none_is_larger_than_the_largest(self):
        assert max(limit.bytes for limit in limits.PAGES.values()) == 21 * MB
        assert limits.WORDS.bytes < min(limit.bytes for limit in limits.PAGES.values())


def has_file(model):
    return any(
        isinstance(field, photos.PhotoField | scans.ScanField) for field in model._meta.fields
    )


class TestReading:
    """What is too large is known before anything of it is kept."""

    def request(self, *lines, path="/login/", body=b""):
        request = requests.Request(Adjustments(**answering.OPTIONS))
        self.send(request, head(path, 80, *lines) + body)
        return request

    def send(self, request, data):
        while data and not request.completed:
            data = data[request.received(data) :]

    def test_by_what_it_says(self):
        request = self.request(f"Content-Length: {MB + 1}")
        assert request.error.code == 413
        self.send(request, bytes(MB))
        assert (request.held(), request.completed) == (0, False)
        self.send(request, b"x")
        assert (request.held(), request.completed) == (0, True)

    def test_up_to_the_limit_it_is_taken(self):
        request = self.request(f"Content-Length: {MB}")
        self.send(request, bytes(MB))
        assert (request.error, request.held(), request.completed) == (None, MB, True)
        request.close()

    def test_by_what_has_come(self):
        """A request in chunks says nothing of its size."""
        request = self.request("Transfer-Encoding: chunked")
        chunk = b"40000\r\n" + bytes(0x40000) + b"\r\n"
        for _ in range(3):
            self.send(request, chunk)
        assert (request.error, request.held()) == (None, 3 * 0x40000)
        self.send(request, chunk)
        assert (request.error.code, request.held(), request.completed) == (413, 0, False)
        self.send(request, chunk + b"0\r\n\r\n")
        assert (request.error.code, request.held(), request.completed) == (413, 0, True)

    def test_without_an_end_it_is_not_read_to_the_end(self):
        for lines in (["Content-Length: 1000000000000"], [f"Content-Length: {MB * 100}"]):
            request = self.request(*lines)
            assert (request.error.code, request.completed) == (413, True)
            assert "这一页只收文字" in request.error.limit.advice

    def test_who_asks_first_is_told_at_once(self):
        request = self.request(f"Content-Length: {MB + 1}", "Expect: 100-continue")
        assert (request.error.code, request.completed) == (413, True)
        assert not request.expect_continue

    def test_what_cannot_be_understood_stays_that(self):
        request = self.request("Transfer-Encoding: chunked", body=b"no number\r\n")
        assert (request.error.code, request.completed) == (400, True)


# With an application of the test's own, in this process.


@contextmanager
def serving(application):
    """A server that runs in a thread, and its port."""
    listener = serve.bound("127.0.0.1", 0)
    listener.listen()
    port = listener.getsockname()[1]
    server = answering.Server(listener, application)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server, port
    finally:
        server.end()
        thread.join()


def hello(environ, start_response):
    start_response("200 OK", [("Content-Length", "5")])
    return [b"hello"]


def connected(port):
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def test_what_is_under_way_is_answered_before_the_end():
    begun, released = threading.Event(), threading.Event()

    def slow(environ, start_response):
        begun.set()
        released.wait(60)
        return hello(environ, start_response)

    with serving(slow) as (server, port), connected(port) as line, connected(port) as silent:
        line.sendall(head("/", port, method="GET"))
        assert begun.wait(60)
        server.end()
        with pytest.raises(OSError):
            # The end begins in the server's own time; until then it takes who comes.
            while True:
                connected(port).close()
        released.set()
        assert read(line)[0] == 200
        assert silent.recv(1) == b""


def test_the_sign_of_life_comes_while_all_threads_wait():
    """For a lock, say: whoever asks whether the site lives is answered all the same."""
    begun, released = threading.Semaphore(0), threading.Event()

    def waiting(environ, start_response):
        if environ["PATH_INFO"] != health.PATH:
            begun.release()
            released.wait(60)
        return hello(environ, start_response)

    with serving(waiting) as (_, port), ExitStack() as opened:
        lines = [opened.enter_context(connected(port)) for _ in range(answering.THREADS + 4)]
        for line in lines:
            line.sendall(head("/households/", port, method="GET"))
        assert all(begun.acquire(timeout=60) for _ in range(answering.THREADS))
        with connected(port) as asking:
            asking.sendall(head("/healthz", port, method="GET"))
            assert read(asking)[0] == 200
        assert all(map(is_open, lines))
        released.set()
        assert [read(line)[0] for line in lines] == [200] * len(lines)


def test_a_full_house_makes_room_for_whoever_comes(monkeypatch):
    """The limit on open files is kept: who has been silent longest gives way."""
    monkeypatch.setattr(answering, "CONNECTIONS", 12)
    monkeypatch.setattr(answering, "LET_GO_AT_ONCE", 2)
    with serving(hello) as (server, port):
        lines = [connected(port) for _ in range(40)]
        for line in lines[-8:]:  # what was closed for them has not taken them along
            line.sendall(head("/", port, method="GET"))
            assert read(line)[0] == 200
        assert lines[0].recv(1) == b""
        assert len(server.active_channels) < 12
        for line in lines:
            line.close()


def test_whoever_takes_no_answer_holds_no_thread():
    """More than the network and the server keep for somebody: the thread waits to send the rest."""
    whole = 64 * limits.MEGABYTE

    def much(environ, start_response):
        start_response("200 OK", [("Content-Length", str(whole))])
        return [bytes(limits.MEGABYTE)] * 64

    with serving(much) as (server, port), closing(connected(port)) as line:
        line.sendall(head("/", port, method="GET"))
        assert line.recv(1)
        [channel] = server.channels()
        server.adj.channel_timeout = server.adj.cleanup_interval = server.next_channel_cleanup = 0
        for _ in range(5000):
            if channel.connected:
                connected(port).close()  # somebody comes: another turn of the server
        taken = 1
        with suppress(ConnectionResetError):
            while part := line.recv(limits.MEGABYTE):
                taken += len(part)
        assert taken < whole


def test_what_lies_here_half_sent_is_bounded(monkeypatch):
    monkeypatch.setattr(answering, "HELD_AT_MOST", 150_000)
    begin = head("/", 80, "Content-Length: 100000") + bytes(99_000)
    with serving(hello) as (server, port), closing(connected(port)) as first:
        first.sendall(begin)
        with closing(connected(port)) as second:
            second.sendall(begin)
            # Both have arrived once the first is let go; maintenance comes with any turn.
            server.adj.cleanup_interval = server.next_channel_cleanup = 0
            assert first.recv(1) == b""
            second.sendall(bytes(1000))
            assert read(second)[0] == 200


def test_the_systems_limit_on_files_is_raised_as_far_as_it_goes(monkeypatch):
    asked = []

    class System:
        RLIMIT_NOFILE, RLIM_INFINITY = 7, -1

        def __init__(self, soft, hard):
            self.limits = soft, hard

        def getrlimit(self, which):
            return self.limits

        def setrlimit(self, which, limits):
            asked.append(limits)

    def connections(soft, hard):
        monkeypatch.setattr(answering, "resource", System(soft, hard))
        return answering.connections_at_most()

    assert connections(1024, 1_048_576) == 1000
    assert connections(1024, -1) == 1000
    assert connections(256, 500) == 200
    assert connections(48, 48) == 20
    assert asked == [(2100, 1_048_576), (2100, -1), (500, 500), (48, 48)]
    assert connections(-1, -1) == connections(4096, 4096) == 1000
    monkeypatch.setattr(answering, "resource", None)
    assert answering.connections_at_most() == 1000
    assert len(asked) == 4


def test_what_breaks_below_django_is_said_in_the_same_words(caplog):
    def broken(environ, start_response):
        raise LookupError(environ["PATH_INFO"])

    with serving(broken) as (_, port), connected(port) as line:
        line.sendall(head("/", port, method="GET"))
        status, headers, page = read(line)
    assert status == 500 and "系统出错，这一步没有办成" in page
    assert "LookupError" in caplog.text and "LookupError" not in page
    assert headers["Cache-Control"] == "no-store"


def test_a_visitor_of_both_families_has_one_address():
    for said, address in (("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::1")):
        assert answering.Server.fix_addr(None, (said, 4711, 0, 0))[0] == address


def test_why_a_process_ended_is_said():
    assert processes.ended("一个服务进程", signal.SIGKILL) == "一个服务进程被系统终止（信号 9）"
    assert processes.ended("一个服务进程", 3 << 8) == "一个服务进程已退出（退出码 3）"


# The whole of it, as `make run` starts it.


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with running_office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="module")
def picture():
    """A photo as a phone sends it: noise, so that it stays large."""
    buffer = io.BytesIO()
    Image.effect_noise((900, 900), 60).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


class HalfSent:
    """A visit with a photo, whose phone lost the signal in the middle."""

    def __init__(self, deputy, picture):
        self.key = str(uuid.uuid4())
        file = io.BytesIO(picture)
        file.name = "photo.jpg"
        told = {
            "csrfmiddlewaretoken": deputy.token, "uuid": self.key, "visited_on": str(DAY),
            "method": "home", "was_met": "1", "photo": file,
        }  # fmt: skip
        body = encode_multipart(BOUNDARY, told)
        cookies = "; ".join(f"{name}={value}" for name, value in deputy.cookies.items())
        begin = head(
            deputy.visits, deputy.office.port, f"Content-Length: {len(body)}",
            f"Content-Type: {MULTIPART_CONTENT}", f"Cookie: {cookies}", "Accept: application/json",
        )  # fmt: skip
        self.rest = body[len(body) // 2 :]
        self.line = connected(deputy.office.port)
        self.line.sendall(begin + body[: len(body) // 2])

    def send_the_rest(self):
        self.line.sendall(self.rest)
        return read(self.line)


def ends(line):
    """Wait until the other side closes `line`, or drops it unanswered."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def is_open(line):
    """True where the other side has neither closed `line` nor said anything."""
    line.setblocking(False)
    try:
        line.recv(1)
    except BlockingIOError:
        return True
    finally:
        line.settimeout(60)
    return False


@pytest.mark.trial
def test_phones_without_signal_stop_nobody(office, picture, figure):
    deputy = Deputy(office)
    visits = [HalfSent(deputy, picture) for _ in range(STALLED)]
    silent = [connected(office.port) for _ in range(STALLED)]
    stalled = [*(visit.line for visit in visits), *silent]
    answers = [deputy.ask("GET", path)[0] for path in ("/healthz", "/households/") * 5]
    still_open = sum(map(is_open, stalled))
    figure(
        f"{STALLED} visits of {len(picture) // 1024} KB half sent and {STALLED} silent connections: "
        f"{answers.count(200)} of {len(answers)} pages answered, {still_open} of {len(stalled)} still open"
    )
    assert (answers, still_open) == ([200] * 10, 2 * STALLED)
    # Back in the signal, a phone goes on where it stopped.
    status, _, said = visits[0].send_the_rest()
    assert status == 200 and f'"stored": "{visits[0].key}"' in said
    for line in stalled:
        line.close()


class TestAnswers:
    def test_one_connection_serves_many_requests(self, office):
        line = http.client.HTTPConnection("127.0.0.1", office.port, timeout=60)
        with closing(line):
            line.connect()
            kept = line.sock
            for path in ("/healthz", "/login/", "/nowhere/"):
                line.request("GET", path)
                line.getresponse().read()
                assert line.sock is kept

    def test_no_server_says_what_it_is(self, office):
        for path in ("/healthz", "/login/", "/static/css/site.css"):
            with urllib.request.urlopen(f"{office.url}{path}") as answer:
                assert not {"Server", "Via", "X-Powered-By"} & set(answer.headers)
        with connected(office.port) as line:
            line.sendall(b"nonsense\r\n\r\n")
            status, headers, page = read(line)
        assert status == 400 and "Server" not in headers
        assert "waitress" not in page.lower() and "请求无法识别" in page

    def test_what_is_too_large_is_told_so_in_words(self, office):
        """Sent to its end, as a browser does, which shows no answer before."""
        size = 11 * MB + 1
        with connected(office.port) as line:
            line.sendall(head("/households/1/visit/", office.port, f"Content-Length: {size}"))
            for _ in range(11):
                line.sendall(bytes(MB))
            line.sendall(b"x")
            status, headers, page = read(line)
        assert status == 413
        assert "这一次发来的超过了11MB。一张照片不能大于10MB。" in page
        assert "Server" not in headers and headers["Content-Security-Policy"].startswith(
            "default-src"
        )

    def test_forwarded_addresses_are_not_believed_without_a_proxy(self, office):
        asked = urllib.request.Request(
            f"{office.url}/login/", headers={"X-Forwarded-Host": "evil.example"}
        )
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200 and "evil" not in answer.read().decode()


@pytest.mark.sqlite  # nothing of it comes to a row
@pytest.mark.trial
def test_the_site_answers_whatever_is_made_up(office, figure):
    """Those that come to their end, one connection each; not one is an error of the site."""
    ends = (
        number for number in itertools.count() if bad_requests.parsed(made_up(number)).completed
    )
    statuses = Counter(status_of(office, number) for number in itertools.islice(ends, MADE_UP))
    errors = errors_of(office)
    figure(f"{MADE_UP} made-up requests: answered {dict(statuses)}, errors: {errors or 'none'}")
    assert {200, 400} <= set(statuses)
    assert [status for status in statuses if status >= 500 and status != 501] == []
    assert errors == ""


def status_of(office, number):
    """The status of the first answer; also of one whose other lines nobody could read."""
    with closing(connected(office.port)) as line:
        line.sendall(made_up(number))
        first = line.makefile("rb").readline()
    assert first.startswith(b"HTTP/1."), (number, first)
    return int(first.split()[1])


def errors_of(office):
    """What the site keeps of its errors."""
    kept = office.var / "log" / "errors.jsonl"
    return kept.read_text(encoding="utf-8") if kept.exists() else ""


def own_processes(office):
    folder = Path(f"/proc/{office.process.pid}/task/{office.process.pid}")
    return [int(pid) for pid in (folder / "children").read_text().split()]


def test_a_process_that_is_killed_comes_back(office):
    before = own_processes(office)
    assert len(before) == processes.PROCESSES + 1  # and the one for what is done once a day
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    # Who comes meanwhile waits in the queue of the socket, which the watching process holds.
    with urllib.request.urlopen(f"{office.url}/healthz", timeout=60) as answer:
        assert answer.status == 200
    assert not set(before) & set(own_processes(office))


def beside(office):
    """The living processes of the site that have nothing of its socket."""
    open_in = {pid: opened(pid) for pid in own_processes(office)}
    return [pid for pid, files in open_in.items() if files and not any(map(is_socket, files))]


def opened(pid):
    """What the process has open; nothing where it has ended, or just closed a file."""
    try:
        return [os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir()]
    except FileNotFoundError:
        return []


def is_socket(file):
    return file.startswith("socket:")


def test_the_one_beside_them_comes_back_when_it_alone_is_killed(office):
    """Without it there is no backup, and nobody notices for days."""
    [killed] = wait_for(lambda: beside(office))
    answering = set(own_processes(office)) - {killed}
    os.kill(killed, signal.SIGKILL)
    [begun] = wait_for(lambda: set(beside(office)) - {killed})
    assert answering < set(own_processes(office)) and begun not in answering


def wait_for(ask):
    """What `ask` finds, once it finds something."""
    while not (found := ask()):
        os.sched_yield()
    return found


# One that can never run: what watches it in a process of its own, and what it wrote into the pipe.
WATCHING = """
import os, sys, signal
from hemao.server.processes import Watch

def answering():
    signal.pause()

def failing(is_again):
    print("again" if is_again else "first", flush=True)
    if is_again:
        print(sys.stdin.readline(), flush=True)  # as long as nobody lets it go on
    os._exit(3)

Watch([answering], close=lambda: None, beside=failing).run()
print("ended", flush=True)
"""


def test_one_that_ends_at_once_is_begun_again_and_told_to_wait():
    with subprocess.Popen(
        [sys.executable, "-c", WATCHING], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as watch:  # fmt: skip
        assert [watch.stdout.readline() for _ in range(2)] == ["first\n", "again\n"]
        watch.send_signal(signal.SIGTERM)  # nobody waits for it
        assert watch.wait(timeout=60) == 0
        assert watch.stdout.readline() == "ended\n"
        watch.stdin.close()
        assert watch.stderr.read() == "每天备份和清理的进程已退出（退出码 3），稍后另起一个。\n"


def has_ended(pid):
    """Wait until a process has ended: that of the daily jobs hears of the end after the server."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    with os.fdopen(process):
        return bool(select.select([process], [], [], 60)[0])


def test_the_end_is_clean(office):
    """Told to end, it ends with all its processes, and the next start finds the port free."""
    for number in (signal.SIGTERM, signal.SIGINT):
        with connected(office.port) as line:
            line.sendall(head("/healthz", office.port, method="GET"))
            assert read(line)[0] == 200
            children = own_processes(office)
            office.process.send_signal(number)
            assert office.process.wait(timeout=60) == 0
            assert ends(line)
        assert all(map(has_ended, children))
        office.switch_on()


def test_without_the_process_that_watches_nobody_goes_on(office):
    lines = [connected(office.port) for _ in range(8)]
    office.process.kill()
    office.process.wait()
    for line in lines:
        with closing(line):
            assert ends(line)
    office.switch_on()


def test_nor_one_that_began_when_it_had_ended_already():
    with closing(serve.bound("127.0.0.1", 0)) as listener:
        listener.listen()
        gone = os.getpid()  # nobody's own parent
        answering.Server(listener, hello, gone).run()  # and it comes back


# A lock that somebody else holds.


@contextmanager
def locked(office):
    """Somebody else is writing, and does not end: on SQLite nobody else writes anything."""
    if office.database:
        with psycopg.connect(office.database) as other:
            other.execute("LOCK TABLE accounts_readrecord IN EXCLUSIVE MODE")
            yield
        return
    with closing(sqlite3.connect(office.var / "db.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.mark.sqlite
def test_a_file_that_was_taken_away_is_not_made_anew(office):
    """It is put back, and the site goes on: nobody has begun an empty town meanwhile."""
    deputy, path = Deputy(office), office.var / "db.sqlite3"
    kept = path.rename(office.var.parent / "kept.sqlite3")
    for _ in range(processes.PROCESSES * 2):
        status, page = deputy.ask("GET", "/households/")
        assert status == 503 and "数据库文件不见了" in page
    assert deputy.ask("GET", "/healthz")[0] == 503
    assert not path.exists()
    kept.rename(path)
    assert deputy.ask("GET", "/households/")[0] == 200


def test_while_nothing_can_be_written_only_personal_pages_stay_closed(office):
    deputy = Deputy(office)
    with locked(office):
        status, page = deputy.ask("GET", "/households/")
        assert status == 503 and "数据库正被占用" in page and "都要先记下来" in page
        assert [deputy.ask("GET", path)[0] for path in ("/healthz", "/me/", "/no/")] == [
            200,
            200,
            404,
        ]
    assert deputy.ask("GET", "/households/")[0] == 200
    assert errors_of(office).count("数据库正被占用") == 1
