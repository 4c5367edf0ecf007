import os
import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from accounts.models import User
from hemao import startup

NAME, PASSWORD = "DJANGO_SUPERUSER_USERNAME", "DJANGO_SUPERUSER_PASSWORD"


class Command(BaseCommand):
    """In place of Django's, which speaks English and lets a weak password pass."""

    help = "建立第一个账号（系统管理员兼工作人员），别人的账号由它在网页上开。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--username", default="", help="用户名，不写就问。")
        parser.add_argument("--email", default="", help="电子邮箱，可以不写。")
        parser.add_argument(
            "--noinput", "--no-input", action="store_false", dest="interactive",
            help=f"什么也不问：用户名取自 --username 或环境变量 {NAME}，密码取自 {PASSWORD}。",
        )  # fmt: skip

    def handle(self, *, username, email, interactive, **options):
        name, password = self.asked(username) if interactive else given(username)
        User.objects.create_superuser(name, email, password)
        self.stdout.write(
            f"账号 {name} 已建好，是系统管理员兼工作人员。请在网页上登录，再给别人开账号。"
        )

    def asked(self, username):
        """The name and the password that a person types; what is not right is asked again."""
        if not sys.stdin.isatty():
            startup.leave(NOBODY_TYPES)
        if username:
            check_or_leave(check_name, username)
        try:
            name = username or self.until_right(lambda: input("用户名："), check_name)
            password = self.until_right(typed_twice, lambda typed: check_password(typed, name))
        except EOFError:
            startup.leave("没有输完，没有建立账号。")
        return name, password

    def until_right(self, ask, check):
        while True:
            try:
                value = ask()
                check(value)
                return value
            except ValidationError as error:
                self.stderr.write("".join(error.messages))


def given(username):
    """The name and the password from the options and the environment."""
    name, password = username or os.environ.get(NAME, ""), os.environ.get(PASSWORD, "")
    check_or_leave(check_name, name)
    check_or_leave(check_password, password, name)
    return name, password


def check_or_leave(check, *values):
    try:
        check(*values)
    except ValidationError as error:
        startup.leave("没有建立账号：" + "".join(error.messages))


def typed_twice():
    password = getpass("密码（输入时不显示）：")
    if getpass("再输一遍密码：") != password:
        raise ValidationError("两遍密码不一样，请重新输入。")
    return password


def check_name(name):
    if not name:
        raise ValidationError(f"没有用户名，请写在 --username 后面，或者用环境变量 {NAME} 给出。")
    User._meta.get_field("username").clean(name, None)
    if User.objects.filter(username=name).exists():
        raise ValidationError(f"已经有用户名是 {name} 的账号，请换一个用户名。")


def check_password(password, name):
    if not password:
        raise ValidationError(
            f"没有密码，请输入密码；用 --noinput 的，用环境变量 {PASSWORD} 给出。"
        )
    validate_password(password, User(username=name))


NOBODY_TYPES = (
    "这里不能输入，没有建立账号：请在终端窗口里执行；"
    f"由程序执行的，请用 --noinput --username=用户名，并用环境变量 {PASSWORD} 给出密码。"
)
