"""Who is at work in VAR: servers side by side, or one that upgrades or goes back, and nobody else."""

import socket
from contextlib import contextmanager

from hemao.backup.words import Refusal
from hemao.machine import locks

LOCK = "running.lock"


class Presence:
    """One of those at work in the folder `var`, until it is closed or its process and children end."""

    def __init__(self, var):
        self.file = (var / LOCK).open("w")
        self.close = self.file.close
        try:
            self.take("正在升级或者退回，没有启动：请等它做完，再试一次。", shared=True)
        except Refusal:
            self.close()
            raise

    def take(self, refusal, *, shared=False):
        if not locks.take(self.file, shared=shared):
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


RUNNING = (
    "网站正在运行，没有开始，数据没有改动：请先停止网站（make run 的窗口里按 Ctrl+C），再试一次。"
)
