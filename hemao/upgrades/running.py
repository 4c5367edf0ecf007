"""Who is at work in VAR: servers side by side, or one that upgrades, goes back or restores, alone."""

import os
import socket
from contextlib import closing, contextmanager

from hemao.backup.words import Refusal
from hemao.machine import locks, private_files

LOCK = "running.lock"


class Presence:
    """One of those at work in the folder `var`, until it is closed or its process and children end."""

    def __init__(self, var):
        self.file = (var / LOCK).open("w")
        self.close = self.file.close
        try:
            self.take(BUSY, shared=True)
        except Refusal:
            self.close()
            raise

    def take(self, refusal, *, shared=False):
        is_taken = locks.take(self.file, shared=shared)
        # A restore takes away the file that it made: its lock would be nobody's.
        if not is_taken or not os.fstat(self.file.fileno()).st_nlink:
            raise Refusal(refusal)

    @contextmanager
    def alone(self):
        """Nobody else serves meanwhile; Refusal where somebody does."""
        self.take(RUNNING)
        try:
            yield
        finally:
            locks.take(self.file, shared=True)


@contextmanager
def alone_in(var):
    """Nobody else is at work in `var` meanwhile; Refusal where somebody is.

    What is made for this where there was nothing goes again.
    """
    made = private_files.missing(var / LOCK)
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(Presence(var)) as presence, presence.alone():
        try:
            yield
        finally:
            if made:
                (var / LOCK).unlink()
                private_files.remove_empty(made[1:])


@contextmanager
def not_served(host, port):
    """Hold the address of the site, so that nobody serves there: an earlier version knows no lock."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise Refusal(RUNNING) from error
        yield


BUSY = "正在升级、退回或者恢复，没有开始：请等它做完，再试一次。"
RUNNING = (
    "网站正在运行，没有开始，数据没有改动：请先停止网站（make run 的窗口里按 Ctrl+C），再试一次。"
)
