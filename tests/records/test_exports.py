"""导出: every list as a spreadsheet of chosen columns, under its filters, for those who may see them."""

import datetime
from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Role
from papers import spreadsheet
from papers.spreadsheet import ExportTable
from records import exports
from records.admin.exports import plain
from records.admin.pages import RecordAdmin
from records.exports import ExportColumn, Listing
from records.models import ColumnChoice, ReadRecord
from reports.asking.registry import REGISTRY, Shape
from representatives.models import Deputy, Household, Person, Visit
from tests import cast
from tests.cast import day
from tests.records.exporting import columns_on, everything, export, rows_of, sheet_of
from tests.records.test_admin import APPS, make_some, office, url
from tests.representatives.test_households_pages import statements
from tests.stage import staged
from tests.trial import length
from township.models import LedgerStart, Village

__all__ = ["office"]

pytestmark = pytest.mark.django_db

RECORDS = [model for model, entry in admin.site._registry.items() if isinstance(entry, RecordAdmin)]
DEPUTIES = "/admin/representatives/deputy/export/"
HOUSEHOLDS = "/admin/representatives/household/export/"


# The file.


@pytest.mark.sqlite  # the same cells on both
class TestTheFile:
    def sheet(self, *rows, headings=("名称", "数值"), frozen="B2"):
        content = spreadsheet.write(
            ExportTable("表", list(headings), [list(row) for row in rows], frozen)
        )
        return sheet_of(type("Answer", (), {"content": content}))

    def test_numbers_days_and_times_are_such(self):
        moment = datetime.datetime(2022, 6, 1, 4, 30, 15, tzinfo=datetime.UTC)
        sheet = self.sheet(
            ["甲", 3], ["乙", Decimal("63200.50")], ["丙", day("2022-05-01")], ["丁", moment],
        )  # fmt: skip
        assert [sheet[f"B{row}"].value for row in (2, 3, 4, 5)] == [
            3, 63200.5, datetime.datetime(2022, 5, 1), datetime.datetime(2022, 6, 1, 12, 30),
        ]  # fmt: skip
        assert sheet["B4"].number_format == "yyyy-mm-dd"
        assert sheet["B5"].number_format == "yyyy-mm-dd hh:mm"

    @pytest.mark.parametrize(
        "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|'/C calc'!A0"]
    )
    def test_words_are_never_a_formula(self, words):
        cell = self.sheet([words, 1])["A2"]
        assert cell.data_type == "s"
        assert cell.value.startswith("'")

    def test_yes_no_nothing_and_records(self):
        village = Village(name="桥头村")
        sheet = self.sheet(["甲", True], ["乙", False], ["丙", None], ["丁", village])
        assert [sheet[f"B{row}"].value for row in (2, 3, 4, 5)] == ["是", "否", None, "桥头村"]

    def test_headings_stay_in_sight_and_on_each_page(self):
        sheet = self.sheet(["甲", 1])
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
        assert sheet.auto_filter.ref == "A1:B2"
        assert sheet["A1"].font.b
        assert "&P" in sheet.oddFooter.center.text

    def test_widths_follow_the_words(self):
        """A Chinese sign takes two places; nothing is wider than can be read."""
        sheet = self.sheet(["关于清理水渠的建议", 1], headings=("案由", "件"))
        assert sheet.column_dimensions["A"].width == 9 * 2 + 1
        assert sheet.column_dimensions["B"].width == spreadsheet.NARROWEST
        long = self.sheet(["长" * 200, 1])
        assert long.column_dimensions["A"].width == spreadsheet.WIDEST
        assert long["A2"].alignment.wrap_text

    @pytest.mark.parametrize(("columns", "orientation"), [(3, "portrait"), (12, "landscape")])
    def test_a_wide_table_lies_on_its_side(self, columns, orientation):
        headings = ["八个字的一个标题"] * columns
        assert self.sheet(["甲"] * columns, headings=headings).page_setup.orientation == orientation

    def test_an_empty_list_has_its_headings(self):
        assert [cell.value for cell in self.sheet()[1]] == ["名称", "数值"]

    def test_a_title_that_no_sheet_may_have(self):
        content = spreadsheet.write(ExportTable("[甲]:乙*?/\\" + "长" * 40, ["a"], []))
        title = sheet_of(type("Answer", (), {"content": content})).title
        assert title == "甲乙" + "长" * 29


