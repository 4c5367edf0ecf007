"""定稿: what 柳塘镇 handed in for 2022, and what the records have said since.

Two presidium meetings (1 March, 1 September) with one item each, 许桂兰 visited 王二保 twice,
two motions of hers, an allowance of 600 yuan. It is 10 January 2023.
"""

import datetime
import gc
import json
from pathlib import Path

import jsonschema
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from congress.models import AgendaItem
from records.models import ReadRecord
from reports.asking.registry import REGISTRY
from reports.editions import closing, exchange
from reports.editions import services as edition_services
from reports.models import Baseline, Edition, Report
from reports.paper import pdf
from reports.since import drift, evidence
from reports.studio import services
from reports.words import drafting
from representatives.models import CategoryName
from tests import cast
from tests.cast import day, refused
from tests.papers import word_file
from tests.stage import staged
from township.models import DeadlineRule, Department, LedgerStart, Town, TownName, Village

pytestmark = pytest.mark.django_db

TODAY = day("2023-01-10")
WORDS = """{镇}{年}年人大工作总结
一、会议
{全年}开会{主席团会议次数|汉字}，议题{主席团会议议题数}，比上年{主席团会议次数|较上年}。
二、走访和建议
走访{走访户次}、{走访户数}，覆盖率{走访覆盖率}，建议{镇议案建议件数}，补助{代表补助发放金额}。"""


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@staged(on=TODAY)
def town():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    for date in ("2022-03-01", "2022-09-01"):
        meeting = cast.make_presidium_meeting(starts_on=day(date))
        cast.make_agenda_item(meeting=meeting)
    frame.xu = cast.make_deputy(name="许桂兰")
    household = cast.make_household(head_name="王二保", phone="13955550000")
    frame.assignment = cast.make_assignment(person=frame.xu, household=household)
    for date in ("2022-04-01", "2022-05-01"):
        cast.make_visit(assignment=frame.assignment, visited_on=day(date))
        cast.make_motion(proposer=frame.xu, submitted_on=day(date))
    mandate = frame.xu.mandates.get()
    cast.make_allowance(mandate=mandate, amount=600, paid_on=day("2022-06-01"))
    return frame


@staged(on=TODAY)
def clerk(town):
    return cast.the_clerk()


@staged(on=TODAY)
def leader(town):
    return cast.make_user(Role.LEADER, display_name="尉迟明")


@staged(on=TODAY)
def report(clerk):
    draft = drafting.draft("annual", 2022, text=WORDS, signed_on=day("2023-01-09"))
    return services.begin(draft, by=clerk)


@staged(on=TODAY)
def edition(report, leader):
    return close(report, leader)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def refuse():
    raise ValidationError("不行")


def close(report, by, **said):
    report = fresh(report)
    said.setdefault("seen", closing.take(report).mark)
    return edition_services.close(report, by=by, **said)


def said(edition):
    """The edition's own words, a paragraph a line."""
    blocks = edition.facts["blocks"]
    return "\n".join("".join(run["text"] for run in block["runs"]) for block in blocks)


def figure(edition, name):
    return next(entry for entry in edition.facts["figures"] if entry["name"] == name)


