"""联系户一览表: who has which household, what is missing, who waits; and one click to assign.

It is 2022-06-15; each deputy ought to have one household of each of three kinds, visited every
91 days. 许桂兰 of 桥头村 was at 王二保's on 05-01 and at 李长根's on 02-01, and has no 帮扶户.
单国富 of 岳山村 has two 外出户, 赵春生 and 钱有田, and never went. 曾玉梅 has none at all.
"""

import datetime
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import Role
from records.models import ReadRecord
from representatives import services
from representatives.models import Assignment, Person
from representatives.office import overview, reminders
from tests import cast
from tests.cast import day
from tests.records.exporting import export
from tests.representatives.test_households_pages import statements
from tests.stage import staged

pytestmark = pytest.mark.django_db

TODAY = day("2022-06-15")
LIST, LATE = "/households/", "/households/late/"
HEADS = ["王二保", "李长根", "赵春生", "钱有田"]
PHONE = "0553-6211234"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@staged(on=TODAY)
def frame():
    return cast.make_frame()


@staged(on=TODAY)
def town(frame):
    """The story of this file; returns its deputies by name."""
    bridge, hill, _ = frame.villages
    away, crops, _ = frame.categories
    xu = cast.make_deputy(name="许桂兰", village=bridge, login="xu")
    shan = cast.make_deputy(name="单国富", village=hill)
    zeng = cast.make_deputy(name="曾玉梅")
    seat = cast.make_constituency(number=7)
    seat.villages.set([bridge, hill])
    xu.mandates.update(constituency=seat)
    for person, kind, head, group, visited in [
        (xu, away, "王二保", "6组", "2022-05-01"),
        (xu, crops, "李长根", "10组", "2022-02-01"),
        (shan, away, "赵春生", "2组", None),
        (shan, away, "钱有田", "6组", None),
    ]:
        home = cast.make_household(head_name=head, village=person.village, group=group, phone=PHONE)
        row = cast.make_assignment(person=person, household=home, category=kind, clean=False)
        if visited:
            cast.make_visit(assignment=row, visited_on=day(visited))
    return {person.name: person for person in (xu, shan, zeng)}


@pytest.fixture
def office(client, town):
    client.force_login(cast.the_clerk())
    return client


def shown(page):
    """The names of the deputies listed, in order."""
    return [line.person.name for line in page.context["shown"].lines]


def assign_url(person, kind):
    return reverse("household-assign", args=[person.pk, kind.pk])


