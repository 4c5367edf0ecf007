"""A closed year opens its edition, and every paper says what it is: a draft, an edition, a corrected one.

柳塘镇 on 10 January 2023: two presidium meetings in 2022, and a motion that was answered on 5 January,
after the year had ended. 尉迟明 closes the report of the year, which says 开会两次，答复0件.
"""

import datetime
import io
import subprocess
from types import SimpleNamespace
from unittest import mock
from urllib.parse import quote, unquote

import docx
import jsonschema
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from papers import notices
from papers.styles import STYLES
from records.models import ReadRecord
from reports.asking.registry import REGISTRY
from reports.editions import closing, exchange
from reports.editions import services as edition_services
from reports.models import Edition, Report
from reports.paper import pdf
from reports.studio import services
from reports.words import drafting
from tests import cast
from tests.accounts.test_short_links import make_link
from tests.cast import day, refused
from tests.papers.official_layout import departures
from tests.papers.word_file import said, squeezed
from tests.reports.test_editions import SCHEMA
from tests.reports.test_pdf import sets_pdfs
from tests.stage import staged
from township.models import LedgerStart

# Pages and papers are the same on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TODAY, LATER = day("2023-01-10"), day("2023-02-03")
TEXT = (
    "工作总结\n一、会议\n开会{主席团会议次数|汉字}，答复{答复件数}。"
    "镇人大主席团围绕中心、服务大局，依法履行职责，密切联系群众，各项工作都有新的进展，人民群众比较满意。"
)
DRAFT = "（草稿，数字随台账变动）"
CORRECTED = "本版已由第2版更正（2023年2月3日），不再使用"
YEAR, HANDLING = "/reports/2022/", "/reports/2022/handling/"
WORD = "word/"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """It is 10 January 2023; who sets `clock.day` makes it another day."""
    clock = SimpleNamespace(day=TODAY)
    monkeypatch.setattr(
        "django.utils.timezone.localdate",
        lambda value=None, timezone=None: value.date() if value else clock.day,
    )
    return clock


def noon_of(date):
    return datetime.datetime(date.year, date.month, date.day, 4, tzinfo=datetime.UTC)


@staged(on=TODAY)
def town():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    for date in ("2022-03-01", "2022-09-01"):
        cast.make_presidium_meeting(starts_on=day(date))
    motion = cast.make_motion(submitted_on=day("2022-11-01"), status="replied")
    cast.make_handling(
        motion=motion, handed_over_on=day("2022-11-02"), replied_on=day("2023-01-05")
    )
    frame.clerk = cast.the_clerk()
    frame.leader = cast.make_user(Role.LEADER, display_name="尉迟明")
    return frame


def begun(town, kind, **fields):
    draft = drafting.draft(kind, 2022, text=TEXT, signed_on=day("2023-01-09"), **fields)
    return services.begin(draft, by=town.clerk)


@staged(on=TODAY)
def report(town):
    return begun(town, "annual")


def close(report, by, on=TODAY, **said):
    report = Report.objects.get(pk=report.pk)
    said.setdefault("seen", closing.take(report).mark)
    # Only while it is stored: a session that began on another day would be over.
    with mock.patch("django.utils.timezone.now", lambda: noon_of(on)):
        return edition_services.close(report, by=by, **said)


def correct(report, by, clock, on=LATER, reason="补登了一次会议"):
    """Another meeting is entered, and another edition made, on the day `on`."""
    clock.day = on
    cast.make_presidium_meeting(starts_on=day("2022-12-01"))
    return close(report, by, on, reason=reason)


@pytest.fixture
def first(report, town, clock):
    return close(report, town.leader)


@pytest.fixture
def second(first, report, town, clock):
    return correct(report, town.leader, clock)


@pytest.fixture(params=["leader", "clerk"])
def reader(request, client, town):
    """Both who read reports, one after the other."""
    client.force_login(getattr(town, request.param))
    return client


@pytest.fixture
def leader(client, town):
    client.force_login(town.leader)
    return client


def sheet_of(answer):
    """The text of the sheet on a page, and nothing around it."""
    assert answer.status_code == 200
    return "\n".join(block.text for block in answer.context["blocks"])


