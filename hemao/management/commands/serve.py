"""`make run`: from whatever state the machine is in to a running server."""

import errno
import os
import socket

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.urls import reverse

from accounts import services
from accounts.models import DemoLoad, FirstKey
from hemao import daily, demo_password, startup
from hemao.backup.place import Place
from hemao.backup.words import Refusal
from hemao.law.filling import fill_empty_tables
from hemao.machine import static_files
from hemao.machine.os_errors import reason
from hemao.server import processes
from hemao.typed import typed
from hemao.upgrades import running
from hemao.upgrades.forward import Forward
from reports.paper import pdf
from representatives.models import Person
from township.models import TownName


class Command(BaseCommand):
    help = "准备数据库和静态文件，启动网站"
    # The checks look for mistakes of ours, which `make check` has found before.
    requires_system_checks = []
    presence = None  # of this server among those at work in VAR

    def handle(self, **options):
        host, port = split(settings.BIND)
        listener = bound(host, port)
        startup.check_var()
        startup.keep_private(self.say)
        self.bring_up_to_date()
        self.load_demo_on_first_run()
        self.fill_new_town()
        self.collect_static()
        self.announce(host, port)
        # A connection must not be shared by two processes.
        connection.close()
        processes.serve(listener, daily.Beside())

    def say(self, line):
        # Flushed at once: the reader, a person or a log, is waiting.
        self.stdout.write(line)
        self.stdout.flush()

    def bring_up_to_date(self):
        """Refuse what cannot be served, and upgrade what an earlier version has left."""
        place = Place.here()
        try:
            # Kept until the end: nobody upgrades or goes back beneath a running server.
            self.presence = running.Presence(place.var)
            Forward(place, self.say, self.stdout).go(self.presence)
        except Refusal as refusal:
            startup.leave(str(refusal))

    def load_demo_on_first_run(self):
        if not settings.DEMO or get_user_model().objects.exists() or DemoLoad.objects.exists():
            return
        self.say("首次运行，正在载入演示数据…")
        # Whole or not at all: a load cut short leaves an empty database, and is done again.
        with transaction.atomic():
            call_command("load_demo")

    def fill_new_town(self):
        """The law and the lists that come with the program, before anybody has entered anything."""
        if TownName.objects.exists() or Person.objects.exists():
            return
        if done := str(fill_empty_tables()):
            self.say(f"已备好：{done}。")

    def collect_static(self):
        if settings.DEBUG or not static_files.are_stale():
            return
        self.say("正在整理样式与脚本…")
        static_files.collect()

    def announce(self, host, port):
        if not is_loopback(host) and settings.ALLOWED_HOSTS == settings.LOOPBACK:
            self.say("注意：从别的电脑访问，须用 ALLOWED_HOSTS 指明本机的域名或 IP 地址。")
        if settings.HTTPS and demo_password.accounts().exists():
            self.say(no_demo_in_earnest())
        elif demo_password.accounts().exists():
            self.say(DEMO_ACCOUNTS.format(path=demo_password.path(), change=typed("password")))
        # Which fonts there are may be asked before the server forks; setting a PDF may not (typeset.py).
        for line in pdf.missing():
            self.say(f"注意：不能生成 PDF：{line}。")
        if get_user_model().objects.able().exists():
            self.say(f"网址：{address(host, port)}（按 Ctrl+C 停止）")
        else:
            self.say(no_account(address(host, port)))


NO_ACCOUNT = """第一次使用：还没有账号。请在浏览器里打开下面这个网址，给自己建立第一个账号，接着按“开始使用”一步一步办：

  {url}

它{days}天内有效，用一次就作废；每次启动换一个新的，请不要转发。
不方便用浏览器的，另开一个窗口执行：{command}
（按 Ctrl+C 停止）"""
DEMO_ACCOUNTS = """演示账号：
  staff      工作人员
  leader     领导
  auditor    审计员
  deputy1 …  代表
  liaison1   村联络员
口令见文件 {path}（换口令：{change}）"""


def no_demo_in_earnest():
    """What a start in earnest says of the demo."""
    return f"注意：HTTPS=1 是正式使用，演示账号不能登录。清除演示数据：{typed('remove_demo')}。"


def no_account(site):
    """What a town reads where nobody can log in: the one address, with a new key, at which somebody can."""
    page = reverse("first-account", args=[services.issue_first_key()])
    return NO_ACCOUNT.format(
        url=site + page.removeprefix("/"), days=FirstKey.VALID_DAYS, command=first_account()
    )


def first_account():
    """The command that makes the first account of this place, as somebody has to type it."""
    # The address of a database usually holds a password: it is named, and not shown.
    remark = "（DATABASE_URL 要和启动时一样）" if os.environ.get("DATABASE_URL") else ""
    return typed("createsuperuser") + remark


def split(bind):
    host, _, port = bind.rpartition(":")
    return host.strip("[]"), int(port)


def bound(host, port):
    """A socket bound to the address, or leave with one line where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        # A server stopped a moment ago is not in the way. On Windows it would let two in.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        startup.leave(explain_address(error, host, port))
    return listener


def explain_address(error, host, port):
    if error.errno == errno.EADDRINUSE:
        return (
            f"端口 {port} 已被占用（可能鹤毛人大已在运行）：请先停止占用它的程序，"
            f"或换一个端口，例如 BIND={host}:{port + 1 if port < 65535 else 8000} {typed('serve')}"
        )
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}：请换一个 1024 以上的端口，例如 BIND={host}:8000 {typed('serve')}"
    return f"无法在 {host}:{port} 上监听（{reason(error)}）：请检查 BIND 中的地址。"


def is_loopback(host):
    return host in {"localhost", "::1"} or host.startswith("127.")


def address(host, port):
    if settings.HTTPS:
        return f"https://{settings.ALLOWED_HOSTS[0]}/"
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"
