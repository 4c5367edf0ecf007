"""开始使用: a town that begins is led by what its ledger holds, and may put off what it does not want.

王丽 is 工作人员 and 系统管理员 of 柳塘镇, at first without a name and a village.
"""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import DemoLoad, Role
from congress.models import Body, Post
from hemao.start.facts import facts
from hemao.start.guide import guide, guide_line
from hemao.start.lists import PastedForm
from hemao.start.steps import STEPS
from representatives.models import Constituency, Deputy
from tests import cast
from tests.accounts.test_access import close_a_report
from tests.accounts.test_devices import words
from tests.records.admin_form import AdminForm
from township.models import Department, LedgerStart, SetAside, Term, TownName, Village
from township.spans import today
from township.words import reading_names_once, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(no_town):
    return cast.make_user(
        Role.ADMIN, second_role=Role.STAFF, username="wangli", display_name="王丽"
    )


@pytest.fixture
def clerk(wang):
    client = Client()
    client.force_login(wang)
    return client


def states(user):
    """{code: (state, words)} of all steps as they stand for `user`."""
    found = guide(user, today())
    return {one.step.code: (one.state, one.words) for _, steps in found.groups for one in steps}


def send(client, page, **data):
    return client.post(f"/start/{page}/", {"_once": uuid.uuid4()} | data)


def paste(client, what, *lines, **more):
    return send(client, f"lists/{what}", lines="\n".join(lines), **more)


def errors_at(answer, field):
    assert answer.status_code == 200
    return list(answer.context["form"].errors.get(field, []))


class TestTheSteps:
    def test_an_empty_town_has_everything_before_it(self, wang, clerk):
        found = guide(wang, today())
        assert (found.done, found.total, found.next.step.code) == (0, 15, "names")
        assert {state for state, _ in states(wang).values()} == {"none", "blocked"}
        page = words(clerk.get("/start/"))
        assert "办好0步，共15步" in page and "先登记届次" in page
        home = words(clerk.get("/admin/"))
        assert "开始使用 0/15" in home and "下一步：名称和类别" in home

    def test_they_are_judged_by_what_there_is(self, wang):
        frame = cast.make_frame()
        cast.make_constituency(seats=2)
        standing = states(wang)
        assert standing["villages"] == ("done", "已有3个")
        assert standing["law"][0] == "partly" and "今年的节假日" in standing["law"][1]
        assert standing["deputies"] == ("none", "还没有，应有2名")
        assert standing["presidium"] == ("blocked", "先登记代表")
        xu = cast.make_deputy(name="许桂兰")
        cast.make_post(person=xu)
        cast.make_assignment(person=xu)
        cast.make_motion(proposer=xu)
        standing = states(wang)
        assert standing["deputies"] == ("partly", "已有1名，应有2名")
        assert standing["presidium"] == ("done", "主席团已有1名成员")
        assert standing["households"] == ("partly", "已有1户，每名代表联系3户，共要3户")
        assert standing["assignments"] == ("partly", "已安排1户，每名代表3户，应有3户")
        assert standing["motions"] == ("done", "已有1件")
        assert frame.second.number == 2

    def test_they_cost_as_much_whatever_there_is(self, wang, clerk, django_assert_num_queries):
        with django_assert_num_queries(1):
            facts(wang, today())
        cast.make_frame()
        for _ in range(12):
            cast.make_assignment(person=cast.make_deputy(), household=cast.make_household())
        with django_assert_num_queries(1):
            known = facts(wang, today())
        assert (known.deputies, known.assignments, known.villages) == (12, 12, 3)
        with reading_names_once():
            say("镇")
            with django_assert_num_queries(2):
                guide(wang, today())

    def test_who_keeps_accounts_alone_is_shown_what_is_theirs(self, no_town):
        keeper = cast.make_user(Role.ADMIN)
        found = guide(keeper, today())
        mine = {one.step.code for _, steps in found.groups for one in steps if one.ways}
        assert mine == {"accounts", "backups"} and found.next.step.code == "accounts"
        client = Client()
        client.force_login(keeper)
        assert "由工作人员办" in words(client.get("/start/"))
        assert "开始使用 0/15" in words(client.get("/admin/"))

    def test_every_way_leads_to_a_page(self, wang, clerk):
        cast.make_frame()
        ways = [way for step in STEPS.values() for way in step.ways]
        got = {way.url: clerk.get(way.url, follow=True).status_code for way in ways}
        assert set(got.values()) == {200}, got

    def test_groups_are_judged_by_their_members(self, wang):
        cast.make_frame()
        first, second = (cast.make_body(kind="group", name=f"第{n}代表小组") for n in "一二")
        assert states(wang)["groups"] == ("partly", "已有2个，还没有成员")
        cast.make_post(body=first)
        assert states(wang)["groups"] == ("partly", "已有2个，其中1个还没有成员")
        cast.make_post(body=second)
        assert states(wang)["groups"] == ("done", "已有2个，都有成员")

    def test_a_term_that_is_registered_is_changed_and_not_typed_anew(self, wang, clerk):
        send(clerk, "terms", town_number="10", town_starts_on="2021-12-28")
        assert states(wang)["terms"][1].startswith("已填第十届；市人大的届次还没有")
        assert self.ways(wang, "terms") == ["修改届次", "填写上级人大的届次"]
        send(clerk, "terms", county_number="17", county_starts_on="2022-01-06")
        assert states(wang)["terms"] == ("done", "已填第十届")
        assert self.ways(wang, "terms") == ["修改届次"]

    def ways(self, user, code):
        steps = [one for _, steps in guide(user, today()).groups for one in steps]
        return [words for one in steps if one.step.code == code for words, _ in one.links]