def name_of(answer):
    return unquote(answer["Content-Disposition"].split("filename*=UTF-8''")[1])


def state_of(content):
    """(status, keywords) that a Word file says of itself."""
    properties = docx.Document(io.BytesIO(content)).core_properties
    return properties.content_status, properties.keywords


@pytest.fixture
def pdf_says(tmp_path):
    def says(content):
        """(the text, the keywords) of a PDF."""
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        told = [
            subprocess.run(command, check=True, capture_output=True, text=True).stdout
            for command in (["pdftotext", "-raw", path, "-"], ["pdfinfo", path])
        ]
        keywords = [line for line in told[1].splitlines() if line.startswith("Keywords:")]
        return squeezed(told[0]), "".join(keywords).removeprefix("Keywords:").strip()

    return says


class TestAnOpenReport:
    def test_is_a_draft_on_the_page_and_on_paper(self, reader, report):
        for query in ("", "?live=1"):
            assert sheet_of(reader.get(f"{YEAR}{query}")).startswith(
                f"工作总结\n{DRAFT}\n（数字截至"
            )
            paper = reader.get(f"{YEAR}word/{query}")
            assert said(paper.content)[:2] == ["工作总结", DRAFT]
            assert state_of(paper.content) == ("草稿", "草稿")
            assert name_of(paper) == "2022年工作总结（草稿）.docx"
            assert departures(paper.content) == []

    @sets_pdfs
    def test_is_a_draft_as_pdf(self, leader, report, pdf_says):
        paper = leader.get(f"{YEAR}pdf/")
        text, keywords = pdf_says(paper.content)
        assert (squeezed(DRAFT) in text, keywords) == (True, "草稿")
        assert name_of(paper) == "2022年工作总结（草稿）.pdf"

    def test_so_is_one_that_nobody_has_begun(self, leader, town):
        assert DRAFT in sheet_of(leader.get(HANDLING))
        assert DRAFT in said(leader.get(f"{HANDLING}word/").content)

    def test_what_is_to_be_closed_does_not_call_itself_a_draft(self, leader, report):
        page = leader.get(f"/reports/papers/{report.pk}/close/")
        assert DRAFT not in "".join(block.text for block in page.context["blocks"])

    def test_a_year_that_has_not_begun_is_to_be_filled_in(self, client, town):
        draft = drafting.draft("annual", 2024, text=TEXT, signed_on=day("2025-01-09"))
        services.begin(draft, by=town.clerk)
        client.force_login(town.clerk)
        page = client.get("/reports/2024/").content.decode()
        assert page.count('<span class="badge due">待填</span>') == 2
        assert page.count('class="missing"') == 2

    def test_live_is_1_or_not_said(self, leader, report):
        for query in ("live=", "live=0", "live=2", "live=true", "live=1&live=1"):
            for page in (
                YEAR,
                HANDLING,
                f"{YEAR}word/",
                f"{HANDLING}pdf/",
                f"/reports/papers/{report.pk}/",
            ):
                assert leader.get(f"{page}?{query}").status_code == 404, (page, query)