class TestClosing:
    def test_it_keeps_words_numbers_and_what_they_were_counted_from(self, edition, town):
        assert said(edition) == (
            "柳塘镇2022年人大工作总结\n（数字截至2022年12月31日）\n一、会议\n全年开会两次，议题2项，比上年增加2次。\n"
            "二、走访和建议\n走访2户次、1户，覆盖率100%（1/1），建议2件，补助600元。\n"
            "柳塘镇人大主席团\n2023年1月9日"
        )
        visits = figure(edition, "走访户次")["records"]
        assert [entry["model"] for entry in visits] == ["representatives.Visit"]
        assert len(visits[0]["rows"]) == 2
        paid = figure(edition, "代表补助发放金额")["records"][0]["rows"]
        assert [amount for _, amount in paid] == ["600.00"]
        shares = figure(edition, "走访覆盖率")
        assert [len(entry["rows"]) for entry in shares["records"]] == [1, 1]
        assert (shares["n"], shares["total"]) == (1, 1)

    def test_it_keeps_the_rules_that_were_in_force(self, edition):
        articles = {rule["article"] for rule in edition.facts["rules"]}
        assert "代表法第五十一条" in articles

    def test_every_row_has_a_digest(self, edition):
        rows = edition.facts["rows"]
        assert set(rows) >= {"representatives.Visit", "congress.Meeting", "motions.Motion"}
        assert all(len(digest) == 32 for found in rows.values() for digest in found.values())

    def test_the_leader_signs_for_herself(self, edition, leader):
        assert (edition.signer, edition.made_by, edition.number) == ("尉迟明", leader, 1)

    def test_the_office_names_the_signer_and_attaches_the_sheet(self, report, clerk):
        with pytest.raises(ValidationError) as error:
            close(report, clerk)
        assert set(error.value.message_dict) == {"signer", "sheet"}
        edition = close(report, clerk, signer="镇人大主席　尉迟明", sheet=cast.a_signed_sheet())
        assert edition.signer == "镇人大主席　尉迟明"
        assert edition.sheet_bytes() == cast.PDF
        assert fresh(edition).computed_digest() == edition.digest

    def test_others_close_nothing(self, report):
        for role in (Role.DEPUTY, Role.AUDITOR):
            with refused("只有领导和人大工作人员可以定稿。"):
                close(report, cast.make_user(role))

    def test_with_a_gap_there_is_no_edition(self, report, leader):
        LedgerStart.objects.filter(family__in=["honours", "activities"]).delete()
        section = report.sections.last()
        text = "先进事迹{先进事迹数}，视察{活动次数（视察）}。"
        services.write_section(section, title="", text=text, version=1, by=cast.the_clerk())
        with refused("没有定稿：还有2处【待填】或【待补】。请补齐，或把那句话改掉。"):
            close(report, leader)

    def test_what_moved_after_the_page_was_opened_is_not_signed_unseen(self, report, leader):
        seen = closing.take(fresh(report)).mark
        cast.make_presidium_meeting(starts_on=day("2022-11-01"))
        with refused(edition_services.MOVED_ON):
            close(report, leader, seen=seen)
        assert Edition.objects.count() == 0

    def test_even_where_no_number_moved(self, report, leader, town):
        seen = closing.take(fresh(report)).mark
        visit = town.assignment.visits.first()
        visit.good_deed = "修好了水管"
        visit.save()
        with refused(edition_services.MOVED_ON):
            close(report, leader, seen=seen)

    def test_a_correction_sent_twice_is_one_edition(self, edition, report, leader):
        seen = closing.take(fresh(report)).mark
        close(report, leader, seen=seen, reason="补登了一次会议")
        with refused(edition_services.MOVED_ON):
            close(report, leader, seen=seen, reason="补登了一次会议")
        assert list(report.editions.order_by("number").values_list("number", flat=True)) == [1, 2]

    def test_a_report_without_a_date_is_dated_while_closing(self, report, leader):
        Report.objects.update(signed_on=None)
        edition = close(report, leader, signed_on=day("2023-01-10"))
        assert said(edition).endswith("2023年1月10日")
        assert fresh(report).signed_on == day("2023-01-10")

    def test_without_any_date_it_says_so_at_the_date(self, report, leader):
        Report.objects.update(signed_on=None)
        with pytest.raises(ValidationError) as error:
            close(report, leader)
        assert error.value.message_dict == {"signed_on": ["请写明成文日期，印在报告末尾。"]}

    def test_a_correction_is_a_new_edition_with_a_reason(self, edition, report, leader):
        with pytest.raises(ValidationError) as error:
            close(report, leader)
        assert set(error.value.message_dict) == {"reason"}
        second = close(report, leader, reason="补登了一次会议")
        assert (second.number, second.reason) == (2, "补登了一次会议")
        assert fresh(edition).facts["schema"] == closing.SCHEMA

    @pytest.mark.parametrize(
        "words",
        [
            "<script>alert(1)</script>&amp;<b>粗</b>", "#strong[粗] $x$ @ref \\ // 不是排版", "=1+1",
            "零\u200b宽\u2060字\ufeff符", "\u202e反过来", "控\x01制\x08\x1f符", "换\x0b行\x0c页\u2028段",
            "😀𠀀", "一" * 19_000,
        ],
        ids=["html", "typst", "formula", "zero width", "reversed", "control", "breaks", "astral", "long"],
    )  # fmt: skip
    def test_any_words_can_be_closed_and_read(self, client, report, leader, words):
        for section in report.sections.all():
            services.write_section(
                section, title="会议", text=f"开会{{主席团会议次数}}。{words}", version=1, by=leader
            )
        edition = close(report, leader)
        client.force_login(leader)
        for url in ("/reports/2022/", edition.get_absolute_url()):
            page = client.get(url)
            assert page.status_code == 200
            assert b"<script>alert" not in page.content and b"<b>" not in page.content
        assert word_file.said(bytes(edition.word))
        assert bool(edition.pdf) == pdf.is_available()
        assert client.get(f"{edition.get_absolute_url()}word/").content == bytes(edition.word)

    def test_the_same_correction_sent_twice_is_one_edition(self, edition, report, leader):
        seen = closing.take(fresh(report)).mark
        close(report, leader, seen=seen, reason="补登了一次会议")
        with refused(edition_services.MOVED_ON):
            close(report, leader, seen=seen, reason="补登了一次会议")
        assert Edition.objects.count() == 2

    def test_one_that_was_closed_in_between_is_not_numbered_over(self, report, leader):
        """Both have read; the first one stores."""
        draft = closing.take(fresh(report))
        papers = closing.files_of(draft)
        close(report, leader)
        with refused(edition_services.MOVED_ON):
            edition_services.keep_edition(
                draft, papers, sheet=None, by=leader, signer="谁", reason=""
            )

    def test_a_refused_closing_leaves_no_sheet_behind(self, report, clerk, monkeypatch):
        monkeypatch.setattr(Edition, "full_clean", lambda *args, **kwargs: refuse())
        folder = Path(default_storage.path("scans"))
        before = set(folder.glob("*"))  # other tests have left theirs
        with pytest.raises(ValidationError, match="不行"):
            close(report, clerk, signer="谁", sheet=cast.a_signed_sheet())
        gc.collect()
        assert set(folder.glob("*")) == before

    @pytest.mark.parametrize(
        ("change", "is_noticed"),
        [
            (lambda town: town.assignment.visits.first().void(reason="记错了"), True),
            (lambda town: cast.make_presidium_meeting(starts_on=day("2022-12-01")), True),
            (lambda town: town.xu.mandates.get().allowances.update(amount=1), True),
            (lambda town: cast.make_household(head_name="李长根"), False),
        ],
        ids=["voided", "came", "amount", "not spoken of"],
    )
    def test_a_record_stored_between_counting_and_listing_is_noticed(
        self, report, town, monkeypatch, change, is_noticed
    ):
        list_rows = evidence.rows_behind

        def change_first(*args):
            change(town)
            return list_rows(*args)

        monkeypatch.setattr(evidence, "rows_behind", change_first)
        assert closing.take(fresh(report)).is_consistent != is_noticed

    def test_half_a_piece_of_a_baseline_does_not_stop_the_closing(self, report, leader):
        """The number says whole pieces, and so does what is compared with it."""
        LedgerStart.objects.filter(family="meetings").update(complete_from=day("2022-06-01"))
        baseline = {"starts_on": day("2022-01-01"), "ended_on": day("2022-06-01"), "source": "旧账"}
        for figure in ("主席团会议次数", "主席团会议议题数"):
            cast.keep(Baseline(figure=figure, value="1.50", **baseline))
        text = "开会{主席团会议次数}，议题{主席团会议议题数}。"
        for section in report.sections.all():
            services.write_section(section, title="", text=text, version=1, by=cast.the_clerk())
        assert "开会2次，议题2项。" in said(close(report, leader))

    def test_the_database_keeps_numbers_apart_and_reasons_where_they_belong(self, edition, leader):
        for number, reason in ((1, ""), (2, ""), (1, "为什么")):
            twin = fresh(edition)
            twin.pk, twin._state.adding, twin.number, twin.reason = None, True, number, reason
            with pytest.raises(ValidationError):
                twin.full_clean(exclude=["sheet"])

    def test_as_many_statements_for_many_records(self, report, town, leader):
        few = statements_of(lambda: closing.take(fresh(report)))
        for number in range(1, 21):
            cast.make_visit(assignment=town.assignment, visited_on=day(f"2022-07-{number:02}"))
        assert statements_of(lambda: closing.take(fresh(report))) == few