# The lists of the admin.


@staged
def two_of_each():
    make_some(2)


@pytest.mark.usefixtures("two_of_each")
class TestEveryListOfTheAdmin:
    def entries(self, label):
        return [model for model in RECORDS if model._meta.app_label == label]

    @pytest.mark.sqlite  # the same columns on both
    @pytest.mark.parametrize("label", APPS)
    def test_all_columns_and_as_many_rows_as_the_list_shows(self, office, label):
        for model in self.entries(label):
            listing = office.get(url(model, "changelist"), follow=True).context_data
            rows = sheet_of(everything(office, url(model, "export"))).max_row - 1
            if "cl" in listing:
                assert rows == listing["cl"].result_count, model

    @pytest.mark.sqlite  # Django asks as often on both
    @pytest.mark.parametrize("label", APPS)
    def test_nothing_is_asked_for_row_by_row(self, office, label):
        """As many statements for three times the rows, with all columns."""
        addresses = [url(model, "export") for model in self.entries(label)]

        def asked():
            return {a: statements(lambda a=a: everything(office, a)) for a in addresses}

        few = asked()
        make_some(4)
        assert asked() == few

    @pytest.mark.parametrize("label", APPS)
    def test_columns_are_called_in_chinese(self, office, label):
        for model in self.entries(label):
            for key, (label_, _) in columns_on(office.get(url(model, "export"))).items():
                assert any("一" <= sign <= "鿿" for sign in label_), (model, key, label_)

    @pytest.mark.sqlite  # the same columns on both
    def test_nothing_secret_is_offered(self, office):
        offered = {key for model in RECORDS for key in columns_on(office.get(url(model, "export")))}
        assert not offered & {"password", "token", "hash", "file", "image", "phone_digits"}

    def test_the_list_leads_to_it_with_its_filters(self, office):
        page = office.get(f"{url(Deputy, 'changelist')}?q=许&gender__exact=f&p=1").content.decode()
        assert f'href="{DEPUTIES}?q=%E8%AE%B8&amp;gender__exact=f"' in page

    def test_no_button_on_what_is_no_record(self, client):
        client.force_login(cast.make_user(Role.AUDITOR))
        page = client.get("/admin/records/readrecord/").content.decode()
        assert "/export/" not in page


