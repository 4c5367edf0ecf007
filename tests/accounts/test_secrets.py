"""What people choose for a PIN or a password, and what is left."""

import datetime
import functools
import re
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from accounts.entry import passwords, pins
from accounts.models import Role, User
from hemao import demo_password
from tests import cast
from tests.cast import refused
from tests.records.admin_form import AdminForm, errors_of

MILLION = 10**6


class TestPins:
    @pytest.mark.parametrize(
        ("kind", "chosen"),
        [
            ("数字是重复的", "111111 121212 123123 112233 121213 111122 991199"),
            (
                "数字是连着数下去的",
                "123456 654321 123450 012345 135790 246810 102030 101112 142536",
            ),
            ("数字是对称的", "123321 580085"),
            ("它在键盘上是一个图形", "159753 963147 123698 258025"),
            ("它是常用的吉利数字", "131452 521314 520131 518668"),
            ("它像一个日期或者年份", "199001 198001 202606 751208 081275 121975 610508"),
        ],
    )
    def test_what_people_choose_is_refused_with_a_sentence(self, kind, chosen):
        owner = User(role=Role.DEPUTY)
        for pin in chosen.split():
            with refused(f"这个密码太容易猜：{kind}。请换一个没有规律的。"):
                pins.validate_secret(pin, owner)

    def test_each_of_those_that_were_taken_before_is_refused(self):
        """What an audit typed in and was let through with."""
        taken = "123450 121213 123321 135790 246810 142536 159753 741852 131452 199001 198001"
        assert all(map(pins.kind_of, taken.split()))

    @staticmethod
    @functools.cache
    def left():
        """The PINs of a million that are not easy to guess whoever it is."""
        return [pin for pin in map("{:06}".format, range(MILLION)) if not pins.kind_of(pin)]

    def test_of_a_million_seven_in_eight_are_left(self, figure):
        left = len(self.left())
        figure(f"{left:,} PINs of a million may be chosen")
        assert left == 874_038

    def test_a_birthday_takes_one_in_ninety_of_them(self, figure):
        """What is left for one person who is born on 1971-08-23, before their phone's digits."""
        born_on = datetime.date(1971, 8, 23)
        left = sum(not pins.is_birthday(pin, born_on) for pin in self.left())
        figure(f"{left:,} PINs may be chosen by somebody whose birthday is known")
        assert left == 864_381

    def test_no_part_of_the_birthday_is_let_through(self):
        """Month and day either way, the year, and all three in each order; a phone leaves them so."""
        person = SimpleNamespace(phone="", born_on=datetime.date(1971, 8, 23))
        owner = SimpleNamespace(may_use_pin=True, person=person)
        made_of_it = "082371 082366 082388 719032 713208 230866 660823 419715 087123 237108 710823"
        for pin in made_of_it.split():
            with refused("密码里不能有您生日的数字（年份、月日），请换一个。"):
                pins.validate_secret(pin, owner)
        for pin in ("583914", "902817", "608437", "417109", "380276"):
            pins.validate_secret(pin, owner)

    def test_what_many_choose_without_a_shape_is_refused(self):
        owner = User(role=Role.DEPUTY)
        for pin in ("131420", "114514", "102938", "112358", "314159"):
            with refused("这个密码太容易猜：很多人都用它。请换一个没有规律的。"):
                pins.validate_secret(pin, owner)

    def test_thirty_tries_a_day_find_few(self):
        """A year of them, and an even choice: one in seventy-eight."""
        assert 365 * 30 / 864_381 < 1 / 78


@pytest.mark.django_db
class TestPasswords:
    @pytest.fixture
    def owner(self, db):
        cast.make_frame()  # 柳塘镇, 东陵县, 江州市
        return cast.make_user(Role.STAFF, username="zhangclerk", display_name="张国富")

    @pytest.mark.parametrize(
        ("kind", "chosen"),
        [
            (
                "the town",
                "liutang-88-xk 柳塘的水很清很清 Liu_Tang_Zhen_77 jiangzhou7k2m dongling-xian-x",
            ),
            (
                "the role",
                "gongzuorenyuan77 staff-8x7k2mq renda12345 shenji-77-xkqm 人大办公室的门牌号",
            ),
            ("the name", "zhangguofu8x7 guofu-8x7k2m 张国富的第二台电脑 zhangclerk-77 zgf19900101"),
            ("common words", "p@ssw0rd-8x7k woaini-8x7k2 zhongguo8x7k Admin-8x7k2m beijing8x7k2m"),
            ("keys", "qwer-8x7k2mnp 8x7k-1234-mn 1qaz8x7k2mnp asdf8x7k2mnp 8x7k2mzyxw"),
            ("repeated", "8x7k2m8x7k2m aaaa8x7k2mnp 哈哈呀哈哈呀哈哈呀哈 xk7xk7xk7xk7"),
        ],
    )
    def test_what_anybody_tries_first(self, owner, kind, chosen):
        for password in chosen.split():
            with refused("容易猜到：地名、角色、姓名、用户名"):
                pins.validate_secret(password, owner)

    @pytest.mark.parametrize(
        "password",
        [
            "shi-liu-hua-2023",
            "清风徐来水波不兴石榴",
            "8x7k-2mnp-qrtv",
            "mifen.jiangyou.cu",
            "tree lamp 9 soup",
        ],
    )
    def test_words_that_have_nothing_to_do_with_each_other_are_fine(self, owner, password):
        pins.validate_secret(password, owner)

    def test_another_town_has_other_names(self, owner):
        with refused("容易猜到"):
            pins.validate_secret("liutang-8x7k", owner)
        pins.validate_secret("hemao-8x7k2m", owner)

    def test_a_deputys_password_holds_no_name_of_theirs_either(self, owner):
        user = cast.make_user(Role.DEPUTY, username="db-k2m7")
        cast.make_deputy(name="许桂兰", user=user)
        with refused("密码里的“xuguilan”容易猜到"):
            pins.validate_secret("xuguilan-8x7k", user)

    def test_no_minutes_are_spent_on_pages_of_text(self, owner):
        assert passwords.guessable_part("ab" * 50_000, owner)

    def test_the_form_says_what_would_be_right(self, owner, client):
        client.force_login(cast.make_user(Role.ADMIN))
        form = AdminForm(client, "/admin/accounts/user/add/")
        form.fill(username="li", role="staff", password1="liutang12345", password2="liutang12345")
        said = errors_of(form.send())
        assert "密码里的“liutang”容易猜到" in said
        assert "请用几个互不相干的词拼成，至少10个字符。" in said

    def test_those_made_by_the_service_are_not_asked(self, var, settings):
        settings.DEMO_PASSWORD = "hemao12345"
        User.objects.create_user("deputy1", is_demo=True)
        call_command("password")
        assert demo_password.ensure() == "hemao12345"
        assert User.objects.get().check_password("hemao12345")


def test_the_list_says_where_its_kinds_come_from():
    text = passwords.WORDS.read_text(encoding="utf-8")
    blocks = text.strip().split("\n\n")
    assert all(block.startswith("# ") for block in blocks)
    words = [w for line in text.splitlines() if not line.startswith("#") for w in line.split()]
    assert len(words) == len(set(words)) > 100
    assert not [w for w in words if w.isascii() and not re.fullmatch(r"[a-z0-9]{4,}", w)]