class TestTheFacts:
    def test_what_the_town_adds_up_to(self, town):
        sums = overview.table().sums
        assert (sums.wanted, sums.filled, sums.missing, sums.extra, sums.late) == (9, 3, 6, 1, 3)

    def test_each_deputy_in_the_order_of_villages(self, town):
        table = overview.table()
        assert [line.person.name for line in table.lines] == ["许桂兰", "单国富", "曾玉梅"]
        cells = [[(c.missing, c.extra, len(c.homes)) for c in line.cells] for line in table.lines]
        assert cells == [
            [(0, 0, 1), (0, 0, 1), (1, 0, 0)],
            [(0, 1, 2), (1, 0, 0), (1, 0, 0)],
            [(1, 0, 0), (1, 0, 0), (1, 0, 0)],
        ]

    def test_how_long_each_waits(self, town):
        homes = {h.household.head_name: h for line in overview.table().lines for h in line.homes}
        assert {
            name: (h.waited, h.last_visit_words, h.late_words) for name, h in homes.items()
        } == {
            "王二保": (45, "45天前走访", ""),
            "李长根": (134, "134天前走访", "超期43天"),
            "赵春生": (169, "还没有走访", "超期78天"),
            "钱有田": (169, "还没有走访", "超期78天"),
        }

    def test_visits_of_this_year_are_those_where_somebody_was_met(self, town):
        row = Assignment.objects.get(household__head_name="王二保")
        cast.make_visit(assignment=row, visited_on=day("2022-01-02"))
        cast.make_visit(assignment=row, visited_on=day("2021-12-30"))
        cast.make_visit(assignment=row, visited_on=day("2022-06-01"), was_met=False)
        cast.make_visit(assignment=row, visited_on=day("2022-06-02")).void(reason="记错了。")
        [home] = overview.table().lines[0].cells[0].homes
        assert home.visits_this_year == 2
        assert home.assignment.last_met == day("2022-05-01")

    def test_late_is_what_the_worklist_calls_late(self, town):
        late = {home.assignment for line in overview.table().lines for home in line.late}
        assert late == set(Assignment.objects.waiting_for_visit(TODAY, 4))

    @pytest.mark.parametrize(("visited", "late"), [("2022-03-16", False), ("2022-03-15", True)])
    def test_the_ninety_first_day_is_still_in_time(self, frame, visited, late):
        cast.make_visit(visited_on=day(visited))
        [line] = overview.table().lines
        assert line.homes[0].is_late is late
        assert Assignment.objects.waiting_for_visit(TODAY, 4).exists() is late

    def test_kinds_have_the_name_of_the_day_and_what_waits(self, town, frame):
        cast.of_category(cast.make_household(head_name="孙桂英"), frame.categories[2])
        gone = cast.of_category(cast.make_household(head_name="周水生"), frame.categories[2])
        gone.category_spans.update(ended_on=day("2022-01-01"))
        kinds = overview.table().kinds
        assert [(kind.name_now, kind.waiting) for kind in kinds] == [
            ("外出户", 0), ("种植户", 0), ("脱贫户", 1),
        ]  # fmt: skip

    def test_who_is_no_deputy_any_more_and_still_holds_one_is_not_hidden(self, town):
        town["单国富"].mandates.update(ended_on=day("2022-06-01"), ended_for="moved")
        table = overview.table()
        assert [line.person.name for line in table.lines] == ["许桂兰", "曾玉梅", "单国富"]
        last = table.lines[-1]
        assert not last.is_deputy
        assert (last.cells[0].wanted, last.cells[0].extra) == (0, 2)
        assert table.sums.wanted == 6

    def test_pending_and_county_mandates_make_no_line(self, frame):
        cast.make_mandate(confirmed_on=None)
        cast.make_mandate(term=frame.county_second)
        assert overview.table().lines == []

    def test_by_village_and_by_kind(self, town):
        table = overview.table()
        villages = [
            (str(village), count, [part.filled for part in parts], total.missing, total.late)
            for village, count, parts, total in table.by_village()
        ]
        assert villages == [
            ("桥头村", 1, [1, 1, 0], 1, 1),
            ("岳山村", 1, [1, 0, 0], 2, 2),
            ("None", 1, [0, 0, 0], 3, 0),
        ]
        kinds = [(k.name_now, s.wanted, s.filled, s.missing, s.late) for k, s in table.by_kind()]
        assert kinds == [("外出户", 3, 2, 1, 2), ("种植户", 3, 1, 2, 1), ("脱贫户", 3, 0, 3, 0)]

    @pytest.mark.parametrize("deputies", [1, 12])
    def test_four_statements_however_many(self, frame, deputies):
        for _ in range(deputies):
            person = cast.make_deputy()
            for kind in frame.categories:
                row = cast.make_assignment(person=person, category=kind)
                cast.make_visit(assignment=row)
        assert statements(lambda: len(overview.table().lines)) == 4


