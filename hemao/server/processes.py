"""Two processes answer, and one keeps them alive, and what runs beside them.

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
from records.written import readings

PROCESSES = 2
BACKLOG = 1024
ENDS = (signal.SIGTERM, signal.SIGINT)
log = logging.getLogger(__name__)


def serve(listener, beside):
    """Answer what comes in on the bound socket `listener` until told to end, with `beside` running.

    That is a `daily.Beside`.
    """
    listener.listen(BACKLOG)
    if hasattr(os, "fork"):
        readings.library()  # in one copy for all
        job = functools.partial(answer, listener, os.getpid())
        Watch([job] * PROCESSES, close=listener.close, beside=beside).run()
    else:  # Windows: one process, and nobody watches it, nor what is beside it
        beside.start()
        answer(listener)


class Watch:
    """Runs each of `jobs` in a process of its own, and again when one ends unasked.

    They are forked with all apps loaded, so no thread may have been started before. `beside` is
    one more, which is called with whether it is begun again, and then may wait: nobody is kept
    waiting by it. It hears by itself of our end, and may finish its work.
    """

    def __init__(self, jobs, close, beside):
        self.jobs, self.close, self.beside = jobs, close, beside
        self.running = {}
        self.is_ending = False

    def run(self):
        for number in ENDS:
            signal.signal(number, self.end)
        gc.freeze()  # what is loaded stays shared: no process looks through it for garbage
        for job in (functools.partial(self.beside, is_again=False), *self.jobs):
            self.start(job)
        while self.answering():
            pid, status = os.wait()
            job = self.running.pop(pid, None)
            if job in self.jobs and not self.is_ending:
                log.error("%s，已另起一个。", ended("一个服务进程", status))
                time.sleep(1)  # one that cannot run at all must not keep the machine busy
                self.start(job)
            elif job and not self.is_ending:
                log.error("%s，稍后另起一个。", ended("每天备份和清理的进程", status))
                self.start(functools.partial(self.beside, is_again=True))

    def answering(self):
        return [pid for pid, job in self.running.items() if job in self.jobs]

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
        for pid in self.answering():
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


def ended(which, status):
    code = os.waitstatus_to_exitcode(status)
    return f"{which}被系统终止（信号 {-code}）" if code < 0 else f"{which}已退出（退出码 {code}）"
