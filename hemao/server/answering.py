"""One process that answers: a loop that reads all connections, and threads that get whole requests.

A connection that is silent, or stopped in the middle of a form, costs a file descriptor and no
thread, so that no number of phones without signal can stop the others.
"""

import os
import signal
import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from hemao import health
from hemao.failures import journal
from hemao.server.limits import MEGABYTE
from hemao.server.requests import THROWN_AWAY_AT_MOST, Channel

try:
    import resource
except ImportError:  # Windows, where nothing bounds the files of a process so closely
    resource = None

THREADS = 8
CONNECTIONS = 1000
# Of each connection its socket, and the file of a body that is too large for memory.
FILES_EACH = 2
OTHER_FILES = 100  # databases, static files, logs
# All bodies together that are not whole yet: they lie in the folder for temporary files.
HELD_AT_MOST = 500 * MEGABYTE
LET_GO_AT_ONCE = 20
# Where room is needed: an answer of which nothing was taken for so long.
UNREAD_SECONDS = 20
PATIENCE_SECONDS = 30

OPTIONS = {
    "threads": THREADS,
    # Longer than proxies keep theirs, so that it is never we who close under a request.
    "channel_timeout": 65,
    "cleanup_interval": 5,
    "asyncore_use_poll": True,
    "recv_bytes": 64 * 1024,
    "inbuf_overflow": 64 * 1024,
    "max_request_header_size": 64 * 1024,
    "max_request_body_size": THROWN_AWAY_AT_MOST,
    "ident": "",
    # A phone that is gone is no error, and there are many.
    "log_socket_errors": False,
}


def answer(listener, watcher=None):
    """Answer what comes in on the socket `listener` until told to end, or until the process
    `watcher` is no more; its number is told, since it may end before anybody has asked for it.
    """
    bound_statements()
    server = Server(listener, get_wsgi_application(), watcher)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.end)
    server.run()


def bound_statements():
    """Let PostgreSQL give up on a statement of this process in time, on all connections from now on.

    What the address of the database says of it goes before.
    """
    if connection.vendor != "postgresql":
        return
    options = connection.settings_dict["OPTIONS"]
    bound = f"-c statement_timeout={settings.STATEMENT_SECONDS}s"
    options["options"] = f"{bound} {options.get('options', '')}".strip()


class Server(TcpWSGIServer):
    """Waitress, which makes room when it is full and finishes its work when it ends."""

    channel_class = Channel
    is_ending = False

    def __init__(self, listener, application, watcher=None):
        place = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(
            application, {}, _sock=listener, bind_socket=False, sockinfo=place, adj=adjustments()
        )
        self.parent = watcher or os.getppid()
        self.leaving = []
        self.doctor = ThreadedTaskDispatcher()
        self.doctor.set_thread_count(1)

    def add_task(self, channel):
        """The sign of life has a thread of its own: all others may be waiting for a lock."""
        if getattr(channel.requests[0], "path", "") == health.PATH:
            self.doctor.add_task(channel)
        else:
            super().add_task(channel)

    def fix_addr(self, addr):
        """An IPv4 comes to a socket for both in the clothes of an IPv6: all in one network."""
        return (addr[0].removeprefix("::ffff:"), *addr[1:])

    def end(self, *of_signal):
        """Begin to end. It may be told twice, by Ctrl+C and by the process that watches."""
        if not self.is_ending:
            self.is_ending = True
            self.pull_trigger()

    def run(self):
        while not self.is_ending:
            self.turn()
            if os.getppid() != self.parent:  # killed: nobody is left to tell us
                self.end()
        self.finish()

    def turn(self):
        self.make_room()
        wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)

    def finish(self):
        """Take nothing new, and let the requests that are here be answered."""
        wasyncore.dispatcher.close(self)
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and any(map(Channel.is_busy, self.channels())):
            self.turn()
        self.doctor.shutdown()
        self.task_dispatcher.shutdown()
        wasyncore.close_all(self._map)

    def channels(self):
        return list(self.active_channels.values())

    # Room. Whoever has been silent longest gives way.

    def make_room(self):
        """Close, between two turns, whoever has to go. Within one the number of a closed connection
        would be given to the next visitor, and what the loop has heard of it be theirs.
        """
        if len(self._map) >= self.adj.connection_limit:
            self.leaving += self.waiting()[:LET_GO_AT_ONCE]
        for channel in self.leaving:
            if channel.connected:
                channel.handle_close()
        self.leaving = []

    def maintenance(self, now):
        super().maintenance(now)
        journal.tell_repeats(now)
        unread = now - self.adj.channel_timeout
        # The thread that wanted to send more goes on.
        self.leaving += [channel for channel in self.channels() if channel.is_unread(unread)]
        held = sum(channel.held() for channel in self.channels())
        for channel in self.waiting():
            if held <= HELD_AT_MOST:
                break
            held -= channel.held()
            self.leaving.append(channel)

    def waiting(self):
        """The connections on which nothing is worked, or whose answer nobody takes any more, those
        silent longest first.
        """
        since = time.time() - UNREAD_SECONDS
        waiting = [row for row in self.channels() if not row.is_busy() or row.is_unread(since)]
        return sorted(waiting, key=lambda channel: channel.last_activity)


def adjustments():
    return Adjustments(
        **OPTIONS,
        connection_limit=connections_at_most(),
        # Without a proxy of ours, whatever these say is the visitor's own word.
        clear_untrusted_proxy_headers=not settings.HTTPS,
    )


def connections_at_most():
    """How many connections the system's limit on open files leaves, after raising it to what we need."""
    files = raised_limit(CONNECTIONS * FILES_EACH + OTHER_FILES)
    return max(LET_GO_AT_ONCE, min(CONNECTIONS, (files - OTHER_FILES) // FILES_EACH))


def raised_limit(wanted):
    if resource is None:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    best = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (best, hard))
    return best