@pytest.mark.sqlite  # what a page says is the same on both
class TestThePage:
    def test_gaps_doubles_and_what_is_late_are_said_in_words(self, office):
        text = re.sub(r"<[^>]+>|\s", "", office.get(LIST).content.decode())
        for words in (
            "缺1户",
            "多1户",
            "超期43天",
            "134天前走访",
            "今年1/4次",
            "李长根桥头村10组",
            "第7选区",
        ):
            assert words in text
        for words in ("应联系9户", "已联系3户", "缺6户", "超期3户", "待安排外出户0户"):
            assert words in text

    def test_it_shows_no_phone(self, office):
        assert PHONE not in office.get(LIST).content.decode()

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("", ["许桂兰", "单国富", "曾玉梅"]),
            ("q=许", ["许桂兰"]),
            ("q=XGL", ["许桂兰"]),
            ("q=shan guo", ["单国富"]),
            ("q=zhaochunsheng", ["单国富"]),
            ("q=qyt", ["单国富"]),
            ("q=nobody", []),
            ("group=6组", ["许桂兰", "单国富"]),
            ("group=10组", ["许桂兰"]),
            ("group=2组&q=许", []),
            ("show=gap", ["许桂兰", "单国富", "曾玉梅"]),
            ("show=late", ["许桂兰", "单国富"]),
            ("show=nonsense&village=99999&group=99组", ["许桂兰", "单国富", "曾玉梅"]),
        ],
    )
    def test_narrowed(self, office, query, names):
        assert shown(office.get(f"{LIST}?{query}")) == names

    def test_of_a_village_are_its_deputies_and_its_households(self, office, frame, town):
        bridge, hill, _ = frame.villages
        home = cast.make_household(head_name="孙桂英", village=hill)
        cast.make_assignment(person=town["许桂兰"], household=home, category=frame.categories[2])
        assert shown(office.get(f"{LIST}?village={bridge.pk}")) == ["许桂兰"]
        assert shown(office.get(f"{LIST}?village={hill.pk}")) == ["许桂兰", "单国富"]
        assert shown(office.get(f"{LIST}?village={hill.pk}&group=10组")) == []

    def test_the_counts_are_of_what_was_asked_for_whatever_is_looked_at(self, office):
        page = office.get(f"{LIST}?q=许&show=late")
        sums = page.context["sums"]
        assert (sums.wanted, sums.filled, sums.missing, sums.late) == (3, 2, 1, 1)

    def test_each_reading_leaves_one_line_with_what_was_shown(self, office):
        office.get(LIST)
        office.get(f"{LIST}?q=许")
        rows = ReadRecord.objects.order_by("pk").values_list("what", "rows")
        assert list(rows) == [("联系户一览表", 4), ("联系户一览表", 2)]

    def test_without_deputies_it_says_what_to_do(self, client, frame):
        client.force_login(cast.the_clerk())
        assert "还没有镇代表" in client.get(LIST).content.decode()

    def test_four_statements_and_the_name_of_the_town(self, office):
        assert statements(lambda: office.get(LIST)) <= 4 + 2  # in the title and in the head

    def test_the_worklist_leads_here(self, office):
        html = office.get(reverse("admin:index")).content.decode()
        assert f'href="{LIST}?show=gap"' in html
        assert f'href="{LATE}"' in html


@pytest.mark.sqlite  # the same cells on both
class TestTheSpreadsheet:
    def rows(self, answer):
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def test_a_row_a_deputy_and_no_phone(self, office):
        head, xu, shan, zeng = self.rows(export(office, "/households/export/"))
        assert head[:5] == ["代表", "村（社区）", "选区", "外出户 户主", "外出户 住址"]
        assert len(head) == 3 + 3 * 5
        # Days come back as times: spreadsheets know no others.
        assert xu[3:8] == ["王二保", "桥头村6组", datetime.datetime(2022, 5, 1), 1, None]
        assert xu[8:13] == ["李长根", "桥头村10组", datetime.datetime(2022, 2, 1), 1, "超期43天"]
        assert xu[13:] == [None, None, None, None, "缺1户"]
        assert shan[3:8] == [
            "赵春生、钱有田", "岳山村2组、岳山村6组", "还没有、还没有", 0, "多1户、超期78天、超期78天",
        ]  # fmt: skip
        assert zeng[:3] == ["曾玉梅", None, None]
        assert PHONE not in str([head, xu, shan, zeng])

    def test_what_the_list_shows(self, office):
        rows = self.rows(export(office, "/households/export/?q=许&show=late"))
        assert [row[0] for row in rows[1:]] == ["许桂兰"]

    def test_an_export_is_recorded(self, office):
        answer = export(office, "/households/export/")
        assert "households-2022-06-15.xlsx" in answer.headers["Content-Disposition"]
        record = ReadRecord.objects.get()
        assert (record.what, record.rows) == ("联系户一览表导出", 4)