class TestTheWayBack:
    BACK = "‹ 回到开始使用"

    def test_from_a_form_of_the_ledger_to_the_step_it_was_opened_for(self, clerk):
        cast.make_frame()
        page = clerk.get("/start/").content.decode()
        go = reverse("start-go", args=["villages", 2])
        assert f'href="{go}">看村（社区）' in page
        assert clerk.get("/admin/township/village/").content.decode().count(self.BACK) == 0
        assert clerk.get(go).headers["Location"] == "/admin/township/village/"
        form = AdminForm(clerk, reverse("admin:township_village_add"))
        stored = form.fill(name="下寺村").send()
        told = clerk.get(stored.headers["Location"]).content.decode()
        assert self.BACK in told and 'href="/start/#villages"' in told
        assert "正在办：村（社区）" in told
        assert self.BACK in clerk.get("/motions/").content.decode()

    @pytest.mark.parametrize("home", ["/start/", "/admin/"])
    def test_who_is_back_is_led_back_no_more(self, clerk, home):
        cast.make_frame()
        clerk.get(reverse("start-go", args=["accounts", 0]))
        assert self.BACK in clerk.get("/admin/accounts/user/add/").content.decode()
        assert self.BACK not in clerk.get("/start/lists/villages/").content.decode()
        assert self.BACK not in clerk.get(home).content.decode()
        assert self.BACK not in clerk.get("/admin/accounts/user/add/").content.decode()

    def test_only_the_ways_of_a_step_and_only_ones_own(self, clerk):
        cast.make_frame()
        for args in (["nothing", 0], ["villages", 9]):
            assert clerk.get(reverse("start-go", args=args)).status_code == 404
        writer = Client()
        writer.force_login(cast.make_user(Role.STAFF))
        assert writer.get(reverse("start-go", args=["accounts", 0])).status_code == 404
        assert self.BACK not in writer.get("/admin/township/village/").content.decode()


