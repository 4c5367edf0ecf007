"""The home of those who read the logs: what each list answers, and how much of it is of today."""

import datetime

import pytest
from django.utils import timezone
from lxml import html

from accounts.entry import refusals
from accounts.models import LoginRefusal, Role
from records.models import ReadRecord
from tests import cast
from tests.price import price

pytestmark = pytest.mark.django_db
QUESTION = "谁看过电话和联系户"


def home(client, role):
    """The page, and {name of a list: (what it answers, today's number)}."""
    client.force_login(cast.make_user(role))
    page = html.fromstring(client.get("/admin/").content.decode())
    rows = page.xpath("//ul[@class='logs']/li")
    return page, {row.xpath("a")[0].text: tuple(row.xpath("span/text()")) for row in rows}


def look(client, times):
    clerk = cast.the_clerk()
    for _ in range(times):
        ReadRecord.objects.create(user=clerk, what="联系户", path="/households/1/")


def test_each_list_says_what_it_answers_and_how_much_is_of_today(client, rf):
    look(client, 3)
    yesterday = timezone.now() - datetime.timedelta(days=1)
    ReadRecord.objects.filter(pk=ReadRecord.objects.latest("pk").pk).update(at=yesterday)
    refusals.note(rf.get("/login/"), LoginRefusal.Why.WRONG)
    page, lists = home(client, Role.AUDITOR)
    assert page.xpath("//h1/text()") == ["账号与日志"]
    assert lists["查看记录"] == (QUESTION, "今天2条")
    assert lists["登录失败"] == ("谁想登录没有成功", "今天1次")
    assert all(answers for answers in lists.values()) and len(lists) == 8
    assert page.xpath("//ul[@class='logs']//a[starts-with(text(), '新增')]") == []
    words = page.text_content()
    assert "您新增或修改的记录" not in words and "工作台" not in page.xpath("//h1/text()")[0]


def test_the_administrator_finds_the_accounts_first(client):
    page, lists = home(client, Role.ADMIN)
    assert next(iter(lists.items())) == ("账号", ("谁可以登录，能做什么",))
    assert [
        link.get("href") for link in page.xpath("//ul[@class='logs']//a[text()='新增账号']")
    ] == ["/admin/accounts/user/add/"]


def test_as_many_statements_however_much_was_read(client):
    look(client, 1)
    client.force_login(cast.make_user(Role.AUDITOR))
    few = price(client, "/admin/")
    look(client, 20)
    assert price(client, "/admin/") == few