class TestAClosedYear:
    def test_opens_its_edition_and_live_opens_todays_numbers(self, reader, first):
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        page = reader.get(YEAR)
        assert "开会两次" in sheet_of(page) and DRAFT not in sheet_of(page)
        assert "第1版定稿" in page.content.decode()
        live = reader.get(f"{YEAR}?live=1")
        assert "开会三次" in sheet_of(live) and DRAFT in sheet_of(live)
        assert f'href="{YEAR}?live=1"' in page.content.decode()
        assert f'href="{YEAR}"' in live.content.decode()  # and back

    def test_every_number_opens_the_rows_that_were_counted(self, leader, first):
        opened = [
            run.url for block in leader.get(YEAR).context["blocks"] for run in block.runs if run.kind == "number"
        ]  # fmt: skip
        assert len(opened) == 2
        assert all(url.startswith(f"{first.get_absolute_url()}figures/") for url in opened)
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        for url, total in zip(opened, (2, 0), strict=True):
            page = leader.get(url)
            assert [table["total"] for table in page.context["tables"]] == [total]
            card = leader.get(f"{url}card/").content.decode()
            assert card.count("<li>") == total and "全部记录" in card and "现在的记录" in card

    def test_word_and_pdf_are_the_stored_bytes(self, reader, first):
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        paper = reader.get(f"{YEAR}word/")
        assert paper.content == bytes(first.word)
        assert name_of(paper) == "2022年工作总结（第1版定稿）.docx"
        assert (state_of(paper.content), departures(paper.content)) == (("", ""), [])
        assert ReadRecord.objects.latest("pk").what == "定稿 Word"
        if pdf.is_available():
            assert reader.get(f"{YEAR}pdf/").content == bytes(first.pdf)
        live = reader.get(f"{YEAR}word/?live=1")
        assert "开会三次，答复0件。" in "".join(said(live.content))
        assert state_of(live.content) == ("草稿", "草稿")

    @pytest.mark.parametrize("kind", ["handling", "free"])
    def test_so_does_a_report_of_any_other_kind(self, leader, town, kind):
        report = begun(town, kind)
        edition = close(report, town.leader)
        cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        page = report.get_absolute_url()
        assert "开会两次" in sheet_of(leader.get(page))
        assert "开会三次" in sheet_of(leader.get(report.live_url))
        assert leader.get(f"{page}word/").content == bytes(edition.word)
        assert state_of(leader.get(f"{page}word/?live=1").content) == ("草稿", "草稿")

    def test_the_number_of_an_annual_report_leads_to_its_year(self, leader, first):
        page = f"/reports/papers/{first.report_id}/"
        assert leader.get(page).url == YEAR
        assert leader.get(f"{page}?live=1").url == f"{YEAR}?live=1"
        assert leader.get(f"{page}word/").content == bytes(first.word)

    def test_with_its_tables_it_is_todays_and_says_so(self, leader, first):
        meeting = cast.make_presidium_meeting(starts_on=day("2022-12-01"))
        cast.make_attendance(meeting=meeting, state="present")
        paper = leader.get(f"{YEAR}word/?annex=1")
        assert state_of(paper.content) == ("草稿", "草稿")
        assert DRAFT in said(paper.content) and "代表出席会议情况" in said(paper.content)
        assert f"{YEAR}word/?live=1&amp;annex=1" in leader.get(f"{YEAR}annex/").content.decode()
        # The report on motions has no tables: the word changes nothing.
        handling = close(begun_handling(first), first.made_by)
        assert leader.get(f"{HANDLING}word/?annex=1").content == bytes(handling.word)

    def test_without_a_pdf_it_says_so_and_gives_no_other(self, leader, report, town, monkeypatch):
        with monkeypatch.context() as without:
            without.setattr(pdf, "missing", lambda: ["没有装"])
            edition = close(report, town.leader)
        for address in (f"{YEAR}pdf/", f"{edition.get_absolute_url()}pdf/"):
            answer = leader.get(address)
            assert answer.status_code == 404
            assert "服务器排不出 PDF，所以只存了 Word" in answer.content.decode()
        assert "pdf/" not in leader.get(YEAR).content.decode()

    def test_it_costs_what_the_page_of_the_edition_costs(self, leader, first, report, clock, town):
        second = correct(report, town.leader, clock)
        leader.get(YEAR)  # the session, and the models that are read once
        costs = {}
        for address in (YEAR, second.get_absolute_url(), first.get_absolute_url()):
            with CaptureQueriesContext(connection) as captured:
                leader.get(address)
            costs[address] = (
                len([q for q in captured if "reports_edition" in q["sql"]]),
                len(captured),
            )
        assert costs[YEAR] == (4, costs[second.get_absolute_url()][1])
        assert len(set(costs.values())) == 1

    def test_the_list_of_reports_says_what_each_is(self, leader, second, town):
        begun(town, "free")
        page = leader.get("/reports/").content.decode()
        assert '第2版定稿 <time datetime="2023-02-03">2023-02-03</time>' in page
        assert "数字按现在的记录" in page and "· 草稿" in page
        assert f'href="{YEAR}word/">Word<span class="visually-hidden">：2022年</span>' in page
        with CaptureQueriesContext(connection) as few:
            leader.get("/reports/")
        for kind in ("presidium", "half"):
            begun(town, kind)
        with CaptureQueriesContext(connection) as many:
            leader.get("/reports/")
        assert len(many) == len(few)

    def test_an_open_year_in_the_list_is_a_draft(self, leader, report):
        page = leader.get("/reports/").content.decode()
        assert '<td class="quiet">草稿</td>' in page and "2022年（草稿）</span>" in page

    def test_who_writes_goes_back_to_what_is_written(self, client, town, first):
        client.force_login(town.clerk)
        for page in ("edit/", "close/"):
            text = client.get(f"/reports/papers/{first.report_id}/{page}").content.decode()
            assert f'href="{YEAR}?live=1"' in text and f'href="{YEAR}"' not in text


