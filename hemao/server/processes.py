"""Two processes answer, and one keeps them alive.

They share the listening socket: whoever is free takes the next visitor. While one computes a long
report, or is killed for want of memory, the phones are answered by the other.
"""

import functools
import gc
import logging
import os
import signal
import sys
import time
from contextlib import contextmanager, suppress

from hemao.server.answering import answer

PROCESSES = 2
BACKLOG = 1024
ENDS = (signal.SIGTERM, signal.SIGINT)
log = logging.getLogger(__name__)


def serve(listener):
    """Answer what comes in on the bound socket `listener` until told to end."""
    listener.listen(BACKLOG)
    if hasattr(os, "fork"):
        job = functools.partial(answer, listener, os.getpid())
        Watch([job] * PROCESSES, close=listener.close).run()
    else:  # Windows: one process, and nobody watches it
        answer(listener)


class Watch:
    """Runs each of `jobs` in a process of its own, and again when one ends unasked.

    They are forked with all apps loaded, so no thread may have been started before.
    """

    def __init__(self, jobs, close):
        self.jobs, self.close = jobs, close
        self.running = {}
        self.is_ending = False

    def run(self):
        for number in ENDS:
            signal.signal(number, self.end)
        gc.freeze()  # what is loaded stays shared: no process looks through it for garbage
        for job in self.jobs:
            self.start(job)
        while self.running:
            pid, status = os.wait()
            job = self.running.pop(pid, None)
            if job and not self.is_ending:
                log.error("%s，已另起一个。", ended(status))
                time.sleep(1)  # one that cannot run at all must not keep the machine busy
                self.start(job)

    def start(self, job):
        with held_back():
            if self.is_ending:
                return
            pid = os.fork()
            if pid:
                self.running[pid] = job
                return
            for number in ENDS:
                signal.signal(number, signal.SIG_DFL)
        job()
        sys.exit()

    def end(self, *of_signal):
        self.is_ending = True
        self.close()
        for pid in list(self.running):
            with suppress(ProcessLookupError):  # it ended a moment ago
                os.kill(pid, signal.SIGTERM)


@contextmanager
def held_back():
    """Between a fork and the note of it no signal comes: it would not reach the new process."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


def ended(status):
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        return f"一个服务进程被系统终止（信号 {-code}）"
    return f"一个服务进程已退出（退出码 {code}）"