class TestSettingAside:
    def test_a_step_is_put_off_and_taken_up_again(self, wang, clerk):
        assert send(clerk, "steps/departments", why="not_here").status_code == 302
        row = SetAside.objects.get()
        assert (row.step, row.why, row.by) == ("departments", "not_here", wang)
        found = guide(wang, today())
        assert (found.done, found.total) == (1, 15)
        page = words(clerk.get("/start/"))
        assert "不适用" in page and f"王丽于{today()}设为“不适用”" in page and "还是要办" in page
        send(clerk, "steps/departments", why="")
        assert not SetAside.objects.exists()

    def test_what_is_no_step_or_no_reason_is_not_there(self, clerk):
        assert send(clerk, "steps/nothing", why="later").status_code == 404
        assert send(clerk, "steps/villages", why="never").status_code == 404
        assert send(clerk, "lists/nothing").status_code == 404

    def test_nobody_sets_aside_what_another_takes(self, no_town):
        writer = Client()
        writer.force_login(cast.make_user(Role.STAFF))
        assert send(writer, "steps/accounts", why="later").status_code == 404
        assert not SetAside.objects.exists()

    def test_the_guide_is_put_away_and_found_again(self, wang, clerk, django_assert_num_queries):
        assert send(clerk, "steps/guide", why="later").headers["Location"] == "/"
        assert "开始使用 0/15" not in words(clerk.get("/admin/"))
        with django_assert_num_queries(1):
            assert guide_line(wang, today()) is None
        page = words(clerk.get("/start/"))
        assert "王丽" in page and "从工作台上收起了" in page
        send(clerk, "steps/guide", why="")
        assert "开始使用 0/15" in words(clerk.get("/admin/"))

    def test_a_town_that_has_closed_a_report_is_led_no_more(self, wang):
        assert guide_line(wang, today()).total == 15
        cast.make_frame()
        close_a_report(wang)
        assert guide_line(wang, today()) is None
        DemoLoad.objects.create()  # which has closed reports, and is no town
        assert guide_line(wang, today()).is_demo


class TestTheNames:
    NAMES = {
        "town": "梅渚乡", "county": "郎溪县", "prefecture": "宣城市", "starts_on": "2000-01-01",
    }  # fmt: skip

    def test_party_and_signature_follow(self, clerk):
        assert clerk.get("/start/names/").context["form"]["starts_on"].value() == datetime.date(
            2000, 1, 1
        )
        answer = clerk.post("/start/names/", self.NAMES | {"_once": uuid.uuid4()}, follow=True)
        row = TownName.objects.get()
        assert (row.kind, row.county_kind) == ("township", "county")
        assert (row.county_party, row.signing_body) == ("县委", "梅渚乡人大主席团")
        assert "梅渚乡、乡党委、乡长、县里、县委" in words(answer)
        assert row.history.get().history_user.username == "wangli"
        assert clerk.get("/start/names/").status_code == 302  # it is changed elsewhere

    def test_a_wrong_name_is_said_at_its_field_and_kept(self, clerk):
        answer = clerk.post("/start/names/", self.NAMES | {"town": "梅渚街道"})
        assert "街道不设人民代表大会" in errors_at(answer, "town")[0]
        assert 'value="梅渚街道"' in answer.content.decode()
        answer = clerk.post("/start/names/", self.NAMES | {"town": "梅渚"})
        assert "认不出类别" in errors_at(answer, "kind")[0]
        answer = clerk.post("/start/names/", self.NAMES | {"starts_on": "很早"})
        assert errors_at(answer, "starts_on")
        assert not TownName.objects.exists()