@pytest.mark.sqlite  # the same cells on both
class TestTheListOfDeputies:
    @pytest.fixture
    def people(self, office):
        frame = cast.make_frame()
        names = [("许桂兰", "f"), ("单国富", "m"), ("曾玉梅", "f")]
        for number, (name, gender) in enumerate(names):
            cast.make_deputy(
                name=name, gender=gender, phone=f"1380013824{number}", village=frame.villages[number],
                born_on=day("1970-01-01"), employer="=1+1",
            )  # fmt: skip

    def test_the_usual_columns_are_those_of_the_list(self, office, people):
        offered = columns_on(office.get(DEPUTIES))
        ticked = [label for label, is_ticked in offered.values() if is_ticked]
        assert ticked[:5] == ["姓名", "性别", "届次", "选区", "政治面貌"]
        assert offered["phone"] == ("电话（个人信息）", False)
        assert offered["born_on"] == ("出生年月", False)

    def test_filters_search_and_order_are_those_of_the_list(self, office, people):
        assert [row["姓名"] for row in rows_of(export(office, DEPUTIES))] == [
            "单国富",
            "许桂兰",
            "曾玉梅",
        ]
        women = rows_of(export(office, f"{DEPUTIES}?gender__exact=f"))
        assert [row["姓名"] for row in women] == ["许桂兰", "曾玉梅"]
        found = rows_of(export(office, f"{DEPUTIES}?q=xgl"))
        assert [(row["姓名"], row["性别"]) for row in found] == [("许桂兰", "女")]
        turned = rows_of(export(office, f"{DEPUTIES}?o=-1"))
        listed = office.get(f"{url(Deputy, 'changelist')}?o=-1").context_data["cl"].result_list
        assert [row["姓名"] for row in turned] == [person.name for person in listed]
        assert turned != rows_of(export(office, DEPUTIES))

    def test_chosen_columns_in_the_order_of_the_list(self, office, people):
        sheet = sheet_of(export(office, DEPUTIES, "employer", "born_on", "village", "name"))
        assert [cell.value for cell in sheet[1]] == [
            "姓名",
            "出生年月",
            "单位及职务",
            "所在村（社区）",
        ]
        first = [cell.value for cell in sheet[2]]
        assert first == ["单国富", datetime.datetime(1970, 1, 1), "'=1+1", "岳山村"]

    def test_what_was_chosen_is_ticked_the_next_time(self, office, people):
        export(office, DEPUTIES, "name", "born_on")
        offered = columns_on(office.get(DEPUTIES))
        assert {key for key, (_, is_ticked) in offered.items() if is_ticked} == {"name", "born_on"}
        export(office, DEPUTIES, "name")
        assert ColumnChoice.objects.get().columns == ["name"]

    def test_everybody_remembers_their_own(self, office, people, client):
        export(office, DEPUTIES, "name")
        client.force_login(cast.make_user(Role.STAFF))
        assert sum(ticked for _, ticked in columns_on(client.get(DEPUTIES)).values()) > 1

    def test_a_column_that_is_gone_is_forgotten(self, office, people):
        ColumnChoice.objects.create(
            user=cast.the_clerk(), listing="representatives.deputy", columns=["gone", "name"]
        )
        offered = columns_on(office.get(DEPUTIES))
        assert [key for key, (_, ticked) in offered.items() if ticked] == ["name"]

    def test_no_column_and_one_that_is_none(self, office, people):
        for columns in ([], ["password"]):
            answer = office.post(DEPUTIES, {"columns": columns})
            assert "attachment" not in answer.headers.get("Content-Disposition", "")
        assert exports.NONE_CHOSEN in office.post(DEPUTIES, {}).content.decode()
        assert not ReadRecord.objects.exists()

    def test_each_export_is_recorded_and_says_where_phones_were_in_it(self, office, people):
        export(office, DEPUTIES)
        export(office, f"{DEPUTIES}?q=许桂兰", "name", "phone")
        lines = ReadRecord.objects.order_by("pk").values_list("what", "rows", "path")
        assert list(lines) == [
            ("代表导出", 3, DEPUTIES),
            ("代表导出（含个人信息）", 1, f"{DEPUTIES}?q=…"),
        ]  # fmt: skip

    def test_its_name(self, office, people):
        header = export(office, DEPUTIES).headers["Content-Disposition"]
        assert "representatives-deputy-" in header
        assert "%E4%BB%A3%E8%A1%A8_" in header  # 代表_

    def test_voided_rows_only_where_the_list_shows_them(self, office):
        standing, gone = cast.make_visit(), cast.make_visit()
        gone.void(reason="登记重复。")
        address = url(Visit, "export")
        assert len(rows_of(export(office, address))) == 1
        assert len(rows_of(export(office, f"{address}?voided=all"))) == 2
        assert standing.pk

    @pytest.mark.parametrize("query", ["?born_on__year=0", "?e=1", "?p=abc", "?gender__exact=zz"])
    def test_nonsense_in_its_address(self, office, people, query):
        assert office.get(DEPUTIES + query).status_code == 400

    def test_a_page_of_the_list_is_the_whole_list(self, office, people):
        assert len(rows_of(export(office, f"{DEPUTIES}?p=1&all="))) == 3

    @pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY, Role.AUDITOR, Role.ADMIN])
    def test_not_for_others(self, client, people, role):
        client.force_login(cast.make_user(role))
        assert client.get(DEPUTIES).status_code in (403, 404)
        assert client.post(DEPUTIES, {"columns": ["name"]}).status_code in (403, 404)
        assert not ReadRecord.objects.exists()