def statements_of(doing):
    with CaptureQueriesContext(connection) as captured:
        doing()
    return len(captured)


class TestNothingChangesIt:
    def test_it_is_neither_saved_again_nor_deleted(self, edition):
        edition.signer = "别人"
        for doing in (
            edition.save, edition.delete, Edition.objects.all().delete,
            lambda: Edition.objects.update(signer="别人"),
            lambda: Edition.objects.bulk_update([edition], ["signer"]),
            lambda: Edition._base_manager.update(signer="别人"),
            lambda: edition.report.editions.all().delete(),
            lambda: Edition.objects.update_or_create({"signer": "别人"}, pk=edition.pk),
            lambda: Edition.objects.bulk_create(
                [edition], update_conflicts=True, unique_fields=["report", "number"],
                update_fields=["signer"],
            ),
        ):  # fmt: skip
            with refused("定稿不能改、不能删：要更正，另出一版。"):
                doing()
        assert fresh(edition).signer == "尉迟明"

    def test_a_new_object_with_its_key_does_not_write_over_it(self, edition):
        fields = {f.attname: getattr(edition, f.attname) for f in Edition._meta.concrete_fields}
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition(**fields | {"signer": "别人"}).save()
        assert fresh(edition).signer == "尉迟明"

    def test_what_it_belongs_to_cannot_go_either(self, edition, leader):
        for owner in (edition.report, leader):
            with pytest.raises(ProtectedError):
                owner.delete()

    def test_it_reads_the_same_under_any_clock_and_after_any_change(
        self, edition, report, client, leader, town, monkeypatch
    ):
        client.force_login(leader)
        parts = ["", "word/", "json/"] + ["pdf/"] * pdf.is_available()
        urls = [f"{edition.get_absolute_url()}{part}" for part in parts]
        before = [sheet_of(client.get(url)) for url in urls]
        change_everything(town, report)
        monkeypatch.delitem(REGISTRY, "走访户数")  # an upgrade took a figure away
        later = datetime.datetime(2031, 5, 5, tzinfo=datetime.UTC)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: later.date())
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        client.force_login(leader)
        assert [sheet_of(client.get(url)) for url in urls] == before
        assert fresh(edition).computed_digest() == edition.digest

    def test_verify_finds_everything_as_it_was(self, edition, capsys):
        call_command("verify_editions")
        assert "共1份定稿，都没有变动。" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("signer", "别人"), ("content", b"{}"), ("word", b"{}"), ("pdf", b"{}"),
            ("made_at", day("2023-01-01")), ("made_by_id", 0), ("number = 2, reason", "改"),
            ("sheet", "scans/none.pdf"), ("sheet", "../../etc/passwd"), ("sheet", "."),
            ("digest", "0" * 64),
        ],
    )  # fmt: skip
    def test_verify_finds_what_somebody_changed_in_the_database(
        self, edition, clerk, column, value, capsys
    ):
        value = clerk.pk if column == "made_by_id" else value
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE reports_edition SET {column} = %s", [value])
        with pytest.raises(CommandError, match="1份定稿和定稿时不一样"):
            call_command("verify_editions")
        assert "有变动！" in capsys.readouterr().out

    def test_verify_finds_a_reason_that_somebody_changed(self, edition, report, leader):
        close(report, leader, reason="补登了一次会议")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE reports_edition SET reason = '改字' WHERE number = 2")
        with pytest.raises(CommandError, match="1份定稿和定稿时不一样"):
            call_command("verify_editions")

    def test_verify_misses_an_edition_that_is_gone(self, edition, report, leader, capsys):
        close(report, leader, reason="补登了一次会议")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM reports_edition WHERE number = 1")
        with pytest.raises(CommandError, match="缺1份定稿"):
            call_command("verify_editions")
        assert "2022年年度工作总结有第2版，只存着1版" in capsys.readouterr().out

    def test_verify_misses_a_sheet_that_is_gone(self, report, clerk):
        edition = close(report, clerk, signer="尉迟明", sheet=cast.a_signed_sheet())
        edition.sheet.storage.delete(edition.sheet.name)
        with pytest.raises(CommandError):
            call_command("verify_editions")