class TestTermsAndLedger:
    def test_terms_of_both_levels(self, clerk):
        both = {
            "town_number": "10", "town_starts_on": "2021-12-28",
            "county_number": "17", "county_starts_on": "2022-01-06",
        }  # fmt: skip
        answer = send(clerk, "terms", **both | {"county_starts_on": ""})
        assert errors_at(answer, "county_starts_on") == ["请一起填从哪天起。"]
        tomorrow = str(today() + datetime.timedelta(days=1))
        answer = send(clerk, "terms", **both | {"town_starts_on": tomorrow, "town_number": "0"})
        assert "1到99" in errors_at(answer, "town_number")[0]
        answer = send(clerk, "terms", **both | {"town_starts_on": tomorrow})
        assert "不能在今天之后" in errors_at(answer, "town_starts_on")[0]
        assert not Term.objects.exists()
        send(clerk, "terms", **both)
        assert sorted(Term.objects.values_list("level", "number")) == [("county", 17), ("town", 10)]
        assert "没有要填的" in words(clerk.get("/start/terms/"))

    def test_a_term_that_is_there_is_refused_where_it_was_typed(self, clerk):
        cast.make_term(number=10, starts_on=cast.day("2016-12-20"), ended_on=cast.day("2021-12-28"))
        answer = send(clerk, "terms", town_number="10", town_starts_on="2021-12-28")
        assert errors_at(answer, "town_number") == ["这一级已经有这一届。"]
        answer = send(clerk, "terms", town_number="11", town_starts_on="2021-12-01")
        assert "重叠" in errors_at(answer, "town_number")[0]

    def test_one_day_for_all_families(self, clerk):
        form = clerk.get("/start/ledger/").context["form"]
        assert form["on"].value() == today().replace(month=1, day=1)
        cast.keep(LedgerStart(family="motions", complete_from=cast.day("2020-01-01")))
        send(clerk, "ledger", on="2021-12-28")
        days = dict(LedgerStart.objects.values_list("family", "complete_from"))
        assert len(days) == 10 and str(days["motions"]) == "2020-01-01"
        assert str(days["meetings"]) == "2021-12-28"

    def test_baselines_are_for_a_term_that_is_older_than_the_ledger(self, wang, clerk):
        assert states(wang)["baselines"][0] == "blocked"
        cast.make_term(number=2, starts_on=cast.SECOND_TERM)
        send(clerk, "ledger", on="2022-01-01")
        assert states(wang)["baselines"][0] == "none"
        LedgerStart.objects.update(complete_from=cast.SECOND_TERM)
        assert states(wang)["baselines"] == ("done", "用不着：本届的记录都在台账里")


