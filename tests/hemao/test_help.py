"""手册 inside the program: its pages, its search, and the chapter to which each page leads."""

import re
from types import SimpleNamespace

import lxml.html
import pytest
from django.contrib import admin
from django.urls import resolve, reverse

from accounts.models import Role
from hemao.handbook import finding, places, text
from tests import cast
from tests.accounts.test_access import ADMIN_TABLE, ASKING, PAGES, TABLE
from township.models import TownName

# What is no page of the program, or is there before somebody is known, or is the handbook itself.
NO_PAGE = {
    "login",
    "logout",
    "enter",
    "enter-digits",
    "enter-secret",
    "healthz",
    "ticket",
    "switch",
    "sheet",
    "sheet-scripts",
    "sheet-worker",
}


@pytest.fixture
def town(db):
    return cast.make_frame()


@pytest.fixture
def office(client, town):
    client.force_login(cast.make_user(Role.STAFF))
    return client


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def match(name, app_name=""):
    return SimpleNamespace(url_name=name, app_name=app_name)


# The text.


def test_the_handbook_is_read_once_and_holds_what_the_file_holds():
    found = text.chapters()
    assert found is text.chapters()
    assert [chapter.title for chapter in found.values()] == list(text.SLUGS)
    assert set(text.READERS.values()) < set(found)
    titles = [s.title for chapter in found.values() for s in chapter.sections[1:]]
    assert len(titles) == text.handbook().count("\n### ")


def test_every_chapter_is_a_page_with_all_its_anchors_and_pictures(office):
    shown = set()
    for chapter in text.chapters().values():
        tree = lxml.html.fromstring(page(office, chapter.address))
        assert tree.xpath("count(//h1)") == 1
        ids = set(tree.xpath("//@id"))
        anchors = [a.removeprefix("#") for a in tree.xpath("//nav[@aria-labelledby]//a/@href")]
        assert anchors == [section.anchor for section in chapter.sections[1:]]
        assert set(anchors) <= ids
        assert tree.xpath("//@style") == []
        assert all(resolve(a) for a in tree.xpath("//nav[@class='turn']/a/@href"))
        shown |= {image.get("src") for image in tree.xpath("//article//img[@width and @height]")}
    assert shown == {reverse("help-picture", args=[name]) for name in text.pictures()}


def test_lines_of_the_source_leave_no_gap_between_words():
    for chapter in text.chapters().values():
        assert not re.search(r"<p>[^<]*[^\x00-\x7f]\n[^\x00-\x7f]", chapter.html)
    # Where two Latin words meet there, the source has to keep them on one line.
    assert not re.search(r"^[^#|>`\s-].*[A-Za-z0-9]\n[A-Za-z0-9]", text.handbook(), re.M)


def test_what_is_no_markdown_of_ours_is_shown_as_text():
    shown = text.reader().render("<b onclick='x()'>甲</b> [乙](javascript:x)\n")
    assert "<b" not in shown
    assert "&lt;b onclick" in shown
    assert "href" not in shown


def test_the_chart_is_a_table_of_its_arrows():
    rows = lxml.html.fromstring(text.chapters()["motions"].html).xpath("(//table)[1]/tbody/tr")
    read = [row.xpath("td/text()") for row in rows]
    assert ["已登记", "受理", "已受理"] in read
    assert [row for row in read if "[*]" in row] == []


def test_another_chapter_is_a_link():
    html = text.chapters()["desk"].html
    assert f'<a href="{reverse("help-chapter", args=["deputies"])}">第十一章</a>' in html


def test_a_picture_is_asked_for_by_name_and_nothing_else_is_there(office):
    answer = office.get("/help/pictures/phone-pin.png")
    assert answer["Content-Type"] == "image/png"
    assert "private" in answer["Cache-Control"]
    assert answer.getvalue()[:4] == b"\x89PNG"
    for address in ("report-2022.png", "..%2F..%2Fmanage.png", "phone-pin", "secret_key"):
        assert office.get(f"/help/pictures/{address}").status_code == 404
    assert office.get("/help/no-such-chapter/").status_code == 404


def test_the_handbook_speaks_of_a_township_where_the_town_is_one(office):
    assert "选主席、副主席、镇长、副镇长" in page(office, "/help/elections/")
    TownName.objects.all().delete()
    cast.keep(
        TownName(
            town="梅渚乡", county="郎溪县", prefecture="宣城市", starts_on=cast.day("2010-01-01")
        )
    )
    assert "选主席、副主席、乡长、副乡长" in page(office, "/help/elections/")
    assert "县人大代表向县里提的" in page(office, "/help/motions/")
    assert "<mark>副乡长</mark>" in page(office, "/help/?q=副乡长")
    assert "没有找到" in page(office, "/help/?q=副镇长")


def test_it_names_no_town_of_the_demo():
    assert "鹤毛" not in text.handbook().replace("hemao", "")
    assert "无为" not in text.handbook()


# The search.