def begun_handling(edition):
    draft = drafting.draft("handling", 2022, text=TEXT, signed_on=day("2023-01-09"))
    return services.begin(draft, by=edition.made_by)


class TestACorrectedEdition:
    def test_its_page_and_its_figures_say_by_which(self, reader, first, second):
        for address in (first.get_absolute_url(), f"{first.get_absolute_url()}figures/0/"):
            page = reader.get(address).content.decode()
            assert "这一版已由" in page and "更正（2023年2月3日），不再使用。" in page
            assert f'href="{second.get_absolute_url()}">第2版</a>' in page
        assert CORRECTED in sheet_of(reader.get(first.get_absolute_url()))
        for address in (YEAR, second.get_absolute_url(), f"{second.get_absolute_url()}figures/0/"):
            assert "不再使用" not in reader.get(address).content.decode()
        assert "开会三次" in sheet_of(reader.get(YEAR))

    def test_its_word_says_so_and_the_original_stays(self, reader, first, second):
        address = f"{first.get_absolute_url()}word/"
        paper = reader.get(address)
        assert said(paper.content)[:3] == ["工作总结", CORRECTED, "（数字截至2022年12月31日）"]
        assert said(paper.content)[2:] == said(bytes(first.word))[1:]
        assert state_of(paper.content) == ("已由第2版更正", "已由第2版更正")
        assert name_of(paper) == "2022年工作总结（第1版定稿，已由第2版更正）.docx"
        assert departures(paper.content) == []
        exact = reader.get(f"{address}?exact=1")
        assert exact.content == bytes(first.word)
        assert name_of(exact) == "2022年工作总结（第1版定稿）.docx"
        assert f'href="{address}?exact=1">定稿原件（Word）<' in (
            reader.get(first.get_absolute_url()).content.decode()
        )
        assert reader.get(f"{address}?exact=2").status_code == 404
        assert Edition.objects.get(pk=first.pk).computed_digest() == first.digest

    @sets_pdfs
    def test_its_pdf_is_set_again_with_the_line(self, leader, first, second, pdf_says):
        address = f"{first.get_absolute_url()}pdf/"
        paper = leader.get(address)
        text, keywords = pdf_says(paper.content)
        assert text.startswith(squeezed(f"工作总结{CORRECTED}"))
        assert text.replace(squeezed(CORRECTED), "") == pdf_says(bytes(first.pdf))[0]
        assert keywords == "已由第2版更正"
        assert name_of(paper) == "2022年工作总结（第1版定稿，已由第2版更正）.pdf"
        assert leader.get(f"{address}?exact=1").content == bytes(first.pdf)

    @sets_pdfs
    def test_where_no_pdf_can_be_set_it_says_so(self, leader, first, second, monkeypatch):
        monkeypatch.setattr(pdf, "missing", lambda: ["没有装"])
        address = f"{first.get_absolute_url()}pdf/"
        answer = leader.get(address)
        assert answer.status_code == 404
        assert "这台服务器现在排不出" in answer.content.decode()
        page = leader.get(first.get_absolute_url()).content.decode()
        assert "排不出写明“已更正”的 PDF，只有定稿原件" in page
        assert f'"{address}"' not in page and f'"{address}?exact=1"' in page
        assert leader.get(f"{address}?exact=1").content == bytes(first.pdf)

    def test_its_json_names_the_newest(self, leader, first, second, report, town, clock):
        assert self.sent(leader, second)["edition"]["superseded_by"] is None
        assert self.sent(leader, first)["edition"]["superseded_by"] == 2
        third = correct(report, town.leader, clock, on=day("2023-03-01"))
        assert self.sent(leader, first)["edition"]["superseded_by"] == 3
        assert self.sent(leader, second)["edition"]["superseded_by"] == 3
        assert exchange.export(third)["edition"]["superseded_by"] is None

    def sent(self, client, edition):
        answer = client.get(f"{edition.get_absolute_url()}json/")
        told = answer.json()
        jsonschema.validate(told, SCHEMA)
        is_corrected = told["edition"]["superseded_by"] is not None
        assert ("已由第" in name_of(answer)) is is_corrected
        return told

    def test_a_file_without_a_title_gets_the_line_first(self):
        word = docx.Document()
        word.add_paragraph("开会两次。")
        buffer = io.BytesIO()
        word.save(buffer)
        assert said(notices.noticed(buffer.getvalue(), CORRECTED, "更正")) == [
            CORRECTED,
            "开会两次。",
        ]

    def test_the_line_stands_once_in_its_own_style(self, first):
        paper = notices.noticed(bytes(first.word), CORRECTED, "更正")
        [line] = [p for p in docx.Document(io.BytesIO(paper)).paragraphs if p.text == CORRECTED]
        assert line.style.name == STYLES["notice"][0]