class TestPastedLists:
    def test_names_are_stored_in_their_order(self, clerk):
        form = clerk.get("/start/lists/villages/")
        once = form.context["once"]
        lines = ["· 桥头村", "", "二、岳 山村", "（3）柳塘社区", ""]
        answer = clerk.post(
            "/start/lists/villages/", {"lines": "\n".join(lines), "_once": once}, follow=True
        )
        assert "已录入村（社区）3个。第2行是空行，没有算。" in words(answer)
        assert list(Village.objects.values_list("name", "order")) == [
            ("桥头村", 1), ("岳山村", 2), ("柳塘社区", 3),
        ]  # fmt: skip
        assert Village.objects.first().history.get().history_user.username == "wangli"
        again = clerk.post(
            "/start/lists/villages/", {"lines": "\n".join(lines), "_once": once}, follow=True
        )
        assert "没有重复登记" in words(again) and Village.objects.count() == 3
        paste(clerk, "villages", "双溪村")
        assert Village.objects.get(name="双溪村").order == 4

    def test_each_wrong_line_is_named_and_nothing_is_stored(self, clerk):
        paste(clerk, "villages", "桥头村")
        typed = ["岳山村", "桥头村", "柳塘社区", "岳山村", "双溪村、下寺村", "长" * 31]
        answer = paste(clerk, "villages", *typed)
        assert errors_at(answer, "lines") == [
            "第2行“桥头村”：已经登记过，请删去这一行。",
            "第4行“岳山村”：和第1行重复。",
            "第5行“双溪村、下寺村”：像是几个写在一行里，请一行写一个。",
            f"第6行“{'长' * 31}”：太长，最多30个字。",
        ]
        assert "双溪村、下寺村\n" in answer.content.decode()
        assert Village.objects.count() == 1
        [sentence] = errors_at(paste(clerk, "villages", "村 " * 9_000), "lines")
        assert sentence.endswith("…”：太长，最多30个字。") and len(sentence) < 70
        assert errors_at(paste(clerk, "villages", "  "), "lines") == [
            "请填写村（社区），一行一个。"
        ]
        [sentence] = errors_at(paste(clerk, "villages", *["村"] * 301), "lines")
        assert "一次最多300行" in sentence

    def test_what_a_colleague_stored_meanwhile_is_no_error_of_the_site(self, clerk, monkeypatch):
        monkeypatch.setattr(Village, "full_clean", lambda row: None)
        monkeypatch.setattr(PastedForm, "known", lambda form: set())
        paste(clerk, "villages", "桥头村")
        answer = paste(clerk, "villages", "岳山村", "桥头村")
        assert "与刚刚存入的另一条记录冲突" in words(answer)
        assert "岳山村\n桥头村" in answer.content.decode().replace("\r", "")
        assert Village.objects.get().name == "桥头村"

    def test_departments_of_a_kind(self, clerk):
        paste(clerk, "departments", "水利站", "派出所", kind="town")
        paste(clerk, "departments", "县水利局", kind="above")
        assert list(Department.objects.values_list("name", "kind")) == [
            ("水利站", "town"), ("派出所", "town"), ("县水利局", "above"),
        ]  # fmt: skip

    def test_a_line_may_say_of_which_kind_its_department_is(self, clerk):
        typed = ["财政局 县级部门", "桥头村　村", "司法所\t站所", "国土 所", "税务局 上级部门"]
        paste(clerk, "departments", *typed, "岳山村（社区）", kind="town")
        assert list(Department.objects.values_list("name", "kind")) == [
            ("财政局", "above"), ("桥头村", "village"), ("司法所", "town"), ("国土所", "town"),
            ("税务局", "above"), ("岳山村（社区）", "town"),
        ]  # fmt: skip
        answer = paste(clerk, "departments", "水利局 县级部门", "财政局 上级部门", kind="town")
        assert errors_at(answer, "lines") == ["第2行“财政局 上级部门”：已经登记过，请删去这一行。"]

    def test_constituencies_with_their_seats_and_numbers(self, clerk):
        answer = paste(clerk, "constituencies", "桥头选区", seats="3")
        assert "还没有登记本届" in words(answer) and not Constituency.objects.exists()
        cast.make_term(number=2, starts_on=cast.SECOND_TERM)
        answer = paste(clerk, "constituencies", "桥头选区 5", "第2选区", "第 2 选区", seats="3")
        assert errors_at(answer, "lines") == [
            "第1行“桥头选区 5”：每一选区选1至3名（选举法第二十五条）。",
            "第3行“第 2 选区”：已经有2号选区。",
        ]
        paste(
            clerk,
            "constituencies",
            "桥头选区2名",
            "第5选区（岳山）",
            "机关：1",
            "红旗（应选二名）",
            seats="3",
        )
        rows = Constituency.objects.order_by("number").values_list("number", "name", "seats")
        assert list(rows) == [
            (1, "桥头选区", 2),
            (5, "第5选区（岳山）", 3),
            (6, "机关", 1),
            (7, "红旗", 2),
        ]

    def test_the_presidium_is_made_of_known_people(self, clerk):
        term = cast.make_term(number=2, starts_on=cast.SECOND_TERM)
        for name in ("尉迟明", "许桂兰", "单国富"):
            cast.make_deputy(name=name, term=term)
        cast.make_person(name="单国富")
        answer = paste(clerk, "presidium", "尉迟明 主席", "查无此人", "单国富")
        assert errors_at(answer, "lines") == [
            "第2行“查无此人”：还没有登记这个人，请先登记代表。",
            "第3行“单国富”：登记的人里不止一个叫这个名字，请在“任职”里新增。",
        ]
        assert not Body.objects.exists()
        paste(clerk, "presidium", "尉迟明 主席", "许桂兰")
        body = Body.objects.get()
        assert (str(body), body.kind, body.starts_on) == (
            "第二届主席团",
            "presidium",
            cast.SECOND_TERM,
        )
        assert list(Post.objects.values_list("person__name", "role").order_by("pk")) == [
            ("尉迟明", "chair"), ("许桂兰", "member"),
        ]  # fmt: skip
        assert "尉迟明 主席" in words(clerk.get("/start/lists/presidium/"))
        Body.objects.update(seats=2)
        answer = paste(clerk, "presidium", "单国富")  # whom another of the name was told from since
        assert answer.status_code == 200 and Post.objects.count() == 2

    def test_a_body_that_is_full_takes_nobody_more(self, clerk):
        term = cast.make_term(number=2, starts_on=cast.SECOND_TERM)
        cast.make_deputy(name="尉迟明", term=term)
        cast.make_deputy(name="许桂兰", term=term)
        paste(clerk, "presidium", "尉迟明")
        Body.objects.update(seats=1)
        answer = paste(clerk, "presidium", "许桂兰")
        assert "名额1名，已满" in words(answer) and "许桂兰" in answer.content.decode()
        assert Post.objects.count() == 1

    def test_groups_of_the_term(self, clerk):
        term = cast.make_term(number=2, starts_on=cast.SECOND_TERM)
        paste(clerk, "groups", "第一代表小组", "第二代表小组", kind="group")
        assert [str(body) for body in Body.objects.all()] == ["第一代表小组", "第二代表小组"]
        assert {body.term for body in Body.objects.all()} == {term}
        answer = paste(clerk, "groups", "第一代表小组", kind="group")
        assert "已经登记过" in errors_at(answer, "lines")[0]