@pytest.mark.sqlite  # Django asks as often on both
class TestManyHouseholds:
    """Five thousand, as a county's largest town has."""

    @pytest.fixture
    def town(self, office):
        frame = cast.make_frame()
        cast.make_household(phone="13912345678")
        rows = [
            Household(
                head_name=f"王{number}",
                village=frame.villages[number % 3],
                group=f"{number % 20}组",
            )
            for number in range(4999)
        ]
        Household.objects.bulk_create(rows, batch_size=500)

    def test_in_a_handful_of_statements(self, office, town):
        answer = everything(office, HOUSEHOLDS)
        assert sheet_of(answer).max_row == 5001
        assert ReadRecord.objects.latest("pk").rows == 5000
        assert statements(lambda: everything(office, HOUSEHOLDS)) < 20

    def test_the_page_says_that_it_takes_a_while(self, office, town):
        assert "请等几秒" in office.get(HOUSEHOLDS).content.decode()
        assert "请等几秒" not in office.get(DEPUTIES).content.decode()


@pytest.mark.sqlite  # the same cells on both
class TestWhatACellSays:
    def test_of_markup_only_the_words(self):
        from django.utils.html import format_html

        assert plain(None, format_html("<b>甲</b><br>{}", "乙 & 丙")) == "甲\n乙 & 丙"

    def test_choices_in_words(self):
        field = Person._meta.get_field("gender")
        assert (plain(field, "f"), plain(field, "")) == ("女", "")

    @pytest.mark.parametrize(
        ("value", "cell"),
        [(True, "是"), (False, "否"), (None, None), (3, 3), (["甲", "乙"], "甲、乙")],
    )
    def test_others(self, value, cell):
        assert plain(None, value) == cell


# The lists outside the admin.


@staged
def story():
    """许桂兰 has a household in 桥头村 and visited it; a session, a presidium meeting, an activity."""
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2021-01-01")))
    xu = cast.make_deputy(name="许桂兰", phone="13800138247", gender="f", login="xu")
    home = cast.make_household(head_name="王二保", phone="13912345678", village=frame.villages[0])
    row = cast.make_assignment(person=xu, household=home)
    cast.make_visit(assignment=row, visited_on=day("2022-03-01"))
    cast.make_session(starts_on=day("2022-01-10"), place="镇政府会议室")
    cast.make_presidium_meeting(starts_on=day("2022-03-01"))
    cast.make_activity(
        starts_on=day("2022-05-01"), title="视察水利工程", people=[xu], places=["水库"]
    )
    cast.make_opinion(household=home, heard_by=xu, text="路灯不亮", heard_on=day("2022-03-01"))
    cast.make_allowance(mandate=xu.mandates.get(), amount="200.50", paid_on=day("2022-05-01"))
    return xu


@pytest.fixture
def leader(client, story):
    client.force_login(cast.make_user(Role.LEADER))
    return client


@pytest.fixture
def clerk(client, story):
    client.force_login(cast.the_clerk())
    return client