class TestLeadership:
    @pytest.fixture
    def leader(self, client, town):
        client.force_login(cast.make_user(Role.LEADER))
        return client

    def test_counts_and_no_names(self, leader, town):
        html = leader.get(LIST).content.decode()
        assert "联系户情况" in html
        for canary in (*HEADS, PHONE, *town, "6组", "/households/assign/"):
            assert canary not in html
        text = re.sub(r"<[^>]+>|\s", "", html)
        assert "桥头村11/11/10/12/311" in text  # 1 deputy; of each kind; together; lacks 1; late 1

    def test_that_is_no_reading_of_personal_data(self, leader):
        leader.get(LIST)
        assert not ReadRecord.objects.exists()

    def test_a_query_opens_nothing_more(self, leader):
        html = leader.get(f"{LIST}?q=许&show=late").content.decode()
        assert "王二保" not in html


@staged(on=TODAY)
def waiting(frame):
    """待安排户 of 脱贫户: one in each village, by their heads."""
    kind = frame.categories[2]
    heads = ["郑家旺", "孙桂英", "周水生"]  # 柳塘社区, 岳山村, 桥头村
    rows = zip(heads, reversed(frame.villages), strict=True)
    return [
        cast.of_category(cast.make_household(head_name=head, village=village), kind)
        for head, village in rows
    ]