def sheet_of(answer):
    """What an answer says of the edition: of a page the sheet, else all of it."""
    assert answer.status_code == 200
    if b"<article" not in answer.content:
        return answer.content
    return answer.content.split(b"<article")[1].split(b"</article>")[0]


def change_everything(town, report):
    cast.make_presidium_meeting(starts_on=day("2022-12-01"))
    town.assignment.visits.first().void(reason="记错了")
    town.xu.name = "许桂兰兰"
    town.xu.save()
    TownName.objects.update(town="新塘镇", county="新为市", signing_body="新塘镇人大")
    Village.objects.update(name=Concat("name", Value("新")))
    Department.objects.update(name=Concat("name", Value("新")))
    CategoryName.objects.update(name="新户")
    Town.objects.update(number_style=Town.NumberStyle.CHINESE)
    DeadlineRule.objects.update(article="新法第一条")
    AgendaItem.with_voided.first().delete()
    section = report.sections.first()
    services.write_section(section, title="会", text="改了。", version=1, by=cast.the_clerk())


class TestDrift:
    """One kind of change each; what the page says is what the list finds."""

    def moved(self, edition):
        return {
            one.name: one
            for one in drift.rows_moved(fresh(edition))
            if one.count or one.is_other_value
        }

    def counts(self, edition, name):
        one = self.moved(edition)[name]
        return one.said_then, one.now, len(one.came), len(one.went), len(one.changed)

    def test_none_at_first(self, edition):
        assert self.moved(edition) == {}

    def test_a_record_that_came(self, edition):
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        assert self.counts(edition, "主席团会议次数") == ("2次", "3次", 1, 0, 0)
        assert set(self.moved(edition)) == {"主席团会议次数"}

    def test_a_record_that_was_voided(self, edition, town):
        town.assignment.visits.first().void(reason="记错了")
        assert self.counts(edition, "走访户次") == ("2户次", "1户次", 0, 1, 0)

    def test_a_record_that_moved_out_of_the_year(self, edition, town):
        visit = town.assignment.visits.first()
        visit.visited_on = day("2023-01-02")
        visit.save()
        assert self.counts(edition, "走访户次") == ("2户次", "1户次", 0, 1, 0)

    def test_one_that_came_for_one_that_went(self, edition, town):
        town.assignment.visits.first().void(reason="记错了")
        cast.make_visit(assignment=town.assignment, visited_on=day("2022-08-08"))
        assert self.counts(edition, "走访户次") == ("2户次", "2户次", 1, 1, 0)

    def test_a_record_that_was_changed(self, edition, town):
        visit = town.assignment.visits.first()
        visit.good_deed = "修好了水管"
        visit.save()
        assert self.counts(edition, "走访户次") == ("2户次", "2户次", 0, 0, 1)

    def test_an_amount_that_was_changed(self, edition, town):
        paid = town.xu.mandates.get().allowances.get()
        paid.amount = 700
        paid.save()
        assert self.counts(edition, "代表补助发放金额") == ("600元", "700元", 0, 0, 1)

    def test_a_row_that_was_deleted(self, edition):
        AgendaItem.with_voided.first().delete()
        assert self.counts(edition, "主席团会议议题数") == ("2项", "1项", 0, 1, 0)

    def test_a_share_moves_in_either_part(self, edition, town):
        person = cast.make_deputy(name="单国富")
        cast.make_assignment(person=person, household=cast.make_household(head_name="李长根"))
        assert self.counts(edition, "走访覆盖率") == ("100%（1/1）", "50%（1/2）", 1, 0, 0)

    def test_a_ledger_that_turns_out_to_begin_later(self, edition):
        LedgerStart.objects.filter(family="meetings").update(complete_from=day("2022-06-01"))
        assert self.counts(edition, "主席团会议次数")[:2] == ("2次", "待补")

    def test_a_baseline_that_speaks_for_the_time_before(self, edition):
        LedgerStart.objects.filter(family="meetings").update(complete_from=day("2022-06-01"))
        cast.keep(
            Baseline(
                figure="主席团会议次数", starts_on=day("2022-01-01"), ended_on=day("2022-06-01"),
                value=1, source="旧账",
            )
        )  # fmt: skip
        assert self.counts(edition, "主席团会议次数") == ("2次", "2次", 0, 1, 0)

    def test_a_figure_that_is_called_otherwise_now(self, edition, monkeypatch):
        monkeypatch.delitem(REGISTRY, "走访户数")
        notes = [one.note for one in drift.rows_moved(edition) if one.note]
        assert notes == [drift.GONE]
        assert [one.note for one in drift.values_moved(edition) if one.note] == [drift.GONE]

    def test_a_live_report_that_speaks_of_a_figure_that_is_no_more(
        self, edition, report, client, leader, monkeypatch
    ):
        """Its page says what to write anew, and it cannot be closed like that."""
        monkeypatch.delitem(REGISTRY, "走访户数")
        client.force_login(cast.the_clerk())
        page = client.get("/reports/2022/?live=1")
        assert "走访2户次、【不认识：走访户数】，覆盖率" in "".join(
            block.text for block in page.context["blocks"]
        )
        assert [gap.text for gap in page.context["gaps"]] == [
            "“{走访户数}”现在没有这个数字，请改写"
        ]
        assert client.get("/reports/2022/word/?live=1").status_code == 200
        with refused(edition_services.GAPS.format(count=1)):
            close(report, leader, reason="更正")

    def test_the_live_report_says_which_numbers_moved(self, edition, client, leader):
        client.force_login(leader)
        page = client.get("/reports/2022/?live=1").content.decode()
        assert "定稿后没有更正。" in page
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        page = client.get("/reports/2022/?live=1").content.decode()
        assert "定稿后更正1处，影响1个数字。" in page
        assert "2次 → 3次" in page

    def test_the_page_names_the_records(self, edition, client, clerk, town):
        client.force_login(clerk)
        url = f"{edition.get_absolute_url()}drift/"
        assert "定稿后没有更正。" in client.get(url).content.decode()
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        visit = town.assignment.visits.first()
        visit.void(reason="记错了户")
        page = client.get(url).content.decode()
        assert "2022-12-01　主席团第三次会议" in page
        assert "原因：记错了户" in page
        read = ReadRecord.objects.get(what="定稿后变动·走访记录")
        assert (read.user, read.rows) == (clerk, 1)

    def test_who_may_not_see_households_sees_how_many(self, edition, client, leader, town):
        client.force_login(leader)
        town.assignment.visits.first().void(reason="记错了")
        page = client.get(f"{edition.get_absolute_url()}drift/").content.decode()
        assert "走访户次" in page and "2户次 → 1户次" in page
        assert "王二保" not in page and "记错了" not in page
        assert not ReadRecord.objects.filter(what__startswith="定稿后变动").exists()

    def test_as_many_statements_for_many_changes(self, edition, town):
        edition = Edition.objects.select_related("rebase").get(pk=edition.pk)  # as its page does
        few = statements_of(lambda: drift.rows_moved(edition))
        for number in range(1, 21):
            cast.make_visit(assignment=town.assignment, visited_on=day(f"2022-07-{number:02}"))
        assert statements_of(lambda: drift.rows_moved(edition)) == few