@pytest.mark.sqlite  # the same cells on both
class TestMeetings:
    ADDRESS = "/meetings/export/"

    def test_the_year_by_day(self, leader):
        rows = rows_of(export(leader, f"{self.ADDRESS}?year=2022"))
        assert [(row["开始日期"].date(), row["类别"]) for row in rows] == [
            (day("2022-01-10"), "人代会"), (day("2022-03-01"), "主席团会议"), (day("2022-05-01"), rows[2]["类别"]),
        ]  # fmt: skip
        assert rows[2]["名称"] == "视察水利工程"
        assert (rows[0]["地点"], rows[2]["地点"]) == ("镇政府会议室", "水库")

    def test_a_month(self, leader):
        [row] = rows_of(export(leader, f"{self.ADDRESS}?year=2022&month=3"))
        assert row["类别"] == "主席团会议"

    def test_the_page_leads_there(self, leader):
        page = leader.get("/meetings/?year=2022&month=3").content.decode()
        assert f'href="{self.ADDRESS}?year=2022&amp;month=3"' in page

    def test_nonsense(self, leader):
        assert leader.get(f"{self.ADDRESS}?year=abc").status_code == 404


@pytest.mark.sqlite  # the same cells on both
class TestDeputies:
    ADDRESS = "/deputies/export/"

    def test_who_held_a_mandate_that_year(self, leader):
        [row] = rows_of(export(leader, f"{self.ADDRESS}?year=2022"))
        assert (row["姓名"], row["性别"], row["产生方式"]) == ("许桂兰", "女", "换届选举")
        assert row["资格开始日期"].date() == cast.SECOND_TERM
        assert rows_of(export(leader, f"{self.ADDRESS}?year=2019")) == []
        assert rows_of(export(leader, f"{self.ADDRESS}?year=2022&name=张")) == []

    def test_in_the_order_of_the_page(self, leader):
        cast.make_deputy(name="丁一凡")
        by_strokes = rows_of(export(leader, f"{self.ADDRESS}?year=2022&order=strokes"))
        assert [row["姓名"] for row in by_strokes] == ["丁一凡", "许桂兰"]

    def test_several_mandates_share_their_cells(self, leader, story):
        frame = cast.make_frame()
        cast.make_mandate(person=story, term=frame.county_second, constituency=None)
        [row] = rows_of(export(leader, f"{self.ADDRESS}?year=2022"))
        assert "、" in row["届次"]
        assert row["资格开始日期"] == "2021-12-28、2022-01-06"

    def test_telephones_only_for_the_office(self, leader, client):
        assert "电话" not in columns_on(leader.get(self.ADDRESS))
        assert "attachment" not in leader.post(self.ADDRESS, {"columns": ["电话"]}).headers.get(
            "Content-Disposition", ""
        )
        client.force_login(cast.the_clerk())
        [row] = rows_of(export(client, f"{self.ADDRESS}?year=2022", "姓名", "电话"))
        assert row == {"姓名": "许桂兰", "电话": "13800138247"}
        assert ReadRecord.objects.latest("pk").what == "2022年代表名册导出（含个人信息）"

    def test_statements(self, leader):
        address = f"{self.ADDRESS}?year=2022"
        export(leader, address)
        few = statements(lambda: export(leader, address))
        cast.make_deputies(8)
        assert statements(lambda: export(leader, address)) == few


class TestHouseholds:
    ADDRESS = "/households/export/"

    def test_phones_are_chosen_on_purpose(self, clerk):
        kind = "外出户"
        assert "13912345678" not in str(rows_of(export(clerk, self.ADDRESS)))
        keys = [key for key in columns_on(clerk.get(self.ADDRESS)) if key.endswith("电话")]
        assert keys[0] == f"{kind} 电话"
        [row] = rows_of(export(clerk, self.ADDRESS, "代表", *keys))
        assert "13912345678" in row.values()
        record = ReadRecord.objects.latest("pk")
        assert (record.what, record.rows) == ("联系户一览表导出（含个人信息）", 1)

    def test_not_for_leadership(self, leader):
        assert leader.get(self.ADDRESS).status_code == 404
        assert leader.post(self.ADDRESS, {"columns": ["代表"]}).status_code == 404