class TestNowAndThen:
    def test_a_frozen_number_leads_to_the_live_list_of_the_same_day(
        self, leader, report, town, monkeypatch
    ):
        Report.objects.update(recorded_on=day("2023-01-06"))
        edition = close(report, town.leader)
        names = [entry["name"] for entry in edition.facts["figures"]]
        page = leader.get(f"{edition.get_absolute_url()}figures/{names.index('答复件数')}/")
        live = page.context["live_url"]
        assert live == f"/reports/2022/figures/{quote('答复件数')}/?day=2023-01-06"
        assert page.context["figure"]["said"] == leader.get(live).context["value"] == "1件"
        monkeypatch.delitem(REGISTRY, "答复件数")
        page = leader.get(f"{edition.get_absolute_url()}figures/{names.index('答复件数')}/")
        assert "数字目录里现在没有这个数字" in page.content.decode()

    def test_a_number_of_another_period_leads_to_that_period(self, leader, town):
        draft = drafting.draft(
            "annual",
            2022,
            text="总结\n一、会\n去年开会{上年·主席团会议次数}。",
            signed_on=day("2023-01-09"),
        )
        edition = close(services.begin(draft, by=town.clerk), town.leader)
        page = leader.get(f"{edition.get_absolute_url()}figures/0/")
        assert page.context["live_url"].endswith("/?period=2021-01-01_2021-12-31")
        assert leader.get(page.context["live_url"]).status_code == 200


