"""The menu of ledgers and the lit tab: one table, in which every registered model has its place."""

import re

import pytest
from django.contrib import admin
from django.urls import resolve, reverse

from accounts.models import Role
from hemao.desk import shelves
from records.admin.pages import PartAdmin
from tests import cast

# An address, and the tab that is lit there.
LIT = {
    "/admin/": "工作台",
    "/start/": "工作台",
    "/admin/motions/motion/": "议案建议",
    "/admin/motions/motion/through/": "议案建议",
    "/admin/motions/handling/recompute/": "议案建议",
    "/admin/representatives/household/": "联系户",
    "/admin/representatives/visit/add/": "联系户",
    "/admin/representatives/opinion/quick/": "群众意见",
    "/admin/congress/presidiummeeting/add/": "会议和活动",
    "/admin/congress/activity/": "会议和活动",
    "/admin/representatives/deputy/": "代表",
    "/admin/representatives/deputy/cards/": "代表",
    "/admin/reports/baseline/": "年度报告",
    "/admin/township/village/": "工作台",
    "/overview/": "总览",
    "/households/": "联系户",
    "/households/late/": "联系户",
    "/opinions/months/": "群众意见",
    "/motions/": "议案建议",
    "/meetings/": "会议和活动",
    "/deputies/": "代表",
    "/reports/2021/figures/": "年度报告",
    "/reports/": "年度报告",
    "/reports/2021/tables/": "年度报告",
}
CURRENT = re.compile(r'<li><a href="[^"]*" aria-current="true">([^<]*)</a></li>')


def tabs_of(page):
    menu = page.content.decode().split('<nav class="tabs"')[1].split("</nav>")[0]
    return CURRENT.findall(menu)


def menu_of(page):
    """The menu of ledgers as [(shelf, [names])]."""
    menu = page.content.decode().split('<details class="ledgers">')[1].split("</details>")[0]
    parts = [part.split("</h2>") for part in menu.split("<h2>")[1:]]
    return [(title, re.findall(r">([^<]+)</a>", rest)) for title, rest in parts]


@pytest.fixture
def town(db):
    return cast.make_frame()


def test_every_ledger_has_a_place():
    registered = {m._meta.label_lower: entry for m, entry in admin.site._registry.items()}
    on_shelves = {label for shelf in shelves.SHELVES.values() for label in shelf}
    parts = {label for label, entry in registered.items() if isinstance(entry, PartAdmin)}
    assert parts == set(shelves.PARTS)
    assert on_shelves == set(registered) - parts


@pytest.mark.sqlite  # what a page says is the same on both
def test_one_tab_is_lit_on_every_page_of_both_sides(client, town):
    client.force_login(cast.make_user(Role.STAFF))
    assert {address: tabs_of(client.get(address)) for address in LIT} == {
        address: [tab] for address, tab in LIT.items()
    }


def test_a_record_lights_the_tab_of_its_subject(client, town):
    motion = cast.make_motion()
    household = cast.make_household()
    client.force_login(cast.make_user(Role.STAFF))
    change = reverse("admin:representatives_household_change", args=[household.pk])
    void = reverse("admin:representatives_household_verb", args=[household.pk, "void"])
    assert tabs_of(client.get(change)) == tabs_of(client.get(void)) == ["联系户"]
    assert tabs_of(client.get(motion.get_absolute_url())) == ["议案建议"]


def test_a_page_of_no_subject_lights_nothing():
    assert shelves.place_of(None) == ""
    assert shelves.place_of(resolve("/healthz")) == ""


def test_each_finds_the_ledgers_that_are_theirs(client, town):
    client.force_login(cast.make_user(Role.STAFF))
    menu = menu_of(client.get("/motions/"))
    assert [title for title, _ in menu] == ["日常", "名册", "设置"]
    assert menu[0][1][:2] == ["议案建议", "督办"]
    assert "代表" in menu[1][1]
    assert menu[2][1][0] == "本镇设置" and menu[2][1][-1] == "开始使用"
    assert menu == menu_of(client.get("/admin/congress/session/"))

    client.force_login(cast.make_user(Role.AUDITOR))
    [(title, names)] = menu_of(client.get("/admin/"))
    assert title == "账号与日志"
    assert "查看记录" in names
    assert "账号" not in names

    client.force_login(cast.make_user(Role.LEADER))
    assert 'class="ledgers"' not in client.get("/motions/").content.decode()


def test_the_menu_costs_no_query(town, django_assert_num_queries):
    clerk = cast.make_user(Role.STAFF)
    shelves.KEPT.clear()
    with django_assert_num_queries(0):
        assert [shelf.title for shelf in shelves.shelves(clerk)] == ["日常", "名册", "设置"]


@pytest.mark.django_db  # what it says may follow from the kind of town
def test_every_list_says_what_will_be_in_it():
    entries = {m._meta.label_lower: entry for m, entry in admin.site._registry.items()}
    ledgers = [label for title in ("日常", "名册", "设置") for label in shelves.SHELVES[title]]
    # The town itself is one record, made with the database, and has no list.
    silent = [label for label in ledgers if not entries[label].nothing_yet]
    assert silent == ["township.town"]


def test_an_empty_list_says_so_and_how_to_begin(client, town):
    client.force_login(cast.make_user(Role.STAFF))
    page = client.get(reverse("admin:congress_presidiummeeting_changelist")).content.decode()
    assert "还没有主席团会议" in page
    assert "主席团的每次会议：议题、决定和点名。" in page
    assert 'class="list-bar"' not in page
    assert "新增主席团会议" in page.split('class="empty"')[1]