def test_words_are_found_where_all_of_them_stand(office):
    hits = finding.find(["附议", "签名"])
    assert [hit.section.title for hit in hits] == ["议案建议的联名和签名页"]
    assert (True, "附议") in hits[0].parts
    shown = page(office, "/help/?q=附议　签名")
    assert "写着“附议 签名”的有1节" in shown
    assert "<mark>附议</mark>" in shown
    assert hits[0].section.address in shown
    assert finding.find(["Word".lower()])  # 大小写不论
    assert finding.find([]) == []


def test_a_title_comes_before_what_only_mentions_the_word(town):
    titles = [hit.section.title for hit in finding.find(["补选"])]
    assert titles[0] == "补选"
    assert len(titles) > 2


def test_nothing_found_says_what_to_do_and_nothing_typed_is_html(office):
    shown = page(office, "/help/?q=<script>火星")
    assert "没有找到“&lt;script&gt;火星”" in shown
    assert 'value="&lt;script&gt;火星"' in shown
    assert "<script>火星" not in shown
    assert page(office, f"/help/?q={'长' * 500}").count("长" * 51) == 0
    assert "刚开始用" in page(office, "/help/?q=%20")


def test_searching_asks_the_database_no_more_than_the_contents(office, django_assert_num_queries):
    page(office, "/help/")  # sessions and devices were touched
    with django_assert_num_queries(3):
        page(office, "/help/")
    with django_assert_num_queries(3):
        page(office, "/help/?q=代表")


# From each page to its chapter.


def test_every_place_of_the_tables_is_in_the_handbook():
    tables = [places.MODELS, places.ENDINGS, places.PAGES, places.OF_DEPUTIES, places.OF_LIAISONS]
    for place in {place for table in tables for place in table.values()}:
        address, _, anchor = places.address(place).partition("#")
        chapter = text.chapters()[resolve(address).kwargs["slug"]]
        assert bool(anchor) == (len(place) == 2)
        assert not anchor or f'id="{anchor}"' in chapter.html


def test_every_model_of_the_admin_has_a_chapter():
    assert {model._meta.label_lower for model in admin.site._registry} == set(places.MODELS)


def test_every_page_of_the_admin_leads_to_a_chapter():
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        for ending in PAGES:
            assert places.place_for(match(f"{name}_{ending}", "admin"), Role.STAFF), (name, ending)
    for name in ADMIN_TABLE:
        assert places.place_for(match(name, "admin"), Role.AUDITOR) == places.ACCOUNTS
        assert places.place_for(match(name, "admin"), Role.STAFF) == places.DESK


@pytest.mark.parametrize("role", ["deputy", "staff", "leader", "auditor", "admin"])
def test_every_page_of_a_role_leads_to_a_chapter(role):
    """Pages that others get and this role does not are not asked."""
    column = ASKING.index(role)
    seen = {name for name, (_, statuses) in TABLE.items() if statuses[column] == 200} - NO_PAGE
    own = {name for name in seen if not name.startswith("help")}
    assert len(own) > 1
    assert {name for name in own if places.place_for(match(name), Role(role)) is None} == set()


def test_the_first_that_fits_is_no_shorter_than_one_behind_it():
    """Else a row would never be read."""
    for table in (places.PAGES, places.OF_DEPUTIES, places.OF_LIAISONS):
        starts = list(table)
        hidden = [(a, b) for i, a in enumerate(starts) for b in starts[i + 1 :] if b.startswith(a)]
        assert hidden == []


def test_the_masthead_leads_to_the_chapter_of_the_page(office):
    def told_in(address):
        tree = lxml.html.fromstring(page(office, address))
        [link] = set(tree.xpath("//header//a[text()='手册' or text()='使用手册']/@href"))
        return link

    roll = places.address(("households", "换届"))
    assert told_in("/admin/township/term/") == roll
    assert told_in("/admin/congress/poll/add/") == places.address(("elections", "代表选举"))
    assert told_in("/reports/2021/check/") == places.address(("reports", "数据核对"))
    assert told_in("/admin/motions/motion/through/").startswith("/help/motions/#s1")
    assert told_in("/help/motions/") == "/help/"
    assert told_in("/admin/") == "/help/desk/"


def test_a_deputy_and_a_liaison_are_led_to_their_own_chapter(client, town):
    client.force_login(cast.make_deputy(name="许桂兰", login="xu").user)
    assert 'href="/help/deputies/#s2">手册<' in page(client, "/households/")
    assert 'href="/help/deputies/#s6">手册<' in page(client, "/motions/")
    place = places.place_for(match("household-list"), Role.LIAISON)
    assert place == ("deputies", "村联络员代填")
    assert "系统管理员在这里办" in page(client, "/help/accounts/")  # all may read all of it


def test_who_is_not_logged_in_reads_nothing(client, town):
    for address in ("/help/", "/help/motions/", "/help/pictures/phone-pin.png"):
        assert client.get(address).headers["Location"] == f"/login/?next={address}"
    assert "手册" not in page(client, "/login/")


def test_a_section_before_the_first_heading_is_the_chapter_itself():
    opening = text.chapters()["desk"].sections[0]
    assert (opening.number, opening.address) == (0, "/help/desk/")
    assert opening.text.startswith("用浏览器打开")