class TestClosing:
    def url(self, report):
        return f"/reports/papers/{report.pk}/close/"

    def test_the_button_says_what_it_does(self, leader, report):
        close_url = self.url(report)
        assert f'href="{close_url}">定稿</a>' in leader.get(YEAR).content.decode()
        page = leader.get(close_url)
        assert "<h1>定稿：工作总结</h1>" in page.content.decode()
        answer = leader.post(close_url, {"seen": page.context["mark"]}, follow=True)
        assert "第1版已经定稿，以后不会再变。" in answer.content.decode()
        for address in (YEAR, f"{YEAR}?live=1"):
            assert f'href="{close_url}">更正（出第2版）</a>' in leader.get(address).content.decode()
        page = leader.get(close_url)
        text = page.content.decode()
        assert "<h1>更正（出第2版）：工作总结</h1>" in text and "<title>更正（出第2版）：" in text
        assert 'type="submit">更正（出第2版）</button>' in text
        answer = leader.post(
            close_url, {"seen": page.context["mark"], "reason": "改一个字"}, follow=True
        )
        assert "更正好了：第2版已经定稿" in answer.content.decode()
        older = leader.get(Edition.objects.get(number=1).get_absolute_url()).content.decode()
        assert "更正（出第" not in older  # what is not in force is not what one corrects

    def test_the_studio_says_the_same(self, client, town, report):
        client.force_login(town.clerk)
        address = f"/reports/papers/{report.pk}/edit/"
        page = client.get(address).content.decode()
        assert ">定稿</a>" in page and "截至日</a>2022年12月31日" in page
        close(report, town.leader)
        assert ">更正（出第2版）</a>" in client.get(address).content.decode()

    def test_another_day_of_record_is_shown_before_it_is_closed(self, leader, report):
        url = self.url(report)
        page = leader.get(url)
        assert "答复0件" in sheet_of(page) and 'name="recorded_on"' in page.content.decode()
        sent = {"seen": page.context["mark"], "recorded_on": "2023-01-09"}
        page = leader.post(url, sent)
        assert "还没有定稿：截至日现在是2023年1月9日" in page.content.decode()
        assert "答复1件" in sheet_of(page) and "（数字截至2023年1月9日）" in sheet_of(page)
        assert 'value="2023-01-09"' in page.content.decode()
        assert not Edition.objects.exists() and Report.objects.get().recorded_on is None
        answer = leader.post(url, sent | {"seen": page.context["mark"]})
        edition = Edition.objects.get()
        assert answer.url == edition.get_absolute_url()
        assert "答复1件" in sheet_of(leader.get(YEAR))
        kept = Report.objects.get()
        assert kept.recorded_on == day("2023-01-09")
        assert kept.history.latest("history_id").history_user == edition.made_by
        assert edition.facts["report"]["day"] == "2023-01-09"

    def test_the_day_can_be_taken_back(self, leader, report):
        Report.objects.update(recorded_on=day("2023-01-09"))
        page = leader.get(self.url(report))
        assert 'value="2023-01-09"' in page.content.decode() and "答复1件" in sheet_of(page)
        page = leader.post(self.url(report), {"seen": page.context["mark"], "recorded_on": ""})
        assert "答复0件" in sheet_of(page)
        leader.post(self.url(report), {"seen": page.context["mark"], "recorded_on": ""})
        assert Report.objects.get().recorded_on is None
        assert "答复0件" in sheet_of(leader.get(YEAR))

    def test_the_office_is_told_of_the_day_and_of_what_is_missing_at_once(
        self, client, town, report
    ):
        client.force_login(town.clerk)
        page = client.get(self.url(report))
        sent = {"seen": page.context["mark"], "recorded_on": "2023-01-09", "signer": "尉迟明"}
        page = client.post(self.url(report), sent)
        text = page.content.decode()
        assert "请附上签发人签过字的签发单" in text and "截至日现在是2023年1月9日" in text
        assert 'value="尉迟明"' in text and "答复1件" in sheet_of(page)
        answer = client.post(
            self.url(report),
            sent | {"seen": page.context["mark"], "sheet": cast.a_signed_sheet()},
        )
        assert answer.url == Edition.objects.get().get_absolute_url()

    def test_a_sheet_that_has_to_be_chosen_again_is_said(self, client, town, report):
        client.force_login(town.clerk)
        mark = client.get(self.url(report)).context["mark"]
        sent = {"seen": mark, "recorded_on": "2023-01-09", "signer": "尉迟明"}
        page = client.post(self.url(report), sent | {"sheet": cast.a_signed_sheet()})
        assert "签发单请再选一次：浏览器不保留选过的文件。" in page.content.decode()

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("2021-12-31", "截至日不能早于报告期的第一天（2022-01-01）。"),
            ("2023-01-11", "截至日不能在今天之后：还没有到的那天，到了再填。"),
            ("2023-01-10", "截至日不能晚于成文日期（2023-01-09）。"),
        ],
    )
    def test_a_day_that_cannot_be_is_refused_with_what_would_be_right(
        self, leader, report, typed, sentence
    ):
        page = leader.get(self.url(report))
        page = leader.post(self.url(report), {"seen": page.context["mark"], "recorded_on": typed})
        assert page.context["form"].errors["recorded_on"] == [sentence]
        assert f'value="{typed}"' in page.content.decode()
        assert "答复0件" in sheet_of(page)  # the draft is counted on a day that can be

    def test_the_verb_refuses_such_a_day_too(self, report, town):
        report.recorded_on = day("2023-02-01")
        with refused("截至日不能在今天之后：还没有到的那天，到了再填。"):
            edition_services.close(report, by=town.leader, seen="")

    def test_a_day_that_is_typed_together_with_the_date_may_be_that_date(self, leader, report):
        Report.objects.update(signed_on=None)
        page = leader.get(self.url(report))
        days = {"signed_on": "2023-01-08", "recorded_on": "2023-01-09"}
        page = leader.post(self.url(report), {"seen": page.context["mark"]} | days)
        assert "截至日不能晚于成文日期（2023-01-08）。" in page.content.decode()
        days["signed_on"] = "2023-01-09"
        page = leader.post(self.url(report), {"seen": page.context["mark"]} | days)
        leader.post(self.url(report), {"seen": page.context["mark"]} | days)
        kept = Report.objects.get()
        assert kept.signed_on == kept.recorded_on == day("2023-01-09")

    def test_what_is_signed_before_the_year_ends_tells_of_no_later_day(self, leader, report):
        Report.objects.update(signed_on=day("2022-12-20"))
        page = leader.get(self.url(report))
        assert "（数字截至2022年12月20日）" in sheet_of(page)
        assert "数字截至2022年12月20日" in leader.get(f"{YEAR}figures/").content.decode()

    def test_the_overview_of_the_year_goes_on_after_the_date(self, leader, report):
        Report.objects.update(signed_on=day("2022-12-20"))
        assert "数字截至2022年12月31日" in leader.get("/overview/?year=2022").content.decode()

    def test_a_date_typed_within_the_year_is_looked_at_first(self, leader, report):
        Report.objects.update(signed_on=None)
        page = leader.get(self.url(report))
        sent = {"signed_on": "2022-12-20"}
        page = leader.post(self.url(report), sent | {"seen": page.context["mark"]})
        assert "还没有定稿：截至日现在是2022年12月20日" in page.content.decode()
        leader.post(self.url(report), sent | {"seen": page.context["mark"]})
        assert Edition.objects.get().facts["report"]["day"] == "2022-12-20"