class TestWhoWasNotVisited:
    ADDRESS = "/households/late/export/"

    def test_a_row_a_household(self, clerk):
        [row] = rows_of(export(clerk, self.ADDRESS))
        assert (row["代表"], row["户主"], row["最近走访"].date()) == (
            "许桂兰", "王二保", day("2022-03-01"),
        )  # fmt: skip
        assert row["情况"].startswith("超期")
        assert "电话" not in row
        record = ReadRecord.objects.latest("pk")
        assert (record.what, record.rows) == ("超期未走访的联系户导出", 1)

    def test_of_this_quarter(self, clerk):
        export(clerk, f"{self.ADDRESS}?by=quarter")
        assert ReadRecord.objects.latest("pk").what == "本季度未走访的联系户导出"
        page = clerk.get("/households/late/?by=quarter").content.decode()
        assert f'href="{self.ADDRESS}?by=quarter"' in page

    def test_not_for_leadership(self, leader):
        assert leader.get(self.ADDRESS).status_code == 404


@pytest.mark.sqlite  # the same cells on both
class TestYearsSideBySide:
    ADDRESS = "/reports/2021-2022/export/"

    def test_a_column_a_year_and_what_they_come_to(self, leader):
        rows = {row["名称"]: row for row in rows_of(export(leader, self.ADDRESS))}
        row = rows["主席团会议次数"]
        assert (row["2021年"], row["2022年"], row["合计"]) == (0, 1, 1)
        assert row["合计怎么算"] == "各年之和"
        assert rows["满意率"]["合计怎么算"] == "全期合并计算"

    def test_what_was_chosen_fits_other_years(self, leader):
        export(leader, self.ADDRESS, "名称", "year 1")
        [first, *_] = rows_of(export(leader, "/reports/2022-2023/export/"))
        assert set(first) == {"名称", "2023年"}

    @pytest.mark.parametrize("years", ["2022-2021", "1960-2022", "1900-1905"])
    def test_no_such_span(self, leader, years):
        assert leader.get(f"/reports/{years}/export/").status_code == 404