class TestAssigning:
    @pytest.fixture
    def page(self, town, frame):
        return assign_url(town["许桂兰"], frame.categories[2])

    def listed(self, answer):
        return [(home.head_name, home.nearness) for home in answer.context["page_obj"]]

    def test_the_nearest_first(self, office, waiting, page):
        rows = [("周水生", 0), ("孙桂英", 1), ("郑家旺", 2)]
        assert self.listed(office.get(page)) == rows

    def test_only_those_of_the_kind_that_have_nobody(self, office, waiting, page, town, frame):
        cast.of_category(cast.make_household(head_name="吴大妹"), frame.categories[0])
        cast.make_assignment(
            person=town["单国富"], household=waiting[2], category=frame.categories[2]
        )
        assert [name for name, _ in self.listed(office.get(page))] == ["孙桂英", "郑家旺"]

    @pytest.mark.parametrize(
        ("typed", "heads"),
        [
            ("孙", ["孙桂英"]),
            ("ZJW", ["郑家旺"]),
            ("zhou", ["周水生"]),
            ("岳山", ["孙桂英"]),
            ("无", []),
        ],
    )
    def test_searched(self, office, waiting, page, typed, heads):
        assert [name for name, _ in self.listed(office.get(f"{page}?q={typed}"))] == heads

    def test_many_are_paged(self, office, page, frame):
        for _ in range(45):
            cast.of_category(cast.make_household(), frame.categories[2])
        answer = office.get(f"{page}?page=3")
        assert len(self.listed(answer)) == 5
        assert "共3页，45户" in answer.content.decode()

    def test_as_many_statements_for_many(self, office, waiting, page, frame):
        few = statements(lambda: office.get(page))
        for _ in range(15):
            cast.of_category(cast.make_household(), frame.categories[2])
        assert statements(lambda: office.get(page)) == few

    def test_one_click(self, office, waiting, page, town):
        answer = office.post(page, {"on": "2022-06-10", "household": waiting[2].pk})
        assert answer.headers["Location"] == f"{LIST}#p{town['许桂兰'].pk}"
        row = Assignment.objects.get(household=waiting[2])
        assert (row.person.name, row.category.code, row.starts_on) == (
            "许桂兰", "帮扶户", day("2022-06-10"),
        )  # fmt: skip
        assert row.history.get().history_user == cast.the_clerk()

    def test_the_same_click_twice_changes_nothing(self, office, waiting, page):
        for _ in range(2):
            answer = office.post(page, {"on": "2022-06-10", "household": waiting[2].pk})
            assert answer.status_code == 302
        assert Assignment.objects.filter(household=waiting[2]).count() == 1

    def test_of_two_clerks_one_gets_the_sentence(self, office, waiting, page, town, frame):
        there = assign_url(town["单国富"], frame.categories[2])
        for address in (there, page):
            answer = office.post(address, {"on": "2022-06-15", "household": waiting[2].pk})
        html = answer.content.decode()
        assert "这一户在这段时间已由单国富联系，同一时间只能由一名代表联系。" in html
        assert self.listed(answer) == [("孙桂英", 1), ("郑家旺", 2)]
        assert Assignment.objects.get(household=waiting[2]).person.name == "单国富"

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({"on": "2022-06-16"}, "开始日期不能在今天之后。"),
            ({"on": ""}, "请填写开始日期。"),
            ({"on": "2019-05-01"}, "许桂兰在2019-05-01不是代表。"),
            ({"household": "99999"}, "这一户已经不在台账里，请另选一户。"),
            ({"household": "x"}, "这一户已经不在台账里，请另选一户。"),
        ],
    )
    def test_refused(self, office, waiting, page, told, sentence):
        data = {"on": "2022-06-15", "household": waiting[2].pk} | told
        answer = office.post(page, data)
        assert sentence in answer.content.decode()
        assert answer.context["form"].data["on"] == data["on"]
        assert Assignment.objects.filter(category__code="帮扶户").count() == 0

    def test_a_second_of_the_kind_is_refused(self, office, waiting, page):
        office.post(page, {"on": "2022-06-15", "household": waiting[0].pk})
        answer = office.post(page, {"on": "2022-06-15", "household": waiting[1].pk})
        assert "许桂兰在这段时间已有脱贫户，每名代表联系1户。" in answer.content.decode()

    def test_where_nothing_waits_it_says_what_to_do(self, office, page):
        assert "没有可以安排的户" in office.get(page).content.decode()

    def test_only_for_deputies_of_today(self, office, town, frame):
        kind = frame.categories[0]
        assert office.get(assign_url(cast.make_person(), kind)).status_code == 404
        assert office.get(f"/households/assign/{town['许桂兰'].pk}/999/").status_code == 404


class TestOffTheBooks:
    """The list of households in the admin calls 待安排 only who waits for a deputy."""

    def test_it_knows_who_waits(self, office, frame):
        cast.of_category(cast.make_household(head_name="孙桂英"))
        cast.make_household(head_name="吴大妹")  # of no kind yet
        gone = cast.of_category(cast.make_household(head_name="周水生"))
        gone.category_spans.update(ended_on=day("2022-06-15"))
        page = office.get("/admin/representatives/household/")
        model_admin, rows = page.context["cl"].model_admin, page.context["cl"].result_list
        assert {row.head_name: model_admin.holder(row) for row in rows} == {
            "王二保": "许桂兰", "李长根": "许桂兰", "赵春生": "单国富", "钱有田": "单国富",
            "孙桂英": "待安排", "吴大妹": "待安排", "周水生": "不在册",
        }  # fmt: skip