WECHAT = {"user-agent": "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0.50"}


class TestOutOfWeChat:
    def test_each_page_offers_the_way_out_for_each_of_its_files(self, reader, first, second, town):
        pages = (
            YEAR, f"{YEAR}?live=1", first.get_absolute_url(), f"{YEAR}annex/", "/reports/",
            "/deputies/notice/?year=2022",
        )  # fmt: skip
        for page in pages:
            assert "微信里打不开" not in reader.get(page).content.decode()
            answer = reader.get(page, headers=WECHAT)
            files = answer.context.get("files") or answer.context["links"]["files"]
            assert files, page
            for _, url in files:
                way = f"/files/?file={quote(url, safe='')}"
                assert f'href="{way}"' in answer.content.decode(), (page, url)
                assert reader.get(way).status_code == 200, url

    def test_what_is_opened_by_link_is_the_very_file(self, client, leader, first, second, town):
        for url, name in (
            (f"{YEAR}word/", "2022年工作总结（第2版定稿）.docx"),
            (f"{YEAR}word/?live=1", "2022年工作总结（草稿）.docx"),
            (f"{first.get_absolute_url()}word/?exact=1", "2022年工作总结（第1版定稿）.docx"),
            (f"{first.get_absolute_url()}json/", "2022年工作总结（第1版定稿，已由第2版更正）.json"),
        ):
            address = make_link(client, town.leader, url)
            answer = client.get(address)
            assert (answer.status_code, name_of(answer)) == (200, name), url
            assert ReadRecord.objects.latest("pk").user == town.leader

    def test_what_is_not_there_has_no_link(self, leader, first, monkeypatch):
        monkeypatch.setattr(pdf, "missing", lambda: ["没有装"])
        for url in (
            f"{YEAR}pdf/?live=1",
            f"{first.get_absolute_url()}sheet/",
            "/reports/2001/word/",
        ):
            assert leader.get(f"/files/?file={quote(url, safe='')}").status_code == 404