@pytest.mark.sqlite  # the same cells on both
class TestRecordsBehindANumber:
    def address(self, name, **query):
        path = reverse("figure-export", args=[2022, name])
        return path + "".join(
            f"{'&' if n else '?'}{k}={v}" for n, (k, v) in enumerate(query.items())
        )

    def test_days_are_days(self, leader):
        [row] = rows_of(export(leader, self.address("主席团会议次数")))
        assert row["日期"].date() == day("2022-03-01")

    def test_amounts_are_amounts(self, leader):
        [row] = rows_of(export(leader, self.address("代表补助发放金额")))
        assert (row["金额（元）"], row["日期"].date()) == (200.5, day("2022-05-01"))

    def test_another_period(self, leader):
        assert rows_of(export(leader, self.address("主席团会议次数", period="previous"))) == []
        assert len(rows_of(export(leader, self.address("主席团会议次数", period="term")))) == 1

    def test_visits_are_for_the_office(self, leader, client):
        assert leader.get(self.address("走访户次")).status_code == 404
        client.force_login(cast.the_clerk())
        [row] = rows_of(export(client, self.address("走访户次")))
        assert (row["代表"], row["日期"].date()) == ("许桂兰", day("2022-03-01"))
        record = ReadRecord.objects.latest("pk")
        assert (record.what, record.rows) == ("走访户次导出", 1)

    def test_those_not_in_a_share_and_those_in_it(self, leader, story):
        for result in ("satisfied", "satisfied", "unsatisfied"):
            motion = cast.make_motion(proposer=story, status="replied")
            cast.make_handling(motion=motion, replied_on=motion.submitted_on)
            cast.make_rating(motion=motion, result=result, reason="没有办")
        [missing] = rows_of(export(leader, self.address("满意率", table=0)))
        assert (missing["对办理结果的评价"], missing["意见"]) == ("不满意", "没有办")
        assert len(rows_of(export(leader, self.address("满意率", table=1)))) == 2
        for other in ("2", "-1", "x", "²"):
            assert leader.get(self.address("满意率", table=other)).status_code == 404

    def test_the_page_leads_there_for_each_table(self, leader, story):
        page = leader.get("/reports/2022/figures/主席团会议次数/?period=term").content.decode()
        path = reverse("figure-export", args=[2022, "主席团会议次数"])
        assert f'href="{path}?period=term&amp;table=0"' in page

    def test_no_button_where_the_rows_are_withheld(self, leader):
        page = leader.get("/reports/2022/figures/走访户次/").content.decode()
        assert "/export/" not in page

    def test_what_is_older_than_the_ledger_or_unknown(self, leader):
        path = reverse("figure-export", args=[2019, "主席团会议次数"])
        assert leader.get(path).status_code == 404
        assert leader.get(reverse("figure-export", args=[2022, "没有"])).status_code == 404

    @pytest.mark.sqlite  # the same columns on both
    @pytest.mark.trial
    def test_every_figure_can_be_exported(self, clerk):
        """In the gate every third."""
        LedgerStart.objects.all().delete()
        make_some()
        LedgerStart.objects.all().delete()
        for family in LedgerStart.Family:
            cast.keep(LedgerStart(family=family, complete_from=day("2021-01-01")))
        for name, figure in [*REGISTRY.items()][:: length(sample=3, whole=1)]:
            for place in range(2 if figure.shape is Shape.RATE else 1):
                answer = everything(clerk, self.address(name, table=place))
                assert sheet_of(answer).max_row >= 1, name


@pytest.mark.sqlite  # the same cells on both
class TestAllNumbers:
    ADDRESS = "/reports/2022/figures/export/"

    def test_numbers_are_numbers_and_gaps_are_words(self, leader):
        rows = {row["名称"]: row for row in rows_of(export(leader, self.ADDRESS))}
        assert (rows["主席团会议次数"]["数值"], rows["主席团会议次数"]["单位"]) == (1, "次")
        assert rows["代表补助发放金额"]["数值"] == 200.5
        assert rows["满意率"]["数值"] == "暂无反馈"
        assert rows["镇议案建议件数"]["数值"] == 0

    def test_no_more_statements_than_the_page(self, leader):
        export(leader, self.ADDRESS)
        page = statements(lambda: leader.get("/reports/2022/figures/"))
        # The export is two requests; each asks for the town's names, whose words it speaks.
        assert statements(lambda: export(leader, self.ADDRESS)) <= page + 16


@pytest.mark.sqlite  # the same cells on both
class TestOpinionsOfTheMonths:
    ADDRESS = "/opinions/months/rows/export/?year=2022&month=3"

    def test_what_was_heard(self, clerk):
        [row] = rows_of(export(clerk, self.ADDRESS))
        assert (row["内容"], row["听取人"], row["听到日期"].date()) == (
            "路灯不亮", "许桂兰", day("2022-03-01"),
        )  # fmt: skip

    def test_the_page_leads_there(self, clerk):
        page = clerk.get("/opinions/months/rows/?year=2022&month=3").content.decode()
        assert 'href="/opinions/months/rows/export/?year=2022&amp;month=3"' in page

    def test_not_for_leadership(self, leader):
        assert leader.get(self.ADDRESS).status_code == 404
        assert "/export/" not in leader.get("/opinions/months/rows/?year=2022").content.decode()


def test_a_listing_knows_its_usual_columns():
    columns = [ExportColumn("a", "甲", str), ExportColumn("b", "乙", str, is_usual=False)]
    listing = Listing("x", "表", columns, lambda chosen: [], 0, "/")
    assert listing.usual() == ["a"]