class TestTheFirstDeputy:
    def test_the_form_opens_with_the_term_until_it_has_one(self, clerk):
        page = reverse("admin:representatives_deputy_add")
        assert AdminForm(clerk, page).data.get("mandates-0-term") in (None, [""])
        term = cast.make_term(number=2, starts_on=cast.SECOND_TERM)
        form = AdminForm(clerk, page)
        assert form.data["mandates-0-term"] == [str(term.pk)]
        assert form.data["mandates-0-confirmed_on"] == ["2021-12-28"]
        assert form.fill(name="许桂兰").send().status_code == 302
        assert Deputy.objects.get().mandates.get().confirmed_on == cast.SECOND_TERM
        assert AdminForm(clerk, page).data["mandates-0-term"] == [""]


class TestAPageThatIsEmpty:
    PAGES = {
        "/overview/": "还没有可以看的数字", "/households/": "还没有镇代表",
        "/households/late/": "还没有安排联系户", "/households/term/": "还没有代表和联系户",
        "/households/paper/": "还没有代表", "/households/entry/": "还没有安排联系户",
        "/opinions/months/": "没有群众意见", "/reports/": "还没有可以出报告的年份",
        "/motions/": "还没有议案建议", "/meetings/": "没有会议和活动",
        "/deputies/": "这一年没有代表", "/deputies/notice/": "没有代表",
    }  # fmt: skip

    def test_it_says_what_will_be_here_and_leads_on(self, clerk):
        for page, title in self.PAGES.items():
            text = clerk.get(page).content.decode()
            empty = text.partition('<div class="empty">')[2].partition("</div>")[0]
            assert title in empty and "<a class=" in empty, page
            assert "data-copy" not in text and "<tbody>" not in text, page

    def test_the_worklist_praises_nobody_for_nothing(self, clerk):
        page = words(clerk.get("/admin/"))
        assert "没有待办" not in page and "件件有回音" not in page
        for sentence in ("还没有登记议案建议。", "还没有登记会议。", "还没有登记代表。"):
            assert page.count(sentence) == 1

    def test_a_report_says_that_its_ledger_has_no_first_day(self, clerk):
        cast.make_frame()
        cast.make_presidium_meeting()
        page = clerk.get("/reports/2022/")
        assert "还没有填台账起始日（会议、" in words(page)
        assert "人代会次数：这一类记录还没有填台账起始日" in words(page)
        assert reverse("admin:township_ledgerstart_one_day") in page.content.decode()
        send(clerk, "ledger", on="2021-12-28")
        page = words(clerk.get("/reports/2022/"))
        assert "还没有填台账起始日" not in page


class TestTheDemo:
    def test_it_tells_how_a_ledger_of_ones_own_is_made(self, clerk, var, monkeypatch):
        var.mkdir()
        monkeypatch.setenv("VAR", str(var))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        DemoLoad.objects.create()
        assert "这里是演示数据" in words(clerk.get("/admin/"))
        page = words(clerk.get("/start/"))
        assert f"DEMO=0 VAR={var}-own make run" in page
        assert f"VAR={var} .venv/bin/python manage.py remove_demo --dry-run" in page
        assert "DATABASE_URL" not in page and "办好" not in page
        monkeypatch.setenv("DATABASE_URL", "postgres://a@db/x")
        assert "先另建一个空库" in words(clerk.get("/start/"))