@pytest.mark.sqlite  # what a page says is the same on both
class TestPages:
    def test_leadership_closes_with_one_button(self, client, leader, report):
        client.force_login(leader)
        url = f"/reports/papers/{report.pk}/close/"
        page = client.get(url)
        assert page.context["form"].fields.keys() == {"seen", "recorded_on"}
        answer = client.post(url, {"seen": page.context["mark"]})
        edition = Edition.objects.get()
        assert answer.url == edition.get_absolute_url()
        assert "第1版定稿" in client.get(answer.url).content.decode()

    def test_the_office_is_told_what_is_missing_and_loses_nothing(self, client, clerk, report):
        client.force_login(clerk)
        url = f"/reports/papers/{report.pk}/close/"
        mark = client.get(url).context["mark"]
        page = client.post(url, {"seen": mark, "signer": "镇人大主席"})
        assert page.context["form"].errors["sheet"] == [
            "请附上签发人签过字的签发单或首页（扫描件）。"
        ]
        assert 'value="镇人大主席"' in page.content.decode()
        sent = {"seen": mark, "signer": "镇人大主席", "sheet": cast.a_signed_sheet()}
        answer = client.post(url, sent)
        sheet = client.get(f"{answer.url}sheet/")
        assert sheet.getvalue() == cast.PDF  # a file is closed once it was read to its end
        assert (sheet.status_code, sheet["Content-Type"]) == (200, "application/pdf")

    def test_the_page_proposes_today_as_a_day_is_typed(self, client, leader, report):
        Report.objects.update(signed_on=None)
        client.force_login(leader)
        page = client.get(f"/reports/papers/{report.pk}/close/").content.decode()
        assert 'type="text" name="signed_on" value="2023-01-10"' in page

    def test_gaps_are_listed_with_where_to_mend_them(self, client, leader, report):
        LedgerStart.objects.filter(family="honours").delete()
        text = "先进事迹{先进事迹数}。"
        section = report.sections.last()
        services.write_section(section, title="", text=text, version=1, by=cast.the_clerk())
        url = f"/reports/papers/{report.pk}/close/"
        link = '%E5%85%88%E8%BF%9B%E4%BA%8B%E8%BF%B9%E6%95%B0/">先进事迹数：这一类记录还没有填台账起始日</a>'
        for user, opens in ((leader, False), (cast.the_clerk(), True)):
            client.force_login(user)  # only the office can mend it
            page = client.get(url).content.decode()
            assert "先进事迹数：这一类记录还没有填台账起始日" in page and "disabled" in page
            assert (link in page) is opens

    @pytest.mark.parametrize("page", ["", "close/"])
    def test_a_gap_in_the_words_leads_only_those_who_can_mend_it(self, client, leader, clerk, page):
        draft = drafting.draft("presidium", 2022, text="工作报告\n一、会议\n开会。")
        url = f"/reports/papers/{services.begin(draft, by=clerk).pk}/{page}"
        for user, opens in ((clerk, True), (leader, False)):
            client.force_login(user)
            text = client.get(url).content.decode()
            assert "【待填：报告人】" in text
            assert ('class="missing" href="/admin/' in text) is opens

    def test_what_moved_meanwhile_is_said_and_shown_anew(self, client, leader, report):
        client.force_login(leader)
        url = f"/reports/papers/{report.pk}/close/"
        mark = client.get(url).context["mark"]
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        page = client.post(url, {"seen": mark})
        text = page.content.decode()
        assert edition_services.MOVED_ON in text and "三次" in text
        assert client.post(url, {"seen": page.context["mark"]}).status_code == 302

    def test_word_says_what_the_page_says(self, client, leader, edition):
        client.force_login(leader)
        answer = client.get(f"{edition.get_absolute_url()}word/")
        words = word_file.squeezed("".join(word_file.said(answer.content)))
        for line in said(edition).splitlines():
            assert word_file.squeezed(line) in words

    def test_a_number_opens_the_records_it_was_counted_from(self, client, clerk, edition, town):
        client.force_login(clerk)
        index = [entry["name"] for entry in edition.facts["figures"]].index("走访户次")
        town.assignment.visits.first().void(reason="记错了")
        page = client.get(f"{edition.get_absolute_url()}figures/{index}/")
        assert [table["total"] for table in page.context["tables"]] == [2]
        assert len(page.context["tables"][0]["rows"]) == 2  # the voided one was counted too
        assert ReadRecord.objects.filter(what__startswith="定稿明细·走访").exists()
        assert client.get(f"{edition.get_absolute_url()}figures/99/").status_code == 404

    def test_leadership_sees_numbers_not_households(self, client, leader, edition):
        client.force_login(leader)
        for index in range(len(edition.facts["figures"])):
            page = client.get(f"{edition.get_absolute_url()}figures/{index}/").content.decode()
            assert "王二保" not in page and "13955550000" not in page

    def test_an_edition_without_a_sheet_has_no_such_page(self, client, leader, edition):
        client.force_login(leader)
        assert client.get(f"{edition.get_absolute_url()}sheet/").status_code == 404
        assert client.get(f"/reports/papers/{edition.report_id}/editions/7/").status_code == 404

    def test_the_pdf_is_the_one_that_was_closed(self, client, leader, report):
        if pdf.missing():
            pytest.skip("；".join(pdf.missing()))
        edition = close(report, leader)
        client.force_login(leader)
        answer = client.get(f"{edition.get_absolute_url()}pdf/")
        assert answer.content == bytes(edition.pdf)
        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Type"] == "application/pdf"

    def test_where_nothing_sets_a_pdf_an_edition_has_none(
        self, client, leader, report, monkeypatch
    ):
        monkeypatch.setattr(pdf, "missing", lambda: ["没有"])
        edition = close(report, leader)
        client.force_login(leader)
        assert bytes(edition.pdf) == b""
        assert client.get(f"{edition.get_absolute_url()}pdf/").status_code == 404
        page = client.get(edition.get_absolute_url()).content.decode()
        assert "/pdf/" not in page and "这一版定稿时排不出 PDF，只有 Word。" in page