class TestReminders:
    def test_by_deputy_who_owes_most_first(self, town):
        found = reminders.of(overview.table())
        rows = [(o.line.person.name, [h.household.head_name for h in o.homes]) for o in found.owed]
        assert rows == [("单国富", ["赵春生", "钱有田"]), ("许桂兰", ["李长根"])]
        assert found.count == 3

    def test_the_text_for_the_group(self, town):
        assert reminders.of(overview.table()).text == (
            "各位代表：截至6月15日，还有2位代表的联系户超过91天没有走访：单国富（2户）、许桂兰（1户）。"
            "请抽时间走访，走访后及时登记；填纸质登记卡的，交人大办公室录入。"
        )

    def test_by_the_quarter(self, town):
        """The second one begins on 04-01: 王二保 was visited on 05-01, nobody else was."""
        found = reminders.of(overview.table(), "quarter")
        assert (
            "截至6月15日，本季度还有2位代表未走访联系户：单国富（2户）、许桂兰（1户）。"
            in found.text
        )
        cast.make_visit(
            assignment=Assignment.objects.get(household__head_name="李长根"),
            visited_on=day("2022-04-01"),
        )
        found = reminders.of(overview.table(), "quarter")
        assert [o.line.person.name for o in found.owed] == ["单国富"]

    @pytest.mark.parametrize(
        ("on", "begun"),
        [("2022-01-01", "2022-01-01"), ("2022-06-15", "2022-04-01"), ("2022-12-31", "2022-10-01")],
    )
    def test_when_the_quarter_began(self, on, begun):
        assert reminders.quarter_of(day(on)) == day(begun)

    def test_the_text_for_one(self, town):
        texts = [owed.text for owed in reminders.of(overview.table()).owed]
        assert texts[0].startswith("单国富代表：您的联系户中有2户超过91天没有走访，")

    def test_no_text_names_a_household_or_a_phone(self, town):
        for by in ("", "quarter"):
            found = reminders.of(overview.table(), by)
            texts = [found.text, *(owed.text for owed in found.owed)]
            assert len(texts) == 3
            for canary in (*HEADS, PHONE, "6组", "桥头村"):
                assert not [text for text in texts if canary in text]

    @pytest.mark.parametrize(
        ("by", "words"),
        [("", "联系户都已按期走访，谢谢大家。"), ("quarter", "本季度联系户都已走访")],
    )
    def test_when_nobody_owes(self, frame, by, words):
        assert words in reminders.of(overview.table(), by).text

    def test_the_page_has_the_texts_without_a_script(self, office):
        page = office.get(LATE)
        html = page.content.decode()
        assert html.count("<textarea") == 3
        assert page.context["found"].text in html
        assert html.count("readonly") == 3
        assert "data-copy" in html
        assert ReadRecord.objects.get().rows == 3

    def test_another_way_of_asking_is_what_is_late(self, office):
        assert office.get(f"{LATE}?by=nonsense").context["found"].by == ""

    def test_four_statements_and_the_name_of_the_town(self, office):
        assert statements(lambda: office.get(LATE)) <= 4 + 2


def test_an_end_of_a_mandate_leads_to_the_hand_over(client, frame):
    """The message of the admin's button carries the link; so does the deputy's own page."""
    row = cast.make_assignment()
    mandate = row.person.mandates.get()
    client.force_login(cast.the_clerk())
    address = reverse("admin:representatives_mandate_verb", args=[mandate.pk, "end"])
    page = client.post(address, {"on": "2022-06-15", "reason": "moved"}, follow=True)
    link = f'<a href="/households/hand-over/{row.person_id}/">移交给别的代表</a>'
    assert link in page.content.decode()
    page = client.get(reverse("admin:representatives_deputy_change", args=[row.person_id]))
    assert f'href="/households/hand-over/{row.person_id}/"' in page.content.decode()


def test_people_are_not_counted_twice_for_two_mandates(frame):
    person = cast.make_deputy(name="许桂兰", term=frame.first)
    cast.make_mandate(person=person)
    assert Person.objects.deputies_on(TODAY).count() == len(overview.table().lines) == 1


def test_the_services_are_asked_by_keyword():
    with pytest.raises(TypeError):
        services.hand_over(None, None, None, None)
