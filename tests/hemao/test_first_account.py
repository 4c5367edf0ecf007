"""The first account of a new town: the start says how it is made, and the command speaks Chinese."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from hemao.management.commands import createsuperuser, serve
from tests import cast
from township.models import DeadlineRule, LedgerStart

pytestmark = pytest.mark.django_db
GOOD = "qiao-deng-52-yun-lan"


@pytest.fixture
def make(monkeypatch, capsys):
    """make(*what a person types): what the command asked, and what it said to each."""

    def run(*typed, options=(), is_terminal=True):
        asked, answers = [], iter(typed)

        def answer(prompt):
            asked.append(prompt)
            try:
                return next(answers)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr(createsuperuser, "input", answer, raising=False)
        monkeypatch.setattr(createsuperuser, "getpass", answer)
        monkeypatch.setattr(createsuperuser.sys.stdin, "isatty", lambda: is_terminal, raising=False)
        try:
            call_command("createsuperuser", *options)
        except SystemExit as end:
            assert end.code == 1
        said = capsys.readouterr()
        assert not re.search("[A-Za-z]", "".join(asked))
        return asked, said.err + said.out

    return run


class TestAsked:
    def test_a_name_and_a_password_twice(self, make):
        asked, said = make("zeng", GOOD, GOOD)
        assert asked == ["用户名：", "密码（输入时不显示）：", "再输一遍密码："]
        assert said.startswith("账号 zeng 已建好，是系统管理员兼工作人员。")
        assert User.objects.get(username="zeng").check_password(GOOD)

    def test_what_is_not_right_is_said_and_asked_again(self, make):
        cast.make_user("staff", username="taken")
        weak = "admin123456"
        asked, said = make(
            "taken", "a b", "", "zeng", weak, weak, GOOD, "other", "", "", GOOD, GOOD
        )
        assert asked.count("用户名：") == 4 and len(asked) == 12
        lines = said.splitlines()
        assert "已经有用户名是 taken 的账号" in lines[0]
        assert "合法的用户名" in lines[1] and "没有用户名" in lines[2]
        assert "容易猜到" in lines[3]
        assert lines[4] == "两遍密码不一样，请重新输入。" and "没有密码" in lines[5]
        assert User.objects.get(username="zeng").check_password(GOOD)

    def test_the_name_may_not_stand_in_the_password(self, make):
        _, said = make("yunlan", GOOD, GOOD)
        assert "容易猜到" in said and "没有输完，没有建立账号。" in said
        assert not User.objects.exists()

    def test_where_nobody_can_type(self, make):
        asked, said = make(is_terminal=False)
        assert asked == [] and "DJANGO_SUPERUSER_PASSWORD" in said


class TestUnasked:
    def test_name_and_password_are_enough(self, make, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)
        monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "zeng")
        asked, _ = make(options=["--noinput"], is_terminal=False)
        assert asked == [] and User.objects.get().username == "zeng"

    @pytest.mark.parametrize(
        ("name", "password", "said"),
        [
            ("zeng", "", "没有密码"), ("zeng", "123", "密码"), ("zeng", "admin123456", "容易猜到"),
            ("", GOOD, "没有用户名"), ("a b", GOOD, "合法的用户名"),
        ],
    )  # fmt: skip
    def test_the_same_is_asked_of_them(self, make, monkeypatch, name, password, said):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
        _, told = make(options=["--noinput", f"--username={name}"])
        assert told.startswith("没有建立账号：") and said in told
        assert len(told.splitlines()) == 1
        assert not User.objects.exists()


class TestANewTownIsFilled:
    def test_before_anybody_has_entered_anything(self, no_town, capsys):
        serve.Command().fill_new_town()
        assert "已备好：办理期限" in capsys.readouterr().out
        assert DeadlineRule.objects.exists() and not LedgerStart.objects.exists()

    def test_and_a_running_one_is_not(self, no_town, capsys):
        cast.make_person()
        serve.Command().fill_new_town()
        assert capsys.readouterr().out == "" and not DeadlineRule.objects.exists()


class TestTheStart:
    COMMAND = ".venv/bin/python manage.py createsuperuser"

    def announced(self, capsys):
        serve.Command().announce("127.0.0.1", 8000)
        return capsys.readouterr().out

    def test_a_town_without_accounts_is_told_one_address(self, var, capsys, monkeypatch):
        monkeypatch.delenv("VAR", raising=False)
        monkeypatch.delenv("DATABASE_URL", raising=False)
        said = self.announced(capsys)
        [address] = re.findall(r"http://\S+", said)
        assert "第一次使用：还没有账号。" in said and "7天内有效" in said
        page = Client().get(address.removeprefix("http://127.0.0.1:8000"))
        assert page.status_code == 200 and "建立第一个账号" in page.content.decode()
        User.objects.create_user("wang", is_active=False)
        again = self.announced(capsys)
        assert f"：{self.COMMAND}\n" in again and address not in again
        User.objects.create_user("zeng")
        said = self.announced(capsys)
        assert "createsuperuser" not in said and "/start/" not in said
        assert "网址：http://127.0.0.1:8000/（按 Ctrl+C 停止）" in said

    def test_the_command_is_one_for_this_place(self, var, capsys, monkeypatch):
        monkeypatch.setenv("VAR", str(var))
        monkeypatch.setenv("DATABASE_URL", "postgres://a:hush@db/x")
        said = self.announced(capsys)
        assert f"：VAR={var} {self.COMMAND}（DATABASE_URL 要和启动时一样）\n" in said
        assert "hush" not in said