SCHEMA = json.loads(
    (Path(__file__).parent.parent.parent / "docs/edition.schema.json").read_text("utf-8")
)


@pytest.mark.sqlite  # the same words on both
class TestExchange:
    def test_it_has_the_form_of_the_schema(self, edition):
        jsonschema.validate(exchange.export(edition), SCHEMA)

    def test_it_names_figures_and_what_they_mean(self, edition):
        sent = exchange.export(edition)
        visits = next(entry for entry in sent["figures"] if entry["name"] == "走访户次")
        assert (visits["said"], visits["number"], visits["unit"]) == ("2户次", "2", "户次")
        assert visits["definition"].endswith("。")
        assert sent["edition"]["digest"] == edition.digest
        assert sent["town"]["town"] == "柳塘镇"

    def test_what_is_said_of_one_person_stays_in_the_town(self, report, leader):
        """Such a number is named by who it is of."""
        meeting = cast.make_presidium_meeting(starts_on=day("2022-11-01"))
        person = cast.make_deputy(name="</p>“尉迟”秀")
        cast.make_attendance(meeting=meeting, person=person, state="present")
        section = report.sections.last()
        text = f"出席{{主席团会议出席人次}}，{{主席团会议出席人次（{person.name}）}}，{{主席团会议出席人次|明细}}。"
        services.write_section(section, title="", text=text, version=1, by=cast.the_clerk())
        edition = close(report, leader)
        assert f"1人次，{person.name}1人次" in said(edition)
        sent = exchange.export(edition)
        jsonschema.validate(sent, SCHEMA)
        assert "尉迟" not in json.dumps(sent, ensure_ascii=False)
        assert figure(edition, "主席团会议出席人次")["number"] == "1"

    def test_no_record_name_or_word_of_the_text_is_in_it(self, client, leader, edition):
        client.force_login(leader)
        text = client.get(f"{edition.get_absolute_url()}json/").content.decode()
        for private in ("许桂兰", "王二保", "13955550000", "records", "rows", "blocks", "尉迟明"):
            assert private not in text
